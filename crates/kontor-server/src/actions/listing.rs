//! Putting a listing by the API; feeds are in `import.rs`.

use kontor_core::id::MarketplaceKey;
use kontor_core::listing::{Draft, Offer, check};
use kontor_core::outbox::Topic;
use kontor_core::time::Micros;
use kontor_store::listing::{Listing, NewListing, Outcome};
use kontor_store::outbox::NewJob;
use kontor_store::{Scope, Tx, listing, outbox, principal};

use crate::app::App;
use crate::fault::Fault;

/// Puts a listing; `revision` is what the client last saw, where it said so (`If-Match`).
///
/// # Errors
/// `field_invalid`, `unknown_seller`, `precondition_failed`, the store's.
pub async fn put(
    app: &App,
    marketplace: MarketplaceKey,
    draft: Draft,
    revision: Option<i64>,
) -> Result<(Listing, Outcome), Fault> {
    let offer = check(draft)?;
    let input = (marketplace, offer, revision, app.clock.now());
    app.store
        .write(input, |tx, (marketplace, offer, revision, now)| {
            Box::pin(put_unit(tx, *marketplace, offer, *revision, *now))
        })
        .await
}

async fn put_unit(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    offer: &Offer,
    revision: Option<i64>,
    now: Micros,
) -> Result<(Listing, Outcome), Fault> {
    let scope = Scope::public(marketplace);
    if let Some(seen) = revision {
        let is = listing::find(tx, &scope, &offer.external_id).await?;
        if is.is_none_or(|listing| listing.revision != seen) {
            return Err(Fault::new("precondition_failed"));
        }
    }
    let seller = principal::find(tx, marketplace, &offer.seller)
        .await?
        .filter(|found| principal::can_sell(&found.id))
        .ok_or_else(|| Fault::new("unknown_seller"))?;
    let id = offer.external_id.as_str();
    let new = NewListing {
        offer: offer.clone(),
        seller: seller.id,
        import: None,
    };
    let outcome = listing::put(tx, marketplace, &new, now).await?;
    if outcome != Outcome::Unchanged {
        let job = NewJob {
            topic: Topic::Index,
            order_key: id,
            dedupe_key: &format!("index:listing:{id}"),
            due: now,
            payload: "listing",
        };
        outbox::put(tx, marketplace, &job).await?;
    }
    let listing = listing::find(tx, &scope, id).await?;
    Ok((
        listing.ok_or_else(|| Fault::new("server_trouble"))?,
        outcome,
    ))
}
