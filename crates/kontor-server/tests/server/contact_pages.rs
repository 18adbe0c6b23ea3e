//! The pages of contact settings, without scripts: what is typed is what holds, nothing typed is lost.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::access_bodies::trader;
use crate::cast::Person;
use crate::client::{Request, get, post, put};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    hours_set_by_the_grid_hold,
    who_overwrites_sees_what_was_set_meanwhile
);
lite!(
    what_cannot_be_taken_is_named_at_its_field,
    everything_of_a_shop_is_set_by_its_form,
    members_look_and_others_find_nothing,
    a_listing_says_as_usual_own_or_off,
    the_owner_looks_with_other_eyes,
    a_shop_tells_who_it_is_by_its_form,
    who_works_for_two_chooses,
);

type Fields<'a> = Vec<(&'a str, &'a str)>;

fn form(person: &Person, path: &str, fields: &[(&str, &str)]) -> Request {
    post(path).browser(person).form(fields)
}

/// Messages, and a phone with hours by the grid: Monday to Friday alike, in two stretches.
fn by_grid() -> Fields<'static> {
    vec![
        ("revision", "0"),
        ("message", "own"),
        ("message.audience", "registered"),
        ("phone", "own"),
        ("phone.audience", "everyone"),
        ("phone.number", "040 123 4567"),
        ("phone.call", "1"),
        ("phone.hours", "week"),
        ("phone.alike", "1"),
        ("mo.open", "1"),
        ("mo.1.from", "09:00"),
        ("mo.1.to", "12:00"),
        ("mo.2.from", "13:00"),
        ("mo.2.to", "17:00"),
        ("tu.1.from", "10:00"),
        ("sa.open", "1"),
        ("sa.1.from", "10:00"),
        ("sa.1.to", "14:00"),
        ("phone.holidays", "closed"),
        ("phone.time_zone", "Europe/Helsinki"),
    ]
}

fn with<'a>(fields: Fields<'a>, name: &'a str, value: &'a str) -> Fields<'a> {
    let kept = fields.into_iter().filter(|(own, _)| *own != name);
    kept.chain([(name, value)]).collect()
}

impl TestApp {
    async fn look(&self, person: &Person, path: &str) -> String {
        self.send(get(path).browser(person)).await.is(200).text()
    }

    async fn settings(&self, person: &Person, seller: &str) -> Value {
        let path = format!("/api/v1/sellers/{seller}/contact-settings");
        self.send(get(path).by(person)).await.is(200).json()
    }
}

async fn hours_set_by_the_grid_hold(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    let first = app.look(seller, "/contact").await;
    assert!(first.contains("name=\"revision\" value=\"0\""));
    assert!(first.contains("id=\"mo.1.from\"") && first.contains("type=\"time\""));
    let saved = app.send(form(seller, "/contact", &by_grid())).await.is(303);
    assert_eq!(saved.header("location"), "/contact");
    let set = app.settings(seller, "mika").await;
    assert_eq!(
        set["phone"]["hours"],
        "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00; PH off"
    );
    assert_eq!(set["phone"]["number"], "+358401234567");
    assert_eq!(set["phone"]["time_zone"], Value::Null);
    assert_eq!(set["message"]["audience"], "registered");
    // The story begins on a Saturday at noon; Independence Day comes on a Sunday, which is closed
    // anyhow, so Christmas Eve is the next that matters.
    let page = app.look(seller, "/contact").await;
    assert!(page.contains("Open now, until today at 14:00."), "{page}");
    assert!(page.contains("next Thursday 24 December"), "{page}");
    assert!(
        page.contains("Not shown yet"),
        "nobody has proven the number"
    );
    assert!(page.contains("href=\"/contact/proofs?for=acc_"));
    assert!(page.contains("value=\"13:00\"") && page.contains("value=\"040 1234567\""));
    let always = with(with(by_grid(), "phone.hours", "always"), "revision", "1");
    app.send(form(seller, "/contact", &always)).await.is(303);
    let set = app.settings(seller, "mika").await;
    assert_eq!(set["phone"]["hours"], Value::Null);
}

async fn who_overwrites_sees_what_was_set_meanwhile(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    app.send(form(seller, "/contact", &by_grid())).await.is(303);
    let mine = with(by_grid(), "phone.number", "050 123 4567");
    let clash = app.send(form(seller, "/contact", &mine)).await.is(412);
    let page = clash.text();
    assert!(page.contains("Somebody else changed this meanwhile"));
    assert!(page.contains("040 1234567"), "theirs: {page}");
    assert!(
        page.contains("value=\"050 123 4567\""),
        "mine, as it was typed"
    );
    assert!(page.contains("name=\"revision\" value=\"1\""));
    let again = with(mine, "revision", "1");
    app.send(form(seller, "/contact", &again)).await.is(303);
    let set = app.settings(seller, "mika").await;
    assert_eq!(set["phone"]["number"], "+358501234567");
}

async fn what_cannot_be_taken_is_named_at_its_field(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    for (field, value, at) in [
        ("phone.number", "0600 12345", "phone.number"),
        ("phone.number", "", "phone.number"),
        ("mo.2.to", "", "mo.2.from"),
        ("mo.1.from", "25:00", "mo.1.from"),
        ("phone.time_zone", "Europe/Atlantis", "phone.time_zone"),
        ("phone.hours", "expression", "phone.expression"),
    ] {
        let typed = with(by_grid(), field, value);
        let answer = app.send(form(seller, "/contact", &typed)).await.is(422);
        let page = answer.text();
        let link = format!("<a href=\"#{at}\">");
        assert!(page.contains(&link), "{field}={value}: {link}");
        assert!(page.contains("value=\"10:00\""), "the rest is kept");
        assert!(page.contains("name=\"revision\" value=\"0\""));
    }
    let neither: Fields = by_grid()
        .into_iter()
        .filter(|(name, _)| *name != "phone.call")
        .collect();
    let page = app.send(form(seller, "/contact", &neither)).await.is(422);
    assert!(page.text().contains("Choose calls, text messages or both."));
    let not_a_form = post("/contact").browser(seller).json(&json!({}));
    app.send(not_a_form).await.is(415);
    let set = app.settings(seller, "mika").await;
    assert_eq!(set["phone"], Value::Null, "nothing was set");
}

async fn everything_of_a_shop_is_set_by_its_form(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let admin = &app.cast.here.shop_admin;
    let mut fields = vec![
        ("revision", "0"),
        ("email", "own"),
        ("email.mode", "published"),
        ("email.address", "Posti@Lamppu.example"),
        ("email.audience", "verified"),
        ("post", "own"),
        ("address.name", "Lamppu & Tuoli"),
        ("address.street", "Hämeenkatu 1"),
        ("address.postal_code", "33100"),
        ("address.city", "Tampere"),
        ("address.country", "fi"),
        ("sellers", "own"),
        ("person.1.name", "Kaisa"),
        ("person.1.number", "040 123 4567"),
        ("person.2.name", ""),
        ("person.2.number", ""),
        ("person.3.name", "Otto"),
        ("person.3.number", "12"),
    ];
    let wrong = app.send(form(admin, "/contact", &fields)).await.is(422);
    assert!(wrong.text().contains("<a href=\"#person.3.number\">"));
    fields.pop();
    fields.push(("person.3.number", "+358 50 123 4567"));
    app.send(form(admin, "/contact", &fields)).await.is(303);
    let set = app.settings(admin, "lamppu").await;
    assert_eq!(set["message"], Value::Null);
    let email = json!({
        "audience": "verified", "mode": "published", "address": "posti@lamppu.example",
    });
    assert_eq!(set["email"], email);
    assert_eq!(set["post"]["address"]["country"], "FI");
    let people = json!([
        { "name": "Kaisa", "number": "+358401234567" },
        { "name": "Otto", "number": "+358501234567" },
    ]);
    assert_eq!(set["sellers"]["people"], people);
    let page = app.look(admin, "/contact").await;
    assert!(page.contains("id=\"person.4.name\""), "spare rows");
}

async fn members_look_and_others_find_nothing(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let page = app.look(&here.shop_member, "/contact").await;
    assert!(page.contains("Only an administrator of the shop can change it."));
    assert!(!page.contains("name=\"revision\""));
    let fields = by_grid();
    for (person, path, status) in [
        (&here.shop_member, "/contact", 404),
        (&here.shop_member, "/contact/listings/sofa", 404),
        (&here.buyer, "/contact", 404),
        (&here.seller, "/contact?seller=lamppu", 404),
        (&here.seller, "/contact/listings/sofa", 404),
        (&here.guest, "/contact", 404),
        (&here.operator, "/contact?seller=mika", 303),
    ] {
        let part = person.part;
        let answer = app.send(form(person, path, &fields)).await;
        assert_eq!(answer.status, status, "{part} {path}");
    }
    let twin = format!("/contact?seller={}", here.seller.id);
    app.send(get(twin).browser(&app.cast.there.operator))
        .await
        .is(404);
    assert_eq!(
        app.send(get("/contact")).await.is(303).header("location"),
        "/sign-in?next=/contact"
    );
}

async fn a_listing_says_as_usual_own_or_off(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let seller = &app.cast.here.seller;
    app.send(form(seller, "/contact", &by_grid())).await.is(303);
    let page = app.look(seller, "/contact/listings/lamp").await;
    assert!(
        page.contains("id=\"phone.usual\" name=\"phone\" type=\"radio\" value=\"usual\" checked")
    );
    assert!(page.contains("value=\"040 1234567\""), "begins as usual");
    let fields = with(by_grid(), "phone", "usual");
    let fields = with(with(fields, "message", "off"), "email", "own");
    let path = "/contact/listings/lamp";
    let saved = app.send(form(seller, path, &fields)).await.is(303);
    assert_eq!(saved.header("location"), path);
    let api = "/api/v1/listings/lamp/contact-settings";
    let set = app.send(get(api).by(seller)).await.is(200).json();
    assert_eq!(set["message"], Value::Null);
    assert!(
        set.as_object().unwrap().contains_key("message"),
        "told: off"
    );
    assert!(!set.as_object().unwrap().contains_key("phone"), "inherited");
    assert_eq!(set["email"]["mode"], "form");
    let page = app.look(seller, "/contact").await;
    assert!(page.contains("href=\"/contact/listings/lamp\""));
    app.send(form(seller, path, &fields)).await.is(412);
    let own = app.look(seller, "/listings/lamp").await;
    assert!(own.contains("href=\"/contact/listings/lamp\""));
}

async fn the_owner_looks_with_other_eyes(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.send(form(&here.seller, "/contact", &by_grid()))
        .await
        .is(303);
    app.proves(&here.seller.id, None, Some("+358401234567"))
        .await;
    let at = |query: &str| format!("/contact/preview?{query}");
    let page = app
        .look(&here.seller, &at("as=guest&at=2026-11-23T12:30"))
        .await;
    assert!(page.contains("You can call again today at 13:00."));
    assert!(
        page.contains("Only for people who are signed in."),
        "messages"
    );
    assert!(page.contains("somebody without an account"));
    let page = app
        .look(&here.seller, &at("as=verified&at=2026-11-23T11:30"))
        .await;
    assert!(page.contains("Can be reached until today at 12:00."));
    assert!(
        page.contains("type=\"submit\" disabled"),
        "nothing can be pressed"
    );
    let page = app.look(&here.seller, &at("listing=chair&at=never")).await;
    assert!(page.contains("Give a date and a time."));
    for path in ["seller=mika", "listing=lamp", ""] {
        let request = get(at(path)).browser(&here.buyer);
        app.send(request).await.is(404);
    }
}

async fn a_shop_tells_who_it_is_by_its_form(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let page = app.look(&here.shop_admin, "/contact").await;
    assert!(page.contains("Buyers cannot see yet who is behind this shop."));
    let fields = vec![
        ("revision", "0"),
        ("address.name", "Lamppu & Tuoli Oy"),
        ("address.street", "Hämeenkatu 1"),
        ("address.postal_code", "33100"),
        ("address.city", "Tampere"),
        ("address.country", "FI"),
        ("email", "posti@lamppu.example"),
        ("phone", "040 123 4567"),
        ("register", ""),
    ];
    let path = "/contact/trader";
    let wrong = with(fields.clone(), "address.city", "");
    let answer = app.send(form(&here.shop_admin, path, &wrong)).await;
    let page = answer.is(422).text();
    assert!(page.contains("<a href=\"#address.city\">") && page.contains("040 123 4567"));
    app.send(form(&here.shop_admin, path, &fields))
        .await
        .is(303);
    let clash = app.send(form(&here.shop_admin, path, &fields)).await;
    assert!(clash.is(412).text().contains("Saved now"));
    let api = get("/api/v1/sellers/lamppu/trader").by(&here.shop_admin);
    let set = app.send(api).await.is(200).json();
    assert_eq!(set["phone"], "+358401234567");
    assert_eq!(set["register"], Value::Null);
    let page = app.look(&here.shop_member, path).await;
    assert!(page.contains("Hämeenkatu 1") && !page.contains("name=\"revision\""));
    app.send(form(&here.shop_member, path, &fields))
        .await
        .is(404);
    app.send(get(path).browser(&here.seller)).await.is(404);
    assert_eq!(trader()["email"], "posti@lamppu.example");
}

async fn who_works_for_two_chooses(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let shop = put("/api/v1/shops/knihy").by(&here.operator);
    app.send(shop.json(&json!({ "name": "Staré knihy" })))
        .await
        .is(201);
    let body = json!({
        "role": "business_seller", "name": "Kaisa", "email": "kaisa@posti.example",
        "email_verified": true, "shop": { "external_id": "knihy", "administrator": true },
    });
    let joined = put("/api/v1/accounts/kaisa").by(&here.operator);
    app.send(joined.json(&body)).await.is(200);
    // Callers are remembered for a second.
    app.app.forget_callers();
    let page = app.look(&here.shop_admin, "/contact").await;
    assert!(page.contains("<select id=\"seller\" name=\"seller\">"));
    let page = app.look(&here.shop_admin, "/contact?seller=knihy").await;
    assert!(page.contains("<bdi>Staré knihy</bdi>"));
    assert!(page.contains("action=\"/contact?seller=shp_"));
}
