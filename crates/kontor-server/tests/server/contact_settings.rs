//! `/api/v1/sellers/{id}/contact-settings` and what a listing overrides: who may set what.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::access_bodies::address;
use crate::client::{get, put};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    settings_are_kept_as_they_were_set,
    two_who_change_at_once_do_not_overwrite_each_other
);
lite!(
    a_member_looks_and_the_administrator_changes,
    what_cannot_be_taken_is_named,
    a_closed_marketplace_takes_messages_only,
    a_listing_inherits_replaces_and_turns_off,
);

const MIKA: &str = "/api/v1/sellers/mika/contact-settings";
const SHOP: &str = "/api/v1/sellers/lamppu/contact-settings";

async fn settings_are_kept_as_they_were_set(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    let first = app.send(get(MIKA).by(seller)).await.is(200).json();
    assert_eq!(first["message"], json!({ "audience": "everyone" }));
    assert_eq!(first["phone"], Value::Null);
    let body = json!({
        "message": { "audience": "registered" },
        "email": { "mode": "published", "address": "Mika@Posti.example", "audience": "verified" },
        "phone": { "number": "040 123 4567", "call": true, "hours": "Mo-Fr 09:00-17:00; PH off" },
        "post": { "address": address() },
    });
    let set = app.send(put(MIKA).by(seller).json(&body)).await.is(200);
    let kept = app.send(get(MIKA).by(seller)).await.is(200);
    assert_eq!(set.json(), kept.json());
    assert_eq!(set.header("etag"), kept.header("etag"));
    let kept = kept.json();
    assert_eq!(kept["phone"]["number"], "+358401234567");
    assert_eq!(kept["email"]["address"], "mika@posti.example");
    // What was given out can be put back as it is.
    app.send(put(MIKA).by(seller).json(&kept)).await.is(200);
    let again = app.send(get(MIKA).by(seller)).await.is(200).json();
    assert_eq!(again, kept);
}

async fn two_who_change_at_once_do_not_overwrite_each_other(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    let body = json!({ "message": {} });
    let never_set = put(MIKA).by(seller).header("if-match", "\"0\"");
    let tag = app.send(never_set.json(&body)).await.is(200);
    let tag = tag.header("etag").to_owned();
    let change = || put(MIKA).by(seller).header("if-match", &tag).json(&body);
    let all = (0..8).map(|_| app.send(change()));
    let answers = futures_util::future::join_all(all).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    let made_up = put(MIKA).by(seller).header("if-match", "\"x\"");
    app.send(made_up.json(&body)).await.is(412);
}

async fn a_member_looks_and_the_administrator_changes(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let body = json!({ "message": { "audience": "verified" } });
    for (person, look, change) in [
        (&here.shop_admin, 200, 200),
        (&here.shop_member, 200, 404),
        (&here.operator, 200, 200),
        (&here.agent, 404, 404),
        (&here.seller, 404, 404),
        (&here.guest, 404, 404),
    ] {
        app.send(get(SHOP).by(person)).await.is(look);
        app.send(put(SHOP).by(person).json(&body)).await.is(change);
    }
    // Who may not change them does not learn what is wrong with them either.
    let phone = json!({ "number": "040 123 4567", "call": true, "hours": "sometimes" });
    let wrong = json!({ "phone": phone });
    for (person, change) in [(&here.shop_admin, 422), (&here.shop_member, 404)] {
        app.send(put(SHOP).by(person).json(&wrong)).await.is(change);
    }
    app.send(get(SHOP)).await.is(401);
    let twin = format!("/api/v1/sellers/{}/contact-settings", here.shop);
    app.send(get(twin).by(&app.cast.there.shop_admin))
        .await
        .is(404);
    app.send(get("/api/v1/sellers/aino/contact-settings").by(&here.rival))
        .await
        .is(404);
}

async fn what_cannot_be_taken_is_named(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    let phone = |number: &str| json!({ "phone": { "number": number, "call": true } });
    for (body, field, code) in [
        (phone("0600 12345"), "phone.number", "premium"),
        (phone("112"), "phone.number", "invalid"),
        (phone("call me"), "phone.number", "invalid"),
        (
            json!({ "phone": { "number": "040 123 4567" } }),
            "phone.call",
            "missing",
        ),
        (
            json!({ "phone": { "number": "09 123 4567", "sms": true } }),
            "phone.sms",
            "no_mobile",
        ),
        (
            json!({ "phone": { "number": "040 123 4567", "call": true, "hours": "sometimes" } }),
            "phone.hours",
            "invalid",
        ),
        (
            json!({ "phone": {
                "number": "040 123 4567", "call": true, "hours": "Mo 09:00-10:00",
                "time_zone": "Europe/Atlantis",
            } }),
            "phone.time_zone",
            "invalid",
        ),
        (
            json!({ "email": { "address": "a@b" } }),
            "email.address",
            "invalid",
        ),
        (
            json!({ "sellers": { "people": [{ "name": "Kaisa", "number": "040 123 4567" }] } }),
            "sellers",
            "business_only",
        ),
    ] {
        let answer = app.send(put(MIKA).by(seller).json(&body)).await;
        let told = answer.is(422).json();
        assert_eq!(
            told["errors"],
            json!([{ "field": field, "code": code }]),
            "{body}"
        );
    }
    for unknown in [
        json!({ "fax": {} }),
        json!({ "phone": { "number": "040 123 4567", "proven": true } }),
    ] {
        let answer = app.send(put(MIKA).by(seller).json(&unknown)).await;
        assert_eq!(answer.is(400).code(), "unknown_field", "{unknown}");
    }
    for array in [json!([null, null]), json!({ "message": [] })] {
        let answer = app.send(put(MIKA).by(seller).json(&array)).await;
        assert_eq!(answer.is(400).code(), "json_invalid", "{array}");
    }
}

async fn a_closed_marketplace_takes_messages_only(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.there.seller;
    let body = json!({
        "message": {}, "email": {}, "phone": { "number": "040 123 4567", "call": true },
    });
    let told = app
        .send(put(MIKA).by(seller).json(&body))
        .await
        .is(422)
        .json();
    let refused = json!([
        { "field": "email", "code": "not_allowed" }, { "field": "phone", "code": "not_allowed" },
    ]);
    assert_eq!(told["errors"], refused);
    let messages = json!({ "message": {} });
    app.send(put(MIKA).by(seller).json(&messages)).await.is(200);
}

async fn a_listing_inherits_replaces_and_turns_off(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    let body = json!({ "message": {}, "post": { "address": address() } });
    app.send(put(MIKA).by(seller).json(&body)).await.is(200);
    let path = "/api/v1/listings/lamp/contact-settings";
    let none = app.send(get(path).by(seller)).await.is(200).json();
    assert_eq!(none, json!({}));
    let channels = async || {
        let card = app.send(get("/api/v1/listings/lamp/contact-card")).await;
        let card = card.is(200).json();
        let all = card["channels"].as_array().unwrap().clone();
        let names = all
            .iter()
            .map(|one| one["channel"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(channels().await, ["message", "post"]);
    let own = json!({ "message": null });
    let set = app
        .send(put(path).by(seller).json(&own))
        .await
        .is(200)
        .json();
    assert_eq!(set, own);
    assert_eq!(channels().await, ["post"]);
    app.send(put(path).by(seller).json(&json!({})))
        .await
        .is(200);
    assert_eq!(channels().await, ["message", "post"]);
    app.send(put(path).by(&app.cast.here.rival).json(&own))
        .await
        .is(404);
}
