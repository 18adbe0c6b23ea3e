//! Putting an order, and whom somebody reaches who writes about one.

use kontor_core::conversation::Side;
use kontor_core::id::{AccountId, MarketplaceKey, PrincipalId};
use kontor_core::order::{self as rules, Draft, check, is_number};
use kontor_core::time::Micros;
use kontor_store::listing::Outcome;
use kontor_store::order::{NewOrder, Order};
use kontor_store::{Scope, Tx, order, principal};

use crate::actions::seen::Seen;
use crate::app::App;
use crate::fault::Fault;

/// Puts an order as the marketplace tells it.
///
/// # Errors
/// `field_invalid`, `precondition_failed`, the store's.
pub async fn put(
    app: &App,
    marketplace: MarketplaceKey,
    draft: Draft,
    seen: Seen,
) -> Result<(Order, Outcome), Fault> {
    let told = check(&draft)?;
    let input = (marketplace, told, seen, app.clock.now());
    app.store
        .write(input, |tx, (marketplace, told, seen, now)| {
            Box::pin(put_unit(tx, *marketplace, told, *seen, *now))
        })
        .await
}

async fn put_unit(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    told: &rules::Order,
    seen: Seen,
    now: Micros,
) -> Result<(Order, Outcome), Fault> {
    if seen != Seen::Unsaid {
        seen.check(order::hold(tx, marketplace, &told.number).await?)?;
    }
    let (buyer, seller) = parties(tx, marketplace, told).await?;
    let new = NewOrder {
        told: told.clone(),
        buyer,
        seller,
    };
    let outcome = order::put(tx, marketplace, &new, now).await?;
    let found = order::of_marketplace(tx, marketplace, &told.number).await?;
    let found = found.ok_or_else(|| Fault::new("server_trouble"))?;
    Ok((found, outcome))
}

/// Who bought and who sold; every name that stands for nobody is told at once.
async fn parties(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    told: &rules::Order,
) -> Result<(PrincipalId, PrincipalId), Fault> {
    let buys = |id: &PrincipalId| id.is_guest() || AccountId::parse(id.as_str()).is_some();
    let find = async |tx: &mut Tx, name: &str| principal::find(tx, marketplace, name).await;
    let buyer = find(tx, &told.buyer).await?.map(|found| found.id);
    let seller = find(tx, &told.seller).await?.map(|found| found.id);
    let buyer = buyer.filter(buys);
    let seller = seller.filter(principal::can_sell);
    let mut fields = Vec::new();
    for (field, found) in [("buyer", &buyer), ("seller", &seller)] {
        if found.is_none() {
            fields.push((field.to_owned(), "unknown".to_owned()));
        }
    }
    match (buyer, seller) {
        (Some(buyer), Some(seller)) if buyer == seller => Err(Fault::field("seller", "is_buyer")),
        (Some(buyer), Some(seller)) => Ok((buyer, seller)),
        _ => Err(Fault {
            fields,
            ..Fault::new("field_invalid")
        }),
    }
}

/// The order that somebody writes about, and on which side the writer is.
///
/// # Errors
/// `not_found` for whoever neither bought nor sold, `own_order`, the store's.
pub(super) async fn written_about(
    tx: &mut Tx,
    scope: &Scope,
    number: &str,
) -> Result<(Order, Side), Fault> {
    let missing = || Fault::new("not_found");
    if !is_number(number) {
        return Err(missing());
    }
    let found = order::fetch(tx, scope, number).await?;
    let found = found.ok_or_else(missing)?;
    let side = rules::may_write(scope.principals(), &found.buyer.id, &found.seller.id)?;
    Ok((found, side.ok_or_else(missing)?))
}
