//! The server's side of an SMTP conversation, without sockets.
//!
//! Bytes go in, replies and messages come out: start at [`Session`]. One file per verb that takes
//! an argument (`mail`, `rcpt`, `data`), the grammar of a line in `command` and `line`, every
//! reply in `reply`. Deliberately absent: AUTH, STARTTLS, CHUNKING and SMTPUTF8, which
//! are not advertised and therefore unknown commands and parameters; time limits, which need a
//! clock; a `Received` line, which needs one too; and the decision which recipients exist.

mod command;
mod data;
mod line;
mod mail;
mod path;
mod rcpt;
mod reply;
mod session;

pub use session::{Envelope, Session, Step, Undelivered};

/// The longest command line with its CRLF, in bytes. Source: RFC 5321 §4.5.3.1.4.
///
/// The parameters of MAIL may lengthen it (RFC 1870 §3, RFC 6152 §3), but the longest path with
/// every parameter that is understood here takes 310 bytes.
pub const COMMAND_LINE_BYTES_MAX: usize = 512;

/// The longest line of a message with its CRLF, in bytes, the dot added for transparency not
/// counted. Source: RFC 5321 §4.5.3.1.6.
pub const TEXT_LINE_BYTES_MAX: usize = 1_000;

/// Bytes that a peer may send while a delivery is still undecided.
///
/// A peer that pipelines waits for the answer to its final dot (RFC 2920 §3.1), so an honest one
/// sends nothing; this is room for the next greeting of a hasty one.
pub const AHEAD_BYTES_MAX: usize = 64 * 1024;

/// How much one peer may ask of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest message, in bytes; advertised as SIZE. Source: RFC 1870 §4.
    pub message_bytes_max: usize,
    /// The largest header of a message, in bytes.
    pub header_bytes_max: usize,
    /// The most header fields of a message.
    pub header_fields_max: usize,
    /// The most recipients of a message. Source: RFC 5321 §4.5.3.1.8: at least 100.
    pub recipients_max: usize,
    /// How many refused commands close the connection.
    pub errors_max: usize,
}

impl Default for Limits {
    /// 25 MiB as large providers take, 256 KiB of header in 1,000 fields (a hundred times what is
    /// usual, far below what makes parsers slow), 100 recipients, 20 errors.
    fn default() -> Self {
        Self {
            message_bytes_max: 25 * 1024 * 1024,
            header_bytes_max: 256 * 1024,
            header_fields_max: 1_000,
            recipients_max: 100,
            errors_max: 20,
        }
    }
}
