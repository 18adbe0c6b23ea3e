//! The card as another viewer sees it, now or at another time; for who works for the seller.

use axum::response::Response;
use jiff::civil::DateTime;
use kontor_core::contact_card::Viewer;
use kontor_core::time::Micros;
use kontor_pages::pages::card::Card;
use kontor_pages::pages::contact::PreviewPage;
use kontor_store::contact_card::Subject;
use serde::Deserialize;

use super::chosen;
use crate::api::v1::contact_card::{CardQuery, ViewerBody, seen};
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::{card, shell};

#[derive(Debug, Default, Deserialize)]
struct PreviewQuery {
    seller: Option<String>,
    listing: Option<String>,
    #[serde(default, rename = "as")]
    viewer: String,
    #[serde(default)]
    at: String,
}

fn body(viewer: Viewer) -> ViewerBody {
    match viewer {
        Viewer::Guest => ViewerBody::Guest,
        Viewer::Registered => ViewerBody::Registered,
        Viewer::Verified => ViewerBody::Verified,
    }
}

/// `GET /contact/preview`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let query: PreviewQuery = context.query()?;
    let viewer = Viewer::parse(&query.viewer).unwrap_or(Viewer::Guest);
    let as_now = CardQuery {
        viewer: Some(body(viewer)),
        ..CardQuery::default()
    };
    let (subject, seller) = match &query.listing {
        Some(listing) => {
            let subject = Subject::Listing(listing.clone());
            let owner = seen(&context, subject.clone(), &as_now).await?;
            (subject, Some(owner.card.source.seller.0.clone()))
        }
        None => (Subject::Seller(String::new()), query.seller.clone()),
    };
    let chosen = chosen(&context, seller).await?;
    let subject = match query.listing {
        Some(_) => subject,
        None => Subject::Seller(chosen.name()),
    };
    let now = seen(&context, subject.clone(), &as_now).await?;
    let zone = now.card.zone().cloned();
    let zone = zone.unwrap_or_else(|| shell::zone(&context.market.time_zone));
    let asked = query.at.parse::<DateTime>().ok();
    let asked = asked.and_then(|at| at.to_zoned(zone.clone()).ok());
    let at = asked
        .as_ref()
        .map_or(context.now, |at| Micros(at.timestamp().as_microsecond()));
    let as_asked = CardQuery {
        at: Some(at),
        ..as_now
    };
    let seen = seen(&context, subject.clone(), &as_asked).await?;
    let there = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default();
    let page = PreviewPage {
        seller: chosen.seller,
        listing: query.listing,
        viewer,
        wrong: !query.at.is_empty() && asked.is_none(),
        at: there
            .to_zoned(zone.clone())
            .strftime("%Y-%m-%dT%H:%M")
            .to_string(),
        zone: zone.iana_name().unwrap_or_default().to_owned(),
        when: when(&context, &zone, at),
        card: Card {
            inert: true,
            ..card::view(&context, &seen, card::place(&subject))
        },
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

fn when(context: &Context, zone: &jiff::tz::TimeZone, at: Micros) -> String {
    let locale = kontor_pages::Locale::parse(&context.locale());
    let texts = kontor_pages::Texts::new(locale.unwrap_or(kontor_pages::Locale::En));
    kontor_pages::when(texts, zone, at, context.now)
}
