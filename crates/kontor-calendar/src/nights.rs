//! Whose night it is where hours run past midnight and a later rule claims the next day.
//!
//! A range belongs to the day it begins on. A later rule replaces the ranges that begin on its days, and
//! those alone: in `Fr 20:00-02:00; Sa 10:00-18:00` Friday's night goes on until Saturday 2:00. A rule
//! that says `off` takes away the hours that it names, whenever they began.
//!
//! Source: OpenStreetMap, `Key:opening_hours/specification`, rule separators and `closed`: a later rule
//! stands in place of an earlier one on the days it selects. The specification leaves open to which day
//! the hours after midnight belong; other programs cut the night off
//! (`docs/decisions/0008-opening-hours-by-a-library.md`). The library is one of them, so such
//! expressions, and only those, are evaluated here, day by day, on top of its selectors.

use std::ops::Range;
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use opening_hours::{Context, DATE_END, DateTimeRange, OpeningHours, RuleKind};
use opening_hours_syntax::rules::day::{DaySelector, WeekDayRange};
use opening_hours_syntax::rules::time::{Time, TimeSelector};
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleOperator, RuleSequence};

use crate::CalendarError;

/// Minutes in a day.
pub const DAY: u16 = 24 * 60;

/// How far ahead a rule's days are asked for.
const ASKED: Days = Days::new(7);

/// Minutes from a day's midnight.
type Span = Range<u16>;

/// Rules of which an earlier one may run into a day of a later one.
#[derive(Debug, Clone)]
pub struct Nights {
    rules: Arc<[Rule]>,
}

#[derive(Debug)]
struct Rule {
    /// Its days as an expression that is open on them throughout; `None` means every day.
    days: Option<OpeningHours>,
    /// Its hours on a day that it began on, up to the next midnight.
    own: Vec<Span>,
    /// Its hours on the day after.
    spilt: Vec<Span>,
    effect: Effect,
}

#[derive(Debug, Clone, Copy)]
enum Effect {
    /// Stands in place of what earlier rules said.
    Replace,
    /// Stands beside it.
    Add,
    /// Takes away its hours.
    Close,
}

impl Nights {
    /// The rules of an expression, where the library would cut a night off; else `None`.
    ///
    /// # Errors
    /// [`CalendarError::Hours`] where a rule's days cannot be told from its hours.
    pub fn of(
        expression: &OpeningHoursExpression,
        context: &Context,
    ) -> Result<Option<Self>, CalendarError> {
        let replaces = |rule: &RuleSequence| {
            rule.operator == RuleOperator::Normal && rule.kind != RuleKind::Closed
        };
        let spills = |rule: &RuleSequence| {
            let mut spans = spans(&rule.time_selector).into_iter();
            spans.any(|span| span.end > DAY)
        };
        let later = expression.rules.iter().skip(1);
        if !later.into_iter().any(replaces) || !expression.rules.iter().any(spills) {
            return Ok(None);
        }
        let rules = expression.rules.iter().map(|rule| Rule::of(rule, context));
        let rules = rules.collect::<Result<_, _>>()?;
        Ok(Some(Self { rules }))
    }

    /// The time from one wall-clock time to another in pieces that are open (true) or closed throughout.
    pub fn pieces(
        &self,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> impl Iterator<Item = (NaiveDateTime, NaiveDateTime, bool)> + use<> {
        let to = to.min(DATE_END);
        let rules = Arc::clone(&self.rules);
        let first = from.date().pred_opt().unwrap_or(from.date());
        let mut cursors: Vec<_> = rules.iter().map(Cursor::new).collect();
        let mut before: Vec<bool> = cursors
            .iter_mut()
            .map(|cursor| cursor.holds(first))
            .collect();
        let days = from
            .date()
            .iter_days()
            .take_while(move |date| midnight(*date) < to);
        let day = move |date: NaiveDate| {
            let today: Vec<bool> = cursors
                .iter_mut()
                .map(|cursor| cursor.holds(date))
                .collect();
            let open = open_on(&rules, &before, &today);
            before = today;
            pieces_of(&open)
                .map(move |(span, open)| (at(date, span.start), at(date, span.end), open))
        };
        days.flat_map(day)
            .map(move |(start, end, open)| (start.max(from), end.min(to), open))
            .filter(|(start, end, _)| start < end)
    }
}

impl Rule {
    fn of(rule: &RuleSequence, context: &Context) -> Result<Self, CalendarError> {
        let all = spans(&rule.time_selector);
        let within = |from: u16, to: u16| {
            let cut = all
                .iter()
                .map(|span| span.start.max(from)..span.end.min(to));
            let cut = cut.filter(|span| span.start < span.end);
            cut.map(|span| span.start - from..span.end - from).collect()
        };
        let (own, spilt) = (within(0, DAY), within(DAY, 2 * DAY));
        let (effect, own, spilt) = match (rule.kind, rule.operator) {
            (RuleKind::Open, RuleOperator::Normal) => (Effect::Replace, own, spilt),
            (RuleKind::Open, _) => (Effect::Add, own, spilt),
            // What is unknown counts as closed.
            (RuleKind::Unknown, RuleOperator::Normal) => (Effect::Replace, Vec::new(), Vec::new()),
            (RuleKind::Unknown | RuleKind::Closed, _) => (Effect::Close, own, spilt),
        };
        Ok(Self {
            days: days(&rule.day_selector, context)?,
            own,
            spilt,
            effect,
        })
    }
}

/// A rule's days as an expression of their own; read back and compared, since the library only reads text.
fn days(selector: &DaySelector, context: &Context) -> Result<Option<OpeningHours>, CalendarError> {
    if selector.is_empty() {
        return Ok(None);
    }
    let wide = DaySelector {
        weekday: Vec::new(),
        ..selector.clone()
    };
    let weekdays = selector.weekday.iter().map(|days| match days {
        // The library writes "PH 1 days", which it does not read.
        WeekDayRange::Holiday { kind, offset } if *offset != 0 => format!("{kind} {offset:+} days"),
        days => days.to_string(),
    });
    let weekdays: Vec<String> = weekdays.collect();
    let text = format!("{wide} {}", weekdays.join(","));
    let read = text.trim().parse::<OpeningHours>().ok();
    let same = read.filter(|read| {
        let expression = read.get_expression();
        let mut rules = expression.rules.iter();
        let same = rules.next().is_some_and(|rule| {
            rule.day_selector == *selector && rule.time_selector == TimeSelector::default()
        });
        same && rules.next().is_none()
    });
    let same = same.ok_or_else(|| {
        CalendarError::Hours(format!(
            "{} cannot stand beside hours past midnight",
            text.trim()
        ))
    })?;
    Ok(Some(same.with_context(context.clone())))
}

/// A rule's hours in minutes; an end before the start is the next day's.
pub fn spans(selector: &TimeSelector) -> Vec<Span> {
    let minutes = |time: &Time| match time {
        Time::Fixed(time) => Some(time.mins_from_midnight()),
        Time::Variable(_) => None,
    };
    let spans = selector.spans.iter().filter_map(|span| {
        let (start, end) = (minutes(&span.range.start)?, minutes(&span.range.end)?);
        Some(start..if start < end { end } else { end + DAY })
    });
    spans.collect()
}

/// The open minutes of a day, in order and apart, by the rules that hold on the day before and on it.
fn open_on(rules: &[Rule], before: &[bool], today: &[bool]) -> Vec<Span> {
    let (mut night, mut day): (Vec<Span>, Vec<Span>) = (Vec::new(), Vec::new());
    for ((rule, before), today) in rules.iter().zip(before).zip(today) {
        let spilt = before.then_some(rule.spilt.as_slice());
        let own = today.then_some(rule.own.as_slice());
        match rule.effect {
            Effect::Replace => {
                if let Some(spilt) = spilt {
                    night = spilt.to_vec();
                }
                if let Some(own) = own {
                    day = own.to_vec();
                }
            }
            Effect::Add => {
                night.extend(spilt.into_iter().flatten().cloned());
                day.extend(own.into_iter().flatten().cloned());
            }
            Effect::Close => {
                for hole in spilt.into_iter().chain(own).flatten() {
                    night = without(night, hole);
                    day = without(day, hole);
                }
            }
        }
    }
    night.append(&mut day);
    night.sort_by_key(|span| span.start);
    let mut apart: Vec<Span> = Vec::new();
    for span in night {
        match apart.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart
}

fn without(spans: Vec<Span>, hole: &Span) -> Vec<Span> {
    let cut = spans.into_iter().flat_map(|span| {
        let before = span.start..span.end.min(hole.start);
        let after = span.start.max(hole.end)..span.end;
        [before, after]
    });
    cut.filter(|span| span.start < span.end).collect()
}

/// A whole day in open (true) and closed pieces.
fn pieces_of(open: &[Span]) -> std::vec::IntoIter<(Span, bool)> {
    let mut pieces = Vec::with_capacity(2 * open.len() + 1);
    let mut from = 0;
    for span in open {
        if from < span.start {
            pieces.push((from..span.start, false));
        }
        pieces.push((span.clone(), true));
        from = span.end;
    }
    if from < DAY {
        pieces.push((from..DAY, false));
    }
    pieces.into_iter()
}

/// Tells of one day after the other whether a rule holds.
struct Cursor {
    days: Option<OpeningHours>,
    /// The stretch that the last day told lies in.
    current: Option<DateTimeRange>,
}

impl Cursor {
    fn new(rule: &Rule) -> Self {
        Self {
            days: rule.days.clone(),
            current: None,
        }
    }

    fn holds(&mut self, date: NaiveDate) -> bool {
        let Some(days) = &self.days else {
            return true;
        };
        let start = midnight(date);
        let told = self
            .current
            .as_ref()
            .filter(|range| start < range.range.end);
        if told.is_none() {
            // The library walks to the end of what holds, so it is asked a week at a time.
            let end = start.checked_add_days(ASKED).unwrap_or(start);
            self.current = days.iter_range(start, end).next();
        }
        let range = self.current.as_ref();
        range.is_some_and(|range| range.kind == RuleKind::Open)
    }
}

fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

fn at(date: NaiveDate, minute: u16) -> NaiveDateTime {
    midnight(date) + TimeDelta::minutes(minute.into())
}
