//! Rows of tab-separated values: header, columns, and where to go on after a broken row.
//!
//! Splitting bytes into columns is in [`record`], what quotation marks mean in [`quoting`].
//! A field that starts with a quotation mark is quoted as in RFC 4180 and may hold tabs and line
//! ends; a mark inside an unquoted field is text, as in `19" rack`.

mod header;
mod quoting;
mod record;

use kontor_core::listing::Draft;

use crate::field::{FIELDS, Field};
use crate::limits::ROW_BYTES_MAX;
use crate::reader::Step;
use crate::refusal::{FeedError, Reason, RowRefusal};
use crate::window::Window;

use header::Header;
use quoting::{Quoting, first_break, is_break, quoting};
use record::{Read, Record};

/// Reads rows of tab-separated values.
pub(crate) struct TsvRows {
    record: Record,
    header: Option<Header>,
    /// The rest of a line is being passed over, because its row was too large.
    passing: bool,
}

/// What the front of the window is.
enum Front {
    /// A whole record; the byte count includes its line end.
    Sound(usize),
    /// None; the bytes to pass over, and why.
    Broken(usize, Reason),
    /// Not complete yet.
    Open,
}

impl TsvRows {
    pub(crate) fn new() -> Self {
        Self {
            record: Record::new(),
            header: None,
            passing: false,
        }
    }

    /// The memory held beside the window, in bytes.
    pub(crate) fn buffered(&self) -> usize {
        self.record.buffered()
    }

    pub(crate) fn next(
        &mut self,
        window: &mut Window,
        at_end: bool,
        wanted: bool,
    ) -> Result<Step, FeedError> {
        loop {
            self.pass(window);
            if window.rest().is_empty() {
                return self.ended(at_end);
            }
            let (bytes, outcome) = match self.front(window.rest(), at_end) {
                Front::Open => return Ok(Step::More),
                Front::Broken(bytes, reason) => (bytes, Err(RowRefusal::of_row(reason))),
                Front::Sound(bytes) => (bytes, Ok(())),
            };
            let Some(header) = &self.header else {
                outcome.map_err(|_| FeedError::BadHeader)?;
                self.header = Some(Header::read(&self.record)?);
                self.record.clear();
                window.consume(bytes);
                continue;
            };
            let outcome = outcome.and_then(|()| draft(&self.record, header, wanted));
            self.record.clear();
            window.consume(bytes);
            return Ok(Step::Row(outcome));
        }
    }

    fn ended(&self, at_end: bool) -> Result<Step, FeedError> {
        match (at_end, &self.header) {
            (false, _) => Ok(Step::More),
            (true, Some(_)) => Ok(Step::End),
            (true, None) => Err(FeedError::Empty),
        }
    }

    /// Passes over the rest of a too large line, and over blank lines.
    fn pass(&mut self, window: &mut Window) {
        if self.passing {
            let rest = window.rest();
            let end = first_break(rest);
            self.passing = end.is_none();
            window.consume(end.unwrap_or(rest.len()));
        }
        if self.record.is_clear() {
            let rest = window.rest();
            let blank = rest.iter().position(|byte| !is_break(*byte));
            window.consume(blank.unwrap_or(rest.len()));
        }
    }

    fn front(&mut self, bytes: &[u8], at_end: bool) -> Front {
        match self.record.read(bytes, at_end) {
            Read::More => Front::Open,
            Read::Whole(count) => {
                let raw = bytes.get(..count).unwrap_or(bytes);
                self.judge(raw.trim_ascii_end(), count, at_end)
            }
            Read::TooLarge => {
                // The record is longer than a row may be. If a line ends in it, a quotation mark
                // keeps it open: most likely a stray one, so that the lines after it are rows. The
                // price: lines in a properly quoted text of more than a row's size pass for rows.
                let seen = bytes.get(..ROW_BYTES_MAX).unwrap_or(bytes);
                if let Some(end) = first_break(seen) {
                    return Front::Broken(end, Reason::UnbalancedQuote);
                }
                self.passing = true;
                Front::Broken(seen.len(), Reason::RowTooLarge)
            }
        }
    }

    /// Judges the quotation marks of a record that spans lines or ends with the feed; within one
    /// line a stray mark harms only its own row, which column count and checks show.
    fn judge(&self, raw: &[u8], count: usize, at_end: bool) -> Front {
        let line = first_break(raw);
        if line.is_none() && !at_end {
            return Front::Sound(count);
        }
        let columns = self.header.as_ref().map_or(0, Header::columns);
        match quoting(raw, columns) {
            Quoting::Sound => Front::Sound(count),
            // No writer that quotes properly makes this: go on at the next line, so that the rows
            // that the stray mark ran over are read.
            Quoting::Torn => Front::Broken(line.unwrap_or(count), Reason::UnbalancedQuote),
            // A text that was quoted properly may look like this, and reading it as rows would let
            // whoever wrote the text forge rows: the whole record goes.
            Quoting::LikeRows => Front::Broken(count, Reason::UnbalancedQuote),
        }
    }
}

/// Makes a draft of a record; an empty one where nobody wants it.
fn draft(record: &Record, header: &Header, wanted: bool) -> Result<Draft, RowRefusal> {
    let mut draft = Draft::default();
    if !wanted {
        return Ok(draft);
    }
    match record.columns() {
        Some(columns) if columns < header.columns() => {
            return Err(RowRefusal::of_row(Reason::TooFewColumns));
        }
        Some(columns) if columns == header.columns() => {}
        _ => return Err(RowRefusal::of_row(Reason::TooManyColumns)),
    }
    let places: &[Option<usize>; FIELDS] = header.places();
    for (field, place) in Field::ALL.into_iter().zip(places) {
        let Some(text) = place.and_then(|place| record.column(place)) else {
            continue;
        };
        field.screen(0, text)?;
        let text = str::from_utf8(text)
            .map_err(|_| RowRefusal::of_field(Reason::BadUtf8, field.name()))?;
        text.clone_into(field.of(&mut draft));
    }
    Ok(draft)
}
