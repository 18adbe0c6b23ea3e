//! Handing out numbers and addresses: by the card's own rules, counted, and limited.
//!
//! Nothing is handed out before its contact is written and its budgets are taken, in one transaction.
//! An answer is never replayed: the same request again is decided anew and counts once.

use kontor_core::account::Caller;
use kontor_core::contact::{ContactKind, Device};
use kontor_core::contact_card::{HandOutRefusal, HandedOut, Viewer, Window, hand_out};
use kontor_core::handout::{self, Budget, Limits, Taker};
use kontor_core::id::{ContactId, ConversationId, MarketplaceKey, PrincipalId, short};
use kontor_core::marketplace::Marketplace;
use kontor_core::time::{DAY, Micros};
use kontor_store::contact::{self, NewContact, day, viewer};
use kontor_store::contact_card::Subject;
use kontor_store::{Tx, callback};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::cards::Card;
use crate::config::Config;
use crate::fault::Fault;
use crate::{random, rate};

/// Who looks, as far as counting and limits are concerned.
#[derive(Debug, Clone)]
pub struct Looker {
    /// As audiences tell viewers apart.
    pub viewer: Viewer,
    /// Who, where known.
    principals: Vec<PrincipalId>,
    taker: Taker,
    /// What is hashed as the viewer: a principal, or network and browser.
    who: String,
    /// What guests' budgets are kept by: the network, or the guest.
    subject: String,
    robot: bool,
}

impl Looker {
    /// Who asks: a caller, or somebody at a network address with a browser.
    #[must_use]
    pub fn new(caller: Option<&Caller>, peer: &str, user_agent: &str) -> Self {
        let network = rate::network(peer);
        let own = caller.map(Caller::own);
        let taker = match caller {
            Some(caller) if caller.role().is_some() => Taker::Account(caller.own()),
            _ => Taker::Guest,
        };
        Self {
            viewer: Viewer::of(caller),
            principals: caller.map(Caller::principals).unwrap_or_default(),
            who: match &own {
                Some(own) => format!("principal {own}"),
                None => format!("network {network} {user_agent}"),
            },
            subject: match &taker {
                Taker::Account(own) => own.0.clone(),
                Taker::Guest => network,
            },
            taker,
            robot: own.is_none() && handout::is_robot(user_agent),
        }
    }

    /// Whether the looker is the seller, or works for the shop.
    pub(super) fn is_own(&self, seller: &PrincipalId) -> bool {
        self.principals.contains(seller)
    }

    /// What budgets of the looker are kept by.
    pub(super) fn hashed(&self, secret: &[u8; 32]) -> String {
        kontor_store::archive::hex(&viewer(secret, &self.subject))
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Of whom.
    pub subject: Subject,
    /// What.
    pub kind: ContactKind,
    /// On what.
    pub device: Device,
    /// The client's key, so that the same request counts once.
    pub key: Option<String>,
}

/// What is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The number or address.
    pub out: HandedOut,
    /// Whether it counted.
    pub counted: bool,
    /// When the number stops being shown, where it does.
    pub until: Option<Micros>,
    /// The conversation that a call-back was written into.
    pub conversation: Option<ConversationId>,
}

impl From<HandOutRefusal> for Fault {
    fn from(refusal: HandOutRefusal) -> Self {
        let fault = Self::new(refusal.code());
        match refusal {
            HandOutRefusal::OutOfHours(Some(again)) => Self {
                detail: Some(format!("again at {again}")),
                ..fault
            },
            _ => fault,
        }
    }
}

/// The limits of a configuration.
#[must_use]
pub fn limits(config: &Config) -> Limits {
    Limits {
        per_guest: config.handouts_per_guest_a_day.into(),
        per_account: config.handouts_per_account_a_day.into(),
        per_seller: config.handouts_per_seller_a_day.into(),
        to_guests: config.handouts_to_guests_a_day.into(),
    }
}

/// Hands out what is asked for.
///
/// # Errors
/// `not_found`, `channel_not_offered`, `sign_in_first`, `verify_email_first`, `out_of_hours`,
/// `call_now`, `too_many_requests`, the store's.
pub async fn give(
    app: &App,
    market: &Marketplace,
    looker: Looker,
    asked: Asked,
) -> Result<Given, Fault> {
    let card = app.fresh_card(market, asked.subject.clone()).await?;
    let card = card.ok_or_else(|| Fault::new("not_found"))?;
    let now = app.clock.now();
    let window = card.window(now);
    let decided = decide(&card, &looker, window, asked.kind);
    let out = match decided {
        Ok(out) => out,
        Err(HandOutRefusal::OutOfHours(again)) => {
            demand(app, market, &card, now).await?;
            return Err(HandOutRefusal::OutOfHours(again).into());
        }
        Err(refusal) => return Err(refusal.into()),
    };
    let shows_number = matches!(out, HandedOut::Phone(_));
    let until = window.next_change.filter(|_| shows_number);
    if looker.is_own(&card.source.seller) {
        return Ok(Given {
            out,
            counted: false,
            until,
            conversation: None,
        });
    }
    let counting = Counting::new(app, market.key, &looker, &asked, &card, now);
    let counted = app
        .store
        .write(counting, |tx, counting| {
            Box::pin(async move { count(tx, counting).await })
        })
        .await?;
    Ok(Given {
        out,
        counted,
        until,
        conversation: None,
    })
}

pub(super) fn decide(
    card: &Card,
    looker: &Looker,
    window: Window,
    kind: ContactKind,
) -> Result<HandedOut, HandOutRefusal> {
    if !card.source.offered {
        return Err(HandOutRefusal::NotOffered);
    }
    hand_out(&card.source.reachable, looker.viewer, window, kind)
}

/// Counts, for the seller, that somebody asked outside the hours.
pub(super) async fn demand(
    app: &App,
    market: &Marketplace,
    card: &Card,
    now: Micros,
) -> Result<(), Fault> {
    let Some((day, hour)) = card.wall_clock(now) else {
        return Ok(());
    };
    let input = (market.key, card.source.seller.clone(), day, hour);
    app.store
        .write(input, |tx, (market, seller, day, hour)| {
            Box::pin(async move {
                Ok::<_, Fault>(callback::count_demand(tx, *market, seller, *day, *hour).await?)
            })
        })
        .await
}

/// What is written when something is handed out.
#[derive(Debug, Clone)]
pub(super) struct Counting {
    market: MarketplaceKey,
    who: String,
    subject: String,
    budgets: Vec<Budget>,
    key: Option<String>,
    contact: NewContact,
    fresh_key: [u8; 32],
    now: Micros,
}

impl Counting {
    pub(super) fn market(&self) -> MarketplaceKey {
        self.market
    }

    pub(super) fn new(
        app: &App,
        market: MarketplaceKey,
        looker: &Looker,
        asked: &Asked,
        card: &Card,
        now: Micros,
    ) -> Self {
        Self {
            market,
            who: looker.who.clone(),
            subject: looker.subject.clone(),
            budgets: handout::budgets(limits(&app.config), &looker.taker),
            key: asked.key.clone(),
            contact: NewContact {
                id: random::fresh(ContactId::new, now),
                seller: card.source.seller.clone(),
                listing: card.source.listing.clone(),
                kind: asked.kind,
                device: asked.device,
                counted: asked.kind.counts_on(asked.device) && !looker.robot,
                viewer: [0; 16],
                at: now,
            },
            fresh_key: random::bytes(),
            now,
        }
    }
}

/// Takes the budgets and writes the contact; true where it counts now.
pub(super) async fn count(tx: &mut Tx, counting: &Counting) -> Result<bool, Fault> {
    let (market, today) = (counting.market, day(counting.now));
    let secret = contact::viewer_key(tx, market, today, &counting.fresh_key).await?;
    let hashed = viewer(&secret, &counting.who);
    let mut new = counting.contact.clone();
    new.viewer = hashed;
    if let Some(key) = &counting.key {
        new.id = same_id(today, &new, key);
    }
    let written = contact::put(tx, market, &new).await?;
    for budget in &counting.budgets {
        let subject = match budget.code {
            "seller" => new.seller.0.clone(),
            "guests" => String::new(),
            _ => kontor_store::archive::hex(&viewer(&secret, &counting.subject)),
        };
        let taken = contact::take(tx, market, today, budget.code, &subject).await?;
        if taken > budget.allowed {
            return Err(Fault {
                retry_after_s: Some(handout::retry_after_s(counting.now)),
                ..Fault::new("handouts_used_up")
            });
        }
    }
    Ok(written && new.counted)
}

/// The id of a contact that a client's key names: the same for the same viewer, seller, listing, kind,
/// day and key.
fn same_id(today: i64, new: &NewContact, key: &str) -> ContactId {
    let mut hash = Sha256::new();
    hash.update(new.viewer);
    let listing = new.listing.as_deref().unwrap_or_default();
    for part in [new.seller.as_str(), listing, new.kind.code(), key] {
        hash.update(part.as_bytes());
        // No part contains it, so that none runs into the next.
        hash.update([0]);
    }
    ContactId::new(Micros(today * DAY), short(&hash.finalize().into()))
}
