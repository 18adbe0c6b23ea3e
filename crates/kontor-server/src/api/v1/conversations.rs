//! `/api/v1/conversations`: the inbox, threads, messages, closing, reading.

mod bodies;

use axum::response::Response;
use kontor_core::conversation::{ConversationState, Via};
use kontor_core::id::{ConversationId, PrincipalId};
use kontor_store::conversation::{Conversation, Cursor, Filter};
use kontor_store::timeline::EntryView;
use kontor_store::{conversation, principal, search, timeline};
use kontor_text::tokens::principal_token;

pub use bodies::*;

use crate::actions::conversation::{self as act, Done, Fresh, Start};
use crate::api::v1::{page_size, place};
use crate::fault::Fault;
use crate::outbox::index::question;
use crate::serve::answer;
use crate::serve::context::Context;

/// The id in the path; of a wrong shape it is nothing that could be found.
///
/// # Errors
/// `not_found`.
pub fn id(context: &Context) -> Result<ConversationId, Fault> {
    ConversationId::parse(context.param("id")).ok_or_else(|| Fault::new("not_found"))
}

/// `GET /conversations`
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let query: ListQuery = context.query()?;
    let (rows, next) = inbox(&context, &query).await?;
    let next = next.map(|cursor| write_cursor(&cursor));
    let conversations = rows.into_iter().map(ConversationBody::from).collect();
    Ok(answer::json(
        200,
        &ConversationPage {
            conversations,
            next,
        },
    ))
}

/// A page of the caller's inbox, for the API and the page.
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn inbox(
    context: &Context,
    query: &ListQuery,
) -> Result<(Vec<Conversation>, Option<Cursor>), Fault> {
    let limit = page_size(query.limit)?;
    let scope = context.scope();
    let principal = match &query.principal {
        None => None,
        Some(text) => {
            let known = PrincipalId::parse(text).filter(|id| scope.holds(id));
            Some(known.ok_or_else(|| Fault::with("parameter_invalid", "principal: not yours"))?)
        }
    };
    if let Some(words) = query.q.as_deref().filter(|words| !words.trim().is_empty()) {
        let asked = question(words);
        let eyes: Vec<PrincipalId> = match principal {
            Some(principal) => vec![principal],
            None => scope.principals().to_vec(),
        };
        let tokens: Vec<String> = eyes.iter().map(principal_token).collect();
        let input = (scope, asked, tokens, limit);
        let mut rows = context
            .app
            .store
            .read(input, |tx, (scope, asked, tokens, limit)| {
                Box::pin(search::conversations(tx, scope, asked, tokens, *limit))
            })
            .await?;
        let in_state = |row: &Conversation| query.state.is_none_or(|state| row.state == state);
        rows.retain(|row| eyes.contains(&row.own) && in_state(row));
        return Ok((rows, None));
    }
    let cursor = match &query.cursor {
        None => Cursor::new(),
        Some(text) => read_cursor(text)?,
    };
    let filter = Filter {
        state: query.state,
        principal,
        cursor,
        limit,
    };
    let input = (scope, filter);
    Ok(context
        .app
        .store
        .read(input, |tx, (scope, filter)| {
            Box::pin(conversation::inbox(tx, scope, filter))
        })
        .await?)
}

/// A cursor as text: `PRINCIPAL.STATE.NUMBER` joined by `~`. Opaque to clients.
#[must_use]
pub fn write_cursor(cursor: &Cursor) -> String {
    let parts: Vec<String> = cursor
        .iter()
        .map(|(principal, state, changed)| format!("{principal}.{}.{changed}", state.code()))
        .collect();
    parts.join("~")
}

fn read_cursor(text: &str) -> Result<Cursor, Fault> {
    let part = |part: &str| {
        let mut fields = part.split('.');
        let principal = PrincipalId::parse(fields.next()?)?;
        let state = ConversationState::parse(fields.next()?)?;
        let changed = fields.next()?.parse().ok()?;
        fields
            .next()
            .is_none()
            .then_some((principal, state, changed))
    };
    let places: Option<Cursor> = text.split('~').map(part).collect();
    places.ok_or_else(|| Fault::with("parameter_invalid", "cursor: not one that was given out"))
}

/// `POST /conversations`
///
/// # Errors
/// See [`act::start`].
pub async fn start(context: Context) -> Result<Response, Fault> {
    let body: StartBody = context.json()?;
    let KindName::Inquiry = body.kind;
    let caller = context.known()?;
    let start = Start {
        listing: body.listing,
        seller: body.seller,
        order: body.order,
        via: body.via.map_or(Via::Message, Via::from),
        subject: body.subject,
        body: body.body,
        admitted: false,
    };
    let done = act::start(&context.app, &caller, start, context.wish()?).await?;
    let found = match done.fresh {
        Some(Fresh::Conversation(seen)) => *seen,
        _ => fetch(&context, done.conversation).await?,
    };
    let path = format!("/api/v1{}", kontor_core::conversation::path(&found.id));
    let mut response = answer::json(done.status, &ConversationBody::from(found));
    if let Ok(value) = path.parse() {
        response.headers_mut().insert("location", value);
    }
    Ok(response)
}

/// The conversation with the caller's eyes.
///
/// # Errors
/// `not_found`, the store's.
pub async fn fetch(context: &Context, id: ConversationId) -> Result<Conversation, Fault> {
    let input = (context.scope(), id);
    let found = context
        .app
        .store
        .read(input, |tx, (scope, id)| {
            Box::pin(conversation::fetch(tx, scope, id))
        })
        .await?;
    found.ok_or_else(|| Fault::new("not_found"))
}

/// `GET /conversations/{id}`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let found = fetch(&context, id(&context)?).await?;
    Ok(answer::json(200, &ConversationBody::from(found)))
}

/// A conversation and entries after a number, in one snapshot.
///
/// # Errors
/// `not_found`, the store's.
pub async fn thread(
    context: &Context,
    id: ConversationId,
    after: i64,
    limit: usize,
) -> Result<(Conversation, Vec<EntryView>), Fault> {
    let input = (
        context.scope(),
        id,
        after,
        i64::try_from(limit).unwrap_or(i64::MAX),
    );
    context
        .app
        .store
        .read(input, |tx, (scope, id, after, limit)| {
            Box::pin(async move {
                let found = conversation::fetch(tx, scope, id).await?;
                let found = found.ok_or_else(|| Fault::new("not_found"))?;
                let entries = timeline::page(tx, &found, *after, *limit).await?;
                Ok((found, entries))
            })
        })
        .await
}

/// `GET /conversations/{id}/entries`
///
/// # Errors
/// `not_found`, `parameter_invalid`, the store's.
pub async fn entries(context: Context) -> Result<Response, Fault> {
    let query: EntriesQuery = context.query()?;
    let limit = page_size(query.limit)?;
    let caller = context.known()?;
    let after = place(query.after)?;
    let (found, mut rows) = thread(&context, id(&context)?, after, limit + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| row.seq);
    let own = caller.own();
    let entries = rows
        .into_iter()
        .map(|row| entry(&found.id, &own, row))
        .collect();
    Ok(answer::json(200, &EntryPage { entries, next }))
}

/// `POST /conversations/{id}/messages`
///
/// # Errors
/// See [`act::answer`].
pub async fn message(context: Context) -> Result<Response, Fault> {
    let body: MessageBody = context.json()?;
    let caller = context.known()?;
    let wish = context.wish()?;
    let done = act::answer(&context.app, &caller, id(&context)?, &body.body, wish).await?;
    written(&context, done).await
}

/// The entry that a write made; that of an earlier request is read under today's permissions.
async fn written(context: &Context, done: Done) -> Result<Response, Fault> {
    let own = context.known()?.own();
    let row = match done.fresh {
        Some(Fresh::Entry(row)) => Some(row),
        _ => {
            let id = done.conversation.clone();
            thread(context, id, done.seq - 1, 1)
                .await?
                .1
                .into_iter()
                .next()
        }
    };
    let row = row.ok_or_else(|| Fault::new("not_found"))?;
    Ok(answer::json(
        done.status,
        &entry(&done.conversation, &own, row),
    ))
}

/// `POST /conversations/{id}/closure`
///
/// # Errors
/// `already_closed`, `not_found`, the store's.
pub async fn close(context: Context) -> Result<Response, Fault> {
    change_state(&context, ConversationState::Closed).await
}

/// `DELETE /conversations/{id}/closure`
///
/// # Errors
/// `already_open`, `not_found`, the store's.
pub async fn reopen(context: Context) -> Result<Response, Fault> {
    change_state(&context, ConversationState::Open).await
}

async fn change_state(context: &Context, wanted: ConversationState) -> Result<Response, Fault> {
    let caller = context.known()?;
    let wish = context.wish()?;
    let done = act::set_state(&context.app, &caller, id(context)?, wanted, wish).await?;
    let found = fetch(context, done.conversation).await?;
    Ok(answer::json(200, &ConversationBody::from(found)))
}

/// `PUT /conversations/{id}/read`
///
/// # Errors
/// `not_found`, the store's.
pub async fn read(context: Context) -> Result<Response, Fault> {
    let body: ReadBody = context.json()?;
    if body.seq < 0 {
        return Err(Fault::field("seq", "invalid"));
    }
    let caller = context.known()?;
    let id = id(&context)?;
    act::mark_read(&context.app, &caller, id.clone(), body.seq).await?;
    let found = fetch(&context, id).await?;
    Ok(answer::json(200, &ConversationBody::from(found)))
}

/// The scope's unread conversations.
///
/// # Errors
/// The store's.
pub async fn unread(context: &Context) -> Result<i64, Fault> {
    let store = &context.app.store;
    Ok(store
        .read(context.scope(), |tx, scope| {
            Box::pin(principal::unread(tx, scope))
        })
        .await?)
}
