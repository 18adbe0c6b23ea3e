//! The demo's mail catcher: takes every mail over SMTP and shows it on a page. Nothing leaves.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kontor_core::time::Micros;
use kontor_mail::read::{Received, read};
use kontor_mail::smtp::{Limits, Session, Step};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::sms::CaughtTexts;

/// Mails kept; the oldest goes first.
const KEPT_MAX: usize = 500;
/// Connections at once.
const CONNECTIONS_MAX: usize = 32;
/// How long a client may be silent. Source: RFC 5321 §4.5.3.2.7 asks for five minutes; this is a
/// catcher on one machine.
const SILENCE: Duration = Duration::from_secs(60);

/// A mail that was caught.
#[derive(Debug, Clone)]
pub struct Caught {
    /// When.
    pub at: Micros,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// The mail.
    pub mail: Received,
}

/// Everything that was caught, newest first.
#[derive(Default)]
pub struct CaughtMail {
    /// Short messages, which come by no SMTP.
    pub texts: CaughtTexts,
    mails: Mutex<VecDeque<Caught>>,
}

impl CaughtMail {
    /// The mails, newest first.
    #[must_use]
    pub fn all(&self) -> Vec<Caught> {
        self.mails
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    fn push(&self, caught: Caught) {
        let mut mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        mails.push_front(caught);
        mails.truncate(KEPT_MAX);
    }
}

/// Takes mail until the task is dropped.
pub async fn listen(listener: TcpListener, caught: Arc<CaughtMail>, clock: Clock) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, peer)) => {
                let (caught, clock) = (Arc::clone(&caught), clock.clone());
                tokio::spawn(async move {
                    if let Err(error) = talk(stream, &caught, &clock).await {
                        tracing::debug!(%error, %peer, "an SMTP connection ended early");
                    }
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "an SMTP connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn talk(mut stream: TcpStream, caught: &CaughtMail, clock: &Clock) -> std::io::Result<()> {
    let mut session = Session::new(Limits::default(), "kontor.localhost");
    stream.write_all(&session.banner()).await?;
    let mut buffer = vec![0; 8 * 1024];
    loop {
        let silence = tokio::time::timeout(SILENCE, stream.read(&mut buffer)).await;
        let Ok(length) = silence else { return Ok(()) };
        let bytes = buffer.get(..length?).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(());
        }
        let mut steps = Vec::new();
        session.receive(bytes, &mut steps);
        let mut queue = VecDeque::from(steps);
        while let Some(step) = queue.pop_front() {
            match step {
                Step::Reply(reply) => stream.write_all(&reply).await?,
                Step::Deliver(envelope) => {
                    let mail = read(&envelope.data);
                    caught.push(Caught {
                        at: clock.now(),
                        to: envelope.to,
                        mail,
                    });
                    let mut next = Vec::new();
                    session.delivered(Ok(()), &mut next);
                    queue.extend(next);
                }
                Step::Close => return stream.shutdown().await,
            }
        }
    }
}

/// Binds the catcher to this machine only.
///
/// # Errors
/// The port is taken.
pub async fn bind(port: u16) -> std::io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await
}
