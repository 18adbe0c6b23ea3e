//! Splitting bytes into the columns of one record, a piece at a time.
//!
//! `csv-core` does the work; this bounds its output. What a column means is not known here.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::limits::{COLUMNS_MAX, ROW_BYTES_MAX};

/// The room that the text of a record starts with, in bytes; it doubles on demand.
const TEXT_BYTES_MIN: usize = 4 * 1024;

/// One record, as far as it has been read.
pub(super) struct Record {
    csv: Reader,
    text: Vec<u8>,
    text_bytes: usize,
    ends: Vec<usize>,
    columns: usize,
    too_many_columns: bool,
    /// How many bytes at the front of the window have been read.
    read: usize,
}

/// How far reading a record came.
pub(super) enum Read {
    /// It is whole and so many bytes long, with the line end where there is one.
    Whole(usize),
    /// Its end is not in sight.
    More,
    /// Its end is not within [`ROW_BYTES_MAX`].
    TooLarge,
}

impl Record {
    pub(super) fn new() -> Self {
        let mut record = Self {
            csv: ReaderBuilder::new().delimiter(b'\t').build(),
            text: vec![0; TEXT_BYTES_MIN],
            text_bytes: 0,
            // One more than a header may have, so that a row with one more is seen to have it.
            ends: vec![0; COLUMNS_MAX + 2],
            columns: 0,
            too_many_columns: false,
            read: 0,
        };
        record.restart();
        record
    }

    /// Reads on. The bytes start where the record starts, each time.
    pub(super) fn read(&mut self, bytes: &[u8], at_end: bool) -> Read {
        // One byte more than a row may have, for its line end.
        let reach = bytes.len().min(ROW_BYTES_MAX + 1);
        while self.read < reach {
            let piece = bytes.get(self.read..reach).unwrap_or_default();
            if self.take(piece) {
                return Read::Whole(self.read);
            }
        }
        if reach > ROW_BYTES_MAX {
            return Read::TooLarge;
        }
        if !at_end {
            return Read::More;
        }
        self.take(&[]);
        Read::Whole(self.read)
    }

    /// Forgets the record, to read another from a record's start.
    pub(super) fn clear(&mut self) {
        self.restart();
        self.text_bytes = 0;
        self.columns = 0;
        self.too_many_columns = false;
        self.read = 0;
    }

    /// Whether nothing of a record has been read.
    pub(super) fn is_clear(&self) -> bool {
        self.read == 0
    }

    /// How many columns it has; `None` where they are too many to count.
    pub(super) fn columns(&self) -> Option<usize> {
        (!self.too_many_columns).then_some(self.columns)
    }

    /// The bytes of a column, without quotation marks.
    pub(super) fn column(&self, place: usize) -> Option<&[u8]> {
        let end = *self.ends.get(..self.columns)?.get(place)?;
        let start = match place.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// The memory held, in bytes.
    pub(super) fn buffered(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>()
    }

    /// Lets `csv-core` read a piece; an empty one says that the feed ends. True at a record's end.
    fn take(&mut self, piece: &[u8]) -> bool {
        if self.text_bytes >= self.text.len() {
            self.text.resize(self.text.len() * 2, 0);
        }
        if self.columns >= self.ends.len() {
            self.too_many_columns = true;
            self.columns = 0;
        }
        let (result, read, written, ended) = self.csv.read_record(
            piece,
            self.text.get_mut(self.text_bytes..).unwrap_or_default(),
            self.ends.get_mut(self.columns..).unwrap_or_default(),
        );
        self.read += read;
        self.text_bytes += written;
        self.columns += ended;
        matches!(result, ReadRecordResult::Record)
    }

    /// Puts `csv-core` at a record's start. Its own reset would make it take a byte order mark out
    /// of the next record, which only the first bytes of a feed have; a line end prevents that.
    fn restart(&mut self) {
        self.csv.reset();
        self.csv.read_record(b"\n", &mut [0], &mut [0]);
    }
}
