//! The search index: put, found, replaced, removed, and kept apart by marketplace.

use std::sync::Arc;

use kontor_core::id::ConversationId;
use kontor_core::time::SECOND;
use kontor_store::listing;
use kontor_store::search::{self, Document, DocumentKind, Question as Asked, Verify};
use kontor_store::{Scope, Store};

use crate::cast::{self, Cast, DAWN, offered};
use crate::conformance::conversations::question;
use crate::deeds::{Question, ask};
use crate::ground::Ground;

on_both_engines!(
    a_listing_is_found_by_all_of_its_tokens,
    a_replaced_document_is_found_by_its_new_tokens_only,
    a_retired_listing_is_not_found,
    what_the_index_proposes_is_verified_on_the_text,
    another_marketplaces_listing_is_never_found,
    conversations_come_newest_first_and_once_each,
);

pub fn listing_document(id: &str, tokens: &str) -> Document {
    Document {
        kind: DocumentKind::Listing,
        subject: id.into(),
        seq: 0,
        tokens: tokens.into(),
    }
}

pub async fn index(store: &Store, cast: &Cast, documents: Vec<Document>) {
    let input = (cast.here, documents);
    commit!(store, input, |tx, (key, documents)| async move {
        for document in documents {
            search::put(tx, *key, document).await?;
        }
        Ok(())
    })
    .unwrap();
}

pub async fn found(store: &Store, scope: Scope, tokens: &[&str]) -> Vec<String> {
    let (starts, whole): (Vec<&str>, Vec<&str>) = tokens
        .iter()
        .copied()
        .partition(|token| token.ends_with('*'));
    let tokens = Asked {
        all_of: whole.iter().map(ToString::to_string).collect(),
        prefix: starts
            .first()
            .map(|start| start.trim_end_matches('*').to_owned()),
        ..Asked::default()
    };
    let listings = look!(store, (scope, tokens), |tx, (scope, tokens)| {
        search::listings(tx, scope, tokens, 50)
    });
    listings
        .into_iter()
        .map(|listing| listing.external_id)
        .collect()
}

async fn a_listing_is_found_by_all_of_its_tokens(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let lamp = listing_document("lamp", "wred wlamp");
    index(
        &ground.store,
        &cast,
        vec![lamp, listing_document("sofa", "wred wsofa")],
    )
    .await;
    let public = Scope::public(cast.here);
    for (tokens, wanted) in [
        (&["wred"][..], &["sofa", "lamp"][..]),
        (&["wred", "wlamp"], &["lamp"]),
        (&["wlamp", "wsofa"], &[]),
        (&["wre"], &[]),
        (&["wre*"], &["sofa", "lamp"]),
        (&["wred", "wla*"], &["lamp"]),
        (&["wlamp*"], &["lamp"]),
        (&["wlampp*"], &[]),
        (&["wredd"], &[]),
        (&[], &["sofa", "lamp"]),
    ] {
        assert_eq!(
            found(&ground.store, public.clone(), tokens).await,
            wanted,
            "{tokens:?}"
        );
    }
}

async fn a_replaced_document_is_found_by_its_new_tokens_only(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let public = Scope::public(cast.here);
    for (tokens, old, new) in [
        ("wold", 1, 0),
        ("wnew", 0, 1),
        ("", 0, 0),
        ("wold wnew", 1, 1),
    ] {
        index(&ground.store, &cast, vec![listing_document("lamp", tokens)]).await;
        assert_eq!(
            found(&ground.store, public.clone(), &["wold"]).await.len(),
            old,
            "{tokens}"
        );
        assert_eq!(
            found(&ground.store, public.clone(), &["wnew"]).await.len(),
            new,
            "{tokens}"
        );
    }
}

async fn a_retired_listing_is_not_found(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut fed = offered("lamp", &cast.seller, "lamp");
    fed.import = Some(("feed".into(), "1".into()));
    let input = (cast.here, fed);
    commit!(ground.store, input, |tx, (key, fed)| async move {
        listing::put(tx, *key, fed, DAWN).await?;
        listing::retire_unnamed(tx, *key, "feed", "2", DAWN, 10).await
    })
    .unwrap();
    index(
        &ground.store,
        &cast,
        vec![listing_document("lamp", "wlamp")],
    )
    .await;
    let public = Scope::public(cast.here);
    assert_eq!(
        found(&ground.store, public, &["wlamp"]).await,
        Vec::<String>::new()
    );
}

async fn what_the_index_proposes_is_verified_on_the_text(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "a red lamp"))
        .await
        .unwrap();
    let entry = Document {
        kind: DocumentKind::Entry,
        subject: taken.id.to_string(),
        seq: 1,
        tokens: "pany abuyer".into(),
    };
    index(
        &ground.store,
        &cast,
        vec![listing_document("lamp", "pany"), entry],
    )
    .await;
    for (word, count) in [("lamp", 1), ("lampshade", 0)] {
        let asked = Asked {
            all_of: vec!["pany".into()],
            prefix: None,
            verify: Verify(Some(Arc::new(move |texts: &[&str]| {
                texts.iter().any(|text| text.ends_with(word))
            }))),
        };
        let input = (cast.eyes(&cast.buyer), asked);
        let found = look!(ground.store, input, |tx, (eyes, asked)| async move {
            let listings = search::listings(tx, eyes, asked, 10).await?;
            let own = ["abuyer".to_owned()];
            Ok((
                listings.len(),
                search::conversations(tx, eyes, asked, &own, 10)
                    .await?
                    .len(),
            ))
        });
        assert_eq!(found, (count, count), "{word}");
    }
}

async fn another_marketplaces_listing_is_never_found(ground: Ground) {
    let mut cast = cast::gather(&ground.store).await;
    index(
        &ground.store,
        &cast,
        vec![listing_document("lamp", "wlamp")],
    )
    .await;
    let (here, there) = (Scope::public(cast.here), Scope::public(cast.there));
    assert_eq!(
        found(&ground.store, there.clone(), &["wlamp"]).await,
        Vec::<String>::new()
    );
    cast.here = cast.there;
    index(
        &ground.store,
        &cast,
        vec![listing_document("sofa", "wlamp")],
    )
    .await;
    assert_eq!(found(&ground.store, there, &["wlamp"]).await, ["sofa"]);
    assert_eq!(found(&ground.store, here, &["wlamp"]).await, ["lamp"]);
}

async fn conversations_come_newest_first_and_once_each(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut ids = Vec::new();
    for (number, listing) in [(0, Some("lamp")), (1, None), (2, Some("sofa"))] {
        let now = DAWN.plus(number * SECOND);
        let about = Question {
            listing,
            now,
            ..question(&cast, "hello")
        };
        ids.push(ask(&ground.store, about).await.unwrap().0.id);
    }
    let mut documents = Vec::new();
    for (id, seqs) in ids.iter().rev().zip([1..2, 1..4, 1..2]) {
        for seq in seqs {
            let (kind, subject) = (DocumentKind::Entry, id.to_string());
            let tokens = "abuyer aseller whello".into();
            documents.push(Document {
                kind,
                subject,
                seq,
                tokens,
            });
        }
    }
    index(&ground.store, &cast, documents).await;
    let hits = |limit: usize| {
        let (store, eyes) = (ground.store.clone(), cast.eyes(&cast.seller));
        async move {
            let all_of = vec!["whello".to_owned()];
            let words = Asked {
                all_of,
                ..Asked::default()
            };
            let own = vec!["aseller".to_owned(), "abuyer".to_owned()];
            let input = (eyes, words, own, limit);
            let found = look!(store, input, |tx, (eyes, words, own, limit)| {
                search::conversations(tx, eyes, words, own, *limit)
            });
            found
                .into_iter()
                .map(|row| row.id)
                .collect::<Vec<ConversationId>>()
        }
    };
    ids.reverse();
    assert_eq!(hits(10).await, ids);
    assert_eq!(hits(2).await, ids[..2]);
}
