//! The archive: every way of tampering is named, and kept heads find what the chain cannot.

use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_core::timeline::{EntryKind, Fault};
use kontor_store::Store;
use kontor_store::archive::{self, Finding, Head};

use crate::cast::{self, Cast, DAWN};
use crate::conformance::conversations::question;
use crate::deeds::{Question, ask, ask_in, say, set_state};
use crate::ground::Ground;

on_both_engines!(
    an_untouched_archive_verifies_against_itself_and_its_heads,
    heads_are_paged_across_marketplaces,
    a_long_chain_is_walked_to_its_end,
);

/// A conversation of five entries beside an innocent one; their heads, kept outside.
pub async fn story(ground: &Ground) -> (Cast, ConversationId, Vec<Head>) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "1")).await.unwrap();
    let (store, buyer, seller) = (
        &ground.store,
        cast.eyes(&cast.buyer),
        cast.eyes(&cast.seller),
    );
    say(store, &seller, &taken.id, "2", DAWN.plus(1))
        .await
        .unwrap();
    say(store, &buyer, &taken.id, "3", DAWN.plus(2))
        .await
        .unwrap();
    set_state(store, &seller, &taken.id, EntryKind::Closed, DAWN.plus(3))
        .await
        .unwrap();
    say(store, &buyer, &taken.id, "5", DAWN.plus(4))
        .await
        .unwrap();
    let other = Question {
        listing: None,
        ..question(&cast, "innocent")
    };
    ask(store, other).await.unwrap();
    let abroad = Question {
        marketplace: cast.there,
        ..question(&cast, "abroad")
    };
    ask(store, abroad).await.unwrap();
    let heads = heads(store, 100).await;
    assert_eq!(heads.len(), 3);
    (cast, taken.id, heads)
}

async fn heads(store: &Store, limit: i64) -> Vec<Head> {
    let mut all = Vec::new();
    let mut after = (MarketplaceKey(0), ConversationId(String::new()));
    loop {
        let input = (after.clone(), limit);
        let page = look!(store, input, |tx, (after, limit)| archive::heads(
            tx, after, *limit
        ));
        let Some(last) = page.last() else { return all };
        after = (last.marketplace, last.conversation.clone());
        all.extend(page);
    }
}

/// What the whole walk finds: each chain, rows without a conversation, and the kept heads.
pub async fn walk(store: &Store, kept: &[Head]) -> (Vec<Finding>, Vec<Finding>) {
    let mut inside = Vec::new();
    for head in heads(store, 2).await {
        let (marketplace, conversation) = (head.marketplace, head.conversation);
        let input = (marketplace, conversation.clone());
        let fault = look!(store, input, |tx, (key, id)| archive::verify(tx, *key, id));
        inside.extend(fault.map(|fault| Finding {
            marketplace,
            conversation,
            fault,
        }));
    }
    inside.extend(look!(store, (), |tx, ()| archive::orphans(tx, 100)));
    let mut outside = Vec::new();
    for head in kept {
        outside.extend(look!(store, head.clone(), |tx, head| archive::against(
            tx, head
        )));
    }
    (inside, outside)
}

async fn an_untouched_archive_verifies_against_itself_and_its_heads(ground: Ground) {
    let (cast, id, kept) = story(&ground).await;
    assert_eq!(walk(&ground.store, &kept).await, (vec![], vec![]));
    say(
        &ground.store,
        &cast.eyes(&cast.seller),
        &id,
        "6",
        DAWN.plus(5),
    )
    .await
    .unwrap();
    assert_eq!(
        walk(&ground.store, &kept).await,
        (vec![], vec![]),
        "a kept head stays true"
    );
    let first = heads(&ground.store, 100).await.remove(0);
    assert_eq!((first.seq, first.hash.len()), (6, 64));
}

async fn heads_are_paged_across_marketplaces(ground: Ground) {
    let (cast, _, kept) = story(&ground).await;
    assert_eq!(heads(&ground.store, 1).await, kept);
    assert_eq!(kept[2].marketplace, cast.there);
    assert!(kept[0].conversation < kept[1].conversation);
}

async fn a_long_chain_is_walked_to_its_end(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    // Longer than what is read at once, and in transactions that PostgreSQL bears: it reads every
    // version of a row that one transaction made.
    let mut last = None;
    for _ in 0..24 {
        let taken = commit!(
            ground.store,
            question(&cast, "again"),
            |tx, ask| async move {
                for _ in 0..49 {
                    ask_in(tx, ask).await?;
                }
                ask_in(tx, ask).await
            }
        );
        last = Some(taken.unwrap().0);
    }
    let id = last.unwrap().id;
    assert_eq!(
        walk(&ground.store, &heads(&ground.store, 10).await).await,
        (vec![], vec![])
    );
    let cut = format!("UPDATE entry SET at = at - 1 WHERE conversation = '{id}' AND seq = 1200");
    ground.site.tamper(&cut).await;
    let (inside, _) = walk(&ground.store, &[]).await;
    assert_eq!(inside[0].fault, Fault::Changed { seq: 1_200 });
}
