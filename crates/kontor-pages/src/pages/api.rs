//! The description of the API for people. What it describes comes from the server's own tables.
//!
//! Operations are described in English, as in the OpenAPI document; the page around them is not.

use askama::Template;

use super::finish;
use crate::shell::Shell;
use crate::texts::Texts;

/// A parameter of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    /// Whether the call needs it.
    pub required: bool,
    /// What it says.
    pub what: String,
}

/// An answer that a call may get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// When it comes.
    pub what: String,
    /// Schema or example of its body as JSON text, where it has one.
    pub body: Option<String>,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The method, upper case.
    pub method: String,
    /// The path with its parameters in braces.
    pub path: String,
    /// What it does, in one sentence.
    pub summary: String,
    /// The stable name of what it asks of its caller.
    pub permission: String,
    /// Its parameters.
    pub params: Vec<Param>,
    /// Schema or example of its body as JSON text, where it takes one.
    pub body: Option<String>,
    /// What it may answer.
    pub answers: Vec<Answer>,
}

impl Operation {
    /// A name for links to it: `get-api-v1-listings`.
    fn anchor(&self) -> String {
        let words = format!("{}-{}", self.method, self.path).to_lowercase();
        words
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join("-")
    }

    fn method_class(&self) -> &'static str {
        match self.method.as_str() {
            "GET" => "get",
            "DELETE" => "delete",
            _ => "write",
        }
    }
}

/// The calls of one noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationGroup {
    /// The noun, as a heading.
    pub noun: String,
    /// Its calls.
    pub operations: Vec<Operation>,
}

/// `/api/docs`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApiDocs {
    /// The calls by noun.
    pub groups: Vec<OperationGroup>,
}

#[derive(Template)]
#[template(path = "pages/api.html")]
struct ApiTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a ApiDocs,
}

impl ApiDocs {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&ApiTemplate {
            shell,
            t: shell.texts(),
            page: self,
        })
    }

    /// Two nouns.
    #[must_use]
    pub fn sample() -> Self {
        let param = |name: &str, place: &str, required, what: &str| Param {
            name: name.into(),
            place: place.into(),
            required,
            what: what.into(),
        };
        let answer = |status, what: &str, body: Option<&str>| Answer {
            status,
            what: what.into(),
            body: body.map(Into::into),
        };
        let list = Operation {
            method: "GET".into(),
            path: "/api/v1/listings".into(),
            summary: "Lists what is on offer, newest first.".into(),
            permission: "public".into(),
            params: vec![
                param("q", "query", false, "Words that the listing contains."),
                param("cursor", "query", false, "The `next` of the page before."),
            ],
            body: None,
            answers: vec![answer(
                200,
                "The listings.",
                Some(
                    "{\n  \"items\": [\n    { \"external_id\": \"halli-1001\", \"title\": \"Jopo\" }\n  ],\n  \"next\": null\n}",
                ),
            )],
        };
        let send = Operation {
            method: "POST".into(),
            path: "/api/v1/conversations/{id}/messages".into(),
            summary: "Writes a message into a conversation.".into(),
            permission: "known".into(),
            params: vec![
                param("id", "path", true, "The conversation."),
                param(
                    "Idempotency-Key",
                    "header",
                    true,
                    "Makes a retry safe for 24 hours.",
                ),
            ],
            body: Some("{\n  \"body\": \"Is it still for sale?\"\n}".into()),
            answers: vec![
                answer(
                    201,
                    "The entry that was written.",
                    Some("{\n  \"seq\": 8\n}"),
                ),
                answer(404, "No such conversation for this caller.", None),
                answer(422, "The body is empty or too long.", None),
            ],
        };
        let group = |noun: &str, operations| OperationGroup {
            noun: noun.into(),
            operations,
        };
        Self {
            groups: vec![
                group("Listings", vec![list]),
                group("Conversations", vec![send]),
            ],
        }
    }
}
