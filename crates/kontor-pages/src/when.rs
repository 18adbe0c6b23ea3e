//! An instant as it stands in the middle of a sentence: "Monday 24 November at 9:00".

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kontor_core::time::Micros;

use crate::format;
use crate::texts::Texts;

/// Today and tomorrow by their names, other days by weekday and date, with the time of day.
#[must_use]
pub fn when(t: Texts, zone: &TimeZone, at: Micros, now: Micros) -> String {
    let there = |at: Micros| {
        let instant = jiff::Timestamp::from_microsecond(at.0).ok()?;
        Some(instant.to_zoned(zone.clone()).date())
    };
    let (Some(day), Some(today)) = (there(at), there(now)) else {
        return String::new();
    };
    let clock = format::clock(t.locale(), zone, at);
    // In a sentence nobody writes the leading zero.
    let time = clock
        .strip_prefix('0')
        .filter(|rest| rest.len() > 3)
        .unwrap_or(&clock);
    if day == today {
        return t.text("date-today").with("time", time).to_string();
    }
    if today.tomorrow().is_ok_and(|tomorrow| day == tomorrow) {
        return t.text("date-tomorrow").with("time", time).to_string();
    }
    let (weekday, month) = names(t, day);
    t.text("date-when")
        .with("weekday", weekday)
        .with("day", day.day().to_string())
        .with("month", month)
        .with("time", time)
        .to_string()
}

/// A day by weekday and date, as it stands in the middle of a sentence: "Sunday 6 December".
#[must_use]
pub fn on_day(t: Texts, day: Date) -> String {
    let (weekday, month) = names(t, day);
    t.text("date-day")
        .with("weekday", weekday)
        .with("day", day.day().to_string())
        .with("month", month)
        .to_string()
}

/// Weekday and month in the forms that the sentences need.
fn names(t: Texts, day: Date) -> (String, String) {
    let weekday = i64::from(day.weekday().to_monday_one_offset());
    let month = i64::from(day.month());
    (
        t.text("date-weekday").count("number", weekday).to_string(),
        t.text("date-month").count("number", month).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use kontor_core::time::{DAY, HOUR};

    /// 21 November 2026, 14:05 in Helsinki: a Saturday.
    const NOW: Micros = Micros(1_795_262_700_000_000);

    #[test]
    fn a_day_stands_in_the_sentence_as_natives_write_it() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let monday = NOW.plus(2 * DAY - 5 * HOUR);
        for (locale, far, tomorrow) in [
            (
                Locale::En,
                "Monday 23 November at 9:05",
                "tomorrow at 14:05",
            ),
            (
                Locale::Fi,
                "maanantaina 23. marraskuuta klo 9.05",
                "huomenna klo 14.05",
            ),
            (
                Locale::Sk,
                "v pondelok 23. novembra o 9:05",
                "zajtra o 14:05",
            ),
            (
                Locale::Et,
                "esmaspäeval, 23. novembril kell 9:05",
                "homme kell 14:05",
            ),
            (
                Locale::Pt,
                "segunda-feira, 23 de novembro, às 9:05",
                "amanhã às 14:05",
            ),
        ] {
            let t = Texts::new(locale);
            assert_eq!(when(t, &zone, monday, NOW), far);
            assert_eq!(when(t, &zone, NOW.plus(DAY), NOW), tomorrow);
        }
        let independence = jiff::civil::date(2026, 12, 6);
        for (locale, day) in [
            (Locale::En, "Sunday 6 December"),
            (Locale::Fi, "sunnuntaina 6. joulukuuta"),
            (Locale::Sk, "v nedeľu 6. decembra"),
            (Locale::Et, "pühapäeval, 6. detsembril"),
            (Locale::Pt, "domingo, 6 de dezembro"),
        ] {
            assert_eq!(on_day(Texts::new(locale), independence), day);
        }
        let t = Texts::new(Locale::En);
        assert_eq!(when(t, &zone, NOW.plus(HOUR), NOW), "today at 15:05");
        let december = NOW.plus(13 * DAY);
        assert_eq!(when(t, &zone, december, NOW), "Friday 4 December at 14:05");
    }
}
