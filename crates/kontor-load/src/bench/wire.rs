//! The leanest possible HTTP/1.1 connection, for the loops that are measured.
//!
//! The client shares two cores with the server, so a request is one ready-made buffer in one write,
//! and of an answer only status and `Content-Length` are read. Preparation uses [`crate::client`],
//! which understands all forms of answers and has a time limit; whoever calls here bounds the whole.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;

/// The longest answer that is taken, in bytes.
const ANSWER_MAX: usize = 4 * 1024 * 1024;
/// How long a connection may take to be made.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// One kept-alive connection.
#[derive(Debug)]
pub struct Wire {
    stream: TcpStream,
    input: Vec<u8>,
}

/// A status and a body, borrowed until the next request.
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a> {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: &'a [u8],
}

/// What a ready-made request consists of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Call<'a> {
    /// `GET`, `POST`, …
    pub method: &'a str,
    /// Path and query.
    pub path: &'a str,
    /// `HOST:PORT`.
    pub host: &'a str,
    /// A whole header line that says who calls, such as `Authorization: Bearer …`; "" for none.
    pub who: &'a str,
    /// The Idempotency-Key, "" for none.
    pub key: &'a str,
    /// The JSON body, empty for none.
    pub body: &'a [u8],
}

impl Call<'_> {
    /// Writes the request into a buffer that is used again and again.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.clear();
        for part in [
            self.method,
            " ",
            self.path,
            " HTTP/1.1\r\nHost: ",
            self.host,
        ] {
            out.extend_from_slice(part.as_bytes());
        }
        out.extend_from_slice(b"\r\n");
        if !self.who.is_empty() {
            out.extend_from_slice(self.who.as_bytes());
            out.extend_from_slice(b"\r\n");
        }
        if !self.key.is_empty() {
            out.extend_from_slice(b"Idempotency-Key: ");
            out.extend_from_slice(self.key.as_bytes());
            out.extend_from_slice(b"\r\n");
        }
        if !self.body.is_empty() {
            let length = self.body.len().to_string();
            out.extend_from_slice(b"Content-Type: application/json\r\nContent-Length: ");
            out.extend_from_slice(length.as_bytes());
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(self.body);
    }

    /// The request as a buffer of its own.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }
}

/// The header line of a bearer token.
#[must_use]
pub fn bearer(token: &str) -> String {
    format!(
        "Authorization: Bearer {token}\r\nKontor-Marketplace: {}",
        crate::world::MARKETPLACE
    )
}

impl Wire {
    /// Connects.
    ///
    /// # Errors
    /// Nobody listens there.
    pub async fn connect(address: &str) -> Result<Self> {
        let stream = tokio::time::timeout(CONNECT_LIMIT, TcpStream::connect(address)).await??;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            input: Vec::with_capacity(16 * 1024),
        })
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    /// The connection broke, or the answer has another form than the server gives here.
    pub async fn send(&mut self, request: &[u8]) -> Result<Reply<'_>> {
        self.stream.write_all(request).await?;
        self.input.clear();
        let (status, from, to) = loop {
            if self.stream.read_buf(&mut self.input).await? == 0 {
                return Err("the server closed the connection".into());
            }
            if let Some((status, from, length)) = head(&self.input)? {
                break (status, from, from + length);
            }
        };
        while self.input.len() < to {
            if self.stream.read_buf(&mut self.input).await? == 0 {
                return Err("the server closed the connection in an answer".into());
            }
        }
        Ok(Reply {
            status,
            body: self.input.get(from..to).unwrap_or_default(),
        })
    }

    /// Sends a request that has no end to its answer, and gives the connection away.
    ///
    /// # Errors
    /// The connection broke.
    pub async fn stream(mut self, request: &[u8]) -> Result<TcpStream> {
        self.stream.write_all(request).await?;
        Ok(self.stream)
    }
}

/// Status, start of the body and its length, once the head is complete.
fn head(input: &[u8]) -> Result<Option<(u16, usize, usize)>> {
    let Some(end) = input.windows(4).position(|four| four == b"\r\n\r\n") else {
        if input.len() > ANSWER_MAX {
            return Err("an answer without an end of its head".into());
        }
        return Ok(None);
    };
    let text = std::str::from_utf8(input.get(..end).unwrap_or_default())?;
    let mut lines = text.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok())
        .ok_or("an answer without a status")?;
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse::<usize>().ok());
    let length = match (status, length) {
        (204 | 304, _) => 0,
        (_, Some(length)) if length <= ANSWER_MAX => length,
        _ => return Err(format!("an answer {status} without a usable Content-Length").into()),
    };
    Ok(Some((status, end + 4, length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_once_it_is_complete() {
        let answer = b"HTTP/1.1 201 Created\r\nContent-length: 2\r\n\r\n{}";
        assert!(head(&answer[..20]).unwrap().is_none());
        assert_eq!(head(answer).unwrap(), Some((201, answer.len() - 2, 2)));
        assert!(head(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").is_err());
    }

    #[test]
    fn a_request_is_written_whole() {
        let call = Call {
            method: "POST",
            path: "/x",
            host: "h:1",
            who: "Cookie: a=b",
            key: "k",
            body: b"{}",
        };
        let text = String::from_utf8(call.bytes()).unwrap();
        assert_eq!(
            text,
            "POST /x HTTP/1.1\r\nHost: h:1\r\nCookie: a=b\r\nIdempotency-Key: k\r\n\
             Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
        );
    }
}
