//! How a shop gets its messages: whole by mail, in the inbox, or both.

use askama::Template;
use kontor_core::delivery::Choice;

use super::finish;
use crate::shell::Shell;
use crate::texts::Texts;

/// A shop that the caller administers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShopDelivery {
    /// The shop's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What was chosen.
    pub choice: Choice,
    /// The shop's own address for messages, or what was typed there; empty for none.
    pub address: String,
    /// Whether that address is proven.
    pub proven: bool,
    /// Whether any proven address is known.
    pub reachable: bool,
    /// Whether what was typed is no address.
    pub wrong: bool,
}

/// `/contact/delivery`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeliveryPage {
    /// The shops, in order of their names; empty for whoever administers none.
    pub shops: Vec<ShopDelivery>,
    /// Whether this server sends mail at all.
    pub mail: bool,
}

#[derive(Template)]
#[template(path = "pages/delivery.html")]
struct DeliveryTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a DeliveryPage,
    wrong: Option<&'a ShopDelivery>,
}

impl ShopDelivery {
    /// What can be chosen: code, sentence, what it means.
    fn choices(&self) -> [(&'static str, &'static str, &'static str, bool); 3] {
        [
            (Choice::Email, "delivery-email", "delivery-email-hint"),
            (Choice::Both, "delivery-both", "delivery-both-hint"),
            (Choice::Inbox, "delivery-inbox", "delivery-inbox-hint"),
        ]
        .map(|(choice, name, hint)| (choice.code(), name, hint, choice == self.choice))
    }
}

impl DeliveryPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&DeliveryTemplate {
            shell,
            t: shell.texts(),
            page: self,
            wrong: self.shops.iter().find(|shop| shop.wrong),
        })
    }

    /// A shop whose address is not proven yet.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            shops: vec![ShopDelivery {
                id: "shp_06a2m1d2v4q000000000000000".into(),
                name: "Kalustehuone Oy".into(),
                choice: Choice::Email,
                address: "myynti@kalustehuone.example".into(),
                proven: false,
                reachable: true,
                wrong: false,
            }],
            mail: true,
        }
    }
}
