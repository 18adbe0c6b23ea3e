//! Forgotten passwords: a link by mail, good once and for an hour.
//!
//! The answer to asking is the same whether the address is known or not, and takes as long: either way
//! one row is written (T075, T088). Following the link shows a form and uses nothing up, since programs
//! that look through mail follow links too.

use kontor_core::account::is_email;
use kontor_core::id::{AccountId, MarketplaceKey};
use kontor_core::outbox::Topic;
use kontor_core::time::Micros;
use kontor_store::outbox::NewJob;
use kontor_store::{Tx, account, outbox, token};

use crate::actions::session;
use crate::app::App;
use crate::fault::Fault;
use crate::random;

/// Minutes that a link to choose another password works.
pub const RESET_MINUTES: i64 = 60;

/// Asks for a link; `locale` is the language in which it was asked for. Nobody learns whether the
/// address is known.
///
/// # Errors
/// `field_invalid`, `too_many_requests`, the store's.
pub async fn ask(
    app: &App,
    marketplace: MarketplaceKey,
    peer: &str,
    email: &str,
    locale: &str,
) -> Result<(), Fault> {
    let email = email.trim().to_ascii_lowercase();
    if !is_email(&email) {
        return Err(Fault::field("email", "invalid"));
    }
    session::limit(app, &format!("reset {} {email}", marketplace.0))?;
    session::limit(app, &format!("peer {peer}"))?;
    if app.config.mail_relay.is_empty() {
        tracing::warn!("a new password was asked for, but no mail_relay is configured");
        return Ok(());
    }
    let nobody = random::fresh(AccountId::new, app.clock.now());
    let asked = Asked {
        email,
        locale: locale.to_owned(),
        nobody,
        now: app.clock.now(),
    };
    app.store
        .write((marketplace, asked), |tx, (marketplace, asked)| {
            Box::pin(ask_unit(tx, *marketplace, asked))
        })
        .await
}

/// What was asked, and whom an unknown address stands for.
struct Asked {
    email: String,
    locale: String,
    nobody: AccountId,
    now: Micros,
}

async fn ask_unit(tx: &mut Tx, marketplace: MarketplaceKey, asked: &Asked) -> Result<(), Fault> {
    let found = account::by_email(tx, marketplace, &asked.email).await?;
    let known = found.filter(|account| account.password.is_some() && account.disabled_at.is_none());
    let id = known.map_or_else(|| asked.nobody.clone(), |account| account.id);
    let key = format!("reset:{id}");
    let job = NewJob {
        topic: Topic::PasswordReset,
        order_key: &key,
        dedupe_key: &key,
        due: asked.now,
        payload: &format!("{id} {}", asked.locale),
    };
    Ok(outbox::put(tx, marketplace, &job).await?)
}

/// Chooses another password by a link, and ends every session and token of the account.
///
/// # Errors
/// `field_invalid` (`new`), `link_expired`, `too_many_requests`, the store's.
pub async fn redeem(
    app: &App,
    marketplace: MarketplaceKey,
    peer: &str,
    secret: &str,
    new: String,
) -> Result<(), Fault> {
    if !session::is_password(&new) {
        return Err(Fault::field("new", "length"));
    }
    session::limit(app, &format!("peer {peer}"))?;
    let secret = random::hash(secret);
    let input = (marketplace, secret, app.clock.now());
    let alive = app
        .store
        .read(input, |tx, (marketplace, secret, now)| {
            Box::pin(token::reset(tx, *marketplace, secret, *now))
        })
        .await?;
    // Looked at first, so that a made-up link costs no hashing.
    if alive.is_none() {
        return Err(Fault::new("link_expired"));
    }
    let hash = session::hash_password(new).await?;
    let input = (marketplace, secret, hash, app.clock.now());
    app.store
        .write(input, |tx, (marketplace, secret, hash, now)| {
            Box::pin(redeem_unit(tx, *marketplace, secret, hash, *now))
        })
        .await?;
    app.forget_callers();
    Ok(())
}

async fn redeem_unit(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    secret: &[u8; 32],
    hash: &str,
    now: Micros,
) -> Result<(), Fault> {
    let expired = || Fault::new("link_expired");
    let taken = token::take_reset(tx, marketplace, secret, now).await?;
    let principal = taken.ok_or_else(expired)?;
    let id = AccountId::parse(principal.as_str()).ok_or_else(expired)?;
    account::set_password(tx, marketplace, &id, hash).await?;
    token::end_all(tx, marketplace, &principal, None).await?;
    Ok(())
}
