//! The operator's page of public holidays: what holds, what was changed by whom, and changing it.

use askama::Template;
use jiff::civil::Date;
use kontor_core::time::{HOUR, Micros};

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// How a day stands against the built-in table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayState {
    /// As in the table.
    Table,
    /// Added, or given another name.
    Added,
    /// Of the table, and removed here.
    Removed,
}

/// A day that is a public holiday, or was one before it was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayRow {
    /// The day.
    pub date: Date,
    /// Its name; that of the table where it was removed.
    pub name: String,
    /// How it stands.
    pub state: DayState,
    /// Who changed it and when.
    pub changed: Option<(String, Micros)>,
}

impl HolidayRow {
    fn weekday(&self) -> &'static str {
        wording::weekday(self.date.weekday())
    }

    fn is_removed(&self) -> bool {
        self.state == DayState::Removed
    }

    fn is_added(&self) -> bool {
        self.state == DayState::Added
    }
}

/// The days of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayYear {
    /// Which year.
    pub year: i16,
    /// By date.
    pub rows: Vec<HolidayRow>,
}

/// What was typed and refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HolidayForm {
    /// The day as it was typed.
    pub date: String,
    /// The name as it was typed.
    pub name: String,
    /// Which field is wrong; `name`, `date` or `country`.
    pub error: String,
}

/// `/operator/holidays`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayPage {
    /// The country that is shown.
    pub country: String,
    /// Every country of the table, the marketplace's own first.
    pub countries: Vec<String>,
    /// This year and the next, as far as the table knows them.
    pub years: Vec<HolidayYear>,
    /// The first and the last day that can be changed.
    pub range: (Date, Date),
    /// The last year of the table, where it is time to say so.
    pub ends: Option<i16>,
    /// What was refused.
    pub refused: Option<HolidayForm>,
}

#[derive(Template)]
#[template(path = "pages/holiday.html")]
struct HolidayTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a HolidayPage,
    form: HolidayForm,
    error: Option<&'static str>,
}

impl HolidayTemplate<'_> {
    fn country(&self, code: &str) -> String {
        match wording::country(code) {
            Some(key) => self.t.text(key).to_string(),
            None => code.to_owned(),
        }
    }

    fn is_wrong(&self, field: &str) -> bool {
        self.form.error == field
    }
}

impl HolidayPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        let form = self.refused.clone().unwrap_or_default();
        finish(&HolidayTemplate {
            shell,
            t: shell.texts(),
            page: self,
            error: self
                .refused
                .as_ref()
                .map(|form| wording::holiday(&form.error)),
            form,
        })
    }

    /// Finland with a day added, one removed, and the table's end near.
    #[must_use]
    pub fn sample() -> Self {
        let now = Shell::sample(crate::Locale::En).now;
        let by = || Some(("Liisa Lehto".to_owned(), now.plus(-30 * HOUR)));
        let row = |month, day, name: &str, state| HolidayRow {
            date: jiff::civil::date(2026, month, day),
            name: name.into(),
            changed: if state == DayState::Table { None } else { by() },
            state,
        };
        Self {
            country: "FI".into(),
            countries: ["FI", "EE", "PT", "SK"].map(Into::into).to_vec(),
            years: vec![
                HolidayYear {
                    year: 2026,
                    rows: vec![
                        row(1, 1, "New Year's Day", DayState::Table),
                        row(6, 19, "Midsummer Eve", DayState::Removed),
                        row(12, 6, "Independence Day", DayState::Table),
                        row(12, 31, "Inventaariopäivä", DayState::Added),
                    ],
                },
                HolidayYear {
                    year: 2027,
                    rows: Vec::new(),
                },
            ],
            range: (
                jiff::civil::date(2024, 1, 1),
                jiff::civil::date(2031, 12, 31),
            ),
            ends: Some(2031),
            refused: None,
        }
    }
}
