//! What the API of orders takes and gives. Field names are part of the contract.

use kontor_core::conversation::Side;
use kontor_core::listing::Price;
use kontor_core::order::{Draft, Item, ItemDraft, Status};
use kontor_core::time::{Day, Micros};
use kontor_store::order::Order;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::api::v1::conversations::Party;
use crate::api::v1::listings::PriceBody;

/// An order as the caller sees it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OrderBody {
    /// The marketplace's own number.
    pub number: String,
    /// On which side the caller or one of its shops is: `buyer`, `seller`; null for an operator who
    /// is on none.
    pub side: Option<String>,
    /// Who bought.
    pub buyer: Party,
    /// Who sold.
    pub seller: Party,
    /// What was bought.
    pub items: Vec<ItemBody>,
    /// `placed`, `paid`, `shipped`, `delivered`, `returned` or `cancelled`.
    pub status: String,
    /// When it was made.
    #[schemars(with = "String")]
    pub placed_at: Micros,
    /// When it was handed to the carrier.
    #[schemars(with = "Option<String>")]
    pub shipped_at: Option<Micros>,
    /// When it arrived.
    #[schemars(with = "Option<String>")]
    pub delivered_at: Option<Micros>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// Its number with the carrier.
    pub tracking: Option<String>,
    /// The day by which something is promised next, as `2026-11-25`.
    #[schemars(with = "Option<String>")]
    pub promised_on: Option<Day>,
    /// What it costs in all.
    pub total: Option<PriceBody>,
    /// When it last changed.
    #[schemars(with = "String")]
    pub updated_at: Micros,
}

/// One thing that was bought.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ItemBody {
    /// One line.
    pub title: String,
    /// How many.
    pub quantity: i64,
    /// The external id of its listing.
    pub listing: Option<String>,
    /// The price of one.
    pub price: Option<PriceBody>,
}

/// A page of orders.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OrderPage {
    /// Newest first.
    pub orders: Vec<OrderBody>,
    /// Give it as `cursor` for the next page; null at the end.
    pub next: Option<String>,
}

/// Which orders are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Only those that you bought (`buyer`) or sold (`seller`).
    #[serde(rename = "as")]
    #[schemars(with = "Option<SideName>")]
    pub side: Option<Side>,
    /// Only those that stand so.
    #[schemars(with = "Option<StatusName>")]
    pub status: Option<Status>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<usize>,
}

/// A side of an order.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[allow(dead_code, reason = "describes the values of a parameter")]
pub enum SideName {
    /// Bought.
    Buyer,
    /// Sold.
    Seller,
}

/// How an order stands.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[allow(dead_code, reason = "describes the values of a parameter")]
pub enum StatusName {
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

/// What a marketplace tells about an order.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutBody {
    /// Who bought: an account or guest, by id or external id.
    pub buyer: String,
    /// Who sold: an account or shop, by id or external id.
    pub seller: String,
    /// What was bought, 1 to 200 items. All prices of an order have one currency.
    #[schemars(length(min = 1, max = 200))]
    pub items: Vec<PutItem>,
    /// `placed`, `paid`, `shipped`, `delivered`, `returned` or `cancelled`.
    pub status: String,
    /// When it was made, RFC 3339.
    pub placed_at: String,
    /// When it was handed to the carrier, RFC 3339.
    #[serde(default)]
    pub shipped_at: Option<String>,
    /// When it arrived, RFC 3339.
    #[serde(default)]
    pub delivered_at: Option<String>,
    /// Who carries it, up to 80 characters.
    #[serde(default)]
    pub carrier: Option<String>,
    /// Its number with the carrier, up to 100 characters.
    #[serde(default)]
    pub tracking: Option<String>,
    /// The day by which something is promised next, as `2026-11-25`.
    #[serde(default)]
    pub promised_on: Option<String>,
    /// What it costs in all, as `12.50 EUR`.
    #[serde(default)]
    pub total: Option<String>,
}

/// One thing that was bought.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutItem {
    /// One line, up to 150 characters.
    pub title: String,
    /// How many.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub quantity: i64,
    /// The external id of its listing.
    #[serde(default)]
    pub listing: Option<String>,
    /// The price of one, as `12.50 EUR`.
    #[serde(default)]
    pub price: Option<String>,
}

impl From<PutBody> for Draft {
    fn from(body: PutBody) -> Self {
        let item = |item: PutItem| ItemDraft {
            title: item.title,
            quantity: item.quantity,
            listing: item.listing.unwrap_or_default(),
            price: item.price.unwrap_or_default(),
        };
        Self {
            number: String::new(),
            buyer: body.buyer,
            seller: body.seller,
            items: body.items.into_iter().map(item).collect(),
            placed_at: body.placed_at,
            shipped_at: body.shipped_at.unwrap_or_default(),
            delivered_at: body.delivered_at.unwrap_or_default(),
            status: body.status,
            carrier: body.carrier.unwrap_or_default(),
            tracking: body.tracking.unwrap_or_default(),
            promised_on: body.promised_on.unwrap_or_default(),
            total: body.total.unwrap_or_default(),
        }
    }
}

fn price(price: &Price) -> PriceBody {
    PriceBody {
        amount: price.amount(),
        currency: price.currency.clone(),
    }
}

fn item(item: Item) -> ItemBody {
    ItemBody {
        price: item.price.as_ref().map(price),
        title: item.title,
        quantity: item.quantity,
        listing: item.listing,
    }
}

impl OrderBody {
    /// The order as it is seen from this side.
    #[must_use]
    pub fn of(side: Option<Side>, row: Order) -> Self {
        let party = |party: kontor_store::order::Party| Party {
            id: party.id.0,
            name: party.name,
        };
        Self {
            number: row.number,
            side: side.map(|side| side.code().to_owned()),
            buyer: party(row.buyer),
            seller: party(row.seller),
            items: row.items.into_iter().map(item).collect(),
            status: row.status.code().to_owned(),
            placed_at: row.placed_at,
            shipped_at: row.shipped_at,
            delivered_at: row.delivered_at,
            carrier: row.carrier,
            tracking: row.tracking,
            promised_on: row.promised_on,
            total: row.total.as_ref().map(price),
            updated_at: row.updated_at,
        }
    }
}
