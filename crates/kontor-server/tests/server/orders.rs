//! `/api/v1/orders`: putting, entity tags, lists of both sides, who sees what, and conversations
//! about an order. Odd values are tried in `orders_hostile.rs`, that lists and orders agree for everybody
//! in `orders_worlds.rs`.

use std::sync::Arc;

use kontor_core::time::SECOND;
use serde_json::{Value, json};

use crate::access_bodies::sale;
use crate::cast::Person;
use crate::client::{Request, get, post, put};
use crate::deeds::CONVERSATIONS;
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    an_order_is_put_shown_and_changed,
    a_list_has_both_sides_newest_first_in_pages,
    an_order_is_seen_by_its_two_sides_alone,
    of_changes_at_once_that_saw_the_same_one_is_kept,
    both_sides_write_about_an_order_in_one_conversation,
);
lite!(
    a_stranger_writes_about_no_order,
    who_bought_from_the_own_shop_writes_to_nobody,
    the_pages_show_what_both_sides_need,
);

pub const ORDERS: &str = "/api/v1/orders";

/// The marketplace's request to put an order.
pub fn putting(app: &TestApp, number: &str, body: &Value) -> Request {
    let path = format!("{ORDERS}/{number}");
    put(path).by(&app.cast.here.operator).json(body)
}

/// A message about an order.
pub fn writing(person: &Person, number: &str, body: &str) -> Request {
    let body = json!({ "order": number, "kind": "inquiry", "body": body });
    post(CONVERSATIONS).by(person).json(&body)
}

/// The same with one field otherwise.
pub fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

async fn numbers(app: &TestApp, person: &Person, query: &str) -> Vec<String> {
    let page = app.shown(person, &format!("{ORDERS}{query}")).await;
    let rows = page["orders"].as_array().unwrap().clone();
    let number = |row: &Value| row["number"].as_str().unwrap().to_owned();
    rows.iter().map(number).collect()
}

async fn an_order_is_put_shown_and_changed(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let body = json!({
        "buyer": "aino", "seller": "lamppu", "status": "shipped",
        "items": [
            { "title": " Green \n sofa ", "quantity": 1, "listing": "sofa", "price": "120,00 EUR" },
            { "title": "Cushion", "quantity": 2 },
        ],
        "placed_at": "2026-11-20T12:00:00+02:00", "shipped_at": "2026-11-21T08:00:00Z",
        "carrier": "Posti", "tracking": "JJFI 65", "promised_on": "2026-11-25",
        "total": "139.80 EUR",
    });
    let made = app.send(putting(&app, "T-1", &body)).await.is(201);
    let wanted = json!({
        "number": "T-1", "side": null, "status": "shipped",
        "buyer": { "id": here.buyer.id, "name": "Aino" },
        "seller": { "id": here.shop, "name": "Lamppu & Tuoli" },
        "items": [
            { "title": "Green sofa", "quantity": 1, "listing": "sofa",
              "price": { "amount": "120.00", "currency": "EUR" } },
            { "title": "Cushion", "quantity": 2, "listing": null, "price": null },
        ],
        "placed_at": "2026-11-20T10:00:00Z", "shipped_at": "2026-11-21T08:00:00Z",
        "delivered_at": null, "carrier": "Posti", "tracking": "JJFI 65",
        "promised_on": "2026-11-25", "total": { "amount": "139.80", "currency": "EUR" },
        "updated_at": "2026-11-21T10:00:00Z",
    });
    assert_eq!(made.json(), wanted);
    let tag = made.header("etag").to_owned();
    app.later(SECOND);
    let again = app.send(putting(&app, "T-1", &body)).await.is(200);
    assert_eq!(
        (again.json(), again.header("etag")),
        (wanted.clone(), &*tag)
    );
    for (person, side) in [(&here.buyer, "buyer"), (&here.shop_member, "seller")] {
        let seen = app.shown(person, &format!("{ORDERS}/T-1")).await;
        assert_eq!(seen, with(wanted.clone(), "side", json!(side)));
    }
    let known = get(format!("{ORDERS}/T-1")).by(&here.buyer);
    app.send(known.header("if-none-match", &tag)).await.is(304);

    let arrived = with(body.clone(), "status", json!("delivered"));
    let arrived = with(arrived, "delivered_at", json!("2026-11-21T10:00:00Z"));
    let changed = app.send(putting(&app, "T-1", &arrived)).await.is(200);
    assert_eq!(changed.json()["status"], "delivered");
    assert_eq!(changed.json()["updated_at"], "2026-11-21T10:00:01Z");
    assert_ne!(changed.header("etag"), tag);
    let late = putting(&app, "T-1", &body).header("if-match", &tag);
    app.send(late).await.is(412).fault("precondition_failed");
    for tag in ["*", "\"1\"", "nonsense", "W/\"1\""] {
        let new = putting(&app, "T-2", &body).header("if-match", tag);
        app.send(new).await.is(412).fault("precondition_failed");
    }
    let star = putting(&app, "T-1", &body).header("if-match", "*");
    app.send(star).await.is(200);
}

async fn a_list_has_both_sides_newest_first_in_pages(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    for (number, buyer, seller, day, status) in [
        ("a", "aino", "mika", 1, "paid"),
        ("b", "aino", "lamppu", 3, "shipped"),
        ("c", "mika", "lamppu", 2, "paid"),
        ("d", "bela", "mika", 2, "paid"),
        ("e", "bela", "mika", 2, "cancelled"),
    ] {
        let at = json!(format!("2026-11-0{day}T10:00:00Z"));
        let body = with(
            with(sale(buyer, seller), "placed_at", at),
            "status",
            json!(status),
        );
        app.send(putting(&app, number, &body)).await.is(201);
    }
    assert_eq!(numbers(&app, &here.buyer, "").await, ["b", "a"]);
    assert_eq!(numbers(&app, &here.seller, "").await, ["e", "d", "c", "a"]);
    assert_eq!(numbers(&app, &here.seller, "?as=buyer").await, ["c"]);
    assert_eq!(
        numbers(&app, &here.seller, "?as=seller").await,
        ["e", "d", "a"]
    );
    assert_eq!(
        numbers(&app, &here.seller, "?status=paid").await,
        ["d", "c", "a"]
    );
    assert_eq!(numbers(&app, &here.shop_admin, "").await, ["b", "c"]);
    assert_eq!(numbers(&app, &here.guest, "").await, [""; 0]);
    assert_eq!(numbers(&app, &here.operator, "").await, [""; 0]);
    let mut paged = Vec::new();
    let mut query = "?limit=1".to_owned();
    loop {
        let page = app.shown(&here.seller, &format!("{ORDERS}{query}")).await;
        paged.push(page["orders"][0]["number"].as_str().unwrap().to_owned());
        let Some(next) = page["next"].as_str() else {
            break;
        };
        query = format!("?limit=1&cursor={next}");
    }
    assert_eq!(paged, ["e", "d", "c", "a"]);
    for bad in [
        "?as=both",
        "?status=lost",
        "?limit=0",
        "?cursor=1",
        "?cursor=x.a",
        "?cursor=1.a b",
    ] {
        let path = format!("{ORDERS}{}", bad.replace(' ', "%20"));
        let answer = app.send(get(path).by(&here.buyer)).await;
        answer.is(400).fault("parameter_invalid");
    }
}

async fn an_order_is_seen_by_its_two_sides_alone(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    let body = sale("demo-guest", "lamppu");
    app.send(putting(&app, "T-1", &body)).await.is(201);
    let path = format!("{ORDERS}/T-1");
    for person in here.everybody() {
        let wanted = match person.part {
            "guest" | "shop_admin" | "shop_member" | "operator" => 200,
            _ => 404,
        };
        app.send(get(&path).by(person)).await.is(wanted);
        let page = app.send(get("/orders/T-1").browser(person)).await;
        assert_eq!(
            page.status == 200,
            wanted == 200 && person.part != "operator"
        );
    }
    // The same people, their numbers and their marketplace's operator elsewhere.
    for person in there.everybody() {
        let answer = app.send(get(&path).by(person)).await;
        assert_eq!(answer.status, 404, "{}", person.part);
    }
    let abroad = put(&path).by(&there.operator).json(&sale("aino", "mika"));
    app.send(abroad).await.is(201);
    let mine = app.shown(&here.guest, &path).await;
    assert_eq!(mine["buyer"]["id"], json!(here.guest.id));
    assert_eq!(app.send(get(&path).by(&here.buyer)).await.status, 404);
    // Who no longer is in the order no longer sees it.
    app.send(putting(&app, "T-1", &sale("aino", "mika")))
        .await
        .is(200);
    assert_eq!(app.send(get(&path).by(&here.guest)).await.status, 404);
    assert_eq!(app.send(get(&path).by(&here.shop_admin)).await.status, 404);
    assert_eq!(app.send(get(&path).by(&here.buyer)).await.status, 200);
}

async fn of_changes_at_once_that_saw_the_same_one_is_kept(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let made = app.send(putting(&app, "T-1", &sale("aino", "mika"))).await;
    let tag = made.is(201).header("etag").to_owned();
    let tries = (0..12).map(|n| {
        let body = with(
            sale("aino", "mika"),
            "tracking",
            json!(format!("track-{n}")),
        );
        putting(&app, "T-1", &body).header("if-match", &tag)
    });
    let tries: Vec<_> = tries.collect();
    let answers = futures_util::future::join_all(tries.into_iter().map(|one| app.send(one))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let kept = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!(kept, 1, "{statuses:?}");
    assert!(
        statuses.iter().all(|status| matches!(status, 200 | 412)),
        "{statuses:?}"
    );
    let kept = answers.iter().find(|answer| answer.status == 200).unwrap();
    let is = app
        .shown(&app.cast.here.buyer, &format!("{ORDERS}/T-1"))
        .await;
    assert_eq!(is["tracking"], kept.json()["tracking"]);
}

async fn both_sides_write_about_an_order_in_one_conversation(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.send(putting(&app, "T-1", &sale("aino", "lamppu")))
        .await
        .is(201);
    app.send(putting(&app, "T-2", &sale("aino", "lamppu")))
        .await
        .is(201);
    // The seller begins, which no inquiry about a listing does.
    let begun = app
        .send(writing(&here.shop_member, "T-1", "Oiled or waxed?"))
        .await
        .is(201);
    let begun = begun.json();
    assert_eq!(
        (
            &begun["order"],
            &begun["side"],
            &begun["kind"],
            &begun["listing"]
        ),
        (
            &json!("T-1"),
            &json!("seller"),
            &json!("inquiry"),
            &Value::Null
        )
    );
    assert_eq!(begun["principal"], json!(here.shop));
    assert_eq!(begun["other"]["id"], json!(here.buyer.id));
    let id = begun["id"].as_str().unwrap();
    assert_eq!(app.conversation(&here.shop_member, id).await, begun);
    let seen = app.conversation(&here.buyer, id).await;
    assert_eq!(
        (
            &seen["side"],
            &seen["order"],
            &seen["unread"],
            &seen["other"]["id"]
        ),
        (&json!("buyer"), &json!("T-1"), &json!(1), &json!(here.shop))
    );
    let more = app
        .send(writing(&here.buyer, "T-1", "Oiled, please."))
        .await
        .is(200)
        .json();
    assert_eq!(
        (&more["id"], &more["side"]),
        (&begun["id"], &json!("buyer"))
    );
    let texts = app.texts(&here.shop_admin, id).await;
    assert_eq!(texts, ["Oiled or waxed?", "Oiled, please."]);
    // Another order, a listing and the seller as such are conversations of their own.
    let other = app
        .send(writing(&here.buyer, "T-2", "x"))
        .await
        .is(201)
        .json();
    let sofa = app.wrote(&here.buyer, "sofa", "x").await;
    let ids = app.inbox(&here.buyer, "").await;
    assert_eq!(ids, [&sofa, other["id"].as_str().unwrap(), id]);
    let key = writing(&here.buyer, "T-1", "Once").key("once");
    let first = app.send(key.clone()).await.is(200).json();
    assert_eq!(app.send(key).await.is(200).json()["seq"], first["seq"]);
}

async fn a_stranger_writes_about_no_order(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    app.send(putting(&app, "T-1", &sale("demo-guest", "lamppu")))
        .await
        .is(201);
    for person in [
        &here.buyer,
        &here.seller,
        &here.agent,
        &here.operator,
        &there.guest,
    ] {
        let missing = app.send(writing(person, "missing", "x")).await.is(404);
        let theirs = app.send(writing(person, "T-1", "x")).await.is(404);
        assert_eq!(theirs.code(), missing.code());
    }
    for number in ["", "a b", "..", &"x".repeat(65)] {
        app.send(writing(&here.guest, number, "x")).await.is(404);
    }
    for beside in ["listing", "seller"] {
        let mut body = json!({ "order": "T-1", "kind": "inquiry", "body": "x" });
        body[beside] = json!(if beside == "listing" {
            "sofa"
        } else {
            "lamppu"
        });
        let request = post(CONVERSATIONS).by(&here.guest).json(&body);
        app.send(request)
            .await
            .is(422)
            .field("field_invalid", "order");
    }
    app.send(writing(&here.guest, "T-1", "Where is it?"))
        .await
        .is(201);
}

async fn who_bought_from_the_own_shop_writes_to_nobody(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.send(putting(&app, "T-1", &sale("otto", "lamppu")))
        .await
        .is(201);
    let refused = app.send(writing(&here.shop_member, "T-1", "x")).await;
    refused.is(409).fault("own_order");
    assert_eq!(numbers(&app, &here.shop_member, "").await, ["T-1"], "once");
    let page = app
        .send(get("/orders/T-1").browser(&here.shop_member))
        .await
        .is(200);
    assert!(
        !page.text().contains("<textarea"),
        "no form to write to oneself"
    );
    // A colleague is on one side only.
    app.send(writing(&here.shop_admin, "T-1", "x"))
        .await
        .is(201);
}

async fn the_pages_show_what_both_sides_need(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let home = async |person| app.send(get("/listings").browser(person)).await.text();
    let link = "href=\"/orders\"";
    assert!(
        !home(&here.buyer).await.contains(link),
        "no link to an empty list"
    );
    let body = with(sale("aino", "lamppu"), "promised_on", json!("2026-11-25"));
    let body = with(body, "tracking", json!("JJFI65"));
    app.send(putting(&app, "T-1", &body)).await.is(201);
    for person in [&here.buyer, &here.shop_admin, &here.shop_member] {
        assert!(home(person).await.contains(link), "{}", person.part);
    }
    assert!(!home(&here.seller).await.contains(link));
    let list = app
        .send(get("/orders").browser(&here.buyer))
        .await
        .is(200)
        .text();
    for words in ["T-1", "Lamppu &amp; Tuoli", "25 Nov 2026", "Paid"] {
        assert!(list.contains(words), "{words}: {list}");
    }
    let page = app
        .send(get("/orders/T-1").browser(&here.shop_admin))
        .await
        .is(200)
        .text();
    for words in [
        "JJFI65",
        "Aino",
        "25 Nov 2026",
        "Old lamp",
        "name=\"order\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let form = [("order", "T-1"), ("body", " "), ("key", "k1")];
    let refused = app
        .send(post("/conversations").browser(&here.shop_admin).form(&form))
        .await;
    assert!(refused.is(422).text().contains("id=\"body-error\""));
    let form = [("order", "T-1"), ("body", "Oiled or waxed?"), ("key", "k2")];
    let sent = app
        .send(post("/conversations").browser(&here.shop_admin).form(&form))
        .await
        .is(303);
    let thread = sent.header("location").to_owned();
    let thread = app
        .send(get(thread).browser(&here.buyer))
        .await
        .is(200)
        .text();
    assert!(thread.contains("href=\"/orders/T-1\""), "{thread}");
    let inbox = app
        .send(get("/conversations").browser(&here.buyer))
        .await
        .is(200)
        .text();
    assert!(inbox.contains("T-1"));
    let page = app
        .send(get("/orders/T-1").browser(&here.buyer))
        .await
        .is(200)
        .text();
    assert!(page.contains("href=\"/conversations/cnv_"), "{page}");
}
