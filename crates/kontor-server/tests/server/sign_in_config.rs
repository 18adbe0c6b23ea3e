//! `[[marketplace.sign_in]]`: what is wrong with an entry is said before anything starts, and a
//! secret is never said. Sources: security cases T082, T084.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kontor_server::config::{KeyText, example, load};
use kontor_server::random;
use kontor_server::sign_in::key::{Algorithm, Key};

use crate::sign_in_forge::{Forge, RSA_PUBLIC};

const PRIVATE: &str = include_str!("keys/rsa.pem");
const SHORT: &str = include_str!("keys/rsa_1024.pub.pem");
const P384: &str = include_str!("keys/p384.pub.pem");

#[test]
fn a_key_that_does_not_fit_is_refused_with_its_reason() {
    let forge = Forge::new();
    let ed = forge.ed_pem();
    let cut = ed.replacen("MCow", "MCo", 1);
    for (algorithm, text, says) in [
        (Algorithm::EdDsa, RSA_PUBLIC, "the key is RSA; EdDSA takes"),
        (Algorithm::Es256, RSA_PUBLIC, "the key is RSA"),
        (Algorithm::Rs256, ed.as_str(), "the key is Ed25519"),
        (Algorithm::Es256, ed.as_str(), "the key is Ed25519"),
        (Algorithm::Es256, P384, "of another kind"),
        (Algorithm::Rs256, SHORT, "2048 to 8192 bits"),
        (Algorithm::Rs256, PRIVATE, "private key"),
        (Algorithm::Hs256, RSA_PUBLIC, "PEM key"),
        (Algorithm::EdDsa, "", "not readable as PEM"),
        (Algorithm::EdDsa, "AAAA", "not readable as PEM"),
        (Algorithm::EdDsa, cut.as_str(), "not readable as PEM"),
        (
            Algorithm::EdDsa,
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            "not a public key",
        ),
        (Algorithm::Hs256, "", "too short"),
        (Algorithm::Hs256, "no base64!", "not base64"),
    ] {
        let refused = Key::read(algorithm, text).unwrap_err();
        assert!(refused.contains(says), "{text:?}: {refused}");
    }
    assert!(Key::read(Algorithm::EdDsa, &ed).is_ok());
    assert!(Key::read(Algorithm::Rs256, RSA_PUBLIC).is_ok());
}

#[test]
fn a_secret_that_others_know_is_refused() {
    let repeated = |word: &str| word.repeat(40 / word.len() + 1);
    let mut weak: Vec<String> = [
        "secret",
        "token",
        "changeme",
        "change-me",
        "password",
        "0",
        "0123456789abcdef",
        "kontor",
        "abcdefghijklmnop",
    ]
    .map(repeated)
    .to_vec();
    weak.extend(
        [
            "your-256-bit-secret-your-256-bit-secret",
            "a-string-secret-at-least-256-bits-long",
            "my super secret jwt token key!!! 123",
            "please-change-this-default-secret-key-1",
        ]
        .map(str::to_owned),
    );
    for text in &weak {
        let refused = Key::read(Algorithm::Hs256, &STANDARD.encode(text)).unwrap_err();
        assert!(refused.contains("others know"), "{text}: {refused}");
    }
    let short = STANDARD.encode(random::bytes::<31>());
    assert!(
        Key::read(Algorithm::Hs256, &short)
            .unwrap_err()
            .contains("248 bits")
    );
    for _ in 0..2_000 {
        let bytes = random::bytes::<32>();
        for text in [STANDARD.encode(bytes), URL_SAFE_NO_PAD.encode(bytes)] {
            assert!(Key::read(Algorithm::Hs256, &text).is_ok(), "{text}");
        }
        // openssl rand -hex 32 | base64
        let hex = kontor_store::archive::hex(&bytes);
        assert!(
            Key::read(Algorithm::Hs256, &STANDARD.encode(&hex)).is_ok(),
            "{hex}"
        );
    }
}

/// The example configuration with these lines after its marketplace.
fn read(lines: &str) -> Result<kontor_server::config::Config, String> {
    let path = std::env::temp_dir().join(format!(
        "kontor-{}.toml",
        kontor_store::archive::hex(&random::bytes::<8>())
    ));
    std::fs::write(&path, format!("{}\n{lines}", example())).unwrap();
    let read = load(Some(Path::new(&path)), &BTreeMap::new());
    std::fs::remove_file(&path).unwrap();
    read.map_err(|error| error.to_string())
}

fn entry(more: &str) -> String {
    format!("[[marketplace.sign_in]]\nissuer = \"https://m.example\"\n{more}\n")
}

#[test]
fn what_is_wrong_with_an_entry_names_the_entry() {
    let pem = Forge::new().ed_pem();
    let good = format!("algorithm = \"EdDSA\"\nkey = \"\"\"{pem}\"\"\"");
    let with = |more: &str| entry(&format!("{good}\n{more}"));
    let keyed = |id: &str| with(&format!("key_id = \"{id}\""));
    let other = r#"
[[marketplace]]
slug = "other"
name = "Other"
hosts = ["other.example"]
base_url = "http://other.example"
country = "FI"
time_zone = "Europe/Helsinki"
locales = ["en"]
preset = "closed"
mail_from = "no-reply@example.org"
"#;
    for (lines, says) in [
        (
            entry("algorithm = \"none\"\nkey = \"x\""),
            "algorithm: \"none\" is none of",
        ),
        (entry("algorithm = \"eddsa\"\nkey = \"x\""), "algorithm"),
        (entry("algorithm = \"EdDSA\""), "one of key and key_file"),
        (with("key_file = \"x\""), "one of key and key_file"),
        (
            entry("algorithm = \"EdDSA\"\nkey_file = \"/nowhere/key\""),
            "key_file /nowhere/key",
        ),
        (with("roles = [\"king\"]"), "roles: \"king\""),
        (with("key_id = \"\""), "key_id"),
        (with("audience = \"\""), "audience"),
        (with("colour = \"red\""), "colour"),
        (
            format!("{0}{0}", with("")),
            "sign_in 2 (issuer \"https://m.example\"): key_id",
        ),
        (format!("{}{}", keyed("a"), with("")), "sign_in 2"),
        (format!("{}{}", keyed("a"), keyed("a")), "sign_in 2"),
        (
            format!("{}{other}{}", with(""), with("")),
            "a key is also one of marketplace \"example\"",
        ),
    ] {
        let refused = read(&lines).unwrap_err();
        assert!(refused.contains(says), "{lines}: {refused}");
        assert!(
            refused.contains("example") || refused.contains("colour"),
            "{refused}"
        );
    }
    let config = read(&format!("{}{}", keyed("a"), entry("key_id = \"b\"\nalgorithm = \"HS256\"\nkey = \"kcq4SCCs+zfmoZ0ZxLdqIKj4cTPM5C6Ql6SFrsIvNzE=\""))).unwrap();
    assert_eq!(config.marketplaces[0].sign_in.len(), 2);
}

#[test]
fn a_secret_is_in_nothing_that_is_printed() {
    let secret = STANDARD.encode(random::bytes::<32>());
    let lines = entry(&format!("algorithm = \"HS256\"\nkey = \"{secret}\""));
    let config = read(&lines).unwrap();
    let shown = [
        toml::to_string(&config).unwrap(),
        serde_json::to_string(&config).unwrap(),
        format!("{config:?}"),
        format!(
            "{:?}",
            kontor_server::sign_in::SignIn::read(&config.marketplaces[0])
        ),
    ];
    for text in shown {
        assert!(
            !text.contains(&secret) && text.contains("https://m.example"),
            "{text}"
        );
    }
    assert_eq!(format!("{:?}", KeyText(PRIVATE.to_owned())), "…");
    assert!(format!("{:?}", KeyText(RSA_PUBLIC.to_owned())).contains("BEGIN PUBLIC KEY"));
    let wrong = entry(&format!("algorithm = \"EdDSA\"\nkey = \"{secret}\""));
    assert!(!read(&wrong).unwrap_err().contains(&secret));
}
