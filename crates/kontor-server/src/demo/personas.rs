//! Who lives in the demo.

use kontor_core::account::Role;

/// Somebody of the demo.
#[derive(Debug, Clone, Copy)]
pub struct Persona {
    /// The key in the demo's answer and in links; empty for those one cannot step into.
    pub key: &'static str,
    /// The external id.
    pub external_id: &'static str,
    /// The name.
    pub name: &'static str,
    /// The role; none for a guest.
    pub role: Option<Role>,
    /// The language.
    pub locale: &'static str,
    /// The shop and whether the persona administers it.
    pub shop: Option<(&'static str, bool)>,
    /// Where one lands after stepping in.
    pub first_page: &'static str,
}

const fn person(
    key: &'static str,
    external_id: &'static str,
    name: &'static str,
    role: Role,
    locale: &'static str,
    shop: Option<(&'static str, bool)>,
) -> Persona {
    Persona {
        key,
        external_id,
        name,
        role: Some(role),
        locale,
        shop,
        first_page: "/conversations",
    }
}

/// The password of every account of the demo.
pub const PASSWORD: &str = "kontor-demo";

/// The login address of a persona's account.
#[must_use]
pub fn email(external_id: &str) -> String {
    format!("{external_id}@torikulma.example")
}

/// Shops: external id and name.
pub const SHOPS: &[(&str, &str)] = &[
    ("lamppu", "Lamppu & Tuoli"),
    ("knihy", "Staré knihy"),
    ("raamat", "Raamat ja käsitöö"),
    ("livros", "Livros e Azulejos"),
];

/// Everybody.
pub const PERSONAS: &[Persona] = &[
    Persona {
        key: "guest",
        external_id: "demo-guest",
        name: "Vieras",
        role: None,
        locale: "en",
        shop: None,
        first_page: "/listings",
    },
    Persona {
        first_page: "/listings",
        ..person("buyer", "aino", "Aino Korhonen", Role::Buyer, "en", None)
    },
    person(
        "private_seller",
        "mika",
        "Mika Virtanen",
        Role::PrivateSeller,
        "en",
        None,
    ),
    person(
        "shop_admin",
        "kaisa",
        "Kaisa Laine",
        Role::BusinessSeller,
        "en",
        Some(("lamppu", true)),
    ),
    person(
        "shop_member",
        "otto",
        "Otto Salo",
        Role::BusinessSeller,
        "en",
        Some(("lamppu", false)),
    ),
    person("agent", "leena", "Leena Mäki", Role::Agent, "en", None),
    Persona {
        first_page: "/operator",
        ..person(
            "operator",
            "henri",
            "Henri Saar",
            Role::Operator,
            "en",
            None,
        )
    },
    person("", "juraj", "Juraj Kováč", Role::Buyer, "sk", None),
    person("", "kadri", "Kadri Tamm", Role::Buyer, "et", None),
    person("", "ines", "Inês Carvalho", Role::Buyer, "pt", None),
    person("", "oliver", "Oliver Reed", Role::Buyer, "en", None),
    person(
        "",
        "zuzana",
        "Zuzana Horváthová",
        Role::BusinessSeller,
        "sk",
        Some(("knihy", true)),
    ),
    person(
        "",
        "mari",
        "Mari Kask",
        Role::BusinessSeller,
        "et",
        Some(("raamat", true)),
    ),
    person(
        "",
        "joao",
        "João Ferreira",
        Role::BusinessSeller,
        "pt",
        Some(("livros", true)),
    ),
];

/// The persona with this key.
#[must_use]
pub fn named(key: &str) -> Option<&'static Persona> {
    PERSONAS
        .iter()
        .find(|persona| !key.is_empty() && persona.key == key)
}
