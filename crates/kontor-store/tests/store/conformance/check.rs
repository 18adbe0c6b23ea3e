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

/// Where, what is set, and which differences follow: row, field, stored, rebuilt.
const CASES: &[(&str, &str, &[&str])] = &[
    (
        "SELLERS",
        "unread = unread + 1",
        &["membership ID SELLER|unread|2|1"],
    ),
    (
        "SELLERS",
        "unread = 0",
        &[
            "membership ID SELLER|unread|0|1",
            "principal SELLER|unread|1|0",
        ],
    ),
    (
        "BUYERS",
        "state = 'closed'",
        &["membership ID BUYER|state|closed|open"],
    ),
    ("PERSON", "unread = 7", &["principal SELLER|unread|7|1"]),
    ("PERSON", "changed = 4", &["principal SELLER|changed|4|5"]),
    (
        "SELLERS",
        "changed = 5",
        &["principal SELLER|changed twice|1|0"],
    ),
    ("ROW", "seq = 4", &["conversation ID|seq|4|3"]),
    (
        "ROW",
        "last_at = 1",
        &["conversation ID|last_at|1|1795255200000002"],
    ),
    (
        "ROW",
        "state = 'closed'",
        &["conversation ID|state|closed|open"],
    ),
];

async fn a_tampered_value_is_named_by_row_and_field(ground: Ground) {
    let (cast, id) = story(&ground).await;
    let named = |text: &str| {
        text.replace(
            "SELLERS",
            "membership WHERE conversation = 'ID' AND principal = 'SELLER'",
        )
        .replace(
            "BUYERS",
            "membership WHERE conversation = 'ID' AND principal = 'BUYER'",
        )
        .replace(
            "PERSON",
            &format!(
                "principal WHERE marketplace = {} AND principal = 'SELLER'",
                cast.here.0
            ),
        )
        .replace("ROW", "conversation WHERE conversation = 'ID'")
        .replace("ID", id.as_str())
        .replace("SELLER", cast.seller.as_str())
        .replace("BUYER", cast.buyer.as_str())
    };
    for (place, change, wanted) in CASES {
        let place = named(place);
        let (table, condition) = place.split_once(' ').unwrap();
        let (column, _) = change.split_once(' ').unwrap();
        let aside = format!("CREATE TABLE aside AS SELECT {column} AS kept FROM {place}");
        let set = format!("UPDATE {table} SET {change} {condition}");
        ground.site.tamper(&format!("{aside}; {set}")).await;
        let found = differences(&ground.store).await;
        let found: Vec<_> = found
            .iter()
            .map(|d| format!("{}|{}|{}|{}", d.row, d.field, d.stored, d.rebuilt))
            .collect();
        let wanted: Vec<_> = wanted.iter().map(|text| named(text)).collect();
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
