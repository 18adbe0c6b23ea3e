//! Finds the leaves of a mail: a walk over slices, bounded in depth and number, without recursion.
//!
//! Each level looks once at each of its bytes, so the work is at most the size times the depth.
//! What a leaf holds is decoded in [`super::leaf`]. Source: RFC 2046 §5.1.1.

use mail_parser::{ContentType, Message, MessageParser, MimeHeaders};

use super::{DEPTH_MAX, Defect, HEADER_BYTES_MAX, PARTS_MAX};

/// The longest boundary, in bytes, with room for those who exceed it. Source: RFC 2046 §5.1.1 (70).
const BOUNDARY_BYTES_MAX: usize = 200;

/// A leaf.
#[derive(Debug, Default)]
pub(super) struct Part<'a> {
    /// As sent, lower case.
    pub media_type: String,
    /// As sent.
    pub charset: Option<String>,
    /// `base64`, `quoted-printable` or empty.
    pub encoding: &'static str,
    /// The file name, which makes it an attachment unless it shall be shown.
    pub name: Option<String>,
    /// True where the sender asks for it to be shown (`Some(true)`) or not; RFC 2183 §2.1, §2.2.
    pub inline: Option<bool>,
    /// Not decoded.
    pub body: &'a [u8],
}

impl Part<'_> {
    /// As what it is shown in the mail itself; `None` for an attachment.
    pub(super) fn shown_as(&self) -> Option<&'static str> {
        match self.media_type.as_str() {
            _ if !self.inline.unwrap_or(self.name.is_none()) => None,
            "text/plain" => Some("text/plain"),
            "text/html" => Some("text/html"),
            _ => None,
        }
    }
}

/// The leaves in the order of the mail.
pub(super) fn walk<'a>(
    parser: &MessageParser,
    raw: &'a [u8],
    defects: &mut Vec<Defect>,
) -> Vec<Part<'a>> {
    let mut leaves = Vec::new();
    let mut waiting = vec![(raw, 0_usize)];
    let mut seen = 0_usize;
    while let Some((slice, depth)) = waiting.pop() {
        seen += 1;
        if seen > PARTS_MAX {
            defects.push(Defect::TooManyParts);
            break;
        }
        let (header, body) = split_header(slice, defects);
        let message = parse_header(parser, header);
        // What was taken for a header and is none is shown, so that nothing said is lost.
        let body = if message.is_none() && !header.is_empty() {
            slice
        } else {
            body
        };
        let part = describe(message.as_ref(), body);
        if !part.media_type.starts_with("multipart/") {
            leaves.push(part);
            continue;
        }
        if depth >= DEPTH_MAX {
            defects.push(Defect::TooDeep);
            leaves.push(part);
            continue;
        }
        let children = boundary(message.as_ref())
            .map(|boundary| split_body(body, boundary.as_bytes(), PARTS_MAX))
            .unwrap_or_default();
        if children.is_empty() {
            defects.push(Defect::NoBoundary);
            leaves.push(Part {
                media_type: "text/plain".to_owned(),
                ..part
            });
        }
        waiting.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
    }
    leaves
}

/// Header and body, without the empty line between them; the header is cut at its limit.
pub(super) fn split_header<'a>(slice: &'a [u8], defects: &mut Vec<Defect>) -> (&'a [u8], &'a [u8]) {
    let mut end = 0;
    let mut body = slice.len();
    for line in slice.split_inclusive(|b| *b == b'\n') {
        if matches!(line, b"\n" | b"\r\n") {
            body = end + line.len();
            break;
        }
        end += line.len();
    }
    if end > HEADER_BYTES_MAX {
        defects.push(Defect::HeaderTooLarge);
        end = HEADER_BYTES_MAX;
    }
    (
        slice.get(..end).unwrap_or_default(),
        slice.get(body..).unwrap_or_default(),
    )
}

/// The parsed header, or `None` where there is no field in it.
pub(super) fn parse_header<'a>(parser: &MessageParser, header: &'a [u8]) -> Option<Message<'a>> {
    parser.parse_headers(header).filter(|message| {
        message
            .parts
            .first()
            .is_some_and(|part| !part.headers.is_empty())
    })
}

fn describe<'a>(message: Option<&Message<'_>>, body: &'a [u8]) -> Part<'a> {
    let Some(root) = message.and_then(|message| message.parts.first()) else {
        return Part {
            media_type: "text/plain".to_owned(),
            body,
            ..Part::default()
        };
    };
    let encoding = root.content_transfer_encoding().unwrap_or_default().trim();
    Part {
        media_type: root.content_type().map_or_else(
            || "text/plain".to_owned(), // Source: RFC 2045 §5.2.
            media_type,
        ),
        charset: root
            .content_type()
            .and_then(|kind| kind.attribute("charset"))
            .map(str::to_owned),
        encoding: ["base64", "quoted-printable"]
            .into_iter()
            .find(|known| encoding.eq_ignore_ascii_case(known))
            .unwrap_or_default(),
        name: root.attachment_name().map(str::to_owned),
        inline: root
            .content_disposition()
            .map(|disposition| disposition.ctype().eq_ignore_ascii_case("inline")),
        body,
    }
}

fn media_type(kind: &ContentType<'_>) -> String {
    let subtype = kind.subtype().unwrap_or("plain");
    format!("{}/{subtype}", kind.ctype()).to_ascii_lowercase()
}

fn boundary<'a>(message: Option<&'a Message<'_>>) -> Option<&'a str> {
    message?
        .parts
        .first()?
        .content_type()?
        .attribute("boundary")
        .map(|boundary| boundary.trim_end_matches(' '))
        .filter(|boundary| (1..=BOUNDARY_BYTES_MAX).contains(&boundary.len()))
}

/// The parts between the boundaries; the line end before a boundary belongs to the boundary, what
/// stands before the first and behind the last to nobody. A missing end is forgiven.
fn split_body<'a>(body: &'a [u8], boundary: &[u8], parts_max: usize) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut begun: Option<usize> = None;
    let mut at = 0;
    for line in body.split_inclusive(|b| *b == b'\n') {
        let line_start = at;
        at += line.len();
        let Some(closing) = is_delimiter(line, boundary) else {
            continue;
        };
        if let Some(start) = begun {
            parts.push(without_line_end(
                body.get(start..line_start).unwrap_or_default(),
            ));
        }
        begun = (!closing).then_some(at);
        // One more than may be read, so that the walk sees that there were more.
        if closing || parts.len() > parts_max {
            return parts;
        }
    }
    parts.extend(begun.and_then(|start| body.get(start..)));
    parts
}

/// `Some(true)` for the closing delimiter, `Some(false)` for another, `None` for any other line.
fn is_delimiter(line: &[u8], boundary: &[u8]) -> Option<bool> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
    let (closing, rest) = match rest.strip_prefix(b"--") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    rest.iter().all(u8::is_ascii_whitespace).then_some(closing)
}

fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}
