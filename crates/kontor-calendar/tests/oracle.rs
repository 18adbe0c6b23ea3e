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

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kontor_calendar::{Calendar, Holidays};

const QUARTER: SignedDuration = SignedDuration::from_mins(15);
/// Quarters in a day.
const DAY: u32 = 96;
/// Quarters that the oracle walks at most: eight weeks.
const WALK_MAX: i64 = 8 * 7 * 96;
const PLACES: [(&str, &str); 12] = [
    ("FI", "Europe/Helsinki"),
    ("SK", "Europe/Bratislava"),
    ("EE", "Europe/Tallinn"),
    ("PT", "Europe/Lisbon"),
    ("BE", "Europe/Brussels"),
    ("DE", "Europe/Berlin"),
    ("PL", "Europe/Warsaw"),
    ("PT", "Atlantic/Azores"),
    ("PT", "Atlantic/Madeira"),
    // Half an hour of daylight saving; the earliest and one of the oddest offsets there are.
    ("FI", "Australia/Lord_Howe"),
    ("EE", "Pacific/Kiritimati"),
    ("SK", "Asia/Kathmandu"),
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
    /// Every so many-th weekday of a month, from its end where negative.
    Nth(usize, i8),
    Holidays,
    /// So many days after (before, where negative) a holiday.
    Beside(i64),
    Dates(Date, Date),
    EveryYear(i8, i8, i8),
    Months(i8, i8),
    Weeks(i8, i8),
    /// Of one year.
    Year(i16, BTreeSet<usize>),
}

#[derive(PartialEq, Clone, Copy)]
enum Effect {
    /// `;`
    Open,
    /// `,`
    Also,
    /// `off`
    Off,
}

/// Quarters of the day from and to; beyond a day is the next morning. Off without any: the whole day.
struct Rule {
    days: Days,
    spans: Vec<(u32, u32)>,
    effect: Effect,
}

struct Model {
    rules: Vec<Rule>,
    holidays: BTreeSet<Date>,
    /// Which rules hold on a day, once asked.
    holding: RefCell<BTreeMap<Date, Rc<[bool]>>>,
}

fn weekday(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).unwrap()
}

fn names(days: &BTreeSet<usize>) -> String {
    let names: Vec<&str> = days.iter().map(|day| WEEKDAYS[*day]).collect();
    names.join(",")
}

fn month(month: i8) -> &'static str {
    MONTHS[usize::try_from(month - 1).unwrap()]
}

fn clock(quarter: u32) -> String {
    format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15)
}

impl Rule {
    fn holds(&self, date: Date, holidays: &BTreeSet<Date>) -> bool {
        match &self.days {
            Days::Weekdays(days) => days.contains(&weekday(date)),
            Days::Holidays => holidays.contains(&date),
            Days::Dates(from, to) => (*from..=*to).contains(&date),
            Days::EveryYear(month, from, to) => {
                date.month() == *month && (*from..=*to).contains(&date.day())
            }
            Days::Nth(day, nth) => {
                let last = date.days_in_month();
                let count = if *nth > 0 {
                    (date.day() - 1) / 7 + 1
                } else {
                    -((last - date.day()) / 7 + 1)
                };
                weekday(date) == *day && count == *nth
            }
            Days::Beside(days) => {
                let holiday = date - SignedDuration::from_hours(24 * days);
                holidays.contains(&holiday)
            }
            Days::Months(from, to) if from <= to => (*from..=*to).contains(&date.month()),
            Days::Months(from, to) => date.month() >= *from || date.month() <= *to,
            Days::Weeks(from, to) => (*from..=*to).contains(&date.iso_week_date().week()),
            Days::Year(year, days) => date.year() == *year && days.contains(&weekday(date)),
        }
    }

    fn write(&self, text: &mut String) {
        text.push_str(&match &self.days {
            Days::Weekdays(days) => names(days),
            Days::Nth(day, nth) => format!("{}[{nth}]", WEEKDAYS[*day]),
            Days::Holidays => "PH".to_owned(),
            Days::Beside(days) => format!("PH {days:+} day"),
            Days::Dates(from, to) => format!(
                "{} {} {:02}-{} {} {:02}",
                from.year(),
                month(from.month()),
                from.day(),
                to.year(),
                month(to.month()),
                to.day()
            ),
            Days::EveryYear(of, from, to) => format!("{} {from:02}-{to:02}", month(*of)),
            Days::Months(from, to) => format!("{}-{}", month(*from), month(*to)),
            Days::Weeks(from, to) => format!("week {from:02}-{to:02}"),
            Days::Year(year, days) => format!("{year} {}", names(days)),
        });
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
        text.push_str(&spans.join(","));
        if self.effect == Effect::Off {
            text.push_str(if spans.is_empty() { "off" } else { " off" });
        }
    }
}

impl Model {
    fn text(&self) -> String {
        let mut text = String::new();
        for rule in &self.rules {
            if !text.is_empty() {
                text.push_str(if rule.effect == Effect::Also {
                    ", "
                } else {
                    "; "
                });
            }
            rule.write(&mut text);
        }
        text
    }

    fn holding(&self, date: Date) -> Rc<[bool]> {
        let mut holding = self.holding.borrow_mut();
        let asked = holding.entry(date).or_insert_with(|| {
            let rules = self.rules.iter();
            rules.map(|rule| rule.holds(date, &self.holidays)).collect()
        });
        Rc::clone(asked)
    }

    /// Open where some rule's hours that began today, or yesterday and ran past midnight, hold: not
    /// replaced by a later rule of the day they began on, and not taken away by a later `off`.
    fn is_open(&self, date: Date, quarter: u32) -> bool {
        let (today, yesterday) = (self.holding(date), self.holding(date.yesterday().unwrap()));
        let within = |rule: &Rule, quarter: u32| {
            let mut spans = rule.spans.iter();
            spans.any(|(from, to)| (*from..*to).contains(&quarter))
                || (rule.spans.is_empty() && quarter < DAY)
        };
        let off = |number: usize| {
            let rule = &self.rules[number];
            rule.effect == Effect::Off
                && (today[number] && within(rule, quarter)
                    || yesterday[number] && within(rule, quarter + DAY))
        };
        [(&today, quarter), (&yesterday, quarter + DAY)]
            .iter()
            .any(|(holds, quarter)| {
                self.rules.iter().enumerate().any(|(number, rule)| {
                    let mut later = number + 1..self.rules.len();
                    let replaces =
                        |later: usize| self.rules[later].effect == Effect::Open && holds[later];
                    rule.effect != Effect::Off
                        && holds[number]
                        && within(rule, *quarter)
                        && !later.any(|later| off(later) || replaces(later))
                })
            })
    }

    fn is_open_at(&self, at: Timestamp, zone: &TimeZone) -> bool {
        let local = zone.to_datetime(at);
        let minutes = u32::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute()));
        self.is_open(local.date(), minutes.unwrap() / 15)
    }
}

/// One to three windows, of which the last may run past midnight.
fn spans(dice: &mut Dice) -> Vec<(u32, u32)> {
    let mut edges = BTreeSet::new();
    let count = 2 * (1 + usize::try_from(dice.throw(3)).unwrap());
    while edges.len() < count {
        edges.insert(dice.quarter(0, DAY + 1));
    }
    let edges: Vec<u32> = edges.into_iter().collect();
    let mut spans: Vec<_> = edges.chunks(2).map(|pair| (pair[0], pair[1])).collect();
    if dice.one_in(3)
        && let Some((from, to)) = spans.last_mut()
        && (1..DAY).contains(from)
    {
        *to = DAY + dice.quarter(1, 1 + *from);
    }
    spans
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

fn small(dice: &mut Dice, from: i8, to: i8) -> i8 {
    from + i8::try_from(dice.throw(u64::try_from(to - from + 1).unwrap())).unwrap()
}

fn days(dice: &mut Dice, near: Date) -> Days {
    match dice.throw(12) {
        0..=2 => weekdays(dice),
        3 => Days::Nth(
            usize::try_from(dice.throw(7)).unwrap(),
            [1, 2, 3, 4, 5, -1, -2][usize::try_from(dice.throw(7)).unwrap()],
        ),
        4 | 5 => Days::Holidays,
        6 => Days::Beside([-2, -1, 1, 2][usize::try_from(dice.throw(4)).unwrap()]),
        7 => dates(dice, near),
        8 => Days::EveryYear(near.month(), small(dice, 1, 10), 24),
        9 => Days::Months(small(dice, 1, 12), small(dice, 1, 12)),
        10 => {
            let from = small(dice, 1, 53);
            Days::Weeks(from, small(dice, from, 53))
        }
        _ => match weekdays(dice) {
            Days::Weekdays(days) => Days::Year(near.year(), days),
            days => days,
        },
    }
}

fn model(dice: &mut Dice, holidays: BTreeSet<Date>, near: Date) -> Model {
    let mut rules = vec![Rule {
        days: weekdays(dice),
        spans: spans(dice),
        effect: Effect::Open,
    }];
    if dice.one_in(2) {
        rules.push(Rule {
            days: weekdays(dice),
            spans: spans(dice),
            effect: Effect::Open,
        });
    }
    if dice.one_in(2) {
        rules.push(Rule {
            days: Days::Holidays,
            spans: Vec::new(),
            effect: Effect::Off,
        });
    }
    for _ in 0..dice.throw(4) {
        let effect = [Effect::Open, Effect::Also, Effect::Off, Effect::Off]
            [usize::try_from(dice.throw(4)).unwrap()];
        let whole = effect == Effect::Off && !dice.one_in(3);
        rules.push(Rule {
            days: days(dice, near),
            spans: if whole { Vec::new() } else { spans(dice) },
            effect,
        });
    }
    Model {
        rules,
        holidays,
        holding: RefCell::default(),
    }
}

/// An instant on a quarter; a third of them near a change of the clocks.
fn instant(dice: &mut Dice, zone: &TimeZone) -> Timestamp {
    let start: Timestamp = "2024-02-01T00:00:00Z".parse().unwrap();
    let quarters = i64::try_from(dice.throw(7 * 365 * 96)).unwrap();
    let any = start + SignedDuration::from_mins(quarters * 15);
    if !dice.one_in(3) {
        return any;
    }
    // Zones without daylight saving have none, or the end of a table.
    let end: Timestamp = "2033-01-01T00:00:00Z".parse().unwrap();
    let changes = zone.following(any).map(|change| change.timestamp());
    let Some(change) = changes.take_while(|at| *at < end).next() else {
        return any;
    };
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
        std::env::var("KONTOR_CALENDAR_CASES").map_or(1_000, |text| text.parse().unwrap());
    let known = Holidays::built_in();
    let mut wrong = Vec::new();
    let (mut dues, mut states, mut beyond) = (0, 0, 0);
    for seed in 0..cases {
        let mut dice = Dice(seed);
        let (country, name) = PLACES[usize::try_from(dice.throw(12)).unwrap()];
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
        effect: Effect::Open,
    }];
    rules.push(Rule {
        days: Days::Holidays,
        spans: Vec::new(),
        effect: Effect::Off,
    });
    let christmas: Date = "2026-12-25".parse().unwrap();
    let model = Model {
        rules,
        holidays: BTreeSet::from([christmas]),
        holding: RefCell::default(),
    };
    assert_eq!(model.text(), "Mo,Tu,We,Th,Fr 09:00-17:00; PH off");
    let monday: Date = "2026-11-23".parse().unwrap();
    assert_eq!(monday.weekday(), Weekday::Monday);
    assert!(model.is_open(monday, 36) && model.is_open(monday, 67));
    assert!(!model.is_open(monday, 35) && !model.is_open(monday, 68));
    assert!(!model.is_open(christmas, 40));
}
