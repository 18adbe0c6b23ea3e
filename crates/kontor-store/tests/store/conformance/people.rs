//! Marketplaces, principals, accounts and the teams of shops.

use kontor_core::account::Role;
use kontor_core::id::{AccountId, PrincipalId, ShopId};
use kontor_core::time::HOUR;
use kontor_store::principal::Counters;
use kontor_store::{Error, account, marketplace, principal, team};

use crate::cast::{self, DAWN, account_id, plain_account, shop_id};
use crate::ground::Ground;

on_both_engines!(
    a_marketplace_keeps_its_number_and_takes_a_new_name,
    marketplaces_made_at_once_get_different_numbers,
    a_marketplaces_holdings_are_its_own,
    a_principal_is_found_by_id_and_by_external_id_of_its_marketplace_only,
    renaming_a_principal_leaves_its_counters_alone,
    an_account_reads_back_as_it_was_put,
    a_password_that_is_not_given_stays,
    an_address_belongs_to_one_account_of_a_marketplace,
    a_team_knows_its_administrators,
    notices_go_only_to_proven_addresses,
    a_guest_has_counters_and_an_address_that_can_change,
    accounts_and_shops_can_sell_and_guests_cannot,
);

async fn a_marketplace_keeps_its_number_and_takes_a_new_name(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let again = commit!(ground.store, (), |tx, ()| marketplace::put(
        tx, "tori", "Tori 2", DAWN
    ));
    assert_eq!(again.unwrap(), cast.here);
    let all = look!(ground.store, (), |tx, ()| marketplace::all(tx));
    let wanted = vec![
        (cast.here, "tori".to_owned()),
        (cast.there, "okidoki".to_owned()),
    ];
    assert_eq!(all, wanted);
    assert!(cast.here.0 > 0);
}

async fn marketplaces_made_at_once_get_different_numbers(ground: Ground) {
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let store = ground.store.clone();
            tokio::spawn(async move {
                let slug = format!("market-{number}");
                commit!(store, slug, |tx, slug| marketplace::put(
                    tx, slug, slug, DAWN
                ))
            })
        })
        .collect();
    let mut keys = Vec::new();
    for task in tasks {
        keys.push(task.await.unwrap().expect("no collision surfaces").0);
    }
    keys.sort_unstable();
    assert_eq!(keys, (1..=8).collect::<Vec<_>>());
}

async fn a_principal_is_found_by_id_and_by_external_id_of_its_marketplace_only(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let stranger: PrincipalId = account_id(77).into();
    let input = (cast.there, stranger.clone());
    commit!(ground.store, input, |tx, (there, id)| principal::put(
        tx,
        *there,
        id,
        Some("only-there"),
        "Stranger"
    ))
    .unwrap();
    for (key, name, found) in [
        (cast.here, "shop-5", Some(&cast.shop)),
        (cast.here, cast.shop.as_str(), Some(&cast.shop)),
        (cast.here, "SHOP-5", None),
        (cast.here, "only-there", None),
        (cast.here, stranger.as_str(), None),
        (cast.there, "only-there", Some(&stranger)),
    ] {
        let input = (key, name.to_owned());
        let is = look!(ground.store, input, |tx, (key, name)| principal::find(
            tx, *key, name
        ));
        assert_eq!(is.map(|found| found.id).as_ref(), found, "{key:?} {name}");
    }
}

async fn renaming_a_principal_leaves_its_counters_alone(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let question = crate::conformance::conversations::question(&cast, "Still there?");
    crate::deeds::ask(&ground.store, question).await.unwrap();
    commit!(ground.store, cast.clone(), |tx, cast| principal::put(
        tx,
        cast.here,
        &cast.seller,
        Some("person-3"),
        "Celia C."
    ))
    .unwrap();
    let eyes = cast.eyes(&cast.seller);
    let counters = look!(ground.store, (eyes, cast.seller), |tx, (eyes, seller)| {
        principal::counters(tx, eyes, seller)
    });
    assert_eq!(
        counters,
        Some(Counters {
            changed: 1,
            unread: 1
        })
    );
}

async fn an_account_reads_back_as_it_was_put(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut wanted = plain_account(40, Role::Agent, "Gunnar");
    wanted.email_verified_at = None;
    wanted.external_id = None;
    wanted.locale = None;
    let input = (cast.here, wanted.clone());
    commit!(ground.store, input, |tx, (key, one)| account::put(
        tx, *key, one, DAWN
    ))
    .unwrap();
    let find = |key| {
        let input = (key, wanted.id.clone(), wanted.email.clone());
        let store = ground.store.clone();
        async move {
            look!(store, input, |tx, (key, id, email)| async move {
                Ok((
                    account::find(tx, *key, id).await?,
                    account::by_email(tx, *key, email).await?,
                ))
            })
        }
    };
    assert_eq!(
        find(cast.here).await,
        (Some(wanted.clone()), Some(wanted.clone()))
    );
    assert_eq!(
        find(cast.there).await,
        (None, None),
        "another marketplace's account"
    );
}

async fn a_password_that_is_not_given_stays(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut one = plain_account(41, Role::Buyer, "Heli");
    for (password, kept) in [
        (None, None),
        (Some("a"), Some("a")),
        (None, Some("a")),
        (Some("b"), Some("b")),
    ] {
        one.password = password.map(str::to_owned);
        let input = (cast.here, one.clone());
        let found = commit!(ground.store, input, |tx, (key, one)| async move {
            account::put(tx, *key, one, DAWN).await?;
            account::find(tx, *key, &one.id).await
        });
        assert_eq!(found.unwrap().unwrap().password.as_deref(), kept);
    }
}

async fn an_address_belongs_to_one_account_of_a_marketplace(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut thief = plain_account(42, Role::Buyer, "Igor");
    thief.email = "aino@posti.fi".to_owned();
    let input = (cast.here, thief.clone());
    let outcome = commit!(ground.store, input, |tx, (key, one)| account::put(
        tx, *key, one, DAWN
    ));
    assert!(
        matches!(outcome, Err(Error::Sqlite(_) | Error::Postgres(_))),
        "{outcome:?}"
    );
    let input = (cast.here, thief.id);
    let half = look!(ground.store, input, |tx, (key, id)| principal::find(
        tx,
        *key,
        id.as_str()
    ));
    assert_eq!(half, None, "not even the principal was kept");
}

async fn a_team_knows_its_administrators(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (shop, clerk, helper) = (shop_id(5), account_id(4), account_id(1));
    let input = (
        cast.here,
        cast.there,
        shop.clone(),
        clerk.clone(),
        helper.clone(),
    );
    let teams = commit!(
        ground.store,
        input,
        |tx, (here, there, shop, clerk, helper)| async move {
            team::put(tx, *here, shop, helper, false).await?;
            team::put(tx, *here, shop, clerk, false).await?;
            Ok([
                team::shops_of(tx, *here, clerk).await?,
                team::shops_of(tx, *here, helper).await?,
                team::shops_of(tx, *there, helper).await?,
            ])
        }
    );
    let member = vec![(shop, false)];
    assert_eq!(teams.unwrap(), [member.clone(), member, vec![]]);
}

async fn notices_go_only_to_proven_addresses(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let mut unproven = plain_account(43, Role::BusinessSeller, "Jaan");
    unproven.email_verified_at = None;
    let input = (cast.here, unproven.clone(), shop_id(5), account_id(1));
    commit!(
        ground.store,
        input,
        |tx, (key, unproven, shop, helper)| async move {
            account::put(tx, *key, unproven, DAWN).await?;
            team::put(tx, *key, shop, &unproven.id, true).await?;
            team::put(tx, *key, shop, helper, false).await
        }
    )
    .unwrap();
    for (principal, wanted) in [
        (cast.buyer.clone(), vec!["aino@posti.fi"]),
        (unproven.id.into(), vec![]),
        (cast.shop.clone(), vec!["dora@posti.fi"]),
        (cast.guest.clone(), vec![]),
    ] {
        let input = (cast.here, principal);
        let found = look!(ground.store, input, |tx, (key, id)| {
            account::notice_addresses(tx, *key, id)
        });
        let emails: Vec<_> = found.iter().map(|address| address.email.as_str()).collect();
        assert_eq!(emails, wanted);
    }
}

async fn a_guest_has_counters_and_an_address_that_can_change(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let eyes = cast.eyes(&cast.guest);
    let guest = kontor_core::id::GuestId(cast.guest.to_string());
    let input = (cast.here, guest, eyes, cast.guest.clone());
    let counters = commit!(
        ground.store,
        input,
        |tx, (key, guest, eyes, principal)| async move {
            principal::put_guest(tx, *key, guest, "Fanni F.", None, DAWN.plus(HOUR)).await?;
            principal::counters(tx, eyes, principal).await
        }
    );
    assert_eq!(counters.unwrap(), Some(Counters::default()));
}

async fn accounts_and_shops_can_sell_and_guests_cannot(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    assert!(principal::can_sell(&cast.seller) && principal::can_sell(&cast.shop));
    assert!(!principal::can_sell(&cast.guest));
    let nobody = AccountId::new(DAWN, [200; 10]);
    let ghost = ShopId::new(DAWN, [201; 10]);
    let input = (cast.here, ghost, nobody);
    let outcome = commit!(ground.store, input, |tx, (key, shop, account)| {
        team::put(tx, *key, shop, account, true)
    });
    assert!(outcome.is_err(), "a team of nobody");
}

async fn a_marketplaces_holdings_are_its_own(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let question = crate::conformance::conversations::question(&cast, "Still there?");
    let (taken, _) = crate::deeds::ask(&ground.store, question.clone())
        .await
        .unwrap();
    let plain = crate::deeds::Question {
        listing: None,
        ..question
    };
    crate::deeds::ask(&ground.store, plain).await.unwrap();
    let closed = kontor_core::timeline::EntryKind::Closed;
    let eyes = cast.eyes(&cast.seller);
    crate::deeds::set_state(&ground.store, &eyes, &taken.id, closed, DAWN)
        .await
        .unwrap();
    for (key, conversations, open) in [(cast.here, 2, 1), (cast.there, 0, 0)] {
        let is = look!(ground.store, key, |tx, key| marketplace::holdings(tx, *key));
        let wanted = marketplace::Holdings {
            conversations,
            open,
            listings: 2,
            ..is
        };
        assert_eq!((is, is.waiting, is.dead), (wanted, 0, 0));
    }
}
