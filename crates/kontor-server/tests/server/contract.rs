//! The contract: every answer that any test gets is compared with what the API says of itself.
//!
//! Undocumented statuses, fault codes, media types and fields fail the test that met them, and so
//! does an answer without the headers that every answer must carry.

use std::sync::LazyLock;

use kontor_core::time::Micros;
use kontor_server::api::openapi::{document, faults};
use kontor_server::api::routes::{self, ApiRoute};
use kontor_server::fault;
use serde_json::Value;

use crate::client::{Answer, Request};
use crate::schema;

static DOCUMENT: LazyLock<Value> = LazyLock::new(document);

/// Headers of every answer. Source: OWASP Secure Headers.
const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Compares an answer with what is documented.
#[track_caller]
pub fn check(request: &Request, answer: &Answer) {
    let wrong = problems(request, answer);
    let (method, path) = (&request.method, &request.path);
    let shown: String = answer.text().chars().take(400).collect();
    assert!(
        wrong.is_empty(),
        "{method} {path} answered {}: {}\n{shown}",
        answer.status,
        wrong.join("; ")
    );
}

/// Everything in which an answer differs from what is documented.
pub fn problems(request: &Request, answer: &Answer) -> Vec<String> {
    let path = request.path.split('?').next().unwrap_or_default();
    let mut wrong = headers(answer, path);
    let is_api = path.starts_with("/api/");
    let is_head = request.method == "HEAD";
    if !is_api || is_head {
        return wrong;
    }
    match route(&request.method, path) {
        Some(route) => wrong.extend(of_route(route, answer)),
        None if answer.status < 400 => wrong.push("no such route".to_owned()),
        None => wrong.extend(problem(answer)),
    }
    wrong
}

fn headers(answer: &Answer, path: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, value) in ALWAYS {
        let wanted = match *name {
            "cross-origin-resource-policy" if is_embedded(path) => "cross-origin",
            _ => value,
        };
        if answer.header(name) != wanted {
            wrong.push(format!("{name}: {:?}", answer.header(name)));
        }
    }
    let policy = answer.header("content-security-policy");
    if !policy.starts_with("default-src 'none'") || policy.contains("unsafe") {
        wrong.push(format!("content-security-policy: {policy:?}"));
    }
    for name in ["kontor-request-id", "cache-control"] {
        if answer.header(name).is_empty() {
            wrong.push(format!("{name} is missing"));
        }
    }
    for status_with_wait in [429, 503, 507] {
        let wait = answer.header("retry-after").parse::<u32>().unwrap_or(0);
        // Probes come again by themselves.
        if answer.status == status_with_wait && wait == 0 && !path.starts_with("/health/") {
            wrong.push("retry-after is missing".to_owned());
        }
    }
    wrong
}

/// True for what pages of other origins may ask.
fn is_embedded(path: &str) -> bool {
    let template = ["GET", "POST"]
        .into_iter()
        .find_map(|method| route(method, path))
        .map_or(path, |line| line.route.path);
    kontor_server::serve::embed::is_open(template)
}

/// The route of a path; a literal part wins over a parameter.
fn route(method: &str, path: &str) -> Option<&'static ApiRoute> {
    let fits = |template: &str| {
        let (mut wanted, mut given) = (template.split('/'), path.split('/'));
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(part), Some(text)) if part == text => {}
                (Some(part), Some(text)) if part.starts_with('{') && !text.is_empty() => {}
                _ => return false,
            }
        }
    };
    let mut all: Vec<&ApiRoute> = routes::all()
        .filter(|line| line.route.method == method && fits(line.route.path))
        .collect();
    all.sort_by_key(|line| line.route.path.contains('{'));
    all.first().copied()
}

fn of_route(route: &ApiRoute, answer: &Answer) -> Vec<String> {
    let method = route.route.method.to_ascii_lowercase();
    let operation = &DOCUMENT["paths"][route.route.path][method.as_str()];
    let Some(described) = operation["responses"].get(answer.status.to_string()) else {
        return vec![format!("status {} is not documented", answer.status)];
    };
    let kind = answer.header("content-type");
    let essence = kind.split(';').next().unwrap_or_default();
    let Some(contents) = described["content"].as_object() else {
        let empty = answer.body.is_empty() && kind.is_empty();
        return if empty {
            Vec::new()
        } else {
            vec!["a body is not documented".to_owned()]
        };
    };
    let Some(content) = contents.get(essence) else {
        return vec![format!("media type {kind:?} is not documented")];
    };
    let mut wrong = Vec::new();
    if essence.ends_with("json") {
        let value = answer.json();
        wrong.extend(schema::errors(&DOCUMENT, &content["schema"], &value));
        times(&value, &mut wrong);
    }
    if answer.status >= 400 && essence.ends_with("json") {
        let code = answer.code();
        if !faults(route).contains(&code.as_str()) {
            wrong.push(format!("fault {code} is not documented"));
        }
        wrong.extend(problem(answer));
    }
    wrong
}

/// What every problem document must hold. Source: RFC 9457.
fn problem(answer: &Answer) -> Vec<String> {
    if answer.header("content-type") != "application/problem+json" {
        return vec!["no problem document".to_owned()];
    }
    let (value, code) = (answer.json(), answer.code());
    let mut wrong = schema::errors(
        &DOCUMENT,
        &DOCUMENT["components"]["schemas"]["Problem"],
        &value,
    );
    if fault::line(&code) != (answer.status, value["title"].as_str().unwrap_or_default()) {
        wrong.push(format!("{code} does not belong to status and title"));
    }
    for (name, wanted) in [
        ("type", Value::from(format!("urn:kontor:problem:{code}"))),
        ("status", answer.status.into()),
        ("request_id", answer.header("kontor-request-id").into()),
    ] {
        if value[name] != wanted {
            wrong.push(format!("{name}: {}", value[name]));
        }
    }
    wrong
}

/// All times are RFC 3339. Source: contracts §3.
fn times(value: &Value, wrong: &mut Vec<String>) {
    for (name, inner) in value.as_object().into_iter().flatten() {
        let is_time = name == "at" || name.ends_with("_at");
        // The description itself has objects under such names.
        let is_said = !inner.is_null() && !inner.is_object();
        let good = |text: &str| Micros::parse(text).is_some();
        if is_time && is_said && !inner.as_str().is_some_and(good) {
            wrong.push(format!("{name}: {inner} is no RFC 3339 time"));
        }
        times(inner, wrong);
    }
    for inner in value.as_array().into_iter().flatten() {
        times(inner, wrong);
    }
}
