//! `/api/v1/holidays`: the public holidays that hold at a marketplace, and changing them.

use axum::response::Response;
use jiff::civil::Date;
use kontor_core::time::Micros;
use kontor_store::holiday::{self, Change};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::holiday as act;
use crate::api::v1::page_size;
use crate::calendars;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// Which holidays are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// ISO 3166-1; the marketplace's country where it is left out.
    pub country: Option<String>,
    /// The present year where it is left out.
    pub year: Option<i16>,
}

/// A public holiday.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HolidayBody {
    /// The day, as `2026-12-06`.
    pub date: String,
    /// Its name; English where it is of the table.
    pub name: String,
    /// True where an operator added the day or gave it its name.
    pub changed: bool,
}

/// The public holidays of a country in a year.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HolidayList {
    /// ISO 3166-1.
    pub country: String,
    /// The year.
    pub year: i16,
    /// Names the table and, after a plus sign, how often the marketplace changed it.
    pub version: String,
    /// The first year that the table knows.
    pub first_year: i16,
    /// The last year that the table knows.
    pub last_year: i16,
    /// The holidays, by date.
    pub days: Vec<HolidayBody>,
    /// Days of the table that an operator removed.
    pub removed: Vec<HolidayBody>,
}

/// `GET /holidays`
///
/// # Errors
/// `parameter_invalid` for a country or year that the table does not know.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let query: ListQuery = context.query()?;
    let market = &context.market;
    let country = query.country.unwrap_or_else(|| market.country.clone());
    let country = country.to_ascii_uppercase();
    let today = || calendars::date(context.now, &market.time_zone);
    let year = query.year.unwrap_or_else(|| today().year());
    let table = context.app.calendars().built_in();
    table
        .knows(&country, year)
        .map_err(|error| Fault::with("parameter_invalid", error.to_string()))?;
    let holidays = context.app.calendars().holidays(market.key);
    let years = holidays.years(&country).unwrap_or(year..=year);
    let of_year = |day: &&kontor_calendar::Holiday| day.date.year() == year;
    let days = holidays.of(&country).iter().filter(of_year);
    let gone = table.of(&country).iter().filter(of_year);
    let gone = gone.filter(|day| holidays.name(&country, day.date).is_none());
    let body = |day: &kontor_calendar::Holiday| HolidayBody {
        date: day.date.to_string(),
        name: day.name.clone(),
        changed: table.name(&country, day.date) != holidays.name(&country, day.date),
    };
    let list = HolidayList {
        year,
        version: holidays.version().to_owned(),
        first_year: *years.start(),
        last_year: *years.end(),
        days: days.map(body).collect(),
        removed: gone.map(body).collect(),
        country: country.clone(),
    };
    Ok(answer::json(200, &list))
}

/// A holiday that is put.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutBody {
    /// What it is called, up to 80 characters.
    pub name: String,
}

/// `PUT /holidays/{country}/{date}`
///
/// # Errors
/// See [`act::set`].
pub async fn put(context: Context) -> Result<Response, Fault> {
    let body: PutBody = context.json()?;
    set(&context, Some(&body.name)).await
}

/// `DELETE /holidays/{country}/{date}`
///
/// # Errors
/// See [`act::set`].
pub async fn remove(context: Context) -> Result<Response, Fault> {
    set(&context, None).await
}

async fn set(context: &Context, name: Option<&str>) -> Result<Response, Fault> {
    let country = context.param("country");
    let date: Date = context
        .param("date")
        .parse()
        .map_err(|_| Fault::field("date", "invalid"))?;
    act::set(&context.app, context.known()?, country, date, name).await?;
    Ok(answer::empty(204))
}

/// Which changes are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangesQuery {
    /// Changes older than this revision.
    pub before: Option<i64>,
    /// 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<usize>,
}

/// A change of the table.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangeBody {
    /// Its number, from 1; it stands in the version after the plus sign.
    pub revision: i64,
    /// ISO 3166-1.
    pub country: String,
    /// The day.
    pub date: String,
    /// `add` or `remove`.
    pub change: String,
    /// The holiday's name.
    pub name: String,
    /// Who changed it.
    pub changed_by: String,
    /// What who changed it is called.
    pub changed_by_name: String,
    /// When.
    #[schemars(with = "String")]
    pub changed_at: Micros,
}

/// Changes of the table.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangePage {
    /// Newest first.
    pub changes: Vec<ChangeBody>,
    /// Give it as `before` for the next page; null at the end.
    pub next: Option<i64>,
}

/// `GET /holidays/changes`
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn changes(context: Context) -> Result<Response, Fault> {
    let query: ChangesQuery = context.query()?;
    let limit = page_size(query.limit)?;
    let before = query.before.unwrap_or(i64::MAX);
    let log = log(&context).await?;
    let mut wanted = log.into_iter().rev().filter(|line| line.revision < before);
    let changes: Vec<_> = wanted.by_ref().take(limit).map(change).collect();
    let last = changes.last().map(|last| last.revision);
    let next = last.filter(|_| wanted.next().is_some());
    Ok(answer::json(200, &ChangePage { changes, next }))
}

/// Every change of the marketplace, oldest first.
///
/// # Errors
/// The store's.
pub async fn log(context: &Context) -> Result<Vec<Change>, Fault> {
    let reading = context.app.store.read(context.market.key, |tx, key| {
        Box::pin(holiday::all(tx, *key))
    });
    Ok(reading.await?)
}

fn change(line: Change) -> ChangeBody {
    ChangeBody {
        revision: line.revision,
        country: line.change.country,
        date: line.change.date,
        change: line.change.what.code().to_owned(),
        name: line.change.name,
        changed_by: line.change.by.0,
        changed_by_name: line.by_name,
        changed_at: line.at,
    }
}
