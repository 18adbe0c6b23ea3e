//! Faults: every code of the table is provoked, or it is said why not; every answer carries the
//! headers that it must (`contract.rs` looks at each).

use std::collections::BTreeSet;
use std::sync::Arc;

use kontor_server::fault::TABLE;
use serde_json::json;

use crate::access_bodies::sale;
use crate::client::{Answer, Request, delete, get, post, put, request};
use crate::deeds::{CONVERSATIONS, answering, asking};
use crate::ground::Site;
use crate::imports::feed;
use crate::orders::{putting, writing};
use crate::sse;
use crate::testapp::TestApp;

lite!(
    every_fault_is_provoked,
    limits_are_told_with_every_answer,
    what_stands_outside_the_gate_answers_too,
    a_page_tells_what_to_do_next,
);

/// Codes that a test of this suite cannot bring about, and where they are.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "database_unavailable",
        "needs a database that goes away: kontor-load",
    ),
    ("disk_full", "needs a full disk: kontor-load"),
    (
        "outcome_unknown",
        "needs a connection that breaks inside a commit: kontor-store",
    ),
    ("server_trouble", "is what must never happen"),
    // Each provoked where the file that is named tries its routes.
    ("already_member", "invitations.rs"),
    ("call_now", "contacts.rs"),
    ("callback_waits", "contacts.rs"),
    ("channel_not_offered", "contacts.rs"),
    ("code_expired", "proofs_rules.rs"),
    ("code_wrong", "proofs.rs"),
    ("email_taken", "sign_in_token.rs"),
    ("handouts_used_up", "contacts.rs"),
    ("last_administrator", "team.rs"),
    ("mail_off", "guest_links.rs"),
    ("other_address", "invitations.rs"),
    ("out_of_hours", "contacts.rs"),
    ("subject_too_long", "contact_form.rs"),
    ("subject_without_form", "contact_form.rs"),
    ("team_full", "team.rs"),
    ("token_refused", "sign_in_token.rs"),
    ("verify_email_first", "contacts.rs"),
];

async fn every_fault_is_provoked(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| {
        config.streams_per_caller_max = 1;
        config.body_bytes_max = 60_000;
        config.body_timeout_s = 1;
    })
    .await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    let _open = sse::EventStream::follow(&app, &here.buyer).await;
    let mut provoked = BTreeSet::new();
    for (code, request) in asked(&app, &id).await {
        let answer = app.send(request).await;
        assert_eq!(answer.code(), code, "{}", answer.text());
        provoked.insert(code);
    }
    provoked.insert(slow(&app).await);
    app.app.stop();
    let answer = app
        .send(get("/api/v1/me").by(&here.buyer))
        .await
        .is(503)
        .fault("stopping");
    assert!(!answer.header("retry-after").is_empty());
    provoked.insert("stopping");
    provoked.insert("too_many_requests"); // `limits_are_told_with_every_answer`
    let table: BTreeSet<&str> = TABLE.iter().map(|(code, _, _)| *code).collect();
    let known: BTreeSet<&str> = provoked
        .iter()
        .copied()
        .chain(ELSEWHERE.iter().map(|(code, _)| *code))
        .collect();
    assert_eq!(known, table);
}

/// A request for each code. They are sent in order.
async fn asked(app: &TestApp, id: &str) -> Vec<(&'static str, Request)> {
    let here = &app.cast.here;
    let conversation = format!("{CONVERSATIONS}/{id}");
    let own = putting(app, "own", &sale("otto", "lamppu"));
    app.send(own).await.is(201);
    let retire = |rows: &str| {
        let text = format!("id\ttitle\tseller\n{rows}");
        feed(
            app,
            "?feed=f&retire=true",
            "text/tab-separated-values",
            text,
        )
    };
    app.send(retire("spade\tSpade\tmika\n")).await.is(200);
    app.send(retire("rake\tRake\tmika\n")).await.is(200);
    app.send(asking(&here.rival, "lamp", "One").key("k"))
        .await
        .is(201);
    let operator = |path: &str| put(path).by(&here.operator);
    let taken = json!({ "role": "buyer", "name": "X", "email": "aino@posti.example" });
    let nobody = json!({ "seller": "nobody", "title": "Lamp" });
    let cookie = format!("kontor_session={}", here.buyer.token);
    let wrong = json!({ "email": "aino@posti.example", "password": "wrong" });
    let doctype = feed(app, "", "application/xml", "<!DOCTYPE x><rss></rss>");
    let mut all = vec![
        (
            "already_open",
            delete(format!("{conversation}/closure")).by(&here.buyer),
        ),
        ("body_empty", asking(&here.buyer, "lamp", " ")),
        (
            "body_too_long",
            answering(&here.buyer, id, &"x".repeat(10_001)),
        ),
        ("conflict", operator("/api/v1/accounts/x").json(&taken)),
        ("cross_site", post(CONVERSATIONS).header("cookie", &cookie)),
        ("doctype_forbidden", doctype),
        ("feed_unreadable", feed(app, "", "text/csv", "id,title")),
        (
            "field_invalid",
            operator("/api/v1/shops/x").json(&json!({ "name": "" })),
        ),
        (
            "idempotency_key_invalid",
            asking(&here.buyer, "lamp", "x").key(" x y "),
        ),
        (
            "idempotency_key_reused",
            asking(&here.rival, "lamp", "Two").key("k"),
        ),
        (
            "json_invalid",
            post("/api/v1/tokens").bytes("application/json", "{"),
        ),
        ("listing_retired", asking(&here.buyer, "spade", "x")),
        (
            "media_type",
            post("/api/v1/tokens").bytes("text/plain", "{}"),
        ),
        (
            "method_not_allowed",
            request("PATCH", CONVERSATIONS).by(&here.buyer),
        ),
        ("not_found", get("/api/v1/nothing")),
        ("own_listing", asking(&here.seller, "lamp", "x")),
        (
            "delivery_fixed",
            get("/api/v1/sellers/mika/delivery").by(&here.seller),
        ),
        ("own_order", writing(&here.shop_member, "own", "x")),
        (
            "link_expired",
            post("/api/v1/password-resets/redemption")
                .json(&json!({ "token": "kt_nonsense", "new": "a battery of staples" })),
        ),
        ("parameter_invalid", get("/api/v1/listings?limit=0")),
        (
            "precondition_failed",
            operator("/api/v1/listings/lamp")
                .header("if-match", "x")
                .json(&nobody),
        ),
        ("sign_in_failed", post("/api/v1/tokens").json(&wrong)),
        ("sign_in_first", get("/api/v1/me")),
        (
            "token_invalid",
            get("/api/v1/me").header("authorization", "Bearer x"),
        ),
        (
            "too_large",
            post("/api/v1/tokens").bytes("application/json", " ".repeat(60_001)),
        ),
        ("too_many_streams", sse::request(&here.buyer, None)),
        ("unknown_field", get("/api/v1/listings?colour=red")),
        (
            "unknown_marketplace",
            get("/api/v1/listings").host("evil.example"),
        ),
        (
            "unknown_seller",
            operator("/api/v1/listings/x").json(&nobody),
        ),
    ];
    let other = app.inbox(&here.rival, "").await.remove(0);
    let close = post(format!("{CONVERSATIONS}/{other}/closure")).by(&here.rival);
    app.send(close.clone()).await.is(200);
    all.push(("already_closed", close));
    all
}

async fn slow(app: &TestApp) -> &'static str {
    let text = "POST /api/v1/tokens HTTP/1.1\r\nHost: tori.test\r\nContent-Length: 9\r\n\r\n{";
    let answer = app.raw(text.as_bytes()).await;
    assert!(answer.contains("\"code\":\"timeout\""), "{answer}");
    "timeout"
}

async fn limits_are_told_with_every_answer(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| {
        config.reads_per_minute = 5;
        config.writes_per_minute = 2;
    })
    .await;
    let here = &app.cast.here;
    let told = |answer: &Answer| {
        let (policy, left) = (
            answer.header("ratelimit-policy"),
            answer.header("ratelimit"),
        );
        (policy.to_owned(), left.to_owned())
    };
    let first = app.send(get("/api/v1/me").by(&here.buyer)).await.is(200);
    assert_eq!(told(&first).0, "\"read\";q=5;w=60");
    assert!(
        told(&first).1.starts_with("\"read\";r=4;"),
        "{:?}",
        told(&first)
    );
    for _ in 0..4 {
        app.send(get("/api/v1/nothing").by(&here.buyer))
            .await
            .is(404);
    }
    let limited = app.send(get("/api/v1/me").by(&here.buyer)).await.is(429);
    let limited = limited.fault("too_many_requests");
    let wait: u64 = limited.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    app.send(get("/listings").browser(&here.buyer))
        .await
        .is(429);
    // Others are not concerned, nor are writes, nor those who are not signed in.
    app.send(get("/api/v1/me").by(&here.rival)).await.is(200);
    app.send(get("/api/v1/listings")).await.is(200);
    app.send(asking(&here.buyer, "lamp", "x")).await.is(201);
    app.send(asking(&here.buyer, "lamp", "x")).await.is(200);
    app.send(asking(&here.buyer, "lamp", "x"))
        .await
        .is(429)
        .fault("too_many_requests");
}

async fn what_stands_outside_the_gate_answers_too(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let plain = async |path: &str| app.send(get(path).host("127.0.0.1")).await;
    assert_eq!(plain("/health/live").await.is(200).text(), "live\n");
    assert_eq!(plain("/health/ready").await.is(200).text(), "ready\n");
    app.send(get("/listings")).await.is(200);
    let metrics = plain("/metrics").await.is(200).text();
    for name in [
        "kontor_requests",
        "kontor_connections",
        "kontor_streams",
        "kontor_dead_letters",
    ] {
        assert!(metrics.contains(name), "{name}");
    }
    let forwarded = get("/metrics").header("x-forwarded-for", "127.0.0.1");
    app.send(forwarded).await.is(404);
    app.app.stop();
    plain("/health/live").await.is(200);
    assert_eq!(plain("/health/ready").await.is(503).text(), "not ready\n");
}

async fn a_page_tells_what_to_do_next(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    for (path, status) in [
        ("/nothing", 404),
        ("/conversations/nothing", 404),
        ("/listings/nothing", 404),
        ("/operator", 404),
        ("/conversations?cursor=x", 400),
    ] {
        let answer = app.send(get(path).browser(buyer)).await.is(status);
        let page = answer.text();
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{path}"
        );
        assert!(
            page.contains("<h1") && page.contains("href=\"/"),
            "{path}: a way on"
        );
        assert!(
            page.contains(answer.header("kontor-request-id")),
            "{path}: what to name"
        );
    }
    let answer = app
        .send(request("DELETE", "/listings").browser(buyer))
        .await;
    assert_eq!(answer.status, 405);
}
