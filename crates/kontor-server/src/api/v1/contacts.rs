//! `/api/v1/listings/{external_id}/contacts` and `/api/v1/sellers/{id}/contacts`: handing out numbers
//! and addresses on request. What is handed out is in no other answer.

use axum::response::Response;
use kontor_core::contact::{ContactKind, Device};
use kontor_core::contact_card::HandedOut;
use kontor_core::phone::PhoneNumber;
use kontor_core::time::Micros;
use kontor_pages::{Locale, Texts};
use kontor_store::contact_card::Subject;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actions::callback;
use crate::actions::contact::{self as act, Asked, Given, Looker};
use crate::api::v1::contact_settings::AddressBody;
use crate::api::v1::number;
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;

/// By what a seller is reached.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactKindBody {
    /// Shows the number.
    PhoneShown,
    /// A call is started.
    CallStarted,
    /// A short message is started.
    SmsStarted,
    /// Shows the e-mail address.
    EmailShown,
    /// Shows the postal address.
    PostShown,
    /// Shows the salespeople.
    SellersShown,
    /// Asks to be called back, outside the hours of the phone.
    CallbackAsked,
}

impl From<ContactKindBody> for ContactKind {
    fn from(body: ContactKindBody) -> Self {
        match body {
            ContactKindBody::PhoneShown => Self::PhoneShown,
            ContactKindBody::CallStarted => Self::CallStarted,
            ContactKindBody::SmsStarted => Self::SmsStarted,
            ContactKindBody::EmailShown => Self::EmailShown,
            ContactKindBody::PostShown => Self::PostShown,
            ContactKindBody::SellersShown => Self::SellersShown,
            ContactKindBody::CallbackAsked => Self::CallbackAsked,
        }
    }
}

/// On what.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceBody {
    /// It can start calls itself; a number shown does not count there, the call does.
    Mobile,
    /// It shows numbers to be dialled elsewhere.
    #[default]
    Desktop,
}

/// What is asked for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactBody {
    /// By what the seller is reached.
    pub channel: ContactKindBody,
    /// On what.
    #[serde(default)]
    pub device: DeviceBody,
    /// For `callback_asked`: whom to call.
    #[serde(default)]
    pub callback: Option<CallbackAskBody>,
}

/// Whom to call back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackAskBody {
    /// In any usual spelling.
    pub number: String,
    /// What it is about, up to 500 characters.
    #[serde(default)]
    pub note: String,
}

/// A number as it is handed out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NumberBody {
    /// In E.164, for a link.
    pub number: String,
    /// As people write it in the marketplace's country.
    pub written: String,
    /// Until when it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub until: Option<Micros>,
}

/// A salesperson as handed out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SellerNumberBody {
    /// The name.
    pub name: String,
    /// In E.164.
    pub number: String,
    /// As people write it in the marketplace's country.
    pub written: String,
}

/// What is handed out: one of the fields beside `channel` and `counted`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GivenBody {
    /// By what the seller is reached.
    pub channel: &'static str,
    /// Whether it counted as a contact now.
    pub counted: bool,
    /// The number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<NumberBody>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The postal address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<AddressBody>,
    /// The salespeople.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sellers: Option<Vec<SellerNumberBody>>,
    /// The conversation that a call-back was written into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<String>,
}

/// A number as people of a country write it.
#[must_use]
pub fn written(number: &PhoneNumber, country: &str) -> String {
    kontor_text::phone_number::written(number, country)
}

fn body(kind: ContactKind, given: Given, country: &str) -> GivenBody {
    let mut body = GivenBody {
        channel: kind.code(),
        counted: given.counted,
        phone: None,
        email: None,
        post: None,
        sellers: None,
        conversation: given.conversation.map(|id| id.0),
    };
    match given.out {
        HandedOut::Email(address) => body.email = Some(address),
        HandedOut::Phone(number) => {
            body.phone = Some(NumberBody {
                written: written(&number, country),
                number: number.to_string(),
                until: given.until,
            });
        }
        HandedOut::Post(address) => body.post = Some(address.into()),
        HandedOut::Sellers(people) => {
            let people = people.into_iter().map(|person| SellerNumberBody {
                written: written(&person.number, country),
                number: person.number.to_string(),
                name: person.name,
            });
            body.sellers = Some(people.collect());
        }
        HandedOut::Callback => {}
    }
    body
}

/// Who looks, as far as this request tells.
#[must_use]
pub fn looker(context: &Context) -> Looker {
    let browser = context.header("user-agent").unwrap_or_default();
    Looker::new(context.caller.as_deref(), &context.peer, browser)
}

/// Whom to call back, with the message to the seller in the marketplace's first language.
///
/// # Errors
/// `field_invalid`.
pub fn wanted(context: &Context, ask: &CallbackAskBody) -> Result<callback::Wanted, Fault> {
    let number = number("callback.number", &ask.number, &context.market.country)?;
    let first = context.market.locales.first();
    let locale = first.and_then(|tag| Locale::parse(tag));
    let written = written(&number, &context.market.country);
    let words = Texts::new(locale.unwrap_or(Locale::En));
    let note = ask.note.trim();
    let message = kontor_pages::pages::handed::callback_message(words, &written, note);
    Ok(callback::Wanted {
        number,
        note: note.to_owned(),
        message,
    })
}

async fn give(context: Context, subject: Subject) -> Result<Response, Fault> {
    let asked: ContactBody = context.json()?;
    let kind = ContactKind::from(asked.channel);
    let key = context.header("idempotency-key").map(str::to_owned);
    let device = match asked.device {
        DeviceBody::Mobile => Device::Mobile,
        DeviceBody::Desktop => Device::Desktop,
    };
    let request = Asked {
        subject,
        kind,
        device,
        key,
    };
    let given = match (kind, asked.callback) {
        (ContactKind::CallbackAsked, ask) => {
            let wanted = ask.map(|ask| wanted(&context, &ask)).transpose()?;
            let (app, market) = (&context.app, &context.market);
            let caller = context.caller.as_deref();
            callback::ask(app, market, caller, looker(&context), request, wanted).await?
        }
        (_, Some(_)) => return Err(Fault::field("callback", "not_allowed")),
        (_, None) => act::give(&context.app, &context.market, looker(&context), request).await?,
    };
    let body = body(kind, given, &context.market.country);
    Ok(answer::json(200, &body))
}

/// `POST /listings/{external_id}/contacts`
///
/// # Errors
/// See [`act::give`].
pub async fn of_listing(context: Context) -> Result<Response, Fault> {
    let subject = Subject::Listing(context.param("external_id").to_owned());
    give(context, subject).await
}

/// `POST /sellers/{id}/contacts`
///
/// # Errors
/// See [`act::give`].
pub async fn of_seller(context: Context) -> Result<Response, Fault> {
    let subject = Subject::Seller(context.param("id").to_owned());
    give(context, subject).await
}
