//! Contacts: counted acts of reaching a seller.
//!
//! A contact is written where it happens, once, and read by the statistics; here stands what counts.
//! Definitions: a number shown counts on a desktop; on a phone only the call or message that is
//! started counts, not the number shown before it. The trader block is no contact.

use serde::{Deserialize, Serialize};

/// By what a seller was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A message on the platform; written with the message, never asked for by itself.
    Message,
    /// A form; written with its message.
    Form,
    /// The e-mail address was shown.
    EmailShown,
    /// The number was shown.
    PhoneShown,
    /// A call was started.
    CallStarted,
    /// A short message was started.
    SmsStarted,
    /// The postal address was shown.
    PostShown,
    /// The salespeople were shown.
    SellersShown,
    /// A call-back was asked for.
    CallbackAsked,
}

impl ContactKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Message,
        Self::Form,
        Self::EmailShown,
        Self::PhoneShown,
        Self::CallStarted,
        Self::SmsStarted,
        Self::PostShown,
        Self::SellersShown,
        Self::CallbackAsked,
    ];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Form => "form",
            Self::EmailShown => "email_shown",
            Self::PhoneShown => "phone_shown",
            Self::CallStarted => "call_started",
            Self::SmsStarted => "sms_started",
            Self::PostShown => "post_shown",
            Self::SellersShown => "sellers_shown",
            Self::CallbackAsked => "callback_asked",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// True where a viewer asks for it by itself; messages and forms count with what they send.
    #[must_use]
    pub fn is_asked_for(self) -> bool {
        !matches!(self, Self::Message | Self::Form)
    }

    /// Whether it counts on this kind of device.
    #[must_use]
    pub fn counts_on(self, device: Device) -> bool {
        self != Self::PhoneShown || device == Device::Desktop
    }
}

/// On what kind of device something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Device {
    /// It can start calls itself.
    Mobile,
    /// It shows numbers to be dialled elsewhere.
    #[default]
    Desktop,
}

impl Device {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Desktop => "desktop",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_read_back_and_a_number_shown_on_a_phone_does_not_count() {
        for kind in ContactKind::ALL {
            assert_eq!(ContactKind::parse(kind.code()), Some(kind));
            assert!(kind.counts_on(Device::Desktop));
            let counts = kind.counts_on(Device::Mobile);
            assert_eq!(counts, kind != ContactKind::PhoneShown, "{kind:?}");
        }
        assert!(!ContactKind::Message.is_asked_for());
        assert!(ContactKind::CallbackAsked.is_asked_for());
    }
}
