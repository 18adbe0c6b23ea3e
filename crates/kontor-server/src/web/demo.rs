//! The demo's start page, stepping into a persona, and the caught mail.

use axum::response::Response;
use kontor_pages::pages::demo::{
    CaughtMail, CaughtSms, DemoMail, DemoMarketplace, DemoStart, Persona, PersonaCard,
};
use kontor_store::{marketplace, principal};
use kontor_text::phone_number;

use crate::demo::personas;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;
use crate::web::{session, shell};

/// `GET /demo`
///
/// # Errors
/// The store's.
pub async fn start(context: Context) -> Result<Response, Fault> {
    let mut marketplaces = Vec::new();
    for market in context.app.marketplaces() {
        let holdings = context
            .app
            .store
            .read(market.key, |tx, key| {
                Box::pin(marketplace::holdings(tx, *key))
            })
            .await
            .map_err(|error: kontor_store::Error| Fault::from(error))?;
        marketplaces.push(DemoMarketplace {
            name: market.name.clone(),
            base_url: market.base_url.clone(),
            preset: market.preset,
            listings: holdings.listings,
        });
    }
    let personas = Persona::ALL
        .into_iter()
        .map(|persona| PersonaCard {
            persona,
            name: personas::named(persona.code())
                .map_or("", |one| one.name)
                .to_owned(),
        })
        .collect();
    let html = DemoStart {
        personas,
        marketplaces,
    }
    .render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// `GET` and `POST /demo/as/{persona}`: a session of that persona in this marketplace.
///
/// # Errors
/// `not_found`, the store's.
pub async fn enter(context: Context) -> Result<Response, Fault> {
    let persona =
        personas::named(context.param("persona")).ok_or_else(|| Fault::new("not_found"))?;
    let input = (context.market.key, persona.external_id.to_owned());
    let found = context
        .app
        .store
        .read(input, |tx, (key, id)| {
            Box::pin(principal::find(tx, *key, id))
        })
        .await
        .map_err(|error: kontor_store::Error| Fault::from(error))?;
    let found = found.ok_or_else(|| Fault::new("not_found"))?;
    session::enter(&context, found.id, persona.first_page).await
}

/// `POST /demo/marketplace/{persona}`: what a marketplace does when somebody goes from it to Kontor.
///
/// # Errors
/// `not_found`.
pub async fn from_marketplace(context: Context) -> Result<Response, Fault> {
    let persona =
        personas::named(context.param("persona")).ok_or_else(|| Fault::new("not_found"))?;
    let issuers = context.app.issuers.as_ref();
    let token =
        issuers.and_then(|issuers| issuers.token(&context.market.slug, persona, context.now));
    let token = token.ok_or_else(|| Fault::new("not_found"))?;
    let next = persona.first_page;
    Ok(answer::see_other(&format!(
        "/sign-in/with#token={token}&next={next}"
    )))
}

/// `GET /demo/mail`
///
/// # Errors
/// The store's.
pub async fn mail(context: Context) -> Result<Response, Fault> {
    let kept = context.app.caught.as_ref();
    let caught = kept.map(|kept| kept.all()).unwrap_or_default();
    let texts = kept.map(|kept| kept.texts.all()).unwrap_or_default();
    let texts = texts.into_iter().map(|one| CaughtSms {
        to: phone_number::international(&one.to),
        at: one.at,
        text: one.text,
    });
    let address = |mailbox: &kontor_mail::compose::Mailbox| mailbox.address.clone();
    let mails = caught
        .into_iter()
        .map(|one| CaughtMail {
            to: one.to.join(", "),
            from: one.mail.from.first().map(address).unwrap_or_default(),
            subject: one.mail.subject.unwrap_or_default(),
            at: one.at,
            body: one.mail.text.unwrap_or_default(),
        })
        .collect();
    let page = DemoMail {
        texts: texts.collect(),
        mails,
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}
