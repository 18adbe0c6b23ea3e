//! The archive: walking every conversation's chain, and the heads that are kept outside.

use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_core::time::Micros;
use kontor_core::timeline::{Chain, Fault, Hash, StoredEntry};
use serde::{Deserialize, Serialize};

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::value::Row;

/// Entries read at once while a chain is walked.
const ENTRIES_PAGE: i64 = 1_000;

/// A conversation's head, as kept outside the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The marketplace.
    pub marketplace: MarketplaceKey,
    /// The conversation.
    pub conversation: ConversationId,
    /// Its last entry.
    pub seq: i64,
    /// The hash of that entry, hexadecimal.
    pub hash: String,
}

/// A fault and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The marketplace.
    pub marketplace: MarketplaceKey,
    /// The conversation.
    pub conversation: ConversationId,
    /// What is wrong, at the first entry where it shows.
    #[serde(flatten)]
    pub fault: Fault,
}

/// Bytes as lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Heads after a place, in order of marketplace and conversation.
///
/// # Errors
/// The engine's.
pub async fn heads(
    tx: &mut Tx,
    after: &(MarketplaceKey, ConversationId),
    limit: i64,
) -> Result<Vec<Head>> {
    let rows = tx
        .many(
            "SELECT marketplace, conversation, seq, head FROM conversation
             WHERE (marketplace = $1 AND conversation > $2) OR marketplace > $1
             ORDER BY marketplace, conversation LIMIT $3",
            args![after.0, &after.1, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Head {
                marketplace: MarketplaceKey(row.int(0)?),
                conversation: ConversationId(row.text(1)?),
                seq: row.int(2)?,
                hash: hex(row.blob(3)?),
            })
        })
        .collect()
}

/// Conversations that have entries or members but no row of their own: the row was removed.
///
/// # Errors
/// The engine's.
pub async fn orphans(tx: &mut Tx, limit: i64) -> Result<Vec<Finding>> {
    let rows = tx
        .many(
            "SELECT o.marketplace, o.conversation FROM
                (SELECT marketplace, conversation FROM entry
                 UNION SELECT marketplace, conversation FROM membership) o
             WHERE NOT EXISTS (SELECT 1 FROM conversation c
                 WHERE c.marketplace = o.marketplace AND c.conversation = o.conversation)
             ORDER BY o.marketplace, o.conversation LIMIT $1",
            args![limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Finding {
                marketplace: MarketplaceKey(row.int(0)?),
                conversation: ConversationId(row.text(1)?),
                fault: Fault::Removed { seq: 0 },
            })
        })
        .collect()
}

/// Walks one conversation's chain and gives its first fault.
///
/// # Errors
/// The engine's.
pub async fn verify(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
) -> Result<Option<Fault>> {
    let row = tx
        .one(
            "SELECT seq, head FROM conversation WHERE marketplace = $1 AND conversation = $2",
            args![marketplace, conversation],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Some(Fault::Removed { seq: 1 }));
    };
    let (seq, head): (i64, Hash) = (row.int(0)?, stored(&row, 1));
    let mut chain = Chain::new(marketplace, conversation.clone());
    let mut after = i64::MIN;
    loop {
        let page = entries(tx, marketplace, conversation, after).await?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for entry in &page {
            if let Err(fault) = chain.follow(entry) {
                return Ok(Some(fault));
            }
        }
    }
    Ok(chain.finish(seq, &head).err())
}

/// The hash of one entry, hexadecimal; `None` where it is not there.
///
/// # Errors
/// The engine's.
pub async fn hash_of(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
    seq: i64,
) -> Result<Option<String>> {
    let row = tx
        .one(
            "SELECT hash FROM entry
             WHERE marketplace = $1 AND conversation = $2 AND seq = $3",
            args![marketplace, conversation, seq],
        )
        .await?;
    row.map(|row| Ok(hex(row.blob(0)?))).transpose()
}

async fn entries(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    conversation: &ConversationId,
    after: i64,
) -> Result<Vec<StoredEntry>> {
    let rows = tx
        .many(
            "SELECT e.seq, e.at, e.kind, e.side, e.author, e.commitments, e.hash,
                    t.part, t.salt, t.content
             FROM entry e
             LEFT JOIN entry_part t ON t.marketplace = e.marketplace
                  AND t.conversation = e.conversation AND t.seq = e.seq
             WHERE e.marketplace = $1 AND e.conversation = $2 AND e.seq > $3
             ORDER BY e.seq, t.part LIMIT $4",
            args![marketplace, conversation, after, ENTRIES_PAGE],
        )
        .await?;
    let mut all: Vec<StoredEntry> = Vec::new();
    for row in &rows {
        let seq = row.int(0)?;
        if all.last().is_none_or(|entry| entry.seq != seq) {
            all.push(entry(row)?);
        }
        if let (Some(part), Some(last)) = (row.opt_int(7)?, all.last_mut()) {
            last.parts
                .push((part, stored(row, 8), row.text(9)?.into_bytes()));
        }
    }
    Ok(all)
}

fn entry(row: &Row) -> Result<StoredEntry> {
    Ok(StoredEntry {
        seq: row.int(0)?,
        at: Micros(row.int(1)?),
        kind: row.text(2)?,
        side: row.text(3)?,
        author: stored(row, 4),
        commitments: row.blob(5)?.to_vec(),
        hash: stored(row, 6),
        parts: Vec::new(),
    })
}

/// Bytes as stored; of another length they become zeros, so that a damaged row is a fault of that
/// entry and not an error of the whole walk.
fn stored<const N: usize>(row: &Row, at: usize) -> [u8; N] {
    row.bytes(at).unwrap_or([0; N])
}

/// Compares a head that was kept outside with the archive.
///
/// # Errors
/// The engine's.
pub async fn against(tx: &mut Tx, head: &Head) -> Result<Option<Finding>> {
    let found = hash_of(tx, head.marketplace, &head.conversation, head.seq).await?;
    let fault = match found {
        Some(hash) if hash == head.hash => return Ok(None),
        Some(_) => Fault::HeadMismatch { seq: head.seq },
        None => {
            let row = tx
                .one(
                    "SELECT COALESCE(MAX(seq), 0) FROM entry
                     WHERE marketplace = $1 AND conversation = $2",
                    args![head.marketplace, &head.conversation],
                )
                .await?;
            Fault::Truncated {
                seq: row.ok_or(Error::Row("entry"))?.int(0)? + 1,
            }
        }
    };
    let (marketplace, conversation) = (head.marketplace, head.conversation.clone());
    Ok(Some(Finding {
        marketplace,
        conversation,
        fault,
    }))
}
