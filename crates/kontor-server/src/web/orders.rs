//! The list of orders, and an order's page with "write about this order".

use std::collections::BTreeSet;

use axum::response::Response;
use kontor_core::conversation::{About, Side, path};
use kontor_core::order::{Status, may_write};
use kontor_pages::pages::Composer;
use kontor_pages::pages::order::{ItemRow, OrderList, OrderPage, OrderRow, Writing};
use kontor_store::order::Order;
use kontor_store::{Scope, Tx, conversation, listing, order};
use serde::Deserialize;

use crate::api::v1::orders::{self as api, ListQuery, write_cursor};
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::listings::form_key;
use crate::web::shell;

#[derive(Debug, Default, Deserialize)]
struct PageQuery {
    #[serde(default, rename = "as")]
    side: String,
    #[serde(default)]
    status: String,
    cursor: Option<String>,
}

/// `GET /orders`
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let query: PageQuery = context.query()?;
    let asked = ListQuery {
        side: Side::parse(&query.side),
        status: Status::parse(&query.status),
        cursor: query.cursor,
        limit: None,
    };
    let (rows, next) = api::page(&context, &asked).await?;
    let scope = context.scope();
    let sides = context
        .app
        .store
        .read(scope.clone(), |tx, scope| Box::pin(order::sides(tx, scope)))
        .await?;
    let page = OrderList {
        both_sides: sides == (true, true),
        side: asked.side,
        status: asked.status,
        rows: rows.into_iter().map(|found| row(&scope, found)).collect(),
        older: next.as_ref().map(write_cursor),
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

fn row(scope: &Scope, found: Order) -> OrderRow {
    let side = found.side(scope).unwrap_or(Side::Buyer);
    let more = i64::try_from(found.items.len()).unwrap_or(i64::MAX) - 1;
    let promised = found.promised_on;
    OrderRow {
        side,
        other: other(side, &found),
        number: found.number,
        title: found.items.into_iter().next().map(|item| item.title),
        more,
        status: found.status,
        placed_at: found.placed_at,
        promised_on: promised.filter(|_| found.status.is_under_way()),
    }
}

fn other(side: Side, found: &Order) -> String {
    match side {
        Side::Buyer => found.seller.name.clone(),
        Side::Seller => found.buyer.name.clone(),
    }
}

/// `GET /orders/{number}`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let number = context.param("number").to_owned();
    render(&context, &number, Composer::new(form_key()), 200).await
}

/// An order's page with a composer, also after a message was refused.
///
/// # Errors
/// `not_found`, the store's.
pub async fn render(
    context: &Context,
    number: &str,
    composer: Composer,
    status: u16,
) -> Result<Response, Fault> {
    let (found, side) = api::fetch(context, number).await?;
    let (found, beside) = beside(context, found).await?;
    let own = may_write(
        context.scope().principals(),
        &found.buyer.id,
        &found.seller.id,
    );
    let items = found.items.iter().map(|item| ItemRow {
        title: item.title.clone(),
        quantity: item.quantity,
        price: item.price.clone(),
        listing: item.listing.clone().filter(|id| beside.known.contains(id)),
    });
    let page = OrderPage {
        side,
        other: other(side, &found),
        items: items.collect(),
        status: found.status,
        placed_at: found.placed_at,
        shipped_at: found.shipped_at,
        delivered_at: found.delivered_at,
        promised_on: found.promised_on.filter(|_| found.status.is_under_way()),
        writing: if own.is_err() {
            Writing::Own
        } else {
            Writing::Other {
                conversation: beside.conversation,
            }
        },
        number: found.number,
        carrier: found.carrier,
        tracking: found.tracking,
        total: found.total,
        composer,
    };
    let html = page.render(&shell::of(context).await?);
    Ok(shell::page(context, status, html))
}

/// What an order's page shows beside the order.
struct Beside {
    /// Listings that have a page here.
    known: BTreeSet<String>,
    /// The path of the conversation about it.
    conversation: Option<String>,
}

async fn beside(context: &Context, found: Order) -> Result<(Order, Beside), Fault> {
    let store = &context.app.store;
    store
        .read((context.scope(), found), |tx, (scope, found)| {
            Box::pin(async move {
                let about = About::Order(found.number.clone());
                let people = (&found.buyer.id, &found.seller.id);
                let written = conversation::between(tx, scope, people, &about).await?;
                let beside = Beside {
                    known: known(tx, scope, found).await?,
                    conversation: written.map(|conversation| path(&conversation.id)),
                };
                Ok::<_, Fault>((found.clone(), beside))
            })
        })
        .await
}

async fn known(tx: &mut Tx, scope: &Scope, found: &Order) -> Result<BTreeSet<String>, Fault> {
    let named = found.items.iter().filter_map(|item| item.listing.clone());
    let mut known = BTreeSet::new();
    for id in named.collect::<BTreeSet<_>>() {
        if listing::is_known(tx, scope, &id).await? {
            known.insert(id);
        }
    }
    Ok(known)
}
