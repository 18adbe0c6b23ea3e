//! The mail with a link to choose another password.
//!
//! The secret is made here and nowhere kept but as its hash: a second try makes another, and the link
//! of the first ends.

use std::sync::Arc;

use kontor_core::id::{AccountId, MarketplaceKey, TokenId};
use kontor_core::outbox::Topic;
use kontor_core::time::{MINUTE, SECOND};
use kontor_mail::compose::{Mailbox, Outgoing, compose};
use kontor_pages::Locale;
use kontor_store::account::{self, Account};
use kontor_store::outbox::Job;
use kontor_store::token::{self, NewToken, TokenKind};

use crate::actions::reset::RESET_MINUTES;
use crate::app::App;
use crate::fault::Fault;
use crate::outbox::worker::{self, Running, Work};
use crate::random;
use crate::smtp::relay::{Sent, send};

/// The work of the topic `password_reset`.
pub const WORK: Work = Work {
    topic: Topic::PasswordReset,
    batch: 10,
    run,
};

fn run(app: Arc<App>, jobs: Vec<Job>) -> Running {
    Box::pin(async move {
        for job in jobs {
            match send_link(&app, &job).await {
                Ok(()) => worker::finish(&app, Topic::PasswordReset, job).await?,
                Err(reason) => {
                    tracing::warn!(job = job.dedupe_key, %reason, "a link was not sent");
                    worker::fail(&app, Topic::PasswordReset, job, &reason).await?;
                }
            }
        }
        Ok(())
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
    let (id, secret) = keep(app, job.marketplace, &account)
        .await
        .map_err(|fault| fault.code.to_owned())?;
    let (from, mail) = write(app, job.marketplace, &account, &id, &secret)?;
    match send(app, &account.email, &from, &mail).await {
        Sent::Accepted => Ok(()),
        // Trying again is of no use; who runs the server sees it.
        Sent::Refused(reason) => {
            app.metrics.outbox(Topic::PasswordReset.code(), "refused");
            tracing::warn!(job = job.dedupe_key, %reason, "a link was refused for good");
            Ok(())
        }
        Sent::Later(reason) => Err(reason),
    }
}

async fn keep(
    app: &App,
    marketplace: MarketplaceKey,
    account: &Account,
) -> Result<(TokenId, String), Fault> {
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
    app.store
        .write(new, |tx, new| {
            Box::pin(async move { Ok::<_, Fault>(token::put_reset(tx, new).await?) })
        })
        .await?;
    Ok((id, secret))
}

/// The sender's address and the mail's bytes.
fn write(
    app: &App,
    marketplace: MarketplaceKey,
    account: &Account,
    id: &TokenId,
    secret: &str,
) -> Result<(String, Vec<u8>), String> {
    let market = app
        .by_key(marketplace)
        .ok_or_else(|| "the marketplace is gone".to_owned())?;
    let locale = account.locale.as_deref().unwrap_or_default();
    let mail = kontor_pages::mail::PasswordReset {
        locale: Locale::parse(locale).unwrap_or(Locale::En),
        marketplace: market.name.clone(),
        recipient: account.name.clone(),
        link: format!("{}/password/new?token={secret}", market.base_url),
        minutes: RESET_MINUTES,
    }
    .render();
    let domain = market.mail_from.split('@').next_back().unwrap_or_default();
    let outgoing = Outgoing {
        from: Mailbox {
            name: market.name.clone(),
            address: market.mail_from.clone(),
        },
        to: Mailbox {
            name: account.name.clone(),
            address: account.email.clone(),
        },
        subject: mail.subject,
        text: mail.text,
        html: Some(mail.html),
        message_id: format!("reset.{id}@{domain}"),
        date: app.clock.now().0 / SECOND,
        headers: Vec::new(),
    };
    let bytes = compose(&outgoing).map_err(|error| format!("unwritable: {}", error.code()))?;
    Ok((market.mail_from.clone(), bytes))
}
