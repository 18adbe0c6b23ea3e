//! The one authorisation predicate: what a route asks, and whether a caller has it.
//!
//! Two questions are kept apart. *May this kind of caller use this route at all?* is answered here,
//! by [`allows`]. *Which rows may the caller see?* is answered by the store, which loads rows only
//! through a scope made of the caller's principals; a row that one may not see is absent.

use crate::account::{Caller, Person, Role};
use crate::id::PrincipalId;

/// What a route asks of its caller. It stands on the route's line in the route table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Anybody, signed in or not.
    Public,
    /// Anybody known: an account or a guest with a session.
    Known,
    /// An account of any role.
    Registered,
    /// Somebody who runs the marketplace.
    Operate,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 4] = [Self::Public, Self::Known, Self::Registered, Self::Operate];

    /// The stable name, shown in the API's description.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Known => "known",
            Self::Registered => "registered",
            Self::Operate => "operate",
        }
    }
}

/// The answer to "may this caller use a route that asks for this permission?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Allowed,
    /// Nobody is signed in: 401.
    SignInFirst,
    /// Signed in, but not with this permission: answered like a missing page, 404.
    Hidden,
}

/// Decides by the caller alone; rows are the scope's business.
#[must_use]
pub fn allows(caller: Option<&Caller>, permission: Permission) -> Verdict {
    let Some(caller) = caller else {
        return if permission == Permission::Public {
            Verdict::Allowed
        } else {
            Verdict::SignInFirst
        };
    };
    let allowed = match permission {
        Permission::Public | Permission::Known => true,
        Permission::Registered => caller.role().is_some(),
        Permission::Operate => caller.role() == Some(Role::Operator),
    };
    if allowed {
        Verdict::Allowed
    } else {
        Verdict::Hidden
    }
}

/// Whether the caller works for a seller: is that account, belongs to that shop, or runs the
/// marketplace. Who does not, is answered as if the seller were not there.
#[must_use]
pub fn works_for(caller: &Caller, seller: &PrincipalId) -> bool {
    caller.role() == Some(Role::Operator) || caller.principals().contains(seller)
}

/// Whether the caller decides for a seller: is that account, administers that shop, or runs the
/// marketplace.
#[must_use]
pub fn decides_for(caller: &Caller, seller: &PrincipalId) -> bool {
    let administers = match &caller.person {
        Person::Account { shops, .. } => shops
            .iter()
            .any(|(shop, administrator)| *administrator && shop.as_str() == seller.as_str()),
        Person::Guest { .. } => false,
    };
    caller.role() == Some(Role::Operator) || caller.own() == *seller || administers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AccountId, GuestId, MarketplaceKey, TokenId};

    fn caller(role: Option<Role>) -> Caller {
        Caller {
            marketplace: MarketplaceKey(1),
            token: TokenId("tok".into()),
            person: match role {
                Some(role) => Person::Account {
                    id: AccountId("acc".into()),
                    role,
                    shops: vec![],
                },
                None => Person::Guest {
                    id: GuestId("gst".into()),
                },
            },
            name: String::new(),
            locale: None,
            email_verified: false,
        }
    }

    #[test]
    fn every_permission_against_every_caller() {
        use Verdict::{Allowed, Hidden, SignInFirst};
        let table = |who: Option<&Caller>| Permission::ALL.map(|p| allows(who, p));
        assert_eq!(
            table(None),
            [Allowed, SignInFirst, SignInFirst, SignInFirst]
        );
        assert_eq!(
            table(Some(&caller(None))),
            [Allowed, Allowed, Hidden, Hidden]
        );
        for role in [
            Role::Buyer,
            Role::PrivateSeller,
            Role::BusinessSeller,
            Role::Agent,
        ] {
            assert_eq!(
                table(Some(&caller(Some(role)))),
                [Allowed, Allowed, Allowed, Hidden]
            );
        }
        assert_eq!(table(Some(&caller(Some(Role::Operator)))), [Allowed; 4]);
    }

    #[test]
    fn a_member_works_for_the_shop_and_the_administrator_decides() {
        let shop = PrincipalId("shp_a".into());
        let member = |administrator| Caller {
            person: Person::Account {
                id: AccountId("acc".into()),
                role: Role::BusinessSeller,
                shops: vec![(crate::id::ShopId("shp_a".into()), administrator)],
            },
            ..caller(None)
        };
        assert!(works_for(&member(false), &shop) && !decides_for(&member(false), &shop));
        assert!(works_for(&member(true), &shop) && decides_for(&member(true), &shop));
        let stranger = caller(Some(Role::BusinessSeller));
        assert!(!works_for(&stranger, &shop) && !decides_for(&stranger, &shop));
        assert!(decides_for(&stranger, &PrincipalId("acc".into())));
        assert!(decides_for(&caller(Some(Role::Operator)), &shop));
        assert!(!decides_for(&caller(Some(Role::Agent)), &shop));
        assert!(!works_for(&caller(None), &shop));
    }
}
