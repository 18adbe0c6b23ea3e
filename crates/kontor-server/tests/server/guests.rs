//! People without an account: they prove an address by a link, write, and come back.

use std::sync::Arc;

use futures_util::future::join_all;
use kontor_core::time::{DAY, HOUR, MINUTE};
use serde_json::{Value, json};

use crate::cast::Person;
use crate::client::{Answer, Request, get, post};
use crate::deeds::CONVERSATIONS;
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    a_guest_proves_an_address_and_writes,
    of_two_hundred_uses_at_once_one_counts,
    who_comes_back_finds_what_was_written_before,
    programs_prove_an_address_too,
);
lite!(
    a_link_ends_after_a_day,
    a_link_signs_nobody_in_by_itself,
    a_link_is_worth_nothing_in_another_marketplace,
    an_account_is_never_entered_by_a_guests_link,
    what_one_browser_wrote_goes_with_one_link,
    a_listing_that_went_meanwhile_takes_no_message_but_the_address_is_proven,
    whom_a_seller_does_not_take_messages_from_is_told_to_sign_in,
    the_session_of_before_ends,
    a_guest_without_a_name_is_called_one,
);

pub const EMAIL: &str = "sanni@posti.example";
pub const TEXT: &str = "Is the lamp still there?";

/// A browser's request without a session.
pub fn page(path: &str, form: &[(&str, &str)]) -> Request {
    let request = post(path).header("origin", "https://tori.test");
    request.header("sec-fetch-site", "same-origin").form(form)
}

/// A visitor writes about the lamp.
pub fn writing(email: &str, text: &str) -> Request {
    page(
        "/guest/link",
        &[
            ("listing", "lamp"),
            ("name", "Sanni"),
            ("email", email),
            ("body", text),
            ("consent", "yes"),
        ],
    )
}

pub fn coming_back(email: &str) -> Request {
    page("/guest/link", &[("email", email)])
}

pub fn confirming(token: &str) -> Request {
    page("/guest/confirm", &[("token", token)])
}

/// What the newest mail's link carries.
pub async fn mailed(app: &TestApp) -> String {
    app.work().await;
    let mails = app.caught();
    let text = mails.last().expect("a mail").mail.text.clone().unwrap();
    let (_, rest) = text
        .split_once("https://tori.test/guest/confirm?token=")
        .expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

/// The person whose session an answer began.
pub fn person(answer: &Answer) -> Person {
    let cookie = answer.set_cookie("kontor_session").expect("a session");
    let value = cookie.split(['=', ';']).nth(1).unwrap();
    Person {
        part: "guest",
        host: "tori.test",
        id: String::new(),
        token_id: String::new(),
        token: value.to_owned(),
    }
}

async fn a_guest_proves_an_address_and_writes(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    let form = app.send(get("/listings/lamp")).await.is(200).text();
    assert!(form.contains("name=\"consent\"") && form.contains("action=\"/guest/link\""));
    let sent = app.send(writing(EMAIL, TEXT)).await.is(200).text();
    assert!(sent.contains(EMAIL));
    assert!(app.inbox(seller, "").await.is_empty(), "not proven yet");
    let token = mailed(&app).await;
    let mail = &app.caught()[0];
    assert_eq!(mail.to, [EMAIL]);
    assert!(mail.mail.defects.is_empty(), "{:?}", mail.mail.defects);
    // Programs that look through mail follow its links.
    for _ in 0..2 {
        let shown = app
            .send(get(format!("/guest/confirm?token={token}")))
            .await
            .is(200)
            .text();
        assert!(shown.contains(TEXT) && shown.contains("Mika") && shown.contains(EMAIL));
    }
    assert!(app.inbox(seller, "").await.is_empty(), "only looked at");
    let done = app.send(confirming(&token)).await.is(303);
    let guest = person(&done);
    let path = done.header("location").to_owned();
    let thread = app.send(get(path.clone()).browser(&guest)).await.is(200);
    assert!(thread.text().contains(TEXT));
    let id = path.rsplit('/').next().unwrap().to_owned();
    let seen = app.conversation(seller, &id).await;
    assert_eq!(seen["other"]["name"], "Sanni");
    assert_eq!(app.texts(seller, &id).await, [TEXT]);
    let shown = app.send(get(path).browser(seller)).await.is(200).text();
    assert!(!shown.contains(EMAIL), "the seller never sees the address");
    let account = app
        .send(get("/account").browser(&guest))
        .await
        .is(200)
        .text();
    assert!(account.contains(EMAIL));
    let again = app.send(confirming(&token)).await.is(422).text();
    assert!(again.contains("/guest/link"));
    assert_eq!(app.texts(seller, &id).await.len(), 1, "sent once");
    // The seller's answer reaches the proven address.
    app.answered(seller, &id, "It is.").await;
    app.later(MINUTE);
    app.work().await;
    assert_eq!(app.caught().last().unwrap().to, [EMAIL]);
}

async fn of_two_hundred_uses_at_once_one_counts(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(writing(EMAIL, TEXT)).await.is(200);
    let token = mailed(&app).await;
    let uses = (0..200).map(|_| app.send(confirming(&token)));
    let answers = join_all(uses).await;
    let won: Vec<&Answer> = answers.iter().filter(|one| one.status == 303).collect();
    assert_eq!(won.len(), 1, "one use counts");
    let lost = answers.iter().filter(|one| one.status == 422).count();
    assert_eq!(lost, 199);
    let guest = person(won[0]);
    let tokens = app.shown(&guest, "/api/v1/tokens").await;
    assert_eq!(tokens["tokens"].as_array().unwrap().len(), 1, "one session");
    let id = app.inbox(&app.cast.here.seller, "").await.remove(0);
    assert_eq!(app.texts(&guest, &id).await, [TEXT], "one message");
}

async fn who_comes_back_finds_what_was_written_before(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(writing(EMAIL, TEXT)).await.is(200);
    let first = person(&app.send(confirming(&mailed(&app).await)).await.is(303));
    let id = app.inbox(&first, "").await.remove(0);
    app.later(40 * DAY);
    app.app.forget_callers();
    app.send(get("/api/v1/me").by(&first)).await.is(401);
    app.send(coming_back(" Sanni@POSTI.example ")).await.is(200);
    let token = mailed(&app).await;
    let shown = app.send(get(format!("/guest/confirm?token={token}"))).await;
    assert!(!shown.is(200).text().contains("pending-row"));
    let done = app.send(confirming(&token)).await.is(303);
    assert_eq!(done.header("location"), "/conversations");
    let second = person(&done);
    assert_eq!(app.inbox(&second, "").await, [id]);
    let me = app.shown(&second, "/api/v1/me").await;
    assert_eq!(me["name"], "Sanni", "the name stays");
    assert_eq!(me["role"], Value::Null);
}

async fn programs_prove_an_address_too(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.mika_sets(&json!({ "message": {}, "email": {} })).await;
    let body = json!({
        "email": EMAIL, "name": "Sanni",
        "message": {
            "seller": "mika", "via": "form", "subject": "Opening hours",
            "body": TEXT, "consent": true,
        },
    });
    let asked = app.send(post("/api/v1/guest-links").json(&body)).await;
    assert!(asked.is(202).body.is_empty());
    let token = mailed(&app).await;
    let redeem =
        |token: &str| post("/api/v1/guest-links/redemption").json(&json!({ "token": token }));
    let done = app.send(redeem(&token)).await.is(201).json();
    assert!(done["guest"].as_str().unwrap().starts_with("gst_"));
    assert_eq!(done["refused"], Value::Null);
    let bearer = format!("Bearer {}", done["token"].as_str().unwrap());
    let path = format!(
        "{CONVERSATIONS}/{}/entries",
        done["conversation"].as_str().unwrap()
    );
    let page = get(path).header("authorization", &bearer);
    let entry = app.send(page).await.is(200).json()["entries"][0].clone();
    assert_eq!(
        (&entry["subject"], &entry["body"], &entry["own"]),
        (&json!("Opening hours"), &json!(TEXT), &json!(true))
    );
    let seller = app.inbox(&app.cast.here.seller, "").await;
    assert_eq!(seller, [done["conversation"].as_str().unwrap()]);
    app.send(redeem(&token)).await.is(422).fault("link_expired");
    app.send(redeem("kt_0")).await.is(422).fault("link_expired");
    app.later(31 * DAY);
    app.app.forget_callers();
    let late = get("/api/v1/me").header("authorization", &bearer);
    app.send(late).await.is(401);
}

async fn a_link_ends_after_a_day(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(writing(EMAIL, TEXT)).await.is(200);
    app.later(HOUR);
    // However late the mail, the day began with the asking.
    let token = mailed(&app).await;
    app.later(23 * HOUR);
    app.send(get(format!("/guest/confirm?token={token}")))
        .await
        .is(422);
    app.send(confirming(&token)).await.is(422);
    assert!(app.inbox(&app.cast.here.seller, "").await.is_empty());
}

async fn a_link_signs_nobody_in_by_itself(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(writing(EMAIL, TEXT)).await.is(200);
    let token = mailed(&app).await;
    let bearer = format!("Bearer {token}");
    app.send(get("/api/v1/me").header("authorization", &bearer))
        .await
        .is(401);
    let cookie = format!("kontor_session={token}");
    let page = app.send(get("/account").header("cookie", &cookie)).await;
    assert_eq!(page.status, 303, "to sign in");
    let reset = json!({ "token": token, "new": "a battery of staples" });
    app.send(post("/api/v1/password-resets/redemption").json(&reset))
        .await
        .is(422)
        .fault("link_expired");
    let foreign = post("/guest/confirm").header("origin", "https://evil.example");
    app.send(foreign.form(&[("token", &token)])).await.is(403);
    app.send(confirming(&token)).await.is(303);
}

async fn a_link_is_worth_nothing_in_another_marketplace(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(writing(EMAIL, TEXT)).await.is(200);
    let token = mailed(&app).await;
    let there = app.cast.there.host;
    let look = get(format!("/guest/confirm?token={token}")).host(there);
    assert!(!app.send(look).await.is(422).text().contains(EMAIL));
    let body = json!({ "token": token });
    let use_it = post("/api/v1/guest-links/redemption").json(&body);
    app.send(use_it.host(there)).await.is(422);
    app.send(confirming(&token)).await.is(303);
}

async fn an_account_is_never_entered_by_a_guests_link(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    app.wrote(buyer, "chair", "As myself").await;
    app.send(writing("aino@posti.example", TEXT)).await.is(200);
    let token = mailed(&app).await;
    let text = app.caught()[0].mail.text.clone().unwrap();
    assert!(text.contains("https://tori.test/sign-in"), "{text}");
    let guest = person(&app.send(confirming(&token)).await.is(303));
    let me = app.shown(&guest, "/api/v1/me").await;
    assert_ne!(me["id"], json!(buyer.id));
    assert_eq!(
        app.inbox(&guest, "").await.len(),
        1,
        "only what was just written"
    );
    assert_eq!(
        app.inbox(buyer, "").await.len(),
        1,
        "only what the account wrote"
    );
}

async fn what_one_browser_wrote_goes_with_one_link(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let first = app.send(writing(EMAIL, "About the lamp")).await.is(200);
    let cookie = first.set_cookie("kontor_asked").expect("a cookie");
    assert!(cookie.contains("HttpOnly"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let token = mailed(&app).await;
    let chair = [
        ("listing", "chair"),
        ("name", "Sanni"),
        ("email", EMAIL),
        ("body", "About the chair"),
        ("consent", "yes"),
    ];
    let second = page("/guest/link", &chair).header("cookie", &cookie);
    app.send(second).await.is(200);
    // Somebody else uses the same address: it does not go with this link.
    app.send(writing(EMAIL, "Of a stranger")).await.is(200);
    app.work().await;
    assert_eq!(app.caught().len(), 1, "the address is not proven yet");
    let shown = app
        .send(get(format!("/guest/confirm?token={token}")))
        .await
        .text();
    assert!(shown.contains("About the lamp") && shown.contains("About the chair"));
    assert!(!shown.contains("Of a stranger"));
    let done = app.send(confirming(&token)).await.is(303);
    let guest = person(&done);
    let mut texts = Vec::new();
    for id in app.inbox(&guest, "").await {
        texts.extend(app.texts(&guest, &id).await);
    }
    texts.sort();
    assert_eq!(texts, ["About the chair", "About the lamp"]);
}

async fn a_listing_that_went_meanwhile_takes_no_message_but_the_address_is_proven(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(writing(EMAIL, TEXT)).await.is(200);
    let token = mailed(&app).await;
    let operator = &app.cast.here.operator;
    for feed in [
        "id\ttitle\tseller\nlamp\tOld lamp\tmika\n",
        "id\ttitle\tseller\n",
    ] {
        let import = post("/api/v1/listings/import?feed=season&retire=true").by(operator);
        app.send(import.bytes("text/tab-separated-values", feed))
            .await
            .is(200);
    }
    app.send(writing("other@posti.example", TEXT)).await.is(409);
    let done = app.send(confirming(&token)).await.is(303);
    assert!(
        done.set_cookie("kontor_flash")
            .unwrap()
            .contains("not_sent")
    );
    let guest = person(&done);
    assert!(app.inbox(&guest, "").await.is_empty());
    let account = app.send(get("/account").browser(&guest)).await.is(200);
    assert!(account.text().contains(EMAIL));
}

async fn whom_a_seller_does_not_take_messages_from_is_told_to_sign_in(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(writing(EMAIL, TEXT)).await.is(200);
    let token = mailed(&app).await;
    app.mika_sets(&json!({ "message": { "audience": "registered" } }))
        .await;
    let listing = app.send(get("/listings/lamp")).await.is(200).text();
    assert!(!listing.contains("/guest/link") && listing.contains("/sign-in"));
    let refused = app.send(writing(EMAIL, TEXT)).await.is(401).text();
    assert!(refused.contains("role=\"alert\"") && refused.contains("/sign-in"));
    let body = json!({
        "email": EMAIL, "name": "Sanni",
        "message": { "listing": "lamp", "body": TEXT, "consent": true },
    });
    app.send(post("/api/v1/guest-links").json(&body))
        .await
        .is(401)
        .fault("sign_in_first");
    let mut by_form = body;
    by_form["message"]["via"] = json!("form");
    app.send(post("/api/v1/guest-links").json(&by_form))
        .await
        .fault("channel_not_offered");
    // What was written while the seller still took it is looked at again when it is to be sent.
    let redeem = post("/api/v1/guest-links/redemption").json(&json!({ "token": token }));
    let done = app.send(redeem).await.is(201).json();
    assert_eq!(
        (&done["conversation"], &done["refused"]),
        (&Value::Null, &json!("sign_in_first"))
    );
    assert!(app.inbox(&app.cast.here.seller, "").await.is_empty());
}

async fn the_session_of_before_ends(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let rival = &app.cast.here.rival;
    app.send(coming_back(EMAIL)).await.is(200);
    let token = mailed(&app).await;
    let done = app.send(confirming(&token).browser(rival)).await.is(303);
    assert_ne!(person(&done).token, rival.token);
    app.send(get("/api/v1/me").by(rival)).await.is(401);
}

async fn a_guest_without_a_name_is_called_one(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let finnish = coming_back(EMAIL).header("accept-language", "fi");
    app.send(finnish).await.is(200);
    let token = mailed(&app).await;
    let subject = app.caught()[0].mail.subject.clone().unwrap();
    assert!(subject.starts_with("Vahvista"), "{subject}");
    let done = app.send(confirming(&token).header("accept-language", "fi"));
    let guest = person(&done.await.is(303));
    let me = app.shown(&guest, "/api/v1/me").await;
    assert_eq!(me["name"], "Vieras", "never a piece of the address");
}
