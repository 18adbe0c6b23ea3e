//! Cuts a stream of bytes into lines, strictly: only CRLF ends one.
//!
//! A CR without LF, a LF without CR and a NUL are *stray*: the peers of a smuggled message disagree
//! about exactly these, so there is no lenient mode. What a line means is not known here.
//! Source: RFC 5321 §2.3.8.

/// What was cut.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A whole line without its CRLF.
    Whole(Vec<u8>),
    /// The line grew over its limit; told once, the rest of it is passed over.
    TooLong,
    /// A CR, LF or NUL that is no part of a CRLF.
    Stray,
}

/// A line in the making; holds no more than one limit's worth of bytes.
#[derive(Debug, Default)]
pub(super) struct Lines {
    begun: Vec<u8>,
    after_cr: bool,
    passing_over: bool,
}

impl Lines {
    /// Takes bytes from the front of `input` until a line ends or `input` is empty.
    ///
    /// `bytes_max` counts the CRLF. The cut depends on the bytes alone, never on how they are
    /// spread over calls.
    pub(super) fn next(&mut self, input: &mut &[u8], bytes_max: usize) -> Option<Line> {
        while let Some((first, rest)) = input.split_first() {
            if self.after_cr {
                *input = rest;
                self.after_cr = false;
                if *first != b'\n' {
                    return Some(Line::Stray);
                }
                let line = std::mem::take(&mut self.begun);
                if std::mem::take(&mut self.passing_over) {
                    continue;
                }
                return Some(Line::Whole(line));
            }
            match first {
                b'\r' => {
                    *input = rest;
                    self.after_cr = true;
                }
                b'\n' | 0 => {
                    *input = rest;
                    return Some(Line::Stray);
                }
                _ => {
                    if self.grow(input, bytes_max) {
                        return Some(Line::TooLong);
                    }
                }
            }
        }
        None
    }

    /// Takes the plain bytes at the front of `input`; true where they outgrow the line.
    fn grow(&mut self, input: &mut &[u8], bytes_max: usize) -> bool {
        let plain = input
            .iter()
            .position(|b| matches!(b, b'\r' | b'\n' | 0))
            .unwrap_or(input.len());
        if self.passing_over {
            *input = input.get(plain..).unwrap_or_default();
            return false;
        }
        // The dot that is added for transparency is not counted. Source: RFC 5321 §4.5.3.1.6.
        let leading = self.begun.first().or(input.first());
        let room = (bytes_max.saturating_sub(2) + usize::from(leading == Some(&b'.')))
            .saturating_sub(self.begun.len());
        if plain > room {
            *input = input.get(room + 1..).unwrap_or_default();
            self.begun = Vec::new();
            self.passing_over = true;
            return true;
        }
        let (taken, rest) = input.split_at_checked(plain).unwrap_or((input, &[]));
        self.begun.extend_from_slice(taken);
        *input = rest;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(mut input: &[u8], bytes_max: usize) -> Vec<Line> {
        let mut lines = Lines::default();
        std::iter::from_fn(|| lines.next(&mut input, bytes_max)).collect()
    }

    #[test]
    fn only_crlf_ends_a_line() {
        let whole = |text: &[u8]| Line::Whole(text.to_vec());
        let cases: [(&str, &[u8], Vec<Line>); 8] = [
            ("two lines", b"a\r\nb\r\n", vec![whole(b"a"), whole(b"b")]),
            ("empty line", b"\r\n", vec![whole(b"")]),
            ("unfinished", b"a\r\nb", vec![whole(b"a")]),
            ("bare LF", b"a\n", vec![Line::Stray]),
            ("bare CR", b"a\rb", vec![Line::Stray]),
            ("two CR", b"\r\r", vec![Line::Stray]),
            ("NUL", b"a\0", vec![Line::Stray]),
            ("lonely CR at the end waits", b"a\r", vec![]),
        ];
        for (name, input, wanted) in cases {
            assert_eq!(cut(input, 512), wanted, "{name}");
        }
    }

    #[test]
    fn a_long_line_is_told_once_and_passed_over() {
        assert_eq!(
            cut(b"123456\r\n1234567\r\nab\r\n", 8),
            [
                Line::Whole(b"123456".to_vec()),
                Line::TooLong,
                Line::Whole(b"ab".to_vec()),
            ]
        );
        assert_eq!(
            cut(b".123456\r\n", 8),
            [Line::Whole(b".123456".to_vec())],
            "the added dot is free"
        );
    }
}
