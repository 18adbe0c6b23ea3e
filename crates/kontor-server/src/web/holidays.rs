//! The operator's page of public holidays.

use axum::response::Response;
use jiff::civil::Date;
use kontor_calendar::Holidays;
use kontor_pages::Flash;
use kontor_pages::pages::holiday::{DayState, HolidayForm, HolidayPage, HolidayRow, HolidayYear};
use kontor_store::holiday::Change;
use serde::Deserialize;

use crate::actions::holiday as act;
use crate::api::v1::holidays;
use crate::calendars;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::shell;

#[derive(Debug, Default, Deserialize)]
struct Query {
    country: Option<String>,
}

/// `GET /operator/holidays`
///
/// # Errors
/// The store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let query: Query = context.query().unwrap_or_default();
    let html = render(&context, query.country.as_deref(), None).await?;
    Ok(shell::page(&context, 200, html))
}

/// The page of a country; the marketplace's own, or the table's first, where it is not known.
async fn render(
    context: &Context,
    country: Option<&str>,
    refused: Option<HolidayForm>,
) -> Result<String, Fault> {
    let market = &context.market;
    let calendars = context.app.calendars();
    let table = calendars.built_in();
    let mut countries: Vec<String> = table.countries().map(str::to_owned).collect();
    countries.sort_by_key(|code| *code != market.country);
    let known = country.and_then(|wanted| countries.iter().find(|code| *code == wanted));
    let country = known.or(countries.first()).cloned().unwrap_or_default();
    let today = calendars::date(context.now, &market.time_zone);
    let log = holidays::log(context).await?;
    let holds = table.with(&calendars::edits(&log), 0);
    let range = table.years(&country).unwrap_or(today.year()..=today.year());
    let shown = today.year()..=today.year().saturating_add(1);
    let years = shown
        .filter(|year| range.contains(year))
        .map(|year| HolidayYear {
            year,
            rows: rows(table, &holds, &log, &country, year),
        });
    let page = HolidayPage {
        years: years.collect(),
        range: (
            Date::new(*range.start(), 1, 1).unwrap_or(Date::MIN),
            Date::new(*range.end(), 12, 31).unwrap_or(Date::MAX),
        ),
        ends: table.end_soon(today),
        country,
        countries,
        refused,
    };
    Ok(page.render(&shell::of(context).await?))
}

/// The days of a year: those that hold, and those of the table that were removed.
fn rows(
    table: &Holidays,
    holds: &Holidays,
    log: &[Change],
    country: &str,
    year: i16,
) -> Vec<HolidayRow> {
    let present = holds.of(country).iter();
    let gone = table.of(country).iter();
    let gone = gone.filter(|day| holds.name(country, day.date).is_none());
    let days = present.chain(gone).filter(|day| day.date.year() == year);
    let mut rows: Vec<HolidayRow> = days
        .map(|day| {
            let (of_table, here) = (table.name(country, day.date), holds.name(country, day.date));
            let state = match here {
                None => DayState::Removed,
                Some(_) if here == of_table => DayState::Table,
                Some(_) => DayState::Added,
            };
            let date = day.date.to_string();
            let mut lines = log.iter().rev();
            let last =
                lines.find(|line| line.change.country == country && line.change.date == date);
            let last = last.filter(|_| state != DayState::Table);
            HolidayRow {
                date: day.date,
                name: day.name.clone(),
                state,
                changed: last.map(|line| (line.by_name.clone(), line.at)),
            }
        })
        .collect();
    rows.sort_by_key(|row| row.date);
    rows
}

#[derive(Debug, Deserialize)]
struct Day {
    country: String,
    date: String,
    #[serde(default)]
    name: String,
}

/// `POST /operator/holidays`
///
/// # Errors
/// `parameter_invalid`, the store's. What is wrong with a field is told on the page.
pub async fn add(context: Context) -> Result<Response, Fault> {
    let day: Day = context.form()?;
    let name = day.name.clone();
    set(&context, day, Some(&name)).await
}

/// `POST /operator/holidays/removal`
///
/// # Errors
/// `parameter_invalid`, the store's. What is wrong with a field is told on the page.
pub async fn remove(context: Context) -> Result<Response, Fault> {
    let day: Day = context.form()?;
    set(&context, day, None).await
}

async fn set(context: &Context, day: Day, name: Option<&str>) -> Result<Response, Fault> {
    let date: Result<Date, _> = day.date.parse();
    let done = match date {
        Ok(date) => act::set(&context.app, context.known()?, &day.country, date, name).await,
        Err(_) => Err(Fault::field("date", "invalid")),
    };
    match done {
        Ok(()) => {
            let path = format!("/operator/holidays?country={}", day.country);
            Ok(shell::done(context, &path, Some(Flash::HolidaysChanged)))
        }
        Err(fault) if matches!(fault.code, "field_invalid" | "conflict") => {
            let field = fault.fields.first().map(|(field, _)| field.clone());
            let refused = HolidayForm {
                date: day.date,
                name: day.name,
                error: field.unwrap_or_else(|| fault.code.to_owned()),
            };
            let html = render(context, Some(&day.country), Some(refused)).await?;
            Ok(shell::refused(context, &fault, html))
        }
        Err(fault) => Err(fault),
    }
}
