//! Cards on pages, without scripts: what a press of a button shows, whom it tells what to do, and that
//! no number is in a page that nobody asked for.

use std::sync::Arc;

use kontor_core::time::HOUR;
use serde_json::{Value, json};

use crate::access_bodies::{address, trader};
use crate::cast::Person;
use crate::client::{Answer, Request, get, post, put};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    a_button_leads_to_a_page_with_the_number,
    a_callback_is_asked_for_by_a_form_and_ticked_off_by_another
);
lite!(
    a_phone_is_asked_what_to_start_before_it_counts,
    who_is_outside_the_audience_is_told_what_to_do,
    what_nobody_asked_for_is_on_no_page,
    a_seller_who_takes_no_contact_is_respected,
    a_closed_marketplace_says_why_it_offers_messages_only,
    a_shop_tells_who_it_is_to_whoever_asks,
    search_engines_learn_hours_and_no_number,
    one_writes_to_a_seller_without_a_listing,
    somebody_without_an_account_writes_to_a_seller,
    a_warning_leads_to_help,
    without_an_address_the_warning_has_no_link,
);

const NUMBER: &str = "+358401234567";
const PHONE_BROWSER: &str = "Mozilla/5.0 (Android 16; Mobile; rv:145.0) Firefox/145.0";

fn button(person: Option<&Person>, path: &str, fields: &[(&str, &str)]) -> Request {
    let request = match person {
        Some(person) => post(path).browser(person),
        None => post(path).header("origin", "https://tori.test"),
    };
    request.form(fields)
}

impl TestApp {
    async fn presses(&self, person: Option<&Person>, channel: &str) -> Answer {
        let fields = [("channel", channel), ("key", "k")];
        self.send(button(person, "/listings/lamp/contacts", &fields))
            .await
    }

    async fn page(&self, person: Option<&Person>, path: &str) -> String {
        let request = match person {
            Some(person) => get(path).browser(person),
            None => get(path),
        };
        self.send(request).await.is(200).text()
    }
}

/// Mika's phone; the story begins on a Saturday at noon.
fn phone(hours: &str) -> Value {
    json!({
        "message": {},
        "phone": { "number": NUMBER, "call": true, "sms": true, "hours": hours },
    })
}

async fn a_button_leads_to_a_page_with_the_number(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&phone("Sa 09:00-16:00; Mo 09:00-16:00"))
        .await;
    let page = app.page(None, "/listings/lamp").await;
    assert!(!page.contains("phone_shown"), "nothing unproven is offered");
    app.presses(None, "phone_shown").await.is(409);

    app.proves(&here.seller.id, None, Some(NUMBER)).await;
    let page = app.page(None, "/listings/lamp").await;
    assert!(page.contains("Can be reached until today at 16:00."));
    assert!(page.contains("action=\"/listings/lamp/contacts\""));
    assert!(!page.contains("1234567"));
    let shown = app.presses(Some(&here.buyer), "phone_shown").await.is(200);
    assert!(shown.text().contains("040 1234567"), "{}", shown.text());
    assert!(
        shown.text().contains("href=\"/listings/lamp\""),
        "a way back"
    );
    assert_eq!(shown.header("cache-control"), "private, no-store");
    // The page's script asks for the part of it that goes into the card.
    let part = [
        ("channel", "phone_shown"),
        ("part", "1"),
        ("device", "mobile"),
    ];
    let path = "/sellers/mika/contacts";
    let part = app.send(button(None, path, &part)).await.is(200).text();
    assert!(part.contains("tel:+358401234567") && part.contains("sms:+358401234567"));
    assert!(part.contains("data-start=\"call_started\"") && !part.contains("<html"));

    app.later(5 * HOUR);
    let page = app.page(None, "/listings/lamp").await;
    assert!(page.contains("You can call again Monday 23 November at 9:00."));
    assert!(!page.contains("phone_shown") && page.contains("/listings/lamp/callback"));
    let late = app.presses(None, "phone_shown").await.is(409).text();
    assert!(late.contains("Monday 23 November at 9:00") && !late.contains("1234567"));
    for wrong in ["message", "", "telepathy"] {
        app.presses(None, wrong).await.is(400);
    }
}

async fn a_phone_is_asked_what_to_start_before_it_counts(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&phone("24/7")).await;
    app.proves(&here.seller.id, None, Some(NUMBER)).await;
    let press = async |channel: &str| {
        let fields = [("channel", channel)];
        let request = button(Some(&here.buyer), "/listings/lamp/contacts", &fields);
        let request = request.header("user-agent", PHONE_BROWSER);
        app.send(request).await.is(200).text()
    };
    let shown = press("phone_shown").await;
    assert!(shown.contains("040 1234567") && shown.contains("value=\"call_started\""));
    assert!(!shown.contains("tel:"), "a link that is not counted");
    assert!(
        press("call_started")
            .await
            .contains("href=\"tel:+358401234567\"")
    );
    assert!(
        press("sms_started")
            .await
            .contains("href=\"sms:+358401234567\"")
    );
}

async fn who_is_outside_the_audience_is_told_what_to_do(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&json!({
        "message": { "audience": "registered" },
        "post": { "audience": "verified", "address": address() },
    }))
    .await;
    let body = json!({
        "role": "buyer", "name": "Bela", "email": "new@posti.example", "email_verified": false,
    });
    let known = put("/api/v1/accounts/bela").by(&here.operator).json(&body);
    app.send(known).await.is(200);
    let page = app.page(None, "/listings/lamp").await;
    assert!(page.contains("Only for people who are signed in."));
    assert!(page.contains("/sign-in?next=%2Flistings%2Flamp"), "{page}");
    assert!(
        !page.contains("name=\"body\""),
        "no form that would be refused"
    );
    let led = app.presses(None, "post_shown").await.is(303);
    assert_eq!(led.header("location"), "/sign-in?next=/listings/lamp");
    let page = app.page(Some(&here.rival), "/listings/lamp").await;
    assert!(page.contains("Only for people who have proven their e-mail address."));
    assert!(
        page.contains("name=\"body\""),
        "messages are for every account"
    );
    let refused = app.presses(Some(&here.rival), "post_shown").await.is(403);
    assert!(refused.text().contains("Prove your address"));
    let shown = app.presses(Some(&here.buyer), "post_shown").await.is(200);
    assert!(shown.text().contains("Hämeenkatu 1"));
}

async fn what_nobody_asked_for_is_on_no_page(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut street = address();
    street["street"] = json!("Kanariankuja 7");
    app.mika_sets(&json!({
        "message": {},
        "email": { "mode": "published", "address": "canary@posti.example" },
        "phone": { "number": NUMBER, "call": true, "hours": "Su 09:00-10:00" },
        "post": { "address": street },
    }))
    .await;
    app.proves(&here.seller.id, Some("canary@posti.example"), Some(NUMBER))
        .await;
    for path in [
        "/listings/lamp",
        "/sellers/mika",
        "/listings/lamp/callback",
        "/sellers/mika/callback",
        "/contact/preview?at=2026-11-22T09:30",
        "/contact/preview?listing=lamp&as=verified",
        "/contact/callbacks",
    ] {
        for person in [None, Some(&here.buyer), Some(&here.seller)] {
            let request = match person {
                Some(person) => get(path).browser(person),
                None => get(path),
            };
            let text = app.send(request).await.text();
            for canary in ["1234567", "canary@", "Kanariankuja"] {
                assert!(!text.contains(canary), "{canary} in {path}");
            }
        }
    }
}

async fn a_seller_who_takes_no_contact_is_respected(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.mika_sets(&json!({})).await;
    let buyer = &app.cast.here.buyer;
    let page = app.page(Some(buyer), "/listings/lamp").await;
    assert!(page.contains("takes no contact at the moment"));
    assert!(!page.contains("name=\"body\"") && !page.contains("/contacts\""));
}

async fn a_closed_marketplace_says_why_it_offers_messages_only(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let there = &app.cast.there;
    let page = app.page(Some(&there.buyer), "/listings/lamp").await;
    assert!(page.contains("all contact stays on the platform"));
    let settings = app.page(Some(&there.seller), "/contact").await;
    assert!(settings.contains("so this channel is not offered"));
    assert!(!settings.contains("name=\"phone\""));
}

async fn a_shop_tells_who_it_is_to_whoever_asks(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let put_it = put("/api/v1/sellers/lamppu/trader").by(&here.shop_admin);
    app.send(put_it.json(&trader())).await.is(200);
    let page = app.page(None, "/listings/sofa").await;
    assert!(page.contains("action=\"/sellers/lamppu/trader\""));
    assert!(!page.contains("Hämeenkatu"));
    let open = || button(None, "/sellers/lamppu/trader", &[]);
    let opened = app.send(open()).await.is(200).text();
    assert!(opened.contains("Hämeenkatu 1"));
    assert!(!opened.contains("posti@lamppu.example"), "not proven");
    app.proves(&here.shop, Some("posti@lamppu.example"), Some(NUMBER))
        .await;
    let opened = app.send(open()).await.is(200).text();
    assert!(opened.contains("posti@lamppu.example") && opened.contains("040 1234567"));
    app.send(button(None, "/sellers/mika/trader", &[]))
        .await
        .is(404);
}

async fn search_engines_learn_hours_and_no_number(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let name = "</script><script>alert(1)</script>";
    let body = json!({
        "role": "private_seller", "name": name, "email": "mika@posti.example",
        "email_verified": true,
    });
    let known = put("/api/v1/accounts/mika").by(&here.operator).json(&body);
    app.send(known).await.is(200);
    app.mika_sets(&phone("Mo-Fr 09:00-16:00; PH off")).await;
    app.proves(&here.seller.id, None, Some(NUMBER)).await;
    let data = |page: &str| -> Value {
        let (_, rest) = page.split_once("application/ld+json\">").unwrap();
        serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
    };
    let page = app.page(None, "/listings/lamp").await;
    assert!(!page.contains("<script>"));
    let told = data(&page);
    assert_eq!(told["@type"], "Person");
    assert_eq!(told["name"], name);
    let point = &told["contactPoint"];
    assert_eq!(point["@type"], "ContactPoint");
    assert_eq!(point["url"], "https://tori.test/listings/lamp#contact");
    let hours = &point["hoursAvailable"];
    assert_eq!(hours[0]["opens"], "09:00");
    assert_eq!(hours[0]["dayOfWeek"][4], "https://schema.org/Friday");
    assert_eq!(
        hours[1]["dayOfWeek"][0],
        "https://schema.org/PublicHolidays"
    );
    assert!(!told.to_string().contains("1234567"));
    let mut for_few = phone("Mo-Fr 09:00-16:00");
    for_few["phone"]["audience"] = json!("registered");
    app.mika_sets(&for_few).await;
    let told = data(&app.page(None, "/sellers/mika").await);
    assert_eq!(told["contactPoint"]["hoursAvailable"], Value::Null);
}

async fn one_writes_to_a_seller_without_a_listing(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let page = app.page(Some(&here.buyer), "/sellers/mika").await;
    assert!(page.contains("Old lamp") && page.contains("name=\"seller\" value=\"mika\""));
    let write = |body: &str| {
        let fields = [("seller", "mika"), ("body", body), ("key", "k-1")];
        button(Some(&here.buyer), "/conversations", &fields)
    };
    let refused = app.send(write(" ")).await.is(422).text();
    assert!(refused.contains("<h1><bdi>Mika</bdi></h1>"));
    let path = app.send(write("Do you buy lamps?")).await.is(303);
    let thread = app.page(Some(&here.seller), path.header("location")).await;
    assert!(thread.contains("Do you buy lamps?"));
    for absent in ["/sellers/aino", "/sellers/missing", "/sellers/a%20b"] {
        app.send(get(absent)).await.is(404);
    }
}

async fn somebody_without_an_account_writes_to_a_seller(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let page = app.page(None, "/sellers/mika").await;
    assert!(page.contains("action=\"/guest/link\"") && page.contains("name=\"consent\""));
    let write = |body: &str| {
        let fields = [
            ("seller", "mika"),
            ("name", "Gerda"),
            ("email", "gerda@posti.example"),
            ("body", body),
            ("consent", "yes"),
        ];
        button(None, "/guest/link", &fields)
    };
    let refused = app.send(write(" ")).await.is(422).text();
    assert!(refused.contains("<h1><bdi>Mika</bdi></h1>") && refused.contains("value=\"Gerda\""));
    app.send(write("Do you buy lamps?")).await.is(200);
    app.work().await;
    let caught = app.caught();
    assert_eq!(caught.len(), 1, "a link to prove the address");
    assert_eq!(caught[0].to, ["gerda@posti.example"]);
}

async fn a_warning_leads_to_help(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    let id = app.wrote(buyer, "lamp", "Is it bright?").await;
    for path in [
        "/listings/lamp".to_owned(),
        "/sellers/mika".to_owned(),
        format!("/conversations/{id}"),
    ] {
        let page = app.page(Some(buyer), &path).await;
        assert!(page.contains("Never confirm a payment through a link."));
        assert!(page.contains("href=\"https://help.tori.test/\""), "{path}");
    }
}

async fn without_an_address_the_warning_has_no_link(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| {
        for market in &mut config.marketplaces {
            market.support_url = None;
        }
    })
    .await;
    let page = app.page(None, "/listings/lamp").await;
    assert!(page.contains("Never confirm a payment through a link."));
    assert!(!page.contains("Report it or ask for help"));
}

async fn a_callback_is_asked_for_by_a_form_and_ticked_off_by_another(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&phone("Mo 09:00-16:00")).await;
    app.proves(&here.seller.id, None, Some(NUMBER)).await;
    let led = app.send(get("/listings/lamp/callback")).await.is(303);
    assert_eq!(
        led.header("location"),
        "/sign-in?next=/listings/lamp/callback"
    );
    let page = app.page(Some(&here.buyer), "/listings/lamp/callback").await;
    assert!(page.contains("Monday 23 November at 9:00") && page.contains("name=\"number\""));
    let ask = |number: &str| {
        let fields = [
            ("channel", "callback_asked"),
            ("number", number),
            ("note", "After <five>."),
            ("key", "cb-1"),
        ];
        button(Some(&here.buyer), "/listings/lamp/contacts", &fields)
    };
    let refused = app.send(ask("12")).await.is(422).text();
    assert!(refused.contains("This number does not exist."));
    assert!(refused.contains("value=\"12\"") && refused.contains("After &lt;five&gt;."));
    let sent = app.send(ask("045 765 4321")).await.is(200).text();
    assert!(sent.contains("has your request") && sent.contains("/conversations/cnv_"));
    app.send(ask("045 765 4321")).await.is(200);

    let list = app.page(Some(&here.seller), "/contact/callbacks").await;
    assert!(list.contains("tel:+358457654321") && list.contains("Old lamp"));
    assert!(list.contains("In the last 30 days 1 person asked for your number"));
    assert!(list.contains("between 12:00 and 14:00"), "{list}");
    let (_, rest) = list.split_once("action=\"/contact/callbacks/").unwrap();
    let path = format!("/contact/callbacks/{}", rest.split_once('"').unwrap().0);
    assert_eq!(list.matches("/completion").count(), 1, "asked once");
    app.send(button(Some(&here.rival), &path, &[]))
        .await
        .is(404);
    for _ in 0..2 {
        let done = app.send(button(Some(&here.seller), &path, &[])).await;
        assert_eq!(done.is(303).header("location"), "/contact/callbacks");
    }
    let list = app.page(Some(&here.seller), "/contact/callbacks").await;
    assert!(list.contains("Nobody waits for a call") && !list.contains("/completion"));
    app.later(46 * HOUR);
    let open = get("/listings/lamp/callback").browser(&here.buyer);
    assert!(
        app.send(open)
            .await
            .is(409)
            .text()
            .contains("called right now")
    );
}
