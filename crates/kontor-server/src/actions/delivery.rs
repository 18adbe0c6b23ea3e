//! How a shop gets its messages: its choice, and the mails that follow from a message.

use kontor_core::account::{Caller, is_email};
use kontor_core::contact_card::Provable;
use kontor_core::delivery::{Choice, Goal, Right, plan, right};
use kontor_core::id::{MarketplaceKey, PrincipalId, ShopId};
use kontor_core::listing::is_external_id;
use kontor_core::outbox::Topic;
use kontor_core::time::Micros;
use kontor_store::conversation::Taken;
use kontor_store::delivery::{self, Chosen, Target};
use kontor_store::outbox::NewJob;
use kontor_store::{Tx, contact_proof, outbox, principal};

use crate::actions::seen::Seen;
use crate::app::App;
use crate::fault::Fault;

/// How a shop's messages reach it, as its administrators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The shop.
    pub shop: PrincipalId,
    /// Its name.
    pub name: String,
    /// What was chosen.
    pub chosen: Chosen,
    /// Whether the shop's own address is proven; false where there is none.
    pub proven: bool,
    /// Which address is the one for messages about no listing.
    pub goal: Goal,
    /// Whether any proven address is known.
    pub reachable: bool,
    /// Whether this server sends mail at all.
    pub mail: bool,
}

/// How a shop's messages reach it.
///
/// # Errors
/// `not_found`, `delivery_fixed` for a private seller, the store's.
pub async fn settled(app: &App, caller: &Caller, seller: &str) -> Result<Settled, Fault> {
    let input = (caller.clone(), seller.to_owned(), app.sends_mail());
    app.store
        .read(input, |tx, (caller, seller, mail)| {
            Box::pin(settled_unit(tx, caller, seller, *mail))
        })
        .await
}

/// Chooses; an address of none means the administrators' own.
///
/// # Errors
/// `not_found`, `delivery_fixed` for a private seller, `field_invalid`, `precondition_failed`, the
/// store's.
pub async fn choose(
    app: &App,
    caller: &Caller,
    seller: &str,
    (choice, address): (Choice, Option<String>),
    seen: Seen,
) -> Result<Settled, Fault> {
    let address = address.map(|address| address.trim().to_owned());
    let address = address.filter(|address| !address.is_empty());
    if address.as_deref().is_some_and(|address| !is_email(address)) {
        return Err(Fault::field("address", "invalid"));
    }
    let wanted = Wanted {
        choice,
        address,
        seen,
        now: app.clock.now(),
        mail: app.sends_mail(),
    };
    let input = (caller.clone(), seller.to_owned(), wanted);
    app.store
        .write(input, |tx, (caller, seller, wanted)| {
            Box::pin(choose_unit(tx, caller, seller, wanted))
        })
        .await
}

struct Wanted {
    choice: Choice,
    address: Option<String>,
    seen: Seen,
    now: Micros,
    mail: bool,
}

async fn choose_unit(
    tx: &mut Tx,
    caller: &Caller,
    seller: &str,
    wanted: &Wanted,
) -> Result<Settled, Fault> {
    let marketplace = caller.marketplace;
    let shop = shop(tx, caller, seller).await?.id;
    if wanted.seen != Seen::Unsaid {
        let is = delivery::hold(tx, marketplace, &shop).await?;
        wanted.seen.check(Some(is.unwrap_or(0)))?;
    }
    let what = (wanted.choice, wanted.address.as_deref());
    let revision = delivery::put(tx, marketplace, &shop, what, wanted.now).await?;
    // Where there was no row to hold, another first choice may have come between.
    if wanted.seen == Seen::Revision(0) && revision != 1 {
        return Err(Fault::new("precondition_failed"));
    }
    settled_unit(tx, caller, seller, wanted.mail).await
}

async fn settled_unit(
    tx: &mut Tx,
    caller: &Caller,
    seller: &str,
    mail: bool,
) -> Result<Settled, Fault> {
    let marketplace = caller.marketplace;
    let found = shop(tx, caller, seller).await?;
    let target = delivery::target(tx, marketplace, &found.id, None).await?;
    let proven = match &target.chosen.address {
        None => false,
        Some(address) => contact_proof::of(tx, marketplace, &found.id)
            .await?
            .holds(Provable::Email(address)),
    };
    Ok(Settled {
        shop: found.id,
        name: found.name,
        chosen: target.chosen,
        proven,
        goal: target.goal,
        reachable: !target.addresses.is_empty(),
        mail,
    })
}

/// The shop that a name stands for, where the caller may choose for it.
async fn shop(tx: &mut Tx, caller: &Caller, seller: &str) -> Result<principal::Principal, Fault> {
    let missing = || Fault::new("not_found");
    if !is_external_id(seller) {
        return Err(missing());
    }
    let found = principal::find(tx, caller.marketplace, seller).await?;
    let found = found.ok_or_else(missing)?;
    match right(caller, &found.id) {
        Right::Chooses => Ok(found),
        Right::Fixed => Err(Fault::new("delivery_fixed")),
        Right::None => Err(missing()),
    }
}

/// What the write of a message needs to know to tell the others of it.
pub(super) struct Telling<'a> {
    pub(super) marketplace: MarketplaceKey,
    pub(super) taken: &'a Taken,
    /// Who writes.
    pub(super) me: &'a PrincipalId,
    pub(super) now: Micros,
    /// When a notice falls due; `None` where no mail is sent.
    pub(super) notice_due: Option<Micros>,
}

/// Queues what tells the other members of the message that is about to be written, and gives those
/// for whom it does not count as unread since it reaches them whole.
pub(super) async fn tell(tx: &mut Tx, telling: &Telling<'_>) -> Result<Vec<PrincipalId>, Fault> {
    let mut elsewhere = Vec::new();
    let members = telling.taken.members.iter();
    for other in members.filter(|member| member.principal != *telling.me) {
        let other = &other.principal;
        let target = match (ShopId::parse(other.as_str()), telling.notice_due) {
            (Some(_), Some(_)) => {
                let id = Some(&telling.taken.id);
                Some(delivery::target(tx, telling.marketplace, other, id).await?)
            }
            _ => None,
        };
        let addresses = target.as_ref().map_or(&[][..], |target| &target.addresses);
        let choice = target.as_ref().map(|target| target.chosen.choice);
        let plan = plan(choice, telling.notice_due.is_some(), !addresses.is_empty());
        if let (true, Some(target)) = (plan.whole, &target) {
            send_whole(tx, telling, other, target).await?;
        }
        if let (true, Some(due)) = (plan.notice, telling.notice_due) {
            notify(tx, telling, other, due).await?;
        }
        if !plan.unread {
            elsewhere.push(other.clone());
        }
    }
    Ok(elsewhere)
}

/// One job for each message and address, so that one address that fails sends nothing twice to the
/// others; in order for each conversation and address.
async fn send_whole(
    tx: &mut Tx,
    telling: &Telling<'_>,
    shop: &PrincipalId,
    target: &Target,
) -> Result<(), Fault> {
    let (id, seq) = (&telling.taken.id, telling.taken.seq);
    for address in &target.addresses {
        let key = &address.key;
        let job = NewJob {
            topic: Topic::Delivery,
            order_key: &format!("delivery:{id}:{key}"),
            dedupe_key: &format!("delivery:{id}:{seq}:{key}"),
            due: telling.now,
            payload: &format!("{id} {shop} {seq} {key}"),
        };
        outbox::put(tx, telling.marketplace, &job).await?;
    }
    Ok(())
}

async fn notify(
    tx: &mut Tx,
    telling: &Telling<'_>,
    other: &PrincipalId,
    due: Micros,
) -> Result<(), Fault> {
    let (id, seq) = (&telling.taken.id, telling.taken.seq);
    let key = format!("notice:{id}:{other}");
    let notice = NewJob {
        topic: Topic::Notice,
        order_key: &key,
        dedupe_key: &key,
        due,
        payload: &format!("{id} {other} {seq}"),
    };
    outbox::put(tx, telling.marketplace, &notice).await?;
    Ok(())
}
