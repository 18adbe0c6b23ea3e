//! `/api/v1/conversations`: starting, continuing, answering, closing, reopening, reading.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::client::{delete, post, put};
use crate::deeds::{CONVERSATIONS, answering, asking};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    a_message_starts_a_conversation_and_the_next_continues_it,
    a_conversation_with_a_seller_needs_no_listing,
    guests_and_registered_people_write_alike,
    an_answer_reaches_the_other_side,
    closing_reopening_and_reopening_by_a_message,
    reading_moves_only_forward,
);

async fn a_message_starts_a_conversation_and_the_next_continues_it(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let first = app
        .send(asking(&here.buyer, "lamp", "Is it bright?"))
        .await
        .is(201);
    let started = first.json();
    let id = started["id"].as_str().unwrap();
    assert_eq!(
        first.header("location"),
        format!("/api/v1/conversations/{id}")
    );
    assert_eq!(started["state"], "open");
    assert_eq!(started["side"], "buyer");
    assert_eq!(started["seq"], 1);
    assert_eq!(started["unread"], 0);
    assert_eq!(started["principal"], here.buyer.id);
    assert_eq!(
        started["other"],
        json!({ "id": here.seller.id, "name": "Mika" })
    );
    assert_eq!(
        started["listing"],
        json!({ "external_id": "lamp", "title": "Old lamp" })
    );
    assert_eq!(started["created_at"], "2026-11-21T10:00:00Z");

    app.later(1_000_000);
    let second = app
        .send(asking(&here.buyer, "lamp", "And warm?"))
        .await
        .is(200)
        .json();
    assert_eq!((&second["id"], &second["seq"]), (&started["id"], &json!(2)));
    assert_eq!(second["last_at"], "2026-11-21T10:00:01Z");
    let other = app.wrote(&here.rival, "lamp", "Is it bright?").await;
    assert_ne!(other, id, "another buyer has a conversation of their own");
    let chair = app.wrote(&here.buyer, "chair", "Is it stable?").await;
    assert_ne!(chair, id, "another listing has a conversation of its own");
    assert_eq!(
        app.texts(&here.seller, id).await,
        ["Is it bright?", "And warm?"]
    );
}

async fn a_conversation_with_a_seller_needs_no_listing(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let to = |seller: &str| {
        let body = json!({ "seller": seller, "kind": "inquiry", "body": "Do you deliver?" });
        post(CONVERSATIONS).by(&here.buyer).json(&body)
    };
    let first = app.send(to("lamppu")).await.is(201).json();
    assert_eq!(
        (&first["listing"], &first["other"]["id"]),
        (&Value::Null, &json!(here.shop))
    );
    let again = app.send(to(&here.shop)).await.is(200).json();
    assert_eq!(again["id"], first["id"]);
    app.send(to("nobody")).await.is(404).fault("not_found");
    app.send(to("demo-guest")).await.is(404).fault("not_found");
    let neither = json!({ "kind": "inquiry", "body": "Hello?" });
    let answer = app
        .send(post(CONVERSATIONS).by(&here.buyer).json(&neither))
        .await;
    answer.is(422).field("field_invalid", "listing");
}

async fn guests_and_registered_people_write_alike(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.guest, "lamp", "I have no account.").await;
    app.answered(&here.seller, &id, "That is fine.").await;
    let texts = app.texts(&here.guest, &id).await;
    assert_eq!(texts, ["I have no account.", "That is fine."]);
    let seen = app.conversation(&here.seller, &id).await;
    assert_eq!(
        seen["other"],
        json!({ "id": here.guest.id, "name": "Vieras" })
    );
    let me = app.shown(&here.guest, "/api/v1/me").await;
    assert_eq!(
        (&me["role"], &me["unread_conversations"]),
        (&Value::Null, &json!(1))
    );
    app.send(post(CONVERSATIONS).json(&json!({})))
        .await
        .is(401)
        .fault("sign_in_first");
}

async fn an_answer_reaches_the_other_side(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    let answer = app
        .send(answering(&here.seller, &id, "Very.\r\nAnd\u{0} warm."))
        .await
        .is(201);
    let entry = answer.json();
    assert_eq!(
        (&entry["seq"], &entry["side"]),
        (&json!(2), &json!("seller"))
    );
    assert_eq!(
        (&entry["own"], &entry["author"]),
        (&json!(true), &json!("Mika"))
    );
    assert_eq!(entry["body"], "Very.\nAnd warm.");
    let path = format!("{CONVERSATIONS}/{id}/entries?after=1");
    let page = app.shown(&here.buyer, &path).await;
    assert_eq!(page["entries"][0]["own"], false);
    assert_eq!(page["entries"].as_array().unwrap().len(), 1);
    assert_eq!(app.conversation(&here.buyer, &id).await["unread"], 1);
    assert_eq!(
        app.conversation(&here.seller, &id).await["unread"],
        0,
        "who writes has read"
    );
}

async fn closing_reopening_and_reopening_by_a_message(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    let closure = format!("{CONVERSATIONS}/{id}/closure");
    app.send(delete(&closure).by(&here.seller))
        .await
        .is(409)
        .fault("already_open");
    let closed = app
        .send(post(&closure).by(&here.seller))
        .await
        .is(200)
        .json();
    assert_eq!(
        (&closed["state"], &closed["seq"]),
        (&json!("closed"), &json!(2))
    );
    app.send(post(&closure).by(&here.buyer))
        .await
        .is(409)
        .fault("already_closed");
    assert_eq!(app.inbox(&here.buyer, "?state=open").await, [""; 0]);
    assert_eq!(app.inbox(&here.buyer, "?state=closed").await, [id.clone()]);
    let reopened = app
        .send(delete(&closure).by(&here.buyer))
        .await
        .is(200)
        .json();
    assert_eq!(
        (&reopened["state"], &reopened["seq"]),
        (&json!("open"), &json!(3))
    );

    app.send(post(&closure).by(&here.buyer)).await.is(200);
    app.answered(&here.seller, &id, "One more thing.").await;
    assert_eq!(app.conversation(&here.buyer, &id).await["state"], "open");
    app.send(post(&closure).by(&here.buyer)).await.is(200);
    app.wrote(&here.buyer, "lamp", "And another.").await;
    let seen = app.conversation(&here.seller, &id).await;
    assert_eq!((&seen["state"], &seen["seq"]), (&json!("open"), &json!(7)));
    let page = app
        .shown(&here.buyer, &format!("{CONVERSATIONS}/{id}/entries"))
        .await;
    let kinds: Vec<_> = page["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["kind"])
        .collect();
    let wanted = [
        "message", "closed", "reopened", "closed", "message", "closed", "message",
    ];
    assert_eq!(kinds, wanted);
}

async fn reading_moves_only_forward(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "lamp", "One").await;
    for text in ["Two", "Three"] {
        app.answered(&here.buyer, &id, text).await;
    }
    let unread = async |id: &str| app.conversation(&here.seller, id).await["unread"].clone();
    assert_eq!(unread(&id).await, 3);
    assert_eq!(app.read(&here.seller, &id, 2).await["unread"], 1);
    assert_eq!(
        app.read(&here.seller, &id, 1).await["read_seq"],
        2,
        "not back again"
    );
    assert_eq!(
        app.read(&here.seller, &id, 99).await["read_seq"],
        3,
        "not beyond the end"
    );
    assert_eq!(unread(&id).await, 0);
    let path = format!("{CONVERSATIONS}/{id}/read");
    let below = put(&path).by(&here.seller).json(&json!({ "seq": -1 }));
    app.send(below).await.is(422).field("field_invalid", "seq");
}
