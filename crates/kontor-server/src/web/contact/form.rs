//! Contact settings between the form in which they are typed and the values that they are.

mod hours;

use std::collections::BTreeMap;

use kontor_core::account::NAME_CHARS_MAX;
use kontor_core::contact_settings::{
    Audience, ContactOverride, ContactSettings, EmailChannel, EmailMode, MessageChannel, Override,
    PhoneChannel, PostChannel, SALESPEOPLE_MAX, Salesperson, SellersChannel,
};
use kontor_core::marketplace::Marketplace;
use kontor_core::phone::PhoneNumber;
use kontor_core::post_address::PostAddress;
use kontor_pages::pages::contact::{
    AddressFields, Channel, ChannelState, ContactForm, EmailFields, FORM_PEOPLE_SPARE, HoursMode,
    PersonFields, PhoneFields, PostFields, SellersFields, SummaryRow,
};

use crate::api::v1::contacts::written;
use crate::fault::Fault;
use crate::serve::context::Context;

/// Fields at fault and what is wrong with each.
#[derive(Debug, Default)]
pub(super) struct Wrong(pub Vec<(String, String)>);

impl Wrong {
    fn flag(&mut self, field: impl Into<String>, code: &str) {
        self.0.push((field.into(), code.to_owned()));
    }

    /// What a fault says, by the names that the fields have in the form.
    pub(super) fn of(fault: &Fault, typed: &ContactForm) -> Vec<(String, String)> {
        let by_expression = typed.phone.hours.mode == HoursMode::Expression;
        let fields = fault.fields.iter().map(|(field, code)| {
            let named = match field.as_str() {
                "phone.hours" if by_expression => "phone.expression",
                "sellers.people.name" => "sellers.people",
                other => other,
            };
            (named.to_owned(), code.clone())
        });
        fields.collect()
    }
}

impl From<Wrong> for Fault {
    fn from(wrong: Wrong) -> Self {
        Self {
            fields: wrong.0,
            ..Self::new("field_invalid")
        }
    }
}

/// What a browser sent.
pub(super) struct Pairs(BTreeMap<String, String>);

impl Pairs {
    /// The pairs of a request's form.
    ///
    /// # Errors
    /// `media_type`, `parameter_invalid`.
    pub(super) fn of(context: &Context) -> Result<Self, Fault> {
        let pairs: Vec<(String, String)> = context.form()?;
        if pairs.iter().any(|(_, value)| value.contains('\0')) {
            return Err(Fault::with("parameter_invalid", "a NUL is in no text"));
        }
        Ok(Self(pairs.into_iter().collect()))
    }

    /// A field without white space around it; empty where it was not sent.
    pub(super) fn text(&self, name: &str) -> String {
        self.0
            .get(name)
            .map_or_else(String::new, |text| text.trim().to_owned())
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The revision that was last seen.
    pub(super) fn revision(&self) -> Option<i64> {
        self.text("revision").parse().ok()
    }

    pub(super) fn address(&self) -> AddressFields {
        AddressFields {
            name: self.text("address.name"),
            street: self.text("address.street"),
            postal_code: self.text("address.postal_code"),
            city: self.text("address.city"),
            country: self.text("address.country"),
        }
    }

    fn channel(&self, name: &str, of_listing: bool) -> Channel {
        let state = match self.text(name).as_str() {
            "own" => ChannelState::Own,
            "usual" if of_listing => ChannelState::Usual,
            _ => ChannelState::Off,
        };
        let audience = self.text(&format!("{name}.audience"));
        Channel {
            state,
            audience: Audience::parse(&audience).unwrap_or_default(),
        }
    }

    /// The form as it was typed.
    pub(super) fn read(&self, of_listing: bool) -> ContactForm {
        let channel = |name| self.channel(name, of_listing);
        let people = (1..=SALESPEOPLE_MAX + 2 * FORM_PEOPLE_SPARE)
            .take_while(|row| self.has(&format!("person.{row}.name")))
            .map(|row| PersonFields {
                name: self.text(&format!("person.{row}.name")),
                number: self.text(&format!("person.{row}.number")),
            });
        ContactForm {
            message: channel("message"),
            email: EmailFields {
                channel: channel("email"),
                published: self.text("email.mode") == "published",
                address: self.text("email.address"),
            },
            phone: PhoneFields {
                channel: channel("phone"),
                number: self.text("phone.number"),
                call: self.has("phone.call"),
                sms: self.has("phone.sms"),
                hours: hours::read(self),
            },
            post: PostFields {
                channel: channel("post"),
                address: self.address(),
            },
            sellers: SellersFields {
                channel: channel("sellers"),
                people: people.collect(),
            },
        }
    }
}

/// A number as it was typed.
///
/// # Errors
/// The field and what is wrong with it.
pub(super) fn number(
    field: &str,
    text: &str,
    country: &str,
) -> Result<PhoneNumber, (String, String)> {
    let wrong = |code: &str| (field.to_owned(), code.to_owned());
    if text.is_empty() {
        return Err(wrong("missing"));
    }
    kontor_text::phone_number::read(text, country).map_err(|refusal| wrong(refusal.code()))
}

/// An address as it was typed.
pub(super) fn post_address(typed: &AddressFields) -> PostAddress {
    PostAddress {
        name: typed.name.clone(),
        street: typed.street.clone(),
        postal_code: typed.postal_code.clone(),
        city: typed.city.clone(),
        country: typed.country.to_ascii_uppercase(),
    }
}

/// An address to be changed.
pub(super) fn address_fields(address: PostAddress) -> AddressFields {
    AddressFields {
        name: address.name,
        street: address.street,
        postal_code: address.postal_code,
        city: address.city,
        country: address.country,
    }
}

/// An address of which only the country is known.
pub(super) fn empty_address(market: &Marketplace) -> AddressFields {
    AddressFields {
        country: market.country.clone(),
        ..AddressFields::default()
    }
}

/// The settings that a form tells; a channel that is not its own is off.
///
/// # Errors
/// Every field at fault.
pub(super) fn settings(form: &ContactForm, market: &Marketplace) -> Result<ContactSettings, Wrong> {
    let mut wrong = Wrong::default();
    let own = |channel: Channel| (channel.state == ChannelState::Own).then_some(channel.audience);
    let told = ContactSettings {
        message: own(form.message).map(|audience| MessageChannel { audience }),
        email: own(form.email.channel).map(|audience| EmailChannel {
            audience,
            mode: if form.email.published {
                EmailMode::Published
            } else {
                EmailMode::Form
            },
            address: Some(form.email.address.to_ascii_lowercase()).filter(|text| !text.is_empty()),
        }),
        phone: own(form.phone.channel)
            .and_then(|audience| phone(&form.phone, audience, market, &mut wrong)),
        post: own(form.post.channel).map(|audience| PostChannel {
            audience,
            address: post_address(&form.post.address),
        }),
        sellers: own(form.sellers.channel).map(|audience| SellersChannel {
            audience,
            people: people(&form.sellers.people, &market.country, &mut wrong),
        }),
    };
    if wrong.0.is_empty() {
        Ok(told)
    } else {
        Err(wrong)
    }
}

fn phone(
    typed: &PhoneFields,
    audience: Audience,
    market: &Marketplace,
    wrong: &mut Wrong,
) -> Option<PhoneChannel> {
    let hours = hours::expression(&typed.hours, wrong);
    let zone = &typed.hours.time_zone;
    let zone = Some(zone.clone()).filter(|zone| !zone.is_empty() && *zone != market.time_zone);
    match number("phone.number", &typed.number, &market.country) {
        Ok(number) => Some(PhoneChannel {
            audience,
            number,
            call: typed.call,
            sms: typed.sms,
            hours,
            time_zone: zone,
        }),
        Err((field, code)) => {
            wrong.flag(field, &code);
            None
        }
    }
}

fn people(typed: &[PersonFields], country: &str, wrong: &mut Wrong) -> Vec<Salesperson> {
    let mut people = Vec::new();
    let rows = typed.iter().zip(1_usize..);
    for (person, row) in rows.filter(|(one, _)| !one.name.is_empty() || !one.number.is_empty()) {
        let chars = person.name.chars().count();
        match chars {
            0 => wrong.flag(format!("person.{row}.name"), "missing"),
            1..=NAME_CHARS_MAX => {}
            _ => wrong.flag(format!("person.{row}.name"), "too_long"),
        }
        match number(&format!("person.{row}.number"), &person.number, country) {
            Ok(number) => people.push(Salesperson {
                name: person.name.clone(),
                number,
            }),
            Err((field, code)) => wrong.flag(field, &code),
        }
    }
    people
}

/// What a listing's form overrides.
///
/// # Errors
/// Every field at fault.
pub(super) fn overriding(
    form: &ContactForm,
    market: &Marketplace,
) -> Result<ContactOverride, Wrong> {
    fn told<T>(channel: Channel, own: Option<T>) -> Override<T> {
        match channel.state {
            ChannelState::Usual => Override::Inherited,
            ChannelState::Own | ChannelState::Off => Override::Own(own),
        }
    }
    let own = settings(form, market)?;
    Ok(ContactOverride {
        message: told(form.message, own.message),
        email: told(form.email.channel, own.email),
        phone: told(form.phone.channel, own.phone),
        post: told(form.post.channel, own.post),
        sellers: told(form.sellers.channel, own.sellers),
    })
}

/// The form of settings.
pub(super) fn of_settings(settings: &ContactSettings, market: &Marketplace) -> ContactForm {
    fn channel(audience: Option<Audience>) -> Channel {
        Channel {
            state: if audience.is_some() {
                ChannelState::Own
            } else {
                ChannelState::Off
            },
            audience: audience.unwrap_or_default(),
        }
    }
    let (email, phone) = (settings.email.as_ref(), settings.phone.as_ref());
    let (post, sellers) = (settings.post.as_ref(), settings.sellers.as_ref());
    let people = sellers.map_or(&[][..], |sellers| &sellers.people);
    let people = people.iter().map(|person| PersonFields {
        name: person.name.clone(),
        number: written(&person.number, &market.country),
    });
    ContactForm {
        message: channel(settings.message.map(|message| message.audience)),
        email: EmailFields {
            channel: channel(email.map(|email| email.audience)),
            published: email.is_some_and(|email| email.mode == EmailMode::Published),
            address: email
                .and_then(|email| email.address.clone())
                .unwrap_or_default(),
        },
        phone: PhoneFields {
            channel: channel(phone.map(|phone| phone.audience)),
            number: phone.map_or_else(String::new, |phone| written(&phone.number, &market.country)),
            // Who switches the phone on for the first time most likely wants calls.
            call: phone.is_none_or(|phone| phone.call),
            sms: phone.is_some_and(|phone| phone.sms),
            hours: hours::of(phone, market),
        },
        post: PostFields {
            channel: channel(post.map(|post| post.audience)),
            address: post.map_or_else(
                || empty_address(market),
                |post| address_fields(post.address.clone()),
            ),
        },
        sellers: SellersFields {
            channel: channel(sellers.map(|sellers| sellers.audience)),
            people: people
                .chain((0..FORM_PEOPLE_SPARE).map(|_| PersonFields::default()))
                .collect(),
        },
    }
}

fn state<T>(own: &Override<T>) -> ChannelState {
    match own {
        Override::Inherited => ChannelState::Usual,
        Override::Own(Some(_)) => ChannelState::Own,
        Override::Own(None) => ChannelState::Off,
    }
}

/// The form of what a listing overrides; what it inherits begins as the seller's settings are.
pub(super) fn of_override(
    own: &ContactOverride,
    usual: &ContactSettings,
    market: &Marketplace,
) -> ContactForm {
    let mut form = of_settings(&usual.clone().with(own.clone()), market);
    form.message.state = state(&own.message);
    form.email.channel.state = state(&own.email);
    form.phone.channel.state = state(&own.phone);
    form.post.channel.state = state(&own.post);
    form.sellers.channel.state = state(&own.sellers);
    form
}

/// What is set, channel by channel, to be read.
pub(super) fn summary(settings: &ContactSettings, market: &Marketplace) -> Vec<SummaryRow> {
    rows(&of_settings(settings, market), settings)
}

/// What a listing overrides, channel by channel, to be read.
pub(super) fn summary_of_override(own: &ContactOverride, market: &Marketplace) -> Vec<SummaryRow> {
    let form = of_override(own, &ContactSettings::default(), market);
    rows(&form, &own.own())
}

fn rows(form: &ContactForm, settings: &ContactSettings) -> Vec<SummaryRow> {
    let row = |name: &'static str, lines: Vec<String>| {
        let channel = form.channel(name);
        SummaryRow {
            channel: name,
            state: channel.state,
            audience: channel.audience,
            lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        }
    };
    let phone = settings.phone.as_ref().map_or_else(Vec::new, |phone| {
        let hours = phone.hours.clone().unwrap_or_default();
        vec![form.phone.number.clone(), hours]
    });
    let post = settings.post.as_ref().map_or_else(Vec::new, |post| {
        let address = &post.address;
        let town = format!("{} {}", address.postal_code, address.city);
        vec![address.name.clone(), address.street.clone(), town]
    });
    let people = form.sellers.people.iter();
    let people = people
        .map(|person| format!("{} {}", person.name, person.number))
        .map(|line| line.trim().to_owned());
    vec![
        row("message", Vec::new()),
        row("email", vec![form.email.address.clone()]),
        row("phone", phone),
        row("sellers", people.collect()),
        row("post", post),
    ]
}
