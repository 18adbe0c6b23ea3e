//! Removing what has had its time: idempotency records, ended and used tokens, codes, full limits.

use std::sync::Arc;
use std::time::Duration;

use kontor_core::time::HOUR;
use kontor_store::{
    code_budget, contact_code, guest, idempotency, invitation, sign_in_token, token,
};

use crate::actions::guest::LINK_HOURS_MAX;
use crate::app::App;
use crate::fault::Fault;

/// How often it is looked at.
const PAUSE: Duration = Duration::from_secs(60);
/// Records removed in one transaction.
const AT_ONCE: i64 = 1_000;

/// Sweeps until the server stops.
pub async fn work(app: Arc<App>) {
    while app.is_up() {
        if let Err(fault) = round(&app).await {
            tracing::warn!(?fault, "sweep");
        }
        app.rates.sweep();
        tokio::time::sleep(PAUSE).await;
    }
}

/// One round over everything.
///
/// # Errors
/// The store's.
pub async fn round(app: &App) -> Result<(), Fault> {
    let now = app.clock.now();
    loop {
        let gone = app
            .store
            .write(now, |tx, now| {
                Box::pin(
                    async move { Ok::<_, Fault>(idempotency::sweep(tx, *now, AT_ONCE).await?) },
                )
            })
            .await?;
        if gone < AT_ONCE.unsigned_abs() {
            break;
        }
    }
    for market in app.marketplaces() {
        app.store
            .write((market.key, now), |tx, (key, now)| {
                Box::pin(async move {
                    sign_in_token::sweep(tx, *key, *now).await?;
                    invitation::sweep(tx, *key, *now).await?;
                    contact_code::sweep(tx, *key, *now).await?;
                    code_budget::sweep(tx, *key, *now).await?;
                    token::sweep(tx, *key, *now).await?;
                    let until = now.plus(-LINK_HOURS_MAX * HOUR);
                    Ok::<_, Fault>(guest::sweep(tx, *key, until).await?)
                })
            })
            .await?;
    }
    Ok(())
}
