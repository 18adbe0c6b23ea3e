//! Signing in by the marketplace's token: whom it stands for, and what it changes.
//!
//! Somebody is marketplace, issuer and subject together. The marketplace's own issuer, the first that
//! is configured, speaks for the marketplace's external ids: an account that was told of under its
//! subject is taken over once, unless it is another issuer's. An e-mail address never says who
//! somebody is. Everything happens in one transaction with using the token up, so that a token whose
//! sign-in was not kept can be used again. Source: security cases T078, T083–T085.

use std::sync::Arc;

use kontor_core::account::{Caller, Role, is_email};
use kontor_core::id::{AccountId, MarketplaceKey, PrincipalId, ShopId, TokenId};
use kontor_core::sign_in::{SKEW_S_MAX, ShopClaim, TokenRefusal};
use kontor_core::time::{DAY, HOUR, Micros, SECOND};
use kontor_store::account::Account;
use kontor_store::token::{NewToken, TokenKind};
use kontor_store::{Tx, account, identity, principal, sign_in_token, team, token};

use crate::actions::people::check_name;
use crate::actions::session::{self, Issued, LABEL_CHARS_MAX};
use crate::app::App;
use crate::fault::Fault;
use crate::random;
use crate::sign_in::Held;

/// Hours that a bearer token lasts that was given for a sign-in token.
const EXCHANGED_HOURS: i64 = 12;
/// How much longer than a token is valid it is remembered as used, in microseconds: clocks are set back.
const REMEMBERED: i64 = HOUR;

/// What is given for a token.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// A browser's session under this label.
    Session(String),
    /// A program's bearer token, named for the issuer.
    Api,
}

/// The name of whom a token that holds stands for, where that is not `caller`: somebody who is signed
/// in is asked before a link makes them somebody else.
///
/// # Errors
/// The store's.
pub async fn somebody_else(
    app: &App,
    caller: &Arc<Caller>,
    text: &str,
) -> Result<Option<String>, Fault> {
    let market = caller.marketplace;
    let Ok(held) = app.sign_in(market).verify(text, app.clock.now()) else {
        return Ok(None);
    };
    let name = held.claims.name.clone().unwrap_or_default();
    let found = app
        .store
        .read((market, held), |tx, (market, held)| {
            Box::pin(who(tx, *market, held))
        })
        .await;
    match found {
        Ok(Some(id)) if PrincipalId::from(&id) == caller.own() => Ok(None),
        Ok(_) => Ok(Some(name)),
        // What is wrong is said where the token is exchanged.
        Err(Stop::Refused(_)) => Ok(None),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// Gives a session or a bearer token for a sign-in token. What the token says about the person is
/// taken over; other rights than before end everything else that the person has open.
///
/// # Errors
/// `token_refused` whatever was wrong with it, `email_taken`, `too_many_requests`, the store's.
pub async fn exchange(
    app: &App,
    marketplace: MarketplaceKey,
    peer: &str,
    text: &str,
    wanted: Wanted,
) -> Result<Issued, Fault> {
    let now = app.clock.now();
    let held = match app.sign_in(marketplace).verify(text, now) {
        Ok(held) => held,
        Err(refusal) => return Err(refused(app, marketplace, peer, refusal)),
    };
    let secret = random::secret();
    let entry = Entry::new(app, marketplace, held, wanted, &secret, now);
    let (id, expires_at) = (entry.token.id.clone(), entry.token.expires_at);
    let done = app
        .store
        .write(entry, |tx, entry| Box::pin(enter_unit(tx, entry)))
        .await;
    match done {
        Ok(()) => {
            app.forget_callers();
            Ok(Issued {
                id,
                secret,
                expires_at,
            })
        }
        Err(Stop::Refused(refusal)) => Err(refused(app, marketplace, peer, refusal)),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// Tells the log why, and the caller only that. Too many from one address are told to wait.
fn refused(app: &App, marketplace: MarketplaceKey, peer: &str, why: TokenRefusal) -> Fault {
    let slug = app.by_key(marketplace).map(|market| market.slug.clone());
    let (marketplace, reason) = (slug.unwrap_or_default(), why.code());
    tracing::warn!(marketplace, reason, "a sign-in token was refused");
    match session::limit(app, &format!("token {peer}")) {
        Ok(()) => Fault::new("token_refused"),
        Err(fault) => fault,
    }
}

/// Why a unit stopped.
enum Stop {
    Refused(TokenRefusal),
    Fault(Fault),
}

impl From<kontor_store::Error> for Stop {
    fn from(error: kontor_store::Error) -> Self {
        Self::Fault(error.into())
    }
}

/// Everything that the unit needs.
struct Entry {
    held: Held,
    /// The language that the token names, where the marketplace has it.
    locale: Option<String>,
    /// Ids for what is new.
    account: AccountId,
    shop: ShopId,
    /// The session or bearer token; whose it is comes out in the unit.
    token: NewToken,
    now: Micros,
}

impl Entry {
    fn new(
        app: &App,
        marketplace: MarketplaceKey,
        held: Held,
        wanted: Wanted,
        secret: &str,
        now: Micros,
    ) -> Self {
        let (kind, label, lasts) = match wanted {
            Wanted::Session(label) => {
                let days = i64::from(app.config.session_days);
                (TokenKind::Session, label, days * DAY)
            }
            Wanted::Api => {
                let label = held.issuer.name.chars().take(LABEL_CHARS_MAX).collect();
                (TokenKind::Api, label, EXCHANGED_HOURS * HOUR)
            }
        };
        let account = random::fresh(AccountId::new, now);
        let short = held.claims.locale.as_deref().map(|tag| {
            let primary = tag.split(['-', '_']).next().unwrap_or_default();
            primary.to_ascii_lowercase()
        });
        let market = app.by_key(marketplace);
        Self {
            locale: short.filter(|tag| market.is_some_and(|market| market.locales.contains(tag))),
            token: NewToken {
                marketplace,
                secret_hash: random::hash(secret),
                id: random::fresh(TokenId::new, now),
                kind,
                principal: (&account).into(),
                label,
                created_at: now,
                expires_at: now.plus(lasts),
            },
            account,
            shop: random::fresh(ShopId::new, now),
            held,
            now,
        }
    }
}

async fn enter_unit(tx: &mut Tx, entry: &Entry) -> Result<(), Stop> {
    let (market, claims) = (entry.token.marketplace, &entry.held.claims);
    let issuer = entry.held.issuer.name.as_str();
    let valid_s = claims.exp.saturating_add(SKEW_S_MAX);
    let until = Micros(valid_s.saturating_mul(SECOND)).plus(REMEMBERED);
    // First, so that of many uses at once all others wait for this one and then find it used.
    if !sign_in_token::take(tx, market, issuer, &claims.jti, until).await? {
        return Err(Stop::Refused(TokenRefusal::Replayed));
    }
    // Two tokens of one person at once: the second sees what the first did.
    sign_in_token::hold(tx, market, issuer, &claims.sub, until).await?;
    let known = who(tx, market, &entry.held).await?;
    let before = match &known {
        Some(id) => account::find(tx, market, id).await?,
        None => None,
    };
    let after = described(entry, before.as_ref()).map_err(Stop::Refused)?;
    let other = account::by_email(tx, market, &after.email).await?;
    if other.is_some_and(|other| other.id != after.id) {
        return Err(Stop::Fault(Fault::new("email_taken")));
    }
    let rights = team::shops_of(tx, market, &after.id).await?;
    account::put(tx, market, &after, entry.now).await?;
    if identity::find(tx, market, issuer, &claims.sub)
        .await?
        .is_none()
    {
        identity::put(tx, market, issuer, &claims.sub, &after.id, entry.now).await?;
    }
    move_shop(tx, entry, &after.id).await?;
    let own = PrincipalId::from(&after.id);
    if let Some(before) = &before {
        let others = team::shops_of(tx, market, &after.id).await?;
        if before.role != after.role || rights != others {
            token::end_all(tx, market, &own, None).await?;
            account::tell_of_rights(tx, market, &after.id);
        }
        if before.email != after.email {
            token::end_resets(tx, market, &own).await?;
        }
    }
    let token = NewToken {
        principal: own,
        ..entry.token.clone()
    };
    if token::put(tx, &token).await? {
        Ok(())
    } else {
        Err(Stop::Refused(TokenRefusal::Disabled))
    }
}

/// The account that the token stands for; none where it is new.
async fn who(tx: &mut Tx, market: MarketplaceKey, held: &Held) -> Result<Option<AccountId>, Stop> {
    let subject = &held.claims.sub;
    let known = identity::find(tx, market, &held.issuer.name, subject).await?;
    if known.is_some() || !held.own {
        return Ok(known);
    }
    let Some(found) = principal::find(tx, market, subject).await? else {
        return Ok(None);
    };
    let is_free = match AccountId::parse(found.id.as_str()) {
        Some(id) if !identity::has_any(tx, market, &id).await? => Some(id),
        _ => None,
    };
    match is_free {
        Some(id) => Ok(Some(id)),
        None => Err(Stop::Refused(TokenRefusal::Identity)),
    }
}

/// The account as the token says, by what it was. Who holds a role that the issuer may not give is
/// not the issuer's to sign in, so that its key never opens more than its configuration says.
fn described(entry: &Entry, before: Option<&Account>) -> Result<Account, TokenRefusal> {
    let (claims, issuer) = (&entry.held.claims, &entry.held.issuer);
    if before.is_some_and(|account| account.disabled_at.is_some()) {
        return Err(TokenRefusal::Disabled);
    }
    let may = |role: Role| issuer.roles.contains(&role);
    let held = before.map(|account| account.role);
    let role = claims.role()?.or(held).ok_or(TokenRefusal::Profile)?;
    if !may(role) || !held.is_none_or(may) {
        return Err(TokenRefusal::Role);
    }
    if claims.shop.is_some() && role != Role::BusinessSeller {
        return Err(TokenRefusal::Shop);
    }
    let told = |told: &Option<String>, known: Option<&String>| {
        told.as_ref()
            .or(known)
            .cloned()
            .ok_or(TokenRefusal::Profile)
    };
    let name = told(&claims.name, before.map(|account| &account.name))?;
    let email = told(&claims.email, before.map(|account| &account.email))?;
    if check_name(&name).is_err() || !is_email(&email) {
        return Err(TokenRefusal::Profile);
    }
    let email = email.to_ascii_lowercase();
    let proven = before
        .filter(|account| account.email == email)
        .and_then(|account| account.email_verified_at);
    let vouched = (claims.email_verified && claims.email.is_some()).then_some(entry.now);
    let external_id = match before {
        Some(account) => account.external_id.clone(),
        None => entry.held.own.then(|| claims.sub.clone()),
    };
    Ok(Account {
        id: before.map_or(&entry.account, |account| &account.id).clone(),
        external_id,
        name: name.trim().to_owned(),
        role,
        email,
        email_verified_at: proven.or(vouched),
        password: None,
        // Kept as it is; who is disabled was refused above.
        disabled_at: None,
        locale: entry
            .locale
            .clone()
            .or_else(|| before.and_then(|account| account.locale.clone())),
    })
}

/// Puts somebody into the team of the shop that the token names, and out of those that former tokens
/// of the same issuer named. Only the marketplace's own issuer speaks for shops.
async fn move_shop(tx: &mut Tx, entry: &Entry, account: &AccountId) -> Result<(), Stop> {
    let (market, issuer) = (entry.token.marketplace, entry.held.issuer.name.as_str());
    let shop = match &entry.held.claims.shop {
        Some(claim) => Some(told_shop(tx, entry, claim).await?),
        None => None,
    };
    if let (Some(shop), Some(claim)) = (&shop, &entry.held.claims.shop) {
        let administrator = claim.administrator;
        identity::join_shop(tx, market, issuer, shop, account, administrator).await?;
    }
    Ok(identity::leave_shops(tx, market, issuer, account, shop.as_ref()).await?)
}

/// The shop of a claim, made known or renamed where the token says so.
async fn told_shop(tx: &mut Tx, entry: &Entry, claim: &ShopClaim) -> Result<ShopId, Stop> {
    let wrong = || Stop::Refused(TokenRefusal::Shop);
    if !entry.held.own {
        return Err(wrong());
    }
    let market = entry.token.marketplace;
    let known = principal::find(tx, market, &claim.id).await?;
    let shop = match &known {
        Some(known) => ShopId::parse(known.id.as_str()).ok_or_else(wrong)?,
        None => entry.shop.clone(),
    };
    match &claim.name {
        Some(name) if check_name(name).is_ok() => {
            let own = PrincipalId::from(&shop);
            principal::put(tx, market, &own, Some(&claim.id), name.trim()).await?;
        }
        None if known.is_some() => {}
        _ => return Err(wrong()),
    }
    Ok(shop)
}
