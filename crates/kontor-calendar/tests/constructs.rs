//! Every construct of the specification: what it means here, or with which sentence it is refused.
//!
//! Source: OpenStreetMap, `Key:opening_hours/specification` 0.7.4, in the order of its table.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kontor_calendar::{Calendar, CalendarError, Holidays};

/// An expression, and instants at which it is open and closed (on the clock of UTC, Finland's holidays).
const READ: &[(&str, &str, &str)] = &[
    // Rules and their separators.
    (
        "Mo 10:00-12:00; Tu 14:00-16:00",
        "2026-11-24T15:00",
        "2026-11-24T11:00",
    ),
    (
        "Mo-Fr 10:00-12:00; Tu 14:00-16:00",
        "2026-11-24T15:00",
        "2026-11-24T11:00",
    ),
    (
        "Mo-Fr 10:00-12:00, Tu 14:00-16:00",
        "2026-11-24T11:00",
        "2026-11-24T13:00",
    ),
    (
        "Mo-Fr 10:00-12:00;Tu off",
        "2026-11-23T11:00",
        "2026-11-24T11:00",
    ),
    // Modifiers.
    ("Mo open", "2026-11-23T00:00", "2026-11-24T00:00"),
    (
        "Mo-Fr 10:00-16:00; We 12:00-13:00 off",
        "2026-11-25T11:00",
        "2026-11-25T12:30",
    ),
    (
        "Mo-Fr 10:00-16:00; We closed",
        "2026-11-24T11:00",
        "2026-11-25T12:30",
    ),
    (
        "Mo-Fr 10:00-16:00; We unknown",
        "2026-11-24T11:00",
        "2026-11-25T12:30",
    ),
    (
        "Mo 10:00-12:00 open \"ring twice; wait\"",
        "2026-11-23T11:00",
        "2026-11-23T12:00",
    ),
    (
        "24/7; Dec 25 off \"Christmas, PH\"",
        "2026-12-24T11:00",
        "2026-12-25T12:00",
    ),
    // Selectors.
    ("24/7", "2026-11-23T11:00", ""),
    ("off", "", "2026-11-23T11:00"),
    (
        "2026: Mo 10:00-12:00",
        "2026-11-23T11:00",
        "2027-11-22T11:00",
    ),
    ("Nov: 10:00-12:00", "2026-11-23T11:00", "2026-12-23T11:00"),
    // Times.
    ("10:00-12:00", "2026-11-23T10:00", "2026-11-23T12:00"),
    ("9:00-12:00", "2026-11-23T09:00", "2026-11-23T08:59"),
    (
        "10:00-12:00,13:00-15:00",
        "2026-11-23T14:00",
        "2026-11-23T12:30",
    ),
    (
        "10:00-12:00, 13:00-15:00",
        "2026-11-23T14:00",
        "2026-11-23T12:30",
    ),
    ("Mo 22:00-02:00", "2026-11-24T01:59", "2026-11-23T01:59"),
    ("Mo 22:00-26:00", "2026-11-24T01:59", "2026-11-23T01:59"),
    ("Mo 22:00-22:00", "2026-11-24T21:59", "2026-11-24T22:00"),
    ("Mo 12:00-48:00", "2026-11-24T23:59", "2026-11-25T00:00"),
    ("Mo 00:00-24:00", "2026-11-23T23:59", "2026-11-24T00:00"),
    // Weekdays.
    ("Mo,We 10:00-12:00", "2026-11-25T11:00", "2026-11-24T11:00"),
    ("Sa-Mo 10:00-12:00", "2026-11-22T11:00", "2026-11-24T11:00"),
    ("We[4] 10:00-12:00", "2026-11-25T11:00", "2026-11-18T11:00"),
    (
        "We[1,3-4] 10:00-12:00",
        "2026-11-25T11:00",
        "2026-11-11T11:00",
    ),
    ("Mo[-1] 10:00-12:00", "2026-11-30T11:00", "2026-11-23T11:00"),
    (
        "Su[-1] +1 day 10:00-12:00",
        "2026-11-30T11:00",
        "2026-11-23T11:00",
    ),
    (
        "Fr[1] -2 days 10:00-12:00",
        "2026-11-04T11:00",
        "2026-11-06T11:00",
    ),
    // Public holidays: 6 December is a Sunday in 2026, a Monday in 2027.
    ("PH 10:00-12:00", "2027-12-06T11:00", "2027-12-07T11:00"),
    (
        "PH -1 day 10:00-12:00",
        "2027-12-05T11:00",
        "2027-12-06T11:00",
    ),
    (
        "PH +1 day 10:00-12:00",
        "2027-12-07T11:00",
        "2027-12-06T11:00",
    ),
    ("Tu,PH 10:00-12:00", "2027-12-06T11:00", "2027-12-08T11:00"),
    ("PH,Tu 10:00-12:00", "2027-12-07T11:00", "2027-12-08T11:00"),
    (
        "Mo-Su 10:00-12:00; PH off",
        "2027-12-07T11:00",
        "2027-12-06T11:00",
    ),
    // Weeks: 23 November 2026 is in week 48.
    ("week 48", "2026-11-23T11:00", "2026-11-30T11:00"),
    (
        "week 01,48 Mo 10:00-12:00",
        "2026-11-23T11:00",
        "2026-11-16T11:00",
    ),
    (
        "week 40-48 Mo 10:00-12:00",
        "2026-11-23T11:00",
        "2026-11-30T11:00",
    ),
    (
        "week 02-52/2 Mo 10:00-12:00",
        "2026-11-23T11:00",
        "2026-11-30T11:00",
    ),
    ("week 53", "2026-12-31T11:00", "2027-12-31T11:00"),
    // Months and days.
    ("Nov 10:00-12:00", "2026-11-23T11:00", "2026-12-23T11:00"),
    (
        "Jan,Nov-Dec 10:00-12:00",
        "2026-12-23T11:00",
        "2026-10-23T11:00",
    ),
    (
        "Nov-Feb 10:00-12:00",
        "2027-02-28T11:00",
        "2027-03-01T11:00",
    ),
    (
        "2026 Jul 10:00-12:00",
        "2026-07-31T11:00",
        "2027-07-31T11:00",
    ),
    (
        "2026 Jul-Aug 10:00-12:00",
        "2026-08-31T11:00",
        "2026-09-01T11:00",
    ),
    (
        "Dec 24 off; Mo-Su 10:00-12:00; Dec 25 off",
        "2026-12-24T11:00",
        "2026-12-25T11:00",
    ),
    (
        "Jul 05-20 10:00-12:00",
        "2026-07-20T11:00",
        "2026-07-21T11:00",
    ),
    (
        "Jul 25-Aug 05 10:00-12:00",
        "2026-08-05T11:00",
        "2026-08-06T11:00",
    ),
    (
        "Dec 24-Jan 06 10:00-12:00",
        "2027-01-06T11:00",
        "2027-01-07T11:00",
    ),
    (
        "2026 Dec 24-2027 Jan 06 10:00-12:00",
        "2027-01-06T11:00",
        "2028-01-06T11:00",
    ),
    (
        "2026 Dec 24-Jan 06 10:00-12:00",
        "2027-01-06T11:00",
        "2026-01-06T11:00",
    ),
    ("Feb 29 10:00-12:00", "2028-02-29T11:00", "2027-02-28T11:00"),
    (
        "Nov Su[1]-Nov 30 10:00-12:00",
        "2026-11-01T11:00",
        "2025-11-01T11:00",
    ),
    (
        "Dec 25 -1 day 10:00-12:00",
        "2026-12-24T11:00",
        "2026-12-25T11:00",
    ),
    ("easter 10:00-12:00", "2027-03-28T11:00", "2026-03-28T11:00"),
    (
        "easter -2 days 10:00-12:00",
        "2027-03-26T11:00",
        "2027-03-28T11:00",
    ),
    // Years.
    ("2026 10:00-12:00", "2026-11-23T11:00", "2025-11-23T11:00"),
    (
        "2026,2028 10:00-12:00",
        "2028-11-23T11:00",
        "2027-11-23T11:00",
    ),
    (
        "2026-2027 10:00-12:00",
        "2027-11-23T11:00",
        "2028-11-23T11:00",
    ),
    (
        "2026-2030/2 10:00-12:00",
        "2028-11-23T11:00",
        "2027-11-23T11:00",
    ),
    ("2026+ 10:00-12:00", "2031-11-23T11:00", "2025-11-23T11:00"),
];

/// An expression, and what its refusal says.
const REFUSED: &[(&str, &str)] = &[
    ("", "not in opening_hours syntax"),
    (";", "not in opening_hours syntax"),
    ("Mo-Fr 9-17", "at \"9-17\""),
    ("Mo-Fr 09.00-17.00", "not in opening_hours syntax"),
    ("9am-5pm", "not in opening_hours syntax"),
    ("Mo-Fr 25:00-26:00", "not in opening_hours syntax"),
    ("Mo-Fr 10:00-49:00", "not in opening_hours syntax"),
    ("Mo-Fr 10:00-12:60", "not in opening_hours syntax"),
    ("10:00", "at its end"),
    ("ma-pe 09:00-17:00", "not in opening_hours syntax"),
    ("Mo[6] 10:00-12:00", "not in opening_hours syntax"),
    ("week 54", "not in opening_hours syntax"),
    ("Dec 25 -Su 10:00-12:00", "not in opening_hours syntax"),
    ("Mo 10:00-12:00\0", "not in opening_hours syntax"),
    ("Mo-Fr 08:00-12:00 || Sa 10:00-12:00", "fallback"),
    ("Mo-Fr 08:00-12:00 || open \"by appointment\"", "fallback"),
    ("\"by appointment\"", "comment"),
    ("Mo 10:00-12:00 \"ring twice\"", "comment"),
    (
        "\"summer\": Jun-Aug 10:00-12:00",
        "not in opening_hours syntax",
    ),
    ("\"summer\":10:00-12:00", "comment"),
    ("sunrise-sunset", "by the sun"),
    ("10:00-dusk", "by the sun"),
    ("(dawn+01:00)-12:00", "by the sun"),
    ("18:00+", "without an end"),
    ("Mo 18:00-22:00+", "without an end"),
    ("10:00-16:00/90", "not in opening_hours syntax"),
    ("10:00-16:00/45", "points in time"),
    ("10:00-16:00/01:30", "points in time"),
    ("SH 10:00-12:00", "school holidays"),
    ("Mo-Fr 10:00-12:00; SH off", "school holidays"),
    ("PH Mo-Fr 10:00-12:00", "both"),
    ("Mo-Fr PH 10:00-12:00", "both"),
    ("PH +1 day Mo 10:00-12:00", "both"),
    ("Sa, Su 10:00-12:00", "without a space"),
    ("Mo, PH off", "without a space"),
    ("2026Jul 10:00-12:00", "a space between year and month"),
    ("2026 Nov-Feb 10:00-12:00", "need days"),
    ("easter-Jun 01 10:00-12:00", "Easter"),
    ("easter -2 days-easter +1 day off", "Easter"),
];

fn at(text: &str) -> Timestamp {
    let local: jiff::civil::DateTime = text.parse().unwrap();
    TimeZone::UTC.to_timestamp(local).unwrap()
}

#[test]
fn each_construct_means_what_the_specification_says_or_is_refused_in_one_line() {
    let holidays = Holidays::built_in();
    for (hours, open, closed) in READ {
        let calendar = Calendar::new(hours, "FI", "UTC", &holidays);
        let calendar = calendar.unwrap_or_else(|error| panic!("{hours}: {error}"));
        for (instant, expected) in [(open, true), (closed, false)] {
            if !instant.is_empty() {
                assert_eq!(
                    calendar.state(at(instant)).open,
                    expected,
                    "{hours} at {instant}"
                );
            }
        }
    }
    for (hours, says) in REFUSED {
        let refused = Calendar::new(hours, "FI", "UTC", &holidays).unwrap_err();
        assert!(
            matches!(refused, CalendarError::Hours(_)),
            "{hours}: {refused:?}"
        );
        let told = refused.to_string();
        assert!(
            told.contains(says) && !told.contains('\n'),
            "{hours}: {told}"
        );
    }
}

/// The sentence of a refusal names no construct that is read.
#[test]
fn what_a_refusal_advises_is_read() {
    let holidays = Holidays::built_in();
    for hours in [
        "2026 Jul off",
        "2026 Dec 01-2027 Jan 31 off",
        "Sa,Su 10:00-12:00",
        "Sa,PH 10:00-12:00",
        "Mo 10:00-12:00 open \"ring twice\"",
    ] {
        let calendar = Calendar::new(hours, "FI", "UTC", &holidays);
        assert!(calendar.is_ok(), "{hours}: {:?}", calendar.err());
    }
}

/// Meeus' rule for the Gregorian calendar, for what the library computes another way.
fn easter(year: i16) -> jiff::civil::Date {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let m = (a + 11 * h) / 319;
    let l = (2 * (b % 4) + 2 * (c / 4) - c % 4 - h + m + 32) % 7;
    let month = (h - m + l + 90) / 25;
    let day = (h - m + l + month + 19) % 32;
    date(
        i16::try_from(year).unwrap(),
        i8::try_from(month).unwrap(),
        i8::try_from(day).unwrap(),
    )
}

#[test]
fn easter_falls_on_its_day() {
    let calendar = Calendar::new("easter", "", "UTC", &Holidays::built_in()).unwrap();
    for year in 2024..=2045 {
        let day = TimeZone::UTC
            .to_timestamp(easter(year).to_datetime(jiff::civil::Time::midnight()))
            .unwrap();
        assert!(calendar.state(day).open, "{year}");
        assert!(
            !calendar.state(day - SignedDuration::from_secs(1)).open,
            "{year}"
        );
    }
}
