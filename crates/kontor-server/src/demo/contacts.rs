//! How the demo's sellers are reached: settings with hours, proven numbers, trader blocks, a request to
//! be called back. All numbers are made up.

use std::sync::Arc;

use kontor_core::account::Caller;
use kontor_core::contact::{ContactKind, Device};
use kontor_core::contact_card::Provable;
use kontor_core::contact_settings::{
    Audience, ContactSettings, EmailChannel, EmailMode, MessageChannel, PhoneChannel, PostChannel,
    Salesperson, SellersChannel,
};
use kontor_core::marketplace::{Marketplace, Preset};
use kontor_core::phone::PhoneNumber;
use kontor_core::post_address::PostAddress;
use kontor_core::time::HOUR;
use kontor_core::trader::TraderBlock;
use kontor_store::contact_card::Subject;
use kontor_store::contact_proof::{self, ProvenBy};
use kontor_store::{callback as kept, contact, contact_card};

use crate::actions::callback::{self, Wanted};
use crate::actions::contact::{Asked, Looker};
use crate::actions::{contact_settings, trader};
use crate::app::App;
use crate::demo::seed::{answers_for, caller};
use crate::fault::Fault;

/// A seller of the demo: external id, name for letters, street, postal code, town, country, number.
type Seller = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const SHOPS: [Seller; 4] = [
    (
        "lamppu",
        "Lamppu & Tuoli Oy",
        "Hämeenkatu 1",
        "33100",
        "Tampere",
        "FI",
        "+358401234500",
    ),
    (
        "knihy",
        "Staré knihy s. r. o.",
        "Obchodná 1",
        "811 06",
        "Bratislava",
        "SK",
        "+421901234567",
    ),
    (
        "raamat",
        "Raamat ja käsitöö OÜ",
        "Rüütli 1",
        "51007",
        "Tartu",
        "EE",
        "+37251234567",
    ),
    (
        "livros",
        "Livros e Azulejos, Lda.",
        "Rua do Almada 1",
        "4050-001",
        "Porto",
        "PT",
        "+351912345678",
    ),
];

/// The private seller's number.
const PRIVATE: &str = "+358401234567";
/// The number of a salesperson beside the shop's own.
const SALES: &str = "+358401234501";
/// How often somebody asked outside the private seller's hours: hour and count.
const DEMAND: &[(i64, i64)] = &[(8, 2), (12, 1), (14, 3), (20, 5), (21, 9), (22, 3)];
/// Hours to go back at most until the private seller's phone was shut.
const SHUT_WITHIN: i64 = 24;

/// Sets how everybody who sells is reached.
///
/// # Errors
/// The actions'.
pub(super) async fn fill(app: &App, market: &Marketplace) -> Result<(), Fault> {
    for shop in SHOPS {
        let who = Arc::new(caller(app, market.key, answers_for(shop.0)).await?);
        prove(app, &who, shop.0, shop.6, Some(&email(shop.0))).await?;
        let block = block(shop);
        trader::put_trader(app, &who, shop.0.to_owned(), block, None).await?;
        set(app, market, &who, shop.0, of_shop(shop)).await?;
    }
    let mika = Arc::new(caller(app, market.key, "mika").await?);
    prove(app, &mika, "mika", PRIVATE, None).await?;
    prove(app, &mika, "lamppu", SALES, None).await?;
    let settings = ContactSettings {
        email: Some(EmailChannel {
            audience: Audience::Registered,
            ..EmailChannel::default()
        }),
        phone: phone(PRIVATE, true, "Mo-Fr 16:00-20:00; Sa 10:00-14:00; PH off"),
        ..ContactSettings::at_first()
    };
    set(app, market, &mika, "mika", settings).await?;
    if market.preset == Preset::Closed {
        return Ok(());
    }
    demand(app, market, &mika).await?;
    call_back(app, market).await
}

fn email(shop: &str) -> String {
    format!("shop@{shop}.example")
}

fn phone(number: &str, sms: bool, hours: &str) -> Option<PhoneChannel> {
    Some(PhoneChannel {
        audience: Audience::Everyone,
        number: PhoneNumber::parse(number)?,
        call: true,
        sms,
        hours: Some(hours.to_owned()),
        time_zone: None,
    })
}

fn address((_, name, street, postal_code, city, country, _): Seller) -> PostAddress {
    PostAddress {
        name: name.to_owned(),
        street: street.to_owned(),
        postal_code: postal_code.to_owned(),
        city: city.to_owned(),
        country: country.to_owned(),
    }
}

fn block(shop: Seller) -> TraderBlock {
    TraderBlock {
        address: address(shop),
        email: email(shop.0),
        phone: PhoneNumber::parse(shop.6),
        ..TraderBlock::default()
    }
}

fn of_shop(shop: Seller) -> ContactSettings {
    let hours = "Mo-Fr 09:00-17:00; Sa 10:00-15:00; PH off";
    let usual = ContactSettings {
        phone: phone(shop.6, false, hours),
        ..ContactSettings::at_first()
    };
    let mail = |mode, audience| {
        Some(EmailChannel {
            audience,
            mode,
            address: Some(email(shop.0)),
        })
    };
    let post = Some(PostChannel {
        audience: Audience::Everyone,
        address: address(shop),
    });
    match shop.0 {
        "lamppu" => ContactSettings {
            email: mail(EmailMode::Published, Audience::Everyone),
            sellers: Some(SellersChannel {
                audience: Audience::Everyone,
                people: [("Kaisa Laine", shop.6), ("Otto Salo", SALES)]
                    .into_iter()
                    .filter_map(|(name, number)| {
                        Some(Salesperson {
                            name: name.to_owned(),
                            number: PhoneNumber::parse(number)?,
                        })
                    })
                    .collect(),
            }),
            post,
            ..usual
        },
        "knihy" => ContactSettings {
            email: mail(EmailMode::Form, Audience::Everyone),
            ..usual
        },
        "raamat" => ContactSettings {
            message: Some(MessageChannel {
                audience: Audience::Verified,
            }),
            phone: None,
            post,
            ..usual
        },
        _ => ContactSettings {
            email: mail(EmailMode::Published, Audience::Verified),
            ..usual
        },
    }
}

async fn set(
    app: &App,
    market: &Marketplace,
    who: &Arc<Caller>,
    seller: &str,
    settings: ContactSettings,
) -> Result<(), Fault> {
    let settings = settings.allowed(market.preset);
    let name = seller.to_owned();
    contact_settings::put(app, market, who, name, settings, None).await?;
    Ok(())
}

/// A proof, as if its code had been typed in.
async fn prove(
    app: &App,
    who: &Caller,
    seller: &str,
    number: &str,
    email: Option<&str>,
) -> Result<(), Fault> {
    let input = (
        who.marketplace,
        seller.to_owned(),
        PhoneNumber::parse(number),
        email.map(str::to_owned),
        app.clock.now(),
    );
    app.store
        .write(input, |tx, (market, seller, number, email, now)| {
            Box::pin(async move {
                let found = contact_card::seller(tx, *market, seller).await?;
                let owner = found.ok_or_else(|| Fault::new("not_found"))?;
                let phone = number.as_ref().map(Provable::Phone);
                let email = email.as_deref().map(Provable::Email);
                for what in phone.into_iter().chain(email) {
                    let by = ProvenBy::Code;
                    contact_proof::put(tx, *market, &owner, what, by, *now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Whoever asked for the private seller's number in the evenings of the last days.
async fn demand(app: &App, market: &Marketplace, seller: &Caller) -> Result<(), Fault> {
    let yesterday = contact::day(app.clock.now()) - 1;
    let input = (market.key, seller.own(), yesterday);
    app.store
        .write(input, |tx, (market, seller, day)| {
            Box::pin(async move {
                for (hour, asked) in DEMAND {
                    for _ in 0..*asked {
                        kept::count_demand(tx, *market, seller, *day, *hour).await?;
                    }
                }
                Ok::<_, Fault>(())
            })
        })
        .await
}

/// A buyer asks to be called back, at the last hour at which the phone was shut.
async fn call_back(app: &App, market: &Marketplace) -> Result<(), Fault> {
    let buyer = caller(app, market.key, "oliver").await?;
    let buyer = Caller {
        name: "Oliver Reed".to_owned(),
        ..buyer
    };
    for hours in 1..=SHUT_WITHIN {
        app.clock.set_behind(hours * HOUR);
        let asked = Asked {
            subject: Subject::Listing("fi-0029".to_owned()),
            kind: ContactKind::CallbackAsked,
            device: Device::Desktop,
            key: None,
        };
        let wanted = wanted();
        let looker = Looker::new(Some(&buyer), "127.0.0.1", "Demo");
        let done = callback::ask(app, market, Some(&buyer), looker, asked, wanted).await;
        match done {
            Err(fault) if fault.code == "call_now" => {}
            Err(fault) => return Err(fault),
            Ok(_) => break,
        }
    }
    app.clock.set_behind(0);
    Ok(())
}

fn wanted() -> Option<Wanted> {
    let note = "Does the coupling fit any bicycle? After five is best.";
    Some(Wanted {
        number: PhoneNumber::parse("+358401234599")?,
        note: note.to_owned(),
        message: format!("Please call me back: 040 1234599\n\n{note}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demos_numbers_are_numbers_of_their_countries() {
        let shops = SHOPS.iter().map(|shop| shop.6);
        for number in shops.chain([PRIVATE, SALES, "+358401234599"]) {
            let read = kontor_text::phone_number::read(number, "FI");
            assert_eq!(read.map(|read| read.to_string()), Ok(number.to_owned()));
        }
    }
}
