//! Conversations: opening, writing, answering, closing, reading.

use kontor_core::conversation::{About, ConversationState, Refusal, Side};
use kontor_core::time::{HOUR, SECOND};
use kontor_core::timeline::EntryKind;
use kontor_store::timeline::EntryView;
use kontor_store::{conversation, principal};

use crate::cast::{self, Cast, DAWN};
use crate::deeds::{Question, Stop, ask, entries, fetch, say, set_state};
use crate::ground::Ground;

on_both_engines!(
    an_inquiry_is_opened_once_per_buyer_seller_and_listing,
    an_entry_says_who_wrote_what_and_when,
    an_answer_moves_counters_states_and_order,
    a_closed_conversation_opens_again_by_a_message,
    closing_twice_is_refused_and_leaves_no_trace,
    time_never_falls_within_a_conversation,
    a_shops_clerk_writes_for_the_shop,
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
    assert_eq!(written.seq, 1);
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
    for (scope, seller, found) in [
        (cast.eyes(&cast.buyer), &cast.seller, Some(&ids[0])),
        (cast.eyes(&cast.rival), &cast.seller, Some(&ids[2])),
        (cast.eyes(&cast.buyer), &cast.shop, None),
        (cast.eyes(&cast.guest), &cast.seller, None),
        (
            cast.scope(cast.there, &cast.buyer),
            &cast.seller,
            Some(&ids[4]),
        ),
    ] {
        let input = (scope, seller.clone(), About::offer(Some("lamp")));
        let is = look!(ground.store, input, |tx, (scope, seller, about)| {
            conversation::inquiry_about(tx, scope, seller, about)
        });
        assert_eq!(is.as_ref(), found);
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
            subject: None,
        },
        EntryView {
            seq: 2,
            at: DAWN.plus(1),
            kind: EntryKind::Closed,
            side: Side::Seller,
            author: Some("Celia".into()),
            person: Some(cast.seller.clone()),
            body: None,
            subject: None,
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
