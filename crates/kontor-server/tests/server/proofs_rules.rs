//! What can be proven, how often, by whom else, and what becomes of it in time.

use std::sync::Arc;

use kontor_core::time::{DAY, HOUR, MINUTE};
use serde_json::json;

use crate::cast::Person;
use crate::client::{post, put};
use crate::ground::Site;
use crate::proofs::{
    MAIL, NUMBER, asking, claim, code_of, confirming, holds, mailed, path, withdrawing, wrong,
};
use crate::testapp::TestApp;

both!(
    limits_survive_a_restart,
    the_marketplace_records_and_only_it,
    the_own_address_makes_a_verified_user,
    feed_addresses_wait_with_their_listings,
    what_has_had_its_time_is_swept_away,
);
lite!(
    a_code_works_for_a_quarter_of_an_hour,
    what_cannot_be_proven_is_refused,
    a_victim_gets_three_codes_an_hour_whoever_asks,
    codes_hold_no_strangers_words,
);

async fn limits_survive_a_restart(site: Arc<Site>) {
    let mut app = TestApp::start(&site).await;
    for _ in 0..3 {
        let seller = &app.cast.here.seller;
        app.send(asking(seller, "mika", "email", MAIL))
            .await
            .is(202);
        app.later(2 * MINUTE);
        app = app.crash().await;
    }
    let seller = app.cast.here.seller.clone();
    let stopped = app
        .send(asking(&seller, "mika", "email", MAIL))
        .await
        .is(429);
    let wait: i64 = stopped.header("retry-after").parse().unwrap();
    assert!((54 * 60..=55 * 60).contains(&wait), "{wait}");
    // Another spelling of the same mailbox is no way around it, another mailbox is none's limit.
    app.send(asking(&seller, "mika", "email", "MYYNTI+1@posti.example"))
        .await
        .is(429);
    app.send(asking(&seller, "mika", "email", "osto@posti.example"))
        .await
        .is(202);
    app.later(HOUR);
    app.send(asking(&seller, "mika", "email", MAIL))
        .await
        .is(202);
    // Ten a day of one account.
    for number in 0..5 {
        let other = format!("a{number}@posti.example");
        app.send(asking(&seller, "mika", "email", &other))
            .await
            .is(202);
    }
    app = app.crash().await;
    app.send(asking(&seller, "mika", "email", "b@posti.example"))
        .await
        .is(429);
    app.later(DAY);
    app.send(asking(&seller, "mika", "email", "b@posti.example"))
        .await
        .is(202);
}

async fn the_marketplace_records_and_only_it(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    // A fixed line, which takes no code.
    let line = "013 1234567";
    let body = claim("phone", line);
    let unsent = app
        .send(asking(&here.shop_admin, "lamppu", "phone", line))
        .await
        .is(422)
        .json();
    assert_eq!(
        unsent["errors"],
        json!([{ "field": "value", "code": "no_sms" }])
    );
    for person in [
        &here.shop_admin,
        &here.shop_member,
        &here.buyer,
        &here.agent,
    ] {
        app.send(put(path("lamppu")).by(person).json(&body))
            .await
            .is(404);
    }
    let recording = || put(path("lamppu")).by(&here.operator).json(&body);
    let done = app.send(recording()).await.is(201).json();
    assert_eq!(done["proven_by"], "marketplace");
    assert_eq!(done["value"], "+358131234567");
    app.send(recording()).await.is(200);
    assert!(holds(&app, here.key, &here.shop, "+358131234567").await);
    // The owner decides all the same.
    app.send(withdrawing(&here.shop_admin, "lamppu", "phone", line))
        .await
        .is(204);
    assert!(!holds(&app, here.key, &here.shop, "+358131234567").await);
}

async fn the_own_address_makes_a_verified_user(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    let body = json!({ "role": "buyer", "name": "Aino", "email": "aino.uusi@posti.example" });
    app.send(put("/api/v1/accounts/aino").by(&here.operator).json(&body))
        .await
        .is(200);
    let verified = async || {
        let caller = app.app.caller(here.key, &here.buyer.token).await.unwrap();
        caller.unwrap().email_verified
    };
    assert!(!verified().await);
    let own = "/api/v1/me/email-proof";
    let said = app.send(post(own).by(&here.buyer)).await.is(202).json();
    assert_eq!(said, claim("email", "aino.uusi@posti.example"));
    let code = mailed(&app).await;
    let confirm = |person: &Person, code: &str| {
        post(format!("{own}/confirmation"))
            .by(person)
            .json(&json!({ "code": code }))
    };
    app.send(confirm(&here.buyer, &wrong(&code))).await.is(422);
    app.send(confirm(&here.rival, &code)).await.is(200);
    assert!(
        !verified().await,
        "the rival's own address was proven before"
    );
    let done = app.send(confirm(&here.buyer, &code)).await.is(200).json();
    assert_eq!(done["login"], true);
    assert!(verified().await);
    app.send(confirm(&here.buyer, &code)).await.is(200);
    app.send(post(own).by(&here.guest)).await.is(404);
    app.send(confirm(&there.buyer, &code)).await.is(200);
    // Withdrawn, it is a login address like before its proof.
    let request = withdrawing(&here.buyer, "aino", "email", "aino.uusi@posti.example");
    app.send(request).await.is(204);
    assert!(!verified().await);
}

async fn feed_addresses_wait_with_their_listings(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let list = |id: &str, email: &str, seller: &str| {
        let body = json!({ "seller": seller, "title": id, "contact_email": email });
        put(format!("/api/v1/listings/{id}"))
            .by(&here.operator)
            .json(&body)
    };
    for (id, email, seller) in [
        ("one", MAIL, "lamppu"),
        ("two", "Myynti@posti.example", "lamppu"),
        ("three", "kolme@posti.example", "lamppu"),
        ("four", "nelja@posti.example", "mika"),
    ] {
        app.send(list(id, email, seller)).await.is(201);
    }
    let admin = &here.shop_admin;
    let waiting = async || app.shown(admin, &path("lamppu")).await["feed_addresses"].clone();
    let three = json!({ "value": "kolme@posti.example", "listings": 1 });
    assert_eq!(
        waiting().await,
        json!([{ "value": MAIL, "listings": 2 }, three])
    );
    app.send(asking(admin, "lamppu", "email", MAIL))
        .await
        .is(202);
    let code = mailed(&app).await;
    app.send(confirming(admin, "lamppu", "email", MAIL, &code))
        .await
        .is(200);
    assert_eq!(waiting().await, json!([three]));
    app.send(list("three", MAIL, "lamppu")).await.is(200);
    assert_eq!(waiting().await, json!([]));
}

async fn a_code_works_for_a_quarter_of_an_hour(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    app.send(asking(seller, "mika", "email", MAIL))
        .await
        .is(202);
    app.later(10 * MINUTE);
    let code = mailed(&app).await;
    app.later(15 * MINUTE);
    let late = app
        .send(confirming(seller, "mika", "email", MAIL, &code))
        .await
        .is(422);
    assert_eq!(code_of(&late), "code_expired");
    assert_eq!(app.shown(seller, &path("mika")).await["waiting"], json!([]));
    app.send(asking(seller, "mika", "email", MAIL))
        .await
        .is(202);
    let code = mailed(&app).await;
    app.later(15 * MINUTE - 1);
    app.send(confirming(seller, "mika", "email", MAIL, &code))
        .await
        .is(200);
    // What waited longer than an hour is not sent any more.
    app.later(HOUR);
    app.send(asking(seller, "mika", "phone", NUMBER))
        .await
        .is(202);
    app.later(HOUR);
    app.work().await;
    assert!(app.mail.texts.all().is_empty());
}

async fn what_cannot_be_proven_is_refused(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    let long = format!("{}@posti.example", "a".repeat(500));
    for (kind, value, field, why) in [
        ("fax", NUMBER, "kind", "unknown"),
        ("", "", "kind", "unknown"),
        ("email", "", "value", "invalid"),
        ("email", "no address", "value", "invalid"),
        (
            "email",
            "a@posti.example\r\nBcc: b@posti.example",
            "value",
            "invalid",
        ),
        (
            "email",
            "a@posti.example,b@posti.example",
            "value",
            "invalid",
        ),
        ("email", "=?utf-8?q?a?=@posti.example", "value", "invalid"),
        ("email", "m\u{131}ka@posti.example", "value", "invalid"),
        ("email", &long, "value", "invalid"),
        ("phone", MAIL, "value", "invalid"),
        ("phone", "112", "value", "invalid"),
        ("phone", "0600 123456", "value", "premium"),
        ("phone", "020 123456", "value", "premium"),
        ("phone", "+999 40 1234567", "value", "unknown_country"),
        ("phone", "040 1234567\0", "value", "invalid"),
        (
            "phone",
            "040 1234567; DROP TABLE contact_code",
            "value",
            "invalid",
        ),
        ("phone", "+358 800 123456", "value", "no_sms"),
    ] {
        let answer = app
            .send(asking(seller, "mika", kind, value))
            .await
            .is(422)
            .json();
        let expected = json!([{ "field": field, "code": why }]);
        assert_eq!(answer["errors"], expected, "{kind} {value:?}");
    }
    let extra = json!({ "kind": "email", "value": MAIL, "owner": "aino" });
    app.send(post(path("mika")).by(seller).json(&extra))
        .await
        .is(400);
    app.work().await;
    assert!(app.caught().is_empty() && app.mail.texts.all().is_empty());
}

async fn a_victim_gets_three_codes_an_hour_whoever_asks(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let (mut sent, mut refused) = (0, 0);
    for round in 0..4 {
        for (person, owner) in [
            (&here.buyer, "aino"),
            (&here.rival, "bela"),
            (&here.seller, "mika"),
            (&here.shop_admin, "lamppu"),
            (&here.shop_admin, "kaisa"),
        ] {
            let address = format!("victim+{round}@posti.example");
            let answer = app.send(asking(person, owner, "email", &address)).await;
            match answer.status {
                202 => sent += 1,
                429 => refused += 1,
                _ => panic!("{}", answer.text()),
            }
        }
    }
    app.work().await;
    assert_eq!((sent, refused, app.caught().len()), (3, 17, 3));
}

async fn codes_hold_no_strangers_words(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let name = "Cheap pills https://evil.example";
    let body = json!({ "role": "private_seller", "name": name, "email": "mika@posti.example" });
    app.send(put("/api/v1/accounts/mika").by(&here.operator).json(&body))
        .await
        .is(200);
    app.send(asking(&here.seller, "mika", "email", MAIL))
        .await
        .is(202);
    app.send(asking(&here.seller, "mika", "phone", NUMBER))
        .await
        .is(202);
    app.work().await;
    let mail = app.caught().pop().unwrap().mail;
    let text = &app.mail.texts.all()[0].text;
    for words in [
        mail.text.unwrap(),
        mail.html.unwrap(),
        mail.subject.unwrap(),
        text.clone(),
    ] {
        assert!(
            !words.contains("pills") && !words.contains("evil"),
            "{words}"
        );
    }
}

async fn what_has_had_its_time_is_swept_away(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    app.send(asking(seller, "mika", "email", MAIL))
        .await
        .is(202);
    let count = async || {
        let counting = app.app.store.read((), |tx, ()| {
            Box::pin(async move {
                let sql = "SELECT (SELECT COUNT(*) FROM contact_code),
                                  (SELECT COUNT(*) FROM code_budget)";
                let row = tx.one(sql, &[]).await?.unwrap();
                Ok::<_, kontor_store::Error>((row.int(0)?, row.int(1)?))
            })
        });
        counting.await.unwrap()
    };
    assert_eq!(count().await, (1, 2));
    app.later(HOUR);
    kontor_server::outbox::sweep::round(&app.app).await.unwrap();
    assert_eq!(count().await, (0, 2));
    app.later(DAY);
    kontor_server::outbox::sweep::round(&app.app).await.unwrap();
    assert_eq!(count().await, (0, 0));
}
