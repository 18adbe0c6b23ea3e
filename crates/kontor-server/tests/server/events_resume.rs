//! `/api/v1/events/stream` after a disconnection: nothing is missed, nothing comes twice.
//!
//! A step that was missed may be told together with a later one of the same conversation: an event
//! says how far a conversation is, and what lies before it is read from there. Source: T119.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::StreamExt;
use futures_util::future::join_all;
use kontor_core::account::Caller;
use kontor_server::live::stream;
use serde_json::Value;

use crate::cast::Person;
use crate::client::{ask, get};
use crate::deeds::{answering, asking};
use crate::ground::Site;
use crate::sse::{Event, EventStream};
use crate::testapp::TestApp;

both!(
    a_stream_goes_on_after_the_last_event,
    no_gap_and_no_duplicate_under_sixteen_writers_and_broken_connections,
    who_follows_without_a_break_hears_every_step,
    a_slow_reader_still_gets_everything,
);
lite!(
    an_id_from_the_future_asks_to_load_again,
    a_team_goes_on_in_every_inbox,
    nonsense_as_an_id_is_a_new_beginning,
);

/// Writers at once, and messages of each.
const WRITERS: usize = 16;
const MESSAGES: usize = 16;

async fn a_stream_goes_on_after_the_last_event(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut stream = EventStream::follow(&app, &here.seller).await;
    let lamp = app.wrote(&here.buyer, "lamp", "1").await;
    let last = stream.next().await.unwrap().id;
    drop(stream);
    app.answered(&here.buyer, &lamp, "2").await;
    let chair = app.wrote(&here.buyer, "chair", "1").await;
    app.answered(&here.buyer, &lamp, "3").await;

    let mut stream = EventStream::open(&app, &here.seller, Some(&last)).await;
    assert_eq!(stream.next().await.unwrap().kind, "ready");
    let mut heard = Vec::new();
    for _ in 0..2 {
        heard.push(told(&stream.next().await.unwrap()));
    }
    assert_eq!(heard, [(chair, 1), (lamp.clone(), 3)]);
    app.answered(&here.buyer, &lamp, "4").await;
    assert_eq!(told(&stream.next().await.unwrap()), (lamp, 4));
}

/// The conversation and entry that an event tells about.
fn told(event: &Event) -> (String, i64) {
    assert_eq!(event.kind, "conversation", "{event:?}");
    let conversation = event.data["conversation"].as_str().unwrap().to_owned();
    (conversation, event.data["seq"].as_i64().unwrap())
}

/// The principal's number in an id of one place.
fn number(event: &Event) -> i64 {
    event.id.split_once('=').unwrap().1.parse().unwrap()
}

/// Sixteen conversations with the seller, one per writer, and a few hundred messages at once.
async fn storm(app: &TestApp) -> HashMap<String, i64> {
    let here = &app.cast.here;
    let write = async |writer: usize| {
        let (person, listing) = match writer % 4 {
            0 => (&here.buyer, "lamp"),
            1 => (&here.rival, "chair"),
            2 => (&here.guest, "lamp"),
            _ => (&here.agent, "chair"),
        };
        let mut id = String::new();
        for message in 0..MESSAGES {
            let request = match message {
                0 => asking(person, listing, "x"),
                _ => answering(person, &id, "x"),
            };
            let answer = ask(app.address, &request).await;
            assert!(answer.status < 300, "{}", answer.text());
            if message == 0 {
                id = answer.json()["id"].as_str().unwrap().to_owned();
            }
        }
        id
    };
    let ids: HashSet<String> = join_all((0..WRITERS).map(write))
        .await
        .into_iter()
        .collect();
    let mut ends = HashMap::new();
    for id in ids {
        let seq = app.conversation(&here.seller, &id).await["seq"]
            .as_i64()
            .unwrap();
        ends.insert(id, seq);
    }
    ends
}

/// Follows with a connection that breaks again and again, until every end is heard.
async fn follow_brokenly(app: &TestApp, person: &Person, over: &AtomicBool) -> Vec<Event> {
    let (mut heard, mut last) = (Vec::new(), None::<String>);
    loop {
        let was_over = over.load(Ordering::SeqCst);
        let mut stream = EventStream::open(app, person, last.as_deref()).await;
        let first = stream.next().await.unwrap();
        assert_eq!(first.kind, "ready");
        last.get_or_insert(first.id);
        // Between one and nine events, then the line breaks.
        let mut before_the_break = 1 + heard.len() * 7 % 9;
        let wait = std::time::Duration::from_millis(300);
        while let Ok(Some(event)) = stream.within(wait).await {
            last = Some(event.id.clone());
            heard.push(event);
            before_the_break -= 1;
            if before_the_break == 0 {
                break;
            }
        }
        if was_over && before_the_break > 0 {
            return heard;
        }
    }
}

async fn no_gap_and_no_duplicate_under_sixteen_writers_and_broken_connections(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let over = AtomicBool::new(false);
    let writing = async {
        let ends = storm(&app).await;
        over.store(true, Ordering::SeqCst);
        ends
    };
    let seller = &app.cast.here.seller;
    let following = follow_brokenly(&app, seller, &over);
    let (ends, heard) = tokio::join!(writing, following);
    let numbers: Vec<i64> = heard.iter().map(number).collect();
    assert!(
        numbers.windows(2).all(|pair| pair[0] < pair[1]),
        "in order, none twice: {numbers:?}"
    );
    let mut reached: HashMap<String, i64> = HashMap::new();
    for event in &heard {
        let (id, seq) = told(event);
        let before = reached.insert(id, seq);
        assert!(
            before.is_none_or(|before| before < seq),
            "{event:?} after {before:?}"
        );
    }
    assert_eq!(reached, ends, "every conversation's end was told");
}

async fn who_follows_without_a_break_hears_every_step(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let mut stream = EventStream::follow(&app, &app.cast.here.seller).await;
    let ends = storm(&app).await;
    let all: i64 = ends.values().sum();
    let mut reached: HashMap<String, i64> = HashMap::new();
    let mut last = 0;
    while last < all {
        let event = stream.next().await.unwrap();
        assert!(number(&event) > last, "{event:?} after {last}");
        last = number(&event);
        let (id, seq) = told(&event);
        reached.insert(id, seq);
    }
    assert_eq!(reached, ends);
}

async fn a_slow_reader_still_gets_everything(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let known = app
        .app
        .caller(here.key, &here.seller.token)
        .await
        .unwrap()
        .unwrap();
    let opening = open(&app, known);
    let mut body = opening.await;
    // Far more than may wait in front of a stream, while nothing is taken from it.
    let ends = storm(&app).await;
    let all: i64 = ends.values().sum();
    let (mut text, mut reached) = (String::new(), HashMap::new());
    while !text.contains(&format!("{}={all}\n", here.seller.id)) {
        let chunk = body.next().await.unwrap().unwrap();
        text.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    for data in text.lines().filter_map(|line| line.strip_prefix("data: ")) {
        let data: Value = serde_json::from_str(data).unwrap();
        if let Some(id) = data["conversation"].as_str() {
            reached.insert(id.to_owned(), data["seq"].as_i64().unwrap());
        }
    }
    assert_eq!(reached, ends);
}

async fn open(app: &TestApp, caller: Arc<Caller>) -> axum::body::BodyDataStream {
    let app = Arc::clone(&app.app);
    stream::open(app, caller, None)
        .await
        .unwrap()
        .into_data_stream()
}

async fn an_id_from_the_future_asks_to_load_again(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.wrote(&here.buyer, "lamp", "1").await;
    let last = format!("{}=99", here.buyer.id);
    let mut stream = EventStream::open(&app, &here.buyer, Some(&last)).await;
    let first = stream.next().await.unwrap();
    assert_eq!(
        (first.kind, first.id),
        ("resync".to_owned(), format!("{}=1", here.buyer.id))
    );
    let id = app.wrote(&here.buyer, "lamp", "2").await;
    assert_eq!(told(&stream.next().await.unwrap()), (id, 2));
}

async fn a_team_goes_on_in_every_inbox(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut stream = EventStream::follow(&app, &here.shop_member).await;
    let of_shop = app.wrote(&here.buyer, "sofa", "1").await;
    let own = app.wrote(&here.shop_member, "lamp", "1").await;
    assert_eq!(told(&stream.next().await.unwrap()), (of_shop.clone(), 1));
    let second = stream.next().await.unwrap();
    assert_eq!(told(&second), (own.clone(), 1));
    drop(stream);
    app.answered(&here.buyer, &of_shop, "2").await;
    app.answered(&here.seller, &own, "2").await;
    let mut stream = EventStream::open(&app, &here.shop_member, Some(&second.id)).await;
    assert_eq!(stream.next().await.unwrap().kind, "ready");
    let mut heard = [
        told(&stream.next().await.unwrap()),
        told(&stream.next().await.unwrap()),
    ];
    heard.sort();
    let mut wanted = [(of_shop, 2), (own, 2)];
    wanted.sort();
    assert_eq!(heard, wanted);
}

async fn nonsense_as_an_id_is_a_new_beginning(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.wrote(&here.buyer, "lamp", "1").await;
    let others = format!("{}=0", here.seller.id);
    for last in [
        "",
        "0",
        "=",
        "x=1",
        "999999999999999999999",
        others.as_str(),
        ",,,",
    ] {
        let mut stream = EventStream::open(&app, &here.buyer, Some(last)).await;
        let first = stream.next().await.unwrap();
        assert_eq!(first.id, format!("{}=1", here.buyer.id), "{last}");
        assert_eq!(first.kind, "ready", "{last}");
    }
    let page = app.send(get("/api/v1/me").by(&here.buyer)).await.is(200);
    assert_eq!(page.json()["unread_conversations"], 0);
}
