//! Coming from the marketplace with a token: posted by its page, or in the fragment of a link.
//!
//! A token stands in no query, since those are kept in histories, logs and referrers (T083). The
//! fragment reaches no server; a script takes it out of the address bar and posts it. Why another
//! site cannot sign somebody in unnoticed stands in `docs/decisions/0011-sign-in-tokens.md`.

use axum::response::Response;
use kontor_pages::Shell;
use kontor_pages::pages::sign_in_token::{SignInWithPage, SwitchPage};
use serde::Deserialize;

use crate::actions::sign_in::{self as act, Wanted};
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::{session, shell};

/// What the marketplace's page or the script posts.
#[derive(Debug, Deserialize)]
struct Entering {
    token: String,
    #[serde(default)]
    next: String,
    /// Whether somebody who is signed in wants to be somebody else.
    #[serde(default)]
    switch: String,
}

/// `GET /sign-in/with`: reads the token from the fragment; without a script it says what to do.
///
/// # Errors
/// The store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let html = SignInWithPage.render(&frame(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// What stands around both pages. Its path is one that GET answers, and holds no query, in which
/// somebody may have put a token.
async fn frame(context: &Context) -> Result<Shell, Fault> {
    Ok(Shell {
        path: "/sign-in/with".to_owned(),
        ..shell::of(context).await?
    })
}

/// `POST /sign-in/token`
///
/// # Errors
/// `parameter_invalid`, `token_refused`, `email_taken`, `too_many_requests`, the store's.
pub async fn enter(context: Context) -> Result<Response, Fault> {
    let form: Entering = context.form()?;
    if let Some(caller) = context.caller.as_ref().filter(|_| form.switch != "yes")
        && let Some(name) = act::somebody_else(&context.app, caller, &form.token).await?
    {
        let page = SwitchPage {
            now: caller.name.clone(),
            name,
            token: form.token,
            next: form.next,
        };
        let html = page.render(&frame(&context).await?);
        return Ok(shell::page(&context, 200, html));
    }
    let wanted = Wanted::Session(session::label(&context));
    let (app, market) = (&context.app, context.market.key);
    let issued = act::exchange(app, market, &context.peer, &form.token, wanted).await?;
    session::leave(&context).await?;
    Ok(session::entered(&context, &issued, &form.next))
}
