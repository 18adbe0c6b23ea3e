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
