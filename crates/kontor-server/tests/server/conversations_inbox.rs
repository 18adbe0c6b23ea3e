//! `/api/v1/conversations` as an inbox: order, pages, filters, search, shops, counts.

use std::sync::Arc;

use kontor_core::time::SECOND;
use serde_json::json;

use crate::client::{get, post};
use crate::deeds::{CONVERSATIONS, asking};
use crate::ground::Site;
use crate::testapp::TestApp;

both!(
    the_newest_comes_first_and_pages_join_without_gap,
    entries_come_in_pages,
    a_shops_team_shares_an_inbox,
    search_finds_what_was_indexed_and_nothing_of_others,
    unread_counts_follow_writing_and_reading,
);
lite!(
    marketplaces_never_meet,
    parameters_out_of_bounds_are_refused
);

async fn the_newest_comes_first_and_pages_join_without_gap(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut ids = Vec::new();
    for number in 0..7 {
        let listing = format!("book-{number}");
        crate::cast::offer(&app.app, here.key, &listing, "mika", "A book").await;
        ids.push(app.wrote(&here.buyer, &listing, "Is it there?").await);
    }
    ids.reverse();
    assert_eq!(app.inbox(&here.buyer, "").await, ids);
    app.answered(&here.seller, &ids[6], "It is.").await;
    ids.rotate_right(1);
    assert_eq!(app.inbox(&here.buyer, "").await, ids, "what moved is first");

    let (mut all, mut query) = (Vec::new(), "?limit=3".to_owned());
    loop {
        let page = app
            .shown(&here.seller, &format!("{CONVERSATIONS}{query}"))
            .await;
        let rows = page["conversations"].as_array().unwrap();
        assert!(rows.len() <= 3);
        all.extend(
            rows.iter()
                .map(|row| row["id"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else {
            break;
        };
        query = format!("?limit=3&cursor={next}");
    }
    assert_eq!(all, ids);
}

async fn entries_come_in_pages(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "lamp", "1").await;
    for number in 2..=7 {
        app.answered(&here.buyer, &id, &number.to_string()).await;
    }
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let path = format!("{CONVERSATIONS}/{id}/entries?limit=3&after={after}");
        let page = app.shown(&here.seller, &path).await;
        let entries = page["entries"].as_array().unwrap();
        all.extend(entries.iter().map(|entry| entry["seq"].as_i64().unwrap()));
        let Some(next) = page["next"].as_i64() else {
            break;
        };
        after = next;
    }
    assert_eq!(all, [1, 2, 3, 4, 5, 6, 7]);
}

async fn a_shops_team_shares_an_inbox(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    for person in [&here.shop_admin, &here.shop_member] {
        assert_eq!(app.inbox(person, "").await, [id.clone()]);
        let seen = app.conversation(person, &id).await;
        assert_eq!(
            (&seen["principal"], &seen["side"]),
            (&json!(here.shop), &json!("seller"))
        );
    }
    app.answered(&here.shop_member, &id, "Very.").await;
    assert_eq!(
        app.conversation(&here.shop_admin, &id).await["unread"],
        0,
        "one has answered"
    );
    let path = format!("{CONVERSATIONS}/{id}/entries?after=1");
    let entry = app.shown(&here.shop_admin, &path).await["entries"][0].clone();
    assert_eq!(
        (&entry["author"], &entry["own"]),
        (&json!("Otto"), &json!(false))
    );

    app.later(SECOND);
    let own = app.wrote(&here.shop_member, "lamp", "For myself.").await;
    assert_eq!(
        app.inbox(&here.shop_admin, "").await,
        [id.clone()],
        "what is private stays so"
    );
    assert_eq!(
        app.inbox(&here.shop_member, "").await,
        [own.clone(), id.clone()]
    );
    let of_shop = format!("?principal={}", here.shop);
    assert_eq!(app.inbox(&here.shop_member, &of_shop).await, [id]);
    let of_self = format!("?principal={}", here.shop_member.id);
    assert_eq!(app.inbox(&here.shop_member, &of_self).await, [own]);
    let of_other = get(format!("{CONVERSATIONS}?principal={}", here.seller.id));
    app.send(of_other.by(&here.shop_member))
        .await
        .is(400)
        .fault("parameter_invalid");
}

async fn search_finds_what_was_indexed_and_nothing_of_others(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mine = app
        .wrote(&here.buyer, "lamp", "Does the switch crackle?")
        .await;
    app.wrote(&here.rival, "lamp", "Does the switch crackle?")
        .await;
    app.wrote(&here.buyer, "chair", "Is it wobbly?").await;
    app.later(SECOND);
    app.work().await;
    for words in ["crackle", "CRACKLE", "switch+crack"] {
        let query = format!("?q={words}");
        assert_eq!(
            app.inbox(&here.buyer, &query).await,
            [mine.clone()],
            "{words}"
        );
        assert_eq!(app.inbox(&here.seller, &query).await.len(), 2, "{words}");
        for stranger in [
            &here.guest,
            &here.shop_admin,
            &here.operator,
            &app.cast.there.seller,
        ] {
            assert_eq!(app.inbox(stranger, &query).await, [""; 0], "{words}");
        }
    }
    app.answered(&here.seller, &mine, "Only in thunderstorms.")
        .await;
    app.later(SECOND);
    app.work().await;
    assert_eq!(
        app.inbox(&here.buyer, "?q=thunderstorms").await,
        [mine.clone()]
    );
    for words in ["nowhere", "thunderclap", "*", "%F0%9F%A6%8A", "a:b"] {
        assert_eq!(
            app.inbox(&here.buyer, &format!("?q={words}")).await,
            [""; 0],
            "{words}"
        );
    }
    assert_eq!(
        app.inbox(&here.buyer, "?q=thunderstorms&state=closed")
            .await,
        [""; 0]
    );
    assert_eq!(
        app.inbox(&here.buyer, "?q=thunderstorms&state=open").await,
        [mine]
    );
}

async fn unread_counts_follow_writing_and_reading(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let unread = async |person| {
        let me = app.shown(person, "/api/v1/me").await;
        me["unread_conversations"].as_i64().unwrap()
    };
    let lamp = app.wrote(&here.buyer, "lamp", "One").await;
    app.wrote(&here.buyer, "lamp", "Two").await;
    app.wrote(&here.rival, "lamp", "Three").await;
    assert_eq!(unread(&here.seller).await, 2, "conversations, not messages");
    app.read(&here.seller, &lamp, 1).await;
    assert_eq!(unread(&here.seller).await, 2);
    app.read(&here.seller, &lamp, 2).await;
    assert_eq!(unread(&here.seller).await, 1);
    app.answered(&here.seller, &lamp, "Four").await;
    assert_eq!(
        (unread(&here.seller).await, unread(&here.buyer).await),
        (1, 1)
    );
    let closure = format!("{CONVERSATIONS}/{lamp}/closure");
    app.send(post(closure).by(&here.seller)).await.is(200);
    assert_eq!(unread(&here.buyer).await, 1, "closing is no message");
}

async fn marketplaces_never_meet(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let (here, there) = (&app.cast.here, &app.cast.there);
    let one = app.wrote(&here.buyer, "lamp", "Here").await;
    let two = app.wrote(&there.buyer, "lamp", "There").await;
    assert_eq!(app.inbox(&here.seller, "").await, [one.clone()]);
    assert_eq!(app.inbox(&there.seller, "").await, [two.clone()]);
    app.send(get(format!("{CONVERSATIONS}/{two}")).by(&here.seller))
        .await
        .is(404);
    // The header names the marketplace for programs, whatever the host name is.
    let by_header = get(CONVERSATIONS).by(&here.seller).host("127.0.0.1");
    let page = app
        .send(by_header.header("kontor-marketplace", "tori"))
        .await
        .is(200)
        .json();
    assert_eq!(page["conversations"][0]["id"], json!(one));
    let unknown = asking(&here.buyer, "lamp", "x").header("kontor-marketplace", "nowhere");
    app.send(unknown).await.is(421).fault("unknown_marketplace");
    let other = get(CONVERSATIONS)
        .by(&here.seller)
        .header("kontor-marketplace", "okidoki");
    app.send(other).await.is(401).fault("token_invalid");
}

async fn parameters_out_of_bounds_are_refused(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let buyer = &app.cast.here.buyer;
    let id = app.wrote(buyer, "lamp", "x").await;
    for query in [
        "?limit=0",
        "?limit=101",
        "?limit=-1",
        "?limit=x",
        "?limit=18446744073709551616",
        "?state=ajar",
        "?cursor=x",
        "?cursor=%00",
        "?cursor=acc_1.open.1",
        "?principal=x",
    ] {
        let answer = app
            .send(get(format!("{CONVERSATIONS}{query}")).by(buyer))
            .await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, "parameter_invalid"),
            "{query}"
        );
    }
    for (query, status) in [
        ("?after=-1", 400),
        ("?after=9223372036854775807", 200),
        ("?after=9223372036854775808", 400),
        ("?after=x", 400),
        ("?limit=101", 400),
    ] {
        let path = format!("{CONVERSATIONS}/{id}/entries{query}");
        let answer = app.send(get(path).by(buyer)).await;
        assert_eq!(answer.status, status, "{query} {}", answer.text());
    }
}
