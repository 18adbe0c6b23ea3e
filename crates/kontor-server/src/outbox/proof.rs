//! Codes by mail and by short message.
//!
//! The code is made here and nowhere kept but as its hash: a second try makes another, and the first
//! ends. After an hour nobody waits for it any more.

use std::sync::Arc;

use kontor_core::id::{CodeId, MarketplaceKey};
use kontor_core::marketplace::Marketplace;
use kontor_core::outbox::Topic;
use kontor_core::phone::PhoneNumber;
use kontor_core::proof::{CODE_LIFE, Claim, SEND_WITHIN, code, code_hash};
use kontor_core::time::{MINUTE, Micros};
use kontor_mail::compose::Mailbox;
use kontor_pages::Locale;
use kontor_pages::mail::ProofCode;
use kontor_store::contact_code::{self, Waiting};
use kontor_store::outbox::Job;

use crate::app::App;
use crate::fault::Fault;
use crate::outbox::letter::{self, Letter};
use crate::outbox::worker::{self, Running, Work};
use crate::smtp::relay::Sent;
use crate::{random, sms};

/// The work of the topic `proof_mail`.
pub const MAIL: Work = Work {
    topic: Topic::ProofMail,
    batch: 10,
    run: run_mail,
};

/// The work of the topic `proof_sms`.
pub const SMS: Work = Work {
    topic: Topic::ProofSms,
    batch: 10,
    run: run_sms,
};

fn run_mail(app: Arc<App>, jobs: Vec<Job>) -> Running {
    worker::each(app, Topic::ProofMail, jobs, |app, job| {
        Box::pin(send(app, job))
    })
}

fn run_sms(app: Arc<App>, jobs: Vec<Job>) -> Running {
    worker::each(app, Topic::ProofSms, jobs, |app, job| {
        Box::pin(send(app, job))
    })
}

async fn send(app: &Arc<App>, job: &Job) -> Result<(), String> {
    let id = CodeId::parse(&job.payload).ok_or_else(|| "unreadable payload".to_owned())?;
    let found = app
        .store
        .read((job.marketplace, id.clone()), |tx, (marketplace, id)| {
            Box::pin(contact_code::find(tx, *marketplace, id))
        })
        .await
        .map_err(|error: kontor_store::Error| error.to_string())?;
    // Withdrawn, proven or swept away meanwhile.
    let Some(waiting) = found else { return Ok(()) };
    let now = app.clock.now();
    if waiting.asked_at.plus(SEND_WITHIN) <= now {
        tracing::warn!(%id, "a code could not be sent within the hour");
        return Ok(());
    }
    let market = app
        .by_key(job.marketplace)
        .ok_or_else(|| "the marketplace is gone".to_owned())?;
    let secret = code(random::bytes());
    let armed = arm(app, job.marketplace, &id, &secret, now).await;
    if !armed.map_err(|fault| fault.code.to_owned())? {
        return Ok(());
    }
    let words = words(market, &waiting, secret);
    match &waiting.claim {
        Claim::Email(address) => {
            let letter = Letter {
                market,
                mail: words.render(),
                to: Mailbox {
                    name: String::new(),
                    address: address.clone(),
                },
                // Each try carries another code, so none is a copy of another.
                name: format!("proof.{id}.{}", now.0),
            };
            letter::post(app, Topic::ProofMail, letter).await
        }
        Claim::Phone(number) => text(app, &id, number, &words.sms()).await,
    }
}

async fn arm(
    app: &App,
    marketplace: MarketplaceKey,
    id: &CodeId,
    secret: &str,
    now: Micros,
) -> Result<bool, Fault> {
    let salt: [u8; 16] = random::bytes();
    let hash = code_hash(&salt, secret);
    let input = (marketplace, id.clone(), (salt, hash), now.plus(CODE_LIFE));
    app.store
        .write(input, |tx, (marketplace, id, (salt, hash), until)| {
            Box::pin(async move {
                Ok(contact_code::arm(tx, *marketplace, id, (salt, hash), *until).await?)
            })
        })
        .await
}

fn words(market: &Marketplace, waiting: &Waiting, code: String) -> ProofCode {
    ProofCode {
        locale: Locale::parse(&waiting.locale).unwrap_or(Locale::En),
        marketplace: market.name.clone(),
        code,
        minutes: CODE_LIFE / MINUTE,
    }
}

/// Hands a text to the gateway. A refusal for good is logged and counted, as with mail.
async fn text(app: &App, id: &CodeId, number: &PhoneNumber, text: &str) -> Result<(), String> {
    match sms::send(app, number, text).await {
        Sent::Accepted => Ok(()),
        Sent::Refused(reason) => {
            app.metrics.outbox(Topic::ProofSms.code(), "refused");
            tracing::warn!(%id, %reason, "a short message was refused for good");
            Ok(())
        }
        Sent::Later(reason) => Err(reason),
    }
}
