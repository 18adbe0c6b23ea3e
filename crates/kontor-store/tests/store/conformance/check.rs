//! The check of derived rows: each value that does not follow from the timeline is named.

use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_core::timeline::EntryKind;
use kontor_store::check::{self, Difference};
use kontor_store::{Engine, Store, archive};

use crate::cast::{self, Cast, DAWN};
use crate::conformance::conversations::question;
use crate::deeds::{Question, ask, say, set_state};
use crate::ground::Ground;

on_both_engines!(
    what_the_store_wrote_has_no_differences,
    a_tampered_value_is_named_by_row_and_field,
    sqlite_checks_its_own_file,
);

/// Every difference of every conversation and principal.
pub async fn differences(store: &Store) -> Vec<Difference> {
    let start = (MarketplaceKey(0), ConversationId(String::new()));
    let heads = look!(store, start, |tx, start| archive::heads(tx, start, 10_000));
    let mut all = Vec::new();
    for head in heads {
        let input = (head.marketplace, head.conversation);
        all.extend(look!(store, input, |tx, (key, id)| check::conversation(
            tx, *key, id
        )));
    }
    all.extend(look!(store, (), |tx, ()| check::principals(tx)));
    all
}

async fn story(ground: &Ground) -> (Cast, ConversationId) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "1")).await.unwrap();
    let (buyer, seller) = (cast.eyes(&cast.buyer), cast.eyes(&cast.seller));
    say(&ground.store, &seller, &taken.id, "2", DAWN.plus(1))
        .await
        .unwrap();
    say(&ground.store, &buyer, &taken.id, "3", DAWN.plus(2))
        .await
        .unwrap();
    let other = Question {
        listing: None,
        ..question(&cast, "other")
    };
    let (other, _) = ask(&ground.store, other).await.unwrap();
    set_state(&ground.store, &seller, &other.id, EntryKind::Closed, DAWN)
        .await
        .unwrap();
    (cast, taken.id)
}

async fn what_the_store_wrote_has_no_differences(ground: Ground) {
    story(&ground).await;
    assert_eq!(differences(&ground.store).await, vec![]);
}

async fn a_tampered_value_is_named_by_row_and_field(ground: Ground) {
    let (cast, id) = story(&ground).await;
    let (seller, buyer) = (&cast.seller, &cast.buyer);
    let key = cast.here.0;
    let member = |who| format!("membership WHERE conversation = '{id}' AND principal = '{who}'");
    let person = |who| format!("principal WHERE marketplace = {key} AND principal = '{who}'");
    let row = format!("conversation WHERE conversation = '{id}'");
    for (place, change, wanted) in [
        (
            member(seller),
            "unread = unread + 1",
            vec![(format!("membership {id} {seller}"), "unread", "2", "1")],
        ),
        (
            member(seller),
            "unread = 0",
            vec![
                (format!("membership {id} {seller}"), "unread", "0", "1"),
                (format!("principal {seller}"), "unread", "1", "0"),
            ],
        ),
        (
            member(buyer),
            "state = 'closed'",
            vec![(
                format!("membership {id} {buyer}"),
                "state",
                "closed",
                "open",
            )],
        ),
        (
            person(seller),
            "unread = 7",
            vec![(format!("principal {seller}"), "unread", "7", "1")],
        ),
        (
            person(seller),
            "changed = 4",
            vec![(format!("principal {seller}"), "changed", "4", "5")],
        ),
        (
            member(seller),
            "changed = 5",
            vec![(format!("principal {seller}"), "changed twice", "1", "0")],
        ),
        (
            row.clone(),
            "seq = 4",
            vec![(format!("conversation {id}"), "seq", "4", "3")],
        ),
        (
            row.clone(),
            "last_at = last_at + 1",
            vec![(
                format!("conversation {id}"),
                "last_at",
                "1795255200000003",
                "1795255200000002",
            )],
        ),
        (
            row,
            "state = 'closed'",
            vec![(format!("conversation {id}"), "state", "closed", "open")],
        ),
    ] {
        let (table, condition) = place.split_once(' ').unwrap();
        let (column, _) = change.split_once(' ').unwrap();
        let aside = format!("CREATE TABLE aside AS SELECT {column} AS kept FROM {place}");
        ground
            .site
            .tamper(&format!("{aside}; UPDATE {table} SET {change} {condition}"))
            .await;
        let found = differences(&ground.store).await;
        let found: Vec<_> = found
            .iter()
            .map(|d| {
                (
                    d.row.clone(),
                    d.field,
                    d.stored.as_str(),
                    d.rebuilt.as_str(),
                )
            })
            .collect();
        assert_eq!(found, wanted, "{table} {change}");
        let back = format!("UPDATE {table} SET {column} = (SELECT kept FROM aside) {condition}");
        ground
            .site
            .tamper(&format!("{back}; DROP TABLE aside"))
            .await;
    }
    assert_eq!(differences(&ground.store).await, vec![]);
}

async fn sqlite_checks_its_own_file(ground: Ground) {
    story(&ground).await;
    let found = look!(ground.store, (), |tx, ()| check::integrity(tx));
    let ok = (ground.site.engine == Engine::Sqlite).then(|| vec!["ok".to_owned()]);
    assert_eq!(found, ok);
}
