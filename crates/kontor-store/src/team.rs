//! The teams of shops: whose account belongs to which shop, and who administers it.
//!
//! Who may change a team is core's affair; that a change reaches the person's open streams is told from
//! here, by [`crate::Change::RightsChanged`].

use kontor_core::id::{AccountId, MarketplaceKey, ShopId};
use kontor_core::team::Member;

use crate::account;
use crate::args;
use crate::db::Tx;
use crate::error::Result;

/// Puts an account into a shop's team, or changes whether it administers the shop. False where it was
/// so already.
///
/// # Errors
/// The engine's.
pub async fn put(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
    member: &AccountId,
    administrator: bool,
) -> Result<bool> {
    let put = tx
        .exec(
            "INSERT INTO shop_member (marketplace, shop, account, administrator)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (marketplace, shop, account) DO UPDATE
             SET administrator = excluded.administrator
             WHERE shop_member.administrator <> excluded.administrator",
            args![marketplace, shop, member, i64::from(administrator)],
        )
        .await?;
    if put > 0 {
        account::tell_of_rights(tx, marketplace, member);
    }
    Ok(put > 0)
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

/// Somebody of a team, as the team sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberLine {
    /// Who, and what they may.
    pub member: Member,
    /// The name.
    pub name: String,
    /// The login address.
    pub email: String,
}

/// Holds a shop's team, so that changes to it come one after the other.
///
/// # Errors
/// The engine's.
pub async fn hold(tx: &mut Tx, marketplace: MarketplaceKey, shop: &ShopId) -> Result<()> {
    tx.exec(
        "UPDATE principal SET changed = changed WHERE marketplace = $1 AND principal = $2",
        args![marketplace, shop],
    )
    .await?;
    Ok(())
}

/// A shop's team: administrators first, then by name.
///
/// # Errors
/// The engine's.
pub async fn members(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
) -> Result<Vec<MemberLine>> {
    let rows = tx
        .many(
            "SELECT m.account, m.administrator, p.name, a.email, a.disabled_at
             FROM shop_member m
             JOIN account a ON a.marketplace = m.marketplace AND a.account = m.account
             JOIN principal p ON p.marketplace = m.marketplace AND p.principal = m.account
             WHERE m.marketplace = $1 AND m.shop = $2
             ORDER BY m.administrator DESC, p.name, m.account",
            args![marketplace, shop],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(MemberLine {
                member: Member {
                    account: AccountId(row.text(0)?),
                    administrator: row.int(1)? != 0,
                    enabled: row.opt_int(4)?.is_none(),
                },
                name: row.text(2)?,
                email: row.text(3)?,
            })
        })
        .collect()
}

/// Takes an account out of a shop's team; false where it was not in it.
///
/// # Errors
/// The engine's.
pub async fn remove(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
    member: &AccountId,
) -> Result<bool> {
    let gone = tx
        .exec(
            "DELETE FROM shop_member WHERE marketplace = $1 AND shop = $2 AND account = $3",
            args![marketplace, shop, member],
        )
        .await?;
    if gone > 0 {
        account::tell_of_rights(tx, marketplace, member);
    }
    Ok(gone > 0)
}
