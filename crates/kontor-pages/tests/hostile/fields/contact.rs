//! Cards, what was handed out, and the pages of contact settings, with the same text in each field.

use kontor_core::contact_card::{ChannelKind, Viewer};
use kontor_core::contact_settings::Audience;
use kontor_pages::Shell;
use kontor_pages::pages::card::{Card, CardRow, RowStanding};
use kontor_pages::pages::contact::{
    AddressFields, CallbackRow, CallbacksPage, Channel, ChannelState, ContactForm, DayFields,
    EmailFields, HoursFields, HoursMode, PersonFields, PhoneFields, PostFields, PreviewPage,
    Reading, Seller, SellersFields, SettingsPage, SummaryRow, TraderForm, TraderPage,
};
use kontor_pages::pages::contact_point::{ContactPoint, OpenHours};
use kontor_pages::pages::handed::{
    CallbackPage, Dialling, Handed, HandedPage, Number, TraderShown,
};
use kontor_pages::pages::listing::ListingList;
use kontor_pages::pages::seller::SellerPage;

use super::{AT, composer};

pub fn card(x: &str) -> Card {
    let phone = ChannelKind::Phone {
        call: true,
        sms: true,
    };
    let row = |kind, standing| CardRow { kind, standing };
    Card {
        place: format!("/listings/{x}"),
        seller: x.into(),
        rows: vec![
            row(ChannelKind::Message, RowStanding::Open(None)),
            row(phone, RowStanding::Open(Some(x.into()))),
            row(phone, RowStanding::OutOfHours(Some(x.into()))),
            row(ChannelKind::Email, RowStanding::SignIn),
        ],
        closed: true,
        trader: Some(format!("/sellers/{x}/trader")),
        key: x.into(),
        inert: false,
    }
}

pub fn point(x: &str) -> ContactPoint {
    ContactPoint {
        name: x.into(),
        seller_url: x.into(),
        card_url: x.into(),
        languages: vec![x.into()],
        hours: vec![OpenHours {
            days: vec!["Monday"],
            opens: x.into(),
            closes: x.into(),
        }],
        ..ContactPoint::sample()
    }
}

fn number(x: &str) -> Number {
    Number {
        number: x.into(),
        written: x.into(),
    }
}

fn seller(x: &str) -> Seller {
    Seller {
        id: x.into(),
        name: x.into(),
        business: true,
        decides: true,
        all: vec![(x.into(), x.into()), ("shp".into(), x.into())],
    }
}

/// Every page, with `x` in each field.
pub fn pages(x: &str, shell: &Shell) -> Vec<String> {
    let mut all = handed(x, shell);
    all.extend(settings(x, shell));
    let page = SellerPage {
        id: x.into(),
        seller: x.into(),
        rows: ListingList::sample().rows,
        conversation: Some(x.into()),
        card: card(x),
        contact_point: point(x),
        composer: composer(x),
        ..SellerPage::sample()
    };
    all.push(page.render(shell));
    all.push(
        PreviewPage {
            seller: seller(x),
            listing: Some(x.into()),
            viewer: Viewer::Guest,
            at: x.into(),
            zone: x.into(),
            wrong: true,
            when: x.into(),
            card: card(x),
        }
        .render(shell),
    );
    let row = CallbackRow {
        id: x.into(),
        listing: Some((x.into(), x.into())),
        name: x.into(),
        number: x.into(),
        written: x.into(),
        note: x.into(),
        conversation: x.into(),
        asked_at: AT,
        done_at: None,
    };
    all.push(
        CallbacksPage {
            seller: seller(x),
            rows: vec![row],
            next: Some(x.into()),
            demand: vec![(3, 1)],
        }
        .render(shell),
    );
    all
}

fn handed(x: &str, shell: &Shell) -> Vec<String> {
    let phone = |dialling| Handed::Phone {
        number: number(x),
        until: Some(x.into()),
        call: true,
        sms: true,
        dialling,
    };
    let trader = TraderShown {
        address: vec![x.into(), x.into()],
        email: Some(x.into()),
        phone: Some(number(x)),
        register: Some(x.into()),
        register_number: Some(x.into()),
        vat_number: Some(x.into()),
    };
    let all = [
        phone(Dialling::AskFirst),
        phone(Dialling::Counted),
        phone(Dialling::Call),
        Handed::Email(x.into()),
        Handed::Post(vec![x.into()]),
        Handed::Sellers(vec![(x.into(), number(x))]),
        Handed::Trader(trader),
        Handed::Callback(Some(x.into())),
        Handed::Refused {
            code: "other".into(),
            again: Some(x.into()),
        },
    ];
    let mut pages: Vec<String> = all
        .into_iter()
        .map(|handed| {
            let page = HandedPage {
                place: format!("/listings/{x}"),
                seller: x.into(),
                handed,
                key: x.into(),
            };
            page.render(shell)
        })
        .collect();
    let callback = CallbackPage {
        place: format!("/listings/{x}"),
        seller: x.into(),
        again: Some(x.into()),
        number: x.into(),
        note: x.into(),
        key: x.into(),
        error: Some(("callback.number".into(), x.into())),
    };
    pages.push(callback.render(shell));
    pages
}

fn address(x: &str) -> AddressFields {
    AddressFields {
        name: x.into(),
        street: x.into(),
        postal_code: x.into(),
        city: x.into(),
        country: x.into(),
    }
}

fn form(x: &str) -> ContactForm {
    let on = Channel {
        state: ChannelState::Own,
        audience: Audience::Everyone,
    };
    let day = DayFields {
        open: true,
        windows: std::array::from_fn(|_| (x.into(), x.into())),
    };
    ContactForm {
        message: on,
        email: EmailFields {
            channel: on,
            published: true,
            address: x.into(),
        },
        phone: PhoneFields {
            channel: on,
            number: x.into(),
            call: true,
            sms: true,
            hours: HoursFields {
                mode: HoursMode::Week,
                alike: false,
                days: std::array::from_fn(|_| day.clone()),
                holidays: x.into(),
                expression: x.into(),
                time_zone: x.into(),
            },
        },
        post: PostFields {
            channel: on,
            address: address(x),
        },
        sellers: SellersFields {
            channel: on,
            people: vec![PersonFields {
                name: x.into(),
                number: x.into(),
            }],
        },
    }
}

fn settings(x: &str, shell: &Shell) -> Vec<String> {
    let summary = SummaryRow {
        channel: "phone",
        state: ChannelState::Own,
        audience: Audience::Everyone,
        lines: vec![x.into()],
    };
    let page = SettingsPage {
        seller: seller(x),
        listing: None,
        closed: false,
        form: Some(form(x)),
        revision: 1,
        errors: vec![("phone.number".into(), x.into())],
        summary: vec![summary],
        conflict: true,
        unproven: vec!["phone"],
        reading: Some(Reading {
            open: false,
            change: Some(x.into()),
            holiday: Some(x.into()),
        }),
        trader: false,
        overriding: vec![(x.into(), x.into())],
    };
    let of_listing = SettingsPage {
        listing: Some((x.into(), x.into())),
        ..page.clone()
    };
    let trader = TraderPage {
        seller: seller(x),
        form: TraderForm {
            address: address(x),
            email: x.into(),
            phone: x.into(),
            register: x.into(),
            register_number: x.into(),
            vat_number: x.into(),
        },
        revision: 1,
        changes: true,
        errors: vec![("phone".into(), x.into())],
        theirs: Some(vec![x.into()]),
        unproven: true,
    };
    let looks = TraderPage {
        changes: false,
        ..trader.clone()
    };
    vec![
        page.render(shell),
        of_listing.render(shell),
        trader.render(shell),
        looks.render(shell),
    ]
}
