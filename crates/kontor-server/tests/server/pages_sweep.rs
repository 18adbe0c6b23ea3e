//! Every page at once: size, what it holds, methods, files beside it, the demo's own.

use std::sync::Arc;

use kontor_server::serve::context::Door;
use kontor_server::serve::router;

use crate::client::{get, request};
use crate::ground::Site;
use crate::testapp::TestApp;

lite!(
    files_are_kept_by_browsers_as_long_as_they_stay_the_same,
    the_demos_pages_are_only_in_the_demo,
    a_head_request_has_no_body,
    pages_are_small_and_hold_nothing_inline,
);

async fn files_are_kept_by_browsers_as_long_as_they_stay_the_same(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let page = app.send(get("/listings")).await.text();
    let start = page.find("/static/").unwrap();
    let path: String = page[start..].chars().take_while(|c| *c != '"').collect();
    let file = app.send(get(&path)).await.is(200);
    assert!(file.header("cache-control").contains("immutable"), "{path}");
    let plain = app.send(get(path.split('?').next().unwrap())).await.is(200);
    assert_eq!(plain.header("cache-control"), "public, no-cache");
    app.send(get("/favicon.ico")).await.is(200);
    for odd in [
        "/static/nothing.css",
        "/static/..%2fCargo.toml",
        "/static/%2e%2e",
        "/static/%00",
    ] {
        app.send(get(odd)).await.is(404);
    }
}

async fn the_demos_pages_are_only_in_the_demo(site: Arc<Site>) {
    let app = TestApp::without_demo(&site).await;
    for (_, route) in router::table(true)
        .iter()
        .filter(|(_, r)| r.path.starts_with("/demo"))
    {
        let path = route.path.replace("{persona}", "operator");
        let asked = request(route.method, path).browser(&app.cast.here.buyer);
        app.send(asked).await.is(404);
    }
    assert_eq!(
        app.send(get("/")).await.is(303).header("location"),
        "/listings"
    );
}

async fn a_head_request_has_no_body(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    for path in [
        "/listings",
        "/conversations",
        "/nothing",
        "/api/v1/me",
        "/api/v1/nothing",
    ] {
        let by = |method: &str| {
            let request = request(method, path);
            if path.starts_with("/api") {
                request.by(buyer)
            } else {
                request.browser(buyer)
            }
        };
        let (head, full) = (app.send(by("HEAD")).await, app.send(by("GET")).await);
        assert_eq!((head.status, head.body.len()), (full.status, 0), "{path}");
    }
}

async fn pages_are_small_and_hold_nothing_inline(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    let id = app.wrote(operator, "lamp", "Is it bright?").await;
    for (door, route) in router::table(true) {
        if door != Door::Web || route.method != "GET" || route.path.contains("{file}") {
            continue;
        }
        let path = route
            .path
            .replace("/conversations/{id}", &format!("/conversations/{id}"));
        let path = path
            .replace("{external_id}", "lamp")
            .replace("{persona}", "nobody");
        let answer = app.send(get(&path).browser(operator)).await;
        let page = answer.text();
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        for inline in [
            "<script>",
            "<style",
            " style=\"",
            " onclick=",
            "javascript:",
        ] {
            assert!(!page.contains(inline), "{path} holds {inline}");
        }
        let packed = app
            .send(
                get(&path)
                    .browser(operator)
                    .header("accept-encoding", "gzip"),
            )
            .await;
        assert!(
            packed.body.len() < 60 * 1024,
            "{path}: {} bytes",
            packed.body.len()
        );
        assert!(
            page.len() < 1_024 || packed.header("content-encoding") == "gzip",
            "{path}"
        );
    }
}
