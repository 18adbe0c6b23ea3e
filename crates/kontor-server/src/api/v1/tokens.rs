//! `/api/v1/tokens`: bearer tokens and sessions of the caller.

use axum::response::Response;
use kontor_core::id::TokenId;
use kontor_core::time::Micros;
use kontor_store::Scope;
use kontor_store::token::{self, TokenKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::session as act;
use crate::actions::sign_in::{self, Wanted};
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// What one signs in with.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueBody {
    /// The login address.
    pub email: String,
    /// The password.
    pub password: String,
    /// What the token is for, shown in the list.
    #[serde(default)]
    pub label: String,
}

/// A new token. The secret is shown this once.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IssuedBody {
    /// The id.
    pub id: String,
    /// The secret: give it as `Authorization: Bearer`.
    pub token: String,
    /// Until when.
    #[schemars(with = "String")]
    pub expires_at: Micros,
}

/// A token in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TokenBody {
    /// The id.
    pub id: String,
    /// `session` or `api`.
    pub kind: String,
    /// What it is for.
    pub label: String,
    /// From when.
    #[schemars(with = "String")]
    pub created_at: Micros,
    /// Until when.
    #[schemars(with = "String")]
    pub expires_at: Micros,
    /// True for the one that this request came with.
    pub current: bool,
}

/// The caller's tokens.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TokenPage {
    /// Newest first.
    pub tokens: Vec<TokenBody>,
}

/// `POST /tokens`. Never replayed from an idempotency record: the secret is not kept.
///
/// # Errors
/// `sign_in_failed`, `too_many_requests`, `field_invalid`, the store's.
pub async fn issue(context: Context) -> Result<Response, Fault> {
    let body: IssueBody = context.json()?;
    let (app, market) = (&context.app, context.market.key);
    let who = act::authenticate(app, market, &context.peer, &body.email, body.password).await?;
    let issued = act::issue(app, market, who, TokenKind::Api, &body.label).await?;
    let body = IssuedBody {
        id: issued.id.0,
        token: issued.secret,
        expires_at: issued.expires_at,
    };
    Ok(answer::json(201, &body))
}

/// A token of the marketplace.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeBody {
    /// The signed token (JWT), up to 4,096 bytes.
    pub token: String,
}

/// `POST /tokens/exchange`: a bearer token for a sign-in token. The latter works once.
///
/// # Errors
/// `token_refused`, `email_taken`, `too_many_requests`, the store's.
pub async fn exchange(context: Context) -> Result<Response, Fault> {
    let body: ExchangeBody = context.json()?;
    let (app, market) = (&context.app, context.market.key);
    let issued = sign_in::exchange(app, market, &context.peer, &body.token, Wanted::Api).await?;
    let body = IssuedBody {
        id: issued.id.0,
        token: issued.secret,
        expires_at: issued.expires_at,
    };
    Ok(answer::json(201, &body))
}

/// `GET /tokens`
///
/// # Errors
/// The store's.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let current = caller.token.clone();
    let input = (caller, context.now);
    let rows = context
        .app
        .store
        .read(input, |tx, (caller, now)| {
            Box::pin(token::list(tx, caller, *now))
        })
        .await?;
    let tokens = rows
        .into_iter()
        .map(|row| TokenBody {
            current: row.id == current,
            label: row.said(),
            id: row.id.0,
            kind: row.kind,
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
        .collect();
    Ok(answer::json(200, &TokenPage { tokens }))
}

/// `DELETE /tokens`: ends every token and session of the caller save the one of this request.
///
/// # Errors
/// The store's.
pub async fn end_others(context: Context) -> Result<Response, Fault> {
    act::end_others(&context.app, &context.known()?).await?;
    Ok(answer::empty(204))
}

/// `DELETE /tokens/{id}`: ends one of the caller's own tokens and everything it opened.
///
/// # Errors
/// `not_found`, the store's.
pub async fn end(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let id = TokenId::parse(context.param("id")).ok_or_else(|| Fault::new("not_found"))?;
    let scope = Scope::of(&caller);
    if act::end(&context.app, scope, id).await? {
        Ok(answer::empty(204))
    } else {
        Err(Fault::new("not_found"))
    }
}
