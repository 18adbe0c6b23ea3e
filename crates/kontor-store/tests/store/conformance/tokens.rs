//! Tokens: who calls, until when, and in which marketplace.

use kontor_core::account::{Caller, Person, Role};
use kontor_core::id::{PrincipalId, TokenId};
use kontor_core::time::{HOUR, Micros};
use kontor_store::token::{self, NewToken, TokenKind};
use kontor_store::{Change, Options, Store, account};

use crate::cast::{self, Cast, DAWN, account_id, shop_id};
use crate::ground::Ground;

on_both_engines!(
    a_token_gives_its_owner_with_role_and_shops,
    a_token_ends_at_its_expiry_to_the_microsecond,
    another_marketplaces_token_is_no_token,
    only_its_owner_ends_a_token,
    the_end_of_a_token_is_told_to_listeners,
    the_sweep_removes_only_what_has_expired,
    a_list_holds_live_tokens_newest_first,
    a_disabled_account_gets_no_token_and_calls_no_more,
);

const SECRET: [u8; 32] = [8; 32];

fn new_token(cast: &Cast, principal: &PrincipalId, number: u8) -> NewToken {
    NewToken {
        marketplace: cast.here,
        secret_hash: [number; 32],
        id: TokenId::new(DAWN, [number; 10]),
        kind: TokenKind::Session,
        principal: principal.clone(),
        label: format!("Browser {number}"),
        created_at: DAWN.plus(i64::from(number)),
        expires_at: DAWN.plus(HOUR),
    }
}

async fn keep(store: &Store, token: NewToken) {
    commit!(store, token, |tx, token| token::put(tx, token)).unwrap();
}

async fn caller(store: &Store, cast: &Cast, secret: [u8; 32], now: Micros) -> Option<Caller> {
    let input = (cast.here, secret, now);
    look!(store, input, |tx, (key, secret, now)| token::caller(
        tx, *key, secret, *now
    ))
}

/// The same caller at another time.
async fn again(store: &Store, known: &Caller, now: Micros) -> Option<Caller> {
    let input = (known.clone(), now);
    look!(store, input, |tx, (known, now)| token::again(
        tx, known, *now
    ))
}

async fn a_token_gives_its_owner_with_role_and_shops(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    keep(&ground.store, new_token(&cast, &cast.clerk, 8)).await;
    keep(&ground.store, new_token(&cast, &cast.guest, 9)).await;
    let clerk = caller(&ground.store, &cast, SECRET, DAWN).await.unwrap();
    let shops = vec![(shop_id(5), true)];
    let person = Person::Account {
        id: account_id(4),
        role: Role::BusinessSeller,
        shops,
    };
    assert_eq!(clerk.person, person);
    assert_eq!(
        (clerk.name.as_str(), clerk.locale.as_deref()),
        ("Dora", Some("fi"))
    );
    assert_eq!(clerk.marketplace, cast.here);
    let guest = caller(&ground.store, &cast, [9; 32], DAWN).await.unwrap();
    assert_eq!((guest.own(), guest.role()), (cast.guest.clone(), None));
    assert_eq!(
        caller(&ground.store, &cast, [10; 32], DAWN).await,
        None,
        "no such secret"
    );
}

async fn a_token_ends_at_its_expiry_to_the_microsecond(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    keep(&ground.store, new_token(&cast, &cast.buyer, 8)).await;
    let known = caller(&ground.store, &cast, SECRET, DAWN).await.unwrap();
    for (now, alive) in [
        (DAWN, true),
        (DAWN.plus(HOUR - 1), true),
        (DAWN.plus(HOUR), false),
    ] {
        assert_eq!(
            caller(&ground.store, &cast, SECRET, now).await.is_some(),
            alive
        );
        assert_eq!(again(&ground.store, &known, now).await.is_some(), alive);
    }
}

async fn another_marketplaces_token_is_no_token(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut abroad = new_token(&cast, &cast.buyer, 8);
    abroad.marketplace = cast.there;
    keep(&ground.store, abroad).await;
    assert_eq!(caller(&ground.store, &cast, SECRET, DAWN).await, None);
    let there = look!(ground.store, cast.there, |tx, key| token::caller(
        tx, *key, &SECRET, DAWN
    ));
    let strayed = Caller {
        marketplace: cast.here,
        ..there.unwrap()
    };
    assert_eq!(again(&ground.store, &strayed, DAWN).await, None);
}

async fn only_its_owner_ends_a_token(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    keep(&ground.store, new_token(&cast, &cast.buyer, 8)).await;
    let id = TokenId::new(DAWN, [8; 10]);
    for (scope, ends) in [
        (cast.eyes(&cast.rival), false),
        (cast.scope(cast.there, &cast.buyer), false),
        (cast.eyes(&cast.buyer), true),
        (cast.eyes(&cast.buyer), false),
    ] {
        let input = (scope, id.clone());
        let ended = commit!(ground.store, input, |tx, (scope, id)| token::end(
            tx, scope, id
        ));
        assert_eq!(ended.unwrap(), ends);
    }
    assert_eq!(caller(&ground.store, &cast, SECRET, DAWN).await, None);
}

async fn the_end_of_a_token_is_told_to_listeners(ground: Ground) {
    let (sender, heard) = std::sync::mpsc::channel();
    let Ground { store, site } = ground;
    store.close().await;
    drop(store);
    let sender = std::sync::Mutex::new(sender);
    let mut options = Options::quiet(&site.url);
    options.observer = Box::new(move |changes| sender.lock().unwrap().send(changes).unwrap());
    let ground = Ground::open_with(&site, options).await;
    let cast = cast::gather(&ground.store).await;
    keep(&ground.store, new_token(&cast, &cast.buyer, 8)).await;
    let (scope, token) = (cast.eyes(&cast.buyer), TokenId::new(DAWN, [8; 10]));
    let input = (scope, token.clone());
    commit!(ground.store, input, |tx, (scope, id)| token::end(
        tx, scope, id
    ))
    .unwrap();
    // Setting the stage told of rights first.
    let next = || {
        heard
            .recv_timeout(std::time::Duration::from_secs(10))
            .unwrap()
    };
    let about_rights = |one: &Change| matches!(one, Change::RightsChanged { .. });
    let changes = std::iter::repeat_with(next).find(|all| !all.iter().any(about_rights));
    let ended = Change::TokenEnded {
        marketplace: cast.here,
        token,
    };
    assert_eq!(changes, Some(vec![ended]));
}

async fn the_sweep_removes_only_what_has_expired(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut long = new_token(&cast, &cast.buyer, 8);
    long.expires_at = DAWN.plus(2 * HOUR);
    keep(&ground.store, long).await;
    keep(&ground.store, new_token(&cast, &cast.buyer, 9)).await;
    let mut abroad = new_token(&cast, &cast.buyer, 10);
    abroad.marketplace = cast.there;
    keep(&ground.store, abroad).await;
    let swept = commit!(ground.store, cast.here, |tx, key| token::sweep(
        tx,
        *key,
        DAWN.plus(HOUR)
    ));
    assert_eq!(swept.unwrap(), 1);
    assert!(
        caller(&ground.store, &cast, SECRET, DAWN.plus(HOUR))
            .await
            .is_some()
    );
}

async fn a_list_holds_live_tokens_newest_first(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    for number in [8, 9, 10] {
        keep(&ground.store, new_token(&cast, &cast.buyer, number)).await;
    }
    keep(&ground.store, new_token(&cast, &cast.rival, 11)).await;
    let buyer = caller(&ground.store, &cast, SECRET, DAWN).await.unwrap();
    for (now, count) in [(DAWN, 3), (DAWN.plus(HOUR), 0)] {
        let input = (buyer.clone(), now);
        let lines = look!(ground.store, input, |tx, (who, now)| token::list(
            tx, who, *now
        ));
        let labels: Vec<_> = lines.iter().map(|line| line.label.as_str()).collect();
        assert_eq!(labels, ["Browser 10", "Browser 9", "Browser 8"][..count]);
    }
}

async fn a_disabled_account_gets_no_token_and_calls_no_more(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    keep(&ground.store, new_token(&cast, &cast.buyer, 8)).await;
    let known = caller(&ground.store, &cast, SECRET, DAWN).await.unwrap();
    let buyer = account_id(1);
    let input = (cast.here, buyer.clone());
    commit!(ground.store, input, |tx, (key, buyer)| async move {
        account::set_disabled(tx, *key, buyer, Some(DAWN)).await?;
        // Told again with everything else, it stays disabled, since the first time.
        let told = cast::plain_account(1, Role::Buyer, "Aino");
        account::put(tx, *key, &told, DAWN).await?;
        account::set_disabled(tx, *key, buyer, Some(DAWN.plus(HOUR))).await?;
        let kept = account::find(tx, *key, buyer).await?.unwrap();
        assert_eq!(kept.disabled_at, Some(DAWN));
        Ok(())
    })
    .unwrap();
    for kind in [TokenKind::Session, TokenKind::Api, TokenKind::Reset] {
        let late = NewToken {
            kind,
            ..new_token(&cast, &cast.buyer, 9)
        };
        let kept = commit!(ground.store, late, |tx, late| token::put(tx, late));
        assert!(!kept.unwrap(), "{kind:?}");
    }
    assert_eq!(caller(&ground.store, &cast, SECRET, DAWN).await, None);
    assert_eq!(again(&ground.store, &known, DAWN).await, None);
    let abroad = NewToken {
        marketplace: cast.there,
        ..new_token(&cast, &cast.buyer, 9)
    };
    let kept = commit!(ground.store, abroad, |tx, abroad| token::put(tx, abroad));
    assert!(kept.unwrap(), "the twin elsewhere");
}
