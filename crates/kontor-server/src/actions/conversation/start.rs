//! The first or a further message about something: whom it reaches, and whether it may be written.

use kontor_core::account::Caller;
use kontor_core::contact::{ContactKind, Device};
use kontor_core::contact_card::{NextStep, Viewer, missing};
use kontor_core::contact_settings::Audience;
use kontor_core::conversation::{self as rules, About, Side, Via, may_start};
use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_core::listing::{ListingState, is_external_id};
use kontor_core::marketplace::Preset;
use kontor_core::timeline::EntryKind;
use kontor_store::contact::NewContact;
use kontor_store::contact_card::Subject;
use kontor_store::conversation::NewInquiry;
use kontor_store::idempotency::Wish;
use kontor_store::listing::Asked;
use kontor_store::timeline::Part;
use kontor_store::{Scope, Tx, contact, contact_card, conversation, listing, principal, timeline};

use super::{Act, Done, Fresh};
use crate::actions::order;
use crate::app::App;
use crate::fault::Fault;
use crate::random;

/// A first or further message about a listing or an order, or to a seller.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// About which listing.
    pub listing: Option<String>,
    /// To which seller, where it is about no listing.
    pub seller: Option<String>,
    /// By which of the seller's channels.
    pub via: Via,
    /// The subject, which only a form has.
    pub subject: Option<String>,
    /// About which order; then about no listing and to whom follows from it.
    pub order: Option<String>,
    /// The text.
    pub body: String,
    /// True where another channel of the seller's let the writer in and was counted: a call-back.
    pub admitted: bool,
}

impl Start {
    /// The same with its texts as they are kept.
    ///
    /// # Errors
    /// `body_empty`, `body_too_long`, `subject_too_long`, `subject_without_form`.
    pub fn cleaned(self) -> Result<Self, Fault> {
        let subject = self.subject.as_deref().unwrap_or_default();
        Ok(Self {
            subject: rules::subject(self.via, subject)?,
            body: rules::body(&self.body)?,
            ..self
        })
    }

    /// A message about a listing, or to a seller, that another channel let in.
    #[must_use]
    pub fn admitted(listing: Option<String>, seller: Option<String>, body: String) -> Self {
        Self {
            listing,
            seller,
            body,
            admitted: true,
            ..Self::default()
        }
    }
}

/// Starts a conversation, or continues the one that exists.
///
/// # Errors
/// See [`Start::cleaned`]; `field_invalid`, `not_found`, `own_listing`, `own_order`,
/// `channel_not_offered`, `sign_in_first`, `verify_email_first`, `listing_retired`,
/// `idempotency_key_reused`, the store's.
pub async fn start(
    app: &App,
    caller: &Caller,
    start: Start,
    wish: Option<Wish>,
) -> Result<Done, Fault> {
    let start = start.cleaned()?;
    if start.via == Via::Form && !forms_allowed(app, caller.marketplace) {
        return Err(Fault::new("channel_not_offered"));
    }
    let act = Act::new(app, caller, wish);
    let id = random::fresh(ConversationId::new, act.now);
    let input = (act, start, id);
    app.store
        .write(input, |tx, (act, start, id)| {
            Box::pin(start_unit(tx, act, start, id))
        })
        .await
}

/// Whether a marketplace lets sellers be reached by a form; one that is closed does not.
pub(in crate::actions) fn forms_allowed(app: &App, marketplace: MarketplaceKey) -> bool {
    app.by_key(marketplace)
        .is_some_and(|market| market.preset != Preset::Closed)
}

/// Does what [`start`] does inside a transaction.
pub(in crate::actions) async fn start_unit(
    tx: &mut Tx,
    act: &Act,
    start: &Start,
    id: &ConversationId,
) -> Result<Done, Fault> {
    if let Some(done) = act.before(tx).await? {
        return Ok(done);
    }
    let marketplace = act.scope.marketplace();
    let (new, asked) = match &start.order {
        Some(number) => by_order(tx, act, start, number, id).await?,
        None => by_offer(tx, act, start, id).await?,
    };
    let taken = conversation::open_inquiry(tx, marketplace, &new).await?;
    let status = if taken.fresh { 201 } else { 200 };
    let me = new.writer();
    let (done, elsewhere) = act.follow_up(tx, &taken, me, status).await?;
    let mut entry = act.entry(EntryKind::Message, me, Some(start.body.clone()));
    entry.elsewhere = elsewhere;
    entry.subject = start.subject.clone().map(|content| Part {
        content,
        salt: act.entropy.subject_salt,
    });
    let written = timeline::append(tx, marketplace, &taken, &entry).await?;
    let made = (&taken, &written);
    let seen = conversation::just_asked(marketplace, &new, &asked, made, &start.body);
    Ok(Done {
        fresh: Some(Fresh::Conversation(Box::new(seen))),
        ..done
    })
}

/// Whether the scope's person may write this now, and whom it reaches. The one place for what a seller
/// allows: every first message passes it, also that of a guest who has yet to prove an address.
pub(in crate::actions) async fn may_write(
    tx: &mut Tx,
    scope: &Scope,
    start: &Start,
) -> Result<Asked, Fault> {
    let asked = asked(tx, scope.marketplace(), start).await?;
    may_start(scope.principals(), &asked.who, asked.state)?;
    if !start.admitted {
        let subject = match &start.listing {
            Some(listing) => Subject::Listing(listing.clone()),
            None => Subject::Seller(asked.who.0.clone()),
        };
        let audience = contact_card::written_to(tx, scope, &subject, start.via).await?;
        let audience = audience.ok_or_else(|| Fault::new("channel_not_offered"))?;
        let viewer = match audience {
            Audience::Everyone => Viewer::Guest,
            _ => contact_card::viewer(tx, scope).await?,
        };
        if let Some(step) = missing(audience, viewer) {
            return Err(match step {
                NextStep::SignIn => Fault::new("sign_in_first"),
                NextStep::VerifyEmail => Fault::new("verify_email_first"),
            });
        }
    }
    Ok(asked)
}

/// Writes the contact that a message is.
async fn count(tx: &mut Tx, act: &Act, start: &Start, asked: &Asked) -> Result<(), Fault> {
    let market = act.scope.marketplace();
    let today = contact::day(act.now);
    let secret = contact::viewer_key(tx, market, today, &act.entropy.viewer_key).await?;
    let new = NewContact {
        id: act.contact.clone(),
        seller: asked.who.clone(),
        listing: start.listing.clone(),
        kind: match start.via {
            Via::Message => ContactKind::Message,
            Via::Form => ContactKind::Form,
        },
        device: Device::Desktop,
        counted: true,
        viewer: contact::viewer(&secret, &format!("principal {}", act.person)),
        at: act.now,
    };
    contact::put(tx, market, &new).await?;
    Ok(())
}

/// A buyer writes about a listing, or to a seller as such.
async fn by_offer(
    tx: &mut Tx,
    act: &Act,
    start: &Start,
    id: &ConversationId,
) -> Result<(NewInquiry, Asked), Fault> {
    let asked = may_write(tx, &act.scope, start).await?;
    if !start.admitted {
        count(tx, act, start, &asked).await?;
    }
    let new = NewInquiry {
        id: id.clone(),
        buyer: act.person.clone(),
        seller: asked.who.clone(),
        about: About::offer(start.listing.as_deref()),
        side: Side::Buyer,
        now: act.now,
    };
    Ok((new, asked))
}

/// Whoever bought or sold writes about an order, to the other side of it.
async fn by_order(
    tx: &mut Tx,
    act: &Act,
    start: &Start,
    number: &str,
    id: &ConversationId,
) -> Result<(NewInquiry, Asked), Fault> {
    if start.listing.is_some() || start.seller.is_some() {
        return Err(Fault::field("order", "not_alone"));
    }
    let (sold, side) = order::written_about(tx, &act.scope, number).await?;
    let other = match side {
        Side::Buyer => &sold.seller,
        Side::Seller => &sold.buyer,
    };
    let asked = Asked {
        who: other.id.clone(),
        name: other.name.clone(),
        state: ListingState::Offered,
        title: None,
    };
    let new = NewInquiry {
        id: id.clone(),
        buyer: sold.buyer.id,
        seller: sold.seller.id,
        about: About::Order(sold.number),
        side,
        now: act.now,
    };
    Ok((new, asked))
}

/// Who is asked, about which listing or as such.
async fn asked(tx: &mut Tx, marketplace: MarketplaceKey, start: &Start) -> Result<Asked, Fault> {
    let named = start.listing.as_ref().or(start.seller.as_ref());
    if named.is_some_and(|name| !is_external_id(name)) {
        return Err(Fault::new("not_found"));
    }
    let found = match (&start.listing, &start.seller) {
        (Some(external_id), _) => listing::asked(tx, marketplace, external_id).await?,
        (None, Some(seller)) => principal::find(tx, marketplace, seller)
            .await?
            .filter(|found| principal::can_sell(&found.id))
            .map(|found| Asked {
                who: found.id,
                name: found.name,
                state: ListingState::Offered,
                title: None,
            }),
        (None, None) => return Err(Fault::field("listing", "missing")),
    };
    found.ok_or_else(|| Fault::new("not_found"))
}
