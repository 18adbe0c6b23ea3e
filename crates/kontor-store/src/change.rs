//! What listeners hear after a commit.

use kontor_core::id::{ConversationId, MarketplaceKey, PrincipalId, TokenId};

/// Something that was committed and that a live stream may want to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A conversation moved on for one principal.
    Conversation {
        /// Where.
        marketplace: MarketplaceKey,
        /// For whom.
        principal: PrincipalId,
        /// The principal's counter after this write.
        changed: i64,
        /// Which conversation.
        conversation: ConversationId,
        /// Its last entry.
        seq: i64,
        /// The principal's conversations with something unread.
        unread: i64,
    },
    /// A principal has read; its other windows may want to know. Not numbered, not replayed.
    Read {
        /// Where.
        marketplace: MarketplaceKey,
        /// Who.
        principal: PrincipalId,
        /// Which conversation.
        conversation: ConversationId,
        /// The principal's conversations with something unread.
        unread: i64,
    },
    /// A token ended: what it opened must close.
    TokenEnded {
        /// Where.
        marketplace: MarketplaceKey,
        /// Which token.
        token: TokenId,
    },
    /// What a person may see or do changed: what was opened with the former rights must close.
    RightsChanged {
        /// Where.
        marketplace: MarketplaceKey,
        /// Whose: the person, not a shop.
        principal: PrincipalId,
    },
    /// Work was put into the outbox.
    Queued,
}

/// Hears changes after their commit, in commit order on SQLite. Must not block.
pub type Observer = Box<dyn Fn(Vec<Change>) + Send + Sync>;
