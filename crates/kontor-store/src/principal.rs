//! Principals: whoever can take part, with the name that others see and the counters of the inbox.

use kontor_core::id::{AccountId, GuestId, MarketplaceKey, PrincipalId, ShopId};

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::scope::Scope;

/// A principal's public face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The id.
    pub id: PrincipalId,
    /// The marketplace's own id, where it gave one.
    pub external_id: Option<String>,
    /// The name that others see.
    pub name: String,
}

/// Where a principal's inbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Writes that concerned it so far.
    pub changed: i64,
    /// Its conversations with something unread.
    pub unread: i64,
}

/// Puts a principal or renames it.
///
/// # Errors
/// The engine's.
pub async fn put(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &PrincipalId,
    external_id: Option<&str>,
    name: &str,
) -> Result<()> {
    tx.exec(
        "INSERT INTO principal (marketplace, principal, external_id, name, changed, unread)
         VALUES ($1, $2, $3, $4, 0, 0)
         ON CONFLICT (marketplace, principal) DO UPDATE
         SET name = excluded.name, external_id = excluded.external_id",
        args![marketplace, id, external_id, name],
    )
    .await?;
    Ok(())
}

/// A principal by id or by the marketplace's own id.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id_or_external: &str,
) -> Result<Option<Principal>> {
    let sql = if PrincipalId::parse(id_or_external).is_some() {
        "SELECT principal, external_id, name FROM principal
         WHERE marketplace = $1 AND principal = $2"
    } else {
        "SELECT principal, external_id, name FROM principal
         WHERE marketplace = $1 AND external_id = $2"
    };
    let row = tx.one(sql, args![marketplace, id_or_external]).await?;
    row.map(|row| {
        Ok(Principal {
            id: PrincipalId(row.text(0)?),
            external_id: row.opt_text(1)?,
            name: row.text(2)?,
        })
    })
    .transpose()
}

/// The counters of one of the scope's principals; `None` where it is not the scope's.
///
/// # Errors
/// The engine's.
pub async fn counters(
    tx: &mut Tx,
    scope: &Scope,
    principal: &PrincipalId,
) -> Result<Option<Counters>> {
    if !scope.holds(principal) {
        return Ok(None);
    }
    let row = tx
        .one(
            "SELECT changed, unread FROM principal WHERE marketplace = $1 AND principal = $2",
            args![scope.marketplace(), principal],
        )
        .await?;
    row.map(|row| {
        Ok(Counters {
            changed: row.int(0)?,
            unread: row.int(1)?,
        })
    })
    .transpose()
}

/// The conversations with something unread of all of the scope's principals.
///
/// # Errors
/// The engine's.
pub async fn unread(tx: &mut Tx, scope: &Scope) -> Result<i64> {
    let mut unread = 0;
    for principal in scope.principals() {
        unread += counters(tx, scope, principal)
            .await?
            .unwrap_or_default()
            .unread;
    }
    Ok(unread)
}

/// Counts a write that concerns the principal and moves its unread total by `unread`.
///
/// The row lock orders all writes of one principal, which is what makes its stream free of gaps.
pub(crate) async fn touch(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    principal: &PrincipalId,
    unread: i64,
) -> Result<Counters> {
    let row = tx
        .one(
            "UPDATE principal SET changed = changed + 1, unread = unread + $3
             WHERE marketplace = $1 AND principal = $2 RETURNING changed, unread",
            args![marketplace, principal, unread],
        )
        .await?
        .ok_or(Error::Row("principal"))?;
    Ok(Counters {
        changed: row.int(0)?,
        unread: row.int(1)?,
    })
}

/// True where a listing may belong to this principal: an account or a shop.
#[must_use]
pub fn can_sell(id: &PrincipalId) -> bool {
    AccountId::parse(id.as_str()).is_some() || ShopId::parse(id.as_str()).is_some()
}

/// Puts a guest.
///
/// # Errors
/// The engine's.
pub async fn put_guest(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &GuestId,
    name: &str,
    email: Option<&str>,
    now: kontor_core::time::Micros,
) -> Result<()> {
    put(tx, marketplace, &id.into(), None, name).await?;
    tx.exec(
        "INSERT INTO guest (marketplace, guest, email, email_verified_at, created_at)
         VALUES ($1, $2, $3, NULL, $4)
         ON CONFLICT (marketplace, guest) DO UPDATE SET email = excluded.email",
        args![marketplace, id, email, now],
    )
    .await?;
    Ok(())
}

/// Moves only the unread total, and gives it; reading is no step of the live stream.
pub(crate) async fn move_unread(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    principal: &PrincipalId,
    by: i64,
) -> Result<i64> {
    let row = tx
        .one(
            "UPDATE principal SET unread = unread + $3
             WHERE marketplace = $1 AND principal = $2 RETURNING unread",
            args![marketplace, principal, by],
        )
        .await?;
    row.ok_or(Error::Row("principal"))?.int(0)
}
