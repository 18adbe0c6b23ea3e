//! Forged claims: what `sign_in_refused.rs` sends. Sources: security cases T080, T081, T084.
//!
//! Every story begins at 1795255200 seconds since 1970.

use kontor_core::id::AccountId;
use serde_json::{Value, json};

use crate::sign_in_forge::{ED, Forge, claims};
use crate::sign_in_refused::Case;
use crate::testapp::DAWN;

/// A name, what is said instead of the usual, and why it is refused; `later` where only the database
/// knows.
const CLAIMS: &[(&str, &str, &str)] = &[
    ("exp text", r#"{"exp":"1795255300"}"#, "claim"),
    ("exp fraction", r#"{"exp":1795255300.5}"#, "claim"),
    ("exp beyond", r#"{"exp":18446744073709551615}"#, "claim"),
    ("exp far off", r#"{"exp":9223372036854775807}"#, "life"),
    ("iat long ago", r#"{"iat":-9223372036854775808}"#, "life"),
    ("exp before iat", r#"{"exp":1795255199}"#, "life"),
    ("121 seconds", r#"{"exp":1795255321}"#, "life"),
    (
        "expired",
        r#"{"iat":1795255040,"exp":1795255140}"#,
        "expired",
    ),
    ("from the future", r#"{"iat":1795255261}"#, "not_yet"),
    ("not before", r#"{"nbf":1795255261}"#, "not_yet"),
    ("nbf text", r#"{"nbf":"0"}"#, "claim"),
    ("another iss", r#"{"iss":"https://evil.example"}"#, "issuer"),
    (
        "iss with a slash",
        r#"{"iss":"https://market.test/"}"#,
        "issuer",
    ),
    (
        "iss in capitals",
        r#"{"iss":"HTTPS://MARKET.TEST"}"#,
        "issuer",
    ),
    (
        "iss of a list",
        r#"{"iss":["https://market.test"]}"#,
        "claim",
    ),
    (
        "for another marketplace",
        r#"{"aud":"https://okidoki.test"}"#,
        "audience",
    ),
    (
        "aud with a slash",
        r#"{"aud":"https://tori.test/"}"#,
        "audience",
    ),
    (
        "for two",
        r#"{"aud":["https://tori.test","https://okidoki.test"]}"#,
        "audience",
    ),
    ("for nobody", r#"{"aud":[]}"#, "audience"),
    ("empty sub", r#"{"sub":""}"#, "claim"),
    ("sub NUL", r#"{"sub":"m-42\u0000"}"#, "claim"),
    ("sub space", r#"{"sub":"m 42"}"#, "claim"),
    ("empty jti", r#"{"jti":""}"#, "claim"),
    ("jti NUL", r#"{"jti":"a\u0000b"}"#, "claim"),
    ("jti space", r#"{"jti":"subject m-42"}"#, "claim"),
    (
        "email_verified text",
        r#"{"email_verified":"true"}"#,
        "claim",
    ),
    ("email list", r#"{"email":["a@b.example"]}"#, "claim"),
    ("role list", r#"{"role":["buyer"]}"#, "claim"),
    ("shop text", r#"{"shop":"lamppu"}"#, "claim"),
    ("shop without id", r#"{"shop":{"name":"Lamppu"}}"#, "claim"),
    ("shop NUL", r#"{"shop":{"id":"a\u0000"}}"#, "claim"),
    ("no role of ours", r#"{"role":"admin"}"#, "later"),
    ("operator", r#"{"role":"operator"}"#, "later"),
    ("agent", r#"{"role":"agent"}"#, "later"),
    ("no name", r#"{"name":null}"#, "later"),
    ("no e-mail", r#"{"email":null}"#, "later"),
    ("no role", r#"{"role":null}"#, "later"),
    ("name NUL", r#"{"name":"No\u0000ora"}"#, "later"),
    ("name turned round", r#"{"name":"\u202earooN"}"#, "later"),
    ("no address", r#"{"email":"noora"}"#, "later"),
    (
        "two addresses",
        r#"{"email":"a@b.example,c@d.example"}"#,
        "later",
    ),
    ("a buyer's shop", r#"{"shop":{"id":"lamppu"}}"#, "later"),
    (
        "a person as shop",
        r#"{"role":"business_seller","shop":{"id":"mika"}}"#,
        "later",
    ),
    ("a shop's id", r#"{"sub":"lamppu"}"#, "later"),
    ("a guest's id", r#"{"sub":"demo-guest"}"#, "later"),
    (
        "an operator's id",
        r#"{"sub":"henri","email":null}"#,
        "later",
    ),
    (
        "an operator alone",
        r#"{"sub":"henri","name":null,"email":null,"role":null}"#,
        "later",
    ),
];

pub fn claim_cases(forge: &Forge, all: &mut Vec<Case>) {
    let mut add = |name: String, change: Value, why| all.push((name, forge.token(change), why));
    for name in ["iss", "aud", "sub", "exp", "iat", "jti"] {
        add(format!("no {name}"), json!({ name: null }), "claim");
        add(format!("{name} list"), json!({ name: [[]] }), "claim");
        add(format!("{name} object"), json!({ name: {} }), "claim");
        add(format!("{name} true"), json!({ name: true }), "claim");
    }
    for (name, change, why) in CLAIMS {
        let change = serde_json::from_str(change).expect(name);
        add((*name).to_owned(), change, why);
    }
    let own = AccountId::new(DAWN, [7; 10]).0;
    add("an id of ours".into(), json!({ "sub": own }), "claim");
    for (name, length, why) in [
        ("sub", 201, "claim"),
        ("jti", 201, "claim"),
        ("name", 81, "later"),
        ("pad", 3_200, "too_long"),
        ("more", 150_000, "too_long"),
    ] {
        let change = json!({ name: "x".repeat(length) });
        add(format!("long {name}"), change, why);
    }
}

/// Claims that are no object, or name a member twice.
pub fn text_cases(forge: &Forge, all: &mut Vec<Case>) {
    let usual = claims(json!({})).to_string();
    let and = |more: &str| format!("{},{more}}}", usual.trim_end_matches('}'));
    for (name, text) in [
        ("sub twice", and(r#""sub":"aino""#)),
        ("sub twice, escaped", and(r#""\u0073ub":"aino""#)),
        ("deep twice", and(r#""shop":{"id":"a","id":"b"}"#)),
        ("no JSON", "sub=m-42".to_owned()),
        ("a list", format!("[{usual}]")),
        ("two objects", format!("{usual}{usual}")),
        ("a byte order mark", format!("\u{feff}{usual}")),
        ("nothing", " ".to_owned()),
        ("very deep", "[".repeat(900)),
    ] {
        let token = forge.raw("ed", ED, &text);
        all.push((format!("claims: {name}"), token, "json"));
    }
}
