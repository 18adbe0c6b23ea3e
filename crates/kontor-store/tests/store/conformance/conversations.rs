//! Conversations: opening, writing, answering, closing, reading.

use kontor_core::conversation::{ConversationState, Refusal, Side};
use kontor_core::time::{HOUR, SECOND};
use kontor_core::timeline::EntryKind;
use kontor_store::timeline::EntryView;
use kontor_store::{conversation, membership, principal, timeline};

use crate::cast::{self, Cast, DAWN};
use crate::deeds::{self, Question, Stop, Turn, ask, entries, fetch, read_up_to, say, set_state};
use crate::ground::Ground;

on_both_engines!(
    an_inquiry_is_opened_once_per_buyer_seller_and_listing,
    an_entry_says_who_wrote_what_and_when,
    an_answer_moves_counters_states_and_order,
    a_closed_conversation_opens_again_by_a_message,
    closing_twice_is_refused_and_leaves_no_trace,
    time_never_falls_within_a_conversation,
    reading_is_monotonic_and_bounded_by_the_last_entry,
    a_shops_clerk_writes_for_the_shop,
    a_page_of_entries_goes_on_after_a_number,
    an_acknowledged_message_is_there_after_reopening,
    the_stream_tells_each_conversation_once_at_its_last_step,
    a_preview_is_cut_in_characters,
);

/// The buyer's question about the seller's lamp.
pub fn question(cast: &Cast, text: &str) -> Question {
    Question {
        marketplace: cast.here,
        buyer: cast.buyer.clone(),
        seller: cast.seller.clone(),
        listing: Some("lamp"),
        text: text.to_owned(),
        now: DAWN,
    }
}

async fn an_inquiry_is_opened_once_per_buyer_seller_and_listing(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let lamp = question(&cast, "one");
    let (first, written) = ask(&ground.store, lamp.clone()).await.unwrap();
    assert!(first.fresh);
    assert_eq!(
        (written.seq, written.others),
        (1, vec![cast.seller.clone()])
    );
    let (again, written) = ask(&ground.store, lamp.clone()).await.unwrap();
    assert_eq!(
        (again.id.clone(), again.fresh, written.seq),
        (first.id.clone(), false, 2)
    );
    let others = [
        Question {
            listing: None,
            ..lamp.clone()
        },
        Question {
            buyer: cast.rival.clone(),
            ..lamp.clone()
        },
        Question {
            seller: cast.shop.clone(),
            listing: Some("sofa"),
            ..lamp.clone()
        },
        Question {
            marketplace: cast.there,
            ..lamp
        },
    ];
    let mut ids = vec![first.id];
    for other in others {
        let (taken, written) = ask(&ground.store, other).await.unwrap();
        assert_eq!((taken.fresh, written.seq), (true, 1));
        ids.push(taken.id);
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5);
}

async fn an_entry_says_who_wrote_what_and_when(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let text = "Hei! \u{1f44b}\n\tÄÖ 'quoted' \"twice\" $1 ?1 \\0 %_";
    let (taken, _) = ask(&ground.store, question(&cast, text)).await.unwrap();
    let seller = cast.eyes(&cast.seller);
    set_state(
        &ground.store,
        &seller,
        &taken.id,
        EntryKind::Closed,
        DAWN.plus(1),
    )
    .await
    .unwrap();
    let wanted = vec![
        EntryView {
            seq: 1,
            at: DAWN,
            kind: EntryKind::Message,
            side: Side::Buyer,
            author: Some("Aino".into()),
            person: Some(cast.buyer.clone()),
            body: Some(text.into()),
        },
        EntryView {
            seq: 2,
            at: DAWN.plus(1),
            kind: EntryKind::Closed,
            side: Side::Seller,
            author: Some("Celia".into()),
            person: Some(cast.seller.clone()),
            body: None,
        },
    ];
    assert_eq!(
        entries(&ground.store, &cast.eyes(&cast.buyer), &taken.id).await,
        wanted
    );
}

async fn an_answer_moves_counters_states_and_order(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "one")).await.unwrap();
    ask(&ground.store, question(&cast, "two")).await.unwrap();
    let (buyer, seller) = (cast.eyes(&cast.buyer), cast.eyes(&cast.seller));
    let seen = fetch(&ground.store, &seller, &taken.id).await.unwrap();
    assert_eq!(
        (seen.unread, seen.read_seq, seen.changed, seen.seq),
        (2, 0, 2, 2)
    );
    assert_eq!(
        (seen.other_name.as_str(), seen.preview.as_deref()),
        ("Aino", Some("two"))
    );
    assert_eq!(
        (seen.side, seen.listing_title.as_deref()),
        (Side::Seller, Some("lamp"))
    );
    say(
        &ground.store,
        &seller,
        &taken.id,
        "three",
        DAWN.plus(SECOND),
    )
    .await
    .unwrap();
    let seen = fetch(&ground.store, &seller, &taken.id).await.unwrap();
    assert_eq!(
        (seen.unread, seen.read_seq, seen.changed, seen.seq),
        (0, 3, 3, 3)
    );
    let own = fetch(&ground.store, &buyer, &taken.id).await.unwrap();
    assert_eq!((own.unread, own.read_seq, own.changed), (1, 2, 3));
    assert_eq!((own.created_at, own.last_at), (DAWN, DAWN.plus(SECOND)));
    for (who, eyes, unread) in [(&cast.buyer, buyer, 1), (&cast.seller, seller, 0)] {
        let counters = look!(ground.store, (eyes, who.clone()), |tx, (eyes, who)| {
            principal::counters(tx, eyes, who)
        });
        assert_eq!(counters, Some(principal::Counters { changed: 3, unread }));
    }
}

async fn a_closed_conversation_opens_again_by_a_message(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "one")).await.unwrap();
    let (buyer, seller) = (cast.eyes(&cast.buyer), cast.eyes(&cast.seller));
    for (kind, state) in [
        (EntryKind::Closed, ConversationState::Closed),
        (EntryKind::Reopened, ConversationState::Open),
        (EntryKind::Closed, ConversationState::Closed),
    ] {
        set_state(&ground.store, &seller, &taken.id, kind, DAWN)
            .await
            .unwrap();
        let seen = fetch(&ground.store, &buyer, &taken.id).await.unwrap();
        assert_eq!(
            (seen.state, seen.unread),
            (state, 0),
            "no message, nothing unread"
        );
    }
    let (again, _) = ask(&ground.store, question(&cast, "two")).await.unwrap();
    assert_eq!(again.state, ConversationState::Closed);
    let seen = fetch(&ground.store, &seller, &taken.id).await.unwrap();
    assert_eq!(
        (seen.state, seen.unread, seen.seq),
        (ConversationState::Open, 1, 5)
    );
}

async fn closing_twice_is_refused_and_leaves_no_trace(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "one")).await.unwrap();
    let buyer = cast.eyes(&cast.buyer);
    for (kind, refusal) in [
        (EntryKind::Reopened, Refusal::AlreadyOpen),
        (EntryKind::Closed, Refusal::AlreadyClosed),
    ] {
        if kind == EntryKind::Closed {
            set_state(&ground.store, &buyer, &taken.id, kind, DAWN)
                .await
                .unwrap();
        }
        let before = fetch(&ground.store, &buyer, &taken.id).await;
        let outcome = set_state(&ground.store, &buyer, &taken.id, kind, DAWN).await;
        assert!(
            matches!(outcome, Err(Stop::Refused(is)) if is == refusal),
            "{outcome:?}"
        );
        assert_eq!(fetch(&ground.store, &buyer, &taken.id).await, before);
    }
}

async fn time_never_falls_within_a_conversation(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut late = question(&cast, "one");
    late.now = DAWN.plus(HOUR);
    let (taken, _) = ask(&ground.store, late).await.unwrap();
    let early = say(
        &ground.store,
        &cast.eyes(&cast.seller),
        &taken.id,
        "two",
        DAWN,
    )
    .await
    .unwrap();
    assert_eq!(early.at, DAWN.plus(HOUR), "the clock was set back");
    let seen = fetch(&ground.store, &cast.eyes(&cast.buyer), &taken.id)
        .await
        .unwrap();
    assert_eq!(seen.last_at, DAWN.plus(HOUR));
}

async fn reading_is_monotonic_and_bounded_by_the_last_entry(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "one")).await.unwrap();
    for text in ["two", "three"] {
        ask(&ground.store, question(&cast, text)).await.unwrap();
    }
    let seller = cast.eyes(&cast.seller);
    for (seq, moved, unread, read) in [
        (0, false, 3, 0),
        (-5, false, 3, 0),
        (2, true, 1, 2),
        (1, false, 1, 2),
        (2, false, 1, 2),
        (99, true, 0, 3),
        (i64::MAX, false, 0, 3),
    ] {
        let did = read_up_to(&ground.store, &seller, &taken.id, seq)
            .await
            .unwrap();
        let seen = fetch(&ground.store, &seller, &taken.id).await.unwrap();
        assert_eq!(
            (did, seen.unread, seen.read_seq),
            (moved, unread, read),
            "up to {seq}"
        );
        assert_eq!(
            (seen.changed, seen.seq),
            (3, 3),
            "reading is no step of the stream"
        );
    }
}

async fn a_shops_clerk_writes_for_the_shop(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut about = question(&cast, "one");
    (about.seller, about.listing) = (cast.shop.clone(), Some("sofa"));
    let (taken, _) = ask(&ground.store, about).await.unwrap();
    say(&ground.store, &cast.counter(), &taken.id, "two", DAWN)
        .await
        .unwrap();
    let seen = entries(&ground.store, &cast.eyes(&cast.buyer), &taken.id).await;
    assert_eq!(
        seen[1].person,
        Some(cast.clerk.clone()),
        "the person, not the shop"
    );
    let own = fetch(&ground.store, &cast.counter(), &taken.id)
        .await
        .unwrap();
    assert_eq!((own.own, own.side), (cast.shop.clone(), Side::Seller));
    let other = fetch(&ground.store, &cast.eyes(&cast.buyer), &taken.id)
        .await
        .unwrap();
    assert_eq!(
        (other.other, other.other_name.as_str()),
        (cast.shop.clone(), "Erä Oy")
    );
    assert!(
        fetch(&ground.store, &cast.eyes(&cast.clerk), &taken.id)
            .await
            .is_none(),
        "left the team"
    );
}

async fn a_page_of_entries_goes_on_after_a_number(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "1")).await.unwrap();
    let buyer = cast.eyes(&cast.buyer);
    for number in 2..=5 {
        say(&ground.store, &buyer, &taken.id, &number.to_string(), DAWN)
            .await
            .unwrap();
    }
    for (after, limit, wanted) in [
        (0, 2, &[1, 2][..]),
        (2, 2, &[3, 4]),
        (4, 2, &[5]),
        (5, 2, &[]),
    ] {
        let input = (buyer.clone(), taken.id.clone(), after, limit);
        let page = look!(
            ground.store,
            input,
            |tx, (eyes, id, after, limit)| async move {
                let found = conversation::fetch(tx, eyes, id)
                    .await?
                    .expect("it is the buyer's");
                timeline::page(tx, &found, *after, *limit).await
            }
        );
        assert_eq!(
            page.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
            wanted
        );
    }
}

async fn an_acknowledged_message_is_there_after_reopening(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "one")).await.unwrap();
    let ground = ground.reopened().await;
    say(
        &ground.store,
        &cast.eyes(&cast.seller),
        &taken.id,
        "two",
        DAWN,
    )
    .await
    .unwrap();
    let ground = ground.reopened().await;
    let seen = entries(&ground.store, &cast.eyes(&cast.buyer), &taken.id).await;
    let texts: Vec<_> = seen
        .iter()
        .map(|entry| entry.body.as_deref().unwrap())
        .collect();
    assert_eq!(texts, ["one", "two"]);
}

async fn the_stream_tells_each_conversation_once_at_its_last_step(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (lamp, _) = ask(&ground.store, question(&cast, "1")).await.unwrap();
    let plain = Question {
        listing: None,
        ..question(&cast, "2")
    };
    let (plain, _) = ask(&ground.store, plain).await.unwrap();
    ask(&ground.store, question(&cast, "3")).await.unwrap();
    let eyes = cast.eyes(&cast.seller);
    set_state(&ground.store, &eyes, &plain.id, EntryKind::Closed, DAWN)
        .await
        .unwrap();
    let steps = [(3, lamp.id, 2), (4, plain.id, 2)];
    for (after, limit, wanted) in [
        (0, 10, &steps[..]),
        (0, 1, &steps[..1]),
        (3, 10, &steps[1..]),
        (4, 10, &[]),
    ] {
        let input = (eyes.clone(), cast.seller.clone(), after, limit);
        let found = look!(ground.store, input, |tx, (eyes, who, after, limit)| {
            membership::since(tx, eyes, who, *after, *limit)
        });
        let found: Vec<_> = found
            .into_iter()
            .map(|s| (s.changed, s.conversation, s.seq))
            .collect();
        assert_eq!(found, wanted);
    }
}

async fn a_preview_is_cut_in_characters(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let long = "ä\u{1f44b}".repeat(5_000);
    let turn = question(&cast, &long);
    let (taken, _) = ask(&ground.store, turn).await.unwrap();
    let seen = fetch(&ground.store, &cast.eyes(&cast.seller), &taken.id)
        .await
        .unwrap();
    assert_eq!(seen.preview, Some("ä\u{1f44b}".repeat(80)));
    let all = entries(&ground.store, &cast.eyes(&cast.seller), &taken.id).await;
    assert_eq!(
        all[0].body.as_ref(),
        Some(&long),
        "ten thousand characters are kept whole"
    );
    let silent = Turn {
        scope: cast.eyes(&cast.seller),
        conversation: taken.id.clone(),
        person: cast.seller.clone(),
        kind: EntryKind::Closed,
        text: None,
        now: DAWN,
    };
    deeds::take_turn(&ground.store, silent).await.unwrap();
    let seen = fetch(&ground.store, &cast.eyes(&cast.buyer), &taken.id)
        .await
        .unwrap();
    assert_eq!(seen.preview, None);
}
