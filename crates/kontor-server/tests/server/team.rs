//! A shop's team: who may do what, and that removal ends access at once. Invitations are in
//! `invitations.rs`.

use std::sync::Arc;

use kontor_core::team::MEMBERS_MAX;
use serde_json::{Value, json};

use crate::cast::{Market, Person};
use crate::client::{Answer, delete, get, post, put};
use crate::deeds::{CONVERSATIONS, answering};
use crate::ground::Site;
use crate::sse::EventStream;
use crate::testapp::TestApp;

both!(
    a_removed_member_sees_nothing_of_the_shop_from_then_on,
    two_administrators_who_remove_each_other_leave_one,
    two_administrators_who_leave_at_once_leave_one,
);
lite!(
    the_last_administrator_stays_one,
    anybody_leaves_but_the_last_administrator,
    a_new_right_and_a_lost_one_count_at_once,
    who_does_not_belong_to_a_team_finds_none,
    a_team_elsewhere_under_the_same_name_is_another,
    unknown_fields_are_refused,
    the_page_asks_before_it_removes,
    an_account_told_into_a_team_keeps_the_rules,
    a_full_team_takes_nobody_more,
);

pub fn team_of(market: &Market) -> String {
    format!("/api/v1/shops/{}/team", market.shop)
}

/// Makes somebody an administrator, or no longer one.
pub async fn set(app: &TestApp, by: &Person, who: &Person, administrator: bool) -> Answer {
    let path = format!("{}/{}", team_of(&app.cast.here), who.id);
    let body = json!({ "administrator": administrator });
    app.send(put(path).by(by).json(&body)).await
}

pub async fn remove(app: &TestApp, by: &Person, who: &Person) -> Answer {
    let path = format!("{}/{}", team_of(&app.cast.here), who.id);
    app.send(delete(path).by(by)).await
}

/// The parts of a team: account and whether it administers.
async fn parts(app: &TestApp) -> Vec<(String, bool)> {
    let team = app
        .shown(&app.cast.here.operator, &team_of(&app.cast.here))
        .await;
    let members = team["members"].as_array().unwrap().iter();
    let mut parts: Vec<_> = members
        .map(|one| {
            let account = one["account"].as_str().unwrap().to_owned();
            (account, one["administrator"].as_bool().unwrap())
        })
        .collect();
    parts.sort();
    parts
}

async fn a_removed_member_sees_nothing_of_the_shop_from_then_on(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let (member, admin) = (&here.shop_member, &here.shop_admin);
    let of_shop = app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    let before = app.answered(member, &of_shop, "Very.").await;
    let own = app.wrote(member, "lamp", "Mine").await;
    let mut windows = [
        EventStream::follow(&app, member).await,
        EventStream::follow(&app, member).await,
    ];
    let mut admins = EventStream::follow(&app, admin).await;
    remove(&app, admin, member).await.is(204);
    let after = app.answered(&here.buyer, &of_shop, "Then I come.").await;
    app.wrote(&here.rival, "sofa", "And for me?").await;
    for window in &mut windows {
        let mut last = None;
        while let Some(event) = window.next().await {
            assert_ne!(event.data["seq"], after, "delivered after: {event:?}");
            last = Some(event);
        }
        assert_eq!(last.unwrap().kind, "rights");
    }
    for path in ["", "/entries"] {
        let request = get(format!("{CONVERSATIONS}/{of_shop}{path}")).by(member);
        app.send(request).await.is(404);
    }
    app.send(answering(member, &of_shop, "x")).await.is(404);
    let close = post(format!("{CONVERSATIONS}/{of_shop}/closure")).by(member);
    app.send(close).await.is(404);
    let read = put(format!("{CONVERSATIONS}/{of_shop}/read")).by(member);
    app.send(read.json(&json!({ "seq": 1 }))).await.is(404);
    for path in ["", "/entries"] {
        let page = get(format!("/conversations/{of_shop}{path}")).browser(member);
        app.send(page).await.is(404);
    }
    assert_eq!(app.inbox(member, "").await, [own.clone()]);
    assert_eq!(app.inbox(member, "?q=soft").await, [""; 0]);
    let me = app.shown(member, "/api/v1/me").await;
    assert_eq!(
        (&me["shops"], &me["unread_conversations"]),
        (&json!([]), &json!(0))
    );
    app.send(get(team_of(here)).by(member)).await.is(404);
    goes_on_without(&app, &of_shop, &own).await;
    // What was written for the shop stays, under its name.
    let entries = app
        .shown(&here.buyer, &format!("{CONVERSATIONS}/{of_shop}/entries"))
        .await;
    let answer = entries["entries"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["seq"] == before);
    assert_eq!(answer.unwrap()["body"], "Very.");
    assert_eq!(
        admins.next().await.unwrap().data["seq"],
        after,
        "others go on"
    );
}

/// What comes later goes on without the shop; what one has of one's own stays.
async fn goes_on_without(app: &TestApp, of_shop: &str, own: &str) {
    let here = &app.cast.here;
    let member = &here.shop_member;
    let place = format!("{}=0,{}=0", member.id, here.shop);
    let mut back = EventStream::open(app, member, Some(&place)).await;
    let first = back.next().await.unwrap();
    assert_eq!(first.kind, "resync", "{first:?}");
    assert!(!first.id.contains(&here.shop), "{first:?}");
    app.answered(&here.buyer, of_shop, "Hello?").await;
    app.answered(&here.seller, own, "Yours").await;
    for seq in [1, 2] {
        let event = back.next().await.unwrap();
        assert_eq!(
            (&event.data["conversation"], &event.data["seq"]),
            (&json!(own), &json!(seq))
        );
    }
}

async fn two_administrators_who_remove_each_other_leave_one(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let (one, two) = (&here.shop_admin, &here.shop_member);
    for round in 0..30 {
        restore(&app).await;
        let (first, second) = futures_util::join!(remove(&app, one, two), remove(&app, two, one));
        let mut kept = [first.status, second.status];
        kept.sort_unstable();
        assert_eq!(kept, [204, 404], "round {round}");
        let left = if first.status == 204 { one } else { two };
        assert_eq!(parts(&app).await, [(left.id.clone(), true)]);
    }
}

async fn two_administrators_who_leave_at_once_leave_one(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let (one, two) = (&here.shop_admin, &here.shop_member);
    for round in 0..30 {
        restore(&app).await;
        let leaves = async |who: &Person| {
            if round % 2 == 0 {
                remove(&app, who, who).await
            } else {
                set(&app, who, who, false).await
            }
        };
        let (first, second) = futures_util::join!(leaves(one), leaves(two));
        let mut kept = [first.status, second.status];
        kept.sort_unstable();
        assert!(matches!(kept, [200 | 204, 409]), "round {round}: {kept:?}");
        let administrators = parts(&app).await.iter().filter(|one| one.1).count();
        assert_eq!(administrators, 1, "round {round}");
    }
}

/// Both people of the shop administer it again.
async fn restore(app: &TestApp) {
    let operator = &app.cast.here.operator;
    for (external_id, name) in [("kaisa", "Kaisa"), ("otto", "Otto")] {
        told(app, operator, external_id, name, true).await.is(200);
    }
}

/// What the marketplace tells about somebody of the shop.
async fn told(
    app: &TestApp,
    by: &Person,
    external_id: &str,
    name: &str,
    administrator: bool,
) -> Answer {
    let shop = json!({ "external_id": "lamppu", "administrator": administrator });
    let body = json!({
        "role": "business_seller", "name": name, "email": format!("{external_id}@posti.example"),
        "email_verified": true, "locale": "en", "shop": shop,
    });
    let path = format!("/api/v1/accounts/{external_id}");
    app.send(put(path).by(by).json(&body)).await
}

async fn the_last_administrator_stays_one(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    for by in [&here.shop_admin, &here.operator] {
        for answer in [
            set(&app, by, &here.shop_admin, false).await,
            remove(&app, by, &here.shop_admin).await,
        ] {
            answer.is(409).fault("last_administrator");
        }
    }
    set(&app, &here.shop_admin, &here.shop_member, true)
        .await
        .is(200);
    set(&app, &here.shop_member, &here.shop_admin, false)
        .await
        .is(200);
    set(&app, &here.shop_member, &here.shop_member, false)
        .await
        .is(409);
    // One who may not sign in administers nothing.
    set(&app, &here.operator, &here.shop_admin, true).await;
    let body = json!({
        "role": "business_seller", "name": "Otto", "email": "otto@posti.example",
        "disabled": true,
    });
    let disable = put("/api/v1/accounts/otto").by(&here.operator).json(&body);
    app.send(disable).await.is(200);
    remove(&app, &here.shop_admin, &here.shop_admin)
        .await
        .is(409);
    remove(&app, &here.shop_admin, &here.shop_member)
        .await
        .is(204);
}

async fn anybody_leaves_but_the_last_administrator(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    remove(&app, &here.shop_member, &here.shop_member)
        .await
        .is(204);
    remove(&app, &here.shop_member, &here.shop_member)
        .await
        .is(404);
    remove(&app, &here.shop_admin, &here.shop_admin)
        .await
        .is(409);
    assert_eq!(parts(&app).await, [(here.shop_admin.id.clone(), true)]);
}

async fn a_new_right_and_a_lost_one_count_at_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let invite = || {
        post(format!("/api/v1/shops/{}/invitations", here.shop))
            .by(&here.shop_member)
            .json(&json!({ "email": "new@posti.example" }))
    };
    app.send(invite()).await.is(404);
    let mut stream = EventStream::follow(&app, &here.shop_member).await;
    set(&app, &here.shop_admin, &here.shop_member, true)
        .await
        .is(200);
    assert_eq!(stream.next().await.unwrap().kind, "rights");
    stream.ends().await;
    app.send(invite()).await.is(201);
    set(&app, &here.shop_admin, &here.shop_member, false)
        .await
        .is(200);
    app.send(invite()).await.is(404);
    let seen = app.shown(&here.shop_member, &team_of(here)).await;
    assert_eq!(seen["invitations"], json!([]));
    let emails: Vec<_> = seen["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["email"].clone())
        .collect();
    assert_eq!(emails, [Value::Null, json!("otto@posti.example")]);
    let seen = app.shown(&here.shop_admin, &team_of(here)).await;
    assert_eq!(seen["invitations"][0]["email"], "new@posti.example");
    // Saying what is so already disturbs nobody.
    let mut stream = EventStream::follow(&app, &here.shop_member).await;
    set(&app, &here.shop_admin, &here.shop_member, false)
        .await
        .is(200);
    app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    assert_eq!(stream.next().await.unwrap().kind, "conversation");
}

async fn who_does_not_belong_to_a_team_finds_none(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let missing = "shp_00000000000000000000000000";
    for who in [&here.guest, &here.buyer, &here.seller, &here.agent] {
        for path in [team_of(here), "/api/v1/shops/lamppu/team".to_owned()] {
            let hidden = app.send(get(path).by(who)).await.is(404);
            let none = get(format!("/api/v1/shops/{missing}/team")).by(who);
            let none = app.send(none).await.is(404);
            assert_eq!(hidden.code(), none.code());
        }
        remove(&app, who, &here.shop_member).await.is(404);
        remove(&app, who, who).await.is(404);
        set(&app, who, who, true).await.is(404);
    }
    set(&app, &here.shop_member, &here.shop_member, true)
        .await
        .is(404);
    remove(&app, &here.shop_member, &here.shop_admin)
        .await
        .is(404);
    // Somebody who is in no team of this shop is nobody's to change.
    set(&app, &here.shop_admin, &here.buyer, true).await.is(404);
    remove(&app, &here.operator, &here.buyer).await.is(404);
    // Both names of the shop, and both of a person, lead to the same.
    let named = put("/api/v1/shops/lamppu/team/otto").by(&here.shop_admin);
    let named = app
        .send(named.json(&json!({ "administrator": true })))
        .await
        .is(200);
    assert_eq!(named.json()["account"], here.shop_member.id.as_str());
}

async fn a_team_elsewhere_under_the_same_name_is_another(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    let twin = format!("/api/v1/shops/{}/team", there.shop);
    for who in [&here.shop_admin, &here.operator] {
        app.send(get(&twin).by(who)).await.is(404);
        let path = format!("{}/{}", team_of(here), there.shop_member.id);
        app.send(delete(path).by(who)).await.is(404);
    }
    let mut elsewhere = EventStream::follow(&app, &there.shop_member).await;
    remove(&app, &here.shop_admin, &here.shop_member)
        .await
        .is(204);
    let mine = app.shown(&there.shop_member, "/api/v1/me").await;
    assert_eq!(mine["shops"][0]["id"], there.shop.as_str());
    let id = app.wrote(&there.buyer, "sofa", "Is it soft?").await;
    assert_eq!(
        elsewhere.next().await.unwrap().data["conversation"],
        json!(id)
    );
}

async fn unknown_fields_are_refused(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let member = format!("{}/{}", team_of(here), here.shop_member.id);
    let invitations = format!("/api/v1/shops/{}/invitations", here.shop);
    for (request, field) in [
        (
            put(&member).json(&json!({ "administrator": true, "role": "operator" })),
            "role",
        ),
        (
            post(&invitations).json(&json!({ "email": "a@b.example", "expires_at": "2999" })),
            "expires_at",
        ),
        (
            post("/api/v1/invitations/acceptance").json(&json!({ "token": "x", "role": "agent" })),
            "role",
        ),
    ] {
        app.send(request.by(&here.shop_admin))
            .await
            .is(400)
            .field("unknown_field", field);
    }
}

async fn the_page_asks_before_it_removes(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let (admin, member) = (&here.shop_admin, &here.shop_member);
    let page = app.send(get("/team").browser(admin)).await.is(200).text();
    for shown in ["Kaisa", "Otto", "otto@posti.example", "Lamppu &amp; Tuoli"] {
        assert!(page.contains(shown), "{shown}");
    }
    let seen = app.send(get("/team").browser(member)).await.is(200).text();
    assert!(!seen.contains("kaisa@posti.example") && !seen.contains("/invitations"));
    for who in [&here.buyer, &here.guest] {
        let none = app.send(get("/team").browser(who)).await.is(200).text();
        assert!(!none.contains("Lamppu"), "{}", who.part);
        let nav = app.send(get("/listings").browser(who)).await.text();
        assert!(!nav.contains("href=\"/team\""), "{}", who.part);
    }
    let question = format!("/team/{}/members/{}/removal", here.shop, member.id);
    let asked = app.send(get(&question).browser(admin)).await.is(200).text();
    assert!(asked.contains("Otto") && asked.contains("method=\"post\""));
    app.send(get(&question).browser(&here.buyer)).await.is(404);
    let of_admin = format!("/team/{}/members/{}/removal", here.shop, admin.id);
    app.send(get(&of_admin).browser(member)).await.is(404);
    let refused = app
        .send(post(&of_admin).browser(admin).form(&[]))
        .await
        .is(409)
        .text();
    assert!(refused.contains("role=\"alert\""));
    let done = app.send(post(&question).browser(admin).form(&[])).await;
    assert_eq!(done.is(303).header("location"), "/team");
    assert_eq!(parts(&app).await.len(), 1);
}

async fn an_account_told_into_a_team_keeps_the_rules(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    told(&app, operator, "kaisa", "Kaisa", false)
        .await
        .is(409)
        .fault("last_administrator");
    told(&app, operator, "otto", "Otto", true).await.is(200);
    told(&app, operator, "kaisa", "Kaisa", false).await.is(200);
}

async fn a_full_team_takes_nobody_more(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    for n in parts(&app).await.len()..MEMBERS_MAX {
        let id = format!("member{n}");
        told(&app, operator, &id, "Member", false).await.is(201);
    }
    told(&app, operator, "late", "Late", false)
        .await
        .is(409)
        .fault("team_full");
    assert_eq!(parts(&app).await.len(), MEMBERS_MAX);
    // Who is in it is told again without being one more.
    told(&app, operator, "otto", "Otto", true).await.is(200);
}
