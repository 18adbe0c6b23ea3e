//! Marketplaces: which number each slug has in this installation.

use kontor_core::id::MarketplaceKey;
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};

/// The number of a marketplace, given one when it is new; its name is kept up to date.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &mut Tx, slug: &str, name: &str, now: Micros) -> Result<MarketplaceKey> {
    let row = tx
        .one(
            "INSERT INTO marketplace (marketplace, slug, name, created_at)
             VALUES ((SELECT COALESCE(MAX(marketplace), 0) + 1 FROM marketplace), $1, $2, $3)
             ON CONFLICT (slug) DO UPDATE SET name = excluded.name
             RETURNING marketplace",
            args![slug, name, now],
        )
        .await?;
    row.ok_or(Error::Row("marketplace"))?
        .int(0)
        .map(MarketplaceKey)
}

/// Every marketplace's number and slug.
///
/// # Errors
/// The engine's.
pub async fn all(tx: &mut Tx) -> Result<Vec<(MarketplaceKey, String)>> {
    let rows = tx
        .many(
            "SELECT marketplace, slug FROM marketplace ORDER BY marketplace",
            &[],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((MarketplaceKey(row.int(0)?), row.text(1)?)))
        .collect()
}

/// What a marketplace holds, for whoever runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holdings {
    /// Conversations.
    pub conversations: i64,
    /// Those that are open.
    pub open: i64,
    /// Listings on offer.
    pub listings: i64,
    /// Outbox work that waits.
    pub waiting: i64,
    /// Outbox work laid aside.
    pub dead: i64,
}

/// Counts what a marketplace holds.
///
/// # Errors
/// The engine's.
pub async fn holdings(tx: &mut Tx, marketplace: MarketplaceKey) -> Result<Holdings> {
    let row = tx
        .one(
            "SELECT (SELECT COUNT(*) FROM conversation WHERE marketplace = $1),
                    (SELECT COUNT(*) FROM conversation WHERE marketplace = $1 AND state = 'open'),
                    (SELECT COUNT(*) FROM listing WHERE marketplace = $1 AND state = 'offered'),
                    (SELECT COUNT(*) FROM outbox WHERE marketplace = $1),
                    (SELECT COUNT(*) FROM dead_letter WHERE marketplace = $1)",
            args![marketplace],
        )
        .await?
        .ok_or(Error::Row("holdings"))?;
    Ok(Holdings {
        conversations: row.int(0)?,
        open: row.int(1)?,
        listings: row.int(2)?,
        waiting: row.int(3)?,
        dead: row.int(4)?,
    })
}
