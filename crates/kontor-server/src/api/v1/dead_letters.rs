//! `/api/v1/dead-letters`: outbox work that was laid aside, and putting it back.

use axum::response::Response;
use kontor_core::id::MarketplaceKey;
use kontor_core::time::Micros;
use kontor_store::idempotency::{self, Known, Record, Wish};
use kontor_store::{Tx, outbox};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::api::v1::page_size;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// Work that was laid aside.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeadLetterBody {
    /// Its number.
    pub id: String,
    /// `notice` or `index`.
    pub topic: String,
    /// What it was about, by ids.
    pub about: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why the last try failed.
    pub reason: String,
    /// When it was laid aside.
    #[schemars(with = "String")]
    pub died_at: Micros,
}

/// A page of dead letters.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeadLetterPage {
    /// Newest first.
    pub dead_letters: Vec<DeadLetterBody>,
    /// Give it as `before` for the next page; null at the end.
    pub next: Option<String>,
}

/// Which dead letters are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Letters older than this one.
    pub before: Option<String>,
    /// 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<usize>,
}

/// `GET /dead-letters`
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let query: ListQuery = context.query()?;
    let limit = page_size(query.limit)?;
    let before = match &query.before {
        None => i64::MAX,
        Some(text) => text
            .parse()
            .map_err(|_| Fault::with("parameter_invalid", "before: not one that was given out"))?,
    };
    let input = (
        context.market.key,
        before,
        i64::try_from(limit).unwrap_or(0) + 1,
    );
    let mut rows = context
        .app
        .store
        .read(input, |tx, (marketplace, before, limit)| {
            Box::pin(outbox::dead_letters(tx, *marketplace, *before, *limit))
        })
        .await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| row.letter.to_string());
    let dead_letters = rows
        .into_iter()
        .map(|row| DeadLetterBody {
            id: row.letter.to_string(),
            topic: row.topic,
            about: row.dedupe_key,
            attempts: row.attempts,
            reason: row.reason,
            died_at: row.died_at,
        })
        .collect();
    Ok(answer::json(200, &DeadLetterPage { dead_letters, next }))
}

/// `POST /dead-letters/{id}/retry`
///
/// # Errors
/// `not_found`, the store's.
pub async fn retry(context: Context) -> Result<Response, Fault> {
    let letter = context
        .param("id")
        .parse()
        .map_err(|_| Fault::new("not_found"))?;
    let input = (context.market.key, letter, context.wish()?, context.now);
    context
        .app
        .store
        .write(input, |tx, (marketplace, letter, wish, now)| {
            Box::pin(retry_unit(tx, *marketplace, *letter, wish.as_ref(), *now))
        })
        .await?;
    Ok(answer::empty(204))
}

async fn retry_unit(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    letter: i64,
    wish: Option<&Wish>,
    now: Micros,
) -> Result<(), Fault> {
    if let Some(wish) = wish {
        match idempotency::find(tx, marketplace, wish, now).await? {
            Known::Nothing => {}
            Known::Otherwise => return Err(Fault::new("idempotency_key_reused")),
            Known::Done(_) => return Ok(()),
        }
    }
    if !outbox::revive(tx, marketplace, letter, now).await? {
        return Err(Fault::new("not_found"));
    }
    if let Some(wish) = wish {
        let record = Record {
            status: 204,
            subject: letter.to_string(),
            seq: 0,
        };
        idempotency::keep(tx, marketplace, wish, &record, now).await?;
    }
    Ok(())
}
