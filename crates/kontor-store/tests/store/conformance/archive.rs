//! The archive: every way of tampering is named, and kept heads find what the chain cannot.

use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_core::timeline::{EntryKind, Fault};
use kontor_store::archive::{self, Finding, Head};
use kontor_store::{Engine, Store};

use crate::cast::{self, Cast, DAWN};
use crate::conformance::conversations::question;
use crate::deeds::{Question, ask, say, set_state};
use crate::ground::{Ground, Site};

on_both_engines!(
    an_untouched_archive_verifies_against_itself_and_its_heads,
    heads_are_paged_across_marketplaces,
    a_changed_entry_is_named,
    a_removed_entry_is_named,
    reordered_entries_are_named,
    a_truncated_conversation_is_named,
    a_changed_text_is_named,
    a_deleted_conversation_is_named,
    a_damaged_head_is_a_fault_and_not_an_error,
    an_archive_cut_and_mended_is_found_by_a_kept_head,
    a_long_chain_is_walked_to_its_end,
);

/// A conversation of five entries beside an innocent one; their heads, kept outside.
async fn story(ground: &Ground) -> (Cast, ConversationId, Vec<Head>) {
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
async fn walk(store: &Store, kept: &[Head]) -> (Vec<Finding>, Vec<Finding>) {
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

/// Tampers, and expects exactly these faults of the conversation: inside, against the kept heads.
async fn tampered(
    name: &str,
    ground: &Ground,
    sql: &str,
    inside: Option<Fault>,
    outside: Option<Fault>,
) {
    let (cast, id, kept) = story(ground).await;
    let here = format!("marketplace = {} AND conversation = '{id}'", cast.here.0);
    ground.site.tamper(&sql.replace("HERE", &here)).await;
    let finding = |fault: Fault| Finding {
        marketplace: cast.here,
        conversation: id.clone(),
        fault,
    };
    let wanted: (Vec<_>, Vec<_>) = (
        inside.map(&finding).into_iter().collect(),
        outside.map(&finding).into_iter().collect(),
    );
    assert_eq!(walk(&ground.store, &kept).await, wanted, "{name}");
}

/// Each way of tampering on a database of its own.
async fn each(ground: Ground, cases: &[(&str, &str, Option<Fault>, Option<Fault>)]) {
    let engine = ground.site.engine;
    drop(ground);
    for (name, sql, inside, outside) in cases {
        let site = Site::new(engine, "tampered").await.unwrap();
        let fresh = Ground::open(&site).await;
        tampered(name, &fresh, sql, inside.clone(), outside.clone()).await;
        fresh.store.close().await;
        drop(fresh);
        site.clear().await;
    }
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

async fn a_changed_entry_is_named(ground: Ground) {
    let cases = [
        (
            "time",
            "UPDATE entry SET at = at + 1 WHERE HERE AND seq = 3",
            Some(Fault::Changed { seq: 3 }),
            None,
        ),
        (
            "kind",
            "UPDATE entry SET kind = 'message' WHERE HERE AND seq = 4",
            Some(Fault::Changed { seq: 4 }),
            None,
        ),
        (
            "side",
            "UPDATE entry SET side = 'seller' WHERE HERE AND seq = 1",
            Some(Fault::Changed { seq: 1 }),
            None,
        ),
        (
            "author",
            "UPDATE entry SET author = (SELECT author FROM entry WHERE HERE AND seq = 2)
             WHERE HERE AND seq = 5",
            Some(Fault::Changed { seq: 5 }),
            None,
        ),
        (
            "hash",
            "UPDATE entry SET hash = (SELECT hash FROM entry WHERE HERE AND seq = 2)
             WHERE HERE AND seq = 5",
            Some(Fault::Changed { seq: 5 }),
            Some(Fault::HeadMismatch { seq: 5 }),
        ),
    ];
    each(ground, &cases).await;
}

async fn a_removed_entry_is_named(ground: Ground) {
    let cases = [
        ("gap", "DELETE FROM entry WHERE HERE AND seq = 3", Some(Fault::Removed { seq: 3 }), None),
        ("first", "DELETE FROM entry WHERE HERE AND seq = 1", Some(Fault::Removed { seq: 1 }), None),
        (
            "closed up",
            "DELETE FROM entry WHERE HERE AND seq = 3; DELETE FROM entry_part WHERE HERE AND seq = 3;
             UPDATE entry SET seq = 3 WHERE HERE AND seq = 4;
             UPDATE entry SET seq = 4 WHERE HERE AND seq = 5;
             UPDATE entry_part SET seq = 4 WHERE HERE AND seq = 5",
            Some(Fault::Changed { seq: 3 }),
            Some(Fault::Truncated { seq: 5 }),
        ),
    ];
    each(ground, &cases).await;
}

async fn reordered_entries_are_named(ground: Ground) {
    let swap = |table: &str| {
        format!(
            "UPDATE {table} SET seq = -2 WHERE HERE AND seq = 2;
             UPDATE {table} SET seq = 2 WHERE HERE AND seq = 3;
             UPDATE {table} SET seq = 3 WHERE HERE AND seq = -2;"
        )
    };
    let both = swap("entry") + &swap("entry_part");
    let texts = swap("entry_part");
    let cases = [
        (
            "entries",
            both.as_str(),
            Some(Fault::Changed { seq: 2 }),
            None,
        ),
        (
            "texts",
            texts.as_str(),
            Some(Fault::TextChanged { seq: 2 }),
            None,
        ),
        (
            "put before the first",
            "UPDATE entry SET seq = 0 WHERE HERE AND seq = 3",
            Some(Fault::Reordered { seq: 0 }),
            None,
        ),
    ];
    each(ground, &cases).await;
}

async fn a_truncated_conversation_is_named(ground: Ground) {
    let cut = Some(Fault::Truncated { seq: 4 });
    let cases = [
        (
            "two entries",
            "DELETE FROM entry WHERE HERE AND seq > 3",
            cut.clone(),
            cut,
        ),
        (
            "all entries",
            "DELETE FROM entry WHERE HERE",
            Some(Fault::Truncated { seq: 1 }),
            Some(Fault::Truncated { seq: 1 }),
        ),
        (
            "the row forgets an entry",
            "UPDATE conversation SET seq = 4 WHERE HERE",
            Some(Fault::Changed { seq: 5 }),
            None,
        ),
    ];
    each(ground, &cases).await;
}

async fn a_changed_text_is_named(ground: Ground) {
    let cases = [
        (
            "another text",
            "UPDATE entry_part SET content = '4' WHERE HERE AND seq = 3",
            Some(Fault::TextChanged { seq: 3 }),
            None,
        ),
        (
            "no text",
            "DELETE FROM entry_part WHERE HERE AND seq = 1",
            Some(Fault::TextChanged { seq: 1 }),
            None,
        ),
        (
            "one text more",
            "INSERT INTO entry_part SELECT marketplace, conversation, 4, 0, salt, content
             FROM entry_part WHERE HERE AND seq = 3",
            Some(Fault::TextChanged { seq: 4 }),
            None,
        ),
        (
            "another salt",
            "UPDATE entry_part SET salt = (SELECT salt FROM entry_part WHERE HERE AND seq = 1)
             WHERE HERE AND seq = 5",
            Some(Fault::TextChanged { seq: 5 }),
            None,
        ),
    ];
    each(ground, &cases).await;
}

async fn a_deleted_conversation_is_named(ground: Ground) {
    let gone = Some(Fault::Truncated { seq: 1 });
    let without = Some(Fault::Removed { seq: 0 });
    let cases = [
        (
            "its row",
            "DELETE FROM conversation WHERE HERE",
            without.clone(),
            None,
        ),
        (
            "row and entries",
            "DELETE FROM entry WHERE HERE; DELETE FROM conversation WHERE HERE",
            without,
            gone.clone(),
        ),
        (
            "everything",
            "DELETE FROM entry_part WHERE HERE; DELETE FROM entry WHERE HERE;
             DELETE FROM membership WHERE HERE; DELETE FROM author WHERE HERE;
             DELETE FROM conversation WHERE HERE",
            None,
            gone,
        ),
    ];
    each(ground, &cases).await;
}

async fn a_damaged_head_is_a_fault_and_not_an_error(ground: Ground) {
    let bytes = match ground.site.engine {
        Engine::Sqlite => "x'0102'",
        Engine::Postgres => "'\\x0102'::bytea",
    };
    let head = format!("UPDATE conversation SET head = {bytes} WHERE HERE");
    let hash = format!("UPDATE entry SET hash = {bytes} WHERE HERE AND seq = 2");
    let salt = format!("UPDATE entry_part SET salt = {bytes} WHERE HERE AND seq = 1");
    let author = format!("UPDATE entry SET author = {bytes} WHERE HERE AND seq = 1");
    let cases = [
        ("head", head.as_str(), Some(Fault::Changed { seq: 5 }), None),
        ("hash", hash.as_str(), Some(Fault::Changed { seq: 2 }), None),
        (
            "salt",
            salt.as_str(),
            Some(Fault::TextChanged { seq: 1 }),
            None,
        ),
        (
            "author",
            author.as_str(),
            Some(Fault::Changed { seq: 1 }),
            None,
        ),
    ];
    each(ground, &cases).await;
}

/// Whoever holds the whole database can mend every trace inside it; only a kept head tells.
async fn an_archive_cut_and_mended_is_found_by_a_kept_head(ground: Ground) {
    let cases = [(
        "the last two entries",
        "DELETE FROM entry WHERE HERE AND seq > 3; DELETE FROM entry_part WHERE HERE AND seq > 3;
         UPDATE conversation SET seq = 3, head = (SELECT hash FROM entry WHERE HERE AND seq = 3)
         WHERE HERE",
        None,
        Some(Fault::Truncated { seq: 4 }),
    )];
    each(ground, &cases).await;
}

async fn a_long_chain_is_walked_to_its_end(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let input = question(&cast, "again");
    let taken = commit!(ground.store, input, |tx, question| async move {
        for _ in 0..2_003 {
            crate::deeds::ask_in(tx, question).await?;
        }
        crate::deeds::ask_in(tx, question).await
    });
    let id = taken.unwrap().0.id;
    assert_eq!(
        walk(&ground.store, &heads(&ground.store, 10).await).await,
        (vec![], vec![])
    );
    let cut = format!("UPDATE entry SET at = at - 1 WHERE conversation = '{id}' AND seq = 2004");
    ground.site.tamper(&cut).await;
    let (inside, _) = walk(&ground.store, &[]).await;
    assert_eq!(inside[0].fault, Fault::Changed { seq: 2_004 });
}
