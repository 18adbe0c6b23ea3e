//! Decodes one leaf: its transfer encoding and its character set.
//!
//! The parser gets the body under a header written here, of a type that has no parts. Which parts
//! are leaves is decided in [`super::parts`].

use mail_parser::{MessageParser, PartType};

use super::Defect;
use super::parts::Part;

/// The longest name of a character set that is passed on, in bytes; the longest registered has 45.
const CHARSET_BYTES_MAX: usize = 64;

/// The leaf as text: LF line ends; control characters become U+FFFD in plain text, NUL also in HTML.
pub(super) fn text(parser: &MessageParser, part: &Part<'_>, defects: &mut Vec<Defect>) -> String {
    let is_html = part.shown_as() == Some("text/html");
    let raw = framed("text/plain", part);
    let Some(message) = parser.parse(&raw) else {
        return String::new();
    };
    let Some(leaf) = message.parts.first() else {
        return String::new();
    };
    if leaf.is_encoding_problem {
        defects.push(Defect::BrokenEncoding);
    }
    let decoded = match &leaf.body {
        PartType::Text(text) | PartType::Html(text) => text.as_ref(),
        _ => "",
    };
    if decoded.contains('\u{fffd}') {
        defects.push(Defect::Undecodable);
    }
    let keep = |c: char| c == '\n' || c == '\t' || !(c == '\0' || c.is_control() && !is_html);
    decoded
        .replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\r' => '\n',
            c if keep(c) => c,
            _ => '\u{fffd}',
        })
        .collect()
}

/// The size of the leaf after decoding, in bytes.
pub(super) fn size(parser: &MessageParser, part: &Part<'_>, defects: &mut Vec<Defect>) -> usize {
    if part.encoding.is_empty() {
        return part.body.len();
    }
    let raw = framed("application/octet-stream", part);
    let message = parser.parse(&raw);
    let leaf = message.as_ref().and_then(|message| message.parts.first());
    if leaf.is_some_and(|leaf| leaf.is_encoding_problem) {
        defects.push(Defect::BrokenEncoding);
    }
    leaf.map_or(0, |leaf| leaf.contents().len())
}

/// The body under a header of our own: nothing of the sender's header reaches the parser again.
fn framed(media_type: &str, part: &Part<'_>) -> Vec<u8> {
    let charset = part.charset.as_deref().unwrap_or("");
    let named = charset
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_.:+".contains(&b));
    let charset = if named && charset.len() <= CHARSET_BYTES_MAX {
        charset
    } else {
        ""
    };
    let mut raw = format!("Content-Type: {media_type}").into_bytes();
    if !charset.is_empty() && media_type.starts_with("text/") {
        raw.extend_from_slice(format!("; charset=\"{charset}\"").as_bytes());
    }
    if !part.encoding.is_empty() {
        raw.extend_from_slice(
            format!("\r\nContent-Transfer-Encoding: {}", part.encoding).as_bytes(),
        );
    }
    raw.extend_from_slice(b"\r\n\r\n");
    raw.extend_from_slice(part.body);
    raw
}
