//! One's own account: where one is signed in, and the password.

use axum::response::Response;
use kontor_core::account::Person;
use kontor_core::id::TokenId;
use kontor_pages::Flash;
use kontor_pages::pages::account::{AccountPage, SessionRow};
use kontor_store::{Scope, token};
use serde::Deserialize;

use crate::actions::guest as guests;
use crate::actions::session as act;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::shell;

/// `GET /account`
///
/// # Errors
/// The store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let html = render(&context, None).await?;
    Ok(shell::page(&context, 200, html))
}

async fn render(context: &Context, error: Option<String>) -> Result<String, Fault> {
    let caller = context.known()?;
    let current = caller.token.clone();
    let account = act::with_password(&context.app, &caller).await?;
    let proven = match &caller.person {
        Person::Guest { id } => {
            guests::proven_email(&context.app, caller.marketplace, id.clone()).await?
        }
        Person::Account { .. } => None,
    };
    let name = caller.name.clone();
    let email_proven = caller.role().map(|_| caller.email_verified);
    let rows = context
        .app
        .store
        .read((caller, context.now), |tx, (caller, now)| {
            Box::pin(token::list(tx, caller, *now))
        })
        .await?;
    let page = AccountPage {
        name,
        email: account.map(|account| account.email),
        email_proven,
        proven,
        error,
        sessions: rows
            .into_iter()
            .map(|row| SessionRow {
                current: row.id == current,
                label: row.said(),
                id: row.id.0,
                program: row.kind == "api",
                since: row.created_at,
            })
            .collect(),
    };
    Ok(page.render(&shell::of(context).await?))
}

#[derive(Debug, Deserialize)]
struct Change {
    current: String,
    new: String,
}

/// `POST /account/password`
///
/// # Errors
/// `parameter_invalid`, `not_found`, the store's. What is wrong with the passwords is told on the page.
pub async fn change_password(context: Context) -> Result<Response, Fault> {
    let form: Change = context.form()?;
    let caller = context.known()?;
    match act::change_password(&context.app, &caller, form.current, form.new).await {
        Ok(()) => Ok(shell::done(
            &context,
            "/account",
            Some(Flash::PasswordChanged),
        )),
        Err(fault) if matches!(fault.code, "field_invalid" | "too_many_requests") => {
            let field = fault.fields.first().map(|(field, _)| field.clone());
            let error = field.unwrap_or_else(|| fault.code.to_owned());
            let html = render(&context, Some(error)).await?;
            Ok(shell::refused(&context, &fault, html))
        }
        Err(fault) => Err(fault),
    }
}

/// `POST /account/sessions/{id}/end`
///
/// # Errors
/// `not_found`, the store's.
pub async fn end_session(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let id = TokenId::parse(context.param("id")).ok_or_else(|| Fault::new("not_found"))?;
    if act::end(&context.app, Scope::of(&caller), id).await? {
        Ok(shell::done(&context, "/account", Some(Flash::SessionEnded)))
    } else {
        Err(Fault::new("not_found"))
    }
}

/// `POST /account/sessions/end-others`
///
/// # Errors
/// The store's.
pub async fn end_others(context: Context) -> Result<Response, Fault> {
    act::end_others(&context.app, &context.known()?).await?;
    Ok(shell::done(&context, "/account", Some(Flash::SessionEnded)))
}
