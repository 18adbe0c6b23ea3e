//! DATA: the message itself, line by line.
//!
//! Undoes the dot stuffing, watches the limits and finds the end, which is a line of one dot and
//! nothing else. A message over a limit is not kept but read to its end, so that the peer hears a
//! lasting refusal instead of a broken connection that it would try again for days; it may send as
//! much again as is allowed, then the session ends. Source: RFC 5321 §4.1.1.4, §4.5.2.

use super::Limits;
use super::reply::{self, Reply};

/// A message in the making.
#[derive(Debug, Default)]
pub(super) struct Data {
    text: Vec<u8>,
    received_bytes: usize,
    header_ended: bool,
    header_fields: usize,
    refused: Option<Reply>,
}

impl Data {
    /// Counts bytes off the wire; true where the peer has sent far too many.
    pub(super) fn count(&mut self, bytes: usize, limits: &Limits) -> bool {
        self.received_bytes = self.received_bytes.saturating_add(bytes);
        self.received_bytes > limits.message_bytes_max.saturating_mul(2)
    }

    /// Takes one line without its CRLF; true where it ends the message.
    pub(super) fn take(&mut self, line: &[u8], limits: &Limits) -> bool {
        if line == b"." {
            return true;
        }
        let line = line.strip_prefix(b".").unwrap_or(line);
        if self.refused.is_some() {
            return false;
        }
        if self.text.len() + line.len() + 2 > limits.message_bytes_max {
            self.refuse(reply::TOO_LARGE);
            return false;
        }
        self.text.extend_from_slice(line);
        self.text.extend_from_slice(b"\r\n");
        self.watch_header(line, limits);
        false
    }

    /// Notes why the message will be refused, and keeps it no longer; the first reason stands.
    pub(super) fn refuse(&mut self, reply: Reply) {
        self.refused.get_or_insert(reply);
        self.text = Vec::new();
    }

    /// The message, or the reply that refuses it.
    pub(super) fn finish(self) -> Result<Vec<u8>, Reply> {
        self.refused.map_or(Ok(self.text), Err)
    }

    fn watch_header(&mut self, line: &[u8], limits: &Limits) {
        if self.header_ended {
            return;
        }
        self.header_ended = line.is_empty();
        if !matches!(line.first(), Some(b' ' | b'\t')) {
            self.header_fields += 1;
        }
        let fields = self.header_fields - usize::from(self.header_ended);
        if self.text.len() > limits.header_bytes_max || fields > limits.header_fields_max {
            self.refuse(reply::HEADER_TOO_LARGE);
        }
    }
}
