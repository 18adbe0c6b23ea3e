//! Invitations into the teams of shops.
//!
//! A row stays until its time is over even where it was ended before: it also counts the mails that
//! went, across restarts. The secret of its link is a token of the kind `invitation`.

use kontor_core::id::{InvitationId, MarketplaceKey, PrincipalId, ShopId};
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::Result;
use crate::token::{self, NewToken};
use crate::value::Row;

/// An invitation that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The id.
    pub id: InvitationId,
    /// Into whose team.
    pub shop: ShopId,
    /// For which address, lower case.
    pub email: String,
    /// Whether who accepts it administers the shop.
    pub administrator: bool,
    /// Who invited.
    pub invited_by: PrincipalId,
    /// From when.
    pub created_at: Micros,
    /// Until when.
    pub expires_at: Micros,
}

/// Keeps an invitation; a former one of the same shop to the same address ends.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &mut Tx, marketplace: MarketplaceKey, new: &Invitation) -> Result<()> {
    let former = tx
        .many(
            "UPDATE shop_invitation SET ended_at = $4
             WHERE marketplace = $1 AND shop = $2 AND email = $3 AND ended_at IS NULL
             RETURNING invitation",
            args![marketplace, &new.shop, &new.email, new.created_at],
        )
        .await?;
    for row in &former {
        let id = InvitationId(row.text(0)?);
        end_link(tx, marketplace, &new.shop, &id).await?;
    }
    tx.exec(
        "INSERT INTO shop_invitation (marketplace, shop, invitation, email, administrator,
                                      invited_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            marketplace,
            &new.shop,
            &new.id,
            &new.email,
            i64::from(new.administrator),
            &new.invited_by,
            new.created_at,
            new.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// A shop's invitations that wait, newest first.
///
/// # Errors
/// The engine's.
pub async fn waiting(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
    now: Micros,
) -> Result<Vec<Invitation>> {
    let rows = tx
        .many(
            "SELECT invitation, shop, email, administrator, invited_by, created_at, expires_at
             FROM shop_invitation
             WHERE marketplace = $1 AND shop = $2 AND expires_at > $3 AND ended_at IS NULL
             ORDER BY created_at DESC, invitation",
            args![marketplace, shop, now],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// An invitation that waits.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
    id: &InvitationId,
    now: Micros,
) -> Result<Option<Invitation>> {
    let row = tx
        .one(
            "SELECT invitation, shop, email, administrator, invited_by, created_at, expires_at
             FROM shop_invitation
             WHERE marketplace = $1 AND shop = $2 AND invitation = $3 AND expires_at > $4
               AND ended_at IS NULL",
            args![marketplace, shop, id, now],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Ends an invitation and its link, because it was accepted or withdrawn; false where none waits.
///
/// # Errors
/// The engine's.
pub async fn end(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
    id: &InvitationId,
    now: Micros,
) -> Result<bool> {
    let ended = tx
        .exec(
            "UPDATE shop_invitation SET ended_at = $4
             WHERE marketplace = $1 AND shop = $2 AND invitation = $3 AND expires_at > $4
               AND ended_at IS NULL",
            args![marketplace, shop, id, now],
        )
        .await?;
    end_link(tx, marketplace, shop, id).await?;
    Ok(ended > 0)
}

/// When invitations were sent to an address, by whichever shop, after `since`. Holds the marketplace's
/// row, so that two shops at once are counted one after the other.
///
/// # Errors
/// The engine's.
pub async fn sent_to(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    email: &str,
    since: Micros,
) -> Result<Vec<Micros>> {
    tx.exec(
        "UPDATE marketplace SET name = name WHERE marketplace = $1",
        args![marketplace],
    )
    .await?;
    let rows = tx
        .many(
            "SELECT created_at FROM shop_invitation
             WHERE marketplace = $1 AND email = $2 AND created_at > $3",
            args![marketplace, email, since],
        )
        .await?;
    rows.iter().map(|row| Ok(Micros(row.int(0)?))).collect()
}

/// When a shop sent invitations, after `since`.
///
/// # Errors
/// The engine's.
pub async fn sent_by(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
    since: Micros,
) -> Result<Vec<Micros>> {
    let rows = tx
        .many(
            "SELECT created_at FROM shop_invitation
             WHERE marketplace = $1 AND shop = $2 AND created_at > $3",
            args![marketplace, shop, since],
        )
        .await?;
    rows.iter().map(|row| Ok(Micros(row.int(0)?))).collect()
}

/// Removes invitations whose time is over; none of them counts any more either.
///
/// # Errors
/// The engine's.
pub async fn sweep(tx: &mut Tx, marketplace: MarketplaceKey, now: Micros) -> Result<u64> {
    tx.exec(
        "DELETE FROM shop_invitation WHERE marketplace = $1 AND expires_at <= $2",
        args![marketplace, now],
    )
    .await
}

/// Keeps the link of an invitation, whose id is its label; a former link of the same one ends.
///
/// # Errors
/// The engine's.
pub async fn put_link(tx: &mut Tx, token: &NewToken) -> Result<bool> {
    tx.exec(
        "DELETE FROM token
         WHERE marketplace = $1 AND principal = $2 AND kind = 'invitation' AND label = $3",
        args![token.marketplace, &token.principal, &token.label],
    )
    .await?;
    token::put(tx, token).await
}

/// Which invitation's link has this hash, if it is alive: the shop and the invitation.
///
/// # Errors
/// The engine's.
pub async fn of_link(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    secret_hash: &[u8; 32],
    now: Micros,
) -> Result<Option<(ShopId, InvitationId)>> {
    let row = tx
        .one(
            "SELECT principal, label FROM token
             WHERE marketplace = $1 AND secret_hash = $2 AND expires_at > $3
               AND kind = 'invitation'",
            args![marketplace, secret_hash, now],
        )
        .await?;
    row.map(|row| Ok((ShopId(row.text(0)?), InvitationId(row.text(1)?))))
        .transpose()
}

/// Uses up the link of an invitation: of many uses at once only one gets true.
///
/// # Errors
/// The engine's.
pub async fn take_link(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    secret_hash: &[u8; 32],
    now: Micros,
) -> Result<bool> {
    let taken = tx
        .exec(
            "DELETE FROM token
             WHERE marketplace = $1 AND secret_hash = $2 AND expires_at > $3
               AND kind = 'invitation'",
            args![marketplace, secret_hash, now],
        )
        .await?;
    Ok(taken > 0)
}

/// Ends the link of an invitation, where it has one.
///
/// # Errors
/// The engine's.
async fn end_link(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
    id: &InvitationId,
) -> Result<()> {
    tx.exec(
        "DELETE FROM token
         WHERE marketplace = $1 AND principal = $2 AND kind = 'invitation' AND label = $3",
        args![marketplace, shop, id],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Invitation> {
    Ok(Invitation {
        id: InvitationId(row.text(0)?),
        shop: ShopId(row.text(1)?),
        email: row.text(2)?,
        administrator: row.int(3)? != 0,
        invited_by: PrincipalId(row.text(4)?),
        created_at: Micros(row.int(5)?),
        expires_at: Micros(row.int(6)?),
    })
}
