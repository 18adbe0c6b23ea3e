//! Setting how a seller wants to be reached: settings, and a listing's overrides.
//!
//! Numbers come in any usual spelling and are kept in E.164; hours are kept as they were written, once
//! they can be read. What is not proven may be set: it is shown when it is proven.

use std::sync::Arc;

use kontor_core::access::{decides_for, works_for};
use kontor_core::account::Caller;
use kontor_core::contact_settings::{ContactOverride, ContactSettings, check};
use kontor_core::id::{PrincipalId, ShopId};
use kontor_core::listing::Defect;
use kontor_core::marketplace::Marketplace;
use kontor_core::time::Micros;
use kontor_store::contact_settings::Kept;
use kontor_store::{Tx, contact_card, contact_settings};

use crate::app::App;
use crate::fault::Fault;

/// What a caller wants of a seller's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Look at them.
    Look,
    /// Change them.
    Change,
}

/// The seller of that name, for who works for it; absent for everybody else.
pub(super) async fn seller(
    tx: &mut Tx,
    caller: &Caller,
    name: &str,
    wanted: Wanted,
) -> Result<PrincipalId, Fault> {
    let found = contact_card::seller(tx, caller.marketplace, name).await?;
    admitted(found, caller, wanted)
}

/// The seller of a listing, for who works for it; absent for everybody else.
async fn seller_of(
    tx: &mut Tx,
    caller: &Caller,
    listing: &str,
    wanted: Wanted,
) -> Result<PrincipalId, Fault> {
    let found = contact_card::seller_of(tx, caller.marketplace, listing).await?;
    admitted(found, caller, wanted)
}

fn admitted(
    found: Option<PrincipalId>,
    caller: &Caller,
    wanted: Wanted,
) -> Result<PrincipalId, Fault> {
    let admit = match wanted {
        Wanted::Look => works_for,
        Wanted::Change => decides_for,
    };
    found
        .filter(|seller| admit(caller, seller))
        .ok_or_else(|| Fault::new("not_found"))
}

/// The settings of a seller, for who works for it; revision 0 where none were set.
///
/// # Errors
/// `not_found`, the store's.
pub async fn look(
    app: &App,
    caller: &Arc<Caller>,
    name: String,
) -> Result<Kept<ContactSettings>, Fault> {
    app.store
        .read((Arc::clone(caller), name), |tx, (caller, name)| {
            Box::pin(async move {
                let seller = seller(tx, caller, name, Wanted::Look).await?;
                let set = contact_settings::of_seller(tx, caller.marketplace, &seller).await?;
                Ok(set.unwrap_or_else(|| Kept {
                    content: ContactSettings::at_first(),
                    revision: 0,
                }))
            })
        })
        .await
}

/// What a listing overrides, for who works for its seller; revision 0 where nothing.
///
/// # Errors
/// `not_found`, the store's.
pub async fn look_at_listing(
    app: &App,
    caller: &Arc<Caller>,
    listing: String,
) -> Result<Kept<ContactOverride>, Fault> {
    app.store
        .read((Arc::clone(caller), listing), |tx, (caller, listing)| {
            Box::pin(async move {
                seller_of(tx, caller, listing, Wanted::Look).await?;
                let set = contact_settings::of_listing(tx, caller.marketplace, listing).await?;
                Ok(set.unwrap_or_else(|| Kept {
                    content: ContactOverride::default(),
                    revision: 0,
                }))
            })
        })
        .await
}

/// The revision that was written, unless somebody else wrote one meanwhile; `seen` is the one that the
/// client last saw, where it said so.
///
/// Asked after the write, which holds the row: before it two who change at once would both see the same.
pub(super) fn unless_changed(seen: Option<i64>, written: i64) -> Result<i64, Fault> {
    match seen {
        Some(seen) if seen.checked_add(1) != Some(written) => {
            Err(Fault::new("precondition_failed"))
        }
        _ => Ok(written),
    }
}

pub(super) fn refused(defects: Vec<Defect>) -> Result<(), Fault> {
    if defects.is_empty() {
        Ok(())
    } else {
        Err(defects.into())
    }
}

/// Checks what needs the number plans' and calendars' knowledge beside core's rules.
fn checked(
    app: &App,
    market: &Marketplace,
    settings: &ContactSettings,
    business: bool,
) -> Result<(), Fault> {
    let mut defects = check(settings, market.preset, business);
    if let Some(phone) = &settings.phone {
        if phone.sms && !kontor_text::phone_number::takes_sms(&phone.number) {
            defects.push(Defect {
                field: "phone.sms",
                code: "no_mobile",
            });
        }
        if let Some(zone) = &phone.time_zone
            && jiff::tz::TimeZone::get(zone).is_err()
        {
            defects.push(Defect {
                field: "phone.time_zone",
                code: "invalid",
            });
        } else if let Some(hours) = &phone.hours {
            let zone = phone.time_zone.as_deref().unwrap_or(&market.time_zone);
            if app.calendars().calendar(market, hours, zone).is_err() {
                defects.push(Defect {
                    field: "phone.hours",
                    code: "invalid",
                });
            }
        }
    }
    refused(defects)
}

/// A change to be made: who, what, when, and what the client last saw.
struct Change<T> {
    caller: Arc<Caller>,
    name: String,
    content: T,
    seen: Option<i64>,
    now: Micros,
}

impl<T> Change<T> {
    fn new(app: &App, caller: &Arc<Caller>, name: String, content: T, seen: Option<i64>) -> Self {
        Self {
            caller: Arc::clone(caller),
            name,
            content,
            seen,
            now: app.clock.now(),
        }
    }
}

fn is_business(seller: &PrincipalId) -> bool {
    ShopId::parse(seller.as_str()).is_some()
}

/// Sets how a seller wants to be reached, and gives the revision.
///
/// # Errors
/// `not_found`, `field_invalid`, `precondition_failed`, the store's.
pub async fn put(
    app: &App,
    market: &Marketplace,
    caller: &Arc<Caller>,
    name: String,
    settings: ContactSettings,
    seen: Option<i64>,
) -> Result<i64, Fault> {
    // Who may not change them learns nothing from what is wrong with them.
    let found = app
        .store
        .read((Arc::clone(caller), name.clone()), |tx, (caller, name)| {
            Box::pin(seller(tx, caller, name, Wanted::Change))
        })
        .await?;
    checked(app, market, &settings, is_business(&found))?;
    let change = Change::new(app, caller, name, settings, seen);
    let done = app
        .store
        .write(change, |tx, change| {
            Box::pin(async move {
                let market = change.caller.marketplace;
                let seller = seller(tx, &change.caller, &change.name, Wanted::Change).await?;
                let (content, now) = (&change.content, change.now);
                let written =
                    contact_settings::put_of_seller(tx, market, &seller, content, now).await?;
                unless_changed(change.seen, written)
            })
        })
        .await;
    app.forget_cards();
    done
}

/// Sets what a listing overrides, and gives the revision.
///
/// # Errors
/// `not_found`, `field_invalid`, `precondition_failed`, the store's.
pub async fn put_of_listing(
    app: &App,
    market: &Marketplace,
    caller: &Arc<Caller>,
    listing: String,
    own: ContactOverride,
    seen: Option<i64>,
) -> Result<i64, Fault> {
    let input = (Arc::clone(caller), listing.clone());
    let seller = app
        .store
        .read(input, |tx, (caller, listing)| {
            Box::pin(seller_of(tx, caller, listing, Wanted::Change))
        })
        .await?;
    checked(app, market, &own.own(), is_business(&seller))?;
    let change = Change::new(app, caller, listing, own, seen);
    let done = app
        .store
        .write(change, |tx, change| {
            Box::pin(async move {
                let market = change.caller.marketplace;
                seller_of(tx, &change.caller, &change.name, Wanted::Change).await?;
                let (name, content, now) = (&change.name, &change.content, change.now);
                let written =
                    contact_settings::put_of_listing(tx, market, name, content, now).await?;
                unless_changed(change.seen, written)
            })
        })
        .await;
    app.forget_cards();
    done
}
