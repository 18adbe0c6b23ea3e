//! Operations: as the generator makes them, and as they are once names are given to numbers.

use kontor_core::id::{ConversationId, GuestId, MarketplaceKey, PrincipalId};
use kontor_core::time::{MINUTE, Micros};
use kontor_core::timeline::EntryKind;
use kontor_store::Scope;
use proptest::prelude::{Strategy, prop_oneof};

use super::model::Model;
use crate::cast::{Cast, DAWN, account_id, conversation_id, shop_id};

/// What the generator makes: small numbers that are given a meaning when their turn comes, so that
/// a shorter list of steps still means something.
#[derive(Debug, Clone)]
pub enum Step {
    Ask {
        pair: u8,
        listing: u8,
        jitter: i16,
    },
    Wish {
        key: u8,
        body: u8,
        pair: u8,
    },
    Turn {
        actor: u8,
        conversation: u8,
        kind: u8,
        jitter: i16,
    },
    Read {
        actor: u8,
        conversation: u8,
        back: i8,
    },
    AskAndFail {
        pair: u8,
        listing: u8,
    },
    Title {
        listing: u8,
        word: u8,
    },
    Rename {
        who: u8,
        word: u8,
    },
}

/// Any step, each as often as it is interesting.
pub fn any() -> impl Strategy<Value = Step> {
    let small = 0_u8..64;
    let jitter = -90_i16..90;
    prop_oneof![
        4 => (small.clone(), 0_u8..3, jitter.clone())
            .prop_map(|(pair, listing, jitter)| Step::Ask { pair, listing, jitter }),
        2 => (0_u8..6, 0_u8..2, 0_u8..2).prop_map(|(key, body, pair)| Step::Wish { key, body, pair }),
        8 => (small.clone(), small.clone(), 0_u8..6, jitter)
            .prop_map(|(actor, conversation, kind, jitter)| Step::Turn { actor, conversation, kind, jitter }),
        4 => (small.clone(), small.clone(), -2_i8..4)
            .prop_map(|(actor, conversation, back)| Step::Read { actor, conversation, back }),
        1 => (small.clone(), 0_u8..3).prop_map(|(pair, listing)| Step::AskAndFail { pair, listing }),
        1 => (0_u8..2, small.clone()).prop_map(|(listing, word)| Step::Title { listing, word }),
        1 => (0_u8..6, small).prop_map(|(who, word)| Step::Rename { who, word }),
    ]
}

/// A step with everything named.
#[derive(Debug, Clone)]
pub enum Deed {
    Ask(Asking),
    Wish {
        key: String,
        print: u8,
        asking: Asking,
    },
    AskAndFail(Asking),
    Turn {
        scope: Scope,
        conversation: ConversationId,
        kind: EntryKind,
        body: Option<String>,
        now: Micros,
        number: usize,
    },
    Read {
        scope: Scope,
        conversation: ConversationId,
        seq: i64,
    },
    Title {
        key: MarketplaceKey,
        listing: &'static str,
        seller: PrincipalId,
        title: String,
    },
    Rename {
        key: MarketplaceKey,
        who: PrincipalId,
        name: String,
    },
}

/// A question with everything named.
#[derive(Debug, Clone)]
pub struct Asking {
    pub key: MarketplaceKey,
    pub fresh: ConversationId,
    pub buyer: PrincipalId,
    pub seller: PrincipalId,
    pub listing: Option<&'static str>,
    pub body: String,
    pub now: Micros,
    pub number: usize,
}

/// Where a comparison starts its pages and streams.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub limit: usize,
    pub after: i64,
}

impl Place {
    /// Another place at each comparison.
    pub fn at(number: usize, actor: usize) -> Self {
        let after = i64::try_from((number * 7 + actor) % 40).unwrap();
        Self {
            limit: 1 + (number + actor) % 5,
            after,
        }
    }
}

/// The cast of one case's marketplace.
pub fn cast_of(key: MarketplaceKey) -> Cast {
    Cast {
        here: key,
        there: key,
        buyer: account_id(1).into(),
        rival: account_id(2).into(),
        seller: account_id(3).into(),
        clerk: account_id(4).into(),
        shop: shop_id(5).into(),
        guest: GuestId::new(DAWN, [6; 10]).into(),
    }
}

/// Everybody who acts, with whose eyes.
pub fn actors(cast: &Cast) -> Vec<Scope> {
    let mut all: Vec<_> = [&cast.buyer, &cast.rival, &cast.seller, &cast.guest]
        .map(|who| cast.eyes(who))
        .into();
    all.push(cast.counter());
    all
}

/// Who may ask whom: every two that meet in both roles, and the shop.
fn pairs(cast: &Cast) -> Vec<(&PrincipalId, &PrincipalId)> {
    vec![
        (&cast.buyer, &cast.seller),
        (&cast.seller, &cast.buyer),
        (&cast.buyer, &cast.shop),
        (&cast.rival, &cast.seller),
        (&cast.rival, &cast.shop),
        (&cast.guest, &cast.shop),
        (&cast.guest, &cast.seller),
        (&cast.seller, &cast.shop),
        (&cast.clerk, &cast.seller),
        (&cast.buyer, &cast.rival),
    ]
}

fn pick<T: Clone>(all: &[T], number: u8) -> Option<T> {
    all.get(usize::from(number) % all.len().max(1)).cloned()
}

impl Step {
    /// Names what the numbers mean now. Where there is no conversation yet, one that never is.
    pub fn resolved(&self, number: usize, cast: &Cast, model: &Model) -> Deed {
        let conversation = |wanted: u8| {
            pick(&model.conversations(), wanted).unwrap_or_else(|| conversation_id(u64::MAX))
        };
        let scope = |wanted: u8| pick(&actors(cast), wanted).unwrap();
        let now = |jitter: i16| {
            let step = i64::try_from(number).unwrap() * 60 + i64::from(jitter);
            DAWN.plus(step * MINUTE)
        };
        match self {
            Self::Ask {
                pair,
                listing,
                jitter,
            } => Deed::Ask(asking(number, cast, *pair, *listing, now(*jitter))),
            Self::Wish { key, body, pair } => Deed::Wish {
                key: format!("wish {key}"),
                print: *body,
                asking: asking(number, cast, *pair, 0, now(0)),
            },
            Self::AskAndFail { pair, listing } => {
                Deed::AskAndFail(asking(number, cast, *pair, *listing, now(0)))
            }
            Self::Turn {
                actor,
                conversation: wanted,
                kind,
                jitter,
            } => {
                let kind = match kind {
                    0 => EntryKind::Closed,
                    1 => EntryKind::Reopened,
                    _ => EntryKind::Message,
                };
                let body =
                    (kind == EntryKind::Message).then(|| format!("Turn {number} \u{e4}\u{1f44b}"));
                let (scope, conversation) = (scope(*actor), conversation(*wanted));
                Deed::Turn {
                    scope,
                    conversation,
                    kind,
                    body,
                    now: now(*jitter),
                    number,
                }
            }
            Self::Read {
                actor,
                conversation: wanted,
                back,
            } => {
                let conversation = conversation(*wanted);
                let seq = model.length(&conversation) - i64::from(*back);
                Deed::Read {
                    scope: scope(*actor),
                    conversation,
                    seq,
                }
            }
            Self::Title { listing, word } => titled(cast, *listing, *word),
            Self::Rename { who, word } => renamed(cast, *who, *word),
        }
    }
}

fn titled(cast: &Cast, listing: u8, word: u8) -> Deed {
    let (listing, seller) = [("lamp", &cast.seller), ("sofa", &cast.shop)][usize::from(listing)];
    let (key, seller, title) = (cast.here, seller.clone(), format!("Title {word}"));
    Deed::Title {
        key,
        listing,
        seller,
        title,
    }
}

fn renamed(cast: &Cast, who: u8, word: u8) -> Deed {
    let all = [
        &cast.buyer,
        &cast.rival,
        &cast.seller,
        &cast.clerk,
        &cast.shop,
        &cast.guest,
    ];
    let who = all[usize::from(who)].clone();
    Deed::Rename {
        key: cast.here,
        who,
        name: format!("Name {word}"),
    }
}

fn asking(number: usize, cast: &Cast, pair: u8, listing: u8, now: Micros) -> Asking {
    let (buyer, seller) = pick(&pairs(cast), pair).unwrap();
    Asking {
        key: cast.here,
        fresh: conversation_id(u64::try_from(number).unwrap()),
        buyer: buyer.clone(),
        seller: seller.clone(),
        listing: [None, Some("lamp"), Some("sofa")][usize::from(listing)],
        body: format!("Ask {number} \u{e4}\u{1f44b}"),
        now,
        number,
    }
}
