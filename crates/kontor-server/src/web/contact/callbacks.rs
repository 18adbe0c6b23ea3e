//! Who asked a seller to be called back, and how many asked outside the hours.

use axum::response::Response;
use kontor_core::id::CallbackId;
use kontor_core::phone::PhoneNumber;
use kontor_pages::Flash;
use kontor_pages::pages::contact::{CallbackRow, CallbacksPage};
use kontor_store::callback::Callback;
use serde::Deserialize;

use super::{SellerQuery, chosen};
use crate::actions::callback as act;
use crate::api::v1::callbacks::{read_cursor, write_cursor};
use crate::api::v1::contacts::written;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::shell;

/// Requests shown at once.
const CALLBACKS_SHOWN: usize = 50;

#[derive(Debug, Default, Deserialize)]
struct ListQuery {
    seller: Option<String>,
    cursor: Option<String>,
}

fn row(row: Callback, country: &str) -> CallbackRow {
    let number = PhoneNumber::parse(&row.number);
    let written = number.map(|number| written(&number, country));
    CallbackRow {
        id: row.id.0,
        listing: row.listing,
        name: row.name,
        written: written.unwrap_or_else(|| row.number.clone()),
        number: row.number,
        note: row.note,
        conversation: row.conversation.0,
        asked_at: row.asked_at,
        done_at: row.done_at,
    }
}

/// `GET /contact/callbacks`
///
/// # Errors
/// `not_found`, `parameter_invalid`, the store's.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let query: ListQuery = context.query()?;
    let chosen = chosen(&context, query.seller).await?;
    let before = query.cursor.as_deref().map(read_cursor).transpose()?;
    let (app, name) = (&context.app, chosen.name());
    let found = act::list(app, &chosen.caller, name, before, CALLBACKS_SHOWN).await?;
    let country = &context.market.country;
    let rows = found.rows.into_iter().map(|one| row(one, country));
    let page = CallbacksPage {
        seller: chosen.seller,
        rows: rows.collect(),
        next: found.next.as_ref().map(write_cursor),
        demand: found.demand,
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// `POST /contact/callbacks/{id}/completion`: again changes nothing.
///
/// # Errors
/// `not_found`, the store's.
pub async fn complete(context: Context) -> Result<Response, Fault> {
    let query: SellerQuery = context.query()?;
    let caller = context.known()?;
    let id = CallbackId::parse(context.param("id")).ok_or_else(|| Fault::new("not_found"))?;
    act::complete(&context.app, &caller, id).await?;
    let path = match query.seller {
        Some(seller) => format!(
            "/contact/callbacks?seller={}",
            crate::web::card::segment(&seller)
        ),
        None => "/contact/callbacks".to_owned(),
    };
    Ok(shell::done(&context, &path, Some(Flash::CallbackDone)))
}
