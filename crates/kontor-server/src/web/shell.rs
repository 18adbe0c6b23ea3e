//! What every page is wrapped in: marketplace, language, caller, unread badge.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use kontor_core::account::{Caller, Role};
use kontor_pages::{Flash, Known, Locale, Shell, TimeZone};
use kontor_store::{order, principal};

use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;
use crate::web::session;

/// The zone of a marketplace; configuration has been checked, UTC stands in otherwise.
#[must_use]
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The languages of a marketplace.
#[must_use]
pub fn locales(served: &[String]) -> Vec<Locale> {
    served
        .iter()
        .filter_map(|code| Locale::parse(code))
        .collect()
}

/// A caller as the pages' frame knows one.
#[must_use]
pub fn known(caller: &Caller, unread: i64, orders: bool) -> Known {
    Known {
        name: caller.name.clone(),
        unread,
        orders,
        operates: caller.role() == Some(Role::Operator),
        sells_in_team: caller.has_shops(),
        sells: caller.has_shops() || caller.role() == Some(Role::PrivateSeller),
    }
}

/// The shell for this request.
///
/// # Errors
/// The store's.
pub async fn of(context: &Context) -> Result<Shell, Fault> {
    let caller = match &context.caller {
        None => None,
        Some(caller) => {
            let (unread, orders) = standing(context).await?;
            Some(known(caller, unread, orders))
        }
    };
    let flash = session::cookie(&context.headers, session::FLASH).and_then(Flash::parse);
    Ok(Shell {
        locale: Locale::parse(&context.locale()).unwrap_or(Locale::En),
        locales: locales(&context.market.locales),
        zone: zone(&context.market.time_zone),
        now: context.now,
        marketplace: context.market.name.clone(),
        support_url: context.market.support_url.clone(),
        path: context
            .uri
            .path_and_query()
            .map_or("/", |p| p.as_str())
            .to_owned(),
        caller,
        flash,
        demo: context.app.caught.is_some(),
    })
}

/// What the navigation of every page says of the caller: conversations with something unread, and
/// whether there is any order at all. One read for both.
async fn standing(context: &Context) -> Result<(i64, bool), Fault> {
    let store = &context.app.store;
    store
        .read(context.scope(), |tx, scope| {
            Box::pin(async move {
                let unread = principal::unread(tx, scope).await?;
                let (bought, sold) = order::sides(tx, scope).await?;
                Ok::<_, Fault>((unread, bought || sold))
            })
        })
        .await
}

/// A page as an answer. A language chosen by `?lang=` is remembered; a shown flash is forgotten.
#[must_use]
pub fn page(context: &Context, status: u16, html: String) -> Response {
    let mut response = answer::html(status, html);
    if let Some(locale) = session::chosen_locale(context) {
        session::put(&mut response, context, session::LOCALE, &locale, 365);
    }
    if session::cookie(&context.headers, session::FLASH).is_some() {
        session::put(&mut response, context, session::FLASH, "", 0);
    }
    response
}

/// A page that shows its form again, with what a fault said: its status, and when to come again.
#[must_use]
pub fn refused(context: &Context, fault: &Fault, html: String) -> Response {
    retry_after(page(context, fault.status(), html), fault)
}

/// Says in an answer when it is worth another try, where a fault knows.
#[must_use]
pub fn retry_after(mut response: Response, fault: &Fault) -> Response {
    if let Some(seconds) = fault.retry_after_s {
        let value = HeaderValue::from(seconds);
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// "See other" with a word on what was done.
#[must_use]
pub fn done(context: &Context, path: &str, flash: Option<Flash>) -> Response {
    let mut response = answer::see_other(path);
    if let Some(flash) = flash {
        session::put(&mut response, context, session::FLASH, flash.code(), 1);
    }
    response
}
