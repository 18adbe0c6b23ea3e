//! The trader block: setting it, and opening it for whoever asks.
//!
//! It is always available for a business seller, follows no hours and no audience, and is no contact.
//! Opening is limited per viewer, so that it is no list to be copied. Of its address and number only
//! what is proven is given.
//!
//! Source: Regulation (EU) 2022/2065 art. 30(7), Directive 2011/83/EU art. 6(1)(c).

use std::sync::Arc;

use kontor_core::account::Caller;
use kontor_core::contact_card::Provable;
use kontor_core::handout;
use kontor_core::id::ShopId;
use kontor_core::marketplace::Marketplace;
use kontor_core::trader::{self, TraderBlock};
use kontor_store::contact_settings::Kept;
use kontor_store::{Tx, contact, contact_card, contact_proof, contact_settings};

use crate::actions::contact::Looker;
use crate::actions::contact_settings::{Wanted, refused, seller, unless_changed};
use crate::app::App;
use crate::fault::Fault;
use crate::random;

/// Trader blocks that one viewer may open a day: more than somebody who compares shops needs.
pub const OPENED_A_DAY_MAX: i64 = 100;

/// The trader block of a seller, for who works for it.
///
/// # Errors
/// `not_found` also where there is none, the store's.
pub async fn look_at_trader(
    app: &App,
    caller: &Arc<Caller>,
    name: String,
) -> Result<Kept<TraderBlock>, Fault> {
    app.store
        .read((Arc::clone(caller), name), |tx, (caller, name)| {
            Box::pin(async move {
                let seller = seller(tx, caller, name, Wanted::Look).await?;
                let set = contact_settings::trader(tx, caller.marketplace, &seller).await?;
                set.ok_or_else(|| Fault::new("not_found"))
            })
        })
        .await
}

/// Sets the trader block of a business seller, and gives the revision.
///
/// # Errors
/// `not_found` also for a private seller, `field_invalid`, `precondition_failed`, the store's.
pub async fn put_trader(
    app: &App,
    caller: &Arc<Caller>,
    name: String,
    block: TraderBlock,
    seen: Option<i64>,
) -> Result<i64, Fault> {
    let input = (Arc::clone(caller), name, block, seen, app.clock.now());
    let done = app
        .store
        .write(input, |tx, (caller, name, block, seen, now)| {
            Box::pin(async move {
                let market = caller.marketplace;
                let seller = seller(tx, caller, name, Wanted::Change).await?;
                if ShopId::parse(seller.as_str()).is_none() {
                    return Err(Fault::new("not_found"));
                }
                refused(trader::check(block))?;
                let written =
                    contact_settings::put_trader(tx, market, &seller, block, *now).await?;
                unless_changed(*seen, written)
            })
        })
        .await;
    app.forget_cards();
    done
}

/// A trader block as it may be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The block, with the number only where it is proven.
    pub block: TraderBlock,
    /// Whether the e-mail address is proven; it is not given where it is not.
    pub email_proven: bool,
}

/// Opens the trader block of a seller.
///
/// # Errors
/// `not_found` for a private seller or a shop without a block, `handouts_used_up`, the store's.
pub async fn open(
    app: &App,
    market: &Marketplace,
    looker: Looker,
    name: String,
) -> Result<Opened, Fault> {
    let now = app.clock.now();
    let input = (market.key, looker, name, random::bytes::<32>(), now);
    app.store
        .write(input, |tx, (market, looker, name, fresh_key, now)| {
            Box::pin(async move {
                let found = contact_card::seller(tx, *market, name).await?;
                let seller = found.ok_or_else(|| Fault::new("not_found"))?;
                let block = contact_settings::trader(tx, *market, &seller).await?;
                let block = block.ok_or_else(|| Fault::new("not_found"))?.content;
                if !looker.is_own(&seller) {
                    let today = contact::day(*now);
                    let secret = contact::viewer_key(tx, *market, today, fresh_key).await?;
                    let subject = looker.hashed(&secret);
                    let taken = contact::take(tx, *market, today, "trader", &subject).await?;
                    if taken > OPENED_A_DAY_MAX {
                        return Err(Fault {
                            retry_after_s: Some(handout::retry_after_s(*now)),
                            ..Fault::new("handouts_used_up")
                        });
                    }
                }
                proven_part(tx, *market, &seller, block).await
            })
        })
        .await
}

async fn proven_part(
    tx: &mut Tx,
    market: kontor_core::id::MarketplaceKey,
    seller: &kontor_core::id::PrincipalId,
    block: TraderBlock,
) -> Result<Opened, Fault> {
    let proven = contact_proof::of(tx, market, seller).await?;
    let email_proven = proven.holds(Provable::Email(&block.email));
    let phone = block
        .phone
        .clone()
        .filter(|number| proven.holds(Provable::Phone(number)));
    Ok(Opened {
        block: TraderBlock { phone, ..block },
        email_proven,
    })
}
