//! The inbox and the thread, and their forms.

use axum::response::Response;
use kontor_core::conversation::{ConversationState, Via, path};
use kontor_core::id::{ConversationId, PrincipalId};
use kontor_pages::Flash;
use kontor_pages::pages::Composer;
use kontor_pages::pages::conversation::{
    Entry, Inbox, InboxRow, NewEntries, ThreadListing, ThreadPage,
};
use kontor_store::conversation::Conversation;
use kontor_store::timeline::EntryView;
use serde::Deserialize;

use crate::actions::conversation::{self as act, Start};
use crate::api::v1::conversations::{self as api, ListQuery, write_cursor};
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;
use crate::web::listings::{self, form_key};
use crate::web::{orders, sellers, shell};

/// Entries shown at once; earlier ones are a link away.
const ENTRIES_SHOWN: usize = 100;

#[derive(Debug, Default, Deserialize)]
struct PageQuery {
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    cursor: Option<String>,
}

/// `GET /conversations`
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let query: PageQuery = context.query()?;
    let state = ConversationState::parse(&query.state);
    let asked = ListQuery {
        state,
        q: Some(query.q.clone()),
        cursor: query.cursor,
        ..ListQuery::default()
    };
    let (rows, next) = api::inbox(&context, &asked).await?;
    let older = next.map(|cursor| write_cursor(&cursor));
    let rows = rows.into_iter().map(row).collect();
    let html = Inbox {
        state,
        q: query.q,
        rows,
        older,
    }
    .render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

fn row(row: Conversation) -> InboxRow {
    InboxRow {
        id: row.id.0,
        other: row.other_name,
        listing: row.listing_title,
        order: row.order,
        preview_own: row.preview.is_some() && row.last_side == row.side,
        preview: row.preview.unwrap_or_default(),
        at: row.last_at,
        unread: row.unread,
        state: row.state,
    }
}

fn entry(own: &PrincipalId, side: kontor_core::conversation::Side, row: EntryView) -> Entry {
    Entry {
        seq: row.seq,
        at: row.at,
        kind: row.kind,
        own: row.person.as_ref() == Some(own) || row.side == side,
        author: row.author.unwrap_or_default(),
        body: row.body.unwrap_or_default(),
        subject: row.subject,
    }
}

#[derive(Debug, Default, Deserialize)]
struct ThreadQuery {
    before: Option<i64>,
}

/// `GET /conversations/{id}`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let id = api::id(&context)?;
    let query: ThreadQuery = context.query().unwrap_or_default();
    render(&context, id, query.before, Composer::new(form_key()), 200).await
}

async fn render(
    context: &Context,
    id: ConversationId,
    before: Option<i64>,
    composer: Composer,
    status: u16,
) -> Result<Response, Fault> {
    let caller = context.known()?;
    let shown = i64::try_from(ENTRIES_SHOWN).unwrap_or(0);
    let found = api::fetch(context, id.clone()).await?;
    let last = before.map_or(found.seq, |seq| (seq - 1).clamp(0, found.seq));
    let first = (last - shown).max(0);
    let count = usize::try_from(last - first).unwrap_or(0);
    let (found, entries) = api::thread(context, id, first, count).await?;
    if before.is_none() && found.unread > 0 {
        act::mark_read(&context.app, &caller, found.id.clone(), found.seq).await?;
    }
    let own = caller.own();
    let (listing, side) = (found.listing.clone(), found.side);
    let page = ThreadPage {
        id: found.id.0,
        seq: entries.last().map_or(0, |entry| entry.seq),
        state: found.state,
        other: found.other_name,
        listing: listing.map(|external_id| ThreadListing {
            external_id,
            title: found.listing_title.clone().unwrap_or_default(),
        }),
        order: found.order,
        earlier: entries
            .first()
            .map(|entry| entry.seq)
            .filter(|seq| *seq > 1),
        entries: entries
            .into_iter()
            .map(|row| entry(&own, side, row))
            .collect(),
        composer,
    };
    let html = page.render(&shell::of(context).await?);
    Ok(shell::page(context, status, html))
}

#[derive(Debug, Default, Deserialize)]
struct FragmentQuery {
    #[serde(default)]
    after: i64,
}

/// `GET /conversations/{id}/entries`: only what is new, as a fragment.
///
/// # Errors
/// `not_found`, the store's.
pub async fn entries(context: Context) -> Result<Response, Fault> {
    let query: FragmentQuery = context.query()?;
    let caller = context.known()?;
    let id = api::id(&context)?;
    let (found, rows) = api::thread(&context, id, query.after.max(0), ENTRIES_SHOWN).await?;
    let own = caller.own();
    let entries = rows
        .into_iter()
        .map(|row| entry(&own, found.side, row))
        .collect();
    let html = NewEntries { entries }.render(&shell::of(&context).await?);
    Ok(answer::html(200, html))
}

#[derive(Debug, Deserialize)]
struct StartForm {
    listing: Option<String>,
    order: Option<String>,
    /// Where it is about no listing.
    seller: Option<String>,
    #[serde(default)]
    via: String,
    #[serde(default)]
    subject: String,
    body: String,
    key: String,
}

#[derive(Debug, Deserialize)]
struct MessageForm {
    body: String,
    key: String,
}

/// A refused text is shown again with what is wrong; anything else is a fault of its own.
fn is_about_the_text(fault: &Fault) -> bool {
    matches!(
        fault.code,
        "body_empty"
            | "body_too_long"
            | "subject_too_long"
            | "own_listing"
            | "own_order"
            | "listing_retired"
            | "idempotency_key_reused"
    )
}

fn refused(fault: &Fault, body: String) -> Composer {
    let error = match fault.code {
        "idempotency_key_reused" => "key_reused",
        code => code,
    };
    Composer {
        key: form_key(),
        body,
        error: Some(error.to_owned()),
        ..Composer::default()
    }
}

/// `POST /conversations`
///
/// # Errors
/// See [`act::start`]; a refused text shows the listing, order or seller again.
pub async fn start(context: Context) -> Result<Response, Fault> {
    let form: StartForm = context.form()?;
    if form.listing.is_none() && form.order.is_none() && form.seller.is_none() {
        return Err(Fault::with("parameter_invalid", "listing, order or seller"));
    }
    let caller = context.known()?;
    let wish = context.wish_of(&form.key)?;
    let start = Start {
        listing: form.listing.clone(),
        seller: form.seller.clone(),
        order: form.order.clone(),
        via: Via::parse(&form.via).unwrap_or_default(),
        subject: Some(form.subject.clone()),
        body: form.body.clone(),
        admitted: false,
    };
    match act::start(&context.app, &caller, start, Some(wish)).await {
        Ok(done) => Ok(shell::done(
            &context,
            &path(&done.conversation),
            Some(Flash::Sent),
        )),
        Err(fault) if is_about_the_text(&fault) => {
            let composer = Composer {
                form: Via::parse(&form.via) == Some(Via::Form),
                subject: form.subject,
                ..refused(&fault, form.body)
            };
            let status = fault.status();
            match (form.order, form.listing, form.seller) {
                (Some(number), ..) => orders::render(&context, &number, composer, status).await,
                (None, Some(listing), _) => {
                    listings::render(&context, &listing, composer, status).await
                }
                (None, None, Some(seller)) => {
                    sellers::render(&context, &seller, composer, status).await
                }
                (None, None, None) => Err(fault),
            }
        }
        Err(fault) => Err(fault),
    }
}

/// `POST /conversations/{id}/messages`
///
/// # Errors
/// See [`act::answer`]; a refused text shows the thread again.
pub async fn message(context: Context) -> Result<Response, Fault> {
    let form: MessageForm = context.form()?;
    let caller = context.known()?;
    let id = api::id(&context)?;
    let wish = context.wish_of(&form.key)?;
    match act::answer(&context.app, &caller, id.clone(), &form.body, Some(wish)).await {
        Ok(done) => Ok(shell::done(&context, &path(&done.conversation), None)),
        Err(fault) if is_about_the_text(&fault) => {
            let composer = refused(&fault, form.body);
            render(&context, id, None, composer, fault.status()).await
        }
        Err(fault) => Err(fault),
    }
}

/// `POST /conversations/{id}/closure`
///
/// # Errors
/// `not_found`, the store's. Closing twice is no fault for a person.
pub async fn close(context: Context) -> Result<Response, Fault> {
    change(&context, ConversationState::Closed, Flash::Closed).await
}

/// `POST /conversations/{id}/reopening`
///
/// # Errors
/// `not_found`, the store's.
pub async fn reopen(context: Context) -> Result<Response, Fault> {
    change(&context, ConversationState::Open, Flash::Reopened).await
}

async fn change(
    context: &Context,
    wanted: ConversationState,
    flash: Flash,
) -> Result<Response, Fault> {
    let caller = context.known()?;
    let id = api::id(context)?;
    match act::set_state(&context.app, &caller, id.clone(), wanted, None).await {
        Ok(_) => {}
        Err(fault) if matches!(fault.code, "already_closed" | "already_open") => {}
        Err(fault) => return Err(fault),
    }
    Ok(shell::done(context, &path(&id), Some(flash)))
}

#[derive(Debug, Deserialize)]
struct ReadForm {
    seq: i64,
}

/// `POST /conversations/{id}/read`
///
/// # Errors
/// `not_found`, the store's.
pub async fn read(context: Context) -> Result<Response, Fault> {
    let form: ReadForm = context.form()?;
    let caller = context.known()?;
    act::mark_read(&context.app, &caller, api::id(&context)?, form.seq.max(0)).await?;
    Ok(answer::empty(204))
}
