//! Proving addresses and numbers: codes, what ends them, who may, and what is shown afterwards.

use std::sync::Arc;

use kontor_core::contact_card::Provable;
use kontor_core::id::{MarketplaceKey, PrincipalId};
use kontor_core::time::{DAY, HOUR, MINUTE, SECOND};
use kontor_store::contact_proof;
use serde_json::{Value, json};

use crate::cast::Person;
use crate::client::{Answer, Request, delete, get, post, put};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    a_code_by_mail_proves_an_address_for_its_owner_only,
    a_code_by_text_proves_a_number_however_it_is_written,
    five_wrong_codes_end_a_code_and_ten_tries_stop_an_account,
    of_guesses_at_once_only_five_are_compared,
    two_right_confirmations_at_once_make_one_proof,
    another_code_ends_the_one_before,
    limits_survive_a_restart,
    a_withdrawn_proof_is_worth_nothing_at_once,
    the_marketplace_records_and_only_it,
    nobody_proves_for_others,
    the_own_address_makes_a_verified_user,
    feed_addresses_wait_with_their_listings,
);
lite!(
    a_code_works_for_a_quarter_of_an_hour,
    what_cannot_be_proven_is_refused,
    a_victim_gets_three_codes_an_hour_whoever_asks,
    codes_hold_no_strangers_words,
    what_has_had_its_time_is_swept_away,
);

const MAIL: &str = "myynti@posti.example";
const NUMBER: &str = "+358401234567";

pub fn path(id: &str) -> String {
    format!("/api/v1/sellers/{id}/proofs")
}

fn claim(kind: &str, value: &str) -> Value {
    json!({ "kind": kind, "value": value })
}

pub fn asking(person: &Person, id: &str, kind: &str, value: &str) -> Request {
    post(path(id)).by(person).json(&claim(kind, value))
}

pub fn confirming(person: &Person, id: &str, kind: &str, value: &str, code: &str) -> Request {
    let body = json!({ "kind": kind, "value": value, "code": code });
    post(format!("{}/confirmation", path(id)))
        .by(person)
        .json(&body)
}

fn withdrawing(person: &Person, id: &str, kind: &str, value: &str) -> Request {
    let value = value.replace('+', "%2B").replace(' ', "%20");
    delete(format!("{}?kind={kind}&value={value}", path(id))).by(person)
}

/// The six digits in a text.
fn digits(text: &str) -> String {
    let mut found = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| part.len() == 6);
    found.next().expect("six digits").to_owned()
}

/// Another code than this one.
fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

/// The code in the newest mail.
pub async fn mailed(app: &TestApp) -> String {
    app.work().await;
    let mails = app.caught();
    digits(&mails.last().expect("a mail").mail.text.clone().unwrap())
}

/// The code in the newest short message.
pub async fn texted(app: &TestApp) -> String {
    app.work().await;
    digits(&app.mail.texts.all().first().expect("a text").text)
}

/// What the store takes for proven, which is what cards are made of.
async fn holds(app: &TestApp, key: MarketplaceKey, owner: &str, what: &str) -> bool {
    let input = (key, PrincipalId(owner.to_owned()), what.to_owned());
    app.app
        .store
        .read(input, |tx, (key, owner, what)| {
            Box::pin(async move {
                let proven = contact_proof::of(tx, *key, owner).await?;
                let number = kontor_core::phone::PhoneNumber::parse(what);
                let what = match &number {
                    Some(number) => Provable::Phone(number),
                    None => Provable::Email(what),
                };
                Ok::<_, kontor_store::Error>(proven.holds(what))
            })
        })
        .await
        .unwrap()
}

fn code_of(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap().to_owned()
}

async fn a_code_by_mail_proves_an_address_for_its_owner_only(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    let (shop, admin) = (here.shop.as_str(), &here.shop_admin);
    let said = app
        .send(asking(admin, shop, "email", "Myynti@Posti.Example"))
        .await
        .is(202)
        .json();
    assert_eq!(said, claim("email", MAIL));
    let waiting = app.shown(admin, &path("lamppu")).await;
    assert_eq!(waiting["waiting"][0]["value"], MAIL);
    assert_eq!(waiting["proven"], json!([]));
    assert!(!holds(&app, here.key, shop, MAIL).await);
    let code = mailed(&app).await;
    let mail = app.caught().pop().unwrap();
    assert_eq!(mail.to, [MAIL]);
    assert!(mail.mail.defects.is_empty(), "{:?}", mail.mail.defects);
    let done = app
        .send(confirming(admin, "lamppu", "email", MAIL, &code))
        .await
        .is(200)
        .json();
    assert_eq!(done["proven_by"], "code");
    assert_eq!(done["login"], false);
    assert!(holds(&app, here.key, shop, MAIL).await);
    // Not for the administrator, not for others, not in the other marketplace.
    for (key, owner) in [
        (here.key, &admin.id),
        (here.key, &here.seller.id),
        (there.key, &there.shop),
    ] {
        assert!(!holds(&app, key, owner, MAIL).await);
    }
    // A repeated confirmation is right too, and with any code: it is proven.
    app.send(confirming(admin, shop, "email", MAIL, &code))
        .await
        .is(200);
    let after = app.shown(admin, &path(shop)).await;
    assert_eq!(after["proven"][0]["value"], MAIL);
    assert_eq!(after["waiting"], json!([]));
    // Another value needs a proof of its own.
    let other = "osto@posti.example";
    let refused = app
        .send(confirming(admin, shop, "email", other, &code))
        .await
        .is(422);
    assert_eq!(code_of(&refused), "code_expired");
    assert!(!holds(&app, here.key, shop, other).await);
}

async fn a_code_by_text_proves_a_number_however_it_is_written(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    let said = app
        .send(asking(seller, "mika", "phone", "040 123 4567"))
        .await
        .is(202)
        .json();
    assert_eq!(said, claim("phone", NUMBER));
    let code = texted(&app).await;
    let text = app.mail.texts.all().remove(0);
    assert_eq!(text.to.as_str(), NUMBER);
    assert!(text.text.starts_with("Tori: "), "{}", text.text);
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let right = confirming(seller, &seller.id, "phone", "+358 (0)40-1234567", &spaced);
    app.send(right).await.is(200);
    assert!(holds(&app, app.cast.here.key, &seller.id, NUMBER).await);
    app.work().await;
    assert_eq!(app.mail.texts.all().len(), 1);
}

async fn five_wrong_codes_end_a_code_and_ten_tries_stop_an_account(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    app.send(asking(seller, "mika", "phone", NUMBER))
        .await
        .is(202);
    let code = texted(&app).await;
    for guess in [&wrong(&code), "", "0", "not a code", &format!("{code}0")] {
        let answer = app
            .send(confirming(seller, "mika", "phone", NUMBER, guess))
            .await
            .is(422);
        assert_eq!(code_of(&answer), "code_wrong");
    }
    for _ in 0..5 {
        let answer = app
            .send(confirming(seller, "mika", "phone", NUMBER, &code))
            .await
            .is(422);
        assert_eq!(code_of(&answer), "code_expired");
    }
    let stopped = app
        .send(confirming(seller, "mika", "phone", NUMBER, &code))
        .await
        .is(429);
    let wait: i64 = stopped.header("retry-after").parse().unwrap();
    assert!((1..=901).contains(&wait), "{wait}");
    // A new code is of no use before then, and works afterwards.
    app.later(2 * MINUTE);
    app.send(asking(seller, "mika", "phone", NUMBER))
        .await
        .is(202);
    let code = texted(&app).await;
    app.send(confirming(seller, "mika", "phone", NUMBER, &code))
        .await
        .is(429);
    app.later(13 * MINUTE + SECOND);
    app.send(confirming(seller, "mika", "phone", NUMBER, &code))
        .await
        .is(200);
}

async fn of_guesses_at_once_only_five_are_compared(site: Arc<Site>) {
    let app = Arc::new(TestApp::start(&site).await);
    let seller = app.cast.here.seller.clone();
    app.send(asking(&seller, "mika", "phone", NUMBER))
        .await
        .is(202);
    let code = texted(&app).await;
    let tries = (0..10).map(|_| {
        let (app, seller, guess) = (Arc::clone(&app), seller.clone(), wrong(&code));
        tokio::spawn(async move {
            let answer = app
                .send(confirming(&seller, "mika", "phone", NUMBER, &guess))
                .await;
            code_of(&answer)
        })
    });
    let mut answers = Vec::new();
    for task in tries.collect::<Vec<_>>() {
        answers.push(task.await.unwrap());
    }
    answers.sort();
    let expected = [["code_expired"; 5], ["code_wrong"; 5]].concat();
    assert_eq!(answers, expected);
    assert!(!holds(&app, app.cast.here.key, &seller.id, NUMBER).await);
}

async fn two_right_confirmations_at_once_make_one_proof(site: Arc<Site>) {
    let app = Arc::new(TestApp::start(&site).await);
    let seller = app.cast.here.seller.clone();
    app.send(asking(&seller, "mika", "phone", NUMBER))
        .await
        .is(202);
    let code = texted(&app).await;
    let both = [(); 4].map(|()| {
        let (app, seller, code) = (Arc::clone(&app), seller.clone(), code.clone());
        tokio::spawn(async move {
            app.send(confirming(&seller, "mika", "phone", NUMBER, &code))
                .await
                .is(200);
        })
    });
    for task in both {
        task.await.unwrap();
    }
    let shown = app.shown(&seller, &path("mika")).await;
    let phones = shown["proven"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["kind"] == "phone");
    assert_eq!(phones.count(), 1);
}

async fn another_code_ends_the_one_before(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    app.send(asking(seller, "mika", "email", MAIL))
        .await
        .is(202);
    let first = mailed(&app).await;
    // Within a minute it is the same request again.
    app.later(59 * SECOND);
    app.send(asking(seller, "mika", "email", MAIL))
        .await
        .is(202);
    app.work().await;
    assert_eq!(app.caught().len(), 1);
    app.later(SECOND);
    app.send(asking(seller, "mika", "email", MAIL))
        .await
        .is(202);
    let early = app
        .send(confirming(seller, "mika", "email", MAIL, &first))
        .await
        .is(422);
    assert_eq!(
        code_of(&early),
        "code_expired",
        "from the moment another is asked for"
    );
    let second = mailed(&app).await;
    assert_eq!(app.caught().len(), 2);
    if first != second {
        app.send(confirming(seller, "mika", "email", MAIL, &first))
            .await
            .is(422);
    }
    app.send(confirming(seller, "mika", "email", MAIL, &second))
        .await
        .is(200);
}

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

async fn a_withdrawn_proof_is_worth_nothing_at_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (key, seller) = (app.cast.here.key, &app.cast.here.seller);
    app.send(asking(seller, "mika", "phone", NUMBER))
        .await
        .is(202);
    let code = texted(&app).await;
    app.send(confirming(seller, "mika", "phone", NUMBER, &code))
        .await
        .is(200);
    app.send(withdrawing(seller, "mika", "phone", "040 1234567"))
        .await
        .is(204);
    assert!(!holds(&app, key, &seller.id, NUMBER).await);
    app.send(withdrawing(seller, "mika", "phone", NUMBER))
        .await
        .is(404);
    app.send(confirming(seller, "mika", "phone", NUMBER, &code))
        .await
        .is(422);
    assert!(!holds(&app, key, &seller.id, NUMBER).await);
    // A code that waits ends with it, and one that was not sent yet is not.
    app.later(2 * MINUTE);
    app.send(asking(seller, "mika", "phone", NUMBER))
        .await
        .is(202);
    app.send(withdrawing(seller, "mika", "phone", NUMBER))
        .await
        .is(204);
    app.work().await;
    assert_eq!(app.mail.texts.all().len(), 1);
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

async fn nobody_proves_for_others(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    app.send(asking(&here.shop_admin, "lamppu", "email", MAIL))
        .await
        .is(202);
    let code = mailed(&app).await;
    let strangers = [
        &here.buyer,
        &here.seller,
        &here.shop_member,
        &here.agent,
        &here.guest,
    ];
    for person in strangers {
        for request in [
            get(path("lamppu")).by(person),
            asking(person, "lamppu", "email", MAIL),
            confirming(person, "lamppu", "email", MAIL, &code),
            withdrawing(person, "lamppu", "email", MAIL),
        ] {
            let missing = Request {
                path: request.path.replace("lamppu", "nobody"),
                ..request.clone()
            };
            let (one, two) = (
                app.send(request).await.is(404),
                app.send(missing).await.is(404),
            );
            assert_eq!(one.json()["code"], two.json()["code"]);
        }
    }
    // The same shop, person and address in the other marketplace is another one.
    app.send(confirming(
        &there.shop_admin,
        "lamppu",
        "email",
        MAIL,
        &code,
    ))
    .await
    .is(422);
    app.send(get(path(&here.shop)).by(&there.shop_admin))
        .await
        .is(404);
    app.send(get(path(&here.shop)).by(&there.operator))
        .await
        .is(404);
    // Somebody else's code for the same address proves nothing for oneself.
    app.send(confirming(&here.seller, "mika", "email", MAIL, &code))
        .await
        .is(422);
    app.send(get(path("lamppu"))).await.is(401);
    app.send(confirming(&here.shop_admin, "lamppu", "email", MAIL, &code))
        .await
        .is(200);
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
