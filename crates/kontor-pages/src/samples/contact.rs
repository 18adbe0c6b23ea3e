//! Cards, what was handed out, and the pages of contact settings, in every state.

use kontor_core::contact_card::ChannelKind;

use super::{Sample, at, signed_out};
use crate::locale::Locale;
use crate::pages::Composer;
use crate::pages::card::{Card, CardRow, RowStanding};
use crate::pages::contact::{
    CallbacksPage, Channel, ChannelState, ContactForm, HoursMode, PreviewPage, SettingsPage,
    TraderPage,
};
use crate::pages::handed::{CallbackPage, Dialling, Handed, HandedPage, Number, TraderShown};
use crate::pages::listing::ListingPage;
use crate::pages::seller::SellerPage;
use crate::shell::Shell;

/// A shell of somebody who sells.
fn seller(locale: Locale, path: &str) -> Shell {
    let mut shell = at(locale, path);
    if let Some(known) = shell.caller.as_mut() {
        known.sells = true;
    }
    shell
}

/// Listing and seller pages with cards that differ, and what their buttons lead to.
pub(super) fn cards(locale: Locale, all: &mut Vec<Sample>) {
    let shell = at(locale, "/listings/halli-1001");
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    let card = Card::sample();
    let with = |rows: &[CardRow], closed| ListingPage {
        card: Card {
            rows: rows.to_vec(),
            closed,
            trader: None,
            ..card.clone()
        },
        ..ListingPage::sample()
    };
    let shut = |again: Option<&str>, call| CardRow {
        kind: ChannelKind::Phone { call, sms: !call },
        standing: RowStanding::OutOfHours(again.map(str::to_owned)),
    };
    let again = Some("Monday 23 November at 9:00");
    add("card-none", with(&[], false).render(&shell));
    add(
        "card-shut",
        with(&[shut(again, true)], false).render(&shell),
    );
    add(
        "card-never",
        with(&[shut(None, false)], false).render(&shell),
    );
    let message = CardRow {
        kind: ChannelKind::Message,
        standing: RowStanding::Open(None),
    };
    let closed = with(&[message.clone()], true);
    add("card-closed", closed.render(&signed_out(&shell)));
    let refused = CardRow {
        standing: RowStanding::SignIn,
        ..message
    };
    let page = SellerPage::sample();
    add("seller", page.render(&shell));
    add("seller-guest", page.render(&signed_out(&shell)));
    let known = SellerPage {
        guests_write: false,
        ..page.clone()
    };
    add("seller-signed-out", known.render(&signed_out(&shell)));
    let quiet = SellerPage {
        business: false,
        own: true,
        rows: Vec::new(),
        more: false,
        card: Card {
            rows: vec![refused],
            ..page.card.clone()
        },
        ..page
    };
    add(
        "seller-own",
        quiet.render(&seller(locale, "/sellers/halli-7")),
    );
    handed(&shell, &mut add);
}

fn handed(shell: &Shell, add: &mut impl FnMut(&str, String)) {
    let page = HandedPage::sample();
    add("handed-phone", page.render(shell));
    let number = Number {
        number: "+358401234567".into(),
        written: "040 1234567".into(),
    };
    let phone = |dialling| Handed::Phone {
        number: number.clone(),
        until: None,
        call: true,
        sms: false,
        dialling,
    };
    let refused = |code: &str, again: Option<&str>| Handed::Refused {
        code: code.into(),
        again: again.map(str::to_owned),
    };
    let line = |text: &str| text.to_owned();
    let lines = vec![
        line("Matti Korhonen"),
        line("Hämeenkatu 1"),
        line("33100 Tampere"),
    ];
    let trader = TraderShown {
        address: lines.clone(),
        email: Some("posti@kalustehuone.example".into()),
        phone: Some(number.clone()),
        register: Some("Kaupparekisteri".into()),
        register_number: Some("1234567-1".into()),
        vat_number: Some("FI12345671".into()),
    };
    for (name, handed) in [
        ("handed-dialled", phone(Dialling::Call)),
        ("handed-desktop", phone(Dialling::Elsewhere)),
        ("handed-counted", phone(Dialling::Counted)),
        ("handed-email", Handed::Email("matti@halli.example".into())),
        ("handed-post", Handed::Post(lines)),
        (
            "handed-sellers",
            Handed::Sellers(vec![("Kaisa".into(), number)]),
        ),
        ("handed-trader", Handed::Trader(trader)),
        (
            "handed-trader-unproven",
            Handed::Trader(TraderShown::default()),
        ),
        (
            "handed-callback",
            Handed::Callback(Some("cnv_06a2m1d2v4q000000000000000".into())),
        ),
        (
            "handed-hours",
            refused("out_of_hours", Some("tomorrow at 9:00")),
        ),
        ("handed-verify", refused("verify_email_first", None)),
        ("handed-used-up", refused("handouts_used_up", None)),
    ] {
        let page = HandedPage {
            handed,
            ..page.clone()
        };
        add(name, page.render(shell));
        add(
            &format!("{name}-signed-out"),
            page.render(&signed_out(shell)),
        );
    }
    callbacks(shell, add);
}

fn callbacks(shell: &Shell, add: &mut impl FnMut(&str, String)) {
    let callback = CallbackPage::sample();
    add("callback-refused", callback.render(shell));
    let waits = CallbackPage {
        again: None,
        error: Some((String::new(), "callback_waits".into())),
        ..callback.clone()
    };
    add("callback-waits", waits.render(shell));
    let fresh = CallbackPage {
        error: None,
        ..callback
    };
    add("callback", fresh.render(shell));
}

/// The pages on which a seller says how to be reached.
pub(super) fn settings(locale: Locale, all: &mut Vec<Sample>) {
    let shell = seller(locale, "/contact");
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    let page = SettingsPage::sample();
    add("contact-settings", page.render(&shell));
    let error = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    let refused = SettingsPage {
        errors: vec![
            error("phone.number", "premium"),
            error("phone.call", "missing"),
            error("phone.sms", "no_mobile"),
            error("mo.1.from", "half"),
            error("phone.expression", "invalid"),
            error("person.1.number", "invalid"),
            error("sellers.people", "too_many"),
            error("address.street", "missing"),
            error("email.address", "invalid"),
            error("email", "not_allowed"),
        ],
        trader: false,
        reading: None,
        ..page.clone()
    };
    add("contact-settings-refused", refused.render(&shell));
    let conflict = SettingsPage {
        conflict: true,
        summary: SettingsPage::sample_summary(),
        ..page.clone()
    };
    add("contact-settings-conflict", conflict.render(&shell));
    let looks = SettingsPage {
        form: None,
        ..conflict.clone()
    };
    add("contact-settings-member", looks.render(&shell));
    let mut private = page.clone();
    private.seller.business = false;
    private.seller.all.truncate(1);
    private.trader = true;
    private.form = Some(ContactForm::default());
    add("contact-settings-private", private.render(&shell));
    let closed = SettingsPage {
        closed: true,
        ..private
    };
    add("contact-settings-closed", closed.render(&shell));
    let mut form = ContactForm::sample();
    form.message = Channel {
        state: ChannelState::Usual,
        ..Channel::default()
    };
    form.phone.hours.mode = HoursMode::Expression;
    let listing = SettingsPage {
        listing: Some(("halli-1002".into(), "Artek 60 -jakkara, koivu".into())),
        form: Some(form),
        reading: None,
        overriding: Vec::new(),
        ..page
    };
    add("contact-settings-listing", listing.render(&shell));
    around(&shell, &mut add);
}

fn around(shell: &Shell, add: &mut impl FnMut(&str, String)) {
    let trader = TraderPage::sample();
    add("contact-trader-refused", trader.render(shell));
    let conflict = TraderPage {
        errors: Vec::new(),
        theirs: Some(vec!["Kalustehuone Oy".into(), "Hämeenkatu 1".into()]),
        ..trader.clone()
    };
    add("contact-trader-conflict", conflict.render(shell));
    let looks = TraderPage {
        changes: false,
        errors: Vec::new(),
        ..trader
    };
    add("contact-trader-member", looks.render(shell));
    let preview = PreviewPage::sample();
    add("contact-preview", preview.render(shell));
    let mut nothing = PreviewPage {
        wrong: true,
        listing: None,
        ..preview
    };
    nothing.card.rows.clear();
    add("contact-preview-none", nothing.render(shell));
    add("contact-callbacks", CallbacksPage::sample().render(shell));
    let empty = CallbacksPage {
        seller: CallbacksPage::sample().seller,
        ..CallbacksPage::default()
    };
    add("contact-callbacks-empty", empty.render(shell));
    let refused = SellerPage {
        composer: Composer {
            error: Some("body_empty".into()),
            ..Composer::new("0197f4c2-3b1e-7c60-9a55-2f6d1f6f0a08")
        },
        ..SellerPage::sample()
    };
    add("seller-refused", refused.render(shell));
}
