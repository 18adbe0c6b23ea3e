//! `/api/v1/password-resets`: a link by mail for who forgot the password, and its use.

use axum::response::Response;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::actions::reset as act;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// Who forgot the password.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskBody {
    /// The login address.
    pub email: String,
}

/// `POST /password-resets`
///
/// # Errors
/// See [`act::ask`].
pub async fn ask(context: Context) -> Result<Response, Fault> {
    let body: AskBody = context.json()?;
    let (app, market) = (&context.app, context.market.key);
    act::ask(app, market, &context.peer, &body.email, &context.locale()).await?;
    Ok(answer::empty(202))
}

/// A link to be used.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedeemBody {
    /// What the link carries as `token`.
    pub token: String,
    /// The new password, 10 to 1,024 bytes.
    pub new: String,
}

/// `POST /password-resets/redemption`
///
/// # Errors
/// See [`act::redeem`].
pub async fn redeem(context: Context) -> Result<Response, Fault> {
    let body: RedeemBody = context.json()?;
    let (app, market) = (&context.app, context.market.key);
    act::redeem(app, market, &context.peer, &body.token, body.new).await?;
    Ok(answer::empty(204))
}
