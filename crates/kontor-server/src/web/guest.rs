//! For people without an account: writing or coming back by a link that proves the address.

use axum::response::Response;
use kontor_core::conversation::{Via, path};
use kontor_pages::Flash;
use kontor_pages::pages::Composer;
use kontor_pages::pages::guest::{AskPage, ConfirmPage, PendingMessage};
use kontor_store::guest::PendingView;
use kontor_store::token::TokenKind;
use serde::Deserialize;

use crate::actions::conversation::Start;
use crate::actions::guest as act;
use crate::fault::Fault;
use crate::random;
use crate::serve::context::Context;
use crate::web::listings::{self, form_key};
use crate::web::{sellers, session, shell};

/// The cookie of a browser that asked for a link: what it asks for on the same day belongs together.
const ASKED: &str = "kontor_asked";

/// `GET /guest/link`: the form to come back.
///
/// # Errors
/// The store's.
pub async fn form(context: Context) -> Result<Response, Fault> {
    let html = AskPage::default().render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// Asking for a link; with a listing or seller it brings a message.
#[derive(Debug, Deserialize)]
struct Ask {
    email: String,
    listing: Option<String>,
    /// Where the message is about no listing.
    seller: Option<String>,
    #[serde(default)]
    via: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    body: String,
    consent: Option<String>,
}

impl Ask {
    fn is_form(&self) -> bool {
        Via::parse(&self.via) == Some(Via::Form)
    }

    fn start(&self) -> Option<Start> {
        self.listing.as_ref().or(self.seller.as_ref())?;
        Some(Start {
            listing: self.listing.clone(),
            seller: self.seller.clone(),
            via: Via::parse(&self.via).unwrap_or_default(),
            subject: Some(self.subject.clone()),
            body: self.body.clone(),
            ..Start::default()
        })
    }
}

/// `POST /guest/link`
///
/// # Errors
/// `parameter_invalid`, `not_found`, `mail_off`, the store's. What is wrong with the fields is told on
/// the page.
pub async fn ask(context: Context) -> Result<Response, Fault> {
    let form: Ask = context.form()?;
    let known = session::cookie(&context.headers, ASKED).map(str::to_owned);
    let browser = known.unwrap_or_else(random::secret);
    let asking = act::Asking {
        email: form.email.clone(),
        name: Some(form.name.clone()),
        message: form.start(),
        consent: form.consent.is_some(),
        locale: context.locale(),
        peer: context.peer.clone(),
        browser: Some(browser.clone()),
    };
    match act::ask(&context.app, context.market.key, asking).await {
        Ok(()) => {
            let page = AskPage {
                email: form.email,
                sent: true,
                message: form.listing.is_some() || form.seller.is_some(),
                error: None,
            };
            let html = page.render(&shell::of(&context).await?);
            let mut response = shell::page(&context, 200, html);
            session::put(&mut response, &context, ASKED, &browser, 1);
            Ok(response)
        }
        Err(fault) if about_the_form(&fault).is_some() => refused(&context, form, &fault).await,
        Err(fault) => Err(fault),
    }
}

/// What the page says of a fault that its form can mend.
fn about_the_form(fault: &Fault) -> Option<&'static str> {
    let field = fault.fields.first().map(|(field, _)| field.as_str());
    Some(match (fault.code, field) {
        ("field_invalid", Some("email")) => "guest_email",
        ("field_invalid", Some("name")) => "guest_name",
        ("field_invalid", Some("consent")) => "guest_consent",
        ("too_many_requests", _) => "too_many_requests",
        ("sign_in_first" | "verify_email_first", _) => "guest_sign_in",
        ("body_empty" | "body_too_long" | "subject_too_long" | "listing_retired", _) => fault.code,
        _ => return None,
    })
}

async fn refused(context: &Context, form: Ask, fault: &Fault) -> Result<Response, Fault> {
    let error = about_the_form(fault).map(str::to_owned);
    let is_form = form.is_form();
    if form.listing.is_some() || form.seller.is_some() {
        let composer = Composer {
            key: form_key(),
            form: is_form,
            subject: form.subject,
            body: form.body,
            name: form.name,
            email: form.email,
            consent: form.consent.is_some(),
            error,
        };
        let status = fault.status();
        let response = match (form.listing, form.seller.unwrap_or_default()) {
            (Some(listing), _) => listings::render(context, &listing, composer, status).await?,
            (None, seller) => sellers::render(context, &seller, composer, status).await?,
        };
        return Ok(shell::retry_after(response, fault));
    }
    let page = AskPage {
        email: form.email,
        sent: false,
        message: false,
        error,
    };
    let html = page.render(&shell::of(context).await?);
    Ok(shell::refused(context, fault, html))
}

#[derive(Debug, Default, Deserialize)]
struct Token {
    #[serde(default)]
    token: String,
}

/// `GET /guest/confirm`: what the link will do. It is used up only by the button.
///
/// # Errors
/// The store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let link: Token = context.query().unwrap_or_default();
    match act::look(&context.app, context.market.key, &link.token).await? {
        Some(found) => {
            let page = ConfirmPage {
                token: link.token,
                email: found.link.email,
                name: found.link.name,
                messages: found.pending.into_iter().map(message).collect(),
                expired: false,
            };
            let html = page.render(&shell::of(&context).await?);
            Ok(shell::page(&context, 200, html))
        }
        None => expired(&context).await,
    }
}

fn message(row: PendingView) -> PendingMessage {
    PendingMessage {
        seller: row.seller_name,
        listing: row.listing_title,
        subject: row.message.subject,
        body: row.message.body,
    }
}

async fn expired(context: &Context) -> Result<Response, Fault> {
    let page = ConfirmPage {
        expired: true,
        ..ConfirmPage::default()
    };
    let html = page.render(&shell::of(context).await?);
    Ok(shell::refused(context, &Fault::new("link_expired"), html))
}

/// `POST /guest/confirm`: proves the address, signs this browser in as its guest, sends the message. A
/// former session of the browser ends (T078).
///
/// # Errors
/// `parameter_invalid`, the store's. A link that is used or too old is told on the page.
pub async fn confirm(context: Context) -> Result<Response, Fault> {
    let form: Token = context.form()?;
    let (app, market, locale) = (&context.app, &context.market, context.locale());
    let label = session::label(&context);
    let sign_in = (TokenKind::Session, label.as_str());
    let done = match act::redeem(app, market, &form.token, sign_in, &locale).await {
        Ok(done) => done,
        Err(fault) if fault.code == "link_expired" => return expired(&context).await,
        Err(fault) => return Err(fault),
    };
    session::leave(&context).await?;
    let next = match done.sent.as_slice() {
        [one] => path(one),
        _ => "/conversations".to_owned(),
    };
    let flash = match (done.refused.is_empty(), done.sent.is_empty()) {
        (false, _) => Flash::NotSent,
        (true, false) => Flash::Sent,
        (true, true) => Flash::SignedIn,
    };
    let mut response = shell::done(&context, &next, Some(flash));
    session::put(
        &mut response,
        &context,
        session::SESSION,
        &done.issued.secret,
        app.config.session_days,
    );
    session::put(&mut response, &context, ASKED, "", 0);
    Ok(response)
}
