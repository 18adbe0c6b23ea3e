//! Public holidays by country: a table with a version and a range of years.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::NaiveDate;
use compact_calendar::CompactCalendar;
use jiff::civil::Date;
use opening_hours::ContextHolidays;

/// The table that is built in; `scripts/make-holidays` writes it.
const BUILT_IN: &str = include_str!("../holidays.txt");
/// ISO 3166-1, two capital letters.
type Country = String;

/// The years for which a table knows every public holiday.
pub type Years = RangeInclusive<i16>;

/// A public holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Its English name.
    pub name: String,
}

/// The public holidays of several countries.
///
/// National ones only: days of a region or a state are not in it. Customary days that the reference
/// counts (Finland's Midsummer Eve and Christmas Eve) are.
#[derive(Debug, Clone, Default)]
pub struct Holidays {
    version: String,
    countries: BTreeMap<Country, Table>,
}

#[derive(Debug, Clone, Default)]
struct Table {
    days: Vec<Holiday>,
    compact: Arc<CompactCalendar>,
}

impl Holidays {
    /// The table that comes with the program.
    #[must_use]
    pub fn built_in() -> Self {
        Self::read(BUILT_IN)
    }

    /// Reads a table: a line `version VERSION`, then `COUNTRY DATE NAME` for each holiday, by country
    /// and date. Other lines are passed over.
    fn read(text: &str) -> Self {
        let mut all = Self::default();
        let mut compact: BTreeMap<Country, CompactCalendar> = BTreeMap::new();
        for line in text.lines() {
            if let Some(version) = line.strip_prefix("version ") {
                version.clone_into(&mut all.version);
            }
            let Some((country, date, name)) = holiday(line) else {
                continue;
            };
            let known = compact.entry(country.to_owned()).or_default();
            if let Some(day) = to_chrono(date) {
                known.insert(day);
            }
            let table = all.countries.entry(country.to_owned()).or_default();
            let name = name.to_owned();
            table.days.push(Holiday { date, name });
        }
        for (country, known) in compact {
            if let Some(table) = all.countries.get_mut(&country) {
                table.compact = Arc::new(known);
            }
        }
        all
    }

    /// Which edition of the table this is; it is kept with a verdict that was made by it.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The countries that it knows.
    pub fn countries(&self) -> impl Iterator<Item = &str> {
        self.countries.keys().map(String::as_str)
    }

    /// The holidays of a country, by date; empty where it is not known.
    #[must_use]
    pub fn of(&self, country: &str) -> &[Holiday] {
        let table = self.countries.get(&country.to_ascii_uppercase());
        table.map_or(&[], |table| table.days.as_slice())
    }

    /// The years that are known of a country. Beyond them no day counts as a holiday.
    #[must_use]
    pub fn years(&self, country: &str) -> Option<Years> {
        let days = self.of(country);
        Some(days.first()?.date.year()..=days.last()?.date.year())
    }

    pub(crate) fn context(&self, country: &str) -> Option<ContextHolidays> {
        let table = self.countries.get(&country.to_ascii_uppercase())?;
        let none = Arc::new(CompactCalendar::default());
        Some(ContextHolidays::new(Arc::clone(&table.compact), none))
    }
}

fn holiday(line: &str) -> Option<(&str, Date, &str)> {
    let (country, rest) = line.split_once(' ')?;
    let (date, name) = rest.split_once(' ')?;
    let is_code = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
    is_code.then_some((country, date.parse().ok()?, name))
}

fn to_chrono(date: Date) -> Option<NaiveDate> {
    let month = u32::try_from(date.month()).ok()?;
    let day = u32::try_from(date.day()).ok()?;
    NaiveDate::from_ymd_opt(date.year().into(), month, day)
}
