//! The settings of a seller, and what a listing overrides of them.

use askama::Template;
use kontor_core::contact_settings::Audience;

use super::Seller;
use super::fields::{
    Choice, DayRow, Errors, Field, address, days, error_of, field, hours_modes, people, switch,
};
use super::form::{ChannelState, ContactForm, HoursMode};
use crate::pages::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// What a phone's hours come to now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Whether the number is shown now.
    pub open: bool,
    /// When that changes, in the middle of a sentence.
    pub change: Option<String>,
    /// The next public holiday on which the phone is closed, in the middle of a sentence.
    pub holiday: Option<String>,
}

/// A channel as it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryRow {
    /// The channel, as settings name it.
    pub channel: &'static str,
    /// Whether it is offered.
    pub state: ChannelState,
    /// To whom.
    pub audience: Audience,
    /// What else is set: numbers, hours, addresses.
    pub lines: Vec<String>,
}

impl SummaryRow {
    fn name(&self) -> &'static str {
        wording::channel(self.channel)
    }

    fn state_key(&self) -> &'static str {
        match self.state {
            ChannelState::Usual => "contact-settings-state-usual",
            ChannelState::Own => audience_key(self.audience),
            ChannelState::Off => "contact-settings-state-off",
        }
    }
}

fn audience_key(audience: Audience) -> &'static str {
    match audience {
        Audience::Everyone => "contact-settings-audience-everyone",
        Audience::Registered => "contact-settings-audience-registered",
        Audience::Verified => "contact-settings-audience-verified",
    }
}

/// `/contact` and `/contact/listings/{external_id}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SettingsPage {
    /// Whose.
    pub seller: Seller,
    /// The listing that overrides: external id and title.
    pub listing: Option<(String, String)>,
    /// Whether the marketplace keeps all contact on the platform.
    pub closed: bool,
    /// The form, where the caller may change something.
    pub form: Option<ContactForm>,
    /// What was last seen, so that nobody overwrites what he did not see.
    pub revision: i64,
    /// Fields at fault.
    pub errors: Vec<(String, String)>,
    /// What is set now, for those who may only look, and for those whose version clashes with it.
    pub summary: Vec<SummaryRow>,
    /// Whether the form clashes with what is set now.
    pub conflict: bool,
    /// Channels that are not shown because nobody proved them.
    pub unproven: Vec<&'static str>,
    /// What the phone's hours come to.
    pub reading: Option<Reading>,
    /// Whether a shop has told who it is.
    pub trader: bool,
    /// Listings with settings of their own: external id and title.
    pub overriding: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/contact_settings.html")]
struct SettingsTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a SettingsPage,
    seller: &'a Seller,
    at: &'static str,
}

impl SettingsTemplate<'_> {
    fn errors(&self) -> Errors<'_> {
        &self.page.errors
    }

    fn error(&self, id: &str) -> Option<&'static str> {
        error_of(self.errors(), id)
    }

    fn allows(&self, channel: &str) -> bool {
        channel == "message" || !self.page.closed
    }

    fn is_unproven(&self, channel: &str) -> bool {
        self.page.unproven.contains(&channel)
    }

    fn switch(&self, form: &ContactForm, channel: &str) -> Vec<Choice> {
        let state = form.channel(channel).state;
        switch(self.t, channel, state, self.page.listing.is_some())
    }

    fn audiences(&self, form: &ContactForm, channel: &str) -> [(&'static str, String, bool); 3] {
        let chosen = form.channel(channel).audience;
        Audience::ALL.map(|one| {
            let words = self.t.text(audience_key(one)).to_string();
            (one.code(), words, one == chosen)
        })
    }

    fn email_modes(&self, form: &ContactForm) -> Vec<Choice> {
        let choice = |value: &'static str, published, key| Choice {
            kind: "radio",
            id: format!("email.{value}"),
            name: "email.mode".into(),
            value,
            label: self.t.text(key).to_string(),
            chosen: form.email.published == published,
        };
        vec![
            choice("form", false, "contact-settings-email-form"),
            choice("published", true, "contact-settings-email-published"),
        ]
    }

    fn email_address<'f>(&self, form: &'f ContactForm) -> Vec<Field<'f>> {
        let label = "contact-settings-email-address";
        vec![Field {
            hint: Some("contact-settings-email-address-hint"),
            kind: "email",
            autocomplete: "email",
            ..field(
                self.t,
                self.errors(),
                "email.address",
                label,
                &form.email.address,
            )
        }]
    }

    fn number<'f>(&self, form: &'f ContactForm) -> Vec<Field<'f>> {
        let label = "contact-settings-number";
        vec![Field {
            hint: Some("contact-settings-number-hint"),
            kind: "tel",
            autocomplete: "tel",
            chars_max: 60,
            ..field(
                self.t,
                self.errors(),
                "phone.number",
                label,
                &form.phone.number,
            )
        }]
    }

    fn phone_uses(&self, form: &ContactForm) -> Vec<Choice> {
        let choice = |id: &str, key, chosen| Choice {
            kind: "checkbox",
            id: id.into(),
            name: id.into(),
            value: "1",
            label: self.t.text(key).to_string(),
            chosen,
        };
        vec![
            choice("phone.call", "contact-settings-call", form.phone.call),
            choice("phone.sms", "contact-settings-sms", form.phone.sms),
        ]
    }

    fn hours_modes(&self, form: &ContactForm) -> Vec<Choice> {
        hours_modes(self.t, form.phone.hours.mode)
    }

    fn days<'f>(&self, form: &'f ContactForm) -> Vec<DayRow<'f>> {
        days(self.t, self.errors(), &form.phone.hours.days)
    }

    fn holidays(&self, form: &ContactForm) -> [(&'static str, String, bool); 3] {
        [
            ("closed", "contact-settings-holidays-closed"),
            ("usual", "contact-settings-holidays-usual"),
            ("sunday", "contact-settings-holidays-sunday"),
        ]
        .map(|(value, key)| {
            let chosen = form.phone.hours.holidays == value;
            (value, self.t.text(key).to_string(), chosen)
        })
    }

    fn zone<'f>(&self, form: &'f ContactForm) -> Vec<Field<'f>> {
        let (label, value) = ("contact-settings-zone", &form.phone.hours.time_zone);
        vec![Field {
            hint: Some("contact-settings-zone-hint"),
            chars_max: 64,
            ..field(self.t, self.errors(), "phone.time_zone", label, value)
        }]
    }

    fn expression<'f>(&self, form: &'f ContactForm) -> Vec<Field<'f>> {
        let (label, value) = ("contact-settings-expression", &form.phone.hours.expression);
        vec![Field {
            hint: Some("contact-settings-expression-hint"),
            chars_max: 2_048,
            ..field(self.t, self.errors(), "phone.expression", label, value)
        }]
    }

    fn by_expression(&self, form: &ContactForm) -> bool {
        form.phone.hours.mode == HoursMode::Expression
    }

    fn address<'f>(&self, form: &'f ContactForm) -> Vec<Field<'f>> {
        address(self.t, self.errors(), &form.post.address)
    }

    fn people<'f>(&self, form: &'f ContactForm) -> Vec<[Field<'f>; 2]> {
        people(self.t, self.errors(), &form.sellers.people)
    }

    /// Every fault with the id of its field, for the summary above the form.
    fn faults(&self) -> Vec<(&str, &'static str)> {
        let errors = self.errors().iter();
        errors
            .map(|(field, code)| (field.as_str(), wording::contact_field(field, code)))
            .collect()
    }
}

impl SettingsPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&SettingsTemplate {
            shell,
            t: shell.texts(),
            page: self,
            seller: &self.seller,
            at: "settings",
        })
    }

    /// A shop's settings with everything on and something unproven.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            seller: Seller::sample(),
            form: Some(ContactForm::sample()),
            revision: 3,
            unproven: vec!["email", "sellers"],
            reading: Some(Reading {
                open: true,
                change: Some("today at 17:00".into()),
                holiday: Some("Sunday 6 December".into()),
            }),
            overriding: vec![("halli-1002".into(), "Artek 60 -jakkara, koivu".into())],
            ..Self::default()
        }
    }

    /// What somebody else set.
    #[must_use]
    pub fn sample_summary() -> Vec<SummaryRow> {
        let row = |channel, state, lines: &[&str]| SummaryRow {
            channel,
            state,
            audience: Audience::Registered,
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        };
        vec![
            row("message", ChannelState::Own, &[]),
            row("email", ChannelState::Off, &[]),
            row(
                "phone",
                ChannelState::Own,
                &["040 1234567", "Mo-Fr 09:00-17:00; PH off"],
            ),
            row("post", ChannelState::Usual, &[]),
            row("sellers", ChannelState::Off, &[]),
        ]
    }
}
