//! A message to a shop, whole, by mail.
//!
//! One job for each message and address. The mail's id follows from both, so that a second try after
//! an uncertain end is the same mail to the receiving server. Whether the message counts as unread
//! was decided when it was written; so it goes out even where the choice changed since.

use std::sync::Arc;

use kontor_core::id::{ConversationId, PrincipalId};
use kontor_core::marketplace::Marketplace;
use kontor_core::outbox::Topic;
use kontor_mail::compose::Mailbox;
use kontor_pages::Locale;
use kontor_pages::mail::{DeliveryAbout, Mail};
use kontor_store::account::NoticeAddress;
use kontor_store::conversation::Conversation;
use kontor_store::outbox::Job;
use kontor_store::{Scope, Tx, conversation, delivery, timeline};

use crate::app::App;
use crate::outbox::letter::{self, Letter};
use crate::outbox::worker::{self, Running, Work};

/// The work of the topic `delivery`.
pub const WORK: Work = Work {
    topic: Topic::Delivery,
    batch: 10,
    run,
};

fn run(app: Arc<App>, jobs: Vec<Job>) -> Running {
    worker::each(app, Topic::Delivery, jobs, |app, job| {
        Box::pin(deliver(app, job))
    })
}

/// What a job names.
#[derive(Debug, Clone)]
struct Errand {
    conversation: ConversationId,
    shop: PrincipalId,
    seq: i64,
    key: String,
}

/// `CONVERSATION SHOP SEQ KEY`
fn read_payload(payload: &str) -> Option<Errand> {
    let mut fields = payload.split(' ');
    Some(Errand {
        conversation: ConversationId::parse(fields.next()?)?,
        shop: PrincipalId::parse(fields.next()?)?,
        seq: fields.next()?.parse().ok()?,
        key: fields.next()?.to_owned(),
    })
}

/// The conversation, the message's text, and where it goes.
struct Parcel {
    about: Conversation,
    body: String,
    to: Option<NoticeAddress>,
}

/// What is to be sent; `None` where the message is no longer there.
async fn look_up(
    tx: &mut Tx,
    scope: &Scope,
    errand: &Errand,
) -> kontor_store::Result<Option<Parcel>> {
    let id = &errand.conversation;
    let Some(about) = conversation::fetch(tx, scope, id).await? else {
        return Ok(None);
    };
    let entries = timeline::page(tx, &about, errand.seq - 1, 1).await?;
    let entry = entries.into_iter().find(|entry| entry.seq == errand.seq);
    let Some(body) = entry.and_then(|entry| entry.body) else {
        return Ok(None);
    };
    let target = delivery::target(tx, scope.marketplace(), &errand.shop, Some(id)).await?;
    let mut addresses = target.addresses.into_iter();
    let to = addresses
        .find(|one| one.key == errand.key)
        .map(|one| one.to);
    Ok(Some(Parcel { about, body, to }))
}

async fn deliver(app: &Arc<App>, job: &Job) -> Result<(), String> {
    let errand = read_payload(&job.payload).ok_or_else(|| "unreadable payload".to_owned())?;
    let scope = Scope::system(job.marketplace, errand.shop.clone());
    let found = app
        .store
        .read((scope, errand.clone()), |tx, (scope, errand)| {
            Box::pin(look_up(tx, scope, errand))
        })
        .await
        .map_err(|error: kontor_store::Error| error.to_string())?;
    let Some(parcel) = found else {
        return Ok(());
    };
    // Proven when the message was written, but no longer: it may be again, and if not, the job ends
    // among those laid aside, where the operator sees it.
    let to = parcel
        .to
        .as_ref()
        .ok_or_else(|| "the address is no longer proven".to_owned())?;
    let market = app
        .by_key(job.marketplace)
        .ok_or_else(|| "the marketplace is gone".to_owned())?;
    let domain = market.mail_from.split('@').next_back().unwrap_or_default();
    let Errand {
        conversation,
        seq,
        key,
        ..
    } = &errand;
    let letter = Letter {
        market,
        mail: write(market, &parcel, to),
        to: Mailbox {
            name: to.name.clone(),
            address: to.email.clone(),
        },
        name: format!("delivery.{conversation}.{seq}.{key}"),
    };
    // No mail has this id: mails of one conversation stand together. Source: RFC 5322 §3.6.4.
    let thread = format!("<{conversation}@{domain}>");
    let headers = vec![("References".to_owned(), thread)];
    letter::post_with(app, Topic::Delivery, letter, headers).await
}

fn write(market: &Marketplace, parcel: &Parcel, to: &NoticeAddress) -> Mail {
    let default = market.locales.first().map_or("en", String::as_str);
    let locale = to.locale.as_deref().unwrap_or(default);
    let about = &parcel.about;
    let listing = about.listing_title.clone().map(DeliveryAbout::Listing);
    let order = about.order.clone().map(DeliveryAbout::Order);
    kontor_pages::mail::Delivery {
        locale: Locale::parse(locale).unwrap_or(Locale::En),
        marketplace: market.name.clone(),
        recipient: to.name.clone(),
        sender: about.other_name.clone(),
        about: order.or(listing),
        body: parcel.body.clone(),
        link: format!(
            "{}{}",
            market.base_url,
            kontor_core::conversation::path(&about.id)
        ),
    }
    .render()
}
