//! Listings: kept as the marketplace tells them, by the API or a feed.

use kontor_core::id::{MarketplaceKey, PrincipalId, short};
use kontor_core::listing::{ListingState, Offer, Price};
use kontor_core::time::Micros;
use sha2::{Digest, Sha256};

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::scope::Scope;
use crate::value::Row;

/// A listing as anybody may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The marketplace's own id.
    pub external_id: String,
    /// Who offers it.
    pub seller: PrincipalId,
    /// The seller's name.
    pub seller_name: String,
    /// The marketplace's own id of the seller.
    pub seller_external_id: Option<String>,
    /// On offer or retired.
    pub state: ListingState,
    /// One line.
    pub title: String,
    /// Plain text.
    pub description: String,
    /// Where it is on the marketplace.
    pub url: Option<String>,
    /// The price, where one was told.
    pub price: Option<Price>,
    /// The language of the text.
    pub language: Option<String>,
    /// When it last changed.
    pub updated_at: Micros,
    /// Counts its changes from 1; the ETag.
    pub revision: i64,
}

/// What putting a listing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was not known.
    Created,
    /// It was known and differed.
    Updated,
    /// It was known and equal.
    Unchanged,
}

/// A listing to be put.
#[derive(Debug, Clone)]
pub struct NewListing {
    /// What was told.
    pub offer: Offer,
    /// Who offers it.
    pub seller: PrincipalId,
    /// The feed and run that brought it; `None` for the API.
    pub import: Option<(String, String)>,
}

/// A digest of everything that was told about a listing.
#[must_use]
pub fn fingerprint(offer: &Offer, seller: &PrincipalId) -> [u8; 16] {
    let price = offer
        .price
        .as_ref()
        .map(|p| format!("{} {}", p.minor, p.currency));
    let mut hash = Sha256::new();
    for field in [
        Some(seller.as_str()),
        Some(offer.title.as_str()),
        Some(offer.description.as_str()),
        offer.url.as_deref(),
        price.as_deref(),
        offer.contact_email.as_deref(),
        offer.language.as_deref(),
    ] {
        let text = field.unwrap_or("");
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    short(&hash.finalize().into())
}

/// Puts a listing: makes it, changes it, or only notes that a feed still names it.
///
/// # Errors
/// The engine's.
pub async fn put(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    new: &NewListing,
    now: Micros,
) -> Result<Outcome> {
    let print = fingerprint(&new.offer, &new.seller);
    let (feed, import) = match &new.import {
        Some((feed, import)) => (Some(feed.as_str()), Some(import.as_str())),
        None => (None, None),
    };
    let same = tx
        .exec(
            "UPDATE listing SET feed = COALESCE($4, feed), import = $5
             WHERE marketplace = $1 AND external_id = $2 AND fingerprint = $3
               AND state = 'offered'",
            args![marketplace, &new.offer.external_id, &print, feed, import],
        )
        .await?;
    if same > 0 {
        return Ok(Outcome::Unchanged);
    }
    let price = new.offer.price.as_ref();
    let row = tx
        .one(
            "INSERT INTO listing (marketplace, external_id, seller, state, title, description,
                                  url, price_minor, currency, contact_email, language,
                                  fingerprint, feed, import, revision, updated_at)
             VALUES ($1, $2, $3, 'offered', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14)
             ON CONFLICT (marketplace, external_id) DO UPDATE SET
                 seller = excluded.seller, state = excluded.state, title = excluded.title,
                 description = excluded.description, url = excluded.url,
                 price_minor = excluded.price_minor, currency = excluded.currency,
                 contact_email = excluded.contact_email, language = excluded.language,
                 fingerprint = excluded.fingerprint, feed = COALESCE(excluded.feed, listing.feed),
                 import = excluded.import, revision = listing.revision + 1,
                 updated_at = excluded.updated_at
             RETURNING revision",
            args![
                marketplace,
                &new.offer.external_id,
                &new.seller,
                &new.offer.title,
                &new.offer.description,
                new.offer.url.as_deref(),
                price.map(|price| price.minor),
                price.map(|price| price.currency.as_str()),
                new.offer.contact_email.as_deref(),
                new.offer.language.as_deref(),
                &print,
                feed,
                import,
                now,
            ],
        )
        .await?;
    let created = row.ok_or(Error::Row("listing"))?.int(0)? == 1;
    Ok(if created {
        Outcome::Created
    } else {
        Outcome::Updated
    })
}

/// Retires listings of a feed that this run did not name, at most `limit`, and gives their ids.
///
/// # Errors
/// The engine's.
pub async fn retire_unnamed(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    feed: &str,
    import: &str,
    now: Micros,
    limit: i64,
) -> Result<Vec<String>> {
    let rows = tx
        .many(
            "UPDATE listing SET state = 'retired', revision = revision + 1, updated_at = $4
             WHERE marketplace = $1 AND external_id IN
                (SELECT external_id FROM listing
                 WHERE marketplace = $1 AND feed = $2 AND state = 'offered'
                   AND (import IS NULL OR import <> $3) LIMIT $5)
             RETURNING external_id",
            args![marketplace, feed, import, now, limit],
        )
        .await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// One listing, retired or not.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &mut Tx, scope: &Scope, external_id: &str) -> Result<Option<Listing>> {
    let row = tx
        .one(
            "SELECT l.external_id, l.seller, p.name, p.external_id, l.state, l.title,
                    l.description, l.url, l.price_minor, l.currency, l.language, l.updated_at,
                    l.revision
             FROM listing l
             JOIN principal p ON p.marketplace = l.marketplace AND p.principal = l.seller
             WHERE l.marketplace = $1 AND l.external_id = $2",
            args![scope.marketplace(), external_id],
        )
        .await?;
    row.map(|row| read(&row)).transpose()
}

/// True where a listing is known, retired or not.
///
/// # Errors
/// The engine's.
pub async fn is_known(tx: &mut Tx, scope: &Scope, external_id: &str) -> Result<bool> {
    let row = tx
        .one(
            "SELECT external_id FROM listing WHERE marketplace = $1 AND external_id = $2",
            args![scope.marketplace(), external_id],
        )
        .await?;
    Ok(row.is_some())
}

/// What is asked about when somebody writes: who is asked, and by which names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Who is asked.
    pub who: PrincipalId,
    /// The name of who is asked.
    pub name: String,
    /// Whether the listing can be written about.
    pub state: ListingState,
    /// The listing's title; `None` where somebody is asked about no listing.
    pub title: Option<String>,
}

/// Who offers a listing and whether it is still offered; for the write path.
///
/// # Errors
/// The engine's.
pub async fn asked(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    external_id: &str,
) -> Result<Option<Asked>> {
    let row = tx
        .one(
            "SELECT l.seller, p.name, l.state, l.title FROM listing l
             JOIN principal p ON p.marketplace = l.marketplace AND p.principal = l.seller
             WHERE l.marketplace = $1 AND l.external_id = $2",
            args![marketplace, external_id],
        )
        .await?;
    row.map(|row| {
        Ok(Asked {
            who: PrincipalId(row.text(0)?),
            name: row.text(1)?,
            state: ListingState::parse(&row.text(2)?).ok_or(Error::Row("listing state"))?,
            title: row.opt_text(3)?,
        })
    })
    .transpose()
}

/// Offered listings in order of their ids after `after`, of one seller or of all.
///
/// # Errors
/// The engine's.
pub async fn page(
    tx: &mut Tx,
    scope: &Scope,
    seller: Option<&PrincipalId>,
    after: &str,
    limit: i64,
) -> Result<Vec<Listing>> {
    let sql = if seller.is_some() {
        "SELECT l.external_id, l.seller, p.name, p.external_id, l.state, l.title, l.description,
                l.url, l.price_minor, l.currency, l.language, l.updated_at, l.revision
         FROM listing l
         JOIN principal p ON p.marketplace = l.marketplace AND p.principal = l.seller
         WHERE l.marketplace = $1 AND l.external_id > $2 AND l.state = 'offered'
           AND l.seller = $4
         ORDER BY l.external_id LIMIT $3"
    } else {
        "SELECT l.external_id, l.seller, p.name, p.external_id, l.state, l.title, l.description,
                l.url, l.price_minor, l.currency, l.language, l.updated_at, l.revision
         FROM listing l
         JOIN principal p ON p.marketplace = l.marketplace AND p.principal = l.seller
         WHERE l.marketplace = $1 AND l.external_id > $2 AND l.state = 'offered'
         ORDER BY l.external_id LIMIT $3"
    };
    let rows = match seller {
        Some(seller) => {
            tx.many(sql, args![scope.marketplace(), after, limit, seller])
                .await?
        }
        None => {
            tx.many(sql, args![scope.marketplace(), after, limit])
                .await?
        }
    };
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Listing> {
    let price = match (row.opt_int(8)?, row.opt_text(9)?) {
        (Some(minor), Some(currency)) => Some(Price { minor, currency }),
        _ => None,
    };
    Ok(Listing {
        external_id: row.text(0)?,
        seller: PrincipalId(row.text(1)?),
        seller_name: row.text(2)?,
        seller_external_id: row.opt_text(3)?,
        state: ListingState::parse(&row.text(4)?).ok_or(Error::Row("listing state"))?,
        title: row.text(5)?,
        description: row.text(6)?,
        url: row.opt_text(7)?,
        price,
        language: row.opt_text(10)?,
        updated_at: Micros(row.int(11)?),
        revision: row.int(12)?,
    })
}
