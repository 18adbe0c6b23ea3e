//! Identities: whom an issuer's subject stands for, and what its tokens told about shops.
//!
//! Somebody is marketplace, issuer and subject together. Source: security cases T084, T085.

use kontor_core::id::{AccountId, MarketplaceKey, ShopId};
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::Result;
use crate::{account as people, team};

/// The account that an issuer's subject stands for.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    issuer: &str,
    subject: &str,
) -> Result<Option<AccountId>> {
    let row = tx
        .one(
            "SELECT account FROM identity
             WHERE marketplace = $1 AND issuer = $2 AND subject = $3",
            args![marketplace, issuer, subject],
        )
        .await?;
    row.map(|row| Ok(AccountId(row.text(0)?))).transpose()
}

/// True where some issuer's subject stands for this account already.
///
/// # Errors
/// The engine's.
pub async fn has_any(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    account: &AccountId,
) -> Result<bool> {
    let row = tx
        .one(
            "SELECT subject FROM identity WHERE marketplace = $1 AND account = $2 LIMIT 1",
            args![marketplace, account],
        )
        .await?;
    Ok(row.is_some())
}

/// Says whom an issuer's subject stands for; that never changes.
///
/// # Errors
/// The engine's; a unique violation where another transaction said so meanwhile.
pub async fn put(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    issuer: &str,
    subject: &str,
    account: &AccountId,
    now: Micros,
) -> Result<()> {
    tx.exec(
        "INSERT INTO identity (marketplace, issuer, subject, account, created_at)
         VALUES ($1, $2, $3, $4, $5)",
        args![marketplace, issuer, subject, account, now],
    )
    .await?;
    Ok(())
}

/// Puts an account into a shop's team because an issuer says so, and changes what the same issuer said
/// before. Who belongs to the team by an invitation or by the operator stays as that was decided.
///
/// # Errors
/// The engine's.
pub async fn join_shop(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    issuer: &str,
    shop: &ShopId,
    account: &AccountId,
    administrator: bool,
) -> Result<()> {
    team::hold(tx, marketplace, shop).await?;
    let put = tx
        .exec(
            "INSERT INTO shop_member (marketplace, shop, account, administrator, issuer)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (marketplace, shop, account) DO UPDATE
             SET administrator = excluded.administrator
             WHERE shop_member.issuer = excluded.issuer
               AND shop_member.administrator <> excluded.administrator",
            args![marketplace, shop, account, i64::from(administrator), issuer],
        )
        .await?;
    if put > 0 {
        people::tell_of_rights(tx, marketplace, account);
    }
    Ok(())
}

/// Takes an account out of the shops that an issuer told of, save one.
///
/// # Errors
/// The engine's.
pub async fn leave_shops(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    issuer: &str,
    account: &AccountId,
    save: Option<&ShopId>,
) -> Result<()> {
    let left = tx
        .exec(
            "DELETE FROM shop_member
             WHERE marketplace = $1 AND account = $2 AND issuer = $3 AND shop <> $4",
            args![
                marketplace,
                account,
                issuer,
                save.map_or("", ShopId::as_str)
            ],
        )
        .await?;
    if left > 0 {
        people::tell_of_rights(tx, marketplace, account);
    }
    Ok(())
}
