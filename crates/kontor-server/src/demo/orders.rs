//! The demo's orders, some past and some under way at the time at which the demo is filled.

use kontor_core::id::MarketplaceKey;
use kontor_core::order::{Draft, ItemDraft};
use kontor_core::time::{DAY, HOUR, Micros};
use kontor_store::Scope;
use kontor_store::listing;
use serde::Deserialize;

use crate::actions::conversation::{Start, answer, start};
use crate::actions::order;
use crate::actions::seen::Seen;
use crate::app::App;
use crate::demo::seed::caller;
use crate::fault::Fault;

const ORDERS: &str = include_str!("orders.jsonl");

/// A sale, its dates in days before or after the filling.
#[derive(Debug, Deserialize)]
struct Sale {
    number: String,
    buyer: String,
    seller: String,
    status: String,
    ago: i64,
    shipped: Option<i64>,
    delivered: Option<i64>,
    promised: Option<i64>,
    #[serde(default)]
    carrier: String,
    #[serde(default)]
    tracking: String,
    items: Vec<(String, i64, String)>,
    total: String,
}

/// Puts every order, and has the seller of one write about it first.
pub(super) async fn fill(app: &App, market: MarketplaceKey) -> Result<(), Fault> {
    for line in ORDERS.lines().filter(|line| !line.trim().is_empty()) {
        let sale: Sale = serde_json::from_str(line)
            .map_err(|error| Fault::with("json_invalid", error.to_string()))?;
        put(app, market, sale).await?;
    }
    talk(app, market).await
}

async fn put(app: &App, market: MarketplaceKey, sale: Sale) -> Result<(), Fault> {
    let now = app.clock.now();
    // Made in the morning hours before now, so that nothing lies in the future.
    let ago = |days: i64| now.plus(-days * DAY - HOUR).to_string();
    let mut items = Vec::new();
    for (id, quantity, price) in sale.items {
        items.push(ItemDraft {
            title: title(app, market, &id).await?,
            quantity,
            listing: id,
            price,
        });
    }
    let draft = Draft {
        number: sale.number,
        buyer: sale.buyer,
        seller: sale.seller,
        items,
        placed_at: ago(sale.ago),
        shipped_at: sale.shipped.map(ago).unwrap_or_default(),
        delivered_at: sale.delivered.map(ago).unwrap_or_default(),
        status: sale.status,
        carrier: sale.carrier,
        tracking: sale.tracking,
        promised_on: sale
            .promised
            .map(|days| day(now.plus(days * DAY)))
            .unwrap_or_default(),
        total: sale.total,
    };
    order::put(app, market, draft, Seen::Unsaid).await.map(drop)
}

fn day(at: Micros) -> String {
    at.to_string().chars().take("2026-11-25".len()).collect()
}

async fn title(app: &App, market: MarketplaceKey, id: &str) -> Result<String, Fault> {
    let found = app
        .store
        .read((Scope::public(market), id.to_owned()), |tx, (scope, id)| {
            Box::pin(listing::find(tx, scope, id))
        })
        .await?;
    found
        .map(|found| found.title)
        .ok_or_else(|| Fault::with("not_found", id.to_owned()))
}

/// One conversation about an order, begun by the seller.
async fn talk(app: &App, market: MarketplaceKey) -> Result<(), Fault> {
    let (buyer, seller) = (
        caller(app, market, "aino").await?,
        caller(app, market, "kaisa").await?,
    );
    let first = Start {
        order: Some("TK-24023".to_owned()),
        body: "Hei Aino! Pöytä on työn alla. Haluatko kannen öljyttynä vai mattalakattuna? \
               Molemmat kuuluvat hintaan."
            .to_owned(),
        ..Start::default()
    };
    let done = start(app, &seller, first, None).await?;
    let text = "Kiitos kysymästä! Öljyttynä, kiitos.";
    answer(app, &buyer, done.conversation, text, None).await?;
    Ok(())
}
