//! Writes an outgoing mail: values in, bytes with CRLF line ends out.
//!
//! What lives here: the header, its encoding and the refusal of everything that could inject into
//! it. What deliberately does not: texts and templates, the clock and randomness (date and
//! Message-ID are given, so the same values always give the same bytes), dot stuffing and the
//! envelope, which are the transport's. The way back is [`crate::read`].

mod encoded;

use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};

use crate::address;

/// The longest display name, in characters; longer ones are cut.
pub const NAME_CHARS_MAX: usize = 128;
/// The longest subject, in characters; longer ones are cut. Mail programs show far fewer.
pub const SUBJECT_CHARS_MAX: usize = 256;
/// The longest value of an additional header field, in bytes: a line may have 998 without CRLF, and
/// a value without spaces cannot be folded. Source: RFC 5322 §2.1.1.
pub const HEADER_BYTES_MAX: usize = 900;
/// The most additional header fields.
pub const HEADERS_MAX: usize = 32;
/// The longest Message-ID without its brackets, in bytes: one unfoldable word that others quote.
pub const MESSAGE_ID_BYTES_MAX: usize = 250;
/// The largest text and HTML together, in bytes: notices and letters, no attachments.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// The last second that the four digits of a year can tell. Source: RFC 5322 §3.3.
const DATE_MAX: i64 = 253_402_300_799;

/// Fields that are written from [`Outgoing`] itself, or would change what the mail is.
const RESERVED: [&str; 13] = [
    "from",
    "to",
    "cc",
    "bcc",
    "sender",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "auto-submitted",
    "x-auto-response-suppress",
    "received",
    "return-path",
];

/// A person as a mail shows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mailbox {
    /// The display name; empty for none.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A mail to be written. No attachments: what is attached stays behind a link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outgoing {
    /// Who writes.
    pub from: Mailbox,
    /// To whom, one person a mail.
    pub to: Mailbox,
    /// One line.
    pub subject: String,
    /// The text; any line ends.
    pub text: String,
    /// The same as HTML, which the caller vouches for.
    pub html: Option<String>,
    /// The Message-ID without brackets; the same again where the same mail is sent again.
    pub message_id: String,
    /// When it was written, in seconds since 1970 in UTC.
    pub date: i64,
    /// Further fields, as `Reply-To` or `List-Unsubscribe`; values outside ASCII are encoded.
    pub headers: Vec<(String, String)>,
}

/// Why a mail cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// The sender's address is no plain address.
    #[error("the sender's address is no plain address")]
    From,
    /// The recipient's address is no plain address.
    #[error("the recipient's address is no plain address")]
    To,
    /// A display name holds a control character.
    #[error("a display name holds a control character")]
    Name,
    /// The subject holds a control character.
    #[error("the subject holds a control character")]
    Subject,
    /// The Message-ID is not of the form `left@right`.
    #[error("the Message-ID is not of the form left@right")]
    MessageId,
    /// The date lies outside the years 1970–9999.
    #[error("the date lies outside the years 1970 to 9999")]
    Date,
    /// A further field has no proper name, a reserved one, or there are too many.
    #[error("a further field has no proper name, a reserved one, or there are too many")]
    HeaderName,
    /// A further field holds a control character or is too long.
    #[error("a further field holds a control character or is too long")]
    HeaderValue,
    /// Text and HTML together are larger than [`BODY_BYTES_MAX`].
    #[error("text and HTML are too large")]
    Body,
}

impl Unwritable {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
            Self::Name => "name",
            Self::Subject => "subject",
            Self::MessageId => "message_id",
            Self::Date => "date",
            Self::HeaderName => "header_name",
            Self::HeaderValue => "header_value",
            Self::Body => "body",
        }
    }
}

/// Writes the mail, ready for the transport.
///
/// Besides what is given it carries only `Auto-Submitted: auto-generated` (RFC 3834 §5),
/// `X-Auto-Response-Suppress: All`, so that neither standard nor Exchange answers it by itself,
/// and MIME's own fields. It tells neither this host's name nor the present time.
///
/// # Errors
/// What could inject, or is over a limit that cannot be met by cutting.
pub fn compose(outgoing: &Outgoing) -> Result<Vec<u8>, Unwritable> {
    check(outgoing)?;
    let mut message = MessageBuilder::new()
        .header("From", mailbox(&outgoing.from))
        .header("To", mailbox(&outgoing.to))
        .header("Subject", subject(&outgoing.subject))
        .date(outgoing.date)
        .message_id(outgoing.message_id.as_str())
        .header("Auto-Submitted", Raw::new("auto-generated"))
        .header("X-Auto-Response-Suppress", Raw::new("All"));
    for (name, value) in &outgoing.headers {
        // ASCII is written as it stands, since an encoded word would break a structured field.
        let value: HeaderType<'_> = if value.is_ascii() {
            Raw::new(value.as_str()).into()
        } else {
            Text::new(value.as_str()).into()
        };
        message = message.header(name.as_str(), value);
    }
    let mut bytes = Vec::new();
    message.body(body(outgoing)).serialize(&mut bytes);
    Ok(bytes)
}

fn check(outgoing: &Outgoing) -> Result<(), Unwritable> {
    let refuse_unless = |fine: bool, reason| if fine { Ok(()) } else { Err(reason) };
    refuse_unless(address::is_plain(&outgoing.from.address), Unwritable::From)?;
    refuse_unless(address::is_plain(&outgoing.to.address), Unwritable::To)?;
    let names = [&outgoing.from.name, &outgoing.to.name];
    refuse_unless(names.iter().all(|name| is_one_line(name)), Unwritable::Name)?;
    refuse_unless(is_one_line(&outgoing.subject), Unwritable::Subject)?;
    refuse_unless(is_message_id(&outgoing.message_id), Unwritable::MessageId)?;
    refuse_unless((0..=DATE_MAX).contains(&outgoing.date), Unwritable::Date)?;
    let headers = &outgoing.headers;
    refuse_unless(
        headers.len() <= HEADERS_MAX && headers.iter().all(|(name, _)| is_field_name(name)),
        Unwritable::HeaderName,
    )?;
    refuse_unless(
        headers
            .iter()
            .all(|(_, value)| value.len() <= HEADER_BYTES_MAX && is_one_line(value)),
        Unwritable::HeaderValue,
    )?;
    let html_bytes = outgoing.html.as_ref().map_or(0, String::len);
    refuse_unless(
        outgoing.text.len().saturating_add(html_bytes) <= BODY_BYTES_MAX,
        Unwritable::Body,
    )
}

/// True for text without CR, LF, NUL, tab or any other control character, and without the two
/// separators that some programs take for line ends.
fn is_one_line(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

/// Source: RFC 5322 §3.6.4 (`dot-atom-text "@" dot-atom-text`).
fn is_message_id(text: &str) -> bool {
    text.len() <= MESSAGE_ID_BYTES_MAX
        && text
            .split_once('@')
            .is_some_and(|(left, right)| address::is_dot_atom(left) && address::is_domain(right))
}

/// Letters, digits and hyphens: narrower than RFC 5322 §3.6.8, and wide enough.
fn is_field_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !lower.starts_with("content-")
        && !RESERVED.contains(&lower.as_str())
}

fn mailbox(mailbox: &Mailbox) -> HeaderType<'_> {
    let name = cut(mailbox.name.trim(), NAME_CHARS_MAX);
    if encoded::looks_encoded(name) {
        return Raw::new(format!("{} <{}>", encoded::words(name), mailbox.address)).into();
    }
    let name = (!name.is_empty()).then_some(name);
    Address::new_address(name, mailbox.address.as_str()).into()
}

fn subject(text: &str) -> HeaderType<'_> {
    let text = cut(text, SUBJECT_CHARS_MAX);
    if encoded::looks_encoded(text) {
        return Raw::new(encoded::words(text)).into();
    }
    Text::new(text).into()
}

fn cut(text: &str, chars_max: usize) -> &str {
    let end = text.char_indices().nth(chars_max).map(|(at, _)| at);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn body(outgoing: &Outgoing) -> MimePart<'static> {
    let text = with_crlf(&outgoing.text);
    let Some(html) = outgoing.html.as_deref().map(with_crlf) else {
        return MimePart::new("text/plain", text);
    };
    let alternative = ContentType::new("multipart/alternative")
        .attribute("boundary", boundary(&outgoing.message_id, &[&text, &html]));
    // The better form stands last. Source: RFC 2046 §5.1.4.
    let parts = vec![
        MimePart::new("text/plain", text),
        MimePart::new("text/html", html),
    ];
    MimePart::new(alternative, BodyPart::Multipart(parts))
}

/// Every line ends in CRLF; control characters other than the tab are left out.
///
/// A bare CR or LF would let the next server see other lines than we wrote, which is what smuggles
/// a second message out and breaks DKIM.
fn with_crlf(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16 + 2);
    let mut after_cr = false;
    for c in text.chars() {
        match c {
            '\n' if after_cr => {}
            '\r' | '\n' => out.push_str("\r\n"),
            '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
        after_cr = c == '\r';
    }
    if !out.ends_with('\n') {
        out.push_str("\r\n");
    }
    out
}

/// A boundary from the Message-ID that occurs in none of the parts.
///
/// Ours, since the builder's own tells the present time. `=_` occurs in no quoted-printable text.
/// Source: RFC 2045 §6.7.
fn boundary(message_id: &str, parts: &[&str]) -> String {
    // FNV-1a, 64 bits: spreads, needs no secrecy.
    let hash = message_id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, b| {
        (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
    });
    let mut number = hash;
    loop {
        let boundary = format!("=_kontor_{number:016x}");
        // Ends: a finite text holds finitely many of the 2^64 candidates.
        if !parts.iter().any(|part| part.contains(&boundary)) {
            return boundary;
        }
        number = number.wrapping_add(1);
    }
}
