//! Accounts and the teams of shops.

use kontor_core::account::Role;
use kontor_core::id::{AccountId, MarketplaceKey, PrincipalId, ShopId};
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::principal;

/// An account as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The id.
    pub id: AccountId,
    /// The marketplace's own id.
    pub external_id: Option<String>,
    /// The name that others see.
    pub name: String,
    /// What for.
    pub role: Role,
    /// The login address, lower case.
    pub email: String,
    /// When its owner proved control of the address.
    pub email_verified_at: Option<Micros>,
    /// The argon2 hash, in PHC form.
    pub password: Option<String>,
    /// The language, where one was chosen.
    pub locale: Option<String>,
}

/// Puts an account: makes it, or replaces everything but a password that is not given.
///
/// # Errors
/// The engine's; a unique violation where the address belongs to another account.
pub async fn put(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    account: &Account,
    now: Micros,
) -> Result<()> {
    let id = PrincipalId::from(&account.id);
    principal::put(
        tx,
        marketplace,
        &id,
        account.external_id.as_deref(),
        &account.name,
    )
    .await?;
    tx.exec(
        "INSERT INTO account (marketplace, account, role, email, email_verified_at, password,
                              locale, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (marketplace, account) DO UPDATE
         SET role = excluded.role, email = excluded.email,
             email_verified_at = excluded.email_verified_at,
             password = COALESCE(excluded.password, account.password),
             locale = excluded.locale",
        args![
            marketplace,
            &account.id,
            account.role.code(),
            &account.email,
            account.email_verified_at,
            account.password.as_deref(),
            account.locale.as_deref(),
            now,
        ],
    )
    .await?;
    Ok(())
}

/// The account with this login address.
///
/// # Errors
/// The engine's.
pub async fn by_email(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    email: &str,
) -> Result<Option<Account>> {
    let row = tx
        .one(
            "SELECT a.account, p.external_id, p.name, a.role, a.email, a.email_verified_at,
                    a.password, a.locale
             FROM account a
             JOIN principal p ON p.marketplace = a.marketplace AND p.principal = a.account
             WHERE a.marketplace = $1 AND a.email = $2",
            args![marketplace, email],
        )
        .await?;
    row.map(|row| read(&row)).transpose()
}

/// The account with this id.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &AccountId,
) -> Result<Option<Account>> {
    let row = tx
        .one(
            "SELECT a.account, p.external_id, p.name, a.role, a.email, a.email_verified_at,
                    a.password, a.locale
             FROM account a
             JOIN principal p ON p.marketplace = a.marketplace AND p.principal = a.account
             WHERE a.marketplace = $1 AND a.account = $2",
            args![marketplace, id],
        )
        .await?;
    row.map(|row| read(&row)).transpose()
}

/// Sets an account's password, given as an argon2 hash in PHC form.
///
/// # Errors
/// The engine's.
pub async fn set_password(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &AccountId,
    hash: &str,
) -> Result<()> {
    tx.exec(
        "UPDATE account SET password = $3 WHERE marketplace = $1 AND account = $2",
        args![marketplace, id, hash],
    )
    .await?;
    Ok(())
}

fn read(row: &crate::value::Row) -> Result<Account> {
    Ok(Account {
        id: AccountId(row.text(0)?),
        external_id: row.opt_text(1)?,
        name: row.text(2)?,
        role: Role::parse(&row.text(3)?).ok_or(Error::Row("role"))?,
        email: row.text(4)?,
        email_verified_at: row.opt_int(5)?.map(Micros),
        password: row.opt_text(6)?,
        locale: row.opt_text(7)?,
    })
}

/// Puts an account into a shop's team, or changes whether it administers the shop.
///
/// # Errors
/// The engine's.
pub async fn join_shop(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
    account: &AccountId,
    administrator: bool,
) -> Result<()> {
    tx.exec(
        "INSERT INTO shop_member (marketplace, shop, account, administrator)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (marketplace, shop, account) DO UPDATE
         SET administrator = excluded.administrator",
        args![marketplace, shop, account, i64::from(administrator)],
    )
    .await?;
    Ok(())
}

/// The shops whose team an account belongs to; the flag marks the administrator.
///
/// # Errors
/// The engine's.
pub async fn shops_of(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    account: &AccountId,
) -> Result<Vec<(ShopId, bool)>> {
    let rows = tx
        .many(
            "SELECT shop, administrator FROM shop_member
             WHERE marketplace = $1 AND account = $2 ORDER BY shop",
            args![marketplace, account],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((ShopId(row.text(0)?), row.int(1)? != 0)))
        .collect()
}

/// Where a principal reads its mail: the proven address and language of an account or guest, for a
/// shop those of its administrators.
///
/// # Errors
/// The engine's.
pub async fn notice_addresses(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    principal: &PrincipalId,
) -> Result<Vec<NoticeAddress>> {
    let rows = tx
        .many(
            "SELECT a.email, a.locale, p.name FROM account a
             JOIN principal p ON p.marketplace = a.marketplace AND p.principal = a.account
             WHERE a.marketplace = $1 AND a.email_verified_at IS NOT NULL
               AND (a.account = $2 OR a.account IN
                    (SELECT m.account FROM shop_member m
                     WHERE m.marketplace = $1 AND m.shop = $2 AND m.administrator = 1))
             UNION ALL
             SELECT g.email, NULL, p.name FROM guest g
             JOIN principal p ON p.marketplace = g.marketplace AND p.principal = g.guest
             WHERE g.marketplace = $1 AND g.guest = $2 AND g.email_verified_at IS NOT NULL
               AND g.email IS NOT NULL",
            args![marketplace, principal],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(NoticeAddress {
                email: row.text(0)?,
                locale: row.opt_text(1)?,
                name: row.text(2)?,
            })
        })
        .collect()
}

/// Where and in which language a notice goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeAddress {
    /// The proven address.
    pub email: String,
    /// The language, where one was chosen.
    pub locale: Option<String>,
    /// The name of whom it belongs to.
    pub name: String,
}
