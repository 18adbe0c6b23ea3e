//! What the product's description says, and the edges of time zones.

#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use jiff::{SignedDuration, Timestamp};
use kontor_calendar::{Calendar, CalendarError, Holidays, WORK_HOURS_MAX};

/// The duty to answer counts working days only, around the clock.
const WORKING_DAYS: &str = "Mo-Fr 00:00-24:00; PH off";

fn calendar(country: &str, hours: &str, zone: &str) -> Calendar {
    Calendar::new(hours, country, zone, &Holidays::built_in()).unwrap()
}

fn due(calendar: &Calendar, from: &str, hours: i64) -> Option<String> {
    let from: Timestamp = from.parse().unwrap();
    let due = calendar
        .due(from, SignedDuration::from_hours(hours))
        .unwrap();
    due.map(|at| {
        at.to_zoned(calendar.zone().clone())
            .strftime("%FT%T%:z")
            .to_string()
    })
}

fn state(calendar: &Calendar, at: &str) -> (bool, Option<String>) {
    let state = calendar.state(at.parse().unwrap());
    let next = state.next_change.map(|at| {
        at.to_zoned(calendar.zone().clone())
            .strftime("%FT%T%:z")
            .to_string()
    });
    (state.open, next)
}

#[test]
fn the_duty_to_answer_counts_working_days_only() {
    let finland = calendar("FI", WORKING_DAYS, "Europe/Helsinki");
    for (from, expected) in [
        ("2026-11-20T15:00:00+02:00", "2026-11-23T15:00:00+02:00"),
        ("2027-12-03T15:00:00+02:00", "2027-12-07T15:00:00+02:00"),
        ("2026-11-21T11:00:00+02:00", "2026-11-24T00:00:00+02:00"),
    ] {
        assert_eq!(due(&finland, from, 24).as_deref(), Some(expected), "{from}");
    }
}

#[test]
fn slovakias_changed_holidays_are_the_years_own() {
    let slovakia = calendar("SK", "Mo-Su; PH off", "Europe/Bratislava");
    // 17 November was free until 2024; 1 September until 2023; 8 May and 15 September not in 2026.
    for (day, open) in [
        ("2024-11-17", false),
        ("2025-11-17", true),
        ("2025-05-08", false),
        ("2026-05-08", true),
        ("2026-09-15", true),
        ("2025-09-15", false),
        ("2026-09-01", true),
        // And again for 2027.
        ("2027-05-08", false),
        ("2027-09-15", false),
        ("2027-11-17", true),
    ] {
        let noon = format!("{day}T12:00:00+01:00");
        assert_eq!(state(&slovakia, &noon).0, open, "{day}");
    }
}

#[test]
fn work_that_ends_as_the_calendar_closes_is_due_then() {
    let shop = calendar("EE", "Mo-Fr 09:00-17:00; PH off", "Europe/Tallinn");
    let from = "2026-11-23T09:00:00+02:00";
    assert_eq!(
        due(&shop, from, 8).as_deref(),
        Some("2026-11-23T17:00:00+02:00")
    );
    assert_eq!(
        due(&shop, from, 9).as_deref(),
        Some("2026-11-24T10:00:00+02:00")
    );
    assert_eq!(
        due(&shop, "2026-11-21T03:00:00+02:00", 0).as_deref(),
        Some("2026-11-21T03:00:00+02:00")
    );
}

#[test]
fn an_hour_taken_is_not_worked_and_one_that_comes_twice_is_worked_twice() {
    let night = calendar("", "Mo-Su 02:00-05:00", "Europe/Helsinki");
    // 29 March 2026: 03:00 becomes 04:00. 25 October 2026: 04:00 becomes 03:00.
    let from = "2026-03-29T00:00:00+02:00";
    assert_eq!(
        due(&night, from, 2).as_deref(),
        Some("2026-03-29T05:00:00+03:00")
    );
    let from = "2026-10-25T00:00:00+03:00";
    assert_eq!(
        due(&night, from, 4).as_deref(),
        Some("2026-10-25T05:00:00+02:00")
    );
    // What opens within the hour that comes twice opens twice.
    let half = calendar("", "03:30-03:45", "Europe/Helsinki");
    assert_eq!(
        state(&half, "2026-10-25T03:45:00+03:00"),
        (false, Some("2026-10-25T03:30:00+02:00".to_owned()))
    );
    // What would open within the hour that is taken stays closed that day.
    assert_eq!(
        state(&half, "2026-03-29T02:00:00+02:00"),
        (false, Some("2026-03-30T03:30:00+03:00".to_owned()))
    );
}

#[test]
fn what_never_changes_has_no_next_change_and_no_due_time() {
    let never = calendar("", "off", "Europe/Lisbon");
    assert_eq!(state(&never, "2026-01-01T00:00:00Z"), (false, None));
    assert_eq!(due(&never, "2026-01-01T00:00:00Z", 1), None);
    let always = calendar("", "24/7", "Europe/Lisbon");
    assert_eq!(state(&always, "2026-01-01T00:00:00Z"), (true, None));
    let past = calendar("", "2020 Mo-Fr 09:00-17:00", "Europe/Lisbon");
    assert_eq!(state(&past, "2026-01-01T00:00:00Z"), (false, None));
    let beyond = calendar("", "2090 Mo-Fr 09:00-17:00", "Europe/Lisbon");
    assert_eq!(state(&beyond, "2026-01-01T00:00:00Z"), (false, None));
    let far = calendar("", "2045 Mo-Fr 09:00-17:00", "Europe/Lisbon");
    assert_eq!(
        state(&far, "2026-01-01T00:00:00Z"),
        (false, Some("2045-01-02T09:00:00+00:00".to_owned()))
    );
}

#[test]
fn a_month_of_closure_is_crossed() {
    let hours = "Mo-Fr 10:00-18:00; PH off; Jul 01-31 off";
    let summer = calendar("FI", hours, "Europe/Helsinki");
    let from = "2026-06-30T17:00:00+03:00";
    assert_eq!(
        due(&summer, from, 3).as_deref(),
        Some("2026-08-03T12:00:00+03:00")
    );
}

#[test]
fn comments_alone_change_nothing_and_cost_no_time() {
    let talks = calendar("", "Mo open \"a\"; Tu-Su open \"b\"", "Europe/Helsinki");
    assert_eq!(state(&talks, "2026-01-01T00:00:00Z"), (true, None));
}

#[test]
fn what_cannot_be_is_refused() {
    let holidays = Holidays::built_in();
    let refused = |hours: &str, country: &str, zone: &str| {
        Calendar::new(hours, country, zone, &holidays).unwrap_err()
    };
    assert!(matches!(
        refused("", "FI", "Europe/Helsinki"),
        CalendarError::Hours(_)
    ));
    assert!(matches!(
        refused("Mo-Xx 9-17", "FI", "Europe/Helsinki"),
        CalendarError::Hours(_)
    ));
    assert!(matches!(
        refused("Mo; PH off", "XX", "Europe/Helsinki"),
        CalendarError::Country(_)
    ));
    assert!(matches!(
        refused("Mo", "FI", "Europe/Nowhere"),
        CalendarError::Zone(_)
    ));
    let long = "Mo 09:00-10:00; ".repeat(200);
    assert_eq!(
        refused(&long, "FI", "Europe/Helsinki"),
        CalendarError::HoursTooLong
    );
    let shop = calendar("FI", WORKING_DAYS, "Europe/Helsinki");
    let from: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    for hours in [-1, WORK_HOURS_MAX + 1] {
        let work = SignedDuration::from_hours(hours);
        assert_eq!(shop.due(from, work), Err(CalendarError::Work));
    }
    for edge in [Timestamp::MIN, Timestamp::MAX] {
        let work = SignedDuration::from_hours(1);
        assert!(shop.due(edge, work).is_ok());
        let _ = shop.state(edge);
    }
}

#[test]
fn a_night_belongs_to_the_day_it_began_on() {
    let open = |hours: &str, at: &str| {
        let bar = calendar("FI", hours, "Europe/Helsinki");
        state(&bar, &format!("{at}+02:00")).0
    };
    // Friday 20 November 2026.
    let weekend = "Fr 20:00-02:00; Sa 10:00-18:00";
    for (at, expected) in [
        ("2026-11-20T19:59:00", false),
        ("2026-11-20T20:00:00", true),
        ("2026-11-21T01:59:00", true),
        ("2026-11-21T02:00:00", false),
        ("2026-11-21T10:00:00", true),
        ("2026-11-22T00:30:00", false),
    ] {
        assert_eq!(open(weekend, at), expected, "{at}");
        // The other way round says the same.
        assert_eq!(open("Sa 10:00-18:00; Fr 20:00-02:00", at), expected, "{at}");
        assert_eq!(open("Fr 20:00-02:00, Sa 10:00-18:00", at), expected, "{at}");
    }
    let bar = calendar("FI", weekend, "Europe/Helsinki");
    assert_eq!(
        state(&bar, "2026-11-20T21:00:00+02:00").1.as_deref(),
        Some("2026-11-21T02:00:00+02:00")
    );
    assert_eq!(
        due(&bar, "2026-11-20T21:00:00+02:00", 6).as_deref(),
        Some("2026-11-21T11:00:00+02:00")
    );
    // Hours replaced have no night: on Tuesday 24 November they end at 14:00.
    let daily = "22:00-02:00; Tu 12:00-14:00";
    assert!(open(daily, "2026-11-24T01:00:00"));
    assert!(open(daily, "2026-11-24T13:00:00"));
    assert!(!open(daily, "2026-11-25T01:00:00"));
    // Off takes the hours of its day, also those of a night that ran into it (6 December is free).
    let holiday = "Mo-Su 20:00-02:00; Mo 18:00-01:00; PH off";
    assert!(!open(holiday, "2026-12-06T01:00:00"));
    assert!(open(holiday, "2026-12-07T01:30:00"));
}
