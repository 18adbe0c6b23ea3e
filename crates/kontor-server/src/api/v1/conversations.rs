//! `/api/v1/conversations`: the inbox, threads, messages, closing, reading.

use axum::response::Response;
use kontor_core::conversation::ConversationState;
use kontor_core::id::{ConversationId, PrincipalId};
use kontor_core::time::Micros;
use kontor_store::conversation::{Conversation, Cursor, Filter};
use kontor_store::timeline::EntryView;
use kontor_store::{Scope, conversation, search, timeline};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::conversation::{self as act, Done, Start};
use crate::api::v1::page_size;
use crate::fault::Fault;
use crate::outbox::index::question;
use crate::serve::answer;
use crate::serve::context::Context;

/// A conversation as the caller sees it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConversationBody {
    /// The id.
    pub id: String,
    /// `inquiry`.
    pub kind: String,
    /// `open` or `closed`.
    pub state: String,
    /// The number of its last entry.
    pub seq: i64,
    /// When it was opened.
    #[schemars(with = "String")]
    pub created_at: Micros,
    /// When its last entry was written.
    #[schemars(with = "String")]
    pub last_at: Micros,
    /// The listing it is about.
    pub listing: Option<ListingRef>,
    /// With whose eyes it is seen: the caller's own principal or a shop.
    pub principal: String,
    /// On which side that is: `buyer` or `seller`.
    pub side: String,
    /// The other participant.
    pub other: Party,
    /// Messages of the other side not read.
    pub unread: i64,
    /// The last entry read.
    pub read_seq: i64,
    /// The start of the last entry's text.
    pub preview: Option<String>,
}

/// A listing by id and title.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListingRef {
    /// The marketplace's own id.
    pub external_id: String,
    /// One line.
    pub title: Option<String>,
}

/// A participant.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Party {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// An entry of a conversation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryBody {
    /// The conversation.
    pub conversation: String,
    /// Its number there, from 1 without gaps.
    pub seq: i64,
    /// When.
    #[schemars(with = "String")]
    pub at: Micros,
    /// `message`, `closed` or `reopened`.
    pub kind: String,
    /// Whose side: `buyer` or `seller`.
    pub side: String,
    /// The name of the person, where still known.
    pub author: Option<String>,
    /// True where the caller wrote it.
    pub own: bool,
    /// The text of a message.
    pub body: Option<String>,
}

/// A page of conversations.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConversationPage {
    /// Newest first.
    pub conversations: Vec<ConversationBody>,
    /// Give it as `cursor` for the next page; absent at the end.
    pub next: Option<String>,
}

/// A page of entries.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryPage {
    /// Oldest first.
    pub entries: Vec<EntryBody>,
    /// Give it as `after` for the next page; absent at the end.
    pub next: Option<i64>,
}

/// What is asked of the inbox.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Only `open` or only `closed`.
    #[schemars(with = "Option<StateName>")]
    pub state: Option<ConversationState>,
    /// Only those of one of the caller's principals.
    pub principal: Option<String>,
    /// Words that an entry holds.
    pub q: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<usize>,
}

/// A state of a conversation.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[allow(dead_code, reason = "describes the values of a parameter")]
pub enum StateName {
    /// Goes on.
    Open,
    /// Done.
    Closed,
}

/// A first or further message.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartBody {
    /// The external id of the listing it is about.
    pub listing: Option<String>,
    /// The seller, by id or external id, where it is about no listing.
    pub seller: Option<String>,
    /// `inquiry`.
    pub kind: KindName,
    /// The text, up to 10,000 characters.
    #[schemars(length(min = 1, max = 10_000))]
    pub body: String,
}

/// A kind of conversation that can be started.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KindName {
    /// A question before the sale.
    Inquiry,
}

/// An answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageBody {
    /// The text, up to 10,000 characters.
    #[schemars(length(min = 1, max = 10_000))]
    pub body: String,
}

/// How far the caller has read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadBody {
    /// The number of the last entry read.
    #[schemars(range(min = 0))]
    pub seq: i64,
}

/// Which entries are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntriesQuery {
    /// Entries after this number.
    #[schemars(range(min = 0))]
    pub after: Option<i64>,
    /// 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<usize>,
}

impl From<Conversation> for ConversationBody {
    fn from(row: Conversation) -> Self {
        let title = row.listing_title;
        Self {
            id: row.id.0,
            kind: row.kind.code().into(),
            state: row.state.code().into(),
            seq: row.seq,
            created_at: row.created_at,
            last_at: row.last_at,
            listing: row
                .listing
                .map(|external_id| ListingRef { external_id, title }),
            principal: row.own.0,
            side: row.side.code().into(),
            other: Party {
                id: row.other.0,
                name: row.other_name,
            },
            unread: row.unread,
            read_seq: row.read_seq,
            preview: row.preview,
        }
    }
}

fn entry(conversation: &Conversation, own: &PrincipalId, row: EntryView) -> EntryBody {
    EntryBody {
        conversation: conversation.id.as_str().to_owned(),
        seq: row.seq,
        at: row.at,
        kind: row.kind.code().into(),
        side: row.side.code().into(),
        author: row.author,
        own: row.person.as_ref() == Some(own),
        body: row.body,
    }
}

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
        let tokens: Vec<String> = scope
            .principals()
            .iter()
            .map(kontor_text::tokens::principal_token)
            .collect();
        let input = (scope, asked, tokens, limit);
        let rows = context
            .app
            .store
            .read(input, |tx, (scope, asked, tokens, limit)| {
                Box::pin(search::conversations(tx, scope, asked, tokens, *limit))
            })
            .await?;
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
        body: body.body,
    };
    let done = act::start(&context.app, &caller, start, context.wish()?).await?;
    let found = fetch(&context, done.conversation).await?;
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
    let after = query.after.unwrap_or(0);
    let (found, mut rows) = thread(&context, id(&context)?, after, limit + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| row.seq);
    let own = caller.own();
    let entries = rows
        .into_iter()
        .map(|row| entry(&found, &own, row))
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
    written(&context, &done).await
}

/// The entry that a write made, read again under today's permissions.
async fn written(context: &Context, done: &Done) -> Result<Response, Fault> {
    let caller = context.known()?;
    let (found, rows) = thread(context, done.conversation.clone(), done.seq - 1, 1).await?;
    let row = rows
        .into_iter()
        .next()
        .ok_or_else(|| Fault::new("not_found"))?;
    Ok(answer::json(
        done.status,
        &entry(&found, &caller.own(), row),
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

/// The scope's unread conversations, for the badge of every page.
///
/// # Errors
/// The store's.
pub async fn unread(context: &Context) -> Result<i64, Fault> {
    let scope: Scope = context.scope();
    let count = context
        .app
        .store
        .read(scope, |tx, scope| {
            Box::pin(async move {
                let mut unread = 0;
                for principal in scope.principals() {
                    let counters = kontor_store::principal::counters(tx, scope, principal).await?;
                    unread += counters.unwrap_or_default().unread;
                }
                Ok::<_, Fault>(unread)
            })
        })
        .await?;
    Ok(count)
}
