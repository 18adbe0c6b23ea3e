//! Answers to retried writes, kept for a day in the same transaction as the write.
//!
//! A record holds ids only; the answer is rendered again under today's permissions.

use kontor_core::id::{MarketplaceKey, PrincipalId};
use kontor_core::time::{DAY, Micros};

use crate::args;
use crate::db::Tx;
use crate::error::Result;

/// How long a key is remembered, in microseconds. Source: contracts, "for 24 h".
pub const KEPT: i64 = DAY;

/// A client's wish not to do the same thing twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Who asks; keys of different principals never meet.
    pub principal: PrincipalId,
    /// The client's key.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub fingerprint: [u8; 32],
}

/// What the first request with a key did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The status of its answer.
    pub status: u16,
    /// What it made or changed.
    pub subject: String,
    /// The entry that it wrote, 0 where none.
    pub seq: i64,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing: do the work, then [`keep`].
    Nothing,
    /// It was done: answer the same.
    Done(Record),
    /// The key was used for another request.
    Otherwise,
}

/// Looks a key up.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    wish: &Wish,
    now: Micros,
) -> Result<Known> {
    let row = tx
        .one(
            "SELECT fingerprint, status, subject, seq, created_at FROM idempotency
             WHERE marketplace = $1 AND principal = $2 AND idempotency_key = $3",
            args![marketplace, &wish.principal, &wish.key],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Known::Nothing);
    };
    if row.int(4)? <= now.plus(-KEPT).0 {
        forget(tx, marketplace, wish).await?;
        return Ok(Known::Nothing);
    }
    if row.blob(0)? != wish.fingerprint.as_slice() {
        return Ok(Known::Otherwise);
    }
    Ok(Known::Done(Record {
        status: u16::try_from(row.int(1)?).unwrap_or(500),
        subject: row.text(2)?,
        seq: row.int(3)?,
    }))
}

async fn forget(tx: &mut Tx, marketplace: MarketplaceKey, wish: &Wish) -> Result<()> {
    tx.exec(
        "DELETE FROM idempotency
         WHERE marketplace = $1 AND principal = $2 AND idempotency_key = $3",
        args![marketplace, &wish.principal, &wish.key],
    )
    .await?;
    Ok(())
}

/// Keeps what was done. A key that another transaction kept meanwhile is a unique violation, after
/// which PostgreSQL runs the unit again and finds that record.
///
/// # Errors
/// The engine's.
pub async fn keep(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    wish: &Wish,
    record: &Record,
    now: Micros,
) -> Result<()> {
    tx.exec(
        "INSERT INTO idempotency (marketplace, principal, idempotency_key, fingerprint, status,
                                  subject, seq, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            marketplace,
            &wish.principal,
            &wish.key,
            &wish.fingerprint,
            i64::from(record.status),
            &record.subject,
            record.seq,
            now,
        ],
    )
    .await?;
    Ok(())
}

/// Removes records older than [`KEPT`], at most `limit` of them, and says how many went.
///
/// # Errors
/// The engine's.
pub async fn sweep(tx: &mut Tx, now: Micros, limit: i64) -> Result<u64> {
    tx.exec(
        "DELETE FROM idempotency WHERE (marketplace, principal, idempotency_key) IN
            (SELECT marketplace, principal, idempotency_key FROM idempotency
             WHERE created_at <= $1 ORDER BY created_at LIMIT $2)",
        args![now.plus(-KEPT), limit],
    )
    .await
}
