//! What most tests do on the way to what they try: write, answer, read.

use serde_json::{Value, json};

use crate::cast::Person;
use crate::client::{Request, get, post, put};
use crate::testapp::TestApp;

pub const CONVERSATIONS: &str = "/api/v1/conversations";

/// A message about a listing.
pub fn asking(person: &Person, listing: &str, body: &str) -> Request {
    let body = json!({ "listing": listing, "kind": "inquiry", "body": body });
    post(CONVERSATIONS).by(person).json(&body)
}

/// An answer in a conversation.
pub fn answering(person: &Person, id: &str, body: &str) -> Request {
    let path = format!("{CONVERSATIONS}/{id}/messages");
    post(path).by(person).json(&json!({ "body": body }))
}

impl TestApp {
    /// Writes about a listing and gives the conversation's id.
    pub async fn wrote(&self, person: &Person, listing: &str, body: &str) -> String {
        let answer = self.send(asking(person, listing, body)).await;
        assert!(matches!(answer.status, 200 | 201), "{}", answer.text());
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Answers and gives the entry's number.
    pub async fn answered(&self, person: &Person, id: &str, body: &str) -> i64 {
        let answer = self.send(answering(person, id, body)).await.is(201);
        answer.json()["seq"].as_i64().unwrap()
    }

    /// The JSON that a path shows to somebody.
    pub async fn shown(&self, person: &Person, path: &str) -> Value {
        self.send(get(path).by(person)).await.is(200).json()
    }

    /// A conversation as somebody sees it.
    pub async fn conversation(&self, person: &Person, id: &str) -> Value {
        self.shown(person, &format!("{CONVERSATIONS}/{id}")).await
    }

    /// The texts of a conversation's entries as somebody sees them.
    pub async fn texts(&self, person: &Person, id: &str) -> Vec<String> {
        let path = format!("{CONVERSATIONS}/{id}/entries?limit=100");
        let page = self.shown(person, &path).await;
        let entries = page["entries"].as_array().unwrap();
        let text = |entry: &Value| entry["body"].as_str().unwrap_or_default().to_owned();
        entries.iter().map(text).collect()
    }

    /// Marks as read.
    pub async fn read(&self, person: &Person, id: &str, seq: i64) -> Value {
        let path = format!("{CONVERSATIONS}/{id}/read");
        let request = put(path).by(person).json(&json!({ "seq": seq }));
        self.send(request).await.is(200).json()
    }

    /// The ids of the conversations that an inbox query gives.
    pub async fn inbox(&self, person: &Person, query: &str) -> Vec<String> {
        let page = self.shown(person, &format!("{CONVERSATIONS}{query}")).await;
        let rows = page["conversations"].as_array().unwrap();
        let id = |row: &Value| row["id"].as_str().unwrap().to_owned();
        rows.iter().map(id).collect()
    }
}
