//! Answering, closing, reopening and reading conversations; the first message is in `start.rs`.

mod start;

use kontor_core::account::Caller;
use kontor_core::conversation::{self as rules, ConversationState, change_state};
use kontor_core::id::{ContactId, ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::outbox::{INDEX_DELAY, Topic};
use kontor_core::time::{Micros, SECOND};
use kontor_core::timeline::EntryKind;
use kontor_store::conversation::{Conversation, Taken};
use kontor_store::idempotency::{self, Known, Record, Wish};
use kontor_store::outbox::NewJob;
use kontor_store::timeline::{EntryView, NewEntry, Written};
use kontor_store::{Scope, Tx, conversation, membership, outbox, timeline};

pub use start::{Start, start};
pub(super) use start::{forms_allowed, may_write, start_unit};

use crate::actions::delivery::{self, Telling};
use crate::app::App;
use crate::fault::Fault;
use crate::random;

/// What a write did: the conversation, the entry, and whether something was made by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The conversation.
    pub conversation: ConversationId,
    /// The entry.
    pub seq: i64,
    /// 201 where something was made, else 200.
    pub status: u16,
    /// What was written, as its writer sees it; `None` where it was written by an earlier request
    /// and must be read under today's permissions.
    pub fresh: Option<Fresh>,
}

/// What a write has just made, known without reading it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fresh {
    /// A conversation that was started or continued.
    Conversation(Box<Conversation>),
    /// An entry.
    Entry(EntryView),
}

/// What all writes of a conversation need.
#[derive(Debug, Clone)]
pub(super) struct Act {
    scope: Scope,
    person: PrincipalId,
    name: String,
    wish: Option<Wish>,
    now: Micros,
    entropy: Entropy,
    /// The contact that a first message is.
    contact: ContactId,
    /// When a notice falls due; `None` where no mail is sent.
    notice_due: Option<Micros>,
}

/// Random bytes for one entry, made before the transaction so that it can run again.
#[derive(Debug, Clone, Copy)]
struct Entropy {
    salt: [u8; 32],
    subject_salt: [u8; 32],
    viewer_key: [u8; 32],
    pseudonym: [u8; 16],
}

impl Act {
    pub(super) fn new(app: &App, caller: &Caller, wish: Option<Wish>) -> Self {
        Self {
            scope: Scope::of(caller),
            person: caller.own(),
            name: caller.name.clone(),
            wish,
            ..Self::nobody(app, caller.marketplace)
        }
    }

    /// The same on behalf of somebody who is known only inside the transaction.
    pub(super) fn on_behalf_of(self, person: PrincipalId) -> Self {
        Self {
            scope: Scope::system(self.scope.marketplace(), person.clone()),
            person,
            ..self
        }
    }

    /// What is known before anybody acts: the instant and randomness.
    pub(super) fn nobody(app: &App, marketplace: MarketplaceKey) -> Self {
        let now = app.clock.now();
        let delay = i64::from(app.config.notice_delay_s) * SECOND;
        Self {
            scope: Scope::public(marketplace),
            person: PrincipalId(String::new()),
            name: String::new(),
            wish: None,
            now,
            contact: random::fresh(ContactId::new, now),
            entropy: Entropy {
                salt: random::bytes(),
                subject_salt: random::bytes(),
                viewer_key: random::bytes(),
                pseudonym: random::bytes(),
            },
            notice_due: app.sends_mail().then(|| now.plus(delay)),
        }
    }

    fn entry(&self, kind: EntryKind, member: &PrincipalId, body: Option<String>) -> NewEntry {
        NewEntry {
            kind,
            person: self.person.clone(),
            member: member.clone(),
            body,
            salt: self.entropy.salt,
            subject: None,
            pseudonym: self.entropy.pseudonym,
            now: self.now,
            elsewhere: Vec::new(),
        }
    }

    /// A written entry as its writer sees it.
    fn seen(&self, kind: EntryKind, written: &Written, body: Option<String>) -> EntryView {
        EntryView {
            seq: written.seq,
            at: written.at,
            kind,
            side: written.side,
            author: Some(self.name.clone()),
            person: Some(self.person.clone()),
            body,
            subject: None,
        }
    }

    /// What the same request did before, if it was here before.
    async fn before(&self, tx: &mut Tx) -> Result<Option<Done>, Fault> {
        let Some(wish) = &self.wish else {
            return Ok(None);
        };
        match idempotency::find(tx, self.scope.marketplace(), wish, self.now).await? {
            Known::Nothing => Ok(None),
            Known::Otherwise => Err(Fault::new("idempotency_key_reused")),
            Known::Done(Record {
                status,
                subject,
                seq,
            }) => Ok(Some(Done {
                conversation: ConversationId(subject),
                seq,
                status,
                fresh: None,
            })),
        }
    }

    /// Records what follows from the message that is about to be written: search, notices, the
    /// idempotency record. Before the entry, because the entry takes the rows of principals, which
    /// many writers share: on PostgreSQL they are held only until the commit that follows. Gives also
    /// the members for whom the message is not unread, since it reaches them whole by mail.
    async fn follow_up(
        &self,
        tx: &mut Tx,
        taken: &Taken,
        me: &PrincipalId,
        status: u16,
    ) -> Result<(Done, Vec<PrincipalId>), Fault> {
        let marketplace = self.scope.marketplace();
        let id = taken.id.as_str();
        let index = NewJob {
            topic: Topic::Index,
            order_key: id,
            dedupe_key: &format!("index:{id}"),
            due: self.now.plus(INDEX_DELAY),
            payload: "conversation",
        };
        outbox::put(tx, marketplace, &index).await?;
        let telling = Telling {
            marketplace,
            taken,
            me,
            now: self.now,
            notice_due: self.notice_due,
        };
        let elsewhere = delivery::tell(tx, &telling).await?;
        Ok((self.keep(tx, taken, status).await?, elsewhere))
    }

    /// Keeps the idempotency record, where the client sent a key.
    async fn keep(&self, tx: &mut Tx, taken: &Taken, status: u16) -> Result<Done, Fault> {
        let (conversation, seq) = (taken.id.clone(), taken.seq);
        if let Some(wish) = &self.wish {
            let record = Record {
                status,
                subject: conversation.0.clone(),
                seq,
            };
            idempotency::keep(tx, self.scope.marketplace(), wish, &record, self.now).await?;
        }
        Ok(Done {
            conversation,
            seq,
            status,
            fresh: None,
        })
    }
}

/// Answers in a conversation; a closed one opens again.
///
/// # Errors
/// `body_empty`, `body_too_long`, `not_found`, `idempotency_key_reused`, the store's.
pub async fn answer(
    app: &App,
    caller: &Caller,
    id: ConversationId,
    body: &str,
    wish: Option<Wish>,
) -> Result<Done, Fault> {
    let body = rules::body(body)?;
    let input = (Act::new(app, caller, wish), id, body);
    app.store
        .write(input, |tx, (act, id, body)| {
            Box::pin(async move {
                if let Some(done) = act.before(tx).await? {
                    return Ok(done);
                }
                let (taken, me) = take(tx, &act.scope, id).await?;
                let (done, elsewhere) = act.follow_up(tx, &taken, &me, 201).await?;
                let mut entry = act.entry(EntryKind::Message, &me, Some(body.clone()));
                entry.elsewhere = elsewhere;
                let written = timeline::append(tx, act.scope.marketplace(), &taken, &entry).await?;
                let entry = act.seen(EntryKind::Message, &written, Some(body.clone()));
                Ok(Done {
                    fresh: Some(Fresh::Entry(entry)),
                    ..done
                })
            })
        })
        .await
}

/// Closes or reopens a conversation.
///
/// # Errors
/// `already_closed`, `already_open`, `not_found`, the store's.
pub async fn set_state(
    app: &App,
    caller: &Caller,
    id: ConversationId,
    wanted: ConversationState,
    wish: Option<Wish>,
) -> Result<Done, Fault> {
    let input = (Act::new(app, caller, wish), id, wanted);
    app.store
        .write(input, |tx, (act, id, wanted)| {
            Box::pin(async move {
                // Locked first: the same request, sent twice at once, must find what it did before.
                conversation::hold(tx, &act.scope, id).await?;
                if let Some(done) = act.before(tx).await? {
                    return Ok(done);
                }
                let (taken, me) = take(tx, &act.scope, id).await?;
                let kind = match change_state(taken.state, *wanted)? {
                    ConversationState::Closed => EntryKind::Closed,
                    ConversationState::Open => EntryKind::Reopened,
                };
                // Closing and opening need no notice and change nothing that is searched for.
                let done = act.keep(tx, &taken, 200).await?;
                let entry = act.entry(kind, &me, None);
                timeline::append(tx, act.scope.marketplace(), &taken, &entry).await?;
                Ok(done)
            })
        })
        .await
}

/// Takes a conversation for a new entry, with the member on whose behalf the scope acts.
async fn take(
    tx: &mut Tx,
    scope: &Scope,
    id: &ConversationId,
) -> Result<(Taken, PrincipalId), Fault> {
    let taken = conversation::take(tx, scope, id).await?;
    let taken = taken.ok_or_else(|| Fault::new("not_found"))?;
    let me = taken.mine(scope).map(|member| member.principal.clone());
    let me = me.ok_or_else(|| Fault::new("not_found"))?;
    Ok((taken, me))
}

/// Marks a conversation as read up to an entry. True where that changed anything.
///
/// # Errors
/// `not_found`, the store's.
pub async fn mark_read(
    app: &App,
    caller: &Caller,
    id: ConversationId,
    seq: i64,
) -> Result<bool, Fault> {
    let input = (Scope::of(caller), id, seq);
    app.store
        .write(input, |tx, (scope, id, seq)| {
            Box::pin(async move {
                let taken = conversation::hold(tx, scope, id).await?;
                let taken = taken.ok_or_else(|| Fault::new("not_found"))?;
                let me = taken.mine(scope).map(|member| member.principal.clone());
                let me = me.ok_or_else(|| Fault::new("not_found"))?;
                let marketplace = scope.marketplace();
                Ok(membership::mark_read(tx, marketplace, &taken, &me, *seq).await?)
            })
        })
        .await
}
