//! `/api/v1/accounts`, `/api/v1/shops`, `/api/v1/me`: making people known, and who one is.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::cast::Person;
use crate::client::{Answer, get, put};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(an_account_is_put_and_changed, what_is_taken_is_a_conflict);
lite!(
    every_wrong_field_of_an_account_is_named,
    a_shop_is_put_and_renamed,
    a_role_that_was_taken_away_is_gone_at_once,
    everybody_is_told_who_they_are,
);

async fn account(app: &TestApp, external_id: &str, change: Value) -> Answer {
    let mut body = json!({ "role": "buyer", "name": "New", "email": "new@posti.example" });
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    let path = format!("/api/v1/accounts/{external_id}");
    app.send(put(path).by(&app.cast.here.operator).json(&body))
        .await
}

async fn an_account_is_put_and_changed(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let made = account(
        &app,
        "new",
        json!({ "email": "New@Posti.example", "name": " Ñew " }),
    )
    .await;
    let made = made.is(201).json();
    let wanted = json!({
        "id": made["id"], "external_id": "new", "role": "buyer", "name": "Ñew",
        "email": "new@posti.example", "email_verified": false, "locale": null,
        "disabled": false,
    });
    assert_eq!(made, wanted);
    let proven = account(
        &app,
        "new",
        json!({ "email_verified": true, "locale": "fi" }),
    )
    .await;
    let proven = proven.is(200).json();
    assert_eq!(
        (&proven["id"], &proven["email_verified"]),
        (&made["id"], &json!(true))
    );
    let kept = account(&app, "new", json!({})).await.json();
    assert_eq!(
        kept["email_verified"], true,
        "the same address stays proven"
    );
    let moved = account(&app, "new", json!({ "email": "newer@posti.example" }))
        .await
        .json();
    assert_eq!(moved["email_verified"], false, "another one is not");
}

async fn what_is_taken_is_a_conflict(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    account(&app, "new", json!({ "email": "aino@posti.example" }))
        .await
        .is(409)
        .fault("conflict");
    account(&app, "new", json!({ "email": "AINO@posti.example" }))
        .await
        .is(409);
    account(&app, "lamppu", json!({}))
        .await
        .is(409)
        .fault("conflict");
    let shop = put("/api/v1/shops/aino")
        .by(&app.cast.here.operator)
        .json(&json!({ "name": "A" }));
    app.send(shop).await.is(409).fault("conflict");
    let guest = account(&app, "demo-guest", json!({})).await;
    guest.is(409).fault("conflict");
    account(&app, "new", json!({})).await.is(201);
}

async fn every_wrong_field_of_an_account_is_named(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    for (change, field) in [
        (json!({ "name": " " }), "name"),
        (json!({ "name": "x".repeat(81) }), "name"),
        (json!({ "name": "a\nb" }), "name"),
        (json!({ "email": "nobody" }), "email"),
        (json!({ "email": "a@b@c.example" }), "email"),
        (json!({ "password": "short" }), "password"),
        (json!({ "password": "x".repeat(1_025) }), "password"),
        (json!({ "locale": "xx" }), "locale"),
        (json!({ "shop": { "external_id": "nothing" } }), "shop"),
        (json!({ "shop": { "external_id": "mika" } }), "shop"),
    ] {
        account(&app, "new", change)
            .await
            .is(422)
            .field("field_invalid", field);
    }
    for id in ["a%20b", &app.cast.here.buyer.id, &"x".repeat(201)] {
        account(&app, id, json!({}))
            .await
            .is(422)
            .field("field_invalid", "external_id");
    }
    account(&app, "new", json!({ "colour": "red" }))
        .await
        .field("unknown_field", "colour");
    account(&app, "new", json!({ "role": "king" }))
        .await
        .is(400)
        .fault("json_invalid");
}

async fn a_shop_is_put_and_renamed(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let shop = async |id: &str, name: &str| {
        let path = format!("/api/v1/shops/{id}");
        app.send(
            put(path)
                .by(&app.cast.here.operator)
                .json(&json!({ "name": name })),
        )
        .await
    };
    let made = shop("knihy", " Staré knihy ").await.is(201).json();
    assert_eq!(
        (&made["external_id"], &made["name"]),
        (&json!("knihy"), &json!("Staré knihy"))
    );
    let renamed = shop("knihy", "Nové knihy").await.is(200).json();
    assert_eq!(
        (&renamed["id"], &renamed["name"]),
        (&made["id"], &json!("Nové knihy"))
    );
    shop("knihy", "")
        .await
        .is(422)
        .field("field_invalid", "name");
    shop("a%20b", "Shop")
        .await
        .is(422)
        .field("field_invalid", "external_id");
}

async fn a_role_that_was_taken_away_is_gone_at_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    app.shown(operator, "/api/v1/dead-letters").await;
    let change = json!({ "email": "henri@posti.example", "role": "buyer" });
    account(&app, "henri", change).await.is(200);
    app.send(get("/api/v1/dead-letters").by(operator))
        .await
        .is(404);
    let own = put("/api/v1/accounts/henri").by(operator).json(&json!({}));
    app.send(own).await.is(404);
}

async fn everybody_is_told_who_they_are(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let me = async |person: &Person| app.shown(person, "/api/v1/me").await;
    let member = me(&here.shop_member).await;
    let mut principals = vec![here.shop_member.id.clone(), here.shop.clone()];
    principals.sort();
    assert_eq!(member["principals"], json!(principals));
    assert_eq!(
        member["shops"],
        json!([{ "id": here.shop, "administrator": false }])
    );
    assert_eq!(
        me(&here.shop_admin).await["shops"][0]["administrator"],
        true
    );
    for (person, role) in [
        (&here.buyer, json!("buyer")),
        (&here.seller, json!("private_seller")),
        (&here.shop_admin, json!("business_seller")),
        (&here.agent, json!("agent")),
        (&here.operator, json!("operator")),
        (&here.guest, Value::Null),
    ] {
        let body = me(person).await;
        assert_eq!((&body["role"], &body["id"]), (&role, &json!(person.id)));
        assert_eq!(body["marketplace"], "tori");
    }
    assert_eq!(me(&app.cast.there.buyer).await["marketplace"], "okidoki");
}
