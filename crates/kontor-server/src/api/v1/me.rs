//! `/api/v1/me`: who the caller is.

use axum::response::Response;
use kontor_core::account::Person;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::session;
use crate::api::v1::conversations::unread;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// The caller.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MeBody {
    /// The account's or guest's id.
    pub id: String,
    /// The name that others see.
    pub name: String,
    /// The role; absent for a guest.
    pub role: Option<String>,
    /// The marketplace's short name.
    pub marketplace: String,
    /// Every principal on whose behalf the caller reads and writes.
    pub principals: Vec<String>,
    /// Shops whose team the caller belongs to.
    pub shops: Vec<ShopRef>,
    /// Conversations with something unread.
    pub unread_conversations: i64,
}

/// A shop of the caller.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ShopRef {
    /// The id.
    pub id: String,
    /// True where the caller administers it.
    pub administrator: bool,
}

/// A password to be changed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    /// The password so far.
    pub current: String,
    /// The new one, 10 to 1,024 bytes.
    pub new: String,
}

/// `PUT /me/password`
///
/// # Errors
/// See [`session::change_password`].
pub async fn change_password(context: Context) -> Result<Response, Fault> {
    let body: PasswordBody = context.json()?;
    let caller = context.known()?;
    session::change_password(&context.app, &caller, body.current, body.new).await?;
    Ok(answer::empty(204))
}

/// `GET /me`
///
/// # Errors
/// The store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let shops = match &caller.person {
        Person::Account { shops, .. } => shops
            .iter()
            .map(|(id, administrator)| ShopRef {
                id: id.0.clone(),
                administrator: *administrator,
            })
            .collect(),
        Person::Guest { .. } => Vec::new(),
    };
    let body = MeBody {
        id: caller.own().0,
        name: caller.name.clone(),
        role: caller.role().map(|role| role.code().to_owned()),
        marketplace: context.market.slug.clone(),
        principals: caller
            .principals()
            .into_iter()
            .map(|principal| principal.0)
            .collect(),
        shops,
        unread_conversations: unread(&context).await?,
    };
    Ok(answer::json(200, &body))
}
