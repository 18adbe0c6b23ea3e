//! For who forgot the password: asking for a link, and choosing another by it.

use axum::response::Response;
use kontor_pages::Flash;
use kontor_pages::pages::password::{ForgottenPage, NewPasswordPage};
use serde::Deserialize;

use crate::actions::reset as act;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::shell;

/// `GET /password/forgotten`
///
/// # Errors
/// The store's.
pub async fn form(context: Context) -> Result<Response, Fault> {
    let html = ForgottenPage::default().render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

#[derive(Debug, Deserialize)]
struct Ask {
    email: String,
}

/// `POST /password/forgotten`
///
/// # Errors
/// `parameter_invalid`, the store's. What is wrong with the address is told on the page.
pub async fn ask(context: Context) -> Result<Response, Fault> {
    let form: Ask = context.form()?;
    let (app, market) = (&context.app, context.market.key);
    let asked = act::ask(app, market, &context.peer, &form.email, &context.locale()).await;
    let fault = match asked {
        Ok(()) => None,
        Err(fault) if matches!(fault.code, "field_invalid" | "too_many_requests") => Some(fault),
        Err(fault) => return Err(fault),
    };
    let page = ForgottenPage {
        sent: fault.is_none(),
        email: form.email,
        error: fault.as_ref().map(|fault| fault.code.to_owned()),
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(match fault {
        Some(fault) => shell::refused(&context, &fault, html),
        None => shell::page(&context, 200, html),
    })
}

#[derive(Debug, Default, Deserialize)]
struct Link {
    #[serde(default)]
    token: String,
}

/// `GET /password/new`: the form. The link is used up only by sending it.
///
/// # Errors
/// The store's.
pub async fn choose(context: Context) -> Result<Response, Fault> {
    let link: Link = context.query().unwrap_or_default();
    let page = NewPasswordPage {
        token: link.token,
        error: None,
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

#[derive(Debug, Deserialize)]
struct Redeem {
    token: String,
    new: String,
}

/// `POST /password/new`
///
/// # Errors
/// `parameter_invalid`, the store's. A link that is too old and a password that is not taken are told on
/// the page.
pub async fn redeem(context: Context) -> Result<Response, Fault> {
    let form: Redeem = context.form()?;
    let (app, market) = (&context.app, context.market.key);
    match act::redeem(app, market, &context.peer, &form.token, form.new).await {
        Ok(()) => Ok(shell::done(
            &context,
            "/sign-in",
            Some(Flash::PasswordChanged),
        )),
        Err(fault)
            if matches!(
                fault.code,
                "field_invalid" | "link_expired" | "too_many_requests"
            ) =>
        {
            let page = NewPasswordPage {
                token: form.token,
                error: Some(fault.code.to_owned()),
            };
            let html = page.render(&shell::of(&context).await?);
            Ok(shell::refused(&context, &fault, html))
        }
        Err(fault) => Err(fault),
    }
}
