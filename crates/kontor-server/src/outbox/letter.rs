//! One mail of the outbox: composed, handed to the relay, and what its answer means for the job.
//!
//! What a mail says is `kontor-pages`' business, to whom it goes the job's.

use kontor_core::marketplace::Marketplace;
use kontor_core::outbox::Topic;
use kontor_core::time::SECOND;
use kontor_mail::compose::{Mailbox, Outgoing, compose};
use kontor_pages::mail::Mail;

use crate::app::App;
use crate::smtp::relay::{Sent, send};

/// A mail and its receiver.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// In whose name it goes.
    pub market: &'a Marketplace,
    /// To whom.
    pub to: Mailbox,
    /// What it says.
    pub mail: Mail,
    /// Names the mail within the marketplace's domain; a second try has the same.
    pub name: String,
}

/// Hands a letter to the relay. A refusal for good is logged and counted, since trying again is of no
/// use; whoever runs the server sees it.
///
/// # Errors
/// Why it should be tried again.
pub async fn post(app: &App, topic: Topic, letter: Letter<'_>) -> Result<(), String> {
    post_with(app, topic, letter, Vec::new()).await
}

/// The same with further fields of the header.
///
/// # Errors
/// Why it should be tried again.
pub async fn post_with(
    app: &App,
    topic: Topic,
    letter: Letter<'_>,
    headers: Vec<(String, String)>,
) -> Result<(), String> {
    let Letter {
        market,
        to,
        mail,
        name,
    } = letter;
    let domain = market.mail_from.split('@').next_back().unwrap_or_default();
    let address = to.address.clone();
    let outgoing = Outgoing {
        from: Mailbox {
            name: mail.from.unwrap_or_else(|| market.name.clone()),
            address: market.mail_from.clone(),
        },
        to,
        subject: mail.subject,
        text: mail.text,
        html: Some(mail.html),
        message_id: format!("{name}@{domain}"),
        date: app.clock.now().0 / SECOND,
        headers,
    };
    let bytes = compose(&outgoing).map_err(|error| format!("unwritable: {}", error.code()))?;
    match send(app, &address, &market.mail_from, &bytes).await {
        Sent::Accepted => Ok(()),
        Sent::Refused(reason) => {
            app.metrics.outbox(topic.code(), "refused");
            tracing::warn!(topic = topic.code(), name, %reason, "a mail was refused for good");
            Ok(())
        }
        Sent::Later(reason) => Err(reason),
    }
}
