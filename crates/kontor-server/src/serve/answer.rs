//! Answers: JSON, HTML, redirects, problem documents, and the headers that every answer carries.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use serde::Serialize;

use crate::fault::{Fault, line};
use crate::rate::Rate;

/// Nothing may run, load or frame but what this server sends itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

const ALWAYS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// An answer with a body of this media type.
#[must_use]
pub fn body(status: u16, kind: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status.try_into().unwrap_or(axum::http::StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    response
}

/// A JSON answer.
#[must_use]
pub fn json(status: u16, value: &impl Serialize) -> Response<Body> {
    match serde_json::to_vec(value) {
        Ok(bytes) => body(status, "application/json", bytes),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            problem(&Fault::new("server_trouble"), "")
        }
    }
}

/// A JSON answer with an entity tag.
#[must_use]
pub fn tagged(status: u16, tag: &str, value: &impl Serialize) -> Response<Body> {
    let mut response = json(status, value);
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// "Not modified": only the tag. Source: RFC 9110 §15.4.5.
#[must_use]
pub fn unchanged(tag: &str) -> Response<Body> {
    let mut response = empty(304);
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// True where `If-None-Match` names this tag, weakly compared. Source: RFC 9110 §13.1.2.
#[must_use]
pub fn names(tags: &str, tag: &str) -> bool {
    let strong = |one: &str| one.trim().trim_start_matches("W/") == tag;
    tags.trim() == "*" || tags.split(',').any(strong)
}

/// No content.
#[must_use]
pub fn empty(status: u16) -> Response<Body> {
    let mut response = body(status, "text/plain", Body::empty());
    response.headers_mut().remove(header::CONTENT_TYPE);
    response
}

/// A page.
#[must_use]
pub fn html(status: u16, page: String) -> Response<Body> {
    body(status, "text/html; charset=utf-8", page)
}

/// "See other": the answer to a form. Only paths of this site are followed.
#[must_use]
pub fn see_other(path: &str) -> Response<Body> {
    let mut response = empty(303);
    let path = if is_local_path(path) { path } else { "/" };
    if let Ok(value) = HeaderValue::from_str(path) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// True for a path of this site: one slash first, nothing that a browser reads as another host.
#[must_use]
pub fn is_local_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|b| b.is_ascii_graphic())
}

/// A fault as an RFC 9457 problem document.
#[must_use]
pub fn problem(fault: &Fault, request_id: &str) -> Response<Body> {
    let (status, title) = line(fault.code);
    let errors: Vec<_> = fault
        .fields
        .iter()
        .map(|(field, code)| serde_json::json!({ "field": field, "code": code }))
        .collect();
    let mut document = serde_json::json!({
        "type": format!("urn:kontor:problem:{}", fault.code),
        "title": title, "status": status, "code": fault.code, "request_id": request_id,
    });
    if let Some(map) = document.as_object_mut() {
        if let Some(detail) = &fault.detail {
            map.insert("detail".into(), detail.as_str().into());
        }
        if !errors.is_empty() {
            map.insert("errors".into(), errors.into());
        }
    }
    let mut response = body(status, "application/problem+json", document.to_string());
    if status == 401 {
        let value = HeaderValue::from_static("Bearer realm=\"kontor\"");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, value);
    }
    response
}

/// Puts the headers that every answer carries.
pub fn finish(headers: &mut HeaderMap, request_id: &str, rate: Option<Rate>, retry: Option<u64>) {
    for (name, value) in ALWAYS {
        headers
            .entry(*name)
            .or_insert(HeaderValue::from_static(value));
    }
    let mut put = |name: &'static str, text: &str| {
        if let Ok(value) = HeaderValue::from_str(text) {
            headers.insert(name, value);
        }
    };
    put("kontor-request-id", request_id);
    if let Some(rate) = rate {
        let Rate {
            name,
            quota,
            window_s,
            remaining,
        } = rate;
        // Source: draft-ietf-httpapi-ratelimit-headers, structured fields.
        put(
            "ratelimit-policy",
            &format!("\"{name}\";q={quota};w={window_s}"),
        );
        put(
            "ratelimit",
            &format!("\"{name}\";r={remaining};t={window_s}"),
        );
    }
    if let Some(seconds) = retry {
        put("retry-after", &seconds.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in ["/", "/conversations/cnv_1?x=1#y"] {
            assert!(is_local_path(good), "{good}");
        }
        for bad in [
            "",
            "//evil",
            "/\\evil",
            "https://evil",
            "javascript:alert(1)",
            "/a\r\nb",
            "/\tevil",
            "/ä",
        ] {
            assert!(!is_local_path(bad), "{bad}");
            assert_eq!(see_other(bad).headers()["location"], "/");
        }
    }
}
