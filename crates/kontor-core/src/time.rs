//! Instants as microseconds since 1970 in UTC, and their RFC 3339 form.
//!
//! No clock: `now` is always a parameter. Calendars and local rules come with the duty to answer.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Microseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Microseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;

/// An instant: microseconds since 1970-01-01T00:00:00Z.
///
/// Written outside as RFC 3339 with offset. Source: RFC 3339 §5.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Micros(pub i64);

impl Micros {
    /// This instant moved by `micros` (may be negative), saturating.
    #[must_use]
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// Reads RFC 3339; `None` where it is none or lies outside the years 1970–9999.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let instant: jiff::Timestamp = text.parse().ok()?;
        let micros = instant.as_microsecond();
        (micros >= 0).then_some(Self(micros))
    }
}

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(instant) => write!(f, "{instant}"),
            Err(_) => write!(f, "out-of-range"),
        }
    }
}

impl Serialize for Micros {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Micros {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not an RFC 3339 instant"))
    }
}

/// A day of the calendar, in nobody's time zone: what a date of delivery is promised as.
///
/// Written outside as `2026-11-25`. Source: RFC 3339 §5.6, `full-date`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(jiff::civil::Date);

impl Day {
    /// Reads `2026-11-25`; `None` where it is no day or lies outside the years 1970–9999.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let date: jiff::civil::Date = text.parse().ok()?;
        // Nothing but this form: no time of day, no week dates.
        (date.year() >= 1970 && date.to_string() == text).then_some(Self(date))
    }

    /// The day as a date of the calendar.
    #[must_use]
    pub fn date(self) -> jiff::civil::Date {
        self.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_3339_reads_back() {
        let at = Micros(1_795_300_000_123_456);
        assert_eq!(Micros::parse(&at.to_string()), Some(at));
        assert_eq!(
            Micros::parse("2026-11-21T10:00:00+02:00")
                .map(|m| m.to_string())
                .as_deref(),
            Some("2026-11-21T08:00:00Z")
        );
    }

    #[test]
    fn a_day_is_a_day_and_nothing_else() {
        let day = Day::parse("2028-02-29").unwrap();
        assert_eq!(day.to_string(), "2028-02-29");
        assert!(day < Day::parse("2028-03-01").unwrap());
        for text in [
            "",
            "2027-02-29",
            "20280229",
            "2028-2-29",
            "2028-02-29T10:00",
            "1969-12-31",
            "-002028-02-29",
            "2028-02-29 ",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-13-01T00:00:00Z",
            "1900-01-01T00:00:00Z",
        ] {
            assert_eq!(Micros::parse(text), None, "{text}");
        }
    }
}
