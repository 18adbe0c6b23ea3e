//! `/sign-in` and `/sign-out`: cookies, fixation, where one is led to, which host one is at.

use std::sync::Arc;

use kontor_core::time::{DAY, MINUTE};

use crate::cast::Person;
use crate::client::{Answer, Request, get, post};
use crate::ground::Site;
use crate::sse::EventStream;
use crate::testapp::TestApp;
use crate::tokens::{EMAIL, PASSWORD, with_password};

both!(signing_in_gives_a_cookie_that_scripts_cannot_read);
lite!(
    signing_in_ends_the_session_before,
    signing_out_ends_the_session_and_its_streams,
    a_session_ends_with_its_time,
    a_wrong_password_and_an_unknown_address_look_alike,
    too_many_tries_are_shown_with_the_form,
    one_is_led_only_to_this_site,
);

fn signing_in(email: &str, password: &str, next: &str) -> Request {
    let form = [("email", email), ("password", password), ("next", next)];
    post("/sign-in")
        .header("origin", "https://tori.test")
        .form(&form)
}

/// The session's secret that an answer gives.
fn secret(answer: &Answer) -> String {
    let cookie = answer.set_cookie("kontor_session").expect("a session");
    let value = cookie.split(';').next().unwrap();
    value.strip_prefix("kontor_session=").unwrap().to_owned()
}

/// The buyer with a session instead of a token.
async fn signed_in(app: &TestApp) -> Person {
    with_password(app).await;
    let answer = app.send(signing_in(EMAIL, PASSWORD, "")).await.is(303);
    Person {
        token: secret(&answer),
        ..app.cast.here.buyer.clone()
    }
}

async fn signing_in_gives_a_cookie_that_scripts_cannot_read(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let answer = app
        .send(signing_in(EMAIL, PASSWORD, "/listings/lamp"))
        .await
        .is(303);
    assert_eq!(answer.header("location"), "/listings/lamp");
    let cookie = answer.set_cookie("kontor_session").unwrap();
    let mut flags: Vec<&str> = cookie.split("; ").skip(1).collect();
    flags.sort_unstable();
    assert_eq!(
        flags,
        [
            "HttpOnly",
            "Max-Age=2592000",
            "Path=/",
            "SameSite=Lax",
            "Secure"
        ]
    );
    let buyer = Person {
        token: secret(&answer),
        ..app.cast.here.buyer.clone()
    };
    let page = app
        .send(get("/conversations").browser(&buyer))
        .await
        .is(200);
    assert!(page.text().contains("Aino"));
    // The API takes the session too, where the browser says that it comes from this site.
    app.send(get("/api/v1/me").browser(&buyer)).await.is(200);
}

async fn signing_in_ends_the_session_before(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let planted = signed_in(&app).await;
    let cookie = format!("kontor_session={}", planted.token);
    let again = signing_in(EMAIL, PASSWORD, "").header("cookie", &cookie);
    let answer = app.send(again).await.is(303);
    assert_ne!(secret(&answer), planted.token);
    let old = app
        .send(get("/conversations").browser(&planted))
        .await
        .is(303);
    assert_eq!(old.header("location"), "/sign-in?next=/conversations");
    // A secret of somebody else's choice is never taken over.
    let fixed = signing_in(EMAIL, PASSWORD, "").header("cookie", "kontor_session=kt_0000");
    assert_ne!(secret(&app.send(fixed).await.is(303)), "kt_0000");
}

async fn signing_out_ends_the_session_and_its_streams(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = signed_in(&app).await;
    let mut stream = EventStream::follow(&app, &buyer).await;
    let mut other = EventStream::follow(&app, &app.cast.here.buyer).await;
    let answer = app.send(post("/sign-out").browser(&buyer)).await.is(303);
    let cookie = answer.set_cookie("kontor_session").unwrap();
    assert!(
        cookie.starts_with("kontor_session=; ") && cookie.contains("Max-Age=0"),
        "{cookie}"
    );
    stream.ends().await;
    app.send(get("/conversations").browser(&buyer))
        .await
        .is(303);
    app.wrote(&app.cast.here.buyer, "lamp", "Still here").await;
    assert_eq!(
        other.next().await.unwrap().kind,
        "conversation",
        "another token's stream goes on"
    );
}

async fn a_session_ends_with_its_time(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = signed_in(&app).await;
    app.later(30 * DAY - MINUTE);
    app.send(get("/conversations").browser(&buyer))
        .await
        .is(200);
    app.later(MINUTE);
    app.app.forget_callers();
    app.send(get("/conversations").browser(&buyer))
        .await
        .is(303);
    app.send(get("/listings").browser(&buyer)).await.is(200);
}

async fn a_wrong_password_and_an_unknown_address_look_alike(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    with_password(&app).await;
    let face = |answer: &Answer, email: &str| {
        let id = answer.header("kontor-request-id");
        (
            answer.status,
            answer.text().replace(email, "").replace(id, ""),
        )
    };
    let wrong = app
        .send(signing_in(EMAIL, "wrong horse battery", "/x"))
        .await
        .is(401);
    assert!(wrong.set_cookie("kontor_session").is_none());
    let long = "x".repeat(1_025);
    for (email, password) in [
        ("nobody@posti.example", PASSWORD),
        ("mika@posti.example", PASSWORD),
        (EMAIL, &long),
        (EMAIL, " "),
    ] {
        let answer = app.send(signing_in(email, password, "/x")).await;
        assert_eq!(face(&answer, email), face(&wrong, EMAIL), "{email}");
    }
}

async fn too_many_tries_are_shown_with_the_form(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.sign_ins_per_quarter_hour = 2).await;
    for _ in 0..2 {
        app.send(signing_in(EMAIL, "wrong horse battery", ""))
            .await
            .is(401);
    }
    let limited = app
        .send(signing_in(EMAIL, "wrong horse battery", ""))
        .await
        .is(429);
    assert!(limited.text().contains("name=\"password\""));
    assert!(!limited.header("retry-after").is_empty());
}

/// What a browser could read as another site: 200 ways of writing it.
fn misleading() -> Vec<String> {
    let starts = [
        "",
        "/",
        "//",
        "///",
        "/\\",
        "\\\\",
        "\\/",
        "/\t/",
        "\t//",
        "/\r/",
        "/\n/",
        " //",
        "/%09/",
        "https:",
        "http://",
        "https://",
        "HTTPS:\\\\",
        "javascript:",
        "data:",
        "//\u{0}",
    ];
    let ends = [
        "evil.example",
        "evil.example/x",
        "@evil.example",
        "tori.test@evil.example",
        "tori.test.evil.example",
        "evil.example\\@tori.test",
        "evil.example#/",
        "evil.example?/",
        "%65vil.example",
        "alert(1)",
    ];
    let join = |start: &&str| ends.map(|end| format!("{start}{end}"));
    starts.iter().flat_map(join).collect()
}

async fn one_is_led_only_to_this_site(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    // Stepping into a persona needs no password, and ends in the same function.
    let all = misleading();
    assert_eq!(all.len(), 200);
    with_password(&app).await;
    for next in &all {
        let led = kontor_server::serve::answer::see_other(next);
        let location = led.headers()["location"].to_str().unwrap();
        let second = location.as_bytes().get(1);
        assert!(
            location.starts_with('/') && second != Some(&b'/'),
            "{next:?}: {location:?}"
        );
        assert!(
            !location.contains('\\') && !location.contains(char::is_control),
            "{next:?}"
        );
    }
    for next in all.iter().step_by(20) {
        let answer = app.send(signing_in(EMAIL, PASSWORD, next)).await.is(303);
        let location = answer.header("location");
        let host = location.trim_start_matches('/');
        assert!(
            location.starts_with('/') && location.len() - host.len() == 1,
            "{next:?}: {location}"
        );
        let form = get(format!(
            "/sign-in?next={}",
            next.replace(['\\', '\t', '\n', '\r', ' ', '\0', '#'], "")
        ));
        let page = app.send(form).await.is(200).text();
        assert!(!page.contains("href=\"javascript"), "{next:?}");
    }
}
