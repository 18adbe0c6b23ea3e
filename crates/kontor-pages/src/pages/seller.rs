//! A seller's page: who it is, how to reach it, what it offers.

use askama::Template;

use super::card::Card;
use super::contact_point::ContactPoint;
use super::listing::{ListingList, ListingRow};
use super::{Composer, finish};
use crate::shell::Shell;
use crate::texts::Texts;

/// `/sellers/{id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerPage {
    /// The seller's id.
    pub id: String,
    /// Its name.
    pub seller: String,
    /// Whether it is a business.
    pub business: bool,
    /// Whether the caller works for it.
    pub own: bool,
    /// Its first listings.
    pub rows: Vec<ListingRow>,
    /// Whether there are more.
    pub more: bool,
    /// Whether somebody without an account can write.
    pub guests_write: bool,
    /// The caller's conversation with it that is about no listing.
    pub conversation: Option<String>,
    /// The card.
    pub card: Card,
    /// What search engines may know.
    pub contact_point: ContactPoint,
    /// The form.
    pub composer: Composer,
}

#[derive(Template)]
#[template(path = "pages/seller.html")]
struct SellerTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a SellerPage,
    card: &'a Card,
    composer: &'a Composer,
}

impl SellerPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&SellerTemplate {
            shell,
            t: shell.texts(),
            page: self,
            card: &self.card,
            composer: &self.composer,
        })
    }

    fn takes_messages(&self) -> bool {
        !self.own && self.card.takes_messages(self.composer.form)
    }

    /// What a message is about: the field of the form and its value.
    fn about(&self) -> (&'static str, &str) {
        ("seller", &self.id)
    }

    /// A shop with listings.
    #[must_use]
    pub fn sample() -> Self {
        let place = "/sellers/halli-7";
        Self {
            id: "halli-7".into(),
            seller: "Kalustehuone Oy".into(),
            business: true,
            own: false,
            rows: ListingList::sample().rows,
            more: true,
            guests_write: true,
            conversation: None,
            card: Card {
                place: place.into(),
                seller: "Kalustehuone Oy".into(),
                ..Card::sample()
            },
            contact_point: ContactPoint::sample(),
            composer: Composer::new("0197f4c2-3b1e-7c60-9a55-2f6d1f6f0a07"),
        }
    }
}
