//! Random worlds: what the lists of orders and conversations show somebody is exactly what may be
//! fetched, for everybody and in every world; the rule is said a second time here, in plain words.

use std::collections::BTreeSet;
use std::sync::Arc;

use kontor_core::account::{Caller, Person, Role};
use kontor_core::conversation::Side;
use kontor_core::id::{AccountId, GuestId, MarketplaceKey, PrincipalId, ShopId, TokenId};
use kontor_core::order::{Draft, ItemDraft};
use kontor_core::time::SECOND;
use kontor_server::actions::conversation::{Start, start};
use kontor_server::actions::order;
use kontor_server::actions::people::put_shop;
use kontor_server::actions::seen::Seen;
use kontor_server::fault::Fault;
use kontor_server::random;
use kontor_store::conversation::Filter as InboxFilter;
use kontor_store::order::Filter;
use kontor_store::{Scope, account, conversation, principal, team};

use crate::ground::Site;
use crate::testapp::{DAWN, TestApp};

both!(lists_and_fetches_agree_in_random_worlds);

/// Worlds of each engine.
const WORLDS: u64 = 100;

/// Numbers that follow from a seed. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators" (2014), the mixing step.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 33) as usize % sides
    }
}

/// Somebody, with the shops of which the person is a member.
struct Somebody {
    own: PrincipalId,
    shops: Vec<PrincipalId>,
}

impl Somebody {
    fn is(&self, principal: &PrincipalId) -> bool {
        self.own == *principal || self.shops.contains(principal)
    }

    fn caller(&self, key: MarketplaceKey) -> Caller {
        let person = match GuestId::parse(self.own.as_str()) {
            Some(id) => Person::Guest { id },
            None => Person::Account {
                id: AccountId(self.own.0.clone()),
                role: Role::Buyer,
                shops: self
                    .shops
                    .iter()
                    .map(|shop| (ShopId(shop.0.clone()), false))
                    .collect(),
            },
        };
        Caller {
            marketplace: key,
            token: TokenId(String::new()),
            person,
            name: String::new(),
            locale: None,
            email_verified: false,
        }
    }
}

/// A sale as it was told, and the conversation about it.
struct Sale {
    number: String,
    buyer: PrincipalId,
    seller: PrincipalId,
    talk: Option<String>,
}

struct World {
    key: MarketplaceKey,
    people: Vec<Somebody>,
    sales: Vec<Sale>,
}

async fn lists_and_fetches_agree_in_random_worlds(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let mut looks = 0;
    for seed in 0..WORLDS {
        let mut dice = Dice(seed);
        // Two marketplaces take turns in one database, under the same numbers.
        let key = [app.cast.here.key, app.cast.there.key][dice.below(2)];
        let world = make(&app, key, seed, &mut dice).await;
        for somebody in &world.people {
            looks += look(&app, &world, somebody, seed).await;
        }
    }
    assert!(looks > 2_000, "{looks} looks are too few to mean anything");
}

async fn make(app: &TestApp, key: MarketplaceKey, seed: u64, dice: &mut Dice) -> World {
    let mut shops = Vec::new();
    for n in 0..=dice.below(2) {
        let name = format!("w{seed}-shop{n}");
        let put = put_shop(&app.app, key, &name, &name).await.unwrap();
        shops.push(PrincipalId::from(&put.0));
    }
    let mut people = Vec::new();
    for n in 0..3 + dice.below(4) {
        let mine = shops
            .iter()
            .filter(|_| dice.below(3) == 0)
            .cloned()
            .collect();
        people.push(somebody(app, key, format!("w{seed}-{n}"), dice.below(5) == 0, mine).await);
    }
    let mut world = World {
        key,
        people,
        sales: Vec::new(),
    };
    let accounts: Vec<PrincipalId> = world.people.iter().map(|one| one.own.clone()).collect();
    let sellers: Vec<PrincipalId> = accounts
        .iter()
        .filter(|id| !id.is_guest())
        .chain(&shops)
        .cloned()
        .collect();
    for n in 0..dice.below(9) {
        let number = format!("w{seed}-{n}");
        let mut people = None;
        // Some are told twice, the second time of other people.
        for _ in 0..1 + dice.below(4) / 3 {
            let buyer = accounts[dice.below(accounts.len())].clone();
            let seller = sellers[dice.below(sellers.len())].clone();
            let told = tell(app, key, &number, &buyer, &seller, dice).await;
            assert_eq!(told, buyer != seller, "nobody buys from oneself");
            people = told.then_some((buyer, seller)).or(people);
        }
        if let Some((buyer, seller)) = people {
            let mut sale = Sale {
                number,
                buyer,
                seller,
                talk: None,
            };
            talk(app, &world, &mut sale, dice).await;
            world.sales.push(sale);
        }
    }
    world
}

async fn somebody(
    app: &TestApp,
    key: MarketplaceKey,
    name: String,
    guest: bool,
    shops: Vec<PrincipalId>,
) -> Somebody {
    let shops = if guest { Vec::new() } else { shops };
    let now = app.app.clock.now();
    let id = random::fresh(AccountId::new, now);
    let visitor = random::fresh(GuestId::new, now);
    let input = (key, id, visitor, name, guest, shops.clone());
    let own = app
        .app
        .store
        .write(input, |tx, (key, id, visitor, name, guest, shops)| {
            Box::pin(async move {
                if *guest {
                    principal::put_guest(tx, *key, visitor, name, None, DAWN).await?;
                    return Ok::<_, Fault>(PrincipalId::from(visitor));
                }
                let new = account::Account {
                    id: id.clone(),
                    external_id: Some(name.clone()),
                    name: name.clone(),
                    role: Role::Buyer,
                    email: format!("{name}@posti.example"),
                    email_verified_at: Some(DAWN),
                    password: None,
                    locale: None,
                    disabled_at: None,
                };
                account::put(tx, *key, &new, DAWN).await?;
                for shop in shops {
                    team::put(tx, *key, &ShopId(shop.0.clone()), id, false).await?;
                }
                Ok(PrincipalId::from(id))
            })
        })
        .await
        .unwrap();
    Somebody { own, shops }
}

/// Tells an order; false where it was refused.
async fn tell(
    app: &TestApp,
    key: MarketplaceKey,
    number: &str,
    buyer: &PrincipalId,
    seller: &PrincipalId,
    dice: &mut Dice,
) -> bool {
    let statuses = [
        "placed",
        "paid",
        "shipped",
        "delivered",
        "returned",
        "cancelled",
    ];
    let draft = Draft {
        number: number.to_owned(),
        buyer: buyer.to_string(),
        seller: seller.to_string(),
        items: vec![ItemDraft {
            title: "Lamp".into(),
            quantity: 1,
            ..ItemDraft::default()
        }],
        // Few instants, so that many orders were made at the same one.
        placed_at: DAWN.plus(-(dice.below(3) as i64) * SECOND).to_string(),
        status: statuses[dice.below(statuses.len())].to_owned(),
        ..Draft::default()
    };
    order::put(&app.app, key, draft, Seen::Unsaid).await.is_ok()
}

/// Everybody tries to write about it: only those on exactly one side can.
async fn talk(app: &TestApp, world: &World, sale: &mut Sale, dice: &mut Dice) {
    if dice.below(3) == 0 {
        return;
    }
    for somebody in &world.people {
        let (bought, sold) = (somebody.is(&sale.buyer), somebody.is(&sale.seller));
        let first = Start {
            order: Some(sale.number.clone()),
            body: "x".to_owned(),
            ..Start::default()
        };
        let done = start(&app.app, &somebody.caller(world.key), first, None).await;
        match done {
            Ok(done) => {
                assert!(bought != sold, "{}", sale.number);
                let id = done.conversation.0;
                assert_eq!(sale.talk.get_or_insert(id.clone()), &id, "one conversation");
            }
            Err(fault) => {
                let wanted = if bought && sold {
                    "own_order"
                } else {
                    "not_found"
                };
                assert_eq!(fault.code, wanted, "{}", sale.number);
                assert!(bought == sold);
            }
        }
    }
}

/// What one person sees, by lists and by fetches; gives the number of looks.
async fn look(app: &TestApp, world: &World, somebody: &Somebody, seed: u64) -> usize {
    let scope = Scope::of(&somebody.caller(world.key));
    let mut looks = 0;
    for side in [None, Some(Side::Buyer), Some(Side::Seller)] {
        let mut wanted = BTreeSet::new();
        for sale in &world.sales {
            let (bought, sold) = (somebody.is(&sale.buyer), somebody.is(&sale.seller));
            let mine = match side {
                None => bought || sold,
                Some(Side::Buyer) => bought,
                Some(Side::Seller) => sold,
            };
            if mine {
                wanted.insert(sale.number.clone());
            }
        }
        let shown = listed(app, &scope, side).await;
        let once: BTreeSet<String> = shown.iter().cloned().collect();
        assert_eq!(once.len(), shown.len(), "world {seed}: none twice");
        assert_eq!(once, wanted, "world {seed}, {side:?}");
    }
    let talks = inbox(app, &scope).await;
    for sale in &world.sales {
        let mine = somebody.is(&sale.buyer) || somebody.is(&sale.seller);
        assert_eq!(
            fetched(app, &scope, &sale.number).await,
            mine,
            "world {seed}"
        );
        if let Some(id) = &sale.talk {
            assert_eq!(talks.contains(id), mine, "world {seed}: {id}");
            assert_eq!(conversed(app, &scope, id).await, mine, "world {seed}: {id}");
        }
        looks += 2;
    }
    looks
}

/// The numbers of a whole list, in pages of two.
async fn listed(app: &TestApp, scope: &Scope, side: Option<Side>) -> Vec<String> {
    let mut filter = Filter {
        side,
        limit: 2,
        ..Filter::default()
    };
    let mut all = Vec::new();
    loop {
        let input = (scope.clone(), filter.clone());
        let (rows, next) = app
            .app
            .store
            .read(input, |tx, (scope, filter)| {
                Box::pin(kontor_store::order::page(tx, scope, filter))
            })
            .await
            .unwrap();
        let places: Vec<_> = rows
            .iter()
            .map(|row| (row.placed_at, row.number.clone()))
            .collect();
        assert!(
            places.windows(2).all(|pair| pair[0] > pair[1]),
            "newest first"
        );
        all.extend(rows.into_iter().map(|row| row.number));
        match next {
            Some(next) => filter.after = Some(next),
            None => return all,
        }
    }
}

async fn fetched(app: &TestApp, scope: &Scope, number: &str) -> bool {
    let input = (scope.clone(), number.to_owned());
    app.app
        .store
        .read(input, |tx, (scope, number)| {
            Box::pin(kontor_store::order::fetch(tx, scope, number))
        })
        .await
        .unwrap()
        .is_some()
}

async fn inbox(app: &TestApp, scope: &Scope) -> BTreeSet<String> {
    let filter = InboxFilter {
        limit: 100,
        ..InboxFilter::default()
    };
    let input = (scope.clone(), filter);
    let (rows, _) = app
        .app
        .store
        .read(input, |tx, (scope, filter)| {
            Box::pin(conversation::inbox(tx, scope, filter))
        })
        .await
        .unwrap();
    rows.into_iter().map(|row| row.id.0).collect()
}

async fn conversed(app: &TestApp, scope: &Scope, id: &str) -> bool {
    let id = kontor_core::id::ConversationId(id.to_owned());
    app.app
        .store
        .read((scope.clone(), id), |tx, (scope, id)| {
            Box::pin(conversation::fetch(tx, scope, id))
        })
        .await
        .unwrap()
        .is_some()
}
