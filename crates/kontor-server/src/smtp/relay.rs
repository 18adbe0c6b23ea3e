//! Handing mail to the configured relay.

use std::sync::OnceLock;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::app::App;

/// How long a dialogue with the relay may take. Source: RFC 5321 §4.5.3.2.6 asks for ten minutes
/// after the final dot; a lease of the outbox is longer.
const TIMEOUT: Duration = Duration::from_secs(600);

type Transport = AsyncSmtpTransport<Tokio1Executor>;

static TRANSPORT: OnceLock<(String, Transport)> = OnceLock::new();

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The relay took it.
    Accepted,
    /// The relay will never take it.
    Refused(String),
    /// Nobody knows yet; try again.
    Later(String),
}

fn build(url: &str) -> Result<Transport, String> {
    let builder = Transport::from_url(url).map_err(|error| error.to_string())?;
    Ok(builder.timeout(Some(TIMEOUT)).build())
}

/// True where a relay's URL can be read.
///
/// # Errors
/// What is wrong with it.
pub fn check(url: &str) -> Result<(), String> {
    build(url).map(drop)
}

/// Hands one mail to the relay.
pub async fn send(app: &App, to: &str, from: &str, bytes: &[u8]) -> Sent {
    let relay = &app.config.mail_relay;
    let transport = match TRANSPORT.get() {
        Some((url, transport)) if url == relay => transport.clone(),
        _ => match build(relay) {
            Ok(transport) => {
                // Another task may have been first with the same relay.
                drop(TRANSPORT.set((relay.clone(), transport.clone())));
                transport
            }
            Err(reason) => return Sent::Later(reason),
        },
    };
    let (Ok(from), Ok(to)) = (from.parse::<Address>(), to.parse::<Address>()) else {
        return Sent::Refused("unusable address".to_owned());
    };
    let envelope = match Envelope::new(Some(from), vec![to]) {
        Ok(envelope) => envelope,
        Err(error) => return Sent::Refused(error.to_string()),
    };
    match transport.send_raw(&envelope, bytes).await {
        Ok(_) => Sent::Accepted,
        Err(error) if error.is_permanent() => Sent::Refused(error.to_string()),
        Err(error) => Sent::Later(error.to_string()),
    }
}
