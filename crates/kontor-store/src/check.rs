//! Derived rows against what the timeline says they must be.

use kontor_core::conversation::Side;
use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::membership::rebuild;
use serde::Serialize;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::{membership, timeline};

/// A derived value that is not what it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The marketplace.
    pub marketplace: MarketplaceKey,
    /// Which row: `membership cnv_… acc_…`, `principal acc_…`, `conversation cnv_…`.
    pub row: String,
    /// Which value.
    pub field: &'static str,
    /// What the row says.
    pub stored: String,
    /// What follows from the timeline.
    pub rebuilt: String,
}

/// Compares one conversation's row and memberships with its timeline.
///
/// # Errors
/// The engine's.
pub async fn conversation(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &ConversationId,
) -> Result<Vec<Difference>> {
    let mut differences = Vec::new();
    let steps = timeline::steps(tx, marketplace, id).await?;
    let row = tx
        .one(
            "SELECT c.seq, c.last_at, c.state,
                    (SELECT MAX(e.at) FROM entry e WHERE e.marketplace = c.marketplace
                     AND e.conversation = c.conversation)
             FROM conversation c WHERE c.marketplace = $1 AND c.conversation = $2",
            args![marketplace, id],
        )
        .await?
        .ok_or(Error::Row("conversation"))?;
    let mut compare = |row: String, field, stored: String, rebuilt: String| {
        if stored != rebuilt {
            differences.push(Difference {
                marketplace,
                row,
                field,
                stored,
                rebuilt,
            });
        }
    };
    let name = format!("conversation {id}");
    let last = steps.last().map_or(0, |step| step.seq);
    compare(
        name.clone(),
        "seq",
        row.int(0)?.to_string(),
        last.to_string(),
    );
    let last_at = row.opt_int(3)?.unwrap_or(0);
    compare(
        name.clone(),
        "last_at",
        row.int(1)?.to_string(),
        last_at.to_string(),
    );
    let state = rebuild(Side::Buyer, 0, steps.iter().copied()).state;
    compare(name, "state", row.text(2)?, state.code().into());
    for member in membership::of(tx, marketplace, id).await? {
        let must = rebuild(member.side, member.standing.read_seq, steps.iter().copied());
        let name = format!("membership {id} {}", member.principal);
        let is = member.standing;
        compare(
            name.clone(),
            "unread",
            is.unread.to_string(),
            must.unread.to_string(),
        );
        compare(
            name,
            "state",
            is.state.code().into(),
            must.state.code().into(),
        );
    }
    Ok(differences)
}

/// Principals after a place whose counters do not fit their memberships.
///
/// # Errors
/// The engine's.
pub async fn principals(tx: &mut Tx) -> Result<Vec<Difference>> {
    let rows = tx
        .many(
            "SELECT p.marketplace, p.principal, p.unread, p.changed,
                    COALESCE(m.unread, 0), COALESCE(m.changed, 0), COALESCE(m.twins, 0)
             FROM principal p
             LEFT JOIN (SELECT marketplace, principal,
                               SUM(CASE WHEN unread > 0 THEN 1 ELSE 0 END) AS unread,
                               MAX(changed) AS changed,
                               COUNT(*) - COUNT(DISTINCT changed) AS twins
                        FROM membership GROUP BY marketplace, principal) m
                  ON m.marketplace = p.marketplace AND m.principal = p.principal
             WHERE p.unread <> COALESCE(m.unread, 0) OR p.changed < COALESCE(m.changed, 0)
                   OR COALESCE(m.twins, 0) > 0
             LIMIT 1000",
            &[],
        )
        .await?;
    let mut differences = Vec::new();
    for row in &rows {
        let id = PrincipalId(row.text(1)?);
        let mut push = |field, stored: i64, rebuilt: i64| {
            differences.push(Difference {
                marketplace: MarketplaceKey(row.int(0).unwrap_or(0)),
                row: format!("principal {id}"),
                field,
                stored: stored.to_string(),
                rebuilt: rebuilt.to_string(),
            });
        };
        if row.int(2)? != row.int(4)? {
            push("unread", row.int(2)?, row.int(4)?);
        }
        if row.int(3)? < row.int(5)? {
            push("changed", row.int(3)?, row.int(5)?);
        }
        if row.int(6)? > 0 {
            push("changed twice", row.int(6)?, 0);
        }
    }
    Ok(differences)
}

/// SQLite's own check of its file; `None` on PostgreSQL.
///
/// # Errors
/// The engine's.
pub async fn integrity(tx: &mut Tx) -> Result<Option<Vec<String>>> {
    if !tx.is_sqlite() {
        return Ok(None);
    }
    let rows = tx.many("PRAGMA integrity_check", &[]).await?;
    rows.iter()
        .map(|row| row.text(0))
        .collect::<Result<Vec<_>>>()
        .map(Some)
}
