//! `/api/v1/listings/import` with feeds that are broken or meant to break something.

use std::sync::Arc;

use serde_json::json;
use tokio::io::AsyncWriteExt;

use crate::client::get;
use crate::events::eventually;
use crate::ground::Site;
use crate::imports::{feed, tsv};
use crate::testapp::TestApp;

lite!(
    a_feed_that_cannot_be_read_is_refused_with_the_reason,
    a_broken_row_harms_nothing_but_itself,
    entity_bombs_are_refused_at_the_door,
    a_truncated_feed_keeps_what_came,
    a_feed_whose_sender_went_away_is_not_running_for_ever,
    a_feed_over_the_limit_is_cut,
    a_failed_run_frees_its_key,
);

const ROW: &str = "<item><id>a1</id><title>One</title><seller>mika</seller></item>";

async fn a_feed_that_cannot_be_read_is_refused_with_the_reason(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let utf16: Vec<u8> = "\u{feff}id\ttitle\tseller\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (kind, bytes) in [
        ("text/tab-separated-values", b"".to_vec()),
        ("text/tab-separated-values", b"\xef\xbb\xbf".to_vec()),
        ("text/csv", b"id,title,seller\na1,One,mika\n".to_vec()),
        ("application/json", b"{}".to_vec()),
        ("text/tab-separated-values", utf16),
        (
            "text/tab-separated-values",
            b"\x1f\x8b\x08\x00rest".to_vec(),
        ),
        ("text/tab-separated-values", b"id\ttitle\n".to_vec()),
        (
            "text/tab-separated-values",
            b"id\ttitle\tseller\tid\n".to_vec(),
        ),
        ("text/tab-separated-values", b"\t".repeat(300_000)),
        ("application/xml", b"<html><body/></html>".to_vec()),
        ("application/xml", b"<".repeat(300_000)),
        (
            "application/xml",
            b"<?xml version='1.0' encoding='latin1'?><rss></rss>".to_vec(),
        ),
        (
            "application/xml",
            format!("<rss><channel>{ROW}").into_bytes(),
        ),
    ] {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        let answer = app.send(feed(&app, "", kind, bytes)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (422, "feed_unreadable"),
            "{shown:?}"
        );
        assert!(answer.json()["detail"].is_string(), "{shown:?}");
    }
    let missing = feed(&app, "", "text/tab-separated-values", "id\ttitle\n");
    let answer = app
        .send(missing)
        .await
        .is(422)
        .field("feed_unreadable", "seller");
    assert_eq!(answer.json()["errors"][0]["code"], "missing_column");
}

async fn a_broken_row_harms_nothing_but_itself(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let long = "x".repeat(1_000_000);
    let mut bytes = b"id\ttitle\tseller\n".to_vec();
    bytes.extend_from_slice(b"a1\tOne\tmika\n");
    bytes.extend_from_slice(format!("a2\t{long}\tmika\n").as_bytes());
    bytes.extend_from_slice(b"a3\tT\xe4st\tmika\n");
    bytes.extend_from_slice(b"a4\tT\0st\tmika\n");
    bytes.extend_from_slice("a\u{202e}5\tTitle\tmika\n".as_bytes());
    bytes.extend_from_slice(b"a6\tSix\tmika\n");
    let run = app
        .send(feed(&app, "", "text/tab-separated-values", bytes))
        .await
        .is(200)
        .json();
    assert_eq!((&run["rows_done"], &run["created"]), (&json!(6), &json!(2)));
    let told = json!([
        { "row": 2, "field": "", "code": "row_too_large" },
        { "row": 3, "field": "title", "code": "bad_utf8" },
        { "row": 4, "field": "title", "code": "nul_byte" },
        { "row": 5, "field": "id", "code": "invalid" },
    ]);
    assert_eq!(run["refusals"], told);
}

async fn entity_bombs_are_refused_at_the_door(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>"#;
    let external = r#"<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>"#;
    for doctype in [bomb, external, "<!DOCTYPE rss>"] {
        let text = format!("{doctype}<rss><channel>{ROW}</channel></rss>");
        let answer = app.send(feed(&app, "", "application/rss+xml", text)).await;
        answer.is(422).fault("doctype_forbidden");
    }
    app.send(get("/api/v1/listings/a1")).await.is(404);
    let late = format!("<rss><channel>{ROW}<item><title>&lol;</title></item></channel></rss>");
    let run = app
        .send(feed(&app, "", "application/rss+xml", late))
        .await
        .is(200)
        .json();
    assert_eq!(run["refusals"][0]["code"], "unknown_entity");
}

async fn a_truncated_feed_keeps_what_came(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let text = format!("<rss><channel>{ROW}<item><id>a2</id>");
    let answer = app.send(feed(&app, "", "application/rss+xml", text)).await;
    answer.is(422).fault("feed_unreadable");
    app.send(get("/api/v1/listings/a1")).await.is(200);
    app.send(get("/api/v1/listings/a2")).await.is(404);
    let page = app
        .send(get("/operator").browser(&app.cast.here.operator))
        .await
        .is(200)
        .text();
    assert!(
        page.contains("/operator/imports/imp_"),
        "the failed run is shown"
    );
}

async fn a_feed_whose_sender_went_away_is_not_running_for_ever(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let token = &app.cast.here.operator.token;
    let rows: Vec<_> = (0..900)
        .map(|number| format!("n{number}\tRow\tmika\n"))
        .collect();
    let head = format!(
        "POST /api/v1/listings/import HTTP/1.1\r\nHost: tori.test\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: text/tab-separated-values\r\nContent-Length: 99999\r\n\r\nid\ttitle\tseller\n{}",
        rows.concat()
    );
    let mut stream = app.connect().await;
    stream.write_all(head.as_bytes()).await.unwrap();
    drop(stream);
    let key = app.cast.here.key;
    let mut state = String::new();
    for _ in 0..200 {
        let newest = app.app.store.read(key, |tx, key| {
            Box::pin(async move { kontor_store::import::newest(tx, *key, 1).await })
        });
        let newest: kontor_store::Result<_> = newest.await;
        if let Some(run) = newest.unwrap().first() {
            run.state.code().clone_into(&mut state);
        }
        if state == "failed" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the run is {state:?}");
}

async fn a_feed_over_the_limit_is_cut(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.feed_bytes_max = 10_000).await;
    let text = "x".repeat(10_001);
    let declared = app
        .send(feed(&app, "", "text/tab-separated-values", text))
        .await;
    declared.is(413).fault("too_large");
    let token = &app.cast.here.operator.token;
    let head = format!(
        "POST /api/v1/listings/import HTTP/1.1\r\nHost: tori.test\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: text/tab-separated-values\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    let chunk = format!("2710\r\n{}\r\n", "x".repeat(10_000));
    let answer = app
        .raw(format!("{head}{}", chunk.repeat(50)).as_bytes())
        .await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    eventually(|| app.app.is_up()).await;
    app.send(tsv(&app, "", &[("a1", "One")])).await.is(200);
}

async fn a_failed_run_frees_its_key(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let bad = feed(&app, "", "text/tab-separated-values", "id\ttitle\n").key("k-1");
    app.send(bad).await.is(422);
    app.send(tsv(&app, "", &[("a1", "One")]).key("k-1"))
        .await
        .is(200);
}
