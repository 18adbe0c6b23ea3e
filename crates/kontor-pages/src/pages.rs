//! The pages, one file per noun: each is a struct of what it shows, with `render` and `sample`.
//!
//! `render` takes the [`crate::Shell`] and gives a whole HTML page. `sample` is what tests and the
//! contact sheet of pages use.

pub mod account;
pub mod api;
pub mod card;
pub mod contact;
pub mod contact_point;
pub mod conversation;
pub mod delivery;
pub mod demo;
pub mod error;
pub mod guest;
pub mod handed;
pub mod holiday;
pub mod join;
pub mod listing;
pub mod operator;
pub mod order;
pub mod password;
pub mod proof;
pub mod seller;
pub mod sign_in;
pub mod sign_in_token;
pub mod team;
mod wording;

use askama::Template;

/// Renders into a string, which fails only where memory ends.
fn finish(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

/// The form for writing a message, as it stands after a first or a failed try.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Composer {
    /// The key that makes sending idempotent; new for each page that is not a retry.
    pub key: String,
    /// Whether it is the contact form, which has a subject.
    pub form: bool,
    /// The subject that was typed before.
    pub subject: String,
    /// What was typed before.
    pub body: String,
    /// The name that somebody without an account typed before.
    pub name: String,
    /// The address that somebody without an account typed before.
    pub email: String,
    /// Whether somebody without an account agreed that the message is passed on.
    pub consent: bool,
    /// Why it was not sent: a stable code, as of `kontor_core::conversation::Refusal`.
    pub error: Option<String>,
}

impl Composer {
    /// An empty form with this key.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            ..Self::default()
        }
    }

    /// The key of the sentence for the error.
    fn error_key(&self) -> Option<&'static str> {
        self.error.as_deref().map(wording::refusal)
    }

    /// The field that the error is about.
    fn wrong_field(&self) -> &'static str {
        match self.error.as_deref() {
            Some("subject_too_long") => "subject",
            Some("guest_name") => "name",
            Some("guest_email" | "too_many_requests") => "email",
            Some("guest_consent") => "consent",
            _ => "body",
        }
    }

    fn is_wrong(&self, field: &str) -> bool {
        self.error.is_some() && self.wrong_field() == field
    }
}
