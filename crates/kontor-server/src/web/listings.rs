//! The list of listings and a listing's page with "write a message".

use axum::response::Response;
use kontor_core::conversation::{About, Via};
use kontor_core::id::{ConversationId, PrincipalId};
use kontor_pages::pages::Composer;
use kontor_pages::pages::listing::{ListingList, ListingPage, ListingRow};
use kontor_store::contact_card::Subject;
use kontor_store::conversation;
use kontor_store::listing::Listing;
use serde::Deserialize;

use crate::api::v1::contact_card::{CardQuery, seen};
use crate::api::v1::listings::{self as api, ListQuery};
use crate::fault::Fault;
use crate::random;
use crate::serve::answer;
use crate::serve::context::Context;
use crate::web::{card, shell};

#[derive(Debug, Default, Deserialize)]
struct PageQuery {
    #[serde(default)]
    q: String,
    seller: Option<String>,
    cursor: Option<String>,
}

/// `GET /`
///
/// # Errors
/// None.
#[allow(clippy::unused_async, reason = "handlers are async")]
pub async fn home(context: Context) -> Result<Response, Fault> {
    let path = if context.app.caught.is_some() && context.caller.is_none() {
        "/demo"
    } else {
        "/listings"
    };
    Ok(answer::see_other(path))
}

/// `GET /listings`
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let query: PageQuery = context.query()?;
    let asked = ListQuery {
        seller: query.seller.clone(),
        q: Some(query.q.clone()),
        cursor: query.cursor,
        limit: None,
    };
    let (rows, next) = api::page(&context, &asked).await?;
    let page = ListingList {
        q: query.q,
        seller: query.seller,
        rows: rows.into_iter().map(row).collect(),
        next,
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// A listing as a line of a list.
#[must_use]
pub fn row(row: Listing) -> ListingRow {
    ListingRow {
        external_id: row.external_id,
        title: row.title,
        price: row.price,
        seller: row.seller_name,
        language: row.language,
    }
}

/// A key for one sending of a form.
#[must_use]
pub fn form_key() -> String {
    kontor_store::archive::hex(&random::bytes::<16>())
}

#[derive(Debug, Default, Deserialize)]
struct ShowQuery {
    #[serde(default)]
    via: String,
}

/// `GET /listings/{external_id}`: with `?via=form` for writing by the contact form.
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let external_id = context.param("external_id").to_owned();
    let composer = composer(&context);
    render(&context, &external_id, composer, 200).await
}

/// An empty composer, with the contact form's fields where the address has `?via=form`.
#[must_use]
pub fn composer(context: &Context) -> Composer {
    let query: ShowQuery = context.query().unwrap_or_default();
    Composer {
        form: Via::parse(&query.via) == Some(Via::Form),
        ..Composer::new(form_key())
    }
}

/// A listing's page with a composer, also after a message was refused.
///
/// # Errors
/// `not_found`, the store's.
pub async fn render(
    context: &Context,
    external_id: &str,
    composer: Composer,
    status: u16,
) -> Result<Response, Fault> {
    let found = api::fetch(context, external_id).await?;
    let conversation = inquiry(context, &found.seller, Some(&found.external_id)).await?;
    let subject = Subject::Listing(found.external_id.clone());
    let place = card::place(&subject);
    let seen = seen(context, subject, &CardQuery::default()).await?;
    let offered = seen.card.source.offered;
    let page = ListingPage {
        guests_write: guests_write(context),
        own: context.scope().holds(&found.seller),
        external_id: found.external_id,
        title: found.title,
        description: found.description,
        price: found.price,
        seller: found.seller_name,
        seller_place: card::seller_place(&seen.card.source),
        url: found.url,
        language: found.language,
        state: found.state,
        conversation: conversation.map(|id| id.0),
        contact_point: offered.then(|| card::contact_point(context, &seen, &place)),
        card: card::view(context, &seen, place),
        composer,
    };
    let html = page.render(&shell::of(context).await?);
    Ok(shell::page(context, status, html))
}

/// Whether somebody without an account can write where everybody may: by a link in a mail.
#[must_use]
pub fn guests_write(context: &Context) -> bool {
    !context.app.config.mail_relay.is_empty()
}

/// The conversation that the caller has with a seller about a listing, or about none.
///
/// # Errors
/// The store's.
pub async fn inquiry(
    context: &Context,
    seller: &PrincipalId,
    listing: Option<&str>,
) -> Result<Option<ConversationId>, Fault> {
    let input = (context.scope(), seller.clone(), About::offer(listing));
    Ok(context
        .app
        .store
        .read(input, |tx, (scope, seller, about)| {
            Box::pin(conversation::inquiry_about(tx, scope, seller, about))
        })
        .await?)
}
