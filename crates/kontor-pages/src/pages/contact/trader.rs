//! The trader block of a shop, as its administrator sets it.

use askama::Template;

use super::Seller;
use super::fields::{Errors, Field, address, error_of, field};
use super::form::AddressFields;
use crate::pages::{finish, wording};
use crate::shell::Shell;
use crate::texts::Texts;

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TraderForm {
    /// Name and address.
    pub address: AddressFields,
    /// The e-mail address.
    pub email: String,
    /// The number.
    pub phone: String,
    /// The trade register.
    pub register: String,
    /// The number in it.
    pub register_number: String,
    /// The VAT number.
    pub vat_number: String,
}

/// `/contact/trader`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TraderPage {
    /// Whose.
    pub seller: Seller,
    /// What was typed, or is set.
    pub form: TraderForm,
    /// What was last seen.
    pub revision: i64,
    /// Whether the caller may change it.
    pub changes: bool,
    /// Fields at fault.
    pub errors: Vec<(String, String)>,
    /// What somebody else set meanwhile, a line each.
    pub theirs: Option<Vec<String>>,
    /// Whether e-mail address and number are proven.
    pub unproven: bool,
}

#[derive(Template)]
#[template(path = "pages/contact_trader.html")]
struct TraderTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a TraderPage,
    seller: &'a Seller,
    at: &'static str,
}

impl TraderTemplate<'_> {
    fn errors(&self) -> Errors<'_> {
        &self.page.errors
    }

    fn faults(&self) -> Vec<(&str, &'static str)> {
        let errors = self.errors().iter();
        errors
            .map(|(field, code)| (field.as_str(), wording::contact_field(field, code)))
            .collect()
    }

    fn fields(&self) -> Vec<Field<'_>> {
        let form = &self.page.form;
        let line = |id, label, value| field(self.t, self.errors(), id, label, value);
        let mut all = address(self.t, self.errors(), &form.address);
        all.extend([
            Field {
                kind: "email",
                autocomplete: "email",
                ..line("email", "contact-settings-email-address", &form.email)
            },
            Field {
                kind: "tel",
                autocomplete: "tel",
                chars_max: 60,
                error: error_of(self.errors(), "phone"),
                ..line("phone", "contact-settings-number", &form.phone)
            },
            line("register", "contact-trader-register", &form.register),
            line(
                "register_number",
                "contact-trader-register-number",
                &form.register_number,
            ),
            line("vat_number", "contact-trader-vat", &form.vat_number),
        ]);
        all
    }
}

impl TraderPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&TraderTemplate {
            shell,
            t: shell.texts(),
            page: self,
            seller: &self.seller,
            at: "trader",
        })
    }

    /// A form of which something is missing.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            seller: Seller::sample(),
            form: TraderForm {
                address: AddressFields {
                    name: "Kalustehuone Oy".into(),
                    country: "FI".into(),
                    ..AddressFields::default()
                },
                email: "posti@kalustehuone.example".into(),
                ..TraderForm::default()
            },
            revision: 1,
            changes: true,
            errors: vec![
                ("address.street".into(), "missing".into()),
                ("phone".into(), "missing".into()),
            ],
            theirs: None,
            unproven: true,
        }
    }
}
