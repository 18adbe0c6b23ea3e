//! Requests to be called back, and how many asked for a phone outside its hours.

use kontor_core::id::{CallbackId, ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::phone::PhoneNumber;
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::scope::Scope;
use crate::value::Row;

/// A request to be written.
#[derive(Debug, Clone)]
pub struct NewCallback {
    /// Its id; the same request again has the same.
    pub id: CallbackId,
    /// Who is to call.
    pub seller: PrincipalId,
    /// About which listing, if about one.
    pub listing: Option<String>,
    /// Who asks.
    pub person: PrincipalId,
    /// The number to call.
    pub number: PhoneNumber,
    /// What it is about; may be empty.
    pub note: String,
    /// The conversation that it was written into.
    pub conversation: ConversationId,
    /// When it was asked.
    pub at: Micros,
}

/// A request as the seller sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// Its id.
    pub id: CallbackId,
    /// About which listing: external id and title.
    pub listing: Option<(String, String)>,
    /// The name of who asked.
    pub name: String,
    /// The number to call.
    pub number: String,
    /// What it is about.
    pub note: String,
    /// The conversation that it was written into.
    pub conversation: ConversationId,
    /// When it was asked.
    pub asked_at: Micros,
    /// When the seller was done with it.
    pub done_at: Option<Micros>,
}

/// Writes a request once; false where it was written before.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &mut Tx, marketplace: MarketplaceKey, new: &NewCallback) -> Result<bool> {
    let written = tx
        .exec(
            "INSERT INTO callback (marketplace, callback, seller, listing, person, number, note,
                                   conversation, asked_at, done_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)
             ON CONFLICT (marketplace, callback) DO NOTHING",
            args![
                marketplace,
                &new.id,
                &new.seller,
                new.listing.as_deref(),
                &new.person,
                new.number.as_str(),
                &new.note,
                &new.conversation,
                new.at,
            ],
        )
        .await?;
    Ok(written > 0)
}

/// The conversation that a request was written into, if there is such a request.
///
/// # Errors
/// The engine's.
pub async fn conversation_of(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &CallbackId,
) -> Result<Option<ConversationId>> {
    let row = tx
        .one(
            "SELECT conversation FROM callback WHERE marketplace = $1 AND callback = $2",
            args![marketplace, id],
        )
        .await?;
    row.map(|row| row.text(0).map(ConversationId)).transpose()
}

/// A place in a list of requests: when one was asked, and which.
pub type Place = (Micros, CallbackId);

/// Requests to one of the scope's principals, the newest first, after the place `before`.
///
/// # Errors
/// The engine's.
pub async fn page(
    tx: &mut Tx,
    scope: &Scope,
    seller: &PrincipalId,
    before: Option<&Place>,
    limit: i64,
) -> Result<Vec<Callback>> {
    if !scope.holds(seller) {
        return Ok(Vec::new());
    }
    let (at, id) = before.map_or((Micros(i64::MAX), ""), |(at, id)| (*at, id.as_str()));
    let rows = tx
        .many(
            "SELECT c.callback, c.listing, l.title, p.name, c.number, c.note, c.asked_at, c.done_at,
                    c.conversation
             FROM callback c
             JOIN principal p ON p.marketplace = c.marketplace AND p.principal = c.person
             LEFT JOIN listing l ON l.marketplace = c.marketplace AND l.external_id = c.listing
             WHERE c.marketplace = $1 AND c.seller = $2 AND (c.asked_at, c.callback) < ($3, $5)
             ORDER BY c.asked_at DESC, c.callback DESC LIMIT $4",
            args![scope.marketplace(), seller, at, limit, id],
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Callback> {
    Ok(Callback {
        id: CallbackId(row.text(0)?),
        listing: row.opt_text(1)?.zip(row.opt_text(2)?),
        name: row.text(3)?,
        number: row.text(4)?,
        note: row.text(5)?,
        asked_at: Micros(row.int(6)?),
        done_at: row.opt_int(7)?.map(Micros),
        conversation: ConversationId(row.text(8)?),
    })
}

/// Says that the seller is done with a request to one of the scope's principals; false where there
/// is none. Saying it again keeps the first instant.
///
/// # Errors
/// The engine's.
pub async fn complete(tx: &mut Tx, scope: &Scope, id: &CallbackId, now: Micros) -> Result<bool> {
    let marketplace = scope.marketplace();
    for seller in scope.principals() {
        let touched = tx
            .exec(
                "UPDATE callback SET done_at = COALESCE(done_at, $4)
                 WHERE marketplace = $1 AND callback = $2 AND seller = $3",
                args![marketplace, id, seller, now],
            )
            .await?;
        if touched > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Requests of one person to one seller that the seller is not done with.
///
/// # Errors
/// The engine's.
pub async fn waiting(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
    person: &PrincipalId,
) -> Result<i64> {
    let row = tx
        .one(
            "SELECT COUNT(*) FROM callback
             WHERE marketplace = $1 AND seller = $2 AND person = $3 AND done_at IS NULL",
            args![marketplace, seller, person],
        )
        .await?;
    row.ok_or(Error::Row("callbacks"))?.int(0)
}

/// Counts that somebody asked for a phone outside its hours, by day and hour on its wall clock.
///
/// # Errors
/// The engine's.
pub async fn count_demand(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
    day: i64,
    hour: i64,
) -> Result<()> {
    tx.exec(
        "INSERT INTO contact_demand (marketplace, seller, day, hour, asked)
         VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT (marketplace, seller, day, hour) DO UPDATE
         SET asked = contact_demand.asked + 1",
        args![marketplace, seller, day, hour],
    )
    .await?;
    Ok(())
}

/// How many asked outside the hours since a day, by hour of the day; hours without any are left out.
///
/// # Errors
/// The engine's.
pub async fn demand(
    tx: &mut Tx,
    scope: &Scope,
    seller: &PrincipalId,
    since_day: i64,
) -> Result<Vec<(i64, i64)>> {
    if !scope.holds(seller) {
        return Ok(Vec::new());
    }
    let rows = tx
        .many(
            "SELECT hour, CAST(SUM(asked) AS BIGINT) FROM contact_demand
             WHERE marketplace = $1 AND seller = $2 AND day >= $3
             GROUP BY hour ORDER BY hour",
            args![scope.marketplace(), seller, since_day],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.int(0)?, row.int(1)?)))
        .collect()
}
