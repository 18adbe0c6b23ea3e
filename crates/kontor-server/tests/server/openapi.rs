//! `/api/v1/openapi.json` and `/api/docs`: the API's description of itself.
//!
//! That real answers keep to it is checked with every answer of the whole suite, in `contract.rs`;
//! here stands that the check sees what it must see.

use std::collections::HashSet;
use std::sync::Arc;

use bytes::Bytes;
use kontor_server::api::openapi::document;
use kontor_server::api::routes;
use serde_json::{Value, json};

use crate::client::{Answer, get};
use crate::contract;
use crate::ground::Site;
use crate::schema;
use crate::testapp::TestApp;

lite!(
    the_description_names_every_route,
    every_reference_leads_somewhere,
    the_page_shows_every_route,
    the_check_sees_what_is_not_documented,
);

async fn the_description_names_every_route(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let shown = app.send(get("/api/v1/openapi.json")).await.is(200).json();
    assert_eq!(shown, document());
    assert_eq!(shown["openapi"], "3.1.0");
    let mut ids = HashSet::new();
    for line in routes::all() {
        let method = line.route.method.to_ascii_lowercase();
        let operation = &shown["paths"][line.route.path][method.as_str()];
        let (path, id) = (line.route.path, operation["operationId"].as_str().unwrap());
        assert!(ids.insert(id.to_owned()), "{id} stands twice");
        assert!(!operation["summary"].as_str().unwrap().is_empty(), "{path}");
        assert_eq!(
            operation["x-permission"],
            line.route.permission.code(),
            "{path}"
        );
        for status in ["401", "404", "421", "429", "500", "503"] {
            assert!(
                operation["responses"].get(status).is_some(),
                "{path} {status}"
            );
        }
        let named = path.matches('{').count();
        let described = operation["parameters"].as_array().unwrap().iter();
        assert_eq!(
            described.filter(|one| one["in"] == "path").count(),
            named,
            "{path}"
        );
    }
    let paths = shown["paths"].as_object().unwrap().values();
    let operations: usize = paths.map(|path| path.as_object().unwrap().len()).sum();
    assert_eq!(operations, routes::all().count());
}

async fn every_reference_leads_somewhere(_site: Arc<Site>) {
    fn visit(document: &Value, value: &Value) {
        if let Some(reference) = value["$ref"].as_str() {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
        for inner in value.as_object().into_iter().flat_map(|map| map.values()) {
            visit(document, inner);
        }
        for inner in value.as_array().into_iter().flatten() {
            visit(document, inner);
        }
    }
    visit(&document(), &document());
}

async fn the_page_shows_every_route(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let page = app.send(get("/api/docs")).await.is(200).text();
    for line in routes::all() {
        assert!(page.contains(line.route.path), "{}", line.route.path);
    }
}

async fn the_check_sees_what_is_not_documented(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let request = get("/api/v1/me").by(&app.cast.here.buyer);
    let good = app.send(request.clone()).await.is(200);
    let with = |change: &dyn Fn(&mut Answer)| {
        let mut answer = good.clone();
        change(&mut answer);
        contract::problems(&request, &answer)
    };
    let body = |change: &dyn Fn(&mut Value)| {
        with(&|answer| {
            let mut value = answer.json();
            change(&mut value);
            answer.body = Bytes::from(value.to_string());
        })
    };
    assert_eq!(with(&|_| {}), [""; 0]);
    for (what, wrong) in [
        ("a status", with(&|answer| answer.status = 418)),
        ("a field", body(&|value| value["colour"] = json!("red"))),
        ("a type", body(&|value| value["principals"] = json!("all"))),
        (
            "an absence",
            body(&|value| drop(value.as_object_mut().unwrap().remove("id"))),
        ),
        (
            "an inner field",
            body(&|value| value["shops"] = json!([{ "id": "a" }])),
        ),
        ("a time", body(&|value| value["name_at"] = json!("noon"))),
        (
            "a missing header",
            with(&|answer| drop(answer.headers.remove("referrer-policy"))),
        ),
        (
            "a media type",
            with(&|answer| {
                answer
                    .headers
                    .insert("content-type", "text/plain".parse().unwrap());
            }),
        ),
    ] {
        assert!(!wrong.is_empty(), "{what} is not seen");
    }
    let document = json!({});
    let strange = schema::errors(&document, &json!({ "patternProperties": {} }), &json!({}));
    assert_eq!(
        strange.len(),
        1,
        "a keyword that the validator does not know is told"
    );
}
