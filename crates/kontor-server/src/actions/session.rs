//! Signing in and out: passwords, sessions, bearer tokens.
//!
//! Passwords are argon2id, hashed on threads apart from requests, at most as many at once as cores.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use kontor_core::account::is_email;
use kontor_core::id::{MarketplaceKey, PrincipalId, TokenId};
use kontor_core::time::DAY;
use kontor_store::token::{NewToken, TokenKind};
use kontor_store::{Scope, account, token};
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

async fn matches(password: String, hash: String) -> Result<bool, Fault> {
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
    for key in [
        format!("address {} {email}", marketplace.0),
        format!("peer {peer}"),
    ] {
        app.rates
            .take(Budget::SignIn, &key)
            .map_err(|too_many| Fault {
                retry_after_s: Some(too_many.retry_after_s),
                ..Fault::new("too_many_requests")
            })?;
    }
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
        Some(account) if known && right => Ok(account.id.into()),
        _ => Err(Fault::new("sign_in_failed")),
    }
}

/// Issues a session or a bearer token.
///
/// # Errors
/// `field_invalid`, the store's.
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
    app.store
        .write(new, |tx, new| {
            Box::pin(async move { Ok::<_, Fault>(token::put(tx, new).await?) })
        })
        .await?;
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
