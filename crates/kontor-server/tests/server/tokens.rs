//! `/api/v1/tokens`: issuing, listing, ending; what a token is worth afterwards and elsewhere.

use std::sync::Arc;

use kontor_core::time::DAY;
use serde_json::json;

use crate::client::{Answer, Request, delete, get, post};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(a_token_is_issued_listed_and_ended);
lite!(
    a_wrong_password_and_an_unknown_address_are_answered_alike,
    sign_ins_are_limited_by_address,
    a_token_is_worth_nothing_in_another_marketplace,
    a_token_ends_with_its_time,
    a_label_is_one_short_line,
);

/// The password of the buyer, once [`with_password`] was called.
pub const PASSWORD: &str = "correct horse battery";
/// The buyer's address.
pub const EMAIL: &str = "aino@posti.example";

/// Gives the buyer of both marketplaces a password.
pub async fn with_password(app: &TestApp) {
    for market in [&app.cast.here, &app.cast.there] {
        let body = json!({ "role": "buyer", "name": "Aino", "email": EMAIL, "password": PASSWORD });
        let request = crate::client::put("/api/v1/accounts/aino")
            .by(&market.operator)
            .json(&body);
        app.send(request).await.is(200);
    }
}

fn signing_in(email: &str, password: &str) -> Request {
    post("/api/v1/tokens").json(&json!({ "email": email, "password": password, "label": "x" }))
}

async fn a_token_is_issued_listed_and_ended(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let issued = app
        .send(signing_in(" Aino@Posti.Example ", PASSWORD))
        .await
        .is(201)
        .json();
    let (id, secret) = (
        issued["id"].as_str().unwrap(),
        issued["token"].as_str().unwrap(),
    );
    assert_eq!(secret.len(), 3 + 64);
    assert_eq!(issued["expires_at"], "2027-11-21T10:00:00Z");
    let bearer = format!("Bearer {secret}");
    let with = |request: Request| request.header("authorization", &bearer);
    let list = app.send(with(get("/api/v1/tokens"))).await.is(200);
    assert!(!list.text().contains(secret), "a secret is shown once");
    let tokens = list.json()["tokens"].as_array().unwrap().clone();
    let current: Vec<_> = tokens.iter().filter(|one| one["current"] == true).collect();
    assert_eq!((tokens.len(), &current[0]["id"]), (2, &json!(id)));
    assert_eq!(
        (&current[0]["kind"], &current[0]["label"]),
        (&json!("api"), &json!("x"))
    );

    let again = app
        .send(signing_in(EMAIL, PASSWORD).key("k-1"))
        .await
        .is(201);
    let more = app
        .send(signing_in(EMAIL, PASSWORD).key("k-1"))
        .await
        .is(201);
    assert_ne!(again.body, more.body, "a secret is never given out again");
    app.send(with(delete(format!("/api/v1/tokens/{id}"))))
        .await
        .is(204);
    app.send(with(get("/api/v1/me")))
        .await
        .is(401)
        .fault("token_invalid");
    app.send(with(delete(format!("/api/v1/tokens/{id}"))))
        .await
        .is(401);
}

/// Everything of an answer but what names the request.
fn face(answer: &Answer) -> (u16, String) {
    let id = answer.header("kontor-request-id");
    (answer.status, answer.text().replace(id, ""))
}

async fn a_wrong_password_and_an_unknown_address_are_answered_alike(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let wrong = app
        .send(signing_in(EMAIL, "wrong horse battery"))
        .await
        .is(401);
    let wrong = wrong.fault("sign_in_failed");
    let long = "x".repeat(1_025);
    for (email, password) in [
        ("nobody@posti.example", PASSWORD),
        ("mika@posti.example", PASSWORD),
        ("", ""),
        (EMAIL, ""),
        (EMAIL, &long),
        ("not an address", PASSWORD),
        ("%", PASSWORD),
        (EMAIL, "\u{0}"),
    ] {
        let answer = app.send(signing_in(email, password)).await;
        assert_eq!(face(&answer), face(&wrong), "{email}");
    }
}

async fn sign_ins_are_limited_by_address(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.sign_ins_per_quarter_hour = 3).await;
    with_password(&app).await;
    for _ in 0..3 {
        app.send(signing_in(EMAIL, "wrong horse battery"))
            .await
            .is(401);
    }
    let limited = app
        .send(signing_in(EMAIL, PASSWORD))
        .await
        .is(429)
        .fault("too_many_requests");
    let wait: u64 = limited.header("retry-after").parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    let other = app.send(signing_in("mika@posti.example", PASSWORD)).await;
    other.is(429).fault("too_many_requests");
    app.send(get("/api/v1/me").by(&app.cast.here.buyer))
        .await
        .is(200);
}

async fn a_token_is_worth_nothing_in_another_marketplace(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    for (person, host) in [(&here.buyer, there.host), (&there.operator, here.host)] {
        app.send(get("/api/v1/me").by(person).host(host))
            .await
            .is(401)
            .fault("token_invalid");
        let by_header = get("/api/v1/me").by(person);
        let slug = host.split('.').next().unwrap();
        app.send(by_header.header("kontor-marketplace", slug))
            .await
            .is(401);
    }
    for value in [
        "Bearer",
        "Bearer ",
        "Basic eDp5",
        "x",
        "Bearer kt_",
        "bearer\u{0}".trim_end_matches('\0'),
    ] {
        let request = get("/api/v1/listings").header("authorization", value);
        app.send(request).await.is(401).fault("token_invalid");
    }
    let cased = get("/api/v1/me").header("authorization", &format!("bEARER  {}", here.buyer.token));
    app.send(cased).await.is(200);
}

async fn a_token_ends_with_its_time(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    app.later(365 * DAY - 1);
    app.shown(buyer, "/api/v1/me").await;
    app.later(1);
    // Whoever was just seen is remembered for a second.
    app.app.forget_callers();
    app.send(get("/api/v1/me").by(buyer))
        .await
        .is(401)
        .fault("token_invalid");
}

async fn a_label_is_one_short_line(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    for label in ["a\nb", "\u{0}", &"x".repeat(81)] {
        let body = json!({ "email": EMAIL, "password": PASSWORD, "label": label });
        let answer = app.send(post("/api/v1/tokens").json(&body)).await;
        answer.is(422).field("field_invalid", "label");
    }
}
