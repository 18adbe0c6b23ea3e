//! `/api/v1/orders`: putting one, the list and one order. What they look like is in `bodies.rs`.

mod bodies;

use axum::response::Response;
use kontor_core::access::{Permission, Verdict, allows};
use kontor_core::conversation::Side;
use kontor_core::order::{Draft, is_number};
use kontor_core::time::Micros;
use kontor_store::listing::Outcome;
use kontor_store::order::{self, Filter, Order, Place};

pub use bodies::*;

use crate::actions::order as act;
use crate::api::v1::{page_size, revision_tag, seen};
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// `GET /orders`
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let query: ListQuery = context.query()?;
    let (rows, next) = page(&context, &query).await?;
    let scope = context.scope();
    let orders = rows
        .into_iter()
        .map(|row| OrderBody::of(row.side(&scope), row))
        .collect();
    let next = next.as_ref().map(write_cursor);
    Ok(answer::json(200, &OrderPage { orders, next }))
}

/// A page of the caller's orders, for the API and the page.
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn page(
    context: &Context,
    query: &ListQuery,
) -> Result<(Vec<Order>, Option<Place>), Fault> {
    let filter = Filter {
        side: query.side,
        status: query.status,
        after: query.cursor.as_deref().map(read_cursor).transpose()?,
        limit: page_size(query.limit)?,
    };
    Ok(context
        .app
        .store
        .read((context.scope(), filter), |tx, (scope, filter)| {
            Box::pin(order::page(tx, scope, filter))
        })
        .await?)
}

/// A cursor as text: `MICROS.NUMBER`. Opaque to clients.
#[must_use]
pub fn write_cursor((at, number): &Place) -> String {
    format!("{}.{number}", at.0)
}

fn read_cursor(text: &str) -> Result<Place, Fault> {
    let place = text
        .split_once('.')
        .filter(|(_, number)| is_number(number))
        .and_then(|(at, number)| Some((Micros(at.parse().ok()?), number.to_owned())));
    place.ok_or_else(|| Fault::with("parameter_invalid", "cursor: not one that was given out"))
}

/// An order with the caller's eyes, and on which side the caller is.
///
/// # Errors
/// `not_found`, the store's.
pub async fn fetch(context: &Context, number: &str) -> Result<(Order, Side), Fault> {
    let missing = || Fault::new("not_found");
    if !is_number(number) {
        return Err(missing());
    }
    let scope = context.scope();
    let found = context
        .app
        .store
        .read((scope.clone(), number.to_owned()), |tx, (scope, number)| {
            Box::pin(order::fetch(tx, scope, number))
        })
        .await?
        .ok_or_else(missing)?;
    let side = found.side(&scope).ok_or_else(missing)?;
    Ok((found, side))
}

/// An order of other people with the eyes of the marketplace, which told it.
async fn told(context: &Context, number: &str) -> Result<Order, Fault> {
    let input = (context.market.key, number.to_owned());
    let found = context
        .app
        .store
        .read(input, |tx, (marketplace, number)| {
            Box::pin(order::of_marketplace(tx, *marketplace, number))
        })
        .await?;
    found.ok_or_else(|| Fault::new("not_found"))
}

/// `GET /orders/{number}`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let number = context.param("number");
    let operates = allows(context.caller.as_deref(), Permission::Operate) == Verdict::Allowed;
    let (found, side) = match fetch(&context, number).await {
        Ok((found, side)) => (found, Some(side)),
        Err(fault) if fault.code == "not_found" && operates && is_number(number) => {
            (told(&context, number).await?, None)
        }
        Err(fault) => return Err(fault),
    };
    let tag = revision_tag(found.revision);
    if context
        .header("if-none-match")
        .is_some_and(|tags| answer::names(tags, &tag))
    {
        return Ok(answer::unchanged(&tag));
    }
    Ok(answer::tagged(200, &tag, &OrderBody::of(side, found)))
}

/// `PUT /orders/{number}`
///
/// # Errors
/// See [`act::put`].
pub async fn put(context: Context) -> Result<Response, Fault> {
    let body: PutBody = context.json()?;
    let draft = Draft {
        number: context.param("number").to_owned(),
        ..Draft::from(body)
    };
    let seen = seen(&context)?;
    let (row, outcome) = act::put(&context.app, context.market.key, draft, seen).await?;
    let status = if outcome == Outcome::Created {
        201
    } else {
        200
    };
    let tag = revision_tag(row.revision);
    let side = row.side(&context.scope());
    Ok(answer::tagged(status, &tag, &OrderBody::of(side, row)))
}
