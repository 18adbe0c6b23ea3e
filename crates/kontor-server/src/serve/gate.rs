//! The gate: every request of both doors passes here before its handler runs.
//!
//! In order: marketplace by host, caller by token, cross-site check, permission, rate limit, body.
//! A handler never sees a request that its line in the route table does not allow.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Response, header};
use http_body_util::{BodyExt, Limited};
use kontor_core::access::{Verdict, allows};
use kontor_core::account::Caller;
use kontor_core::marketplace::Marketplace;

use crate::app::App;
use crate::fault::Fault;
use crate::rate::{Budget, Rate};
use crate::serve::context::{BodyRule, Context, Door, Route, usable_key};
use crate::serve::{answer, embed};
use crate::web;

/// Passes one request through the gate to its handler, and turns faults into answers.
pub async fn pass(app: Arc<App>, door: Door, route: Route, request: Request) -> Response<Body> {
    let request_id = request_id();
    let (mut parts, body) = request.into_parts();
    let is_head = parts.method == Method::HEAD;
    let embedding = embed::is_open(route.path).then(|| embedding(&app, &parts.headers));
    let mut rate = None;
    let opened = open(&app, door, route, &mut parts, body, &request_id, &mut rate).await;
    let (outcome, page) = match opened {
        Ok(context) => {
            let page = web::errors::Reader::of(&context);
            ((route.handler)(context).await, page)
        }
        Err((fault, page)) => (Err(fault), *page),
    };
    let (mut response, retry) = match outcome {
        Ok(response) => (response, None),
        Err(fault) => {
            let retry = fault.retry_after_s;
            let response = match door {
                Door::Api => answer::problem(&fault, &request_id),
                Door::Web => web::errors::render(&app, &page, &fault, &parts, &request_id),
            };
            (response, retry)
        }
    };
    app.metrics
        .request(door, route.path, response.status().as_u16());
    if let Some((market, origin)) = embedding {
        let headers = response.headers_mut();
        embed::admit(route.path, market.as_deref(), origin.as_ref(), headers);
    }
    answer::finish(response.headers_mut(), &request_id, rate, retry);
    if is_head {
        *response.body_mut() = Body::empty();
    }
    response
}

/// The marketplace and the origin of a request from another page.
fn embedding(app: &App, headers: &HeaderMap) -> (Option<Arc<Marketplace>>, Option<HeaderValue>) {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let market = host.and_then(|host| app.by_host(host)).cloned();
    (market, headers.get(header::ORIGIN).cloned())
}

/// Answers a browser that asks whether a page of another origin may ask.
#[must_use]
pub fn preflight(app: &App, path: &str, headers: &HeaderMap) -> Response<Body> {
    let (market, origin) = embedding(app, headers);
    let mut response = embed::preflight();
    embed::admit(
        path,
        market.as_deref(),
        origin.as_ref(),
        response.headers_mut(),
    );
    answer::finish(response.headers_mut(), &request_id(), None, None);
    response
}

/// A new name for a request.
#[must_use]
pub fn request_id() -> String {
    kontor_store::archive::hex(&crate::random::bytes::<8>())
}

type Refused = (Fault, Box<web::errors::Reader>);

async fn open(
    app: &Arc<App>,
    door: Door,
    route: Route,
    parts: &mut Parts,
    body: Body,
    request_id: &str,
    rate: &mut Option<Rate>,
) -> Result<Context, Refused> {
    let unknown = |fault| (fault, Box::new(web::errors::Reader::default()));
    up(app).map_err(unknown)?;
    let market = marketplace(app, door, parts).map_err(unknown)?;
    let params = params(parts).await;
    let reader = |caller: Option<&Arc<Caller>>| {
        Box::new(web::errors::Reader::new(&market, caller, &parts.headers))
    };
    let (secret, by_cookie) = secret(&parts.headers);
    let caller = match &secret {
        Some(secret) => app
            .caller(market.key, secret)
            .await
            .map_err(|e| (e.into(), reader(None)))?,
        None => None,
    };
    if caller.is_none() && secret.is_some() && !by_cookie {
        return Err((Fault::new("token_invalid"), reader(None)));
    }
    let refuse = |fault: Fault| (fault, reader(caller.as_ref()));
    let trusted = caller.is_some() && !by_cookie;
    let welcome = route.cross_site && from_marketplace(app, &market, &parts.headers);
    if !trusted && !welcome && !parts.method.is_safe() && (by_cookie || door == Door::Web) {
        same_site(&parts.headers).map_err(refuse)?;
    }
    match allows(caller.as_deref(), route.permission) {
        Verdict::Allowed => {}
        Verdict::SignInFirst => return Err(refuse(Fault::new("sign_in_first"))),
        Verdict::Hidden => return Err(refuse(Fault::new("not_found"))),
    }
    retry_key(door, parts).map_err(refuse)?;
    let peer = peer(app, parts);
    *rate = limit(app, &parts.method, caller.as_deref(), &peer).map_err(refuse)?;
    let params = params.map_err(refuse)?;
    let (body, feed) = match route.body {
        BodyRule::Small => (
            small_body(app, &parts.headers, body)
                .await
                .map_err(refuse)?,
            None,
        ),
        BodyRule::Feed => (Bytes::new(), Some(body)),
    };
    Ok(Context {
        app: Arc::clone(app),
        market,
        caller,
        door,
        method: parts.method.clone(),
        uri: parts.uri.clone(),
        headers: std::mem::take(&mut parts.headers),
        params,
        body,
        feed: Mutex::new(feed),
        peer,
        request_id: request_id.to_owned(),
        now: app.clock.now(),
    })
}

/// Refuses a key that cannot be one, also where nothing is kept by it: by every route alike.
fn retry_key(door: Door, parts: &Parts) -> Result<(), Fault> {
    let key = parts.headers.get("idempotency-key");
    match key.filter(|_| door == Door::Api && parts.method == Method::POST) {
        Some(key) => usable_key(key.as_bytes()),
        None => Ok(()),
    }
}

/// Refuses new work once the server stops.
fn up(app: &App) -> Result<(), Fault> {
    if app.is_up() {
        return Ok(());
    }
    Err(Fault {
        retry_after_s: Some(2),
        ..Fault::new("stopping")
    })
}

/// The marketplace: by header for programs, else by host name. Links never follow from it.
fn marketplace(app: &App, door: Door, parts: &Parts) -> Result<Arc<Marketplace>, Fault> {
    let text = |name: &str| {
        parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let found = match text("kontor-marketplace").filter(|_| door == Door::Api) {
        Some(slug) => app.by_slug(slug),
        None => {
            let host = text("host").or_else(|| parts.uri.authority().map(|a| a.as_str()));
            app.by_host(host.unwrap_or_default())
        }
    };
    found
        .cloned()
        .ok_or_else(|| Fault::new("unknown_marketplace"))
}

/// The secret of the request, and whether a browser sent it by itself.
fn secret(headers: &HeaderMap) -> (Option<String>, bool) {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let text = value.to_str().unwrap_or_default();
        let token = text
            .split_once(' ')
            .filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
        return (
            Some(token.map_or_else(String::new, |(_, token)| token.trim().to_owned())),
            false,
        );
    }
    let cookie = web::session::cookie(headers, web::session::SESSION);
    (cookie.map(str::to_owned), cookie.is_some())
}

/// Refuses a change that another site made a browser send.
///
/// Source: Fetch Metadata (`Sec-Fetch-Site`), RFC 6454 §7 (`Origin`); security case T093.
fn same_site(headers: &HeaderMap) -> Result<(), Fault> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("host").unwrap_or_default();
    let from = |url: &str| url.split_once("://").is_some_and(|(_, rest)| rest == host);
    let same = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) if site != "same-origin" => false,
        // Under Referrer-Policy: no-referrer a browser hides the origin of a form's own site.
        (Some(_), Some("null")) => true,
        (_, Some(origin)) => from(origin),
        (Some(_), None) => true,
        (None, None) => false,
    };
    if same {
        Ok(())
    } else {
        Err(Fault::new("cross_site"))
    }
}

/// True where a page of an origin that the marketplace named sent the request. The origin is the
/// browser's word, which no page can change; a hidden one (`null`) is nobody's.
fn from_marketplace(app: &App, market: &Marketplace, headers: &HeaderMap) -> bool {
    let origin = headers.get("origin").and_then(|value| value.to_str().ok());
    origin.is_some_and(|origin| app.sign_in(market.key).lets_in(origin))
}

/// The caller's network address. A proxy's word counts only where the proxy is configured, and of
/// its list only the last entry, which that proxy itself wrote.
fn peer(app: &App, parts: &Parts) -> String {
    let socket = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let Some(ip) = socket else {
        return "unknown".to_owned();
    };
    let is_proxy = app.config.trusted_proxies.split(',').any(|proxy| {
        proxy
            .trim()
            .parse::<IpAddr>()
            .is_ok_and(|proxy| proxy == ip)
    });
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back();
    forwarded
        .filter(|_| is_proxy)
        .and_then(|value| {
            value
                .to_str()
                .ok()?
                .rsplit(',')
                .next()?
                .trim()
                .parse::<IpAddr>()
                .ok()
        })
        .unwrap_or(ip)
        .to_string()
}

fn limit(
    app: &App,
    method: &Method,
    caller: Option<&Caller>,
    peer: &str,
) -> Result<Option<Rate>, Fault> {
    let budget = if method.is_safe() {
        Budget::Read
    } else {
        Budget::Write
    };
    let taken = match caller {
        Some(caller) => app.rates.take(budget, caller.token.as_str()),
        None => app.rates.take(budget, peer),
    };
    taken.map_err(|too_many| Fault {
        retry_after_s: Some(too_many.retry_after_s),
        ..Fault::new("too_many_requests")
    })
}

async fn params(parts: &mut Parts) -> Result<Vec<(String, String)>, Fault> {
    let raw = RawPathParams::from_request_parts(parts, &())
        .await
        .map_err(|_| Fault::new("not_found"))?;
    // No database keeps a NUL, so nothing is named by a text with one.
    if raw.iter().any(|(_, value)| value.contains('\0')) {
        return Err(Fault::new("not_found"));
    }
    Ok(raw
        .iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect())
}

async fn small_body(app: &App, headers: &HeaderMap, body: Body) -> Result<Bytes, Fault> {
    let max = app.config.body_bytes_max;
    let declared = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse().ok());
    if declared.is_some_and(|bytes: u64| bytes > max as u64) {
        return Err(Fault::new("too_large"));
    }
    let wait = Duration::from_secs(app.config.body_timeout_s);
    match tokio::time::timeout(wait, Limited::new(body, max).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            Err(Fault::new("too_large"))
        }
        Ok(Err(_)) => Err(Fault::with("json_invalid", "the body broke off")),
        Err(_) => Err(Fault::new("timeout")),
    }
}
