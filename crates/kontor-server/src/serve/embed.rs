//! What pages of other origins may ask: the contact card and what it needs, without cookies.
//!
//! Only origins that the marketplace names are answered; a browser keeps the answer from any other
//! page. Nothing here trusts an origin: limits and audiences hold as for everybody.
//!
//! Source: Fetch Standard, CORS protocol; security case T058.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use kontor_core::marketplace::Marketplace;

use crate::serve::answer;

/// Routes that may be asked from a page of another origin.
const PATHS: &[&str] = &[
    "/embed/kontor-contact.js",
    "/api/v1/embed/texts",
    "/api/v1/listings/{external_id}/contact-card",
    "/api/v1/listings/{external_id}/contacts",
    "/api/v1/sellers/{id}/contact-card",
    "/api/v1/sellers/{id}/contacts",
    "/api/v1/sellers/{id}/trader/opening",
];

/// How long a browser may remember a preflight, in seconds.
const PREFLIGHT_S: &str = "3600";

/// True for a route that pages of other origins may ask.
#[must_use]
pub fn is_open(path: &str) -> bool {
    PATHS.contains(&path)
}

/// The origin, where the marketplace names it.
fn named<'a>(market: &Marketplace, origin: &'a HeaderValue) -> Option<&'a HeaderValue> {
    let text = origin.to_str().ok()?;
    let named = market
        .embed_origins
        .iter()
        .any(|one| one == "*" || one == text);
    named.then_some(origin)
}

/// The answer to a preflight.
#[must_use]
pub fn preflight() -> Response<Body> {
    let mut response = answer::empty(204);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, idempotency-key",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_S),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Lets a named origin read the answer of an open route.
pub fn admit(
    path: &str,
    market: Option<&Marketplace>,
    origin: Option<&HeaderValue>,
    response: &mut HeaderMap,
) {
    if !is_open(path) {
        return;
    }
    response.append(header::VARY, HeaderValue::from_static("origin"));
    let any = HeaderValue::from_static("cross-origin");
    response.insert("cross-origin-resource-policy", any);
    if let Some(origin) = market
        .zip(origin)
        .and_then(|(market, origin)| named(market, origin))
    {
        response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        let exposed = HeaderValue::from_static("retry-after, kontor-request-id");
        response.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
}
