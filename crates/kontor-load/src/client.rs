//! A small HTTP/1.1 client: one connection, kept alive, one request at a time.
//!
//! It shares the machine with the server that it measures, so it does as little as possible: one
//! buffer out, one buffer in, both reused. It repeats nothing by itself; whoever asks decides.
//! No TLS, no redirects, no proxies, no HTTP/2.

use std::fmt::Write as _;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The most header lines an answer may have.
const HEADERS_MAX: usize = 48;
/// The most an answer may be, in bytes: a page of a hundred long messages is far below.
const ANSWER_MAX: usize = 64 * 1024 * 1024;

/// Why there is no answer.
#[derive(Debug)]
pub enum Problem {
    /// No connection, or it broke: the request may or may not have been carried out.
    Connection(std::io::Error),
    /// The server closed the connection before it answered.
    Closed,
    /// No complete answer in time.
    Late,
    /// What came is no HTTP/1.1 answer.
    Malformed(&'static str),
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Connection(error) => write!(f, "connection: {error}"),
            Self::Closed => f.write_str("the server closed the connection"),
            Self::Late => f.write_str("no answer in time"),
            Self::Malformed(what) => write!(f, "malformed answer: {what}"),
        }
    }
}

impl std::error::Error for Problem {}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::Connection(error)
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// `GET`, `POST`, …
    pub method: &'a str,
    /// Path and query, already percent-encoded.
    pub path: &'a str,
    /// The bearer token, "" for none.
    pub token: &'a str,
    /// The Idempotency-Key, "" for none.
    pub key: &'a str,
    /// The JSON body, empty for none.
    pub body: &'a [u8],
}

impl<'a> Request<'a> {
    /// Asks for something.
    #[must_use]
    pub fn get(path: &'a str, token: &'a str) -> Self {
        Self {
            method: "GET",
            path,
            token,
            ..Self::default()
        }
    }
}

/// What was answered; borrowed from the client until the next request.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The body, without chunks.
    pub body: &'a [u8],
}

/// A connection to one server.
#[derive(Debug)]
pub struct Client {
    address: String,
    /// Sent as `Kontor-Marketplace`, "" for none.
    marketplace: String,
    limit: Duration,
    stream: Option<TcpStream>,
    out: String,
    input: Vec<u8>,
}

/// The head of an answer.
struct Head {
    status: u16,
    /// Where the body begins.
    body: usize,
    length: Length,
    close: bool,
}

enum Length {
    Known(usize),
    Chunked,
    UntilClosed,
}

impl Client {
    /// A client that connects at its first request. `limit` bounds each request as a whole.
    #[must_use]
    pub fn new(address: &str, marketplace: &str, limit: Duration) -> Self {
        Self {
            address: address.to_owned(),
            marketplace: marketplace.to_owned(),
            limit,
            stream: None,
            out: String::new(),
            input: Vec::new(),
        }
    }

    /// Asks and waits for the whole answer. After a problem the next request connects anew.
    ///
    /// # Errors
    /// There was no answer; what was asked may have been done all the same.
    pub async fn send(&mut self, request: &Request<'_>) -> Result<Answer<'_>, Problem> {
        let limit = self.limit;
        let outcome = tokio::time::timeout(limit, self.exchange(request)).await;
        match outcome.unwrap_or(Err(Problem::Late)) {
            Ok((status, from, to)) => Ok(Answer {
                status,
                body: self.input.get(from..to).unwrap_or_default(),
            }),
            Err(problem) => {
                self.stream = None;
                Err(problem)
            }
        }
    }

    async fn exchange(&mut self, request: &Request<'_>) -> Result<(u16, usize, usize), Problem> {
        self.compose(request);
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.address).await?;
                stream.set_nodelay(true)?;
                stream
            }
        };
        stream.write_all(self.out.as_bytes()).await?;
        stream.write_all(request.body).await?;
        self.input.clear();
        let head = loop {
            if let Some(head) = head(&self.input)? {
                if head.status >= 200 {
                    break head;
                }
                // 100 Continue and its like: the answer itself follows.
                self.input.drain(..head.body);
                continue;
            }
            if fill(&mut stream, &mut self.input).await? == 0 {
                return Err(Problem::Closed);
            }
        };
        let end = self.body(&mut stream, &head).await?;
        if !head.close {
            self.stream = Some(stream);
        }
        Ok((head.status, head.body, end))
    }

    fn compose(&mut self, request: &Request<'_>) {
        let out = &mut self.out;
        out.clear();
        for part in [request.method, " ", request.path, " HTTP/1.1\r\nHost: "] {
            out.push_str(part);
        }
        out.push_str(&self.address);
        let fields = [
            ("\r\nKontor-Marketplace: ", self.marketplace.as_str()),
            ("\r\nAuthorization: Bearer ", request.token),
            ("\r\nIdempotency-Key: ", request.key),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            out.push_str(name);
            out.push_str(value);
        }
        if !request.body.is_empty() {
            out.push_str("\r\nContent-Type: application/json");
        }
        if !request.body.is_empty() || request.method != "GET" {
            // Writing to a String cannot fail.
            let _ = write!(out, "\r\nContent-Length: {}", request.body.len());
        }
        out.push_str("\r\n\r\n");
    }

    /// Reads on until the body is complete, and gives its end; chunks are joined in place.
    async fn body(&mut self, stream: &mut TcpStream, head: &Head) -> Result<usize, Problem> {
        let end = match head.length {
            Length::Known(length) => {
                let end = head.body.saturating_add(length);
                while self.input.len() < end {
                    self.more(stream).await?;
                }
                end
            }
            Length::UntilClosed => {
                while fill(stream, &mut self.input).await? > 0 {}
                self.input.len()
            }
            Length::Chunked => {
                let (mut from, mut to) = (head.body, head.body);
                loop {
                    let rest = self.input.get(from..).unwrap_or_default();
                    let size = httparse::parse_chunk_size(rest);
                    let httparse::Status::Complete((skip, size)) =
                        size.map_err(|_| Problem::Malformed("chunk size"))?
                    else {
                        self.more(stream).await?;
                        continue;
                    };
                    let size = usize::try_from(size).unwrap_or(usize::MAX);
                    let start = from + skip;
                    let next = start.saturating_add(size).saturating_add(2);
                    while self.input.len() < next {
                        self.more(stream).await?;
                    }
                    self.input.copy_within(start..start + size, to);
                    (from, to) = (next, to + size);
                    if size == 0 {
                        break to;
                    }
                }
            }
        };
        Ok(end)
    }

    async fn more(&mut self, stream: &mut TcpStream) -> Result<(), Problem> {
        match fill(stream, &mut self.input).await? {
            0 => Err(Problem::Closed),
            _ => Ok(()),
        }
    }
}

async fn fill(stream: &mut TcpStream, input: &mut Vec<u8>) -> Result<usize, Problem> {
    if input.len() > ANSWER_MAX {
        return Err(Problem::Malformed("the answer is too long"));
    }
    input.reserve(8 * 1024);
    Ok(stream.read_buf(input).await?)
}

fn head(input: &[u8]) -> Result<Option<Head>, Problem> {
    let mut lines = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut parsed = httparse::Response::new(&mut lines);
    let status = parsed
        .parse(input)
        .map_err(|_| Problem::Malformed("head"))?;
    let httparse::Status::Complete(body) = status else {
        return Ok(None);
    };
    let status = parsed.code.unwrap_or(0);
    let mut length = if status < 200 || status == 204 || status == 304 {
        Length::Known(0)
    } else {
        Length::UntilClosed
    };
    let mut close = false;
    for line in parsed.headers.iter() {
        let value = std::str::from_utf8(line.value).unwrap_or_default().trim();
        if line.name.eq_ignore_ascii_case("content-length") {
            let bytes = value
                .parse()
                .map_err(|_| Problem::Malformed("content-length"))?;
            length = Length::Known(bytes);
        } else if line.name.eq_ignore_ascii_case("transfer-encoding") {
            length = Length::Chunked;
        } else if line.name.eq_ignore_ascii_case("connection") {
            close = value.eq_ignore_ascii_case("close");
        }
    }
    close |= matches!(length, Length::UntilClosed);
    Ok(Some(Head {
        status,
        body,
        length,
        close,
    }))
}
