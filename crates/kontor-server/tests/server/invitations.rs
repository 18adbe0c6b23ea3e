//! Invitations into a shop's team: for one address, good once and for a day, and no machine for mail.

use std::sync::Arc;

use kontor_core::team::MAILS_PER_SHOP_MAX;
use kontor_core::time::{DAY, HOUR, MINUTE};
use serde_json::{Value, json};

use crate::client::{Answer, Request, delete, get, post, put};
use crate::ground::Site;
use crate::team::{remove, team_of};
use crate::testapp::TestApp;

both!(
    a_newcomer_joins_by_the_link_and_reads_what_the_shop_gets,
    of_two_hundred_acceptances_at_once_one_counts,
    mails_are_counted_across_a_restart,
);
lite!(
    somebody_with_an_account_joins_by_one_click,
    another_address_is_told_so_and_nothing_happens,
    an_address_with_an_account_signs_in_first,
    a_link_ends_with_its_day_its_withdrawal_and_its_successor,
    a_link_opens_nothing_else_and_nothing_elsewhere,
    of_many_newcomers_at_once_one_account_is_made,
    nobody_learns_by_inviting_whether_an_address_is_known,
    inviting_twice_with_one_key_invites_once,
    who_is_in_the_team_is_not_invited,
    links_lead_to_the_configured_address,
    a_disabled_account_joins_nothing,
    an_administrator_invited_as_a_member_stays_one,
    a_shop_sends_so_many_mails_a_day,
);

const EMAIL: &str = "uusi@posti.example";
const PASSWORD: &str = "a battery of staples";

fn inviting(app: &TestApp, email: &str, administrator: bool) -> Request {
    let path = format!("/api/v1/shops/{}/invitations", app.cast.here.shop);
    let body = json!({ "email": email, "administrator": administrator });
    post(path).by(&app.cast.here.shop_admin).json(&body)
}

/// What the link in a mail carries.
fn token_of(text: &str) -> String {
    let (_, rest) = text
        .split_once("https://tori.test/team/join?token=")
        .expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

/// Invites, and gives the link's token.
async fn invited(app: &TestApp, email: &str, administrator: bool) -> String {
    app.send(inviting(app, email, administrator)).await.is(201);
    app.work().await;
    let mail = app.caught().pop().expect("a mail");
    assert_eq!(mail.to, [email]);
    token_of(&mail.mail.text.unwrap())
}

fn accepting(token: &str) -> Request {
    let body = json!({ "token": token });
    post("/api/v1/invitations/acceptance").json(&body)
}

fn arriving(token: &str, name: &str, password: &str) -> Request {
    let body = json!({ "token": token, "name": name, "password": password });
    post("/api/v1/invitations/acceptance").json(&body)
}

async fn members(app: &TestApp) -> Vec<Value> {
    let here = &app.cast.here;
    let team = app.shown(&here.operator, &team_of(here)).await;
    team["members"].as_array().unwrap().clone()
}

async fn a_newcomer_joins_by_the_link_and_reads_what_the_shop_gets(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    let token = invited(&app, EMAIL, false).await;
    // The shop's own mail about the message goes before it.
    let mail = app.caught().pop().unwrap();
    let subject = mail.mail.subject.clone().unwrap();
    assert_eq!(subject, "Join the team of Lamppu & Tuoli at Tori");
    assert!(mail.mail.defects.is_empty(), "{:?}", mail.mail.defects);
    assert!(!mail.mail.text.clone().unwrap().contains("Kaisa"));
    // Programs that look through mail follow its links.
    for _ in 0..2 {
        let page = app.send(get(format!("/team/join?token={token}"))).await;
        let page = page.is(200).text();
        assert!(page.contains("Lamppu &amp; Tuoli") && page.contains(EMAIL));
    }
    for (name, password, field) in [
        ("", PASSWORD, "name"),
        ("a\nb", PASSWORD, "name"),
        ("Uuno", "short", "password"),
    ] {
        app.send(arriving(&token, name, password))
            .await
            .is(422)
            .field("field_invalid", field);
    }
    let form = [
        ("token", token.as_str()),
        ("name", "Uuno"),
        ("password", PASSWORD),
    ];
    let joining = post("/team/join").header("origin", "https://tori.test");
    let joined = app.send(joining.form(&form)).await.is(303);
    assert_eq!(joined.header("location"), "/team");
    let cookie = joined.set_cookie("kontor_session").expect("signed in");
    let session = cookie.split(';').next().unwrap().to_owned();
    let with = |request: Request| request.header("cookie", &session);
    let me = app.send(with(get("/api/v1/me"))).await.is(200).json();
    assert_eq!(
        (&me["name"], &me["role"]),
        (&json!("Uuno"), &json!("business_seller"))
    );
    assert_eq!(
        me["shops"],
        json!([{ "id": here.shop, "administrator": false }])
    );
    let thread = app.send(with(get(format!("/conversations/{id}")))).await;
    assert!(thread.is(200).text().contains("Is it soft?"));
    app.send(arriving(&token, "Again", PASSWORD))
        .await
        .is(422)
        .fault("link_expired");
    assert_eq!(members(&app).await.len(), 3);
    let team = app.shown(&here.shop_admin, &team_of(here)).await;
    assert_eq!(team["invitations"], json!([]));
}

/// Source: security case T076.
async fn of_two_hundred_acceptances_at_once_one_counts(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let token = invited(&app, "aino@posti.example", true).await;
    let buyer = &app.cast.here.buyer;
    let all = (0..200).map(|_| app.send(accepting(&token).by(buyer)));
    let answers: Vec<Answer> = futures_util::future::join_all(all).await;
    let done = answers.iter().filter(|one| one.status == 200).count();
    assert_eq!(done, 1);
    for answer in answers.into_iter().filter(|one| one.status != 200) {
        answer.is(422).fault("link_expired");
    }
    let joined = members(&app).await;
    let places = joined
        .iter()
        .filter(|one| one["account"] == buyer.id.as_str());
    assert_eq!((joined.len(), places.count()), (3, 1));
}

async fn of_many_newcomers_at_once_one_account_is_made(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let token = invited(&app, EMAIL, false).await;
    let requests = (0..6).map(|n| arriving(&token, &format!("Number {n}"), PASSWORD));
    let all = requests.map(|request| app.send(request));
    let answers: Vec<Answer> = futures_util::future::join_all(all).await;
    let done = answers.iter().filter(|one| one.status == 201).count();
    let refused = answers
        .iter()
        .filter(|one| matches!(one.code().as_str(), "link_expired" | "sign_in_first"))
        .count();
    assert_eq!((done, refused), (1, 5));
    assert_eq!(members(&app).await.len(), 3);
}

async fn somebody_with_an_account_joins_by_one_click(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let token = invited(&app, "mika@posti.example", true).await;
    let page = get(format!("/team/join?token={token}")).browser(&here.seller);
    let page = app.send(page).await.is(200).text();
    assert!(page.contains("/team/join") && !page.contains("type=\"password\""));
    let form = [("token", token.as_str())];
    let joined = post("/team/join").browser(&here.seller).form(&form);
    assert_eq!(app.send(joined).await.is(303).header("location"), "/team");
    let me = app.shown(&here.seller, "/api/v1/me").await;
    assert_eq!(
        me["shops"],
        json!([{ "id": here.shop, "administrator": true }])
    );
    assert_eq!(
        me["role"], "private_seller",
        "the account stays what it was"
    );
}

async fn another_address_is_told_so_and_nothing_happens(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let token = invited(&app, EMAIL, true).await;
    for who in [&here.buyer, &here.shop_member, &here.operator] {
        app.send(accepting(&token).by(who))
            .await
            .is(409)
            .fault("other_address");
        let page = get(format!("/team/join?token={token}")).browser(who);
        let page = app.send(page).await.is(200).text();
        assert!(!page.contains(EMAIL) && page.contains("/sign-out"));
        let form = [
            ("token", token.as_str()),
            ("name", "X"),
            ("password", PASSWORD),
        ];
        let posted = post("/team/join").browser(who).form(&form);
        app.send(posted).await.is(409);
    }
    assert_eq!(members(&app).await.len(), 2);
    app.send(arriving(&token, "Uuno", PASSWORD)).await.is(201);
}

async fn an_address_with_an_account_signs_in_first(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let token = invited(&app, "aino@posti.example", false).await;
    for request in [accepting(&token), arriving(&token, "Thief", PASSWORD)] {
        app.send(request.clone())
            .await
            .is(401)
            .fault("sign_in_first");
        // A guest is nobody with an address.
        app.send(request.by(&app.cast.here.guest)).await.is(401);
    }
    let page = app.send(get(format!("/team/join?token={token}"))).await;
    let page = page.is(200).text();
    assert!(
        page.contains("/sign-in?next=%2Fteam%2Fjoin%3Ftoken%3D"),
        "{page}"
    );
    assert!(!page.contains("type=\"password\""));
    assert_eq!(members(&app).await.len(), 2);
}

async fn a_link_ends_with_its_day_its_withdrawal_and_its_successor(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let first = invited(&app, EMAIL, false).await;
    app.later(MINUTE);
    let second = invited(&app, EMAIL, false).await;
    app.send(arriving(&first, "Uuno", PASSWORD)).await.is(422);
    let team = app.shown(&here.shop_admin, &team_of(here)).await;
    let waiting = team["invitations"].as_array().unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0]["expires_at"], "2026-11-22T10:01:00Z");
    let id = waiting[0]["id"].as_str().unwrap();
    let one = format!("/api/v1/shops/{}/invitations/{id}", here.shop);
    assert_eq!(&app.shown(&here.operator, &one).await, &waiting[0]);
    for who in [&here.shop_member, &here.buyer, &here.guest] {
        app.send(get(&one).by(who)).await.is(404);
        app.send(delete(&one).by(who)).await.is(404);
    }
    app.send(delete(&one).by(&here.shop_admin)).await.is(204);
    app.send(delete(&one).by(&here.shop_admin)).await.is(404);
    app.send(get(&one).by(&here.shop_admin)).await.is(404);
    app.send(arriving(&second, "Uuno", PASSWORD)).await.is(422);
    // What was withdrawn before its mail went sends none.
    app.later(HOUR);
    let third = app.send(inviting(&app, EMAIL, false)).await.is(201).json();
    let path = format!(
        "/team/{}/invitations/{}/withdrawal",
        here.shop,
        third["id"].as_str().unwrap()
    );
    app.send(post(path).browser(&here.shop_admin).form(&[]))
        .await
        .is(303);
    app.work().await;
    assert_eq!(app.caught().len(), 2);
    let last = invited(&app, EMAIL, false).await;
    app.later(DAY);
    let page = app.send(get(format!("/team/join?token={last}"))).await;
    assert!(!page.is(200).text().contains("<form class"));
    app.send(arriving(&last, "Uuno", PASSWORD))
        .await
        .is(422)
        .fault("link_expired");
}

async fn a_link_opens_nothing_else_and_nothing_elsewhere(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let token = invited(&app, EMAIL, false).await;
    let bearer = format!("Bearer {token}");
    app.send(get("/api/v1/me").header("authorization", &bearer))
        .await
        .is(401);
    let reset = json!({ "token": token, "new": PASSWORD });
    app.send(post("/api/v1/password-resets/redemption").json(&reset))
        .await
        .is(422);
    let there = arriving(&token, "Uuno", PASSWORD).host(app.cast.there.host);
    app.send(there).await.is(422).fault("link_expired");
    let list = app.shown(&app.cast.here.shop_admin, "/api/v1/tokens").await;
    assert!(!list.to_string().contains("invitation"), "{list}");
    app.send(arriving(&token, "Uuno", PASSWORD)).await.is(201);
}

/// Sources: security cases T088, T097.
async fn nobody_learns_by_inviting_whether_an_address_is_known(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let known = app.send(inviting(&app, "aino@posti.example", false)).await;
    let unknown = app.send(inviting(&app, EMAIL, false)).await;
    let face = |answer: Answer| {
        let mut body = answer.is(201).json();
        for field in ["id", "email"] {
            body[field] = Value::Null;
        }
        body
    };
    assert_eq!(face(known), face(unknown));
    let team = app
        .shown(&app.cast.here.shop_admin, &team_of(&app.cast.here))
        .await;
    assert!(!team.to_string().contains("Aino"));
    for bad in ["", "nobody", "a@b", "a@b.example\r\nbcc: c@d.example"] {
        app.send(inviting(&app, bad, false))
            .await
            .is(422)
            .field("field_invalid", "email");
    }
}

async fn inviting_twice_with_one_key_invites_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let first = app.send(inviting(&app, EMAIL, false).key("k-1")).await;
    let again = app.send(inviting(&app, EMAIL, false).key("k-1")).await;
    assert_eq!(first.is(201).json(), again.is(201).json());
    app.send(inviting(&app, EMAIL, true).key("k-1"))
        .await
        .is(422)
        .fault("idempotency_key_reused");
    app.work().await;
    assert_eq!(app.caught().len(), 1);
}

async fn who_is_in_the_team_is_not_invited(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    app.send(inviting(&app, "OTTO@posti.example", true))
        .await
        .is(409)
        .fault("already_member");
    let here = &app.cast.here;
    remove(&app, &here.shop_admin, &here.shop_member)
        .await
        .is(204);
    let token = invited(&app, "otto@posti.example", false).await;
    let back = app.send(accepting(&token).by(&here.shop_member)).await;
    assert_eq!(back.is(200).json()["shop"], here.shop.as_str());
    assert_eq!(members(&app).await.len(), 2);
}

/// Source: security case T087.
async fn links_lead_to_the_configured_address(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let path = format!("/api/v1/shops/{}/invitations", app.cast.here.shop);
    let body = json!({ "email": EMAIL });
    let request = post(path).by(&app.cast.here.shop_admin).json(&body);
    let request = request
        .host("tori.test:8443")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example");
    app.send(request).await.is(201);
    app.work().await;
    let text = app.caught()[0].mail.text.clone().unwrap();
    token_of(&text);
    assert!(!text.contains("evil") && !text.contains("8443"), "{text}");
}

async fn a_disabled_account_joins_nothing(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let token = invited(&app, "aino@posti.example", true).await;
    let body = json!({
        "role": "buyer", "name": "Aino", "email": "aino@posti.example", "disabled": true,
    });
    let disable = put("/api/v1/accounts/aino").by(&here.operator).json(&body);
    app.send(disable).await.is(200);
    app.send(accepting(&token).by(&here.buyer)).await.is(401);
    app.send(arriving(&token, "Aino", PASSWORD))
        .await
        .is(401)
        .fault("sign_in_first");
    assert_eq!(members(&app).await.len(), 2);
}

async fn an_administrator_invited_as_a_member_stays_one(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    remove(&app, &here.shop_admin, &here.shop_member)
        .await
        .is(204);
    let token = invited(&app, "otto@posti.example", false).await;
    // Meanwhile the marketplace puts the same person in as an administrator.
    let body = json!({
        "role": "business_seller", "name": "Otto", "email": "otto@posti.example",
        "shop": { "external_id": "lamppu", "administrator": true },
    });
    let told = put("/api/v1/accounts/otto").by(&here.operator).json(&body);
    app.send(told).await.is(200);
    let joined = app.send(accepting(&token).by(&here.shop_member)).await;
    assert_eq!(joined.is(200).json()["administrator"], true);
}

/// Source: security case T141. Three an hour to one address, whoever sends them.
async fn mails_are_counted_across_a_restart(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    for _ in 0..3 {
        app.send(inviting(&app, EMAIL, false)).await.is(201);
        app.later(MINUTE);
    }
    let app = app.crash().await;
    let limited = app.send(inviting(&app, EMAIL, false)).await;
    let limited = limited.is(429).fault("too_many_requests");
    assert_eq!(limited.header("retry-after"), (57 * 60).to_string());
    app.send(inviting(&app, "other@posti.example", false))
        .await
        .is(201);
    // Withdrawing makes no room for another, and another shop has none either.
    let here = &app.cast.here;
    let shop = put("/api/v1/shops/knihy").by(&here.operator);
    app.send(shop.json(&json!({ "name": "Staré knihy" })))
        .await
        .is(201);
    let elsewhere = post("/api/v1/shops/knihy/invitations").by(&here.operator);
    app.send(elsewhere.json(&json!({ "email": EMAIL })))
        .await
        .is(429);
    app.later(57 * MINUTE);
    app.send(inviting(&app, EMAIL, false)).await.is(201);
    // The other marketplace counts for itself.
    let there = &app.cast.there;
    let path = format!("/api/v1/shops/{}/invitations", there.shop);
    let twin = post(path).by(&there.shop_admin);
    app.send(twin.json(&json!({ "email": EMAIL })))
        .await
        .is(201);
}

async fn a_shop_sends_so_many_mails_a_day(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    for n in 0..MAILS_PER_SHOP_MAX {
        let email = format!("number-{n}@posti.example");
        app.send(inviting(&app, &email, false)).await.is(201);
    }
    app.send(inviting(&app, EMAIL, false))
        .await
        .is(429)
        .fault("too_many_requests");
    let form = [("email", EMAIL), ("key", "k-1")];
    let path = format!("/team/{}/invitations", app.cast.here.shop);
    let page = post(path).browser(&app.cast.here.shop_admin).form(&form);
    let page = app.send(page).await.is(429).text();
    assert!(page.contains("role=\"alert\"") && page.contains(EMAIL));
    app.later(DAY);
    app.send(inviting(&app, EMAIL, false)).await.is(201);
}
