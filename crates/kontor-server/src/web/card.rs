//! The contact card on pages, and what its buttons lead to.
//!
//! A button is a form; the answer is a page that shows what was handed out, or for the page's script
//! only the part of it. Neither is kept by any cache.

use axum::response::Response;
use kontor_calendar::{OnHolidays, Week};
use kontor_core::contact::{ContactKind, Device};
use kontor_core::contact_card::{
    CardChannel, ChannelKind, HandOutRefusal, HandedOut, NextStep, Standing, Viewer, hand_out,
};
use kontor_core::contact_settings::Audience;
use kontor_core::marketplace::Preset;
use kontor_core::phone::PhoneNumber;
use kontor_core::post_address::PostAddress;
use kontor_core::time::Micros;
use kontor_pages::pages::card::{Card, CardRow, RowStanding};
use kontor_pages::pages::contact_point::{ContactPoint, OpenHours};
use kontor_pages::pages::handed::{
    CallbackPage, Dialling, Handed, HandedPage, Number, TraderShown,
};
use kontor_pages::{Locale, Shell, Texts};
use kontor_store::contact_card::{Source, Subject};
use serde::Deserialize;

use crate::actions::contact::{self as act, Asked, Given};
use crate::actions::trader::Opened;
use crate::actions::{callback, trader};
use crate::api::v1::contact_card::{CardQuery, Seen, seen};
use crate::api::v1::contacts::{CallbackAskBody, looker, wanted, written};
use crate::fault::Fault;
use crate::serve::answer;
use crate::serve::context::Context;
use crate::web::errors::escape;
use crate::web::listings::form_key;
use crate::web::shell;

/// A text as one segment of a path.
#[must_use]
pub fn segment(text: &str) -> String {
    escape(text).replace('/', "%2F")
}

/// Where the page of a card is.
#[must_use]
pub fn place(subject: &Subject) -> String {
    match subject {
        Subject::Listing(id) => format!("/listings/{}", segment(id)),
        Subject::Seller(id) => format!("/sellers/{}", segment(id)),
    }
}

/// Where a seller's page is.
#[must_use]
pub fn seller_place(source: &Source) -> String {
    let name = source.seller_external_id.as_deref();
    format!(
        "/sellers/{}",
        segment(name.unwrap_or(source.seller.as_str()))
    )
}

/// An instant as it stands in the middle of a sentence, in the zone of the phone's hours.
#[must_use]
pub fn say(context: &Context, seen: &Seen, at: Micros) -> String {
    let zone = seen.card.zone().cloned();
    let zone = zone.unwrap_or_else(|| shell::zone(&context.market.time_zone));
    let locale = Locale::parse(&context.locale()).unwrap_or(Locale::En);
    kontor_pages::when(Texts::new(locale), &zone, at, seen.at)
}

/// The card as its viewer sees it.
#[must_use]
pub fn view(context: &Context, seen: &Seen, place: String) -> Card {
    let source = &seen.card.source;
    let rows = seen.channels().into_iter().map(|one| CardRow {
        standing: standing(context, seen, one),
        kind: one.kind,
    });
    Card {
        rows: rows.collect(),
        place,
        seller: source.seller_name.clone(),
        closed: context.market.preset == Preset::Closed,
        trader: source
            .trader
            .then(|| format!("{}/trader", seller_place(source))),
        key: form_key(),
        inert: false,
    }
}

fn standing(context: &Context, seen: &Seen, one: CardChannel) -> RowStanding {
    let say = |at| say(context, seen, at);
    match one.standing {
        Standing::Open => {
            let hours = matches!(one.kind, ChannelKind::Phone { .. });
            let until = hours.then(|| seen.card.window(seen.at).next_change);
            RowStanding::Open(until.flatten().map(say))
        }
        Standing::NotForYou(NextStep::SignIn) => RowStanding::SignIn,
        Standing::NotForYou(NextStep::VerifyEmail) => RowStanding::VerifyEmail,
        Standing::OutOfHours(again) => RowStanding::OutOfHours(again.map(say)),
    }
}

/// What search engines may know of a card: what a guest sees of it.
#[must_use]
pub fn contact_point(context: &Context, seen: &Seen, place: &str) -> ContactPoint {
    let (market, source) = (&context.market, &seen.card.source);
    let phone = source.reachable.phone.as_ref();
    let public = phone.filter(|phone| phone.audience == Audience::Everyone);
    let hours = public.and_then(|phone| phone.hours.as_deref());
    let guest = source
        .reachable
        .channels(Viewer::Guest, seen.card.window(seen.at));
    ContactPoint {
        name: source.seller_name.clone(),
        business: source.business,
        seller_url: format!("{}{}", market.base_url, seller_place(source)),
        card_url: format!("{}{place}#contact", market.base_url),
        reachable: source.offered && !guest.is_empty(),
        languages: market.locales.clone(),
        hours: hours
            .and_then(Week::from_expression)
            .map(|week| open_hours(&week))
            .unwrap_or_default(),
    }
}

fn open_hours(week: &Week) -> Vec<OpenHours> {
    const DAYS: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let mut all: Vec<OpenHours> = Vec::new();
    for (day, windows) in DAYS.into_iter().zip(week.days()) {
        for window in windows {
            let opens = clock(window.from());
            // Source: schema.org, OpeningHoursSpecification: midnight at a day's end is 23:59.
            let closes = clock(window.to().min(24 * 60 - 1));
            let same = |own: &&mut OpenHours| own.opens == opens && own.closes == closes;
            let named = if day == "Sunday" && week.holidays() == OnHolidays::AsSunday {
                vec![day, "PublicHolidays"]
            } else {
                vec![day]
            };
            match all.iter_mut().find(same) {
                Some(known) => known.days.extend(named),
                None => all.push(OpenHours {
                    days: named,
                    opens,
                    closes,
                }),
            }
        }
    }
    if week.holidays() == OnHolidays::Closed && !all.is_empty() {
        all.push(OpenHours {
            days: vec!["PublicHolidays"],
            opens: clock(0),
            closes: clock(0),
        });
    }
    all
}

/// What a button sends.
#[derive(Debug, Default, Deserialize)]
struct AskForm {
    #[serde(default)]
    channel: String,
    #[serde(default)]
    key: String,
    /// What the page's script found out.
    #[serde(default)]
    device: String,
    /// The page's script wants only what was handed out.
    #[serde(default)]
    part: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    note: String,
}

/// On what the viewer looks: as the script says, else as the browser calls itself.
fn device(context: &Context, told: &str) -> Device {
    let hint = context.header("sec-ch-ua-mobile") == Some("?1");
    let browser = context.header("user-agent").unwrap_or_default();
    match told {
        "mobile" => Device::Mobile,
        "desktop" => Device::Desktop,
        _ if hint || browser.contains("Mobi") => Device::Mobile,
        _ => Device::Desktop,
    }
}

/// `POST /listings/{external_id}/contacts`
///
/// # Errors
/// `parameter_invalid`, `not_found`, the store's; why nothing is handed out is told on the page.
pub async fn of_listing(context: Context) -> Result<Response, Fault> {
    let subject = Subject::Listing(context.param("external_id").to_owned());
    ask(context, subject).await
}

/// `POST /sellers/{id}/contacts`
///
/// # Errors
/// See [`of_listing`].
pub async fn of_seller(context: Context) -> Result<Response, Fault> {
    let subject = Subject::Seller(context.param("id").to_owned());
    ask(context, subject).await
}

async fn ask(context: Context, subject: Subject) -> Result<Response, Fault> {
    let form: AskForm = context.form()?;
    let kind = ContactKind::parse(&form.channel).filter(|kind| kind.is_asked_for());
    let kind = kind.ok_or_else(|| Fault::with("parameter_invalid", "channel: no such"))?;
    let device = device(&context, &form.device);
    let key = Some(form.key.clone()).filter(|key| !key.is_empty());
    let asked = Asked {
        subject: subject.clone(),
        kind,
        device,
        key,
    };
    let (app, market) = (&context.app, &context.market);
    let given = if kind == ContactKind::CallbackAsked {
        let ask = CallbackAskBody {
            number: form.number.clone(),
            note: form.note.clone(),
        };
        let caller = context.caller.as_deref();
        match wanted(&context, &ask) {
            Ok(wanted) => {
                callback::ask(app, market, caller, looker(&context), asked, Some(wanted)).await
            }
            Err(fault) => Err(fault),
        }
    } else {
        act::give(app, market, looker(&context), asked).await
    };
    let seen = seen(&context, subject.clone(), &CardQuery::default()).await?;
    let place = place(&subject);
    match given {
        Ok(given) => {
            let handed = handed(&context, &seen, given, kind, device, &form.part);
            show(&context, &seen, place, handed, &form.part, None).await
        }
        Err(fault) => refused(&context, &seen, place, fault, kind, form).await,
    }
}

fn number(number: &PhoneNumber, country: &str) -> Number {
    Number {
        written: written(number, country),
        number: number.to_string(),
    }
}

fn lines(address: PostAddress) -> Vec<String> {
    let town = format!("{} {}", address.postal_code, address.city);
    vec![address.name, address.street, town, address.country]
}

fn handed(
    context: &Context,
    seen: &Seen,
    given: Given,
    kind: ContactKind,
    device: Device,
    part: &str,
) -> Handed {
    let country = &context.market.country;
    match given.out {
        HandedOut::Email(address) => Handed::Email(address),
        HandedOut::Post(address) => Handed::Post(lines(address)),
        HandedOut::Sellers(people) => Handed::Sellers(
            people
                .into_iter()
                .map(|person| (person.name, number(&person.number, country)))
                .collect(),
        ),
        HandedOut::Callback => Handed::Callback(given.conversation.map(|id| id.0)),
        HandedOut::Phone(own) => {
            let uses = seen.card.source.reachable.phone.as_ref();
            Handed::Phone {
                number: number(&own, country),
                until: given.until.map(|at| say(context, seen, at)),
                call: uses.is_some_and(|phone| phone.call),
                sms: uses.is_some_and(|phone| phone.sms),
                dialling: match (device, kind) {
                    (Device::Desktop, _) => Dialling::Elsewhere,
                    (_, ContactKind::CallStarted) => Dialling::Call,
                    (_, ContactKind::SmsStarted) => Dialling::Sms,
                    _ if part.is_empty() => Dialling::AskFirst,
                    _ => Dialling::Counted,
                },
            }
        }
    }
}

/// The page with what was handed out, or only that.
async fn show(
    context: &Context,
    seen: &Seen,
    place: String,
    handed: Handed,
    part: &str,
    fault: Option<&Fault>,
) -> Result<Response, Fault> {
    let page = HandedPage {
        place,
        seller: seen.card.source.seller_name.clone(),
        handed,
        key: form_key(),
    };
    let around = Shell {
        // The answer to a button can be asked for again only by the button.
        path: page.place.clone(),
        ..shell::of(context).await?
    };
    let html = if part.is_empty() {
        page.render(&around)
    } else {
        page.fragment(&around)
    };
    Ok(match fault {
        None => shell::page(context, 200, html),
        Some(fault) => shell::refused(context, fault, html),
    })
}

async fn refused(
    context: &Context,
    seen: &Seen,
    place: String,
    fault: Fault,
    kind: ContactKind,
    form: AskForm,
) -> Result<Response, Fault> {
    let about_form = matches!(fault.code, "field_invalid" | "callback_waits");
    if fault.code == "sign_in_first" {
        return Ok(to_sign_in(&place));
    } else if kind == ContactKind::CallbackAsked && about_form {
        let first = fault.fields.first().cloned();
        let page = CallbackPage {
            again: again(context, seen),
            number: form.number,
            note: form.note,
            error: Some(first.unwrap_or((String::new(), fault.code.to_owned()))),
            ..callback_form(seen, place)
        };
        let around = Shell {
            path: format!("{}/callback", page.place),
            ..shell::of(context).await?
        };
        return Ok(shell::refused(context, &fault, page.render(&around)));
    }
    match fault.code {
        "channel_not_offered"
        | "verify_email_first"
        | "out_of_hours"
        | "call_now"
        | "handouts_used_up"
        | "own_listing" => {
            let handed = Handed::Refused {
                again: (fault.code == "out_of_hours")
                    .then(|| again(context, seen))
                    .flatten(),
                code: fault.code.to_owned(),
            };
            show(context, seen, place, handed, &form.part, Some(&fault)).await
        }
        _ => Err(fault),
    }
}

fn to_sign_in(next: &str) -> Response {
    answer::see_other(&format!("/sign-in?next={}", escape(next)))
}

fn again(context: &Context, seen: &Seen) -> Option<String> {
    let window = seen.card.window(seen.at);
    let again = window.next_change.filter(|_| !window.open);
    again.map(|at| say(context, seen, at))
}

fn callback_form(seen: &Seen, place: String) -> CallbackPage {
    CallbackPage {
        place,
        seller: seen.card.source.seller_name.clone(),
        key: form_key(),
        ..CallbackPage::default()
    }
}

/// `GET /listings/{external_id}/callback`
///
/// # Errors
/// `not_found`, the store's; why no call-back can be asked for is told on the page.
pub async fn callback_of_listing(context: Context) -> Result<Response, Fault> {
    let subject = Subject::Listing(context.param("external_id").to_owned());
    callback_page(context, subject).await
}

/// `GET /sellers/{id}/callback`
///
/// # Errors
/// See [`callback_of_listing`].
pub async fn callback_of_seller(context: Context) -> Result<Response, Fault> {
    let subject = Subject::Seller(context.param("id").to_owned());
    callback_page(context, subject).await
}

async fn callback_page(context: Context, subject: Subject) -> Result<Response, Fault> {
    let seen = seen(&context, subject.clone(), &CardQuery::default()).await?;
    let place = place(&subject);
    let source = &seen.card.source;
    let window = seen.card.window(seen.at);
    let kind = ContactKind::CallbackAsked;
    let decided = if source.offered {
        hand_out(&source.reachable, seen.viewer, window, kind)
    } else {
        Err(HandOutRefusal::NotOffered)
    };
    if let Err(refusal) = decided {
        let form = AskForm::default();
        return refused(&context, &seen, place, refusal.into(), kind, form).await;
    }
    if context.caller.is_none() {
        return Ok(to_sign_in(&format!("{place}/callback")));
    }
    let page = CallbackPage {
        again: again(&context, &seen),
        ..callback_form(&seen, place)
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// `POST /sellers/{id}/trader`: opens the trader block; again changes nothing.
///
/// # Errors
/// `not_found`, the store's.
pub async fn open_trader(context: Context) -> Result<Response, Fault> {
    let form: AskForm = context.form()?;
    let name = context.param("id").to_owned();
    let subject = Subject::Seller(name.clone());
    let (app, market) = (&context.app, &context.market);
    let opened = trader::open(app, market, looker(&context), name).await;
    let seen = seen(&context, subject.clone(), &CardQuery::default()).await?;
    let place = place(&subject);
    match opened {
        Ok(opened) => {
            let handed = Handed::Trader(trader_shown(opened, &market.country));
            show(&context, &seen, place, handed, &form.part, None).await
        }
        Err(fault) => {
            let kind = ContactKind::SellersShown;
            refused(&context, &seen, place, fault, kind, form).await
        }
    }
}

fn trader_shown(opened: Opened, country: &str) -> TraderShown {
    let block = opened.block;
    TraderShown {
        address: lines(block.address),
        email: Some(block.email).filter(|_| opened.email_proven),
        phone: block.phone.map(|own| number(&own, country)),
        register: block.register,
        register_number: block.register_number,
        vat_number: block.vat_number,
    }
}
