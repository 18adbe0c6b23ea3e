//! A week as a grid: for each weekday its windows, and what holds on public holidays.
//!
//! What most people need, and what a page can show with fields to fill in. [`Week::expression`] writes it
//! in `opening_hours` syntax; [`Week::from_expression`] reads it back where it says no more than a grid can
//! show. What an expression means at an instant lives in [`crate::Calendar`].

use opening_hours::RuleKind;
use opening_hours_syntax::rules::day::{HolidayKind, WeekDayRange};
use opening_hours_syntax::rules::{RuleOperator, RuleSequence};

use crate::nights::{DAY, spans};
use crate::reading;

/// The windows of one day at most; more are no longer a grid.
pub const WINDOWS_MAX: usize = 8;

const NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// From when to when on one day, in minutes from its midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    from: u16,
    to: u16,
}

impl Window {
    /// A window; one that ends before it begins runs past midnight, one that ends as it begins lasts a day.
    ///
    /// `None` where a time is not within a day (`to` may be 24:00).
    #[must_use]
    pub fn new(from: u16, to: u16) -> Option<Self> {
        let fits = from < DAY && to <= DAY;
        let to = if from < to { to } else { to + DAY };
        fits.then_some(Self { from, to })
    }

    /// Its beginning, in minutes from midnight.
    #[must_use]
    pub fn from(self) -> u16 {
        self.from
    }

    /// Its end as a time of day, in minutes from midnight; 1440 is midnight at the day's end.
    #[must_use]
    pub fn to(self) -> u16 {
        if self.to > DAY {
            self.to - DAY
        } else {
            self.to
        }
    }

    /// True where it goes on after midnight.
    #[must_use]
    pub fn runs_past_midnight(self) -> bool {
        self.to > DAY
    }

    fn text(self) -> String {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        format!("{}-{}", clock(self.from), clock(self.to()))
    }
}

/// What holds on public holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnHolidays {
    /// Closed.
    #[default]
    Closed,
    /// The hours of a Sunday.
    AsSunday,
    /// The hours of the weekday it is.
    AsUsual,
}

/// The hours of a week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Week {
    days: [Vec<Window>; 7],
    holidays: OnHolidays,
}

impl Week {
    /// A week from Monday to Sunday. Windows of a day that meet or overlap become one, and ways to say the
    /// same become one way: a week that is never open is closed on holidays, and so is one whose holidays
    /// are as a closed Sunday.
    ///
    /// `None` where a day has more than [`WINDOWS_MAX`] windows, or windows that become one of more than a
    /// day.
    #[must_use]
    pub fn new(days: [Vec<Window>; 7], holidays: OnHolidays) -> Option<Self> {
        let days = days.map(apart);
        let long = |window: &Window| window.to - window.from > DAY;
        let fits = |day: &Vec<Window>| day.len() <= WINDOWS_MAX && !day.iter().any(long);
        if !days.iter().all(fits) {
            return None;
        }
        let sunday_closed = days.last().is_none_or(Vec::is_empty);
        let never = days.iter().all(Vec::is_empty);
        let as_closed = never || (holidays == OnHolidays::AsSunday && sunday_closed);
        let holidays = if as_closed {
            OnHolidays::Closed
        } else {
            holidays
        };
        Some(Self { days, holidays })
    }

    /// The windows of each day from Monday to Sunday, in order and apart.
    #[must_use]
    pub fn days(&self) -> &[Vec<Window>; 7] {
        &self.days
    }

    /// What holds on public holidays.
    #[must_use]
    pub fn holidays(&self) -> OnHolidays {
        self.holidays
    }

    /// The week in `opening_hours` syntax, days with the same hours together.
    #[must_use]
    pub fn expression(&self) -> String {
        let mut rules: Vec<String> = Vec::new();
        let mut told: Vec<&[Window]> = vec![&[]];
        for windows in &self.days {
            if told.contains(&windows.as_slice()) {
                continue;
            }
            told.push(windows);
            let same = self.days.iter().map(|other| other == windows).collect();
            rules.push(format!("{} {}", day_names(same), hours(windows)));
        }
        if rules.is_empty() {
            return "off".to_owned();
        }
        // Each day is told once, so both separators say the same; after a comma every program keeps the
        // hours past midnight.
        let mut windows = self.days.iter().flatten();
        let nights = windows.any(|window| window.runs_past_midnight());
        let text = rules.join(if nights { ", " } else { "; " });
        match self.holidays {
            OnHolidays::Closed => format!("{text}; PH off"),
            OnHolidays::AsUsual => text,
            OnHolidays::AsSunday => {
                let sunday = self.days.last().map_or(String::new(), |day| hours(day));
                format!("{text}; PH {sunday}")
            }
        }
    }

    /// Reads an expression; `None` where it is refused or says what a grid cannot show: dates, months,
    /// every other week, comments, hours of a holiday that are not a Sunday's.
    #[must_use]
    pub fn from_expression(hours: &str) -> Option<Self> {
        let read = reading::read(hours).ok()?;
        let mut grid = Reading::default();
        for rule in &read.get_expression().rules {
            grid.take(rule)?;
        }
        grid.week()
    }
}

/// A grid while rule after rule is read.
#[derive(Default)]
struct Reading {
    days: [Vec<Window>; 7],
    /// The hours of holidays, once a rule has spoken of them.
    holidays: Option<Vec<Window>>,
    /// A rule has closed a weekday, which also ends the night before.
    weekday_closed: bool,
}

impl Reading {
    fn take(&mut self, rule: &RuleSequence) -> Option<()> {
        let selector = &rule.day_selector;
        let dated =
            !(selector.year.is_empty() && selector.monthday.is_empty() && selector.week.is_empty());
        if dated || !rule.comment.is_empty() {
            return None;
        }
        let (named, holiday) = named(&selector.weekday)?;
        let replaces = rule.operator == RuleOperator::Normal;
        let windows: Vec<Window> = spans(&rule.time_selector)
            .into_iter()
            .map(|span| Window {
                from: span.start,
                to: span.end,
            })
            .collect();
        // Hours of more than a day run into the day after the next.
        if windows.iter().any(|window| window.to - window.from > DAY) {
            return None;
        }
        let whole_day = windows
            .iter()
            .all(|window| (window.from, window.to) == (0, DAY));
        let open = match rule.kind {
            RuleKind::Open => true,
            RuleKind::Closed if whole_day => false,
            RuleKind::Closed | RuleKind::Unknown => return None,
        };
        let any_day = named.contains(&true);
        // A later rule of weekdays also holds on holidays that fall on them; one beside adds to both.
        if self.holidays.is_some() && any_day && open {
            return None;
        }
        for (day, named) in self.days.iter_mut().zip(named) {
            if named && (!open || replaces) {
                day.clear();
            }
            if named && open {
                day.extend(&windows);
            }
        }
        self.weekday_closed |= !open && any_day;
        if holiday {
            if open && !replaces {
                return None;
            }
            self.holidays = Some(if open { windows } else { Vec::new() });
        }
        Some(())
    }

    fn week(self) -> Option<Week> {
        let nights = self.days.iter().flatten().any(|window| window.to > DAY);
        if self.weekday_closed && nights {
            return None;
        }
        let sunday = self.days.last().cloned().unwrap_or_default();
        let holidays = match self.holidays.map(apart) {
            None => OnHolidays::AsUsual,
            Some(windows) if windows.is_empty() => OnHolidays::Closed,
            Some(windows) if windows == apart(sunday) => OnHolidays::AsSunday,
            Some(_) => return None,
        };
        Week::new(self.days, holidays)
    }
}

/// Which weekdays a rule names, and whether holidays; no name means every weekday.
fn named(ranges: &[WeekDayRange]) -> Option<([bool; 7], bool)> {
    let (mut days, mut holiday) = ([ranges.is_empty(); 7], false);
    for range in ranges {
        match range {
            WeekDayRange::Fixed {
                range,
                offset: 0,
                nth_from_start,
                nth_from_end,
            } if !nth_from_start.contains(&false) && !nth_from_end.contains(&false) => {
                let (first, last) = (*range.start(), *range.end());
                let mut day = first;
                // From Saturday to Monday goes round the end of the week.
                for _ in 0..7 {
                    if let Some(named) = days.get_mut(day.num_days_from_monday() as usize) {
                        *named = true;
                    }
                    if day == last {
                        break;
                    }
                    day = day.succ();
                }
            }
            WeekDayRange::Holiday {
                kind: HolidayKind::Public,
                offset: 0,
            } => holiday = true,
            _ => return None,
        }
    }
    Some((days, holiday))
}

/// In order; windows that meet or overlap are one.
fn apart(mut windows: Vec<Window>) -> Vec<Window> {
    windows.sort_unstable();
    let mut apart: Vec<Window> = Vec::new();
    for window in windows {
        match apart.last_mut() {
            Some(last) if window.from <= last.to => last.to = last.to.max(window.to),
            _ => apart.push(window),
        }
    }
    apart
}

/// "Mo-Fr,Su" for the days that are true.
fn day_names(days: Vec<bool>) -> String {
    let mut runs: Vec<(&str, &str)> = Vec::new();
    let mut going_on = false;
    for (name, named) in NAMES.into_iter().zip(days) {
        match runs.last_mut() {
            Some(run) if named && going_on => run.1 = name,
            _ if named => runs.push((name, name)),
            _ => {}
        }
        going_on = named;
    }
    let text = |(first, last): (&str, &str)| {
        if first == last {
            first.to_owned()
        } else {
            format!("{first}-{last}")
        }
    };
    let texts: Vec<String> = runs.into_iter().map(text).collect();
    texts.join(",")
}

fn hours(windows: &[Window]) -> String {
    let texts: Vec<String> = windows.iter().map(|window| window.text()).collect();
    texts.join(",")
}
