//! Codes on their way to addresses and numbers that somebody wants to prove.
//!
//! A row is there from the moment somebody asks; the code is made when it is sent. What came of it is
//! in `contact_proof.rs`, how many there may be in `code_budget.rs`.

use kontor_core::id::{CodeId, MarketplaceKey, PrincipalId};
use kontor_core::proof::{Claim, SEND_WITHIN, TRIES_MAX};
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCode {
    /// Its id, where the owner has none for this value yet.
    pub id: CodeId,
    /// For whom.
    pub owner: PrincipalId,
    /// What is to be proven.
    pub claim: Claim,
    /// In which language the code is sent.
    pub locale: String,
    /// When it was asked for.
    pub now: Micros,
}

/// A code that waits to be sent or typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// For whom.
    pub owner: PrincipalId,
    /// What is to be proven.
    pub claim: Claim,
    /// In which language the code is sent.
    pub locale: String,
    /// When it was asked for.
    pub asked_at: Micros,
    /// Until when it can be used, or be sent where it was not yet.
    pub expires_at: Micros,
    /// How often it was tried.
    pub tries: i64,
}

/// Puts a request for a code, and gives its id. A code that was there is worth nothing any more.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &mut Tx, marketplace: MarketplaceKey, new: &NewCode) -> Result<CodeId> {
    let row = tx
        .one(
            "INSERT INTO contact_code (marketplace, owner, kind, value, code, locale, salt, hash,
                                       tries, asked_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, 0, $7, $8)
             ON CONFLICT (marketplace, owner, kind, value) DO UPDATE
             SET locale = excluded.locale, salt = NULL, hash = NULL, tries = 0,
                 asked_at = excluded.asked_at, expires_at = excluded.expires_at
             RETURNING code",
            args![
                marketplace,
                &new.owner,
                new.claim.kind(),
                new.claim.value(),
                &new.id,
                &new.locale,
                new.now,
                new.now.plus(SEND_WITHIN),
            ],
        )
        .await?
        .ok_or(Error::Row("contact_code"))?;
    Ok(CodeId(row.text(0)?))
}

fn read(row: &crate::value::Row) -> Result<Waiting> {
    let claim = Claim::parse(&row.text(1)?, &row.text(2)?);
    Ok(Waiting {
        owner: PrincipalId(row.text(0)?),
        claim: claim.ok_or(Error::Row("claim"))?,
        locale: row.text(3)?,
        asked_at: Micros(row.int(4)?),
        expires_at: Micros(row.int(5)?),
        tries: row.int(6)?,
    })
}

/// What waits under an id, for the worker that sends it.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &CodeId,
) -> Result<Option<Waiting>> {
    let row = tx
        .one(
            "SELECT owner, kind, value, locale, asked_at, expires_at, tries
             FROM contact_code WHERE marketplace = $1 AND code = $2",
            args![marketplace, id],
        )
        .await?;
    row.map(|row| read(&row)).transpose()
}

/// What waits for an owner and can still come to something, newest first.
///
/// # Errors
/// The engine's.
pub async fn of(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    owner: &PrincipalId,
    now: Micros,
) -> Result<Vec<Waiting>> {
    let rows = tx
        .many(
            "SELECT owner, kind, value, locale, asked_at, expires_at, tries
             FROM contact_code WHERE marketplace = $1 AND owner = $2 AND expires_at > $3
               AND tries < $4
             ORDER BY asked_at DESC, kind, value",
            args![marketplace, owner, now, TRIES_MAX],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Keeps the hash of a code that is about to be sent; false where nobody asks for it any more.
///
/// # Errors
/// The engine's.
pub async fn arm(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &CodeId,
    (salt, hash): (&[u8; 16], &[u8; 32]),
    expires_at: Micros,
) -> Result<bool> {
    let armed = tx
        .exec(
            "UPDATE contact_code SET salt = $3, hash = $4, tries = 0, expires_at = $5
             WHERE marketplace = $1 AND code = $2",
            args![marketplace, id, salt, hash, expires_at],
        )
        .await?;
    Ok(armed > 0)
}

/// Counts a try and gives salt and hash to compare with; `None` where there is no code that could be
/// tried. Of tries at once each is counted.
///
/// # Errors
/// The engine's.
pub async fn attempt(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    owner: &PrincipalId,
    claim: &Claim,
    now: Micros,
) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
    let row = tx
        .one(
            "UPDATE contact_code SET tries = tries + 1
             WHERE marketplace = $1 AND owner = $2 AND kind = $3 AND value = $4
               AND hash IS NOT NULL AND expires_at > $5 AND tries < $6
             RETURNING salt, hash",
            args![
                marketplace,
                owner,
                claim.kind(),
                claim.value(),
                now,
                TRIES_MAX
            ],
        )
        .await?;
    row.map(|row| Ok((row.blob(0)?.to_vec(), row.blob(1)?.to_vec())))
        .transpose()
}

/// Ends a code; false where there was none.
///
/// # Errors
/// The engine's.
pub async fn remove(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    owner: &PrincipalId,
    claim: &Claim,
) -> Result<bool> {
    let gone = tx
        .exec(
            "DELETE FROM contact_code
             WHERE marketplace = $1 AND owner = $2 AND kind = $3 AND value = $4",
            args![marketplace, owner, claim.kind(), claim.value()],
        )
        .await?;
    Ok(gone > 0)
}

/// Removes codes that can come to nothing any more.
///
/// # Errors
/// The engine's.
pub async fn sweep(tx: &mut Tx, marketplace: MarketplaceKey, now: Micros) -> Result<u64> {
    tx.exec(
        "DELETE FROM contact_code WHERE marketplace = $1 AND expires_at <= $2",
        args![marketplace, now],
    )
    .await
}
