//! `/api/docs`: the API's description as a page, made from the same table.
#![allow(
    clippy::indexing_slicing,
    reason = "a JSON value gives null for what it does not hold"
)]

use axum::response::Response;
use kontor_pages::pages::api::{Answer, ApiDocs, Operation, OperationGroup, Param};
use serde_json::Value;

use crate::api::openapi::{document, tag};
use crate::api::routes;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::shell;

/// `GET /api/docs`
///
/// # Errors
/// The store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let document = document();
    let mut groups: Vec<OperationGroup> = Vec::new();
    for route in routes::all() {
        let noun = tag(route.route.path);
        let method = route.route.method.to_ascii_lowercase();
        let described = &document["paths"][route.route.path][method.as_str()];
        let operation = Operation {
            method: route.route.method.to_owned(),
            path: route.route.path.to_owned(),
            summary: route.doc.summary.to_owned(),
            permission: route.route.permission.code().to_owned(),
            params: params(described),
            body: body(&document, &described["requestBody"]),
            answers: answers(&document, &described["responses"]),
        };
        match groups.iter_mut().find(|group| group.noun == noun) {
            Some(group) => group.operations.push(operation),
            None => {
                groups.push(OperationGroup {
                    noun: noun.to_owned(),
                    operations: vec![operation],
                });
            }
        }
    }
    let html = ApiDocs { groups }.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn params(described: &Value) -> Vec<Param> {
    described["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|param| Param {
            name: text(&param["name"]),
            place: text(&param["in"]),
            required: param["required"].as_bool().unwrap_or(false),
            what: text(&param["description"]),
        })
        .collect()
}

/// The schema of a body, with its first reference followed.
fn body(document: &Value, holder: &Value) -> Option<String> {
    let schema = &holder["content"].as_object()?.values().next()?["schema"];
    let name = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next());
    let shown = name.map_or(schema, |name| &document["components"]["schemas"][name]);
    serde_json::to_string_pretty(shown).ok()
}

fn answers(document: &Value, described: &Value) -> Vec<Answer> {
    let all = described.as_object().into_iter().flatten();
    all.map(|(status, answer)| Answer {
        status: status.parse().unwrap_or_default(),
        what: text(&answer["description"]),
        body: if status.starts_with('2') {
            body(document, answer)
        } else {
            None
        },
    })
    .collect()
}
