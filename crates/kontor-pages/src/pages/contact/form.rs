//! Contact settings as a form: what was typed, channel by channel.

use kontor_core::contact_settings::Audience;

/// The days in the order of the week, as `opening_hours` names them, in lower case.
pub const DAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];
/// Windows of one day in the grid; who needs more writes an expression.
pub const WINDOWS: usize = 3;
/// Empty rows for further salespeople.
pub const FORM_PEOPLE_SPARE: usize = 2;

/// Whether a channel is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChannelState {
    /// As the seller's settings say; of a listing only.
    Usual,
    /// By what the form says.
    Own,
    /// Not.
    #[default]
    Off,
}

impl ChannelState {
    /// The value in the form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Own => "own",
            Self::Off => "off",
        }
    }
}

/// What every channel has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Channel {
    /// Whether it is offered.
    pub state: ChannelState,
    /// To whom.
    pub audience: Audience,
}

/// E-mail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EmailFields {
    /// Whether and to whom.
    pub channel: Channel,
    /// Shown on request rather than behind a form.
    pub published: bool,
    /// The address.
    pub address: String,
}

/// The hours of one day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayFields {
    /// Whether the phone is open that day.
    pub open: bool,
    /// From and to.
    pub windows: [(String, String); WINDOWS],
}

/// How the hours are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HoursMode {
    /// There are none.
    #[default]
    Always,
    /// By the grid.
    Week,
    /// By an expression.
    Expression,
}

impl HoursMode {
    /// The value in the form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Week => "week",
            Self::Expression => "expression",
        }
    }
}

/// When a number is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HoursFields {
    /// Which of the following holds.
    pub mode: HoursMode,
    /// Monday's hours hold from Monday to Friday.
    pub alike: bool,
    /// From Monday on.
    pub days: [DayFields; 7],
    /// `closed`, `usual` or `sunday`.
    pub holidays: String,
    /// In `opening_hours` syntax.
    pub expression: String,
    /// The IANA zone.
    pub time_zone: String,
}

/// Telephone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhoneFields {
    /// Whether and to whom.
    pub channel: Channel,
    /// The number.
    pub number: String,
    /// Takes calls.
    pub call: bool,
    /// Takes short messages.
    pub sms: bool,
    /// When it is shown.
    pub hours: HoursFields,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddressFields {
    /// The person or firm.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// The postal code.
    pub postal_code: String,
    /// The town.
    pub city: String,
    /// Two letters.
    pub country: String,
}

/// Letters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostFields {
    /// Whether and to whom.
    pub channel: Channel,
    /// Where to.
    pub address: AddressFields,
}

/// Somebody who sells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonFields {
    /// The name.
    pub name: String,
    /// The number.
    pub number: String,
}

/// Salespeople.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SellersFields {
    /// Whether and to whom.
    pub channel: Channel,
    /// A row each, empty ones at the end.
    pub people: Vec<PersonFields>,
}

/// Everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactForm {
    /// Messages.
    pub message: Channel,
    /// E-mail.
    pub email: EmailFields,
    /// Telephone.
    pub phone: PhoneFields,
    /// Letters.
    pub post: PostFields,
    /// Salespeople.
    pub sellers: SellersFields,
}

impl ContactForm {
    /// A channel by its name in the form.
    #[must_use]
    pub fn channel(&self, name: &str) -> Channel {
        match name {
            "message" => self.message,
            "email" => self.email.channel,
            "phone" => self.phone.channel,
            "post" => self.post.channel,
            _ => self.sellers.channel,
        }
    }

    /// A shop's form with everything on.
    #[must_use]
    pub fn sample() -> Self {
        let on = |audience| Channel {
            state: ChannelState::Own,
            audience,
        };
        let day = DayFields {
            open: true,
            windows: [
                ("09:00".into(), "12:00".into()),
                ("13:00".into(), "17:00".into()),
                (String::new(), String::new()),
            ],
        };
        let shut = DayFields::default();
        let person = |name: &str, number: &str| PersonFields {
            name: name.into(),
            number: number.into(),
        };
        Self {
            message: on(Audience::Everyone),
            email: EmailFields {
                channel: on(Audience::Registered),
                published: false,
                address: "posti@kalustehuone.example".into(),
            },
            phone: PhoneFields {
                channel: on(Audience::Verified),
                number: "+358401234567".into(),
                call: true,
                sms: false,
                hours: HoursFields {
                    mode: HoursMode::Week,
                    alike: true,
                    days: [0, 1, 2, 3, 4, 5, 6]
                        .map(|at| if at < 5 { day.clone() } else { shut.clone() }),
                    holidays: "closed".into(),
                    expression: "Mo-Fr 09:00-12:00,13:00-17:00; PH off".into(),
                    time_zone: "Europe/Helsinki".into(),
                },
            },
            post: PostFields {
                channel: on(Audience::Everyone),
                address: AddressFields {
                    name: "Kalustehuone Oy".into(),
                    street: "Hämeenkatu 1".into(),
                    postal_code: "33100".into(),
                    city: "Tampere".into(),
                    country: "FI".into(),
                },
            },
            sellers: SellersFields {
                channel: on(Audience::Everyone),
                people: vec![
                    person("Kaisa", "+358401234568"),
                    PersonFields::default(),
                    PersonFields::default(),
                ],
            },
        }
    }
}
