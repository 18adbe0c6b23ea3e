//! Hostile requests: whatever comes, no answer is a server error, and the next one is fine.

use std::sync::Arc;

use kontor_server::serve::context::Door;
use kontor_server::serve::router;
use serde_json::{Value, json};

use crate::client::{Request, get, request};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    no_body_is_a_server_error,
    no_path_or_query_is_a_server_error
);
lite!(no_bytes_are_a_server_error);

/// Bodies that are no text, no JSON, or JSON that nobody expects.
fn bodies() -> Vec<Vec<u8>> {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(50_000), close.repeat(50_000));
    let mut all: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"\0".to_vec(),
        b"\xff\xfe\xff".to_vec(),
        b"\"\\ud800\"".to_vec(),
        b"{\"a\":1,\"a\":2}".to_vec(),
        deep("[", "]").into_bytes(),
        deep("{\"a\":", "}").into_bytes(),
        "9".repeat(100_000).into_bytes(),
        b"1e999999".to_vec(),
        json!({ "kind": "inquiry", "listing": "x".repeat(200_000), "body": "x" })
            .to_string()
            .into_bytes(),
    ];
    let odd = [
        json!(null),
        json!("\u{0}"),
        json!(9_223_372_036_854_775_808_u64),
        json!(-1),
        json!([]),
        json!("\u{d7ff}\u{fffe}\u{202e}"),
        json!(1.5),
        json!(true),
        json!({}),
        json!("'; DROP TABLE account; --"),
    ];
    let fields = [
        "listing", "seller", "body", "seq", "email", "password", "name", "title",
    ];
    for value in &odd {
        all.push(value.to_string().into_bytes());
    }
    for (field, value) in fields
        .iter()
        .flat_map(|field| odd[..6].iter().map(move |v| (field, v)))
    {
        let mut body = good();
        body[*field] = value.clone();
        all.push(body.to_string().into_bytes());
    }
    all
}

/// Forms that nobody fills in.
fn forms() -> Vec<Vec<u8>> {
    let fields = ["listing", "body", "key", "seq", "email", "password", "next"];
    let odd = [
        "%00",
        "%ff",
        "%",
        "-1",
        "99999999999999999999",
        "",
        "%0d%0a",
        "%F0%9F%A6%8A",
        "'",
    ];
    let all_of = |value: &&str| fields.map(|field| format!("{field}={value}")).join("&");
    let mut all: Vec<Vec<u8>> = odd.iter().map(|value| all_of(value).into_bytes()).collect();
    let good = "listing=lamp&body=x&key=k&seq=1&email=a@b.example&password=x";
    for field in fields {
        for value in odd {
            let without = good.replace(&format!("{field}="), "x=");
            all.push(format!("{without}&{field}={value}").into_bytes());
        }
    }
    all.extend([
        b"".to_vec(),
        b"&&=&".to_vec(),
        b"\0\xff".to_vec(),
        vec![b'='; 10_000],
    ]);
    all
}

fn good() -> Value {
    json!({ "kind": "inquiry", "listing": "lamp", "body": "x" })
}

/// What every route that changes something is asked with.
fn asked(door: Door, method: &str, path: String, app: &TestApp) -> Request {
    let request = request(method, path);
    match door {
        Door::Api => request.by(&app.cast.here.operator),
        Door::Web => request.browser(&app.cast.here.operator),
    }
}

async fn no_body_is_a_server_error(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let id = app.wrote(&app.cast.here.operator, "lamp", "Mine").await;
    let (bodies, forms) = (bodies(), forms());
    for (door, route) in router::table(true) {
        if route.method == "GET" || route.path.starts_with("/demo") || route.path == "/sign-out" {
            continue;
        }
        let path = route
            .path
            .replace("{id}", &id)
            .replace("{external_id}", "lamp");
        let (kind, all) = match door {
            Door::Api => ("application/json", &bodies),
            Door::Web => ("application/x-www-form-urlencoded", &forms),
        };
        for body in all {
            let request = asked(door, route.method, path.clone(), &app).bytes(kind, body.clone());
            let answer = app.send(request).await;
            let shown: String = String::from_utf8_lossy(body).chars().take(100).collect();
            assert!(
                answer.status < 500,
                "{} {path} {shown}: {}",
                route.method,
                answer.text()
            );
        }
    }
    app.shown(&app.cast.here.operator, "/api/v1/me").await;
}

async fn no_path_or_query_is_a_server_error(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let odd = [
        "%00",
        "%ff",
        "%",
        "%zz",
        "..",
        "%2e%2e%2f",
        "%2F",
        "a%0d%0ab",
        "9223372036854775808",
        "-1",
        "%F0%9F%A6%8A",
        "'",
        "%22",
        "cnv_",
        "null",
        "*",
        "%E2%80%AE",
    ];
    let long = "x".repeat(8_000);
    for (door, route) in router::table(true) {
        if route.path == "/api/v1/events/stream" || route.path == "/sign-out" {
            continue;
        }
        for text in odd.iter().copied().chain([long.as_str()]) {
            let start = route.path.find('{').unwrap_or(route.path.len());
            let end = route.path.find('}').map_or(route.path.len(), |end| end + 1);
            let path = format!("{}{text}{}", &route.path[..start], &route.path[end..]);
            let names = [
                "q", "cursor", "limit", "after", "before", "seller", "next", "lang", "state",
            ];
            let query: Vec<_> = names.iter().map(|name| format!("{name}={text}")).collect();
            for query in query
                .iter()
                .map(String::as_str)
                .chain(["", "&&=&", "q=1&q=2"])
            {
                // What a path names and what a query says go wrong apart from each other.
                let is_plain = start == route.path.len() && route.method == "GET";
                if !is_plain && !query.is_empty() && !query.starts_with("after") {
                    continue;
                }
                let asked = asked(door, route.method, format!("{path}?{query}"), &app);
                let answer = app.send(asked).await;
                let shown: String = format!("{} {path}?{query}", route.method)
                    .chars()
                    .take(200)
                    .collect();
                assert!(answer.status < 500, "{shown}: {}", answer.text());
            }
        }
    }
}

async fn no_bytes_are_a_server_error(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| {
        config.header_timeout_s = 1;
        config.body_timeout_s = 1;
    })
    .await;
    let token = &app.cast.here.operator.token;
    let with = |line: &str| {
        format!(
            "GET /api/v1/me HTTP/1.1\r\nHost: tori.test\r\nAuthorization: Bearer {token}\r\n{line}\r\nConnection: close\r\n\r\n"
        )
    };
    let mut all: Vec<Vec<u8>> = [
        "Kontor-Marketplace: \u{e4}",
        "Last-Event-ID: \u{e4}",
        "Cookie: kontor_session=\u{e4}; ;;=; kontor_locale=",
        "Accept-Language: ,;;q=\u{e4},*",
        "If-None-Match: \u{e4}",
        "X-Forwarded-For: ,,\u{e4}",
        "Content-Length: -1",
        "Content-Length: 99999999999999999999",
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Expect: 100-continue",
        "Host: okidoki.test",
        "Range: bytes=0-18446744073709551616",
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings",
        " folded: line",
        "No colon",
        ": empty",
    ]
    .into_iter()
    .map(|line| with(line).into_bytes())
    .collect();
    let close = "Connection: close\r\n\r\n";
    for line in [
        "GET /api/v1/me",
        "GET  /api/v1/me HTTP/1.1",
        "GET http://evil.example/api/v1/me HTTP/1.1",
        "GET /api/v1/me HTTP/1.0",
        "GET /api/v1/me HTTP/2.0",
        "CONNECT tori.test:443 HTTP/1.1",
        "TRACE / HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "PRI * HTTP/2.0",
        "FOO /listings HTTP/1.1",
        "GET \u{e4} HTTP/1.1",
        "GET /\u{0} HTTP/1.1",
    ] {
        all.push(format!("{line}\r\nHost: tori.test\r\n{close}").into_bytes());
    }
    all.push(format!("GET /listings HTTP/1.1\r\n{close}").into_bytes());
    all.push(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec());
    all.push(b"\xff".repeat(20_000));
    all.push(b"\r\n\r\n\r\n\r\n".to_vec());
    for bytes in all {
        let answer = app.raw(&bytes).await;
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(300)]).into_owned();
        assert!(!answer.starts_with("HTTP/1.1 5"), "{shown}: {answer}");
        assert!(
            answer.matches("HTTP/1.1 ").count() <= 2,
            "{shown}: smuggled: {answer}"
        );
    }
    app.send(get("/listings")).await.is(200);
}
