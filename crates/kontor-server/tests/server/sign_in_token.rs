//! `/api/v1/tokens/exchange`: whom a token of the marketplace stands for, and what it changes.

use std::sync::Arc;

use futures_util::future::join_all;
use kontor_core::time::{HOUR, MINUTE, SECOND};
use kontor_server::outbox::sweep;
use serde_json::{Value, json};

use crate::cast::Person;
use crate::client::{Answer, Request, get, post, put};
use crate::ground::Site;
use crate::sign_in_forge::{AUDIENCE, Forge, claims, dawn};
use crate::sse::EventStream;
use crate::testapp::TestApp;

both!(
    a_token_of_each_algorithm_signs_in,
    of_fifty_uses_at_once_one_signs_in,
    two_first_tokens_at_once_make_one_account,
    what_a_token_says_is_taken_over,
    an_account_is_whom_issuer_and_subject_say,
    other_rights_end_everything_else,
    a_shop_is_left_as_it_was_joined,
    who_is_disabled_does_not_come_in,
);
lite!(
    a_used_token_is_remembered_until_it_is_too_old_for_certain,
    a_token_lands_only_in_the_marketplace_whose_key_signed_it,
    an_address_of_somebody_else_is_a_conflict,
    a_link_to_a_former_address_is_dead,
);

pub async fn start(site: &Arc<Site>) -> (TestApp, Forge) {
    let forge = Forge::new();
    let app = TestApp::with(site, |config| forge.configure(config)).await;
    (app, forge)
}

fn exchange(token: &str) -> Request {
    post("/api/v1/tokens/exchange").json(&json!({ "token": token }))
}

async fn send(app: &TestApp, token: &str) -> Answer {
    app.send(exchange(token)).await
}

/// Somebody of this marketplace with the bearer token of an answer.
async fn person(app: &TestApp, answer: Answer) -> Person {
    let token = answer.is(201).json()["token"].as_str().unwrap().to_owned();
    let mut person = Person {
        token,
        ..app.cast.here.buyer.clone()
    };
    let me = app.shown(&person, "/api/v1/me").await;
    person.id = me["id"].as_str().unwrap().to_owned();
    person
}

async fn me(app: &TestApp, answer: Answer) -> Value {
    let person = person(app, answer).await;
    app.shown(&person, "/api/v1/me").await
}

async fn a_token_of_each_algorithm_signs_in(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let mut ids = Vec::new();
    for (alg, kid) in [
        ("EdDSA", "ed"),
        ("ES256", "es"),
        ("RS256", "rs"),
        ("HS256", "hs"),
    ] {
        let header = json!({ "alg": alg, "typ": "jwt", "kid": kid }).to_string();
        let say = json!({ "aud": [AUDIENCE], "nbf": dawn(), "azp": "left alone" });
        let issued = send(&app, &forge.raw(kid, &header, &claims(say).to_string())).await;
        let issued = issued.is(201);
        assert_eq!(
            issued.json()["expires_at"],
            "2026-11-21T22:00:00Z",
            "12 hours"
        );
        let me = me(&app, issued).await;
        assert_eq!(
            (&me["name"], &me["role"]),
            (&json!("Noora"), &json!("buyer"))
        );
        ids.push(me["id"].as_str().unwrap().to_owned());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 1, "each time the same account");
    let person = person(&app, send(&app, &forge.token(json!({}))).await).await;
    let list = app.shown(&person, "/api/v1/tokens").await;
    let tokens = list["tokens"].as_array().unwrap();
    assert_eq!(tokens.len(), 5);
    assert!(
        tokens
            .iter()
            .all(|one| one["label"] == "https://market.test" && one["kind"] == "api")
    );
}

async fn of_fifty_uses_at_once_one_signs_in(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let token = forge.token(json!({}));
    let answers = join_all((0..50).map(|_| send(&app, &token))).await;
    let good = answers.iter().filter(|answer| answer.status == 201).count();
    let refused = answers
        .iter()
        .filter(|answer| answer.code() == "token_refused")
        .count();
    assert_eq!((good, refused), (1, 49));
    // Another issuer's token may have the same name.
    let twin = forge.partner_token(json!({ "jti": "one", "email": "p@posti.example" }));
    send(&app, &twin).await.is(201);
    send(&app, &forge.token(json!({ "jti": "one" })))
        .await
        .is(201);
    send(&app, &twin).await.is(401);
}

async fn two_first_tokens_at_once_make_one_account(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let tokens: Vec<String> = (0..12).map(|_| forge.token(json!({}))).collect();
    let answers = join_all(tokens.iter().map(|token| send(&app, token))).await;
    let mut ids = Vec::new();
    for answer in answers {
        ids.push(person(&app, answer).await.id);
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
}

async fn a_used_token_is_remembered_until_it_is_too_old_for_certain(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let token = forge.token(json!({}));
    send(&app, &token).await.is(201);
    app.later(159 * SECOND);
    sweep::round(&app.app).await.unwrap();
    send(&app, &token).await.is(401).fault("token_refused");
    // A clock that was set back finds it used all the same.
    app.later(30 * MINUTE);
    sweep::round(&app.app).await.unwrap();
    app.later(-30 * MINUTE);
    send(&app, &token).await.is(401);
    app.later(2 * HOUR);
    sweep::round(&app.app).await.unwrap();
    app.later(-2 * HOUR);
    let again = send(&app, &token).await;
    assert_eq!(
        again.status, 201,
        "it was swept, so only its time keeps it out"
    );
}

async fn what_a_token_says_is_taken_over(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let first = me(
        &app,
        send(&app, &forge.token(json!({ "locale": "fi-FI" }))).await,
    )
    .await;
    let account = async || {
        let body = json!({ "role": "buyer", "name": "Noora", "email": "noora@posti.example" });
        let path = "/api/v1/accounts/m-42";
        app.send(put(path).by(&app.cast.here.operator).json(&body))
            .await
            .is(200)
            .json()
    };
    let told = account().await;
    assert_eq!(
        (&told["id"], &told["email_verified"]),
        (&first["id"], &json!(false))
    );
    let say = json!({
        "name": " Noora Niemi ", "email": "Niemi@Posti.example", "email_verified": true,
        "role": "private_seller", "locale": "xx",
    });
    let changed = me(&app, send(&app, &forge.token(say)).await).await;
    assert_eq!(changed["id"], first["id"]);
    assert_eq!(
        (&changed["name"], &changed["role"]),
        (&json!("Noora Niemi"), &json!("private_seller"))
    );
    // What a token does not say stays as it was, and what is proven stays proven.
    let silent = json!({ "name": null, "email": null, "role": null });
    let kept = me(&app, send(&app, &forge.token(silent)).await).await;
    assert_eq!(kept, changed);
    let said = json!({ "email": "niemi@posti.example", "role": null, "email_verified": false });
    let person = person(&app, send(&app, &forge.token(said)).await).await;
    let caller = app
        .app
        .caller(app.cast.here.key, &person.token)
        .await
        .unwrap()
        .unwrap();
    assert!(caller.email_verified);
}

async fn an_account_is_whom_issuer_and_subject_say(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let here = &app.cast.here;
    // The marketplace told of aino before; its own issuer speaks for its ids.
    let aino = json!({ "sub": "aino", "name": null, "email": null, "role": null });
    let known = me(&app, send(&app, &forge.token(aino.clone())).await).await;
    assert_eq!(known["id"], here.buyer.id.as_str());
    // The partner's aino is somebody else, whatever name and address it says.
    let other = json!({ "sub": "aino", "email": "other@posti.example", "name": "Aino" });
    let partners = me(&app, send(&app, &forge.partner_token(other)).await).await;
    assert_ne!(partners["id"], known["id"]);
    let thief = json!({ "sub": "bela", "email": "bela@posti.example", "email_verified": true });
    send(&app, &forge.partner_token(thief))
        .await
        .is(409)
        .fault("email_taken");
    // Nor does the partner speak for shops.
    let shop = json!({
        "sub": "x", "email": "x@posti.example", "role": "business_seller",
        "shop": { "id": "lamppu", "administrator": true },
    });
    send(&app, &forge.partner_token(shop)).await.is(401);
    let again = me(&app, send(&app, &forge.token(aino)).await).await;
    assert_eq!(again["id"], known["id"], "once taken over, found again");
}

async fn a_token_lands_only_in_the_marketplace_whose_key_signed_it(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    // Names a person and an address of the other marketplace: they are this one's here.
    let say = json!({ "sub": "only-there", "email": "mika@okidoki.example" });
    let made = me(&app, send(&app, &forge.token(say)).await).await;
    assert_eq!(made["marketplace"], "tori");
    for known in there.everybody() {
        assert_ne!(made["id"], known.id.as_str());
    }
    let token = forge.token(json!({}));
    let elsewhere = exchange(&token).host("okidoki.test");
    app.send(elsewhere).await.is(401).fault("token_refused");
    let named = exchange(&token).header("kontor-marketplace", "okidoki");
    app.send(named).await.is(401);
    let text = claims(json!({ "aud": "https://okidoki.test" })).to_string();
    let theirs = forge.raw("there", crate::sign_in_forge::ED, &text);
    app.send(exchange(&theirs).host("okidoki.test"))
        .await
        .is(201);
    send(&app, &theirs).await.is(401);
    assert_ne!(here.key, there.key);
}

async fn other_rights_end_everything_else(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let first = person(&app, send(&app, &forge.token(json!({}))).await).await;
    let same = person(&app, send(&app, &forge.token(json!({ "name": "N" }))).await).await;
    app.shown(&first, "/api/v1/me").await;
    let mut stream = EventStream::follow(&app, &first).await;
    let seller = json!({ "role": "private_seller" });
    let now = person(&app, send(&app, &forge.token(seller)).await).await;
    assert_eq!(now.id, first.id);
    stream.ends().await;
    for gone in [&first, &same] {
        app.send(get("/api/v1/me").by(gone))
            .await
            .is(401)
            .fault("token_invalid");
    }
    app.shown(&now, "/api/v1/me").await;
}

async fn a_shop_is_left_as_it_was_joined(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let member = |shop: Value| json!({ "role": "business_seller", "shop": shop });
    let shops =
        async |say: Value| me(&app, send(&app, &forge.token(say)).await).await["shops"].clone();
    let lamppu = app.cast.here.shop.clone();
    let joined = shops(member(json!({ "id": "lamppu" }))).await;
    assert_eq!(joined, json!([{ "id": lamppu, "administrator": false }]));
    let member_of = person(
        &app,
        send(&app, &forge.token(member(json!({ "id": "lamppu" })))).await,
    )
    .await;
    let mut stream = EventStream::follow(&app, &member_of).await;
    let made = json!({ "id": "new-shop", "name": " Uusi ", "administrator": true });
    let moved = shops(member(made)).await;
    assert_eq!(
        moved.as_array().unwrap().len(),
        1,
        "out of the former, into the new"
    );
    assert_eq!(moved[0]["administrator"], true);
    assert_ne!(moved[0]["id"], lamppu.as_str());
    stream.ends().await;
    send(&app, &forge.token(member(json!({ "id": "nameless" }))))
        .await
        .is(401);
    assert_eq!(shops(member(Value::Null)).await, json!([]));
    // What the marketplace told by the API, no silent token takes away.
    let kaisa = json!({ "sub": "kaisa", "name": null, "email": null, "role": null });
    let kept = shops(kaisa.clone()).await;
    assert_eq!(kept, json!([{ "id": lamppu, "administrator": true }]));
    assert_eq!(shops(kaisa.clone()).await, kept);
    // Nor does one that speaks of the same shop, now or later.
    let mut demoted = kaisa.clone();
    demoted["shop"] = json!({ "id": "lamppu", "administrator": false });
    assert_eq!(shops(demoted).await, kept);
    assert_eq!(shops(kaisa).await, kept);
}

async fn who_is_disabled_does_not_come_in(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let disable = async |disabled: bool| {
        let body = json!({
            "role": "buyer", "name": "Aino", "email": "aino@posti.example", "disabled": disabled,
        });
        let told = put("/api/v1/accounts/aino").by(&app.cast.here.operator);
        app.send(told.json(&body)).await.is(200);
    };
    disable(true).await;
    let token = forge.token(json!({ "sub": "aino", "name": "Changed", "email": null }));
    send(&app, &token).await.is(401).fault("token_refused");
    disable(false).await;
    // The refused token changed nothing and was not used up.
    let person = person(&app, send(&app, &token).await).await;
    assert_eq!(person.id, app.cast.here.buyer.id);
}

async fn an_address_of_somebody_else_is_a_conflict(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    for change in [
        json!({ "email": "aino@posti.example", "email_verified": true }),
        json!({ "email": "AINO@posti.example" }),
        json!({ "sub": "bela", "email": "aino@posti.example" }),
    ] {
        let token = forge.token(change);
        send(&app, &token).await.is(409).fault("email_taken");
        // Nothing was kept, so the same token may be tried again.
        send(&app, &token).await.is(409);
    }
    let bela = json!({ "sub": "bela", "name": null, "email": null, "role": null });
    let bela = me(&app, send(&app, &forge.token(bela)).await).await;
    assert_eq!(
        bela["id"],
        app.cast.here.rival.id.as_str(),
        "nobody was merged"
    );
}

async fn a_link_to_a_former_address_is_dead(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    crate::tokens::with_password(&app).await;
    let asked = post("/api/v1/password-resets").json(&json!({ "email": "aino@posti.example" }));
    app.send(asked).await.is(202);
    app.work().await;
    let mail = app.caught().pop().unwrap().mail.text.unwrap();
    let start = mail.find("token=").unwrap() + 6;
    let secret: String = mail[start..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    let moved = json!({ "sub": "aino", "email": "new@posti.example", "name": null, "role": null });
    send(&app, &forge.token(moved)).await.is(201);
    let body = json!({ "token": secret, "new": "a battery of staples" });
    let used = post("/api/v1/password-resets/redemption").json(&body);
    app.send(used).await.is(422).fault("link_expired");
}
