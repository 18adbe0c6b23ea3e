//! The cast: two marketplaces, in each the same people, shop and listings under the same external
//! ids, so that a forgotten marketplace shows.
//!
//! External ids are those of the demo's personas, so that its links work here too.

use kontor_core::account::Role;
use kontor_core::id::{GuestId, MarketplaceKey, PrincipalId};
use kontor_core::listing::Draft;
use kontor_server::actions::people::{AccountDraft, put_account, put_shop};
use kontor_server::actions::{listing, session};
use kontor_server::app::App;
use kontor_server::fault::Fault;
use kontor_server::random;
use kontor_store::principal;
use kontor_store::token::TokenKind;

/// Somebody with a token.
#[derive(Debug, Clone)]
pub struct Person {
    /// The name of the part.
    pub part: &'static str,
    /// The marketplace's host name.
    pub host: &'static str,
    /// The principal's id.
    pub id: String,
    /// The token's id.
    pub token_id: String,
    /// The token's secret.
    pub token: String,
}

/// The people of one marketplace.
#[derive(Debug, Clone)]
pub struct Market {
    pub key: MarketplaceKey,
    pub host: &'static str,
    /// Has no account.
    pub guest: Person,
    /// Buys.
    pub buyer: Person,
    /// Buys too.
    pub rival: Person,
    /// Sells `lamp` and `chair` as a person.
    pub seller: Person,
    /// Administers the shop that sells `sofa`.
    pub shop_admin: Person,
    /// Belongs to the same shop.
    pub shop_member: Person,
    /// Works for the marketplace.
    pub agent: Person,
    /// Runs the marketplace.
    pub operator: Person,
    /// The shop's id.
    pub shop: String,
}

/// Everybody.
#[derive(Debug, Clone)]
pub struct Cast {
    /// The marketplace of most tests.
    pub here: Market,
    /// Another one, with the same people and listings.
    pub there: Market,
}

const SHOP: &str = "lamppu";

impl Market {
    /// Everybody of this marketplace.
    pub fn everybody(&self) -> [&Person; 8] {
        [
            &self.guest,
            &self.buyer,
            &self.rival,
            &self.seller,
            &self.shop_admin,
            &self.shop_member,
            &self.agent,
            &self.operator,
        ]
    }
}

/// Sets the stage.
pub async fn gather(app: &App) -> Cast {
    Cast {
        here: market(app, "tori", "tori.test", "only-here").await,
        there: market(app, "okidoki", "okidoki.test", "only-there").await,
    }
}

async fn market(app: &App, slug: &'static str, host: &'static str, only: &str) -> Market {
    let key = app.by_slug(slug).unwrap().key;
    let shop = put_shop(app, key, SHOP, "Lamppu & Tuoli")
        .await
        .unwrap()
        .0
        .0;
    let person = async |part, external_id, name, role| {
        let id = account(app, key, external_id, name, role).await;
        enter(app, key, part, host, id).await
    };
    let market = Market {
        key,
        host,
        guest: enter(app, key, "guest", host, guest(app, key).await).await,
        buyer: person("buyer", "aino", "Aino", Role::Buyer).await,
        rival: person("rival", "bela", "Bela", Role::Buyer).await,
        seller: person("seller", "mika", "Mika", Role::PrivateSeller).await,
        shop_admin: person("shop_admin", "kaisa", "Kaisa", Role::BusinessSeller).await,
        shop_member: person("shop_member", "otto", "Otto", Role::BusinessSeller).await,
        agent: person("agent", "leena", "Leena", Role::Agent).await,
        operator: person("operator", "henri", "Henri", Role::Operator).await,
        shop,
    };
    for (external_id, seller, title) in [
        ("lamp", "mika", "Old lamp"),
        ("chair", "mika", "Wooden chair"),
        ("sofa", SHOP, "Green sofa"),
        (only, "mika", "Blue vase"),
    ] {
        offer(app, key, external_id, seller, title).await;
    }
    market
}

async fn account(
    app: &App,
    key: MarketplaceKey,
    external_id: &str,
    name: &str,
    role: Role,
) -> PrincipalId {
    let shop = (role == Role::BusinessSeller).then(|| (SHOP.to_owned(), external_id == "kaisa"));
    let draft = AccountDraft {
        external_id: external_id.to_owned(),
        role,
        name: name.to_owned(),
        email: format!("{external_id}@posti.example"),
        email_verified: true,
        password: None,
        locale: Some("en".to_owned()),
        shop,
        disabled: None,
    };
    put_account(app, key, draft, None)
        .await
        .unwrap()
        .0
        .id
        .into()
}

async fn guest(app: &App, key: MarketplaceKey) -> PrincipalId {
    let now = app.clock.now();
    let id = random::fresh(GuestId::new, now);
    let input = (key, id.clone(), now);
    app.store
        .write(input, |tx, (key, id, now)| {
            Box::pin(async move {
                principal::put_guest(tx, *key, id, "Vieras", None, *now).await?;
                let own = PrincipalId::from(id);
                Ok::<_, Fault>(principal::put(tx, *key, &own, Some("demo-guest"), "Vieras").await?)
            })
        })
        .await
        .unwrap();
    id.into()
}

/// A token for somebody.
pub async fn enter(
    app: &App,
    key: MarketplaceKey,
    part: &'static str,
    host: &'static str,
    id: PrincipalId,
) -> Person {
    let issued = session::issue(app, key, id.clone(), TokenKind::Api, "test").await;
    let issued = issued.unwrap();
    Person {
        part,
        host,
        id: id.0,
        token_id: issued.id.0,
        token: issued.secret,
    }
}

/// Puts a listing.
pub async fn offer(app: &App, key: MarketplaceKey, external_id: &str, seller: &str, title: &str) {
    let draft = Draft {
        external_id: external_id.to_owned(),
        seller: seller.to_owned(),
        title: title.to_owned(),
        description: "As good as new.".to_owned(),
        price: "12.50 EUR".to_owned(),
        language: "en".to_owned(),
        ..Draft::default()
    };
    listing::put(app, key, draft, None).await.unwrap();
}
