//! The shapes of contact settings in the API, and how they are read into core's.

use kontor_core::contact_settings::{
    Audience, ContactOverride, ContactSettings, EmailChannel, EmailMode, MessageChannel, Override,
    PhoneChannel, PostChannel, Salesperson, SellersChannel,
};
use kontor_core::post_address::PostAddress;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::api::v1::number;
use crate::fault::Fault;

/// Who may use a channel.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AudienceBody {
    /// Anybody.
    #[default]
    Everyone,
    /// Whoever has an account.
    Registered,
    /// Whoever has an account and proved its e-mail address.
    Verified,
}

impl From<AudienceBody> for Audience {
    fn from(body: AudienceBody) -> Self {
        match body {
            AudienceBody::Everyone => Self::Everyone,
            AudienceBody::Registered => Self::Registered,
            AudienceBody::Verified => Self::Verified,
        }
    }
}

impl From<Audience> for AudienceBody {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Everyone => Self::Everyone,
            Audience::Registered => Self::Registered,
            Audience::Verified => Self::Verified,
        }
    }
}

/// How an e-mail address is used.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmailModeBody {
    /// The address stays hidden behind a form.
    #[default]
    Form,
    /// The address is handed out on request.
    Published,
}

/// Messages on the platform.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageBody {
    /// Who may use it.
    #[serde(default)]
    pub audience: AudienceBody,
}

/// E-mail.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailBody {
    /// Who may use it.
    #[serde(default)]
    pub audience: AudienceBody,
    /// Form or published.
    #[serde(default)]
    pub mode: EmailModeBody,
    /// The address, shown or used once proven; none: the listing's feed address, for a form else the
    /// login address.
    #[serde(default)]
    pub address: Option<String>,
}

/// A telephone number.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhoneBody {
    /// Who may see it.
    #[serde(default)]
    pub audience: AudienceBody,
    /// In any usual spelling; kept and given in E.164.
    pub number: String,
    /// Whether it takes calls.
    #[serde(default)]
    pub call: bool,
    /// Whether it takes short messages.
    #[serde(default)]
    pub sms: bool,
    /// When it is shown, in `opening_hours` syntax; none: always.
    #[serde(default)]
    pub hours: Option<String>,
    /// The IANA zone of the hours; none: the marketplace's.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// A postal address.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressBody {
    /// The person or firm.
    pub name: String,
    /// Street and number, or a box.
    pub street: String,
    /// The postal code.
    pub postal_code: String,
    /// The town.
    pub city: String,
    /// ISO 3166-1 alpha-2, in capitals.
    pub country: String,
}

impl From<AddressBody> for PostAddress {
    fn from(body: AddressBody) -> Self {
        let trimmed = |text: String| text.trim().to_owned();
        Self {
            name: trimmed(body.name),
            street: trimmed(body.street),
            postal_code: trimmed(body.postal_code),
            city: trimmed(body.city),
            country: body.country,
        }
    }
}

impl From<PostAddress> for AddressBody {
    fn from(address: PostAddress) -> Self {
        Self {
            name: address.name,
            street: address.street,
            postal_code: address.postal_code,
            city: address.city,
            country: address.country,
        }
    }
}

/// Letters.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostBody {
    /// Who may see it.
    #[serde(default)]
    pub audience: AudienceBody,
    /// The address.
    pub address: AddressBody,
}

/// Somebody who sells, with an own number.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SalespersonBody {
    /// The name.
    pub name: String,
    /// In any usual spelling; kept and given in E.164.
    pub number: String,
}

/// The salespeople that "show sellers" opens.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SellersBody {
    /// Who may see them.
    #[serde(default)]
    pub audience: AudienceBody,
    /// Up to 20, in the order in which they are shown.
    pub people: Vec<SalespersonBody>,
}

/// How a seller wants to be reached; a channel that is left out or null is off.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsBody {
    /// Messages on the platform.
    #[serde(default)]
    pub message: Option<MessageBody>,
    /// E-mail.
    #[serde(default)]
    pub email: Option<EmailBody>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<PhoneBody>,
    /// Post.
    #[serde(default)]
    pub post: Option<PostBody>,
    /// Salespeople, of business sellers.
    #[serde(default)]
    pub sellers: Option<SellersBody>,
}

/// What a listing overrides: a channel that is left out is the seller's, null is off.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideBody {
    /// Messages on the platform.
    #[serde(
        default,
        deserialize_with = "told",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<MessageBody>")]
    pub message: Option<Option<MessageBody>>,
    /// E-mail.
    #[serde(
        default,
        deserialize_with = "told",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<EmailBody>")]
    pub email: Option<Option<EmailBody>>,
    /// Telephone.
    #[serde(
        default,
        deserialize_with = "told",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<PhoneBody>")]
    pub phone: Option<Option<PhoneBody>>,
    /// Post.
    #[serde(
        default,
        deserialize_with = "told",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<PostBody>")]
    pub post: Option<Option<PostBody>>,
    /// Salespeople, of business sellers.
    #[serde(
        default,
        deserialize_with = "told",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<SellersBody>")]
    pub sellers: Option<Option<SellersBody>>,
}

/// Tells a field that is left out (by `default`) from one that is null.
fn told<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl From<MessageBody> for MessageChannel {
    fn from(body: MessageBody) -> Self {
        Self {
            audience: body.audience.into(),
        }
    }
}

impl From<EmailBody> for EmailChannel {
    fn from(body: EmailBody) -> Self {
        let address = body.address.map(|text| text.trim().to_ascii_lowercase());
        Self {
            audience: body.audience.into(),
            mode: match body.mode {
                EmailModeBody::Form => EmailMode::Form,
                EmailModeBody::Published => EmailMode::Published,
            },
            address: address.filter(|text| !text.is_empty()),
        }
    }
}

fn phone(body: PhoneBody, country: &str) -> Result<PhoneChannel, Fault> {
    let line = |text: Option<String>| {
        let text = text.map(|text| text.trim().to_owned());
        text.filter(|text| !text.is_empty())
    };
    Ok(PhoneChannel {
        audience: body.audience.into(),
        number: number("phone.number", &body.number, country)?,
        call: body.call,
        sms: body.sms,
        hours: line(body.hours),
        time_zone: line(body.time_zone),
    })
}

fn sellers(body: SellersBody, country: &str) -> Result<SellersChannel, Fault> {
    let people = body.people.into_iter().map(|person| {
        Ok(Salesperson {
            name: person.name.trim().to_owned(),
            number: number("sellers.people.number", &person.number, country)?,
        })
    });
    Ok(SellersChannel {
        audience: body.audience.into(),
        people: people.collect::<Result<_, Fault>>()?,
    })
}

fn post(body: PostBody) -> PostChannel {
    PostChannel {
        audience: body.audience.into(),
        address: body.address.into(),
    }
}

impl SettingsBody {
    /// The settings, with numbers read in a country.
    ///
    /// # Errors
    /// `field_invalid`.
    pub fn read(self, country: &str) -> Result<ContactSettings, Fault> {
        Ok(ContactSettings {
            message: self.message.map(Into::into),
            email: self.email.map(Into::into),
            phone: self.phone.map(|body| phone(body, country)).transpose()?,
            post: self.post.map(post),
            sellers: self
                .sellers
                .map(|body| sellers(body, country))
                .transpose()?,
        })
    }
}

fn over<A, B>(
    told: Option<Option<A>>,
    read: impl FnOnce(A) -> Result<B, Fault>,
) -> Result<Override<B>, Fault> {
    Ok(match told {
        None => Override::Inherited,
        Some(None) => Override::Own(None),
        Some(Some(body)) => Override::Own(Some(read(body)?)),
    })
}

impl OverrideBody {
    /// The overrides, with numbers read in a country.
    ///
    /// # Errors
    /// `field_invalid`.
    pub fn read(self, country: &str) -> Result<ContactOverride, Fault> {
        Ok(ContactOverride {
            message: over(self.message, |body| Ok(body.into()))?,
            email: over(self.email, |body| Ok(body.into()))?,
            phone: over(self.phone, |body| phone(body, country))?,
            post: over(self.post, |body| Ok(post(body)))?,
            sellers: over(self.sellers, |body| sellers(body, country))?,
        })
    }
}

impl From<ContactSettings> for SettingsBody {
    fn from(settings: ContactSettings) -> Self {
        Self {
            message: settings.message.map(shown::message),
            email: settings.email.map(shown::email),
            phone: settings.phone.map(shown::phone),
            post: settings.post.map(shown::post),
            sellers: settings.sellers.map(shown::sellers),
        }
    }
}

impl From<ContactOverride> for OverrideBody {
    fn from(own: ContactOverride) -> Self {
        fn show<A, B>(own: Override<A>, as_told: fn(A) -> B) -> Option<Option<B>> {
            match own {
                Override::Inherited => None,
                Override::Own(channel) => Some(channel.map(as_told)),
            }
        }
        Self {
            message: show(own.message, shown::message),
            email: show(own.email, shown::email),
            phone: show(own.phone, shown::phone),
            post: show(own.post, shown::post),
            sellers: show(own.sellers, shown::sellers),
        }
    }
}

/// Channels as they are told.
mod shown {
    use super::{
        EmailBody, EmailChannel, EmailMode, EmailModeBody, MessageBody, MessageChannel, PhoneBody,
        PhoneChannel, PostBody, PostChannel, SalespersonBody, SellersBody, SellersChannel,
    };

    pub fn message(channel: MessageChannel) -> MessageBody {
        MessageBody {
            audience: channel.audience.into(),
        }
    }

    pub fn email(channel: EmailChannel) -> EmailBody {
        EmailBody {
            audience: channel.audience.into(),
            mode: match channel.mode {
                EmailMode::Form => EmailModeBody::Form,
                EmailMode::Published => EmailModeBody::Published,
            },
            address: channel.address,
        }
    }

    pub fn phone(channel: PhoneChannel) -> PhoneBody {
        PhoneBody {
            audience: channel.audience.into(),
            number: channel.number.to_string(),
            call: channel.call,
            sms: channel.sms,
            hours: channel.hours,
            time_zone: channel.time_zone,
        }
    }

    pub fn post(channel: PostChannel) -> PostBody {
        PostBody {
            audience: channel.audience.into(),
            address: channel.address.into(),
        }
    }

    pub fn sellers(channel: SellersChannel) -> SellersBody {
        let people = channel.people.into_iter().map(|person| SalespersonBody {
            name: person.name,
            number: person.number.to_string(),
        });
        SellersBody {
            audience: channel.audience.into(),
            people: people.collect(),
        }
    }
}
