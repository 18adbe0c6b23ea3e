//! Delivery: what a shop chose, and to which proven addresses its messages go.

use kontor_core::contact_card::Provable;
use kontor_core::delivery::{Choice, Goal, goal};
use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::time::Micros;

use crate::account::{NoticeAddress, notice_addresses};
use crate::args;
use crate::contact_proof;
use crate::db::Tx;
use crate::error::{Error, Result};

/// What a shop chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chosen {
    /// How it wants its messages.
    pub choice: Choice,
    /// Its own address for them, proven or not.
    pub address: Option<String>,
    /// When it chose last; `None` where it never did.
    pub changed_at: Option<Micros>,
    /// Counts its changes; 0 where there was none.
    pub revision: i64,
}

/// What a shop chose, or what holds by itself.
///
/// # Errors
/// The engine's.
pub async fn chosen(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &PrincipalId,
) -> Result<Chosen> {
    let row = tx
        .one(
            "SELECT choice, address, changed_at, revision FROM delivery_choice
             WHERE marketplace = $1 AND seller = $2",
            args![marketplace, shop],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Chosen::default());
    };
    Ok(Chosen {
        choice: Choice::parse(&row.text(0)?).ok_or(Error::Row("delivery choice"))?,
        address: row.opt_text(1)?,
        changed_at: row.opt_int(2)?.map(Micros),
        revision: row.int(3)?,
    })
}

/// Holds what a shop chose for a write and gives its revision; `None` where it never chose.
///
/// # Errors
/// The engine's.
pub async fn hold(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &PrincipalId,
) -> Result<Option<i64>> {
    let row = tx
        .one(
            "UPDATE delivery_choice SET revision = revision
             WHERE marketplace = $1 AND seller = $2 RETURNING revision",
            args![marketplace, shop],
        )
        .await?;
    row.map(|row| row.int(0)).transpose()
}

/// Keeps what a shop chose; the same again changes nothing. Gives the revision. The row is held until
/// the commit, so that of two changes at once the later one sees the first.
///
/// # Errors
/// The engine's.
pub async fn put(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &PrincipalId,
    (choice, address): (Choice, Option<&str>),
    now: Micros,
) -> Result<i64> {
    let row = tx
        .one(
            "INSERT INTO delivery_choice (marketplace, seller, choice, address, revision,
                                          changed_at)
             VALUES ($1, $2, $3, $4, 1, $5)
             ON CONFLICT (marketplace, seller) DO UPDATE SET
                 revision = delivery_choice.revision
                     + CASE WHEN delivery_choice.choice = excluded.choice
                             AND COALESCE(delivery_choice.address, '')
                                 = COALESCE(excluded.address, '') THEN 0 ELSE 1 END,
                 changed_at = CASE WHEN delivery_choice.choice = excluded.choice
                             AND COALESCE(delivery_choice.address, '')
                                 = COALESCE(excluded.address, '')
                     THEN delivery_choice.changed_at ELSE excluded.changed_at END,
                 choice = excluded.choice, address = excluded.address
             RETURNING revision",
            args![marketplace, shop, choice.code(), address, now],
        )
        .await?;
    row.ok_or(Error::Row("delivery choice"))?.int(0)
}

/// Where a shop's messages go now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What the shop chose.
    pub chosen: Chosen,
    /// Which address is the one.
    pub goal: Goal,
    /// The proven addresses; none where nobody proved any.
    pub addresses: Vec<Addressee>,
}

/// A proven address and its stable name, which stands for it in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// `listing`, `shop`, or the id of an administrator.
    pub key: String,
    /// The address, and how to greet who reads there.
    pub to: NoticeAddress,
}

/// Where a shop's messages of a conversation go; of none: those about no listing.
///
/// # Errors
/// The engine's.
pub async fn target(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &PrincipalId,
    conversation: Option<&ConversationId>,
) -> Result<Target> {
    let chosen = chosen(tx, marketplace, shop).await?;
    let listed = match conversation {
        Some(id) => listed_address(tx, marketplace, shop, id).await?,
        None => None,
    };
    let (of_listing, of_shop) = match (&listed, &chosen.address) {
        (None, None) => (None, None),
        (listed, own) => {
            let proven = contact_proof::of(tx, marketplace, shop).await?;
            let holds = |address: &&String| proven.holds(Provable::Email(address));
            (
                listed.as_ref().filter(holds).cloned(),
                own.as_ref().filter(holds).cloned(),
            )
        }
    };
    let goal = goal(of_listing.is_some(), of_shop.is_some());
    let addresses = match of_listing.or(of_shop) {
        Some(email) => {
            let to = NoticeAddress {
                email,
                locale: None,
                name: name(tx, marketplace, shop).await?,
                person: shop.clone(),
            };
            let key = goal.code().to_owned();
            vec![Addressee { key, to }]
        }
        None => administrators(tx, marketplace, shop).await?,
    };
    Ok(Target {
        chosen,
        goal,
        addresses,
    })
}

/// The own contact address of the listing that a conversation is about, where the shop offers it.
async fn listed_address(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &PrincipalId,
    conversation: &ConversationId,
) -> Result<Option<String>> {
    let row = tx
        .one(
            "SELECT l.contact_email FROM conversation c
             JOIN listing l ON l.marketplace = c.marketplace AND l.external_id = c.listing
             WHERE c.marketplace = $1 AND c.conversation = $2 AND l.seller = $3",
            args![marketplace, conversation, shop],
        )
        .await?;
    row.map_or(Ok(None), |row| row.opt_text(0))
}

async fn name(tx: &mut Tx, marketplace: MarketplaceKey, shop: &PrincipalId) -> Result<String> {
    let found = crate::principal::find(tx, marketplace, shop.as_str()).await?;
    Ok(found.map(|shop| shop.name).unwrap_or_default())
}

async fn administrators(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &PrincipalId,
) -> Result<Vec<Addressee>> {
    let all = notice_addresses(tx, marketplace, shop).await?;
    let all = all.into_iter().map(|to| Addressee {
        key: to.person.to_string(),
        to,
    });
    Ok(all.collect())
}
