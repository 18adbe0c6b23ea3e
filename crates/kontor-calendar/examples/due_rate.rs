//! Measures how many distinct cases of due times and states one core answers in a second.
//!
//! `cargo run --release -p kontor-calendar --example due_rate`. No case comes twice: each has an instant and
//! an amount of work of its own, over expressions with several windows, nights that meet later rules,
//! holidays, dates, months and weeks, in zones with and without daylight saving.

#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::error::Error;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use kontor_calendar::{Calendar, Holidays};

/// Cases of each kind.
const CASES: i64 = 300_000;
/// Apart, so that the cases spread over the years of the table; prime, so that no hour is left out.
const STEP: SignedDuration = SignedDuration::from_secs(733);

const HOURS: [&str; 12] = [
    "Mo-Fr 00:00-24:00; PH off",
    "Mo-Fr 09:00-17:00; PH off",
    "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00; PH off",
    "Mo-Su 10:00-20:00; PH 12:00-16:00",
    "Mo-Fr 08:00-18:00; PH off; Jul off",
    "Mo-Fr 08:00-18:00; PH off; 2026 Dec 21-2027 Jan 08 off; 2027 Feb 20 10:00-14:00",
    "Mo-Th 18:00-01:00, Fr-Sa 18:00-04:00; PH off",
    "Fr 20:00-02:00; Sa 10:00-18:00",
    "Mo-Su 22:00-06:00; We 12:00-14:00; PH off",
    "week 01-26 Mo-Fr 08:00-16:00; week 27-53 Mo-Fr 10:00-18:00; PH off",
    "Sa[1],Sa[-1] 10:00-16:00; PH off",
    "24/7; Su 02:00-04:00 off",
];

const PLACES: [(&str, &str); 8] = [
    ("FI", "Europe/Helsinki"),
    ("SK", "Europe/Bratislava"),
    ("EE", "Europe/Tallinn"),
    ("PT", "Europe/Lisbon"),
    ("PT", "Atlantic/Azores"),
    ("DE", "Europe/Berlin"),
    ("FI", "Australia/Lord_Howe"),
    ("EE", "Pacific/Kiritimati"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let holidays = Holidays::built_in();
    let mut calendars = Vec::new();
    for hours in HOURS {
        for (country, zone) in PLACES {
            calendars.push(Calendar::new(hours, country, zone, &holidays)?);
        }
    }
    let start: Timestamp = "2024-01-01T00:00:00Z".parse()?;
    let cases = || {
        let numbers = (0..CASES).zip(calendars.iter().cycle());
        numbers.map(|(number, calendar)| {
            let seconds = STEP.as_secs() * number;
            (number, calendar, start + SignedDuration::from_secs(seconds))
        })
    };

    let (began, mut found) = (Instant::now(), 0);
    for (number, calendar, from) in cases() {
        let work = SignedDuration::from_mins(number % (72 * 60));
        found += i64::from(calendar.due(from, work)?.is_some());
    }
    tell("due", began, found);

    let (began, mut found) = (Instant::now(), 0);
    for (_, calendar, at) in cases() {
        found += i64::from(calendar.state(at).next_change.is_some());
    }
    tell("state", began, found);
    Ok(())
}

fn tell(what: &str, began: Instant, found: i64) {
    let seconds = began.elapsed().as_secs_f64();
    println!("{what}: {found} of {CASES} answered with an instant in {seconds:.2} s");
}
