//! Random calendars against an oracle that is written another way: it walks the time in quarters of an
//! hour and asks each quarter's wall clock, by a model of the expression and not by its text.
//!
//! `KONTOR_CALENDAR_CASES=12000 cargo test --release -p kontor-calendar --test oracle` tries as many.

#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kontor_calendar::{Calendar, Holidays};

const QUARTER: SignedDuration = SignedDuration::from_mins(15);
/// Quarters in a day.
const DAY: u32 = 96;
/// Quarters that the oracle walks at most: eight weeks.
const WALK_MAX: i64 = 8 * 7 * 96;
const PLACES: [(&str, &str); 8] = [
    ("FI", "Europe/Helsinki"),
    ("SK", "Europe/Bratislava"),
    ("EE", "Europe/Tallinn"),
    ("PT", "Europe/Lisbon"),
    ("BE", "Europe/Brussels"),
    ("DE", "Europe/Berlin"),
    ("PL", "Europe/Warsaw"),
    ("PT", "Atlantic/Azores"),
];
const WEEKDAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// SplitMix64: the same seed, the same cases.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.throw(sides) == 0
    }

    fn quarter(&mut self, from: u32, to: u32) -> u32 {
        from + u32::try_from(self.throw(u64::from(to - from))).unwrap()
    }
}

/// On which days a rule holds.
enum Days {
    Weekdays(BTreeSet<usize>),
    Holidays,
    Dates(Date, Date),
    EveryYear(i8, i8, i8),
}

/// Quarters of the day from and to; beyond a day is the next morning. Empty: off.
struct Rule {
    days: Days,
    spans: Vec<(u32, u32)>,
}

struct Model {
    rules: Vec<Rule>,
    holidays: BTreeSet<Date>,
}

fn clock(quarter: u32) -> String {
    format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15)
}

impl Rule {
    fn holds(&self, date: Date, holidays: &BTreeSet<Date>) -> bool {
        match &self.days {
            Days::Weekdays(days) => {
                days.contains(&usize::try_from(date.weekday().to_monday_zero_offset()).unwrap())
            }
            Days::Holidays => holidays.contains(&date),
            Days::Dates(from, to) => (*from..=*to).contains(&date),
            Days::EveryYear(month, from, to) => {
                date.month() == *month && (*from..=*to).contains(&date.day())
            }
        }
    }

    fn write(&self, text: &mut String) {
        match &self.days {
            Days::Weekdays(days) => {
                let names: Vec<&str> = days.iter().map(|day| WEEKDAYS[*day]).collect();
                text.push_str(&names.join(","));
            }
            Days::Holidays => text.push_str("PH"),
            Days::Dates(from, to) => {
                let month = |date: &Date| MONTHS[usize::try_from(date.month() - 1).unwrap()];
                write!(
                    text,
                    "{} {} {:02}-{} {} {:02}",
                    from.year(),
                    month(from),
                    from.day(),
                    to.year(),
                    month(to),
                    to.day()
                )
                .unwrap();
            }
            Days::EveryYear(month, from, to) => {
                let month = MONTHS[usize::try_from(*month - 1).unwrap()];
                write!(text, "{month} {from:02}-{to:02}").unwrap();
            }
        }
        let spans: Vec<String> = self
            .spans
            .iter()
            .map(|(from, to)| {
                // 26:00 and 02:00 are the same hour after midnight.
                let wraps = *to > DAY && from % 2 == 0;
                let to = if wraps { *to - DAY } else { *to };
                format!("{}-{}", clock(*from), clock(to))
            })
            .collect();
        text.push(' ');
        text.push_str(if spans.is_empty() { "off" } else { "" });
        text.push_str(&spans.join(","));
    }
}

impl Model {
    fn text(&self) -> String {
        let mut text = String::new();
        for rule in &self.rules {
            if !text.is_empty() {
                text.push_str("; ");
            }
            rule.write(&mut text);
        }
        text
    }

    /// The last rule that holds on a day decides it; what began the evening before goes on past
    /// midnight, save into a day that is off.
    fn is_open(&self, date: Date, quarter: u32) -> bool {
        let last = |date: Date| {
            let mut rules = self.rules.iter().rev();
            rules.find(|rule| rule.holds(date, &self.holidays))
        };
        let today = last(date);
        let within = |rule: &Rule, quarter: u32| {
            rule.spans
                .iter()
                .any(|(from, to)| (*from..*to).contains(&quarter))
        };
        if let Some(rule) = today
            && rule.spans.is_empty()
        {
            return false;
        }
        let yesterday = date.yesterday().unwrap();
        let spilt = self
            .rules
            .iter()
            .any(|rule| rule.holds(yesterday, &self.holidays) && within(rule, quarter + DAY));
        spilt || today.is_some_and(|rule| within(rule, quarter))
    }

    fn is_open_at(&self, at: Timestamp, zone: &TimeZone) -> bool {
        let local = zone.to_datetime(at);
        let minutes = u32::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute()));
        self.is_open(local.date(), minutes.unwrap() / 15)
    }
}

fn spans(dice: &mut Dice, past_midnight: bool) -> Vec<(u32, u32)> {
    if past_midnight {
        let from = dice.quarter(64, DAY);
        return vec![(from, DAY + dice.quarter(1, 24))];
    }
    let mut edges = BTreeSet::new();
    let count = 2 * (1 + usize::try_from(dice.throw(3)).unwrap());
    while edges.len() < count {
        edges.insert(dice.quarter(0, DAY + 1));
    }
    let edges: Vec<u32> = edges.into_iter().collect();
    edges.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

fn weekdays(dice: &mut Dice) -> Days {
    let mut days = BTreeSet::new();
    let (first, length) = (dice.throw(7), 1 + dice.throw(7));
    for day in first..first + length {
        days.insert(usize::try_from(day % 7).unwrap());
    }
    Days::Weekdays(days)
}

fn dates(dice: &mut Dice, near: Date) -> Days {
    let from = near + SignedDuration::from_hours(24 * i64::try_from(dice.throw(30)).unwrap());
    let length = i64::try_from(dice.throw(20)).unwrap();
    Days::Dates(from, from + SignedDuration::from_hours(24 * length))
}

fn model(dice: &mut Dice, holidays: BTreeSet<Date>, near: Date) -> Model {
    let past_midnight = dice.one_in(4);
    let mut rules = vec![Rule {
        days: weekdays(dice),
        spans: spans(dice, past_midnight),
    }];
    // Whose night it is where two rules claim it differs between programs: not claimed, not tried.
    if !past_midnight && dice.one_in(2) {
        rules.push(Rule {
            days: weekdays(dice),
            spans: spans(dice, false),
        });
    }
    if !dice.one_in(4) {
        let open = !past_midnight && dice.one_in(4);
        rules.push(Rule {
            days: Days::Holidays,
            spans: if open { spans(dice, false) } else { Vec::new() },
        });
    }
    if dice.one_in(3) {
        let month = near.month();
        let days = Days::EveryYear(month, 1 + i8::try_from(dice.throw(10)).unwrap(), 24);
        rules.push(Rule {
            days,
            spans: Vec::new(),
        });
    }
    for _ in 0..dice.throw(3) {
        let open = !past_midnight && dice.one_in(2);
        rules.push(Rule {
            days: dates(dice, near),
            spans: if open { spans(dice, false) } else { Vec::new() },
        });
    }
    Model { rules, holidays }
}

/// An instant on a quarter; a third of them near a change of the clocks.
fn instant(dice: &mut Dice, zone: &TimeZone) -> Timestamp {
    let start: Timestamp = "2024-02-01T00:00:00Z".parse().unwrap();
    let quarters = i64::try_from(dice.throw(7 * 365 * 96)).unwrap();
    let any = start + SignedDuration::from_mins(quarters * 15);
    if !dice.one_in(3) {
        return any;
    }
    let change = zone.following(any).next().unwrap().timestamp();
    change - SignedDuration::from_mins(15 * i64::try_from(dice.throw(200)).unwrap())
}

/// When so many quarters have been worked: at the end of the last, not when the next begins.
fn walked(
    work: i64,
    from: Timestamp,
    open_at: &impl Fn(i64) -> (Timestamp, bool),
) -> Option<Timestamp> {
    let mut left = work;
    (0..=WALK_MAX).map(open_at).find_map(|(at, open)| {
        if work == 0 {
            return Some(from);
        }
        left -= i64::from(open);
        (left == 0 && open).then(|| at + QUARTER)
    })
}

#[test]
fn random_calendars_agree_with_the_oracle() {
    let cases: u64 =
        std::env::var("KONTOR_CALENDAR_CASES").map_or(2_000, |text| text.parse().unwrap());
    let known = Holidays::built_in();
    let mut wrong = Vec::new();
    let (mut dues, mut states, mut beyond) = (0, 0, 0);
    for seed in 0..cases {
        let mut dice = Dice(seed);
        let (country, name) = PLACES[usize::try_from(dice.throw(8)).unwrap()];
        let zone = TimeZone::get(name).unwrap();
        let from = instant(&mut dice, &zone);
        let holidays = known.of(country).iter().map(|day| day.date).collect();
        let model = model(&mut dice, holidays, zone.to_datetime(from).date());
        let text = model.text();
        let calendar = Calendar::new(&text, country, name, &known)
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        let mut check = |what: &str, found: Option<Timestamp>, expected: Option<Timestamp>| {
            let horizon = from + QUARTER * i32::try_from(WALK_MAX).unwrap();
            let same = match expected {
                Some(_) => found == expected,
                None => found.is_none_or(|found| found > horizon),
            };
            beyond += u64::from(expected.is_none());
            if !same {
                wrong.push(format!(
                    "{seed} {what} {name} {text} from {from}: {found:?}, not {expected:?}"
                ));
            }
        };
        let open_at = |step: i64| {
            let at = from + QUARTER * i32::try_from(step).unwrap();
            (at, model.is_open_at(at, &zone))
        };
        if seed % 2 == 0 {
            states += 1;
            let state = calendar.state(from);
            let open = model.is_open_at(from, &zone);
            if state.open != open {
                check("open", None, Some(from));
            }
            let change = (1..=WALK_MAX).map(open_at).find(|(_, now)| *now != open);
            check("state", state.next_change, change.map(|(at, _)| at));
        } else {
            dues += 1;
            let work = i64::try_from(dice.throw(24 * 4 + 1)).unwrap();
            let due = calendar
                .due(from, QUARTER * i32::try_from(work).unwrap())
                .unwrap();
            check("due", due, walked(work, from, &open_at));
        }
    }
    println!(
        "{states} states, {dues} due times, {beyond} beyond eight weeks, {} wrong",
        wrong.len()
    );
    let shown: Vec<_> = wrong.iter().take(10).collect();
    assert!(wrong.is_empty(), "{} wrong: {shown:#?}", wrong.len());
    assert!(beyond * 5 < cases, "too many say nothing");
}

#[test]
fn the_oracle_itself_knows_a_plain_week() {
    let mut rules = vec![Rule {
        days: Days::Weekdays((0..5).collect()),
        spans: vec![(36, 68)],
    }];
    rules.push(Rule {
        days: Days::Holidays,
        spans: Vec::new(),
    });
    let christmas: Date = "2026-12-25".parse().unwrap();
    let model = Model {
        rules,
        holidays: BTreeSet::from([christmas]),
    };
    assert_eq!(model.text(), "Mo,Tu,We,Th,Fr 09:00-17:00; PH off");
    let monday: Date = "2026-11-23".parse().unwrap();
    assert_eq!(monday.weekday(), Weekday::Monday);
    assert!(model.is_open(monday, 36) && model.is_open(monday, 67));
    assert!(!model.is_open(monday, 35) && !model.is_open(monday, 68));
    assert!(!model.is_open(christmas, 40));
}
