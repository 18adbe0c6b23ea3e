//! Links for people without an account: what is refused, what nobody learns, and how few mails go out.

use std::sync::Arc;

use futures_util::future::join_all;
use kontor_core::time::{DAY, HOUR, MINUTE};
use kontor_server::fault::Fault;
use kontor_server::outbox::sweep;
use kontor_store::args;
use serde_json::{Value, json};

use crate::client::{Answer, Request, get, post};
use crate::ground::Site;
use crate::guests::{EMAIL, TEXT, coming_back, confirming, mailed, page, writing};
use crate::testapp::TestApp;

both!(
    nobody_learns_whether_an_address_is_known,
    a_stranger_is_mailed_once_a_day_whoever_asks,
    what_waits_is_swept_after_a_day,
);
lite!(
    a_network_asks_three_times_an_hour_also_after_a_restart,
    a_proven_address_gets_three_links_an_hour_and_ten_a_day,
    nothing_that_a_stranger_wrote_is_in_the_mail,
    links_are_made_of_the_base_url_only,
    one_address_and_no_other_is_asked_for,
    a_message_needs_a_name_a_text_and_consent,
    a_hostile_name_is_shown_as_text,
    without_a_relay_nobody_is_promised_a_link,
);

const LINKS: &str = "/api/v1/guest-links";

fn message(body: &str, consent: bool) -> Value {
    json!({ "listing": "lamp", "via": "message", "body": body, "consent": consent })
}

fn asking(email: &str) -> Request {
    let body = json!({ "email": email, "name": "Sanni", "message": message(TEXT, true) });
    post(LINKS).json(&body)
}

fn from(request: Request, peer: &str) -> Request {
    request.header("x-forwarded-for", peer)
}

async fn counted(app: &TestApp, sql: &'static str) -> i64 {
    let read = app.app.store.read(sql, |tx, sql| {
        Box::pin(async move {
            let row = tx.one(sql, args![]).await?;
            Ok::<_, Fault>(row.unwrap().int(0)?)
        })
    });
    read.await.unwrap()
}

/// Rows of everything that asking writes.
async fn written(app: &TestApp) -> [i64; 5] {
    [
        counted(app, "SELECT COUNT(*) FROM guest_link").await,
        counted(app, "SELECT COUNT(*) FROM pending_message").await,
        counted(app, "SELECT COUNT(*) FROM outbox").await,
        counted(app, "SELECT COUNT(*) FROM guest").await,
        counted(app, "SELECT COUNT(*) FROM token").await,
    ]
}

async fn nobody_learns_whether_an_address_is_known(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(coming_back("known@posti.example")).await.is(200);
    app.send(confirming(&mailed(&app).await)).await.is(303);
    let same = |answer: &Answer, email: &str| {
        let id = answer.header("kontor-request-id");
        answer.text().replace(email, "EMAIL").replace(id, "")
    };
    let mut pages = Vec::new();
    let mut answers = Vec::new();
    let mut writes = Vec::new();
    let addresses = [
        "known@posti.example",
        "nobody@posti.example",
        "aino@posti.example",
    ];
    for email in addresses {
        let before = written(&app).await;
        let answer = app.send(writing(email, TEXT)).await.is(200);
        pages.push(same(&answer, email));
        let answer = app.send(asking(email)).await.is(202);
        answers.push((
            answer.body.clone(),
            answer.header("content-length").to_owned(),
        ));
        let after = written(&app).await;
        writes.push(std::array::from_fn::<i64, 5, _>(|n| after[n] - before[n]));
    }
    for n in 1..addresses.len() {
        assert_eq!(pages[n], pages[0]);
        assert_eq!(answers[n], answers[0]);
    }
    assert_eq!(
        writes,
        [[2, 2, 2, 0, 0]; 3],
        "links, messages, jobs, guests, tokens"
    );
}

async fn a_stranger_is_mailed_once_a_day_whoever_asks(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| {
        config.guest_links_per_hour = 3;
        config.trusted_proxies = "127.0.0.1".to_owned();
    })
    .await;
    let (here, there) = (app.cast.here.host, app.cast.there.host);
    for round in 0..10 {
        let asked = (0..20).map(|n| {
            let host = if n % 2 == 0 { here } else { there };
            let peer = format!("198.51.{round}.{n}");
            app.send(from(asking(EMAIL), &peer).host(host))
        });
        for answer in join_all(asked).await {
            answer.is(202);
        }
        app.work().await;
    }
    assert_eq!(
        app.caught().len(),
        1,
        "200 forms, two marketplaces, 200 networks"
    );
    app.later(23 * HOUR);
    app.send(from(asking(EMAIL), "198.51.100.1")).await.is(202);
    app.work().await;
    assert_eq!(app.caught().len(), 1);
    app.later(HOUR + MINUTE);
    app.send(from(asking(EMAIL), "198.51.100.2")).await.is(202);
    app.work().await;
    assert_eq!(app.caught().len(), 2, "the next day");
}

async fn what_waits_is_swept_after_a_day(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let before = written(&app).await;
    let people = counted(&app, "SELECT COUNT(*) FROM principal").await;
    app.send(asking("proven@posti.example")).await.is(202);
    app.send(confirming(&mailed(&app).await)).await.is(303);
    app.send(asking(EMAIL)).await.is(202);
    app.work().await;
    app.later(23 * HOUR);
    sweep::round(&app.app).await.unwrap();
    assert_eq!(
        counted(&app, "SELECT COUNT(*) FROM pending_message").await,
        1
    );
    app.later(2 * HOUR);
    sweep::round(&app.app).await.unwrap();
    let after = written(&app).await;
    assert_eq!(
        (after[0], after[1], after[3] - before[3]),
        (0, 0, 1),
        "only who proved an address stays"
    );
    let now = counted(&app, "SELECT COUNT(*) FROM principal").await;
    assert_eq!(now, people + 1);
    assert_eq!(app.inbox(&app.cast.here.seller, "").await.len(), 1);
}

async fn a_network_asks_three_times_an_hour_also_after_a_restart(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| {
        config.guest_links_per_hour = 3;
        config.trusted_proxies = "127.0.0.1".to_owned();
    })
    .await;
    for n in 0..3 {
        // Neighbours in one IPv6 network are one.
        let peer = format!("2001:db8:1:2::{n}");
        app.send(from(asking(&format!("a{n}@posti.example")), &peer))
            .await
            .is(202);
    }
    let app = app.crash().await;
    let more = |email: &str| from(asking(email), "2001:db8:1:2:ffff::9");
    // The same for every address, so that it tells nothing about any.
    for email in [
        "a0@posti.example",
        "fresh@posti.example",
        "aino@posti.example",
    ] {
        let limited = app.send(more(email)).await.is(429);
        assert_eq!(limited.header("retry-after"), "3601");
    }
    let form = app
        .send(from(writing(EMAIL, TEXT), "2001:db8:1:2::9"))
        .await
        .is(429)
        .text();
    assert!(
        form.contains(TEXT) && form.contains("role=\"alert\""),
        "nothing typed is lost"
    );
    app.send(from(asking(EMAIL), "2001:db8:1:3::9"))
        .await
        .is(202);
    app.later(HOUR + MINUTE);
    app.send(more("fresh@posti.example")).await.is(202);
    app.work().await;
    assert_eq!(app.caught().len(), 5);
}

async fn a_proven_address_gets_three_links_an_hour_and_ten_a_day(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| {
        config.guest_links_per_hour = 3;
        config.trusted_proxies = "127.0.0.1".to_owned();
    })
    .await;
    app.send(from(coming_back(EMAIL), "192.0.2.1"))
        .await
        .is(200);
    app.send(confirming(&mailed(&app).await)).await.is(303);
    let mut sent = Vec::new();
    for hour in 0..24 {
        for n in 0..5 {
            let peer = format!("198.51.{hour}.{n}");
            app.send(from(coming_back(EMAIL), &peer)).await.is(200);
            app.work().await;
        }
        sent.push(app.caught().len());
        app.later(HOUR);
    }
    assert_eq!(sent[..5], [3, 6, 9, 10, 10]);
    assert_eq!(sent[23], 10, "ten in a day");
    app.later(DAY);
    app.send(from(coming_back(EMAIL), "192.0.2.9"))
        .await
        .is(200);
    app.work().await;
    assert_eq!(app.caught().len(), 11);
}

async fn nothing_that_a_stranger_wrote_is_in_the_mail(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.mika_sets(&json!({ "message": {}, "email": {} })).await;
    let words = ["Sannicanary", "subjectcanary", "bodycanary"];
    let body = json!({
        "email": EMAIL, "name": words[0],
        "message": {
            "listing": "lamp", "via": "form", "subject": words[1], "body": words[2],
            "consent": true,
        },
    });
    app.send(post(LINKS).json(&body)).await.is(202);
    app.work().await;
    let raw = format!("{:?}", app.caught()[0]);
    for word in words.into_iter().chain(["Old lamp", "Mika"]) {
        assert!(!raw.contains(word), "{word}: {raw}");
    }
    assert!(raw.contains("Tori"));
}

async fn links_are_made_of_the_base_url_only(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let hostile = asking(EMAIL)
        .host("tori.test:6666")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example");
    app.send(hostile).await.is(202);
    app.work().await;
    let text = app.caught()[0].mail.text.clone().unwrap();
    assert!(text.contains("https://tori.test/guest/confirm?token=kt_"));
    assert!(!text.contains("evil") && !text.contains("6666"), "{text}");
    for host in ["evil.example", "tori.test@evil.example", "evil.example:443"] {
        app.send(asking("x@posti.example").host(host)).await.is(421);
    }
}

async fn one_address_and_no_other_is_asked_for(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    for (body, status) in [
        (r#"{"email":["v@posti.example","a@posti.example"]}"#, 400),
        (
            r#"{"email":"v@posti.example","email":"a@posti.example"}"#,
            400,
        ),
        (r#"{"email":{"0":"v@posti.example"}}"#, 400),
        (r#"{"email":"v@posti.example","to":"a@posti.example"}"#, 400),
        (r#"{"email":"v@posti.example,a@posti.example"}"#, 422),
        (r#"{"email":"v@posti.example a@posti.example"}"#, 422),
        (
            r#"{"email":"v@posti.example\r\nBcc: a@posti.example"}"#,
            422,
        ),
        (r#"{"email":"=?utf-8?q?a=40b?=@posti.example"}"#, 422),
        (r#"{"email":"mıke@posti.example"}"#, 422),
        (r#"{}"#, 400),
    ] {
        let request = post(LINKS).bytes("application/json", body);
        app.send(request).await.is(status);
    }
    for (fields, status) in [
        (
            &[
                ("email[]", "v@posti.example"),
                ("email[]", "a@posti.example"),
            ][..],
            400,
        ),
        (
            &[("email", "v@posti.example"), ("email", "a@posti.example")][..],
            400,
        ),
        (
            &[("email", "v@posti.example\r\nBcc: a@posti.example")][..],
            422,
        ),
    ] {
        app.send(page("/guest/link", fields)).await.is(status);
    }
    app.work().await;
    assert_eq!(app.caught().len(), 0);
    assert_eq!(counted(&app, "SELECT COUNT(*) FROM guest_link").await, 0);
}

async fn a_message_needs_a_name_a_text_and_consent(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let with = |name: Value, message: Value| {
        let body = json!({ "email": EMAIL, "name": name, "message": message });
        post(LINKS).json(&body)
    };
    let right = message(TEXT, true);
    for name in [
        json!(null),
        json!(" "),
        json!("\u{202e}evil"),
        json!("a\u{7}"),
        json!("\u{200b}"),
        json!("x".repeat(81)),
    ] {
        app.send(with(name, right.clone()))
            .await
            .is(422)
            .field("field_invalid", "name");
    }
    let cases = [
        (message(TEXT, false), 422, "field_invalid"),
        (message(" ", true), 422, "body_empty"),
        (message(&"x".repeat(10_001), true), 422, "body_too_long"),
        (
            json!({ "listing": "none", "body": TEXT, "consent": true }),
            404,
            "not_found",
        ),
        (
            json!({ "seller": "nobody", "body": TEXT, "consent": true }),
            404,
            "not_found",
        ),
        (
            json!({ "body": TEXT, "consent": true }),
            422,
            "field_invalid",
        ),
        (
            json!({ "listing": "lamp", "body": TEXT }),
            400,
            "json_invalid",
        ),
        (
            json!({ "listing": "lamp", "body": TEXT, "consent": true, "subject": "x" }),
            422,
            "subject_without_form",
        ),
    ];
    for (message, status, code) in cases {
        app.send(with(json!("Sanni"), message))
            .await
            .is(status)
            .fault(code);
    }
    let without = [
        ("listing", "lamp"),
        ("name", "Sanni"),
        ("email", EMAIL),
        ("body", TEXT),
    ];
    let again = app.send(page("/guest/link", &without)).await.is(422).text();
    assert!(again.contains("href=\"#consent\"") && again.contains(TEXT) && again.contains(EMAIL));
    let mut no_address = writing("sanni", TEXT);
    no_address = no_address.header("accept-language", "fi");
    let again = app.send(no_address).await.is(422).text();
    assert!(again.contains("href=\"#email\""));
    assert_eq!(counted(&app, "SELECT COUNT(*) FROM guest_link").await, 0);
}

async fn a_hostile_name_is_shown_as_text(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let name = "<script>alert(1)</script>\"'&{ $name }";
    let fields = [
        ("listing", "lamp"),
        ("name", name),
        ("email", EMAIL),
        ("body", "<img src=x onerror=alert(1)>"),
        ("consent", "yes"),
    ];
    app.send(page("/guest/link", &fields)).await.is(200);
    let token = mailed(&app).await;
    let shown = app
        .send(get(format!("/guest/confirm?token={token}")))
        .await
        .is(200);
    assert!(!shown.text().contains("<script>alert") && !shown.text().contains("<img src=x"));
    let made_up = "/guest/confirm?token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    let shown = app.send(get(made_up)).await.is(422);
    assert!(!shown.text().contains("<script>alert"));
    let path = app
        .send(confirming(&token))
        .await
        .is(303)
        .header("location")
        .to_owned();
    let thread = app
        .send(get(path).browser(&app.cast.here.seller))
        .await
        .is(200);
    assert!(!thread.text().contains("<script>alert"));
}

async fn without_a_relay_nobody_is_promised_a_link(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.mail_relay = String::new()).await;
    let listing = app.send(get("/listings/lamp")).await.is(200).text();
    assert!(!listing.contains("/guest/link") && listing.contains("/sign-in"));
    let sign_in = app.send(get("/sign-in")).await.is(200).text();
    assert!(!sign_in.contains("/guest/link"));
    app.send(asking(EMAIL)).await.is(422).fault("mail_off");
    app.send(writing(EMAIL, TEXT)).await.is(422);
}
