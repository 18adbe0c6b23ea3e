//! The one way from text to HTML, and the one way to plain text.
//!
//! Askama sends every `{{ … }}` of an `.html` template through [`Html`] and of a `.txt` template
//! through [`Plain`] (see `askama.toml`). No template uses `|safe`; what is markup already is made
//! here alone.

use std::fmt::{self, Write};

use askama::filters::{Escaper, Safe};
use kontor_core::listing::is_web_url;

/// Escapes for HTML text and quoted attributes, and drops what would reorder the text around it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Html;

impl Escaper for Html {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        let mut rest = string;
        while let Some((at, c)) = rest
            .char_indices()
            .find(|(_, c)| escaped(*c).is_some() || reorders(*c) || is_unwanted_control(*c))
        {
            let (before, after) = rest.split_at(at);
            dest.write_str(before)?;
            dest.write_str(escaped(c).unwrap_or(""))?;
            rest = after.strip_prefix(c).unwrap_or("");
        }
        dest.write_str(rest)
    }
}

/// Leaves text as it is, save for what would reorder it or is a control.
#[derive(Debug, Clone, Copy, Default)]
pub struct Plain;

impl Escaper for Plain {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        string
            .chars()
            .filter(|c| !reorders(*c) && !is_unwanted_control(*c))
            .try_for_each(|c| dest.write_char(c))
    }
}

fn escaped(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&#34;"),
        '\'' => Some("&#39;"),
        _ => None,
    }
}

/// Embeddings, overrides and isolates: they could turn a name or a link around.
///
/// Right-to-left text needs none of them inside `<bdi>` or `dir="auto"`. Source: UAX #9 §2.
fn reorders(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_unwanted_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// Text escaped for HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    // Writing to a String cannot fail.
    let _ = Html.write_escaped_str(&mut out, text);
    out
}

/// Text on one line without controls, for a subject or another single line.
#[must_use]
pub fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !reorders(*c))
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Escaped text in which every line end is a `<br>`, for what a person wrote.
#[must_use]
pub fn lines(text: &str) -> Safe<String> {
    Safe(escape(text).replace('\n', "<br>\n"))
}

/// JSON for a `<script>` that holds data: nothing in it ends the script, begins a comment or reorders.
///
/// Source: HTML, "Restrictions for contents of script elements".
#[must_use]
pub fn json(text: &str) -> Safe<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}') || reorders(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Safe(out)
}

/// Escaped text in which web addresses are links, for mails that Kontor itself wrote.
#[must_use]
pub fn linked(text: &str) -> Safe<String> {
    let mut out = String::with_capacity(text.len() + 128);
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let shown = escape(word);
        if is_web_url(word) {
            let link = format!("<a href=\"{shown}\" rel=\"nofollow noopener\">{shown}</a>");
            out.push_str(&link);
        } else {
            out.push_str(&shown);
        }
        out.push_str(&escape(piece.strip_prefix(word).unwrap_or("")));
    }
    Safe(out)
}

/// Marks where a person's words begin and end inside a sentence until the sentence is escaped.
pub(crate) const OPEN: char = '\u{2068}';
/// The end of [`OPEN`].
pub(crate) const CLOSE: char = '\u{2069}';

/// A person's words inside a sentence, so that their direction stays their own.
pub(crate) fn fenced(text: &str) -> String {
    let inner: String = text.chars().filter(|c| !reorders(*c)).collect();
    format!("{OPEN}{inner}{CLOSE}")
}

/// A sentence escaped for HTML, with each fence as `<bdi>`.
pub(crate) fn sentence(text: &str) -> Safe<String> {
    let mut out = String::with_capacity(text.len() + 32);
    for piece in text.split_inclusive([OPEN, CLOSE]) {
        let _ = Html.write_escaped_str(&mut out, piece);
        if piece.ends_with(OPEN) {
            out.push_str("<bdi>");
        } else if piece.ends_with(CLOSE) {
            out.push_str("</bdi>");
        }
    }
    Safe(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_reordering_do_not_pass() {
        assert_eq!(
            escape("<a href=\"x\">'&'\u{202e}\0\u{2067}</a>\n"),
            "&lt;a href=&#34;x&#34;&gt;&#39;&amp;&#39;&lt;/a&gt;\n"
        );
        assert_eq!(escape("ä😀"), "ä😀");
    }

    #[test]
    fn line_ends_become_breaks_after_escaping() {
        assert_eq!(lines("a<br>\nb").0, "a&lt;br&gt;<br>\nb");
    }

    #[test]
    fn only_web_addresses_become_links() {
        let text = "see https://a.example/?b&c\njavascript:alert(1) <i>";
        let wanted = "see <a href=\"https://a.example/?b&amp;c\" rel=\"nofollow noopener\">\
                      https://a.example/?b&amp;c</a>\njavascript:alert(1) &lt;i&gt;";
        assert_eq!(linked(text).0, wanted);
    }

    #[test]
    fn fences_cannot_be_forged() {
        let text = format!("From {} to you", fenced("a\u{2069}<b>\u{2068}c"));
        assert_eq!(sentence(&text).0, "From <bdi>a&lt;b&gt;c</bdi> to you");
    }

    #[test]
    fn a_single_line_stays_single() {
        assert_eq!(one_line("a\r\nBcc: b\u{202e}\tc "), "a Bcc: b c");
    }
}
