//! `/api/v1/sellers/{id}/callbacks`: who asked to be called back, and how many asked outside the
//! hours of the phone.

use axum::response::Response;
use kontor_core::id::CallbackId;
use kontor_core::time::Micros;
use kontor_store::callback::{Callback, Place};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::callback as act;
use crate::api::v1::page_size;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// Which requests are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<usize>,
}

/// Somebody who asked to be called back.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CallbackBody {
    /// The id.
    pub id: String,
    /// About which listing.
    pub listing: Option<String>,
    /// The name of who asked.
    pub name: String,
    /// The number to call, in E.164.
    pub number: String,
    /// What it is about.
    pub note: String,
    /// When it was asked.
    #[schemars(with = "String")]
    pub asked_at: Micros,
    /// When the seller was done with it.
    #[schemars(with = "Option<String>")]
    pub done_at: Option<Micros>,
}

impl From<Callback> for CallbackBody {
    fn from(row: Callback) -> Self {
        Self {
            id: row.id.0,
            listing: row.listing.map(|(id, _)| id),
            name: row.name,
            number: row.number,
            note: row.note,
            asked_at: row.asked_at,
            done_at: row.done_at,
        }
    }
}

/// How many asked in an hour of the day.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HourBody {
    /// 0 to 23, on the wall clock of the phone's hours.
    pub hour: i64,
    /// How many asked.
    pub asked: i64,
}

/// A page of requests, with the demand outside the hours.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CallbackPage {
    /// The newest first.
    pub callbacks: Vec<CallbackBody>,
    /// How many asked outside the hours in the last 30 days, by hour of the day; hours without any
    /// are left out.
    pub out_of_hours: Vec<HourBody>,
    /// Give it as `cursor` for the next page; null at the end.
    pub next: Option<String>,
}

/// A place in the list as text.
#[must_use]
pub fn write_cursor((at, id): &Place) -> String {
    format!("{}.{id}", at.0)
}

/// The place that a text names.
///
/// # Errors
/// `parameter_invalid`.
pub fn read_cursor(text: &str) -> Result<Place, Fault> {
    let place = text
        .split_once('.')
        .and_then(|(at, id)| Some((Micros(at.parse().ok()?), CallbackId::parse(id)?)));
    place.ok_or_else(|| Fault::with("parameter_invalid", "cursor: not one that was given out"))
}

/// `GET /sellers/{id}/callbacks`
///
/// # Errors
/// `not_found`, `parameter_invalid`, the store's.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let query: ListQuery = context.query()?;
    let limit = page_size(query.limit)?;
    let caller = context.known()?;
    let before = query.cursor.as_deref().map(read_cursor).transpose()?;
    let name = context.param("id").to_owned();
    let found = act::list(&context.app, &caller, name, before, limit).await?;
    let body = CallbackPage {
        next: found.next.as_ref().map(write_cursor),
        callbacks: found.rows.into_iter().map(Into::into).collect(),
        out_of_hours: found
            .demand
            .into_iter()
            .map(|(hour, asked)| HourBody { hour, asked })
            .collect(),
    };
    Ok(answer::json(200, &body))
}

/// `POST /callbacks/{id}/completion`
///
/// # Errors
/// `not_found`, the store's.
pub async fn complete(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let id = CallbackId::parse(context.param("id")).ok_or_else(|| Fault::new("not_found"))?;
    act::complete(&context.app, &caller, id).await?;
    Ok(answer::empty(204))
}
