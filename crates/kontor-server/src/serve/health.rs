//! Liveness and readiness. To the public they say only yes or no (security case T111).

use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use kontor_core::time::{Micros, SECOND};
use kontor_store::{Result, outbox};

use crate::app::App;
use crate::serve::answer;

/// The process runs.
#[must_use]
pub fn live() -> Response<Body> {
    answer::body(200, "text/plain; charset=utf-8", "live\n")
}

/// The database answers, the outbox moves and the server is not about to stop.
pub async fn ready(app: &Arc<App>) -> Response<Body> {
    let moves = match backlog(app).await {
        Ok((_, oldest, _)) => {
            let age_max = i64::from(app.config.outbox_age_max_s) * SECOND;
            oldest.is_none_or(|due| app.clock.now().0 - due.0 <= age_max)
        }
        Err(error) => {
            tracing::warn!(%error, "not ready");
            false
        }
    };
    if app.is_up() && moves {
        answer::body(200, "text/plain; charset=utf-8", "ready\n")
    } else {
        answer::body(503, "text/plain; charset=utf-8", "not ready\n")
    }
}

/// What waits in the outbox, since when, and what was laid aside.
///
/// # Errors
/// The store's.
pub async fn backlog(app: &App) -> Result<(i64, Option<Micros>, i64)> {
    app.store
        .read(app.clock.now(), |tx, now| {
            Box::pin(outbox::backlog(tx, *now))
        })
        .await
}
