//! `/api/v1/shops/{id}/invitations` and their acceptance.

use axum::response::Response;
use kontor_core::time::Micros;
use kontor_store::invitation::Invitation;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::join::{self, Newcomer};
use crate::actions::team::{self as act, Actor, Invite};
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// An invitation that waits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InvitationBody {
    /// The id.
    pub id: String,
    /// For which address.
    pub email: String,
    /// True where who accepts it administers the shop.
    pub administrator: bool,
    /// Who invited.
    pub invited_by: String,
    /// From when.
    #[schemars(with = "String")]
    pub created_at: Micros,
    /// Until when its link works.
    #[schemars(with = "String")]
    pub expires_at: Micros,
}

impl From<Invitation> for InvitationBody {
    fn from(row: Invitation) -> Self {
        Self {
            id: row.id.0,
            email: row.email,
            administrator: row.administrator,
            invited_by: row.invited_by.0,
            created_at: row.created_at,
            expires_at: row.expires_at,
        }
    }
}

/// Whom to invite.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteBody {
    /// The address. The link works for nobody who signs in with another.
    pub email: String,
    /// True for an administrator of the shop.
    #[serde(default)]
    pub administrator: bool,
}

/// `POST /shops/{id}/invitations`
///
/// # Errors
/// See [`act::invite`].
pub async fn invite(context: Context) -> Result<Response, Fault> {
    let body: InviteBody = context.json()?;
    let actor = Actor::of(&*context.known()?);
    let invite = Invite {
        shop: context.param("id").to_owned(),
        email: body.email,
        administrator: body.administrator,
        locale: context.locale(),
    };
    let made = act::invite(&context.app, actor, invite, context.wish()?).await?;
    Ok(answer::json(201, &InvitationBody::from(made)))
}

/// `GET /shops/{id}/invitations/{invitation}`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let actor = Actor::of(&*context.known()?);
    let team = act::show(&context.app, actor, context.param("id")).await?;
    let wanted = context.param("invitation");
    let mut waiting = team.invitations.into_iter();
    let found = waiting.find(|one| one.id.as_str() == wanted);
    let found = found.ok_or_else(|| Fault::new("not_found"))?;
    Ok(answer::json(200, &InvitationBody::from(found)))
}

/// `DELETE /shops/{id}/invitations/{invitation}`
///
/// # Errors
/// See [`act::withdraw`].
pub async fn withdraw(context: Context) -> Result<Response, Fault> {
    let actor = Actor::of(&*context.known()?);
    let (shop, id) = (context.param("id"), context.param("invitation"));
    act::withdraw(&context.app, actor, shop, id).await?;
    Ok(answer::empty(204))
}

/// A link to be accepted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptBody {
    /// What the link carries as `token`.
    pub token: String,
    /// The name of the account to be made, where the caller has none.
    #[serde(default)]
    pub name: Option<String>,
    /// Its password, 10 to 1,024 bytes.
    #[serde(default)]
    pub password: Option<String>,
}

/// A place in a team.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JoinedBody {
    /// The shop's id.
    pub shop: String,
    /// The shop's name.
    pub name: String,
    /// The account that joined.
    pub account: String,
    /// True for an administrator of the shop.
    pub administrator: bool,
}

/// `POST /invitations/acceptance`
///
/// # Errors
/// See [`join::accept`].
pub async fn accept(context: Context) -> Result<Response, Fault> {
    let body: AcceptBody = context.json()?;
    let (app, market) = (&context.app, context.market.key);
    let newcomer = Newcomer {
        name: body.name.unwrap_or_default(),
        password: body.password.unwrap_or_default(),
    };
    let by = (context.caller.clone(), context.peer.as_str());
    let locale = context.locale();
    let joined = join::accept(app, market, by, &body.token, newcomer, &locale).await?;
    let body = JoinedBody {
        shop: joined.shop.0,
        name: joined.name,
        account: joined.account.0,
        administrator: joined.administrator,
    };
    Ok(answer::json(if joined.made { 201 } else { 200 }, &body))
}
