//! The teams of shops: whose account belongs to which shop, and who administers it.
//!
//! Who may change a team is core's affair; that a change reaches the person's open streams is told from
//! here, by [`crate::Change::RightsChanged`].

use kontor_core::id::{AccountId, MarketplaceKey, ShopId};

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
