//! Which format a feed has, by its first bytes and by what its sender says.
//!
//! Whether XML is RSS or Atom is not decided here: its reader sees that by the root element.

use crate::refusal::FeedError;

/// How a feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Tab-separated values with a header line.
    Tsv,
    /// RSS 2.0 or Atom.
    Xml,
}

impl Format {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Tsv => "tsv",
            Self::Xml => "xml",
        }
    }

    /// Tells the format by the first bytes (some hundred are enough) and by a hint: a content type
    /// or a file name. The bytes decide where they can, because hints are often wrong; `None` where
    /// neither tells, as for comma-separated values.
    #[must_use]
    pub fn detect(first_bytes: &[u8], hint: Option<&str>) -> Option<Self> {
        let bytes = first_bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(first_bytes)
            .trim_ascii_start();
        if bytes.first() == Some(&b'<') {
            return Some(Self::Xml);
        }
        let mut lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
        if lines.next().is_some_and(|line| line.contains(&b'\t')) {
            return Some(Self::Tsv);
        }
        let hint = hint?.to_ascii_lowercase();
        let hint = hint.split(';').next().unwrap_or("").trim();
        if ["xml", "rss", "atom"].iter().any(|end| hint.ends_with(end)) {
            Some(Self::Xml)
        } else if hint.ends_with(".tsv") || hint == "text/tab-separated-values" {
            Some(Self::Tsv)
        } else {
            None
        }
    }
}

/// How many bytes [`opening`] wants to see.
pub(crate) const OPENING_BYTES: usize = 3;

/// Judges the first bytes and gives how many of them are a byte order mark.
pub(crate) fn opening(bytes: &[u8]) -> Result<usize, FeedError> {
    match bytes {
        [] => Err(FeedError::Empty),
        [0xef, 0xbb, 0xbf, ..] => Ok(3),
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => Err(FeedError::NotUtf8),
        // Source: RFC 1952 §2.3.1 (gzip); APPNOTE.TXT §4.3.7 (ZIP).
        [0x1f, 0x8b, ..] | [b'P', b'K', 3, ..] => Err(FeedError::Compressed),
        [0, ..] | [_, 0, ..] => Err(FeedError::NotUtf8),
        _ => Ok(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide_before_hints() {
        let table: [(&[u8], Option<&str>, Option<Format>); 11] = [
            (b"id\ttitle\tseller\n", None, Some(Format::Tsv)),
            (
                b"\xef\xbb\xbfid\ttitle",
                Some("text/plain"),
                Some(Format::Tsv),
            ),
            (b"id\ttitle", Some("feed.xml"), Some(Format::Tsv)),
            (
                b"<?xml version='1.0'?>",
                Some("feed.tsv"),
                Some(Format::Xml),
            ),
            (b"\xef\xbb\xbf \n<rss>", None, Some(Format::Xml)),
            (
                b"",
                Some("application/atom+xml; charset=utf-8"),
                Some(Format::Xml),
            ),
            (b"", Some("text/tab-separated-values"), Some(Format::Tsv)),
            (b"id\n", Some("Feed.TSV"), Some(Format::Tsv)),
            (b"id,title,seller\n1,a,b\tc\n", Some("text/csv"), None),
            (b"{}", Some("application/json"), None),
            (b"", None, None),
        ];
        for (bytes, hint, wanted) in table {
            assert_eq!(Format::detect(bytes, hint), wanted, "{hint:?}");
        }
    }
}
