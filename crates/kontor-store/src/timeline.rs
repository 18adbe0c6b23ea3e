//! Entries: how one is added to a conversation, and how a page of them is read.
//!
//! The form of an entry and its hash are in `kontor_core::timeline`. Erasure will delete rows of
//! `entry_part` and `author` and add an entry that says so; nothing here updates an entry.

use kontor_core::conversation::{ConversationState, Side};
use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::membership::{Standing, Step, after, after_elsewhere};
use kontor_core::time::Micros;
use kontor_core::timeline::{EntryKind, Hash, Pseudonym, Salt, Sealed, commitment, seal};

use crate::args;
use crate::change::Change;
use crate::conversation::Taken;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::membership::Member;
use crate::principal;

/// An entry to be written.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// What it records.
    pub kind: EntryKind,
    /// The person who acts: an account or a guest, never a shop.
    pub person: PrincipalId,
    /// The principal on whose behalf.
    pub member: PrincipalId,
    /// The text, where there is one.
    pub body: Option<String>,
    /// Random bytes for the commitment.
    pub salt: Salt,
    /// The subject of a contact form, beside a text.
    pub subject: Option<Part>,
    /// Random bytes for the person's pseudonym, should this be the first entry here.
    pub pseudonym: Pseudonym,
    /// The instant of writing; the entry's is never before its predecessor's.
    pub now: Micros,
    /// Members whom it reaches whole by another way, so that it does not count as unread.
    pub elsewhere: Vec<PrincipalId>,
}

/// A part of an entry with random bytes for its commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it says.
    pub content: String,
    /// Random bytes of its own, so that one part can be erased without the other.
    pub salt: Salt,
}

impl NewEntry {
    /// What the entry says, in order of the parts' numbers: the text is 0, the subject 1.
    fn parts(&self) -> Vec<(i64, &Salt, &str)> {
        let Some(body) = &self.body else {
            return Vec::new();
        };
        let subject = self.subject.as_ref();
        std::iter::once((0, &self.salt, body.as_str()))
            .chain(subject.map(|part| (1, &part.salt, part.content.as_str())))
            .collect()
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its number in the conversation.
    pub seq: i64,
    /// Its instant.
    pub at: Micros,
    /// The side of the writer.
    pub side: Side,
    /// The writer's counter after this entry.
    pub changed: i64,
}

/// Adds an entry to a conversation that was taken, and moves every membership along.
///
/// # Errors
/// The engine's.
pub async fn append(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    taken: &Taken,
    new: &NewEntry,
) -> Result<Written> {
    let side = taken
        .members
        .iter()
        .find(|member| member.principal == new.member)
        .map(|member| member.side)
        .ok_or(Error::Row("the writer is no member"))?;
    let at = Micros(new.now.0.max(taken.last_at.0));
    let author = author(tx, marketplace, &taken.id, new).await?;
    let parts = new.parts();
    let commitments: Vec<u8> = parts
        .iter()
        .flat_map(|(_, salt, content)| commitment(salt, content.as_bytes()))
        .collect();
    let hash = seal(&Sealed {
        marketplace,
        conversation: &taken.id,
        seq: taken.seq,
        previous: &taken.head,
        at,
        kind: new.kind.code(),
        side: side.code(),
        author: &author,
        commitments: &commitments,
    });
    tx.exec(
        "INSERT INTO entry (marketplace, conversation, seq, at, kind, side, author, commitments,
                            hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            marketplace,
            &taken.id,
            taken.seq,
            at,
            new.kind.code(),
            side.code(),
            &author,
            commitments.as_slice(),
            &hash,
        ],
    )
    .await?;
    for (number, salt, content) in parts {
        tx.exec(
            "INSERT INTO entry_part (marketplace, conversation, seq, part, salt, content)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![marketplace, &taken.id, taken.seq, number, salt, content],
        )
        .await?;
    }
    let step = Step {
        seq: taken.seq,
        kind: new.kind,
        side,
    };
    let (state, changed) = move_members(tx, marketplace, taken, step, new).await?;
    advance(tx, marketplace, taken, &hash, at, state).await?;
    Ok(Written {
        seq: taken.seq,
        at,
        side,
        changed,
    })
}

/// The pseudonym of the person in this conversation, made at the first entry.
async fn author(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
    new: &NewEntry,
) -> Result<Pseudonym> {
    let known = tx
        .one(
            "SELECT pseudonym FROM author
             WHERE marketplace = $1 AND conversation = $2 AND person = $3",
            args![marketplace, conversation, &new.person],
        )
        .await?;
    if let Some(row) = known {
        return row.bytes(0);
    }
    tx.exec(
        "INSERT INTO author (marketplace, conversation, pseudonym, person)
         VALUES ($1, $2, $3, $4)",
        args![marketplace, conversation, &new.pseudonym, &new.person],
    )
    .await?;
    Ok(new.pseudonym)
}

/// Moves memberships and their principals' counters, in order of the principals so that two writes
/// never wait for each other in a circle.
async fn move_members(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    taken: &Taken,
    step: Step,
    new: &NewEntry,
) -> Result<(ConversationState, i64)> {
    let mut members: Vec<&Member> = taken.members.iter().collect();
    members.sort_by(|a, b| a.principal.cmp(&b.principal));
    let mut state = taken.state;
    let mut own_changed = 0;
    for member in members {
        let reached = if new.elsewhere.contains(&member.principal) {
            after_elsewhere
        } else {
            after
        };
        let next = reached(member.standing, member.side, step);
        state = next.state;
        let unread = i64::from(next.unread > 0) - i64::from(member.standing.unread > 0);
        let counters = principal::touch(tx, marketplace, &member.principal, unread).await?;
        tx.exec(
            "UPDATE membership SET state = $4, unread = $5, read_seq = $6, changed = $7
             WHERE marketplace = $1 AND conversation = $2 AND principal = $3",
            args![
                marketplace,
                &taken.id,
                &member.principal,
                next.state.code(),
                next.unread,
                next.read_seq,
                counters.changed,
            ],
        )
        .await?;
        if member.principal == new.member {
            own_changed = counters.changed;
        }
        tx.announce(Change::Conversation {
            marketplace,
            principal: member.principal.clone(),
            changed: counters.changed,
            conversation: taken.id.clone(),
            seq: step.seq,
            unread: counters.unread,
        });
    }
    Ok((state, own_changed))
}

async fn advance(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    taken: &Taken,
    head: &Hash,
    at: Micros,
    state: ConversationState,
) -> Result<()> {
    tx.exec(
        "UPDATE conversation SET head = $3, last_at = $4, state = $5
         WHERE marketplace = $1 AND conversation = $2",
        args![marketplace, &taken.id, head, at, state.code()],
    )
    .await?;
    Ok(())
}

/// An entry as participants see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryView {
    /// Its number in the conversation.
    pub seq: i64,
    /// When.
    pub at: Micros,
    /// What it records.
    pub kind: EntryKind,
    /// Whose side.
    pub side: Side,
    /// The name of the person, where it is still known.
    pub author: Option<String>,
    /// Who the person is, where it is still known.
    pub person: Option<PrincipalId>,
    /// The text, where there is one.
    pub body: Option<String>,
    /// The subject of a contact form.
    pub subject: Option<String>,
}

/// Entries after `after_seq`, oldest first. The caller holds a fetched conversation as proof that
/// they may be seen.
///
/// # Errors
/// The engine's.
pub async fn page(
    tx: &mut Tx,
    conversation: &crate::conversation::Conversation,
    after_seq: i64,
    limit: i64,
) -> Result<Vec<EntryView>> {
    let rows = tx
        .many(
            "SELECT e.seq, e.at, e.kind, e.side, p.name, a.person, t.content, s.content
             FROM entry e
             LEFT JOIN author a ON a.marketplace = e.marketplace
                  AND a.conversation = e.conversation AND a.pseudonym = e.author
             LEFT JOIN principal p ON p.marketplace = a.marketplace AND p.principal = a.person
             LEFT JOIN entry_part t ON t.marketplace = e.marketplace
                  AND t.conversation = e.conversation AND t.seq = e.seq AND t.part = 0
             LEFT JOIN entry_part s ON s.marketplace = e.marketplace
                  AND s.conversation = e.conversation AND s.seq = e.seq AND s.part = 1
             WHERE e.marketplace = $1 AND e.conversation = $2 AND e.seq > $3
             ORDER BY e.seq LIMIT $4",
            args![conversation.marketplace, &conversation.id, after_seq, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(EntryView {
                seq: row.int(0)?,
                at: Micros(row.int(1)?),
                kind: EntryKind::parse(&row.text(2)?).ok_or(Error::Row("entry kind"))?,
                side: Side::parse(&row.text(3)?).ok_or(Error::Row("side"))?,
                author: row.opt_text(4)?,
                person: row.opt_text(5)?.map(PrincipalId),
                body: row.opt_text(6)?,
                subject: row.opt_text(7)?,
            })
        })
        .collect()
}

/// The steps that memberships are rebuilt from, in order.
pub(crate) async fn steps(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
) -> Result<Vec<Step>> {
    let rows = tx
        .many(
            "SELECT seq, kind, side FROM entry
             WHERE marketplace = $1 AND conversation = $2 ORDER BY seq",
            args![marketplace, conversation],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Step {
                seq: row.int(0)?,
                kind: EntryKind::parse(&row.text(1)?).ok_or(Error::Row("entry kind"))?,
                side: Side::parse(&row.text(2)?).ok_or(Error::Row("side"))?,
            })
        })
        .collect()
}

/// The standing of a member who has just been added, before any entry.
pub(crate) const FRESH: Standing = Standing {
    state: ConversationState::Open,
    unread: 0,
    read_seq: 0,
};
