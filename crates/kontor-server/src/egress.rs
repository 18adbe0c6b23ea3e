//! The one way out over HTTP: every request that this server makes to an address somebody typed in.
//!
//! A request goes to a public address only, over TLS, unless the operator names the host in
//! `egress_allow`. The name is resolved once, every address it has is checked, and the connection is
//! made to exactly such an address. No redirect is followed, nothing is unpacked, an answer is read to
//! a limit. A test keeps every other file from opening connections. Mail goes out by
//! [`crate::smtp::relay`]. Source: security cases T120–T125, T128.

mod address;
mod exchange;
mod target;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use tokio::net::TcpStream;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

pub use target::{Allowed, Target};

/// How long a request may take, from the look-up of the name to the last byte.
pub const TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of an answer's body that are read; the rest is left unread and the connection closed.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// Addresses of one name that are tried, one after the other.
const ADDRESSES_MAX: usize = 4;

/// How names become addresses.
pub type Resolve =
    Arc<dyn Fn(String, u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> + Send + Sync>;
/// How addresses become connections.
pub type Dial = Arc<dyn Fn(SocketAddr) -> BoxFuture<'static, io::Result<TcpStream>> + Send + Sync>;

/// The client.
#[derive(Clone)]
pub struct Egress {
    allowed: Arc<[Allowed]>,
    resolve: Resolve,
    dial: Dial,
    tls: Arc<ClientConfig>,
    timeout: Duration,
}

/// A request to be made.
#[derive(Debug, Clone)]
pub struct Call {
    /// Where to.
    pub url: String,
    /// The bearer token; empty for none.
    pub token: String,
    /// The media type of the body.
    pub content_type: &'static str,
    /// The body.
    pub body: Bytes,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body as it came, cut at [`ANSWER_BYTES_MAX`].
    pub body: Vec<u8>,
    /// True where there was more.
    pub cut: bool,
}

/// Why nothing came back. The names say no more than an operator may read in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The URL is not of a kind that is called.
    #[error("url_forbidden")]
    UrlForbidden,
    /// The name belongs to an address inside, or the URL names one.
    #[error("address_forbidden")]
    AddressForbidden,
    /// The name has no address.
    #[error("unresolvable")]
    Unresolvable,
    /// Nobody answers at the address.
    #[error("unreachable")]
    Unreachable,
    /// No trusted connection came about.
    #[error("tls")]
    Tls,
    /// What came back is no HTTP.
    #[error("no_http")]
    NoHttp,
    /// It took too long.
    #[error("timeout")]
    Timeout,
}

impl Egress {
    /// A client that calls public addresses, and what this list of hosts allows beside.
    ///
    /// # Errors
    /// The entry that cannot be read, or TLS that cannot be set up.
    pub fn new(egress_allow: &str) -> Result<Self, String> {
        let resolve: Resolve = Arc::new(|name, port| {
            Box::pin(async move {
                let found = tokio::net::lookup_host((name.as_str(), port)).await?;
                Ok(found.collect())
            })
        });
        let dial: Dial = Arc::new(|address| Box::pin(TcpStream::connect(address)));
        Ok(Self {
            allowed: target::allowed(egress_allow)?.into(),
            resolve,
            dial,
            tls: Arc::new(trusting_public_roots()?),
            timeout: TIMEOUT,
        })
    }

    /// The same with another network and patience, for tests.
    #[must_use]
    pub fn over(self, resolve: Resolve, dial: Dial, timeout: Duration) -> Self {
        Self {
            resolve,
            dial,
            timeout,
            ..self
        }
    }

    /// Checks a URL without calling it, so that one who types it in is told at once.
    ///
    /// # Errors
    /// [`Trouble::UrlForbidden`], [`Trouble::AddressForbidden`].
    pub fn check(&self, url: &str) -> Result<Target, Trouble> {
        Target::read(url, &self.allowed)
    }

    /// Posts a body.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn post(&self, call: &Call) -> Result<Answer, Trouble> {
        let target = self.check(&call.url)?;
        tokio::time::timeout(self.timeout, self.carry(&target, call))
            .await
            .unwrap_or(Err(Trouble::Timeout))
    }

    async fn carry(&self, target: &Target, call: &Call) -> Result<Answer, Trouble> {
        let addresses = self.addresses(target).await?;
        let stream = self.connect(&addresses).await?;
        let request = exchange::request(target, call)?;
        if !target.tls {
            return exchange::exchange(stream, request).await;
        }
        let name = target.server_name().ok_or(Trouble::UrlForbidden)?;
        let connector = tokio_rustls::TlsConnector::from(Arc::clone(&self.tls));
        let stream = connector.connect(name, stream).await;
        exchange::exchange(stream.map_err(|_| Trouble::Tls)?, request).await
    }

    /// The addresses of the target, looked up once; one that lies inside refuses them all.
    async fn addresses(&self, target: &Target) -> Result<Vec<SocketAddr>, Trouble> {
        let mut found = match target.address {
            Some(address) => vec![SocketAddr::new(address, target.port)],
            None => (self.resolve)(target.host.clone(), target.port)
                .await
                .map_err(|_| Trouble::Unresolvable)?,
        };
        if found.is_empty() {
            return Err(Trouble::Unresolvable);
        }
        let inside = |one: &SocketAddr| !address::is_public(one.ip());
        if !target.allowed && found.iter().any(inside) {
            return Err(Trouble::AddressForbidden);
        }
        found.truncate(ADDRESSES_MAX);
        Ok(found)
    }

    async fn connect(&self, addresses: &[SocketAddr]) -> Result<TcpStream, Trouble> {
        for address in addresses {
            if let Ok(stream) = (self.dial)(*address).await {
                return Ok(stream);
            }
        }
        Err(Trouble::Unreachable)
    }
}

fn trusting_public_roots() -> Result<ClientConfig, String> {
    let roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

#[cfg(test)]
#[path = "egress/tests.rs"]
mod tests;
