//! `/api/v1/listings/import` and `/api/v1/imports`: feeds that can be read. Hostile ones are in
//! `imports_hostile.rs`.

use std::sync::Arc;
use std::time::Duration;

use kontor_server::actions::import::{Importer, Order};
use kontor_server::fault::Fault;
use serde_json::{Value, json};

use crate::client::{Request, get, post};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    a_feed_brings_listings_in_every_format,
    refused_rows_are_told_while_the_good_ones_go_in,
    a_feed_that_comes_again_changes_only_what_changed,
    what_a_feed_no_longer_names_is_retired,
    a_run_that_was_cut_off_goes_on,
);
lite!(
    more_refused_rows_than_fit_a_page_come_in_pages,
    a_feeds_name_is_checked
);

/// Rows beyond one transaction of the importer.
const MANY: usize = 1_234;
/// Of two thirds of them, those that fill a transaction.
const KEPT: i64 = 500;

const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
<channel><title>Shop</title><item><g:id>kettle</g:id><title>Kettle &amp; lid</title>
<description><![CDATA[<b>Works</b>]]></description><link>https://tori.test/kettle</link>
<g:price>12.50 EUR</g:price><seller>lamppu</seller></item></channel></rss>"#;
const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<entry><g:id>kettle</g:id><title>Kettle &amp; lid</title><summary>&lt;b&gt;Works&lt;/b&gt;</summary>
<link href="https://tori.test/kettle"/><g:price>12.50 EUR</g:price><seller>lamppu</seller>
</entry></feed>"#;
const TSV: &str = "id\ttitle\tdescription\tlink\tprice\tseller\r\nkettle\tKettle & lid\t<b>Works</b>\t\
    https://tori.test/kettle\t12.50 EUR\tlamppu\r\n";

/// A feed, sent by whoever runs the marketplace.
pub fn feed(app: &TestApp, query: &str, kind: &str, feed: impl Into<Vec<u8>>) -> Request {
    let path = format!("/api/v1/listings/import{query}");
    post(path).by(&app.cast.here.operator).bytes(kind, feed)
}

/// A TSV feed of rows with id and title.
pub fn tsv(app: &TestApp, query: &str, rows: &[(&str, &str)]) -> Request {
    let rows: Vec<_> = rows
        .iter()
        .map(|(id, title)| format!("{id}\t{title}\tmika\n"))
        .collect();
    let text = format!("id\ttitle\tseller\n{}", rows.concat());
    feed(app, query, "text/tab-separated-values", text)
}

/// Rows, made, changed, same, refused and retired.
fn counts(run: &Value) -> [i64; 6] {
    [
        "rows_done",
        "created",
        "updated",
        "unchanged",
        "refused",
        "retired",
    ]
    .map(|name| run[name].as_i64().unwrap())
}

async fn a_feed_brings_listings_in_every_format(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let bom = format!("\u{feff}{TSV}");
    for (number, (kind, text)) in [
        ("text/tab-separated-values", TSV),
        ("application/rss+xml", RSS),
        ("application/atom+xml; charset=utf-8", ATOM),
        ("application/octet-stream", &bom),
    ]
    .into_iter()
    .enumerate()
    {
        let run = app.send(feed(&app, "", kind, text)).await.is(200).json();
        let made = i64::from(number == 0);
        assert_eq!(counts(&run), [1, made, 0, 1 - made, 0, 0], "{kind}");
        assert_eq!(
            (&run["state"], &run["feed"]),
            (&json!("done"), &json!("api"))
        );
        let path = format!("/api/v1/imports/{}", run["id"].as_str().unwrap());
        assert_eq!(app.shown(&app.cast.here.operator, &path).await, run);
    }
    let shown = app
        .send(get("/api/v1/listings/kettle"))
        .await
        .is(200)
        .json();
    assert_eq!(shown["title"], "Kettle & lid");
    assert_eq!(shown["description"], "<b>Works</b>");
    assert_eq!(
        shown["price"],
        json!({ "amount": "12.50", "currency": "EUR" })
    );
    let page = app.send(get("/listings/kettle")).await.is(200).text();
    assert!(!page.contains("<b>Works"), "a feed's markup is text");
}

async fn refused_rows_are_told_while_the_good_ones_go_in(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let text = "id\ttitle\tprice\tseller\n\
        a1\tFine\t1 EUR\tmika\n\
        a2\t\tcheap\tmika\n\
        a3\tTitle\t1 EUR\tnobody\n\
        a4\tTitle\n\
        \"a5\tTitle\t1 EUR\tmika\n\
        a6\tFine\t1 EUR\tlamppu\n";
    let request = feed(&app, "?feed=shop", "text/tab-separated-values", text);
    let run = app.send(request).await.is(200).json();
    assert_eq!(counts(&run), [6, 2, 0, 0, 4, 0]);
    let told = json!([
        { "row": 2, "field": "price", "code": "invalid" },
        { "row": 2, "field": "title", "code": "missing" },
        { "row": 3, "field": "seller", "code": "unknown" },
        { "row": 4, "field": "", "code": "too_few_columns" },
        { "row": 5, "field": "", "code": "unbalanced_quote" },
    ]);
    assert_eq!(run["refusals"], told);
    for (id, status) in [
        ("a1", 200),
        ("a2", 404),
        ("a3", 404),
        ("a5", 404),
        ("a6", 200),
    ] {
        app.send(get(format!("/api/v1/listings/{id}")))
            .await
            .is(status);
    }
}

async fn a_feed_that_comes_again_changes_only_what_changed(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let rows = [("a1", "One"), ("a2", "Two"), ("a3", "Three")];
    let first = app.send(tsv(&app, "", &rows)).await.is(200).json();
    assert_eq!(counts(&first), [3, 3, 0, 0, 0, 0]);
    let rows = [
        ("a1", "One"),
        ("a2", "Zwei"),
        ("a3", "Three"),
        ("a3", "Drei"),
        ("a4", "Four"),
    ];
    let again = app.send(tsv(&app, "", &rows)).await.is(200).json();
    assert_eq!(
        counts(&again),
        [5, 1, 2, 2, 0, 0],
        "of a row that stands twice the last wins"
    );
    let shown = app.send(get("/api/v1/listings/a3")).await.is(200).json();
    assert_eq!(shown["title"], "Drei");
}

async fn what_a_feed_no_longer_names_is_retired(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let season = "?feed=season&retire=true";
    app.send(tsv(&app, season, &[("a1", "One"), ("a2", "Two")]))
        .await
        .is(200);
    app.send(tsv(&app, "?feed=other", &[("b1", "One")]))
        .await
        .is(200);
    let run = app
        .send(tsv(&app, season, &[("a2", "Two")]))
        .await
        .is(200)
        .json();
    assert_eq!(counts(&run), [1, 0, 0, 1, 0, 1]);
    let state = async |id: &str| {
        let shown = app
            .send(get(format!("/api/v1/listings/{id}")))
            .await
            .is(200)
            .json();
        shown["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state("a1").await, "retired");
    for id in ["a2", "b1", "lamp"] {
        assert_eq!(state(id).await, "offered", "{id}");
    }
    let page = app.send(get("/api/v1/listings?limit=100")).await.text();
    assert!(!page.contains("\"a1\"") && page.contains("\"a2\""));
    app.send(tsv(&app, season, &[("a1", "One"), ("a2", "Two")]))
        .await
        .is(200);
    assert_eq!(state("a1").await, "offered", "it is back");
}

async fn a_run_that_was_cut_off_goes_on(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let rows: Vec<_> = (0..MANY)
        .map(|number| format!("n{number:05}\tRow\tmika\n"))
        .collect();
    let text = format!("id\ttitle\tseller\n{}", rows.concat());
    let (store, clock) = (&app.app.store, &app.app.clock);
    let order = Order {
        marketplace: app.cast.here.key,
        feed: "file".to_owned(),
        fingerprint: "abc".to_owned(),
        retire: true,
    };
    let begin = async || {
        Importer::begin(store, clock, order.clone(), Some("x.tsv"))
            .await
            .unwrap()
    };
    let mut first = begin().await;
    first
        .push(&text.as_bytes()[..text.len() * 2 / 3])
        .await
        .unwrap();
    let id = first.run().id.clone();
    drop(first);
    // The batch that was being written when the run broke off is kept all the same.
    let mut second = begin().await;
    while second.run().rows_done < KEPT {
        tokio::time::sleep(Duration::from_millis(5)).await;
        second = begin().await;
    }
    assert_eq!(
        (&second.run().id, second.run().rows_done),
        (&id, KEPT),
        "the same run"
    );
    second.push(text.as_bytes()).await.unwrap();
    let run = second.finish().await.unwrap();
    let many = MANY as i64;
    assert_eq!(
        (run.rows_done, run.created, run.unchanged, run.retired),
        (many, many, 0, 0)
    );
    let mut other = Importer::begin(
        store,
        clock,
        Order {
            fingerprint: "d".into(),
            ..order
        },
        None,
    )
    .await
    .unwrap();
    assert_ne!(other.run().id, id, "another feed is another run");
    let unreadable: Result<(), Fault> = other.push(&[b'{'; 2_000]).await;
    assert_eq!(unreadable.unwrap_err().code, "feed_unreadable");
}

async fn more_refused_rows_than_fit_a_page_come_in_pages(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let rows: Vec<(String, &str)> = (0..250).map(|number| (format!("n{number}"), "")).collect();
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(id, title)| (id.as_str(), *title))
        .collect();
    let run = app.send(tsv(&app, "", &rows)).await.is(200).json();
    assert_eq!(
        (counts(&run)[4], run["refusals"].as_array().unwrap().len()),
        (250, 100)
    );
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let id = run["id"].as_str().unwrap();
        let path = format!("/api/v1/imports/{id}/refusals?limit=60&after={after}");
        let page = app.shown(&app.cast.here.operator, &path).await;
        let refusals = page["refusals"].as_array().unwrap();
        all.extend(refusals.iter().map(|one| one["row"].as_i64().unwrap()));
        let Some(next) = page["next"].as_i64() else {
            break;
        };
        after = next;
    }
    assert_eq!(all, (1..=250).collect::<Vec<i64>>());
}

async fn a_feeds_name_is_checked(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    for name in ["", "a%20b", "%C3%A4", "a/b", &"x".repeat(65)] {
        let answer = app
            .send(tsv(&app, &format!("?feed={name}"), &[("a1", "One")]))
            .await;
        answer.is(422).field("field_invalid", "feed");
    }
    let answer = app.send(tsv(&app, "?retire=perhaps", &[])).await;
    answer.is(400).fault("parameter_invalid");
    app.send(tsv(&app, "?colour=red", &[]))
        .await
        .is(400)
        .field("unknown_field", "colour");
}
