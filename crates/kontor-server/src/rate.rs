//! Rate limits by caller or network address, and the headers that tell about them.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::config::Config;

type Limiter =
    RateLimiter<String, DashMapStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// The network of an address: whoever has one IPv6 address has the 2^64 beside it.
///
/// Source: RFC 6177 §2 (a site gets at least one /64).
#[must_use]
pub fn network(peer: &str) -> String {
    match peer.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Ok(IpAddr::V4(ip)) => ip.to_string(),
        Err(_) => peer.to_owned(),
    }
}

/// Kinds of requests that are limited apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// GET.
    Read,
    /// Everything else.
    Write,
    /// Signing in.
    SignIn,
}

/// One limit, as asked for.
struct Limit {
    name: &'static str,
    quota: u32,
    window_s: u64,
    limiter: Option<Limiter>,
}

/// Every limit.
pub struct Rates {
    read: Limit,
    write: Limit,
    sign_in: Limit,
    clock: DefaultClock,
}

/// What is left, for the headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The limit's name.
    pub name: &'static str,
    /// Requests in a window.
    pub quota: u32,
    /// Seconds of a window.
    pub window_s: u64,
    /// Requests left now.
    pub remaining: u32,
}

/// Too many: when to come again, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    /// Seconds to wait, at least 1.
    pub retry_after_s: u64,
}

impl Limit {
    fn new(name: &'static str, quota: u32, window_s: u64) -> Self {
        let limiter = NonZeroU32::new(quota).and_then(|burst| {
            let pause = Duration::from_secs(window_s).checked_div(quota)?;
            let quota = Quota::with_period(pause)?.allow_burst(burst);
            Some(RateLimiter::dashmap(quota).with_middleware::<StateInformationMiddleware>())
        });
        Self {
            name,
            quota,
            window_s,
            limiter,
        }
    }
}

impl Rates {
    /// The limits of a configuration; 0 is none.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            read: Limit::new("read", config.reads_per_minute, 60),
            write: Limit::new("write", config.writes_per_minute, 60),
            sign_in: Limit::new("sign-in", config.sign_ins_per_quarter_hour, 900),
            clock: DefaultClock::default(),
        }
    }

    /// Takes one request from a budget; `None` where there is no limit.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn take(&self, budget: Budget, key: &str) -> Result<Option<Rate>, TooMany> {
        let limit = match budget {
            Budget::Read => &self.read,
            Budget::Write => &self.write,
            Budget::SignIn => &self.sign_in,
        };
        let Some(limiter) = &limit.limiter else {
            return Ok(None);
        };
        match limiter.check_key(&key.to_owned()) {
            Ok(state) => Ok(Some(Rate {
                name: limit.name,
                quota: limit.quota,
                window_s: limit.window_s,
                remaining: state.remaining_burst_capacity(),
            })),
            Err(until) => {
                let wait = until.wait_time_from(self.clock.now());
                Err(TooMany {
                    retry_after_s: wait.as_secs() + 1,
                })
            }
        }
    }

    /// Forgets keys that have their full budget again.
    pub fn sweep(&self) {
        for limit in [&self.read, &self.write, &self.sign_in] {
            if let Some(limiter) = &limit.limiter {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn neighbours_of_one_ipv6_network_are_one() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2::7"), network("2001:db8:1:2:ffff::"));
        assert_ne!(network("2001:db8:1:2::7"), network("2001:db8:1:3::7"));
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(network("192.0.2.1"), "192.0.2.1");
        assert_eq!(network("unknown"), "unknown");
    }
}
