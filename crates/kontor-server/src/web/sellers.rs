//! A seller's page.

use axum::response::Response;
use kontor_pages::pages::Composer;
use kontor_pages::pages::seller::SellerPage;
use kontor_store::contact_card::Subject;

use crate::api::v1::contact_card::{CardQuery, seen};
use crate::api::v1::listings::{self as api, ListQuery};
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::listings::{composer, guests_write, inquiry, row};
use crate::web::{card, shell};

/// Listings on a seller's page; more are a link away.
const LISTINGS_SHOWN: usize = 12;

/// `GET /sellers/{id}`: with `?via=form` for writing by the contact form.
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let id = context.param("id").to_owned();
    let composer = composer(&context);
    render(&context, &id, composer, 200).await
}

/// A seller's page with a composer, also after a message was refused.
///
/// # Errors
/// `not_found`, the store's.
pub async fn render(
    context: &Context,
    id: &str,
    composer: Composer,
    status: u16,
) -> Result<Response, Fault> {
    let subject = Subject::Seller(id.to_owned());
    let place = card::place(&subject);
    let seen = seen(context, subject, &CardQuery::default()).await?;
    let source = &seen.card.source;
    let asked = ListQuery {
        seller: Some(source.seller.0.clone()),
        limit: Some(LISTINGS_SHOWN),
        ..ListQuery::default()
    };
    let (rows, next) = api::page(context, &asked).await?;
    let conversation = inquiry(context, &source.seller, None).await?;
    let page = SellerPage {
        id: id.to_owned(),
        seller: source.seller_name.clone(),
        business: source.business,
        own: context.scope().holds(&source.seller),
        rows: rows.into_iter().map(row).collect(),
        more: next.is_some(),
        guests_write: guests_write(context),
        conversation: conversation.map(|id| id.0),
        contact_point: card::contact_point(context, &seen, &place),
        card: card::view(context, &seen, place),
        composer,
    };
    let html = page.render(&shell::of(context).await?);
    Ok(shell::page(context, status, html))
}
