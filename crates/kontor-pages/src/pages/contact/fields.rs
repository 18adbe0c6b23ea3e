//! Fields of the forms of contact settings, as the templates show them one after another.

use super::form::{AddressFields, ChannelState, HoursMode, PersonFields, WINDOWS};
use crate::texts::Texts;

/// A text field.
#[derive(Debug, Clone)]
pub(crate) struct Field<'a> {
    /// Its id and name; the field's name in a refusal.
    pub id: String,
    /// The label.
    pub label: String,
    /// The key of a hint.
    pub hint: Option<&'static str>,
    /// `text`, `email` or `tel`.
    pub kind: &'static str,
    /// What a browser may fill in.
    pub autocomplete: &'static str,
    /// Characters at most.
    pub chars_max: usize,
    /// What was typed.
    pub value: &'a str,
    /// The key of what is wrong.
    pub error: Option<&'static str>,
}

/// What was wrong with a field, by its id.
pub(crate) type Errors<'a> = &'a [(String, String)];

/// The key of what is wrong with a field.
pub(crate) fn error_of(errors: Errors<'_>, id: &str) -> Option<&'static str> {
    let found = errors.iter().find(|(field, _)| field == id);
    found.map(|(field, code)| crate::pages::wording::contact_field(field, code))
}

/// A text field with its label.
pub(crate) fn field<'a>(
    t: Texts,
    errors: Errors<'_>,
    id: &str,
    label: &'static str,
    value: &'a str,
) -> Field<'a> {
    Field {
        id: id.to_owned(),
        label: t.text(label).to_string(),
        hint: None,
        kind: "text",
        autocomplete: "off",
        chars_max: 254,
        value,
        error: error_of(errors, id),
    }
}

/// The fields of an address.
pub(crate) fn address<'a>(
    t: Texts,
    errors: Errors<'_>,
    value: &'a AddressFields,
) -> Vec<Field<'a>> {
    let line = |id, label, value, autocomplete| Field {
        autocomplete,
        chars_max: kontor_core::post_address::ADDRESS_LINE_CHARS_MAX,
        ..field(t, errors, id, label, value)
    };
    vec![
        line(
            "address.name",
            "contact-settings-address-name",
            &value.name,
            "name",
        ),
        line(
            "address.street",
            "contact-settings-street",
            &value.street,
            "street-address",
        ),
        line(
            "address.postal_code",
            "contact-settings-postal-code",
            &value.postal_code,
            "postal-code",
        ),
        line(
            "address.city",
            "contact-settings-city",
            &value.city,
            "address-level2",
        ),
        Field {
            hint: Some("contact-settings-country-hint"),
            chars_max: 2,
            ..line(
                "address.country",
                "contact-settings-country",
                &value.country,
                "country",
            )
        },
    ]
}

/// Name and number of each salesperson, and of the spare rows.
pub(crate) fn people<'a>(
    t: Texts,
    errors: Errors<'_>,
    people: &'a [PersonFields],
) -> Vec<[Field<'a>; 2]> {
    let rows = people.iter().zip(1_i64..);
    rows.map(|(person, number)| {
        let labelled = |part: &str, key, value| {
            let id = format!("person.{number}.{part}");
            Field {
                label: t.text(key).count("number", number).to_string(),
                error: error_of(errors, &id),
                chars_max: 80,
                ..field(t, &[], &id, "contact-settings-sellers", value)
            }
        };
        [
            labelled("name", "contact-settings-person-name", &person.name),
            Field {
                kind: "tel",
                ..labelled("number", "contact-settings-person-number", &person.number)
            },
        ]
    })
    .collect()
}

/// A radio button or a checkbox.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// `radio` or `checkbox`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: &'static str,
    /// The label.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The switch of a channel: a checkbox, or for a listing the choice between as usual, own and off.
pub(crate) fn switch(t: Texts, name: &str, state: ChannelState, of_listing: bool) -> Vec<Choice> {
    let choice = |kind, value: ChannelState, key| Choice {
        kind,
        id: format!("{name}.{}", value.code()),
        name: name.to_owned(),
        value: value.code(),
        label: t.text(key).to_string(),
        chosen: state == value,
    };
    if of_listing {
        vec![
            choice("radio", ChannelState::Usual, "contact-settings-state-usual"),
            choice("radio", ChannelState::Own, "contact-settings-state-own"),
            choice("radio", ChannelState::Off, "contact-settings-state-off"),
        ]
    } else {
        let key = match name {
            "message" => "contact-settings-message-on",
            "email" => "contact-settings-email-on",
            "phone" => "contact-settings-phone-on",
            "post" => "contact-settings-post-on",
            _ => "contact-settings-sellers-on",
        };
        vec![choice("checkbox", ChannelState::Own, key)]
    }
}

/// How the hours are told.
pub(crate) fn hours_modes(t: Texts, mode: HoursMode) -> Vec<Choice> {
    let choice = |value: HoursMode, key| Choice {
        kind: "radio",
        id: format!("hours.{}", value.code()),
        name: "phone.hours".into(),
        value: value.code(),
        label: t.text(key).to_string(),
        chosen: mode == value,
    };
    vec![
        choice(HoursMode::Always, "contact-settings-hours-always"),
        choice(HoursMode::Week, "contact-settings-hours-week"),
        choice(HoursMode::Expression, "contact-settings-hours-expression"),
    ]
}

/// A window of a day.
#[derive(Debug, Clone)]
pub(crate) struct WindowRow<'a> {
    /// The beginning of its fields' ids.
    pub id: String,
    /// The label of the beginning.
    pub from_label: String,
    /// The label of the end.
    pub to_label: String,
    /// When it begins.
    pub from: &'a str,
    /// When it ends.
    pub to: &'a str,
    /// The key of what is wrong.
    pub error: Option<&'static str>,
}

/// A day of the grid.
#[derive(Debug, Clone)]
pub(crate) struct DayRow<'a> {
    /// As `opening_hours` names it, in lower case.
    pub code: &'static str,
    /// Its name.
    pub name: String,
    /// Whether the phone is open that day.
    pub open: bool,
    /// From Tuesday to Friday, which Monday can speak for.
    pub follows: bool,
    /// The window that is always there.
    pub first: WindowRow<'a>,
    /// Further windows.
    pub more: Vec<WindowRow<'a>>,
    /// Whether one of these is used.
    pub more_used: bool,
}

/// The seven days, in the order in which the reader's week goes.
pub(crate) fn days<'a>(
    t: Texts,
    errors: Errors<'_>,
    all: &'a [super::DayFields; 7],
) -> Vec<DayRow<'a>> {
    let mut rows: Vec<_> = all
        .iter()
        .zip(super::DAYS)
        .zip(1_i64..)
        .map(|((day, code), number)| {
            let name = t.text("date-weekday-name").count("number", number);
            let name = name.to_string();
            let window = |place: usize| {
                let id = format!("{code}.{}", place + 1);
                let (from, to) = day
                    .windows
                    .get(place)
                    .map_or(("", ""), |(from, to)| (from.as_str(), to.as_str()));
                let label = |key| {
                    let place = i64::try_from(place).unwrap_or(0) + 1;
                    let label = t.text(key).with("day", &name).count("number", place);
                    label.to_string()
                };
                WindowRow {
                    from_label: label("contact-settings-from"),
                    to_label: label("contact-settings-to"),
                    error: error_of(errors, &format!("{id}.from")),
                    id,
                    from,
                    to,
                }
            };
            let more: Vec<_> = (1..WINDOWS).map(window).collect();
            DayRow {
                code,
                open: day.open,
                follows: (2..=5).contains(&number),
                first: window(0),
                more_used: more
                    .iter()
                    .any(|one| !one.from.is_empty() || !one.to.is_empty()),
                more,
                name,
            }
        })
        .collect();
    let first = crate::format::first_weekday(t.locale());
    let count = rows.len();
    rows.rotate_left(first.min(count));
    rows
}
