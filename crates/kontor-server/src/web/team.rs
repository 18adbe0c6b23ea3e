//! The teams of the caller's shops: people, invitations, and the step before somebody is removed.

use axum::response::Response;
use kontor_core::account::Person;
use kontor_core::team::Standing;
use kontor_pages::Flash;
use kontor_pages::pages::team::{
    InviteForm, RemovalPage, TeamInvitation, TeamMember, TeamPage, TeamShop,
};
use serde::Deserialize;

use crate::actions::team::{self as act, Actor, Invite, Team};
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::listings::form_key;
use crate::web::shell;

/// What was wrong with a form of one shop.
struct Wrong<'a> {
    shop: &'a str,
    /// The form to invite, as it was sent; none where a member was to be changed.
    form: Option<InviteForm>,
    code: String,
}

/// `GET /team`
///
/// # Errors
/// The store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let html = render(&context, None).await?;
    Ok(shell::page(&context, 200, html))
}

async fn render(context: &Context, wrong: Option<Wrong<'_>>) -> Result<String, Fault> {
    let caller = context.known()?;
    let Person::Account { shops, .. } = &caller.person else {
        return Ok(TeamPage::default().render(&shell::of(context).await?));
    };
    let mut page = TeamPage::default();
    for (id, _) in shops {
        match act::show(&context.app, Actor::of(&caller), id.as_str()).await {
            Ok(team) => page.shops.push(shown(team)),
            // Left or removed this very moment.
            Err(fault) if fault.code == "not_found" => {}
            Err(fault) => return Err(fault),
        }
    }
    for shop in &mut page.shops {
        shop.form.key = form_key();
        if let Some(wrong) = wrong.as_ref().filter(|wrong| wrong.shop == shop.id) {
            match &wrong.form {
                Some(form) => {
                    shop.form = InviteForm {
                        error: Some(wrong.code.clone()),
                        ..form.clone()
                    };
                }
                None => shop.error = Some(wrong.code.clone()),
            }
        }
    }
    Ok(page.render(&shell::of(context).await?))
}

fn shown(team: Team) -> TeamShop {
    let manages = team.standing == Standing::Manager;
    TeamShop {
        id: team.shop.0,
        name: team.name,
        manages,
        members: team
            .lines
            .into_iter()
            .map(|line| TeamMember {
                own: team.own.as_ref() == Some(&line.member.account),
                id: line.member.account.0,
                name: line.name,
                email: manages.then_some(line.email),
                administrator: line.member.administrator,
                disabled: !line.member.enabled,
            })
            .collect(),
        invitations: team
            .invitations
            .into_iter()
            .map(|row| TeamInvitation {
                id: row.id.0,
                email: row.email,
                administrator: row.administrator,
                until: row.expires_at,
            })
            .collect(),
        ..TeamShop::default()
    }
}

#[derive(Debug, Deserialize)]
struct InviteFields {
    email: String,
    #[serde(default)]
    administrator: String,
    key: String,
}

/// `POST /team/{id}/invitations`
///
/// # Errors
/// `parameter_invalid`, `not_found`, the store's. What is wrong with the address is told on the page.
pub async fn invite(context: Context) -> Result<Response, Fault> {
    let form: InviteFields = context.form()?;
    let wish = context.wish_of(&form.key)?;
    let actor = Actor::of(&*context.known()?);
    let invite = Invite {
        shop: context.param("id").to_owned(),
        email: form.email.clone(),
        administrator: form.administrator == "true",
        locale: context.locale(),
    };
    let administrator = invite.administrator;
    match act::invite(&context.app, actor, invite, Some(wish)).await {
        Ok(_) => Ok(shell::done(&context, "/team", Some(Flash::Invited))),
        Err(fault)
            if matches!(
                fault.code,
                "field_invalid" | "already_member" | "team_full" | "too_many_requests"
            ) =>
        {
            let wrong = Wrong {
                shop: context.param("id"),
                form: Some(InviteForm {
                    key: form_key(),
                    email: form.email,
                    administrator,
                    error: None,
                }),
                code: fault.code.to_owned(),
            };
            let html = render(&context, Some(wrong)).await?;
            Ok(shell::refused(&context, &fault, html))
        }
        Err(fault) => Err(fault),
    }
}

/// `POST /team/{id}/invitations/{invitation}/withdrawal`
///
/// # Errors
/// `not_found`, the store's.
pub async fn withdraw(context: Context) -> Result<Response, Fault> {
    let actor = Actor::of(&*context.known()?);
    let (shop, id) = (context.param("id"), context.param("invitation"));
    act::withdraw(&context.app, actor, shop, id).await?;
    Ok(shell::done(&context, "/team", Some(Flash::TeamChanged)))
}

#[derive(Debug, Deserialize)]
struct Administers {
    administrator: String,
}

/// `POST /team/{id}/members/{account}/administrator`
///
/// # Errors
/// `parameter_invalid`, `not_found`, the store's. That the shop needs an administrator is told on the
/// page.
pub async fn set_administrator(context: Context) -> Result<Response, Fault> {
    let form: Administers = context.form()?;
    let actor = Actor::of(&*context.known()?);
    let (shop, account) = (context.param("id"), context.param("account"));
    let administrator = form.administrator == "true";
    let set = act::set_administrator(&context.app, actor, shop, account, administrator).await;
    let set = set.map(|_| Flash::TeamChanged);
    changed(&context, set).await
}

/// After a change to the members of a shop.
async fn changed(context: &Context, done: Result<Flash, Fault>) -> Result<Response, Fault> {
    match done {
        Ok(flash) => Ok(shell::done(context, "/team", Some(flash))),
        Err(fault) if fault.code == "last_administrator" => {
            let wrong = Wrong {
                shop: context.param("id"),
                form: None,
                code: fault.code.to_owned(),
            };
            let html = render(context, Some(wrong)).await?;
            Ok(shell::refused(context, &fault, html))
        }
        Err(fault) => Err(fault),
    }
}

/// `GET /team/{id}/members/{account}/removal`: the question; nothing is done yet.
///
/// # Errors
/// `not_found`, the store's.
pub async fn ask_removal(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let team = act::show(&context.app, Actor::of(&caller), context.param("id")).await?;
    let wanted = context.param("account");
    let mut lines = team.lines.iter();
    let line = lines.find(|line| line.member.account.as_str() == wanted);
    let line = line.ok_or_else(|| Fault::new("not_found"))?;
    let leaves = team.own.as_ref() == Some(&line.member.account);
    if !leaves && team.standing != Standing::Manager {
        return Err(Fault::new("not_found"));
    }
    let page = RemovalPage {
        shop_id: team.shop.0.clone(),
        shop: team.name.clone(),
        member: line.member.account.0.clone(),
        name: line.name.clone(),
        leaves,
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// `POST /team/{id}/members/{account}/removal`
///
/// # Errors
/// `not_found`, the store's. That the shop needs an administrator is told on the page.
pub async fn remove(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let (shop, account) = (context.param("id"), context.param("account"));
    let removed = act::remove(&context.app, Actor::of(&caller), shop, account).await;
    let flash = if caller.own().as_str() == account {
        Flash::TeamLeft
    } else {
        Flash::TeamChanged
    };
    changed(&context, removed.map(|()| flash)).await
}
