//! `/api/v1/sellers/{id}/delivery` and its page: who may choose, and what; and what stands in the bytes
//! of the mail that follows.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::client::{get, post, put};
use crate::delivery::choosing;
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    a_choice_is_kept_and_shown,
    of_choices_at_once_that_saw_the_same_one_is_kept
);
lite!(
    only_administrators_and_the_operator_choose,
    every_wrong_choice_is_named,
    a_choice_is_made_with_a_form,
    a_mail_tells_nothing_of_the_buyers_address,
    names_and_titles_cannot_become_headers,
);

const PATH: &str = "/api/v1/sellers/lamppu/delivery";

async fn a_choice_is_kept_and_shown(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let first = app.send(get(PATH).by(&here.shop_admin)).await.is(200);
    let wanted = json!({
        "choice": "email", "address": null, "address_proven": false,
        "goes_to": "administrators", "changed_at": null,
    });
    assert_eq!(first.json(), wanted);
    let tag = first.header("etag").to_owned();
    let body = json!({ "choice": "both", "address": " myynti@lamppu.example " });
    let made = choosing(&here.shop_admin, "lamppu", &body).header("if-match", &tag);
    let made = app.send(made).await.is(200);
    let wanted = json!({
        "choice": "both", "address": "myynti@lamppu.example", "address_proven": false,
        "goes_to": "administrators", "changed_at": "2026-11-21T10:00:00Z",
    });
    assert_eq!(made.json(), wanted);
    assert_eq!(app.shown(&here.shop_admin, PATH).await, wanted);
    let late = choosing(&here.shop_admin, "lamppu", &body).header("if-match", &tag);
    app.send(late).await.is(412).fault("precondition_failed");
    app.later(1_000_000);
    let again = app
        .send(choosing(&here.shop_admin, "lamppu", &body))
        .await
        .is(200);
    assert_eq!(
        again.header("etag"),
        made.header("etag"),
        "the same is no change"
    );
    assert_eq!(again.json(), wanted);
    let inbox = json!({ "choice": "inbox", "address": null });
    let inbox = app
        .send(choosing(&here.operator, &here.shop, &inbox))
        .await
        .is(200)
        .json();
    assert_eq!(
        (&inbox["goes_to"], &inbox["address"], &inbox["changed_at"]),
        (
            &json!("inbox"),
            &Value::Null,
            &json!("2026-11-21T10:00:01Z")
        )
    );
    let there = &app.cast.there;
    assert_eq!(
        app.shown(&there.shop_admin, PATH).await["changed_at"],
        Value::Null
    );
}

async fn of_choices_at_once_that_saw_the_same_one_is_kept(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    for round in 0..2 {
        let seen = app.send(get(PATH).by(&here.shop_admin)).await.is(200);
        let tag = seen.header("etag").to_owned();
        let tries: Vec<_> = (0..8)
            .map(|n| {
                let address = format!("a{round}{n}@lamppu.example");
                let body = json!({ "choice": "email", "address": address });
                choosing(&here.shop_admin, "lamppu", &body).header("if-match", &tag)
            })
            .collect();
        let sent = tries.into_iter().map(|one| app.send(one));
        let answers = futures_util::future::join_all(sent).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(
            statuses.iter().filter(|status| **status == 200).count(),
            1,
            "{statuses:?}"
        );
    }
}

async fn only_administrators_and_the_operator_choose(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    let body = json!({ "choice": "inbox" });
    for person in here.everybody() {
        let wanted = match person.part {
            "shop_admin" | "operator" => 200,
            _ => 404,
        };
        app.send(get(PATH).by(person)).await.is(wanted);
        app.send(choosing(person, "lamppu", &body)).await.is(wanted);
    }
    for person in [&here.seller, &here.operator] {
        let refused = app.send(choosing(person, "mika", &body)).await;
        refused.is(409).fault("delivery_fixed");
    }
    for seller in ["mika", "nobody", &there.shop, "a%20b", &here.buyer.id] {
        let path = format!("/api/v1/sellers/{seller}/delivery");
        app.send(get(path).by(&here.shop_admin)).await.is(404);
    }
}

async fn every_wrong_choice_is_named(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let admin = &app.cast.here.shop_admin;
    for address in [
        "nobody",
        "a@b",
        "a b@c.fi",
        "a@b.fi, c@d.fi",
        "a@b.fi\r\nBcc: c@d.fi",
    ] {
        let body = json!({ "choice": "email", "address": address });
        let answer = app.send(choosing(admin, "lamppu", &body)).await;
        answer.is(422).field("field_invalid", "address");
    }
    let fax = json!({ "choice": "fax" });
    app.send(choosing(admin, "lamppu", &fax))
        .await
        .is(400)
        .fault("json_invalid");
    let more = json!({ "choice": "email", "fax": 1 });
    app.send(choosing(admin, "lamppu", &more))
        .await
        .is(400)
        .fault("unknown_field");
    assert_eq!(app.shown(admin, PATH).await["changed_at"], Value::Null);
}

async fn a_choice_is_made_with_a_form(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let path = "/contact/delivery";
    let page = app
        .send(get(path).browser(&here.shop_admin))
        .await
        .is(200)
        .text();
    assert!(
        page.contains("Lamppu &amp; Tuoli") && page.contains("value=\"email\""),
        "{page}"
    );
    assert!(page.contains(&here.shop));
    let account = app
        .send(get("/account").browser(&here.shop_admin))
        .await
        .is(200)
        .text();
    assert!(account.contains(path), "the account leads there");
    let form = |address: &str| {
        let fields = [
            ("seller", here.shop.as_str()),
            ("choice", "both"),
            ("address", address),
        ];
        post(path).browser(&here.shop_admin).form(&fields)
    };
    let wrong = app.send(form("no address")).await.is(422).text();
    assert!(
        wrong.contains("no address") && wrong.contains("role=\"alert\""),
        "{wrong}"
    );
    app.send(form("myynti@lamppu.example")).await.is(303);
    let chosen = app.shown(&here.shop_admin, PATH).await;
    assert_eq!(
        (&chosen["choice"], &chosen["address"]),
        (&json!("both"), &json!("myynti@lamppu.example"))
    );
    for person in [&here.shop_member, &here.seller, &here.buyer] {
        let page = app.send(get(path).browser(person)).await.is(200).text();
        assert!(
            !page.contains("<fieldset") && page.contains("inbox"),
            "{}",
            person.part
        );
        let fields = [
            ("seller", here.shop.as_str()),
            ("choice", "inbox"),
            ("address", ""),
        ];
        app.send(post(path).browser(person).form(&fields))
            .await
            .is(404);
    }
}

/// Takes one mail and gives every byte that the client said, its own lines too.
async fn overhear(listener: TcpListener) -> String {
    let (stream, _) = listener.accept().await.unwrap();
    let (reading, mut writing) = stream.into_split();
    let mut reading = BufReader::new(reading);
    let mut said = String::new();
    let mut in_mail = false;
    writing.write_all(b"220 sink\r\n").await.unwrap();
    loop {
        let mut line = String::new();
        if reading.read_line(&mut line).await.unwrap() == 0 {
            return said;
        }
        said.push_str(&line);
        let answer = match line.trim_end() {
            "." => {
                in_mail = false;
                "250 taken\r\n"
            }
            _ if in_mail => continue,
            "DATA" => {
                in_mail = true;
                "354 go on\r\n"
            }
            "QUIT" => return said,
            _ => "250 ok\r\n",
        };
        writing.write_all(answer.as_bytes()).await.unwrap();
        if answer == "250 taken\r\n" {
            return said;
        }
    }
}

async fn a_mail_tells_nothing_of_the_buyers_address(site: Arc<Site>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let relay = format!("smtp://{}", listener.local_addr().unwrap());
    let app = TestApp::with(&site, |config| config.mail_relay = relay).await;
    let here = &app.cast.here;
    let address = "canary.7f3a@posti.example";
    let body = json!({ "role": "buyer", "name": "Aino", "email": address, "email_verified": true });
    let known = put("/api/v1/accounts/aino").by(&here.operator).json(&body);
    app.send(known).await.is(200);
    let overheard = app.handle().spawn(overhear(listener));
    let id = app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    app.work().await;
    let said = overheard.await.unwrap();
    assert!(said.contains("RCPT TO:<kaisa@posti.example>"), "{said}");
    assert!(said.contains("Is it soft?") && said.contains(&id), "{said}");
    for canary in ["canary", "7f3a", &here.buyer.id, &here.buyer.token_id] {
        assert!(!said.contains(canary), "{canary}: {said}");
    }
    // "canary.7f3a@" in base64, at each of the three places where it may begin.
    for coded in ["Y2FuYXJ5", "NhbmFyeS", "jYW5hcnku"] {
        assert!(!said.contains(coded), "{coded}: {said}");
    }
    for wanted in [
        "Auto-Submitted: auto-generated",
        "From: \"Aino through Tori\" <no-reply@tori.test>",
        "References:",
        "Green sofa",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert!(!said.to_ascii_lowercase().contains("reply-to:"), "{said}");
}

async fn names_and_titles_cannot_become_headers(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let names = [
        "=?utf-8?q?=0D=0ABcc:_x@evil.example?=",
        "\"Bank\" <x@evil.example>, other@evil.example",
        "Bcc: x@evil.example",
        &"🦊ä".repeat(40),
    ];
    for (number, name) in names.into_iter().enumerate() {
        let body = json!({ "role": "buyer", "name": name, "email": "aino@posti.example" });
        let known = put("/api/v1/accounts/aino").by(&here.operator).json(&body);
        app.send(known).await.is(200);
        let title = format!("{name}\r\nBcc: x@evil.example");
        let title: String = title.chars().take(150).collect();
        let body = json!({ "seller": "lamppu", "title": title });
        let offer = put("/api/v1/listings/sofa").by(&here.operator).json(&body);
        app.send(offer).await.is(200);
        let text = format!("\r\n.\r\nRCPT TO:<x@evil.example>\r\n{name}");
        app.wrote(&here.buyer, "sofa", &text).await;
        app.work().await;
        let caught = app.caught();
        assert_eq!(caught.len(), number + 1, "{name}");
        let (to, mail) = (&caught[number].to, &caught[number].mail);
        assert_eq!(to, &["kaisa@posti.example"], "{name}");
        assert_eq!((mail.from.len(), mail.to.len()), (1, 1), "{name}");
        assert_eq!(mail.from[0].address, "no-reply@tori.test", "{name}");
        assert!(
            mail.from[0].name.ends_with("Tori") || name.len() > 100,
            "{:?}",
            mail.from
        );
        assert!(
            !mail.subject.clone().unwrap().contains(['\r', '\n']),
            "{name}"
        );
        assert!(mail.defects.is_empty(), "{:?}", mail.defects);
    }
}
