//! Every reply that the session gives: three digits, text, CRLF.
//!
//! No enhanced status codes, since ENHANCEDSTATUSCODES is not advertised (RFC 2034 §3); never an
//! echo of what the peer sent, so no reply can carry its bytes on. Source: RFC 5321 §4.2.

/// A line of a reply without its CRLF.
pub(super) type Reply = &'static str;

/// Anything that went well and says nothing more.
pub(super) const OK: Reply = "250 OK";
/// QUIT. Source: RFC 5321 §4.1.1.10.
pub(super) const GOODBYE: Reply = "221 Goodbye";
/// VRFY: nobody is told who exists. Source: RFC 5321 §3.5.3.
pub(super) const NOT_VERIFIED: Reply = "252 Not told here; send a message and it will be tried";
/// DATA may begin. Source: RFC 5321 §4.1.1.4.
pub(super) const GO_AHEAD: Reply = "354 End the message with a dot on a line of its own";
/// Too many refused commands. Source: RFC 5321 §3.8.
pub(super) const TOO_MANY_ERRORS: Reply = "421 Too many errors, closing";
/// More bytes than may wait for the outcome of a delivery.
pub(super) const TOO_MUCH_AHEAD: Reply = "421 Too much sent ahead, closing";
/// The message could not be kept for now. Source: RFC 5321 §4.2.3.
pub(super) const TRY_LATER: Reply = "451 Not taken now, try again later";
/// More recipients than one message may have. Source: RFC 5321 §4.5.3.1.10.
pub(super) const TOO_MANY_RECIPIENTS: Reply = "452 Too many recipients, send the rest separately";
/// No command of this server. Source: RFC 5321 §4.2.4.
pub(super) const UNKNOWN: Reply = "500 Command not recognised";
/// A command line over its limit. Source: RFC 5321 §4.5.3.1.10.
pub(super) const COMMAND_TOO_LONG: Reply = "500 Line too long, closing";
/// An argument that does not read.
pub(super) const BAD_ARGUMENT: Reply = "501 Syntax error in argument";
/// A command in a place where it cannot stand. Source: RFC 5321 §4.1.4.
pub(super) const OUT_OF_ORDER: Reply = "503 Bad sequence of commands";
/// A stray CR, LF or NUL. The code is the one that Postfix 3.9 gives for the same.
pub(super) const STRAY: Reply = "521 Only CRLF ends a line; bare CR, LF or NUL received, closing";
/// A message over its limit. Source: RFC 1870 §6.1.
pub(super) const TOO_LARGE: Reply = "552 Message too large";
/// A message so far over its limit that its end is not awaited.
pub(super) const FAR_TOO_LARGE: Reply = "552 Message too large, closing";
/// A path that reads, with an address that this server does not take.
pub(super) const BAD_ADDRESS: Reply = "553 Address not taken: only plain ASCII addresses";
/// DATA before any recipient. Source: RFC 5321 §3.3.
pub(super) const NO_RECIPIENTS: Reply = "554 No valid recipients";
/// A line of the message over its limit. Source: RFC 5321 §4.5.3.1.6.
pub(super) const TEXT_LINE_TOO_LONG: Reply = "554 A line of the message is longer than 1000 bytes";
/// More header than is read.
pub(super) const HEADER_TOO_LARGE: Reply = "554 The header of the message is too large";
/// The message was judged and refused.
pub(super) const REFUSED: Reply = "554 Message refused";
/// A parameter that was not advertised. Source: RFC 5321 §4.1.1.11.
pub(super) const UNKNOWN_PARAMETER: Reply = "555 Parameter not recognised";

/// The reply as bytes.
pub(super) fn line(reply: Reply) -> Vec<u8> {
    format!("{reply}\r\n").into_bytes()
}

/// The banner. Source: RFC 5321 §4.3.1.
pub(super) fn banner(hostname: &str) -> Vec<u8> {
    format!("220 {hostname} ESMTP\r\n").into_bytes()
}

/// The answer to HELO. Source: RFC 5321 §4.1.1.1.
pub(super) fn helo(hostname: &str) -> Vec<u8> {
    format!("250 {hostname}\r\n").into_bytes()
}

/// The answer to EHLO with all that is spoken. Source: RFC 5321 §4.1.1.1, RFC 1870 §4.
pub(super) fn ehlo(hostname: &str, message_bytes_max: usize) -> Vec<u8> {
    format!("250-{hostname}\r\n250-PIPELINING\r\n250-SIZE {message_bytes_max}\r\n250 8BITMIME\r\n")
        .into_bytes()
}
