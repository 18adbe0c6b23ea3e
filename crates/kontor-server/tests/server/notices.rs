//! Notices by mail: who gets one, when, and what is in it. Source: architecture §3, "Outbox".

use std::sync::Arc;

use kontor_core::time::{MINUTE, SECOND};
use kontor_server::outbox::{notice, worker};
use kontor_server::smtp::catcher;
use serde_json::json;

use crate::client::put;
use crate::deeds::asking;
use crate::events::eventually;
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    who_does_not_read_gets_one_mail_for_all_that_came,
    a_relay_that_is_down_gets_the_mail_later_and_once,
    a_worker_sends_by_itself,
);
lite!(
    who_has_read_meanwhile_gets_none,
    only_proven_addresses_get_mail,
    a_shops_administrators_get_its_mail,
    names_cannot_become_headers,
    without_a_relay_there_is_no_mail,
);

/// A port on which nobody listens.
pub async fn free_port() -> u16 {
    catcher::bind(0).await.unwrap().local_addr().unwrap().port()
}

async fn who_does_not_read_gets_one_mail_for_all_that_came(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app
        .wrote(&here.buyer, "lamp", "Is the SECRET bright?")
        .await;
    app.answered(&here.buyer, &id, "And another SECRET").await;
    app.work().await;
    assert_eq!(app.caught().len(), 0, "not before it is due");
    app.later(30 * SECOND);
    app.work().await;
    let caught = app.caught();
    assert_eq!(caught.len(), 1);
    let (to, mail) = (&caught[0].to, &caught[0].mail);
    assert_eq!(to, &["mika@posti.example"]);
    assert_eq!(mail.from[0].address, "no-reply@tori.test");
    assert_eq!(mail.to[0].address, "mika@posti.example");
    let (text, html) = (mail.text.clone().unwrap(), mail.html.clone().unwrap());
    let link = format!("https://tori.test/conversations/{id}");
    assert!(text.contains(&link) && html.contains(&link), "{text}");
    let all = format!("{:?}{text}{html}", mail.subject);
    assert!(all.contains("Aino") && all.contains("Old lamp"), "{all}");
    assert!(!all.contains("SECRET"), "{all}");
    assert!(mail.defects.is_empty(), "{:?}", mail.defects);

    for _ in 0..3 {
        app.later(MINUTE);
        app.work().await;
    }
    assert_eq!(app.caught().len(), 1, "once");
    app.answered(&here.seller, &id, "Very.").await;
    app.later(MINUTE);
    app.work().await;
    assert_eq!(app.caught()[1].to, ["aino@posti.example"]);
    let ids: Vec<_> = app
        .caught()
        .iter()
        .map(|one| one.mail.message_id.clone())
        .collect();
    assert_ne!(ids[0], ids[1]);
}

async fn a_relay_that_is_down_gets_the_mail_later_and_once(site: Arc<Site>) {
    let port = free_port().await;
    let relay = format!("smtp://127.0.0.1:{port}");
    let app = TestApp::with(&site, |config| config.mail_relay = relay).await;
    let here = &app.cast.here;
    app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    app.later(30 * SECOND);
    for _ in 0..3 {
        app.work().await;
        app.later(MINUTE);
    }
    app.catch_on(port).await;
    for _ in 0..3 {
        app.work().await;
        app.later(MINUTE);
    }
    assert_eq!(app.caught().len(), 1);
}

async fn a_worker_sends_by_itself(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.notice_delay_s = 0).await;
    let working = app
        .handle()
        .spawn(worker::work(Arc::clone(&app.app), notice::WORK));
    app.wrote(&app.cast.here.buyer, "lamp", "Is it bright?")
        .await;
    eventually(|| app.caught().len() == 1).await;
    app.app.stop();
    working.await.unwrap();
}

async fn who_has_read_meanwhile_gets_none(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let read = app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    let answered = app.wrote(&here.rival, "lamp", "Is it bright?").await;
    app.read(&here.seller, &read, 1).await;
    app.answered(&here.seller, &answered, "Very.").await;
    app.read(&here.rival, &answered, 2).await;
    app.later(MINUTE);
    app.work().await;
    assert_eq!(app.caught().len(), 0);
}

async fn only_proven_addresses_get_mail(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let email = "mika.new@posti.example";
    let body = json!({ "role": "private_seller", "name": "Mika", "email": email });
    app.send(put("/api/v1/accounts/mika").by(&here.operator).json(&body))
        .await
        .is(200);
    app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    let id = app.wrote(&here.guest, "lamp", "Is it bright?").await;
    app.answered(&here.seller, &id, "Very.").await;
    app.later(MINUTE);
    app.work().await;
    assert_eq!(
        app.caught().len(),
        0,
        "a changed address is to be proven anew; a guest has none"
    );
}

async fn a_shops_administrators_get_its_mail(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.wrote(&app.cast.here.buyer, "sofa", "Is it soft?").await;
    app.later(MINUTE);
    app.work().await;
    let to: Vec<_> = app.caught().iter().map(|one| one.to.clone()).collect();
    assert_eq!(to, [["kaisa@posti.example"]]);
}

async fn names_cannot_become_headers(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let account = async |name: &str| {
        let email = "aino@posti.example";
        let body = json!({ "role": "buyer", "name": name, "email": email });
        app.send(put("/api/v1/accounts/aino").by(&here.operator).json(&body))
            .await
    };
    for name in ["A\r\nBcc: x@evil.example", "A\nB", "A\u{0}B", "\u{202e}A"] {
        account(name).await.is(422).field("field_invalid", "name");
    }
    let names = [
        "=?utf-8?q?=0D=0ABcc:_x@evil.example?=",
        "\"Bank\" <x@evil.example>, other@evil.example",
        "Bcc: x@evil.example",
        "\u{2028}Bcc: x@evil.example",
        &"🦊ä".repeat(40),
    ];
    for (number, name) in names.into_iter().enumerate() {
        account(name).await.is(200);
        let title = format!("{name}\r\nBcc: x@evil.example");
        let listing = format!("odd-{number}");
        let body = json!({ "seller": "mika", "title": title });
        let offer = put(format!("/api/v1/listings/{listing}"))
            .by(&here.operator)
            .json(&body);
        let offered = app.send(offer).await.status;
        let listing = if offered == 201 {
            listing
        } else {
            "lamp".to_owned()
        };
        app.send(asking(&here.buyer, &listing, "x")).await.is(201);
        app.later(MINUTE);
        app.work().await;
        let caught = app.caught();
        assert_eq!(caught.len(), number + 1, "{name}");
        let (to, mail) = (&caught[number].to, &caught[number].mail);
        assert_eq!(to, &["mika@posti.example"], "{name}");
        assert_eq!((mail.from.len(), mail.to.len()), (1, 1), "{name}");
        assert_eq!(mail.from[0].address, "no-reply@tori.test");
        assert!(
            !mail.subject.clone().unwrap().contains(['\r', '\n']),
            "{name}"
        );
        assert!(mail.defects.is_empty(), "{:?}", mail.defects);
    }
}

async fn without_a_relay_there_is_no_mail(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.mail_relay = String::new()).await;
    let here = &app.cast.here;
    app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    app.later(MINUTE);
    app.work().await;
    let page = app.shown(&here.operator, "/api/v1/dead-letters").await;
    assert_eq!((app.caught().len(), &page["dead_letters"]), (0, &json!([])));
}
