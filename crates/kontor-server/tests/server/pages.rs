//! The pages: what one does there without scripts, and what they never hold.

use std::sync::Arc;

use kontor_server::serve::context::Door;
use kontor_server::serve::router;

use crate::cast::Person;
use crate::client::{Request, get, post, request};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(one_writes_answers_and_closes_with_forms);
lite!(
    a_form_sent_twice_is_one_message,
    a_refused_text_is_shown_again,
    what_people_write_is_never_markup,
    who_is_not_signed_in_is_led_there_and_back,
    a_language_is_chosen_and_kept,
    files_are_kept_by_browsers_as_long_as_they_stay_the_same,
    the_demos_pages_are_only_in_the_demo,
    a_head_request_has_no_body,
    pages_are_small_and_hold_nothing_inline,
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

async fn files_are_kept_by_browsers_as_long_as_they_stay_the_same(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let page = app.send(get("/listings")).await.text();
    let start = page.find("/static/").unwrap();
    let path: String = page[start..].chars().take_while(|c| *c != '"').collect();
    let file = app.send(get(&path)).await.is(200);
    assert!(file.header("cache-control").contains("immutable"), "{path}");
    let plain = app.send(get(path.split('?').next().unwrap())).await.is(200);
    assert_eq!(plain.header("cache-control"), "public, no-cache");
    app.send(get("/favicon.ico")).await.is(200);
    for odd in [
        "/static/nothing.css",
        "/static/..%2fCargo.toml",
        "/static/%2e%2e",
        "/static/%00",
    ] {
        app.send(get(odd)).await.is(404);
    }
}

async fn the_demos_pages_are_only_in_the_demo(site: Arc<Site>) {
    let app = TestApp::without_demo(&site).await;
    for (_, route) in router::table(true)
        .iter()
        .filter(|(_, r)| r.path.starts_with("/demo"))
    {
        let path = route.path.replace("{persona}", "operator");
        let asked = request(route.method, path).browser(&app.cast.here.buyer);
        app.send(asked).await.is(404);
    }
    assert_eq!(
        app.send(get("/")).await.is(303).header("location"),
        "/listings"
    );
}

async fn a_head_request_has_no_body(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    for path in [
        "/listings",
        "/conversations",
        "/nothing",
        "/api/v1/me",
        "/api/v1/nothing",
    ] {
        let by = |method: &str| {
            let request = request(method, path);
            if path.starts_with("/api") {
                request.by(buyer)
            } else {
                request.browser(buyer)
            }
        };
        let (head, full) = (app.send(by("HEAD")).await, app.send(by("GET")).await);
        assert_eq!((head.status, head.body.len()), (full.status, 0), "{path}");
    }
}

async fn pages_are_small_and_hold_nothing_inline(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    let id = app.wrote(operator, "lamp", "Is it bright?").await;
    for (door, route) in router::table(true) {
        if door != Door::Web || route.method != "GET" || route.path.contains("{file}") {
            continue;
        }
        let path = route
            .path
            .replace("/conversations/{id}", &format!("/conversations/{id}"));
        let path = path
            .replace("{external_id}", "lamp")
            .replace("{persona}", "nobody");
        let answer = app.send(get(&path).browser(operator)).await;
        let page = answer.text();
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        for inline in [
            "<script>",
            "<style",
            " style=\"",
            " onclick=",
            "javascript:",
        ] {
            assert!(!page.contains(inline), "{path} holds {inline}");
        }
        let packed = app
            .send(
                get(&path)
                    .browser(operator)
                    .header("accept-encoding", "gzip"),
            )
            .await;
        assert!(
            packed.body.len() < 60 * 1024,
            "{path}: {} bytes",
            packed.body.len()
        );
        assert!(
            page.len() < 1_024 || packed.header("content-encoding") == "gzip",
            "{path}"
        );
    }
}
