//! Proving addresses and numbers: codes, what ends them, who may, and what is shown afterwards.

use std::sync::Arc;

use kontor_core::contact_card::Provable;
use kontor_core::id::{MarketplaceKey, PrincipalId};
use kontor_core::time::{MINUTE, SECOND};
use kontor_store::contact_proof;
use serde_json::{Value, json};

use crate::cast::Person;
use crate::client::{Answer, Request, delete, get, post};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    a_code_by_mail_proves_an_address_for_its_owner_only,
    a_code_by_text_proves_a_number_however_it_is_written,
    five_wrong_codes_end_a_code_and_ten_tries_stop_an_account,
    of_guesses_at_once_only_five_are_compared,
    two_right_confirmations_at_once_make_one_proof,
    another_code_ends_the_one_before,
    a_withdrawn_proof_is_worth_nothing_at_once,
    nobody_proves_for_others,
);

pub const MAIL: &str = "myynti@posti.example";
pub const NUMBER: &str = "+358401234567";

pub fn path(id: &str) -> String {
    format!("/api/v1/sellers/{id}/proofs")
}

pub fn claim(kind: &str, value: &str) -> Value {
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

pub fn withdrawing(person: &Person, id: &str, kind: &str, value: &str) -> Request {
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
pub fn wrong(code: &str) -> String {
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
pub async fn holds(app: &TestApp, key: MarketplaceKey, owner: &str, what: &str) -> bool {
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

pub fn code_of(answer: &Answer) -> String {
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
            let code = |answer: Answer| answer.json()["code"].as_str().unwrap().to_owned();
            assert_eq!(code(one), code(two));
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
