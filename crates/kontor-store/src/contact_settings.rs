//! Contact settings of sellers, overrides of listings, and trader blocks, as they were set.
//!
//! What of them may be shown is read by `contact_card.rs`.

use kontor_core::contact_settings::{ContactOverride, ContactSettings};
use kontor_core::id::{MarketplaceKey, PrincipalId};
use kontor_core::time::Micros;
use kontor_core::trader::TraderBlock;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::value::{Arg, Row};

/// A document and how often it was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<T> {
    /// What was set.
    pub content: T,
    /// Counts its changes, from 1.
    pub revision: i64,
}

pub(crate) fn decode<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Row("a document of contact settings"))
}

fn encode(content: &impl Serialize) -> Result<String> {
    serde_json::to_string(content).map_err(|_| Error::Row("contact settings as JSON"))
}

fn kept<T: DeserializeOwned>(row: &Row) -> Result<Kept<T>> {
    Ok(Kept {
        content: decode(&row.text(0)?)?,
        revision: row.int(1)?,
    })
}

async fn find<T: DeserializeOwned>(
    tx: &mut Tx,
    sql: &'static str,
    args: &[Arg<'_>],
) -> Result<Option<Kept<T>>> {
    let row = tx.one(sql, args).await?;
    row.map(|row| kept(&row)).transpose()
}

async fn put(tx: &mut Tx, sql: &'static str, args: &[Arg<'_>]) -> Result<i64> {
    tx.one(sql, args)
        .await?
        .ok_or(Error::Row("revision"))?
        .int(0)
}

/// The contact settings of a seller; `None` where none were set.
///
/// # Errors
/// The engine's.
pub async fn of_seller(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
) -> Result<Option<Kept<ContactSettings>>> {
    find(
        tx,
        "SELECT settings, revision FROM contact_settings WHERE marketplace = $1 AND seller = $2",
        args![marketplace, seller],
    )
    .await
}

/// Sets the contact settings of a seller, and gives the revision.
///
/// # Errors
/// The engine's.
pub async fn put_of_seller(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
    settings: &ContactSettings,
    now: Micros,
) -> Result<i64> {
    let text = encode(settings)?;
    put(
        tx,
        "INSERT INTO contact_settings (marketplace, seller, settings, revision, changed_at)
         VALUES ($1, $2, $3, 1, $4)
         ON CONFLICT (marketplace, seller) DO UPDATE
         SET settings = excluded.settings, revision = contact_settings.revision + 1,
             changed_at = excluded.changed_at
         RETURNING revision",
        args![marketplace, seller, &text, now],
    )
    .await
}

/// What a listing overrides; `None` where nothing.
///
/// # Errors
/// The engine's.
pub async fn of_listing(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    listing: &str,
) -> Result<Option<Kept<ContactOverride>>> {
    find(
        tx,
        "SELECT settings, revision FROM contact_override WHERE marketplace = $1 AND listing = $2",
        args![marketplace, listing],
    )
    .await
}

/// Sets what a listing overrides, and gives the revision.
///
/// # Errors
/// The engine's.
pub async fn put_of_listing(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    listing: &str,
    own: &ContactOverride,
    now: Micros,
) -> Result<i64> {
    let text = encode(own)?;
    put(
        tx,
        "INSERT INTO contact_override (marketplace, listing, settings, revision, changed_at)
         VALUES ($1, $2, $3, 1, $4)
         ON CONFLICT (marketplace, listing) DO UPDATE
         SET settings = excluded.settings, revision = contact_override.revision + 1,
             changed_at = excluded.changed_at
         RETURNING revision",
        args![marketplace, listing, &text, now],
    )
    .await
}

/// The listings of a seller that override something, in order of their ids, at most `limit`.
///
/// # Errors
/// The engine's.
pub async fn overriding(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
    limit: i64,
) -> Result<Vec<(String, String)>> {
    let rows = tx
        .many(
            "SELECT l.external_id, l.title FROM contact_override o
             JOIN listing l ON l.marketplace = o.marketplace AND l.external_id = o.listing
             WHERE o.marketplace = $1 AND l.seller = $2 AND o.settings <> '{}'
             ORDER BY l.external_id LIMIT $3",
            args![marketplace, seller, limit],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.text(1)?)))
        .collect()
}

/// The trader block of a business seller.
///
/// # Errors
/// The engine's.
pub async fn trader(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
) -> Result<Option<Kept<TraderBlock>>> {
    find(
        tx,
        "SELECT block, revision FROM trader WHERE marketplace = $1 AND seller = $2",
        args![marketplace, seller],
    )
    .await
}

/// Sets the trader block of a business seller, and gives the revision.
///
/// # Errors
/// The engine's.
pub async fn put_trader(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
    block: &TraderBlock,
    now: Micros,
) -> Result<i64> {
    let text = encode(block)?;
    put(
        tx,
        "INSERT INTO trader (marketplace, seller, block, revision, changed_at)
         VALUES ($1, $2, $3, 1, $4)
         ON CONFLICT (marketplace, seller) DO UPDATE
         SET block = excluded.block, revision = trader.revision + 1,
             changed_at = excluded.changed_at
         RETURNING revision",
        args![marketplace, seller, &text, now],
    )
    .await
}
