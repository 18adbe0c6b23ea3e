//! Finding tags in XML bytes that arrive in pieces.
//!
//! It passes over text, comments and CDATA sections and refuses declarations. What a tag means,
//! and whether tags match, is not known here. It remembers where it stands to the byte, so that
//! nothing is looked at twice and what it finds does not depend on the pieces.

use crate::limits::XML_NAME_BYTES_MAX;
use crate::refusal::FeedError;

/// What kind of tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<name>`
    Start,
    /// `<name/>`
    Empty,
    /// `</name>`
    End,
    /// `<?name ?>`
    Instruction,
}

/// A tag, and where it stands in the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) kind: Kind,
    /// The name with its prefix, cut at [`XML_NAME_BYTES_MAX`].
    pub(super) name: Vec<u8>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Another tag starts before this one ends.
    pub(super) broken: bool,
}

/// What the next byte is part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Text,
    /// Behind `<`.
    Opening,
    /// Behind `<!`.
    Bang,
    /// Behind `<!-`.
    Dash,
    /// Behind `<!` and so many bytes of `[CDATA[`.
    Bracket(usize),
    /// In a comment, behind so many dashes, at most 2.
    Comment(u8),
    /// In a CDATA section, behind so many closing brackets, at most 2.
    Cdata(u8),
    /// In `<?`, behind `?` or not.
    Instruction(bool),
    /// In the name of a tag.
    Name { closing: bool },
    /// In a tag behind its name, in quotes or not, behind a slash or not.
    Tag {
        closing: bool,
        quote: Option<u8>,
        slash: bool,
    },
}

const CDATA: &[u8] = b"[CDATA[";

/// Finds tags.
#[derive(Debug, Default)]
pub(super) struct Markup {
    inside: Inside,
    /// Where the next byte stands.
    at: usize,
    /// Where the tag that is not whole starts.
    start: usize,
    name: Vec<u8>,
}

impl Markup {
    /// Finds the next tag that is whole; `None` when all bytes have been seen.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Result<Option<Mark>, FeedError> {
        while let Some(ahead) = bytes.get(self.at..).filter(|ahead| !ahead.is_empty()) {
            self.at += self.dull(ahead);
            let Some(byte) = bytes.get(self.at).copied() else {
                return Ok(None);
            };
            if let Some(mark) = self.step(byte)? {
                return Ok(Some(mark));
            }
        }
        Ok(None)
    }

    /// Where what must be kept starts: the tag that is not whole, else the next byte.
    pub(super) fn held(&self) -> usize {
        match self.inside {
            Inside::Opening | Inside::Instruction(_) | Inside::Name { .. } | Inside::Tag { .. } => {
                self.start
            }
            _ => self.at,
        }
    }

    /// How many bytes have been seen.
    pub(super) fn seen(&self) -> usize {
        self.at
    }

    /// The name of the tag that is not whole.
    pub(super) fn name(&self) -> &[u8] {
        &self.name
    }

    /// Whether a start tag is not whole and its name is.
    pub(super) fn is_in_start_tag(&self) -> bool {
        matches!(self.inside, Inside::Tag { closing: false, .. })
    }

    /// Says that so many bytes at the front are gone.
    pub(super) fn dropped(&mut self, bytes: usize) {
        self.at = self.at.saturating_sub(bytes);
        self.start = self.start.saturating_sub(bytes);
    }

    /// Goes back to the first byte, which is outside any tag.
    pub(super) fn start_over(&mut self) {
        self.inside = Inside::Text;
        self.at = 0;
    }

    /// How many of the next bytes mean nothing.
    fn dull(&self, ahead: &[u8]) -> usize {
        let wanted = match self.inside {
            Inside::Text => b'<',
            Inside::Comment(0) => b'-',
            Inside::Cdata(0) => b']',
            _ => return 0,
        };
        let found = ahead.iter().position(|byte| *byte == wanted);
        found.unwrap_or(ahead.len())
    }

    fn step(&mut self, byte: u8) -> Result<Option<Mark>, FeedError> {
        let at = self.at;
        self.at += 1;
        self.inside = match (self.inside, byte) {
            (Inside::Text, b'<') => {
                self.start = at;
                self.name.clear();
                Inside::Opening
            }
            (Inside::Text, _) => Inside::Text,
            (Inside::Opening, b'!') => Inside::Bang,
            (Inside::Opening, b'?') => Inside::Instruction(false),
            (Inside::Opening, b'/') => Inside::Name { closing: true },
            (Inside::Opening, _) => return Ok(self.name_byte(byte, false)),
            (Inside::Bang, b'-') => Inside::Dash,
            (Inside::Bang, b'[') => Inside::Bracket(1),
            (Inside::Dash, b'-') => Inside::Comment(0),
            (Inside::Bracket(read), _) if CDATA.get(read) == Some(&byte) => {
                if read + 1 == CDATA.len() {
                    Inside::Cdata(0)
                } else {
                    Inside::Bracket(read + 1)
                }
            }
            // `<!DOCTYPE`, `<!ENTITY` and whatever else is declared: never read, so that no entity
            // is ever expanded or fetched.
            (Inside::Bang | Inside::Dash | Inside::Bracket(_), _) => {
                return Err(FeedError::DoctypeForbidden);
            }
            (Inside::Comment(2), b'>') | (Inside::Cdata(2), b'>') => Inside::Text,
            (Inside::Comment(dashes), b'-') => Inside::Comment((dashes + 1).min(2)),
            (Inside::Comment(_), _) => Inside::Comment(0),
            (Inside::Cdata(brackets), b']') => Inside::Cdata((brackets + 1).min(2)),
            (Inside::Cdata(_), _) => Inside::Cdata(0),
            (Inside::Instruction(true), b'>') => {
                return Ok(Some(self.mark(Kind::Instruction, false)));
            }
            (Inside::Instruction(_), _) => Inside::Instruction(byte == b'?'),
            (Inside::Name { closing }, _) => return Ok(self.name_byte(byte, closing)),
            (Inside::Tag { .. }, _) => return Ok(self.tag_byte(byte)),
        };
        Ok(None)
    }

    fn name_byte(&mut self, byte: u8, closing: bool) -> Option<Mark> {
        if matches!(byte, b'>' | b'<' | b'/') || byte.is_ascii_whitespace() {
            self.inside = if self.name.is_empty() && !closing {
                // A stray `<` in text; the row's parser says so.
                self.at -= usize::from(byte == b'<');
                Inside::Text
            } else {
                Inside::Tag {
                    closing,
                    quote: None,
                    slash: false,
                }
            };
            return match self.inside {
                Inside::Tag { .. } => self.tag_byte(byte),
                _ => None,
            };
        }
        if self.name.len() <= XML_NAME_BYTES_MAX {
            self.name.push(byte);
        }
        self.inside = Inside::Name { closing };
        None
    }

    fn tag_byte(&mut self, byte: u8) -> Option<Mark> {
        let Inside::Tag {
            closing,
            quote,
            slash,
        } = self.inside
        else {
            return None;
        };
        let kind = match (closing, slash) {
            (true, _) => Kind::End,
            (false, true) => Kind::Empty,
            (false, false) => Kind::Start,
        };
        let quote = match (quote, byte) {
            (_, b'<') => {
                // Not even a quoted value may hold one. Source: XML 1.0 §3.1, AttValue.
                self.at -= 1;
                return Some(self.mark(kind, true));
            }
            (None, b'>') => return Some(self.mark(kind, false)),
            (None, b'"' | b'\'') => Some(byte),
            (Some(open), _) if open == byte => None,
            (open, _) => open,
        };
        self.inside = Inside::Tag {
            closing,
            quote,
            slash: byte == b'/' && quote.is_none(),
        };
        None
    }

    fn mark(&mut self, kind: Kind, broken: bool) -> Mark {
        self.inside = Inside::Text;
        Mark {
            kind,
            name: self.name.clone(),
            start: self.start,
            end: self.at,
            broken,
        }
    }
}
