//! What another site makes a browser send changes nothing. Source: security case T093.

use std::sync::Arc;

use kontor_server::serve::context::Door;
use kontor_server::serve::router;
use serde_json::json;

use crate::client::{Answer, Request, get, post, request};
use crate::deeds::CONVERSATIONS;
use crate::ground::Site;
use crate::testapp::TestApp;

lite!(
    every_change_asked_for_from_elsewhere_is_refused,
    a_change_from_this_site_is_done,
    programs_are_not_asked_where_they_come_from,
    no_answer_is_shared_with_other_sites,
);

/// What browsers tell about a request that another site began, or fail to tell.
const ELSEWHERE: &[&[(&str, &str)]] = &[
    &[],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("origin", "https://tori.test.evil.example")],
    &[("origin", "https://evil.example/tori.test")],
    &[("origin", "https://tori.test:444")],
    &[("origin", "tori.test")],
    &[("origin", "")],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "none")],
    &[
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://tori.test"),
    ],
    &[
        ("sec-fetch-site", "same-origin"),
        ("origin", "https://evil.example"),
    ],
    &[("referer", "https://tori.test/listings")],
    &[("sec-fetch-site", "cross-site"), ("origin", "null")],
];

/// The status of a refusal, whichever door.
fn refused(answer: &Answer) -> bool {
    answer.status == 403
}

async fn every_change_asked_for_from_elsewhere_is_refused(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    let cookie = format!("kontor_session={}", operator.token);
    let id = app.wrote(operator, "lamp", "Mine").await;
    let mut asked = 0;
    for (_, route) in router::table(true)
        .iter()
        .filter(|(_, route)| route.method != "GET")
    {
        let path = route
            .path
            .replace("{id}", &id)
            .replace("{external_id}", "lamp");
        let path = path.replace("{persona}", "buyer");
        for elsewhere in ELSEWHERE {
            for kind in [
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json",
            ] {
                let mut request = request(route.method, &path)
                    .header("cookie", &cookie)
                    .bytes(kind, "body=x&key=k&seq=1&listing=lamp&email=a&password=b");
                for (name, value) in *elsewhere {
                    request = request.header(name, value);
                }
                let answer = app.send(request).await;
                let shown = format!(
                    "{} {path} {kind} {elsewhere:?}: {}",
                    route.method,
                    answer.text()
                );
                assert!(refused(&answer), "{shown}");
                asked += 1;
            }
        }
    }
    assert!(asked > 800, "{asked}");
    let seen = app.conversation(operator, &id).await;
    assert_eq!(
        (&seen["seq"], &seen["state"]),
        (&json!(1), &json!("open")),
        "nothing was changed"
    );
}

async fn a_change_from_this_site_is_done(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    let cookie = format!("kontor_session={}", buyer.token);
    let body = json!({ "listing": "lamp", "kind": "inquiry", "body": "x" });
    for own in [
        &[
            ("origin", "https://tori.test"),
            ("sec-fetch-site", "same-origin"),
        ][..],
        &[("origin", "http://tori.test")],
        &[("sec-fetch-site", "same-origin")],
        // So do browsers where a page's policy is to tell no referrer.
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
    ] {
        let mut request = post(CONVERSATIONS).header("cookie", &cookie);
        for (name, value) in own {
            request = request.header(name, value);
        }
        let status = app.send(request.clone().json(&body)).await.status;
        assert!(matches!(status, 200 | 201), "{own:?}");
        let plain = request.bytes("text/plain", body.to_string());
        app.send(plain).await.is(415).fault("media_type");
    }
    // A port belongs to the origin.
    let form = [("listing", "lamp"), ("body", "x"), ("key", "k-1")];
    let at_port = |origin: &str| {
        let request = post("/conversations")
            .header("cookie", &cookie)
            .host("tori.test:8080");
        request.header("origin", origin).form(&form)
    };
    app.send(at_port("http://tori.test")).await.is(403);
    app.send(at_port("http://tori.test:8080")).await.is(303);
}

async fn programs_are_not_asked_where_they_come_from(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    let body = json!({ "listing": "lamp", "kind": "inquiry", "body": "x" });
    let with = |request: Request| request.header("origin", "https://shop.example").json(&body);
    app.send(with(post(CONVERSATIONS).by(buyer))).await.is(201);
    // A cookie beside a token that is not valid does not help.
    let cookie = format!("kontor_session={}", buyer.token);
    let both = post(CONVERSATIONS)
        .header("authorization", "Bearer x")
        .header("cookie", &cookie);
    app.send(with(both)).await.is(401).fault("token_invalid");
}

async fn no_answer_is_shared_with_other_sites(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    for (door, route) in router::table(true)
        .iter()
        .filter(|(_, route)| route.method == "GET")
    {
        if route.path.contains('{') || route.path == "/api/v1/events/stream" {
            continue;
        }
        let asked = match door {
            Door::Api => get(route.path).by(buyer),
            Door::Web => get(route.path).browser(buyer),
        };
        let answer = app
            .send(asked.header("origin", "https://evil.example"))
            .await;
        let shared = answer
            .headers
            .keys()
            .find(|name| name.as_str().starts_with("access-control"));
        assert_eq!(shared, None, "{}", route.path);
    }
    let preflight = request("OPTIONS", CONVERSATIONS)
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "POST");
    app.send(preflight)
        .await
        .is(405)
        .fault("method_not_allowed");
}
