//! `/api/v1/embed/texts`: the words of the web component `<kontor-contact>`.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use kontor_pages::{Locale, embed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// In which language.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextsQuery {
    /// `en`, `fi`, `sk`, `et` or `pt`, where the marketplace has it; else as the browser asks.
    #[serde(default, rename = "lang")]
    #[expect(dead_code, reason = "read by the language of every answer")]
    lang: Option<String>,
}

/// Words by their place in the component.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct TextsBody(pub std::collections::BTreeMap<&'static str, String>);

/// `GET /embed/texts`
///
/// # Errors
/// `parameter_invalid`.
#[allow(clippy::unused_async, reason = "handlers are async")]
pub async fn texts(context: Context) -> Result<Response, Fault> {
    context.query::<TextsQuery>()?;
    let locale = Locale::parse(&context.locale()).unwrap_or(Locale::En);
    let market = &context.market.name;
    let body = TextsBody(embed::texts(locale, market).into_iter().collect());
    let mut response = answer::json(200, &body);
    let headers = response.headers_mut();
    let cache = HeaderValue::from_static("public, max-age=300");
    headers.insert(header::CACHE_CONTROL, cache);
    headers.append(
        header::VARY,
        HeaderValue::from_static("accept-language, cookie"),
    );
    Ok(response)
}
