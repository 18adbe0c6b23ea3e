//! Signing in and out: passwords, sessions, bearer tokens.
//!
//! Passwords are argon2id, hashed on threads apart from requests, at most as many at once as cores.

use std::sync::{Arc, LazyLock};

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use kontor_core::account::{Caller, Person, is_email};
use kontor_core::id::{AccountId, MarketplaceKey, PrincipalId, TokenId};
use kontor_core::time::DAY;
use kontor_store::token::{NewToken, TokenKind};
use kontor_store::{Scope, Tx, account, token};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::fault::Fault;
use crate::random;
use crate::rate::Budget;

/// The shortest password, in bytes. Source: NIST SP 800-63B §5.1.1.2 asks for 8 at least.
pub const PASSWORD_BYTES_MIN: usize = 10;
/// The longest password, in bytes, so that hashing has a bound (security case T090).
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// The longest label of a token, in characters.
pub const LABEL_CHARS_MAX: usize = 80;
/// Days that a bearer token of the API lasts.
const API_TOKEN_DAYS: i64 = 365;
/// Passwords hashed at once: as many as cores on a small machine.
const HASHES_AT_ONCE: usize = 2;

static HASHING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(HASHES_AT_ONCE));
/// Verified for an unknown address, so that it takes as long as for a known one (T088, T089).
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now("nobody's password").unwrap_or_default());

/// A new token: its id and the secret, which is shown once.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The id.
    pub id: TokenId,
    /// The secret.
    pub secret: String,
    /// Until when.
    pub expires_at: kontor_core::time::Micros,
}

fn hash_now(password: &str) -> Option<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .ok()
        .map(|hash| hash.to_string())
}

/// The argon2id hash of a password, in PHC form.
///
/// # Errors
/// `server_trouble`.
pub async fn hash_password(password: String) -> Result<String, Fault> {
    let permit = HASHING
        .acquire()
        .await
        .map_err(|_| Fault::new("stopping"))?;
    let hash = tokio::task::spawn_blocking(move || hash_now(&password)).await;
    drop(permit);
    hash.ok()
        .flatten()
        .ok_or_else(|| Fault::new("server_trouble"))
}

/// True where a password has this hash.
///
/// # Errors
/// `server_trouble`.
pub async fn matches(password: String, hash: String) -> Result<bool, Fault> {
    let permit = HASHING
        .acquire()
        .await
        .map_err(|_| Fault::new("stopping"))?;
    let outcome = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        })
    })
    .await;
    drop(permit);
    outcome.map_err(|_| Fault::new("server_trouble"))
}

/// Takes one try at a password from what `key` has left.
///
/// # Errors
/// `too_many_requests`.
pub fn limit(app: &App, key: &str) -> Result<(), Fault> {
    let taken = app.rates.take(Budget::SignIn, key);
    taken.map(drop).map_err(|too_many| Fault {
        retry_after_s: Some(too_many.retry_after_s),
        ..Fault::new("too_many_requests")
    })
}

/// True for a password of a length that is taken.
#[must_use]
pub fn is_password(password: &str) -> bool {
    (PASSWORD_BYTES_MIN..=PASSWORD_BYTES_MAX).contains(&password.len())
}

/// Whose e-mail address and password these are.
///
/// # Errors
/// `sign_in_failed` whatever was wrong, `too_many_requests`, the store's.
pub async fn authenticate(
    app: &App,
    marketplace: MarketplaceKey,
    peer: &str,
    email: &str,
    password: String,
) -> Result<PrincipalId, Fault> {
    let email = email.trim().to_ascii_lowercase();
    limit(app, &format!("address {} {email}", marketplace.0))?;
    limit(app, &format!("peer {peer}"))?;
    if !is_email(&email) || password.is_empty() || password.len() > PASSWORD_BYTES_MAX {
        return Err(Fault::new("sign_in_failed"));
    }
    let input = (marketplace, email);
    let found = app
        .store
        .read(input, |tx, (marketplace, email)| {
            Box::pin(account::by_email(tx, *marketplace, email))
        })
        .await?;
    let hash = found.as_ref().and_then(|account| account.password.clone());
    let known = hash.is_some();
    let right = matches(password, hash.unwrap_or_else(|| NOBODY.clone())).await?;
    match found {
        Some(account) if known && right && account.disabled_at.is_none() => Ok(account.id.into()),
        _ => Err(Fault::new("sign_in_failed")),
    }
}

/// Issues a session or a bearer token.
///
/// # Errors
/// `field_invalid`, `sign_in_failed` where the account was disabled meanwhile, the store's.
pub async fn issue(
    app: &App,
    marketplace: MarketplaceKey,
    principal: PrincipalId,
    kind: TokenKind,
    label: &str,
) -> Result<Issued, Fault> {
    if label.chars().count() > LABEL_CHARS_MAX || label.chars().any(char::is_control) {
        return Err(Fault::field("label", "invalid"));
    }
    let now = app.clock.now();
    let days = match kind {
        TokenKind::Session => i64::from(app.config.session_days),
        TokenKind::Api => API_TOKEN_DAYS,
        // Links are made where they are sent, and last minutes; one made here would be dead.
        TokenKind::Reset | TokenKind::GuestLink | TokenKind::Invitation => 0,
    };
    let secret = random::secret();
    let new = NewToken {
        marketplace,
        secret_hash: random::hash(&secret),
        id: random::fresh(TokenId::new, now),
        kind,
        principal,
        label: label.to_owned(),
        created_at: now,
        expires_at: now.plus(days * DAY),
    };
    let issued = Issued {
        id: new.id.clone(),
        secret,
        expires_at: new.expires_at,
    };
    let kept = app
        .store
        .write(new, |tx, new| {
            Box::pin(async move { Ok::<_, Fault>(token::put(tx, new).await?) })
        })
        .await?;
    if !kept {
        return Err(Fault::new("sign_in_failed"));
    }
    Ok(issued)
}

/// Ends a token of the scope. False where there is none.
///
/// # Errors
/// The store's.
pub async fn end(app: &App, scope: Scope, id: TokenId) -> Result<bool, Fault> {
    let ended = app
        .store
        .write((scope, id), |tx, (scope, id)| {
            Box::pin(async move { Ok::<_, Fault>(token::end(tx, scope, id).await?) })
        })
        .await?;
    app.forget_callers();
    Ok(ended)
}

/// Ends every session and token of the caller save the one that the request came with; gives how many.
///
/// # Errors
/// The store's.
pub async fn end_others(app: &App, caller: &Arc<Caller>) -> Result<usize, Fault> {
    let ended = app
        .store
        .write(Arc::clone(caller), |tx, caller| {
            Box::pin(async move {
                let (own, save) = (caller.own(), Some(&caller.token));
                Ok::<_, Fault>(token::end_all(tx, caller.marketplace, &own, save).await?)
            })
        })
        .await?;
    app.forget_callers();
    Ok(ended)
}

/// The account of a caller that signs in with a password here.
///
/// # Errors
/// The store's.
pub async fn with_password(
    app: &App,
    caller: &Arc<Caller>,
) -> Result<Option<account::Account>, Fault> {
    let Person::Account { id, .. } = &caller.person else {
        return Ok(None);
    };
    let input = (caller.marketplace, id.clone());
    let found = app
        .store
        .read(input, |tx, (marketplace, id)| {
            Box::pin(account::find(tx, *marketplace, id))
        })
        .await?;
    Ok(found.filter(|account| account.password.is_some()))
}

/// Changes the caller's password, and ends every other session and token: whoever had the old one is
/// out (T077).
///
/// # Errors
/// `field_invalid` (`current` wrong, `new` of a length that is not taken), `not_found` for somebody
/// without a password here, `too_many_requests`, the store's.
pub async fn change_password(
    app: &App,
    caller: &Arc<Caller>,
    current: String,
    new: String,
) -> Result<(), Fault> {
    if !is_password(&new) {
        return Err(Fault::field("new", "length"));
    }
    limit(
        app,
        &format!("change {} {}", caller.marketplace.0, caller.own()),
    )?;
    let account = with_password(app, caller).await?;
    let account = account.ok_or_else(|| Fault::new("not_found"))?;
    let known = account.password.unwrap_or_default();
    let right = current.len() <= PASSWORD_BYTES_MAX && matches(current, known.clone()).await?;
    if !right {
        return Err(Fault::field("current", "wrong"));
    }
    let hash = hash_password(new).await?;
    let input = (Arc::clone(caller), account.id, known, hash);
    app.store
        .write(input, |tx, (caller, id, known, hash)| {
            Box::pin(change_unit(tx, caller, id, known, hash))
        })
        .await?;
    app.forget_callers();
    Ok(())
}

async fn change_unit(
    tx: &mut Tx,
    caller: &Caller,
    id: &AccountId,
    known: &str,
    hash: &str,
) -> Result<(), Fault> {
    let market = caller.marketplace;
    // Of two changes at once only one knew the password that was there.
    let now = account::find(tx, market, id).await?;
    if now.is_none_or(|now| now.password.as_deref() != Some(known)) {
        return Err(Fault::field("current", "wrong"));
    }
    account::set_password(tx, market, id, hash).await?;
    token::end_all(tx, market, &caller.own(), Some(&caller.token)).await?;
    Ok(())
}
