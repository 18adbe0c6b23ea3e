//! A message to a shop, whole. Goes to proven addresses only.
//!
//! It comes from an address that takes no mail, so it says where to answer instead.

use super::{Letter, Mail};
use crate::locale::Locale;
use crate::markup::one_line;
use crate::texts::Texts;

/// A message to a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The reader's language.
    pub locale: Locale,
    /// The marketplace's name.
    pub marketplace: String,
    /// The reader's name.
    pub recipient: String,
    /// Who wrote.
    pub sender: String,
    /// What about.
    pub about: Option<DeliveryAbout>,
    /// The message.
    pub body: String,
    /// The address of the conversation.
    pub link: String,
}

/// What a message is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryAbout {
    /// A listing, by its title.
    Listing(String),
    /// An order, by its number.
    Order(String),
}

impl Delivery {
    /// The mail.
    #[must_use]
    pub fn render(&self) -> Mail {
        let t = Texts::new(self.locale);
        let sender = one_line(&self.sender);
        let marketplace = one_line(&self.marketplace);
        let (subject, why) = match &self.about {
            Some(DeliveryAbout::Listing(title)) => (
                t.text("mail-delivery-subject")
                    .with("listing", one_line(title)),
                t.text("mail-notice-wrote").with("listing", one_line(title)),
            ),
            Some(DeliveryAbout::Order(number)) => (
                t.text("mail-delivery-subject-order")
                    .with("number", one_line(number)),
                t.text("mail-delivery-wrote-order")
                    .with("number", one_line(number)),
            ),
            None => (
                t.text("mail-delivery-subject-plain"),
                t.text("mail-notice-wrote-plain"),
            ),
        };
        let mail = Letter {
            locale: self.locale,
            marketplace: &self.marketplace,
            recipient: Some(&self.recipient),
            subject: subject.with("name", &sender),
            why: why.with("name", &sender),
            quoted: Some(&self.body),
            code: None,
            link: Some((t.text("mail-delivery-answer"), &self.link)),
            small: vec![
                t.text("mail-delivery-no-reply")
                    .with("marketplace", &marketplace),
                t.text("mail-safe").with("marketplace", &marketplace),
            ],
        }
        .render();
        let from = t.text("mail-delivery-from").with("name", &sender);
        let from = from.with("marketplace", &marketplace).to_string();
        Mail {
            from: Some(one_line(&from)),
            ..mail
        }
    }

    /// A message about a listing, in English.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            locale: Locale::En,
            marketplace: "Halli".into(),
            recipient: "Kalustehuone Oy".into(),
            sender: "Aino Virtanen".into(),
            about: Some(DeliveryAbout::Listing("Artek 60 -jakkara, koivu".into())),
            body: "Hei!\n\nOnko jakkaroita vielä neljä?\nTulisin hakemaan lauantaina.".into(),
            link: "http://localhost:8080/conversations/cnv_06a2m1d2v4q000000000000000".into(),
        }
    }
}
