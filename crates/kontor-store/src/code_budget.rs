//! How many codes were sent and tried, by address, number and account, across restarts and nodes.
//!
//! How many are allowed is core's decision ([`kontor_core::proof::Budget`]).

use kontor_core::id::MarketplaceKey;
use kontor_core::proof::Budget;
use kontor_core::time::{DAY, Micros};

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};

/// Takes one from a budget, or gives the instant from which there is room again.
///
/// The row is written before it is read, so that of two transactions the second waits for the first.
///
/// # Errors
/// The engine's.
pub async fn take(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    budget: Budget,
    subject: &str,
    now: Micros,
) -> Result<std::result::Result<(), Micros>> {
    let row = tx
        .one(
            "INSERT INTO code_budget (marketplace, budget, subject, times, changed_at)
             VALUES ($1, $2, $3, '', $4)
             ON CONFLICT (marketplace, budget, subject) DO UPDATE
             SET changed_at = excluded.changed_at RETURNING times",
            args![marketplace, budget.code(), subject, now],
        )
        .await?
        .ok_or(Error::Row("code_budget"))?;
    let times = read(&row.text(0)?)?;
    let taken = match budget.take(&times, now) {
        Ok(taken) => taken,
        Err(again) => return Ok(Err(again)),
    };
    let texts: Vec<_> = taken.iter().map(|at| at.0.to_string()).collect();
    tx.exec(
        "UPDATE code_budget SET times = $4
         WHERE marketplace = $1 AND budget = $2 AND subject = $3",
        args![marketplace, budget.code(), subject, &texts.join(",")],
    )
    .await?;
    Ok(Ok(()))
}

fn read(times: &str) -> Result<Vec<Micros>> {
    let texts = times.split(',').filter(|text| !text.is_empty());
    texts
        .map(|text| text.parse().map(Micros))
        .collect::<std::result::Result<_, _>>()
        .map_err(|_| Error::Row("times of a code budget"))
}

/// Removes budgets that are full again.
///
/// # Errors
/// The engine's.
pub async fn sweep(tx: &mut Tx, marketplace: MarketplaceKey, now: Micros) -> Result<u64> {
    tx.exec(
        "DELETE FROM code_budget WHERE marketplace = $1 AND changed_at < $2",
        args![marketplace, now.plus(-DAY)],
    )
    .await
}
