//! The outbox's rows: put with their cause, taken with a lease, finished, tried again or laid aside.

use kontor_core::id::MarketplaceKey;
use kontor_core::outbox::{Topic, next_try};
use kontor_core::time::Micros;

use crate::args;
use crate::change::Change;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::value::Row;

/// Work to be done after the write that caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob<'a> {
    /// What kind.
    pub topic: Topic,
    /// Work with the same key is done in the order in which it was put.
    pub order_key: &'a str,
    /// Work with the same key that still waits is one piece of work.
    pub dedupe_key: &'a str,
    /// Not before.
    pub due: Micros,
    /// Ids only, no text and no address.
    pub payload: &'a str,
}

/// A piece of work that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its place in the outbox.
    pub position: i64,
    /// Where.
    pub marketplace: MarketplaceKey,
    /// See [`NewJob::order_key`].
    pub order_key: String,
    /// See [`NewJob::dedupe_key`].
    pub dedupe_key: String,
    /// This try's number, from 1.
    pub attempts: i64,
    /// Rises when the same work is put again while it waits or runs.
    pub version: i64,
    /// See [`NewJob::payload`].
    pub payload: String,
    /// Until when it is this worker's. It also tells this taking from any other: a worker whose
    /// lease ended changes nothing of what another took meanwhile.
    pub lease_until: Micros,
}

/// Puts work. Where the same work waits already, it is marked as put again instead.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &mut Tx, marketplace: MarketplaceKey, job: &NewJob<'_>) -> Result<()> {
    tx.exec(
        "INSERT INTO outbox (marketplace, topic, order_key, dedupe_key, due, attempts,
                             lease_until, version, payload)
         VALUES ($1, $2, $3, $4, $5, 0, 0, 1, $6)
         ON CONFLICT (marketplace, dedupe_key) DO UPDATE SET version = outbox.version + 1",
        args![
            marketplace,
            job.topic.code(),
            job.order_key,
            job.dedupe_key,
            job.due,
            job.payload
        ],
    )
    .await?;
    if tx.changes.last() != Some(&Change::Queued) {
        tx.announce(Change::Queued);
    }
    Ok(())
}

/// Takes up to `limit` pieces of due work of one marketplace, oldest first.
///
/// Work behind other work with the same order key is not taken: that one must finish first. A lease
/// moves `due` to its end, so that work of a worker that died comes back by itself.
///
/// # Errors
/// The engine's.
pub async fn take(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    topic: Topic,
    now: Micros,
    limit: i64,
) -> Result<Vec<Job>> {
    // Twins: only PostgreSQL has other workers to step around.
    let sql = if tx.is_sqlite() {
        "UPDATE outbox SET attempts = attempts + 1, lease_until = $4, due = $4
         WHERE position IN
            (SELECT o.position FROM outbox o
             WHERE o.topic = $2 AND o.marketplace = $1 AND o.due <= $3
               AND NOT EXISTS (SELECT 1 FROM outbox e
                   WHERE e.marketplace = o.marketplace AND e.topic = o.topic
                     AND e.order_key = o.order_key AND e.position < o.position)
             ORDER BY o.due, o.position LIMIT $5)
         RETURNING position, order_key, dedupe_key, attempts, version, payload, lease_until"
    } else {
        // Materialized: a plan may run a plain subquery again for each row, and each run locks more.
        "WITH chosen AS MATERIALIZED
            (SELECT o.position FROM outbox o
             WHERE o.topic = $2 AND o.marketplace = $1 AND o.due <= $3
               AND NOT EXISTS (SELECT 1 FROM outbox e
                   WHERE e.marketplace = o.marketplace AND e.topic = o.topic
                     AND e.order_key = o.order_key AND e.position < o.position)
             ORDER BY o.due, o.position LIMIT $5 FOR UPDATE SKIP LOCKED)
         UPDATE outbox SET attempts = attempts + 1, lease_until = $4, due = $4
         WHERE position IN (SELECT position FROM chosen)
         RETURNING position, order_key, dedupe_key, attempts, version, payload, lease_until"
    };
    let rows = tx
        .many(
            sql,
            args![
                marketplace,
                topic.code(),
                now,
                now.plus(topic.lease()),
                limit
            ],
        )
        .await?;
    let mut jobs = rows
        .iter()
        .map(|row| read(marketplace, row))
        .collect::<Result<Vec<_>>>()?;
    jobs.sort_by_key(|job| job.position);
    Ok(jobs)
}

fn read(marketplace: MarketplaceKey, row: &Row) -> Result<Job> {
    Ok(Job {
        position: row.int(0)?,
        marketplace,
        order_key: row.text(1)?,
        dedupe_key: row.text(2)?,
        attempts: row.int(3)?,
        version: row.int(4)?,
        payload: row.text(5)?,
        lease_until: Micros(row.int(6)?),
    })
}

/// Finishes work. Where it was put again meanwhile, it waits for another run at once.
///
/// # Errors
/// The engine's.
pub async fn finish(tx: &mut Tx, job: &Job, now: Micros) -> Result<()> {
    let gone = tx
        .exec(
            "DELETE FROM outbox WHERE position = $1 AND version = $2 AND lease_until = $3",
            args![job.position, job.version, job.lease_until],
        )
        .await?;
    if gone == 0 {
        again(tx, job, now).await?;
    }
    Ok(())
}

/// Puts work back to go on at once: it did a part and more is left.
///
/// # Errors
/// The engine's.
pub async fn again(tx: &mut Tx, job: &Job, now: Micros) -> Result<()> {
    tx.exec(
        "UPDATE outbox SET due = $2, lease_until = 0, attempts = 0
         WHERE position = $1 AND lease_until = $3",
        args![job.position, now, job.lease_until],
    )
    .await?;
    tx.announce(Change::Queued);
    Ok(())
}

/// Puts work back after a failed try, or lays it aside as a dead letter. True where it is dead.
///
/// # Errors
/// The engine's.
pub async fn fail(tx: &mut Tx, topic: Topic, job: &Job, reason: &str, now: Micros) -> Result<bool> {
    if let Some(due) = next_try(now, job.attempts) {
        tx.exec(
            "UPDATE outbox SET due = $2, lease_until = 0
             WHERE position = $1 AND lease_until = $3",
            args![job.position, due, job.lease_until],
        )
        .await?;
        return Ok(false);
    }
    bury(tx, topic, job, reason, now).await?;
    Ok(true)
}

/// Lays work aside as a dead letter at once.
///
/// # Errors
/// The engine's.
pub async fn bury(tx: &mut Tx, topic: Topic, job: &Job, reason: &str, now: Micros) -> Result<()> {
    let gone = tx
        .exec(
            "DELETE FROM outbox WHERE position = $1 AND lease_until = $2",
            args![job.position, job.lease_until],
        )
        .await?;
    if gone == 0 {
        return Ok(());
    }
    tx.exec(
        "INSERT INTO dead_letter (marketplace, topic, order_key, dedupe_key, attempts, payload,
                                  reason, died_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            job.marketplace,
            topic.code(),
            &job.order_key,
            &job.dedupe_key,
            job.attempts,
            &job.payload,
            reason,
            now,
        ],
    )
    .await?;
    Ok(())
}

/// Work that was laid aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its number.
    pub letter: i64,
    /// What kind.
    pub topic: String,
    /// What it was about.
    pub dedupe_key: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why the last try failed.
    pub reason: String,
    /// When it was laid aside.
    pub died_at: Micros,
}

/// The newest dead letters of a marketplace, from below `before`.
///
/// # Errors
/// The engine's.
pub async fn dead_letters(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    before: i64,
    limit: i64,
) -> Result<Vec<DeadLetter>> {
    let rows = tx
        .many(
            "SELECT letter, topic, dedupe_key, attempts, reason, died_at FROM dead_letter
             WHERE marketplace = $1 AND letter < $2 ORDER BY letter DESC LIMIT $3",
            args![marketplace, before, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(DeadLetter {
                letter: row.int(0)?,
                topic: row.text(1)?,
                dedupe_key: row.text(2)?,
                attempts: row.int(3)?,
                reason: row.text(4)?,
                died_at: Micros(row.int(5)?),
            })
        })
        .collect()
}

/// Puts a dead letter back into the outbox; false where there is none.
///
/// # Errors
/// The engine's.
pub async fn revive(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    letter: i64,
    now: Micros,
) -> Result<bool> {
    let row = tx
        .one(
            "DELETE FROM dead_letter WHERE marketplace = $1 AND letter = $2
             RETURNING topic, order_key, dedupe_key, payload",
            args![marketplace, letter],
        )
        .await?;
    let Some(row) = row else { return Ok(false) };
    let job = NewJob {
        topic: Topic::parse(&row.text(0)?).ok_or(Error::Row("topic"))?,
        order_key: &row.text(1)?,
        dedupe_key: &row.text(2)?,
        due: now,
        payload: &row.text(3)?,
    };
    put(tx, marketplace, &job).await?;
    Ok(true)
}

/// How much waits and since when, for readiness and metrics: (waiting, oldest due, dead).
///
/// # Errors
/// The engine's.
pub async fn backlog(tx: &mut Tx, now: Micros) -> Result<(i64, Option<Micros>, i64)> {
    let row = tx
        .one(
            "SELECT COUNT(*), MIN(CASE WHEN due <= $1 THEN due END),
                    (SELECT COUNT(*) FROM dead_letter) FROM outbox",
            args![now],
        )
        .await?
        .ok_or(Error::Row("backlog"))?;
    Ok((row.int(0)?, row.opt_int(1)?.map(Micros), row.int(2)?))
}

/// True where work of a topic is due in a marketplace.
///
/// # Errors
/// The engine's.
pub async fn waits(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    topic: Topic,
    now: Micros,
) -> Result<bool> {
    let row = tx
        .one(
            "SELECT position FROM outbox
             WHERE topic = $2 AND marketplace = $1 AND due <= $3 LIMIT 1",
            args![marketplace, topic.code(), now],
        )
        .await?;
    Ok(row.is_some())
}

/// Makes all taken work due again: for the start of a process that knows that no other one works.
///
/// # Errors
/// The engine's.
pub async fn release(tx: &mut Tx, now: Micros) -> Result<u64> {
    tx.exec(
        "UPDATE outbox SET due = $1, lease_until = 0 WHERE lease_until > 0",
        args![now],
    )
    .await
}
