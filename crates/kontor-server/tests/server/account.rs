//! One's own account: changing the password, and ending what is signed in elsewhere.

use std::sync::Arc;

use serde_json::json;

use crate::cast::Person;
use crate::client::{Request, delete, get, post, put};
use crate::ground::Site;
use crate::sse::EventStream;
use crate::testapp::TestApp;
use crate::tokens::{EMAIL, PASSWORD, with_password};

both!(
    a_changed_password_ends_everything_else,
    all_others_are_ended_at_once,
);
lite!(
    a_password_is_changed_only_by_who_knows_it,
    guessing_a_password_is_limited,
    of_two_changes_at_once_one_wins,
    a_password_told_by_the_marketplace_ends_sessions_once,
    the_page_shows_where_one_is_signed_in,
    nobody_ends_what_is_anothers,
);

const NEW: &str = "a battery of staples";

async fn another(app: &TestApp, password: &str) -> Person {
    let body = json!({ "email": EMAIL, "password": password, "label": "elsewhere" });
    let issued = app
        .send(post("/api/v1/tokens").json(&body))
        .await
        .is(201)
        .json();
    Person {
        token: issued["token"].as_str().unwrap().to_owned(),
        ..app.cast.here.buyer.clone()
    }
}

fn change(person: &Person, current: &str, new: &str) -> Request {
    let body = json!({ "current": current, "new": new });
    put("/api/v1/me/password").by(person).json(&body)
}

async fn a_changed_password_ends_everything_else(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let (here, elsewhere) = (another(&app, PASSWORD).await, another(&app, PASSWORD).await);
    let mut stream = EventStream::follow(&app, &elsewhere).await;
    app.send(change(&here, PASSWORD, NEW)).await.is(204);
    app.send(get("/api/v1/me").by(&here)).await.is(200);
    app.send(get("/api/v1/me").by(&elsewhere))
        .await
        .is(401)
        .fault("token_invalid");
    stream.ends().await;
    let old = json!({ "email": EMAIL, "password": PASSWORD });
    app.send(post("/api/v1/tokens").json(&old)).await.is(401);
    another(&app, NEW).await;
}

async fn all_others_are_ended_at_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let (here, elsewhere) = (another(&app, PASSWORD).await, another(&app, PASSWORD).await);
    let mut stream = EventStream::follow(&app, &elsewhere).await;
    app.send(delete("/api/v1/tokens").by(&here)).await.is(204);
    app.send(get("/api/v1/me").by(&elsewhere)).await.is(401);
    stream.ends().await;
    let left = app
        .send(get("/api/v1/tokens").by(&here))
        .await
        .is(200)
        .json();
    let left = left["tokens"].as_array().unwrap();
    assert!(left.len() == 1 && left[0]["current"] == true);
    // Whoever else is here stays signed in.
    app.send(get("/api/v1/me").by(&app.cast.here.operator))
        .await
        .is(200);
}

async fn a_password_is_changed_only_by_who_knows_it(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let here = another(&app, PASSWORD).await;
    app.send(change(&here, "wrong password", NEW))
        .await
        .is(422)
        .field("field_invalid", "current");
    app.send(change(&here, PASSWORD, "short"))
        .await
        .is(422)
        .field("field_invalid", "new");
    app.send(change(&here, PASSWORD, &"x".repeat(1_025)))
        .await
        .is(422)
        .field("field_invalid", "new");
    app.send(change(&here, &"x".repeat(9_999), NEW))
        .await
        .is(422)
        .field("field_invalid", "current");
    // Who has no password here has none to change.
    app.send(change(&app.cast.here.operator, "", NEW))
        .await
        .is(404);
    another(&app, PASSWORD).await;
}

async fn guessing_a_password_is_limited(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.sign_ins_per_quarter_hour = 3).await;
    with_password(&app).await;
    let here = another(&app, PASSWORD).await;
    for _ in 0..3 {
        app.send(change(&here, "wrong password", NEW)).await.is(422);
    }
    app.send(change(&here, PASSWORD, NEW))
        .await
        .is(429)
        .fault("too_many_requests");
}

async fn of_two_changes_at_once_one_wins(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let (one, two) = (another(&app, PASSWORD).await, another(&app, PASSWORD).await);
    let (first, second) = futures_util::join!(
        app.send(change(&one, PASSWORD, NEW)),
        app.send(change(&two, PASSWORD, "quite another one")),
    );
    let mut kept = [first.status, second.status];
    kept.sort_unstable();
    assert_eq!(kept[0], 204, "{kept:?}");
    assert!([401, 422].contains(&kept[1]), "{kept:?}");
    let password = if first.status == 204 {
        NEW
    } else {
        "quite another one"
    };
    another(&app, password).await;
}

async fn a_password_told_by_the_marketplace_ends_sessions_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let here = another(&app, PASSWORD).await;
    with_password(&app).await;
    app.send(get("/api/v1/me").by(&here)).await.is(200);
    let body = json!({ "role": "buyer", "name": "Aino", "email": EMAIL, "password": NEW });
    let told = put("/api/v1/accounts/aino")
        .by(&app.cast.here.operator)
        .json(&body);
    app.send(told).await.is(200);
    app.send(get("/api/v1/me").by(&here)).await.is(401);
}

async fn the_page_shows_where_one_is_signed_in(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let (here, elsewhere) = (another(&app, PASSWORD).await, another(&app, PASSWORD).await);
    let page = app
        .send(get("/account").browser(&here))
        .await
        .is(200)
        .text();
    assert!(page.contains(EMAIL) && page.contains("elsewhere"));
    let form = [("current", "wrong password"), ("new", NEW)];
    let post_form = |fields: &[(&str, &str)]| {
        post("/account/password")
            .browser(&here)
            .header("origin", "https://tori.test")
            .form(fields)
    };
    let refused = app.send(post_form(&form)).await.is(422).text();
    assert!(refused.contains("role=\"alert\"") && !refused.contains(NEW));
    let done = app
        .send(post_form(&[("current", PASSWORD), ("new", NEW)]))
        .await
        .is(303);
    assert_eq!(done.header("location"), "/account");
    app.send(get("/api/v1/me").by(&elsewhere)).await.is(401);
    let page = app
        .send(get("/account").browser(&here))
        .await
        .is(200)
        .text();
    assert!(!page.contains("end-others"), "only this one is left");
}

async fn nobody_ends_what_is_anothers(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let here = another(&app, PASSWORD).await;
    let mine = app
        .send(get("/api/v1/tokens").by(&here))
        .await
        .is(200)
        .json();
    let id = mine["tokens"][0]["id"].as_str().unwrap();
    let other = &app.cast.here.operator;
    let form = post(format!("/account/sessions/{id}/end")).browser(other);
    app.send(form.header("origin", "https://tori.test").form(&[]))
        .await
        .is(404);
    app.send(get("/api/v1/me").by(&here)).await.is(200);
}
