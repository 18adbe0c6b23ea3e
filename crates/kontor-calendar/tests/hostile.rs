//! Expressions thrown together at random: each is refused or answered, none ends the process.

#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use jiff::{SignedDuration, Timestamp};
use kontor_calendar::{Calendar, Holidays};

const WORDS: &[&str] = &[
    "Mo",
    "Tu-Fr",
    "Sa,Su",
    "Mo[1]",
    "Fr[-1]",
    "Mo[5] -7 days",
    "PH",
    "PH +1 day",
    "PH -2 days",
    "SH",
    "week 53",
    "week 1-52/2",
    "week 10",
    "Jan",
    "Feb 29",
    "Feb 30",
    "Dec 25-Jan 06",
    "2024-2031",
    "2026",
    "9999",
    "1900",
    "2026-9999/3",
    "easter",
    "easter -2 days",
    "easter +49 days-Dec 31",
    "00:00-24:00",
    "22:00-26:00",
    "22:00-02:00",
    "10:00-09:59",
    "00:00-48:00",
    "10:00+",
    "sunrise-sunset",
    "(sunset-01:00)-(sunrise+12:00)",
    "10:00-16:00/90",
    "24/7",
    "off",
    "closed",
    "open",
    "unknown",
    "\"a comment\"",
    "\"ä\u{1f44b}\"",
    ";",
    ",",
    "||",
    " ",
    "  ",
    "-",
    "+",
    ":",
    "[",
    "]",
    "(",
    ")",
    "/",
    "\0",
    "9999999999",
    "-1",
    "Mo-",
    "Su-Mo",
    "May 1-May 1",
    "Nov-Feb",
    "2026 Dec 24-2027 Jan 02",
    "12:00",
    "1",
    "day",
    "days",
];

#[test]
fn random_expressions_are_refused_or_answered() {
    let holidays = Holidays::built_in();
    let mut seed: u64 = 7;
    let mut throw = |sides: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % sides
    };
    let edges = [
        "2026-11-22T10:00:00Z",
        "1899-12-31T23:59:59.5Z",
        "9998-06-01T00:00:00Z",
    ];
    let edges: Vec<Timestamp> = edges.iter().map(|text| text.parse().unwrap()).collect();
    let mut answered = 0;
    for number in 0..4_000 {
        let mut text = String::new();
        for _ in 0..=throw(7) {
            text.push_str(WORDS[throw(WORDS.len())]);
            text.push_str(["", " ", " ", "; ", ", "][throw(5)]);
        }
        let Ok(calendar) = Calendar::new(&text, "FI", "Europe/Helsinki", &holidays) else {
            continue;
        };
        answered += 1;
        let at = edges[number % edges.len()];
        let state = calendar.state(at);
        if let Some(next) = state.next_change {
            assert!(next > at, "{text:?} at {at}: {next}");
            assert_ne!(calendar.state(next).open, state.open, "{text:?} at {at}");
        }
        let work = SignedDuration::from_hours(24);
        if let Some(due) = calendar.due(at, work).unwrap() {
            assert_eq!(calendar.open_between(at, due), work, "{text:?} at {at}");
        }
    }
    assert!(answered > 200, "{answered}");
}
