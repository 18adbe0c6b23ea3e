//! `/api/v1/conversations`: what is refused, and why.

use std::sync::Arc;

use serde_json::json;

use crate::client::{get, post};
use crate::deeds::{CONVERSATIONS, answering, asking};
use crate::ground::Site;
use crate::testapp::TestApp;

lite!(
    a_text_is_checked_before_it_is_kept,
    one_does_not_write_to_oneself,
    a_retired_listing_takes_no_message_but_its_conversations_go_on,
    what_is_sent_must_be_the_json_that_is_expected,
    what_does_not_exist_cannot_be_written_about,
);

async fn a_text_is_checked_before_it_is_kept(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let (longest, longer) = ("ä".repeat(10_000), "ä".repeat(10_001));
    for (text, status, code) in [
        ("", 422, "body_empty"),
        (" \n\t ", 422, "body_empty"),
        ("\u{200b}\u{feff}", 422, "body_empty"),
        ("\u{0}", 422, "body_empty"),
        (&longer, 422, "body_too_long"),
        (&longest, 201, ""),
    ] {
        app.send(asking(&here.buyer, "lamp", text))
            .await
            .is(status)
            .fault(code);
    }
    let id = app.inbox(&here.buyer, "").await.remove(0);
    app.send(answering(&here.seller, &id, ""))
        .await
        .is(422)
        .fault("body_empty");
    assert_eq!(
        app.conversation(&here.buyer, &id).await["seq"],
        1,
        "nothing refused was kept"
    );
}

async fn one_does_not_write_to_oneself(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    for (person, listing) in [
        (&here.seller, "lamp"),
        (&here.shop_admin, "sofa"),
        (&here.shop_member, "sofa"),
    ] {
        let answer = app.send(asking(person, listing, "Nice.")).await;
        answer.is(409).fault("own_listing");
    }
    app.send(asking(&here.shop_member, "lamp", "How much?"))
        .await
        .is(201);
}

async fn a_retired_listing_takes_no_message_but_its_conversations_go_on(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let import = async |feed: &str| {
        let request = post("/api/v1/listings/import?feed=season&retire=true").by(&here.operator);
        let request = request.bytes("text/tab-separated-values", feed);
        app.send(request).await.is(200);
    };
    import("id\ttitle\tseller\nspade\tSpade\tmika\n").await;
    let id = app.wrote(&here.buyer, "spade", "Is it sharp?").await;
    import("id\ttitle\tseller\nrake\tRake\tmika\n").await;
    let late = app.send(asking(&here.rival, "spade", "Is it sharp?")).await;
    late.is(409).fault("listing_retired");
    app.answered(&here.seller, &id, "It was.").await;
    assert_eq!(app.texts(&here.buyer, &id).await.len(), 2);
}

async fn what_is_sent_must_be_the_json_that_is_expected(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    let good = r#"{"listing":"lamp","kind":"inquiry","body":"x"}"#;
    let kinds = [("text/plain", 415), ("", 415), ("application/jsonp", 415)];
    for (kind, status) in kinds {
        let request = post(CONVERSATIONS).by(buyer).bytes(kind, good);
        app.send(request).await.is(status).fault("media_type");
    }
    let accepted = post(CONVERSATIONS).by(buyer);
    app.send(accepted.bytes("Application/JSON; charset=utf-8", good))
        .await
        .is(201);
    let unknown = json!({ "listing": "lamp", "kind": "inquiry", "body": "x", "colour": "red" });
    let answer = app.send(post(CONVERSATIONS).by(buyer).json(&unknown)).await;
    answer.is(400).field("unknown_field", "colour");
    for text in [
        "",
        "{",
        "[]",
        "null",
        r#"{"kind":"gossip","body":"x"}"#,
        "{\"body\":1}",
        "\u{1}",
    ] {
        let request = post(CONVERSATIONS)
            .by(buyer)
            .bytes("application/json", text);
        app.send(request).await.is(400).fault("json_invalid");
    }
    let listing = get(format!("{CONVERSATIONS}?colour=red")).by(buyer);
    app.send(listing)
        .await
        .is(400)
        .field("unknown_field", "colour");
}

async fn what_does_not_exist_cannot_be_written_about(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    for listing in ["only-there", "nonsense", "", "a b"] {
        app.send(asking(&here.buyer, listing, "x"))
            .await
            .is(404)
            .fault("not_found");
    }
    let id = app.wrote(&there.buyer, "lamp", "Is it bright?").await;
    for person in here.everybody() {
        app.send(answering(person, &id, "x"))
            .await
            .is(404)
            .fault("not_found");
    }
    let foreign = asking(&there.buyer, "lamp", "x").host(here.host);
    app.send(foreign).await.is(401).fault("token_invalid");
}
