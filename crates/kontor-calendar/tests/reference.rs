//! Against tables and vectors of others, read from beside the project.

#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use std::path::PathBuf;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use kontor_calendar::{Calendar, Holidays};
use serde_json::Value;

/// The file's text; says loudly where it is absent.
fn shared(path: &str) -> Option<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let text = std::fs::read_to_string(root.join(path)).ok();
    if text.is_none() {
        eprintln!("SKIPPED: ../shared/data/{path} is absent");
    }
    text
}

#[test]
fn the_built_in_holidays_are_the_references() {
    let holidays = Holidays::built_in();
    let Some(reference) = shared("holidays.csv") else {
        return;
    };
    let mut expected: Vec<String> = reference
        .lines()
        .skip(1)
        .map(|l| l[..13].to_owned())
        .collect();
    expected.sort();
    expected.dedup();
    let mut found = Vec::new();
    for country in holidays.countries() {
        assert_eq!(holidays.years(country), Some(2024..=2031), "{country}");
        let days = holidays.of(country).iter();
        found.extend(days.map(|day| format!("{country},{}", day.date)));
    }
    assert_eq!(found, expected);
}

#[test]
fn days_on_which_five_tables_agree_are_closed() {
    let holidays = Holidays::built_in();
    let Some(agreed) = shared("5_holidays/agreed_by_all.csv") else {
        return;
    };
    for line in agreed.lines().skip(1) {
        let (country, date) = (&line[..2], &line[3..13]);
        let known = holidays
            .of(country)
            .iter()
            .any(|day| day.date.to_string() == date);
        assert!(known, "{country} {date}");
    }
}

#[test]
fn open_minutes_between_two_instants() {
    let holidays = Holidays::built_in();
    let Some(lines) = shared("5_holidays/business_minutes.jsonl") else {
        return;
    };
    let mut count = 0;
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| case[key].as_str().unwrap();
        let hours = format!("{}; PH off", text("schedule"));
        let calendar = Calendar::new(&hours, text("country"), text("tz"), &holidays).unwrap();
        let at = |key: &str| text(key).parse::<Timestamp>().unwrap();
        let (from, to) = (at("start_utc"), at("end_utc"));
        let minutes = case["open_minutes"].as_i64().unwrap();
        let open = calendar.open_between(from, to);
        assert_eq!(open, SignedDuration::from_mins(minutes), "{line}");
        // The due time of that much work is no later than the end, and takes no less.
        let due = calendar.due(from, open).unwrap().unwrap();
        assert!(due <= to, "{line}");
        assert_eq!(calendar.open_between(from, due), open, "{line}");
        count += 1;
    }
    assert!(count > 300, "{count}");
}

/// Real expressions that are refused, since what they mean is anybody's guess: comments without a state,
/// times by the sun, an end left open, weekdays beside holidays.
const REFUSED: &[&str] = &[
    "\"only after registration\"; PH off",
    "Jul 23-Jan 3: 22:00-23:00 \"Please make a reservation by phone.\"; PH off",
    "sunrise-sunset open \"Beware of sunburn!\"; PH off",
    "sunset-sunrise open \"Beware of vampires!\"; PH off",
    "22:00+; PH off",
    "Mo-Sa 07:00-19:00; PH Su off",
    "\"check website http://www.senat.fr/visite/jardin/horaires.html\"; Mar Su[-1]-Sep 30 \
     07:30-19:15+ open \"check closing time on website \
     http://www.senat.fr/visite/jardin/horaires.html\"; (sunset-00:10)-(sunrise-00:50) closed; \
     21:30-07:30 closed",
];

/// Real expressions from OpenStreetMap, with their state at eight instants each.
#[test]
fn real_expressions_have_the_states_of_another_program() {
    let holidays = Holidays::built_in();
    let Some(lines) = shared("8_opening_hours/opening_hours_py_oracle.jsonl") else {
        return;
    };
    let (mut points, mut wrong) = (0, Vec::new());
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let (hours, country) = (
            case["opening_hours"].as_str().unwrap(),
            case["country"].as_str().unwrap(),
        );
        let calendar = Calendar::new(hours, country, "UTC", &holidays);
        assert_eq!(calendar.is_err(), REFUSED.contains(&hours), "{hours}");
        let Ok(calendar) = calendar else {
            continue;
        };
        for point in case["points"].as_array().unwrap() {
            let instant = |text: &str| {
                let local: DateTime = text.parse().unwrap();
                local.in_tz("UTC").unwrap().timestamp()
            };
            let state = calendar.state(instant(point["at"].as_str().unwrap()));
            let next = point["next_change"].as_str().map(instant);
            points += 1;
            // That program tells a change of comment or from closed to unknown as well.
            let same_next = state.next_change == next
                || next.is_some_and(|next| {
                    state.next_change.is_none_or(|own| own > next)
                        && calendar.state(next).open == state.open
                });
            if state.open != (point["state"] == "open") || !same_next {
                wrong.push(format!("{hours} | {country} | {point} | {state:?}"));
            }
        }
    }
    assert!(points > 1_500, "{points}");
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// What is read but does not mean the same there.
const NOT_CLAIMED: &[&str] = &[
    // What lies more than twenty years ahead counts as never.
    "2060+",
    "2040-2050",
    // There a later rule cuts off the night that ran into its day; the specification does not ask for it.
    "22:00-26:00; We 12:00-14:00 unknown \"Maybe open. Call us.\"",
    "Mo,Tu,We,Th,Fr,Su 11:00-01:00; Sa 11:00-02:00",
];

type Span = (Timestamp, Timestamp);

/// From when to when, and when it is open within.
fn vector(test: &Value) -> Option<(Timestamp, Timestamp, Vec<Span>)> {
    let instant = |text: &Value| {
        let (date, time) = text.as_str()?.split_once(' ')?;
        let zero = if time.len() == 4 { "0" } else { "" };
        let local: DateTime = format!("{}T{zero}{time}", date.replace('.', "-"))
            .parse()
            .ok()?;
        Some(local.in_tz("Europe/Berlin").ok()?.timestamp())
    };
    let mut open: Vec<Span> = Vec::new();
    let known = |one: &&Value| one["unknown"] != true;
    for one in test["intervals"].as_array()?.iter().filter(known) {
        let (from, to) = (instant(&one["from"])?, instant(&one["to"])?);
        match open.last_mut() {
            Some((_, end)) if *end == from => *end = to,
            _ => open.push((from, to)),
        }
    }
    Some((instant(&test["from"])?, instant(&test["to"])?, open))
}

/// The vectors of opening_hours.js: what we read means the same, save what is named here.
#[test]
fn the_vectors_of_opening_hours_js() {
    let holidays = Holidays::built_in();
    let Some(text) = shared("8_opening_hours/opening_hours_js_vectors.json") else {
        return;
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    let (mut same, mut refused, mut differs) = (0, 0, Vec::new());
    let tests = all["open_intervals"].as_array().unwrap().iter();
    for test in tests {
        let Some((from, to, expected)) = vector(test) else {
            // A placeholder, or the 31st of November.
            continue;
        };
        for hours in test["values"].as_array().unwrap() {
            let hours = hours.as_str().unwrap();
            // Other countries' and school holidays are not in our table.
            if hours.contains("SH") || (hours.contains("PH") && !test["location"].is_null()) {
                continue;
            }
            let Ok(calendar) = Calendar::new(hours, "DE", "Europe/Berlin", &holidays) else {
                refused += 1;
                continue;
            };
            let mut found = Vec::new();
            let mut at = from;
            while at < to {
                let state = calendar.state(at);
                let next = state.next_change.unwrap_or(to).min(to);
                if state.open {
                    found.push((at, next));
                }
                at = next;
            }
            if found == expected {
                same += 1;
            } else {
                differs.push(hours);
            }
        }
    }
    println!(
        "{same} the same, {refused} refused, {} differ",
        differs.len()
    );
    assert_eq!(differs, NOT_CLAIMED);
    assert!(same >= 100, "{same}");
}
