//! Proofs: which e-mail addresses and numbers their owners have proven to control.

use std::collections::BTreeSet;

use kontor_core::contact_card::Provable;
use kontor_core::id::{MarketplaceKey, PrincipalId};
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::Result;

/// Who vouches for a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvenBy {
    /// The owner, by a code that came to the address or number.
    Code,
    /// The marketplace, which identified the trader itself. Source: Regulation (EU) 2022/2065 art. 30.
    Marketplace,
}

impl ProvenBy {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Marketplace => "marketplace",
        }
    }
}

/// Kind and value as they are kept. Addresses are compared in lower case, as login addresses are.
#[must_use]
pub fn kept(what: Provable<'_>) -> (&'static str, String) {
    match what {
        Provable::Email(address) => ("email", address.to_ascii_lowercase()),
        Provable::Phone(number) => ("phone", number.as_str().to_owned()),
    }
}

/// Keeps a proof.
///
/// # Errors
/// The engine's.
pub async fn put(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    owner: &PrincipalId,
    what: Provable<'_>,
    by: ProvenBy,
    now: Micros,
) -> Result<()> {
    let (kind, value) = kept(what);
    tx.exec(
        "INSERT INTO contact_proof (marketplace, owner, kind, value, proven_at, proven_by)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (marketplace, owner, kind, value) DO UPDATE
         SET proven_at = excluded.proven_at, proven_by = excluded.proven_by",
        args![marketplace, owner, kind, &value, now, by.code()],
    )
    .await?;
    Ok(())
}

/// Forgets a proof; false where there was none.
///
/// # Errors
/// The engine's.
pub async fn remove(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    owner: &PrincipalId,
    what: Provable<'_>,
) -> Result<bool> {
    let (kind, value) = kept(what);
    let gone = tx
        .exec(
            "DELETE FROM contact_proof
             WHERE marketplace = $1 AND owner = $2 AND kind = $3 AND value = $4",
            args![marketplace, owner, kind, &value],
        )
        .await?;
    Ok(gone > 0)
}

/// What an owner has proven.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proven(BTreeSet<(String, String)>);

impl Proven {
    /// True where this is among it.
    #[must_use]
    pub fn holds(&self, what: Provable<'_>) -> bool {
        let (kind, value) = kept(what);
        self.0.contains(&(kind.to_owned(), value))
    }
}

/// Everything that an owner has proven; the proven login address of an account is among it.
///
/// # Errors
/// The engine's.
pub async fn of(tx: &mut Tx, marketplace: MarketplaceKey, owner: &PrincipalId) -> Result<Proven> {
    let rows = tx
        .many(
            "SELECT kind, value FROM contact_proof WHERE marketplace = $1 AND owner = $2
             UNION ALL
             SELECT 'email', email FROM account
             WHERE marketplace = $1 AND account = $2 AND email_verified_at IS NOT NULL",
            args![marketplace, owner],
        )
        .await?;
    let pairs = rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?)));
    Ok(Proven(pairs.collect::<Result<_>>()?))
}
