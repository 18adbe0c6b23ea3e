//! Accepting an invitation into a team, by its link: single use, a day, for one address (T075, T076).
//!
//! The link proves its address, and nothing else: whoever is signed in with another address is told so
//! and nothing happens. Looking at a link uses nothing up.

use std::sync::Arc;

use kontor_core::account::{Caller, Person, Role};
use kontor_core::id::{AccountId, InvitationId, MarketplaceKey, ShopId};
use kontor_core::team::{self as rules};
use kontor_core::time::Micros;
use kontor_store::account::Account;
use kontor_store::invitation::{self, Invitation};
use kontor_store::{Tx, account, principal, team};

use crate::actions::people::check_name;
use crate::actions::session;
use crate::app::App;
use crate::fault::Fault;
use crate::random;

/// What a link leads to.
#[derive(Debug, Clone)]
pub struct Door {
    /// The invitation.
    pub invitation: Invitation,
    /// The shop's name.
    pub shop: String,
    /// The account that signs in with the invited address, if there is one.
    pub account: Option<Account>,
}

/// Who stands before a door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visitor {
    /// The account that was invited.
    Invited(AccountId),
    /// Somebody else.
    Other,
    /// Nobody who is known, where the invited address has an account.
    SignsInFirst,
    /// Nobody who is known, where the invited address has no account.
    New,
}

impl Door {
    /// Who a caller is to this invitation.
    #[must_use]
    pub fn visitor(&self, caller: Option<&Caller>) -> Visitor {
        let own = match caller.map(|caller| &caller.person) {
            Some(Person::Account { id, .. }) => Some(id),
            Some(Person::Guest { .. }) | None => None,
        };
        match (own, &self.account) {
            (Some(own), Some(invited)) if invited.id == *own => Visitor::Invited(own.clone()),
            (Some(_), _) => Visitor::Other,
            (None, Some(_)) => Visitor::SignsInFirst,
            (None, None) => Visitor::New,
        }
    }
}

/// What a link leads to; nothing is used up.
///
/// # Errors
/// `link_expired`, the store's.
pub async fn look(app: &App, marketplace: MarketplaceKey, secret: &str) -> Result<Door, Fault> {
    let input = (marketplace, random::hash(secret), app.clock.now());
    app.store
        .read(input, |tx, (marketplace, secret, now)| {
            Box::pin(async move {
                let link = invitation::of_link(tx, *marketplace, secret, *now).await?;
                let (shop, id) = link.ok_or_else(expired)?;
                open(tx, *marketplace, &shop, &id, *now).await
            })
        })
        .await
}

async fn open(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
    id: &InvitationId,
    now: Micros,
) -> Result<Door, Fault> {
    let found = invitation::find(tx, marketplace, shop, id, now).await?;
    let invitation = found.ok_or_else(expired)?;
    let shop = principal::find(tx, marketplace, shop.as_str()).await?;
    Ok(Door {
        account: account::by_email(tx, marketplace, &invitation.email).await?,
        shop: shop.ok_or_else(expired)?.name,
        invitation,
    })
}

fn expired() -> Fault {
    Fault::new("link_expired")
}

/// What somebody without an account gives to get one.
#[derive(Debug, Clone, Default)]
pub struct Newcomer {
    /// The name that others see.
    pub name: String,
    /// The password.
    pub password: String,
}

/// What accepting did.
#[derive(Debug, Clone)]
pub struct Joined {
    /// Whose team it was.
    pub shop: ShopId,
    /// The shop's name.
    pub name: String,
    /// Who joined.
    pub account: AccountId,
    /// Whether the shop is theirs to administer.
    pub administrator: bool,
    /// Whether the account was made by it.
    pub made: bool,
}

struct Joining {
    marketplace: MarketplaceKey,
    secret: [u8; 32],
    shop: ShopId,
    id: InvitationId,
    caller: Option<Arc<Caller>>,
    name: String,
    /// The password's hash, for a new account.
    password: Option<String>,
    fresh: AccountId,
    locale: String,
    now: Micros,
}

/// Accepts an invitation as the caller, or with a new account for the invited address.
///
/// # Errors
/// `link_expired`, `other_address`, `sign_in_first` where the address has an account, `field_invalid`
/// (`name`, `password`), `team_full`, `too_many_requests`, the store's.
pub async fn accept(
    app: &App,
    marketplace: MarketplaceKey,
    by: (Option<Arc<Caller>>, &str),
    secret: &str,
    newcomer: Newcomer,
    locale: &str,
) -> Result<Joined, Fault> {
    let (caller, peer) = by;
    session::limit(app, &format!("peer {peer}"))?;
    // Looked at first, so that a made-up link costs no hashing.
    let door = look(app, marketplace, secret).await?;
    let password = match door.visitor(caller.as_deref()) {
        Visitor::Invited(_) => None,
        Visitor::Other => return Err(rules::Refusal::OtherAddress.into()),
        Visitor::SignsInFirst => return Err(Fault::new("sign_in_first")),
        Visitor::New => {
            check_name(&newcomer.name)?;
            if !session::is_password(&newcomer.password) {
                return Err(Fault::field("password", "length"));
            }
            Some(session::hash_password(newcomer.password).await?)
        }
    };
    let now = app.clock.now();
    let joining = Joining {
        marketplace,
        secret: random::hash(secret),
        shop: door.invitation.shop,
        id: door.invitation.id,
        caller,
        name: newcomer.name.trim().to_owned(),
        password,
        fresh: random::fresh(AccountId::new, now),
        locale: locale.to_owned(),
        now,
    };
    let joined = app
        .store
        .write(joining, |tx, joining| Box::pin(join_unit(tx, joining)))
        .await?;
    app.forget_callers();
    Ok(joined)
}

async fn join_unit(tx: &mut Tx, joining: &Joining) -> Result<Joined, Fault> {
    let (key, now) = (joining.marketplace, joining.now);
    team::hold(tx, key, &joining.shop).await?;
    let door = open(tx, key, &joining.shop, &joining.id, now).await?;
    if !invitation::take_link(tx, key, &joining.secret, now).await? {
        return Err(expired());
    }
    let (id, made) = match (door.visitor(joining.caller.as_deref()), &joining.password) {
        (Visitor::Invited(id), _) => (id, false),
        (Visitor::New, Some(_)) => (joining.fresh.clone(), true),
        (Visitor::Other, _) => return Err(rules::Refusal::OtherAddress.into()),
        // Between looking and here the address got an account, or lost it.
        (Visitor::SignsInFirst | Visitor::New, _) => return Err(Fault::new("sign_in_first")),
    };
    match &door.account {
        // Disabled accounts accept nothing; the row is held, so that none becomes one meanwhile.
        Some(_) => {
            if !account::prove_address(tx, key, &id, &door.invitation.email, now).await? {
                return Err(expired());
            }
        }
        None => account::put(tx, key, &newcomer(joining, &door, &id), now).await?,
    }
    let lines = team::members(tx, key, &joining.shop).await?;
    let members: Vec<_> = lines.into_iter().map(|line| line.member).collect();
    let known = members.iter().find(|member| member.account == id);
    // Whoever administers the shop already goes on doing so.
    let administers = known.is_some_and(|known| known.administrator);
    let administrator = door.invitation.administrator || administers;
    if known.is_none() {
        rules::has_room(&members)?;
    }
    team::put(tx, key, &joining.shop, &id, administrator).await?;
    invitation::end(tx, key, &joining.shop, &joining.id, now).await?;
    Ok(Joined {
        shop: joining.shop.clone(),
        name: door.shop,
        account: id,
        administrator,
        made,
    })
}

/// The account that is made. Its address counts as proven, since the link came to it.
fn newcomer(joining: &Joining, door: &Door, id: &AccountId) -> Account {
    Account {
        id: id.clone(),
        external_id: None,
        name: joining.name.clone(),
        role: Role::BusinessSeller,
        email: door.invitation.email.clone(),
        email_verified_at: Some(joining.now),
        password: joining.password.clone(),
        locale: Some(joining.locale.clone()),
        disabled_at: None,
    }
}
