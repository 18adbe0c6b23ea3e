//! Reading a feed row by row, from chunks as they arrive.
//!
//! Formats are not known here, save by name: each gives one step at a time.

use kontor_core::listing::Draft;

use crate::format::{Format, OPENING_BYTES, opening};
use crate::refusal::{FeedError, RowRefusal};
use crate::tsv::TsvRows;
use crate::window::Window;
use crate::xml::XmlRows;

/// One row of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which row, counted from 1; neither the header nor blank lines count, refused rows do. The
    /// same bytes give the same numbers, whatever chunks they arrive in.
    pub number: u64,
    /// What it tells, not yet checked by `kontor_core::listing::check`, or why it is not read.
    pub outcome: Result<Draft, RowRefusal>,
}

/// What a format finds in the window.
pub(crate) enum Step {
    /// A row.
    Row(Result<Draft, RowRefusal>),
    /// It wants to see more bytes.
    More,
    /// There are no more rows.
    End,
}

enum Rows {
    Tsv(Box<TsvRows>),
    Xml(XmlRows),
}

/// Reads a feed that is pushed in, in chunks of any size, and gives its rows one by one.
///
/// It holds at most [`crate::limits::BUFFERED_BYTES_MAX`] and never waits, so it serves an async
/// body and a blocking file alike:
///
/// ```
/// use kontor_feed::{FeedReader, Format};
///
/// let mut reader = FeedReader::new(Format::Tsv);
/// let mut titles = Vec::new();
/// for chunk in ["id\ttitle\tsel", "ler\n1\tOld lamp\tmika\n2\tNew", " lamp\tmika"] {
///     let mut bytes = chunk.as_bytes();
///     while let Some(row) = reader.next_row(&mut bytes)? {
///         titles.extend(row.outcome.map(|draft| draft.title));
///     }
/// }
/// while let Some(row) = reader.finish()? {
///     titles.extend(row.outcome.map(|draft| draft.title));
/// }
/// assert_eq!(titles, ["Old lamp", "New lamp"]);
/// # Ok::<(), kontor_feed::FeedError>(())
/// ```
pub struct FeedReader {
    window: Window,
    rows: Rows,
    opened: bool,
    number: u64,
    first_wanted: u64,
    bytes_read: u64,
    failed: Option<FeedError>,
}

impl FeedReader {
    /// A reader at the start of a feed.
    #[must_use]
    pub fn new(format: Format) -> Self {
        let rows = match format {
            Format::Tsv => Rows::Tsv(Box::new(TsvRows::new())),
            Format::Xml => Rows::Xml(XmlRows::new()),
        };
        Self {
            window: Window::default(),
            rows,
            opened: false,
            number: 0,
            first_wanted: 1,
            bytes_read: 0,
            failed: None,
        }
    }

    /// Leaves out the rows before this number, to go on after an interruption. They are passed over
    /// and counted, which is cheaper than reading them; the feed is pushed from its start again.
    pub fn skip_to(&mut self, number: u64) {
        self.first_wanted = number;
    }

    /// Gives the next row, taking from the front of the chunk as much as it needs. `None` means
    /// that the chunk is used up: bring the next one, or [`finish`](Self::finish).
    ///
    /// # Errors
    /// What ends the whole feed; told again on every later call.
    pub fn next_row(&mut self, chunk: &mut &[u8]) -> Result<Option<Row>, FeedError> {
        loop {
            match self.step(false)? {
                Step::Row(outcome) => {
                    if let Some(row) = self.count(outcome) {
                        return Ok(Some(row));
                    }
                }
                Step::More | Step::End if chunk.is_empty() => return Ok(None),
                Step::More | Step::End => {
                    let before = chunk.len();
                    self.window.fill(chunk);
                    self.bytes_read += (before - chunk.len()) as u64;
                }
            }
        }
    }

    /// Says that no chunk follows, and gives what is left: call it until it gives `None`.
    ///
    /// # Errors
    /// What ends the whole feed, as an empty or a truncated one.
    pub fn finish(&mut self) -> Result<Option<Row>, FeedError> {
        while let Step::Row(outcome) = self.step(true)? {
            if let Some(row) = self.count(outcome) {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// How many rows have been passed, skipped and refused ones included.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.number
    }

    /// How many bytes have been taken in, for telling progress.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// The memory held now, in bytes; never above [`crate::limits::BUFFERED_BYTES_MAX`].
    #[must_use]
    pub fn buffered(&self) -> usize {
        let row = match &self.rows {
            Rows::Tsv(rows) => rows.buffered(),
            Rows::Xml(_) => 0,
        };
        self.window.capacity() + row
    }

    fn step(&mut self, at_end: bool) -> Result<Step, FeedError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if !self.opened && !at_end && self.window.rest().len() < OPENING_BYTES {
            return Ok(Step::More);
        }
        let step = self.try_step(at_end);
        self.failed = step.as_ref().err().copied();
        step
    }

    fn try_step(&mut self, at_end: bool) -> Result<Step, FeedError> {
        if !self.opened {
            let mark = opening(self.window.rest())?;
            self.window.consume(mark);
            self.opened = true;
        }
        let wanted = self.number + 1 >= self.first_wanted;
        match &mut self.rows {
            Rows::Tsv(rows) => rows.next(&mut self.window, at_end, wanted),
            Rows::Xml(rows) => rows.next(&mut self.window, at_end, wanted),
        }
    }

    fn count(&mut self, outcome: Result<Draft, RowRefusal>) -> Option<Row> {
        self.number += 1;
        (self.number >= self.first_wanted).then_some(Row {
            number: self.number,
            outcome,
        })
    }
}
