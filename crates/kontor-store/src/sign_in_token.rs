//! Sign-in tokens that were used: a token signs in once. Source: security case T083.

use kontor_core::id::MarketplaceKey;
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::Result;

/// Uses a token up; false where it was used before. Of many uses at once only one gets true.
///
/// # Errors
/// The engine's.
pub async fn take(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    issuer: &str,
    token: &str,
    expires_at: Micros,
) -> Result<bool> {
    let taken = tx
        .exec(
            "INSERT INTO sign_in_token (marketplace, issuer, token, expires_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (marketplace, issuer, token) DO NOTHING",
            args![marketplace, issuer, token, expires_at],
        )
        .await?;
    Ok(taken == 1)
}

/// Holds an issuer's subject until the transaction ends, so that two sign-ins of one person, who may
/// have no account yet, come one after the other. The space keeps its row apart from every token's.
///
/// # Errors
/// The engine's.
pub async fn hold(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    issuer: &str,
    subject: &str,
    expires_at: Micros,
) -> Result<()> {
    let held = format!("subject {subject}");
    tx.exec(
        "INSERT INTO sign_in_token (marketplace, issuer, token, expires_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (marketplace, issuer, token) DO UPDATE SET expires_at = excluded.expires_at",
        args![marketplace, issuer, &held, expires_at],
    )
    .await?;
    Ok(())
}

/// Forgets tokens that are too old to be used again.
///
/// # Errors
/// The engine's.
pub async fn sweep(tx: &mut Tx, marketplace: MarketplaceKey, now: Micros) -> Result<u64> {
    tx.exec(
        "DELETE FROM sign_in_token WHERE marketplace = $1 AND expires_at <= $2",
        args![marketplace, now],
    )
    .await
}
