//! What operators change in the table of public holidays, as a log: nothing in it is ever rewritten.
//!
//! The table itself and what the changes make of it live in `kontor-calendar`.

use kontor_core::id::{MarketplaceKey, PrincipalId};
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};

/// What was done to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It was made a holiday.
    Add,
    /// It was made none.
    Remove,
}

impl What {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
        }
    }

    fn parse(code: &str) -> Result<Self> {
        [Self::Add, Self::Remove]
            .into_iter()
            .find(|what| what.code() == code)
            .ok_or(Error::Row("holiday_change"))
    }
}

/// A day that is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    /// ISO 3166-1.
    pub country: String,
    /// The day, as `2026-12-31`.
    pub date: String,
    /// What is done to it.
    pub what: What,
    /// The holiday's name, also of one that is removed.
    pub name: String,
    /// By whom.
    pub by: PrincipalId,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// From 1, without gaps, in each marketplace.
    pub revision: i64,
    /// What was changed.
    pub change: NewChange,
    /// What who changed it is called.
    pub by_name: String,
    /// When.
    pub at: Micros,
}

/// Lets nobody else write a marketplace's log until this transaction ends.
///
/// # Errors
/// The engine's.
pub async fn lock(tx: &mut Tx, marketplace: MarketplaceKey) -> Result<()> {
    // SQLite has one writer; on PostgreSQL the row is locked, and references to it go on.
    tx.exec(
        "UPDATE marketplace SET name = name WHERE marketplace = $1",
        args![marketplace],
    )
    .await?;
    Ok(())
}

/// The whole log of a marketplace, oldest first.
///
/// # Errors
/// The engine's.
pub async fn all(tx: &mut Tx, marketplace: MarketplaceKey) -> Result<Vec<Change>> {
    let rows = tx
        .many(
            "SELECT c.revision, c.country, c.date, c.change, c.name, c.changed_by, p.name, c.changed_at
             FROM holiday_change c
             JOIN principal p ON p.marketplace = c.marketplace AND p.principal = c.changed_by
             WHERE c.marketplace = $1 ORDER BY c.revision",
            args![marketplace],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Change {
                revision: row.int(0)?,
                change: NewChange {
                    country: row.text(1)?,
                    date: row.text(2)?,
                    what: What::parse(&row.text(3)?)?,
                    name: row.text(4)?,
                    by: PrincipalId(row.text(5)?),
                },
                by_name: row.text(6)?,
                at: Micros(row.int(7)?),
            })
        })
        .collect()
}

/// Writes the next line of a log that [`lock`] holds.
///
/// # Errors
/// The engine's.
pub async fn put(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    change: &NewChange,
    now: Micros,
) -> Result<()> {
    tx.exec(
        "INSERT INTO holiday_change
             (marketplace, revision, country, date, change, name, changed_by, changed_at)
         VALUES ($1, (SELECT COALESCE(MAX(revision), 0) + 1 FROM holiday_change
                      WHERE marketplace = $1), $2, $3, $4, $5, $6, $7)",
        args![
            marketplace,
            &change.country,
            &change.date,
            change.what.code(),
            &change.name,
            &change.by,
            now
        ],
    )
    .await?;
    Ok(())
}

/// The newest revision of each marketplace that has one.
///
/// # Errors
/// The engine's.
pub async fn revisions(tx: &mut Tx) -> Result<Vec<(MarketplaceKey, i64)>> {
    let rows = tx
        .many(
            "SELECT marketplace, MAX(revision) FROM holiday_change GROUP BY marketplace",
            &[],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((MarketplaceKey(row.int(0)?), row.int(1)?)))
        .collect()
}
