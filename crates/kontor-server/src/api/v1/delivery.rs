//! `/api/v1/sellers/{id}/delivery`: how a shop gets its messages.

use axum::response::Response;
use kontor_core::delivery::{Choice, Goal};
use kontor_core::time::Micros;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::delivery::{self as act, Settled};
use crate::api::v1::{revision_tag, seen};
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// How a shop gets its messages.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeliveryBody {
    /// `email` (whole, by mail; not unread in the inbox), `inbox` (with a notice by mail) or `both`.
    pub choice: String,
    /// The shop's own address for messages.
    pub address: Option<String>,
    /// Whether the shop proved to control it; until then its administrators get the mails.
    pub address_proven: bool,
    /// Where messages about no listing go now: `shop` (its own address), `administrators` (their
    /// proven login addresses), `inbox` (by choice, or because no mail is sent or no address is
    /// proven). Messages about a listing go to the listing's own address where that is proven.
    pub goes_to: String,
    /// When it was chosen; null where nobody did.
    #[schemars(with = "Option<String>")]
    pub changed_at: Option<Micros>,
}

/// What a shop chooses.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutBody {
    /// `email`, `inbox` or `both`.
    pub choice: ChoiceName,
    /// The shop's own address for messages; null or left out for the administrators'.
    #[serde(default)]
    pub address: Option<String>,
}

/// How a shop wants its messages.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceName {
    /// Whole, by mail; in the inbox they do not count as unread.
    Email,
    /// In the inbox, with a notice by mail.
    Inbox,
    /// Whole by mail, and unread in the inbox.
    Both,
}

impl From<ChoiceName> for Choice {
    fn from(name: ChoiceName) -> Self {
        match name {
            ChoiceName::Email => Self::Email,
            ChoiceName::Inbox => Self::Inbox,
            ChoiceName::Both => Self::Both,
        }
    }
}

impl From<Settled> for DeliveryBody {
    fn from(settled: Settled) -> Self {
        let by_mail = settled.mail && settled.reachable && settled.chosen.choice != Choice::Inbox;
        let goal = match settled.goal {
            Goal::Listing | Goal::Shop => Goal::Shop,
            Goal::Administrators => Goal::Administrators,
        };
        Self {
            choice: settled.chosen.choice.code().to_owned(),
            address: settled.chosen.address,
            address_proven: settled.proven,
            goes_to: if by_mail { goal.code() } else { "inbox" }.to_owned(),
            changed_at: settled.chosen.changed_at,
        }
    }
}

/// `GET /sellers/{id}/delivery`
///
/// # Errors
/// See [`act::settled`].
pub async fn show(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let settled = act::settled(&context.app, &caller, context.param("id")).await?;
    Ok(answered(settled))
}

/// `PUT /sellers/{id}/delivery`
///
/// # Errors
/// See [`act::choose`].
pub async fn put(context: Context) -> Result<Response, Fault> {
    let body: PutBody = context.json()?;
    let caller = context.known()?;
    let wanted = (body.choice.into(), body.address);
    let seller = context.param("id");
    let seen = seen(&context)?;
    let settled = act::choose(&context.app, &caller, seller, wanted, seen).await?;
    Ok(answered(settled))
}

fn answered(settled: Settled) -> Response {
    let tag = revision_tag(settled.chosen.revision);
    answer::tagged(200, &tag, &DeliveryBody::from(settled))
}
