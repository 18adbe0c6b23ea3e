//! The contact card as a part of pages: what one viewer sees of how a seller is reached, at one moment.
//!
//! No number and no address stands in it; what was asked for is shown by [`super::handed`].

use kontor_core::contact_card::ChannelKind;

/// How a channel stands for the viewer, in words where there are some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowStanding {
    /// It can be used, for a phone with hours until an instant as it stands in a sentence.
    Open(Option<String>),
    /// For those who signed in.
    SignIn,
    /// For those who proved their e-mail address.
    VerifyEmail,
    /// Outside the hours of the phone, and when it opens again.
    OutOfHours(Option<String>),
}

/// A channel on the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    /// Which.
    pub kind: ChannelKind,
    /// How it stands.
    pub standing: RowStanding,
}

impl CardRow {
    /// The key of the channel's name.
    pub(crate) fn name(&self) -> &'static str {
        match self.kind {
            ChannelKind::Message => "contact-message",
            ChannelKind::Form => "contact-form",
            ChannelKind::Email => "contact-email",
            ChannelKind::Phone { .. } => "contact-phone",
            ChannelKind::Post => "contact-post",
            ChannelKind::Sellers => "contact-sellers",
        }
    }

    /// The key of a sentence on what the channel is.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self.kind {
            ChannelKind::Message => Some("contact-message-hint"),
            ChannelKind::Form => Some("contact-form-hint"),
            ChannelKind::Phone {
                call: true,
                sms: true,
            } => Some("contact-phone-both"),
            ChannelKind::Phone { sms: true, .. } => Some("contact-phone-sms"),
            ChannelKind::Phone { .. } => Some("contact-phone-call"),
            ChannelKind::Email | ChannelKind::Post | ChannelKind::Sellers => None,
        }
    }

    /// What a press of the button asks for, and the key of its words; none where it is a link.
    pub(crate) fn button(&self) -> Option<(&'static str, &'static str)> {
        match self.kind {
            ChannelKind::Message | ChannelKind::Form => None,
            ChannelKind::Email => Some(("email_shown", "contact-email-show")),
            ChannelKind::Phone { .. } => Some(("phone_shown", "contact-phone-show")),
            ChannelKind::Post => Some(("post_shown", "contact-post-show")),
            ChannelKind::Sellers => Some(("sellers_shown", "contact-sellers-show")),
        }
    }

    pub(crate) fn is_form(&self) -> bool {
        self.kind == ChannelKind::Form
    }

    pub(crate) fn calls(&self) -> bool {
        matches!(self.kind, ChannelKind::Phone { call: true, .. })
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self.standing, RowStanding::Open(_))
    }

    pub(crate) fn is_shut(&self) -> bool {
        matches!(self.standing, RowStanding::OutOfHours(_))
    }

    pub(crate) fn for_signed_in(&self) -> bool {
        self.standing == RowStanding::SignIn
    }

    pub(crate) fn until(&self) -> Option<&str> {
        match &self.standing {
            RowStanding::Open(until) => until.as_deref(),
            _ => None,
        }
    }

    pub(crate) fn again(&self) -> Option<&str> {
        match &self.standing {
            RowStanding::OutOfHours(again) => again.as_deref(),
            _ => None,
        }
    }
}

/// A card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// The page that the card is of: `/listings/ID` or `/sellers/ID`, escaped for a path.
    pub place: String,
    /// The seller's name.
    pub seller: String,
    /// The channels, in the order in which they are shown; none where the seller takes no contact.
    pub rows: Vec<CardRow>,
    /// Whether the marketplace keeps all contact on the platform.
    pub closed: bool,
    /// Where the trader block is opened, where there is one.
    pub trader: Option<String>,
    /// Begins the key that makes asking count once.
    pub key: String,
    /// A preview: nothing can be pressed.
    pub inert: bool,
}

impl Card {
    /// Whether a viewer may write a message; `form` asks for the contact form.
    #[must_use]
    pub fn takes_messages(&self, form: bool) -> bool {
        let wanted = if form {
            ChannelKind::Form
        } else {
            ChannelKind::Message
        };
        self.rows
            .iter()
            .any(|row| row.kind == wanted && row.is_open())
    }

    /// The card of a private seller at noon.
    #[must_use]
    pub fn sample() -> Self {
        let row = |kind, standing| CardRow { kind, standing };
        let phone = ChannelKind::Phone {
            call: true,
            sms: true,
        };
        let until = Some("today at 17:00".to_owned());
        Self {
            place: "/listings/halli-1001".into(),
            seller: "Matti Korhonen".into(),
            rows: vec![
                row(ChannelKind::Message, RowStanding::Open(None)),
                row(ChannelKind::Form, RowStanding::Open(None)),
                row(phone, RowStanding::Open(until)),
                row(ChannelKind::Email, RowStanding::VerifyEmail),
                row(ChannelKind::Sellers, RowStanding::Open(None)),
                row(ChannelKind::Post, RowStanding::SignIn),
            ],
            closed: false,
            trader: Some("/sellers/halli-7/trader".into()),
            key: "0197f4c2-3b1e-7c60-9a55-2f6d1f6f0a04".into(),
            inert: false,
        }
    }
}
