//! Host names: which marketplace one is at, and that nothing else follows from them.

use std::sync::Arc;

use kontor_core::time::MINUTE;

use crate::client::{Request, get};
use crate::ground::Site;
use crate::testapp::TestApp;

lite!(
    an_unknown_host_is_nobodys,
    links_never_follow_from_a_request
);

async fn an_unknown_host_is_nobodys(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    for host in [
        "evil.example",
        "tori.test.evil.example",
        "127.0.0.1",
        "tori.test@evil.example",
    ] {
        for path in ["/", "/listings", "/sign-in", "/api/v1/listings", "/nothing"] {
            let answer = app.send(get(path).host(host)).await.is(421);
            assert!(!answer.text().contains(host), "{host} {path}");
        }
    }
    for host in ["TORI.test", "tori.test:8080", "Tori.Test:443"] {
        app.send(get("/listings").host(host)).await.is(200);
    }
    let forwarded = get("/listings")
        .host("evil.example")
        .header("x-forwarded-host", "tori.test");
    app.send(forwarded).await.is(421);
    let header = get("/listings")
        .host("evil.example")
        .header("kontor-marketplace", "tori");
    app.send(header).await.is(421);
}

async fn links_never_follow_from_a_request(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let hostile = |request: Request| {
        request
            .host("tori.test:6666")
            .header("x-forwarded-host", "evil.example")
    };
    let asking = hostile(crate::deeds::asking(&here.buyer, "lamp", "Is it bright?"));
    app.send(asking).await.is(201);
    app.later(MINUTE);
    app.work().await;
    let text = app.caught()[0].mail.text.clone().unwrap();
    assert!(text.contains("https://tori.test/conversations/"), "{text}");
    assert!(!text.contains("6666") && !text.contains("evil"), "{text}");
    let page = app
        .send(hostile(get("/listings/lamp")))
        .await
        .is(200)
        .text();
    assert!(!page.contains("6666") && !page.contains("evil"));
}
