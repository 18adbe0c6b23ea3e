//! Opening hours, public holidays and time zones.
//!
//! What lives here: whether a calendar is open at an instant, when that changes, and when a piece of
//! work that is done only while it is open is due. A calendar is an expression in OpenStreetMap's
//! `opening_hours` syntax, a country for its `PH`, and an IANA time zone. What deliberately does not:
//! input and output, the clock, and who has which calendar. Start at [`Calendar`].
//!
//! The meaning is defined instant by instant: a calendar is open at an instant where the expression is
//! open at the wall-clock time of that instant. So an hour that daylight saving takes away is never
//! worked, and one that comes twice is worked twice.

mod calendar;
mod grid;
mod holidays;
mod nights;
mod reading;

pub use calendar::{AHEAD_DAYS, Calendar, HOURS_BYTES_MAX, State, WORK_HOURS_MAX};
pub use grid::{OnHolidays, WINDOWS_MAX, Week, Window};
pub use holidays::{Holiday, HolidayEdit, Holidays, Years};

/// Why there is no such calendar, or no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The expression is not in the syntax.
    #[error("hours: {0}")]
    Hours(String),
    /// The expression is longer than [`HOURS_BYTES_MAX`].
    #[error("hours: longer than {HOURS_BYTES_MAX} bytes")]
    HoursTooLong,
    /// The expression needs public holidays of a country that has no table.
    #[error("country: no public holidays are known for {0:?}")]
    Country(String),
    /// The table of a country does not know a year.
    #[error("year: public holidays are known from {first} to {last}, not of {year}")]
    Year {
        /// Which year.
        year: i16,
        /// The first that is known.
        first: i16,
        /// The last that is known.
        last: i16,
    },
    /// There is no such time zone.
    #[error("tz: there is no time zone {0:?}")]
    Zone(String),
    /// The work is negative or longer than [`WORK_HOURS_MAX`].
    #[error("work: must be between PT0S and PT{WORK_HOURS_MAX}H")]
    Work,
}
