//! What is no token: each case alone is refused, for the reason that it is made for, and whoever sends
//! it learns none of it. Sources: security cases T080, T081, T083, T084; CVE-2022-21449 (zero signature).

use std::collections::HashSet;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kontor_core::id::AccountId;
use serde_json::{Value, json};

use crate::client::{Answer, post};
use crate::ground::Site;
use crate::sign_in_forge::{
    AUDIENCE, ED, Forge, OWN, PARTNER, RSA_PUBLIC, claims, dawn, hmac_of, part,
};
use crate::testapp::{DAWN, TestApp};

lite!(
    every_forged_token_is_refused_with_the_same_words,
    a_token_of_a_megabyte_is_not_even_read,
    refused_tokens_are_counted_for_the_network_address,
);

/// A name, the token, and why it is refused; "later" where only the database knows.
type Case = (String, String, &'static str);

fn header_cases(forge: &Forge, all: &mut Vec<Case>) {
    let usual = || claims(json!({})).to_string();
    let unsigned = |header: &str| format!("{}.{}.", part(header), part(usual()));
    for alg in ["none", "None", "nOnE", "NONE", "none ", ""] {
        let header = format!(r#"{{"alg":"{alg}","kid":"ed"}}"#);
        all.push((
            format!("alg {alg:?}, no signature"),
            unsigned(&header),
            "shape",
        ));
        let signed = forge.raw("ed", &header, &usual());
        all.push((format!("alg {alg:?}, signed"), signed, "algorithm"));
        let marked = format!("{}AA", unsigned(&header));
        all.push((format!("alg {alg:?}, some signature"), marked, "algorithm"));
    }
    for alg in [
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
    ] {
        let header = format!(r#"{{"alg":"{alg}","kid":"ed"}}"#);
        all.push((
            format!("alg {alg}"),
            forge.raw("ed", &header, &usual()),
            "algorithm",
        ));
    }
    for (name, header, why) in [
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
    ] {
        all.push((name.into(), forge.raw("ed", header, &usual()), why));
    }
}

fn key_cases(forge: &Forge, all: &mut Vec<Case>) {
    let usual = || claims(json!({})).to_string();
    let rsa: String = RSA_PUBLIC
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    let rsa_der = STANDARD.decode(rsa).unwrap();
    let ed_pem = forge.ed_pem();
    for (name, kid, secret) in [
        ("RSA PEM", "rs", RSA_PUBLIC.as_bytes()),
        (
            "RSA PEM without its end",
            "rs",
            RSA_PUBLIC.trim_end().as_bytes(),
        ),
        ("RSA DER", "rs", &rsa_der),
        ("Ed25519 bytes", "ed", forge.ed_public()),
        ("Ed25519 PEM", "ed", ed_pem.as_bytes()),
        ("P-256 point", "es", forge.es_public()),
    ] {
        let signed = format!(
            "{}.{}",
            part(format!(r#"{{"alg":"HS256","kid":"{kid}"}}"#)),
            part(usual())
        );
        let mark = part(hmac_of(secret, &signed));
        all.push((
            format!("HS256 with the {name}"),
            format!("{signed}.{mark}"),
            "algorithm",
        ));
    }
    for (name, secret) in [
        ("nothing", &b""[..]),
        ("secret", b"secret"),
        ("zeros", &[0; 32]),
    ] {
        let signed = format!(
            "{}.{}",
            part(r#"{"alg":"HS256","kid":"hs"}"#),
            part(usual())
        );
        let mark = part(hmac_of(secret, &signed));
        all.push((
            format!("HS256 with {name}"),
            format!("{signed}.{mark}"),
            "signature",
        ));
    }
    // A key that the token brings along, as in CVE-2018-0114.
    let key = part(Forge::new().ed_public());
    let header = format!(r#"{{"alg":"EdDSA","jwk":{{"kty":"OKP","crv":"Ed25519","x":"{key}"}}}}"#);
    all.push((
        "jwk".into(),
        Forge::new().raw("ed", &header, &usual()),
        "header",
    ));
    all.push((
        "a stranger's key".into(),
        Forge::new().token(json!({})),
        "signature",
    ));
    all.push((
        "the other marketplace's key".into(),
        forge.raw("there", ED, &usual()),
        "signature",
    ));
    all.push((
        "the partner's key".into(),
        forge.raw("partner", ED, &usual()),
        "signature",
    ));
    let partner = claims(json!({ "iss": PARTNER })).to_string();
    let plain = r#"{"alg":"EdDSA"}"#;
    all.push((
        "own key for the partner".into(),
        forge.raw("ed", plain, &partner),
        "signature",
    ));
    all.push((
        "a kid for the partner".into(),
        forge.raw("partner", ED, &partner),
        "key_id",
    ));
    for (alg, kid, bytes) in [
        ("EdDSA", "ed", 64),
        ("ES256", "es", 64),
        ("RS256", "rs", 256),
        ("HS256", "hs", 32),
    ] {
        let signed = format!(
            "{}.{}",
            part(format!(r#"{{"alg":"{alg}","kid":"{kid}"}}"#)),
            part(usual())
        );
        let zeros = part(vec![0; bytes]);
        all.push((
            format!("{alg} zeros"),
            format!("{signed}.{zeros}"),
            "signature",
        ));
        let mut mark = forge.mark(kid, &signed);
        mark.truncate(bytes - 1);
        all.push((
            format!("{alg} cut off"),
            format!("{signed}.{}", part(&mark)),
            "signature",
        ));
        let mut mark = forge.mark(kid, &signed);
        mark[bytes / 2] ^= 1;
        all.push((
            format!("{alg} with a bit turned"),
            format!("{signed}.{}", part(&mark)),
            "signature",
        ));
        let other = forge.mark(kid, "another text");
        all.push((
            format!("{alg} of another text"),
            format!("{signed}.{}", part(other)),
            "signature",
        ));
    }
}

fn claim_cases(forge: &Forge, all: &mut Vec<Case>) {
    let mut add = |name: String, change: Value, why| all.push((name, forge.token(change), why));
    for name in ["iss", "aud", "sub", "exp", "iat", "jti"] {
        add(format!("no {name}"), json!({ name: null }), "claim");
        add(format!("{name} list"), json!({ name: [[]] }), "claim");
        add(format!("{name} object"), json!({ name: {} }), "claim");
        add(format!("{name} true"), json!({ name: true }), "claim");
    }
    let now = dawn();
    let own = AccountId::new(DAWN, [7; 10]).0;
    for (name, change, why) in [
        (
            "exp text",
            json!({ "exp": (now + 100).to_string() }),
            "claim",
        ),
        ("exp fraction", json!({ "exp": 1_795_255_300.5 }), "claim"),
        (
            "exp beyond",
            json!({ "exp": 18_446_744_073_709_551_615_u64 }),
            "claim",
        ),
        ("exp far off", json!({ "exp": i64::MAX }), "life"),
        ("iat long ago", json!({ "iat": i64::MIN }), "life"),
        ("exp before iat", json!({ "exp": now - 1 }), "life"),
        ("121 seconds", json!({ "exp": now + 121 }), "life"),
        (
            "expired",
            json!({ "iat": now - 160, "exp": now - 60 }),
            "expired",
        ),
        ("from the future", json!({ "iat": now + 61 }), "not_yet"),
        ("not before", json!({ "nbf": now + 61 }), "not_yet"),
        ("nbf text", json!({ "nbf": "0" }), "claim"),
        (
            "another iss",
            json!({ "iss": "https://evil.example" }),
            "issuer",
        ),
        (
            "iss with a slash",
            json!({ "iss": format!("{OWN}/") }),
            "issuer",
        ),
        (
            "iss in capitals",
            json!({ "iss": OWN.to_uppercase() }),
            "issuer",
        ),
        ("iss of a list", json!({ "iss": [OWN] }), "claim"),
        (
            "for another marketplace",
            json!({ "aud": "https://okidoki.test" }),
            "audience",
        ),
        (
            "aud with a slash",
            json!({ "aud": format!("{AUDIENCE}/") }),
            "audience",
        ),
        (
            "for two",
            json!({ "aud": [AUDIENCE, "https://okidoki.test"] }),
            "audience",
        ),
        ("for nobody", json!({ "aud": [] }), "audience"),
        ("empty sub", json!({ "sub": "" }), "claim"),
        ("sub NUL", json!({ "sub": "m-42\0" }), "claim"),
        ("sub space", json!({ "sub": "m 42" }), "claim"),
        ("long sub", json!({ "sub": "x".repeat(201) }), "claim"),
        ("sub an id of ours", json!({ "sub": own }), "claim"),
        ("empty jti", json!({ "jti": "" }), "claim"),
        ("jti NUL", json!({ "jti": "a\0b" }), "claim"),
        ("long jti", json!({ "jti": "x".repeat(201) }), "claim"),
        (
            "email_verified text",
            json!({ "email_verified": "true" }),
            "claim",
        ),
        ("email list", json!({ "email": ["a@b.example"] }), "claim"),
        ("role list", json!({ "role": ["buyer"] }), "claim"),
        ("shop text", json!({ "shop": "lamppu" }), "claim"),
        (
            "shop without id",
            json!({ "shop": { "name": "Lamppu" } }),
            "claim",
        ),
        ("shop NUL", json!({ "shop": { "id": "a\0" } }), "claim"),
        ("no role of ours", json!({ "role": "admin" }), "later"),
        ("operator", json!({ "role": "operator" }), "later"),
        ("agent", json!({ "role": "agent" }), "later"),
        ("no name", json!({ "name": null }), "later"),
        ("no e-mail", json!({ "email": null }), "later"),
        ("no role", json!({ "role": null }), "later"),
        ("name NUL", json!({ "name": "No\0ora" }), "later"),
        (
            "name turned round",
            json!({ "name": "\u{202e}arooN" }),
            "later",
        ),
        ("long name", json!({ "name": "x".repeat(81) }), "later"),
        ("no address", json!({ "email": "noora" }), "later"),
        (
            "two addresses",
            json!({ "email": "a@b.example,c@d.example" }),
            "later",
        ),
        (
            "a buyer's shop",
            json!({ "shop": { "id": "lamppu" } }),
            "later",
        ),
        (
            "a person's id as shop",
            json!({ "role": "business_seller", "shop": { "id": "mika" } }),
            "later",
        ),
        ("a shop's id", json!({ "sub": "lamppu" }), "later"),
        ("a guest's id", json!({ "sub": "demo-guest" }), "later"),
        (
            "an operator's id",
            json!({ "sub": "henri", "email": null }),
            "later",
        ),
        (
            "an operator's id alone",
            json!({ "sub": "henri", "name": null, "email": null, "role": null }),
            "later",
        ),
        (
            "an operator made a buyer",
            json!({ "sub": "henri", "role": "buyer" }),
            "later",
        ),
    ] {
        add(name.into(), change, why);
    }
    let double = r#","sub":"aino"}"#;
    let twice = |all: Value, more: &str| format!("{}{more}", all.to_string().trim_end_matches('}'));
    for (name, text) in [
        ("sub twice", twice(claims(json!({})), double)),
        (
            "sub twice, escaped",
            twice(claims(json!({})), r#","\u0073ub":"aino"}"#),
        ),
        (
            "deep twice",
            twice(claims(json!({})), r#","shop":{"id":"a","id":"b"}}"#),
        ),
        ("no JSON", "sub=m-42".to_owned()),
        ("a list", format!("[{}]", claims(json!({})))),
        ("two objects", format!("{0}{0}", claims(json!({})))),
        (
            "a byte order mark",
            format!("\u{feff}{}", claims(json!({}))),
        ),
        ("nothing", String::from(" ")),
        (
            "very deep",
            format!("{}1{}", "[".repeat(900), "]".repeat(900)),
        ),
    ] {
        all.push((
            format!("claims: {name}"),
            forge.raw("ed", ED, &text),
            "json",
        ));
    }
    let long = forge.token(json!({ "pad": "x".repeat(3_200) }));
    all.push(("4 kB".into(), long, "too_long"));
    let longer = forge.token(json!({ "pad": "x".repeat(150_000) }));
    all.push(("200 kB".into(), longer, "too_long"));
}

fn shape_cases(forge: &Forge, all: &mut Vec<Case>) {
    let good = || forge.token(json!({}));
    let parts: Vec<String> = good().split('.').map(str::to_owned).collect();
    let [header, claims, mark] = parts.as_slice() else {
        panic!()
    };
    for (name, token) in [
        ("empty", String::new()),
        ("a dot", ".".into()),
        ("two dots", "..".into()),
        ("two parts", format!("{header}.{claims}")),
        ("four parts", format!("{header}.{claims}.{mark}.{mark}")),
        (
            "encrypted",
            format!("{header}.{claims}.{mark}.{mark}.{mark}"),
        ),
        ("no header", format!(".{claims}.{mark}")),
        ("no claims", format!("{header}..{mark}")),
        ("no signature", format!("{header}.{claims}.")),
        (
            "JSON form",
            json!({ "protected": header, "payload": claims, "signature": mark }).to_string(),
        ),
        ("a space before", format!(" {}", good())),
        ("a line after", format!("{}\n", good())),
        ("a NUL after", format!("{}\0", good())),
        ("a NUL inside", good().replacen('.', "\0.", 1)),
        ("bearer", format!("Bearer {}", good())),
        ("padded", format!("{header}.{claims}.{mark}==")),
        (
            "another alphabet",
            format!("{header}.{claims}.{}", "+/".repeat(43)),
        ),
        ("stray bits", format!("{header}.{claims}.{}", stray(mark))),
        ("our own kind", "kt_0000".into()),
    ] {
        all.push((name.into(), token, "shape"));
    }
}

/// The same bytes with other bits after their end.
fn stray(mark: &str) -> String {
    let last = mark.chars().last().unwrap();
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let at = alphabet.find(last).unwrap();
    let next = &alphabet[at + 1..at + 2];
    format!("{}{next}", &mark[..mark.len() - 1])
}

fn cases(forge: &Forge) -> Vec<Case> {
    let mut all = Vec::new();
    header_cases(forge, &mut all);
    key_cases(forge, &mut all);
    claim_cases(forge, &mut all);
    shape_cases(forge, &mut all);
    all
}

/// Everything of an answer but what names the request.
fn face(answer: &Answer) -> (u16, Vec<String>, String) {
    let id = answer.header("kontor-request-id");
    let headers = answer.headers.iter().filter(|(name, _)| {
        !["date", "content-length", "kontor-request-id"].contains(&name.as_str())
    });
    let mut headers: Vec<String> = headers
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    (answer.status, headers, answer.text().replace(id, ""))
}

async fn every_forged_token_is_refused_with_the_same_words(site: Arc<Site>) {
    let forge = Forge::new();
    let app = TestApp::with(&site, |config| forge.configure(config)).await;
    let all = cases(&forge);
    let names: HashSet<&String> = all.iter().map(|(name, _, _)| name).collect();
    assert!(
        all.len() > 150 && names.len() == all.len(),
        "{} of {}",
        names.len(),
        all.len()
    );
    let ways = app.app.sign_in(app.cast.here.key);
    let (mut api, mut web) = (None, None);
    for (name, token, why) in &all {
        let held = ways.verify(token, DAWN);
        let reason = held.err().map_or("later", |refusal| refusal.code());
        assert_eq!(reason, *why, "{name}");
        let asked = post("/api/v1/tokens/exchange").json(&json!({ "token": token }));
        let answer = app.send(asked).await.is(401).fault("token_refused");
        assert_eq!(face(&answer), *api.get_or_insert(face(&answer)), "{name}");
        let form = post("/sign-in/token").header("origin", AUDIENCE);
        let answer = app
            .send(form.form(&[("token", token), ("next", "/")]))
            .await
            .is(401);
        assert!(answer.set_cookie("kontor_session").is_none(), "{name}");
        assert_eq!(face(&answer), *web.get_or_insert(face(&answer)), "{name}");
    }
    // Nothing else was wrong with them.
    let good = post("/api/v1/tokens/exchange").json(&json!({ "token": forge.token(json!({})) }));
    app.send(good).await.is(201);
    assert!(web.unwrap().2.contains("Go back to the marketplace"));
}

async fn a_token_of_a_megabyte_is_not_even_read(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let token = "e30.".repeat(250_000);
    let asked = post("/api/v1/tokens/exchange").json(&json!({ "token": token }));
    app.send(asked).await.is(413).fault("too_large");
}

async fn refused_tokens_are_counted_for_the_network_address(site: Arc<Site>) {
    let forge = Forge::new();
    let app = TestApp::with(&site, |config| {
        forge.configure(config);
        config.sign_ins_per_quarter_hour = 3;
    })
    .await;
    let send = async |token: &str| {
        let asked = post("/api/v1/tokens/exchange").json(&json!({ "token": token }));
        app.send(asked).await
    };
    for _ in 0..3 {
        send("x").await.is(401);
    }
    let limited = send("x").await.is(429).fault("too_many_requests");
    assert!(!limited.header("retry-after").is_empty());
    let form = post("/sign-in/token")
        .header("origin", AUDIENCE)
        .form(&[("token", "x")]);
    app.send(form).await.is(429);
    // Whoever brings a good one is not kept out by others at the same address.
    send(&forge.token(json!({}))).await.is(201);
}
