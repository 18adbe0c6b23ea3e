//! Asking over HTTP: a request as it is written down in a test, and the answer to it.
//!
//! Every request has a connection of its own, so that no test depends on another's.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::{HeaderMap, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::cast::Person;

/// A request, by default to the marketplace of most tests.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub host: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

pub fn request(method: &str, path: impl Into<String>) -> Request {
    Request {
        method: method.to_owned(),
        path: path.into(),
        host: "tori.test".to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
    }
}

pub fn get(path: impl Into<String>) -> Request {
    request("GET", path)
}

pub fn post(path: impl Into<String>) -> Request {
    request("POST", path)
}

pub fn put(path: impl Into<String>) -> Request {
    request("PUT", path)
}

pub fn delete(path: impl Into<String>) -> Request {
    request("DELETE", path)
}

impl Request {
    /// A program's request: with the person's bearer token, in the person's marketplace.
    pub fn by(self, person: &Person) -> Self {
        let bearer = format!("Bearer {}", person.token);
        self.host(person.host).header("authorization", &bearer)
    }

    /// A browser's request: with a session cookie and what browsers tell about themselves.
    pub fn browser(self, person: &Person) -> Self {
        let cookie = format!("kontor_session={}", person.token);
        let origin = format!("https://{}", person.host);
        self.host(person.host)
            .header("cookie", &cookie)
            .header("origin", &origin)
            .header("sec-fetch-site", "same-origin")
    }

    pub fn host(mut self, host: &str) -> Self {
        host.clone_into(&mut self.host);
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With an Idempotency-Key.
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub fn json(self, body: &Value) -> Self {
        self.bytes("application/json", body.to_string())
    }

    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let text = serde_urlencoded::to_string(fields).unwrap();
        self.bytes("application/x-www-form-urlencoded", text)
    }

    pub fn bytes(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", kind)
    }

    fn build(&self) -> hyper::Request<Full<Bytes>> {
        let mut builder = hyper::Request::builder()
            .method(self.method.as_str())
            .uri(&self.path)
            .header("host", &self.host);
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        builder
            .body(Full::from(self.body.clone()))
            .expect("a request")
    }
}

/// Sends a request and gives the answer's head; the body is read by the caller.
pub async fn begin(address: SocketAddr, request: &Request) -> Response<Incoming> {
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .unwrap();
    // It ends with the answer, or with an error that the answer's reader sees too.
    tokio::spawn(async move { drop(connection.await) });
    sender
        .send_request(request.build())
        .await
        .unwrap_or_else(|error| panic!("{} {}: {error}", request.method, request.path))
}

/// Sends a request and reads the whole answer.
pub async fn ask(address: SocketAddr, request: &Request) -> Answer {
    let (head, body) = begin(address, request).await.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    Answer {
        status: head.status.as_u16(),
        headers: head.headers,
        body,
    }
}

impl Answer {
    /// Asserts the status.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// Asserts a problem document with this code.
    #[track_caller]
    pub fn fault(self, code: &str) -> Self {
        assert_eq!(self.code(), code, "{} {}", self.status, self.text());
        self
    }

    /// Asserts a fault of one field.
    #[track_caller]
    pub fn field(self, code: &str, field: &str) -> Self {
        let answer = self.fault(code);
        let fields = answer.json()["errors"].clone();
        let named = |one: &Value| one["field"] == field;
        assert!(
            fields.as_array().is_some_and(|all| all.iter().any(named)),
            "{fields}"
        );
        answer
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// The problem's code; empty where the answer is none.
    pub fn code(&self) -> String {
        let value: Option<Value> = serde_json::from_slice(&self.body).ok();
        let code = value.and_then(|value| Some(value["code"].as_str()?.to_owned()));
        code.filter(|_| self.header("content-type") == "application/problem+json")
            .unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's text; empty where it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap_or("?"))
    }

    /// A cookie that the answer sets, with its attributes.
    pub fn set_cookie(&self, name: &str) -> Option<String> {
        let all = self.headers.get_all("set-cookie").iter();
        all.filter_map(|line| line.to_str().ok())
            .find(|line| line.starts_with(&format!("{name}=")))
            .map(str::to_owned)
    }
}
