//! Listings: the list with its search, and one listing with the form to write to its seller.

use askama::Template;
use kontor_core::listing::{ListingState, Price, is_web_url};

use super::card::Card;
use super::contact_point::ContactPoint;
use super::{Composer, finish};
use crate::shell::Shell;
use crate::texts::Texts;

/// A listing in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingRow {
    /// The marketplace's own id.
    pub external_id: String,
    /// One line.
    pub title: String,
    /// What it costs, where that is known.
    pub price: Option<Price>,
    /// The seller's name.
    pub seller: String,
    /// BCP 47 language of the title, where it is known.
    pub language: Option<String>,
}

/// `/listings`: what is on offer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListingList {
    /// What was searched for; empty for all.
    pub q: String,
    /// Only those of this seller, by the marketplace's own name for it; it stays in the links.
    pub seller: Option<String>,
    /// The listings, in order.
    pub rows: Vec<ListingRow>,
    /// Where the list goes on: the value of `cursor`.
    pub next: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/listing_list.html")]
struct ListTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a ListingList,
}

impl ListingList {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&ListTemplate {
            shell,
            t: shell.texts(),
            page: self,
        })
    }

    /// A list with every variant of a row.
    #[must_use]
    pub fn sample() -> Self {
        let row =
            |id: &str, title: &str, minor: Option<i64>, seller: &str, language: &str| ListingRow {
                external_id: id.into(),
                title: title.into(),
                price: minor.map(|minor| Price {
                    minor,
                    currency: "EUR".into(),
                }),
                seller: seller.into(),
                language: Some(language.into()),
            };
        Self {
            q: String::new(),
            seller: None,
            rows: vec![
                row(
                    "halli-1001",
                    "Jopo-polkupyörä, punainen, 3 vaihdetta",
                    Some(18_000),
                    "Matti Korhonen",
                    "fi",
                ),
                row(
                    "halli-1002",
                    "Artek 60 -jakkara, koivu",
                    Some(9_500),
                    "Kalustehuone Oy",
                    "fi",
                ),
                row(
                    "halli-1003",
                    "Drevená knižnica z masívu, 180 cm",
                    Some(12_900),
                    "Stolárstvo Hruška",
                    "sk",
                ),
                row(
                    "halli-1004",
                    "Käsitsi kootud villane tekk Muhu saarelt",
                    None,
                    "Tiiu Tamm",
                    "et",
                ),
                row(
                    "halli-1005",
                    "Máquina de escrever Hermes Baby, a funcionar",
                    Some(125_000),
                    "Casa do Relógio",
                    "pt",
                ),
                row(
                    "halli-1006",
                    "Record player with two spare needles",
                    Some(6_000),
                    "Ella Smith",
                    "en",
                ),
            ],
            next: Some("halli-1006".into()),
        }
    }
}

/// `/listings/{external_id}`: one listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingPage {
    /// The marketplace's own id.
    pub external_id: String,
    /// One line.
    pub title: String,
    /// Plain text, may be empty.
    pub description: String,
    /// What it costs, where that is known.
    pub price: Option<Price>,
    /// The seller's name.
    pub seller: String,
    /// The seller's page, escaped for a path.
    pub seller_place: String,
    /// The marketplace's own page about it.
    pub url: Option<String>,
    /// BCP 47 language of title and description, where it is known.
    pub language: Option<String>,
    /// Whether it can be written about.
    pub state: ListingState,
    /// Whether the caller sells it.
    pub own: bool,
    /// Whether somebody without an account can write: where mail goes out.
    pub guests_write: bool,
    /// The caller's conversation about it, where there is one.
    pub conversation: Option<String>,
    /// How the seller is reached.
    pub card: Card,
    /// What search engines may know of that; none once it is retired.
    pub contact_point: Option<ContactPoint>,
    /// The form.
    pub composer: Composer,
}

#[derive(Template)]
#[template(path = "pages/listing.html")]
struct PageTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a ListingPage,
    card: &'a Card,
    composer: &'a Composer,
}

impl ListingPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&PageTemplate {
            shell,
            t: shell.texts(),
            page: self,
            card: &self.card,
            composer: &self.composer,
        })
    }

    /// The marketplace's page, where it is a web address.
    fn link(&self) -> Option<&str> {
        self.url.as_deref().filter(|url| is_web_url(url))
    }

    fn takes_messages(&self) -> bool {
        !self.own && !self.retired() && self.card.takes_messages(self.composer.form)
    }

    /// What a message is about: the field of the form and its value.
    fn about(&self) -> (&'static str, &str) {
        ("listing", &self.external_id)
    }

    fn retired(&self) -> bool {
        self.state == ListingState::Retired
    }

    /// A listing that can be written about.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            external_id: "halli-1001".into(),
            title: "Jopo-polkupyörä, punainen, 3 vaihdetta".into(),
            description: "Hyväkuntoinen Jopo, ostettu uutena 2021.\nRenkaat vaihdettu keväällä, \
                          jarrut huollettu.\n\nNouto Kalliosta, mielellään arki-iltaisin."
                .into(),
            price: Some(Price {
                minor: 18_000,
                currency: "EUR".into(),
            }),
            seller: "Matti Korhonen".into(),
            seller_place: "/sellers/halli-7".into(),
            url: Some("https://halli.example/ilmoitus/1001".into()),
            language: Some("fi".into()),
            state: ListingState::Offered,
            own: false,
            guests_write: true,
            conversation: None,
            card: Card::sample(),
            contact_point: Some(ContactPoint::sample()),
            composer: Composer::new("0197f4c2-3b1e-7c60-9a55-2f6d1f6f0a01"),
        }
    }
}
