//! Orders: a sale that the marketplace told about. Limits, checks, and who writes about one.
//!
//! A marketplace puts an order whole, again and again as it moves on; nothing here decides what may
//! follow what, since the sale happens elsewhere. Cases after the sale are not here.

use serde::{Deserialize, Serialize};

use crate::conversation::{Refusal, Side};
use crate::id::PrincipalId;
use crate::listing::{EXTERNAL_ID_BYTES_MAX, Price, TITLE_CHARS_MAX, is_external_id, one_line};
use crate::post_address::line;
use crate::time::{Day, Micros};

/// The longest order number, in characters: no shop system in use has longer ones.
pub const NUMBER_CHARS_MAX: usize = 64;
/// Items of one order: a page and a body of a quarter megabyte hold so many.
pub const ITEMS_MAX: usize = 200;
/// The largest quantity of one item: a million of one thing is a typing error.
pub const QUANTITY_MAX: i64 = 1_000_000;
/// The longest name of a carrier, in characters.
pub const CARRIER_CHARS_MAX: usize = 80;
/// The longest tracking number, in characters. Source: GS1 SSCC and UPU S10 need under 36; some
/// carriers give links of their own numbers.
pub const TRACKING_CHARS_MAX: usize = 100;

/// How a sale stands, as the marketplace tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Made, not paid yet.
    Placed,
    /// Paid; the seller's turn.
    Paid,
    /// On its way.
    Shipped,
    /// Arrived.
    Delivered,
    /// Came back to the seller.
    Returned,
    /// Called off before it was delivered.
    Cancelled,
}

impl Status {
    /// Every status, in the order of a sale.
    pub const ALL: [Self; 6] = [
        Self::Placed,
        Self::Paid,
        Self::Shipped,
        Self::Delivered,
        Self::Returned,
        Self::Cancelled,
    ];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Paid => "paid",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Whether a promised date still means something: not after the end.
    #[must_use]
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Placed | Self::Paid | Self::Shipped)
    }
}

/// What a marketplace tells about an order, before it is checked. Empty text is nothing told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The marketplace's own number.
    pub number: String,
    /// Who bought: an external id or a Kontor id of an account or guest.
    pub buyer: String,
    /// Who sold: an external id or a Kontor id of an account or shop.
    pub seller: String,
    /// What was bought.
    pub items: Vec<ItemDraft>,
    /// When it was made, RFC 3339.
    pub placed_at: String,
    /// When it was handed to the carrier, RFC 3339.
    pub shipped_at: String,
    /// When it arrived, RFC 3339.
    pub delivered_at: String,
    /// A code of [`Status`].
    pub status: String,
    /// Who carries it.
    pub carrier: String,
    /// Its number with the carrier.
    pub tracking: String,
    /// The day by which something is promised next, `2026-11-25`.
    pub promised_on: String,
    /// What it costs in all, as `12.50 EUR`.
    pub total: String,
}

/// An item before it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemDraft {
    /// One line.
    pub title: String,
    /// How many.
    pub quantity: i64,
    /// The external id of its listing; may be empty.
    pub listing: String,
    /// The price of one, as `12.50 EUR`; may be empty.
    pub price: String,
}

/// An order that was checked; its people are still names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Order {
    /// See [`Draft::number`].
    pub number: String,
    /// See [`Draft::buyer`].
    pub buyer: String,
    /// See [`Draft::seller`].
    pub seller: String,
    /// See [`Draft::items`].
    pub items: Vec<Item>,
    /// See [`Draft::placed_at`].
    pub placed_at: Micros,
    /// See [`Draft::shipped_at`].
    pub shipped_at: Option<Micros>,
    /// See [`Draft::delivered_at`].
    pub delivered_at: Option<Micros>,
    /// See [`Draft::status`].
    pub status: Status,
    /// See [`Draft::carrier`].
    pub carrier: Option<String>,
    /// See [`Draft::tracking`].
    pub tracking: Option<String>,
    /// See [`Draft::promised_on`].
    pub promised_on: Option<Day>,
    /// See [`Draft::total`].
    pub total: Option<Price>,
}

/// One thing that was bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// See [`ItemDraft::title`].
    pub title: String,
    /// See [`ItemDraft::quantity`].
    pub quantity: i64,
    /// See [`ItemDraft::listing`].
    pub listing: Option<String>,
    /// See [`ItemDraft::price`].
    pub price: Option<Price>,
}

/// What is wrong with a field of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The field, as `items[2].title`.
    pub field: String,
    /// The stable code of what is wrong: `missing`, `too_long`, `too_many`, `invalid`, `currency`
    /// (not that of the others), `too_early` (before the order or its shipping).
    pub code: &'static str,
}

/// True where a text can be the number of an order: it stands in a path of one segment.
#[must_use]
pub fn is_number(text: &str) -> bool {
    is_external_id(text) && text.chars().count() <= NUMBER_CHARS_MAX && text != "." && text != ".."
}

/// Checks a draft and gives every defect, or the order.
///
/// # Errors
/// All defects found, in the order of the fields.
pub fn check(draft: &Draft) -> Result<Order, Vec<Defect>> {
    let mut found = Checker::default();
    let number = draft.number.trim().to_owned();
    if number.chars().count() > NUMBER_CHARS_MAX {
        found.flag("number", "too_long");
    } else if !number.is_empty() && !is_number(&number) {
        found.flag("number", "invalid");
    } else if number.is_empty() {
        found.flag("number", "missing");
    }
    let buyer = found.party("buyer", &draft.buyer);
    let seller = found.party("seller", &draft.seller);
    let items = found.items(&draft.items);
    let placed_at = found.instant("placed_at", &draft.placed_at);
    if draft.placed_at.trim().is_empty() {
        found.flag("placed_at", "missing");
    }
    let shipped_at = found.instant("shipped_at", &draft.shipped_at);
    let delivered_at = found.instant("delivered_at", &draft.delivered_at);
    if shipped_at.zip(placed_at).is_some_and(|(a, b)| a < b) {
        found.flag("shipped_at", "too_early");
    }
    let before = shipped_at.max(placed_at);
    if delivered_at.zip(before).is_some_and(|(a, b)| a < b) {
        found.flag("delivered_at", "too_early");
    }
    let status = Status::parse(draft.status.trim());
    match (status, draft.status.trim()) {
        (Some(_), _) => {}
        (None, "") => found.flag("status", "missing"),
        (None, _) => found.flag("status", "invalid"),
    }
    let carrier = found.line("carrier", &draft.carrier, CARRIER_CHARS_MAX);
    let tracking = found.line("tracking", &draft.tracking, TRACKING_CHARS_MAX);
    let promised = draft.promised_on.trim();
    let promised_on = Day::parse(promised);
    if promised_on.is_none() && !promised.is_empty() {
        found.flag("promised_on", "invalid");
    }
    let total = found.price("total", &draft.total);
    match (found.defects.is_empty(), placed_at, status) {
        (true, Some(placed_at), Some(status)) => Ok(Order {
            number,
            buyer,
            seller,
            items,
            placed_at,
            shipped_at,
            delivered_at,
            status,
            carrier,
            tracking,
            promised_on,
            total,
        }),
        _ => Err(found.defects),
    }
}

/// Gathers defects, and the currency that every price must share.
#[derive(Default)]
struct Checker {
    defects: Vec<Defect>,
    currency: Option<String>,
}

impl Checker {
    fn flag(&mut self, field: impl Into<String>, code: &'static str) {
        let field = field.into();
        self.defects.push(Defect { field, code });
    }

    fn party(&mut self, field: &str, text: &str) -> String {
        let name = text.trim();
        if name.is_empty() {
            self.flag(field, "missing");
        } else if name.len() > EXTERNAL_ID_BYTES_MAX {
            self.flag(field, "too_long");
        } else if !is_external_id(name) {
            self.flag(field, "invalid");
        }
        name.to_owned()
    }

    fn items(&mut self, drafts: &[ItemDraft]) -> Vec<Item> {
        if drafts.is_empty() {
            self.flag("items", "missing");
        } else if drafts.len() > ITEMS_MAX {
            // What is too many is not told one by one.
            self.flag("items", "too_many");
            return Vec::new();
        }
        let numbered = drafts.iter().enumerate();
        numbered
            .map(|(at, draft)| self.item(&format!("items[{at}]"), draft))
            .collect()
    }

    fn item(&mut self, at: &str, draft: &ItemDraft) -> Item {
        let title = one_line(&draft.title);
        if let Err(code) = line(&title, TITLE_CHARS_MAX) {
            self.flag(format!("{at}.title"), code);
        }
        if !(1..=QUANTITY_MAX).contains(&draft.quantity) {
            self.flag(format!("{at}.quantity"), "invalid");
        }
        let listing = draft.listing.trim();
        if !listing.is_empty() && !is_external_id(listing) {
            self.flag(format!("{at}.listing"), "invalid");
        }
        Item {
            title,
            quantity: draft.quantity,
            listing: (!listing.is_empty()).then(|| listing.to_owned()),
            price: self.price(&format!("{at}.price"), &draft.price),
        }
    }

    fn instant(&mut self, field: &str, text: &str) -> Option<Micros> {
        let text = text.trim();
        let at = Micros::parse(text);
        if at.is_none() && !text.is_empty() {
            self.flag(field, "invalid");
        }
        at
    }

    fn line(&mut self, field: &str, text: &str, chars_max: usize) -> Option<String> {
        let text = one_line(text);
        match line(&text, chars_max) {
            Ok(()) => Some(text),
            Err("missing") => None,
            Err(code) => {
                self.flag(field, code);
                None
            }
        }
    }

    fn price(&mut self, field: &str, text: &str) -> Option<Price> {
        let text = text.trim();
        let price = Price::parse(text);
        match &price {
            None if text.is_empty() => {}
            None => self.flag(field, "invalid"),
            Some(price) => {
                let shared = self.currency.get_or_insert_with(|| price.currency.clone());
                if *shared != price.currency {
                    self.flag(field, "currency");
                }
            }
        }
        price
    }
}

/// On which side somebody with these principals is in an order; the buyer's where on both.
#[must_use]
pub fn side(principals: &[PrincipalId], buyer: &PrincipalId, seller: &PrincipalId) -> Option<Side> {
    if principals.contains(buyer) {
        Some(Side::Buyer)
    } else {
        principals.contains(seller).then_some(Side::Seller)
    }
}

/// On which side somebody with these principals writes about an order; `None` for a stranger.
///
/// # Errors
/// [`Refusal::OwnOrder`] where both sides are the writer's, as of a member who bought from the own
/// shop.
pub fn may_write(
    principals: &[PrincipalId],
    buyer: &PrincipalId,
    seller: &PrincipalId,
) -> Result<Option<Side>, Refusal> {
    if principals.contains(buyer) && principals.contains(seller) {
        return Err(Refusal::OwnOrder);
    }
    Ok(side(principals, buyer, seller))
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
