//! Whom the bare program writes for: read from the file that the server was prepared with.

use std::collections::HashSet;

use kontor_core::conversation::{About, inquiry_key};
use kontor_core::id::{MarketplaceKey, PrincipalId};
use rusqlite::Connection;

use crate::Result;

/// Who and what is in the file.
pub(super) struct World {
    pub(super) market: MarketplaceKey,
    buyers: Vec<String>,
    listings: Vec<(String, String)>,
    pub(super) conversations: Vec<String>,
    known: HashSet<String>,
}

impl World {
    pub(super) fn read(connection: &Connection) -> Result<Self> {
        let market =
            connection.query_row("SELECT MIN(marketplace) FROM marketplace", [], |row| {
                row.get(0)
            })?;
        let texts = |sql: &str| -> Result<Vec<String>> {
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        let mut listings = connection.prepare("SELECT external_id, seller FROM listing")?;
        let listings = listings.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self {
            market: MarketplaceKey(market),
            buyers: texts("SELECT account FROM account WHERE role = 'buyer'")?,
            listings: listings.collect::<rusqlite::Result<_>>()?,
            conversations: texts("SELECT conversation FROM conversation")?,
            known: texts("SELECT inquiry_key FROM conversation WHERE inquiry_key IS NOT NULL")?
                .into_iter()
                .collect(),
        })
    }

    /// A buyer and a listing without a conversation; the next of a fixed order.
    pub(super) fn fresh(&self, next: &mut usize) -> Result<(&str, &str)> {
        let buyers = self.buyers.len().max(1);
        while let Some((listing, seller)) = self.listings.get(*next / buyers) {
            let buyer = self.buyers.get(*next % buyers).ok_or("no buyers")?;
            *next += 1;
            let (asks, sells) = (PrincipalId(buyer.clone()), PrincipalId(seller.clone()));
            if !self.known.contains(&inquiry_key(
                &asks,
                &sells,
                &About::Listing(listing.to_owned()),
            )) {
                return Ok((buyer, listing));
            }
        }
        Err("every buyer has written about every listing: more listings are needed".into())
    }
}
