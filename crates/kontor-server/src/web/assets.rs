//! Style sheets, scripts and the favicon, from the binary itself.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use kontor_pages::assets;

use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// `GET /static/{file}`
///
/// # Errors
/// `not_found`.
#[allow(clippy::unused_async, reason = "handlers are async")]
pub async fn show(context: Context) -> Result<Response, Fault> {
    find(&context, context.uri.path())
}

/// `GET /embed/kontor-contact.js`: under one address for ever, so it is looked at again every five
/// minutes.
///
/// # Errors
/// `not_found`.
#[allow(clippy::unused_async, reason = "handlers are async")]
pub async fn embed(context: Context) -> Result<Response, Fault> {
    let mut response = find(&context, assets::EMBED)?;
    let cache = HeaderValue::from_static("public, max-age=300");
    response.headers_mut().insert(header::CACHE_CONTROL, cache);
    Ok(response)
}

/// `GET /favicon.ico`
///
/// # Errors
/// `not_found`.
#[allow(clippy::unused_async, reason = "handlers are async")]
pub async fn favicon(context: Context) -> Result<Response, Fault> {
    find(&context, "/static/kontor.svg")
}

fn find(context: &Context, path: &str) -> Result<Response, Fault> {
    let asset = assets::find(path).ok_or_else(|| Fault::new("not_found"))?;
    let mut response = answer::body(200, asset.content_type, asset.bytes);
    // A link with a version never changes its content.
    let versioned = context
        .uri
        .query()
        .is_some_and(|query| query.starts_with("v="));
    let cache = if versioned {
        "public, max-age=31536000, immutable"
    } else {
        "public, no-cache"
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    Ok(response)
}
