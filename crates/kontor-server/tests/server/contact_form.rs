//! Writing by the contact form: its subject is a part of the entry, wherever the entry is seen.

use std::sync::Arc;

use kontor_core::id::ConversationId;
use kontor_store::archive;
use serde_json::{Value, json};

use crate::cast::Person;
use crate::client::{Request, get, post};
use crate::deeds::{CONVERSATIONS, asking};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(a_subject_is_sealed_and_shown_to_both_sides);
lite!(
    a_subject_is_found_by_search,
    only_a_form_has_a_subject,
    the_page_has_a_subject_where_one_writes_by_form,
);

fn by_form(person: &Person, subject: &Value, body: &str) -> Request {
    let body = json!({
        "listing": "lamp", "kind": "inquiry", "via": "form", "subject": subject, "body": body,
    });
    post(CONVERSATIONS).by(person).json(&body)
}

async fn a_subject_is_sealed_and_shown_to_both_sides(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&json!({ "message": {}, "email": {} })).await;
    let first = by_form(&here.buyer, &json!(" Shade\r\nand\tfoot "), "Is it whole?");
    let made = app.send(first.key("one")).await.is(201).json();
    let id = made["id"].as_str().unwrap().to_owned();
    assert_eq!(made["preview"], "Is it whole?");
    app.wrote(&here.buyer, "lamp", "No subject here").await;
    app.send(by_form(&here.buyer, &Value::Null, "Nor here"))
        .await
        .is(200);
    for person in [&here.buyer, &here.seller] {
        let page = app
            .shown(person, &format!("{CONVERSATIONS}/{id}/entries"))
            .await;
        let entries = page["entries"].as_array().unwrap().clone();
        let subjects: Vec<&Value> = entries.iter().map(|one| &one["subject"]).collect();
        assert_eq!(
            subjects,
            [&json!("Shade and foot"), &Value::Null, &Value::Null]
        );
        let thread = get(format!("/conversations/{id}")).browser(person);
        assert!(
            app.send(thread)
                .await
                .is(200)
                .text()
                .contains("<bdi>Shade and foot</bdi>")
        );
    }
    let input = (here.key, ConversationId(id));
    let fault = app
        .app
        .store
        .read(input, |tx, (key, id)| {
            Box::pin(archive::verify(tx, *key, id))
        })
        .await
        .unwrap();
    assert_eq!(fault, None, "the chain verifies with both parts");
}

async fn a_subject_is_found_by_search(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&json!({ "message": {}, "email": {} })).await;
    let made = app
        .send(by_form(&here.buyer, &json!("Lampshade"), "Is it whole?"))
        .await
        .is(201)
        .json();
    app.later(kontor_core::time::SECOND);
    app.work().await;
    for word in ["lampshade", "whole", "lampshade+whole"] {
        let found = app.inbox(&here.seller, &format!("?q={word}")).await;
        assert_eq!(found, [made["id"].as_str().unwrap()], "{word}");
    }
    assert!(app.inbox(&here.seller, "?q=lampshades").await.is_empty());
}

async fn only_a_form_has_a_subject(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&json!({ "message": {}, "email": {} })).await;
    let plain = json!({ "listing": "lamp", "kind": "inquiry", "subject": "x", "body": "y" });
    app.send(post(CONVERSATIONS).by(&here.buyer).json(&plain))
        .await
        .is(422)
        .fault("subject_without_form");
    let longer = json!("ä".repeat(121));
    app.send(by_form(&here.buyer, &longer, "y"))
        .await
        .is(422)
        .fault("subject_too_long");
    let unknown = json!({ "listing": "lamp", "kind": "inquiry", "via": "fax", "body": "y" });
    app.send(post(CONVERSATIONS).by(&here.buyer).json(&unknown))
        .await
        .is(400);
    assert!(app.inbox(&here.buyer, "").await.is_empty());
    app.send(asking(&here.buyer, "lamp", "y")).await.is(201);
}

async fn the_page_has_a_subject_where_one_writes_by_form(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.mika_sets(&json!({ "message": {}, "email": {} })).await;
    let buyer = &app.cast.here.buyer;
    let page = app.send(get("/listings/lamp").browser(buyer)).await;
    assert!(!page.text().contains("name=\"subject\""));
    let page = app
        .send(get("/listings/lamp?via=form").browser(buyer))
        .await;
    assert!(page.text().contains("name=\"subject\""));
    let seller = app.send(get("/sellers/mika?via=form").browser(buyer)).await;
    assert!(seller.text().contains("name=\"subject\""));
    let longer = "x".repeat(121);
    let sending = |subject: &str| {
        let form = [
            ("listing", "lamp"),
            ("via", "form"),
            ("subject", subject),
            ("body", "Is it whole?"),
            ("key", "one"),
        ];
        post("/conversations").browser(buyer).form(&form)
    };
    let again = app.send(sending(&longer)).await.is(422).text();
    assert!(again.contains("href=\"#subject\"") && again.contains(&longer));
    assert!(again.contains("name=\"via\" value=\"form\""));
    let sent = app.send(sending("A lamp")).await.is(303);
    let path = sent.header("location").to_owned();
    let thread = app.send(get(path).browser(buyer)).await.is(200).text();
    assert!(thread.contains("A lamp"));
}
