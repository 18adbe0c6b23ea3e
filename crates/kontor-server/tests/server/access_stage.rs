//! What the access table is asked about: something of one's own, of others, of another marketplace.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use kontor_core::contact_card::Provable;
use kontor_core::conversation::ConversationState;
use kontor_core::id::{CallbackId, ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::phone::PhoneNumber;
use kontor_core::time::Micros;
use kontor_server::actions::conversation::set_state;
use kontor_server::fault::Fault;
use kontor_server::random;
use kontor_server::serve::context::{Door, Route};
use kontor_store::callback::{self, NewCallback};
use kontor_store::contact_card;
use kontor_store::contact_proof::{self, ProvenBy};
use serde_json::json;

use crate::access_bodies::{sale_of, settings, trader, with_body};
use crate::access_teams::another_shop;
use crate::cast::{self, Market, Person, offer};
use crate::client::{Request, post, put, request};
use crate::dead_letters::lay_aside;
use crate::testapp::TestApp;

/// Everybody who asks: nobody, the people of this marketplace, people of another one.
pub const ROLES: &[&str] = &[
    "nobody",
    "guest",
    "buyer",
    "rival",
    "seller",
    "shop_admin",
    "shop_member",
    "agent",
    "operator",
    "foreign buyer",
    "foreign operator",
];

/// Whose thing it is that a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Of the caller.
    Own,
    /// Of somebody else here.
    Other,
    /// Of the same person in another marketplace.
    Twin,
    /// Well-formed, but of nobody.
    Missing,
    /// Not well-formed.
    Nonsense,
}

impl Relation {
    /// The relations that a path can have; one where it names nothing.
    pub fn of(path: &str) -> Vec<Self> {
        if ["{id}", "{external_id}", "{number}"]
            .iter()
            .any(|name| path.contains(name))
        {
            vec![
                Self::Own,
                Self::Other,
                Self::Twin,
                Self::Missing,
                Self::Nonsense,
            ]
        } else if path.contains('{') {
            vec![Self::Own, Self::Missing]
        } else {
            vec![Self::Own]
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Other => "other's",
            Self::Twin => "twin",
            Self::Missing => "missing",
            Self::Nonsense => "nonsense",
        }
    }
}

/// A running server with something of everybody in it.
pub struct Stage<'a> {
    pub app: &'a TestApp,
    /// A conversation of each role with a seller; the shop's and seller's are with the buyer.
    own: HashMap<&'static str, String>,
    /// One of other people than the role.
    others: HashMap<&'static str, String>,
    twin: String,
    imports: [String; 2],
    count: AtomicU32,
}

/// The buyer's.
pub const PASSWORD: &str = "correct horse battery";

impl<'a> Stage<'a> {
    /// Sets the stage.
    pub async fn set(app: &'a TestApp) -> Self {
        let (here, there) = (&app.cast.here, &app.cast.there);
        let (mut own, mut others) = (HashMap::new(), HashMap::new());
        for person in [
            &here.guest,
            &here.buyer,
            &here.rival,
            &here.agent,
            &here.operator,
        ] {
            own.insert(person.part, app.wrote(person, "lamp", "Mine").await);
        }
        let of_shop = app.wrote(&here.buyer, "sofa", "The shop's").await;
        let of_rival = app.wrote(&here.rival, "sofa", "Of others").await;
        own.insert("seller", own["buyer"].clone());
        own.insert("shop_admin", of_shop.clone());
        own.insert("shop_member", of_shop);
        own.insert("nobody", own["buyer"].clone());
        for role in ROLES {
            let theirs = if role.starts_with("shop") {
                &own["guest"]
            } else {
                &of_rival
            };
            others.insert(*role, theirs.clone());
        }
        others.insert("rival", own["buyer"].clone());
        let twin = app.wrote(&there.buyer, "lamp", "There").await;
        own.insert("foreign buyer", twin.clone());
        own.insert(
            "foreign operator",
            app.wrote(&there.operator, "lamp", "There").await,
        );
        offer(&app.app, there.key, "only-there-put", "mika", "There").await;
        let imports = [import(app, here).await, import(app, there).await];
        orders(app).await;
        let email = "aino@posti.example";
        let body = json!({ "role": "buyer", "name": "Aino", "email": email, "password": PASSWORD });
        let known = put("/api/v1/accounts/aino").by(&here.operator).json(&body);
        app.send(known).await.is(200);
        for (path, body, person) in [
            ("mika/contact-settings", settings(), &here.seller),
            ("lamppu/contact-settings", settings(), &here.shop_admin),
            ("lamppu/trader", trader(), &here.shop_admin),
        ] {
            let request = put(format!("/api/v1/sellers/{path}")).by(person);
            app.send(request.json(&body)).await.is(200);
        }
        another_shop(app).await;
        let count = AtomicU32::new(0);
        Self {
            app,
            own,
            others,
            twin,
            imports,
            count,
        }
    }

    fn person(&self, role: &str) -> Option<&Person> {
        let (here, there) = (&self.app.cast.here, &self.app.cast.there);
        match role {
            "nobody" => None,
            "foreign buyer" => Some(&there.buyer),
            "foreign operator" => Some(&there.operator),
            _ => here
                .everybody()
                .into_iter()
                .find(|person| person.part == role),
        }
    }

    /// The request of a cell, with what it names put in place, and the id in its path.
    pub async fn request(
        &self,
        door: Door,
        route: &Route,
        role: &'static str,
        relation: Relation,
    ) -> (String, Request) {
        let id = self.id(route, role, relation).await;
        let start = route.path.find('{').unwrap_or(route.path.len());
        let end = route.path.find('}').map_or(route.path.len(), |end| end + 1);
        let escaped = id.replace(' ', "%20");
        let rest = self.second(&route.path[end..]).await;
        let path = format!("{}{escaped}{rest}", &route.path[..start]);
        let path = path.replace("{date}", "2026-12-31");
        let mut request = request(route.method, path);
        let key = format!("key-{}", self.count.fetch_add(1, Ordering::Relaxed));
        request = with_body(door, route, &id, &key, request);
        if let Some(person) = self.person(role) {
            let mut person = person.clone();
            if ["/sign-out", "/sign-in", "/demo/as/{persona}"].contains(&route.path) {
                // These end the session that they are asked with.
                person = self.fresh(&person).await;
            }
            request = match door {
                Door::Api => request.by(&person),
                Door::Web => request.browser(&person),
            };
        } else if door == Door::Web {
            request = request.header("origin", "https://tori.test");
        }
        request = request.host("tori.test");
        if let Some(origin) = request
            .headers
            .iter_mut()
            .find(|(name, _)| name == "origin")
        {
            "https://tori.test".clone_into(&mut origin.1);
        }
        (id, request)
    }

    async fn fresh(&self, person: &Person) -> Person {
        let market = if person.host == "tori.test" {
            &self.app.cast.here
        } else {
            &self.app.cast.there
        };
        let id = PrincipalId(person.id.clone());
        cast::enter(&self.app.app, market.key, person.part, person.host, id).await
    }

    async fn id(&self, route: &Route, role: &'static str, relation: Relation) -> String {
        let path = route.path;
        if relation == Relation::Nonsense {
            return "a b".to_owned();
        }
        if path.contains("/conversations/{id}") {
            return self.conversation(route, role, relation).await;
        } else if path.contains("/tokens/{id}") || path.contains("/sessions/{id}") {
            return self.token(role, relation).await;
        } else if path.contains("/sellers/{id}/proofs") {
            let sellers = self.sellers(role);
            if route.method == "DELETE" {
                self.prove(self.app.cast.here.key, &sellers[..2]).await;
                self.prove(self.app.cast.there.key, &sellers[2..3]).await;
            }
            return sellers[relation as usize].clone();
        }
        let (here, there) = (&self.app.cast.here, &self.app.cast.there);
        if path.contains("/shops/{id}/") || path.starts_with("/team/{id}/") {
            return self.shop(relation).to_owned();
        }
        if let Some(choices) = self.of_contact(path, role).await {
            return choices[relation as usize].clone();
        }
        let choices = match path {
            _ if path.contains("/imports/{id}") => {
                let [here, there] = &self.imports;
                [here.as_str(), here, there, "imp_00000000000000000000000000"].map(str::to_owned)
            }
            _ if path.contains("/dead-letters/{id}") => {
                let (one, two) = (self.letter(here.key).await, self.letter(here.key).await);
                [one, two, self.letter(there.key).await, "999999".to_owned()]
            }
            _ if path.contains("/listings/{external_id}") => {
                let own = if role.starts_with("shop") {
                    "sofa"
                } else {
                    "chair"
                };
                let suffix = if route.method == "PUT" { "-put" } else { "" };
                let twin = format!("only-there{suffix}");
                [
                    own.to_owned(),
                    "lamp".to_owned(),
                    twin,
                    format!("missing{suffix}"),
                ]
            }
            _ if path.contains("/orders/{number}") => {
                let (own, other) = orders_of(role);
                let suffix = if route.method == "PUT" { "-put" } else { "" };
                let (twin, missing) = (format!("only-there{suffix}"), format!("missing{suffix}"));
                [format!("of-{own}"), format!("of-{other}"), twin, missing]
            }
            _ if path.contains("/accounts/") => {
                ["henri", "bela", "there", "missing"].map(str::to_owned)
            }
            _ if path.contains("/shops/") => {
                ["lamppu", "lamppu", "there-shop", "missing-shop"].map(str::to_owned)
            }
            _ if path.contains("/holidays/{country}") => ["FI", "", "", "XX"].map(str::to_owned),
            _ if path.contains("{persona}") => ["buyer", "", "", "nobody"].map(str::to_owned),
            _ if path.contains("{file}") => ["kontor.svg", "", "", "none.css"].map(str::to_owned),
            _ if !path.contains('{') => return String::new(),
            _ => panic!("{path}: say in access_stage.rs what it names"),
        };
        choices[relation as usize].clone()
    }

    /// What paths of contact settings, cards and call-backs name.
    async fn of_contact(&self, path: &str, role: &str) -> Option<[String; 4]> {
        let (here, there) = (&self.app.cast.here, &self.app.cast.there);
        let of_shop = role.starts_with("shop");
        let (own, other) = if of_shop {
            ("lamppu", "mika")
        } else {
            ("mika", "lamppu")
        };
        let named = if path.contains("/sellers/{id}") {
            [own, other, there.shop.as_str(), "nobody-here"].map(str::to_owned)
        } else if path.contains("/callbacks/{id}") {
            [
                callback(self.app, here, own).await,
                callback(self.app, here, other).await,
                callback(self.app, there, "mika").await,
                "cbk_00000000000000000000000000".to_owned(),
            ]
        } else if path.contains("/listings/{external_id}/c")
            || path == "/contact/listings/{external_id}"
        {
            let (own, other) = if of_shop {
                ("sofa", "lamp")
            } else {
                ("chair", "sofa")
            };
            [own, other, "only-there", "nothing-here"].map(str::to_owned)
        } else {
            return None;
        };
        Some(named)
    }

    async fn conversation(&self, route: &Route, role: &'static str, relation: Relation) -> String {
        let id = match relation {
            Relation::Own => &self.own[role],
            Relation::Other => &self.others[role],
            Relation::Twin => &self.twin,
            _ => return "cnv_00000000000000000000000000".to_owned(),
        };
        // What is to be closed is open, and the other way round.
        let reopens = route.method == "DELETE" || route.path.ends_with("/reopening");
        let wanted = if reopens {
            ConversationState::Closed
        } else {
            ConversationState::Open
        };
        for market in [&self.app.cast.here, &self.app.cast.there] {
            for person in [
                &market.buyer,
                &market.seller,
                &market.rival,
                &market.operator,
            ] {
                let caller = self
                    .app
                    .app
                    .caller(market.key, &person.token)
                    .await
                    .unwrap()
                    .unwrap();
                let id = ConversationId(id.clone());
                // Who is not in it, or where it is so already, changes nothing.
                drop(set_state(&self.app.app, &caller, id, wanted, None).await);
            }
        }
        id.clone()
    }

    /// A seller that the role decides for or works for, another one here, one elsewhere, nobody.
    fn sellers(&self, role: &str) -> [String; 4] {
        let (here, there) = (&self.app.cast.here, &self.app.cast.there);
        let own = match role {
            "shop_admin" | "shop_member" => here.shop.clone(),
            _ => self.person(role).unwrap_or(&here.buyer).id.clone(),
        };
        let other = if role == "rival" {
            &here.buyer
        } else {
            &here.rival
        };
        let nobody = "acc_00000000000000000000000000".to_owned();
        [own, other.id.clone(), there.seller.id.clone(), nobody]
    }

    /// Lets sellers have something proven that can be withdrawn.
    async fn prove(&self, key: MarketplaceKey, sellers: &[String]) {
        for seller in sellers {
            let input = (key, PrincipalId(seller.clone()), self.app.app.clock.now());
            let proving = self.app.app.store.write(input, |tx, (key, owner, now)| {
                Box::pin(async move {
                    let what = Provable::Email("proven@posti.example");
                    contact_proof::put(tx, *key, owner, what, ProvenBy::Code, *now).await
                })
            });
            // Who is of the other marketplace has no row here.
            drop(proving.await);
        }
    }

    async fn token(&self, role: &'static str, relation: Relation) -> String {
        let (here, there) = (&self.app.cast.here, &self.app.cast.there);
        let person = match relation {
            Relation::Own => self.person(role).unwrap_or(&here.buyer),
            Relation::Other if role == "rival" => &here.buyer,
            Relation::Other => &here.rival,
            Relation::Twin => &there.buyer,
            _ => return "tok_00000000000000000000000000".to_owned(),
        };
        self.fresh(person).await.token_id
    }

    /// A new dead letter.
    async fn letter(&self, key: MarketplaceKey) -> String {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        lay_aside(self.app, key, &format!("test:{number}")).await
    }
}

/// A request to a seller to be called back.
async fn callback(app: &TestApp, market: &Market, seller: &str) -> String {
    let key = market.key;
    let (id, person) = (
        random::fresh(CallbackId::new, app.app.clock.now()),
        PrincipalId(market.rival.id.clone()),
    );
    let input = (key, seller.to_owned(), id.clone(), person);
    app.app
        .store
        .write(input, |tx, (key, seller, id, person)| {
            Box::pin(async move {
                let seller = contact_card::seller(tx, *key, seller).await?.unwrap();
                let new = NewCallback {
                    id: id.clone(),
                    seller,
                    listing: None,
                    person: person.clone(),
                    number: PhoneNumber::parse("+358401234567").unwrap(),
                    note: String::new(),
                    conversation: ConversationId(String::new()),
                    at: Micros(1),
                };
                Ok::<_, Fault>(callback::put(tx, *key, &new).await?)
            })
        })
        .await
        .unwrap();
    id.0
}

/// An order of every role, and some of the other marketplace under numbers of their own.
async fn orders(app: &TestApp) {
    let (here, there) = (&app.cast.here, &app.cast.there);
    let of_here = ["guest", "buyer", "rival", "shop", "agent", "operator"];
    let of_here = of_here.map(|role| (here, format!("of-{role}")));
    let of_there = ["of-foreign", "only-there", "only-there-put"];
    let of_there = of_there.map(|number| (there, number.to_owned()));
    for (market, number) in of_here.into_iter().chain(of_there) {
        let request = put(format!("/api/v1/orders/{number}")).by(&market.operator);
        app.send(request.json(&sale_of(&number))).await.is(201);
    }
}

async fn import(app: &TestApp, market: &Market) -> String {
    let feed = "id\ttitle\tseller\nspade\tSpade\tmika\nrake\t\tmika\n";
    let request = post("/api/v1/listings/import?feed=garden").by(&market.operator);
    let answer = app
        .send(request.bytes("text/tab-separated-values", feed))
        .await
        .is(200);
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// Whose order is one's own, and whose another's.
fn orders_of(role: &str) -> (&str, &str) {
    match role {
        "nobody" | "seller" => ("buyer", "rival"),
        "rival" => ("rival", "buyer"),
        "shop_admin" | "shop_member" => ("shop", "guest"),
        "foreign buyer" | "foreign operator" => ("foreign", "rival"),
        role => (role, "rival"),
    }
}
