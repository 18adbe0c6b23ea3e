//! Contacts: counted acts, the day's viewer key, and what was handed out today.
//!
//! A viewer is kept only as a hash with a key that is made for the day and destroyed after it: nobody
//! can tell later who looked, nor follow a viewer from one day to the next.

use kontor_core::contact::{ContactKind, Device};
use kontor_core::id::{ContactId, MarketplaceKey, PrincipalId, short};
use kontor_core::time::{DAY, Micros};
use sha2::{Digest, Sha256};

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};

/// The day of an instant, counted from 1970-01-01 in UTC.
#[must_use]
pub fn day(at: Micros) -> i64 {
    at.0.div_euclid(DAY)
}

/// The key of a day; `fresh` becomes it where the day has none yet.
///
/// # Errors
/// The engine's.
pub async fn viewer_key(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    day: i64,
    fresh: &[u8; 32],
) -> Result<[u8; 32]> {
    let known = "SELECT secret FROM viewer_key WHERE marketplace = $1 AND day = $2";
    if let Some(row) = tx.one(known, args![marketplace, day]).await? {
        return row.bytes(0);
    }
    tx.exec(
        "INSERT INTO viewer_key (marketplace, day, secret) VALUES ($1, $2, $3)
         ON CONFLICT (marketplace, day) DO NOTHING",
        args![marketplace, day, fresh],
    )
    .await?;
    let row = tx.one(known, args![marketplace, day]).await?;
    row.ok_or(Error::Row("viewer key"))?.bytes(0)
}

/// A viewer as it is kept: 128 bits of a hash with the day's key.
#[must_use]
pub fn viewer(key: &[u8; 32], who: &str) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(b"kontor.viewer.v1");
    hash.update(key);
    hash.update(who.as_bytes());
    short(&hash.finalize().into())
}

/// A contact to be written.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// Its id; the same request again has the same.
    pub id: ContactId,
    /// Who was reached.
    pub seller: PrincipalId,
    /// By which listing, if by one.
    pub listing: Option<String>,
    /// By what.
    pub kind: ContactKind,
    /// On what.
    pub device: Device,
    /// Whether it counts.
    pub counted: bool,
    /// The viewer, as [`viewer`] gives it.
    pub viewer: [u8; 16],
    /// When.
    pub at: Micros,
}

/// Writes a contact once; false where it was written before.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &mut Tx, marketplace: MarketplaceKey, new: &NewContact) -> Result<bool> {
    let written = tx
        .exec(
            "INSERT INTO contact (marketplace, day, contact, seller, listing, kind, device, counted,
                                  viewer, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (marketplace, day, contact) DO NOTHING",
            args![
                marketplace,
                day(new.at),
                &new.id,
                &new.seller,
                new.listing.as_deref(),
                new.kind.code(),
                new.device.code(),
                i64::from(new.counted),
                &new.viewer,
                new.at,
            ],
        )
        .await?;
    Ok(written > 0)
}

/// Contacts of a seller on one day that count, by kind; raw, not deduplicated.
///
/// # Errors
/// The engine's.
pub async fn counted(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
    day: i64,
) -> Result<Vec<(ContactKind, i64)>> {
    let rows = tx
        .many(
            "SELECT kind, COUNT(*) FROM contact
             WHERE marketplace = $1 AND seller = $2 AND day = $3 AND counted = 1
             GROUP BY kind ORDER BY kind",
            args![marketplace, seller, day],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let kind = ContactKind::parse(&row.text(0)?).ok_or(Error::Row("contact kind"))?;
            Ok((kind, row.int(1)?))
        })
        .collect()
}

/// Takes one from a budget of the day, and gives how much is taken with it.
///
/// # Errors
/// The engine's.
pub async fn take(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    day: i64,
    budget: &str,
    subject: &str,
) -> Result<i64> {
    let row = tx
        .one(
            "INSERT INTO handout (marketplace, day, budget, subject, taken)
             VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (marketplace, day, budget, subject) DO UPDATE
             SET taken = handout.taken + 1
             RETURNING taken",
            args![marketplace, day, budget, subject],
        )
        .await?;
    row.ok_or(Error::Row("handout"))?.int(0)
}

/// Destroys keys and budgets of days before `day`.
///
/// # Errors
/// The engine's.
pub async fn sweep(tx: &mut Tx, marketplace: MarketplaceKey, day: i64) -> Result<u64> {
    let keys = tx
        .exec(
            "DELETE FROM viewer_key WHERE marketplace = $1 AND day < $2",
            args![marketplace, day],
        )
        .await?;
    let budgets = tx
        .exec(
            "DELETE FROM handout WHERE marketplace = $1 AND day < $2",
            args![marketplace, day],
        )
        .await?;
    Ok(keys + budgets)
}
