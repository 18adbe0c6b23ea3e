//! Instants, numbers and prices as natives of each language write them.
//!
//! The time zone is always passed in; Kontor keeps instants in UTC. No words: month names stand
//! only in the English forms.

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kontor_core::listing::Price;
use kontor_core::time::{Day, Micros};

use crate::locale::Locale;

/// Between an amount and its currency, and between groups of digits: does not break.
const NO_BREAK_SPACE: char = '\u{a0}';

fn zoned(zone: &TimeZone, at: Micros) -> Option<Zoned> {
    let instant = jiff::Timestamp::from_microsecond(at.0).ok()?;
    Some(instant.to_zoned(zone.clone()))
}

fn written(zone: &TimeZone, at: Micros, form: &str) -> String {
    zoned(zone, at).map_or_else(String::new, |there| there.strftime(form).to_string())
}

/// Date and time of day.
#[must_use]
pub fn moment(locale: Locale, zone: &TimeZone, at: Micros) -> String {
    let form = match locale {
        Locale::En => "%-d %b %Y, %H:%M",
        Locale::Fi => "%-d.%-m.%Y klo %-H.%M",
        Locale::Sk => "%-d. %-m. %Y %-H:%M",
        Locale::Et => "%-d.%m.%Y %H:%M",
        Locale::Pt => "%d/%m/%Y, %H:%M",
    };
    written(zone, at, form)
}

/// A date.
#[must_use]
pub fn date(locale: Locale, date: Date) -> String {
    let form = match locale {
        Locale::En => "%-d %b %Y",
        Locale::Fi => "%-d.%-m.%Y",
        Locale::Sk => "%-d. %-m. %Y",
        Locale::Et => "%-d.%m.%Y",
        Locale::Pt => "%d/%m/%Y",
    };
    date.strftime(form).to_string()
}

/// The time of day.
#[must_use]
pub fn clock(locale: Locale, zone: &TimeZone, at: Micros) -> String {
    let form = match locale {
        Locale::Fi => "%-H.%M",
        Locale::Sk => "%-H:%M",
        Locale::En | Locale::Et | Locale::Pt => "%H:%M",
    };
    written(zone, at, form)
}

/// The shortest form that is clear at `now`: the time today, day and month this year, else the date.
#[must_use]
pub fn short(locale: Locale, zone: &TimeZone, at: Micros, now: Micros) -> String {
    let (Some(then), Some(today)) = (zoned(zone, at), zoned(zone, now)) else {
        return String::new();
    };
    if then.date() == today.date() {
        return clock(locale, zone, at);
    }
    let this_year = then.year() == today.year();
    let form = match (locale, this_year) {
        (Locale::En, true) => "%-d %b",
        (Locale::En, false) => "%-d %b %Y",
        (Locale::Fi, true) => "%-d.%-m.",
        (Locale::Fi, false) => "%-d.%-m.%Y",
        (Locale::Sk, true) => "%-d. %-m.",
        (Locale::Sk, false) => "%-d. %-m. %Y",
        (Locale::Et, true) => "%-d.%m",
        (Locale::Et, false) => "%-d.%m.%Y",
        (Locale::Pt, true) => "%d/%m",
        (Locale::Pt, false) => "%d/%m/%Y",
    };
    then.strftime(form).to_string()
}

/// A day of the calendar, which is the same day in every zone.
#[must_use]
pub fn day(locale: Locale, day: Day) -> String {
    let form = match locale {
        Locale::En => "%-d %b %Y",
        Locale::Fi => "%-d.%-m.%Y",
        Locale::Sk => "%-d. %-m. %Y",
        Locale::Et => "%-d.%m.%Y",
        Locale::Pt => "%d/%m/%Y",
    };
    day.date().strftime(form).to_string()
}

/// Days from Monday to the first of the week.
///
/// Source: Unicode CLDR 48, `weekData`: in Portugal the week begins on Sunday.
#[must_use]
pub fn first_weekday(locale: Locale) -> usize {
    match locale {
        Locale::En | Locale::Fi | Locale::Sk | Locale::Et => 0,
        Locale::Pt => 6,
    }
}

/// A whole number as the language groups its digits.
///
/// Source: Unicode CLDR 48, `numbers`: Estonian and European Portuguese group from five digits on.
#[must_use]
pub fn count(locale: Locale, number: i64) -> String {
    let (mark, digits_min) = match locale {
        Locale::En => (',', 4),
        Locale::Fi | Locale::Sk => (NO_BREAK_SPACE, 4),
        Locale::Et | Locale::Pt => (NO_BREAK_SPACE, 5),
    };
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    if number < 0 {
        out.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        let left = digits.len() - place;
        if digits.len() >= digits_min && place > 0 && left.is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A price: `€1,250.00` in English, `1 250,00 €` in Finnish; an unknown currency by its code.
#[must_use]
pub fn price(locale: Locale, price: &Price) -> String {
    let amount = price.amount();
    let (whole, cents) = amount.split_once('.').unwrap_or((&amount, ""));
    let whole = whole
        .parse()
        .map_or_else(|_| whole.to_owned(), |number| count(locale, number));
    let point = if locale == Locale::En { "." } else { "," };
    let amount = if cents.is_empty() {
        whole
    } else {
        format!("{whole}{point}{cents}")
    };
    let sign = match price.currency.as_str() {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        code => code,
    };
    match (locale, sign.len() == 3 && sign.is_ascii()) {
        (Locale::En, false) => format!("{sign}{amount}"),
        (Locale::En, true) => format!("{sign}{NO_BREAK_SPACE}{amount}"),
        _ => format!("{amount}{NO_BREAK_SPACE}{sign}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 21 November 2026, 14:05 in Helsinki.
    const AT: Micros = Micros(1_795_262_700_000_000);

    fn helsinki() -> TimeZone {
        TimeZone::fixed(jiff::tz::offset(2))
    }

    #[test]
    fn moments_look_as_natives_write_them() {
        for (locale, wanted, today, past) in [
            (Locale::En, "21 Nov 2026, 14:05", "14:05", "21 Nov 2026"),
            (Locale::Fi, "21.11.2026 klo 14.05", "14.05", "21.11.2026"),
            (Locale::Sk, "21. 11. 2026 14:05", "14:05", "21. 11. 2026"),
            (Locale::Et, "21.11.2026 14:05", "14:05", "21.11.2026"),
            (Locale::Pt, "21/11/2026, 14:05", "14:05", "21/11/2026"),
        ] {
            let zone = helsinki();
            assert_eq!(moment(locale, &zone, AT), wanted);
            assert_eq!(short(locale, &zone, AT, AT), today);
            let later = AT.plus(400 * kontor_core::time::DAY);
            assert_eq!(short(locale, &zone, AT, later), past);
        }
    }

    #[test]
    fn days_look_as_natives_write_them() {
        let fifth = Day::parse("2026-03-05").unwrap();
        for (locale, wanted) in [
            (Locale::En, "5 Mar 2026"),
            (Locale::Fi, "5.3.2026"),
            (Locale::Sk, "5. 3. 2026"),
            (Locale::Et, "5.03.2026"),
            (Locale::Pt, "05/03/2026"),
        ] {
            assert_eq!(day(locale, fifth), wanted);
        }
    }

    #[test]
    fn today_is_today_in_the_readers_zone() {
        let late = AT.plus(11 * kontor_core::time::HOUR);
        assert_eq!(short(Locale::En, &helsinki(), AT, late), "21 Nov");
        assert_eq!(short(Locale::En, &TimeZone::UTC, AT, late), "12:05");
        assert_eq!(short(Locale::Et, &TimeZone::UTC, AT, AT), "12:05");
    }

    #[test]
    fn prices_and_numbers_are_grouped_by_language() {
        let cost = |minor, currency: &str| Price {
            minor,
            currency: currency.into(),
        };
        for (locale, price_text, number) in [
            (Locale::En, "€1,250.00", "12,500"),
            (Locale::Fi, "1\u{a0}250,00\u{a0}€", "12\u{a0}500"),
            (Locale::Sk, "1\u{a0}250,00\u{a0}€", "12\u{a0}500"),
            (Locale::Et, "1250,00\u{a0}€", "12\u{a0}500"),
            (Locale::Pt, "1250,00\u{a0}€", "12\u{a0}500"),
        ] {
            assert_eq!(price(locale, &cost(125_000, "EUR")), price_text);
            assert_eq!(count(locale, 12_500), number);
        }
        assert_eq!(price(Locale::En, &cost(100, "JPY")), "JPY\u{a0}100");
        assert_eq!(
            price(Locale::Fi, &cost(1_234_567, "SEK")),
            "12\u{a0}345,67\u{a0}SEK"
        );
        assert_eq!(count(Locale::En, -1234), "-1,234");
    }
}
