//! Memberships: who takes part in a conversation, how far they have read, and the live stream.

use kontor_core::conversation::{ConversationState, Side};
use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::membership::Standing;

use crate::args;
use crate::change::Change;
use crate::conversation::Taken;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::principal;
use crate::scope::Scope;
use crate::timeline::FRESH;
use crate::value::Row;

/// One participant of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub principal: PrincipalId,
    /// On which side.
    pub side: Side,
    /// State, unread count and how far it has read.
    pub standing: Standing,
}

/// Every member of a conversation.
pub(crate) async fn of(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
) -> Result<Vec<Member>> {
    let rows = tx
        .many(
            "SELECT principal, side, state, unread, read_seq FROM membership
             WHERE marketplace = $1 AND conversation = $2",
            args![marketplace, conversation],
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Member> {
    Ok(Member {
        principal: PrincipalId(row.text(0)?),
        side: Side::parse(&row.text(1)?).ok_or(Error::Row("side"))?,
        standing: Standing {
            state: ConversationState::parse(&row.text(2)?).ok_or(Error::Row("state"))?,
            unread: row.int(3)?,
            read_seq: row.int(4)?,
        },
    })
}

/// Adds the participants of a new conversation.
pub(crate) async fn add(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
    members: &[(&PrincipalId, Side)],
) -> Result<Vec<Member>> {
    let mut added = Vec::with_capacity(members.len());
    for (principal, side) in members {
        tx.exec(
            "INSERT INTO membership (marketplace, conversation, principal, side, state, unread,
                                     read_seq, changed)
             VALUES ($1, $2, $3, $4, 'open', 0, 0, 0)",
            args![marketplace, conversation, *principal, side.code()],
        )
        .await?;
        added.push(Member {
            principal: (*principal).clone(),
            side: *side,
            standing: FRESH,
        });
    }
    Ok(added)
}

/// Marks a taken conversation as read up to `seq` for one of its members. True where that changed
/// anything.
///
/// # Errors
/// The engine's.
pub async fn mark_read(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    taken: &Taken,
    principal: &PrincipalId,
    seq: i64,
) -> Result<bool> {
    let Some(member) = taken
        .members
        .iter()
        .find(|member| member.principal == *principal)
    else {
        return Ok(false);
    };
    let seq = seq.min(taken.seq);
    if seq <= member.standing.read_seq {
        return Ok(false);
    }
    let row = tx
        .one(
            "SELECT COUNT(*) FROM entry
             WHERE marketplace = $1 AND conversation = $2 AND seq > $3 AND kind = 'message'
               AND side <> $4",
            args![marketplace, &taken.id, seq, member.side.code()],
        )
        .await?;
    let unread = row.ok_or(Error::Row("count"))?.int(0)?;
    tx.exec(
        "UPDATE membership SET unread = $4, read_seq = $5
         WHERE marketplace = $1 AND conversation = $2 AND principal = $3",
        args![marketplace, &taken.id, principal, unread, seq],
    )
    .await?;
    let moved = i64::from(unread > 0) - i64::from(member.standing.unread > 0);
    let total = principal::move_unread(tx, marketplace, principal, moved).await?;
    tx.announce(Change::Read {
        marketplace,
        principal: principal.clone(),
        conversation: taken.id.clone(),
        unread: total,
    });
    Ok(true)
}

/// One numbered step of a principal's live stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamStep {
    /// The principal's counter.
    pub changed: i64,
    /// Which conversation moved.
    pub conversation: ConversationId,
    /// To which entry.
    pub seq: i64,
}

/// What happened for a principal after `after`, oldest first, at most `limit` steps.
///
/// A conversation that moved several times appears once, at its last step: the event says
/// "conversation at entry N", so nothing is missed.
///
/// # Errors
/// The engine's.
pub async fn since(
    tx: &mut Tx,
    scope: &Scope,
    principal: &PrincipalId,
    after: i64,
    limit: i64,
) -> Result<Vec<StreamStep>> {
    if !scope.holds(principal) {
        return Ok(Vec::new());
    }
    let mut steps = Vec::new();
    for state in ConversationState::ALL {
        let rows = tx
            .many(
                "SELECT m.changed, m.conversation, c.seq FROM membership m
                 JOIN conversation c ON c.marketplace = m.marketplace
                      AND c.conversation = m.conversation
                 WHERE m.marketplace = $1 AND m.principal = $2 AND m.state = $3 AND m.changed > $4
                 ORDER BY m.changed LIMIT $5",
                args![scope.marketplace(), principal, state.code(), after, limit],
            )
            .await?;
        for row in &rows {
            steps.push(StreamStep {
                changed: row.int(0)?,
                conversation: ConversationId(row.text(1)?),
                seq: row.int(2)?,
            });
        }
    }
    steps.sort_by_key(|step| step.changed);
    steps.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(steps)
}
