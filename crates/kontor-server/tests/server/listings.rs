//! `/api/v1/listings`: the list, one listing, entity tags, search. Feeds are in `imports.rs`.

use std::sync::Arc;

use kontor_core::time::SECOND;
use serde_json::{Value, json};

use crate::client::{Request, get, put};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    a_listing_is_put_shown_and_changed,
    the_list_comes_in_pages_and_by_seller,
    search_finds_what_was_indexed,
);
lite!(
    a_change_of_what_one_has_not_seen_is_refused,
    what_did_not_change_is_not_sent_again,
    every_wrong_field_is_named,
    a_listing_belongs_to_its_marketplace,
);

const LISTINGS: &str = "/api/v1/listings";

fn offer(app: &TestApp, external_id: &str, title: &str) -> Request {
    let body = json!({ "seller": "mika", "title": title, "price": "12,50 EUR" });
    put(format!("{LISTINGS}/{external_id}"))
        .by(&app.cast.here.operator)
        .json(&body)
}

async fn a_listing_is_put_shown_and_changed(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let body = json!({
        "seller": "lamppu", "title": " Desk \n lamp ", "description": "Works.\u{0}",
        "url": "https://tori.test/desk", "price": "EUR 12.5", "language": "fi",
        "contact_email": "lamp@posti.example",
    });
    let path = format!("{LISTINGS}/desk");
    let made = app
        .send(put(&path).by(&here.operator).json(&body))
        .await
        .is(201)
        .json();
    let seller = json!({ "id": here.shop, "external_id": "lamppu", "name": "Lamppu & Tuoli" });
    let wanted = json!({
        "external_id": "desk", "seller": seller, "state": "offered", "title": "Desk lamp",
        "description": "Works.", "url": "https://tori.test/desk", "language": "fi",
        "price": { "amount": "12.50", "currency": "EUR" }, "updated_at": "2026-11-21T10:00:00Z",
    });
    assert_eq!(made, wanted);
    assert_eq!(
        app.send(get(&path)).await.is(200).json(),
        wanted,
        "no address for anybody"
    );
    app.later(SECOND);
    let again = app
        .send(put(&path).by(&here.operator).json(&body))
        .await
        .is(200)
        .json();
    assert_eq!(again, wanted, "the same is no change");
    let changed = app.send(offer(&app, "desk", "Lamp")).await.is(200).json();
    assert_eq!(
        (&changed["title"], &changed["url"]),
        (&json!("Lamp"), &Value::Null)
    );
    assert_eq!(changed["updated_at"], "2026-11-21T10:00:01Z");
}

async fn the_list_comes_in_pages_and_by_seller(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let ids = async |query: &str| {
        let page = app
            .send(get(format!("{LISTINGS}{query}")))
            .await
            .is(200)
            .json();
        let rows = page["listings"].as_array().unwrap();
        let id = |row: &Value| row["external_id"].as_str().unwrap().to_owned();
        (
            rows.iter().map(id).collect::<Vec<_>>(),
            page["next"].as_str().map(str::to_owned),
        )
    };
    let all = ["chair", "lamp", "only-here", "sofa"];
    assert_eq!(ids("").await.0, all);
    let (first, next) = ids("?limit=3").await;
    assert_eq!(first, all[..3]);
    let (rest, next) = ids(&format!("?limit=3&cursor={}", next.unwrap())).await;
    assert_eq!((rest.as_slice(), next), (&[all[3].to_owned()][..], None));
    assert_eq!(ids("?seller=lamppu").await.0, ["sofa"]);
    assert_eq!(
        ids(&format!("?seller={}", app.cast.here.seller.id)).await.0,
        all[..3]
    );
    assert_eq!(ids("?seller=nobody").await.0, [""; 0]);
    for query in ["?limit=0", "?limit=101", "?limit=x"] {
        let answer = app.send(get(format!("{LISTINGS}{query}"))).await;
        answer.is(400).fault("parameter_invalid");
    }
    app.send(get(format!("{LISTINGS}?colour=red")))
        .await
        .is(400)
        .field("unknown_field", "colour");
}

async fn search_finds_what_was_indexed(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(offer(&app, "umbrella", "Striped umbrella"))
        .await
        .is(201);
    app.later(SECOND);
    app.work().await;
    let found = async |words: &str, host: &str| {
        let request = get(format!("{LISTINGS}?q={words}")).host(host);
        let page = app.send(request).await.is(200).json();
        let rows = page["listings"].as_array().unwrap();
        rows.iter()
            .map(|row| row["external_id"].clone())
            .collect::<Vec<_>>()
    };
    for words in ["umbrella", "STRIPED+umb", "umbr"] {
        assert_eq!(found(words, "tori.test").await, ["umbrella"], "{words}");
        assert_eq!(found(words, "okidoki.test").await, [""; 0], "{words}");
    }
    app.send(offer(&app, "umbrella", "Plain parasol"))
        .await
        .is(200);
    app.later(SECOND);
    app.work().await;
    assert_eq!(
        found("umbrella", "tori.test").await,
        ["umbrella"],
        "by its id"
    );
    assert_eq!(found("striped", "tori.test").await, [""; 0]);
    assert_eq!(found("parasol", "tori.test").await, ["umbrella"]);
    assert_eq!(
        found("parasol&seller=mika", "tori.test").await,
        ["umbrella"]
    );
    assert_eq!(found("parasol&seller=lamppu", "tori.test").await, [""; 0]);
    for words in [
        "parasite",
        "%22",
        "*",
        "%F0%9F%A6%8A",
        "NOT",
        "a:x",
        &"x".repeat(4_000),
    ] {
        assert_eq!(found(words, "tori.test").await, [""; 0], "{words}");
    }
}

async fn a_change_of_what_one_has_not_seen_is_refused(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seen = app.send(get(format!("{LISTINGS}/lamp"))).await.is(200);
    let tag = seen.header("etag").to_owned();
    let change = |title: &str, tag: &str| offer(&app, "lamp", title).header("if-match", tag);
    let changed = app.send(change("One", &tag)).await.is(200);
    let now = changed.header("etag").to_owned();
    assert_ne!(now, tag);
    for stale in [tag.as_str(), "\"999\"", "\"x\"", "x", "W/\"2\"", ""] {
        app.send(change("Two", stale))
            .await
            .is(412)
            .fault("precondition_failed");
    }
    let shown = app.send(get(format!("{LISTINGS}/lamp"))).await;
    assert_eq!(
        (&shown.json()["title"], shown.header("etag")),
        (&json!("One"), now.as_str())
    );
    app.send(change("Two", "*")).await.is(200);
    for tag in ["\"1\"", "*"] {
        let new = offer(&app, "new", "New").header("if-match", tag);
        app.send(new).await.is(412).fault("precondition_failed");
    }
}

async fn what_did_not_change_is_not_sent_again(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let path = format!("{LISTINGS}/lamp");
    let tag = app.send(get(&path)).await.is(200).header("etag").to_owned();
    let known = |tags: &str| get(&path).header("if-none-match", tags);
    for tags in [
        tag.clone(),
        format!("W/{tag}"),
        format!("\"x\", {tag}"),
        "*".to_owned(),
    ] {
        let answer = app.send(known(&tags)).await.is(304);
        assert_eq!(
            (answer.body.len(), answer.header("etag")),
            (0, tag.as_str()),
            "{tags}"
        );
    }
    for tags in ["\"x\"", "x", ""] {
        app.send(known(tags)).await.is(200);
    }
    app.send(offer(&app, "lamp", "Another")).await.is(200);
    app.send(known(&tag)).await.is(200);
}

async fn every_wrong_field_is_named(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    let body = json!({
        "seller": "a b", "title": "x".repeat(151), "description": "x".repeat(5_001),
        "url": "javascript:alert(1)", "price": "cheap", "contact_email": "nobody", "language": "?",
    });
    let wrong = put(format!("{LISTINGS}/a%20b")).by(operator).json(&body);
    let answer = app.send(wrong).await.is(422).fault("field_invalid");
    let named: Vec<Value> = answer.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["field"].clone())
        .collect();
    let fields = [
        "external_id",
        "seller",
        "title",
        "description",
        "url",
        "price",
    ];
    assert_eq!(
        named,
        [&fields[..], &["contact_email", "language"]].concat()
    );
    for seller in ["nobody", "demo-guest"] {
        let body = json!({ "seller": seller, "title": "Lamp" });
        let answer = app
            .send(put(format!("{LISTINGS}/new")).by(operator).json(&body))
            .await;
        answer.is(422).fault("unknown_seller");
    }
}

async fn a_listing_belongs_to_its_marketplace(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(offer(&app, "lamp", "Changed here")).await.is(200);
    let there = app
        .send(get(format!("{LISTINGS}/lamp")).host("okidoki.test"))
        .await
        .json();
    assert_eq!(there["title"], "Old lamp");
    assert_ne!(there["seller"]["id"], json!(app.cast.here.seller.id));
    let foreign = json!({ "seller": app.cast.there.seller.id, "title": "x" });
    let request = put(format!("{LISTINGS}/new"))
        .by(&app.cast.here.operator)
        .json(&foreign);
    app.send(request).await.is(422).fault("unknown_seller");
}
