//! Forged headers and keys: what `sign_in_refused.rs` sends. Sources: security case T080;
//! CVE-2015-9235, CVE-2018-0114, CVE-2022-21449 (a signature of zeros).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::sign_in_forge::{ED, Forge, PARTNER, RSA_PUBLIC, claims, hmac_of, part};
use crate::sign_in_refused::Case;

/// Algorithms that the Ed25519 key is not for.
const ALGORITHMS: &[&str] = &[
    "HS256",
    "HS384",
    "HS512",
    "RS256",
    "RS384",
    "PS256",
    "ES256",
    "ES384",
    "ES256K",
    "eddsa",
    "EDDSA",
    "Ed25519",
    "EdDSA\\u0000",
];

/// A name, the header, and why it is refused.
const HEADERS: &[(&str, &str, &str)] = &[
    ("no alg", r#"{"kid":"ed"}"#, "header"),
    ("alg null", r#"{"alg":null,"kid":"ed"}"#, "header"),
    ("alg 1", r#"{"alg":1,"kid":"ed"}"#, "header"),
    ("alg list", r#"{"alg":["EdDSA"],"kid":"ed"}"#, "header"),
    (
        "alg twice",
        r#"{"alg":"EdDSA","alg":"none","kid":"ed"}"#,
        "json",
    ),
    (
        "kid twice",
        r#"{"alg":"EdDSA","kid":"x","kid":"ed"}"#,
        "json",
    ),
    (
        "alg twice, escaped",
        r#"{"alg":"EdDSA","\u0061lg":"none","kid":"ed"}"#,
        "json",
    ),
    (
        "jku",
        r#"{"alg":"EdDSA","kid":"ed","jku":"https://evil.example/jwks"}"#,
        "header",
    ),
    (
        "x5u",
        r#"{"alg":"EdDSA","kid":"ed","x5u":"https://evil.example/x"}"#,
        "header",
    ),
    (
        "x5c",
        r#"{"alg":"EdDSA","kid":"ed","x5c":["MIIB"]}"#,
        "header",
    ),
    ("x5t", r#"{"alg":"EdDSA","kid":"ed","x5t":"AA"}"#, "header"),
    (
        "crit",
        r#"{"alg":"EdDSA","kid":"ed","crit":["exp"],"exp":1}"#,
        "header",
    ),
    (
        "crit empty",
        r#"{"alg":"EdDSA","kid":"ed","crit":[]}"#,
        "header",
    ),
    (
        "b64",
        r#"{"alg":"EdDSA","kid":"ed","b64":false,"crit":["b64"]}"#,
        "header",
    ),
    (
        "b64 alone",
        r#"{"alg":"EdDSA","kid":"ed","b64":false}"#,
        "header",
    ),
    ("zip", r#"{"alg":"EdDSA","kid":"ed","zip":"DEF"}"#, "header"),
    ("cty", r#"{"alg":"EdDSA","kid":"ed","cty":"JWT"}"#, "header"),
    (
        "enc",
        r#"{"alg":"dir","enc":"A128GCM","kid":"ed"}"#,
        "header",
    ),
    (
        "unknown member",
        r#"{"alg":"EdDSA","kid":"ed","colour":"red"}"#,
        "header",
    ),
    (
        "typ access token",
        r#"{"alg":"EdDSA","kid":"ed","typ":"at+jwt"}"#,
        "header",
    ),
    ("typ 1", r#"{"alg":"EdDSA","kid":"ed","typ":1}"#, "header"),
    ("no kid", r#"{"alg":"EdDSA"}"#, "key_id"),
    ("kid null", r#"{"alg":"EdDSA","kid":null}"#, "header"),
    ("kid 1", r#"{"alg":"EdDSA","kid":1}"#, "header"),
    ("kid empty", r#"{"alg":"EdDSA","kid":""}"#, "key_id"),
    ("kid in capitals", r#"{"alg":"EdDSA","kid":"ED"}"#, "key_id"),
    (
        "kid path",
        r#"{"alg":"EdDSA","kid":"../../../../dev/null"}"#,
        "key_id",
    ),
    (
        "kid SQL",
        r#"{"alg":"EdDSA","kid":"ed' OR '1'='1"}"#,
        "key_id",
    ),
    (
        "kid union",
        r#"{"alg":"EdDSA","kid":"x' UNION SELECT 'key"}"#,
        "key_id",
    ),
    (
        "kid command",
        r#"{"alg":"EdDSA","kid":"ed|whoami"}"#,
        "key_id",
    ),
    ("kid NUL", r#"{"alg":"EdDSA","kid":"ed\u0000"}"#, "key_id"),
    (
        "kid of another key",
        r#"{"alg":"EdDSA","kid":"rs"}"#,
        "algorithm",
    ),
    ("header list", r#"["EdDSA"]"#, "json"),
    ("header text", "EdDSA", "json"),
    ("header cut off", r#"{"alg":"EdDSA""#, "json"),
];

/// What is usually said.
fn usual() -> String {
    claims(json!({})).to_string()
}

/// A token that says it is of this algorithm and key, without its signature.
fn unsigned(algorithm: &str, kid: &str) -> String {
    let header = format!(r#"{{"alg":"{algorithm}","kid":"{kid}"}}"#);
    format!("{}.{}", part(header), part(usual()))
}

pub fn header_cases(forge: &Forge, all: &mut Vec<Case>) {
    for alg in ["none", "None", "nOnE", "NONE", "none ", ""] {
        let bare = unsigned(alg, "ed");
        all.push((format!("alg {alg:?}, bare"), format!("{bare}."), "shape"));
        let mark = part(forge.mark("ed", &bare));
        for (how, mark) in [("signed", mark.as_str()), ("some signature", "AA")] {
            let name = format!("alg {alg:?}, {how}");
            all.push((name, format!("{bare}.{mark}"), "algorithm"));
        }
    }
    for alg in ALGORITHMS {
        let header = format!(r#"{{"alg":"{alg}","kid":"ed"}}"#);
        let token = forge.raw("ed", &header, &usual());
        all.push((format!("alg {alg}"), token, "algorithm"));
    }
    for (name, header, why) in HEADERS {
        all.push(((*name).into(), forge.raw("ed", header, &usual()), why));
    }
}

/// A public key taken for a secret, and secrets that anybody knows.
pub fn secret_cases(forge: &Forge, all: &mut Vec<Case>) {
    let lines = RSA_PUBLIC.lines();
    let rsa: String = lines.filter(|line| !line.starts_with("-----")).collect();
    let rsa_der = STANDARD.decode(rsa).unwrap();
    let ed_pem = forge.ed_pem();
    for (name, kid, secret) in [
        ("RSA PEM", "rs", RSA_PUBLIC.as_bytes()),
        ("RSA PEM, cut", "rs", RSA_PUBLIC.trim_end().as_bytes()),
        ("RSA DER", "rs", &rsa_der),
        ("Ed25519 bytes", "ed", forge.ed_public()),
        ("Ed25519 PEM", "ed", ed_pem.as_bytes()),
        ("P-256 point", "es", forge.es_public()),
        ("nothing", "hs", b""),
        ("secret", "hs", b"secret"),
        ("zeros", "hs", &[0; 32]),
    ] {
        let signed = unsigned("HS256", kid);
        let mark = part(hmac_of(secret, &signed));
        let why = if kid == "hs" {
            "signature"
        } else {
            "algorithm"
        };
        all.push((
            format!("HS256 with {name}"),
            format!("{signed}.{mark}"),
            why,
        ));
    }
}

/// Keys of others, and signatures that are none.
pub fn key_cases(forge: &Forge, all: &mut Vec<Case>) {
    let mut add = |name: &str, token: String, why| all.push((name.to_owned(), token, why));
    // A key that the token brings along.
    let stranger = Forge::new();
    let key = part(stranger.ed_public());
    let header = format!(r#"{{"alg":"EdDSA","jwk":{{"kty":"OKP","crv":"Ed25519","x":"{key}"}}}}"#);
    add("jwk", stranger.raw("ed", &header, &usual()), "header");
    add("a stranger's key", stranger.token(json!({})), "signature");
    let there = forge.raw("there", ED, &usual());
    add("the other marketplace's key", there, "signature");
    let partners = forge.raw("partner", ED, &usual());
    add("the partner's key", partners, "signature");
    let partner = claims(json!({ "iss": PARTNER })).to_string();
    let own = forge.raw("ed", r#"{"alg":"EdDSA"}"#, &partner);
    add("own key for the partner", own, "signature");
    let named = forge.raw("partner", ED, &partner);
    add("a kid for the partner", named, "key_id");
    for (alg, kid) in [
        ("EdDSA", "ed"),
        ("ES256", "es"),
        ("RS256", "rs"),
        ("HS256", "hs"),
    ] {
        let signed = unsigned(alg, kid);
        let good = forge.mark(kid, &signed);
        let mut turned = good.clone();
        turned[good.len() / 2] ^= 1;
        for (how, mark) in [
            ("zeros", vec![0; good.len()]),
            ("cut off", good[1..].to_vec()),
            ("longer", [&good[..], &[0]].concat()),
            ("with a bit turned", turned),
            ("of another text", forge.mark(kid, "another text")),
        ] {
            let token = format!("{signed}.{}", part(mark));
            add(&format!("{alg} {how}"), token, "signature");
        }
    }
}
