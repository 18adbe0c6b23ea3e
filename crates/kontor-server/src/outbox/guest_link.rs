//! The mail with a link that proves a guest's address.
//!
//! Here it is decided whether a mail goes out at all: who asks gets the same answer either way. The
//! secret is made here and nowhere kept but as its hash: a second try makes another, and the link of the
//! first ends.

use std::sync::Arc;

use kontor_core::id::{GuestId, MarketplaceKey, TokenId};
use kontor_core::marketplace::Marketplace;
use kontor_core::outbox::Topic;
use kontor_core::time::{DAY, HOUR, Micros};
use kontor_mail::compose::Mailbox;
use kontor_pages::Locale;
use kontor_pages::mail::Mail;
use kontor_store::guest::{self, Link};
use kontor_store::outbox::Job;
use kontor_store::token::{self, NewToken, TokenKind};
use kontor_store::{Tx, account};

use crate::actions::guest::{LINK_HOURS_MAX, PROVEN_MAILS_PER_DAY_MAX, UNPROVEN_MAILS_PER_DAY_MAX};
use crate::app::App;
use crate::fault::Fault;
use crate::outbox::letter::{self, Letter};
use crate::outbox::worker::{self, Running, Work};
use crate::random;

/// The work of the topic `guest_link`.
pub const WORK: Work = Work {
    topic: Topic::GuestLink,
    // Of one address only the first is ever free; one at a time lets the next follow at once.
    batch: 1,
    run,
};

fn run(app: Arc<App>, jobs: Vec<Job>) -> Running {
    worker::each(app, Topic::GuestLink, jobs, |app, job| {
        Box::pin(send_link(app, job))
    })
}

/// A link that is to be mailed.
struct Let {
    link: Link,
    /// Whether an account has this address too.
    account: bool,
}

/// What the decision needs.
struct Question {
    marketplace: MarketplaceKey,
    everywhere: Vec<MarketplaceKey>,
    id: TokenId,
    secret_hash: [u8; 32],
    fresh: GuestId,
    per_hour: usize,
    now: Micros,
}

async fn send_link(app: &Arc<App>, job: &Job) -> Result<(), String> {
    let id = TokenId::parse(&job.payload).ok_or_else(|| "unreadable payload".to_owned())?;
    let (now, secret) = (app.clock.now(), random::secret());
    let question = Question {
        marketplace: job.marketplace,
        everywhere: app.marketplaces().iter().map(|market| market.key).collect(),
        id,
        secret_hash: random::hash(&secret),
        fresh: random::fresh(GuestId::new, now),
        per_hour: app.config.guest_links_per_hour as usize,
        now,
    };
    let outcome = app
        .store
        .write(question, |tx, question| Box::pin(decide(tx, question)))
        .await;
    let Some(Let { link, account }) = outcome.map_err(|fault: Fault| fault.code.to_owned())? else {
        return Ok(());
    };
    let market = app
        .by_key(job.marketplace)
        .ok_or_else(|| "the marketplace is gone".to_owned())?;
    let letter = Letter {
        market,
        mail: write(market, &link, account, &secret),
        to: Mailbox {
            // A stranger chose the name.
            name: String::new(),
            address: link.email,
        },
        name: format!("guest.{}", link.id),
    };
    letter::post(app, Topic::GuestLink, letter).await
}

/// Whether the mail goes out, and the link's token where it does.
async fn decide(tx: &mut Tx, question: &Question) -> Result<Option<Let>, Fault> {
    let (marketplace, now) = (question.marketplace, question.now);
    let expires = |link: &Link| link.created_at.plus(LINK_HOURS_MAX * HOUR);
    let found = guest::link(tx, marketplace, &question.id).await?;
    let Some(link) = found.filter(|link| expires(link) > now) else {
        return Ok(None);
    };
    // One that was let through before is on its second try.
    if link.mailed_at.is_none() {
        if !has_room(tx, question, &link).await? {
            return Ok(None);
        }
        guest::mark_mailed(tx, marketplace, &link.id, now).await?;
    }
    let guest = guest::open(tx, marketplace, &link.email, &question.fresh, now).await?;
    let token = NewToken {
        marketplace,
        secret_hash: question.secret_hash,
        id: link.id.clone(),
        kind: TokenKind::GuestLink,
        principal: (&guest).into(),
        label: String::new(),
        created_at: now,
        expires_at: expires(&link),
    };
    token::put_guest_link(tx, &token).await?;
    let account = account::by_email(tx, marketplace, &link.email).await?;
    Ok(Some(Let {
        link,
        account: account.is_some(),
    }))
}

/// Whether the address may get one more mail, counted over every marketplace, and the network from which
/// it was asked for may cause one more. Security cases T136, T141.
async fn has_room(tx: &mut Tx, question: &Question, link: &Link) -> Result<bool, Fault> {
    let (everywhere, now) = (&question.everywhere, question.now);
    let since = now.plus(-DAY);
    let to_address = guest::mailed(tx, everywhere, &link.email, since).await?;
    let proven = guest::is_proven(tx, everywhere, &link.email).await?;
    let per_day = if proven {
        PROVEN_MAILS_PER_DAY_MAX
    } else {
        UNPROVEN_MAILS_PER_DAY_MAX
    };
    let hour = now.plus(-HOUR);
    let in_hour = to_address.iter().filter(|at| **at > hour).count();
    // By when it was asked for: mail that waited for its relay is not held against the next.
    let asked = link.created_at.plus(-HOUR);
    let caused = guest::caused(tx, everywhere, &link.network, asked).await?;
    let limit = question.per_hour;
    let by_hour = limit == 0 || (in_hour < limit && caused < limit as i64);
    Ok(to_address.len() < per_day && by_hour)
}

fn write(market: &Marketplace, link: &Link, account: bool, secret: &str) -> Mail {
    kontor_pages::mail::GuestLink {
        locale: Locale::parse(&link.locale).unwrap_or(Locale::En),
        marketplace: market.name.clone(),
        link: format!("{}/guest/confirm?token={secret}", market.base_url),
        sign_in: account.then(|| format!("{}/sign-in", market.base_url)),
        hours: LINK_HOURS_MAX,
    }
    .render()
}
