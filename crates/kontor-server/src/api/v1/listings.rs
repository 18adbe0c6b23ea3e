//! `/api/v1/listings`: the list and one listing; a feed is taken in `listings/import.rs`.

pub mod import;

use axum::response::Response;
use kontor_core::listing::Draft;
use kontor_core::time::Micros;
use kontor_store::listing::{Listing, Outcome};
use kontor_store::search::{self, Question};
use kontor_store::{Scope, Tx, listing, principal};
use kontor_text::tokens::principal_token;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::listing as act;
use crate::api::v1::page_size;
use crate::fault::Fault;
use crate::outbox::index::question;
use crate::serve::answer;
use crate::serve::context::Context;

/// A listing as anybody sees it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListingBody {
    /// The marketplace's own id.
    pub external_id: String,
    /// Who offers it.
    pub seller: SellerRef,
    /// `offered` or `retired`.
    pub state: String,
    /// One line.
    pub title: String,
    /// Plain text.
    pub description: String,
    /// Where it is on the marketplace.
    pub url: Option<String>,
    /// The price.
    pub price: Option<PriceBody>,
    /// The language of the text.
    pub language: Option<String>,
    /// When it last changed.
    #[schemars(with = "String")]
    pub updated_at: Micros,
}

/// A seller by id and name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SellerRef {
    /// The id.
    pub id: String,
    /// The marketplace's own id.
    pub external_id: Option<String>,
    /// The name.
    pub name: String,
}

/// An amount of money.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PriceBody {
    /// With a point, as `12.50`.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
}

/// A page of listings.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListingPage {
    /// In order of their external ids; for a search the newest first.
    pub listings: Vec<ListingBody>,
    /// Give it as `cursor` for the next page; null at the end.
    pub next: Option<String>,
}

/// Which listings are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Only those of one seller, by id or external id.
    pub seller: Option<String>,
    /// Words that they hold.
    pub q: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub limit: Option<usize>,
}

/// What a marketplace tells about a listing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutBody {
    /// The seller, by id or external id.
    pub seller: String,
    /// One line, up to 150 characters.
    pub title: String,
    /// Plain text, up to 5,000 characters.
    #[serde(default)]
    pub description: String,
    /// Where it is on the marketplace.
    #[serde(default)]
    pub url: Option<String>,
    /// As `12.50 EUR`.
    #[serde(default)]
    pub price: Option<String>,
    /// A contact address of its own.
    #[serde(default)]
    pub contact_email: Option<String>,
    /// BCP 47 language of the text.
    #[serde(default)]
    pub language: Option<String>,
}

impl From<Listing> for ListingBody {
    fn from(row: Listing) -> Self {
        let price = row.price.map(|p| PriceBody {
            amount: p.amount(),
            currency: p.currency,
        });
        Self {
            external_id: row.external_id,
            seller: SellerRef {
                id: row.seller.0,
                external_id: row.seller_external_id,
                name: row.seller_name,
            },
            state: row.state.code().into(),
            title: row.title,
            description: row.description,
            url: row.url,
            price,
            language: row.language,
            updated_at: row.updated_at,
        }
    }
}

fn tag(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// A page of listings, for the API and the page.
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn page(
    context: &Context,
    query: &ListQuery,
) -> Result<(Vec<Listing>, Option<String>), Fault> {
    let limit = page_size(query.limit)?;
    let scope = Scope::public(context.market.key);
    if let Some(words) = query.q.as_deref().filter(|words| !words.trim().is_empty()) {
        let input = (scope, question(words), query.seller.clone(), limit);
        let rows = context
            .app
            .store
            .read(input, |tx, (scope, asked, seller, limit)| {
                Box::pin(search_unit(tx, scope, asked, seller.as_deref(), *limit))
            })
            .await?;
        return Ok((rows, None));
    }
    let input = (
        scope,
        query.seller.clone(),
        query.cursor.clone().unwrap_or_default(),
        limit,
    );
    context
        .app
        .store
        .read(input, |tx, (scope, seller, after, limit)| {
            Box::pin(async move {
                let seller = match seller {
                    None => None,
                    Some(name) => match principal::find(tx, scope.marketplace(), name).await? {
                        Some(found) => Some(found.id),
                        None => return Ok((Vec::new(), None)),
                    },
                };
                let wanted = i64::try_from(*limit).unwrap_or(0) + 1;
                let mut rows = listing::page(tx, scope, seller.as_ref(), after, wanted).await?;
                let more = rows.len() > *limit;
                rows.truncate(*limit);
                let next = rows
                    .last()
                    .filter(|_| more)
                    .map(|row| row.external_id.clone());
                Ok((rows, next))
            })
        })
        .await
}

async fn search_unit(
    tx: &mut Tx,
    scope: &Scope,
    asked: &Question,
    seller: Option<&str>,
    limit: usize,
) -> Result<Vec<Listing>, Fault> {
    let Some(name) = seller else {
        return Ok(search::listings(tx, scope, asked, limit).await?);
    };
    let Some(seller) = principal::find(tx, scope.marketplace(), name).await? else {
        return Ok(Vec::new());
    };
    let mut asked = asked.clone();
    asked.all_of.push(principal_token(&seller.id));
    let mut rows = search::listings(tx, scope, &asked, limit).await?;
    rows.retain(|row| row.seller == seller.id);
    Ok(rows)
}

/// `GET /listings`
///
/// # Errors
/// `parameter_invalid`, the store's.
pub async fn list(context: Context) -> Result<Response, Fault> {
    let query: ListQuery = context.query()?;
    let (rows, next) = page(&context, &query).await?;
    let listings = rows.into_iter().map(ListingBody::from).collect();
    Ok(answer::json(200, &ListingPage { listings, next }))
}

/// One listing.
///
/// # Errors
/// `not_found`, the store's.
pub async fn fetch(context: &Context, external_id: &str) -> Result<Listing, Fault> {
    // No database keeps a NUL, so nothing is named by a text with one.
    if external_id.contains('\0') {
        return Err(Fault::new("not_found"));
    }
    let input = (Scope::public(context.market.key), external_id.to_owned());
    let found = context
        .app
        .store
        .read(input, |tx, (scope, id)| {
            Box::pin(listing::find(tx, scope, id))
        })
        .await?;
    found.ok_or_else(|| Fault::new("not_found"))
}

/// `GET /listings/{external_id}`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let found = fetch(&context, context.param("external_id")).await?;
    let tag = tag(found.revision);
    if context
        .header("if-none-match")
        .is_some_and(|tags| answer::names(tags, &tag))
    {
        return Ok(answer::unchanged(&tag));
    }
    Ok(answer::tagged(200, &tag, &ListingBody::from(found)))
}

/// Fields that a feed and this API call by different names.
const NAMES: &[(&str, &str)] = &[("id", "external_id"), ("link", "url")];

/// The revision that must be the present one, where the client says so.
///
/// Source: RFC 9110 §13.1.1; only a tag that was given out for exactly this content will do.
async fn seen(context: &Context) -> Result<Option<i64>, Fault> {
    let Some(value) = context.headers.get("if-match") else {
        return Ok(None);
    };
    let failed = || Fault::new("precondition_failed");
    let text = value.to_str().map_err(|_| failed())?;
    if text == "*" {
        fetch(context, context.param("external_id"))
            .await
            .map_err(|_| failed())?;
        return Ok(None);
    }
    let tag = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let number = tag.and_then(|tag| tag.parse().ok());
    number.map(Some).ok_or_else(failed)
}

/// `PUT /listings/{external_id}`
///
/// # Errors
/// See [`act::put`].
pub async fn put(context: Context) -> Result<Response, Fault> {
    let body: PutBody = context.json()?;
    let draft = Draft {
        external_id: context.param("external_id").to_owned(),
        seller: body.seller,
        title: body.title,
        description: body.description,
        url: body.url.unwrap_or_default(),
        price: body.price.unwrap_or_default(),
        contact_email: body.contact_email.unwrap_or_default(),
        language: body.language.unwrap_or_default(),
    };
    let revision = seen(&context).await?;
    let put = act::put(&context.app, context.market.key, draft, revision).await;
    let (row, outcome) = put.map_err(|fault| fault.renamed(NAMES))?;
    let status = if outcome == Outcome::Created {
        201
    } else {
        200
    };
    Ok(answer::tagged(
        status,
        &tag(row.revision),
        &ListingBody::from(row),
    ))
}
