//! Rows of RSS 2.0 and Atom: the root, where each row starts and ends, and broken rows.
//!
//! Finding markup in bytes is in [`markup`], reading one row's elements in [`item`]. Only a whole
//! row of bounded size is ever parsed, so memory stays bounded whatever stands around it. After a
//! broken row, reading goes on behind it and never inside an open comment or CDATA section: a text
//! that looks like a row must not become one.

mod item;
mod markup;
mod root;

use std::mem;

use kontor_core::listing::Draft;

use crate::limits::ROW_BYTES_MAX;
use crate::reader::Step;
use crate::refusal::{FeedError, Reason, RowRefusal};
use crate::window::Window;

use markup::{Kind, Mark, Markup};
use root::Root;

/// Reads rows of XML.
pub(crate) struct XmlRows {
    markup: Markup,
    root: Option<Root>,
    place: Place,
}

/// Where reading stands.
enum Place {
    /// Outside any row.
    Outside,
    /// In a row, which starts where the window starts.
    Row(Open),
    /// In the start tag of a row that is too large already.
    LargeTag,
    /// In a row that is too large, and refused.
    LargeRow(Open),
    /// Behind the end of the root.
    Behind,
}

/// A row that is not closed yet.
struct Open {
    /// The full name, which closes it.
    name: Vec<u8>,
    /// Whether a tag in it is torn.
    broken: bool,
}

type Outcome = Result<Draft, RowRefusal>;

fn refused(reason: Reason) -> Option<Outcome> {
    Some(Err(RowRefusal::of_row(reason)))
}

impl XmlRows {
    pub(crate) fn new() -> Self {
        Self {
            markup: Markup::default(),
            root: None,
            place: Place::Outside,
        }
    }

    pub(crate) fn next(
        &mut self,
        window: &mut Window,
        at_end: bool,
        wanted: bool,
    ) -> Result<Step, FeedError> {
        loop {
            let rest = window.rest();
            // Never past a row's worth, so that what is too large does not hang on the chunks.
            let reach = rest.get(..ROW_BYTES_MAX).unwrap_or(rest);
            let full = reach.len() == ROW_BYTES_MAX;
            let outcome = match self.markup.next(reach)? {
                Some(mark) => self.meet(window, mark, wanted)?,
                None if full => self.overflow(window)?,
                None if at_end => return self.ended(),
                None => {
                    if !matches!(self.place, Place::Row(_)) {
                        self.drop_front(window, self.markup.held());
                    }
                    return Ok(Step::More);
                }
            };
            if let Some(outcome) = outcome {
                return Ok(Step::Row(outcome));
            }
        }
    }

    fn ended(&self) -> Result<Step, FeedError> {
        match (&self.root, &self.place) {
            (None, _) => Err(FeedError::NotAFeed),
            (Some(_), Place::Behind) => Ok(Step::End),
            (Some(_), _) => Err(FeedError::Truncated),
        }
    }

    /// Takes note of a mark, and gives the row that it ends, if it ends one.
    fn meet(
        &mut self,
        window: &mut Window,
        mark: Mark,
        wanted: bool,
    ) -> Result<Option<Outcome>, FeedError> {
        let Some(root) = &self.root else {
            let tag = window.rest().get(mark.start..mark.end).unwrap_or_default();
            self.meet_root(&mark, tag)?;
            return Ok(None);
        };
        let starts_row = root.starts_row(&mark);
        let ends_root = root.is_ended_by(&mark);
        match mem::replace(&mut self.place, Place::Outside) {
            Place::Behind if mark.kind != Kind::Instruction => Err(FeedError::TrailingContent),
            Place::LargeTag => {
                if mark.kind == Kind::Start {
                    self.place = Place::LargeRow(Open::by(mark));
                }
                Ok(None)
            }
            Place::Outside | Place::LargeRow(_) if starts_row => {
                self.drop_front(window, mark.start);
                if mark.kind == Kind::Empty {
                    let bytes = mark.end - mark.start;
                    return Ok(Some(self.close(window, bytes, mark.broken, wanted)));
                }
                self.place = Place::Row(Open::by(mark));
                Ok(None)
            }
            Place::Row(_) if starts_row => {
                // Rows do not nest, so the one before was never closed. The tag is met again.
                self.drop_front(window, mark.start);
                self.markup.start_over();
                Ok(refused(Reason::MismatchedTags))
            }
            place if ends_root => {
                self.place = Place::Behind;
                let in_row = matches!(place, Place::Row(_));
                Ok(refused(Reason::MismatchedTags).filter(|_| in_row))
            }
            Place::Row(row) if row.is_ended_by(&mark) => {
                let broken = row.broken || mark.broken;
                Ok(Some(self.close(window, mark.end, broken, wanted)))
            }
            Place::LargeRow(row) if row.is_ended_by(&mark) => Ok(None),
            Place::Row(Open { name, broken }) => {
                let broken = broken || mark.broken;
                self.place = Place::Row(Open { name, broken });
                Ok(None)
            }
            place => {
                self.place = place;
                Ok(None)
            }
        }
    }

    /// Takes note of a mark before the root is known: of the root itself, or the XML declaration.
    fn meet_root(&mut self, mark: &Mark, tag: &[u8]) -> Result<(), FeedError> {
        match mark.kind {
            Kind::Instruction => root::check_declaration(tag)?,
            Kind::End => return Err(FeedError::NotAFeed),
            Kind::Start | Kind::Empty => {
                self.root = Some(Root::read(mark, tag)?);
                if mark.kind == Kind::Empty {
                    self.place = Place::Behind;
                }
            }
        }
        Ok(())
    }

    /// Reads the row at the front of the window, and drops it.
    fn close(&mut self, window: &mut Window, bytes: usize, broken: bool, wanted: bool) -> Outcome {
        let raw = window.rest().get(..bytes).unwrap_or_default();
        let outcome = match &self.root {
            _ if broken => Err(RowRefusal::of_row(Reason::BadXml)),
            Some(root) if wanted => item::read(raw, root),
            _ => Ok(Draft::default()),
        };
        self.drop_front(window, bytes);
        outcome
    }

    /// A row's worth of bytes has been seen, and no mark ends in it.
    fn overflow(&mut self, window: &mut Window) -> Result<Option<Outcome>, FeedError> {
        let held = self.markup.held();
        let tag_fills_window = held == 0 && self.markup.is_in_start_tag();
        let is_row = |root: &Root| root.is_row(self.markup.name());
        let row_tag = tag_fills_window && self.root.as_ref().is_some_and(is_row);
        if tag_fills_window && self.root.is_none() {
            return Err(FeedError::BadRoot);
        }
        let outcome = match mem::replace(&mut self.place, Place::Outside) {
            Place::Row(row) => {
                self.place = Place::LargeRow(row);
                refused(Reason::RowTooLarge)
            }
            Place::Outside | Place::LargeRow(_) if row_tag => {
                self.place = Place::LargeTag;
                refused(Reason::RowTooLarge)
            }
            place => {
                self.place = place;
                None
            }
        };
        let bytes = if held == 0 { self.markup.seen() } else { held };
        self.drop_front(window, bytes);
        Ok(outcome)
    }

    fn drop_front(&mut self, window: &mut Window, bytes: usize) {
        window.consume(bytes);
        self.markup.dropped(bytes);
    }
}

impl Open {
    fn by(start: Mark) -> Self {
        Self {
            name: start.name,
            broken: start.broken,
        }
    }

    fn is_ended_by(&self, mark: &Mark) -> bool {
        mark.kind == Kind::End && mark.name == self.name
    }
}
