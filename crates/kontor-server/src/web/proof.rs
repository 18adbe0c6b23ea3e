//! `/contact/proofs` and `/account/email`: proving addresses and numbers, without JavaScript.

use axum::response::Response;
use kontor_core::account::{Caller, Person};
use kontor_core::id::PrincipalId;
use kontor_core::proof::Claim;
use kontor_pages::Flash;
use kontor_pages::pages::proof::{
    EmailProofPage, Owner, ProofError, ProofsPage, ProvenRow, WaitingRow,
};
use kontor_store::contact_proof::ProvenBy;
use kontor_store::principal;
use kontor_text::phone_number;
use serde::Deserialize;

use crate::actions::proof as act;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::errors::escape;
use crate::web::shell;

#[derive(Debug, Default, Deserialize)]
struct Place {
    #[serde(rename = "for")]
    owner: Option<String>,
}

/// What the forms of the page send.
#[derive(Debug, Deserialize)]
struct Form {
    #[serde(rename = "for")]
    owner: String,
    kind: String,
    value: String,
    #[serde(default)]
    code: String,
}

/// The caller and the shops that the caller administers; shops first.
fn own(caller: &Caller) -> Vec<PrincipalId> {
    let mut all = Vec::new();
    if let Person::Account { shops, .. } = &caller.person {
        let administered = shops.iter().filter(|(_, administrator)| *administrator);
        all.extend(administered.map(|(shop, _)| PrincipalId::from(shop)));
    }
    all.push(caller.own());
    all
}

/// `GET /contact/proofs`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let place: Place = context.query().unwrap_or_default();
    let html = render(&context, place.owner, None).await?;
    Ok(shell::page(&context, 200, html))
}

async fn render(
    context: &Context,
    owner: Option<String>,
    error: Option<ProofError>,
) -> Result<String, Fault> {
    let caller = context.known()?;
    let first = own(&caller).into_iter().next().map(|own| own.0);
    let id = owner.or(first).unwrap_or_default();
    let found = act::list(&context.app, &caller, &id).await?;
    let owners = owners(context, &caller).await?;
    let waiting = found.waiting.iter().map(|one| WaitingRow {
        kind: one.claim.kind(),
        value: one.claim.value().to_owned(),
        shown: shown(&one.claim),
        until: one.expires_at,
    });
    let proven = found.proven.iter().map(|one| ProvenRow {
        kind: one.claim.kind(),
        value: one.claim.value().to_owned(),
        shown: shown(&one.claim),
        since: one.proven_at,
        by_marketplace: one.proven_by == ProvenBy::Marketplace,
        login: one.login,
    });
    let page = ProofsPage {
        owner: Owner {
            id: found.owner.0,
            name: found.name,
        },
        owners,
        proven: proven.collect(),
        waiting: waiting.collect(),
        feed_addresses: found.feed_addresses,
        error,
    };
    Ok(page.render(&shell::of(context).await?))
}

async fn owners(context: &Context, caller: &Caller) -> Result<Vec<Owner>, Fault> {
    let input = (caller.marketplace, own(caller));
    context
        .app
        .store
        .read(input, |tx, (key, own)| {
            Box::pin(async move {
                let mut all = Vec::with_capacity(own.len());
                for id in own {
                    if let Some(found) = principal::find(tx, *key, id.as_str()).await? {
                        all.push(Owner {
                            id: found.id.0,
                            name: found.name,
                        });
                    }
                }
                Ok(all)
            })
        })
        .await
}

fn shown(claim: &Claim) -> String {
    match claim {
        Claim::Email(address) => address.clone(),
        Claim::Phone(number) => phone_number::international(number),
    }
}

/// Goes back to the page, or shows it again with what is wrong.
async fn answer(
    context: &Context,
    form: Form,
    done: Result<(), Fault>,
    flash: Flash,
) -> Result<Response, Fault> {
    let fault = match done {
        Ok(()) => {
            let path = format!("/contact/proofs?for={}", escape(&form.owner));
            return Ok(shell::done(context, &path, Some(flash)));
        }
        Err(fault) if shown_on_page(&fault) => fault,
        Err(fault) => return Err(fault),
    };
    let field = fault.fields.first().map(|(_, code)| code.clone());
    let error = ProofError {
        code: field.unwrap_or_else(|| fault.code.to_owned()),
        kind: form.kind,
        value: form.value,
    };
    let html = render(context, Some(form.owner), Some(error)).await?;
    Ok(shell::refused(context, &fault, html))
}

fn shown_on_page(fault: &Fault) -> bool {
    matches!(
        fault.code,
        "code_expired" | "code_wrong" | "field_invalid" | "too_many_requests"
    )
}

/// `POST /contact/proofs`
///
/// # Errors
/// `not_found`, `parameter_invalid`, the store's. What is wrong with the value is told on the page.
pub async fn ask(context: Context) -> Result<Response, Fault> {
    let form: Form = context.form()?;
    let caller = context.known()?;
    let done = match act::claim(&context.market, &form.kind, &form.value) {
        Ok(claim) => {
            let locale = context.locale();
            act::ask(&context.app, &caller, &form.owner, claim, &locale).await
        }
        Err(fault) => Err(fault),
    };
    answer(&context, form, done, Flash::CodeSent).await
}

/// `POST /contact/proofs/confirmation`
///
/// # Errors
/// As [`ask`].
pub async fn confirm(context: Context) -> Result<Response, Fault> {
    let form: Form = context.form()?;
    let caller = context.known()?;
    let done = match act::claim(&context.market, &form.kind, &form.value) {
        Ok(claim) => {
            let done = act::confirm(&context.app, &caller, &form.owner, claim, &form.code);
            done.await.map(drop)
        }
        Err(fault) => Err(fault),
    };
    answer(&context, form, done, Flash::Proven).await
}

/// `POST /contact/proofs/withdrawal`
///
/// # Errors
/// As [`ask`].
pub async fn withdraw(context: Context) -> Result<Response, Fault> {
    let form: Form = context.form()?;
    let caller = context.known()?;
    let done = match Claim::parse(&form.kind, &form.value) {
        Some(claim) => act::withdraw(&context.app, &caller, &form.owner, claim).await,
        None => Err(Fault::new("not_found")),
    };
    answer(&context, form, done, Flash::Withdrawn).await
}

/// `GET /account/email`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show_own(context: Context) -> Result<Response, Fault> {
    let html = render_own(&context, None).await?;
    Ok(shell::page(&context, 200, html))
}

async fn render_own(context: &Context, error: Option<String>) -> Result<String, Fault> {
    let caller = context.known()?;
    let (claim, proven) = act::login(&context.app, &caller).await?;
    let found = act::list(&context.app, &caller, caller.own().as_str()).await?;
    let waiting = found.waiting.iter().find(|one| one.claim == claim);
    let page = EmailProofPage {
        email: claim.value().to_owned(),
        proven,
        until: waiting.map(|one| one.expires_at),
        error,
    };
    Ok(page.render(&shell::of(context).await?))
}

async fn answer_own(
    context: &Context,
    done: Result<(), Fault>,
    flash: Flash,
) -> Result<Response, Fault> {
    match done {
        Ok(()) => Ok(shell::done(context, "/account/email", Some(flash))),
        Err(fault) if shown_on_page(&fault) => {
            let html = render_own(context, Some(fault.code.to_owned())).await?;
            Ok(shell::refused(context, &fault, html))
        }
        Err(fault) => Err(fault),
    }
}

/// `POST /account/email`
///
/// # Errors
/// `not_found`, the store's.
pub async fn ask_own(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let (claim, _) = act::login(&context.app, &caller).await?;
    let (own, locale) = (caller.own(), context.locale());
    let done = act::ask(&context.app, &caller, own.as_str(), claim, &locale).await;
    answer_own(&context, done, Flash::CodeSent).await
}

#[derive(Debug, Deserialize)]
struct Typed {
    code: String,
}

/// `POST /account/email/confirmation`
///
/// # Errors
/// `not_found`, `parameter_invalid`, the store's. What is wrong with the code is told on the page.
pub async fn confirm_own(context: Context) -> Result<Response, Fault> {
    let form: Typed = context.form()?;
    let caller = context.known()?;
    let (claim, _) = act::login(&context.app, &caller).await?;
    let own = caller.own();
    let done = act::confirm(&context.app, &caller, own.as_str(), claim, &form.code).await;
    answer_own(&context, done.map(drop), Flash::Proven).await
}
