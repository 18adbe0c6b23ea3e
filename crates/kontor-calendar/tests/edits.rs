//! What operators change in the table of public holidays.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use jiff::civil::{Date, date};
use kontor_calendar::{Calendar, CalendarError, HolidayEdit, Holidays};

fn edit(country: &str, date: Date, name: Option<&str>) -> HolidayEdit {
    HolidayEdit {
        country: country.to_owned(),
        date,
        name: name.map(str::to_owned),
    }
}

#[test]
fn a_day_is_added_removed_and_put_back() {
    let table = Holidays::built_in();
    let (eve, christmas) = (date(2026, 12, 31), date(2026, 12, 25));
    let edits = [
        edit("FI", eve, Some("Stocktaking")),
        edit("FI", christmas, None),
    ];
    let edited = table.with(&edits, 2);
    assert_eq!(edited.name("FI", eve), Some("Stocktaking"));
    assert_eq!(edited.name("FI", christmas), None);
    assert_eq!(edited.name("EE", christmas), table.name("EE", christmas));
    assert_eq!(edited.version(), format!("{}+2", table.version()));
    assert_eq!(edited.years("FI"), table.years("FI"));
    let open = |holidays: &Holidays, instant: &str| {
        let calendar = Calendar::new("Mo-Fr; PH off", "FI", "Europe/Helsinki", holidays);
        calendar.unwrap().state(instant.parse().unwrap()).open
    };
    assert!(open(&table, "2026-12-31T12:00:00+02:00"));
    assert!(!open(&edited, "2026-12-31T12:00:00+02:00"));
    assert!(open(&edited, "2026-12-25T12:00:00+02:00"));

    let back = [
        edits[0].clone(),
        edits[1].clone(),
        edit("FI", christmas, table.name("FI", christmas)),
        edit("FI", eve, None),
    ];
    let back = table.with(&back, 4);
    assert_eq!(back.of("FI"), table.of("FI"));
    // The former edition is what it was.
    assert_eq!(table.with(&edits, 2).of("FI"), edited.of("FI"));
    assert_eq!(table.with(&[], 0).version(), table.version());
}

#[test]
fn what_the_table_does_not_know_is_refused_and_passed_over() {
    let table = Holidays::built_in();
    assert_eq!(table.knows("FI", 2031), Ok(()));
    assert_eq!(
        table.knows("FI", 2032),
        Err(CalendarError::Year {
            year: 2032,
            first: 2024,
            last: 2031
        })
    );
    assert!(matches!(
        table.knows("XX", 2026),
        Err(CalendarError::Country(_))
    ));
    let edits = [
        edit("XX", date(2026, 1, 2), Some("Nowhere")),
        edit("FI", date(2032, 1, 2), Some("Later")),
        edit("FI", date(2032, 1, 2), None),
    ];
    let edited = table.with(&edits, 3);
    assert_eq!(edited.of("FI"), table.of("FI"));
    assert!(edited.of("XX").is_empty());
}

#[test]
fn the_end_of_the_table_is_told_half_a_year_ahead() {
    let table = Holidays::built_in();
    assert_eq!(table.last_year(), Some(2031));
    assert_eq!(table.end_soon(date(2031, 6, 30)), None);
    assert_eq!(table.end_soon(date(2031, 7, 1)), Some(2031));
    assert_eq!(table.end_soon(date(2040, 1, 1)), Some(2031));
    assert_eq!(Holidays::default().end_soon(date(2040, 1, 1)), None);
}
