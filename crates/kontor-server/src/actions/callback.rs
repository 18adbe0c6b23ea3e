//! Call-backs: asking for one outside the hours of a phone, and what the seller does with it.
//!
//! A call-back is a message to the seller, so that it reaches the seller like any other, and a row of
//! its own, so that it can be ticked off. Both are written in one transaction with the contact.

use std::sync::Arc;

use kontor_core::access::works_for;
use kontor_core::account::Caller;
use kontor_core::contact_card::{HandOutRefusal, HandedOut};
use kontor_core::conversation as rules;
use kontor_core::id::{CallbackId, ConversationId, PrincipalId, short};
use kontor_core::marketplace::Marketplace;
use kontor_core::phone::PhoneNumber;
use kontor_core::time::{DAY, Micros};
use kontor_store::callback::{self, Callback, NewCallback, Place};
use kontor_store::{Scope, Tx, contact, contact_card};

use crate::actions::contact::{self as handing, Asked, Counting, Given, Looker, count};
use crate::actions::conversation::{Act, Start, start_unit};
use crate::app::App;
use crate::cards::Card;
use crate::fault::Fault;
use crate::random;

/// Requests of one person that wait at one seller.
pub const WAITING_MAX: i64 = 3;
/// The longest note, in characters.
pub const NOTE_CHARS_MAX: usize = 500;
/// Days over which the demand outside the hours is told.
const DEMAND_DAYS: i64 = 30;

/// Whom to call back.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The number to call.
    pub number: PhoneNumber,
    /// What it is about.
    pub note: String,
    /// The message to the seller, in words.
    pub message: String,
}

/// What is written in one transaction.
struct Request {
    act: Act,
    counting: Counting,
    start: Start,
    conversation: ConversationId,
    new: NewCallback,
}

/// Asks to be called back.
///
/// # Errors
/// `not_found`, `channel_not_offered`, `sign_in_first`, `verify_email_first`, `call_now`,
/// `field_invalid`, `callback_waits`, `handouts_used_up`, the store's.
pub async fn ask(
    app: &App,
    market: &Marketplace,
    caller: Option<&Caller>,
    looker: Looker,
    asked: Asked,
    wanted: Option<Wanted>,
) -> Result<Given, Fault> {
    let card = app.fresh_card(market, asked.subject.clone()).await?;
    let card = card.ok_or_else(|| Fault::new("not_found"))?;
    let now = app.clock.now();
    handing::decide(&card, &looker, card.window(now), asked.kind)?;
    let Some(caller) = caller else {
        // Somebody wanted to call, though nobody can be called back yet.
        handing::demand(app, market, &card, now).await?;
        return Err(HandOutRefusal::SignIn.into());
    };
    let seller = card.source.seller.clone();
    if looker.is_own(&seller) {
        return Err(Fault::new("own_listing"));
    }
    let wanted = wanted.ok_or_else(|| Fault::field("callback.number", "missing"))?;
    let note = wanted.note.trim().to_owned();
    if note.chars().count() > NOTE_CHARS_MAX || note.contains('\0') {
        return Err(Fault::field("callback.note", "too_long"));
    }
    let act = Act::new(app, caller, None);
    let counting = Counting::new(app, market.key, &looker, &asked, &card, now);
    let id = match &asked.key {
        Some(key) => same_id(now, &caller.own(), &card, key),
        None => random::fresh(CallbackId::new, now),
    };
    let request = Request {
        act,
        counting,
        start: Start::admitted(
            card.source.listing.clone(),
            Some(seller.0.clone()),
            rules::body(&wanted.message)?,
        ),
        conversation: random::fresh(ConversationId::new, now),
        new: NewCallback {
            id,
            seller,
            listing: card.source.listing.clone(),
            person: caller.own(),
            number: wanted.number,
            note,
            conversation: ConversationId(String::new()),
            at: now,
        },
    };
    let (conversation, counted) = app
        .store
        .write(request, |tx, request| Box::pin(ask_unit(tx, request)))
        .await?;
    // The same request again is no further demand.
    if counted {
        handing::demand(app, market, &card, now).await?;
    }
    Ok(Given {
        out: HandedOut::Callback,
        counted,
        until: None,
        conversation: Some(conversation),
    })
}

async fn ask_unit(tx: &mut Tx, request: &Request) -> Result<(ConversationId, bool), Fault> {
    let market = request.counting.market();
    let new = &request.new;
    if let Some(known) = callback::conversation_of(tx, market, &new.id).await? {
        return Ok((known, false));
    }
    // Counting holds the person's budget, so that of two at once the second sees what the first wrote.
    let counted = count(tx, &request.counting).await?;
    if let Some(known) = callback::conversation_of(tx, market, &new.id).await? {
        return Ok((known, false));
    }
    if callback::waiting(tx, market, &new.seller, &new.person).await? >= WAITING_MAX {
        return Err(Fault::new("callback_waits"));
    }
    let done = start_unit(tx, &request.act, &request.start, &request.conversation).await?;
    let new = NewCallback {
        conversation: done.conversation.clone(),
        ..new.clone()
    };
    callback::put(tx, market, &new).await?;
    Ok((done.conversation, counted))
}

/// The id of a request that a client's key names: the same for the same person, seller, listing, day
/// and key.
fn same_id(now: Micros, person: &PrincipalId, card: &Card, key: &str) -> CallbackId {
    let seller = &card.source.seller;
    let listing = card.source.listing.as_deref().unwrap_or_default();
    let hash = random::hash(&format!("callback\0{person}\0{seller}\0{listing}\0{key}"));
    CallbackId::new(Micros(contact::day(now) * DAY), short(&hash))
}

/// Requests to a seller with the demand outside its hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The newest first.
    pub rows: Vec<Callback>,
    /// How many asked outside the hours, by hour of the day.
    pub demand: Vec<(i64, i64)>,
    /// Where the list goes on.
    pub next: Option<Place>,
}

/// Who asked a seller to be called back, for who works for it.
///
/// # Errors
/// `not_found`, the store's.
pub async fn list(
    app: &App,
    caller: &Arc<Caller>,
    name: String,
    before: Option<Place>,
    limit: usize,
) -> Result<Found, Fault> {
    let now = app.clock.now();
    let input = (Arc::clone(caller), name, before, limit, now);
    app.store
        .read(input, |tx, (caller, name, before, limit, now)| {
            Box::pin(async move {
                let found = contact_card::seller(tx, caller.marketplace, name).await?;
                let seller = found
                    .filter(|seller| works_for(caller, seller))
                    .ok_or_else(|| Fault::new("not_found"))?;
                let scope = Scope::system(caller.marketplace, seller.clone());
                let wanted = i64::try_from(*limit).unwrap_or(0) + 1;
                let mut rows = callback::page(tx, &scope, &seller, before.as_ref(), wanted).await?;
                let more = rows.len() > *limit;
                rows.truncate(*limit);
                let since = contact::day(*now) - DEMAND_DAYS;
                let demand = callback::demand(tx, &scope, &seller, since).await?;
                let last = rows.last().filter(|_| more);
                Ok(Found {
                    next: last.map(|row| (row.asked_at, row.id.clone())),
                    rows,
                    demand,
                })
            })
        })
        .await
}

/// Says that a seller is done with a request. Saying it again changes nothing.
///
/// # Errors
/// `not_found`, the store's.
pub async fn complete(app: &App, caller: &Caller, id: CallbackId) -> Result<(), Fault> {
    let input = (Scope::of(caller), id, app.clock.now());
    let done = app
        .store
        .write(input, |tx, (scope, id, now)| {
            Box::pin(async move { Ok::<_, Fault>(callback::complete(tx, scope, id, *now).await?) })
        })
        .await?;
    if done {
        Ok(())
    } else {
        Err(Fault::new("not_found"))
    }
}
