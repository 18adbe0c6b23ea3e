//! Connections: slow and silent clients, the cap, limits of bodies, the end of the server.
//!
//! Sources: security cases T142–T144, R26, R27.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kontor_server::app::{App, Setup};
use kontor_server::clock::Clock;
use kontor_server::config::Config;
use kontor_server::serve::context::BodyRule;
use kontor_server::serve::router;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::get;
use crate::events::eventually;
use crate::ground::Site;
use crate::sse::EventStream;
use crate::testapp::{PATIENCE, TestApp, read_to_end};

both!(a_stop_lets_requests_finish_and_closes_streams);
lite!(
    slow_headers_end_the_connection,
    a_silent_connection_is_closed,
    an_idle_connection_is_closed_after_a_request,
    a_slow_body_is_a_timeout,
    the_cap_sheds_and_recovers,
    a_body_over_the_limit_is_refused_by_every_route,
    an_endless_body_is_cut,
    too_many_or_too_large_headers_are_refused,
    the_data_belongs_to_one_server,
);

/// Seconds of the small configuration: what must happen after it, must happen within its triple.
const WAIT_S: u64 = 1;

fn impatient(config: &mut Config) {
    config.header_timeout_s = WAIT_S;
    config.body_timeout_s = WAIT_S;
}

/// Fails unless the time since `start` is about the configured one.
#[track_caller]
fn took_about_the_wait(start: Instant) {
    let took = start.elapsed();
    let bounds = Duration::from_millis(900)..Duration::from_secs(WAIT_S * 4);
    assert!(bounds.contains(&took), "{took:?}");
}

fn head(app: &TestApp, method: &str, path: &str, headers: &str) -> String {
    let token = &app.cast.here.operator.token;
    format!(
        "{method} {path} HTTP/1.1\r\nHost: tori.test\r\nAuthorization: Bearer {token}\r\n{headers}\r\n"
    )
}

async fn slow_headers_end_the_connection(site: Arc<Site>) {
    let app = TestApp::with(&site, impatient).await;
    let start = Instant::now();
    let mut stream = app.connect().await;
    let text = format!(
        "GET /listings HTTP/1.1\r\nHost: tori.test\r\nX: {}",
        "y".repeat(1_000)
    );
    let mut closed = false;
    for byte in text.as_bytes() {
        let late = start.elapsed() > Duration::from_secs(WAIT_S * 4);
        assert!(!late, "still open: a byte at a time holds it");
        let mut answer = [0; 64];
        let pause = Duration::from_millis(20);
        let read = tokio::time::timeout(pause, stream.read(&mut answer)).await;
        closed = matches!(read, Ok(Ok(0) | Err(_))) || stream.write_all(&[*byte]).await.is_err();
        if closed {
            break;
        }
    }
    assert!(closed);
    took_about_the_wait(start);
}

async fn a_silent_connection_is_closed(site: Arc<Site>) {
    let app = TestApp::with(&site, impatient).await;
    let start = Instant::now();
    let mut stream = app.connect().await;
    assert_eq!(read_to_end(&mut stream).await, "");
    took_about_the_wait(start);
}

async fn an_idle_connection_is_closed_after_a_request(site: Arc<Site>) {
    let app = TestApp::with(&site, impatient).await;
    let mut stream = app.connect().await;
    stream
        .write_all(head(&app, "GET", "/api/v1/me", "").as_bytes())
        .await
        .unwrap();
    let start = Instant::now();
    let answers = read_to_end(&mut stream).await;
    assert!(answers.starts_with("HTTP/1.1 200"), "{answers}");
    took_about_the_wait(start);
}

async fn a_slow_body_is_a_timeout(site: Arc<Site>) {
    let app = TestApp::with(&site, impatient).await;
    for path in ["/api/v1/tokens", "/api/v1/listings/import"] {
        let headers = "Content-Type: application/json\r\nContent-Length: 100\r\n";
        let start = Instant::now();
        let answer = app
            .raw(format!("{}{{", head(&app, "POST", path, headers)).as_bytes())
            .await;
        assert!(
            answer.starts_with("HTTP/1.1 408") && answer.contains("\"timeout\""),
            "{answer}"
        );
        took_about_the_wait(start);
    }
}

async fn the_cap_sheds_and_recovers(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| {
        impatient(config);
        config.connections_max = 4;
    })
    .await;
    let mut idle = Vec::new();
    for _ in 0..4 {
        idle.push(app.connect().await);
    }
    eventually(|| app.app.metrics.connections.get() == 4).await;
    for _ in 0..8 {
        idle.push(app.connect().await);
    }
    // Idle ones are shed in turn; whoever asks is answered in the end.
    app.send(get("/api/v1/me").by(&app.cast.here.buyer))
        .await
        .is(200);
    assert!(app.app.metrics.connections.get() <= 4);
    drop(idle);
    eventually(|| app.app.metrics.connections.get() == 0).await;
    let start = Instant::now();
    app.send(get("/listings")).await.is(200);
    assert!(
        start.elapsed() < Duration::from_secs(WAIT_S),
        "nobody is in front any more"
    );
}

async fn a_body_over_the_limit_is_refused_by_every_route(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| {
        config.body_bytes_max = 1_000;
        config.feed_bytes_max = 2_000;
    })
    .await;
    let operator = &app.cast.here.operator;
    let id = app.wrote(operator, "lamp", "Mine").await;
    for (_, route) in router::table(true) {
        let max = if route.body == BodyRule::Feed {
            2_000
        } else {
            1_000
        };
        let path = route
            .path
            .replace("{id}", &id)
            .replace("{external_id}", "lamp");
        let asked = crate::client::request(route.method, path).by(operator);
        let answer = app
            .send(asked.bytes("text/plain", vec![b'x'; max + 1]))
            .await;
        assert_eq!(answer.status, 413, "{} {}", route.method, route.path);
    }
}

async fn an_endless_body_is_cut(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.body_bytes_max = 100_000).await;
    let headers = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
    let mut stream = app.connect().await;
    stream
        .write_all(head(&app, "POST", "/api/v1/tokens", headers).as_bytes())
        .await
        .unwrap();
    let chunk = format!("2000\r\n{}\r\n", " ".repeat(0x2000));
    let mut sent = 0;
    let sending = async {
        while stream.write_all(chunk.as_bytes()).await.is_ok() {
            sent += 0x2000;
            tokio::task::yield_now().await;
        }
    };
    assert!(
        tokio::time::timeout(PATIENCE, sending).await.is_ok(),
        "never cut, {sent} bytes"
    );
    app.send(get("/listings")).await.is(200);
}

async fn too_many_or_too_large_headers_are_refused(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let many = "X: y\r\n".repeat(200);
    let large = format!("X: {}\r\n", "y".repeat(32 * 1024));
    let long = format!("/listings?q={}", "y".repeat(32 * 1024));
    for text in [
        head(&app, "GET", "/listings", &many),
        head(&app, "GET", "/listings", &large),
        head(&app, "GET", &long, ""),
    ] {
        let answer = app.raw(text.as_bytes()).await;
        let status: String = answer.chars().skip(9).take(3).collect();
        assert!(["400", "414", "431"].contains(&status.as_str()), "{answer}");
    }
}

async fn a_stop_lets_requests_finish_and_closes_streams(site: Arc<Site>) {
    let mut app = TestApp::start(&site).await;
    let mut stream = EventStream::follow(&app, &app.cast.here.buyer).await;
    let feed = "id\ttitle\tseller\nspade\tSpade\tmika\n";
    let headers = format!(
        "Content-Type: text/tab-separated-values\r\nContent-Length: {}\r\n",
        feed.len()
    );
    let mut flying = app.connect().await;
    let text = head(&app, "POST", "/api/v1/listings/import", &headers);
    flying.write_all(text.as_bytes()).await.unwrap();
    flying.write_all(&feed.as_bytes()[..10]).await.unwrap();
    eventually(|| app.app.metrics.connections.get() == 2).await;
    // The request is in flight once the server has begun to read it.
    app.send(get("/listings")).await.is(200);

    let start = Instant::now();
    let ended = app.stop();
    stream.ends().await;
    eventually(|| !app.app.is_up()).await;
    let refused = TcpStream::connect(app.address).await;
    assert!(refused.is_err(), "no new connection");
    flying.write_all(&feed.as_bytes()[10..]).await.unwrap();
    let answer = read_to_end(&mut flying).await;
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("\"created\":1"),
        "{answer}"
    );
    ended.await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(10), "drained");
}

async fn the_data_belongs_to_one_server(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let mut config = kontor_server::config::defaults(&std::collections::BTreeMap::new()).unwrap();
    config.database.clone_from(&site.url);
    let second = async |config: &Config| {
        let setup = Setup {
            config: config.clone(),
            clock: Clock::System,
            issuers: None,
            caught: None,
        };
        App::open(setup).await.err().map(|error| error.to_string())
    };
    let refused = second(&config).await.expect("it is refused");
    assert!(refused.contains("another process uses"), "{refused}");
    // A killed server leaves its lock file behind, but no lock.
    let app = app.crash().await;
    app.send(get("/listings")).await.is(200);
    assert!(second(&config).await.is_some());
}
