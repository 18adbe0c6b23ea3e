//! Feed imports: how far each run came, what it did, and which rows it refused.

use kontor_core::id::{ImportId, MarketplaceKey};
use kontor_core::time::Micros;
use serde::Serialize;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::value::Row;

/// Refusals kept for one run; beyond it they are only counted.
pub const REFUSALS_KEPT_MAX: i64 = 10_000;

/// A run of a feed import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Import {
    /// The id.
    pub id: ImportId,
    /// The name of the feed; listings that it no longer names can be retired.
    pub feed: String,
    /// Digest of the feed's bytes, where it was read from a file.
    #[serde(skip)]
    pub fingerprint: String,
    /// `running`, `done` or `failed`.
    pub state: ImportState,
    /// Rows read so far, refused ones included.
    pub rows_done: i64,
    /// Listings made.
    pub created: i64,
    /// Listings changed.
    pub updated: i64,
    /// Listings that were the same already.
    pub unchanged: i64,
    /// Rows refused.
    pub refused: i64,
    /// Listings retired because the feed no longer names them.
    pub retired: i64,
    /// When it began.
    pub started_at: Micros,
    /// When it ended.
    pub finished_at: Option<Micros>,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Not at its end; the same feed goes on where it stopped.
    Running,
    /// At its end.
    Done,
    /// The feed as a whole could not be read to its end.
    Failed,
}

impl ImportState {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn parse(code: &str) -> Result<Self> {
        [Self::Running, Self::Done, Self::Failed]
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or(Error::Row("import state"))
    }
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The number of the data row in the feed, from 1.
    pub row: i64,
    /// Which field; empty for the row as a whole.
    pub field: String,
    /// The stable code of what is wrong.
    pub code: String,
}

/// The run of this feed that did not come to its end, if its bytes were the same.
///
/// # Errors
/// The engine's.
pub async fn unfinished(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    feed: &str,
    fingerprint: &str,
) -> Result<Option<Import>> {
    let row = tx
        .one(
            "SELECT import, feed, fingerprint, state, rows_done, created, updated, unchanged,
                    refused, retired, started_at, finished_at
             FROM import
             WHERE marketplace = $1 AND feed = $2 AND fingerprint = $3 AND state = 'running'
             ORDER BY started_at DESC LIMIT 1",
            args![marketplace, feed, fingerprint],
        )
        .await?;
    row.map(|row| read(&row)).transpose()
}

/// One run.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &ImportId,
) -> Result<Option<Import>> {
    let row = tx
        .one(
            "SELECT import, feed, fingerprint, state, rows_done, created, updated, unchanged,
                    refused, retired, started_at, finished_at
             FROM import WHERE marketplace = $1 AND import = $2",
            args![marketplace, id],
        )
        .await?;
    row.map(|row| read(&row)).transpose()
}

fn read(row: &Row) -> Result<Import> {
    Ok(Import {
        id: ImportId(row.text(0)?),
        feed: row.text(1)?,
        fingerprint: row.text(2)?,
        state: ImportState::parse(&row.text(3)?)?,
        rows_done: row.int(4)?,
        created: row.int(5)?,
        updated: row.int(6)?,
        unchanged: row.int(7)?,
        refused: row.int(8)?,
        retired: row.int(9)?,
        started_at: Micros(row.int(10)?),
        finished_at: row.opt_int(11)?.map(Micros),
    })
}

/// Puts the state of a run, together with the rows that it covers.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &mut Tx, marketplace: MarketplaceKey, run: &Import) -> Result<()> {
    tx.exec(
        "INSERT INTO import (marketplace, import, feed, fingerprint, state, rows_done, created,
                             updated, unchanged, refused, retired, started_at, finished_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (marketplace, import) DO UPDATE SET
             state = excluded.state, rows_done = excluded.rows_done, created = excluded.created,
             updated = excluded.updated, unchanged = excluded.unchanged,
             refused = excluded.refused, retired = excluded.retired,
             finished_at = excluded.finished_at",
        args![
            marketplace,
            &run.id,
            &run.feed,
            &run.fingerprint,
            run.state.code(),
            run.rows_done,
            run.created,
            run.updated,
            run.unchanged,
            run.refused,
            run.retired,
            run.started_at,
            run.finished_at,
        ],
    )
    .await?;
    Ok(())
}

/// Keeps refused rows.
///
/// # Errors
/// The engine's.
pub async fn refuse(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &ImportId,
    refusals: &[Refusal],
) -> Result<()> {
    for refusal in refusals {
        tx.exec(
            "INSERT INTO import_refusal (marketplace, import, row_number, field, code)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (marketplace, import, row_number, field) DO NOTHING",
            args![marketplace, id, refusal.row, &refusal.field, &refusal.code],
        )
        .await?;
    }
    Ok(())
}

/// Refused rows of a run after row `after`.
///
/// # Errors
/// The engine's.
pub async fn refusals(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &ImportId,
    after: i64,
    limit: i64,
) -> Result<Vec<Refusal>> {
    let rows = tx
        .many(
            "SELECT row_number, field, code FROM import_refusal
             WHERE marketplace = $1 AND import = $2 AND row_number > $3
             ORDER BY row_number, field LIMIT $4",
            args![marketplace, id, after, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Refusal {
                row: row.int(0)?,
                field: row.text(1)?,
                code: row.text(2)?,
            })
        })
        .collect()
}

/// The newest runs of a marketplace.
///
/// # Errors
/// The engine's.
pub async fn newest(tx: &mut Tx, marketplace: MarketplaceKey, limit: i64) -> Result<Vec<Import>> {
    let rows = tx
        .many(
            "SELECT import, feed, fingerprint, state, rows_done, created, updated, unchanged,
                    refused, retired, started_at, finished_at
             FROM import WHERE marketplace = $1 ORDER BY import DESC LIMIT $2",
            args![marketplace, limit],
        )
        .await?;
    rows.iter().map(read).collect()
}
