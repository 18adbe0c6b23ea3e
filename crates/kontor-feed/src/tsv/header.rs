//! The header of a TSV feed: which column holds which field.
//!
//! Google allows names with blanks and capitals (`Image Link`); Kontor reads past those and past
//! the `g:` that some exporters write.

use crate::field::{FIELDS, Field};
use crate::limits::COLUMNS_MAX;
use crate::refusal::FeedError;

use super::record::Record;

/// Where the fields stand.
pub(super) struct Header {
    columns: usize,
    places: [Option<usize>; FIELDS],
}

impl Header {
    /// Reads the header record.
    pub(super) fn read(record: &Record) -> Result<Self, FeedError> {
        let columns = record.columns().ok_or(FeedError::TooManyColumns)?;
        if columns > COLUMNS_MAX {
            return Err(FeedError::TooManyColumns);
        }
        let mut best: [Option<(usize, u8)>; FIELDS] = [None; FIELDS];
        for place in 0..columns {
            let bytes = record.column(place).unwrap_or_default();
            if bytes.contains(&0) {
                return Err(FeedError::NotUtf8);
            }
            let text = str::from_utf8(bytes).map_err(|_| FeedError::BadHeader)?;
            let Some((field, rank)) = Field::named(&local_name(text)) else {
                continue;
            };
            let Some(slot) = best.get_mut(field as usize) else {
                continue;
            };
            match *slot {
                Some((_, known)) if known == rank => {
                    return Err(FeedError::DuplicateColumn(field.name()));
                }
                Some((_, known)) if known < rank => {}
                _ => *slot = Some((place, rank)),
            }
        }
        let places = best.map(|slot| slot.map(|(place, _)| place));
        for field in Field::REQUIRED {
            if places.get(field as usize).is_none_or(Option::is_none) {
                return Err(FeedError::MissingColumn(field.name()));
            }
        }
        Ok(Self { columns, places })
    }

    /// How many columns every row has.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// The column of each field, in the order of [`Field::ALL`].
    pub(super) fn places(&self) -> &[Option<usize>; FIELDS] {
        &self.places
    }
}

fn local_name(text: &str) -> String {
    let name = text.trim().to_ascii_lowercase().replace(' ', "_");
    name.strip_prefix("g:").map(str::to_owned).unwrap_or(name)
}
