//! Whose eyes a query reads with. You cannot load what you may not see.

use kontor_core::account::Caller;
use kontor_core::id::{MarketplaceKey, PrincipalId};

/// A marketplace and the principals on whose behalf rows are read and written.
///
/// Every fetch of somebody's rows takes a scope, so an unscoped query does not type-check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    marketplace: MarketplaceKey,
    principals: Vec<PrincipalId>,
}

impl Scope {
    /// The scope of a caller: the own principal and those of the caller's shops.
    #[must_use]
    pub fn of(caller: &Caller) -> Self {
        Self {
            marketplace: caller.marketplace,
            principals: caller.principals(),
        }
    }

    /// The scope of anybody: what is public in one marketplace.
    #[must_use]
    pub fn public(marketplace: MarketplaceKey) -> Self {
        Self {
            marketplace,
            principals: Vec::new(),
        }
    }

    /// The scope in which the server works for one principal, such as writing its notices.
    #[must_use]
    pub fn system(marketplace: MarketplaceKey, principal: PrincipalId) -> Self {
        Self {
            marketplace,
            principals: vec![principal],
        }
    }

    /// The marketplace.
    #[must_use]
    pub fn marketplace(&self) -> MarketplaceKey {
        self.marketplace
    }

    /// The principals, in a stable order.
    #[must_use]
    pub fn principals(&self) -> &[PrincipalId] {
        &self.principals
    }

    /// True where the scope reads with this principal's eyes.
    #[must_use]
    pub fn holds(&self, principal: &PrincipalId) -> bool {
        self.principals.contains(principal)
    }
}
