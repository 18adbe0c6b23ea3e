//! Accounts that lose a right: disabled ones, and those whose role changes. What they had open ends.

use std::sync::Arc;

use kontor_core::account::Role;
use kontor_core::id::PrincipalId;
use kontor_server::actions::people::{AccountDraft, put_account};
use kontor_server::actions::session;
use kontor_store::token::{self, TokenKind};
use serde_json::{Value, json};

use crate::cast::{self, Person};
use crate::client::{Answer, get, post, put};
use crate::ground::Site;
use crate::sse::EventStream;
use crate::testapp::{DAWN, TestApp};
use crate::tokens::{EMAIL, PASSWORD, with_password};

both!(
    a_disabled_account_is_out_at_once_by_every_way,
    no_session_outlives_the_disabling_that_it_raced,
    a_changed_role_ends_what_was_signed_in_before,
);
lite!(
    a_disabled_account_comes_back_only_when_told,
    a_disabled_account_gets_no_link_and_no_notice,
    an_operator_who_changes_the_own_role_stays_signed_in_once,
    a_session_is_called_by_its_browser,
);

/// How often signing in and disabling race. Source: security case T077.
const RACES: i64 = 1_000;

async fn told(app: &TestApp, by: &Person, external_id: &str, change: Value) -> Answer {
    let email = format!("{external_id}@posti.example");
    let mut body = json!({ "role": "buyer", "name": "Aino", "email": email });
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    let path = format!("/api/v1/accounts/{external_id}");
    app.send(put(path).by(by).json(&body)).await
}

async fn signing_in(app: &TestApp) -> Answer {
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    app.send(post("/api/v1/tokens").json(&body)).await
}

async fn a_disabled_account_is_out_at_once_by_every_way(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    with_password(&app).await;
    let buyer = Person {
        token: signing_in(&app).await.json()["token"]
            .as_str()
            .unwrap()
            .to_owned(),
        ..here.buyer.clone()
    };
    let mut stream = EventStream::follow(&app, &buyer).await;
    let id = app.wrote(&buyer, "lamp", "Is it bright?").await;
    stream.next().await;
    let done = told(&app, &here.operator, "aino", json!({ "disabled": true })).await;
    assert_eq!(done.is(200).json()["disabled"], true);
    app.answered(&here.seller, &id, "Very.").await;
    stream.ends().await;
    for request in [get("/api/v1/me"), get("/api/v1/events/stream")] {
        app.send(request.by(&buyer))
            .await
            .is(401)
            .fault("token_invalid");
    }
    let page = app.send(get("/conversations").browser(&buyer)).await;
    assert_eq!(
        page.is(303).header("location"),
        "/sign-in?next=/conversations"
    );
    signing_in(&app).await.is(401).fault("sign_in_failed");
    // Nor by a way that asks for no password, such as the demo's links or a marketplace's own token.
    let way = session::issue(
        &app.app,
        here.key,
        PrincipalId(buyer.id.clone()),
        TokenKind::Session,
        "",
    );
    assert_eq!(way.await.unwrap_err().code, "sign_in_failed");
    // The twin in the other marketplace is another account.
    let twin = &app.cast.there.buyer;
    app.send(get("/api/v1/me").by(twin)).await.is(200);
}

async fn no_session_outlives_the_disabling_that_it_raced(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let key = app.cast.here.key;
    let id = PrincipalId(app.cast.here.rival.id.clone());
    let mut draft = AccountDraft {
        external_id: "bela".to_owned(),
        role: Role::Buyer,
        name: "Bela".to_owned(),
        email: "bela@posti.example".to_owned(),
        email_verified: true,
        password: None,
        locale: None,
        shop: None,
        disabled: None,
    };
    let mut refused = 0;
    for race in 0..RACES {
        draft.disabled = Some(false);
        put_account(&app.app, key, draft.clone(), None)
            .await
            .unwrap();
        draft.disabled = Some(true);
        let enter = async |late: bool| {
            // Each begins at another moment of the other.
            for _ in 0..if late { race % 7 } else { 0 } {
                tokio::task::yield_now().await;
            }
            session::issue(&app.app, key, id.clone(), TokenKind::Session, "").await
        };
        let (one, done, two) = futures_util::join!(
            enter(false),
            put_account(&app.app, key, draft.clone(), None),
            enter(true),
        );
        done.unwrap();
        for issued in [one, two] {
            let Ok(issued) = issued else {
                refused += 1;
                continue;
            };
            let input = (key, kontor_server::random::hash(&issued.secret), DAWN);
            let alive = app.app.store.read(input, |tx, (key, hash, now)| {
                Box::pin(token::caller(tx, *key, hash, *now))
            });
            let alive: kontor_store::Result<_> = alive.await;
            assert!(alive.unwrap().is_none(), "race {race}");
        }
        assert_eq!(tokens_of(&app, &id).await, 0, "race {race}");
    }
    assert!(
        (1..2 * RACES).contains(&refused),
        "both orders happened: {refused} refused"
    );
}

async fn a_changed_role_ends_what_was_signed_in_before(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut stream = EventStream::follow(&app, &here.agent).await;
    let change = json!({ "role": "agent", "name": "Leena", "email_verified": true });
    told(&app, &here.operator, "leena", change.clone())
        .await
        .is(200);
    app.send(get("/api/v1/me").by(&here.agent)).await.is(200);
    let demoted = json!({ "role": "buyer", "name": "Leena", "email_verified": true });
    told(&app, &here.operator, "leena", demoted).await.is(200);
    app.send(get("/api/v1/me").by(&here.agent)).await.is(401);
    stream.ends().await;
    told(&app, &here.operator, "leena", change).await.is(200);
    app.send(get("/api/v1/me").by(&here.agent)).await.is(401);
}

async fn an_operator_who_changes_the_own_role_stays_signed_in_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = PrincipalId(here.operator.id.clone());
    let elsewhere = cast::enter(&app.app, here.key, "operator", here.host, id).await;
    told(&app, &here.operator, "henri", json!({})).await.is(200);
    app.send(get("/api/v1/me").by(&here.operator)).await.is(200);
    app.send(get("/api/v1/me").by(&elsewhere)).await.is(401);
    told(&app, &here.operator, "henri", json!({})).await.is(404);
}

async fn a_disabled_account_comes_back_only_when_told(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    with_password(&app).await;
    told(&app, operator, "aino", json!({ "disabled": true })).await;
    // Whoever tells everybody anew every night lets nobody in by it.
    let again = told(&app, operator, "aino", json!({ "password": PASSWORD })).await;
    assert_eq!(again.is(200).json()["disabled"], true);
    signing_in(&app).await.is(401);
    let back = told(&app, operator, "aino", json!({ "disabled": false })).await;
    assert_eq!(back.is(200).json()["disabled"], false);
    signing_in(&app).await.is(201);
    told(&app, operator, "aino", json!({ "disabled": "yes" }))
        .await
        .is(400)
        .fault("json_invalid");
}

async fn a_disabled_account_gets_no_link_and_no_notice(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    with_password(&app).await;
    let ask = || post("/api/v1/password-resets").json(&json!({ "email": EMAIL }));
    let id = app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    // One is asked for before, one after.
    app.send(ask()).await.is(202);
    told(
        &app,
        &here.operator,
        "aino",
        json!({ "disabled": true, "email_verified": true }),
    )
    .await;
    app.send(ask()).await.is(202);
    app.answered(&here.seller, &id, "Very.").await;
    app.wrote(&here.rival, "chair", "Is it old?").await;
    app.later(kontor_core::time::HOUR);
    app.work().await;
    let to_buyer = app.caught().iter().filter(|one| one.to == [EMAIL]).count();
    assert_eq!(to_buyer, 0);
    // What another was to get came.
    assert_eq!(app.caught().len(), 1);
}

async fn a_session_is_called_by_its_browser(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
    let form = [("email", EMAIL), ("password", PASSWORD)];
    let entered = post("/sign-in")
        .header("origin", "https://tori.test")
        .header("user-agent", phone)
        .form(&form);
    let entered = app.send(entered).await.is(303);
    let cookie = entered.set_cookie("kontor_session").unwrap();
    let secret = cookie.split(['=', ';']).nth(1).unwrap();
    let person = Person {
        token: secret.to_owned(),
        ..app.cast.here.buyer.clone()
    };
    let list = app.shown(&person, "/api/v1/tokens").await;
    let labels: Vec<_> = list["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["label"].as_str().unwrap())
        .collect();
    assert!(labels.contains(&"Chrome on Android"), "{labels:?}");
    for (lang, wanted) in [("en", "on"), ("fi", ",")] {
        let page = app
            .send(get(format!("/account?lang={lang}")).browser(&person))
            .await
            .is(200)
            .text();
        assert!(!page.contains("Mozilla"));
        let words: String = page.replace(['\u{2068}', '\u{2069}'], "");
        let words = words.replace("<bdi>", "").replace("</bdi>", "");
        let said = if wanted == "," {
            "Chrome, Android".to_owned()
        } else {
            format!("Chrome {wanted} Android")
        };
        assert!(words.contains(&said), "{lang}");
    }
}

/// Rows of tokens that somebody has, dead or alive.
async fn tokens_of(app: &TestApp, id: &PrincipalId) -> i64 {
    let input = (app.cast.here.key, id.clone());
    let counted = app.app.store.read(input, |tx, (key, id)| {
        Box::pin(async move {
            let sql = "SELECT COUNT(*) FROM token WHERE marketplace = $1 AND principal = $2";
            let row = tx.one(sql, kontor_store::args![*key, id]).await?;
            row.unwrap().int(0)
        })
    });
    let counted: kontor_store::Result<i64> = counted.await;
    counted.unwrap()
}
