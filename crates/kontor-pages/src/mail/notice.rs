//! "Somebody wrote to you": sent for a message that was not read at once.
//!
//! A notice never holds the text of the message: it may lie in a mailbox for years, the conversation
//! does not.

use super::{Letter, Mail};
use crate::locale::Locale;
use crate::markup::one_line;
use crate::texts::Texts;

/// "Somebody wrote to you".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The reader's language.
    pub locale: Locale,
    /// The marketplace's name.
    pub marketplace: String,
    /// The reader's name.
    pub recipient: String,
    /// Who wrote.
    pub sender: String,
    /// The title of the listing, where there is one.
    pub listing: Option<String>,
    /// The address of the conversation.
    pub link: String,
}

impl Notice {
    /// The mail.
    #[must_use]
    pub fn render(&self) -> Mail {
        let t = Texts::new(self.locale);
        let sender = one_line(&self.sender);
        let listing = self.listing.as_deref().map(one_line);
        let (subject, why) = match &listing {
            Some(listing) => (
                t.text("mail-notice-subject").with("listing", listing),
                t.text("mail-notice-wrote").with("listing", listing),
            ),
            None => (
                t.text("mail-notice-subject-plain"),
                t.text("mail-notice-wrote-plain"),
            ),
        };
        let safe = t
            .text("mail-safe")
            .with("marketplace", one_line(&self.marketplace));
        Letter {
            locale: self.locale,
            marketplace: &self.marketplace,
            recipient: Some(&self.recipient),
            subject: subject.with("name", &sender),
            why: why.with("name", &sender),
            quoted: None,
            code: None,
            link: Some((t.text("mail-notice-open"), &self.link)),
            small: vec![safe],
        }
        .render()
    }

    /// A notice about a listing, in English.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            locale: Locale::En,
            marketplace: "Halli".into(),
            recipient: "Matti Korhonen".into(),
            sender: "Aino Virtanen".into(),
            listing: Some("Jopo-polkupyörä, punainen, 3 vaihdetta".into()),
            link: "http://localhost:8080/conversations/cnv_06a2m1d2v4q000000000000000".into(),
        }
    }
}
