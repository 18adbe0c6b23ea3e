//! What the quotation marks of a record mean: whether one that opens a field also closes it.
//!
//! Resolving them is not here; `csv-core` does that while splitting the record.

/// The marks of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Every quoted field that spans lines closes before a tab or the end.
    Sound,
    /// A field is never closed, or spans lines and has text after its closing mark.
    Torn,
    /// A field holds as many tabs for each line end as rows have: it ran over whole rows.
    LikeRows,
}

/// Judges a record without its final line end, where rows have so many columns.
pub(super) fn quoting(raw: &[u8], columns: usize) -> Quoting {
    let mut like_rows = false;
    let mut rest = raw;
    loop {
        if let Some(quoted) = rest.strip_prefix(b"\"") {
            let Some(field) = Quoted::read(quoted) else {
                return Quoting::Torn;
            };
            rest = quoted.get(field.bytes..).unwrap_or_default();
            if field.breaks > 0 && !matches!(rest, [] | [b'\t' | b'\n' | b'\r', ..]) {
                return Quoting::Torn;
            }
            like_rows |= field.breaks > 0
                && columns > 1
                && field.tabs == field.breaks.saturating_mul(columns - 1);
        }
        match rest.iter().position(|byte| *byte == b'\t') {
            Some(tab) => rest = rest.get(tab + 1..).unwrap_or_default(),
            None if like_rows => return Quoting::LikeRows,
            None => return Quoting::Sound,
        }
    }
}

/// The inside of a quoted field.
struct Quoted {
    /// How long it is, with the closing mark.
    bytes: usize,
    tabs: usize,
    /// Line ends, where blank lines do not count and CR LF is one.
    breaks: usize,
}

impl Quoted {
    /// Reads from behind the opening mark; `None` where nothing closes it.
    fn read(text: &[u8]) -> Option<Self> {
        let (mut tabs, mut breaks, mut after_break) = (0, 0, false);
        let mut bytes = text.iter().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            if *byte == b'"' && bytes.next_if(|(_, next)| **next == b'"').is_none() {
                return Some(Self {
                    bytes: at + 1,
                    tabs,
                    breaks,
                });
            }
            tabs += usize::from(*byte == b'\t');
            breaks += usize::from(is_break(*byte) && !after_break);
            after_break = is_break(*byte);
        }
        None
    }
}

/// Whether a byte ends a line.
pub(super) fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Where the first line ends, behind its line end.
pub(super) fn first_break(bytes: &[u8]) -> Option<usize> {
    // Nearly every record has none, and `contains` tells that many bytes at a time.
    if !bytes.contains(&b'\n') && !bytes.contains(&b'\r') {
        return None;
    }
    let end = bytes.iter().position(|byte| is_break(*byte))?;
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_judged_by_what_closes_them() {
        let table: [(&str, Quoting); 12] = [
            ("1\tlamp\tmika", Quoting::Sound),
            ("1\t19\" rack\tmika", Quoting::Sound),
            ("1\t\"a \"\"b\"\"\nc\"\tmika", Quoting::Sound),
            ("1\t\"a\tb\nc\"\tmika", Quoting::Sound),
            ("1\t\"a\" b\tmika", Quoting::Sound),
            ("1\t\"a\" b\t\"c\nd\"", Quoting::Sound),
            ("1\t\"\"\tmika", Quoting::Sound),
            ("1\t\"lamp\tmika", Quoting::Torn),
            ("1\t\"lamp\tmika\n2\t\"rack\"\tmika", Quoting::Torn),
            ("1\tlamp\t\"", Quoting::Torn),
            ("1\t\"lamp\tmika\n2\track 19\"\tmika", Quoting::LikeRows),
            (
                "1\t\"lamp\tmika\r\n\r\n2\track 19\"\tmika",
                Quoting::LikeRows,
            ),
        ];
        for (raw, wanted) in table {
            assert_eq!(quoting(raw.as_bytes(), 3), wanted, "{raw:?}");
        }
    }

    #[test]
    fn the_first_line_end_of_any_kind_is_found() {
        let table: [(&[u8], Option<usize>); 6] = [
            (b"", None),
            (b"abc", None),
            (b"a\nb\n", Some(2)),
            (b"a\rb\n", Some(2)),
            (b"a\r\nb", Some(2)),
            (b"\n", Some(1)),
        ];
        for (bytes, wanted) in table {
            assert_eq!(first_break(bytes), wanted, "{bytes:?}");
        }
    }
}
