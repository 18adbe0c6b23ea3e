//! The contact card: what one viewer sees of a seller's contact settings at one moment.
//!
//! A card holds no number and no address. It says which channels there are, which the viewer may use
//! now, and what to do about the others; numbers and addresses are handed out one by one by
//! [`hand_out`], under the same rules. Whether the phone's window is open is found out by the caller.

use crate::account::Caller;
use crate::contact::ContactKind;
use crate::contact_settings::{Audience, ContactSettings, EmailMode, PhoneChannel, Salesperson};
use crate::phone::PhoneNumber;
use crate::post_address::PostAddress;
use crate::time::Micros;

/// Who looks at a card: three kinds, as audiences tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Viewer {
    /// Without an account, with or without a proven address.
    Guest,
    /// With an account.
    Registered,
    /// With an account whose e-mail address is proven.
    Verified,
}

impl Viewer {
    /// Every kind, the least known first.
    pub const ALL: [Self; 3] = [Self::Guest, Self::Registered, Self::Verified];

    /// Whoever calls, or nobody known.
    #[must_use]
    pub fn of(caller: Option<&Caller>) -> Self {
        match caller {
            Some(caller) if caller.role().is_none() => Self::Guest,
            Some(caller) if caller.email_verified => Self::Verified,
            Some(_) => Self::Registered,
            None => Self::Guest,
        }
    }

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Registered => "registered",
            Self::Verified => "verified",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|viewer| viewer.code() == code)
    }
}

/// What a viewer has to do to be let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// Sign in.
    SignIn,
    /// Prove the account's e-mail address.
    VerifyEmail,
}

impl NextStep {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::VerifyEmail => "verify_email",
        }
    }
}

/// What a viewer has to do to belong to an audience; `None` where the viewer does.
#[must_use]
pub fn missing(audience: Audience, viewer: Viewer) -> Option<NextStep> {
    match (audience, viewer) {
        (Audience::Everyone, _)
        | (Audience::Registered, Viewer::Registered | Viewer::Verified)
        | (Audience::Verified, Viewer::Verified) => None,
        (_, Viewer::Guest) => Some(NextStep::SignIn),
        (Audience::Verified, Viewer::Registered) => Some(NextStep::VerifyEmail),
    }
}

/// How a channel stands for a viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It can be used now.
    Open,
    /// The viewer is outside the audience.
    NotForYou(NextStep),
    /// The phone is outside its hours; the instant at which it can be reached again, if one comes.
    OutOfHours(Option<Micros>),
}

/// The window of a phone at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Whether the number is shown.
    pub open: bool,
    /// When that changes, if it does.
    pub next_change: Option<Micros>,
}

impl Window {
    /// The window of a number without hours.
    pub const ALWAYS: Self = Self {
        open: true,
        next_change: None,
    };
}

/// A channel on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardChannel {
    /// Which.
    pub kind: ChannelKind,
    /// How it stands.
    pub standing: Standing,
}

/// The channels that a card can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChannelKind {
    /// A message on the platform.
    Message,
    /// A form that is sent to a hidden address.
    Form,
    /// A published e-mail address.
    Email,
    /// A number that takes calls, short messages or both.
    Phone {
        /// Calls.
        call: bool,
        /// Short messages.
        sms: bool,
    },
    /// A postal address.
    Post,
    /// Salespeople with their own numbers.
    Sellers,
}

impl ChannelKind {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Form => "form",
            Self::Email => "email",
            Self::Phone { .. } => "phone",
            Self::Post => "post",
            Self::Sellers => "sellers",
        }
    }
}

/// What the settings come to for a seller: only what was proven can be handed out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reachable {
    /// Messages.
    pub message: Option<Audience>,
    /// The form, and the proven address behind it, which nobody is shown.
    pub form: Option<(Audience, String)>,
    /// The published address.
    pub email: Option<(Audience, String)>,
    /// The number.
    pub phone: Option<PhoneChannel>,
    /// The postal address.
    pub post: Option<(Audience, PostAddress)>,
    /// The salespeople whose numbers are proven.
    pub sellers: Option<(Audience, Vec<Salesperson>)>,
}

/// Something whose owner can prove control of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provable<'a> {
    /// An e-mail address.
    Email(&'a str),
    /// A telephone number.
    Phone(&'a PhoneNumber),
}

/// Proven addresses that stand in where the settings name none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StandIns<'a> {
    /// The listing's own, that came with a feed.
    pub feed: Option<&'a str>,
    /// Where the seller reads its mail. It takes what a form sends, but is never published: nobody
    /// chose it for that.
    pub login: Option<&'a str>,
}

/// Leaves of the settings only what may be shown: what is proven.
#[must_use]
pub fn reachable(
    settings: &ContactSettings,
    stand_ins: StandIns<'_>,
    proven: impl Fn(Provable<'_>) -> bool,
) -> Reachable {
    let email = settings.email.as_ref().and_then(|email| {
        let to = match (email.address.as_deref(), email.mode) {
            (Some(own), _) => Some(own).filter(|own| proven(Provable::Email(own))),
            (None, EmailMode::Published) => stand_ins.feed,
            (None, EmailMode::Form) => stand_ins.feed.or(stand_ins.login),
        };
        to.map(|to| (email, to.to_owned()))
    });
    let (form, published) = match email {
        Some((email, to)) if email.mode == EmailMode::Form => (Some((email.audience, to)), None),
        Some((email, to)) => (None, Some((email.audience, to))),
        None => (None, None),
    };
    let sellers = settings.sellers.as_ref().map(|sellers| {
        let known = |person: &&Salesperson| proven(Provable::Phone(&person.number));
        let people: Vec<_> = sellers.people.iter().filter(known).cloned().collect();
        (sellers.audience, people)
    });
    Reachable {
        message: settings.message.as_ref().map(|message| message.audience),
        form,
        email: published,
        phone: settings
            .phone
            .clone()
            .filter(|phone| proven(Provable::Phone(&phone.number))),
        post: settings
            .post
            .as_ref()
            .map(|post| (post.audience, post.address.clone())),
        sellers: sellers.filter(|(_, people)| !people.is_empty()),
    }
}

impl Reachable {
    /// True where the seller takes no contact.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The channels for a viewer, in the order of the card.
    #[must_use]
    pub fn channels(&self, viewer: Viewer, window: Window) -> Vec<CardChannel> {
        let mut all = Vec::with_capacity(6);
        let mut add = |kind, audience, otherwise| {
            let standing = missing(audience, viewer).map_or(otherwise, Standing::NotForYou);
            all.push(CardChannel { kind, standing });
        };
        if let Some(audience) = self.message {
            add(ChannelKind::Message, audience, Standing::Open);
        }
        if let Some((audience, _)) = &self.form {
            add(ChannelKind::Form, *audience, Standing::Open);
        }
        if let Some(phone) = &self.phone {
            let kind = ChannelKind::Phone {
                call: phone.call,
                sms: phone.sms,
            };
            let standing = if window.open {
                Standing::Open
            } else {
                Standing::OutOfHours(window.next_change)
            };
            add(kind, phone.audience, standing);
        }
        if let Some((audience, _)) = &self.email {
            add(ChannelKind::Email, *audience, Standing::Open);
        }
        if let Some((audience, _)) = &self.sellers {
            add(ChannelKind::Sellers, *audience, Standing::Open);
        }
        if let Some((audience, _)) = &self.post {
            add(ChannelKind::Post, *audience, Standing::Open);
        }
        all
    }
}

/// What is handed out on request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandedOut {
    /// An e-mail address.
    Email(String),
    /// A number.
    Phone(PhoneNumber),
    /// A postal address.
    Post(PostAddress),
    /// Salespeople with their numbers.
    Sellers(Vec<Salesperson>),
    /// A call-back was asked for; there is nothing to hand out.
    Callback,
}

/// Why nothing is handed out. Each has a stable code that the edges translate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HandOutRefusal {
    /// The seller does not offer this channel (or has not proven it).
    #[error("the seller does not offer this channel")]
    NotOffered,
    /// The viewer has to sign in first.
    #[error("only for those who signed in")]
    SignIn,
    /// The viewer has to prove the account's e-mail address first.
    #[error("only for those with a proven e-mail address")]
    VerifyEmail,
    /// The phone is outside its hours.
    #[error("outside the hours of the phone")]
    OutOfHours(Option<Micros>),
    /// The phone can be reached now; there is no need to be called back.
    #[error("the seller can be called now")]
    CallNow,
}

impl HandOutRefusal {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotOffered => "channel_not_offered",
            Self::SignIn => "sign_in_first",
            Self::VerifyEmail => "verify_email_first",
            Self::OutOfHours(_) => "out_of_hours",
            Self::CallNow => "call_now",
        }
    }
}

/// Hands out what a contact asks for, or says why not: the same rules as the card.
///
/// # Errors
/// [`HandOutRefusal`].
pub fn hand_out(
    reachable: &Reachable,
    viewer: Viewer,
    window: Window,
    kind: ContactKind,
) -> Result<HandedOut, HandOutRefusal> {
    let admit = |audience| match missing(audience, viewer) {
        None => Ok(()),
        Some(NextStep::SignIn) => Err(HandOutRefusal::SignIn),
        Some(NextStep::VerifyEmail) => Err(HandOutRefusal::VerifyEmail),
    };
    let phone = |use_it: fn(&PhoneChannel) -> bool| {
        let phone = reachable.phone.as_ref().filter(|phone| use_it(phone));
        let phone = phone.ok_or(HandOutRefusal::NotOffered)?;
        admit(phone.audience).map(|()| phone.number.clone())
    };
    let in_hours = |number: PhoneNumber| {
        if window.open {
            Ok(HandedOut::Phone(number))
        } else {
            Err(HandOutRefusal::OutOfHours(window.next_change))
        }
    };
    match kind {
        ContactKind::Message | ContactKind::Form => Err(HandOutRefusal::NotOffered),
        ContactKind::PhoneShown => in_hours(phone(|_| true)?),
        ContactKind::CallStarted => in_hours(phone(|phone| phone.call)?),
        ContactKind::SmsStarted => in_hours(phone(|phone| phone.sms)?),
        ContactKind::CallbackAsked => {
            phone(|phone| phone.call)?;
            if window.open {
                Err(HandOutRefusal::CallNow)
            } else {
                Ok(HandedOut::Callback)
            }
        }
        ContactKind::EmailShown => {
            let (audience, address) = reachable.email.as_ref().ok_or(HandOutRefusal::NotOffered)?;
            admit(*audience).map(|()| HandedOut::Email(address.clone()))
        }
        ContactKind::PostShown => {
            let (audience, address) = reachable.post.as_ref().ok_or(HandOutRefusal::NotOffered)?;
            admit(*audience).map(|()| HandedOut::Post(address.clone()))
        }
        ContactKind::SellersShown => {
            let (audience, people) = reachable
                .sellers
                .as_ref()
                .ok_or(HandOutRefusal::NotOffered)?;
            admit(*audience).map(|()| HandedOut::Sellers(people.clone()))
        }
    }
}

#[cfg(test)]
#[path = "contact_card_tests.rs"]
mod tests;
