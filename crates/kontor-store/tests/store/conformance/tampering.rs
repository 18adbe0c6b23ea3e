//! Tampering with the archive: every way is named, and kept heads find what the chain cannot.
//!
//! `THIS` in a statement stands for the marketplace and the conversation that is tampered with.

use kontor_core::conversation::{About, Side};
use kontor_core::timeline::{EntryKind, Fault};
use kontor_store::Engine;
use kontor_store::archive::Finding;
use kontor_store::{conversation, timeline};

use crate::cast::{self, DAWN};
use crate::conformance::archive::{story, walk};
use crate::deeds;
use crate::ground::Ground;

on_both_engines!(
    a_changed_entry_is_named,
    a_removed_entry_is_named,
    reordered_entries_are_named,
    a_truncated_conversation_is_named,
    a_changed_text_is_named,
    a_changed_or_missing_subject_is_named,
    a_deleted_conversation_is_named,
    a_damaged_head_is_a_fault_and_not_an_error,
);

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
    ground.site.tamper(&sql.replace("THIS", &here)).await;
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

/// Each way of tampering on a story of its own: everything told before is taken away.
pub async fn each(ground: Ground, cases: &[(&str, &str, Option<Fault>, Option<Fault>)]) {
    for (name, sql, inside, outside) in cases {
        tampered(name, &ground, sql, inside.clone(), outside.clone()).await;
        let afresh = "DELETE FROM membership; DELETE FROM author; DELETE FROM entry_part;
             DELETE FROM entry; DELETE FROM conversation;
             UPDATE principal SET changed = 0, unread = 0";
        ground.site.tamper(afresh).await;
    }
}

async fn a_changed_entry_is_named(ground: Ground) {
    let cases = [
        (
            "time",
            "UPDATE entry SET at = at + 1 WHERE THIS AND seq = 3",
            Some(Fault::Changed { seq: 3 }),
            None,
        ),
        (
            "kind",
            "UPDATE entry SET kind = 'message' WHERE THIS AND seq = 4",
            Some(Fault::Changed { seq: 4 }),
            None,
        ),
        (
            "side",
            "UPDATE entry SET side = 'seller' WHERE THIS AND seq = 1",
            Some(Fault::Changed { seq: 1 }),
            None,
        ),
        (
            "author",
            "UPDATE entry SET author = (SELECT author FROM entry WHERE THIS AND seq = 2)
             WHERE THIS AND seq = 5",
            Some(Fault::Changed { seq: 5 }),
            None,
        ),
        (
            "hash",
            "UPDATE entry SET hash = (SELECT hash FROM entry WHERE THIS AND seq = 2)
             WHERE THIS AND seq = 5",
            Some(Fault::Changed { seq: 5 }),
            Some(Fault::HeadMismatch { seq: 5 }),
        ),
    ];
    each(ground, &cases).await;
}

async fn a_removed_entry_is_named(ground: Ground) {
    let cases = [
        ("gap", "DELETE FROM entry WHERE THIS AND seq = 3", Some(Fault::Removed { seq: 3 }), None),
        ("first", "DELETE FROM entry WHERE THIS AND seq = 1", Some(Fault::Removed { seq: 1 }), None),
        (
            "closed up",
            "DELETE FROM entry WHERE THIS AND seq = 3; DELETE FROM entry_part WHERE THIS AND seq = 3;
             UPDATE entry SET seq = 3 WHERE THIS AND seq = 4;
             UPDATE entry SET seq = 4 WHERE THIS AND seq = 5;
             UPDATE entry_part SET seq = 4 WHERE THIS AND seq = 5",
            Some(Fault::Changed { seq: 3 }),
            Some(Fault::Truncated { seq: 5 }),
        ),
    ];
    each(ground, &cases).await;
}

async fn reordered_entries_are_named(ground: Ground) {
    let swap = |table: &str| {
        format!(
            "UPDATE {table} SET seq = -2 WHERE THIS AND seq = 2;
             UPDATE {table} SET seq = 2 WHERE THIS AND seq = 3;
             UPDATE {table} SET seq = 3 WHERE THIS AND seq = -2;"
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
            "UPDATE entry SET seq = 0 WHERE THIS AND seq = 3",
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
            "DELETE FROM entry WHERE THIS AND seq > 3",
            cut.clone(),
            cut,
        ),
        (
            "all entries",
            "DELETE FROM entry WHERE THIS",
            Some(Fault::Truncated { seq: 1 }),
            Some(Fault::Truncated { seq: 1 }),
        ),
        (
            "the row forgets an entry",
            "UPDATE conversation SET seq = 4 WHERE THIS",
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
            "UPDATE entry_part SET content = '4' WHERE THIS AND seq = 3",
            Some(Fault::TextChanged { seq: 3 }),
            None,
        ),
        (
            "no text",
            "DELETE FROM entry_part WHERE THIS AND seq = 1",
            Some(Fault::TextChanged { seq: 1 }),
            None,
        ),
        (
            "one text more",
            "INSERT INTO entry_part SELECT marketplace, conversation, 4, 0, salt, content
             FROM entry_part WHERE THIS AND seq = 3",
            Some(Fault::TextChanged { seq: 4 }),
            None,
        ),
        (
            "another salt",
            "UPDATE entry_part SET salt = (SELECT salt FROM entry_part WHERE THIS AND seq = 1)
             WHERE THIS AND seq = 5",
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
            "DELETE FROM conversation WHERE THIS",
            without.clone(),
            None,
        ),
        (
            "row and entries",
            "DELETE FROM entry WHERE THIS; DELETE FROM conversation WHERE THIS",
            without,
            gone.clone(),
        ),
        (
            "everything",
            "DELETE FROM entry_part WHERE THIS; DELETE FROM entry WHERE THIS;
             DELETE FROM membership WHERE THIS; DELETE FROM author WHERE THIS;
             DELETE FROM conversation WHERE THIS",
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
    let head = format!("UPDATE conversation SET head = {bytes} WHERE THIS");
    let hash = format!("UPDATE entry SET hash = {bytes} WHERE THIS AND seq = 2");
    let salt = format!("UPDATE entry_part SET salt = {bytes} WHERE THIS AND seq = 1");
    let author = format!("UPDATE entry SET author = {bytes} WHERE THIS AND seq = 1");
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

async fn a_changed_or_missing_subject_is_named(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let taken = ground
        .store
        .write(cast.clone(), |tx, cast| {
            Box::pin(async move {
                let new = conversation::NewInquiry {
                    id: cast::conversation_id(deeds::number()),
                    buyer: cast.buyer.clone(),
                    seller: cast.seller.clone(),
                    about: About::Seller,
                    side: Side::Buyer,
                    now: DAWN,
                };
                let taken = conversation::open_inquiry(tx, cast.here, &new).await?;
                let entry = timeline::NewEntry {
                    kind: EntryKind::Message,
                    person: cast.buyer.clone(),
                    member: cast.buyer.clone(),
                    body: Some("the text".into()),
                    salt: deeds::salt(),
                    subject: Some(timeline::Part {
                        content: "the subject".into(),
                        salt: deeds::salt(),
                    }),
                    pseudonym: deeds::pseudonym(&cast.buyer),
                    now: DAWN,
                    elsewhere: Vec::new(),
                };
                timeline::append(tx, cast.here, &taken, &entry).await?;
                Ok::<_, kontor_store::Error>(taken)
            })
        })
        .await
        .unwrap();
    assert_eq!(walk(&ground.store, &[]).await, (vec![], vec![]));
    let here = format!(
        "marketplace = {} AND conversation = '{}' AND part = 1",
        cast.here.0, taken.id
    );
    let finding = Finding {
        marketplace: cast.here,
        conversation: taken.id,
        fault: Fault::TextChanged { seq: 1 },
    };
    for sql in [
        "UPDATE entry_part SET content = 'another' WHERE THIS",
        "DELETE FROM entry_part WHERE THIS",
    ] {
        ground.site.tamper(&sql.replace("THIS", &here)).await;
        let found = walk(&ground.store, &[]).await;
        assert_eq!(found, (vec![finding.clone()], vec![]), "{sql}");
    }
}
