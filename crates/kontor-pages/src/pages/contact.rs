//! The pages on which a seller says how to be reached, and sees what comes of it.
//!
//! They hold what somebody typed as it was typed, so that nothing is lost when it is refused; what it
//! means is the server's affair.

mod callbacks;
mod fields;
mod form;
mod preview;
mod settings;
mod trader;

pub use callbacks::{CallbackRow, CallbacksPage};
pub use form::{
    AddressFields, Channel, ChannelState, ContactForm, DAYS, DayFields, EmailFields,
    FORM_PEOPLE_SPARE, HoursFields, HoursMode, PersonFields, PhoneFields, PostFields,
    SellersFields, WINDOWS,
};
pub use preview::PreviewPage;
pub use settings::{Reading, SettingsPage, SummaryRow};
pub use trader::{TraderForm, TraderPage};

/// Whose settings a page is about, and what else it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seller {
    /// The seller's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is a business.
    pub business: bool,
    /// Whether the caller decides for it.
    pub decides: bool,
    /// All sellers that the caller works for: id and name.
    pub all: Vec<(String, String)>,
}

impl Seller {
    /// The seller in a query; nothing where the caller works for one alone.
    #[must_use]
    pub fn query(&self) -> String {
        if self.all.len() > 1 || self.all.iter().all(|(id, _)| *id != self.id) {
            format!("?seller={}", self.id)
        } else {
            String::new()
        }
    }

    /// A shop.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            id: "shp_06a2m1d2v4q000000000000001".into(),
            name: "Kalustehuone Oy".into(),
            business: true,
            decides: true,
            all: vec![
                (
                    "shp_06a2m1d2v4q000000000000001".into(),
                    "Kalustehuone Oy".into(),
                ),
                (
                    "shp_06a2m1d2v4q000000000000002".into(),
                    "Lamppu & Tuoli".into(),
                ),
            ],
        }
    }
}
