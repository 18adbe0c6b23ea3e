//! What is no token: each case alone is refused, for the reason that it is made for, and whoever sends
//! it learns none of it. The cases are here, in `sign_in_headers.rs` and in `sign_in_claims.rs`.
//! Sources: security cases T080, T081, T083, T084.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::json;

use crate::client::{Answer, post};
use crate::ground::Site;
use crate::sign_in_claims::{claim_cases, text_cases};
use crate::sign_in_forge::{AUDIENCE, Forge};
use crate::sign_in_headers::{header_cases, key_cases, secret_cases};
use crate::testapp::{DAWN, TestApp};

lite!(
    every_forged_token_is_refused_with_the_same_words,
    a_token_of_a_megabyte_is_not_even_read,
    refused_tokens_are_counted_for_the_network_address,
);

/// A name, the token, and why it is refused; "later" where only the database knows.
pub type Case = (String, String, &'static str);

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
    secret_cases(forge, &mut all);
    key_cases(forge, &mut all);
    claim_cases(forge, &mut all);
    text_cases(forge, &mut all);
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
