//! Mails as values: subject, plain text and a simple HTML form of the same words.
//!
//! Addresses, headers and encoding are `kontor-mail`'s and the server's. A notice never holds the
//! text of the message: it may lie in a mailbox for years, the conversation does not.

use askama::Template;

use crate::locale::Locale;
use crate::markup;
use crate::texts::{Sentence, Texts};

/// A mail ready to be composed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The subject, on one line.
    pub subject: String,
    /// The plain text, lines ended by `\n`.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// "Somebody wrote to you": sent for a message that was not read at once.
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

#[derive(Template)]
#[template(path = "mail/notice.txt")]
struct TextTemplate<'a> {
    t: Texts,
    notice: &'a Notice,
    wrote: Sentence<'a>,
}

#[derive(Template)]
#[template(path = "mail/notice.html")]
struct HtmlTemplate<'a> {
    t: Texts,
    notice: &'a Notice,
    subject: &'a str,
    wrote: Sentence<'a>,
}

impl Notice {
    /// The mail.
    #[must_use]
    pub fn render(&self) -> Mail {
        let t = Texts::new(self.locale);
        // A name or title is shown on one line, so that it cannot look like a line of its own.
        let notice = Self {
            marketplace: markup::one_line(&self.marketplace),
            recipient: markup::one_line(&self.recipient),
            sender: markup::one_line(&self.sender),
            listing: self.listing.as_deref().map(markup::one_line),
            link: markup::one_line(&self.link),
            locale: self.locale,
        };
        let (subject, wrote) = match &notice.listing {
            Some(listing) => (
                t.text("mail-notice-subject").with("listing", listing),
                t.text("mail-notice-wrote").with("listing", listing),
            ),
            None => (
                t.text("mail-notice-subject-plain"),
                t.text("mail-notice-wrote-plain"),
            ),
        };
        let subject = markup::one_line(&subject.with("name", &notice.sender).to_string());
        let wrote = wrote.with("name", &notice.sender);
        let text = TextTemplate {
            t,
            notice: &notice,
            wrote: wrote.clone(),
        };
        let html = HtmlTemplate {
            t,
            notice: &notice,
            subject: &subject,
            wrote,
        };
        let (text, html) = (text.render(), html.render());
        Mail {
            text: text.unwrap_or_default(),
            html: html.unwrap_or_default(),
            subject,
        }
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

/// A link to choose another password, for who forgot the one before.
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

#[derive(Template)]
#[template(path = "mail/password_reset.txt")]
struct ResetTextTemplate<'a> {
    t: Texts,
    mail: &'a PasswordReset,
    until: Sentence<'a>,
}

#[derive(Template)]
#[template(path = "mail/password_reset.html")]
struct ResetHtmlTemplate<'a> {
    t: Texts,
    mail: &'a PasswordReset,
    subject: &'a str,
    until: Sentence<'a>,
}

impl PasswordReset {
    /// The mail.
    #[must_use]
    pub fn render(&self) -> Mail {
        let t = Texts::new(self.locale);
        let mail = Self {
            locale: self.locale,
            marketplace: markup::one_line(&self.marketplace),
            recipient: markup::one_line(&self.recipient),
            link: markup::one_line(&self.link),
            minutes: self.minutes,
        };
        let subject = t.text("mail-reset-subject");
        let subject = subject.with("marketplace", &mail.marketplace).to_string();
        let subject = markup::one_line(&subject);
        let minutes = mail.minutes.to_string();
        let until = t.text("mail-reset-until").with("minutes", &minutes);
        let text = ResetTextTemplate {
            t,
            mail: &mail,
            until: until.clone(),
        };
        let html = ResetHtmlTemplate {
            t,
            mail: &mail,
            subject: &subject,
            until,
        };
        let (text, html) = (text.render(), html.render());
        Mail {
            text: text.unwrap_or_default(),
            html: html.unwrap_or_default(),
            subject,
        }
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
