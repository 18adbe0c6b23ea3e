//! What was handed out, and asking to be called back.
//!
//! The only pages that hold a number or an address of somebody, and only the one that was asked for.

use askama::Template;

use super::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// The message that a request to be called back sends to the seller, with what was added to it.
#[must_use]
pub fn callback_message(t: Texts, number: &str, note: &str) -> String {
    let words = t.text("contact-callback-message").with("number", number);
    if note.is_empty() {
        words.to_string()
    } else {
        format!("{words}\n\n{note}")
    }
}

/// A number to call: in E.164, and as people write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// For a link.
    pub number: String,
    /// For people.
    pub written: String,
}

/// How a number is made use of on the viewer's device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialling {
    /// It is read and dialled elsewhere.
    Elsewhere,
    /// A script counts the call that a link starts.
    Counted,
    /// Without a script: what is to be started is said first, and counted by that.
    AskFirst,
    /// It was said that a call is to be started, and counted.
    Call,
    /// The same of a short message.
    Sms,
}

impl Dialling {
    /// The scheme of the link that starts what was said.
    fn starts(self) -> Option<&'static str> {
        match self {
            Self::Call => Some("tel:"),
            Self::Sms => Some("sms:"),
            Self::Elsewhere | Self::Counted | Self::AskFirst => None,
        }
    }
}

/// What identifies a trader, as far as it may be given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TraderShown {
    /// Name and address, a line each.
    pub address: Vec<String>,
    /// The e-mail address, once proven.
    pub email: Option<String>,
    /// The number, once proven.
    pub phone: Option<Number>,
    /// The trade register.
    pub register: Option<String>,
    /// The number in it.
    pub register_number: Option<String>,
    /// The VAT number.
    pub vat_number: Option<String>,
}

/// What was handed out, or why nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// A number.
    Phone {
        /// Which.
        number: Number,
        /// Until when it is shown, in the middle of a sentence.
        until: Option<String>,
        /// Whether it takes calls.
        call: bool,
        /// Whether it takes short messages.
        sms: bool,
        /// How it is made use of.
        dialling: Dialling,
    },
    /// An e-mail address.
    Email(String),
    /// A postal address, a line each.
    Post(Vec<String>),
    /// Salespeople: name and number.
    Sellers(Vec<(String, Number)>),
    /// The trader block.
    Trader(TraderShown),
    /// A call-back was asked for, and stands in this conversation.
    Callback(Option<String>),
    /// Nothing.
    Refused {
        /// A stable code.
        code: String,
        /// When the phone opens again, in the middle of a sentence.
        again: Option<String>,
    },
}

/// The answer to a press of a card's button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedPage {
    /// The page of the card, escaped for a path.
    pub place: String,
    /// The seller's name.
    pub seller: String,
    /// What was handed out.
    pub handed: Handed,
    /// Begins the key that makes asking count once.
    pub key: String,
}

#[derive(Template)]
#[template(path = "pages/handed.html")]
struct PageTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a HandedPage,
}

#[derive(Template)]
#[template(path = "parts/handed.html")]
struct PartTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a HandedPage,
}

impl HandedPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        let t = shell.texts();
        finish(&PageTemplate {
            shell,
            t,
            page: self,
        })
    }

    /// Only what was handed out, to be put into the card.
    #[must_use]
    pub fn fragment(&self, shell: &Shell) -> String {
        let t = shell.texts();
        finish(&PartTemplate {
            shell,
            t,
            page: self,
        })
    }

    fn refusal(&self) -> Option<(&'static str, Option<&str>)> {
        match &self.handed {
            Handed::Refused { code, again } => {
                Some((wording::hand_out_refusal(code), again.as_deref()))
            }
            _ => None,
        }
    }

    fn uses(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        match self.handed {
            Handed::Phone { call, sms, .. } => [
                call.then_some(("call_started", "tel:", "contact-call")),
                sms.then_some(("sms_started", "sms:", "contact-sms")),
            ]
            .into_iter()
            .flatten()
            .collect(),
            _ => Vec::new(),
        }
    }

    /// A number that was shown on a phone.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            place: "/listings/halli-1001".into(),
            seller: "Matti Korhonen".into(),
            handed: Handed::Phone {
                number: Number {
                    number: "+358401234567".into(),
                    written: "040 1234567".into(),
                },
                until: Some("today at 17:00".into()),
                call: true,
                sms: true,
                dialling: Dialling::AskFirst,
            },
            key: "0197f4c2-3b1e-7c60-9a55-2f6d1f6f0a05".into(),
        }
    }
}

/// Asking to be called back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallbackPage {
    /// The page of the card, escaped for a path.
    pub place: String,
    /// The seller's name.
    pub seller: String,
    /// When the phone opens again, in the middle of a sentence.
    pub again: Option<String>,
    /// What was typed before.
    pub number: String,
    /// What was typed before.
    pub note: String,
    /// Makes sending idempotent.
    pub key: String,
    /// The field at fault and what is wrong, or a code without a field.
    pub error: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/callback.html")]
struct CallbackTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a CallbackPage,
}

impl CallbackPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        let t = shell.texts();
        finish(&CallbackTemplate {
            shell,
            t,
            page: self,
        })
    }

    fn error_key(&self) -> Option<&'static str> {
        let (field, code) = self.error.as_ref()?;
        Some(match field.as_str() {
            "callback.number" => wording::phone_number(code),
            "callback.note" => "contact-error-note",
            _ => wording::hand_out_refusal(code),
        })
    }

    fn is_wrong(&self, field: &str) -> bool {
        self.error.as_ref().is_some_and(|(own, _)| own == field)
    }

    /// A form with a number that does not exist.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            place: "/listings/halli-1001".into(),
            seller: "Matti Korhonen".into(),
            again: Some("Monday 23 November at 9:00".into()),
            number: "040".into(),
            note: "After five.".into(),
            key: "0197f4c2-3b1e-7c60-9a55-2f6d1f6f0a06".into(),
            error: Some(("callback.number".into(), "invalid".into())),
        }
    }
}
