//! A link to choose another password, for who forgot the one before.

use super::{Letter, Mail};
use crate::locale::Locale;
use crate::markup::one_line;
use crate::texts::Texts;

/// A link to choose another password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordReset {
    /// The reader's language.
    pub locale: Locale,
    /// The marketplace's name.
    pub marketplace: String,
    /// The reader's name.
    pub recipient: String,
    /// The link, which works once.
    pub link: String,
    /// Minutes that it works.
    pub minutes: i64,
}

impl PasswordReset {
    /// The mail.
    #[must_use]
    pub fn render(&self) -> Mail {
        let t = Texts::new(self.locale);
        let marketplace = one_line(&self.marketplace);
        let minutes = self.minutes.to_string();
        Letter {
            locale: self.locale,
            marketplace: &self.marketplace,
            recipient: Some(&self.recipient),
            subject: t
                .text("mail-reset-subject")
                .with("marketplace", &marketplace),
            why: t.text("mail-reset-why").with("marketplace", &marketplace),
            quoted: None,
            code: None,
            link: Some((t.text("mail-reset-open"), &self.link)),
            small: vec![t.text("mail-reset-until").with("minutes", minutes)],
        }
        .render()
    }

    /// A link, in English.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            locale: Locale::En,
            marketplace: "Halli".into(),
            recipient: "Matti Korhonen".into(),
            link: "http://localhost:8080/password/new?token=kt_0".into(),
            minutes: 60,
        }
    }
}
