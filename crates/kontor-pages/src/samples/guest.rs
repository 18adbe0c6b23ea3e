//! What people without an account see: the listing's form, asking for a link, what the link will do.

use super::{Sample, at, failed, signed_out};
use crate::locale::Locale;
use crate::pages::Composer;
use crate::pages::guest::{AskPage, ConfirmPage};
use crate::pages::listing::ListingPage;
use crate::shell::Shell;

pub(super) fn listing_guests(locale: Locale, all: &mut Vec<Sample>) {
    let shell = signed_out(&at(locale, "/listings/halli-1001"));
    let page = ListingPage::sample();
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    let without_mail = ListingPage {
        guests_write: false,
        ..page.clone()
    };
    add("listing-signed-out", without_mail.render(&shell));
    let only_known = ListingPage {
        guests_write: false,
        composer: failed("guest_sign_in"),
        ..page.clone()
    };
    add("listing-guest-sign-in", only_known.render(&shell));
    for code in [
        "guest_name",
        "guest_email",
        "guest_consent",
        "too_many_requests",
    ] {
        let refused = ListingPage {
            composer: Composer {
                form: true,
                name: "Aino".into(),
                email: "aino".into(),
                consent: true,
                ..failed(code)
            },
            ..page.clone()
        };
        add(&format!("listing-guest-{code}"), refused.render(&shell));
    }
}

pub(super) fn guests(shell: &Shell, all: &mut Vec<Sample>) {
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    add("guest-ask", AskPage::default().render(shell));
    let refused = AskPage {
        email: "aino".into(),
        error: Some("guest_email".into()),
        ..AskPage::default()
    };
    add("guest-ask-refused", refused.render(shell));
    add("guest-sent", AskPage::sample().render(shell));
    let plain = AskPage {
        message: false,
        ..AskPage::sample()
    };
    add("guest-sent-plain", plain.render(shell));
    add("guest-confirm", ConfirmPage::sample().render(shell));
    let enter = ConfirmPage {
        name: String::new(),
        messages: Vec::new(),
        ..ConfirmPage::sample()
    };
    add("guest-confirm-enter", enter.render(shell));
    let expired = ConfirmPage {
        expired: true,
        ..ConfirmPage::default()
    };
    add("guest-expired", expired.render(shell));
}
