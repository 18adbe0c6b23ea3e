//! `/sign-in/token` and `/sign-in/with`: coming from the marketplace in a browser.
//!
//! What the script does is tried in Chromium; here is what it and the marketplace's page post.

use std::sync::Arc;

use serde_json::json;

use crate::cast::Person;
use crate::client::{Answer, Request, get, post};
use crate::ground::Site;
use crate::sign_in_forge::{AUDIENCE, Forge};
use crate::testapp::TestApp;

lite!(
    a_page_of_the_marketplace_posts_a_token,
    only_named_origins_may_post_from_elsewhere,
    signing_in_gives_a_session_that_nobody_knew,
    one_is_led_only_to_this_site,
    somebody_who_is_signed_in_is_asked_first,
    a_refused_token_is_explained_with_a_way_on,
    no_token_is_taken_from_a_query,
    the_demos_link_is_a_token_in_the_fragment,
);

const SHOP: &str = "https://www.market.test";

async fn start(site: &Arc<Site>) -> (TestApp, Forge) {
    let forge = Forge::new();
    let app = TestApp::with(site, |config| {
        forge.configure(config);
        config.marketplaces[0].sign_in_origins = vec![SHOP.to_owned()];
    })
    .await;
    (app, forge)
}

fn posted(token: &str, next: &str) -> Request {
    post("/sign-in/token").form(&[("token", token), ("next", next)])
}

/// As a browser posts a form from the marketplace's page: without our cookies.
fn from_shop(token: &str, next: &str) -> Request {
    posted(token, next)
        .header("origin", SHOP)
        .header("sec-fetch-site", "cross-site")
}

/// As the script posts it.
fn from_here(token: &str, next: &str) -> Request {
    posted(token, next)
        .header("origin", AUDIENCE)
        .header("sec-fetch-site", "same-origin")
}

/// The person whose session the answer gives.
fn entered(app: &TestApp, answer: &Answer) -> Person {
    let cookie = answer.set_cookie("kontor_session").expect("a session");
    let value = cookie
        .split(';')
        .next()
        .unwrap()
        .strip_prefix("kontor_session=")
        .unwrap();
    Person {
        token: value.to_owned(),
        ..app.cast.here.buyer.clone()
    }
}

async fn a_page_of_the_marketplace_posts_a_token(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let token = forge.token(json!({}));
    let answer = app.send(from_shop(&token, "/listings/lamp")).await.is(303);
    assert_eq!(answer.header("location"), "/listings/lamp");
    let page = app
        .send(get("/conversations").browser(&entered(&app, &answer)))
        .await
        .is(200);
    assert!(page.text().contains("Noora"));
    app.send(from_shop(&token, "/")).await.is(401);
}

async fn only_named_origins_may_post_from_elsewhere(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    for origin in [
        "null",
        "",
        "https://evil.example",
        "http://www.market.test",
        "https://market.test",
        "https://www.market.test.evil.example",
        "https://www.market.test:444",
        "https://WWW.market.test",
    ] {
        let token = forge.token(json!({}));
        let request = posted(&token, "/").header("origin", origin);
        let answer = app
            .send(request.header("sec-fetch-site", "cross-site"))
            .await
            .is(403);
        assert!(answer.set_cookie("kontor_session").is_none(), "{origin}");
    }
    // What is open to the marketplace's pages is this one form.
    let session = entered(
        &app,
        &app.send(from_shop(&forge.token(json!({})), "/")).await,
    );
    let cookie = format!("kontor_session={}", session.token);
    for path in [
        "/sign-out",
        "/sign-in",
        "/conversations",
        "/account/password",
    ] {
        let request = post(path).header("cookie", &cookie).header("origin", SHOP);
        app.send(request.form(&[("email", "a"), ("password", "b")]))
            .await
            .is(403);
    }
    // And only in the marketplace that names them.
    let there = from_shop(&forge.token(json!({})), "/").host("okidoki.test");
    app.send(there).await.is(403);
    let plain = post("/sign-in/token")
        .header("origin", SHOP)
        .bytes("text/plain", "token=x");
    app.send(plain).await.is(415);
}

async fn signing_in_gives_a_session_that_nobody_knew(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let fixed = from_here(&forge.token(json!({})), "").header("cookie", "kontor_session=kt_0000");
    let answer = app.send(fixed).await.is(303);
    assert_eq!(answer.header("location"), "/conversations");
    let first = entered(&app, &answer);
    assert_ne!(first.token, "kt_0000");
    let again = posted(&forge.token(json!({})), "").browser(&first);
    let second = entered(&app, &app.send(again).await.is(303));
    assert_ne!(second.token, first.token);
    let old = app
        .send(get("/conversations").browser(&first))
        .await
        .is(303);
    assert_eq!(
        old.header("location"),
        "/sign-in?next=/conversations",
        "the session before ended"
    );
}

async fn one_is_led_only_to_this_site(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    for next in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/x",
    ] {
        let answer = app
            .send(from_shop(&forge.token(json!({})), next))
            .await
            .is(303);
        assert_eq!(answer.header("location"), "/conversations", "{next:?}");
    }
}

async fn somebody_who_is_signed_in_is_asked_first(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let bela = json!({ "sub": "bela", "name": null, "email": null, "role": null });
    let session = entered(
        &app,
        &app.send(from_here(&forge.token(bela.clone()), ""))
            .await
            .is(303),
    );
    // A stranger's link, followed by somebody who is signed in, changes nothing by itself.
    let token = forge.token(json!({ "name": "Stranger <b>" }));
    let asked = app
        .send(posted(&token, "/listings").browser(&session))
        .await
        .is(200);
    assert!(asked.set_cookie("kontor_session").is_none());
    let page = asked.text();
    assert!(
        page.contains("Bela") && page.contains("Stranger &lt;b&gt;"),
        "{page}"
    );
    assert!(page.contains("name=\"switch\" value=\"yes\"") && page.contains(&token));
    app.send(get("/conversations").browser(&session))
        .await
        .is(200);
    let yes = post("/sign-in/token").browser(&session);
    let yes = yes.form(&[("token", &token), ("next", "/listings"), ("switch", "yes")]);
    let answer = app.send(yes).await.is(303);
    assert_eq!(answer.header("location"), "/listings");
    app.send(get("/conversations").browser(&session))
        .await
        .is(303);
    // Who comes as the same person is not asked.
    let now = entered(&app, &answer);
    app.send(posted(&forge.token(json!({})), "").browser(&now))
        .await
        .is(303);
    // What is no token is refused, not asked about.
    let bela = entered(&app, &app.send(from_here(&forge.token(bela), "")).await);
    app.send(posted("x", "").browser(&bela)).await.is(401);
}

async fn a_refused_token_is_explained_with_a_way_on(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let refused = app.send(from_shop("x", "/")).await.is(401);
    assert!(refused.text().contains("You could not be signed in"));
    // The page in another language is one that GET answers.
    assert!(
        refused.text().contains("href=\"/?lang=fi\""),
        "{}",
        refused.text()
    );
    let fi = app
        .send(from_shop("x", "/").header("accept-language", "fi"))
        .await
        .is(401);
    assert!(fi.text().contains("Palaa markkinapaikalle"));
    let taken = forge.token(json!({ "email": "aino@posti.example" }));
    let taken = app.send(from_shop(&taken, "/")).await.is(409);
    assert!(taken.text().contains("belongs to another account"));
}

async fn no_token_is_taken_from_a_query(site: Arc<Site>) {
    let (app, forge) = start(&site).await;
    let token = forge.token(json!({}));
    for path in ["/sign-in/with", "/sign-in", "/sign-in/token"] {
        let answer = app.send(get(format!("{path}?token={token}"))).await;
        assert!(answer.set_cookie("kontor_session").is_none());
    }
    let page = app
        .send(get(format!("/sign-in/with?token={token}")))
        .await
        .is(200);
    assert!(!page.text().contains(&token), "nor carried on in a link");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert!(page.text().contains("/static/sign_in.js"));
    // It was not used up.
    app.send(from_shop(&token, "/")).await.is(303);
}

async fn the_demos_link_is_a_token_in_the_fragment(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let pressed = post("/demo/marketplace/shop_admin").header("origin", AUDIENCE);
    let answer = app.send(pressed).await.is(303);
    let fragment = answer
        .header("location")
        .strip_prefix("/sign-in/with#")
        .unwrap();
    let (token, next) = fragment.split_once("&next=").unwrap();
    let token = token.strip_prefix("token=").unwrap();
    let answer = app.send(from_here(token, next)).await.is(303);
    let me = get("/api/v1/me").browser(&entered(&app, &answer));
    let me = app.send(me).await.is(200).json();
    assert_eq!(
        me["id"],
        app.cast.here.shop_admin.id.as_str(),
        "whom the demo told of"
    );
    assert_eq!(me["shops"][0]["administrator"], true);
    for nobody in ["guest", "nobody"] {
        let path = format!("/demo/marketplace/{nobody}");
        app.send(post(path).header("origin", AUDIENCE))
            .await
            .is(404);
    }
}
