//! `/api/v1/dead-letters`: what was laid aside is seen by who runs the marketplace, and put back.

use std::sync::Arc;

use kontor_core::id::MarketplaceKey;
use kontor_core::outbox::{ATTEMPTS_MAX, Topic};
use kontor_core::time::{HOUR, MINUTE, Micros};
use kontor_store::outbox::{self, NewJob};
use serde_json::json;

use crate::client::{get, post};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(work_that_never_succeeds_is_laid_aside_and_can_be_tried_again);
lite!(
    dead_letters_come_in_pages_newest_first,
    a_retry_under_a_key_is_done_once,
    another_marketplaces_letters_are_not_there,
);

const PATH: &str = "/api/v1/dead-letters";

/// Lays a piece of work aside and gives the letter's number.
pub async fn lay_aside(app: &TestApp, key: MarketplaceKey, name: &str) -> String {
    let writing = app
        .app
        .store
        .write((key, name.to_owned()), |tx, (key, name)| {
            Box::pin(async move {
                // Due before everything else, so that nothing else is taken.
                let (due, topic) = (Micros(1), Topic::Notice);
                let job = NewJob {
                    topic,
                    order_key: name,
                    dedupe_key: name,
                    due,
                    payload: "x",
                };
                outbox::put(tx, *key, &job).await?;
                for job in outbox::take(tx, *key, topic, due, 9).await? {
                    outbox::bury(tx, topic, &job, "a reason", due).await?;
                }
                outbox::dead_letters(tx, *key, i64::MAX, 1).await
            })
        });
    let letters: kontor_store::Result<_> = writing.await;
    letters.unwrap()[0].letter.to_string()
}

async fn work_that_never_succeeds_is_laid_aside_and_can_be_tried_again(site: Arc<Site>) {
    let nobody = crate::notices::free_port().await;
    let relay = format!("smtp://127.0.0.1:{nobody}");
    let app = TestApp::with(&site, |config| config.mail_relay = relay).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    app.later(MINUTE);
    for _ in 0..ATTEMPTS_MAX {
        assert_eq!(
            app.shown(&here.operator, PATH).await["dead_letters"],
            json!([])
        );
        app.work().await;
        app.later(6 * HOUR);
    }
    let page = app.shown(&here.operator, PATH).await;
    let letter = &page["dead_letters"][0];
    assert_eq!(
        (&letter["topic"], &letter["attempts"]),
        (&json!("notice"), &json!(ATTEMPTS_MAX))
    );
    assert!(!page.to_string().contains('@'), "no address: {page}");
    assert_eq!(
        app.shown(&there.operator, PATH).await["dead_letters"],
        json!([])
    );

    app.catch_on(nobody).await;
    let retry = format!("{PATH}/{}/retry", letter["id"].as_str().unwrap());
    app.send(post(&retry).by(&here.operator)).await.is(204);
    app.work().await;
    assert_eq!(app.caught().len(), 1);
    assert_eq!(
        app.shown(&here.operator, PATH).await["dead_letters"],
        json!([])
    );
    app.send(post(&retry).by(&here.operator)).await.is(404);
}

async fn dead_letters_come_in_pages_newest_first(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut letters = Vec::new();
    for number in 0..5 {
        letters.insert(0, lay_aside(&app, here.key, &number.to_string()).await);
    }
    let (mut all, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let page = app.shown(&here.operator, &format!("{PATH}{query}")).await;
        let rows = page["dead_letters"].as_array().unwrap();
        all.extend(
            rows.iter()
                .map(|row| row["id"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else {
            break;
        };
        query = format!("?limit=2&before={next}");
    }
    assert_eq!(all, letters);
    for query in ["?limit=0", "?before=x", "?before=9223372036854775808"] {
        let answer = app
            .send(get(format!("{PATH}{query}")).by(&here.operator))
            .await;
        answer.is(400).fault("parameter_invalid");
    }
}

async fn a_retry_under_a_key_is_done_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let (one, two) = (
        lay_aside(&app, here.key, "1").await,
        lay_aside(&app, here.key, "2").await,
    );
    let retry = |letter: &str| {
        post(format!("{PATH}/{letter}/retry"))
            .by(&here.operator)
            .key("k")
    };
    app.send(retry(&one)).await.is(204);
    app.send(retry(&one)).await.is(204);
    app.send(retry(&two))
        .await
        .is(422)
        .fault("idempotency_key_reused");
    assert_eq!(
        app.shown(&here.operator, PATH).await["dead_letters"][0]["id"],
        json!(two)
    );
}

async fn another_marketplaces_letters_are_not_there(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    let letter = lay_aside(&app, there.key, "1").await;
    for id in [letter.as_str(), "0", "-1", "x", "9223372036854775808"] {
        app.send(post(format!("{PATH}/{id}/retry")).by(&here.operator))
            .await
            .is(404);
    }
    assert_eq!(
        app.shown(&there.operator, PATH).await["dead_letters"][0]["id"],
        json!(letter)
    );
    for person in here.everybody() {
        let status = if person.part == "operator" { 200 } else { 404 };
        app.send(get(PATH).by(person)).await.is(status);
    }
}
