//! `/api/v1/sellers/{id}/contact-settings` and what a listing overrides of them.

mod bodies;

use axum::response::Response;

use crate::actions::contact_settings as act;
use crate::api::v1::{revision_tag, seen_revision};
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

pub use bodies::{AddressBody, AudienceBody, OverrideBody, SettingsBody};

/// `GET /sellers/{id}/contact-settings`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let name = context.param("id").to_owned();
    let set = act::look(&context.app, &caller, name).await?;
    let body = SettingsBody::from(set.content);
    Ok(answer::tagged(200, &revision_tag(set.revision), &body))
}

/// `PUT /sellers/{id}/contact-settings`
///
/// # Errors
/// See [`act::put`].
pub async fn put(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let body: SettingsBody = context.json()?;
    let settings = body.read(&context.market.country)?;
    let seen = seen_revision(&context)?;
    let name = context.param("id").to_owned();
    let kept = settings.clone();
    let (app, market) = (&context.app, &context.market);
    let revision = act::put(app, market, &caller, name, settings, seen).await?;
    let body = SettingsBody::from(kept);
    Ok(answer::tagged(200, &revision_tag(revision), &body))
}

/// `GET /listings/{external_id}/contact-settings`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show_of_listing(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let listing = context.param("external_id").to_owned();
    let set = act::look_at_listing(&context.app, &caller, listing).await?;
    let body = OverrideBody::from(set.content);
    Ok(answer::tagged(200, &revision_tag(set.revision), &body))
}

/// `PUT /listings/{external_id}/contact-settings`
///
/// # Errors
/// See [`act::put_of_listing`].
pub async fn put_of_listing(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let body: OverrideBody = context.json()?;
    let own = body.read(&context.market.country)?;
    let seen = seen_revision(&context)?;
    let listing = context.param("external_id").to_owned();
    let kept = own.clone();
    let (app, market) = (&context.app, &context.market);
    let revision = act::put_of_listing(app, market, &caller, listing, own, seen).await?;
    let body = OverrideBody::from(kept);
    Ok(answer::tagged(200, &revision_tag(revision), &body))
}
