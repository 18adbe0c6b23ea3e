//! Short messages through a gateway: what it is sent, and what its answers are taken for.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use kontor_core::time::{HOUR, MINUTE, SECOND};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::ground::Site;
use crate::proofs::{asking, confirming};
use crate::testapp::TestApp;

lite!(
    the_gateway_is_sent_number_and_text_with_the_token,
    what_the_gateway_answers_decides_about_another_try,
    a_gateway_inside_hears_nothing_unless_it_is_allowed,
);

/// A gateway that answers every request with the bytes that it is told.
struct Gateway {
    address: SocketAddr,
    answer: Arc<Mutex<Vec<u8>>>,
    calls: Arc<AtomicUsize>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Gateway {
    async fn answering(answer: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gateway = Self {
            address: listener.local_addr().unwrap(),
            answer: Arc::new(Mutex::new(answer)),
            calls: Arc::default(),
            heard: Arc::default(),
        };
        let (calls, heard) = (Arc::clone(&gateway.calls), Arc::clone(&gateway.heard));
        let answer = Arc::clone(&gateway.answer);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                calls.fetch_add(1, Ordering::SeqCst);
                let (mut all, mut chunk) = (Vec::new(), [0; 4_096]);
                // The body is JSON and ends the request.
                while !all.ends_with(b"}") {
                    match stream.read(&mut chunk).await {
                        Ok(length @ 1..) => all.extend_from_slice(&chunk[..length]),
                        _ => break,
                    }
                }
                heard.lock().unwrap().push(String::from_utf8(all).unwrap());
                let answer = answer.lock().unwrap().clone();
                drop(stream.write_all(&answer).await);
            }
        });
        gateway
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    async fn app(&self, site: &Arc<Site>, allow: &str) -> TestApp {
        let url = format!("http://{}/sms", self.address);
        TestApp::with(site, |config| {
            config.sms_gateway = url;
            config.sms_gateway_token = "gate-secret".to_owned();
            allow.clone_into(&mut config.egress_allow);
        })
        .await
    }
}

fn empty(status: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

const NUMBER: &str = "+358401234567";

async fn the_gateway_is_sent_number_and_text_with_the_token(site: Arc<Site>) {
    let gateway = Gateway::answering(empty("200 OK")).await;
    let app = gateway.app(&site, &gateway.address.to_string()).await;
    let seller = &app.cast.here.seller;
    app.send(asking(seller, "mika", "phone", NUMBER).header("accept-language", "fi"))
        .await
        .is(202);
    app.work().await;
    assert_eq!(gateway.calls(), 1);
    let heard = gateway.heard.lock().unwrap().remove(0);
    let (head, body) = heard.split_once("\r\n\r\n").unwrap();
    let head = head.to_lowercase();
    assert!(head.starts_with("post /sms http/1.1"), "{head}");
    assert!(head.contains("authorization: bearer gate-secret"), "{head}");
    assert!(head.contains("content-type: application/json"), "{head}");
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["to"], NUMBER);
    let text = body["text"].as_str().unwrap();
    assert_eq!(body.as_object().unwrap().len(), 2);
    assert!(
        app.mail.texts.all().is_empty(),
        "it went out, so it is not kept"
    );
    let code: String = text
        .split(|c: char| !c.is_ascii_digit())
        .find(|part| part.len() == 6)
        .unwrap()
        .to_owned();
    app.send(confirming(seller, "mika", "phone", NUMBER, &code))
        .await
        .is(200);
}

async fn what_the_gateway_answers_decides_about_another_try(site: Arc<Site>) {
    let inside = Gateway::answering(empty("200 OK")).await;
    let mut huge = b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n".to_vec();
    huge.resize(300_000, b'a');
    let redirect = format!("302 Found\r\nLocation: http://{}/", inside.address);
    let table = [
        (empty("204 No Content"), 1),
        (huge, 1),
        (empty("400 Bad Request"), 1),
        (empty("401 Unauthorized"), 1),
        (empty("404 Not Found"), 1),
        (empty("429 Too Many Requests"), 3),
        (empty("500 Oops"), 3),
        (empty("503 Busy"), 3),
        (empty(&redirect), 3),
        (b"SSH-2.0-OpenSSH_9.6\r\n".to_vec(), 3),
    ];
    let gateway = Gateway::answering(Vec::new()).await;
    let app = gateway.app(&site, "127.0.0.1").await;
    let seller = &app.cast.here.seller;
    for (number, (answer, calls)) in table.into_iter().enumerate() {
        *gateway.answer.lock().unwrap() = answer;
        let before = gateway.calls();
        let to = format!("+35840123{number:04}");
        app.send(asking(seller, "mika", "phone", &to)).await.is(202);
        // At once, after ten seconds and after twenty more.
        for pause in [0, 11 * SECOND, 21 * SECOND] {
            app.later(pause);
            app.work().await;
        }
        assert_eq!(gateway.calls() - before, calls, "case {number}");
        // After an hour nobody waits for the code, and nothing more is tried or left.
        for _ in 0..2 {
            app.later(HOUR);
            app.work().await;
        }
        assert_eq!(gateway.calls() - before, calls, "case {number}");
        let dead = app
            .shown(&app.cast.here.operator, "/api/v1/dead-letters")
            .await;
        assert_eq!(dead["dead_letters"], serde_json::json!([]), "case {number}");
    }
    assert_eq!(inside.calls(), 0, "a redirect is not followed");
}

async fn a_gateway_inside_hears_nothing_unless_it_is_allowed(site: Arc<Site>) {
    let gateway = Gateway::answering(empty("200 OK")).await;
    let app = gateway.app(&site, "sms.internal").await;
    let seller = &app.cast.here.seller;
    app.send(asking(seller, "mika", "phone", NUMBER))
        .await
        .is(202);
    for _ in 0..3 {
        app.work().await;
        app.later(MINUTE);
    }
    assert_eq!(gateway.calls(), 0);
}
