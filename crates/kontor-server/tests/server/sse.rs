//! Reading live events as a browser does: by line, remembering the last id.

use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde_json::Value;

use crate::cast::Person;
use crate::client::{Request, begin, get};
use crate::testapp::{PATIENCE, TestApp};

/// An event. Source: HTML Living Standard §9.2.6.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub id: String,
    pub kind: String,
    pub data: Value,
}

/// An open stream.
pub struct EventStream {
    body: Incoming,
    buffer: Vec<u8>,
}

/// The request that opens a stream.
pub fn request(person: &Person, last: Option<&str>) -> Request {
    let request = get("/api/v1/events/stream").by(person);
    match last {
        Some(id) => request.header("last-event-id", id),
        None => request,
    }
}

impl EventStream {
    /// Opens a stream from now on, past its first word.
    pub async fn follow(app: &TestApp, person: &Person) -> Self {
        let mut stream = Self::open(app, person, None).await;
        assert_eq!(stream.next().await.unwrap().kind, "ready");
        stream
    }

    /// Opens a stream, from after an event.
    pub async fn open(app: &TestApp, person: &Person, last: Option<&str>) -> Self {
        let (head, body) = begin(app.address, &request(person, last))
            .await
            .into_parts();
        assert_eq!(head.status, 200);
        assert_eq!(head.headers["content-type"], "text/event-stream");
        Self {
            body,
            buffer: Vec::new(),
        }
    }

    /// The next event; `None` where the server closed the stream.
    pub async fn next(&mut self) -> Option<Event> {
        let event = self.within(PATIENCE).await;
        event.expect("an event or the end of the stream")
    }

    /// The next event or the end, if either comes in this time.
    pub async fn within(&mut self, wait: Duration) -> Result<Option<Event>, ()> {
        tokio::time::timeout(wait, self.read()).await.map_err(drop)
    }

    /// Fails where anything but the end of the stream comes.
    pub async fn ends(&mut self) {
        let next = self.next().await;
        assert!(next.is_none(), "{next:?}");
    }

    async fn read(&mut self) -> Option<Event> {
        loop {
            while let Some(block) = self.block() {
                if let Some(event) = parse(&block) {
                    return Some(event);
                }
            }
            let frame = self.body.frame().await?.ok()?;
            self.buffer.extend_from_slice(frame.data_ref()?);
        }
    }

    /// The next block of lines up to an empty line.
    fn block(&mut self) -> Option<String> {
        let end = self.buffer.windows(2).position(|pair| pair == b"\n\n")?;
        let rest = self.buffer.split_off(end + 2);
        let block = std::mem::replace(&mut self.buffer, rest);
        Some(String::from_utf8(block).unwrap())
    }
}

/// Reads a block as a browser does: CR, LF and CRLF all end a line.
fn parse(block: &str) -> Option<Event> {
    let mut event = Event {
        id: String::new(),
        kind: String::new(),
        data: Value::Null,
    };
    for line in block.replace("\r\n", "\n").split(['\n', '\r']) {
        match line.split_once(": ") {
            Some(("id", text)) => text.clone_into(&mut event.id),
            Some(("event", text)) => text.clone_into(&mut event.kind),
            Some(("data", text)) => event.data = serde_json::from_str(text).unwrap(),
            Some(("" | "retry", _)) | None => {}
            Some((other, _)) => panic!("an unknown field {other:?} in {block:?}"),
        }
    }
    (!event.kind.is_empty()).then_some(event)
}
