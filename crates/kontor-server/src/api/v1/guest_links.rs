//! `/api/v1/guest-links`: for people without an account, a link that proves an address, and its use.

use axum::response::Response;
use kontor_core::conversation::Via;
use kontor_core::time::Micros;
use kontor_store::token::TokenKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::conversation::Start;
use crate::actions::guest as act;
use crate::api::v1::conversations::ViaName;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// Somebody without an account who wants to write, or to come back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskBody {
    /// The address to be proven. The seller never sees it.
    pub email: String,
    /// The name that the seller sees; needed with a message.
    #[schemars(length(max = 80))]
    pub name: Option<String>,
    /// What is sent once the link was followed.
    pub message: Option<GuestMessageBody>,
}

/// A message that waits for its writer to prove the address.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GuestMessageBody {
    /// The external id of the listing it is about.
    pub listing: Option<String>,
    /// The seller, by id or external id, where it is about no listing.
    pub seller: Option<String>,
    /// By which of the seller's channels; `message` where it is not told.
    pub via: Option<ViaName>,
    /// One line, up to 120 characters; only with `via` `form`.
    #[schemars(length(max = 120))]
    pub subject: Option<String>,
    /// The text, up to 10,000 characters.
    #[schemars(length(min = 1, max = 10_000))]
    pub body: String,
    /// True: the writer agreed that name and message are passed on to the seller.
    pub consent: bool,
}

/// `POST /guest-links`
///
/// # Errors
/// See [`act::ask`].
pub async fn ask(context: Context) -> Result<Response, Fault> {
    let body: AskBody = context.json()?;
    let consent = body.message.as_ref().is_some_and(|message| message.consent);
    let asking = act::Asking {
        email: body.email,
        name: body.name,
        message: body.message.map(|message| Start {
            listing: message.listing,
            seller: message.seller,
            via: message.via.map_or(Via::Message, Via::from),
            subject: message.subject,
            body: message.body,
            ..Start::default()
        }),
        consent,
        locale: context.locale(),
        peer: context.peer.clone(),
        browser: None,
    };
    act::ask(&context.app, context.market.key, asking).await?;
    Ok(answer::empty(202))
}

/// A link to be used.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedeemBody {
    /// What the link carries as `token`.
    pub token: String,
}

/// A guest who proved an address.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RedeemedBody {
    /// The token's id.
    pub id: String,
    /// The secret: give it as `Authorization: Bearer`. It is shown this once.
    pub token: String,
    /// Until when it is valid.
    #[schemars(with = "String")]
    pub expires_at: Micros,
    /// The guest's id: the same for the same address.
    pub guest: String,
    /// The conversation that the message was sent in, where there was a message.
    pub conversation: Option<String>,
    /// Why the message could not be sent after all, as the code of a problem.
    pub refused: Option<String>,
}

/// `POST /guest-links/redemption`
///
/// # Errors
/// See [`act::redeem`].
pub async fn redeem(context: Context) -> Result<Response, Fault> {
    let body: RedeemBody = context.json()?;
    let (app, locale) = (&context.app, context.locale());
    let sign_in = (TokenKind::Api, "");
    let done = act::redeem(app, &context.market, &body.token, sign_in, &locale).await?;
    let refused = done.refused.into_iter().next();
    let body = RedeemedBody {
        id: done.issued.id.0,
        token: done.issued.secret,
        expires_at: done.issued.expires_at,
        guest: done.guest.0,
        conversation: done.sent.into_iter().next().map(|id| id.0),
        refused: refused.map(|(_, code)| code.to_owned()),
    };
    Ok(answer::json(201, &body))
}
