//! Public holidays by country: a table with a version and a range of years, and what an operator changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::NaiveDate;
use compact_calendar::CompactCalendar;
use jiff::civil::Date;
use opening_hours::ContextHolidays;

use crate::CalendarError;

/// The table that is built in; `scripts/make-holidays` writes it.
const BUILT_IN: &str = include_str!("../holidays.txt");
/// The day of a table's last year from which on it is told that the table ends: half a year ahead.
const END_TOLD: (i8, i8) = (7, 1);
/// ISO 3166-1, two capital letters.
type Country = String;

/// The years for which a table knows every public holiday.
pub type Years = RangeInclusive<i16>;

/// A public holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Its name: English where it is of the built-in table.
    pub name: String,
}

/// What an operator says about one day of a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayEdit {
    /// ISO 3166-1.
    pub country: String,
    /// The day.
    pub date: Date,
    /// The holiday's name; `None` where the day is none.
    pub name: Option<String>,
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

#[derive(Debug, Clone)]
struct Table {
    /// By date.
    days: Vec<Holiday>,
    years: Years,
    compact: Arc<CompactCalendar>,
}

impl Table {
    fn new(days: Vec<Holiday>, years: Years) -> Self {
        let mut compact = CompactCalendar::default();
        for day in days.iter().filter_map(|day| to_chrono(day.date)) {
            compact.insert(day);
        }
        Self {
            days,
            years,
            compact: Arc::new(compact),
        }
    }
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
        let version = text.lines().find_map(|line| line.strip_prefix("version "));
        let mut days: BTreeMap<Country, Vec<Holiday>> = BTreeMap::new();
        for (country, date, name) in text.lines().filter_map(holiday) {
            let name = name.to_owned();
            let known = days.entry(country.to_owned()).or_default();
            known.push(Holiday { date, name });
        }
        let countries = days.into_iter().filter_map(|(country, days)| {
            let years = days.first()?.date.year()..=days.last()?.date.year();
            Some((country, Table::new(days, years)))
        });
        Self {
            version: version.unwrap_or_default().to_owned(),
            countries: countries.collect(),
        }
    }

    /// The same with what an operator changed, the newest last. The version names table and revision;
    /// revision 0 is the table itself. Edits of unknown countries and years are passed over, as they
    /// may be of a newer table.
    #[must_use]
    pub fn with(&self, edits: &[HolidayEdit], revision: i64) -> Self {
        let mut all = self.clone();
        if revision > 0 {
            all.version = format!("{}+{revision}", self.version);
        }
        let edited: BTreeSet<&str> = edits.iter().map(|edit| edit.country.as_str()).collect();
        for country in edited {
            let Some(table) = all.countries.get_mut(country) else {
                continue;
            };
            let of_table = std::mem::take(&mut table.days).into_iter();
            let mut days: BTreeMap<Date, String> =
                of_table.map(|day| (day.date, day.name)).collect();
            for edit in edits.iter().filter(|edit| edit.country == country) {
                match &edit.name {
                    Some(name) if table.years.contains(&edit.date.year()) => {
                        days.insert(edit.date, name.clone());
                    }
                    Some(_) => {}
                    None => {
                        days.remove(&edit.date);
                    }
                }
            }
            let days = days.into_iter().map(|(date, name)| Holiday { date, name });
            *table = Table::new(days.collect(), table.years.clone());
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

    /// The name of a country's holiday on a day; `None` where there is none.
    #[must_use]
    pub fn name(&self, country: &str, date: Date) -> Option<&str> {
        let days = self.of(country);
        let place = days.binary_search_by_key(&date, |day| day.date).ok()?;
        days.get(place).map(|day| day.name.as_str())
    }

    /// The years that are known of a country. Beyond them no day counts as a holiday.
    #[must_use]
    pub fn years(&self, country: &str) -> Option<Years> {
        let table = self.countries.get(&country.to_ascii_uppercase())?;
        Some(table.years.clone())
    }

    /// Refuses a country or a year that the table does not know.
    ///
    /// # Errors
    /// [`CalendarError::Country`], [`CalendarError::Year`].
    pub fn knows(&self, country: &str, year: i16) -> Result<(), CalendarError> {
        let unknown = || CalendarError::Country(country.to_owned());
        let years = self.years(country).ok_or_else(unknown)?;
        if years.contains(&year) {
            return Ok(());
        }
        Err(CalendarError::Year {
            year,
            first: *years.start(),
            last: *years.end(),
        })
    }

    /// The last year of which every country's holidays are known.
    #[must_use]
    pub fn last_year(&self) -> Option<i16> {
        self.countries
            .values()
            .map(|table| *table.years.end())
            .min()
    }

    /// The last year, from 1 July of it on: it is time for a newer table.
    #[must_use]
    pub fn end_soon(&self, today: Date) -> Option<i16> {
        let (month, day) = END_TOLD;
        let last = self.last_year()?;
        let told = Date::new(last, month, day).ok()?;
        (today >= told).then_some(last)
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
