//! The list of orders, and one order with the form to write about it.

use askama::Template;
use kontor_core::conversation::Side;
use kontor_core::listing::Price;
use kontor_core::order::Status;
use kontor_core::time::{DAY, Day, HOUR, Micros};

use super::{Composer, finish, wording};
use crate::shell::Shell;
use crate::texts::{Sentence, Texts};

/// An order in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// The marketplace's own number.
    pub number: String,
    /// On which side the caller is.
    pub side: Side,
    /// The other side's name.
    pub other: String,
    /// The title of the first item.
    pub title: Option<String>,
    /// How many more items there are.
    pub more: i64,
    /// How it stands.
    pub status: Status,
    /// When it was made.
    pub placed_at: Micros,
    /// The day by which something is promised next.
    pub promised_on: Option<Day>,
}

/// `/orders`: what the caller bought and sold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderList {
    /// Whether the caller has both bought and sold, so that the two are told apart.
    pub both_sides: bool,
    /// Only those where the caller is on this side.
    pub side: Option<Side>,
    /// Only those that stand so.
    pub status: Option<Status>,
    /// The orders, newest first.
    pub rows: Vec<OrderRow>,
    /// Where the list goes on with older ones: the value of `cursor`.
    pub older: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/order_list.html")]
struct ListTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a OrderList,
    side: &'static str,
    status: &'static str,
}

/// The class of a status' badge.
fn badge(status: Status) -> &'static str {
    match status {
        Status::Placed | Status::Paid | Status::Shipped => "running",
        Status::Delivered => "done",
        Status::Returned | Status::Cancelled => "ended",
    }
}

/// Whom one bought from or sold to.
fn with_whom(t: Texts, side: Side) -> Sentence<'static> {
    t.text(match side {
        Side::Buyer => "order-bought-from",
        Side::Seller => "order-sold-to",
    })
}

impl ListTemplate<'_> {
    fn word(&self, status: &Status) -> Sentence<'static> {
        self.t.text(wording::order_status(*status))
    }

    fn badge(&self, status: &Status) -> &'static str {
        badge(*status)
    }

    fn with_whom(&self, row: &OrderRow) -> Sentence<'static> {
        with_whom(self.t, row.side).with("name", &row.other)
    }
}

impl OrderList {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&ListTemplate {
            shell,
            t: shell.texts(),
            page: self,
            side: self.side.map_or("", Side::code),
            status: self.status.map_or("", Status::code),
        })
    }

    /// Orders of every status, bought and sold.
    #[must_use]
    pub fn sample() -> Self {
        let now = Shell::sample(crate::Locale::En).now;
        let titles = [
            "Artek 60 -jakkara, koivu",
            "Jopo-polkupyörä, punainen, 3 vaihdetta",
            "Drevená knižnica z masívu, 180 cm",
            "Käsitsi kootud villane tekk Muhu saarelt",
            "Máquina de escrever Hermes Baby, a funcionar",
            "Record player with two spare needles",
        ];
        let rows = Status::ALL.into_iter().zip(titles).zip(0..);
        Self {
            both_sides: true,
            side: None,
            status: None,
            rows: rows
                .map(|((status, title), n): (_, i64)| OrderRow {
                    number: format!("H-20261118-{n:04}"),
                    side: if n % 3 == 1 {
                        Side::Seller
                    } else {
                        Side::Buyer
                    },
                    other: "Kalustehuone Oy".into(),
                    title: Some(title.into()),
                    more: n % 3,
                    status,
                    placed_at: now.plus(-n * 3 * DAY - HOUR),
                    promised_on: Day::parse("2026-11-25").filter(|_| n < 3),
                })
                .collect(),
            older: Some("1795262700000000.H-1".into()),
        }
    }
}

/// One thing that was bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// One line.
    pub title: String,
    /// How many.
    pub quantity: i64,
    /// What one costs.
    pub price: Option<Price>,
    /// The external id of its listing, where that has a page.
    pub listing: Option<String>,
}

/// Whom one can write to about an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writing {
    /// The other side.
    Other {
        /// The path of the conversation that there is already.
        conversation: Option<String>,
    },
    /// Nobody: both sides are the caller's.
    Own,
}

/// `/orders/{number}`: one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderPage {
    /// The marketplace's own number.
    pub number: String,
    /// On which side the caller is.
    pub side: Side,
    /// The other side's name.
    pub other: String,
    /// What was bought.
    pub items: Vec<ItemRow>,
    /// How it stands.
    pub status: Status,
    /// When it was made.
    pub placed_at: Micros,
    /// When it was handed to the carrier.
    pub shipped_at: Option<Micros>,
    /// When it arrived.
    pub delivered_at: Option<Micros>,
    /// The day by which something is promised next.
    pub promised_on: Option<Day>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// Its number with the carrier.
    pub tracking: Option<String>,
    /// What it costs in all.
    pub total: Option<Price>,
    /// Whom one can write to.
    pub writing: Writing,
    /// The form.
    pub composer: Composer,
}

#[derive(Template)]
#[template(path = "pages/order.html")]
struct PageTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a OrderPage,
    composer: &'a Composer,
    own: bool,
    conversation: Option<&'a str>,
}

impl PageTemplate<'_> {
    fn word(&self) -> Sentence<'static> {
        self.t.text(wording::order_status(self.page.status))
    }

    fn badge(&self) -> &'static str {
        badge(self.page.status)
    }

    fn with_whom(&self) -> Sentence<'static> {
        with_whom(self.t, self.page.side).with("name", &self.page.other)
    }
}

impl OrderPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        let (own, conversation) = match &self.writing {
            Writing::Own => (true, None),
            Writing::Other { conversation } => (false, conversation.as_deref()),
        };
        finish(&PageTemplate {
            shell,
            t: shell.texts(),
            page: self,
            composer: &self.composer,
            own,
            conversation,
        })
    }

    fn prices(&self) -> bool {
        self.items.iter().any(|item| item.price.is_some())
    }

    /// An order on its way.
    #[must_use]
    pub fn sample() -> Self {
        let now = Shell::sample(crate::Locale::En).now;
        let euros = |minor| {
            Some(Price {
                minor,
                currency: "EUR".into(),
            })
        };
        Self {
            number: "H-20261118-0042".into(),
            side: Side::Buyer,
            other: "Kalustehuone Oy".into(),
            items: vec![
                ItemRow {
                    title: "Artek 60 -jakkara, koivu".into(),
                    quantity: 2,
                    price: euros(9_500),
                    listing: Some("halli-1002".into()),
                },
                ItemRow {
                    title: "Huopatassut, 20 kpl".into(),
                    quantity: 1,
                    price: None,
                    listing: None,
                },
            ],
            status: Status::Shipped,
            placed_at: now.plus(-3 * DAY),
            shipped_at: Some(now.plus(-DAY)),
            delivered_at: None,
            promised_on: Day::parse("2026-11-25"),
            carrier: Some("Posti".into()),
            tracking: Some("JJFI65000012345678901".into()),
            total: euros(19_890),
            writing: Writing::Other { conversation: None },
            composer: Composer::new("0197f4c2-3b1e-7c60-9a55-2f6d1f6f0a04"),
        }
    }
}
