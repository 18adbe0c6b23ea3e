//! Notices: an e-mail that says that something new is there, never what.
//!
//! Who has read meanwhile gets none. The mail's id follows from the conversation and entry, so a
//! second try after an uncertain end is the same mail to the receiving server.

use std::sync::Arc;

use kontor_core::id::{ConversationId, PrincipalId};
use kontor_core::marketplace::Marketplace;
use kontor_core::outbox::Topic;
use kontor_mail::compose::Mailbox;
use kontor_pages::Locale;
use kontor_pages::mail::Mail;
use kontor_store::account::NoticeAddress;
use kontor_store::conversation::Conversation;
use kontor_store::outbox::Job;
use kontor_store::{Scope, Tx, account, conversation};

use crate::app::App;
use crate::outbox::letter::{self, Letter};
use crate::outbox::worker::{self, Running, Work};

/// The work of the topic `notice`.
pub const WORK: Work = Work {
    topic: Topic::Notice,
    batch: 10,
    run,
};

fn run(app: Arc<App>, jobs: Vec<Job>) -> Running {
    worker::each(app, Topic::Notice, jobs, |app, job| {
        Box::pin(notify(app, job))
    })
}

/// `CONVERSATION PRINCIPAL SEQ`
fn read_payload(payload: &str) -> Option<(ConversationId, PrincipalId, i64)> {
    let mut fields = payload.split(' ');
    let id = ConversationId::parse(fields.next()?)?;
    let principal = PrincipalId::parse(fields.next()?)?;
    Some((id, principal, fields.next()?.parse().ok()?))
}

type News = Option<(Conversation, Vec<NoticeAddress>)>;

async fn look_up(tx: &mut Tx, scope: &Scope, id: &ConversationId) -> kontor_store::Result<News> {
    let Some(found) = conversation::fetch(tx, scope, id).await? else {
        return Ok(None);
    };
    let addresses = account::notice_addresses(tx, scope.marketplace(), &found.own).await?;
    Ok(Some((found, addresses)))
}

async fn notify(app: &Arc<App>, job: &Job) -> Result<(), String> {
    let (id, principal, seq) =
        read_payload(&job.payload).ok_or_else(|| "unreadable payload".to_owned())?;
    let scope = Scope::system(job.marketplace, principal);
    let found = app
        .store
        .read((scope, id), |tx, (scope, id)| {
            Box::pin(look_up(tx, scope, id))
        })
        .await
        .map_err(|error: kontor_store::Error| error.to_string())?;
    let Some((news, addresses)) = found else {
        return Ok(());
    };
    if news.unread == 0 {
        return Ok(());
    }
    for (number, address) in addresses.iter().enumerate() {
        let market = app
            .by_key(news.marketplace)
            .ok_or_else(|| "the marketplace is gone".to_owned())?;
        let letter = Letter {
            market,
            to: Mailbox {
                name: address.name.clone(),
                address: address.email.clone(),
            },
            mail: write(market, &news, address),
            name: format!("notice.{}.{}.{seq}.{number}", news.id, news.own),
        };
        letter::post(app, Topic::Notice, letter).await?;
    }
    Ok(())
}

fn write(market: &Marketplace, news: &Conversation, address: &NoticeAddress) -> Mail {
    let default = market.locales.first().map_or("en", String::as_str);
    let locale = address.locale.as_deref().unwrap_or(default);
    kontor_pages::mail::Notice {
        locale: Locale::parse(locale).unwrap_or(Locale::En),
        marketplace: market.name.clone(),
        recipient: address.name.clone(),
        sender: news.other_name.clone(),
        listing: news.listing_title.clone(),
        link: format!(
            "{}{}",
            market.base_url,
            kontor_core::conversation::path(&news.id)
        ),
    }
    .render()
}
