//! `/api/v1/listings/{external_id}/contact-card` and `/api/v1/sellers/{id}/contact-card`: what the
//! caller sees of a seller's contact settings now. No number and no address is in it.

use std::sync::Arc;

use axum::response::Response;
use kontor_core::access::works_for;
use kontor_core::contact_card::{CardChannel, ChannelKind, Standing, Viewer};
use kontor_core::contact_settings::Audience;
use kontor_core::time::Micros;
use kontor_pages::{Locale, Texts};
use kontor_store::contact_card::{Source, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::api::v1::contact_settings::AudienceBody;
use crate::api::v1::listings::SellerRef;
use crate::cards::Card;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;
use crate::web::shell;

/// As whom and when the owner looks at the own card.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CardQuery {
    /// For who works for the seller: another instant, RFC 3339.
    #[serde(default, rename = "at")]
    #[schemars(with = "Option<String>")]
    pub at: Option<Micros>,
    /// For who works for the seller: another viewer.
    #[serde(default, rename = "as")]
    pub viewer: Option<ViewerBody>,
    /// The language of `again_text`.
    #[serde(default)]
    pub lang: Option<String>,
}

/// A kind of viewer.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewerBody {
    /// Without an account.
    Guest,
    /// With an account.
    Registered,
    /// With an account whose e-mail address is proven.
    Verified,
}

impl From<ViewerBody> for Viewer {
    fn from(body: ViewerBody) -> Self {
        match body {
            ViewerBody::Guest => Self::Guest,
            ViewerBody::Registered => Self::Registered,
            ViewerBody::Verified => Self::Verified,
        }
    }
}

/// How a channel stands for the viewer.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandingBody {
    /// It can be used now.
    Open,
    /// For those who signed in.
    SignIn,
    /// For those who proved their e-mail address.
    VerifyEmail,
    /// Outside the hours of the phone.
    OutOfHours,
}

/// A channel on a card.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChannelBody {
    /// `message`, `form`, `phone`, `email`, `sellers` or `post`.
    pub channel: &'static str,
    /// How it stands for the viewer.
    pub standing: StandingBody,
    /// Whom it is for.
    pub audience: AudienceBody,
    /// Whether the phone takes calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<bool>,
    /// Whether the phone takes short messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms: Option<bool>,
    /// Until when the phone is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub until: Option<Micros>,
    /// When the phone can be reached again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub again: Option<Micros>,
    /// The same in the reader's language, as it stands in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again_text: Option<String>,
}

/// What one viewer sees of a seller's contact settings at one moment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CardBody {
    /// Who is reached.
    pub seller: SellerRef,
    /// Whether the seller is a business.
    pub business: bool,
    /// The listing, where the card is about one.
    pub listing: Option<String>,
    /// The moment for which it holds.
    #[schemars(with = "String")]
    pub at: Micros,
    /// False where the seller takes no contact.
    pub takes_contact: bool,
    /// `classifieds`, or `closed` where everything stays on the platform.
    pub preset: &'static str,
    /// The channels, in the order in which they are shown.
    pub channels: Vec<ChannelBody>,
    /// Whether a call-back can be asked for now.
    pub callback: bool,
    /// Whether the trader block can be opened.
    pub trader: bool,
    /// For who works for the seller: channels that nobody sees because they are not proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unproven: Option<Vec<&'static str>>,
}

/// A card as it is seen.
pub struct Seen {
    /// What it is made of.
    pub card: Arc<Card>,
    /// By whom.
    pub viewer: Viewer,
    /// When.
    pub at: Micros,
    /// Whether the caller works for the seller.
    pub own: bool,
}

impl Seen {
    /// The channels, in the order of the card.
    #[must_use]
    pub fn channels(&self) -> Vec<CardChannel> {
        if !self.card.source.offered {
            return Vec::new();
        }
        let reachable = &self.card.source.reachable;
        reachable.channels(self.viewer, self.card.window(self.at))
    }
}

/// The card of a subject as the caller sees it, or as the owner wants to see it.
///
/// # Errors
/// `not_found` also for a preview by anybody else, the store's.
pub async fn seen(context: &Context, subject: Subject, query: &CardQuery) -> Result<Seen, Fault> {
    let card = context.app.card(&context.market, subject).await?;
    let card = card.ok_or_else(|| Fault::new("not_found"))?;
    let caller = context.caller.as_deref();
    let own = caller.is_some_and(|caller| works_for(caller, &card.source.seller));
    if !own && (query.at.is_some() || query.viewer.is_some()) {
        return Err(Fault::new("not_found"));
    }
    Ok(Seen {
        viewer: query.viewer.map_or(Viewer::of(caller), Into::into),
        at: query.at.unwrap_or(context.now),
        card,
        own,
    })
}

fn audience(source: &Source, kind: ChannelKind) -> Audience {
    let shown = &source.reachable;
    let found = match kind {
        ChannelKind::Message => shown.message,
        ChannelKind::Form => shown.form.as_ref().map(|(audience, _)| *audience),
        ChannelKind::Email => shown.email.as_ref().map(|(audience, _)| *audience),
        ChannelKind::Phone { .. } => shown.phone.as_ref().map(|phone| phone.audience),
        ChannelKind::Post => shown.post.as_ref().map(|(audience, _)| *audience),
        ChannelKind::Sellers => shown.sellers.as_ref().map(|(audience, _)| *audience),
    };
    found.unwrap_or_default()
}

fn channel(seen: &Seen, one: CardChannel, say: impl Fn(Micros) -> String) -> ChannelBody {
    use kontor_core::contact_card::NextStep;
    let (call, sms) = match one.kind {
        ChannelKind::Phone { call, sms } => (Some(call), Some(sms)),
        _ => (None, None),
    };
    let (standing, again) = match one.standing {
        Standing::Open => (StandingBody::Open, None),
        Standing::NotForYou(NextStep::SignIn) => (StandingBody::SignIn, None),
        Standing::NotForYou(NextStep::VerifyEmail) => (StandingBody::VerifyEmail, None),
        Standing::OutOfHours(again) => (StandingBody::OutOfHours, again),
    };
    let open_phone = call.is_some() && one.standing == Standing::Open;
    ChannelBody {
        channel: one.kind.code(),
        standing,
        audience: audience(&seen.card.source, one.kind).into(),
        call,
        sms,
        until: open_phone
            .then(|| seen.card.window(seen.at).next_change)
            .flatten(),
        again,
        again_text: again.map(say),
    }
}

/// The card as the API gives it.
#[must_use]
pub fn body(context: &Context, seen: &Seen, locale: Locale) -> CardBody {
    let source = &seen.card.source;
    let zone = seen.card.zone().cloned();
    let zone = zone.unwrap_or_else(|| shell::zone(&context.market.time_zone));
    let say = |again| kontor_pages::when(Texts::new(locale), &zone, again, seen.at);
    let channels: Vec<ChannelBody> = seen
        .channels()
        .into_iter()
        .map(|one| channel(seen, one, say))
        .collect();
    let callback = channels.iter().any(|one| {
        matches!(one.standing, StandingBody::OutOfHours) && one.call.unwrap_or_default()
    });
    CardBody {
        seller: SellerRef {
            id: source.seller.0.clone(),
            external_id: source.seller_external_id.clone(),
            name: source.seller_name.clone(),
        },
        business: source.business,
        listing: source.listing.clone(),
        at: seen.at,
        takes_contact: !channels.is_empty(),
        preset: context.market.preset.code(),
        channels,
        callback,
        trader: source.trader,
        unproven: seen.own.then(|| source.unproven()),
    }
}

async fn show(context: Context, subject: Subject) -> Result<Response, Fault> {
    let query: CardQuery = context.query()?;
    let seen = seen(&context, subject, &query).await?;
    let locale = Locale::parse(&context.locale()).unwrap_or(Locale::En);
    Ok(answer::json(200, &body(&context, &seen, locale)))
}

/// `GET /listings/{external_id}/contact-card`
///
/// # Errors
/// `not_found`, the store's.
pub async fn of_listing(context: Context) -> Result<Response, Fault> {
    let subject = Subject::Listing(context.param("external_id").to_owned());
    show(context, subject).await
}

/// `GET /sellers/{id}/contact-card`
///
/// # Errors
/// `not_found`, the store's.
pub async fn of_seller(context: Context) -> Result<Response, Fault> {
    let subject = Subject::Seller(context.param("id").to_owned());
    show(context, subject).await
}
