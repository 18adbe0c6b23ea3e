//! Many open event streams, read on one thread.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::Result;
use crate::bench::live::Name;
use crate::bench::wire::{Call, Wire};

/// How long all streams together may take to open.
const OPEN_LIMIT: Duration = Duration::from_secs(60);
/// Streams that are being opened at once: what requests in flight take is not what streams take.
const OPENING_MAX: usize = 32;
/// Bytes read at once from one stream.
const READ_BYTES: usize = 4 * 1024;
/// The longest event, in bytes.
const EVENT_BYTES_MAX: usize = 64 * 1024;

/// Who listens.
#[derive(Debug, Clone)]
pub struct Listener {
    /// The header line that says who.
    pub who: String,
}

/// One event.
#[derive(Debug, Clone)]
pub struct Heard {
    /// Which conversation moved.
    pub conversation: Name,
    /// To which entry.
    pub seq: i64,
    /// When it was read.
    pub at: Instant,
}

/// Streams that are open and read.
pub struct Listeners {
    stop: watch::Sender<bool>,
    thread: tokio::task::JoinHandle<Result<Vec<Vec<Heard>>>>,
}

impl Listeners {
    /// Opens them all; returns once each has been greeted.
    ///
    /// # Errors
    /// One cannot be opened.
    pub async fn open(address: &str, listeners: &[Listener]) -> Result<Self> {
        let (stop, stopped) = watch::channel(false);
        let greeted = Arc::new(AtomicUsize::new(0));
        let (address, listeners) = (address.to_owned(), listeners.to_vec());
        let count = listeners.len();
        let counter = Arc::clone(&greeted);
        let thread = tokio::task::spawn_blocking(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(read_all(&address, &listeners, &counter, &stopped))
        });
        let end = Instant::now() + OPEN_LIMIT;
        while greeted.load(Ordering::Acquire) < count {
            if thread.is_finished() {
                thread.await??;
                return Err("the streams ended at once".into());
            }
            if Instant::now() > end {
                let open = greeted.load(Ordering::Acquire);
                return Err(format!("only {open} of {count} streams opened in time").into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(Self { stop, thread })
    }

    /// Closes them and gives what each heard.
    ///
    /// # Errors
    /// A stream ended before.
    pub async fn end(self) -> Result<Vec<Vec<Heard>>> {
        self.stop.send(true)?;
        self.thread.await?
    }
}

async fn read_all(
    address: &str,
    listeners: &[Listener],
    greeted: &Arc<AtomicUsize>,
    stopped: &watch::Receiver<bool>,
) -> Result<Vec<Vec<Heard>>> {
    let mut tasks = Vec::with_capacity(listeners.len());
    for (number, listener) in listeners.iter().enumerate() {
        while number >= greeted.load(Ordering::Acquire) + OPENING_MAX {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let call = Call {
            method: "GET",
            path: "/api/v1/events/stream",
            host: address,
            who: &listener.who,
            ..Call::default()
        };
        let stream = Wire::connect(address).await?.stream(&call.bytes()).await?;
        let one = Stream {
            stream,
            input: Vec::with_capacity(READ_BYTES),
            heard: Vec::new(),
            names: HashSet::new(),
            greeted: Some(Arc::clone(greeted)),
        };
        tasks.push(tokio::spawn(one.read(stopped.clone())));
        // Lets those that are open already be read meanwhile.
        tokio::task::yield_now().await;
    }
    let mut all = Vec::with_capacity(tasks.len());
    for task in tasks {
        all.push(task.await??);
    }
    Ok(all)
}

struct Stream {
    stream: TcpStream,
    input: Vec<u8>,
    heard: Vec<Heard>,
    names: HashSet<Name>,
    /// Until the server has greeted.
    greeted: Option<Arc<AtomicUsize>>,
}

impl Stream {
    async fn read(mut self, mut stopped: watch::Receiver<bool>) -> Result<Vec<Heard>> {
        loop {
            self.input.reserve(READ_BYTES);
            let length = tokio::select! {
                length = self.stream.read_buf(&mut self.input) => length?,
                _ = stopped.changed() => return Ok(self.heard),
            };
            if length == 0 {
                let told = String::from_utf8_lossy(&self.input)
                    .chars()
                    .take(200)
                    .collect::<String>();
                return Err(format!("a stream ended: {told}").into());
            }
            self.take(Instant::now())?;
        }
    }

    /// Takes every complete event; chunk sizes between them are skipped as lines of no meaning.
    fn take(&mut self, at: Instant) -> Result<()> {
        let mut from = 0;
        while let Some(length) = end(self.input.get(from..).unwrap_or_default()) {
            let event = self.input.get(from..from + length).unwrap_or_default();
            let text = std::str::from_utf8(event)?;
            if text.contains("event: ready") {
                if let Some(counter) = self.greeted.take() {
                    counter.fetch_add(1, Ordering::Release);
                }
            } else if let Some((conversation, seq)) = parse(text) {
                let name = match self.names.get(conversation) {
                    Some(name) => Arc::clone(name),
                    None => {
                        let name: Name = Arc::from(conversation);
                        self.names.insert(Arc::clone(&name));
                        name
                    }
                };
                self.heard.push(Heard {
                    conversation: name,
                    seq,
                    at,
                });
            }
            from += length + 2;
        }
        self.input.drain(..from);
        if self.input.len() > EVENT_BYTES_MAX {
            return Err("an event without an end".into());
        }
        Ok(())
    }
}

/// Where an event ends: at an empty line.
fn end(input: &[u8]) -> Option<usize> {
    input.windows(2).position(|two| two == b"\n\n")
}

/// Conversation and entry of a `conversation` event.
fn parse(text: &str) -> Option<(&str, i64)> {
    let (_, rest) = text.split_once("event: conversation\n")?;
    let (_, after) = rest.split_once("\"conversation\":\"")?;
    let (conversation, _) = after.split_once('"')?;
    let (_, after) = rest.split_once("\"seq\":")?;
    let digits = after.split(|c: char| !c.is_ascii_digit()).next()?;
    Some((conversation, digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_found_between_chunks() {
        let text = "8f\r\nid: acc_1=2\nevent: conversation\n\
                    data: {\"conversation\":\"cnv_1\",\"principal\":\"acc_1\",\"seq\":12}\n\n\r\n";
        let length = end(text.as_bytes()).unwrap();
        assert_eq!(parse(&text[..length]), Some(("cnv_1", 12)));
        assert_eq!(parse("event: ready\ndata: {}"), None);
    }
}
