//! `/api/v1/shops/{id}/team`: who belongs to a shop's team. Invitations are in `invitations.rs`.

use axum::response::Response;
use kontor_core::id::AccountId;
use kontor_core::team::Standing;
use kontor_store::team::MemberLine;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::team::{self as act, Actor, Team};
use crate::api::v1::invitations::InvitationBody;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// A shop's team.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TeamBody {
    /// The shop's id.
    pub shop: String,
    /// The shop's name.
    pub name: String,
    /// Administrators first, then by name.
    pub members: Vec<MemberBody>,
    /// Invitations that wait, newest first; none for who may not invite.
    pub invitations: Vec<InvitationBody>,
}

/// Somebody of a team.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MemberBody {
    /// The account's id.
    pub account: String,
    /// The name.
    pub name: String,
    /// The login address, for who administers the shop and for oneself.
    pub email: Option<String>,
    /// True for who administers the shop.
    pub administrator: bool,
    /// True where the account may not sign in.
    pub disabled: bool,
}

fn member(line: MemberLine, standing: Standing, own: Option<&AccountId>) -> MemberBody {
    let shown = standing == Standing::Manager || own == Some(&line.member.account);
    MemberBody {
        email: shown.then_some(line.email),
        name: line.name,
        administrator: line.member.administrator,
        disabled: !line.member.enabled,
        account: line.member.account.0,
    }
}

impl From<Team> for TeamBody {
    fn from(team: Team) -> Self {
        let lines = team.lines.into_iter();
        Self {
            shop: team.shop.0,
            name: team.name,
            members: lines
                .map(|line| member(line, team.standing, team.own.as_ref()))
                .collect(),
            invitations: team.invitations.into_iter().map(Into::into).collect(),
        }
    }
}

/// `GET /shops/{id}/team`
///
/// # Errors
/// See [`act::show`].
pub async fn show(context: Context) -> Result<Response, Fault> {
    let actor = Actor::of(&*context.known()?);
    let team = act::show(&context.app, actor, context.param("id")).await?;
    Ok(answer::json(200, &TeamBody::from(team)))
}

/// What somebody of a team may do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeBody {
    /// True for who administers the shop.
    pub administrator: bool,
}

/// `PUT /shops/{id}/team/{account}`
///
/// # Errors
/// See [`act::set_administrator`].
pub async fn change(context: Context) -> Result<Response, Fault> {
    let body: ChangeBody = context.json()?;
    let actor = Actor::of(&*context.known()?);
    let (shop, account) = (context.param("id"), context.param("account"));
    let changed =
        act::set_administrator(&context.app, actor, shop, account, body.administrator).await?;
    Ok(answer::json(200, &member(changed, Standing::Manager, None)))
}

/// `DELETE /shops/{id}/team/{account}`
///
/// # Errors
/// See [`act::remove`].
pub async fn remove(context: Context) -> Result<Response, Fault> {
    let actor = Actor::of(&*context.known()?);
    let (shop, account) = (context.param("id"), context.param("account"));
    act::remove(&context.app, actor, shop, account).await?;
    Ok(answer::empty(204))
}
