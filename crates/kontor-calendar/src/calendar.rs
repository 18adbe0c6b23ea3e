//! One calendar: open or closed, the next change, the due time of work.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use opening_hours::{Context, OpeningHours, RuleKind};

use crate::CalendarError;
use crate::holidays::Holidays;
use crate::nights::Nights;
use crate::reading;

/// The longest expression, in bytes; the largest in OpenStreetMap have a few hundred.
pub const HOURS_BYTES_MAX: usize = 2_048;
/// The longest work, in hours: a year around the clock.
pub const WORK_HOURS_MAX: i64 = 8_784;
/// How far ahead is looked, in days: what does not happen within twenty years counts as never.
pub const AHEAD_DAYS: i64 = 7_305;
/// The wall clock is asked in stretches of at most so many days.
const STRETCH: SignedDuration = SignedDuration::from_hours(24 * 200);

/// Opening hours with the public holidays of a country, in a time zone.
///
/// Source: OpenStreetMap, `Key:opening_hours/specification`. `PH` means the country's public holidays.
/// What the expression calls unknown counts as closed. What could only be guessed at is refused.
#[derive(Debug, Clone)]
pub struct Calendar {
    hours: OpeningHours,
    /// Asked instead where hours past midnight meet a later rule.
    nights: Option<Nights>,
    zone: TimeZone,
}

/// Whether a calendar is open, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// True where it is open.
    pub open: bool,
    /// The first instant afterwards at which that is no longer so; `None` where it stays so for
    /// [`AHEAD_DAYS`].
    pub next_change: Option<Timestamp>,
}

impl Calendar {
    /// Reads an expression.
    ///
    /// `country` is an ISO 3166-1 code and only needed where the expression says `PH`; `zone` is an
    /// IANA name such as `Europe/Helsinki`.
    ///
    /// # Errors
    /// [`CalendarError`], save `Work`.
    pub fn new(
        hours: &str,
        country: &str,
        zone: &str,
        holidays: &Holidays,
    ) -> Result<Self, CalendarError> {
        let read = reading::read(hours)?;
        let zone = TimeZone::get(zone).map_err(|_| CalendarError::Zone(zone.to_owned()))?;
        let expression = read.get_expression();
        let context = match holidays.context(country) {
            Some(known) => Context::default().with_holidays(known),
            None if expression.rules.iter().any(reading::names_holidays) => {
                return Err(CalendarError::Country(country.to_owned()));
            }
            None => Context::default(),
        };
        let nights = Nights::of(&expression, &context)?;
        let hours = read.with_context(context);
        Ok(Self {
            hours,
            nights,
            zone,
        })
    }

    /// The time zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Open or closed at an instant, and when that changes.
    #[must_use]
    pub fn state(&self, at: Timestamp) -> State {
        let mut pieces = self.pieces(at);
        let open = pieces.next().is_some_and(|piece| piece.open);
        let other = pieces.find(|piece| piece.open != open);
        State {
            open,
            next_change: other.map(|piece| piece.from),
        }
    }

    /// The instant at which work that began at `from` and goes on only while the calendar is open has
    /// taken `work`. Work that ends as the calendar closes is due then, not when it opens again.
    /// `None` where the calendar is not open for so long within [`AHEAD_DAYS`].
    ///
    /// # Errors
    /// [`CalendarError::Work`].
    pub fn due(
        &self,
        from: Timestamp,
        work: SignedDuration,
    ) -> Result<Option<Timestamp>, CalendarError> {
        if work.is_negative() || work > SignedDuration::from_hours(WORK_HOURS_MAX) {
            return Err(CalendarError::Work);
        }
        let mut left = work;
        if left.is_zero() {
            return Ok(Some(from));
        }
        for piece in self.pieces(from).filter(|piece| piece.open) {
            let open_for = piece.to.duration_since(piece.from);
            if open_for >= left {
                return Ok(piece.from.checked_add(left).ok());
            }
            left -= open_for;
        }
        Ok(None)
    }

    /// How long the calendar is open between two instants.
    #[must_use]
    pub fn open_between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        let pieces = self.pieces(from).take_while(|piece| piece.from < to);
        pieces
            .filter(|piece| piece.open)
            .map(|piece| piece.to.min(to).duration_since(piece.from))
            .sum()
    }

    /// The time from `at` on in pieces that are open or closed throughout, without a gap.
    ///
    /// Between two changes of the zone's offset the wall clock runs evenly, so there the expression's
    /// ranges are the calendar's; after each change the expression is asked anew.
    fn pieces(&self, at: Timestamp) -> impl Iterator<Item = Piece> {
        let end = at
            .checked_add(SignedDuration::from_hours(24 * AHEAD_DAYS))
            .unwrap_or(Timestamp::MAX);
        let mut at = at;
        let stretches = std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let from = at;
            at = from.checked_add(STRETCH).unwrap_or(end).min(end);
            if let Some(change) = self.zone.following(from).next() {
                at = at.min(change.timestamp());
            }
            Some((from, at))
        });
        stretches.flat_map(|(from, to)| self.stretch(from, to))
    }

    /// The pieces of a stretch of time in which the zone's offset does not change.
    fn stretch(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = Piece> + use<> {
        let offset = self.zone.to_offset(from);
        let local = to_chrono(offset.to_datetime(from)).zip(to_chrono(offset.to_datetime(to)));
        let (plain, nights) = match (local, &self.nights) {
            (Some((from, to)), None) => (Some(self.hours.iter_range(from, to)), None),
            (Some((from, to)), Some(nights)) => (None, Some(nights.pieces(from, to))),
            (None, _) => (None, None),
        };
        let plain = plain.into_iter().flatten().map(|range| {
            let open = range.kind == RuleKind::Open;
            (range.range.start, range.range.end, open)
        });
        let pieces = plain.chain(nights.into_iter().flatten());
        pieces.filter_map(move |(from, to, open)| {
            let instant = |local| offset.to_timestamp(to_jiff(local)?).ok();
            Some(Piece {
                from: instant(from)?,
                to: instant(to)?,
                open,
            })
        })
    }
}

/// A stretch of time that is open or closed throughout.
struct Piece {
    from: Timestamp,
    to: Timestamp,
    open: bool,
}

fn to_chrono(local: DateTime) -> Option<NaiveDateTime> {
    let date = NaiveDate::from_ymd_opt(
        local.year().into(),
        u32::try_from(local.month()).ok()?,
        u32::try_from(local.day()).ok()?,
    )?;
    let time = NaiveTime::from_hms_nano_opt(
        u32::try_from(local.hour()).ok()?,
        u32::try_from(local.minute()).ok()?,
        u32::try_from(local.second()).ok()?,
        u32::try_from(local.subsec_nanosecond()).ok()?,
    )?;
    Some(date.and_time(time))
}

fn to_jiff(local: NaiveDateTime) -> Option<DateTime> {
    DateTime::new(
        i16::try_from(local.year()).ok()?,
        i8::try_from(local.month()).ok()?,
        i8::try_from(local.day()).ok()?,
        i8::try_from(local.hour()).ok()?,
        i8::try_from(local.minute()).ok()?,
        i8::try_from(local.second()).ok()?,
        i32::try_from(local.nanosecond()).ok()?,
    )
    .ok()
}
