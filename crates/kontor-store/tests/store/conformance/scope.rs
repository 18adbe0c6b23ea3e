//! Scopes: what one may not see is absent, for every function that takes a scope.

use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_core::timeline::EntryKind;
use kontor_store::conversation::Filter;
use kontor_store::search::{self, Document, DocumentKind, Question};
use kontor_store::{Error, Scope, archive, conversation, membership, principal, timeline};

use crate::cast::{self, Cast, DAWN};
use crate::conformance::conversations::question;
use crate::deeds::{self, Stop, ask, entries, fetch, inbox, read_up_to, say, set_state};
use crate::ground::Ground;

on_both_engines!(
    a_stranger_sees_nothing_of_a_conversation,
    a_stranger_changes_nothing_of_a_conversation,
    a_stranger_learns_nothing_from_counters_and_streams,
    search_shows_strangers_nothing_whatever_tokens_they_send,
    a_member_reads_only_with_its_own_eyes,
);

/// Everybody who takes no part in the buyer's conversation with the seller here.
fn strangers(cast: &Cast) -> Vec<Scope> {
    vec![
        cast.eyes(&cast.rival),
        cast.eyes(&cast.guest),
        cast.counter(),
        cast.scope(cast.there, &cast.buyer),
        cast.scope(cast.there, &cast.seller),
        cast.scope(MarketplaceKey(99), &cast.buyer),
        Scope::public(cast.here),
    ]
}

async fn asked(ground: &Ground) -> (Cast, ConversationId) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "secret")).await.unwrap();
    (cast, taken.id)
}

async fn a_stranger_sees_nothing_of_a_conversation(ground: Ground) {
    let (cast, id) = asked(&ground).await;
    for stranger in strangers(&cast) {
        assert_eq!(
            fetch(&ground.store, &stranger, &id).await,
            None,
            "{stranger:?}"
        );
        assert_eq!(entries(&ground.store, &stranger, &id).await, vec![]);
        let filter = Filter {
            limit: 10,
            ..Filter::default()
        };
        assert_eq!(
            inbox(&ground.store, &stranger, filter).await,
            (vec![], None)
        );
    }
    for own in [cast.eyes(&cast.buyer), cast.eyes(&cast.seller)] {
        assert!(fetch(&ground.store, &own, &id).await.is_some());
    }
}

async fn a_stranger_changes_nothing_of_a_conversation(ground: Ground) {
    let (cast, id) = asked(&ground).await;
    let seller = cast.eyes(&cast.seller);
    let before = fetch(&ground.store, &seller, &id).await;
    for stranger in strangers(&cast) {
        let input = (stranger.clone(), id.clone());
        let outcome: Result<(), Stop> = ground
            .store
            .write(input, |tx, (scope, id)| {
                Box::pin(async move {
                    assert_eq!(conversation::hold(tx, scope, id).await?, None);
                    match conversation::take(tx, scope, id).await? {
                        None => Err(Stop::Hidden),
                        Some(taken) => panic!("taken: {taken:?}"),
                    }
                })
            })
            .await;
        assert!(matches!(outcome, Err(Stop::Hidden)), "{outcome:?}");
        let read = read_up_to(&ground.store, &stranger, &id, 1).await;
        assert!(matches!(read, Err(Stop::Hidden)), "{read:?}");
        if !stranger.principals().is_empty() {
            let wrote = say(&ground.store, &stranger, &id, "let me in", DAWN).await;
            assert!(matches!(wrote, Err(Stop::Hidden)), "{wrote:?}");
            let kind = EntryKind::Closed;
            let closed = set_state(&ground.store, &stranger, &id, kind, DAWN).await;
            assert!(matches!(closed, Err(Stop::Hidden)), "{closed:?}");
        }
    }
    assert_eq!(fetch(&ground.store, &seller, &id).await, before);
    let input = (cast.here, id);
    let fault = look!(ground.store, input, |tx, (key, id)| archive::verify(
        tx, *key, id
    ));
    assert_eq!(fault, None);
}

async fn a_stranger_learns_nothing_from_counters_and_streams(ground: Ground) {
    let (cast, _) = asked(&ground).await;
    for stranger in strangers(&cast) {
        let input = (stranger.clone(), cast.seller.clone());
        let found = look!(ground.store, input, |tx, (scope, who)| async move {
            let steps = membership::since(tx, scope, who, 0, 10).await?;
            Ok((steps, principal::counters(tx, scope, who).await?))
        });
        let abroad = stranger.marketplace() == cast.there && stranger.holds(&cast.seller);
        let counters = abroad.then(principal::Counters::default);
        assert_eq!(found, (vec![], counters), "{stranger:?}");
    }
}

async fn search_shows_strangers_nothing_whatever_tokens_they_send(ground: Ground) {
    let (cast, id) = asked(&ground).await;
    let document = Document {
        kind: DocumentKind::Entry,
        subject: id.to_string(),
        seq: 1,
        tokens: "aBuyer aSeller wsecret".to_lowercase(),
    };
    let input = (cast.here, document);
    commit!(ground.store, input, |tx, (key, document)| search::put(
        tx, *key, document
    ))
    .unwrap();
    let question = |scope: Scope| {
        let store = ground.store.clone();
        async move {
            let all_of = vec!["wsecret".to_owned()];
            let words = Question {
                all_of,
                ..Question::default()
            };
            let claims = vec!["abuyer".to_owned(), "aseller".to_owned()];
            look!(
                store,
                (scope, words, claims),
                |tx, (scope, words, claims)| {
                    search::conversations(tx, scope, words, claims, 10)
                }
            )
        }
    };
    for stranger in strangers(&cast) {
        assert_eq!(question(stranger.clone()).await, vec![], "{stranger:?}");
    }
    assert_eq!(question(cast.eyes(&cast.seller)).await[0].id, id);
}

async fn a_member_reads_only_with_its_own_eyes(ground: Ground) {
    let (cast, id) = asked(&ground).await;
    let own = fetch(&ground.store, &cast.eyes(&cast.buyer), &id)
        .await
        .unwrap();
    let other = fetch(&ground.store, &cast.eyes(&cast.seller), &id)
        .await
        .unwrap();
    assert_eq!(
        (own.own.clone(), own.unread, own.other),
        (cast.buyer.clone(), 0, cast.seller.clone())
    );
    assert_eq!(
        (other.own, other.unread, other.other),
        (cast.seller.clone(), 1, cast.buyer.clone())
    );
    let input = (cast.clone(), id.clone());
    let outcome: Result<(), Error> = ground
        .store
        .write(input, |tx, (cast, id)| {
            Box::pin(async move {
                let scope = cast.eyes(&cast.buyer);
                let taken = conversation::take(tx, &scope, id)
                    .await?
                    .expect("it is the buyer's");
                let entry = timeline::NewEntry {
                    kind: EntryKind::Message,
                    person: cast.rival.clone(),
                    member: cast.rival.clone(),
                    body: Some("as somebody else".into()),
                    salt: deeds::salt(),
                    subject: None,
                    pseudonym: deeds::pseudonym(&cast.rival),
                    now: DAWN,
                    elsewhere: Vec::new(),
                };
                timeline::append(tx, cast.here, &taken, &entry)
                    .await
                    .map(drop)
            })
        })
        .await;
    assert!(
        matches!(outcome, Err(Error::Row(_))),
        "only members write: {outcome:?}"
    );
    assert_eq!(
        fetch(&ground.store, &cast.eyes(&cast.buyer), &id)
            .await
            .unwrap()
            .seq,
        own.seq
    );
}
