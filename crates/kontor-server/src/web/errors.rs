//! Faults as pages, in the reader's language, each with a way on.

use std::sync::Arc;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Response};
use kontor_core::account::Caller;
use kontor_core::marketplace::Marketplace;
use kontor_pages::pages::error::{ErrorPage, Trouble};
use kontor_pages::{Locale, Shell, TimeZone};

use crate::app::App;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;
use crate::web::{session, shell};

/// What is known of the reader when a fault has to be shown.
#[derive(Default)]
pub struct Reader {
    market: Option<Arc<Marketplace>>,
    caller: Option<Arc<Caller>>,
    locale: Option<Locale>,
}

impl Reader {
    /// The reader of a request behind the gate.
    #[must_use]
    pub fn of(context: &Context) -> Self {
        Self {
            market: Some(Arc::clone(&context.market)),
            caller: context.caller.clone(),
            locale: Locale::parse(&context.locale()),
        }
    }

    /// The reader of a request that the gate refused.
    #[must_use]
    pub fn new(
        market: &Arc<Marketplace>,
        caller: Option<&Arc<Caller>>,
        headers: &HeaderMap,
    ) -> Self {
        let offered = shell::locales(&market.locales);
        let chosen = session::cookie(headers, session::LOCALE).and_then(Locale::parse);
        let accepted = headers
            .get("accept-language")
            .and_then(|value| value.to_str().ok());
        let locale = chosen
            .filter(|locale| offered.contains(locale))
            .or_else(|| Locale::accepted(accepted.unwrap_or_default(), &offered))
            .or_else(|| offered.first().copied());
        Self {
            market: Some(Arc::clone(market)),
            caller: caller.cloned(),
            locale,
        }
    }
}

/// A fault as a page; "sign in first" leads to the form instead.
#[must_use]
pub fn render(
    app: &App,
    reader: &Reader,
    fault: &Fault,
    parts: &Parts,
    request_id: &str,
) -> Response<Body> {
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let is_page = parts.method == Method::GET;
    if fault.code == "sign_in_first" {
        let next = if is_page { path } else { "/" };
        return answer::see_other(&format!("/sign-in?next={}", escape(next)));
    }
    let status = fault.status();
    let page = ErrorPage {
        trouble: trouble(fault, status),
        status,
        request: request_id.to_owned(),
        retry_seconds: fault
            .retry_after_s
            .and_then(|seconds| i64::try_from(seconds).ok()),
        reason: (fault.code != "email_taken" && (status == 409 || status == 422))
            .then(|| fault.code.to_owned()),
        next: if is_page {
            path.to_owned()
        } else {
            "/".to_owned()
        },
    };
    let market = reader.market.as_deref();
    let frame = Shell {
        locale: reader.locale.unwrap_or(Locale::En),
        locales: market
            .map(|m| shell::locales(&m.locales))
            .unwrap_or_default(),
        zone: market.map_or(TimeZone::UTC, |m| shell::zone(&m.time_zone)),
        now: app.clock.now(),
        marketplace: market.map_or("Kontor", |m| m.name.as_str()).to_owned(),
        support_url: market.and_then(|m| m.support_url.clone()),
        // Only what GET answers can be shown in another language.
        path: if is_page { path } else { "/" }.to_owned(),
        caller: reader
            .caller
            .as_ref()
            .map(|caller| shell::known(caller, 0, false)),
        flash: None,
        demo: app.caught.is_some(),
    };
    answer::html(status, page.render(&frame))
}

fn trouble(fault: &Fault, status: u16) -> Trouble {
    match (fault.code, status) {
        ("unknown_marketplace", _) => Trouble::UnknownHost,
        ("token_refused", _) => Trouble::TokenRefused,
        ("email_taken", _) => Trouble::EmailTaken,
        (_, 404) => Trouble::NotFound,
        (_, 413) => Trouble::TooLarge,
        (_, 409 | 412) => Trouble::Conflict,
        (_, 422) => Trouble::Unprocessable,
        (_, 429) => Trouble::TooManyRequests,
        (_, 503 | 507) => Trouble::Unavailable,
        (_, 400..=499) => Trouble::BadRequest,
        _ => Trouble::ServerTrouble,
    }
}

/// Percent-encodes a path for use inside a query.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
