//! A forgotten password: the link, what it is worth, and what nobody learns by asking for one.

use std::sync::Arc;

use kontor_core::time::MINUTE;
use serde_json::json;

use crate::client::{Answer, Request, get, post};
use crate::ground::Site;
use crate::testapp::TestApp;
use crate::tokens::{EMAIL, PASSWORD, with_password};

both!(a_link_sets_a_password_once);
lite!(
    nobody_learns_whether_an_address_is_known,
    a_link_ends_after_an_hour_and_with_the_next,
    a_link_signs_nobody_in,
    a_link_is_worth_nothing_in_another_marketplace,
    of_two_uses_at_once_one_counts,
    asking_is_limited,
    programs_ask_and_redeem_too,
);

const NEW: &str = "a battery of staples";

fn asking(email: &str) -> Request {
    let form = [("email", email)];
    post("/password/forgotten")
        .header("origin", "https://tori.test")
        .form(&form)
}

fn redeeming(token: &str, new: &str) -> Request {
    let form = [("token", token), ("new", new)];
    post("/password/new")
        .header("origin", "https://tori.test")
        .form(&form)
}

/// Asks, and gives what the newest mail's link carries.
async fn link(app: &TestApp) -> String {
    app.send(asking(EMAIL)).await.is(200);
    app.work().await;
    let mails = app.caught();
    let text = mails.last().expect("a mail").mail.text.clone().unwrap();
    let (_, rest) = text
        .split_once("https://tori.test/password/new?token=")
        .expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn signing_in(app: &TestApp, password: &str) -> Answer {
    let body = json!({ "email": EMAIL, "password": password });
    app.send(post("/api/v1/tokens").json(&body)).await
}

async fn a_link_sets_a_password_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let before = signing_in(&app, PASSWORD).await.is(201).json();
    let bearer = format!("Bearer {}", before["token"].as_str().unwrap());
    let token = link(&app).await;
    let mail = &app.caught()[0];
    assert_eq!(mail.to, [EMAIL]);
    assert_eq!(
        mail.mail.subject.as_deref(),
        Some("Choose a new password for Tori")
    );
    assert!(mail.mail.defects.is_empty(), "{:?}", mail.mail.defects);
    // Programs that look through mail follow its links.
    for _ in 0..2 {
        let page = app
            .send(get(format!("/password/new?token={token}")))
            .await
            .is(200);
        assert!(page.text().contains(&token));
    }
    app.send(redeeming(&token, "short")).await.is(422);
    let done = app.send(redeeming(&token, NEW)).await.is(303);
    assert_eq!(done.header("location"), "/sign-in");
    app.send(get("/api/v1/me").header("authorization", &bearer))
        .await
        .is(401);
    signing_in(&app, PASSWORD).await.is(401);
    signing_in(&app, NEW).await.is(201);
    let again = app
        .send(redeeming(&token, "quite another one"))
        .await
        .is(422)
        .text();
    assert!(again.contains("/password/forgotten"));
    signing_in(&app, NEW).await.is(201);
}

async fn nobody_learns_whether_an_address_is_known(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let unknown = "nobody@posti.example";
    let (one, two) = (
        app.send(asking(EMAIL)).await.is(200),
        app.send(asking(unknown)).await.is(200),
    );
    let same = |answer: &Answer, email: &str| {
        let id = answer.header("kontor-request-id");
        answer.text().replace(email, "EMAIL").replace(id, "")
    };
    assert_eq!(same(&one, EMAIL), same(&two, unknown));
    let finnish = asking(EMAIL).header("accept-language", "fi");
    app.send(finnish).await.is(200);
    // Somebody without a password here gets no link either.
    app.send(asking("mika@posti.example")).await.is(200);
    app.work().await;
    let subjects: Vec<_> = app
        .caught()
        .iter()
        .map(|one| one.mail.subject.clone())
        .collect();
    assert_eq!(
        subjects.len(),
        1,
        "asked for twice before it was sent: {subjects:?}"
    );
    app.send(asking("no address")).await.is(422);
}

async fn a_link_ends_after_an_hour_and_with_the_next(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let first = link(&app).await;
    app.later(MINUTE);
    let second = link(&app).await;
    assert_ne!(first, second);
    app.send(redeeming(&first, NEW)).await.is(422);
    app.later(61 * MINUTE);
    app.send(redeeming(&second, NEW)).await.is(422);
    signing_in(&app, PASSWORD).await.is(201);
}

async fn a_link_signs_nobody_in(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let token = link(&app).await;
    let bearer = format!("Bearer {token}");
    app.send(get("/api/v1/me").header("authorization", &bearer))
        .await
        .is(401);
    let cookie = format!("kontor_session={token}");
    let page = app.send(get("/account").header("cookie", &cookie)).await;
    assert_eq!(page.status, 303, "to sign in");
    let list = app
        .send(get("/api/v1/tokens").by(&app.cast.here.buyer))
        .await
        .is(200)
        .text();
    assert!(!list.contains("reset"), "{list}");
}

async fn a_link_is_worth_nothing_in_another_marketplace(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let token = link(&app).await;
    let body = json!({ "token": token, "new": NEW });
    let there = post("/api/v1/password-resets/redemption").json(&body);
    app.send(there.host(app.cast.there.host))
        .await
        .is(422)
        .fault("link_expired");
    app.send(redeeming(&token, NEW)).await.is(303);
}

async fn of_two_uses_at_once_one_counts(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let token = link(&app).await;
    let (one, two) = futures_util::join!(
        app.send(redeeming(&token, NEW)),
        app.send(redeeming(&token, "quite another one")),
    );
    let mut kept = [one.status, two.status];
    kept.sort_unstable();
    assert_eq!(kept, [303, 422]);
    let password = if one.status == 303 {
        NEW
    } else {
        "quite another one"
    };
    signing_in(&app, password).await.is(201);
}

async fn asking_is_limited(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.sign_ins_per_quarter_hour = 3).await;
    with_password(&app).await;
    for _ in 0..3 {
        app.send(asking(EMAIL)).await.is(200);
    }
    let limited = app.send(asking(EMAIL)).await.is(429);
    assert!(limited.text().contains("role=\"alert\""));
}

async fn programs_ask_and_redeem_too(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let ask = |email: &str| post("/api/v1/password-resets").json(&json!({ "email": email }));
    let (known, unknown) = (
        app.send(ask(EMAIL)).await,
        app.send(ask("x@posti.example")).await,
    );
    assert_eq!(
        (known.is(202).body, unknown.is(202).body),
        (Vec::new().into(), Vec::new().into())
    );
    app.send(ask("x"))
        .await
        .is(422)
        .field("field_invalid", "email");
    let token = link(&app).await;
    let redeem = |token: &str, new: &str| {
        let body = json!({ "token": token, "new": new });
        post("/api/v1/password-resets/redemption").json(&body)
    };
    app.send(redeem(&token, "short"))
        .await
        .is(422)
        .field("field_invalid", "new");
    app.send(redeem("kt_nonsense", NEW))
        .await
        .is(422)
        .fault("link_expired");
    app.send(redeem(&token, NEW)).await.is(204);
    app.send(redeem(&token, NEW)).await.is(422);
    signing_in(&app, NEW).await.is(201);
}
