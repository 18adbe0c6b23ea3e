//! The demo's own pages: the start, from which one steps into a persona, and the caught mails.

use askama::Template;
use kontor_core::marketplace::Preset;
use kontor_core::time::{MINUTE, Micros};

use super::finish;
use crate::shell::Shell;
use crate::texts::Texts;

/// Somebody whom a visitor of the demo can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persona {
    /// Buys.
    Buyer,
    /// Sells as a person.
    PrivateSeller,
    /// Administers a shop.
    ShopAdmin,
    /// Runs the marketplace.
    Operator,
}

impl Persona {
    /// Every persona, in the order of the cards.
    pub const ALL: [Self; 4] = [
        Self::Buyer,
        Self::PrivateSeller,
        Self::ShopAdmin,
        Self::Operator,
    ];

    /// The stable name, as in `/demo/as/{persona}`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::PrivateSeller => "private_seller",
            Self::ShopAdmin => "shop_admin",
            Self::Operator => "operator",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|persona| persona.code() == code)
    }

    fn role_key(self) -> &'static str {
        match self {
            Self::Buyer => "demo-buyer",
            Self::PrivateSeller => "demo-private-seller",
            Self::ShopAdmin => "demo-shop-admin",
            Self::Operator => "demo-operator",
        }
    }

    fn what_key(self) -> &'static str {
        match self {
            Self::Buyer => "demo-buyer-what",
            Self::PrivateSeller => "demo-private-seller-what",
            Self::ShopAdmin => "demo-shop-admin-what",
            Self::Operator => "demo-operator-what",
        }
    }
}

/// A card on the start page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonaCard {
    /// Who.
    pub persona: Persona,
    /// The name that others see.
    pub name: String,
}

/// A marketplace of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoMarketplace {
    /// The name that people read.
    pub name: String,
    /// Where its pages are.
    pub base_url: String,
    /// What may be offered and said.
    pub preset: Preset,
    /// Listings on offer.
    pub listings: i64,
}

impl DemoMarketplace {
    fn preset_key(&self) -> &'static str {
        match self.preset {
            Preset::Classifieds => "demo-preset-classifieds",
            Preset::Closed => "demo-preset-closed",
        }
    }
}

/// `/demo`: what Kontor is, and who to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DemoStart {
    /// Whom one can be.
    pub personas: Vec<PersonaCard>,
    /// What there is to see.
    pub marketplaces: Vec<DemoMarketplace>,
}

#[derive(Template)]
#[template(path = "pages/demo.html")]
struct StartTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a DemoStart,
}

impl DemoStart {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&StartTemplate {
            shell,
            t: shell.texts(),
            page: self,
        })
    }

    /// Every persona and two marketplaces.
    #[must_use]
    pub fn sample() -> Self {
        let names = [
            "Aino Virtanen",
            "Matti Korhonen",
            "Kalustehuone Oy",
            "Liisa Laine",
        ];
        let personas = Persona::ALL.into_iter().zip(names);
        Self {
            personas: personas
                .map(|(persona, name)| PersonaCard {
                    persona,
                    name: name.into(),
                })
                .collect(),
            marketplaces: vec![
                DemoMarketplace {
                    name: "Halli".into(),
                    base_url: "http://localhost:8080".into(),
                    preset: Preset::Classifieds,
                    listings: 6_000,
                },
                DemoMarketplace {
                    name: "Turg & Tarne".into(),
                    base_url: "http://turg.localhost:8080".into(),
                    preset: Preset::Closed,
                    listings: 1,
                },
            ],
        }
    }
}

/// A mail that the demo caught instead of sending it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtMail {
    /// To whom it would have gone.
    pub to: String,
    /// From whom.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// When it was caught.
    pub at: Micros,
    /// Its plain text.
    pub body: String,
}

/// A short message that the demo kept instead of sending it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtSms {
    /// To which number it would have gone.
    pub to: String,
    /// When it was kept.
    pub at: Micros,
    /// What it says.
    pub text: String,
}

/// `/demo/mail`: the caught mails and short messages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DemoMail {
    /// The short messages, newest first.
    pub texts: Vec<CaughtSms>,
    /// The mails, newest first.
    pub mails: Vec<CaughtMail>,
}

#[derive(Template)]
#[template(path = "pages/demo_mail.html")]
struct MailTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a DemoMail,
}

impl DemoMail {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&MailTemplate {
            shell,
            t: shell.texts(),
            page: self,
        })
    }

    /// Two notices.
    #[must_use]
    pub fn sample() -> Self {
        let now = Shell::sample(crate::Locale::En).now;
        let mail = crate::mail::Notice::sample().render();
        let caught = |to: &str, minutes: i64| CaughtMail {
            to: to.into(),
            from: "Halli <kontor@halli.example>".into(),
            subject: mail.subject.clone(),
            at: now.plus(-minutes * MINUTE),
            body: mail.text.clone(),
        };
        Self {
            texts: vec![CaughtSms {
                to: "+358 40 1234567".into(),
                at: now.plus(-MINUTE),
                text: crate::mail::ProofCode::sample().sms(),
            }],
            mails: vec![
                caught("matti@halli.example", 3),
                caught("myynti@kalustehuone.example", 1_700),
            ],
        }
    }
}
