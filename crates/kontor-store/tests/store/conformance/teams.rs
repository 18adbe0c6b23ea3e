//! Teams and the invitations into them: what is held, what is told, what ends with what.

use kontor_core::id::{InvitationId, PrincipalId, TokenId};
use kontor_core::time::{DAY, HOUR, MINUTE, Micros};
use kontor_store::invitation::{self, Invitation};
use kontor_store::token::{self, NewToken, TokenKind};
use kontor_store::{Change, Options, account, team};

use crate::cast::{self, Cast, DAWN, account_id, shop_id};
use crate::ground::Ground;

on_both_engines!(
    a_team_is_listed_with_its_administrators_first,
    a_change_of_a_team_is_told_to_listeners_and_nothing_else,
    an_invitation_waits_until_it_ends_in_any_way,
    the_link_of_an_invitation_is_taken_once,
    invitations_count_as_mails_until_their_day_is_over,
    an_address_is_proven_only_by_its_enabled_account,
);

fn invited(number: u8, email: &str, at: Micros) -> Invitation {
    Invitation {
        id: InvitationId::new(DAWN, [number; 10]),
        shop: shop_id(5),
        email: email.to_owned(),
        administrator: false,
        invited_by: account_id(4).into(),
        created_at: at,
        expires_at: at.plus(DAY),
    }
}

fn link(cast: &Cast, number: u8) -> NewToken {
    NewToken {
        marketplace: cast.here,
        secret_hash: [number; 32],
        id: TokenId::new(DAWN, [number; 10]),
        kind: TokenKind::Invitation,
        principal: PrincipalId::from(&shop_id(5)),
        label: InvitationId::new(DAWN, [number; 10]).0,
        created_at: DAWN,
        expires_at: DAWN.plus(DAY),
    }
}

async fn keep(ground: &Ground, cast: &Cast, invitation: Invitation) {
    let input = (cast.here, invitation);
    commit!(ground.store, input, |tx, (key, one)| invitation::put(
        tx, *key, one
    ))
    .unwrap();
}

/// The numbers of the invitations that wait.
async fn waiting(ground: &Ground, cast: &Cast, now: Micros) -> Vec<InvitationId> {
    let input = (cast.here, shop_id(5), now);
    let all = look!(ground.store, input, |tx, (key, shop, now)| {
        invitation::waiting(tx, *key, shop, *now)
    });
    all.into_iter().map(|one| one.id).collect()
}

async fn a_team_is_listed_with_its_administrators_first(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let input = (cast.here, cast.there, shop_id(5));
    let lists = commit!(ground.store, input, |tx, (here, there, shop)| async move {
        for (number, administrator) in [(1, true), (2, false), (3, false)] {
            team::put(tx, *here, shop, &account_id(number), administrator).await?;
        }
        account::set_disabled(tx, *here, &account_id(2), Some(DAWN)).await?;
        assert!(team::remove(tx, *here, shop, &account_id(3)).await?);
        assert!(!team::remove(tx, *here, shop, &account_id(3)).await?);
        Ok([
            team::members(tx, *here, shop).await?,
            team::members(tx, *there, shop).await?,
        ])
    });
    let shown = lists.unwrap().map(|list| {
        let line = |one: team::MemberLine| {
            (
                one.name,
                one.email,
                one.member.administrator,
                one.member.enabled,
            )
        };
        list.into_iter().map(line).collect::<Vec<_>>()
    });
    let line = |name: &str, administrator, enabled| {
        let email = format!("{}@posti.fi", name.to_lowercase());
        (name.to_owned(), email, administrator, enabled)
    };
    let here = vec![
        line("Aino", true, true),
        line("Dora", true, true),
        line("Bela", false, false),
    ];
    assert_eq!(shown, [here, vec![line("Dora", true, true)]]);
}

async fn a_change_of_a_team_is_told_to_listeners_and_nothing_else(ground: Ground) {
    let (sender, heard) = std::sync::mpsc::channel();
    let Ground { store, site } = ground;
    store.close().await;
    drop(store);
    let sender = std::sync::Mutex::new(sender);
    let mut options = Options::quiet(&site.url);
    options.observer = Box::new(move |changes| sender.lock().unwrap().send(changes).unwrap());
    let ground = Ground::open_with(&site, options).await;
    let cast = cast::gather(&ground.store).await;
    let input = (cast.here, shop_id(5), account_id(1));
    for administrator in [Some(false), Some(false), Some(true), None, None] {
        let input = (input.clone(), administrator);
        commit!(ground.store, input, |tx,
                                      (
            (key, shop, member),
            administrator,
        )| async move {
            match administrator {
                Some(administrator) => team::put(tx, *key, shop, member, *administrator).await,
                None => team::remove(tx, *key, shop, member).await,
            }
        })
        .unwrap();
    }
    ground.store.close().await;
    drop(ground);
    let told = Change::RightsChanged {
        marketplace: cast.here,
        principal: cast.buyer,
    };
    let about_buyer: Vec<Change> = heard.iter().flatten().filter(|one| *one == told).collect();
    assert_eq!(about_buyer.len(), 3, "joining, administering, leaving");
}

async fn an_invitation_waits_until_it_ends_in_any_way(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let id = |number| InvitationId::new(DAWN, [number; 10]);
    keep(&ground, &cast, invited(1, "a@posti.fi", DAWN)).await;
    keep(&ground, &cast, invited(2, "b@posti.fi", DAWN.plus(1))).await;
    assert_eq!(waiting(&ground, &cast, DAWN.plus(2)).await, [id(2), id(1)]);
    // The same address again replaces the former.
    keep(&ground, &cast, invited(3, "a@posti.fi", DAWN.plus(2))).await;
    assert_eq!(waiting(&ground, &cast, DAWN.plus(3)).await, [id(3), id(2)]);
    for (number, ends) in [(3, true), (3, false), (1, false)] {
        let input = (cast.here, shop_id(5), id(number), DAWN.plus(MINUTE));
        let ended = commit!(ground.store, input, |tx, (key, shop, id, now)| {
            invitation::end(tx, *key, shop, id, *now)
        });
        assert_eq!(ended.unwrap(), ends, "{number}");
    }
    assert_eq!(
        waiting(&ground, &cast, DAWN.plus(1 + DAY - 1)).await,
        [id(2)]
    );
    assert_eq!(waiting(&ground, &cast, DAWN.plus(1 + DAY)).await, []);
    let input = (cast.there, shop_id(5), id(2));
    let elsewhere = look!(ground.store, input, |tx, (key, shop, id)| {
        invitation::find(tx, *key, shop, id, DAWN)
    });
    assert_eq!(elsewhere, None);
}

async fn the_link_of_an_invitation_is_taken_once(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    keep(&ground, &cast, invited(1, "a@posti.fi", DAWN)).await;
    let (first, mut second) = (link(&cast, 1), link(&cast, 2));
    second.label.clone_from(&first.label);
    for link in [first, second] {
        commit!(ground.store, link, |tx, link| invitation::put_link(
            tx, link
        ))
        .unwrap();
    }
    let of_link = async |number: u8, now: Micros| {
        let input = (cast.here, [number; 32], now);
        look!(ground.store, input, |tx, (key, hash, now)| {
            invitation::of_link(tx, *key, hash, *now)
        })
    };
    let known = Some((shop_id(5), InvitationId::new(DAWN, [1; 10])));
    assert_eq!(of_link(1, DAWN).await, None, "a second try ends the first");
    assert_eq!(of_link(2, DAWN).await, known);
    assert_eq!(of_link(2, DAWN.plus(DAY)).await, None);
    // It is no token to call with, and not the shop's to list or end.
    let caller = look!(ground.store, cast.here, |tx, key| token::caller(
        tx, *key, &[2; 32], DAWN
    ));
    assert_eq!(caller, None);
    let input = (cast.counter(), TokenId::new(DAWN, [2; 10]));
    let ended = commit!(ground.store, input, |tx, (scope, id)| token::end(
        tx, scope, id
    ));
    assert!(!ended.unwrap());
    for taken in [true, false] {
        let input = (cast.here, [2; 32]);
        let took = commit!(ground.store, input, |tx, (key, hash)| {
            invitation::take_link(tx, *key, hash, DAWN)
        });
        assert_eq!(took.unwrap(), taken);
    }
    // Ending an invitation ends its link.
    commit!(ground.store, link(&cast, 1), |tx, link| {
        invitation::put_link(tx, link)
    })
    .unwrap();
    keep(&ground, &cast, invited(4, "a@posti.fi", DAWN.plus(1))).await;
    assert_eq!(of_link(1, DAWN).await, None);
}

async fn invitations_count_as_mails_until_their_day_is_over(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    for number in 1..4 {
        let at = DAWN.plus(i64::from(number) * HOUR);
        keep(&ground, &cast, invited(number, "a@posti.fi", at)).await;
    }
    let now = DAWN.plus(3 * HOUR);
    let input = (cast.here, cast.there, now);
    let count = commit!(ground.store, input, |tx, (here, there, now)| async move {
        let shop = shop_id(5);
        let hour = now.plus(-HOUR);
        Ok([
            invitation::sent_to(tx, *here, "a@posti.fi", hour)
                .await?
                .len(),
            invitation::sent_to(tx, *here, "b@posti.fi", hour)
                .await?
                .len(),
            invitation::sent_to(tx, *there, "a@posti.fi", hour)
                .await?
                .len(),
            invitation::sent_by(tx, *here, &shop, now.plus(-DAY))
                .await?
                .len(),
            invitation::sent_by(tx, *there, &shop, now.plus(-DAY))
                .await?
                .len(),
        ])
    });
    assert_eq!(count.unwrap(), [1, 0, 0, 3, 0]);
    let input = (cast.here, cast.there, DAWN.plus(HOUR + DAY));
    let gone = commit!(ground.store, input, |tx, (here, there, now)| async move {
        Ok([
            invitation::sweep(tx, *there, *now).await?,
            invitation::sweep(tx, *here, *now).await?,
        ])
    });
    assert_eq!(gone.unwrap(), [0, 1]);
}

async fn an_address_is_proven_only_by_its_enabled_account(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let input = (cast.here, account_id(1));
    let proven = commit!(ground.store, input, |tx, (key, id)| async move {
        let right = account::prove_address(tx, *key, id, "aino@posti.fi", DAWN).await?;
        let other = account::prove_address(tx, *key, id, "bela@posti.fi", DAWN).await?;
        account::set_disabled(tx, *key, id, Some(DAWN)).await?;
        let disabled = account::prove_address(tx, *key, id, "aino@posti.fi", DAWN).await?;
        Ok([right, other, disabled])
    });
    assert_eq!(proven.unwrap(), [true, false, false]);
}
