//! The public holidays of a marketplace: looked at by everybody, changed by its operators.

use std::sync::Arc;

use kontor_core::id::PrincipalId;
use kontor_core::time::DAY;
use kontor_server::calendars;
use kontor_store::holiday::{self, NewChange, What};
use serde_json::{Value, json};

use crate::cast::{self, Person};
use crate::client::{delete, get, post, put};
use crate::ground::Site;
use crate::testapp::{DAWN, TestApp};

both!(
    an_operator_adds_and_removes_days_for_one_marketplace,
    a_change_holds_on_another_node,
    two_operators_at_once_lose_no_change,
);
lite!(
    what_the_table_does_not_know_is_refused,
    the_page_shows_what_was_changed_by_whom,
    the_page_and_metrics_tell_that_the_table_ends,
    changes_come_in_pages_and_survive_a_restart,
);

const CHRISTMAS: &str = "/api/v1/holidays/FI/2026-12-25";
const STOCKTAKING: &str = "/api/v1/holidays/FI/2026-12-31";
const WORKING: &str = "Mo-Fr 00:00-24:00; PH off";

fn has(list: &Value, key: &str, date: &str) -> bool {
    let days = list[key].as_array().unwrap();
    days.iter().any(|day| day["date"] == date)
}

async fn an_operator_adds_and_removes_days_for_one_marketplace(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    let list = || app.send(get("/api/v1/holidays?country=FI&year=2026"));
    let before = list().await.is(200).json();
    assert!(has(&before, "days", "2026-12-25") && !has(&before, "days", "2026-12-31"));

    let stocktaking = json!({ "name": " Stocktaking " });
    for _ in 0..2 {
        let request = put(STOCKTAKING).by(&here.operator).json(&stocktaking);
        app.send(request).await.is(204);
        app.send(delete(CHRISTMAS).by(&here.operator)).await.is(204);
    }
    let changed = list().await.is(200).json();
    assert!(has(&changed, "days", "2026-12-31") && !has(&changed, "days", "2026-12-25"));
    assert!(has(&changed, "removed", "2026-12-25"));
    let version = before["version"].as_str().unwrap();
    assert_eq!(changed["version"], format!("{version}+2"));
    let added = changed["days"].as_array().unwrap().last().unwrap();
    assert_eq!(
        *added,
        json!({ "date": "2026-12-31", "name": "Stocktaking", "changed": true })
    );

    // Whoever asks for a calendar gets it at once; the other marketplace keeps its own.
    let open = |key, at: &str| {
        let market = app.app.by_key(key).unwrap();
        let calendar = app
            .app
            .calendars()
            .calendar(market, WORKING, "Europe/Helsinki")
            .unwrap();
        calendar.state(at.parse().unwrap()).open
    };
    assert!(!open(here.key, "2026-12-31T12:00:00+02:00"));
    assert!(open(here.key, "2026-12-25T12:00:00+02:00"));
    assert!(open(there.key, "2026-12-31T12:00:00+02:00"));
    let theirs = app.shown(&there.operator, "/api/v1/holidays/changes").await;
    assert_eq!(theirs["changes"], json!([]));

    // Put again under its own name, the removal is taken back.
    let name = before["days"].as_array().unwrap().iter();
    let name = name.into_iter().find(|day| day["date"] == "2026-12-25");
    let name = json!({ "name": name.unwrap()["name"] });
    let request = put(CHRISTMAS).by(&here.operator).json(&name);
    app.send(request).await.is(204);
    app.send(delete(STOCKTAKING).by(&here.operator))
        .await
        .is(204);
    let mut after = list().await.is(200).json();
    assert_eq!(after["version"], format!("{version}+4"));
    after["version"] = before["version"].clone();
    assert_eq!(after, before);

    let request = put(STOCKTAKING).by(&here.seller).json(&stocktaking);
    app.send(request).await.is(404);
}

async fn a_change_holds_on_another_node(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let request = put(STOCKTAKING).by(&here.operator);
    app.send(request.json(&json!({ "name": "Stocktaking" })))
        .await
        .is(204);
    // A node that starts reads the log; one that runs looks for it, as `calendars::watch` does.
    let app = app.crash().await;
    let here = &app.cast.here;
    let date = jiff::civil::date(2026, 12, 31);
    let name = |app: &TestApp| {
        let holidays = app.app.calendars().holidays(here.key);
        holidays.name("FI", date).map(str::to_owned)
    };
    assert_eq!(name(&app).as_deref(), Some("Stocktaking"));
    let key = here.key;
    let by = PrincipalId(here.operator.id.clone());
    let change = NewChange {
        country: "FI".to_owned(),
        date: "2026-12-31".to_owned(),
        what: What::Remove,
        name: "Stocktaking".to_owned(),
        by,
    };
    let elsewhere = app.app.store.write((key, change), |tx, (key, change)| {
        Box::pin(holiday::put(tx, *key, change, DAWN))
    });
    elsewhere.await.unwrap();
    assert_eq!(name(&app).as_deref(), Some("Stocktaking"));
    calendars::renew(&app.app).await.unwrap();
    assert_eq!(name(&app), None);
}

async fn two_operators_at_once_lose_no_change(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    let days: Vec<String> = (10..26).map(|day| format!("2026-11-{day}")).collect();
    let puts = days.iter().map(|day| {
        let path = format!("/api/v1/holidays/FI/{day}");
        app.send(put(&path).by(operator).json(&json!({ "name": day })))
    });
    for answer in futures_util::future::join_all(puts).await {
        answer.is(204);
    }
    let list = app.shown(operator, "/api/v1/holidays?year=2026").await;
    assert!(days.iter().all(|day| has(&list, "days", day)), "{list}");
    assert!(list["version"].as_str().unwrap().ends_with("+16"), "{list}");
}

async fn what_the_table_does_not_know_is_refused(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    for (query, told) in [
        ("?year=2032", "2031"),
        ("?year=2023", "2024"),
        ("?country=XX", "XX"),
        ("?year=soon", ""),
    ] {
        let answer = app.send(get(format!("/api/v1/holidays{query}"))).await;
        let body = answer.is(400).json();
        assert!(body["detail"].as_str().unwrap().contains(told), "{body}");
    }
    for (path, name, field) in [
        ("FI/2032-01-02", "Later", "date"),
        ("FI/2026-02-30", "Never", "date"),
        ("FI/tomorrow", "Tomorrow", "date"),
        ("XX/2026-01-02", "Nowhere", "country"),
        ("FI/2026-01-02", " ", "name"),
        ("FI/2026-01-02", "\u{202e}evil", "name"),
    ] {
        let request = put(format!("/api/v1/holidays/{path}")).by(operator);
        let answer = app.send(request.json(&json!({ "name": name }))).await;
        answer.is(422).field("field_invalid", field);
    }
    let request = put(STOCKTAKING).by(operator);
    let answer = app.send(request.json(&json!({ "name": "x", "half": true })));
    answer.await.is(400);
    let changes = app.shown(operator, "/api/v1/holidays/changes").await;
    assert_eq!(changes["changes"], json!([]));
}

async fn the_page_shows_what_was_changed_by_whom(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    let form = [
        ("country", "FI"),
        ("date", "2026-12-31"),
        ("name", "<b>Stock</b>"),
    ];
    let answer = app.send(post("/operator/holidays").browser(operator).form(&form));
    let answer = answer.await.is(303);
    let page = app
        .send(get(answer.header("location")).browser(operator))
        .await;
    let page = page.is(200).text();
    assert!(
        page.contains("&lt;b&gt;Stock") && !page.contains("<b>Stock"),
        "{page}"
    );
    assert!(page.contains("Henri"), "{page}");
    assert!(page.contains(">2026<") && page.contains(">2027<"));

    let form = [("country", "FI"), ("date", "2026-12-25")];
    let answer = app.send(
        post("/operator/holidays/removal")
            .browser(operator)
            .form(&form),
    );
    answer.await.is(303);
    let page = app.send(get("/operator/holidays").browser(operator)).await;
    assert!(page.is(200).text().contains("<s><bdi>"));

    let form = [("country", "FI"), ("date", "2040-01-01"), ("name", "Later")];
    let refused = app.send(post("/operator/holidays").browser(operator).form(&form));
    let refused = refused.await.is(422).text();
    assert!(refused.contains("value=\"Later\"") && refused.contains("aria-invalid"));
    let other = app
        .send(get("/operator/holidays?country=SK").browser(operator))
        .await;
    assert!(
        other.is(200).text().contains("2026-08-29"),
        "the National Uprising"
    );
}

async fn the_page_and_metrics_tell_that_the_table_ends(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let metrics = kontor_server::serve::metrics::render(&app.app).await;
    assert!(
        metrics.contains("kontor_holidays_last_year 2031"),
        "{metrics}"
    );
    let told = async |operator: &Person| {
        let page = app.send(get("/operator/holidays").browser(operator)).await;
        page.is(200).text().contains("role=\"note\"")
    };
    assert!(!told(&here.operator).await);
    // Past 1 July 2031.
    app.later((4 * 365 + 230) * DAY);
    let id = PrincipalId(here.operator.id.clone());
    let operator = cast::enter(&app.app, here.key, "operator", here.host, id).await;
    assert!(told(&operator).await);
}

async fn changes_come_in_pages_and_survive_a_restart(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let operator = &app.cast.here.operator;
    for day in 1..=5 {
        let path = format!("/api/v1/holidays/FI/2026-09-0{day}");
        let request = put(&path).by(operator);
        app.send(request.json(&json!({ "name": "Day" })))
            .await
            .is(204);
    }
    let app = app.crash().await;
    let operator = &app.cast.here.operator;
    let first = app
        .shown(operator, "/api/v1/holidays/changes?limit=3")
        .await;
    let revisions = |page: &Value| -> Vec<i64> {
        let changes = page["changes"].as_array().unwrap().iter();
        changes
            .map(|change| change["revision"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(revisions(&first), [5, 4, 3]);
    let path = format!("/api/v1/holidays/changes?limit=3&before={}", first["next"]);
    let last = app.shown(operator, &path).await;
    assert_eq!(
        (revisions(&last), &last["next"]),
        (vec![2, 1], &json!(null))
    );
    let change = &last["changes"][0];
    assert_eq!(change["changed_by_name"], "Henri");
    assert_eq!(
        (&change["change"], &change["date"]),
        (&json!("add"), &json!("2026-09-02"))
    );
}
