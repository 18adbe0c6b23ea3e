//! Limits of handing out numbers and addresses, against harvesting.
//!
//! Four budgets a day: of a viewer without an account, of an account, of a seller (so that nobody's
//! number is drained), and of all viewers without an account together. The last bounds what an
//! attacker with any number of network addresses gets: beyond it viewers have to sign in.

use crate::id::PrincipalId;
use crate::time::{DAY, Micros, SECOND};

/// How much a day allows; 0 is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// To one viewer without an account.
    pub per_guest: i64,
    /// To one account.
    pub per_account: i64,
    /// Of one seller.
    pub per_seller: i64,
    /// To all viewers without an account together.
    pub to_guests: i64,
}

/// Who takes: an account, or a viewer without one, told apart by network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taker {
    /// An account.
    Account(PrincipalId),
    /// Anybody else.
    Guest,
}

/// A budget and how much of it a day allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Its stable name.
    pub code: &'static str,
    /// How much; never 0.
    pub allowed: i64,
}

/// The budgets that a hand-out takes from, the ones that many share last.
#[must_use]
pub fn budgets(limits: Limits, taker: &Taker) -> Vec<Budget> {
    let (own, all) = match taker {
        Taker::Account(_) => (("account", limits.per_account), None),
        Taker::Guest => (
            ("guest", limits.per_guest),
            Some(("guests", limits.to_guests)),
        ),
    };
    [Some(own), Some(("seller", limits.per_seller)), all]
        .into_iter()
        .flatten()
        .filter(|(_, allowed)| *allowed > 0)
        .map(|(code, allowed)| Budget { code, allowed })
        .collect()
}

/// Seconds until the budgets are full again: midnight in UTC.
#[must_use]
pub fn retry_after_s(now: Micros) -> u64 {
    let left = DAY - now.0.rem_euclid(DAY);
    left.div_euclid(SECOND).unsigned_abs() + 1
}

/// Whether a browser calls itself a robot: its looks are written but do not count.
///
/// The words are those that known crawlers and libraries put into `User-Agent`; who hides is not
/// found by its name but stopped by the budgets.
#[must_use]
pub fn is_robot(user_agent: &str) -> bool {
    const WORDS: &[&str] = &[
        "bot",
        "crawl",
        "spider",
        "slurp",
        "fetch",
        "preview",
        "monitor",
        "curl/",
        "wget/",
        "python",
        "httpclient",
        "headless",
        "scrapy",
        "java/",
        "go-http",
    ];
    let lower = user_agent.to_ascii_lowercase();
    user_agent.is_empty() || WORDS.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        per_guest: 20,
        per_account: 60,
        per_seller: 500,
        to_guests: 5_000,
    };

    #[test]
    fn guests_share_a_budget_and_accounts_do_not() {
        let codes = |taker: &Taker| {
            let budgets = budgets(LIMITS, taker);
            budgets.iter().map(|b| b.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(&Taker::Guest), ["guest", "seller", "guests"]);
        let account = Taker::Account(PrincipalId("acc".into()));
        assert_eq!(codes(&account), ["account", "seller"]);
        let none = Limits {
            per_guest: 0,
            per_seller: 0,
            ..LIMITS
        };
        let left = budgets(none, &Taker::Guest);
        assert_eq!(left.len(), 1, "0 is no limit");
    }

    #[test]
    fn the_budgets_are_full_again_at_midnight() {
        assert_eq!(retry_after_s(Micros(0)), 86_401);
        assert_eq!(retry_after_s(Micros(DAY - SECOND)), 2);
    }

    #[test]
    fn robots_that_say_so_are_robots() {
        for robot in [
            "",
            "Googlebot/2.1",
            "curl/8.5.0",
            "facebookexternalhit preview",
        ] {
            assert!(is_robot(robot), "{robot}");
        }
        let person = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
        assert!(!is_robot(person));
    }
}
