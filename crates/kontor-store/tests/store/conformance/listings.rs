//! Listings: put, unchanged, updated, retired, and their pages.

use kontor_core::id::PrincipalId;
use kontor_core::listing::{ListingState, Price};
use kontor_core::time::{HOUR, Micros};
use kontor_store::listing::{self, Listing, NewListing, Outcome};
use kontor_store::{Scope, Store};

use crate::cast::{self, Cast, DAWN, offered};
use crate::ground::Ground;

on_both_engines!(
    a_listing_reads_back_as_it_was_put,
    an_equal_listing_is_unchanged_and_a_differing_one_updated,
    every_field_that_was_told_counts_as_a_change,
    a_feed_retires_what_it_no_longer_names_and_nothing_else,
    a_retired_listing_comes_back_when_named_again,
    pages_follow_each_other_without_gap_or_repetition,
    a_listing_of_an_unknown_seller_is_refused,
);

async fn put(store: &Store, cast: &Cast, new: NewListing, now: Micros) -> Outcome {
    let input = (cast.here, new, now);
    commit!(store, input, |tx, (key, new, now)| listing::put(
        tx, *key, new, *now
    ))
    .unwrap()
}

async fn find(store: &Store, scope: Scope, id: &str) -> Option<Listing> {
    let input = (scope, id.to_owned());
    look!(store, input, |tx, (scope, id)| listing::find(tx, scope, id))
}

async fn page(
    store: &Store,
    scope: &Scope,
    seller: Option<&PrincipalId>,
    after: &str,
    limit: i64,
) -> Vec<String> {
    let input = (scope.clone(), seller.cloned(), after.to_owned(), limit);
    let found = look!(store, input, |tx, (scope, seller, after, limit)| {
        listing::page(tx, scope, seller.as_ref(), after, *limit)
    });
    found
        .into_iter()
        .map(|listing| listing.external_id)
        .collect()
}

async fn retire(store: &Store, cast: &Cast, run: &str, limit: i64) -> Vec<String> {
    let input = (cast.here, run.to_owned(), limit);
    let mut gone = commit!(store, input, |tx, (key, run, limit)| {
        listing::retire_unnamed(tx, *key, "feed", run, DAWN.plus(HOUR), *limit)
    })
    .unwrap();
    gone.sort();
    gone
}

fn fed(id: &str, seller: &PrincipalId, run: &str) -> NewListing {
    NewListing {
        import: Some(("feed".into(), run.into())),
        ..offered(id, seller, id)
    }
}

async fn a_listing_reads_back_as_it_was_put(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let new = offered("chair/1", &cast.shop, "Tuoli \u{1fa91} 'n' \"stuff\"; --");
    assert_eq!(
        put(&ground.store, &cast, new.clone(), DAWN).await,
        Outcome::Created
    );
    let public = Scope::public(cast.here);
    let found = find(&ground.store, public, "chair/1").await.unwrap();
    let wanted = Listing {
        external_id: "chair/1".into(),
        seller: cast.shop.clone(),
        seller_name: "Erä Oy".into(),
        seller_external_id: Some("shop-5".into()),
        state: ListingState::Offered,
        title: new.offer.title,
        description: new.offer.description,
        url: new.offer.url,
        price: new.offer.price,
        language: new.offer.language,
        updated_at: DAWN,
        revision: 1,
    };
    assert_eq!(found, wanted);
    assert_eq!(
        find(&ground.store, Scope::public(cast.there), "chair/1").await,
        None
    );
}

async fn an_equal_listing_is_unchanged_and_a_differing_one_updated(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let later = DAWN.plus(HOUR);
    let same = offered("lamp", &cast.seller, "lamp");
    assert_eq!(
        put(&ground.store, &cast, same, later).await,
        Outcome::Unchanged
    );
    let lamp = find(&ground.store, cast.eyes(&cast.buyer), "lamp")
        .await
        .unwrap();
    assert_eq!((lamp.revision, lamp.updated_at), (1, DAWN));
    let other = offered("lamp", &cast.seller, "A lamp");
    assert_eq!(
        put(&ground.store, &cast, other, later).await,
        Outcome::Updated
    );
    let lamp = find(&ground.store, cast.eyes(&cast.buyer), "lamp")
        .await
        .unwrap();
    assert_eq!(
        (lamp.revision, lamp.updated_at, lamp.title.as_str()),
        (2, later, "A lamp")
    );
    let abroad = find(&ground.store, Scope::public(cast.there), "lamp")
        .await
        .unwrap();
    assert_eq!(
        abroad.title, "lamp",
        "the other marketplace's listing of the same id"
    );
}

async fn every_field_that_was_told_counts_as_a_change(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut new = offered("lamp", &cast.seller, "lamp");
    let mut revision = 1;
    let changes: [fn(&mut NewListing, &Cast); 7] = [
        |new, cast| new.seller = cast.shop.clone(),
        |new, _| new.offer.title.push('!'),
        |new, _| new.offer.description.push('!'),
        |new, _| new.offer.url = None,
        |new, _| {
            new.offer.price = Some(Price {
                minor: 1,
                currency: "USD".into(),
            });
        },
        |new, _| new.offer.contact_email = Some("a@b.fi".into()),
        |new, _| new.offer.language = Some("et".into()),
    ];
    for change in changes {
        change(&mut new, &cast);
        assert_eq!(
            put(&ground.store, &cast, new.clone(), DAWN).await,
            Outcome::Updated
        );
        revision += 1;
        let found = find(&ground.store, cast.eyes(&cast.buyer), "lamp")
            .await
            .unwrap();
        assert_eq!(found.revision, revision);
    }
}

async fn a_feed_retires_what_it_no_longer_names_and_nothing_else(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    for id in ["a", "b", "c", "d"] {
        put(&ground.store, &cast, fed(id, &cast.seller, "run-1"), DAWN).await;
    }
    let mut other_feed = fed("e", &cast.seller, "run-0");
    other_feed.import = Some(("other".into(), "run-0".into()));
    put(&ground.store, &cast, other_feed, DAWN).await;
    let named = put(&ground.store, &cast, fed("a", &cast.seller, "run-2"), DAWN).await;
    assert_eq!(named, Outcome::Unchanged);
    assert_eq!(
        retire(&ground.store, &cast, "run-2", 2).await.len(),
        2,
        "at most two"
    );
    assert_eq!(retire(&ground.store, &cast, "run-2", 100).await.len(), 1);
    assert_eq!(
        retire(&ground.store, &cast, "run-2", 100).await,
        Vec::<String>::new()
    );
    let public = Scope::public(cast.here);
    assert_eq!(
        page(&ground.store, &public, None, "", 100).await,
        ["a", "e", "lamp", "sofa"]
    );
    let gone = find(&ground.store, public, "b").await.unwrap();
    assert_eq!((gone.state, gone.revision), (ListingState::Retired, 2));
    let input = (cast.here, "b".to_owned());
    let seller = look!(ground.store, input, |tx, (key, id)| listing::asked(
        tx, *key, id
    ));
    let asked = seller.map(|asked| (asked.who, asked.state));
    assert_eq!(asked, Some((cast.seller.clone(), ListingState::Retired)));
}

async fn a_retired_listing_comes_back_when_named_again(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    put(&ground.store, &cast, fed("a", &cast.seller, "run-1"), DAWN).await;
    assert_eq!(retire(&ground.store, &cast, "run-2", 10).await, ["a"]);
    let back = put(&ground.store, &cast, fed("a", &cast.seller, "run-3"), DAWN).await;
    assert_eq!(back, Outcome::Updated);
    let found = find(&ground.store, Scope::public(cast.here), "a")
        .await
        .unwrap();
    assert_eq!((found.state, found.revision), (ListingState::Offered, 3));
}

async fn pages_follow_each_other_without_gap_or_repetition(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    // Case, length, digits and letters beyond ASCII: the order is that of the bytes on both engines.
    let ids = [
        "B",
        "a",
        "a-1",
        "a1",
        "a10",
        "a2",
        "ä",
        "Ö",
        "z",
        "zz",
        "\u{1fa91}",
    ];
    for id in ids {
        put(&ground.store, &cast, offered(id, &cast.shop, id), DAWN).await;
    }
    let public = Scope::public(cast.here);
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let next = page(&ground.store, &public, None, &after, 3).await;
        let Some(last) = next.last() else { break };
        after.clone_from(last);
        all.extend(next);
    }
    let mut wanted: Vec<_> = ids
        .iter()
        .chain(&["lamp", "sofa"])
        .map(ToString::to_string)
        .collect();
    wanted.sort();
    assert_eq!(all, wanted);
    let sellers = page(&ground.store, &public, Some(&cast.seller), "", 100).await;
    assert_eq!(sellers, ["lamp"]);
    assert_eq!(
        page(&ground.store, &public, Some(&cast.shop), "a2", 2).await,
        ["sofa", "z"]
    );
    let nobody = page(&ground.store, &public, Some(&cast.buyer), "", 100).await;
    assert_eq!(nobody, Vec::<String>::new());
}

async fn a_listing_of_an_unknown_seller_is_refused(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let ghost: PrincipalId = cast::account_id(99).into();
    let input = (cast.here, offered("ghost", &ghost, "Boo"));
    let outcome = commit!(ground.store, input, |tx, (key, new)| listing::put(
        tx, *key, new, DAWN
    ));
    assert!(outcome.is_err());
    assert_eq!(
        find(&ground.store, Scope::public(cast.here), "ghost").await,
        None
    );
}
