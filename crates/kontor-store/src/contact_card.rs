//! What a contact card is made of: settings, overrides and proofs of one seller or listing, in one
//! read. Who sees what of it is core's decision.

use kontor_core::account::Role;
use kontor_core::contact_card::{Provable, Reachable, StandIns, Viewer, reachable};
use kontor_core::contact_settings::{Audience, ContactOverride, ContactSettings};
use kontor_core::conversation::Via;
use kontor_core::id::{AccountId, MarketplaceKey, PrincipalId, ShopId};
use kontor_core::listing::ListingState;
use kontor_core::marketplace::Preset;

use crate::contact_proof::{self, Proven};
use crate::contact_settings::decode;
use crate::db::Tx;
use crate::error::Result;
use crate::scope::Scope;
use crate::value::Row;
use crate::{args, principal};

/// What a card is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A listing, by its external id.
    Listing(String),
    /// A seller, by id or external id.
    Seller(String),
}

/// What a card is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Who is reached.
    pub seller: PrincipalId,
    /// The marketplace's own id of the seller.
    pub seller_external_id: Option<String>,
    /// The seller's name.
    pub seller_name: String,
    /// Whether the seller is a business.
    pub business: bool,
    /// The listing, where the card is about one.
    pub listing: Option<String>,
    /// Whether the listing is still offered; true for a seller.
    pub offered: bool,
    /// The settings that hold.
    pub settings: ContactSettings,
    /// What of them may be shown.
    pub reachable: Reachable,
    /// Whether a trader block is there.
    pub trader: bool,
}

impl Source {
    /// The settings that are not shown because nobody proved them: the channel of each.
    #[must_use]
    pub fn unproven(&self) -> Vec<&'static str> {
        let (set, shown) = (&self.settings, &self.reachable);
        let mut all = Vec::new();
        if set.email.is_some() && shown.form.is_none() && shown.email.is_none() {
            all.push("email");
        }
        if set.phone.is_some() && shown.phone.is_none() {
            all.push("phone");
        }
        let known = shown.sellers.as_ref().map_or(0, |(_, people)| people.len());
        if set
            .sellers
            .as_ref()
            .is_some_and(|sellers| sellers.people.len() > known)
        {
            all.push("sellers");
        }
        all
    }
}

/// Reads what a card is made of; `None` where there is no such seller or listing.
///
/// # Errors
/// The engine's.
pub async fn source(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    preset: Preset,
    subject: &Subject,
) -> Result<Option<Source>> {
    let row = match subject {
        Subject::Listing(external_id) => about_listing(tx, marketplace, external_id).await?,
        Subject::Seller(name) => match principal::find(tx, marketplace, name).await? {
            Some(found) => about_seller(tx, marketplace, &found.id).await?,
            None => None,
        },
    };
    let Some(row) = row else { return Ok(None) };
    let seller = PrincipalId(row.text(0)?);
    if !is_seller(
        &seller,
        row.opt_text(7)?.as_deref(),
        row.opt_text(3)?.is_some(),
    ) {
        return Ok(None);
    }
    let proven = contact_proof::of(tx, marketplace, &seller).await?;
    // Only what the marketplace allows, whatever was set before.
    let settings = set(&row, 5, 6)?.allowed(preset);
    let login = match settings.email {
        Some(_) => login(tx, marketplace, &seller).await?,
        None => None,
    };
    let feed = row
        .opt_text(8)?
        .filter(|at| proven.holds(Provable::Email(at)));
    read(&row, seller, settings, (feed, login), &proven).map(Some)
}

/// A shop, an account that sells, or whoever has a listing.
fn is_seller(seller: &PrincipalId, role: Option<&str>, has_listing: bool) -> bool {
    let sells = role.and_then(Role::parse) == Some(Role::PrivateSeller);
    has_listing || sells || ShopId::parse(seller.as_str()).is_some()
}

async fn about_listing(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    external_id: &str,
) -> Result<Option<Row>> {
    tx.one(
        "SELECT p.principal, p.external_id, p.name, l.external_id, l.state, s.settings, o.settings,
                a.role, l.contact_email, CASE WHEN t.seller IS NULL THEN 0 ELSE 1 END
         FROM listing l
         JOIN principal p ON p.marketplace = l.marketplace AND p.principal = l.seller
         LEFT JOIN account a ON a.marketplace = l.marketplace AND a.account = l.seller
         LEFT JOIN contact_settings s ON s.marketplace = l.marketplace AND s.seller = l.seller
         LEFT JOIN contact_override o
             ON o.marketplace = l.marketplace AND o.listing = l.external_id
         LEFT JOIN trader t ON t.marketplace = l.marketplace AND t.seller = l.seller
         WHERE l.marketplace = $1 AND l.external_id = $2",
        args![marketplace, external_id],
    )
    .await
}

async fn about_seller(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
) -> Result<Option<Row>> {
    tx.one(
        "SELECT p.principal, p.external_id, p.name,
                (SELECT MIN(l.external_id) FROM listing l
                 WHERE l.marketplace = $1 AND l.seller = $2),
                NULL, s.settings, NULL, a.role, NULL,
                CASE WHEN t.seller IS NULL THEN 0 ELSE 1 END
         FROM principal p
         LEFT JOIN account a ON a.marketplace = p.marketplace AND a.account = p.principal
         LEFT JOIN contact_settings s ON s.marketplace = p.marketplace AND s.seller = p.principal
         LEFT JOIN trader t ON t.marketplace = p.marketplace AND t.seller = p.principal
         WHERE p.marketplace = $1 AND p.principal = $2",
        args![marketplace, seller],
    )
    .await
}

/// What was set or what holds at first, with the listing's overrides, from two columns.
fn set(row: &Row, seller: usize, listing: usize) -> Result<ContactSettings> {
    let set: Option<ContactSettings> = match row.opt_text(seller)? {
        Some(text) => Some(decode(&text)?),
        None => None,
    };
    let own: ContactOverride = match row.opt_text(listing)? {
        Some(text) => decode(&text)?,
        None => ContactOverride::default(),
    };
    Ok(set.unwrap_or_else(ContactSettings::at_first).with(own))
}

fn read(
    row: &Row,
    seller: PrincipalId,
    settings: ContactSettings,
    (feed, login): (Option<String>, Option<String>),
    proven: &Proven,
) -> Result<Source> {
    let stand_ins = StandIns {
        feed: feed.as_deref(),
        login: login.as_deref(),
    };
    let state = row.opt_text(4)?;
    Ok(Source {
        business: ShopId::parse(seller.as_str()).is_some(),
        seller_external_id: row.opt_text(1)?,
        seller_name: row.text(2)?,
        listing: row.opt_text(3)?.filter(|_| state.is_some()),
        offered: state.is_none_or(|state| state == ListingState::Offered.code()),
        reachable: reachable(&settings, stand_ins, |what| proven.holds(what)),
        settings,
        trader: row.int(9)? != 0,
        seller,
    })
}

/// The proven login address of a seller; of a shop that of its first administrator.
async fn login(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    seller: &PrincipalId,
) -> Result<Option<String>> {
    let sql = if AccountId::parse(seller.as_str()).is_some() {
        "SELECT email FROM account
         WHERE marketplace = $1 AND account = $2 AND email_verified_at IS NOT NULL"
    } else {
        "SELECT a.email FROM shop_member m
         JOIN account a ON a.marketplace = m.marketplace AND a.account = m.account
         WHERE m.marketplace = $1 AND m.shop = $2 AND m.administrator = 1
           AND a.email_verified_at IS NOT NULL
         ORDER BY a.account LIMIT 1"
    };
    let row = tx.one(sql, args![marketplace, seller]).await?;
    row.map(|row| row.text(0)).transpose()
}

/// A seller by id or external id: an account that sells or a shop.
///
/// # Errors
/// The engine's.
pub async fn seller(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    id_or_external: &str,
) -> Result<Option<PrincipalId>> {
    let found = principal::find(tx, marketplace, id_or_external).await?;
    Ok(found.map(|found| found.id).filter(principal::can_sell))
}

/// Who sells a listing.
///
/// # Errors
/// The engine's.
pub async fn seller_of(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    listing: &str,
) -> Result<Option<PrincipalId>> {
    let row = tx
        .one(
            "SELECT seller FROM listing WHERE marketplace = $1 AND external_id = $2",
            args![marketplace, listing],
        )
        .await?;
    row.map(|row| row.text(0).map(PrincipalId)).transpose()
}

/// Who may write to a seller or about a listing by a channel; `None` where the seller does not offer
/// it.
///
/// # Errors
/// The engine's.
pub async fn written_to(
    tx: &mut Tx,
    scope: &Scope,
    subject: &Subject,
    via: Via,
) -> Result<Option<Audience>> {
    let marketplace = scope.marketplace();
    if via == Via::Form {
        let found = source(tx, marketplace, Preset::Classifieds, subject).await?;
        return Ok(found.and_then(|found| found.reachable.form.map(|(audience, _)| audience)));
    }
    let row = match subject {
        Subject::Listing(listing) => {
            tx.one(
                "SELECT s.settings, o.settings FROM listing l
                 LEFT JOIN contact_settings s
                     ON s.marketplace = l.marketplace AND s.seller = l.seller
                 LEFT JOIN contact_override o
                     ON o.marketplace = l.marketplace AND o.listing = l.external_id
                 WHERE l.marketplace = $1 AND l.external_id = $2",
                args![marketplace, listing],
            )
            .await?
        }
        Subject::Seller(seller) => {
            tx.one(
                "SELECT settings, NULL FROM contact_settings
                 WHERE marketplace = $1 AND seller = $2",
                args![marketplace, seller],
            )
            .await?
        }
    };
    let set = match &row {
        Some(row) => set(row, 0, 1)?,
        None => ContactSettings::at_first(),
    };
    Ok(set.message.map(|message| message.audience))
}

/// What kind of viewer the scope's person is.
///
/// # Errors
/// The engine's.
pub async fn viewer(tx: &mut Tx, scope: &Scope) -> Result<Viewer> {
    let mut seen = Viewer::Guest;
    for principal in scope.principals() {
        let row = tx
            .one(
                "SELECT email_verified_at FROM account WHERE marketplace = $1 AND account = $2",
                args![scope.marketplace(), principal],
            )
            .await?;
        if let Some(row) = row {
            seen = match row.opt_int(0)? {
                Some(_) => Viewer::Verified,
                None => Viewer::Registered,
            };
        }
    }
    Ok(seen)
}
