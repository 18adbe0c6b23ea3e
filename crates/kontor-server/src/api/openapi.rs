//! `/api/v1/openapi.json`, made from the route table and the types' own schemas.
//!
//! Source: OpenAPI 3.1.0, whose schemas are JSON Schema 2020-12.

use std::sync::LazyLock;

use axum::response::Response;
use kontor_core::access::Permission;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::api::routes::{self, ApiRoute, SchemaOf};
use crate::api::v1::Problem;
use crate::fault::{Fault, line};
use crate::serve::answer;
use crate::serve::context::{BodyRule, Context, Door};
use crate::serve::router::door_of;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_string());

/// `GET /openapi.json`
///
/// # Errors
/// None.
#[allow(clippy::unused_async, reason = "handlers are async")]
pub async fn show(_context: Context) -> Result<Response, Fault> {
    Ok(answer::body(200, "application/json", DOCUMENT.as_str()))
}

/// Faults that every route may answer with.
const ALWAYS: &[&str] = &[
    "token_invalid",
    "not_found",
    "method_not_allowed",
    "unknown_marketplace",
    "too_many_requests",
    "server_trouble",
    "database_unavailable",
    "stopping",
    "timeout",
    "too_large",
];
/// Faults of routes that change something.
const WRITES: &[&str] = &["cross_site", "disk_full", "outcome_unknown"];
/// Faults of routes that take JSON.
const TAKES_JSON: &[&str] = &["json_invalid", "unknown_field", "media_type"];

/// Codes of every fault a route may answer with.
#[must_use]
pub fn faults(route: &ApiRoute) -> Vec<&'static str> {
    let mut codes: Vec<&str> = ALWAYS.to_vec();
    codes.extend(route.doc.faults);
    if route.route.method != "GET" {
        codes.extend(WRITES);
    }
    if route.route.method == "POST" {
        codes.push("idempotency_key_invalid");
    }
    if route.doc.takes.is_some() {
        codes.extend(TAKES_JSON);
    }
    if route.doc.query.is_some() {
        codes.extend(["parameter_invalid", "unknown_field"]);
    }
    if route.route.permission != Permission::Public {
        codes.push("sign_in_first");
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The whole document.
#[must_use]
pub fn document() -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        })
        .into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes::all() {
        let operation = operation(route, &mut generator);
        let path = paths.entry(route.route.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(route.route.method.to_ascii_lowercase(), operation);
        }
    }
    generator.subschema_for::<Problem>();
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Kontor",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Through which the buyers, sellers and staff of an online marketplace reach each other. Times are RFC 3339, durations ISO 8601, ids opaque strings.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "headers": {
                "RateLimit": { "description": "What is left of the limit.", "schema": { "type": "string" } },
                "RateLimit-Policy": { "description": "The limit.", "schema": { "type": "string" } },
                "Retry-After": { "description": "Seconds to wait.", "schema": { "type": "integer" } }
            }
        }
    })
}

fn operation(route: &ApiRoute, generator: &mut SchemaGenerator) -> Value {
    let mut parameters = path_parameters(route.route.path);
    parameters.push(json!({
        "name": "Kontor-Marketplace", "in": "header", "required": false,
        "description": "The marketplace's short name, where the host name does not say it.",
        "schema": { "type": "string", "maxLength": 32 }
    }));
    if route.route.method == "POST" {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "The same key and body gives the same answer for 24 hours, another body 422.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$" }
        }));
    }
    if let Some(query) = route.doc.query {
        parameters.extend(query_parameters(generator, query));
    }
    let mut operation = json!({
        "summary": route.doc.summary,
        "operationId": operation_id(route),
        "tags": [tag(route.route.path)],
        "parameters": parameters,
        "responses": responses(route, generator),
        "x-permission": route.route.permission.code(),
    });
    if let Some(map) = operation.as_object_mut() {
        let security = match route.route.permission {
            Permission::Public => json!([{}, { "token": [] }]),
            _ => json!([{ "token": [] }]),
        };
        map.insert("security".into(), security);
        if let Some(body) = request_body(route, generator) {
            map.insert("requestBody".into(), body);
        }
    }
    operation
}

fn request_body(route: &ApiRoute, generator: &mut SchemaGenerator) -> Option<Value> {
    if route.route.body == BodyRule::Feed {
        let text = json!({ "schema": { "type": "string" } });
        return Some(json!({ "required": true, "content": {
            "text/tab-separated-values": text, "application/rss+xml": text,
            "application/atom+xml": text, "application/xml": text,
        }}));
    }
    let schema = route.doc.takes?(generator);
    Some(json!({ "required": true, "content": { "application/json": { "schema": schema } } }))
}

fn responses(route: &ApiRoute, generator: &mut SchemaGenerator) -> Value {
    let mut all: Map<String, Value> = Map::new();
    for (status, schema) in route.doc.gives {
        let content = match (schema, route.route.path) {
            (Some(schema), _) => json!({ "application/json": { "schema": schema(generator) } }),
            (None, "/api/v1/events/stream") => {
                json!({ "text/event-stream": { "schema": { "type": "string" } } })
            }
            (None, "/api/docs") => json!({ "text/html": { "schema": { "type": "string" } } }),
            (None, _) => Value::Null,
        };
        let mut answer = json!({ "description": success(*status) });
        if let Some(map) = answer.as_object_mut().filter(|_| !content.is_null()) {
            map.insert("content".into(), content);
        }
        all.insert(status.to_string(), answer);
    }
    let mut by_status: std::collections::BTreeMap<u16, Vec<&str>> =
        std::collections::BTreeMap::new();
    for code in faults(route) {
        by_status.entry(line(code).0).or_default().push(code);
    }
    for (status, codes) in by_status {
        let content = if door_of(route.route.path) == Door::Api {
            json!({ "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" }
            }})
        } else {
            json!({ "text/html": { "schema": { "type": "string" } } })
        };
        let mut answer = json!({
            "description": format!("One of: {}.", codes.join(", ")), "content": content,
        });
        if let Some(map) = answer
            .as_object_mut()
            .filter(|_| matches!(status, 429 | 503 | 507))
        {
            let retry = json!({ "Retry-After": { "$ref": "#/components/headers/Retry-After" } });
            map.insert("headers".into(), retry);
        }
        all.insert(status.to_string(), answer);
    }
    Value::Object(all)
}

fn success(status: u16) -> &'static str {
    match status {
        201 => "It was made.",
        204 => "It is done.",
        304 => "It did not change.",
        _ => "Here it is.",
    }
}

/// `getConversationsIdEntries` from `GET /api/v1/conversations/{id}/entries`.
fn operation_id(route: &ApiRoute) -> String {
    let mut id = route.route.method.to_ascii_lowercase();
    let words = route
        .route
        .path
        .trim_start_matches("/api")
        .split(['/', '{', '}', '_', '-', '.']);
    for word in words.filter(|word| !word.is_empty() && *word != "v1") {
        let mut chars = word.chars();
        id.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        id.push_str(chars.as_str());
    }
    id
}

/// The noun of a path, which groups operations.
#[must_use]
pub fn tag(path: &str) -> &str {
    path.trim_start_matches("/api/")
        .trim_start_matches("v1/")
        .split('/')
        .next()
        .unwrap_or_default()
}

fn path_parameters(path: &str) -> Vec<Value> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            json!({ "name": name, "in": "path", "required": true,
                    "schema": { "type": "string", "minLength": 1, "maxLength": 200 } })
        })
        .collect()
}

/// Parameters from the properties of a query's schema.
fn query_parameters(generator: &mut SchemaGenerator, schema_of: SchemaOf) -> Vec<Value> {
    let reference: Schema = schema_of(generator);
    let name = reference
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|path| path.rsplit('/').next());
    let Some(definition) = name.and_then(|name| generator.definitions().get(name)) else {
        return Vec::new();
    };
    let properties = definition.get("properties").and_then(Value::as_object);
    let mut parameters = Vec::new();
    for (name, schema) in properties.into_iter().flatten() {
        parameters.push(json!({
            "name": name, "in": "query", "required": false,
            "description": schema.get("description").cloned().unwrap_or_default(),
            "schema": not_null(schema),
        }));
    }
    parameters
}

/// An optional parameter is absent, never `null`.
fn not_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(map) = schema.as_object_mut() {
        map.remove("description");
        map.remove("default");
        if let Some(kinds) = map.get("type").and_then(Value::as_array).cloned() {
            let kind = kinds
                .into_iter()
                .find(|kind| kind != "null")
                .unwrap_or_default();
            map.insert("type".into(), kind);
        }
        if let Some(choices) = map.get("anyOf").and_then(Value::as_array).cloned() {
            let choice = choices
                .into_iter()
                .find(|choice| choice.get("$ref").is_some());
            return choice.unwrap_or(schema);
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_an_id_of_its_own_and_known_faults() {
        let mut ids: Vec<String> = routes::all().map(operation_id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), routes::all().count());
        for route in routes::all() {
            for code in faults(route) {
                assert!(
                    crate::fault::TABLE
                        .iter()
                        .any(|(known, _, _)| *known == code),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn query_parameters_are_described() {
        let document = document();
        let list = &document["paths"]["/api/v1/conversations"]["get"]["parameters"];
        let names: Vec<_> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["name"].as_str().unwrap())
            .collect();
        for name in ["state", "principal", "q", "cursor", "limit"] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
    }
}
