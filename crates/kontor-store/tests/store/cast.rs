//! The cast: two marketplaces and the people, shop and listings that most tests need.
//!
//! The same ids exist in both marketplaces, so that a forgotten marketplace in a key shows.

use kontor_core::account::{Caller, Person, Role};
use kontor_core::id::{
    AccountId, ConversationId, GuestId, MarketplaceKey, PrincipalId, ShopId, TokenId,
};
use kontor_core::listing::{Offer, Price};
use kontor_core::time::Micros;
use kontor_store::account::Account;
use kontor_store::listing::NewListing;
use kontor_store::{Result, Scope, Store, Tx, account, listing, marketplace, principal, team};

/// The instant at which every story begins: 2026-11-21T10:00:00Z.
pub const DAWN: Micros = Micros(1_795_255_200_000_000);

/// Who and what there is.
#[derive(Debug, Clone)]
pub struct Cast {
    /// The marketplace of most tests.
    pub here: MarketplaceKey,
    /// Another one, with the same people and listings.
    pub there: MarketplaceKey,
    /// Buys.
    pub buyer: PrincipalId,
    /// Buys too.
    pub rival: PrincipalId,
    /// Sells as a person.
    pub seller: PrincipalId,
    /// A business.
    pub shop: PrincipalId,
    /// Administers the shop.
    pub clerk: PrincipalId,
    /// Has no account.
    pub guest: PrincipalId,
}

/// The account with this number.
pub fn account_id(number: u8) -> AccountId {
    AccountId::new(DAWN, [number; 10])
}

/// The shop with this number.
pub fn shop_id(number: u8) -> ShopId {
    ShopId::new(DAWN, [number; 10])
}

/// The conversation with this number, should it be new.
pub fn conversation_id(number: u64) -> ConversationId {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    ConversationId::new(DAWN, random)
}

/// Sets the stage.
pub async fn gather(store: &Store) -> Cast {
    commit!(store, (), |tx, ()| async move {
        let here = marketplace::put(tx, "tori", "Tori", DAWN).await?;
        let there = marketplace::put(tx, "okidoki", "Okidoki", DAWN).await?;
        for key in [here, there] {
            people(tx, key).await?;
        }
        Ok(Cast {
            here,
            there,
            buyer: account_id(1).into(),
            rival: account_id(2).into(),
            seller: account_id(3).into(),
            clerk: account_id(4).into(),
            shop: shop_id(5).into(),
            guest: GuestId::new(DAWN, [6; 10]).into(),
        })
    })
    .expect("the cast")
}

/// The people, the shop and the listings of one marketplace.
pub async fn people(tx: &mut Tx, key: MarketplaceKey) -> Result<()> {
    let roles = [
        (1, Role::Buyer, "Aino"),
        (2, Role::Buyer, "Bela"),
        (3, Role::PrivateSeller, "Celia"),
        (4, Role::BusinessSeller, "Dora"),
    ];
    for (number, role, name) in roles {
        account::put(tx, key, &plain_account(number, role, name), DAWN).await?;
    }
    let shop = shop_id(5);
    principal::put(tx, key, &PrincipalId::from(&shop), Some("shop-5"), "Erä Oy").await?;
    team::put(tx, key, &shop, &account_id(4), true).await?;
    let guest = GuestId::new(DAWN, [6; 10]);
    principal::put_guest(tx, key, &guest, "Fanni", Some("fanni@posti.fi"), DAWN).await?;
    for (id, seller) in [("lamp", account_id(3).into()), ("sofa", shop_id(5).into())] {
        listing::put(tx, key, &offered(id, &seller, id), DAWN).await?;
    }
    Ok(())
}

/// An account with nothing unusual.
pub fn plain_account(number: u8, role: Role, name: &str) -> Account {
    Account {
        id: account_id(number),
        external_id: Some(format!("person-{number}")),
        name: name.to_owned(),
        role,
        email: format!("{}@posti.fi", name.to_lowercase()),
        email_verified_at: Some(DAWN),
        password: None,
        locale: Some("fi".to_owned()),
        disabled_at: None,
    }
}

/// A listing with nothing unusual.
pub fn offered(id: &str, seller: &PrincipalId, title: &str) -> NewListing {
    NewListing {
        offer: Offer {
            external_id: id.to_owned(),
            seller: seller.to_string(),
            title: title.to_owned(),
            description: "As good as new.".to_owned(),
            url: Some(format!("https://tori.example/{id}")),
            price: Some(Price {
                minor: 1_250,
                currency: "EUR".to_owned(),
            }),
            contact_email: None,
            language: Some("fi".to_owned()),
        },
        seller: seller.clone(),
        import: None,
    }
}

impl Cast {
    /// The scope of one person in a marketplace, shops left aside.
    pub fn scope(&self, key: MarketplaceKey, person: &PrincipalId) -> Scope {
        self.team(key, person, &[])
    }

    /// The scope of one person here.
    pub fn eyes(&self, person: &PrincipalId) -> Scope {
        self.scope(self.here, person)
    }

    /// The scope of the shop's administrator here.
    pub fn counter(&self) -> Scope {
        self.team(self.here, &self.clerk, &[&self.shop])
    }

    /// The scope of a person and the shops whose team it belongs to.
    pub fn team(&self, key: MarketplaceKey, person: &PrincipalId, shops: &[&PrincipalId]) -> Scope {
        let person = match AccountId::parse(person.as_str()) {
            Some(id) => Person::Account {
                id,
                role: Role::Buyer,
                shops: shops
                    .iter()
                    .map(|shop| (ShopId(shop.to_string()), true))
                    .collect(),
            },
            None => Person::Guest {
                id: GuestId(person.to_string()),
            },
        };
        Scope::of(&Caller {
            marketplace: key,
            token: TokenId::new(DAWN, [9; 10]),
            person,
            name: String::new(),
            locale: None,
            email_verified: false,
        })
    }
}
