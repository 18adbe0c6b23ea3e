//! What is proven shows, what is not does not: cards, and the pages on which one proves.

use std::sync::Arc;

use serde_json::json;

use crate::client::{get, post};
use crate::ground::Site;
use crate::proofs::{NUMBER, asking, confirming, holds, mailed, texted, withdrawing, wrong};
use crate::testapp::TestApp;

both!(a_number_is_on_cards_only_while_it_is_proven);
lite!(pages_prove_without_a_script, pages_are_of_those_who_decide);

async fn a_number_is_on_cards_only_while_it_is_proven(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let (seller, second) = (&here.seller, "+358402345678");
    let phone =
        |number: &str| json!({ "message": {}, "phone": { "number": number, "call": true } });
    let card = "/api/v1/listings/lamp/contact-card";
    let handed = async || {
        let asking = post("/api/v1/listings/lamp/contacts").by(&here.buyer);
        app.send(asking.json(&json!({ "channel": "phone_shown" })))
            .await
    };
    let shown = async |expected: bool| {
        let seen = app.send(get(card).by(&here.buyer)).await.is(200);
        assert_eq!(
            seen.text().contains("\"phone\""),
            expected,
            "{}",
            seen.text()
        );
        let answer = handed().await;
        assert_eq!(
            answer.status,
            if expected { 200 } else { 409 },
            "{}",
            answer.text()
        );
        for page in [
            card,
            "/listings/lamp",
            "/listings/lamp/contact",
            "/sellers/mika/contact",
        ] {
            let text = app.send(get(page).browser(&here.buyer)).await.text();
            assert!(
                !text.contains("401234567") && !text.contains("402345678"),
                "{page}"
            );
        }
    };
    app.mika_sets(&phone(NUMBER)).await;
    shown(false).await;
    app.send(asking(seller, "mika", "phone", NUMBER))
        .await
        .is(202);
    let code = texted(&app).await;
    shown(false).await;
    app.send(confirming(seller, "mika", "phone", NUMBER, &code))
        .await
        .is(200);
    shown(true).await;
    // Another number is another one to prove.
    app.mika_sets(&phone(second)).await;
    shown(false).await;
    app.mika_sets(&phone(NUMBER)).await;
    shown(true).await;
    app.send(withdrawing(seller, "mika", "phone", NUMBER))
        .await
        .is(204);
    shown(false).await;
}

async fn pages_prove_without_a_script(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let admin = &here.shop_admin;
    let form = |path: &str, fields: &[(&str, &str)]| post(path).browser(admin).form(fields);
    let first = app
        .send(get("/contact/proofs").browser(admin))
        .await
        .is(200)
        .text();
    assert!(
        first.contains("Lamppu &amp; Tuoli") || first.contains("Lamppu &#38; Tuoli"),
        "{first}"
    );
    let (shop, place) = (here.shop.as_str(), "/contact/proofs");
    let asked = [("for", shop), ("kind", "phone"), ("value", "040 123 4567")];
    let sent = app.send(form(place, &asked)).await.is(303);
    assert_eq!(sent.header("location"), format!("{place}?for={shop}"));
    let code = texted(&app).await;
    let page = app
        .send(get(format!("{place}?for={shop}")).browser(admin))
        .await
        .is(200)
        .text();
    for piece in [
        "+358 40 1234567",
        "one-time-code",
        "inputmode=\"numeric\"",
        "pattern=",
    ] {
        assert!(page.contains(piece), "{piece}");
    }
    let typed = |code: &str| {
        [
            ("for", shop.to_owned()),
            ("kind", "phone".into()),
            ("value", NUMBER.into()),
            ("code", code.into()),
        ]
    };
    let confirm = async |code: &str| {
        let fields = typed(code);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        app.send(form("/contact/proofs/confirmation", &fields))
            .await
    };
    let refused = confirm(&wrong(&code)).await.is(422).text();
    assert!(refused.contains("aria-invalid") && refused.contains("href=\"#code-1\""));
    confirm(&code).await.is(303);
    let page = app.send(get(place).browser(admin)).await.is(200).text();
    assert!(page.contains("/contact/proofs/withdrawal") && !page.contains("one-time-code"));
    let premium = [("for", shop), ("kind", "phone"), ("value", "0600 123456")];
    let refused = app.send(form(place, &premium)).await.is(422).text();
    assert!(
        refused.contains("value=\"0600 123456\""),
        "what was typed stays"
    );
    let gone = [("for", shop), ("kind", "phone"), ("value", NUMBER)];
    app.send(form("/contact/proofs/withdrawal", &gone))
        .await
        .is(303);
    app.send(form("/contact/proofs/withdrawal", &gone))
        .await
        .is(404);
    assert!(!holds(&app, here.key, shop, NUMBER).await);
}

async fn pages_are_of_those_who_decide(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let admin = &here.shop_admin;
    let (shop, place) = (here.shop.as_str(), "/contact/proofs");
    let form = |path: &str, fields: &[(&str, &str)]| post(path).browser(admin).form(fields);
    // A member of the team has pages of its own, and none of the shop's.
    app.send(get(place).browser(&here.shop_member))
        .await
        .is(200);
    app.send(get(format!("{place}?for={shop}")).browser(&here.shop_member))
        .await
        .is(404);
    app.send(get(place).browser(&here.guest)).await.is(404);
    // The own address, on the account's page.
    app.send(form("/account/email", &[])).await.is(303);
    let code = mailed(&app).await;
    app.send(form("/account/email/confirmation", &[("code", &code)]))
        .await
        .is(303);
    let page = app
        .send(get("/account/email").browser(admin))
        .await
        .is(200)
        .text();
    assert!(page.contains("kaisa@posti.example"));
    app.send(asking(admin, shop, "phone", NUMBER)).await.is(202);
    texted(&app).await;
    let demo = app
        .send(get("/demo/mail").browser(admin))
        .await
        .is(200)
        .text();
    assert!(
        demo.contains("+358 40 1234567"),
        "a person can read the code there"
    );
}
