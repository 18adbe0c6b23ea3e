//! The web component's ground: which origins may ask, and what.

use std::sync::Arc;

use crate::client::{Request, get, post, request};
use crate::ground::Site;
use crate::testapp::TestApp;

lite!(
    a_named_origin_reads_cards_and_nothing_else,
    any_other_origin_reads_nothing,
    the_script_and_its_words_are_for_every_page,
);

const CARD: &str = "/api/v1/listings/lamp/contact-card";
const NAMED: &str = "https://shop.example";

fn from(origin: &str, asked: Request) -> Request {
    asked.header("origin", origin)
}

async fn a_named_origin_reads_cards_and_nothing_else(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let card = app.send(from(NAMED, get(CARD))).await.is(200);
    assert_eq!(card.header("access-control-allow-origin"), NAMED);
    assert!(card.header("vary").contains("origin"));
    assert_eq!(card.header("access-control-allow-credentials"), "");
    let preflight = request("OPTIONS", "/api/v1/listings/lamp/contacts")
        .header("access-control-request-method", "POST");
    let preflight = crate::client::ask(app.address, &from(NAMED, preflight)).await;
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.header("access-control-allow-origin"), NAMED);
    assert_eq!(
        preflight.header("access-control-allow-methods"),
        "GET, POST"
    );
    // A refusal can be read too, so that the page can say why.
    let refused = post("/api/v1/listings/lamp/contacts")
        .json(&serde_json::json!({ "channel": "phone_shown" }));
    let refused = app.send(from(NAMED, refused)).await.is(409);
    assert_eq!(refused.header("access-control-allow-origin"), NAMED);
    for path in ["/api/v1/listings", "/api/v1/me", "/listings/lamp"] {
        let answer = app.send(from(NAMED, get(path))).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
}

async fn any_other_origin_reads_nothing(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    for origin in [
        "https://shop.example.evil.test",
        "http://shop.example",
        "https://shop.example:444",
        "null",
        "",
    ] {
        let card = app.send(from(origin, get(CARD))).await.is(200);
        assert_eq!(card.header("access-control-allow-origin"), "", "{origin}");
    }
}

async fn the_script_and_its_words_are_for_every_page(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let script = app.send(get("/embed/kontor-contact.js")).await.is(200);
    assert_eq!(
        script.header("cross-origin-resource-policy"),
        "cross-origin"
    );
    assert!(script.header("content-type").starts_with("text/javascript"));
    let words = app.send(get("/api/v1/embed/texts?lang=fi")).await.is(200);
    assert_eq!(words.json()["phone_open"], "Näytä numero");
    assert_eq!(
        app.send(get("/api/v1/embed/texts?words=all"))
            .await
            .is(400)
            .code(),
        "unknown_field"
    );
}
