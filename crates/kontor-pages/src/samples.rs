//! Every page in every state that looks different, with made-up values.
//!
//! For the tests, which hold rules against all of them, and for the contact sheet that the example
//! `samples` writes. A new page or state belongs in here.

mod contact;
mod guest;
mod teams;

use kontor_core::conversation::{ConversationState, Side};
use kontor_core::delivery::Choice;
use kontor_core::listing::ListingState;
use kontor_core::order::Status;

use crate::locale::Locale;
use crate::mail::{
    Delivery, DeliveryAbout, GuestLink, Notice, PasswordReset, ProofCode, TeamInvitation,
};
use crate::pages::Composer;
use crate::pages::account::AccountPage;
use crate::pages::api::ApiDocs;
use crate::pages::conversation::{Inbox, NewEntries, ThreadPage};
use crate::pages::delivery::DeliveryPage;
use crate::pages::demo::{DemoMail, DemoStart};
use crate::pages::error::{ErrorPage, Trouble};
use crate::pages::handed::HandedPage;
use crate::pages::holiday::{HolidayForm, HolidayPage};
use crate::pages::listing::{ListingList, ListingPage};
use crate::pages::operator::{ImportPage, OperatorPage};
use crate::pages::order::{OrderList, OrderPage, Writing};
use crate::pages::password::{ForgottenPage, NewPasswordPage};
use crate::pages::proof::{EmailProofPage, ProofError, ProofsPage};
use crate::pages::sign_in::SignInPage;
use crate::pages::sign_in_token::{SignInWithPage, SwitchPage};
use crate::shell::{Flash, Shell};

/// A page's name and HTML.
pub type Sample = (String, String);

/// Every page in one language.
#[must_use]
pub fn pages(locale: Locale) -> Vec<Sample> {
    let mut all = Vec::new();
    listings(locale, &mut all);
    guest::listing_guests(locale, &mut all);
    conversations(locale, &mut all);
    orders(locale, &mut all);
    contact::cards(locale, &mut all);
    contact::settings(locale, &mut all);
    around(locale, &mut all);
    operators(locale, &mut all);
    proofs(locale, &mut all);
    errors(locale, &mut all);
    all
}

/// What is no page of its own: the entries added to an open thread, and the mails.
#[must_use]
pub fn pieces(locale: Locale) -> Vec<Sample> {
    let notice = Notice {
        locale,
        ..Notice::sample()
    };
    let plain = Notice {
        listing: None,
        ..notice.clone()
    };
    let (notice, plain) = (notice.render(), plain.render());
    let reset = PasswordReset {
        locale,
        ..PasswordReset::sample()
    };
    let reset = reset.render();
    let proof = ProofCode {
        locale,
        ..ProofCode::sample()
    };
    let (proof, sms) = (proof.render(), proof.sms());
    let guest = GuestLink {
        locale,
        ..GuestLink::sample()
    };
    let guest = guest.render();
    let team = TeamInvitation {
        locale,
        ..TeamInvitation::sample()
    };
    let team = team.render();
    let mut all = deliveries(locale);
    all.extend([
        (
            "entries".into(),
            NewEntries::sample().render(&at(locale, "")),
        ),
        (
            "handed".into(),
            HandedPage::sample().fragment(&at(locale, "")),
        ),
        ("mail-subject".into(), notice.subject),
        ("mail-text".into(), notice.text),
        ("mail-html".into(), notice.html),
        ("mail-plain-subject".into(), plain.subject),
        ("mail-plain-text".into(), plain.text),
        ("mail-plain-html".into(), plain.html),
        ("mail-reset-subject".into(), reset.subject),
        ("mail-reset-text".into(), reset.text),
        ("mail-reset-html".into(), reset.html),
        ("mail-proof-subject".into(), proof.subject),
        ("mail-proof-text".into(), proof.text),
        ("mail-proof-html".into(), proof.html),
        ("mail-proof-sms".into(), sms),
        ("mail-guest-subject".into(), guest.subject),
        ("mail-guest-text".into(), guest.text),
        ("mail-guest-html".into(), guest.html),
        ("mail-team-subject".into(), team.subject),
        ("mail-team-text".into(), team.text),
        ("mail-team-html".into(), team.html),
    ]);
    all
}

/// Messages to shops, about a listing, an order and nothing.
fn deliveries(locale: Locale) -> Vec<Sample> {
    let delivery = Delivery {
        locale,
        ..Delivery::sample()
    };
    let of_order = Delivery {
        about: Some(DeliveryAbout::Order("H-20261118-0042".into())),
        ..delivery.clone()
    };
    let of_nothing = Delivery {
        about: None,
        ..delivery.clone()
    };
    let (delivery, of_order) = (delivery.render(), of_order.render());
    let of_nothing = of_nothing.render();
    vec![
        ("mail-delivery-subject".into(), delivery.subject),
        ("mail-delivery-text".into(), delivery.text),
        ("mail-delivery-html".into(), delivery.html),
        ("mail-delivery-order-subject".into(), of_order.subject),
        ("mail-delivery-order-text".into(), of_order.text),
        ("mail-delivery-order-html".into(), of_order.html),
        ("mail-delivery-plain-subject".into(), of_nothing.subject),
        ("mail-delivery-plain-text".into(), of_nothing.text),
        ("mail-delivery-plain-html".into(), of_nothing.html),
    ]
}

fn at(locale: Locale, path: &str) -> Shell {
    Shell {
        path: path.into(),
        ..Shell::sample(locale)
    }
}

fn signed_out(shell: &Shell) -> Shell {
    Shell {
        caller: None,
        ..shell.clone()
    }
}

fn failed(error: &str) -> Composer {
    Composer {
        error: Some(error.into()),
        body: " \n".into(),
        ..Composer::new("0197f4c2-3b1e-7c60-9a55-2f6d1f6f0a03")
    }
}

fn listings(locale: Locale, all: &mut Vec<Sample>) {
    let shell = at(locale, "/listings");
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    add("listing-list", ListingList::sample().render(&shell));
    add(
        "listing-list-empty",
        ListingList::default().render(&signed_out(&shell)),
    );
    let nothing = ListingList {
        q: "hevosvaunut".into(),
        ..ListingList::default()
    };
    add("listing-list-nothing-found", nothing.render(&shell));

    let shell = at(locale, "/listings/halli-1001");
    let page = ListingPage::sample();
    add("listing", page.render(&shell));
    add("listing-guest", page.render(&signed_out(&shell)));
    let refused = ListingPage {
        composer: failed("body_empty"),
        conversation: Some("cnv_06a2m1d2v4q000000000000000".into()),
        ..page.clone()
    };
    add("listing-refused", refused.render(&shell));
    let form = ListingPage {
        composer: Composer {
            form: true,
            subject: "Rungon kunto".repeat(11),
            ..failed("subject_too_long")
        },
        ..page.clone()
    };
    add("listing-form-refused", form.render(&shell));
    let own = ListingPage {
        own: true,
        price: None,
        ..page.clone()
    };
    add("listing-own", own.render(&shell));
    let retired = ListingPage {
        state: ListingState::Retired,
        description: String::new(),
        ..refused
    };
    add("listing-retired", retired.render(&shell));
}

fn conversations(locale: Locale, all: &mut Vec<Sample>) {
    let shell = at(locale, "/conversations");
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    add("inbox", Inbox::sample().render(&shell));
    add("inbox-empty", Inbox::default().render(&shell));
    let closed = Inbox {
        state: Some(ConversationState::Closed),
        q: "lampun".into(),
        ..Inbox::default()
    };
    add("inbox-nothing-here", closed.render(&shell));

    let page = ThreadPage::sample();
    let mut shell = at(locale, "/conversations/cnv_06a2m1d2v4q000000000000000");
    add("thread", page.render(&shell));
    for flash in Flash::ALL {
        shell.flash = Some(flash);
        let closed = ThreadPage {
            state: ConversationState::Closed,
            ..page.clone()
        };
        add(
            &format!("thread-closed-{}", flash.code()),
            closed.render(&shell),
        );
    }
    shell.flash = None;
    for code in [
        "body_empty",
        "body_too_long",
        "already_closed",
        "already_open",
        "own_listing",
    ] {
        let refused = ThreadPage {
            composer: failed(code),
            ..page.clone()
        };
        add(&format!("thread-{code}"), refused.render(&shell));
    }
}

fn orders(locale: Locale, all: &mut Vec<Sample>) {
    let shell = at(locale, "/orders");
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    add("order-list", OrderList::sample().render(&shell));
    add("order-list-empty", OrderList::default().render(&shell));
    let sold = OrderList {
        side: Some(Side::Seller),
        status: Some(Status::Returned),
        ..OrderList::default()
    };
    add("order-list-nothing-here", sold.render(&shell));

    let shell = at(locale, "/orders/H-20261118-0042");
    let page = OrderPage::sample();
    add("order", page.render(&shell));
    let refused = OrderPage {
        composer: failed("body_empty"),
        writing: Writing::Other {
            conversation: Some("/conversations/cnv_06a2m1d2v4q000000000000000".into()),
        },
        side: Side::Seller,
        status: Status::Delivered,
        delivered_at: Some(shell.now),
        promised_on: None,
        ..page.clone()
    };
    add("order-refused", refused.render(&shell));
    let own = OrderPage {
        writing: Writing::Own,
        status: Status::Cancelled,
        items: page.items.iter().skip(1).cloned().collect(),
        carrier: None,
        tracking: None,
        total: None,
        composer: failed("own_order"),
        ..page
    };
    add("order-own", own.render(&shell));
}

fn around(locale: Locale, all: &mut Vec<Sample>) {
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    let shell = signed_out(&at(locale, "/sign-in"));
    add("sign-in", SignInPage::default().render(&shell));
    add("sign-in-refused", SignInPage::sample().render(&shell));
    add(
        "password-forgotten",
        ForgottenPage::default().render(&shell),
    );
    add("password-sent", ForgottenPage::sample().render(&shell));
    add(
        "password-new",
        NewPasswordPage {
            token: "kt_0".into(),
            error: None,
        }
        .render(&shell),
    );
    add(
        "password-link-expired",
        NewPasswordPage::sample().render(&shell),
    );
    let with = at(locale, "/sign-in/with");
    add("sign-in-with", SignInWithPage.render(&signed_out(&with)));
    add("sign-in-switch", SwitchPage::sample().render(&with));
    guest::guests(&shell, all);
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    let shell = at(locale, "/account");
    let page = AccountPage::sample();
    add("account", page.render(&shell));
    let refused = AccountPage {
        error: Some("current".into()),
        ..page
    };
    add("account-refused", refused.render(&shell));
    let proven = AccountPage {
        email_proven: Some(true),
        ..AccountPage::sample()
    };
    add("account-proven", proven.render(&shell));
    let guest = AccountPage {
        name: "Aino".into(),
        proven: Some("aino@halli.example".into()),
        ..AccountPage::default()
    };
    add("account-guest", guest.render(&shell));

    teams::add(locale, &mut add);

    delivery_pages(locale, &mut add);

    let shell = at(locale, "/demo");
    add("demo", DemoStart::sample().render(&signed_out(&shell)));
    add("demo-mail", DemoMail::sample().render(&shell));
    add("demo-mail-empty", DemoMail::default().render(&shell));

    add(
        "api",
        ApiDocs::sample().render(&signed_out(&at(locale, "/api/docs"))),
    );
}

fn delivery_pages(locale: Locale, add: &mut impl FnMut(&str, String)) {
    let shell = at(locale, "/contact/delivery");
    let page = DeliveryPage::sample();
    add("delivery", page.render(&shell));
    let mut wrong = page.clone();
    for shop in &mut wrong.shops {
        (shop.wrong, shop.address) = (true, "myynti".into());
        shop.choice = Choice::Both;
    }
    add("delivery-refused", wrong.render(&shell));
    let mut silent = DeliveryPage {
        mail: false,
        ..page.clone()
    };
    for shop in &mut silent.shops {
        (shop.proven, shop.choice) = (true, Choice::Inbox);
    }
    add("delivery-without-mail", silent.render(&shell));
    let mut unreachable = page;
    for shop in &mut unreachable.shops {
        (shop.reachable, shop.address) = (false, String::new());
    }
    add("delivery-unreachable", unreachable.render(&shell));
    let private = DeliveryPage {
        mail: true,
        ..DeliveryPage::default()
    };
    add("delivery-private", private.render(&shell));
}

fn operators(locale: Locale, all: &mut Vec<Sample>) {
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    let mut shell = at(locale, "/operator");
    if let Some(known) = shell.caller.as_mut() {
        known.operates = true;
    }
    add("operator", OperatorPage::sample().render(&shell));
    add("operator-empty", OperatorPage::default().render(&shell));
    add("import", ImportPage::sample().render(&shell));
    let clean = ImportPage {
        refused: Vec::new(),
        next: None,
        ..ImportPage::sample()
    };
    add("import-clean", clean.render(&shell));
    let holidays = HolidayPage::sample();
    add("holidays", holidays.render(&shell));
    let refused = HolidayPage {
        ends: None,
        refused: Some(HolidayForm {
            date: "2040-01-01".into(),
            name: "Inventaario".into(),
            error: "date".into(),
        }),
        ..holidays
    };
    add("holidays-refused", refused.render(&shell));
}

fn proofs(locale: Locale, all: &mut Vec<Sample>) {
    let mut add = |name: &str, html| all.push((name.to_owned(), html));
    let shell = at(locale, "/contact/proofs");
    let page = ProofsPage::sample();
    add("proofs", page.render(&shell));
    add("proofs-none", ProofsPage::default().render(&shell));
    for (kind, code, value) in [
        ("phone", "code_wrong", "+358401234567"),
        ("email", "code_expired", "gone@halli.example"),
        ("phone", "invalid", "040"),
        ("phone", "premium", "0600 123456"),
        ("phone", "unknown_country", "+999 1"),
        ("phone", "no_sms", "013 1234567"),
        ("email", "invalid", "nobody"),
        ("email", "too_many", "a@halli.example"),
        ("email", "too_many_requests", "a@halli.example"),
    ] {
        let refused = ProofsPage {
            error: Some(ProofError {
                code: code.into(),
                kind: kind.into(),
                value: value.into(),
            }),
            ..page.clone()
        };
        add(&format!("proofs-{kind}-{code}"), refused.render(&shell));
    }
    let shell = at(locale, "/account/email");
    let page = EmailProofPage::sample();
    add("email-proof-sent", page.render(&shell));
    let wrong = EmailProofPage {
        error: Some("code_wrong".into()),
        ..page.clone()
    };
    add("email-proof-wrong", wrong.render(&shell));
    let first = EmailProofPage {
        until: None,
        ..page.clone()
    };
    add("email-proof", first.render(&shell));
    let stopped = EmailProofPage {
        error: Some("too_many_requests".into()),
        ..first.clone()
    };
    add("email-proof-stopped", stopped.render(&shell));
    let proven = EmailProofPage {
        proven: true,
        ..first
    };
    add("email-proof-proven", proven.render(&shell));
}

fn errors(locale: Locale, all: &mut Vec<Sample>) {
    let shell = at(locale, "/");
    for trouble in Trouble::ALL {
        let name = format!("error-{}", trouble.code());
        all.push((name, ErrorPage::sample(trouble).render(&signed_out(&shell))));
    }
}
