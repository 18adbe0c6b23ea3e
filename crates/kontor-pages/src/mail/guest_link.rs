//! The link by which a guest proves an address.
//!
//! The address is not proven yet, so nothing that a stranger could have chosen is in this mail: no name,
//! no subject, no text, no listing's title. Security case T136.

use super::{Letter, Mail};
use crate::locale::Locale;
use crate::markup::one_line;
use crate::texts::Texts;

/// A link that proves an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestLink {
    /// The reader's language.
    pub locale: Locale,
    /// The marketplace's name.
    pub marketplace: String,
    /// The link, which works once.
    pub link: String,
    /// Where to sign in, for an address that an account has too.
    pub sign_in: Option<String>,
    /// Hours that the link works.
    pub hours: i64,
}

impl GuestLink {
    /// The mail.
    #[must_use]
    pub fn render(&self) -> Mail {
        let t = Texts::new(self.locale);
        let marketplace = one_line(&self.marketplace);
        let mut small = vec![
            t.text("mail-guest-until")
                .with("hours", self.hours.to_string()),
        ];
        if let Some(sign_in) = &self.sign_in {
            let account = t.text("mail-guest-account");
            small.push(account.with("link", sign_in));
        }
        Letter {
            locale: self.locale,
            marketplace: &self.marketplace,
            recipient: None,
            subject: t
                .text("mail-guest-subject")
                .with("marketplace", &marketplace),
            why: t.text("mail-guest-why").with("marketplace", &marketplace),
            quoted: None,
            code: None,
            link: Some((t.text("mail-guest-open"), &self.link)),
            small,
        }
        .render()
    }

    /// A link to an address that an account has too, in English.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            locale: Locale::En,
            marketplace: "Halli".into(),
            link: "http://localhost:8080/guest/confirm?token=kt_0".into(),
            sign_in: Some("http://localhost:8080/sign-in".into()),
            hours: 24,
        }
    }
}
