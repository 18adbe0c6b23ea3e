//! `/api/v1/accounts`: making people known, for whoever runs the marketplace.

use axum::response::Response;
use kontor_core::account::Role;
use kontor_store::account::Account;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::people::{self as act, AccountDraft};
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// What the marketplace tells about an account.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutBody {
    /// What for.
    pub role: RoleName,
    /// The name that others see, up to 80 characters.
    pub name: String,
    /// The login address.
    pub email: String,
    /// True where the marketplace vouches for the address; notices go only to proven addresses.
    #[serde(default)]
    pub email_verified: bool,
    /// A password of 10 to 1,024 bytes; absent keeps what there is.
    #[serde(default)]
    pub password: Option<String>,
    /// The language, one that the marketplace serves.
    #[serde(default)]
    pub locale: Option<String>,
    /// The shop whose team the account joins.
    #[serde(default)]
    pub shop: Option<ShopMembership>,
    /// True for an account that may no longer sign in: all its sessions, tokens, links and streams end.
    /// False lets it in again; absent keeps what there is.
    #[serde(default)]
    pub disabled: Option<bool>,
}

/// A place in a shop's team.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShopMembership {
    /// The shop's external id.
    pub external_id: String,
    /// True for the shop's administrator.
    #[serde(default)]
    pub administrator: bool,
}

/// A role.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    /// Buys.
    Buyer,
    /// Sells as a person.
    PrivateSeller,
    /// Belongs to a shop.
    BusinessSeller,
    /// Works for the marketplace.
    Agent,
    /// Runs the marketplace.
    Operator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Buyer => Self::Buyer,
            RoleName::PrivateSeller => Self::PrivateSeller,
            RoleName::BusinessSeller => Self::BusinessSeller,
            RoleName::Agent => Self::Agent,
            RoleName::Operator => Self::Operator,
        }
    }
}

/// An account as whoever runs the marketplace sees it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccountBody {
    /// The id.
    pub id: String,
    /// The marketplace's own id.
    pub external_id: Option<String>,
    /// What for.
    pub role: String,
    /// The name that others see.
    pub name: String,
    /// The login address.
    pub email: String,
    /// True where the address is proven.
    pub email_verified: bool,
    /// The language.
    pub locale: Option<String>,
    /// True where it may not sign in.
    pub disabled: bool,
}

impl From<Account> for AccountBody {
    fn from(row: Account) -> Self {
        Self {
            id: row.id.0,
            external_id: row.external_id,
            role: row.role.code().into(),
            name: row.name,
            email: row.email,
            email_verified: row.email_verified_at.is_some(),
            locale: row.locale,
            disabled: row.disabled_at.is_some(),
        }
    }
}

/// `PUT /accounts/{external_id}`
///
/// # Errors
/// See [`act::put_account`].
pub async fn put(context: Context) -> Result<Response, Fault> {
    let body: PutBody = context.json()?;
    let draft = AccountDraft {
        external_id: context.param("external_id").to_owned(),
        role: body.role.into(),
        name: body.name,
        email: body.email,
        email_verified: body.email_verified,
        password: body.password,
        locale: body.locale,
        shop: body.shop.map(|shop| (shop.external_id, shop.administrator)),
        disabled: body.disabled,
    };
    let (app, market) = (&context.app, context.market.key);
    let by = context.known()?.token.clone();
    let (account, created) = act::put_account(app, market, draft, Some(by)).await?;
    Ok(answer::json(
        if created { 201 } else { 200 },
        &AccountBody::from(account),
    ))
}
