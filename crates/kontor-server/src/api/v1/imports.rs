//! `/api/v1/imports`: how a feed's run stands and which rows it refused.

use axum::response::Response;
use kontor_core::id::ImportId;
use kontor_core::time::Micros;
use kontor_store::import::{self, Import};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::api::v1::{page_size, place};
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// A run of a feed import.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ImportBody {
    /// The id.
    pub id: String,
    /// The feed's name.
    pub feed: String,
    /// `running`, `done` or `failed`.
    pub state: String,
    /// Rows read so far, refused ones included.
    pub rows_done: i64,
    /// Listings made.
    pub created: i64,
    /// Listings changed.
    pub updated: i64,
    /// Listings that were the same already.
    pub unchanged: i64,
    /// Rows refused.
    pub refused: i64,
    /// Listings retired because the feed no longer names them.
    pub retired: i64,
    /// When it began.
    #[schemars(with = "String")]
    pub started_at: Micros,
    /// When it ended.
    #[schemars(with = "Option<String>")]
    pub finished_at: Option<Micros>,
    /// The first refused rows; all of them are under `…/refusals`.
    pub refusals: Vec<RefusalBody>,
}

/// A refused row.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RefusalBody {
    /// The number of the data row, from 1.
    pub row: i64,
    /// Which field; empty for the row as a whole.
    pub field: String,
    /// What is wrong.
    pub code: String,
}

/// A page of refused rows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RefusalPage {
    /// In order of the rows.
    pub refusals: Vec<RefusalBody>,
    /// Give it as `after` for the next page; null at the end.
    pub next: Option<i64>,
}

/// Which refused rows are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusalQuery {
    /// Rows after this number.
    #[schemars(range(min = 0))]
    pub after: Option<i64>,
    /// 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<usize>,
}

fn body(run: Import, refusals: Vec<RefusalBody>) -> ImportBody {
    ImportBody {
        id: run.id.0,
        feed: run.feed,
        state: run.state.code().into(),
        rows_done: run.rows_done,
        created: run.created,
        updated: run.updated,
        unchanged: run.unchanged,
        refused: run.refused,
        retired: run.retired,
        started_at: run.started_at,
        finished_at: run.finished_at,
        refusals,
    }
}

/// A run with its first refused rows.
///
/// # Errors
/// `not_found`, the store's.
pub async fn fetch(
    context: &Context,
    id: ImportId,
    after: i64,
    limit: usize,
) -> Result<(Import, Vec<RefusalBody>), Fault> {
    let input = (
        context.market.key,
        id,
        after,
        i64::try_from(limit).unwrap_or(0),
    );
    let found = context
        .app
        .store
        .read(input, |tx, (marketplace, id, after, limit)| {
            Box::pin(async move {
                let Some(run) = import::find(tx, *marketplace, id).await? else {
                    return Ok(None);
                };
                let rows = import::refusals(tx, *marketplace, id, *after, *limit).await?;
                Ok::<_, Fault>(Some((run, rows)))
            })
        })
        .await?;
    let (run, rows) = found.ok_or_else(|| Fault::new("not_found"))?;
    let rows = rows
        .into_iter()
        .map(|row| RefusalBody {
            row: row.row,
            field: row.field,
            code: row.code,
        })
        .collect();
    Ok((run, rows))
}

/// Answers with a run.
///
/// # Errors
/// `not_found`, the store's.
pub async fn render(context: &Context, id: ImportId) -> Result<Response, Fault> {
    let (run, refusals) = fetch(context, id, 0, 100).await?;
    Ok(answer::json(200, &body(run, refusals)))
}

fn id(context: &Context) -> Result<ImportId, Fault> {
    ImportId::parse(context.param("id")).ok_or_else(|| Fault::new("not_found"))
}

/// `GET /imports/{id}`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    render(&context, id(&context)?).await
}

/// `GET /imports/{id}/refusals`
///
/// # Errors
/// `not_found`, `parameter_invalid`, the store's.
pub async fn refusals(context: Context) -> Result<Response, Fault> {
    let query: RefusalQuery = context.query()?;
    let limit = page_size(query.limit)?;
    let after = place(query.after)?;
    let (_, mut refusals) = fetch(&context, id(&context)?, after, limit + 1).await?;
    let more = refusals.len() > limit;
    refusals.truncate(limit);
    let next = refusals.last().filter(|_| more).map(|row| row.row);
    Ok(answer::json(200, &RefusalPage { refusals, next }))
}
