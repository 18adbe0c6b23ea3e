//! What whoever runs the marketplace sees at a glance: holdings, outbox, imports.

use axum::response::Response;
use kontor_core::id::ImportId;
use kontor_pages::pages::operator::{ImportPage, ImportRow, OperatorPage, RefusedRow};
use kontor_store::import::{self, Import};
use kontor_store::marketplace;
use serde::Deserialize;

use crate::api::v1::imports;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::shell;

/// Imports shown on the page.
const IMPORTS_SHOWN: i64 = 10;
/// Refused rows shown at once.
const REFUSALS_SHOWN: usize = 100;

fn row(run: Import) -> ImportRow {
    ImportRow {
        id: run.id.0,
        feed: run.feed,
        state: run.state.code().to_owned(),
        rows_done: run.rows_done,
        created: run.created,
        updated: run.updated,
        unchanged: run.unchanged,
        refused: run.refused,
        retired: run.retired,
        started_at: run.started_at,
        finished_at: run.finished_at,
    }
}

/// `GET /operator`
///
/// # Errors
/// The store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let (holdings, runs) = context
        .app
        .store
        .read(context.market.key, |tx, key| {
            Box::pin(async move {
                let holdings = marketplace::holdings(tx, *key).await?;
                Ok::<_, Fault>((holdings, import::newest(tx, *key, IMPORTS_SHOWN).await?))
            })
        })
        .await?;
    let page = OperatorPage {
        conversations: holdings.conversations,
        conversations_open: holdings.open,
        listings: holdings.listings,
        outbox_waiting: holdings.waiting,
        outbox_dead: holdings.dead,
        imports: runs.into_iter().map(row).collect(),
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

#[derive(Debug, Default, Deserialize)]
struct PageQuery {
    cursor: Option<i64>,
}

/// `GET /operator/imports/{id}`
///
/// # Errors
/// `not_found`, the store's.
pub async fn import(context: Context) -> Result<Response, Fault> {
    let query: PageQuery = context.query().unwrap_or_default();
    let id = ImportId::parse(context.param("id")).ok_or_else(|| Fault::new("not_found"))?;
    let after = query.cursor.unwrap_or(0);
    let (run, mut refusals) = imports::fetch(&context, id, after, REFUSALS_SHOWN + 1).await?;
    let more = refusals.len() > REFUSALS_SHOWN;
    refusals.truncate(REFUSALS_SHOWN);
    let next = refusals
        .last()
        .filter(|_| more)
        .map(|refusal| refusal.row.to_string());
    let refused = refusals
        .into_iter()
        .map(|refusal| RefusedRow {
            row: refusal.row,
            field: refusal.field,
            code: refusal.code,
        })
        .collect();
    let page = ImportPage {
        import: row(run),
        refused,
        next,
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}
