//! An invitation into a shop's team.
//!
//! It goes to an address that nobody has proven: nothing in it was typed by who invites.

use super::{Letter, Mail};
use crate::locale::Locale;
use crate::markup::one_line;
use crate::texts::Texts;

/// A link to join a shop's team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamInvitation {
    /// The reader's language.
    pub locale: Locale,
    /// The marketplace's name.
    pub marketplace: String,
    /// The shop's name.
    pub shop: String,
    /// The link, which works once.
    pub link: String,
    /// Hours that it works.
    pub hours: i64,
}

impl TeamInvitation {
    /// The mail.
    #[must_use]
    pub fn render(&self) -> Mail {
        let t = Texts::new(self.locale);
        let (marketplace, shop) = (one_line(&self.marketplace), one_line(&self.shop));
        Letter {
            locale: self.locale,
            marketplace: &self.marketplace,
            recipient: None,
            subject: t
                .text("mail-team-subject")
                .with("shop", &shop)
                .with("marketplace", &marketplace),
            why: t
                .text("mail-team-why")
                .with("shop", &shop)
                .with("marketplace", &marketplace),
            quoted: None,
            code: None,
            link: Some((t.text("mail-team-open"), &self.link)),
            small: vec![
                t.text("mail-team-until")
                    .with("hours", self.hours.to_string()),
            ],
        }
        .render()
    }

    /// An invitation, in English.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            locale: Locale::En,
            marketplace: "Halli".into(),
            shop: "Lamppu & Tuoli".into(),
            link: "http://localhost:8080/team/join?token=kt_0".into(),
            hours: 24,
        }
    }
}
