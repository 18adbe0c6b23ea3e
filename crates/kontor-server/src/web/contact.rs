//! The pages on which a seller says how to be reached: for private sellers and the people of shops.
//!
//! Who works for several sellers says which by `?seller=`. Members of a shop look, its administrators
//! change; everybody else gets what is not there.

pub mod callbacks;
mod form;
pub mod listing;
pub mod preview;
pub mod trader;

use std::sync::Arc;

use axum::response::Response;
use kontor_core::access::{decides_for, works_for};
use kontor_core::account::{Caller, Person};
use kontor_core::contact_settings::{ContactSettings, PhoneChannel};
use kontor_core::id::PrincipalId;
use kontor_core::marketplace::Preset;
use kontor_pages::pages::contact::{ContactForm, Reading, Seller, SettingsPage};
use kontor_pages::{Flash, Locale, Texts};
use kontor_store::contact_card::Subject;
use kontor_store::contact_settings as store;
use serde::Deserialize;

use crate::actions::contact_settings as act;
use crate::cards::Card;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::shell;
use form::{Pairs, Wrong};

/// Listings with settings of their own that are named at once.
const OVERRIDING_SHOWN: i64 = 50;

/// Which seller.
#[derive(Debug, Default, Deserialize)]
struct SellerQuery {
    seller: Option<String>,
}

/// The seller that a page is about.
struct Chosen {
    caller: Arc<Caller>,
    id: PrincipalId,
    card: Arc<Card>,
    seller: Seller,
}

impl Chosen {
    /// The name by which the actions find the seller.
    fn name(&self) -> String {
        self.id.0.clone()
    }

    /// A path with the seller, where that has to be said.
    fn path(&self, path: &str) -> String {
        format!("{path}{}", self.seller.query())
    }
}

/// The sellers that a caller is or belongs to.
fn candidates(caller: &Caller) -> Vec<PrincipalId> {
    let mut all = vec![caller.own()];
    if let Person::Account { shops, .. } = &caller.person {
        all.extend(shops.iter().map(|(shop, _)| PrincipalId::from(shop)));
    }
    all
}

/// The seller that the query names, else the caller's first.
///
/// # Errors
/// `not_found` where the caller works for none or not for this one, the store's.
async fn chosen(context: &Context, named: Option<String>) -> Result<Chosen, Fault> {
    let caller = context.known()?;
    let (app, market) = (&context.app, &context.market);
    let mut own = Vec::new();
    for id in candidates(&caller) {
        if let Some(card) = app.card(market, Subject::Seller(id.0.clone())).await? {
            own.push(card);
        }
    }
    let all: Vec<_> = own
        .iter()
        .map(|card| {
            let source = &card.source;
            (source.seller.0.clone(), source.seller_name.clone())
        })
        .collect();
    let card = match named {
        Some(name) => app.card(market, Subject::Seller(name)).await?,
        None => own.into_iter().next(),
    };
    let card = card.filter(|card| works_for(&caller, &card.source.seller));
    let card = card.ok_or_else(|| Fault::new("not_found"))?;
    let source = &card.source;
    Ok(Chosen {
        id: source.seller.clone(),
        seller: Seller {
            id: source.seller.0.clone(),
            name: source.seller_name.clone(),
            business: source.business,
            decides: decides_for(&caller, &source.seller),
            all,
        },
        caller,
        card,
    })
}

/// What a phone's hours come to now, in the reader's language.
fn reading(context: &Context, phone: Option<&PhoneChannel>) -> Option<Reading> {
    let phone = phone?;
    let Some(hours) = &phone.hours else {
        return Some(Reading {
            open: true,
            change: None,
            holiday: None,
        });
    };
    let market = &context.market;
    let zone = phone.time_zone.as_deref().unwrap_or(&market.time_zone);
    let calendars = context.app.calendars();
    let calendar = calendars.calendar(market, hours, zone).ok()?;
    let now = jiff::Timestamp::from_microsecond(context.now.0).ok()?;
    let state = calendar.state(now);
    let texts = Texts::new(Locale::parse(&context.locale()).unwrap_or(Locale::En));
    let change = state.next_change.map(|at| {
        let at = kontor_core::time::Micros(at.as_microsecond());
        kontor_pages::when(texts, calendar.zone(), at, context.now)
    });
    let today = now.to_zoned(calendar.zone().clone()).date();
    let holidays = calendars.holidays(market.key);
    let week = kontor_calendar::Week::from_expression(hours);
    let closed = week.filter(|week| week.holidays() == kontor_calendar::OnHolidays::Closed);
    let holiday = closed.and_then(|week| {
        // Only one on which the phone would be open otherwise is worth a word.
        let would_open = |day: &jiff::civil::Date| {
            let place = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
            week.days().get(place).is_some_and(|all| !all.is_empty())
        };
        let days = holidays.of(&market.country).iter().map(|one| one.date);
        let next = days.filter(|day| *day >= today).find(would_open)?;
        Some(kontor_pages::on_day(texts, next))
    });
    Some(Reading {
        open: state.open,
        change,
        holiday,
    })
}

/// `GET /contact`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let query: SellerQuery = context.query()?;
    let chosen = chosen(&context, query.seller).await?;
    let kept = act::look(&context.app, &chosen.caller, chosen.name()).await?;
    let market = &context.market;
    let form = chosen
        .seller
        .decides
        .then(|| form::of_settings(&kept.content, market));
    let page = SettingsPage {
        form,
        summary: form::summary(&kept.content, market),
        ..page(&context, &chosen, &kept).await?
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// Everything about settings but the form.
async fn page(
    context: &Context,
    chosen: &Chosen,
    kept: &store::Kept<ContactSettings>,
) -> Result<SettingsPage, Fault> {
    let input = (context.market.key, chosen.id.clone());
    let overriding = context
        .app
        .store
        .read(input, |tx, (key, seller)| {
            Box::pin(store::overriding(tx, *key, seller, OVERRIDING_SHOWN))
        })
        .await
        .map_err(|error: kontor_store::Error| Fault::from(error))?;
    let source = &chosen.card.source;
    Ok(SettingsPage {
        seller: chosen.seller.clone(),
        closed: context.market.preset == Preset::Closed,
        revision: kept.revision,
        unproven: source.unproven(),
        reading: reading(context, kept.content.phone.as_ref()),
        trader: source.trader,
        overriding,
        ..SettingsPage::default()
    })
}

/// `POST /contact`: sets everything at once. With the revision that it replaces, so that sending it
/// twice changes nothing.
///
/// # Errors
/// `not_found`, the store's; what cannot be taken is told at its field.
pub async fn save(context: Context) -> Result<Response, Fault> {
    let query: SellerQuery = context.query()?;
    let chosen = chosen(&context, query.seller).await?;
    let pairs = Pairs::of(&context)?;
    let typed = pairs.read(false);
    let (app, market) = (&context.app, &context.market);
    let outcome = match form::settings(&typed, market) {
        Ok(settings) => {
            let (name, seen) = (chosen.name(), pairs.revision());
            act::put(app, market, &chosen.caller, name, settings, seen)
                .await
                .map(drop)
        }
        Err(wrong) => Err(wrong.into()),
    };
    match outcome {
        Ok(()) => {
            let path = chosen.path("/contact");
            Ok(shell::done(&context, &path, Some(Flash::ContactSaved)))
        }
        Err(fault) => again(&context, &chosen, typed, &pairs, fault).await,
    }
}

/// The form as it was typed, with what is wrong with it.
async fn again(
    context: &Context,
    chosen: &Chosen,
    typed: ContactForm,
    pairs: &Pairs,
    fault: Fault,
) -> Result<Response, Fault> {
    let conflict = fault.code == "precondition_failed";
    if !conflict && fault.code != "field_invalid" {
        return Err(fault);
    }
    let kept = act::look(&context.app, &chosen.caller, chosen.name()).await?;
    let base = page(context, chosen, &kept).await?;
    let page = SettingsPage {
        // Who saw what is set now may replace it; until then the old revision stays.
        revision: if conflict {
            kept.revision
        } else {
            pairs.revision().unwrap_or(kept.revision)
        },
        errors: Wrong::of(&fault, &typed),
        form: Some(typed),
        summary: form::summary(&kept.content, &context.market),
        conflict,
        ..base
    };
    let html = page.render(&shell::of(context).await?);
    Ok(shell::refused(context, &fault, html))
}
