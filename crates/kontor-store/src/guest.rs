//! Guests: people without an account, the links by which they prove an address, and what they wrote
//! before.
//!
//! The link's secret is a token like any other (`token.rs`); here stand who asked for it and what waits
//! for it. How many mails may go out is decided by the server, from what is counted here.

use kontor_core::conversation::Via;
use kontor_core::id::{GuestId, MarketplaceKey, TokenId};
use kontor_core::time::Micros;

use crate::args;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::principal;
use crate::value::Row;

/// Somebody asked for a link to prove an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The id that its token will have.
    pub id: TokenId,
    /// The address, lower case.
    pub email: String,
    /// The name that the guest chose; empty where none was asked for.
    pub name: String,
    /// The language in which it was asked for.
    pub locale: String,
    /// The network from which it was asked for.
    pub network: String,
    /// The hash of what the asking browser keeps; what one browser asked for belongs together.
    pub browser: Option<String>,
    /// When it was asked for.
    pub created_at: Micros,
    /// When a mail was let through.
    pub mailed_at: Option<Micros>,
}

/// A message that waits for its writer to prove the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// About which listing.
    pub listing: Option<String>,
    /// To which seller, where it is about no listing.
    pub seller: Option<String>,
    /// By which channel.
    pub via: Via,
    /// The subject of a form.
    pub subject: Option<String>,
    /// The text.
    pub body: String,
    /// When its writer agreed that it is passed on.
    pub consent_at: Micros,
}

/// A pending message as its writer sees it before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingView {
    /// The link that it was written with.
    pub link: TokenId,
    /// The message.
    pub message: Pending,
    /// The listing's title.
    pub listing_title: Option<String>,
    /// The seller's name.
    pub seller_name: String,
}

/// Keeps that a link was asked for, and the message that waits for it.
///
/// # Errors
/// The engine's.
pub async fn put_link(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    link: &Link,
    message: Option<&Pending>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO guest_link (marketplace, link, email, name, locale, network, browser,
                                 created_at, mailed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)",
        args![
            marketplace,
            &link.id,
            &link.email,
            &link.name,
            &link.locale,
            &link.network,
            link.browser.as_deref(),
            link.created_at,
        ],
    )
    .await?;
    let Some(message) = message else {
        return Ok(());
    };
    tx.exec(
        "INSERT INTO pending_message (marketplace, link, listing, seller, via, subject, body,
                                      consent_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            marketplace,
            &link.id,
            message.listing.as_deref(),
            message.seller.as_deref(),
            message.via.code(),
            message.subject.as_deref(),
            &message.body,
            message.consent_at,
        ],
    )
    .await?;
    Ok(())
}

/// A link that was asked for.
///
/// # Errors
/// The engine's.
pub async fn link(tx: &mut Tx, marketplace: MarketplaceKey, id: &TokenId) -> Result<Option<Link>> {
    let row = tx
        .one(
            "SELECT link, email, name, locale, network, browser, created_at, mailed_at
             FROM guest_link WHERE marketplace = $1 AND link = $2",
            args![marketplace, id],
        )
        .await?;
    row.map(|row| {
        Ok(Link {
            id: TokenId(row.text(0)?),
            email: row.text(1)?,
            name: row.text(2)?,
            locale: row.text(3)?,
            network: row.text(4)?,
            browser: row.opt_text(5)?,
            created_at: Micros(row.int(6)?),
            mailed_at: row.opt_int(7)?.map(Micros),
        })
    })
    .transpose()
}

/// The links asked for from a network since an instant: how many, and when the first.
///
/// # Errors
/// The engine's.
pub async fn asked_from(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    network: &str,
    since: Micros,
) -> Result<(i64, Micros)> {
    let row = tx
        .one(
            "SELECT COUNT(*), COALESCE(MIN(created_at), 0) FROM guest_link
             WHERE marketplace = $1 AND network = $2 AND created_at > $3",
            args![marketplace, network, since],
        )
        .await?
        .ok_or(Error::Row("count"))?;
    Ok((row.int(0)?, Micros(row.int(1)?)))
}

/// The instants at which mails went to an address since an instant, in any marketplace.
///
/// # Errors
/// The engine's.
pub async fn mailed(
    tx: &mut Tx,
    marketplaces: &[MarketplaceKey],
    email: &str,
    since: Micros,
) -> Result<Vec<Micros>> {
    let mut all = Vec::new();
    for marketplace in marketplaces {
        let rows = tx
            .many(
                "SELECT mailed_at FROM guest_link
                 WHERE marketplace = $1 AND email = $2 AND mailed_at > $3",
                args![*marketplace, email, since],
            )
            .await?;
        for row in &rows {
            all.push(Micros(row.int(0)?));
        }
    }
    Ok(all)
}

/// How many mails were let through of those that a network asked for since an instant, in any
/// marketplace.
///
/// # Errors
/// The engine's.
pub async fn caused(
    tx: &mut Tx,
    marketplaces: &[MarketplaceKey],
    network: &str,
    since: Micros,
) -> Result<i64> {
    let mut all = 0;
    for marketplace in marketplaces {
        let row = tx
            .one(
                "SELECT COUNT(*) FROM guest_link
                 WHERE marketplace = $1 AND network = $2 AND created_at > $3
                   AND mailed_at IS NOT NULL",
                args![*marketplace, network, since],
            )
            .await?;
        all += row.ok_or(Error::Row("count"))?.int(0)?;
    }
    Ok(all)
}

/// Whether somebody ever proved control of an address, in any marketplace.
///
/// # Errors
/// The engine's.
pub async fn is_proven(tx: &mut Tx, marketplaces: &[MarketplaceKey], email: &str) -> Result<bool> {
    for marketplace in marketplaces {
        let row = tx
            .one(
                "SELECT email_verified_at FROM guest
                 WHERE marketplace = $1 AND email = $2 AND email_verified_at IS NOT NULL
                 UNION ALL
                 SELECT email_verified_at FROM account
                 WHERE marketplace = $1 AND email = $2 AND email_verified_at IS NOT NULL",
                args![*marketplace, email],
            )
            .await?;
        if row.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Keeps that a mail with a link is let through.
///
/// # Errors
/// The engine's.
pub async fn mark_mailed(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id: &TokenId,
    now: Micros,
) -> Result<()> {
    tx.exec(
        "UPDATE guest_link SET mailed_at = $3 WHERE marketplace = $1 AND link = $2",
        args![marketplace, id, now],
    )
    .await?;
    Ok(())
}

/// The guest of an address; `fresh` where there is none yet. A new one has proven nothing.
///
/// # Errors
/// The engine's; a unique violation where another transaction made it meanwhile.
pub async fn open(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    email: &str,
    fresh: &GuestId,
    now: Micros,
) -> Result<GuestId> {
    let known = tx
        .one(
            "SELECT guest FROM guest WHERE marketplace = $1 AND email = $2",
            args![marketplace, email],
        )
        .await?;
    if let Some(row) = known {
        return Ok(GuestId(row.text(0)?));
    }
    principal::put_guest(tx, marketplace, fresh, "", Some(email), now).await?;
    Ok(fresh.clone())
}

/// Keeps that a guest proved the address, and the language and name that came with the link. Who only
/// came back keeps the name; who never chose one is called `nameless`.
///
/// # Errors
/// The engine's.
pub async fn prove(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    guest: &GuestId,
    link: &Link,
    (nameless, now): (&str, Micros),
) -> Result<()> {
    tx.exec(
        "UPDATE guest SET email_verified_at = COALESCE(email_verified_at, $3), locale = $4
         WHERE marketplace = $1 AND guest = $2",
        args![marketplace, guest, now, &link.locale],
    )
    .await?;
    let row = tx
        .one(
            "SELECT name FROM principal WHERE marketplace = $1 AND principal = $2",
            args![marketplace, guest],
        )
        .await?;
    let former = row.ok_or(Error::Row("principal"))?.text(0)?;
    let names = [link.name.as_str(), &former, nameless];
    let name = names.into_iter().find(|name| !name.is_empty());
    tx.exec(
        "UPDATE principal SET name = $3 WHERE marketplace = $1 AND principal = $2",
        args![marketplace, guest, name.unwrap_or_default()],
    )
    .await?;
    Ok(())
}

/// What waits for a link: its own message, and those that the same browser left for the same address.
/// Its own first, at most `limit`.
///
/// # Errors
/// The engine's.
pub async fn pending(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    link: &Link,
    limit: i64,
) -> Result<Vec<PendingView>> {
    let rows = tx
        .many(
            "SELECT m.listing, m.seller, m.via, m.subject, m.body, m.consent_at, l.title, p.name,
                    m.link
             FROM guest_link g
             JOIN pending_message m ON m.marketplace = g.marketplace AND m.link = g.link
             LEFT JOIN listing l ON l.marketplace = m.marketplace AND l.external_id = m.listing
             LEFT JOIN principal p ON p.marketplace = m.marketplace
                  AND p.principal = COALESCE(l.seller, m.seller)
             WHERE g.marketplace = $1 AND g.email = $2 AND (g.link = $3 OR g.browser = $4)
             ORDER BY g.link <> $3, g.created_at, g.link LIMIT $5",
            args![
                marketplace,
                &link.email,
                &link.id,
                link.browser.as_deref(),
                limit
            ],
        )
        .await?;
    rows.iter().map(view).collect()
}

fn view(row: &Row) -> Result<PendingView> {
    Ok(PendingView {
        link: TokenId(row.text(8)?),
        message: Pending {
            listing: row.opt_text(0)?,
            seller: row.opt_text(1)?,
            via: Via::parse(&row.text(2)?).ok_or(Error::Row("via"))?,
            subject: row.opt_text(3)?,
            body: row.text(4)?,
            consent_at: Micros(row.int(5)?),
        },
        listing_title: row.opt_text(6)?,
        seller_name: row.opt_text(7)?.unwrap_or_default(),
    })
}

/// Removes a message that waited.
///
/// # Errors
/// The engine's.
pub async fn drop_pending(tx: &mut Tx, marketplace: MarketplaceKey, link: &TokenId) -> Result<()> {
    tx.exec(
        "DELETE FROM pending_message WHERE marketplace = $1 AND link = $2",
        args![marketplace, link],
    )
    .await?;
    Ok(())
}

/// The address that a guest proved.
///
/// # Errors
/// The engine's.
pub async fn proven_email(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    guest: &GuestId,
) -> Result<Option<String>> {
    let row = tx
        .one(
            "SELECT email FROM guest
             WHERE marketplace = $1 AND guest = $2 AND email_verified_at IS NOT NULL",
            args![marketplace, guest],
        )
        .await?;
    row.map_or(Ok(None), |row| row.opt_text(0))
}

/// Removes links asked for up to `until` with what waits for them, and guests who proved nothing since
/// and have no token.
///
/// # Errors
/// The engine's.
pub async fn sweep(tx: &mut Tx, marketplace: MarketplaceKey, until: Micros) -> Result<()> {
    tx.exec(
        "DELETE FROM pending_message WHERE marketplace = $1 AND link IN
            (SELECT link FROM guest_link WHERE marketplace = $1 AND created_at <= $2)",
        args![marketplace, until],
    )
    .await?;
    tx.exec(
        "DELETE FROM guest_link WHERE marketplace = $1 AND created_at <= $2",
        args![marketplace, until],
    )
    .await?;
    let gone = tx
        .many(
            "DELETE FROM guest WHERE marketplace = $1 AND email_verified_at IS NULL
               AND email IS NOT NULL AND created_at <= $2
               AND NOT EXISTS (SELECT 1 FROM token t
                   WHERE t.marketplace = guest.marketplace AND t.principal = guest.guest)
               AND NOT EXISTS (SELECT 1 FROM membership m
                   WHERE m.marketplace = guest.marketplace AND m.principal = guest.guest)
             RETURNING guest",
            args![marketplace, until],
        )
        .await?;
    for row in &gone {
        tx.exec(
            "DELETE FROM principal WHERE marketplace = $1 AND principal = $2",
            args![marketplace, row.text(0)?.as_str()],
        )
        .await?;
    }
    Ok(())
}
