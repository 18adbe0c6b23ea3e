//! Contact settings: how a seller wants to be reached, and what a listing overrides.
//!
//! Here are the values and their checks. What a viewer gets to see of them is in
//! [`crate::contact_card`]; whether a number exists and what an expression of hours means is found
//! out by the server before these checks, with `kontor-text` and `kontor-calendar`.

use serde::{Deserialize, Deserializer, Serialize};

use crate::account::{NAME_CHARS_MAX, is_email};
use crate::listing::Defect;
use crate::marketplace::Preset;
use crate::phone::PhoneNumber;
use crate::post_address::{self, PostAddress, line};

/// Salespeople of one seller or listing.
pub const SALESPEOPLE_MAX: usize = 20;

/// Who may use a channel.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Anybody.
    #[default]
    Everyone,
    /// Whoever has an account.
    Registered,
    /// Whoever has an account and proved its e-mail address.
    Verified,
}

impl Audience {
    /// Every audience, the widest first.
    pub const ALL: [Self; 3] = [Self::Everyone, Self::Registered, Self::Verified];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Registered => "registered",
            Self::Verified => "verified",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|audience| audience.code() == code)
    }
}

/// How an e-mail address is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailMode {
    /// The address stays hidden; what a form collects is sent to it and opens a conversation.
    #[default]
    Form,
    /// The address is handed out on request.
    Published,
}

impl EmailMode {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Published => "published",
        }
    }
}

/// Messages on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageChannel {
    /// Who may use it.
    #[serde(default)]
    pub audience: Audience,
}

/// E-mail, by a form or to a published address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailChannel {
    /// Who may use it.
    #[serde(default)]
    pub audience: Audience,
    /// Form or published.
    #[serde(default)]
    pub mode: EmailMode,
    /// The address; none means the listing's own feed address once proven, else the seller's
    /// login address.
    #[serde(default)]
    pub address: Option<String>,
}

/// A telephone number with its uses and hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneChannel {
    /// Who may see it.
    #[serde(default)]
    pub audience: Audience,
    /// The number.
    pub number: PhoneNumber,
    /// Whether it takes calls.
    #[serde(default)]
    pub call: bool,
    /// Whether it takes short messages.
    #[serde(default)]
    pub sms: bool,
    /// When it is shown, in `opening_hours` syntax; none means always.
    #[serde(default)]
    pub hours: Option<String>,
    /// The IANA zone of the hours; none means the marketplace's.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// Letters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostChannel {
    /// Who may see it.
    #[serde(default)]
    pub audience: Audience,
    /// The address.
    pub address: PostAddress,
}

/// Somebody of a business who sells, with an own number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Salesperson {
    /// The name.
    pub name: String,
    /// The number.
    pub number: PhoneNumber,
}

/// The salespeople that "show sellers" opens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SellersChannel {
    /// Who may see them.
    #[serde(default)]
    pub audience: Audience,
    /// The people, in the order in which they are shown.
    pub people: Vec<Salesperson>,
}

/// How a seller wants to be reached; a channel that is none is off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactSettings {
    /// Messages on the platform.
    #[serde(default)]
    pub message: Option<MessageChannel>,
    /// E-mail.
    #[serde(default)]
    pub email: Option<EmailChannel>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<PhoneChannel>,
    /// Post.
    #[serde(default)]
    pub post: Option<PostChannel>,
    /// Salespeople, for business sellers.
    #[serde(default)]
    pub sellers: Option<SellersChannel>,
}

impl ContactSettings {
    /// What holds for a seller who never set anything: messages, from everybody.
    #[must_use]
    pub fn at_first() -> Self {
        Self {
            message: Some(MessageChannel::default()),
            ..Self::default()
        }
    }

    /// Only what the marketplace allows: with [`Preset::Closed`] messages, whatever was set before.
    #[must_use]
    pub fn allowed(self, preset: Preset) -> Self {
        match preset {
            Preset::Classifieds => self,
            Preset::Closed => Self {
                message: self.message,
                ..Self::default()
            },
        }
    }

    /// The settings of a listing: the seller's, with the listing's own channels in their place.
    #[must_use]
    pub fn with(self, own: ContactOverride) -> Self {
        Self {
            message: own.message.or(self.message),
            email: own.email.or(self.email),
            phone: own.phone.or(self.phone),
            post: own.post.or(self.post),
            sellers: own.sellers.or(self.sellers),
        }
    }
}

/// What a listing says about one channel.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(untagged)]
pub enum Override<T> {
    /// Nothing: the seller's setting holds.
    #[default]
    Inherited,
    /// Its own setting; none turns the channel off for this listing.
    Own(Option<T>),
}

impl<T> Override<T> {
    /// True where the seller's setting holds.
    #[must_use]
    pub fn is_inherited(&self) -> bool {
        matches!(self, Self::Inherited)
    }

    fn or(self, inherited: Option<T>) -> Option<T> {
        match self {
            Self::Inherited => inherited,
            Self::Own(own) => own,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Override<T> {
    /// A field that is absent is inherited (by `default`); null is off.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::Own)
    }
}

/// What a listing overrides: a field left out is the seller's, null is off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactOverride {
    /// Messages on the platform.
    #[serde(default, skip_serializing_if = "Override::is_inherited")]
    pub message: Override<MessageChannel>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Override::is_inherited")]
    pub email: Override<EmailChannel>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Override::is_inherited")]
    pub phone: Override<PhoneChannel>,
    /// Post.
    #[serde(default, skip_serializing_if = "Override::is_inherited")]
    pub post: Override<PostChannel>,
    /// Salespeople.
    #[serde(default, skip_serializing_if = "Override::is_inherited")]
    pub sellers: Override<SellersChannel>,
}

impl ContactOverride {
    /// True where the listing says nothing of its own.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The channels that the listing sets itself, as settings to be checked.
    #[must_use]
    pub fn own(&self) -> ContactSettings {
        ContactSettings::default().with(self.clone())
    }
}

/// Checks settings of a seller, and gives every defect; the field is the channel with its part.
#[must_use]
pub fn check(settings: &ContactSettings, preset: Preset, business: bool) -> Vec<Defect> {
    let mut defects = Vec::new();
    let mut flag = |field, code| defects.push(Defect { field, code });
    if preset == Preset::Closed {
        for (field, on) in [
            ("email", settings.email.is_some()),
            ("phone", settings.phone.is_some()),
            ("post", settings.post.is_some()),
            ("sellers", settings.sellers.is_some()),
        ] {
            if on {
                flag(field, "not_allowed");
            }
        }
    }
    if let Some(address) = settings.email.as_ref().and_then(|e| e.address.as_deref())
        && !is_email(address)
    {
        flag("email.address", "invalid");
    }
    if let Some(phone) = &settings.phone
        && !phone.call
        && !phone.sms
    {
        flag("phone.call", "missing");
    }
    if let Some(post) = &settings.post {
        post_address::check(&post.address, &mut flag);
    }
    if let Some(sellers) = &settings.sellers {
        check_sellers(sellers, business, &mut flag);
    }
    defects
}

fn check_sellers(
    sellers: &SellersChannel,
    business: bool,
    flag: &mut impl FnMut(&'static str, &'static str),
) {
    if !business {
        flag("sellers", "business_only");
    }
    match sellers.people.len() {
        0 => flag("sellers.people", "missing"),
        1..=SALESPEOPLE_MAX => {}
        _ => flag("sellers.people", "too_many"),
    }
    for person in &sellers.people {
        match line(&person.name, NAME_CHARS_MAX) {
            Ok(()) => {}
            Err(code) => flag("sellers.people.name", code),
        }
    }
}

#[cfg(test)]
#[path = "contact_settings_tests.rs"]
mod tests;
