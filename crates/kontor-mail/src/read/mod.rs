//! Reads a received mail into a few plain values; never fails as a whole.
//!
//! What lives here: what a mail says to a person, and a list of [`Defect`]s where it was broken or
//! over a limit. What deliberately does not: quotes, signatures, threading, the content of
//! attachments, and any cleaning of HTML.
//!
//! A mail is hostile input. The tree of parts is walked in `parts`, with a bound on its depth and
//! its size; a whole mail is never given to the MIME parser, whose handling of nested messages
//! needs unbounded memory and stack (CVE-2026-26312). It sees one header or one leaf at a time, and
//! a leaf under a header of our own, so it cannot find a tree where we found none. A message within
//! a message is an attachment and not opened. The caller still catches panics.

mod leaf;
mod parts;

use mail_parser::{Address, Message, MessageParser};

use crate::compose::Mailbox;
use parts::Part;

/// The most of a message that is read, in bytes: what the SMTP session takes at most by default.
pub const MESSAGE_BYTES_MAX: usize = 25 * 1024 * 1024;
/// The most of one header that is read, in bytes.
pub const HEADER_BYTES_MAX: usize = 256 * 1024;
/// How deep parts are followed into each other; people's mail has four levels.
pub const DEPTH_MAX: usize = 20;
/// The most parts that are read.
pub const PARTS_MAX: usize = 200;
/// The most addresses that are read of one field.
pub const ADDRESSES_MAX: usize = 100;
/// The longest text and the longest HTML that are kept, in bytes.
pub const TEXT_BYTES_MAX: usize = 1024 * 1024;
/// The longest name, address, subject or file name that is kept, in characters. Source: RFC 5322
/// §2.1.1, the longest line.
pub const FIELD_CHARS_MAX: usize = 998;

/// What is broken about a mail, or was left out for its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defect {
    /// Larger than [`MESSAGE_BYTES_MAX`]; the rest was not read.
    MessageTooLarge,
    /// A header is larger than [`HEADER_BYTES_MAX`]; the rest of it was not read.
    HeaderTooLarge,
    /// Parts lie deeper than [`DEPTH_MAX`]; they count as one attachment.
    TooDeep,
    /// More than [`PARTS_MAX`] parts; the rest was not read.
    TooManyParts,
    /// The text or HTML is longer than [`TEXT_BYTES_MAX`]; the rest was left out.
    TextTooLong,
    /// No header at all.
    NoHeader,
    /// No sender.
    NoSender,
    /// No date, or none that reads; the caller takes the time of receipt.
    NoDate,
    /// A multipart whose parts cannot be told apart; shown as text.
    NoBoundary,
    /// A transfer encoding that does not decode; shown as it stands.
    BrokenEncoding,
    /// Characters that could not be decoded; they stand as U+FFFD.
    Undecodable,
}

impl Defect {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::MessageTooLarge => "message_too_large",
            Self::HeaderTooLarge => "header_too_large",
            Self::TooDeep => "too_deep",
            Self::TooManyParts => "too_many_parts",
            Self::TextTooLong => "text_too_long",
            Self::NoHeader => "no_header",
            Self::NoSender => "no_sender",
            Self::NoDate => "no_date",
            Self::NoBoundary => "no_boundary",
            Self::BrokenEncoding => "broken_encoding",
            Self::Undecodable => "undecodable",
        }
    }
}

/// A part that is not shown as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file name as the sender gave it: never a path to write to.
    pub name: Option<String>,
    /// The media type as the sender gave it, lower case: nothing to trust.
    pub media_type: String,
    /// The size after decoding, in bytes.
    pub size_bytes: usize,
}

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Received {
    /// Who claims to write.
    pub from: Vec<Mailbox>,
    /// To whom, by the header; the envelope may differ.
    pub to: Vec<Mailbox>,
    /// The subject, one line.
    pub subject: Option<String>,
    /// The Message-ID without brackets.
    pub message_id: Option<String>,
    /// When it claims to be written, in seconds since 1970 in UTC.
    pub date: Option<i64>,
    /// The plain text, with LF line ends and without control characters.
    pub text: Option<String>,
    /// The HTML exactly as sent. Unsafe: scripts, trackers and lies included. Never show it
    /// before it was cleaned; the mail catcher shows the text only.
    pub html: Option<String>,
    /// The other parts.
    pub attachments: Vec<Attachment>,
    /// What was wrong, each once, in the order of [`Defect`].
    pub defects: Vec<Defect>,
}

/// Reads a mail with any line ends.
#[must_use]
pub fn read(raw: &[u8]) -> Received {
    let mut received = Received::default();
    let raw = match raw.split_at_checked(MESSAGE_BYTES_MAX) {
        Some((head, rest)) if !rest.is_empty() => {
            received.defects.push(Defect::MessageTooLarge);
            head
        }
        _ => raw,
    };
    let parser = MessageParser::default();
    let parts = parts::walk(&parser, raw, &mut received.defects);
    read_header(&parser, raw, &mut received);
    for part in &parts {
        take(&parser, part, &mut received);
    }
    received.defects.sort_unstable();
    received.defects.dedup();
    received
}

fn read_header(parser: &MessageParser, raw: &[u8], received: &mut Received) {
    let (header, _) = parts::split_header(raw, &mut received.defects);
    if let Some(message) = parts::parse_header(parser, header) {
        received.from = mailboxes(message.from());
        received.to = message
            .all_to()
            .flat_map(|to| mailboxes(Some(to)))
            .collect();
        received.to.truncate(ADDRESSES_MAX);
        received.subject = message.subject().map(one_line);
        received.message_id = message.message_id().map(one_line);
        received.date = date(&message);
    } else {
        received.defects.push(Defect::NoHeader);
    }
    if received.from.is_empty() {
        received.defects.push(Defect::NoSender);
    }
    if received.date.is_none() {
        received.defects.push(Defect::NoDate);
    }
}

fn date(message: &Message<'_>) -> Option<i64> {
    let date = message.date().filter(|date| date.is_valid())?;
    Some(date.to_timestamp()).filter(|seconds| *seconds >= 0)
}

fn mailboxes(address: Option<&Address<'_>>) -> Vec<Mailbox> {
    address.map_or_else(Vec::new, |address| {
        address
            .iter()
            .map(|one| Mailbox {
                name: one_line(one.name().unwrap_or_default()),
                address: one_line(one.address().unwrap_or_default()),
            })
            .filter(|mailbox| !mailbox.address.is_empty() || !mailbox.name.is_empty())
            .take(ADDRESSES_MAX)
            .collect()
    })
}

fn take(parser: &MessageParser, part: &Part<'_>, received: &mut Received) {
    let (body, defects) = match part.shown_as() {
        Some("text/html") => (&mut received.html, &mut received.defects),
        Some(_) => (&mut received.text, &mut received.defects),
        None => {
            let size_bytes = leaf::size(parser, part, &mut received.defects);
            received.attachments.push(Attachment {
                name: part.name.as_deref().map(one_line),
                media_type: one_line(&part.media_type),
                size_bytes,
            });
            return;
        }
    };
    let text = leaf::text(parser, part, defects);
    let body = body.get_or_insert_with(String::new);
    if !body.is_empty() && !body.ends_with('\n') {
        body.push('\n');
    }
    let room = TEXT_BYTES_MAX.saturating_sub(body.len());
    if text.len() > room {
        defects.push(Defect::TextTooLong);
    }
    body.push_str(text.get(..text.floor_char_boundary(room)).unwrap_or(""));
}

/// A value of one line: control characters become spaces, a length that nobody needs is cut.
fn one_line(text: &str) -> String {
    text.chars()
        .take(FIELD_CHARS_MAX)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}
