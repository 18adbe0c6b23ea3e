//! The mail with a link to choose another password.
//!
//! The secret is made here and nowhere kept but as its hash: a second try makes another, and the link
//! of the first ends.

use std::sync::Arc;

use kontor_core::id::{AccountId, MarketplaceKey, TokenId};
use kontor_core::marketplace::Marketplace;
use kontor_core::outbox::Topic;
use kontor_core::time::MINUTE;
use kontor_mail::compose::Mailbox;
use kontor_pages::Locale;
use kontor_pages::mail::Mail;
use kontor_store::account::{self, Account};
use kontor_store::outbox::Job;
use kontor_store::token::{self, NewToken, TokenKind};

use crate::actions::reset::RESET_MINUTES;
use crate::app::App;
use crate::fault::Fault;
use crate::outbox::letter::{self, Letter};
use crate::outbox::worker::{self, Running, Work};
use crate::random;

/// The work of the topic `password_reset`.
pub const WORK: Work = Work {
    topic: Topic::PasswordReset,
    batch: 10,
    run,
};

fn run(app: Arc<App>, jobs: Vec<Job>) -> Running {
    worker::each(app, Topic::PasswordReset, jobs, |app, job| {
        Box::pin(send_link(app, job))
    })
}

async fn send_link(app: &Arc<App>, job: &Job) -> Result<(), String> {
    // `ACCOUNT LANGUAGE`
    let (id, asked_in) = job.payload.split_once(' ').unwrap_or((&job.payload, ""));
    let id = AccountId::parse(id).ok_or_else(|| "unreadable payload".to_owned())?;
    let found = app
        .store
        .read((job.marketplace, id), |tx, (marketplace, id)| {
            Box::pin(account::find(tx, *marketplace, id))
        })
        .await
        .map_err(|error: kontor_store::Error| error.to_string())?;
    // Nobody: somebody asked with an address that is not known.
    let Some(mut account) = found else {
        return Ok(());
    };
    account.locale = account.locale.or_else(|| Some(asked_in.to_owned()));
    let kept = keep(app, job.marketplace, &account).await;
    let Some((id, secret)) = kept.map_err(|fault| fault.code.to_owned())? else {
        // Disabled since it was asked for.
        return Ok(());
    };
    let market = app
        .by_key(job.marketplace)
        .ok_or_else(|| "the marketplace is gone".to_owned())?;
    let letter = Letter {
        market,
        mail: write(market, &account, &secret),
        to: Mailbox {
            name: account.name,
            address: account.email,
        },
        name: format!("reset.{id}"),
    };
    letter::post(app, Topic::PasswordReset, letter).await
}

async fn keep(
    app: &App,
    marketplace: MarketplaceKey,
    account: &Account,
) -> Result<Option<(TokenId, String)>, Fault> {
    let (now, secret) = (app.clock.now(), random::secret());
    let new = NewToken {
        marketplace,
        secret_hash: random::hash(&secret),
        id: random::fresh(TokenId::new, now),
        kind: TokenKind::Reset,
        principal: (&account.id).into(),
        label: String::new(),
        created_at: now,
        expires_at: now.plus(RESET_MINUTES * MINUTE),
    };
    let id = new.id.clone();
    let kept = app
        .store
        .write(new, |tx, new| {
            Box::pin(async move { Ok::<_, Fault>(token::put_reset(tx, new).await?) })
        })
        .await?;
    Ok(kept.then_some((id, secret)))
}

fn write(market: &Marketplace, account: &Account, secret: &str) -> Mail {
    let locale = account.locale.as_deref().unwrap_or_default();
    kontor_pages::mail::PasswordReset {
        locale: Locale::parse(locale).unwrap_or(Locale::En),
        marketplace: market.name.clone(),
        recipient: account.name.clone(),
        link: format!("{}/password/new?token={secret}", market.base_url),
        minutes: RESET_MINUTES,
    }
    .render()
}
