//! Orders with values that are wrong, odd or large.

use std::sync::Arc;

use serde_json::json;

use crate::access_bodies::sale;
use crate::client::get;
use crate::ground::Site;
use crate::orders::{ORDERS, putting, with, writing};
use crate::testapp::TestApp;

lite!(
    every_wrong_field_of_an_order_is_named,
    hostile_numbers_are_refused_or_stay_themselves,
    the_largest_order_goes_through_and_a_larger_one_does_not,
);

async fn every_wrong_field_of_an_order_is_named(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let good = sale("aino", "mika");
    for (field, value, named) in [
        ("buyer", json!("nobody"), "buyer"),
        ("buyer", json!("lamppu"), "buyer"),
        ("buyer", json!(""), "buyer"),
        ("seller", json!("nobody"), "seller"),
        ("seller", json!("demo-guest"), "seller"),
        ("seller", json!("aino"), "seller"),
        ("status", json!("lost"), "status"),
        ("placed_at", json!("yesterday"), "placed_at"),
        ("shipped_at", json!("2026-11-19T10:00:00Z"), "shipped_at"),
        ("promised_on", json!("2026-02-30"), "promised_on"),
        ("total", json!("cheap"), "total"),
        ("items", json!([]), "items"),
        (
            "items",
            json!([{ "title": "", "quantity": 1 }]),
            "items[0].title",
        ),
        (
            "items",
            json!([{ "title": "x", "quantity": 0 }]),
            "items[0].quantity",
        ),
        ("carrier", json!("x".repeat(81)), "carrier"),
        ("tracking", json!("\u{202e}"), "tracking"),
    ] {
        let body = with(good.clone(), field, value);
        let answer = app.send(putting(&app, "T-1", &body)).await;
        answer.is(422).field("field_invalid", named);
    }
    let both = with(
        with(good.clone(), "buyer", json!("x")),
        "seller",
        json!("y"),
    );
    let answer = app.send(putting(&app, "T-1", &both)).await.is(422);
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 2);
    let unknown = with(good.clone(), "gift", json!(true));
    app.send(putting(&app, "T-1", &unknown))
        .await
        .is(400)
        .fault("unknown_field");
    for odd in [
        json!(1.5),
        json!("1"),
        json!(null),
        json!(9_223_372_036_854_775_808_u64),
    ] {
        let items = json!([{ "title": "x", "quantity": odd }]);
        let body = with(good.clone(), "items", items);
        app.send(putting(&app, "T-1", &body))
            .await
            .is(400)
            .fault("json_invalid");
    }
    let path = format!("{ORDERS}/T-1");
    app.send(get(path).by(&app.cast.here.buyer)).await.is(404);
}

async fn hostile_numbers_are_refused_or_stay_themselves(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let body = sale("aino", "mika");
    let buyer = &app.cast.here.buyer;
    for (written, number) in [
        ("..%2F..%2Fetc", "../../etc"),
        ("%27%20OR%201=1", ""),
        ("%27OR'1'='1", "'OR'1'='1"),
        ("%3Cscript%3E", "<script>"),
        ("a%26b%3Fc%23d", "a&b?c#d"),
        ("%F0%9F%A6%8A", "🦊"),
        ("a%00b", ""),
        ("a%0Ab", ""),
        ("%E2%80%AEa", ""),
        ("%2E%2E", ""),
        (&"x".repeat(64), &"x".repeat(64)),
        (&"x".repeat(65), ""),
    ] {
        let put = app.send(putting(&app, written, &body)).await;
        if number.is_empty() {
            assert!(
                matches!(put.status, 400 | 404 | 422),
                "{written}: {}",
                put.status
            );
            continue;
        }
        assert_eq!(put.is(201).json()["number"], json!(number));
        let seen = app.shown(buyer, &format!("{ORDERS}/{written}")).await;
        assert_eq!(seen["number"], json!(number));
        let wrote = app.send(writing(buyer, number, "x")).await.is(201).json();
        assert_eq!(wrote["order"], json!(number));
        let page = app
            .send(get(format!("/orders/{written}")).browser(buyer))
            .await
            .is(200);
        assert!(!page.text().contains("<script>"), "{written}");
    }
    let list = app.send(get("/orders").browser(buyer)).await.is(200).text();
    assert!(!list.contains("<script>") && list.contains("/orders/a%26b%3Fc%23d"));
}

async fn the_largest_order_goes_through_and_a_larger_one_does_not(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let item = json!({
        "title": "ä".repeat(150), "quantity": 1_000_000, "listing": "x".repeat(200),
        "price": "999999999999.99 EUR",
    });
    let full = with(
        sale("aino", "mika"),
        "items",
        json!(vec![item.clone(); 200]),
    );
    let made = app.send(putting(&app, "T-1", &full)).await.is(201).json();
    assert_eq!(made["items"].as_array().unwrap().len(), 200);
    let buyer = &app.cast.here.buyer;
    app.send(get("/orders/T-1").browser(buyer)).await.is(200);
    app.send(get("/orders").browser(buyer)).await.is(200);
    let over = with(
        sale("aino", "mika"),
        "items",
        json!(vec![item.clone(); 201]),
    );
    let answer = app.send(putting(&app, "T-2", &over)).await;
    answer.is(422).field("field_invalid", "items");
    let huge = with(sale("aino", "mika"), "items", json!(vec![item; 2_000]));
    app.send(putting(&app, "T-2", &huge)).await.is(413);
}
