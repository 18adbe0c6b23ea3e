//! Orders: kept as the marketplace tells them, seen by who bought and who sold.

use kontor_core::conversation::Side;
use kontor_core::id::{MarketplaceKey, PrincipalId, short};
use kontor_core::listing::Price;
use kontor_core::order::{self, Item, Status};
use kontor_core::time::{Day, Micros};
use sha2::{Digest, Sha256};

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::listing::Outcome;
use crate::scope::Scope;
use crate::value::Row;

/// An order with its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The marketplace's own number.
    pub number: String,
    /// Who bought.
    pub buyer: Party,
    /// Who sold.
    pub seller: Party,
    /// What was bought.
    pub items: Vec<Item>,
    /// How it stands.
    pub status: Status,
    /// When it was made.
    pub placed_at: Micros,
    /// When it was handed to the carrier.
    pub shipped_at: Option<Micros>,
    /// When it arrived.
    pub delivered_at: Option<Micros>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// Its number with the carrier.
    pub tracking: Option<String>,
    /// The day by which something is promised next.
    pub promised_on: Option<Day>,
    /// What it costs in all.
    pub total: Option<Price>,
    /// When it last changed.
    pub updated_at: Micros,
    /// Counts its changes from 1; the ETag.
    pub revision: i64,
}

/// Somebody in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Who.
    pub id: PrincipalId,
    /// The name that others see.
    pub name: String,
}

impl Order {
    /// On which side a scope is in it.
    #[must_use]
    pub fn side(&self, scope: &Scope) -> Option<Side> {
        order::side(scope.principals(), &self.buyer.id, &self.seller.id)
    }
}

/// An order to be put, with its people found.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// What was told.
    pub told: order::Order,
    /// Who bought.
    pub buyer: PrincipalId,
    /// Who sold.
    pub seller: PrincipalId,
}

/// A digest of everything that was told about an order.
fn fingerprint(new: &NewOrder) -> Result<[u8; 16]> {
    let told = serde_json::to_vec(&new.told).map_err(|_| Error::Row("order"))?;
    let mut hash = Sha256::new();
    for part in [
        new.buyer.as_str().as_bytes(),
        new.seller.as_str().as_bytes(),
        &told,
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    Ok(short(&hash.finalize().into()))
}

/// Holds an order for a write and gives its revision; `None` where it is not known.
///
/// # Errors
/// The engine's.
pub async fn hold(tx: &mut Tx, marketplace: MarketplaceKey, number: &str) -> Result<Option<i64>> {
    let row = tx
        .one(
            "UPDATE orders SET revision = revision WHERE marketplace = $1 AND number = $2
             RETURNING revision",
            args![marketplace, number],
        )
        .await?;
    row.map(|row| row.int(0)).transpose()
}

/// Puts an order: makes it or changes it.
///
/// # Errors
/// The engine's.
pub async fn put(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    new: &NewOrder,
    now: Micros,
) -> Result<Outcome> {
    let print = fingerprint(new)?;
    let items = serde_json::to_string(&new.told.items).map_err(|_| Error::Row("items"))?;
    let promised = new.told.promised_on.map(|day| day.to_string());
    let told = &new.told;
    let currency = currency(told);
    let row = tx
        .one(
            "INSERT INTO orders (marketplace, number, buyer, seller, status, items, placed_at,
                                 shipped_at, delivered_at, carrier, tracking, promised_on,
                                 total_minor, currency, fingerprint, revision, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16)
             ON CONFLICT (marketplace, number) DO UPDATE SET
                 buyer = excluded.buyer, seller = excluded.seller, status = excluded.status,
                 items = excluded.items, placed_at = excluded.placed_at,
                 shipped_at = excluded.shipped_at, delivered_at = excluded.delivered_at,
                 carrier = excluded.carrier, tracking = excluded.tracking,
                 promised_on = excluded.promised_on, total_minor = excluded.total_minor,
                 currency = excluded.currency, fingerprint = excluded.fingerprint,
                 revision = orders.revision + 1, updated_at = excluded.updated_at
             WHERE orders.fingerprint <> excluded.fingerprint
             RETURNING revision",
            args![
                marketplace,
                &told.number,
                &new.buyer,
                &new.seller,
                told.status.code(),
                &items,
                told.placed_at,
                told.shipped_at,
                told.delivered_at,
                told.carrier.as_deref(),
                told.tracking.as_deref(),
                promised.as_deref(),
                told.total.as_ref().map(|price| price.minor),
                currency,
                &print,
                now,
            ],
        )
        .await?;
    // An equal order is not touched, and gives no row.
    Ok(match row.map(|row| row.int(0)).transpose()? {
        None => Outcome::Unchanged,
        Some(1) => Outcome::Created,
        Some(_) => Outcome::Updated,
    })
}

/// The one currency of an order.
fn currency(told: &order::Order) -> Option<&str> {
    let prices = told.items.iter().filter_map(|item| item.price.as_ref());
    let mut all = told.total.iter().chain(prices);
    all.next().map(|price| price.currency.as_str())
}

/// The columns that [`read`] expects and where they come from; followed by conditions.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT o.number, o.buyer, b.name, o.seller, s.name,
                    o.status, o.items, o.placed_at, o.shipped_at, o.delivered_at, o.carrier,
                    o.tracking, o.promised_on, o.total_minor, o.currency, o.updated_at, o.revision
             FROM orders o
             JOIN principal b ON b.marketplace = o.marketplace AND b.principal = o.buyer
             JOIN principal s ON s.marketplace = o.marketplace AND s.principal = o.seller
             WHERE o.marketplace = $1 ",
            $rest
        )
    };
}

/// An order with the marketplace's own eyes: for who put it, and for the write path.
///
/// # Errors
/// The engine's.
pub async fn of_marketplace(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    number: &str,
) -> Result<Option<Order>> {
    let sql = select!("AND o.number = $2");
    let row = tx.one(sql, args![marketplace, number]).await?;
    row.map(|row| read(&row)).transpose()
}

/// An order that the scope bought or sold; `None` where it may not be seen.
///
/// # Errors
/// The engine's.
pub async fn fetch(tx: &mut Tx, scope: &Scope, number: &str) -> Result<Option<Order>> {
    let found = of_marketplace(tx, scope.marketplace(), number).await?;
    Ok(found.filter(|order| order.side(scope).is_some()))
}

/// The place after which a page goes on: when the last order shown was made, and its number.
pub type Place = (Micros, String);

/// Which orders are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those where the scope is on this side.
    pub side: Option<Side>,
    /// Only those that stand so.
    pub status: Option<Status>,
    /// After this place; from the newest without.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: usize,
}

/// The scope's orders, newest first, and the place after which the next page begins.
///
/// Each principal and side is a range of one index; an order that lies in two, since the scope both
/// bought and sold it, comes once.
///
/// # Errors
/// The engine's.
pub async fn page(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
) -> Result<(Vec<Order>, Option<Place>)> {
    let mut found = Vec::new();
    for principal in scope.principals() {
        for side in [Side::Buyer, Side::Seller] {
            if filter.side.is_none_or(|wanted| wanted == side) {
                found.extend(range(tx, scope, principal, side, filter).await?);
            }
        }
    }
    let place = |order: &Order| (order.placed_at, order.number.clone());
    found.sort_by_cached_key(|order| std::cmp::Reverse(place(order)));
    found.dedup_by(|a, b| a.number == b.number);
    let more = found.len() > filter.limit;
    found.truncate(filter.limit);
    let next = found.last().filter(|_| more).map(place);
    Ok((found, next))
}

async fn range(
    tx: &mut Tx,
    scope: &Scope,
    principal: &PrincipalId,
    side: Side,
    filter: &Filter,
) -> Result<Vec<Order>> {
    let sql = match side {
        Side::Buyer => select!(
            "AND o.buyer = $2 AND (o.placed_at, o.number) < ($3, $4)
             AND ($5 = '' OR o.status = $5)
             ORDER BY o.placed_at DESC, o.number DESC LIMIT $6"
        ),
        Side::Seller => select!(
            "AND o.seller = $2 AND (o.placed_at, o.number) < ($3, $4)
             AND ($5 = '' OR o.status = $5)
             ORDER BY o.placed_at DESC, o.number DESC LIMIT $6"
        ),
    };
    let (at, number) = match &filter.after {
        Some((at, number)) => (*at, number.as_str()),
        None => (Micros(i64::MAX), ""),
    };
    let status = filter.status.map_or("", Status::code);
    let limit = i64::try_from(filter.limit).unwrap_or(0) + 1;
    let args = args![scope.marketplace(), principal, at, number, status, limit];
    let rows = tx.many(sql, args).await?;
    rows.iter().map(read).collect()
}

/// On which sides the scope has any order at all: as a buyer, as a seller. Two looks at an index for
/// each principal, for the navigation of every page.
///
/// # Errors
/// The engine's.
pub async fn sides(tx: &mut Tx, scope: &Scope) -> Result<(bool, bool)> {
    let (mut bought, mut sold) = (false, false);
    for principal in scope.principals() {
        let row = tx
            .one(
                "SELECT CASE WHEN EXISTS (SELECT 1 FROM orders
                                 WHERE marketplace = $1 AND buyer = $2) THEN 1 ELSE 0 END,
                        CASE WHEN EXISTS (SELECT 1 FROM orders
                                 WHERE marketplace = $1 AND seller = $2) THEN 1 ELSE 0 END",
                args![scope.marketplace(), principal],
            )
            .await?
            .ok_or(Error::Row("sides"))?;
        bought |= row.int(0)? != 0;
        sold |= row.int(1)? != 0;
    }
    Ok((bought, sold))
}

fn read(row: &Row) -> Result<Order> {
    let party = |at: usize| {
        Ok::<_, Error>(Party {
            id: PrincipalId(row.text(at)?),
            name: row.text(at + 1)?,
        })
    };
    let promised_on = row.opt_text(12)?;
    let total = match (row.opt_int(13)?, row.opt_text(14)?) {
        (Some(minor), Some(currency)) => Some(Price { minor, currency }),
        _ => None,
    };
    Ok(Order {
        number: row.text(0)?,
        buyer: party(1)?,
        seller: party(3)?,
        status: Status::parse(&row.text(5)?).ok_or(Error::Row("order status"))?,
        items: serde_json::from_str(&row.text(6)?).map_err(|_| Error::Row("items"))?,
        placed_at: Micros(row.int(7)?),
        shipped_at: row.opt_int(8)?.map(Micros),
        delivered_at: row.opt_int(9)?.map(Micros),
        carrier: row.opt_text(10)?,
        tracking: row.opt_text(11)?,
        promised_on: promised_on.as_deref().and_then(Day::parse),
        total,
        updated_at: Micros(row.int(15)?),
        revision: row.int(16)?,
    })
}
