//! The hours of a phone between grid, expression and form.

use kontor_calendar::{OnHolidays, Week, Window};
use kontor_core::contact_settings::PhoneChannel;
use kontor_core::marketplace::Marketplace;
use kontor_pages::pages::contact::{DAYS, DayFields, HoursFields, HoursMode, WINDOWS};

use super::{Pairs, Wrong};

/// The minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// The hours as they were typed.
pub(super) fn read(pairs: &Pairs) -> HoursFields {
    let day = |code: &str| DayFields {
        open: pairs.has(&format!("{code}.open")),
        windows: std::array::from_fn(|place| {
            let field = |part| pairs.text(&format!("{code}.{}.{part}", place + 1));
            (field("from"), field("to"))
        }),
    };
    HoursFields {
        mode: match pairs.text("phone.hours").as_str() {
            "week" => HoursMode::Week,
            "expression" => HoursMode::Expression,
            _ => HoursMode::Always,
        },
        alike: pairs.has("phone.alike"),
        days: DAYS.map(day),
        holidays: pairs.text("phone.holidays"),
        expression: pairs.text("phone.expression"),
        time_zone: pairs.text("phone.time_zone"),
    }
}

/// The expression that the form tells; none where the number is always shown.
pub(super) fn expression(typed: &HoursFields, wrong: &mut Wrong) -> Option<String> {
    match typed.mode {
        HoursMode::Always => None,
        HoursMode::Expression if typed.expression.is_empty() => {
            wrong.flag("phone.expression", "missing");
            None
        }
        HoursMode::Expression => Some(typed.expression.clone()),
        HoursMode::Week => {
            let week = week(typed, wrong);
            if week.is_none() {
                wrong.flag("phone.hours", "invalid");
            }
            week.map(|week| week.expression())
        }
    }
}

fn week(typed: &HoursFields, wrong: &mut Wrong) -> Option<Week> {
    let mut days: [Vec<Window>; 7] = Default::default();
    for (place, (to, from)) in days.iter_mut().zip(&typed.days).enumerate() {
        // Monday speaks for the days up to Friday.
        let follows = typed.alike && (1..5).contains(&place);
        let code = DAYS.get(place).copied().unwrap_or_default();
        if !follows && from.open {
            *to = windows(code, from, wrong);
        }
    }
    if typed.alike {
        let monday = days.first().cloned().unwrap_or_default();
        for day in days.iter_mut().take(5).skip(1) {
            day.clone_from(&monday);
        }
    }
    let holidays = match typed.holidays.as_str() {
        "usual" => OnHolidays::AsUsual,
        "sunday" => OnHolidays::AsSunday,
        _ => OnHolidays::Closed,
    };
    Week::new(days, holidays)
}

fn windows(code: &str, day: &DayFields, wrong: &mut Wrong) -> Vec<Window> {
    let mut all = Vec::new();
    let mut told = false;
    for ((from, to), place) in day.windows.iter().zip(1..) {
        if from.is_empty() && to.is_empty() {
            continue;
        }
        told = true;
        let window = minutes(from).zip(minutes(to));
        match window.and_then(|(from, to)| Window::new(from, to)) {
            Some(window) => all.push(window),
            None => wrong.flag(format!("{code}.{place}.from"), "half"),
        }
    }
    if !told {
        wrong.flag(format!("{code}.1.from"), "no_hours");
    }
    all
}

/// Minutes from midnight of what a browser's field of time sends.
fn minutes(text: &str) -> Option<u16> {
    let (hour, rest) = text.split_once(':')?;
    let minute = rest.split(':').next()?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn clock(minute: u16) -> String {
    let minute = minute % DAY_MINUTES;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// What a week looks like that nobody has set yet: office hours, to be changed.
fn suggested() -> [DayFields; 7] {
    let mut all: [DayFields; 7] = Default::default();
    for day in all.iter_mut().take(5) {
        day.open = true;
        if let Some(first) = day.windows.first_mut() {
            *first = ("09:00".to_owned(), "17:00".to_owned());
        }
    }
    all
}

/// The hours of a phone as a form.
pub(super) fn of(phone: Option<&PhoneChannel>, market: &Marketplace) -> HoursFields {
    let hours = phone.and_then(|phone| phone.hours.clone());
    let zone = phone.and_then(|phone| phone.time_zone.clone());
    let time_zone = zone.unwrap_or_else(|| market.time_zone.clone());
    let grid = hours.as_deref().and_then(Week::from_expression);
    let grid = grid.filter(|week| week.days().iter().all(|day| day.len() <= WINDOWS));
    let mode = match (&hours, &grid) {
        (None, _) => HoursMode::Always,
        (Some(_), Some(_)) => HoursMode::Week,
        (Some(_), None) => HoursMode::Expression,
    };
    let days = grid.as_ref().map_or_else(suggested, days);
    let alike = match days.as_slice() {
        [monday, rest @ ..] => monday.open && rest.iter().take(4).all(|day| day == monday),
        [] => false,
    };
    HoursFields {
        mode,
        alike,
        days,
        holidays: match grid.map(|week| week.holidays()).unwrap_or_default() {
            OnHolidays::Closed => "closed",
            OnHolidays::AsUsual => "usual",
            OnHolidays::AsSunday => "sunday",
        }
        .to_owned(),
        expression: hours.unwrap_or_default(),
        time_zone,
    }
}

fn days(week: &Week) -> [DayFields; 7] {
    week.days().clone().map(|windows| {
        let mut day = DayFields {
            open: !windows.is_empty(),
            ..DayFields::default()
        };
        for (field, window) in day.windows.iter_mut().zip(windows) {
            *field = (clock(window.from()), clock(window.to()));
        }
        day
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn market() -> Marketplace {
        Marketplace {
            key: kontor_core::id::MarketplaceKey(1),
            slug: "a".into(),
            name: "A".into(),
            base_url: "https://a.example".into(),
            country: "FI".into(),
            time_zone: "Europe/Helsinki".into(),
            locales: vec!["fi".into()],
            preset: kontor_core::marketplace::Preset::Classifieds,
            mail_from: "kontor@a.example".into(),
            embed_origins: Vec::new(),
            support_url: None,
        }
    }

    fn phone(hours: &str) -> PhoneChannel {
        PhoneChannel {
            audience: Default::default(),
            number: kontor_core::phone::PhoneNumber::parse("+358401234567").unwrap(),
            call: true,
            sms: false,
            hours: Some(hours.to_owned()),
            time_zone: None,
        }
    }

    #[test]
    fn what_the_grid_shows_is_what_it_saves() {
        for hours in [
            "Mo-Fr 09:00-17:00; PH off",
            "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00; PH off",
            "Mo-Th 08:00-16:00; Fr 08:00-15:00",
            "Fr,Sa 20:00-02:00, Su 10:00-24:00; PH off",
            "Mo-Su 00:00-24:00",
        ] {
            let form = of(Some(&phone(hours)), &market());
            assert_eq!(form.mode, HoursMode::Week, "{hours}");
            let mut wrong = Wrong::default();
            let told = expression(&form, &mut wrong).unwrap();
            assert!(wrong.0.is_empty(), "{hours}: {:?}", wrong.0);
            let same = Week::from_expression(&told) == Week::from_expression(hours);
            assert!(same, "{hours} became {told}");
        }
        let form = of(Some(&phone("Mo[1] 09:00-17:00")), &market());
        assert_eq!(form.mode, HoursMode::Expression);
        assert_eq!(of(None, &market()).mode, HoursMode::Always);
    }

    #[test]
    fn half_a_window_and_a_day_without_hours_are_named() {
        let mut form = of(None, &market());
        form.mode = HoursMode::Week;
        form.alike = false;
        form.days[0].windows[1] = ("18:00".into(), String::new());
        form.days[5].open = true;
        let mut wrong = Wrong::default();
        expression(&form, &mut wrong);
        let named: Vec<_> = wrong
            .0
            .iter()
            .map(|(f, c)| (f.as_str(), c.as_str()))
            .collect();
        assert_eq!(named, [("mo.2.from", "half"), ("sa.1.from", "no_hours")]);
    }

    #[test]
    fn monday_speaks_for_the_week_where_that_is_chosen() {
        let mut form = of(None, &market());
        form.mode = HoursMode::Week;
        form.days[2].open = false;
        let told = expression(&form, &mut Wrong::default()).unwrap();
        assert_eq!(told, "Mo-Fr 09:00-17:00; PH off");
    }
}
