//! `/api/v1/events/stream`: who hears what, when a stream ends, what can be put into it.
//!
//! Going on after a disconnection is in `events_resume.rs`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::BodyExt;
use serde_json::json;

use crate::client::{begin, delete, post};
use crate::deeds::{CONVERSATIONS, answering};
use crate::ground::Site;
use crate::sse::{EventStream, request};
use crate::testapp::{PATIENCE, TestApp};

both!(
    both_sides_hear_what_happens,
    nobody_else_hears_anything,
    a_revoked_token_closes_its_streams_within_a_second,
    reading_is_told_to_ones_other_windows,
);
lite!(
    a_stream_that_opens_while_its_token_ends_is_closed,
    nothing_in_a_text_can_forge_an_event,
    too_many_streams_of_one_token_are_refused,
    streams_that_broke_off_are_forgotten,
);

async fn both_sides_hear_what_happens(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut buyer = EventStream::follow(&app, &here.buyer).await;
    let mut seller = EventStream::follow(&app, &here.seller).await;
    let id = app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    app.answered(&here.seller, &id, "Very.").await;
    app.send(post(format!("{CONVERSATIONS}/{id}/closure")).by(&here.buyer))
        .await
        .is(200);
    for (stream, person, unread) in [
        (&mut buyer, &here.buyer, [0, 1, 0]),
        (&mut seller, &here.seller, [1, 0, 0]),
    ] {
        for (seq, unread) in (1..).zip(unread) {
            let event = stream.next().await.unwrap();
            assert_eq!(event.kind, "conversation");
            assert_eq!(event.id, format!("{}={seq}", person.id));
            assert_eq!(event.data["conversation"], json!(id));
            assert_eq!(event.data["seq"], seq);
            assert_eq!(
                event.data["unread_conversations"], unread,
                "{} {seq}",
                person.part
            );
        }
    }
}

async fn nobody_else_hears_anything(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    let mut streams = Vec::new();
    for person in here.everybody().into_iter().chain(there.everybody()) {
        streams.push((person, EventStream::follow(&app, person).await));
    }
    let id = app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    app.answered(&here.shop_member, &id, "Very.").await;
    // Afterwards each hears something of their own: what came before it was all there was.
    for (person, stream) in &mut streams {
        let seller = if person.part == "seller" {
            "kaisa"
        } else {
            "mika"
        };
        let body = json!({ "seller": seller, "kind": "inquiry", "body": "Mine" });
        let own = app
            .send(post(CONVERSATIONS).by(person).json(&body))
            .await
            .json();
        let mut heard = Vec::new();
        loop {
            let event = stream.next().await.unwrap();
            if event.data["conversation"] == own["id"] {
                break;
            }
            heard.push(event.data);
        }
        let hears = ["buyer", "shop_admin", "shop_member"].contains(&person.part)
            && person.host == here.host;
        let about = heard
            .iter()
            .filter(|data| data["conversation"] == json!(id))
            .count();
        assert_eq!(
            about,
            if hears { 2 } else { 0 },
            "{} of {}",
            person.part,
            person.host
        );
    }
}

async fn a_revoked_token_closes_its_streams_within_a_second(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "lamp", "0").await;
    let mut open = vec![
        EventStream::follow(&app, &here.seller).await,
        EventStream::follow(&app, &here.seller).await,
    ];
    let mut other = EventStream::follow(&app, &here.buyer).await;
    let before = app.answered(&here.buyer, &id, "before").await;
    let end = delete(format!("/api/v1/tokens/{}", here.seller.token_id)).by(&here.seller);
    app.send(end).await.is(204);
    let revoked = Instant::now();
    let writing = async {
        for number in 0..20 {
            app.answered(&here.buyer, &id, &number.to_string()).await;
        }
    };
    let closing = async {
        for stream in &mut open {
            while let Some(event) = stream.next().await {
                assert!(
                    event.data["seq"].as_i64() <= Some(before),
                    "sent after: {event:?}"
                );
            }
        }
        revoked.elapsed()
    };
    let (took, ()) = tokio::join!(closing, writing);
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert_eq!(
        other.next().await.unwrap().data["seq"],
        before,
        "others go on"
    );
    app.send(request(&here.seller, None))
        .await
        .is(401)
        .fault("token_invalid");
    app.send(answering(&here.seller, &id, "x")).await.is(401);
}

async fn a_stream_that_opens_while_its_token_ends_is_closed(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let known = app
        .app
        .caller(here.key, &here.seller.token)
        .await
        .unwrap()
        .unwrap();
    let end = delete(format!("/api/v1/tokens/{}", here.seller.token_id)).by(&here.seller);
    app.send(end).await.is(204);
    let late = kontor_server::live::stream::open(Arc::clone(&app.app), known, None)
        .await
        .unwrap();
    assert!(late.collect().await.unwrap().to_bytes().is_empty());
    assert_eq!(app.app.hub.open(), 0);
}

async fn reading_is_told_to_ones_other_windows(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "lamp", "Is it bright?").await;
    let mut window = EventStream::follow(&app, &here.seller).await;
    let mut buyer = EventStream::follow(&app, &here.buyer).await;
    app.read(&here.seller, &id, 1).await;
    let event = window.next().await.unwrap();
    assert_eq!(
        (event.kind.as_str(), &event.data["conversation"]),
        ("read", &json!(id))
    );
    assert_eq!(event.data["unread_conversations"], 0);
    app.answered(&here.seller, &id, "Very.").await;
    assert_eq!(
        buyer.next().await.unwrap().kind,
        "conversation",
        "reading is not told to others"
    );
}

async fn nothing_in_a_text_can_forge_an_event(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut stream = EventStream::follow(&app, &here.seller).await;
    let forged = "x\r\rdata: 1\n\nevent: resync\ndata: {}\n\n\u{2028}id: 9\u{85}\r\n\r\nretry: 1";
    for _ in 0..3 {
        app.wrote(&here.buyer, "lamp", forged).await;
    }
    for seq in 1..=3 {
        let event = stream.next().await.unwrap();
        assert_eq!(
            (event.kind.as_str(), event.data["seq"].as_i64()),
            ("conversation", Some(seq))
        );
    }
    // Nor can what a client says about where it was.
    for last in ["x, event: a", "acc_=1", "=,=,", &"9".repeat(4_000)] {
        let answer = begin(app.address, &request(&here.seller, Some(last))).await;
        assert_eq!(answer.status(), 200, "{last}");
    }
}

async fn too_many_streams_of_one_token_are_refused(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.streams_per_caller_max = 2).await;
    let here = &app.cast.here;
    let first = EventStream::follow(&app, &here.buyer).await;
    let _second = EventStream::follow(&app, &here.buyer).await;
    app.send(request(&here.buyer, None))
        .await
        .is(429)
        .fault("too_many_streams");
    let _other = EventStream::follow(&app, &here.seller).await;
    drop(first);
    eventually(|| app.app.hub.open() == 2).await;
    let _third = EventStream::follow(&app, &here.buyer).await;
}

async fn streams_that_broke_off_are_forgotten(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    for round in 0..500 {
        let stream = EventStream::open(&app, &here.buyer, None).await;
        if round % 50 == 0 {
            app.wrote(&here.buyer, "lamp", "Somebody writes meanwhile.")
                .await;
        }
        drop(stream);
    }
    eventually(|| app.app.hub.open() == 0).await;
}

/// Waits until something is so.
pub async fn eventually(is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(
        tokio::time::timeout(PATIENCE, waiting).await.is_ok(),
        "it never came about"
    );
}
