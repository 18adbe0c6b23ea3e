//! The mail with an invitation into a shop's team.
//!
//! As with a forgotten password, the secret is made here and kept only as its hash: a second try makes
//! another, and the link of the first ends.

use std::sync::Arc;

use kontor_core::id::{InvitationId, MarketplaceKey, ShopId, TokenId};
use kontor_core::outbox::Topic;
use kontor_core::team::INVITATION_LASTS;
use kontor_core::time::HOUR;
use kontor_mail::compose::Mailbox;
use kontor_pages::Locale;
use kontor_pages::mail::TeamInvitation;
use kontor_store::invitation::{self, Invitation};
use kontor_store::outbox::Job;
use kontor_store::token::{NewToken, TokenKind};
use kontor_store::{account, principal};

use crate::app::App;
use crate::fault::Fault;
use crate::outbox::letter::{self, Letter};
use crate::outbox::worker::{self, Running, Work};
use crate::random;

/// The work of the topic `invitation`.
pub const WORK: Work = Work {
    topic: Topic::Invitation,
    batch: 10,
    run,
};

fn run(app: Arc<App>, jobs: Vec<Job>) -> Running {
    worker::each(app, Topic::Invitation, jobs, |app, job| {
        Box::pin(send_link(app, job))
    })
}

/// What the mail is about.
struct About {
    invitation: Invitation,
    shop: String,
    /// The language of the account that the address belongs to.
    locale: Option<String>,
}

async fn send_link(app: &Arc<App>, job: &Job) -> Result<(), String> {
    // `SHOP INVITATION LANGUAGE`
    let mut words = job.payload.split(' ');
    let shop = words.next().and_then(ShopId::parse);
    let id = words.next().and_then(InvitationId::parse);
    let key = shop
        .zip(id)
        .ok_or_else(|| "unreadable payload".to_owned())?;
    let asked_in = words.next().unwrap_or_default();
    let found = read(app, job.marketplace, key).await;
    // Nothing: it was withdrawn, replaced or accepted, or its time is over.
    let Some(about) = found.map_err(|fault| fault.code.to_owned())? else {
        return Ok(());
    };
    let market = app
        .by_key(job.marketplace)
        .ok_or_else(|| "the marketplace is gone".to_owned())?;
    let (id, secret) = keep(app, job.marketplace, &about.invitation)
        .await
        .map_err(|fault| fault.code.to_owned())?;
    let locale = about.locale.as_deref().unwrap_or(asked_in);
    let mail = TeamInvitation {
        locale: Locale::parse(locale).unwrap_or(Locale::En),
        marketplace: market.name.clone(),
        shop: about.shop,
        link: format!("{}/team/join?token={secret}", market.base_url),
        hours: INVITATION_LASTS / HOUR,
    };
    let letter = Letter {
        market,
        mail: mail.render(),
        to: Mailbox {
            name: String::new(),
            address: about.invitation.email,
        },
        name: format!("invitation.{id}"),
    };
    letter::post(app, Topic::Invitation, letter).await
}

async fn read(
    app: &App,
    marketplace: MarketplaceKey,
    key: (ShopId, InvitationId),
) -> Result<Option<About>, Fault> {
    let input = (marketplace, key, app.clock.now());
    app.store
        .read(input, |tx, (marketplace, (shop, id), now)| {
            Box::pin(async move {
                let key = *marketplace;
                let found = invitation::find(tx, key, shop, id, *now).await?;
                let named = principal::find(tx, key, shop.as_str()).await?;
                let Some((invitation, shop)) = found.zip(named) else {
                    return Ok(None);
                };
                let account = account::by_email(tx, key, &invitation.email).await?;
                Ok(Some(About {
                    locale: account.and_then(|account| account.locale),
                    shop: shop.name,
                    invitation,
                }))
            })
        })
        .await
}

async fn keep(
    app: &App,
    marketplace: MarketplaceKey,
    about: &Invitation,
) -> Result<(TokenId, String), Fault> {
    let (now, secret) = (app.clock.now(), random::secret());
    let new = NewToken {
        marketplace,
        secret_hash: random::hash(&secret),
        id: random::fresh(TokenId::new, now),
        kind: TokenKind::Invitation,
        principal: (&about.shop).into(),
        label: about.id.0.clone(),
        created_at: now,
        expires_at: about.expires_at,
    };
    let id = new.id.clone();
    app.store
        .write(new, |tx, new| {
            Box::pin(async move { Ok::<_, Fault>(invitation::put_link(tx, new).await?) })
        })
        .await?;
    Ok((id, secret))
}
