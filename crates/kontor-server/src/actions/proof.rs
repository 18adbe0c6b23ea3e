//! Proving control of e-mail addresses and numbers: nothing unproven is shown to anybody.
//!
//! Asking writes a request and counts it; the code is made when it is sent (`outbox/proof.rs`), so it
//! is nowhere but in the mail or message and, as a hash, in the database. A wrong code is an outcome
//! and not an error of the transaction: its try must be kept.

use kontor_core::access::decides_for;
use kontor_core::account::Caller;
use kontor_core::id::{AccountId, CodeId, MarketplaceKey, PrincipalId};
use kontor_core::marketplace::Marketplace;
use kontor_core::outbox::Topic;
use kontor_core::proof::{AGAIN_AFTER, Budget, Claim, PROOFS_MAX, code_hash, typed};
use kontor_core::time::{Micros, SECOND};
use kontor_store::contact_code::{NewCode, Waiting};
use kontor_store::contact_proof::{Proof, ProvenBy};
use kontor_store::outbox::NewJob;
use kontor_store::{Tx, account, code_budget, contact_code, contact_proof, outbox, principal};
use kontor_text::phone_number;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::fault::Fault;
use crate::random;

/// Feed addresses that wait for a proof, as many as are shown.
const FEED_ADDRESSES_MAX: i64 = 100;

/// Proofs of a seller, and what waits for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proofs {
    /// Whose.
    pub owner: PrincipalId,
    /// The owner's name.
    pub name: String,
    /// What is proven.
    pub proven: Vec<Proof>,
    /// Codes that were asked for.
    pub waiting: Vec<Waiting>,
    /// Addresses of the seller's listings that nobody proved, with the number of listings.
    pub feed_addresses: Vec<(String, i64)>,
}

/// Reads what is to be proven: kind and value as a person writes them.
///
/// # Errors
/// `field_invalid` (`kind`, `value`).
pub fn claim(market: &Marketplace, kind: &str, value: &str) -> Result<Claim, Fault> {
    match kind {
        "email" => Claim::email(value).ok_or_else(|| Fault::field("value", "invalid")),
        "phone" => phone_number::read(value, &market.country)
            .map(Claim::Phone)
            .map_err(|refusal| Fault::field("value", refusal.code())),
        _ => Err(Fault::field("kind", "unknown")),
    }
}

/// The seller that a path names, where the caller decides for it.
async fn owner(tx: &mut Tx, caller: &Caller, id: &str) -> Result<principal::Principal, Fault> {
    let found = principal::find(tx, caller.marketplace, id).await?;
    found
        .filter(|found| principal::can_sell(&found.id) && decides_for(caller, &found.id))
        .ok_or_else(|| Fault::new("not_found"))
}

/// What a seller has proven and what waits.
///
/// # Errors
/// `not_found`, the store's.
pub async fn list(app: &App, caller: &Caller, id: &str) -> Result<Proofs, Fault> {
    let input = (caller.clone(), id.to_owned(), app.clock.now());
    app.store
        .read(input, |tx, (caller, id, now)| {
            Box::pin(async move {
                let owner = owner(tx, caller, id).await?;
                let key = caller.marketplace;
                Ok(Proofs {
                    proven: contact_proof::list(tx, key, &owner.id).await?,
                    waiting: contact_code::of(tx, key, &owner.id, *now).await?,
                    feed_addresses: contact_proof::feed_addresses(
                        tx,
                        key,
                        &owner.id,
                        FEED_ADDRESSES_MAX,
                    )
                    .await?,
                    owner: owner.id,
                    name: owner.name,
                })
            })
        })
        .await
}

/// Asks for a code, sent in this language. Within a minute of the last one nothing more happens.
///
/// # Errors
/// `not_found`, `field_invalid` (`value`), `too_many_requests`, the store's.
pub async fn ask(
    app: &App,
    caller: &Caller,
    id: &str,
    claim: Claim,
    locale: &str,
) -> Result<(), Fault> {
    if let Claim::Phone(number) = &claim
        && !phone_number::kind(number).takes_sms()
    {
        return Err(Fault::field("value", "no_sms"));
    }
    let now = app.clock.now();
    let asked = Asked {
        caller: caller.clone(),
        id: id.to_owned(),
        counted_as: claim.counted_as(),
        sendable: matches!(claim, Claim::Phone(_)) || !app.config.mail_relay.is_empty(),
        claim,
        locale: locale.to_owned(),
        fresh: random::fresh(CodeId::new, now),
        now,
    };
    if !asked.sendable {
        tracing::warn!("a code was asked for by mail, but no mail_relay is configured");
    }
    app.store
        .write(asked, |tx, asked| Box::pin(ask_unit(tx, asked)))
        .await
}

struct Asked {
    caller: Caller,
    id: String,
    claim: Claim,
    counted_as: String,
    sendable: bool,
    locale: String,
    fresh: CodeId,
    now: Micros,
}

async fn ask_unit(tx: &mut Tx, asked: &Asked) -> Result<(), Fault> {
    let (key, now) = (asked.caller.marketplace, asked.now);
    let owner = owner(tx, &asked.caller, &asked.id).await?.id;
    let waiting = contact_code::of(tx, key, &owner, now).await?;
    let last = waiting.iter().find(|one| one.claim == asked.claim);
    if last.is_some_and(|one| one.asked_at.plus(AGAIN_AFTER) > now) {
        return Ok(());
    }
    take(tx, key, Budget::Value, &asked.counted_as, now).await?;
    take(tx, key, Budget::Account, asked.caller.own().as_str(), now).await?;
    let proven = contact_proof::list(tx, key, &owner).await?;
    if proven.len() + waiting.len() >= PROOFS_MAX {
        return Err(Fault::field("value", "too_many"));
    }
    let new = NewCode {
        id: asked.fresh.clone(),
        owner,
        claim: asked.claim.clone(),
        locale: asked.locale.clone(),
        now,
    };
    let id = contact_code::put(tx, key, &new).await?;
    if !asked.sendable {
        return Ok(());
    }
    let name = format!("proof:{id}");
    let job = NewJob {
        topic: match asked.claim {
            Claim::Email(_) => Topic::ProofMail,
            Claim::Phone(_) => Topic::ProofSms,
        },
        order_key: &name,
        dedupe_key: &name,
        due: now,
        payload: id.as_str(),
    };
    Ok(outbox::put(tx, key, &job).await?)
}

async fn take(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    budget: Budget,
    subject: &str,
    now: Micros,
) -> Result<(), Fault> {
    let taken = code_budget::take(tx, marketplace, budget, subject, now).await?;
    taken.map_err(|again| Fault {
        retry_after_s: u64::try_from((again.0 - now.0) / SECOND + 1).ok(),
        ..Fault::new("too_many_requests")
    })
}

/// What came of a code that was typed.
enum Outcome {
    Proven(Proof),
    Wrong,
    Expired,
}

/// Proves by a code. The same again after it was right changes nothing and is right too.
///
/// # Errors
/// `not_found`, `code_wrong`, `code_expired`, `too_many_requests`, the store's.
pub async fn confirm(
    app: &App,
    caller: &Caller,
    id: &str,
    claim: Claim,
    code: &str,
) -> Result<Proof, Fault> {
    let input = (
        caller.clone(),
        id.to_owned(),
        claim,
        typed(code),
        app.clock.now(),
    );
    let outcome = app
        .store
        .write(input, |tx, (caller, id, claim, code, now)| {
            Box::pin(confirm_unit(tx, caller, id, claim, code, *now))
        })
        .await?;
    match outcome {
        Outcome::Proven(proof) => {
            forget(app);
            Ok(proof)
        }
        Outcome::Wrong => Err(Fault::new("code_wrong")),
        Outcome::Expired => Err(Fault::new("code_expired")),
    }
}

async fn confirm_unit(
    tx: &mut Tx,
    caller: &Caller,
    id: &str,
    claim: &Claim,
    code: &str,
    now: Micros,
) -> Result<Outcome, Fault> {
    let key = caller.marketplace;
    let owner = owner(tx, caller, id).await?.id;
    take(tx, key, Budget::Tries, caller.own().as_str(), now).await?;
    let Some((salt, hash)) = contact_code::attempt(tx, key, &owner, claim, now).await? else {
        let proven = contact_proof::list(tx, key, &owner).await?;
        let known = proven.into_iter().find(|proof| proof.claim == *claim);
        return Ok(known.map_or(Outcome::Expired, Outcome::Proven));
    };
    if !bool::from(code_hash(&salt, code).as_slice().ct_eq(&hash)) {
        return Ok(Outcome::Wrong);
    }
    contact_code::remove(tx, key, &owner, claim).await?;
    keep(tx, key, owner, claim, ProvenBy::Code, now)
        .await
        .map(Outcome::Proven)
}

/// What is proven shows on cards at once, and whoever proved the own address belongs to another
/// audience.
fn forget(app: &App) {
    app.forget_cards();
    app.forget_callers();
}

/// Writes a proof; the login address of an account is proven with it.
async fn keep(
    tx: &mut Tx,
    key: MarketplaceKey,
    owner: PrincipalId,
    claim: &Claim,
    by: ProvenBy,
    now: Micros,
) -> Result<Proof, Fault> {
    contact_proof::put(tx, key, &owner, claim.provable(), by, now).await?;
    let login = match claim {
        Claim::Email(address) => {
            account::set_email_verified(tx, key, &owner, address, Some(now)).await?
        }
        Claim::Phone(_) => false,
    };
    Ok(Proof {
        claim: claim.clone(),
        proven_at: now,
        proven_by: by,
        login,
    })
}

/// Withdraws a proof, and ends a code that waits: from now on the value is shown to nobody.
///
/// # Errors
/// `not_found`, the store's.
pub async fn withdraw(app: &App, caller: &Caller, id: &str, claim: Claim) -> Result<(), Fault> {
    let input = (caller.clone(), id.to_owned(), claim);
    app.store
        .write(input, |tx, (caller, id, claim)| {
            Box::pin(async move {
                let key = caller.marketplace;
                let owner = owner(tx, caller, id).await?.id;
                let proven = contact_proof::list(tx, key, &owner).await?;
                let proven = proven.iter().any(|proof| proof.claim == *claim);
                let waits = contact_code::remove(tx, key, &owner, claim).await?;
                contact_proof::remove(tx, key, &owner, claim.provable()).await?;
                if let Claim::Email(address) = claim {
                    account::set_email_verified(tx, key, &owner, address, None).await?;
                }
                if proven || waits {
                    Ok(())
                } else {
                    Err(Fault::new("not_found"))
                }
            })
        })
        .await?;
    forget(app);
    Ok(())
}

/// Records a proof by the marketplace, which identified the seller itself. True where there was none.
///
/// # Errors
/// `not_found`, the store's.
pub async fn record(
    app: &App,
    caller: &Caller,
    id: &str,
    claim: Claim,
) -> Result<(Proof, bool), Fault> {
    let input = (caller.clone(), id.to_owned(), claim, app.clock.now());
    let done = app
        .store
        .write(input, |tx, (caller, id, claim, now)| {
            Box::pin(async move {
                let key = caller.marketplace;
                let owner = owner(tx, caller, id).await?.id;
                let before = contact_proof::list(tx, key, &owner).await?;
                let known = before.iter().any(|proof| proof.claim == *claim);
                if !known && before.len() >= PROOFS_MAX {
                    return Err(Fault::field("value", "too_many"));
                }
                contact_code::remove(tx, key, &owner, claim).await?;
                let proof = keep(tx, key, owner, claim, ProvenBy::Marketplace, *now).await?;
                Ok((proof, !known))
            })
        })
        .await?;
    forget(app);
    Ok(done)
}

/// The login address of an account of the caller's own, as something to be proven.
///
/// # Errors
/// `not_found` for whoever has none, the store's.
pub async fn login(app: &App, caller: &Caller) -> Result<(Claim, bool), Fault> {
    let none = || Fault::new("not_found");
    let id = AccountId::parse(caller.own().as_str()).ok_or_else(none)?;
    let found = app
        .store
        .read((caller.marketplace, id), |tx, (key, id)| {
            Box::pin(account::find(tx, *key, id))
        })
        .await?;
    let account = found.ok_or_else(none)?;
    let claim = Claim::email(&account.email).ok_or_else(none)?;
    Ok((claim, account.email_verified_at.is_some()))
}
