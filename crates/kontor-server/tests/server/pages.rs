//! The pages: what one does there without scripts, and what they never hold.

use std::sync::Arc;

use crate::cast::Person;
use crate::client::{Request, get, post};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(one_writes_answers_and_closes_with_forms);
lite!(
    a_form_sent_twice_is_one_message,
    a_refused_text_is_shown_again,
    what_people_write_is_never_markup,
    who_is_not_signed_in_is_led_there_and_back,
    a_language_is_chosen_and_kept,
);

fn form(person: &Person, path: &str, fields: &[(&str, &str)]) -> Request {
    post(path).browser(person).form(fields)
}

/// The path that an answer to a form leads to.
async fn led(app: &TestApp, request: Request) -> String {
    app.send(request)
        .await
        .is(303)
        .header("location")
        .to_owned()
}

async fn one_writes_answers_and_closes_with_forms(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let page = app
        .send(get("/listings/lamp").browser(&here.buyer))
        .await
        .is(200)
        .text();
    assert!(page.contains("name=\"key\""), "a key for one sending");
    let fields = [
        ("listing", "lamp"),
        ("body", "Is it bright?"),
        ("key", "k-1"),
    ];
    let path = led(&app, form(&here.buyer, "/conversations", &fields)).await;
    let inbox = app
        .send(get("/conversations").browser(&here.seller))
        .await
        .is(200)
        .text();
    assert!(inbox.contains(&path) && inbox.contains("Is it bright?"));
    let thread = app
        .send(get(&path).browser(&here.seller))
        .await
        .is(200)
        .text();
    assert!(thread.contains("Is it bright?") && thread.contains("Aino"));
    let me = app.shown(&here.seller, "/api/v1/me").await;
    assert_eq!(me["unread_conversations"], 0, "who looks has read");

    let answer = [("body", "Very."), ("key", "k-2")];
    led(
        &app,
        form(&here.seller, &format!("{path}/messages"), &answer),
    )
    .await;
    let entries = get(format!("{path}/entries?after=1")).browser(&here.buyer);
    let fragment = app.send(entries).await.is(200).text();
    assert!(fragment.contains("Very.") && !fragment.contains("<html"));
    for action in ["closure", "closure", "reopening", "reopening"] {
        led(&app, form(&here.buyer, &format!("{path}/{action}"), &[])).await;
    }
    app.send(form(&here.buyer, &format!("{path}/read"), &[("seq", "2")]))
        .await
        .is(204);
    app.send(form(&here.seller, "/conversations", &fields))
        .await
        .is(409);
}

async fn a_form_sent_twice_is_one_message(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    let fields = [("listing", "lamp"), ("body", "Once"), ("key", "k-1")];
    let first = led(&app, form(buyer, "/conversations", &fields)).await;
    assert_eq!(
        led(&app, form(buyer, "/conversations", &fields)).await,
        first
    );
    let id = app.inbox(buyer, "").await.remove(0);
    assert_eq!(app.texts(buyer, &id).await, ["Once"]);
    let other = [("listing", "lamp"), ("body", "Twice"), ("key", "k-1")];
    let again = app
        .send(form(buyer, "/conversations", &other))
        .await
        .is(422)
        .text();
    assert!(again.contains("Twice"));
}

async fn a_refused_text_is_shown_again(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    let long = format!("begin{}", "x".repeat(10_000));
    let fields = [("listing", "lamp"), ("body", long.as_str()), ("key", "k-1")];
    let page = app
        .send(form(buyer, "/conversations", &fields))
        .await
        .is(422)
        .text();
    assert!(page.contains("beginxxx") && page.contains("role=\"alert\""));
    for fields in [
        &[("listing", "lamp")][..],
        &[("body", "x"), ("key", "k")],
        &[],
    ] {
        app.send(form(buyer, "/conversations", fields))
            .await
            .is(400);
    }
    let bad_key = [("listing", "lamp"), ("body", "x"), ("key", "")];
    app.send(form(buyer, "/conversations", &bad_key))
        .await
        .is(400);
    let json = post("/conversations")
        .browser(buyer)
        .bytes("application/json", "{}");
    app.send(json).await.is(415);
}

async fn what_people_write_is_never_markup(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let text = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>&lt;i&gt;";
    let id = app.wrote(&here.buyer, "lamp", text).await;
    let body = serde_json::json!({ "seller": "mika", "title": text, "description": text });
    let offer = crate::client::put("/api/v1/listings/odd")
        .by(&here.operator)
        .json(&body);
    app.send(offer).await.is(201);
    let query = "%3Cscript%3Ealert(1)%3C/script%3E";
    for path in [
        format!("/conversations/{id}"),
        format!("/conversations/{id}/entries?after=0"),
        "/conversations".to_owned(),
        "/listings/odd".to_owned(),
        format!("/listings?q={query}"),
        format!("/conversations?q={query}"),
        format!("/sign-in?next=/{query}"),
        format!("/nothing/{query}"),
    ] {
        let page = app.send(get(&path).browser(&here.seller)).await.text();
        assert!(
            !page.contains("<script>") && !page.contains("<img src=x"),
            "{path}: {page}"
        );
    }
}

async fn who_is_not_signed_in_is_led_there_and_back(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let answer = app
        .send(get("/conversations?state=open&q=a%26b"))
        .await
        .is(303);
    let place = answer.header("location").to_owned();
    assert_eq!(
        place,
        "/sign-in?next=/conversations%3Fstate%3Dopen%26q%3Da%2526b"
    );
    let page = app.send(get(place)).await.is(200).text();
    assert!(
        page.contains("value=\"/conversations?state=open&#38;q=a%26b\"")
            || page.contains("value=\"/conversations?state=open&amp;q=a%26b\""),
        "{page}"
    );
    let stale = post("/sign-out")
        .header("origin", "https://tori.test")
        .form(&[]);
    assert_eq!(
        app.send(stale).await.is(303).header("location"),
        "/sign-in?next=/"
    );
}

async fn a_language_is_chosen_and_kept(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let page = app.send(get("/listings")).await.is(200).text();
    assert!(page.contains("<html lang=\"en\""));
    let browser = get("/listings").header("accept-language", "fi-FI,fi;q=0.9,en;q=0.1");
    assert!(app.send(browser).await.text().contains("<html lang=\"fi\""));
    let chosen = app.send(get("/listings?lang=fi")).await.is(200);
    assert!(
        chosen
            .set_cookie("kontor_locale")
            .unwrap()
            .starts_with("kontor_locale=fi;")
    );
    let kept = get("/listings").header("cookie", "kontor_locale=fi");
    assert!(app.send(kept).await.text().contains("<html lang=\"fi\""));
    for odd in ["xx", "%0d%0aset-cookie:x=1", "", "sk"] {
        let answer = app.send(get(format!("/listings?lang={odd}"))).await.is(200);
        assert!(answer.set_cookie("kontor_locale").is_none(), "{odd}");
    }
}
