//! For people without an account: asking for a link, and what the link will do.

use askama::Template;

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// `/guest/link`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AskPage {
    /// The address that was typed before.
    pub email: String,
    /// Whether it was asked for; the page does not tell whether a mail goes out.
    pub sent: bool,
    /// Whether a message waits for the link.
    pub message: bool,
    /// Why not: `guest_email` or `too_many_requests`.
    pub error: Option<String>,
}

/// A message that waits for its writer to prove the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingMessage {
    /// The seller's name.
    pub seller: String,
    /// The listing's title.
    pub listing: Option<String>,
    /// The subject of a form.
    pub subject: Option<String>,
    /// The text.
    pub body: String,
}

/// `/guest/confirm`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConfirmPage {
    /// What the link carries.
    pub token: String,
    /// The address that it proves.
    pub email: String,
    /// The name that sellers will see; empty where none was chosen.
    pub name: String,
    /// What it sends.
    pub messages: Vec<PendingMessage>,
    /// Whether it was used before or is too old; then nothing else is known of it.
    pub expired: bool,
}

#[derive(Template)]
#[template(path = "pages/guest_ask.html")]
struct AskTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a AskPage,
    error: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/guest_confirm.html")]
struct ConfirmTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a ConfirmPage,
}

impl AskPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&AskTemplate {
            shell,
            t: shell.texts(),
            page: self,
            error: self.error.as_deref().map(wording::refusal),
        })
    }

    /// After writing a message.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            email: "aino@halli.example".into(),
            sent: true,
            message: true,
            error: None,
        }
    }
}

impl ConfirmPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&ConfirmTemplate {
            shell,
            t: shell.texts(),
            page: self,
        })
    }

    /// With a message by form and one without a listing.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            token: "kt_0".into(),
            email: "aino@halli.example".into(),
            name: "Aino Virtanen".into(),
            messages: vec![
                PendingMessage {
                    seller: "Matti Korhonen".into(),
                    listing: Some("Jopo-polkupyörä, punainen, 3 vaihdetta".into()),
                    subject: Some("Rungon kunto".into()),
                    body: "Hei! Onko pyörä vielä myynnissä?\n\nEntä onko runko suora?".into(),
                },
                PendingMessage {
                    seller: "Kalustehuone Oy".into(),
                    listing: None,
                    subject: None,
                    body: "Milloin olette auki lauantaina?".into(),
                },
            ],
            expired: false,
        }
    }
}
