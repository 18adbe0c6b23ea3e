//! The weekly grid: what it writes is read back as it was, and means what it shows.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kontor_calendar::{Calendar, Holidays, OnHolidays, Week, Window};

fn window(from: &str, to: &str) -> Window {
    let minutes = |text: &str| {
        let (hour, minute) = text.split_once(':').unwrap();
        hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap()
    };
    Window::new(minutes(from), minutes(to)).unwrap()
}

fn week(working: &[(&str, &str)], saturday: &[(&str, &str)], holidays: OnHolidays) -> Week {
    let windows = |of: &[(&str, &str)]| -> Vec<Window> {
        of.iter().map(|(from, to)| window(from, to)).collect()
    };
    let work = || windows(working);
    let days = [
        work(),
        work(),
        work(),
        work(),
        work(),
        windows(saturday),
        Vec::new(),
    ];
    Week::new(days, holidays).unwrap()
}

#[test]
fn a_week_is_written_as_people_write_it() {
    let plain = week(
        &[("09:00", "17:00")],
        &[("10:00", "14:00")],
        OnHolidays::Closed,
    );
    assert_eq!(
        plain.expression(),
        "Mo-Fr 09:00-17:00; Sa 10:00-14:00; PH off"
    );
    let usual = week(
        &[("09:00", "12:00"), ("13:00", "17:00")],
        &[],
        OnHolidays::AsUsual,
    );
    assert_eq!(usual.expression(), "Mo-Fr 09:00-12:00,13:00-17:00");
    let night = week(
        &[("20:00", "02:00")],
        &[("00:00", "24:00")],
        OnHolidays::Closed,
    );
    assert_eq!(
        night.expression(),
        "Mo-Fr 20:00-02:00, Sa 00:00-24:00; PH off"
    );
    let never = week(&[], &[], OnHolidays::AsUsual);
    assert_eq!(never.expression(), "off");
    let all = std::array::from_fn(|_| vec![window("00:00", "24:00")]);
    let sundays = Week::new(all, OnHolidays::AsSunday).unwrap();
    assert_eq!(sundays.expression(), "Mo-Su 00:00-24:00; PH 00:00-24:00");
    // Two windows that meet are one.
    let met = week(
        &[("09:00", "12:00"), ("12:00", "17:00")],
        &[],
        OnHolidays::AsUsual,
    );
    assert_eq!(met.expression(), "Mo-Fr 09:00-17:00");
    assert_eq!(Window::new(24 * 60, 60), None);
    assert_eq!(Window::new(0, 24 * 60 + 1), None);
}

#[test]
fn expressions_that_a_grid_can_show_are_read() {
    for (hours, written) in [
        ("24/7", "Mo-Su 00:00-24:00"),
        ("off", "off"),
        ("09:00-17:00", "Mo-Su 09:00-17:00"),
        ("Mo-Su 10:00-20:00; Tu off", "Mo,We-Su 10:00-20:00"),
        (
            "Mo-Fr 10:00-20:00; Tu 10:00-14:00; PH off",
            "Mo,We-Fr 10:00-20:00; Tu 10:00-14:00; PH off",
        ),
        (
            "Mo-Fr 08:00-12:00, We 14:00-18:00",
            "Mo-Tu,Th-Fr 08:00-12:00; We 08:00-12:00,14:00-18:00",
        ),
        (
            "Mo-Sa 10:00-18:00; Su,PH 12:00-16:00",
            "Mo-Sa 10:00-18:00; Su 12:00-16:00; PH 12:00-16:00",
        ),
        ("Fr-Mo 22:00-26:00", "Mo,Fr-Su 22:00-02:00"),
        ("Mo-Fr 9:00-17:00;PH closed", "Mo-Fr 09:00-17:00; PH off"),
    ] {
        let week = Week::from_expression(hours);
        let found = week.map(|week| week.expression());
        assert_eq!(found.as_deref(), Some(written), "{hours}");
    }
}

#[test]
fn what_a_grid_cannot_show_is_left_to_the_expert_field() {
    for hours in [
        "",
        "nonsense",
        "Mo-Fr 09:00-17:00; Dec 24 off",
        "Jul Mo-Fr 09:00-12:00",
        "week 1-53/2 Mo 09:00-12:00",
        "2026 Mo 09:00-12:00",
        "Fr[1] 09:00-12:00",
        "Mo-Fr 09:00-17:00; We 12:00-13:00 off",
        "Mo-Fr 09:00-17:00 unknown",
        "Mo-Fr 09:00-17:00 open \"ring twice\"",
        "Mo-Fr 09:00-17:00; PH 10:00-12:00",
        "Mo-Fr 09:00-17:00; PH +1 day off",
        // Later weekday rules hold on holidays too.
        "PH off; Mo-Fr 09:00-17:00",
        "Su,PH 10:00-12:00; Mo-Fr 09:00-17:00",
        "Mo-Fr 09:00-17:00, PH 10:00-12:00",
        // A closed day ends the night before.
        "Mo-Fr 20:00-02:00; Sa off",
        "Mo 12:00-48:00",
        "Mo-Fr sunrise-17:00",
    ] {
        assert_eq!(Week::from_expression(hours), None, "{hours}");
    }
}

/// SplitMix64: the same seed, the same weeks.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u16 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u16::try_from((z ^ (z >> 31)) % sides).unwrap()
    }

    fn week(&mut self) -> Week {
        loop {
            if let Some(week) = self.any_week() {
                return week;
            }
        }
    }

    fn any_week(&mut self) -> Option<Week> {
        let usual: Vec<Window> = (0..self.throw(3)).map(|_| self.window()).collect();
        let days = std::array::from_fn(|_| match self.throw(3) {
            0 => (0..self.throw(4)).map(|_| self.window()).collect(),
            1 => Vec::new(),
            _ => usual.clone(),
        });
        let holidays = [
            OnHolidays::Closed,
            OnHolidays::AsSunday,
            OnHolidays::AsUsual,
        ];
        Week::new(days, holidays[usize::from(self.throw(3))])
    }

    fn window(&mut self) -> Window {
        Window::new(self.throw(1_440), self.throw(1_441)).unwrap()
    }
}

/// What a week shows at a minute of a day, `holiday` and `eve` telling of today and yesterday.
fn shows(week: &Week, day: usize, minute: u16, holiday: bool, eve: bool) -> bool {
    let windows = |day: usize, holiday: bool| match (holiday, week.holidays()) {
        (true, OnHolidays::Closed) => &[],
        (true, OnHolidays::AsSunday) => week.days()[6].as_slice(),
        _ => week.days()[day].as_slice(),
    };
    let lasts = |window: &Window| {
        let to = window.to()
            + if window.runs_past_midnight() {
                1_440
            } else {
                0
            };
        window.from()..to
    };
    let closed = holiday && week.holidays() == OnHolidays::Closed;
    // A closed holiday closes the day, not the night that follows it.
    let before = if eve && week.holidays() == OnHolidays::Closed {
        week.days()[(day + 6) % 7].as_slice()
    } else {
        windows((day + 6) % 7, eve)
    };
    let today = windows(day, holiday)
        .iter()
        .any(|w| lasts(w).contains(&minute));
    let night = before.iter().any(|w| lasts(w).contains(&(minute + 1_440)));
    !closed && (today || night)
}

#[test]
fn random_weeks_are_read_back_and_mean_what_they_show() {
    let holidays = Holidays::built_in();
    let known: Vec<_> = holidays.of("FI").iter().map(|day| day.date).collect();
    let mut dice = Dice(1);
    let zone = TimeZone::UTC;
    let start: Timestamp = "2024-01-02T00:00:00Z".parse().unwrap();
    for _ in 0..400 {
        let week = dice.week();
        let hours = week.expression();
        assert_eq!(
            Week::from_expression(&hours).as_ref(),
            Some(&week),
            "{hours}"
        );
        let calendar = Calendar::new(&hours, "FI", "UTC", &holidays).unwrap();
        for round in 0..20 {
            // Every other instant near a holiday.
            let days = if round % 2 == 0 {
                i64::from(dice.throw(7 * 365))
            } else {
                let day = known[usize::from(dice.throw(known.len() as u64))];
                let since = day.since(zone.to_datetime(start).date()).unwrap();
                (i64::from(since.get_days()) + i64::from(dice.throw(3)) - 1).max(0)
            };
            let minutes = days * 1_440 + i64::from(dice.throw(1_440));
            let at = start + SignedDuration::from_mins(minutes);
            let local = zone.to_datetime(at);
            let date = local.date();
            let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap();
            let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute()));
            let eve = known.contains(&date.yesterday().unwrap());
            let shown = shows(&week, day, minute.unwrap(), known.contains(&date), eve);
            assert_eq!(calendar.state(at).open, shown, "{hours} at {at}");
        }
    }
}
