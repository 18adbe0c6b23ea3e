//! Where a request goes: a URL, read as browsers read it, so that no spelling of an address is missed.

use std::net::IpAddr;

use tokio_rustls::rustls::pki_types::ServerName;
use url::{Host, Url};

use super::{Trouble, address};

/// The longest URL.
const URL_BYTES_MAX: usize = 2_048;

/// Ends of names that nobody in the public Internet has. Source: IANA's special-use domain names.
const INSIDE: &[&str] = &[
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "home.arpa",
    "onion",
    "test",
    "invalid",
    "example",
    "alt",
];

/// A host that the operator allows, whatever its address and without TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    host: String,
    /// `None` allows every port.
    port: Option<u16>,
}

/// Reads the operator's list: `HOST` or `HOST:PORT`, separated by commas.
pub(super) fn allowed(list: &str) -> Result<Vec<Allowed>, String> {
    let entries = list
        .split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty());
    entries
        .map(|entry| {
            let wrong = || format!("{entry:?} is neither HOST nor HOST:PORT");
            // A scheme without a default port, so that a port is there only where it was written.
            let url = Url::parse(&format!("tcp://{entry}")).map_err(|_| wrong())?;
            let host = url.host_str().ok_or_else(wrong)?;
            let bare = url.path().is_empty() && url.query().is_none() && url.username().is_empty();
            let read = Url::parse(&format!("http://{host}/")).map_err(|_| wrong())?;
            match read.host_str() {
                Some(host) if bare && url.fragment().is_none() => Ok(Allowed {
                    host: without_dot(host).to_owned(),
                    port: url.port(),
                }),
                _ => Err(wrong()),
            }
        })
        .collect()
}

fn without_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

/// A URL that may be called, as far as it can be told before the name is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The host, in lower case and punycode; addresses as they are written in URLs.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Path and query.
    pub path: String,
    /// True for https.
    pub tls: bool,
    /// The address, where the URL names one.
    pub(super) address: Option<IpAddr>,
    /// True where the operator allows the host.
    pub(super) allowed: bool,
}

impl Target {
    pub(super) fn read(text: &str, allowed: &[Allowed]) -> Result<Self, Trouble> {
        if text.len() > URL_BYTES_MAX || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(Trouble::UrlForbidden);
        }
        let url = Url::parse(text).map_err(|_| Trouble::UrlForbidden)?;
        let tls = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(Trouble::UrlForbidden),
        };
        let named = !url.username().is_empty() || url.password().is_some();
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err(Trouble::UrlForbidden);
        };
        if named || port == 0 {
            return Err(Trouble::UrlForbidden);
        }
        let (host, address) = match host {
            Host::Domain(name) => (without_dot(name).to_owned(), None),
            Host::Ipv4(address) => (address.to_string(), Some(IpAddr::V4(address))),
            Host::Ipv6(address) => (format!("[{address}]"), Some(IpAddr::V6(address))),
        };
        let listed = allowed
            .iter()
            .any(|one| one.host == host && one.port.is_none_or(|wanted| wanted == port));
        if !listed {
            if !tls {
                return Err(Trouble::UrlForbidden);
            }
            let outside = match address {
                Some(address) => address::is_public(address),
                None => is_public_name(&host),
            };
            if !outside {
                return Err(Trouble::AddressForbidden);
            }
        }
        let query = url.query().map(|query| format!("?{query}"));
        Ok(Self {
            host,
            port,
            path: format!("{}{}", url.path(), query.unwrap_or_default()),
            tls,
            address,
            allowed: listed,
        })
    }

    /// The host with the port, as a `Host` header has it.
    pub(super) fn authority(&self) -> String {
        match (self.tls, self.port) {
            (true, 443) | (false, 80) => self.host.clone(),
            _ => format!("{}:{}", self.host, self.port),
        }
    }

    pub(super) fn server_name(&self) -> Option<ServerName<'static>> {
        match self.address {
            Some(address) => Some(ServerName::IpAddress(address.into())),
            None => ServerName::try_from(self.host.clone()).ok(),
        }
    }
}

/// A name with a dot that does not end like names inside.
fn is_public_name(name: &str) -> bool {
    name.contains('.')
        && !INSIDE.iter().any(|end| {
            name.strip_suffix(end)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
}

#[cfg(test)]
#[path = "target_tests.rs"]
mod tests;
