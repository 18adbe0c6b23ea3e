//! Proofs: which e-mail addresses and numbers their owners have proven to control.

use std::collections::BTreeSet;

use kontor_core::contact_card::Provable;
use kontor_core::id::{MarketplaceKey, PrincipalId};
use kontor_core::proof::Claim;
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};

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

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Code, Self::Marketplace]
            .into_iter()
            .find(|by| by.code() == code)
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

/// A proof as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What is proven.
    pub claim: Claim,
    /// Since when.
    pub proven_at: Micros,
    /// Who vouches for it.
    pub proven_by: ProvenBy,
    /// True for the login address of an account.
    pub login: bool,
}

/// The proofs of an owner, with the proven login address of an account: addresses first, by name.
///
/// # Errors
/// The engine's.
pub async fn list(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    owner: &PrincipalId,
) -> Result<Vec<Proof>> {
    let rows = tx
        .many(
            "SELECT p.kind, p.value, p.proven_at, p.proven_by,
                    CASE WHEN a.email IS NULL THEN 0 ELSE 1 END
             FROM contact_proof p
             LEFT JOIN account a ON a.marketplace = p.marketplace AND a.account = p.owner
                   AND p.kind = 'email' AND a.email = p.value
             WHERE p.marketplace = $1 AND p.owner = $2
             UNION ALL
             SELECT 'email', a.email, a.email_verified_at, 'marketplace', 1 FROM account a
             WHERE a.marketplace = $1 AND a.account = $2 AND a.email_verified_at IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM contact_proof p
                    WHERE p.marketplace = $1 AND p.owner = $2 AND p.kind = 'email'
                      AND p.value = a.email)
             ORDER BY 1, 2",
            args![marketplace, owner],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Proof {
                claim: Claim::parse(&row.text(0)?, &row.text(1)?).ok_or(Error::Row("claim"))?,
                proven_at: Micros(row.int(2)?),
                proven_by: ProvenBy::parse(&row.text(3)?).ok_or(Error::Row("proven_by"))?,
                login: row.int(4)? != 0,
            })
        })
        .collect()
}

/// Addresses that feeds brought for offered listings of a seller and nobody proved yet, with the number
/// of listings: the most used first.
///
/// # Errors
/// The engine's.
pub async fn feed_addresses(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
    limit: i64,
) -> Result<Vec<(String, i64)>> {
    let rows = tx
        .many(
            "SELECT LOWER(l.contact_email), COUNT(*) FROM listing l
             WHERE l.marketplace = $1 AND l.seller = $2 AND l.state = 'offered'
               AND l.contact_email IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM contact_proof p
                    WHERE p.marketplace = $1 AND p.owner = $2 AND p.kind = 'email'
                      AND p.value = LOWER(l.contact_email))
               AND NOT EXISTS (SELECT 1 FROM account a
                    WHERE a.marketplace = $1 AND a.account = $2
                      AND a.email_verified_at IS NOT NULL AND a.email = LOWER(l.contact_email))
             GROUP BY LOWER(l.contact_email) ORDER BY 2 DESC, 1 LIMIT $3",
            args![marketplace, seller, limit],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.int(1)?)))
        .collect()
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
