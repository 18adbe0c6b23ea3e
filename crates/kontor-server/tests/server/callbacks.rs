//! Call-backs: asked outside the hours of a phone, told to the seller, ticked off.

use std::sync::Arc;

use kontor_core::time::HOUR;
use kontor_server::actions::callback::WAITING_MAX;
use serde_json::json;

use crate::client::{get, post};
use crate::contacts::{CONTACTS, NUMBER, phone};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(a_callback_is_a_message_and_a_line_of_the_sellers);
lite!(who_can_call_now_or_waits_already_is_not_called_back);

async fn a_callback_is_a_message_and_a_line_of_the_sellers(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&phone("Mo 09:00-16:00")).await;
    app.proves(&here.seller.id, None, Some(NUMBER)).await;
    let body = json!({
        "channel": "callback_asked", "callback": { "number": "045 765 4321", "note": "After five." },
    });
    app.send(post(CONTACTS).json(&body)).await.is(401);
    let ask = || {
        post(CONTACTS)
            .by(&here.buyer)
            .header("idempotency-key", "cb")
            .json(&body)
    };
    let given = app.send(ask()).await.is(200).json();
    let again = app.send(ask()).await.is(200).json();
    assert_eq!(given["conversation"], again["conversation"]);
    assert_eq!(
        (&given["counted"], &again["counted"]),
        (&json!(true), &json!(false))
    );
    let path = "/api/v1/sellers/mika/callbacks";
    let list = app.send(get(path).by(&here.seller)).await.is(200).json();
    assert_eq!(list["callbacks"].as_array().unwrap().len(), 1);
    let line = &list["callbacks"][0];
    assert_eq!(line["number"], "+358457654321");
    assert_eq!(
        (&line["name"], &line["note"]),
        (&json!("Aino"), &json!("After five."))
    );
    // Noon in Helsinki; the guest who could not be called back wanted it too.
    assert_eq!(list["out_of_hours"], json!([{ "hour": 12, "asked": 2 }]));
    let id = given["conversation"].as_str().unwrap();
    let entries = format!("/api/v1/conversations/{id}/entries");
    let entries = app.send(get(entries).by(&here.seller)).await.is(200).json();
    let text = entries["entries"][0]["body"].as_str().unwrap().to_owned();
    assert_eq!(text, "Please call me back: 045 7654321\n\nAfter five.");
    assert_eq!(entries["entries"].as_array().unwrap().len(), 1);
    let done = format!(
        "/api/v1/callbacks/{}/completion",
        line["id"].as_str().unwrap()
    );
    app.send(post(&done).by(&here.rival)).await.is(404);
    app.send(post(&done).by(&here.seller)).await.is(204);
    app.send(post(&done).by(&here.seller)).await.is(204);
    let list = app.send(get(path).by(&here.seller)).await.is(200).json();
    assert_eq!(list["callbacks"][0]["done_at"], "2026-11-21T10:00:00Z");
    app.send(get(path).by(&here.rival)).await.is(404);
}

async fn who_can_call_now_or_waits_already_is_not_called_back(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.mika_sets(&phone("Sa 09:00-16:00")).await;
    app.proves(&here.seller.id, None, Some(NUMBER)).await;
    let ask = || {
        let body = json!({ "channel": "callback_asked", "callback": { "number": "045 765 4321" } });
        post(CONTACTS).by(&here.buyer).json(&body)
    };
    app.send(ask()).await.is(409).fault("call_now");
    app.later(5 * HOUR);
    for _ in 0..WAITING_MAX {
        app.send(ask()).await.is(200);
    }
    app.send(ask()).await.is(409).fault("callback_waits");
    let path = "/api/v1/sellers/mika/callbacks";
    let list = app.shown(&here.seller, path).await;
    let lines = list["callbacks"].as_array().unwrap();
    assert_eq!(lines.len(), usize::try_from(WAITING_MAX).unwrap());
    // All were asked in the same instant, and a list in pages still misses none.
    let mut paged = Vec::new();
    let mut next = String::new();
    while paged.len() <= lines.len() {
        let page = app
            .shown(&here.seller, &format!("{path}?limit=1{next}"))
            .await;
        paged.extend(page["callbacks"].as_array().unwrap().clone());
        let Some(cursor) = page["next"].as_str() else {
            break;
        };
        next = format!("&cursor={cursor}");
    }
    assert_eq!(paged, *lines);
    let made_up = get(format!("{path}?cursor=1")).by(&here.seller);
    app.send(made_up).await.is(400).fault("parameter_invalid");
    // Each one that is done makes room for one.
    let done = lines[0]["id"].as_str().unwrap();
    let done = post(format!("/api/v1/callbacks/{done}/completion"));
    app.send(done.by(&here.seller)).await.is(204);
    app.send(ask()).await.is(200);
    app.send(ask()).await.is(409).fault("callback_waits");
}
