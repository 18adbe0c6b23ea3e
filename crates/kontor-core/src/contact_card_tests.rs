//! The card and the handing out, held against each other.

use super::*;
use crate::contact_settings::{EmailChannel, PostChannel, SellersChannel};

const AGAIN: Micros = Micros(1_795_262_700_000_000);
const SHUT: Window = Window {
    open: false,
    next_change: Some(AGAIN),
};

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap()
}

fn everything(audience: Audience, mode: EmailMode) -> ContactSettings {
    ContactSettings {
        message: Some(crate::contact_settings::MessageChannel { audience }),
        email: Some(EmailChannel {
            audience,
            mode,
            address: Some("own@shop.example".into()),
        }),
        phone: Some(PhoneChannel {
            audience,
            number: number("+358401234567"),
            call: true,
            sms: false,
            hours: Some("Mo-Fr 09:00-18:00".into()),
            time_zone: None,
        }),
        post: Some(PostChannel {
            audience,
            address: PostAddress::default(),
        }),
        sellers: Some(SellersChannel {
            audience,
            people: vec![Salesperson {
                name: "Kaisa".into(),
                number: number("+358409999999"),
            }],
        }),
    }
}

#[test]
fn nothing_unproven_is_on_the_card() {
    let settings = everything(Audience::Everyone, EmailMode::Published);
    let none = reachable(&settings, StandIns::default(), |_| false);
    let kinds: Vec<_> = none
        .channels(Viewer::Verified, Window::ALWAYS)
        .into_iter()
        .map(|channel| channel.kind.code())
        .collect();
    assert_eq!(kinds, ["message", "post"]);
    for kind in ContactKind::ALL {
        let out = hand_out(&none, Viewer::Verified, Window::ALWAYS, kind);
        let given = matches!(out, Ok(HandedOut::Post(_)));
        assert!(given || out == Err(HandOutRefusal::NotOffered), "{kind:?}");
    }
}

#[test]
fn a_proven_address_stands_in_only_where_none_is_named() {
    const BOTH: StandIns<'_> = StandIns {
        feed: Some("feed@shop.example"),
        login: Some("login@shop.example"),
    };
    let mut settings = everything(Audience::Everyone, EmailMode::Published);
    let nothing = |_: Provable<'_>| false;
    let named = reachable(&settings, BOTH, nothing);
    assert_eq!(named.email, None, "the named address is not proven");
    settings.email.as_mut().unwrap().address = None;
    let unnamed = reachable(&settings, BOTH, nothing);
    let feed = (Audience::Everyone, "feed@shop.example".to_owned());
    assert_eq!(unnamed.email, Some(feed));
    let only_login = StandIns { feed: None, ..BOTH };
    assert_eq!(reachable(&settings, only_login, nothing).email, None);
    settings.email.as_mut().unwrap().mode = EmailMode::Form;
    let form = reachable(&settings, only_login, nothing);
    let login = (Audience::Everyone, "login@shop.example".to_owned());
    assert_eq!(form.form, Some(login));
}

#[test]
fn the_card_and_the_handing_out_agree() {
    for audience in Audience::ALL {
        for mode in [EmailMode::Form, EmailMode::Published] {
            let all = reachable(&everything(audience, mode), StandIns::default(), |_| true);
            for viewer in Viewer::ALL {
                for window in [Window::ALWAYS, SHUT] {
                    agree(&all, viewer, window);
                }
            }
        }
    }
}

fn agree(all: &Reachable, viewer: Viewer, window: Window) {
    let channels = all.channels(viewer, window);
    let standing = |code: &str| {
        let found = channels.iter().find(|channel| channel.kind.code() == code);
        found.map(|channel| channel.standing)
    };
    for (kind, code) in [
        (ContactKind::EmailShown, "email"),
        (ContactKind::PhoneShown, "phone"),
        (ContactKind::CallStarted, "phone"),
        (ContactKind::PostShown, "post"),
        (ContactKind::SellersShown, "sellers"),
    ] {
        let out = hand_out(all, viewer, window, kind);
        let wanted = match standing(code) {
            None => Some(HandOutRefusal::NotOffered),
            Some(Standing::Open) => None,
            Some(Standing::NotForYou(NextStep::SignIn)) => Some(HandOutRefusal::SignIn),
            Some(Standing::NotForYou(NextStep::VerifyEmail)) => Some(HandOutRefusal::VerifyEmail),
            Some(Standing::OutOfHours(again)) => Some(HandOutRefusal::OutOfHours(again)),
        };
        assert_eq!(out.err(), wanted, "{kind:?} {viewer:?} {window:?}");
    }
}

#[test]
fn a_number_that_takes_no_short_messages_starts_none() {
    let all = reachable(
        &everything(Audience::Everyone, EmailMode::Form),
        StandIns::default(),
        |_| true,
    );
    let asked = |kind, window| hand_out(&all, Viewer::Guest, window, kind);
    assert_eq!(
        asked(ContactKind::SmsStarted, Window::ALWAYS),
        Err(HandOutRefusal::NotOffered)
    );
    assert_eq!(
        asked(ContactKind::CallbackAsked, SHUT),
        Ok(HandedOut::Callback)
    );
    assert_eq!(
        asked(ContactKind::CallbackAsked, Window::ALWAYS),
        Err(HandOutRefusal::CallNow)
    );
}

#[test]
fn each_audience_admits_those_it_names() {
    use Audience::{Everyone, Registered, Verified};
    let table = |audience| Viewer::ALL.map(|viewer| missing(audience, viewer));
    assert_eq!(table(Everyone), [None; 3]);
    assert_eq!(table(Registered), [Some(NextStep::SignIn), None, None]);
    assert_eq!(
        table(Verified),
        [Some(NextStep::SignIn), Some(NextStep::VerifyEmail), None]
    );
}
