//! Deeds on a real store, and what it then shows, in the model's words.

use kontor_core::conversation::{About, ConversationState, Side};
use kontor_core::id::{ConversationId, PrincipalId};
use kontor_core::time::Micros;
use kontor_core::timeline::EntryKind;
use kontor_store::conversation::{self, NewInquiry};
use kontor_store::idempotency::{self, Known, Record, Wish};
use kontor_store::timeline::{self, NewEntry};
use kontor_store::{Error, Scope, Store, Tx, listing, membership, principal};

use super::model::Outcome;
use super::step::{Asking, Deed};
use crate::cast::{DAWN, offered};
use crate::deeds::{Stop, pseudonym};

/// Does a deed.
pub async fn apply(store: &Store, deed: &Deed) -> Outcome {
    let outcome = store
        .write(deed.clone(), |tx, deed| Box::pin(done(tx, deed)))
        .await;
    match outcome {
        Ok(outcome) => outcome,
        Err(Stop::Hidden) => Outcome::Hidden,
        Err(Stop::Refused(refusal)) => Outcome::Refused(refusal.code()),
        Err(Stop::Store(Error::Refused(_))) => Outcome::Failed,
        Err(Stop::Store(error)) => Outcome::Broken(error.to_string()),
    }
}

async fn done(tx: &mut Tx, deed: &Deed) -> Result<Outcome, Stop> {
    match deed {
        Deed::Ask(asking) => ask(tx, asking).await,
        Deed::AskAndFail(asking) => {
            ask(tx, asking).await?;
            Err(Stop::Store(Error::Refused("after all".into())))
        }
        Deed::Wish { key, print, asking } => wish(tx, key, *print, asking).await,
        Deed::Turn {
            scope,
            conversation,
            kind,
            body,
            now,
            number,
        } => {
            let entry = (*kind, body.clone(), *now, *number);
            turn(tx, scope, conversation, entry).await
        }
        Deed::Read {
            scope,
            conversation,
            seq,
        } => {
            let taken = conversation::hold(tx, scope, conversation)
                .await?
                .ok_or(Stop::Hidden)?;
            let mine = taken.mine(scope).ok_or(Stop::Hidden)?.principal.clone();
            let key = scope.marketplace();
            let moved = membership::mark_read(tx, key, &taken, &mine, *seq).await?;
            Ok(Outcome::Read(moved))
        }
        Deed::Title {
            key,
            listing,
            seller,
            title,
        } => {
            listing::put(tx, *key, &offered(listing, seller, title), DAWN).await?;
            Ok(Outcome::Done)
        }
        Deed::Rename { key, who, name } => {
            let known = principal::find(tx, *key, who.as_str()).await?;
            let external = known.and_then(|known| known.external_id);
            principal::put(tx, *key, who, external.as_deref(), name).await?;
            Ok(Outcome::Done)
        }
    }
}

/// The same salt on every engine, so that chains can be compared.
fn entry(
    kind: EntryKind,
    person: &PrincipalId,
    member: &PrincipalId,
    body: Option<String>,
    now: Micros,
    number: usize,
) -> NewEntry {
    let mut salt = [0; 32];
    salt[..8].copy_from_slice(&number.to_be_bytes());
    let (person, member) = (person.clone(), member.clone());
    NewEntry {
        kind,
        pseudonym: pseudonym(&person),
        person,
        member,
        body,
        salt,
        subject: None,
        now,
        elsewhere: Vec::new(),
    }
}

async fn ask(tx: &mut Tx, asking: &Asking) -> Result<Outcome, Stop> {
    let new = NewInquiry {
        id: asking.fresh.clone(),
        buyer: asking.buyer.clone(),
        seller: asking.seller.clone(),
        about: About::offer(asking.listing),
        side: Side::Buyer,
        now: asking.now,
    };
    let taken = conversation::open_inquiry(tx, asking.key, &new).await?;
    let (buyer, body) = (&asking.buyer, Some(asking.body.clone()));
    let new = entry(
        EntryKind::Message,
        buyer,
        buyer,
        body,
        asking.now,
        asking.number,
    );
    let written = timeline::append(tx, asking.key, &taken, &new).await?;
    let (seq, at, fresh) = (written.seq, written.at, taken.fresh);
    Ok(Outcome::Written {
        conversation: taken.id,
        seq,
        at,
        fresh,
    })
}

async fn wish(tx: &mut Tx, key: &str, print: u8, asking: &Asking) -> Result<Outcome, Stop> {
    let principal = asking.buyer.clone();
    let wish = Wish {
        principal,
        key: key.to_owned(),
        fingerprint: [print; 32],
    };
    match idempotency::find(tx, asking.key, &wish, asking.now).await? {
        Known::Done(Record { subject, seq, .. }) => Ok(Outcome::Replayed {
            conversation: subject,
            seq,
        }),
        Known::Otherwise => Ok(Outcome::Otherwise),
        Known::Nothing => {
            let outcome = ask(tx, asking).await?;
            if let Outcome::Written {
                conversation, seq, ..
            } = &outcome
            {
                let record = Record {
                    status: 201,
                    subject: conversation.to_string(),
                    seq: *seq,
                };
                idempotency::keep(tx, asking.key, &wish, &record, asking.now).await?;
            }
            Ok(outcome)
        }
    }
}

async fn turn(
    tx: &mut Tx,
    scope: &Scope,
    id: &ConversationId,
    (kind, body, now, number): (EntryKind, Option<String>, Micros, usize),
) -> Result<Outcome, Stop> {
    let taken = conversation::take(tx, scope, id)
        .await?
        .ok_or(Stop::Hidden)?;
    let member = taken.mine(scope).ok_or(Stop::Hidden)?.principal.clone();
    let wanted = match kind {
        EntryKind::Message => None,
        EntryKind::Closed => Some(ConversationState::Closed),
        EntryKind::Reopened => Some(ConversationState::Open),
    };
    if let Some(wanted) = wanted {
        kontor_core::conversation::change_state(taken.state, wanted).map_err(Stop::Refused)?;
    }
    let new = entry(kind, &scope.principals()[0], &member, body, now, number);
    let written = timeline::append(tx, scope.marketplace(), &taken, &new).await?;
    let (seq, at) = (written.seq, written.at);
    Ok(Outcome::Written {
        conversation: taken.id,
        seq,
        at,
        fresh: false,
    })
}
