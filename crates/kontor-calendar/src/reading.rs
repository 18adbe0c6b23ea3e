//! Reads an expression and refuses what would mean something else here than to its author.
//!
//! The grammar is the library's. What it reads but we could only guess at (the sun without a place, school
//! holidays without a table, an end left open) is refused with a sentence that says what to write instead.
//! What an expression means lives in [`crate::calendar`] and [`crate::nights`].

use opening_hours::OpeningHours;
use opening_hours_syntax::Error;
use opening_hours_syntax::rules::day::{Date, HolidayKind, MonthdayRange, WeekDayRange};
use opening_hours_syntax::rules::time::{Time, TimeSpan};
use opening_hours_syntax::rules::{RuleOperator, RuleSequence};

use crate::CalendarError;
use crate::calendar::HOURS_BYTES_MAX;

/// A state that a comment may follow.
const STATES: [&str; 4] = ["open", "closed", "off", "unknown"];
/// Of what stands where the parser stopped, so much is told.
const REST_CHARS_MAX: usize = 20;
const WEEKDAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/// The library's reading of an expression in which nothing is left to guess.
///
/// # Errors
/// [`CalendarError::Hours`] and [`CalendarError::HoursTooLong`].
pub fn read(hours: &str) -> Result<OpeningHours, CalendarError> {
    if hours.len() > HOURS_BYTES_MAX {
        return Err(CalendarError::HoursTooLong);
    }
    let parsed: OpeningHours = hours
        .parse()
        .map_err(|error| CalendarError::Hours(one_line(&error, hours)))?;
    let expression = parsed.get_expression();
    let doubt = in_text(hours).or_else(|| expression.rules.iter().find_map(in_rule));
    doubt.map_or(Ok(parsed), |doubt| {
        Err(CalendarError::Hours(doubt.to_owned()))
    })
}

/// True where a rule speaks of public holidays.
pub fn names_holidays(rule: &RuleSequence) -> bool {
    let mut days = rule.day_selector.weekday.iter();
    days.any(|days| matches!(days, WeekDayRange::Holiday { .. }))
}

/// What of a rule is not supported.
fn in_rule(rule: &RuleSequence) -> Option<&'static str> {
    if rule.operator == RuleOperator::Fallback {
        return Some("fallback rules (||) are not supported; write the hours with ; or ,");
    }
    let school = |days: &WeekDayRange| matches!(days, WeekDayRange::Holiday { kind, .. } if *kind == HolidayKind::School);
    if rule.day_selector.weekday.iter().any(school) {
        return Some("school holidays (SH) are not supported; write their dates");
    }
    let with_year = !rule.day_selector.year.is_empty();
    let months = rule.day_selector.monthday.iter();
    in_months(months, with_year).or_else(|| rule.time_selector.spans.iter().find_map(in_span))
}

fn in_months<'a>(
    mut months: impl Iterator<Item = &'a MonthdayRange>,
    with_year: bool,
) -> Option<&'static str> {
    months.find_map(|range| match range {
        MonthdayRange::Month { year: Some(_), .. } => {
            Some("write a space between year and month: 2026 Jul")
        }
        MonthdayRange::Month { range, year: None } => (with_year && range.start() > range.end())
            .then_some("months from one year into the next need days: 2026 Dec 01-2027 Jan 31"),
        MonthdayRange::Date { start, end } => {
            let easter = |date: &Date| matches!(date, Date::Easter { .. });
            (start != end && (easter(&start.0) || easter(&end.0)))
                .then_some("ranges from or to Easter are not supported; write their dates")
        }
    })
}

fn in_span(span: &TimeSpan) -> Option<&'static str> {
    let by_sun = |time: &Time| matches!(time, Time::Variable(_));
    if by_sun(&span.range.start) || by_sun(&span.range.end) {
        return Some("times by the sun are not supported; write the time of day");
    }
    if span.open_end {
        return Some("hours without an end (+) are not supported; write when they end");
    }
    let repeats = span.repeats.is_some();
    repeats.then_some("points in time (/) are not supported; write hours from and to")
}

/// What the library's tree no longer tells apart.
fn in_text(hours: &str) -> Option<&'static str> {
    let mut outside = String::new();
    for (number, part) in hours.split('"').enumerate() {
        if number % 2 == 0 {
            outside.push_str(&part.to_ascii_lowercase());
            continue;
        }
        let before = outside.trim_end();
        if !STATES.iter().any(|state| before.ends_with(state)) {
            return Some(
                "a comment needs open, off or unknown before it; alone it would say nothing",
            );
        }
    }
    let both = "weekdays and PH side by side mean days that are both; write a comma between them";
    let mut words = outside
        .split(' ')
        .filter(|word| !word.is_empty())
        .peekable();
    let mut day = false;
    let mut holiday = false;
    while let Some(word) = words.next() {
        let (is_day, is_holiday) = (ends_in_weekday(word), word.ends_with("ph"));
        if (is_day && !word.starts_with("ph") && holiday) || (word.starts_with("ph") && day) {
            return Some(both);
        }
        // "PH +1 day" and "Mo[1] -2 days" go on over three words.
        let offset = words.peek().is_some_and(|next| is_offset(next));
        if offset {
            words.next();
            words.next();
        }
        (day, holiday) = (is_day, is_holiday);
    }
    lone_days(&outside).then_some("write days without a space after the comma: Sa,Su 10:00-12:00")
}

/// "+1" or "-2".
fn is_offset(word: &str) -> bool {
    let number = word.strip_prefix(['+', '-']);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn ends_in_weekday(word: &str) -> bool {
    let word = word.split('[').next().unwrap_or(word);
    WEEKDAYS.iter().any(|day| word.ends_with(day))
}

/// True where days stand alone before ", ": by the grammar open around the clock, and hardly ever meant.
fn lone_days(outside: &str) -> bool {
    outside.split(';').any(|rules| {
        let mut parts = rules.split(", ").map(str::trim).peekable();
        std::iter::from_fn(|| {
            let part = parts.next()?;
            Some((part, parts.peek().is_some()))
        })
        .any(|(part, goes_on)| {
            let says = part.contains(':') || part == "24/7";
            goes_on && !says && !STATES.iter().any(|state| part.ends_with(state))
        })
    })
}

/// The parser draws its complaint over several lines and names its own rules; where it stopped is enough.
fn one_line(error: &Error, hours: &str) -> String {
    let drawn = error.to_string();
    let Error::Syntax(_) = error else {
        let line = drawn.lines().next().unwrap_or_default();
        return format!("not in opening_hours syntax: {line}");
    };
    let stopped = drawn.split_once("--> ").and_then(|(_, rest)| {
        let (_, column) = rest.lines().next()?.split_once(':')?;
        column.trim().parse::<usize>().ok()
    });
    let rest = stopped.map(|column| hours.chars().skip(column.saturating_sub(1)));
    let rest: String = rest.into_iter().flatten().take(REST_CHARS_MAX).collect();
    let place = if rest.is_empty() {
        "at its end".to_owned()
    } else {
        format!("at {rest:?}")
    };
    format!("not in opening_hours syntax {place}; an example: Mo-Fr 09:00-17:00; PH off")
}
