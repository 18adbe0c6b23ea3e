//! Cards and handing out: proof, audience, hours, counting, limits, and that nothing leaks.

use std::sync::Arc;

use kontor_core::contact::ContactKind;
use kontor_core::contact_card::Provable;
use kontor_core::id::PrincipalId;
use kontor_core::phone::PhoneNumber;
use kontor_core::time::{DAY, HOUR};
use kontor_server::fault::Fault;
use kontor_store::contact_proof::{self, ProvenBy};
use serde_json::{Value, json};

use crate::access_bodies::{address, trader};
use crate::cast::Person;
use crate::client::{Answer, get, post, put};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    a_proven_number_is_handed_out_in_its_hours_and_counted_once,
    a_thousand_addresses_get_no_more_than_guests_may,
);
lite!(
    nothing_unproven_is_handed_out,
    an_audience_is_told_what_to_do,
    only_the_owner_looks_with_other_eyes,
    the_trader_block_opens_without_being_a_contact,
    the_sellers_own_look_does_not_count,
    what_is_not_shown_is_in_no_byte_sent,
    a_message_goes_only_by_a_channel_that_is_on_and_counts,
);

pub const NUMBER: &str = "+358401234567";
const CARD: &str = "/api/v1/listings/lamp/contact-card";
pub const CONTACTS: &str = "/api/v1/listings/lamp/contacts";

impl TestApp {
    /// Sets how Mika is reached.
    pub async fn mika_sets(&self, settings: &Value) {
        let path = "/api/v1/sellers/mika/contact-settings";
        let request = put(path).by(&self.cast.here.seller).json(settings);
        self.send(request).await.is(200);
    }

    /// A proof, as if its code had been typed in.
    pub async fn proves(&self, owner: &str, email: Option<&str>, number: Option<&str>) {
        let owner = PrincipalId(owner.to_owned());
        let input = (
            self.cast.here.key,
            owner,
            email.map(str::to_owned),
            number.map(|number| PhoneNumber::parse(number).unwrap()),
        );
        self.app
            .store
            .write(input, |tx, (key, owner, email, number)| {
                Box::pin(async move {
                    let by = ProvenBy::Code;
                    let at = kontor_core::time::Micros(1);
                    if let Some(email) = email {
                        let what = Provable::Email(email);
                        contact_proof::put(tx, *key, owner, what, by, at).await?;
                    }
                    if let Some(number) = number {
                        let what = Provable::Phone(number);
                        contact_proof::put(tx, *key, owner, what, by, at).await?;
                    }
                    Ok::<_, Fault>(())
                })
            })
            .await
            .unwrap();
        self.app.forget_cards();
    }

    async fn asks(&self, person: Option<&Person>, channel: &str) -> Answer {
        let request = post(CONTACTS).json(&json!({ "channel": channel }));
        let browser = ("user-agent", "Mozilla/5.0 Firefox/145.0");
        let request = request.header(browser.0, browser.1);
        self.send(match person {
            Some(person) => request.by(person),
            None => request,
        })
        .await
    }

    async fn counted(&self, kind: ContactKind) -> i64 {
        let seller = PrincipalId(self.cast.here.seller.id.clone());
        let day = kontor_store::contact::day(self.app.clock.now());
        let input = (self.cast.here.key, seller, day);
        let all = self
            .app
            .store
            .read(input, |tx, (key, seller, day)| {
                Box::pin(kontor_store::contact::counted(tx, *key, seller, *day))
            })
            .await
            .unwrap();
        all.iter()
            .find(|(known, _)| *known == kind)
            .map_or(0, |(_, n)| *n)
    }
}

/// Mika's phone: Saturdays from nine to four; the story begins on one at noon.
pub fn phone(hours: &str) -> Value {
    json!({ "message": {}, "phone": { "number": NUMBER, "call": true, "sms": true, "hours": hours } })
}

async fn a_proven_number_is_handed_out_in_its_hours_and_counted_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&phone("Sa 09:00-16:00; Mo 09:00-16:00"))
        .await;
    app.proves(&here.seller.id, None, Some(NUMBER)).await;
    let card = app.send(get(CARD)).await.is(200).json();
    let on_card = &card["channels"][1];
    assert_eq!(on_card["channel"], "phone");
    assert_eq!(on_card["standing"], "open");
    assert_eq!(on_card["until"], "2026-11-21T14:00:00Z");
    let given = app.asks(None, "phone_shown").await.is(200).json();
    let wanted = json!({
        "channel": "phone_shown", "counted": true,
        "phone": { "number": NUMBER, "written": "040 1234567", "until": "2026-11-21T14:00:00Z" },
    });
    assert_eq!(given, wanted);
    assert_eq!(app.counted(ContactKind::PhoneShown).await, 1);
    // The same request again: given again, counted once.
    let again = || {
        let body = json!({ "channel": "call_started", "device": "mobile" });
        post(CONTACTS)
            .by(&here.buyer)
            .header("idempotency-key", "one")
            .json(&body)
    };
    assert_eq!(app.send(again()).await.is(200).json()["counted"], true);
    assert_eq!(app.send(again()).await.is(200).json()["counted"], false);
    assert_eq!(app.counted(ContactKind::CallStarted).await, 1);
    // With the same key at the seller's own card it is another request.
    let elsewhere = post("/api/v1/sellers/mika/contacts")
        .by(&here.buyer)
        .header("idempotency-key", "one")
        .json(&json!({ "channel": "call_started", "device": "mobile" }));
    assert_eq!(app.send(elsewhere).await.is(200).json()["counted"], true);
    assert_eq!(app.counted(ContactKind::CallStarted).await, 2);
    let on_a_phone = json!({ "channel": "phone_shown", "device": "mobile" });
    let shown = app
        .send(post(CONTACTS).by(&here.buyer).json(&on_a_phone))
        .await;
    assert_eq!(shown.is(200).json()["counted"], false);
    // After four: neither on the card nor to the request that worked before.
    app.later(5 * HOUR);
    let card = app.send(get(CARD)).await.is(200).json();
    let on_card = &card["channels"][1];
    assert_eq!(on_card["standing"], "out_of_hours");
    assert_eq!(on_card["again"], "2026-11-23T07:00:00Z");
    assert_eq!(on_card["again_text"], "Monday 23 November at 9:00");
    assert_eq!(card["callback"], true);
    let late = app.send(again()).await.is(409);
    assert_eq!(late.code(), "out_of_hours");
    assert!(!late.text().contains(NUMBER));
}

async fn a_thousand_addresses_get_no_more_than_guests_may(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| {
        config.handouts_per_guest_a_day = 3;
        config.handouts_per_account_a_day = 4;
        config.handouts_to_guests_a_day = 40;
        config.trusted_proxies = "127.0.0.1".to_owned();
    })
    .await;
    let here = &app.cast.here;
    app.mika_sets(&json!({ "post": { "address": address() } }))
        .await;
    let from = |address: String| {
        post(CONTACTS)
            .header("x-forwarded-for", &address)
            .json(&json!({ "channel": "post_shown" }))
    };
    let mut got = 0;
    for network in 0..50 {
        for _ in 0..4 {
            let answer = app.send(from(format!("192.0.2.{network}"))).await;
            if answer.status == 200 {
                got += 1;
            } else {
                let answer = answer.is(429);
                assert_eq!(answer.code(), "handouts_used_up");
                let wait: u64 = answer.header("retry-after").parse().unwrap();
                assert!((1..=86_401).contains(&wait));
            }
        }
    }
    assert_eq!(got, 40, "all guests together");
    // A home has many addresses and is one viewer; an account has its own budget.
    app.later(DAY);
    for host in 0..4 {
        let answer = app.send(from(format!("2001:db8:1:2::{host:x}"))).await;
        assert_eq!(answer.status, if host < 3 { 200 } else { 429 });
    }
    for turn in 0..5 {
        let answer = app.asks(Some(&here.buyer), "post_shown").await;
        assert_eq!(answer.status, if turn < 4 { 200 } else { 429 });
    }
    // The budget is in the database: a restart does not fill it.
    let app = app.crash().await;
    let answer = app.asks(Some(&app.cast.here.buyer), "post_shown").await;
    answer.is(429);
}

async fn nothing_unproven_is_handed_out(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let settings = json!({
        "message": {},
        "email": { "mode": "published", "address": "other@posti.example" },
        "phone": { "number": NUMBER, "call": true },
    });
    app.mika_sets(&settings).await;
    let card = app.send(get(CARD)).await.is(200).json();
    assert_eq!(card["channels"].as_array().unwrap().len(), 1);
    assert_eq!(card["unproven"], Value::Null);
    for channel in [
        "phone_shown",
        "email_shown",
        "call_started",
        "callback_asked",
    ] {
        let refused = app.asks(Some(&here.buyer), channel).await.is(409);
        assert_eq!(refused.code(), "channel_not_offered", "{channel}");
    }
    let own = app.send(get(CARD).by(&here.seller)).await.is(200).json();
    assert_eq!(own["unproven"], json!(["email", "phone"]));
    app.proves(&here.seller.id, Some("Other@posti.example"), Some(NUMBER))
        .await;
    let given = app.asks(Some(&here.buyer), "email_shown").await.is(200);
    assert_eq!(given.json()["email"], "other@posti.example");
    // Another number needs another proof.
    let mut changed = settings.clone();
    changed["phone"]["number"] = json!("045 765 4321");
    app.mika_sets(&changed).await;
    let refused = app.asks(Some(&here.buyer), "phone_shown").await.is(409);
    assert_eq!(refused.code(), "channel_not_offered");
}

async fn an_audience_is_told_what_to_do(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let body = json!({ "role": "buyer", "name": "Bela", "email": "new@posti.example" });
    let rename = put("/api/v1/accounts/bela").by(&here.operator).json(&body);
    app.send(rename).await.is(200);
    app.app.forget_callers();
    let settings = json!({ "post": { "address": address(), "audience": "verified" } });
    app.mika_sets(&settings).await;
    for (person, standing, status, code) in [
        (None, "sign_in", 401, "sign_in_first"),
        (Some(&here.guest), "sign_in", 401, "sign_in_first"),
        (Some(&here.rival), "verify_email", 403, "verify_email_first"),
        (Some(&here.buyer), "open", 200, ""),
    ] {
        let request = get(CARD);
        let request = match person {
            Some(person) => request.by(person),
            None => request,
        };
        let card = app.send(request).await.is(200).json();
        assert_eq!(card["channels"][0]["standing"], standing);
        let asked = app.asks(person, "post_shown").await;
        assert_eq!((asked.status, asked.code().as_str()), (status, code));
    }
}

async fn only_the_owner_looks_with_other_eyes(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut settings = phone("Mo 09:00-16:00");
    settings["message"]["audience"] = json!("verified");
    app.mika_sets(&settings).await;
    app.proves(&here.seller.id, None, Some(NUMBER)).await;
    let on_monday = format!("{CARD}?as=guest&at=2026-11-23T08:00:00Z");
    let card = app
        .send(get(&on_monday).by(&here.seller))
        .await
        .is(200)
        .json();
    let standing = |at: usize| card["channels"][at]["standing"].clone();
    assert_eq!(
        (standing(0), standing(1)),
        (json!("sign_in"), json!("open"))
    );
    for person in [&here.buyer, &here.shop_admin, &app.cast.there.seller] {
        let answer = app.send(get(&on_monday).by(person).host("tori.test")).await;
        assert!(matches!(answer.status, 401 | 404), "{}", answer.status);
    }
    app.send(get(&on_monday)).await.is(404);
    app.send(get(format!("{CARD}?as=king")).by(&here.seller))
        .await
        .is(400);
}

async fn the_trader_block_opens_without_being_a_contact(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let path = "/api/v1/sellers/lamppu/trader";
    let set = put(path).by(&here.shop_admin).json(&trader());
    app.send(set).await.is(200);
    let opening = format!("{path}/opening");
    let opened = app.send(post(&opening)).await.is(200).json();
    assert_eq!(opened["address"], address());
    assert_eq!(
        (&opened["email"], &opened["phone"]),
        (&Value::Null, &Value::Null)
    );
    app.proves(&here.shop, Some("posti@lamppu.example"), Some(NUMBER))
        .await;
    let opened = app.send(post(&opening)).await.is(200).json();
    assert_eq!(opened["email"], "posti@lamppu.example");
    assert_eq!(opened["phone"], NUMBER);
    let card = app.send(get("/api/v1/listings/sofa/contact-card")).await;
    let card = card.is(200);
    assert_eq!(card.json()["trader"], true);
    assert!(!card.text().contains("posti@lamppu") && !card.text().contains(NUMBER));
    app.send(get(path).by(&here.buyer)).await.is(404);
    app.send(post("/api/v1/sellers/mika/trader/opening"))
        .await
        .is(404);
    let private = put("/api/v1/sellers/mika/trader").by(&here.seller);
    app.send(private.json(&trader())).await.is(404);
}

async fn the_sellers_own_look_does_not_count(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&json!({ "post": { "address": address() } }))
        .await;
    let own = app.asks(Some(&here.seller), "post_shown").await.is(200);
    assert_eq!(own.json()["counted"], false);
    let robot = post(CONTACTS)
        .header("user-agent", "Googlebot/2.1")
        .json(&json!({ "channel": "post_shown" }));
    assert_eq!(app.send(robot).await.is(200).json()["counted"], false);
    assert_eq!(app.counted(ContactKind::PostShown).await, 0);
    app.asks(None, "post_shown").await.is(200);
    assert_eq!(app.counted(ContactKind::PostShown).await, 1);
}

/// Words that stand only where they are handed out.
const CANARIES: &[&str] = &[
    "1234567",
    "123 4567",
    "7654321",
    "canary@posti.example",
    "Kanariankuja",
    "canary-feed",
];

async fn what_is_not_shown_is_in_no_byte_sent(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut street = address();
    street["street"] = json!("Kanariankuja 7");
    app.mika_sets(&json!({
        "message": {},
        "email": { "mode": "published", "address": "canary@posti.example" },
        "phone": { "number": NUMBER, "call": true },
        "post": { "address": street },
    }))
    .await;
    app.proves(&here.seller.id, Some("canary@posti.example"), Some(NUMBER))
        .await;
    let listing = json!({
        "seller": "mika", "title": "Old lamp", "contact_email": "canary-feed@posti.example",
    });
    let put_it = put("/api/v1/listings/lamp")
        .by(&here.operator)
        .json(&listing);
    app.send(put_it).await.is(200);
    for path in [
        "/listings",
        "/listings/lamp",
        "/listings?q=lamp",
        CARD,
        "/api/v1/listings",
        "/api/v1/listings/lamp",
        "/api/v1/sellers/mika/contact-card",
        "/api/v1/openapi.json",
    ] {
        for person in [None, Some(&here.buyer), Some(&here.guest)] {
            let request = match person {
                Some(person) if path.starts_with("/api") => get(path).by(person),
                Some(person) => get(path).browser(person),
                None => get(path),
            };
            let answer = app.send(request).await.is(200);
            let text = answer.text();
            for canary in CANARIES {
                assert!(!text.contains(canary), "{canary} in {path}");
            }
            for (name, value) in &answer.headers {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                assert!(
                    CANARIES.iter().all(|c| !value.contains(c)),
                    "{name}: {value}"
                );
            }
        }
    }
    let given = app.asks(Some(&here.buyer), "phone_shown").await.is(200);
    assert!(given.text().contains("1234567"));
    assert_eq!(given.header("cache-control"), "private, no-store");
}

async fn a_message_goes_only_by_a_channel_that_is_on_and_counts(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let write = |person: &Person, via: &str| {
        let body = json!({ "listing": "lamp", "kind": "inquiry", "via": via, "body": "Hello" });
        post("/api/v1/conversations").by(person).json(&body)
    };
    let refused = app.send(write(&here.buyer, "form")).await.is(409);
    assert_eq!(refused.code(), "channel_not_offered");
    app.send(write(&here.buyer, "message")).await.is(201);
    assert_eq!(app.counted(ContactKind::Message).await, 1);
    app.mika_sets(&json!({ "email": { "audience": "verified" } }))
        .await;
    let refused = app.send(write(&here.buyer, "message")).await.is(409);
    assert_eq!(refused.code(), "channel_not_offered");
    app.send(write(&here.guest, "form")).await.is(401);
    app.send(write(&here.buyer, "form")).await.is(200);
    assert_eq!(app.counted(ContactKind::Form).await, 1);
    assert_eq!(app.counted(ContactKind::Message).await, 1);
    // What is under way goes on: the seller may still answer and be answered.
    let id = app.send(get("/api/v1/conversations").by(&here.buyer)).await;
    let id = id.is(200).json()["conversations"][0]["id"].clone();
    let path = format!("/api/v1/conversations/{}/messages", id.as_str().unwrap());
    let answer = post(path)
        .by(&here.buyer)
        .json(&json!({ "body": "Still there?" }));
    app.send(answer).await.is(201);
}
