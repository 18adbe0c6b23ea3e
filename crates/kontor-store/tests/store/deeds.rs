//! What people do, as the server does it: each deed is one unit of work.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

use kontor_core::conversation::{About, ConversationState, Refusal, Side, change_state};
use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::time::Micros;
use kontor_core::timeline::{EntryKind, Pseudonym, Salt};
use kontor_store::conversation::{Conversation, Cursor, Filter, NewInquiry, Taken};
use kontor_store::timeline::{EntryView, NewEntry, Written};
use kontor_store::{Error, Scope, Store, Tx, conversation, membership, timeline};

use crate::cast::conversation_id;

/// Why a deed was not done.
#[derive(Debug)]
pub enum Stop {
    /// The scope may not see the conversation.
    Hidden,
    /// The rules forbid it.
    Refused(Refusal),
    /// The store failed, and this is what it said.
    Store(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// A question to a seller.
#[derive(Debug, Clone)]
pub struct Question {
    pub marketplace: MarketplaceKey,
    pub buyer: PrincipalId,
    pub seller: PrincipalId,
    pub listing: Option<&'static str>,
    pub text: String,
    pub now: Micros,
}

/// One more entry in a conversation that is there.
#[derive(Debug, Clone)]
pub struct Turn {
    pub scope: Scope,
    pub conversation: ConversationId,
    pub person: PrincipalId,
    pub kind: EntryKind,
    pub text: Option<String>,
    pub now: Micros,
}

/// Bytes that no other call gives; random enough for a test.
pub fn salt() -> Salt {
    let mut salt = [7; 32];
    salt[..8].copy_from_slice(&number().to_be_bytes());
    salt
}

/// Stands for this person.
pub fn pseudonym(person: &PrincipalId) -> Pseudonym {
    let mut hasher = DefaultHasher::new();
    person.hash(&mut hasher);
    let mut pseudonym = [3; 16];
    pseudonym[..8].copy_from_slice(&hasher.finish().to_be_bytes());
    pseudonym
}

/// A number that no other call gives.
pub fn number() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

/// Opens or continues an inquiry inside a unit of work.
pub async fn ask_in(tx: &mut Tx, ask: &Question) -> Result<(Taken, Written), Error> {
    let new = NewInquiry {
        id: conversation_id(number()),
        buyer: ask.buyer.clone(),
        seller: ask.seller.clone(),
        about: About::offer(ask.listing),
        side: Side::Buyer,
        now: ask.now,
    };
    let taken = conversation::open_inquiry(tx, ask.marketplace, &new).await?;
    let entry = NewEntry {
        kind: EntryKind::Message,
        person: ask.buyer.clone(),
        member: ask.buyer.clone(),
        body: Some(ask.text.clone()),
        salt: salt(),
        subject: None,
        pseudonym: pseudonym(&ask.buyer),
        now: ask.now,
        elsewhere: Vec::new(),
    };
    let written = timeline::append(tx, ask.marketplace, &taken, &entry).await?;
    Ok((taken, written))
}

/// Opens or continues an inquiry.
pub async fn ask(store: &Store, question: Question) -> Result<(Taken, Written), Error> {
    commit!(store, question, |tx, question| ask_in(tx, question))
}

/// Adds an entry inside a unit of work, on behalf of the scope's member.
pub async fn turn_in(tx: &mut Tx, turn: &Turn) -> Result<Written, Stop> {
    let taken = conversation::take(tx, &turn.scope, &turn.conversation).await?;
    let taken = taken.ok_or(Stop::Hidden)?;
    let member = taken
        .mine(&turn.scope)
        .ok_or(Stop::Hidden)?
        .principal
        .clone();
    match turn.kind {
        EntryKind::Message => {}
        EntryKind::Closed => {
            change_state(taken.state, ConversationState::Closed).map_err(Stop::Refused)?;
        }
        EntryKind::Reopened => {
            change_state(taken.state, ConversationState::Open).map_err(Stop::Refused)?;
        }
    }
    let entry = NewEntry {
        kind: turn.kind,
        person: turn.person.clone(),
        member,
        body: turn.text.clone(),
        salt: salt(),
        subject: None,
        pseudonym: pseudonym(&turn.person),
        now: turn.now,
        elsewhere: Vec::new(),
    };
    Ok(timeline::append(tx, turn.scope.marketplace(), &taken, &entry).await?)
}

/// Adds an entry.
pub async fn take_turn(store: &Store, turn: Turn) -> Result<Written, Stop> {
    store
        .write(turn, |tx, turn| Box::pin(turn_in(tx, turn)))
        .await
}

/// Writes a message.
pub async fn say(
    store: &Store,
    scope: &Scope,
    conversation: &ConversationId,
    text: &str,
    now: Micros,
) -> Result<Written, Stop> {
    let turn = Turn {
        scope: scope.clone(),
        conversation: conversation.clone(),
        person: scope.principals()[0].clone(),
        kind: EntryKind::Message,
        text: Some(text.to_owned()),
        now,
    };
    take_turn(store, turn).await
}

/// Closes or reopens.
pub async fn set_state(
    store: &Store,
    scope: &Scope,
    conversation: &ConversationId,
    kind: EntryKind,
    now: Micros,
) -> Result<Written, Stop> {
    let turn = Turn {
        scope: scope.clone(),
        conversation: conversation.clone(),
        person: scope.principals()[0].clone(),
        kind,
        text: None,
        now,
    };
    take_turn(store, turn).await
}

/// Reads up to an entry with the eyes of the scope's member.
pub async fn read_up_to(
    store: &Store,
    scope: &Scope,
    conversation: &ConversationId,
    seq: i64,
) -> Result<bool, Stop> {
    let input = (scope.clone(), conversation.clone(), seq);
    store
        .write(input, |tx, (scope, conversation, seq)| {
            Box::pin(async move {
                let taken = conversation::hold(tx, scope, conversation).await?;
                let taken = taken.ok_or(Stop::Hidden)?;
                let mine = taken.mine(scope).ok_or(Stop::Hidden)?.principal.clone();
                let key = scope.marketplace();
                Ok(membership::mark_read(tx, key, &taken, &mine, *seq).await?)
            })
        })
        .await
}

/// One page of an inbox.
pub async fn inbox(
    store: &Store,
    scope: &Scope,
    filter: Filter,
) -> (Vec<Conversation>, Option<Cursor>) {
    look!(store, (scope.clone(), filter), |tx, (scope, filter)| {
        conversation::inbox(tx, scope, filter)
    })
}

/// A conversation with the eyes of a scope.
pub async fn fetch(store: &Store, scope: &Scope, id: &ConversationId) -> Option<Conversation> {
    look!(store, (scope.clone(), id.clone()), |tx, (scope, id)| {
        conversation::fetch(tx, scope, id)
    })
}

/// Every entry of a conversation that the scope may see; none where it may not.
pub async fn entries(store: &Store, scope: &Scope, id: &ConversationId) -> Vec<EntryView> {
    look!(
        store,
        (scope.clone(), id.clone()),
        |tx, (scope, id)| async move {
            match conversation::fetch(tx, scope, id).await? {
                Some(found) => timeline::page(tx, &found, 0, 1_000).await,
                None => Ok(Vec::new()),
            }
        }
    )
}
