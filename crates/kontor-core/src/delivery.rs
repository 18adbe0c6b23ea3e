//! Delivery: how a message reaches a seller.
//!
//! A private seller has the inbox and a notice by mail. A business seller gets whole messages by
//! mail unless its administrator chooses otherwise; the conversation keeps them in every case. Who
//! has which address is the store's business, what a mail says that of `kontor-pages`.

use serde::{Deserialize, Serialize};

use crate::access::decides_for;
use crate::account::Caller;
use crate::id::{PrincipalId, ShopId};

/// How a business seller wants to get its messages.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Whole, by mail; in the inbox they do not count as unread.
    #[default]
    Email,
    /// In the inbox, with a notice by mail, as for private sellers.
    Inbox,
    /// Whole by mail, and unread in the inbox.
    Both,
}

impl Choice {
    /// Every choice, the one that holds by itself first.
    pub const ALL: [Self; 3] = [Self::Email, Self::Inbox, Self::Both];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Inbox => "inbox",
            Self::Both => "both",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }
}

/// Whether somebody chooses how a seller gets its messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Yes.
    Chooses,
    /// The caller decides for this seller, but a private seller has nothing to choose.
    Fixed,
    /// No: as if the seller were not there.
    None,
}

/// Says whether this caller chooses for this seller.
#[must_use]
pub fn right(caller: &Caller, seller: &PrincipalId) -> Right {
    if !decides_for(caller, seller) {
        Right::None
    } else if ShopId::parse(seller.as_str()).is_some() {
        Right::Chooses
    } else {
        Right::Fixed
    }
}

/// What is to happen with one message for one receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// It goes out whole, by mail.
    pub whole: bool,
    /// A notice by mail says that it is there, if it is not read meanwhile.
    pub notice: bool,
    /// It counts as unread in the inbox.
    pub unread: bool,
}

/// Decides. `choice` is none for whoever is no business seller; `mail` says whether this server
/// sends mail at all; `address` whether a proven address is known. Nothing is ever neither mailed
/// nor unread, so that no message is overlooked.
#[must_use]
pub fn plan(choice: Option<Choice>, mail: bool, address: bool) -> Plan {
    let whole = mail && address && matches!(choice, Some(Choice::Email | Choice::Both));
    Plan {
        whole,
        notice: mail && !whole,
        unread: !(whole && choice == Some(Choice::Email)),
    }
}

/// Which address a message goes to. The stable name stands in the outbox instead of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Goal {
    /// The listing's own address, as it came with a feed.
    Listing,
    /// The shop's own address.
    Shop,
    /// The login address of each of the shop's administrators.
    Administrators,
}

impl Goal {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Listing => "listing",
            Self::Shop => "shop",
            Self::Administrators => "administrators",
        }
    }
}

/// The first address that is known and proven, in the order of preference.
#[must_use]
pub fn goal(listing_proven: bool, shop_proven: bool) -> Goal {
    if listing_proven {
        Goal::Listing
    } else if shop_proven {
        Goal::Shop
    } else {
        Goal::Administrators
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_with_and_without_mail_and_address() {
        let told = |plan: Plan| (plan.whole, plan.notice, plan.unread);
        let by_mail = (true, false, false);
        let twice = (true, false, true);
        let noticed = (false, true, true);
        let silent = (false, false, true);
        for (choice, wanted) in [
            (None, noticed),
            (Some(Choice::Email), by_mail),
            (Some(Choice::Inbox), noticed),
            (Some(Choice::Both), twice),
        ] {
            assert_eq!(told(plan(choice, true, true)), wanted, "{choice:?}");
            assert_eq!(told(plan(choice, true, false)), noticed, "{choice:?}");
            assert_eq!(told(plan(choice, false, true)), silent, "{choice:?}");
        }
    }

    #[test]
    fn the_listings_address_comes_first_once_proven() {
        assert_eq!(goal(true, true), Goal::Listing);
        assert_eq!(goal(false, true), Goal::Shop);
        assert_eq!(goal(false, false), Goal::Administrators);
    }

    #[test]
    fn only_who_decides_for_a_shop_chooses() {
        use crate::account::{Person, Role};
        use crate::id::{AccountId, MarketplaceKey, TokenId};
        use crate::time::Micros;
        let shop = ShopId::new(Micros(0), [1; 10]);
        let caller = |role, administrator: bool| Caller {
            marketplace: MarketplaceKey(1),
            token: TokenId("tok".into()),
            person: Person::Account {
                id: AccountId("acc_a".into()),
                role,
                shops: vec![(shop.clone(), administrator)],
            },
            name: String::new(),
            locale: None,
            email_verified: false,
        };
        let own = PrincipalId("acc_a".into());
        let other = PrincipalId("acc_b".into());
        let seller = PrincipalId::from(&shop);
        let administrator = caller(Role::BusinessSeller, true);
        let member = caller(Role::BusinessSeller, false);
        let operator = caller(Role::Operator, false);
        let rights = |caller: &Caller| [&seller, &own, &other].map(|who| right(caller, who));
        assert_eq!(
            rights(&administrator),
            [Right::Chooses, Right::Fixed, Right::None]
        );
        assert_eq!(rights(&member), [Right::None, Right::Fixed, Right::None]);
        assert_eq!(
            rights(&operator),
            [Right::Chooses, Right::Fixed, Right::Fixed]
        );
    }

    #[test]
    fn choices_read_back() {
        for choice in Choice::ALL {
            assert_eq!(Choice::parse(choice.code()), Some(choice));
        }
        assert_eq!(Choice::parse("fax"), None);
        assert_eq!(Choice::default(), Choice::Email);
    }
}
