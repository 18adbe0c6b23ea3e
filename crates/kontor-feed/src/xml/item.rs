//! One row of XML: its elements to a draft.
//!
//! An element is a field if it stands directly in the row and its name, without prefix, with
//! Google's or with the row's own, is one. Its text is taken as it stands, with that of elements
//! inside it: what is escaped HTML stays visible as such. Where rows start and end is not known here.

use kontor_core::listing::Draft;
use quick_xml::XmlVersion;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use crate::field::{FIELDS, Field};
use crate::limits::{XML_ATTRIBUTES_MAX, XML_DEPTH_MAX};
use crate::refusal::{Reason, RowRefusal};

use super::root::Root;

/// Reads a row, from its start tag to its end tag.
pub(super) fn read(raw: &[u8], root: &Root) -> Result<Draft, RowRefusal> {
    let text = str::from_utf8(raw).map_err(|_| RowRefusal::of_row(Reason::BadUtf8))?;
    let mut reader = Reader::from_str(text);
    let mut row = Row {
        root,
        prefix: None,
        draft: Draft::default(),
        ranks: [u8::MAX; FIELDS],
        open: None,
        depth: 0,
    };
    loop {
        let event = reader.read_event();
        match event.map_err(|error| row.refuse(reason(&error)))? {
            Event::Start(tag) => row.start(&tag)?,
            Event::Empty(tag) => {
                row.start(&tag)?;
                row.end();
            }
            Event::End(_) => row.end(),
            Event::Text(text) => row.text(&text.xml10_content())?,
            Event::CData(text) => {
                // A section that was not closed runs over the next one's start.
                if text.contains("<![CDATA[") {
                    return Err(row.refuse(Reason::BadXml));
                }
                row.text(&text.xml10_content())?;
            }
            Event::GeneralRef(entity) => row.entity(&entity)?,
            Event::Comment(_) | Event::PI(_) => {}
            Event::Decl(_) | Event::DocType(_) => return Err(row.refuse(Reason::BadXml)),
            Event::Eof if row.depth == 0 => return Ok(row.draft),
            Event::Eof => return Err(row.refuse(Reason::MismatchedTags)),
        }
    }
}

/// Adds to what a name's own rank is when it has no prefix: in Atom, `id` is the entry's and `g:id`
/// the product's.
const RANK_WITHOUT_PREFIX: u8 = 1;
/// The ranks of Atom's own names for a text, behind `description`.
const RANK_SUMMARY: u8 = 2;
const RANK_CONTENT: u8 = 4;

/// What has been read of a row.
struct Row<'r> {
    root: &'r Root,
    /// The row's own prefix.
    prefix: Option<String>,
    draft: Draft,
    /// The rank of the name that each field has been filled from.
    ranks: [u8; FIELDS],
    open: Option<OpenField>,
    depth: usize,
}

/// A field whose element is open.
struct OpenField {
    field: Field,
    rank: u8,
    text: String,
}

impl Row<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), RowRefusal> {
        self.depth += 1;
        if self.depth > XML_DEPTH_MAX {
            return Err(self.refuse(Reason::TooDeep));
        }
        let (local, prefix) = tag.name().decompose();
        let prefix = prefix.map(|prefix| prefix.into_inner());
        if self.depth == 1 {
            self.prefix = prefix.map(str::to_owned);
        } else if self.depth == 2 {
            self.open = self
                .named(local.into_inner(), prefix)
                .map(|(field, rank)| OpenField {
                    field,
                    rank,
                    text: String::new(),
                });
            if (self.open.as_ref()).is_some_and(|open| open.field == Field::Link) {
                self.link(tag)?;
            }
        }
        Ok(())
    }

    fn named(&self, local: &str, prefix: Option<&str>) -> Option<(Field, u8)> {
        let google = prefix.is_some_and(|prefix| self.root.is_google(prefix));
        if google {
            return Field::named(local);
        }
        if prefix.is_some() && prefix != self.prefix.as_deref() {
            return None;
        }
        let (field, rank) = match local {
            "summary" => (Field::Description, RANK_SUMMARY),
            "content" => (Field::Description, RANK_CONTENT),
            _ => Field::named(local)?,
        };
        Some((field, rank + RANK_WITHOUT_PREFIX))
    }

    /// Takes the address of an Atom link, which is an attribute.
    /// Source: RFC 4287 §4.2.7: a link without `rel` is `alternate`, the page of the entry itself.
    fn link(&mut self, tag: &BytesStart<'_>) -> Result<(), RowRefusal> {
        let mut address = String::new();
        let mut alternate = true;
        for (count, attribute) in tag.attributes().with_checks(false).enumerate() {
            if count >= XML_ATTRIBUTES_MAX {
                return Err(self.refuse(Reason::TooManyAttributes));
            }
            let attribute = attribute.map_err(|_| self.refuse(Reason::BadXml))?;
            match attribute.key.0 {
                "href" => {
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                    address = value
                        .map_err(|error| self.refuse(reason(&error)))?
                        .into_owned();
                }
                "rel" => alternate = attribute.value.trim() == "alternate",
                _ => {}
            }
        }
        if !alternate {
            self.open = None;
        }
        self.text(&address)
    }

    fn text(&mut self, text: &str) -> Result<(), RowRefusal> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        open.field.screen(open.text.len(), text.as_bytes())?;
        open.text.push_str(text);
        Ok(())
    }

    fn entity(&mut self, entity: &BytesRef<'_>) -> Result<(), RowRefusal> {
        match entity.resolve_char_ref() {
            Ok(Some(letter)) => self.text(letter.encode_utf8(&mut [0; 4])),
            Ok(None) => match resolve_xml_entity(entity) {
                Some(text) => self.text(text),
                None => Err(self.refuse(Reason::UnknownEntity)),
            },
            Err(_) => Err(self.refuse(Reason::BadXml)),
        }
    }

    fn end(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth != 1 {
            return;
        }
        let Some(open) = self.open.take() else {
            return;
        };
        let Some(known) = self.ranks.get_mut(open.field as usize) else {
            return;
        };
        if open.rank < *known && !open.text.trim().is_empty() {
            *known = open.rank;
            *open.field.of(&mut self.draft) = open.text;
        }
    }

    fn refuse(&self, reason: Reason) -> RowRefusal {
        RowRefusal {
            reason,
            field: self.open.as_ref().map(|open| open.field.name()),
        }
    }
}

fn reason(error: &Error) -> Reason {
    match error {
        Error::IllFormed(IllFormedError::MissingEndTag(_) | IllFormedError::UnmatchedEndTag(_))
        | Error::IllFormed(IllFormedError::MismatchedEndTag { .. }) => Reason::MismatchedTags,
        Error::Escape(quick_xml::escape::EscapeError::UnrecognizedEntity(..)) => {
            Reason::UnknownEntity
        }
        _ => Reason::BadXml,
    }
}
