//! Notices: an e-mail that says that something new is there, never what.
//!
//! Who has read meanwhile gets none. The mail's id follows from the conversation and entry, so a
//! second try after an uncertain end is the same mail to the receiving server.

use std::sync::Arc;

use kontor_core::id::{ConversationId, PrincipalId};
use kontor_core::outbox::Topic;
use kontor_core::time::SECOND;
use kontor_mail::compose::{Mailbox, Outgoing, compose};
use kontor_pages::Locale;
use kontor_store::account::NoticeAddress;
use kontor_store::conversation::Conversation;
use kontor_store::outbox::Job;
use kontor_store::{Scope, Tx, account, conversation};

use crate::app::App;
use crate::outbox::worker::{self, Running, Work};
use crate::smtp::relay::{Sent, send};

/// The work of the topic `notice`.
pub const WORK: Work = Work {
    topic: Topic::Notice,
    batch: 10,
    run,
};

fn run(app: Arc<App>, jobs: Vec<Job>) -> Running {
    Box::pin(async move {
        for job in jobs {
            match notify(&app, &job).await {
                Ok(()) => worker::finish(&app, Topic::Notice, job).await?,
                Err(reason) => {
                    tracing::warn!(job = job.dedupe_key, %reason, "a notice was not sent");
                    worker::fail(&app, Topic::Notice, job, &reason).await?;
                }
            }
        }
        Ok(())
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
        let mail = write(app, &news, address, seq, number)?;
        match send(app, &address.email, &mail.0, &mail.1).await {
            Sent::Accepted => {}
            // The other side says that trying again is of no use; who runs the server sees it.
            Sent::Refused(reason) => {
                app.metrics.outbox(Topic::Notice.code(), "refused");
                tracing::warn!(job = job.dedupe_key, %reason, "a notice was refused for good");
            }
            Sent::Later(reason) => return Err(reason),
        }
    }
    Ok(())
}

/// The sender's address and the mail's bytes.
fn write(
    app: &App,
    news: &Conversation,
    address: &NoticeAddress,
    seq: i64,
    number: usize,
) -> Result<(String, Vec<u8>), String> {
    let market = app
        .by_key(news.marketplace)
        .ok_or_else(|| "the marketplace is gone".to_owned())?;
    let default = market.locales.first().map_or("en", String::as_str);
    let locale = address.locale.as_deref().unwrap_or(default);
    let mail = kontor_pages::mail::Notice {
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
    .render();
    let domain = market.mail_from.split('@').next_back().unwrap_or_default();
    let outgoing = Outgoing {
        from: Mailbox {
            name: market.name.clone(),
            address: market.mail_from.clone(),
        },
        to: Mailbox {
            name: address.name.clone(),
            address: address.email.clone(),
        },
        subject: mail.subject,
        text: mail.text,
        html: Some(mail.html),
        message_id: format!("notice.{}.{}.{seq}.{number}@{domain}", news.id, news.own),
        date: app.clock.now().0 / SECOND,
        headers: Vec::new(),
    };
    let bytes = compose(&outgoing).map_err(|error| format!("unwritable: {}", error.code()))?;
    Ok((market.mail_from.clone(), bytes))
}
