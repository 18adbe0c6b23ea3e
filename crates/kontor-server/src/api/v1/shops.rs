//! `/api/v1/shops`: making business sellers known.

use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::people as act;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// What the marketplace tells about a shop.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutBody {
    /// The name that others see, up to 80 characters.
    pub name: String,
}

/// A shop.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ShopBody {
    /// The id.
    pub id: String,
    /// The marketplace's own id.
    pub external_id: String,
    /// The name that others see.
    pub name: String,
}

/// `PUT /shops/{external_id}`
///
/// # Errors
/// See [`act::put_shop`].
pub async fn put(context: Context) -> Result<Response, Fault> {
    let body: PutBody = context.json()?;
    let external_id = context.param("external_id").to_owned();
    let (app, market) = (&context.app, context.market.key);
    let (id, created) = act::put_shop(app, market, &external_id, &body.name).await?;
    let body = ShopBody {
        id: id.0,
        external_id,
        name: body.name.trim().to_owned(),
    };
    Ok(answer::json(if created { 201 } else { 200 }, &body))
}
