//! `/api/v1/sellers/{id}/trader`: the trader block, set by the shop and opened by anybody.

use axum::response::Response;
use kontor_core::trader::TraderBlock;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::trader as act;
use crate::api::v1::contact_settings::AddressBody;
use crate::api::v1::contacts::looker;
use crate::api::v1::{number, revision_tag, seen_revision};
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// What identifies a business seller.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TraderBody {
    /// Name and postal address.
    pub address: AddressBody,
    /// The e-mail address; opened to others once proven.
    #[serde(default)]
    pub email: Option<String>,
    /// The number, in any usual spelling; opened to others once proven.
    #[serde(default)]
    pub phone: Option<String>,
    /// The trade register.
    #[serde(default)]
    pub register: Option<String>,
    /// The number in that register.
    #[serde(default)]
    pub register_number: Option<String>,
    /// The VAT number.
    #[serde(default)]
    pub vat_number: Option<String>,
}

fn line(text: Option<String>) -> Option<String> {
    let text = text.map(|text| text.trim().to_owned());
    text.filter(|text| !text.is_empty())
}

impl TraderBody {
    fn read(self, country: &str) -> Result<TraderBlock, Fault> {
        let email = line(self.email).ok_or_else(|| Fault::field("email", "missing"))?;
        let phone = line(self.phone);
        Ok(TraderBlock {
            address: self.address.into(),
            email: email.to_ascii_lowercase(),
            phone: phone
                .map(|text| number("phone", &text, country))
                .transpose()?,
            register: line(self.register),
            register_number: line(self.register_number),
            vat_number: line(self.vat_number),
        })
    }
}

impl From<TraderBlock> for TraderBody {
    fn from(block: TraderBlock) -> Self {
        Self {
            address: block.address.into(),
            email: Some(block.email),
            phone: block.phone.map(|number| number.to_string()),
            register: block.register,
            register_number: block.register_number,
            vat_number: block.vat_number,
        }
    }
}

/// `GET /sellers/{id}/trader`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let name = context.param("id").to_owned();
    let set = act::look_at_trader(&context.app, &caller, name).await?;
    let body = TraderBody::from(set.content);
    Ok(answer::tagged(200, &revision_tag(set.revision), &body))
}

/// `PUT /sellers/{id}/trader`
///
/// # Errors
/// See [`act::put_trader`].
pub async fn put(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    let body: TraderBody = context.json()?;
    let block = body.read(&context.market.country)?;
    let seen = seen_revision(&context)?;
    let name = context.param("id").to_owned();
    let kept = block.clone();
    let revision = act::put_trader(&context.app, &caller, name, block, seen).await?;
    let body = TraderBody::from(kept);
    Ok(answer::tagged(200, &revision_tag(revision), &body))
}

/// `POST /sellers/{id}/trader/opening`
///
/// # Errors
/// See [`act::open`].
pub async fn open(context: Context) -> Result<Response, Fault> {
    let name = context.param("id").to_owned();
    let opened = act::open(&context.app, &context.market, looker(&context), name).await?;
    let body = TraderBody {
        email: Some(opened.block.email.clone()).filter(|_| opened.email_proven),
        ..TraderBody::from(opened.block)
    };
    Ok(answer::json(200, &body))
}
