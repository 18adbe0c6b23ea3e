//! Accounts. The teams of shops are in `team.rs`.

use kontor_core::account::Role;
use kontor_core::id::{AccountId, MarketplaceKey, PrincipalId};
use kontor_core::time::Micros;

use crate::args;
use crate::change::Change;
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
    /// Since when it may not sign in.
    pub disabled_at: Option<Micros>,
}

/// Puts an account: makes it, or replaces everything but a password that is not given and whether it is
/// disabled, which only [`set_disabled`] changes. Its row is held from here on.
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
                              locale, created_at, disabled_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
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
            account.disabled_at,
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
                    a.password, a.locale, a.disabled_at
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
                    a.password, a.locale, a.disabled_at
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

/// Keeps that the owner proved control of the login address, or that it is not proven any more; false
/// where the account has another address by now.
///
/// # Errors
/// The engine's.
pub async fn set_email_verified(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    owner: &PrincipalId,
    email: &str,
    at: Option<Micros>,
) -> Result<bool> {
    let set = tx
        .exec(
            "UPDATE account SET email_verified_at = $4
             WHERE marketplace = $1 AND account = $2 AND email = $3",
            args![marketplace, owner, email, at],
        )
        .await?;
    Ok(set > 0)
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
        disabled_at: row.opt_int(8)?.map(Micros),
    })
}

/// Disables an account, or lets it in again. One that is disabled stays so since the first time.
///
/// # Errors
/// The engine's.
pub async fn set_disabled(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &AccountId,
    since: Option<Micros>,
) -> Result<()> {
    let sql = match since {
        Some(_) => {
            "UPDATE account SET disabled_at = COALESCE(disabled_at, $3)
             WHERE marketplace = $1 AND account = $2"
        }
        None => "UPDATE account SET disabled_at = $3 WHERE marketplace = $1 AND account = $2",
    };
    tx.exec(sql, args![marketplace, id, since]).await?;
    Ok(())
}

/// Keeps that an enabled account's owner proved its address, and holds its row. False where it is
/// disabled, or signs in with another address by now.
///
/// # Errors
/// The engine's.
pub async fn prove_address(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &AccountId,
    email: &str,
    now: Micros,
) -> Result<bool> {
    let proven = tx
        .exec(
            "UPDATE account SET email_verified_at = COALESCE(email_verified_at, $4)
             WHERE marketplace = $1 AND account = $2 AND email = $3 AND disabled_at IS NULL",
            args![marketplace, id, email, now],
        )
        .await?;
    Ok(proven > 0)
}

/// Tells that what an account may see or do changed, to the streams that it has open.
pub fn tell_of_rights(tx: &mut Tx, marketplace: MarketplaceKey, id: &AccountId) {
    tx.announce(Change::RightsChanged {
        marketplace,
        principal: PrincipalId::from(id),
    });
}

/// Holds an account's row, so that disabling it and what needs it enabled come one after the other.
/// False where there is no such account or it is disabled. Source: security case T077.
///
/// # Errors
/// The engine's.
pub async fn hold_enabled(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &AccountId,
) -> Result<bool> {
    let held = tx
        .exec(
            "UPDATE account SET disabled_at = NULL
             WHERE marketplace = $1 AND account = $2 AND disabled_at IS NULL",
            args![marketplace, id],
        )
        .await?;
    Ok(held > 0)
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
            "SELECT a.email, a.locale, p.name, a.account FROM account a
             JOIN principal p ON p.marketplace = a.marketplace AND p.principal = a.account
             WHERE a.marketplace = $1 AND a.email_verified_at IS NOT NULL
               AND a.disabled_at IS NULL
               AND (a.account = $2 OR a.account IN
                    (SELECT m.account FROM shop_member m
                     WHERE m.marketplace = $1 AND m.shop = $2 AND m.administrator = 1))
             UNION ALL
             SELECT g.email, g.locale, p.name, g.guest FROM guest g
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
                person: PrincipalId(row.text(3)?),
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
    /// Who that is.
    pub person: PrincipalId,
}
