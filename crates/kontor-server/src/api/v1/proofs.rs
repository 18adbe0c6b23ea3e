//! `/api/v1/sellers/{id}/proofs` and `/api/v1/me/email-proof`: proving e-mail addresses and numbers.

use axum::response::Response;
use kontor_core::proof::Claim;
use kontor_core::time::Micros;
use kontor_store::contact_proof::Proof;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::proof as act;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// An e-mail address or a telephone number.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimBody {
    /// `email` or `phone`.
    pub kind: String,
    /// The address, or the number in any usual spelling; national ones are of the marketplace's country.
    pub value: String,
}

/// An address or number with the code that came to it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationBody {
    /// `email` or `phone`.
    pub kind: String,
    /// The address or number.
    pub value: String,
    /// The six digits.
    pub code: String,
}

/// The code that came to one's own login address.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeBody {
    /// The six digits.
    pub code: String,
}

/// What a code was sent to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AskedBody {
    /// `email` or `phone`.
    pub kind: &'static str,
    /// The address in lower case, or the number in E.164.
    pub value: String,
}

/// Something proven.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProofBody {
    /// `email` or `phone`.
    pub kind: &'static str,
    /// The address in lower case, or the number in E.164.
    pub value: String,
    /// Since when.
    #[schemars(with = "String")]
    pub proven_at: Micros,
    /// `code` (its owner typed a code that came to it) or `marketplace` (the marketplace vouches for it).
    pub proven_by: &'static str,
    /// True for the address with which the account signs in.
    pub login: bool,
}

/// Something that waits for its code.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WaitingBody {
    /// `email` or `phone`.
    pub kind: &'static str,
    /// The address in lower case, or the number in E.164.
    pub value: String,
    /// When a code was asked for.
    #[schemars(with = "String")]
    pub asked_at: Micros,
    /// Until when the code works.
    #[schemars(with = "String")]
    pub expires_at: Micros,
}

/// An address of listings that nobody proved.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedAddressBody {
    /// The address.
    pub value: String,
    /// How many offered listings name it.
    pub listings: i64,
}

/// What a seller has proven and what waits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProofsBody {
    /// What is proven: only this is ever shown to others.
    pub proven: Vec<ProofBody>,
    /// What waits for its code.
    pub waiting: Vec<WaitingBody>,
    /// Addresses that the seller's listings name and nobody proved, the most used first.
    pub feed_addresses: Vec<FeedAddressBody>,
}

fn proof(proof: &Proof) -> ProofBody {
    ProofBody {
        kind: proof.claim.kind(),
        value: proof.claim.value().to_owned(),
        proven_at: proof.proven_at,
        proven_by: proof.proven_by.code(),
        login: proof.login,
    }
}

fn asked(claim: &Claim) -> AskedBody {
    AskedBody {
        kind: claim.kind(),
        value: claim.value().to_owned(),
    }
}

/// `GET /sellers/{id}/proofs`
///
/// # Errors
/// See [`act::list`].
pub async fn list(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let found = act::list(&context.app, &caller, context.param("id")).await?;
    let waiting = found.waiting.iter().map(|one| WaitingBody {
        kind: one.claim.kind(),
        value: one.claim.value().to_owned(),
        asked_at: one.asked_at,
        expires_at: one.expires_at,
    });
    let addresses = found.feed_addresses.into_iter();
    let body = ProofsBody {
        waiting: waiting.collect(),
        proven: found.proven.iter().map(proof).collect(),
        feed_addresses: addresses
            .map(|(value, listings)| FeedAddressBody { value, listings })
            .collect(),
    };
    Ok(answer::json(200, &body))
}

/// `POST /sellers/{id}/proofs`
///
/// # Errors
/// See [`act::ask`].
pub async fn ask(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let body: ClaimBody = context.json()?;
    let claim = act::claim(&context.market, &body.kind, &body.value)?;
    let said = asked(&claim);
    let (id, locale) = (context.param("id"), context.locale());
    act::ask(&context.app, &caller, id, claim, &locale).await?;
    Ok(answer::json(202, &said))
}

/// `POST /sellers/{id}/proofs/confirmation`
///
/// # Errors
/// See [`act::confirm`].
pub async fn confirm(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let body: ConfirmationBody = context.json()?;
    let claim = act::claim(&context.market, &body.kind, &body.value)?;
    let id = context.param("id");
    let proven = act::confirm(&context.app, &caller, id, claim, &body.code).await?;
    Ok(answer::json(200, &proof(&proven)))
}

/// `DELETE /sellers/{id}/proofs`
///
/// # Errors
/// See [`act::withdraw`].
pub async fn withdraw(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let query: ClaimBody = context.query()?;
    // As it is kept comes first: a number that its plan dropped since is withdrawn all the same.
    let claim = match Claim::parse(&query.kind, &query.value) {
        Some(claim) => claim,
        None => act::claim(&context.market, &query.kind, &query.value)?,
    };
    act::withdraw(&context.app, &caller, context.param("id"), claim).await?;
    Ok(answer::empty(204))
}

/// `PUT /sellers/{id}/proofs`
///
/// # Errors
/// See [`act::record`].
pub async fn record(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let body: ClaimBody = context.json()?;
    let claim = act::claim(&context.market, &body.kind, &body.value)?;
    let done = act::record(&context.app, &caller, context.param("id"), claim).await?;
    let (proven, new) = done;
    Ok(answer::json(if new { 201 } else { 200 }, &proof(&proven)))
}

/// `POST /me/email-proof`
///
/// # Errors
/// See [`act::ask`].
pub async fn ask_own(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let (claim, _) = act::login(&context.app, &caller).await?;
    let said = asked(&claim);
    let own = caller.own();
    let locale = context.locale();
    act::ask(&context.app, &caller, own.as_str(), claim, &locale).await?;
    Ok(answer::json(202, &said))
}

/// `POST /me/email-proof/confirmation`
///
/// # Errors
/// See [`act::confirm`].
pub async fn confirm_own(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let body: CodeBody = context.json()?;
    let (claim, _) = act::login(&context.app, &caller).await?;
    let own = caller.own();
    let proven = act::confirm(&context.app, &caller, own.as_str(), claim, &body.code).await?;
    Ok(answer::json(200, &proof(&proven)))
}
