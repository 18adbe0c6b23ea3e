//! `/team/join`: where the link of an invitation leads. Looking uses nothing up.

use axum::response::Response;
use kontor_pages::Flash;
use kontor_pages::pages::join::{JoinPage, JoinWay};
use serde::Deserialize;

use crate::actions::join::{self as act, Newcomer, Visitor};
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::{session, shell};

#[derive(Debug, Default, Deserialize)]
struct Link {
    #[serde(default)]
    token: String,
}

/// `GET /team/join`
///
/// # Errors
/// The store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let link: Link = context.query().unwrap_or_default();
    let page = page(&context, link.token).await?;
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// The page for this link and whoever looks.
async fn page(context: &Context, token: String) -> Result<JoinPage, Fault> {
    let door = match act::look(&context.app, context.market.key, &token).await {
        Ok(door) => door,
        Err(fault) if fault.code == "link_expired" => return Ok(JoinPage::default()),
        Err(fault) => return Err(fault),
    };
    let way = match door.visitor(context.caller.as_deref()) {
        Visitor::Invited(_) => JoinWay::Accept,
        Visitor::Other => JoinWay::Other,
        Visitor::SignsInFirst => JoinWay::SignIn,
        Visitor::New => JoinWay::New,
    };
    Ok(JoinPage {
        token,
        shop: door.shop,
        email: door.invitation.email,
        administrator: door.invitation.administrator,
        way,
        name: String::new(),
        error: None,
    })
}

#[derive(Debug, Deserialize)]
struct Accept {
    token: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

/// `POST /team/join`: joins, and signs a new account in.
///
/// # Errors
/// `parameter_invalid`, the store's. What is wrong with link, name or password is told on the page.
pub async fn accept(context: Context) -> Result<Response, Fault> {
    let form: Accept = context.form()?;
    let newcomer = Newcomer {
        name: form.name.clone(),
        password: form.password,
    };
    let (app, market) = (&context.app, context.market.key);
    let by = (context.caller.clone(), context.peer.as_str());
    let locale = context.locale();
    let fault = match act::accept(app, market, by, &form.token, newcomer, &locale).await {
        Ok(joined) if joined.made => {
            return session::enter(&context, joined.account.into(), "/team").await;
        }
        Ok(_) => return Ok(shell::done(&context, "/team", Some(Flash::TeamJoined))),
        Err(fault) => fault,
    };
    let told = [
        "field_invalid",
        "link_expired",
        "other_address",
        "sign_in_first",
        "team_full",
        "too_many_requests",
    ];
    if !told.contains(&fault.code) {
        return Err(fault);
    }
    let mut page = page(&context, form.token).await?;
    page.name = form.name;
    // The other ways say by themselves what is the matter.
    if matches!(page.way, JoinWay::New | JoinWay::Accept) {
        let field = fault.fields.first().map(|(field, _)| field.clone());
        page.error = Some(field.unwrap_or_else(|| fault.code.to_owned()));
    }
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::refused(&context, &fault, html))
}
