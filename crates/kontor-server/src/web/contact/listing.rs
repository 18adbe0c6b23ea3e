//! What a listing overrides of its seller's contact settings.

use axum::response::Response;
use kontor_core::contact_settings::ContactOverride;
use kontor_core::marketplace::Preset;
use kontor_pages::Flash;
use kontor_pages::pages::contact::{ContactForm, SettingsPage};
use kontor_store::contact_card::Subject;
use kontor_store::contact_settings::Kept;

use super::form::{self, Pairs, Wrong};
use super::{Chosen, chosen};
use crate::actions::contact_settings as act;
use crate::api::v1::listings::fetch;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::card::segment;
use crate::web::shell;

/// A listing with its seller and what it overrides.
struct Found {
    chosen: Chosen,
    id: String,
    title: String,
    kept: Kept<ContactOverride>,
    /// What is not shown because nobody proved it.
    unproven: Vec<&'static str>,
}

/// The listing that the path names, for who works for its seller.
async fn find(context: &Context) -> Result<Found, Fault> {
    let id = context.param("external_id").to_owned();
    let caller = context.known()?;
    let kept = act::look_at_listing(&context.app, &caller, id.clone()).await?;
    let listing = fetch(context, &id).await?;
    let chosen = chosen(context, Some(listing.seller.0)).await?;
    let subject = Subject::Listing(id.clone());
    let card = context.app.card(&context.market, subject).await?;
    Ok(Found {
        chosen,
        id,
        title: listing.title,
        kept,
        unproven: card.map(|card| card.source.unproven()).unwrap_or_default(),
    })
}

async fn page(context: &Context, found: &Found) -> Result<SettingsPage, Fault> {
    let chosen = &found.chosen;
    let usual = act::look(&context.app, &chosen.caller, chosen.name()).await?;
    let market = &context.market;
    let form = form::of_override(&found.kept.content, &usual.content, market);
    Ok(SettingsPage {
        seller: chosen.seller.clone(),
        listing: Some((found.id.clone(), found.title.clone())),
        closed: market.preset == Preset::Closed,
        form: chosen.seller.decides.then_some(form),
        revision: found.kept.revision,
        summary: form::summary_of_override(&found.kept.content, market),
        unproven: found.unproven.clone(),
        ..SettingsPage::default()
    })
}

/// `GET /contact/listings/{external_id}`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let found = find(&context).await?;
    let page = page(&context, &found).await?;
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// `POST /contact/listings/{external_id}`: sets everything at once, with the revision that it replaces.
///
/// # Errors
/// `not_found`, the store's; what cannot be taken is told at its field.
pub async fn save(context: Context) -> Result<Response, Fault> {
    let found = find(&context).await?;
    let pairs = Pairs::of(&context)?;
    let typed = pairs.read(true);
    let (app, market) = (&context.app, &context.market);
    let outcome = match form::overriding(&typed, market) {
        Ok(own) => {
            let (caller, id) = (&found.chosen.caller, found.id.clone());
            act::put_of_listing(app, market, caller, id, own, pairs.revision())
                .await
                .map(drop)
        }
        Err(wrong) => Err(wrong.into()),
    };
    match outcome {
        Ok(()) => {
            let path = format!("/contact/listings/{}", segment(&found.id));
            Ok(shell::done(&context, &path, Some(Flash::ContactSaved)))
        }
        Err(fault) => again(&context, typed, &pairs, fault).await,
    }
}

async fn again(
    context: &Context,
    typed: ContactForm,
    pairs: &Pairs,
    fault: Fault,
) -> Result<Response, Fault> {
    let conflict = fault.code == "precondition_failed";
    if !conflict && fault.code != "field_invalid" {
        return Err(fault);
    }
    // What somebody else set meanwhile is read now.
    let found = find(context).await?;
    let base = page(context, &found).await?;
    let page = SettingsPage {
        revision: if conflict {
            base.revision
        } else {
            pairs.revision().unwrap_or(base.revision)
        },
        errors: Wrong::of(&fault, &typed),
        form: Some(typed),
        conflict,
        ..base
    };
    let html = page.render(&shell::of(context).await?);
    Ok(shell::refused(context, &fault, html))
}
