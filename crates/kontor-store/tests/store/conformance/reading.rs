//! Reading: pages of entries, how far somebody has read, the live stream, and what is there after
//! reopening.

use kontor_core::conversation::Side;
use kontor_core::timeline::EntryKind;
use kontor_store::{conversation, membership, timeline};

use crate::cast::{self, DAWN};
use crate::conformance::conversations::question;
use crate::deeds::{Question, ask, entries, fetch, read_up_to, say, set_state};
use crate::ground::Ground;

on_both_engines!(
    reading_is_monotonic_and_bounded_by_the_last_entry,
    a_page_of_entries_goes_on_after_a_number,
    the_stream_tells_each_conversation_once_at_its_last_step,
    a_preview_is_cut_in_characters,
    an_acknowledged_message_is_there_after_reopening,
);

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
    let seller = cast.eyes(&cast.seller);
    set_state(&ground.store, &seller, &taken.id, EntryKind::Closed, DAWN)
        .await
        .unwrap();
    let seen = fetch(&ground.store, &cast.eyes(&cast.buyer), &taken.id)
        .await
        .unwrap();
    // Whoever looks through closed conversations still sees what they were about.
    assert_eq!(seen.preview, Some("ä\u{1f44b}".repeat(80)));
    assert_eq!(seen.last_side, Side::Buyer);
}
