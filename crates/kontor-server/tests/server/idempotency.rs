//! `Idempotency-Key`: what is sent twice is done once, and answered alike. Source: security case R16.

use std::sync::Arc;

use futures_util::future::join_all;
use kontor_core::time::{HOUR, SECOND};
use serde_json::json;

use crate::client::{Answer, Request, ask, post};
use crate::contract;
use crate::deeds::{CONVERSATIONS, answering, asking};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    a_hundred_retries_at_once_make_one_message_and_one_answer,
    a_hundred_starts_at_once_make_one_conversation,
    an_answer_survives_a_crash,
    closing_under_a_key_is_done_once,
    a_hundred_imports_at_once_are_one_run,
);
lite!(
    another_body_under_the_same_key_is_refused,
    the_keys_of_two_people_do_not_meet,
    a_key_is_free_again_after_a_day,
    a_refused_request_leaves_its_key_free,
    unusable_keys_are_refused,
    another_feed_under_the_same_key_is_refused,
);

/// Sends the same request many times at once.
async fn hundredfold(app: &TestApp, request: &Request) -> Vec<Answer> {
    let answers = join_all((0..100).map(|_| ask(app.address, request))).await;
    for answer in &answers {
        contract::check(request, answer);
    }
    answers
}

#[track_caller]
fn are_equal(answers: &[Answer]) {
    for answer in answers {
        assert_eq!(answer.status, answers[0].status, "{}", answer.text());
        assert_eq!(answer.body, answers[0].body);
    }
}

async fn a_hundred_retries_at_once_make_one_message_and_one_answer(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    let request = answering(&here.seller, &id, "Very.").key("k-1");
    let answers = hundredfold(&app, &request).await;
    are_equal(&answers);
    assert_eq!(answers[0].status, 201);
    assert_eq!(
        app.texts(&here.buyer, &id).await,
        ["Is it bright?", "Very."]
    );
    assert_eq!(app.conversation(&here.buyer, &id).await["unread"], 1);
}

async fn a_hundred_starts_at_once_make_one_conversation(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let answers = hundredfold(&app, &asking(&here.buyer, "lamp", "Hello?").key("k-1")).await;
    are_equal(&answers);
    assert_eq!(answers[0].status, 201);
    let ids = app.inbox(&here.seller, "").await;
    assert_eq!(app.texts(&here.seller, &ids[0]).await, ["Hello?"]);
    // Without a key each of them is a message of its own, in one conversation.
    let answers = hundredfold(&app, &asking(&here.rival, "lamp", "Hello?")).await;
    assert_eq!(
        answers.iter().filter(|answer| answer.status == 201).count(),
        1
    );
    let path = format!(
        "{CONVERSATIONS}/{}",
        answers[0].json()["id"].as_str().unwrap()
    );
    assert_eq!(app.shown(&here.rival, &path).await["seq"], 100);
}

async fn an_answer_survives_a_crash(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (buyer, seller) = (app.cast.here.buyer.clone(), app.cast.here.seller.clone());
    let start = asking(&buyer, "lamp", "Is it bright?").key("k-1");
    let first = app.send(start.clone()).await.is(201);
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let answer = answering(&seller, &id, "Very.").key("k-1");
    let second = app.send(answer.clone()).await.is(201);

    let app = app.crash().await;
    let again = app.send(answer).await.is(201);
    assert_eq!(again.body, second.body);
    // What the conversation says today is shown, not what it said then.
    let again = app.send(start).await.is(201).json();
    assert_eq!((&again["id"], &again["seq"]), (&json!(id), &json!(2)));
    assert_eq!(app.texts(&buyer, &id).await, ["Is it bright?", "Very."]);
}

async fn closing_under_a_key_is_done_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    let close = post(format!("{CONVERSATIONS}/{id}/closure"))
        .by(&here.seller)
        .key("k-1");
    are_equal(&hundredfold(&app, &close).await);
    assert_eq!(app.conversation(&here.buyer, &id).await["seq"], 2);
    app.send(close.clone().key("k-2")).await.is(200);
}

async fn a_hundred_imports_at_once_are_one_run(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let import = importing(&app, "id\ttitle\tseller\nspade\tSpade\tmika\n").key("k-1");
    are_equal(&hundredfold(&app, &import).await);
}

fn importing(app: &TestApp, feed: &str) -> Request {
    let request = post("/api/v1/listings/import?feed=garden").by(&app.cast.here.operator);
    request.bytes("text/tab-separated-values", feed)
}

async fn another_body_under_the_same_key_is_refused(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.send(asking(&here.buyer, "lamp", "One").key("k-1"))
        .await
        .is(201);
    for other in [
        asking(&here.buyer, "lamp", "Two"),
        asking(&here.buyer, "chair", "One"),
    ] {
        app.send(other.key("k-1"))
            .await
            .is(422)
            .fault("idempotency_key_reused");
    }
    let id = app.inbox(&here.buyer, "").await.remove(0);
    let elsewhere = answering(&here.buyer, &id, "One").key("k-1");
    app.send(elsewhere)
        .await
        .is(422)
        .fault("idempotency_key_reused");
    assert_eq!(app.texts(&here.buyer, &id).await, ["One"]);
}

async fn another_feed_under_the_same_key_is_refused(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let spade = importing(&app, "id\ttitle\tseller\nspade\tSpade\tmika\n").key("k-1");
    let first = app.send(spade.clone()).await.is(200);
    assert_eq!(app.send(spade).await.is(200).body, first.body);
    let rake = importing(&app, "id\ttitle\tseller\nrake\tRake\tmika\n").key("k-1");
    app.send(rake).await.is(422).fault("idempotency_key_reused");
    let none = crate::client::get("/api/v1/listings/rake");
    app.send(none).await.is(404);
}

async fn the_keys_of_two_people_do_not_meet(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    for person in [
        &here.buyer,
        &here.rival,
        &here.guest,
        &there.buyer,
        &here.shop_member,
    ] {
        app.send(asking(person, "lamp", person.part).key("k-1"))
            .await
            .is(201);
    }
    assert_eq!(app.inbox(&here.seller, "").await.len(), 4);
}

async fn a_key_is_free_again_after_a_day(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let one = asking(&here.buyer, "lamp", "One").key("k-1");
    app.send(one.clone()).await.is(201);
    app.later(24 * HOUR - SECOND);
    assert_eq!(
        app.send(one.clone()).await.is(201).json()["seq"],
        1,
        "kept for the whole day"
    );
    app.later(SECOND);
    kontor_server::outbox::sweep::round(&app.app).await.unwrap();
    assert_eq!(
        app.send(one).await.is(200).json()["seq"],
        2,
        "a message of its own"
    );
    app.send(asking(&here.rival, "lamp", "One").key("k-2"))
        .await
        .is(201);
    app.later(24 * HOUR);
    app.send(asking(&here.rival, "lamp", "Two").key("k-2"))
        .await
        .is(200);
}

async fn a_refused_request_leaves_its_key_free(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.send(asking(&here.buyer, "nothing", "x").key("k-1"))
        .await
        .is(404);
    app.send(asking(&here.buyer, "lamp", "").key("k-1"))
        .await
        .is(422)
        .fault("body_empty");
    app.send(asking(&here.buyer, "lamp", "x").key("k-1"))
        .await
        .is(201);
}

async fn unusable_keys_are_refused(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    for key in ["", "a b", "ä", &"k".repeat(129)] {
        let answer = app.send(asking(&here.buyer, "lamp", "x").key(key)).await;
        answer.is(400).fault("idempotency_key_invalid");
        // Also where nothing is kept by it.
        let reset = post("/api/v1/password-resets").json(&json!({ "email": "a@b.example" }));
        let answer = app.send(reset.header("idempotency-key", key)).await;
        answer.is(400).fault("idempotency_key_invalid");
    }
    app.send(asking(&here.buyer, "lamp", "x").key(&"k".repeat(128)))
        .await
        .is(201);
    assert_eq!(app.inbox(&here.buyer, "").await.len(), 1);
}
