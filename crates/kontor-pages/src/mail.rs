//! Mails as values: subject, plain text and a simple HTML form of the same words.
//!
//! Every mail is a [`Letter`]: why it is sent, what it quotes, a code or a link, and small print. The
//! files beside this one say what each mail says. Addresses, headers and encoding are `kontor-mail`'s
//! and the server's.

mod delivery;
mod guest_link;
mod invitation;
mod notice;
mod password_reset;
mod proof_code;

use askama::Template;

pub use delivery::{Delivery, DeliveryAbout};
pub use guest_link::GuestLink;
pub use invitation::TeamInvitation;
pub use notice::Notice;
pub use password_reset::PasswordReset;
pub use proof_code::ProofCode;

use crate::locale::Locale;
use crate::markup;
use crate::texts::{Sentence, Texts};

/// A mail ready to be composed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The name that stands before the marketplace's address, where it is not the marketplace's own.
    pub from: Option<String>,
    /// The subject, on one line.
    pub subject: String,
    /// The plain text, lines ended by `\n`.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// What a mail is made of.
#[derive(Debug, Clone)]
struct Letter<'a> {
    locale: Locale,
    /// The marketplace's name, which signs.
    marketplace: &'a str,
    /// The reader's name, for the greeting.
    recipient: Option<&'a str>,
    subject: Sentence<'a>,
    /// The first sentence.
    why: Sentence<'a>,
    /// Words of a person, shown as a quotation. Never to an address that is not proven.
    quoted: Option<&'a str>,
    /// A code to be typed in.
    code: Option<&'a str>,
    /// What the link does, and the link.
    link: Option<(Sentence<'a>, &'a str)>,
    /// Sentences at the end.
    small: Vec<Sentence<'a>>,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct TextTemplate<'a> {
    t: Texts,
    letter: &'a Letter<'a>,
    recipient: Option<&'a str>,
    quoted: Option<&'a str>,
    code: Option<&'a str>,
    link: Option<(&'a Sentence<'a>, &'a str)>,
    marketplace: &'a str,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct HtmlTemplate<'a> {
    t: Texts,
    letter: &'a Letter<'a>,
    subject: &'a str,
    recipient: Option<&'a str>,
    quoted: Option<&'a str>,
    code: Option<&'a str>,
    link: Option<(&'a Sentence<'a>, &'a str)>,
    marketplace: &'a str,
}

impl TextTemplate<'_> {
    /// The lines of a person's words, each of which is marked, so that none looks like the letter's own.
    #[allow(clippy::unused_self, reason = "a template's own function")]
    fn quoted_lines<'t>(&self, quoted: &'t str) -> impl Iterator<Item = &'t str> {
        quoted.split(['\n', '\u{2028}', '\u{2029}'])
    }
}

impl Letter<'_> {
    /// The mail. Names and links are shown on one line, so that none can look like a line of its own.
    fn render(&self) -> Mail {
        let t = Texts::new(self.locale);
        let subject = markup::one_line(&self.subject.to_string());
        let marketplace = markup::one_line(self.marketplace);
        let recipient = self.recipient.map(markup::one_line);
        let address = self.link.as_ref().map(|(_, link)| markup::one_line(link));
        let link = self.link.as_ref().map(|(open, _)| open);
        let link = link.zip(address.as_deref());
        let text = TextTemplate {
            t,
            letter: self,
            recipient: recipient.as_deref(),
            quoted: self.quoted,
            code: self.code,
            link,
            marketplace: &marketplace,
        };
        let html = HtmlTemplate {
            t,
            letter: self,
            subject: &subject,
            recipient: recipient.as_deref(),
            quoted: self.quoted,
            code: self.code,
            link,
            marketplace: &marketplace,
        };
        let (text, html) = (text.render(), html.render());
        Mail {
            from: None,
            text: text.unwrap_or_default(),
            html: html.unwrap_or_default(),
            subject,
        }
    }
}
