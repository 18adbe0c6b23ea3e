//! `kontor calendar`: due times, open or closed, and the public holidays, without a server.

use std::collections::HashMap;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use kontor_calendar::{Calendar, Holidays};
use serde::{Deserialize, Serialize};

use crate::commands::{Failure, filter};

/// Calendars kept read between lines.
const CALENDARS_KEPT: usize = 4_096;

/// What `--help` says of the hours. Every construct is listed in the calendar's `tests/constructs.rs`.
pub const HOURS_HELP: &str = "\
Hours are in OpenStreetMap's opening_hours syntax:
  Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00; PH off; 2026 Dec 24-2027 Jan 06 off
A later rule (;) stands in place of an earlier one on its days, a further one (,) beside it. A range past
midnight (Fr 20:00-02:00) belongs to the day it begins on; off takes away the hours of the day it names. PH
are the national public holidays of the country, as \"kontor calendar holidays\" lists them; unknown counts as
closed. An hour that daylight saving takes away is never worked, one that comes twice is worked twice.

Refused, since it could only be guessed at: fallback rules (||), school holidays (SH), times by the sun, an end
left open (18:00+), points in time (10:00-16:00/30), a comment without open, off or unknown before it, ranges
from or to Easter, weekdays beside PH without a comma, days alone before a comma (Sa, Su). Holidays of a region
or state are not known: write their dates.";

#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// When work that goes on only in opening hours is due; reads and writes JSON Lines.
    ///
    /// Each line: {"country":"FI","hours":"Mo-Fr 09:00-17:00; PH off","tz":"Europe/Helsinki",
    /// "from":"2027-12-03T15:00:00+02:00","work":"PT24H"}. Answer: {"due":"2027-12-08T15:00:00+02:00"},
    /// null where the calendar is never open for so long again. In "work" a day (P3D) is 24 hours.
    #[command(after_long_help = HOURS_HELP)]
    Due,
    /// Whether a calendar is open, and when that changes; reads and writes JSON Lines.
    ///
    /// Each line: {"country","hours","tz","at"}. Answer: {"open":true,"next_change":"…"}, null where
    /// none comes.
    #[command(after_long_help = HOURS_HELP)]
    State,
    /// The public holidays that are built in.
    Holidays(HolidaysArgs),
}

#[derive(Debug, Args)]
pub struct HolidaysArgs {
    /// Of this country only, ISO 3166-1.
    #[arg(long)]
    country: Option<String>,
    /// Of this year only.
    #[arg(long)]
    year: Option<i16>,
    /// Answer with one JSON object instead of text.
    #[arg(long)]
    json: bool,
}

pub fn run(command: &CalendarCommand) -> Result<ExitCode, Failure> {
    let mut calendars = Calendars {
        holidays: Holidays::built_in(),
        known: HashMap::new(),
    };
    match command {
        CalendarCommand::Due => Ok(filter::run(|line| calendars.due(line))?),
        CalendarCommand::State => Ok(filter::run(|line| calendars.state(line))?),
        CalendarCommand::Holidays(args) => holidays(args, &calendars.holidays),
    }
}

/// What each line has.
#[derive(Deserialize, PartialEq, Eq, Hash, Clone)]
struct Place {
    #[serde(default)]
    country: String,
    hours: String,
    tz: String,
}

#[derive(Deserialize)]
struct DueLine {
    #[serde(flatten)]
    place: Place,
    from: String,
    work: String,
}

#[derive(Deserialize)]
struct StateLine {
    #[serde(flatten)]
    place: Place,
    at: String,
}

#[derive(Serialize)]
struct Due {
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
}

#[derive(Serialize)]
struct State {
    open: bool,
    next_change: Option<String>,
}

struct Calendars {
    holidays: Holidays,
    known: HashMap<Place, Calendar>,
}

impl Calendars {
    fn due(&mut self, line: &str) -> Result<Due, String> {
        let line: DueLine = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let from = instant("from", &line.from)?;
        let work = duration(&line.work)?;
        let (country, needed) = (line.place.country.clone(), line.place.hours.contains("PH"));
        let calendar = self.calendar(line.place)?;
        let due = calendar
            .due(from, work)
            .map_err(|error| error.to_string())?;
        let zone = calendar.zone().clone();
        let last = due.unwrap_or(from).max(from);
        let warning = needed
            .then(|| self.beyond(&country, &zone, from, last))
            .flatten();
        Ok(Due {
            due: due.map(|at| written(at, &zone)),
            warning,
        })
    }

    fn state(&mut self, line: &str) -> Result<State, String> {
        let line: StateLine = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let at = instant("at", &line.at)?;
        let calendar = self.calendar(line.place)?;
        let state = calendar.state(at);
        Ok(State {
            open: state.open,
            next_change: state.next_change.map(|at| written(at, calendar.zone())),
        })
    }

    fn calendar(&mut self, place: Place) -> Result<&Calendar, String> {
        if self.known.len() >= CALENDARS_KEPT {
            self.known.clear();
        }
        match self.known.entry(place) {
            std::collections::hash_map::Entry::Occupied(found) => Ok(found.into_mut()),
            std::collections::hash_map::Entry::Vacant(free) => {
                let Place { country, hours, tz } = free.key();
                let made = Calendar::new(hours, country, tz, &self.holidays);
                Ok(free.insert(made.map_err(|error| error.to_string())?))
            }
        }
    }

    /// What to say where an answer reaches beyond the years whose holidays are known.
    fn beyond(
        &self,
        country: &str,
        zone: &TimeZone,
        from: Timestamp,
        to: Timestamp,
    ) -> Option<String> {
        let years = self.holidays.years(country)?;
        let year = |at| zone.to_datetime(at).year();
        let known = years.contains(&year(from)) && years.contains(&year(to));
        let (first, last) = (years.start(), years.end());
        let text = || format!("public holidays of {country} are known from {first} to {last} only");
        (!known).then(text)
    }
}

fn instant(field: &str, text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| format!("{field}: {text:?} is no RFC 3339 instant with an offset"))
}

/// A duration in which a day is 24 hours of work and a week seven days; months and years have no length.
fn duration(text: &str) -> Result<SignedDuration, String> {
    let span: Option<Span> = text.parse().ok();
    span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok())
        .ok_or_else(|| format!("work: {text:?} is no ISO 8601 duration of weeks, days or hours"))
}

/// RFC 3339 with the zone's offset, and a fraction only where there is one.
fn written(at: Timestamp, zone: &TimeZone) -> String {
    let offset = zone.to_offset(at);
    at.display_with_offset(offset).to_string()
}

fn holidays(args: &HolidaysArgs, all: &Holidays) -> Result<ExitCode, Failure> {
    let wanted = args.country.as_deref().map(str::to_ascii_uppercase);
    let countries: Vec<&str> = all
        .countries()
        .filter(|country| wanted.as_deref().is_none_or(|wanted| wanted == *country))
        .collect();
    if countries.is_empty() {
        return Err(format!("no public holidays are known for {wanted:?}").into());
    }
    let mut told = Vec::new();
    for country in countries {
        let years = all.years(country).unwrap_or(0..=0);
        let days = all.of(country).iter();
        let days = days.filter(|day| args.year.is_none_or(|year| day.date.year() == year));
        if args.json {
            let days = days
                .map(|day| serde_json::json!({ "date": day.date.to_string(), "name": day.name }));
            told.push(serde_json::json!({
                "country": country, "from": years.start(), "to": years.end(),
                "days": days.collect::<Vec<_>>(),
            }));
        } else {
            println!("{country}, {} to {}", years.start(), years.end());
            days.for_each(|day| println!("  {}  {}", day.date, day.name));
        }
    }
    if args.json {
        let answer = serde_json::json!({ "version": all.version(), "countries": told });
        println!("{answer}");
    }
    Ok(ExitCode::SUCCESS)
}
