//! Guests: a link by mail proves an address, and sends what was written before.
//!
//! The answer to asking is the same for every address, and costs the same writes: whether a mail goes out
//! is decided later, in the outbox (`outbox/guest_link.rs`), where limits are counted in the database.
//! Nothing that a stranger wrote goes into that mail (T136). Following the link uses nothing up, since
//! programs that look through mail follow links too; only its button does.

use kontor_core::account::is_email;
use kontor_core::conversation::Via;
use kontor_core::id::{ConversationId, GuestId, MarketplaceKey, PrincipalId, TokenId};
use kontor_core::marketplace::Marketplace;
use kontor_core::outbox::Topic;
use kontor_core::time::{DAY, HOUR, Micros, SECOND};
use kontor_pages::Locale;
use kontor_store::guest::{self, Link, Pending, PendingView};
use kontor_store::outbox::NewJob;
use kontor_store::token::{NewToken, TokenKind};
use kontor_store::{Scope, Tx, outbox, token};

use crate::actions::conversation::{self, Act, Start};
use crate::actions::people::check_name;
use crate::actions::session::{Issued, LABEL_CHARS_MAX};
use crate::app::App;
use crate::fault::Fault;
use crate::random;
use crate::rate::network;

/// Hours that a link to prove an address works. Source: security case T075, 24 at most.
pub const LINK_HOURS_MAX: i64 = 24;
/// Mails with a link that an address gets in a day while nobody ever proved control of it, whoever asks
/// and in whichever marketplace. Source: security case T136.
pub const UNPROVEN_MAILS_PER_DAY_MAX: usize = 1;
/// Mails with a link that a proven address gets in a day.
pub const PROVEN_MAILS_PER_DAY_MAX: usize = 10;
/// Messages that one link sends: its own, and those that the same browser left meanwhile.
pub const PENDING_MAX: usize = 10;
/// Days that a bearer token lasts that a program got for a link.
const TOKEN_DAYS: i64 = 30;

/// Somebody asks for a link.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Where it goes. Only to this one address, never to several (T086).
    pub email: String,
    /// The name that the seller will see.
    pub name: Option<String>,
    /// What is to be sent once the address is proven.
    pub message: Option<Start>,
    /// Whether the writer agreed that the message is passed on.
    pub consent: bool,
    /// The language in which it is asked for.
    pub locale: String,
    /// The network address of who asks.
    pub peer: String,
    /// A secret that the asking browser keeps, where there is one.
    pub browser: Option<String>,
}

/// Asks for a link. Nobody learns whether the address is known or whether a mail goes out.
///
/// # Errors
/// `field_invalid` (`email`, `name`, `consent`), those of [`Start::cleaned`], `not_found`,
/// `listing_retired`, `channel_not_offered`, `sign_in_first`, `verify_email_first`, `mail_off`, `too_many_requests` (of the own network, which tells nothing about
/// any address), the store's.
pub async fn ask(app: &App, marketplace: MarketplaceKey, asking: Asking) -> Result<(), Fault> {
    let now = app.clock.now();
    let email = asking.email.trim().to_ascii_lowercase();
    if !is_email(&email) {
        return Err(Fault::field("email", "invalid"));
    }
    let name = asking.name.unwrap_or_default().trim().to_owned();
    if asking.message.is_some() || !name.is_empty() {
        check_name(&name)?;
        if !name.chars().any(char::is_alphanumeric) {
            return Err(Fault::field("name", "invalid"));
        }
    }
    let message = asking.message.map(Start::cleaned).transpose()?;
    if message.is_some() && !asking.consent {
        return Err(Fault::field("consent", "missing"));
    }
    if message.as_ref().is_some_and(|start| start.via == Via::Form)
        && !conversation::forms_allowed(app, marketplace)
    {
        return Err(Fault::new("channel_not_offered"));
    }
    if app.config.mail_relay.is_empty() {
        return Err(Fault::new("mail_off"));
    }
    let link = Link {
        id: random::fresh(TokenId::new, now),
        email,
        name,
        locale: asking.locale,
        network: network(&asking.peer),
        browser: asking
            .browser
            .map(|secret| kontor_store::archive::hex(&random::hash(&secret))),
        created_at: now,
        mailed_at: None,
    };
    let input = (marketplace, link, message, app.config.guest_links_per_hour);
    app.store
        .write(input, |tx, (marketplace, link, message, limit)| {
            Box::pin(ask_unit(tx, *marketplace, link, message.as_ref(), *limit))
        })
        .await
}

async fn ask_unit(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    link: &Link,
    message: Option<&Start>,
    limit: u32,
) -> Result<(), Fault> {
    let now = link.created_at;
    let (asked, first) = guest::asked_from(tx, marketplace, &link.network, now.plus(-HOUR)).await?;
    if limit > 0 && asked >= i64::from(limit) {
        let wait = (first.0 + HOUR - now.0) / SECOND + 1;
        return Err(Fault {
            retry_after_s: u64::try_from(wait).ok(),
            ..Fault::new("too_many_requests")
        });
    }
    let message = match message {
        Some(start) => {
            conversation::may_write(tx, &Scope::public(marketplace), start).await?;
            Some(pending(start, now))
        }
        None => None,
    };
    guest::put_link(tx, marketplace, link, message.as_ref()).await?;
    // One address's links one after the other, so that each counts those before it.
    let address = kontor_store::archive::hex(&random::hash(&link.email));
    let job = NewJob {
        topic: Topic::GuestLink,
        order_key: &format!("guest_link:{address}"),
        dedupe_key: &format!("guest_link:{}", link.id),
        due: now,
        payload: link.id.as_str(),
    };
    Ok(outbox::put(tx, marketplace, &job).await?)
}

fn pending(start: &Start, now: Micros) -> Pending {
    Pending {
        listing: start.listing.clone(),
        seller: start.seller.clone(),
        via: start.via,
        subject: start.subject.clone(),
        body: start.body.clone(),
        consent_at: now,
    }
}

/// What a link stands for, as its page shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The link.
    pub link: Link,
    /// What it will send.
    pub pending: Vec<PendingView>,
}

/// Looks at a link without using it up; `None` where it is used, too old or made up.
///
/// # Errors
/// The store's.
pub async fn look(
    app: &App,
    marketplace: MarketplaceKey,
    secret: &str,
) -> Result<Option<Shown>, Fault> {
    let input = (marketplace, random::hash(secret), app.clock.now());
    app.store
        .read(input, |tx, (marketplace, secret, now)| {
            Box::pin(async move {
                let Some((id, _)) = token::guest_link(tx, *marketplace, secret, *now).await? else {
                    return Ok(None);
                };
                let Some(link) = guest::link(tx, *marketplace, &id).await? else {
                    return Ok(None);
                };
                let pending = guest::pending(tx, *marketplace, &link, PENDING_MAX as i64).await?;
                Ok(Some(Shown { link, pending }))
            })
        })
        .await
}

/// What a link did.
#[derive(Debug, Clone)]
pub struct Redeemed {
    /// The guest.
    pub guest: GuestId,
    /// The token that signs the guest in.
    pub issued: Issued,
    /// The conversations that messages were sent in.
    pub sent: Vec<ConversationId>,
    /// Messages that could not be sent after all: the listing, and why.
    pub refused: Vec<(Option<String>, &'static str)>,
}

/// What a redemption needs, made before its transaction.
struct Redemption {
    secret: [u8; 32],
    token: NewToken,
    /// An entry's randomness and a conversation's id for each message that may be sent.
    acts: Vec<(Act, ConversationId)>,
    nameless: String,
    now: Micros,
}

/// Uses a link up: proves the address, signs its guest in and sends what waited. Of many uses at once
/// one counts (T076). `label` says in the guest's list of sessions where it was.
///
/// # Errors
/// `link_expired`, the store's.
pub async fn redeem(
    app: &App,
    market: &Marketplace,
    secret: &str,
    (kind, label): (TokenKind, &str),
    locale: &str,
) -> Result<Redeemed, Fault> {
    let now = app.clock.now();
    let days = match kind {
        TokenKind::Session => i64::from(app.config.session_days),
        _ => TOKEN_DAYS,
    };
    let fresh = random::secret();
    let token = NewToken {
        marketplace: market.key,
        secret_hash: random::hash(&fresh),
        id: random::fresh(TokenId::new, now),
        kind,
        // Whose, the link says.
        principal: PrincipalId(String::new()),
        label: label.chars().take(LABEL_CHARS_MAX).collect(),
        created_at: now,
        expires_at: now.plus(days * DAY),
    };
    let id = token.id.clone();
    let expires_at = token.expires_at;
    let locale = Locale::parse(locale).unwrap_or(Locale::En);
    let input = Redemption {
        secret: random::hash(secret),
        token,
        acts: (0..PENDING_MAX)
            .map(|_| {
                (
                    Act::nobody(app, market.key),
                    random::fresh(ConversationId::new, now),
                )
            })
            .collect(),
        nameless: kontor_pages::nameless_guest(locale),
        now,
    };
    let (guest, sent, refused) = app
        .store
        .write(input, |tx, input| Box::pin(redeem_unit(tx, input)))
        .await?;
    app.forget_callers();
    Ok(Redeemed {
        guest,
        issued: Issued {
            id,
            secret: fresh,
            expires_at,
        },
        sent,
        refused,
    })
}

type Outcome = (
    GuestId,
    Vec<ConversationId>,
    Vec<(Option<String>, &'static str)>,
);

async fn redeem_unit(tx: &mut Tx, input: &Redemption) -> Result<Outcome, Fault> {
    let (market, now) = (input.token.marketplace, input.now);
    let expired = || Fault::new("link_expired");
    let taken = token::take_guest_link(tx, market, &input.secret, now).await?;
    let (id, guest) = taken.ok_or_else(expired)?;
    let link = guest::link(tx, market, &id).await?.ok_or_else(expired)?;
    guest::prove(tx, market, &guest, &link, (&input.nameless, now)).await?;
    let person = PrincipalId::from(&guest);
    let token = NewToken {
        principal: person.clone(),
        ..input.token.clone()
    };
    token::put(tx, &token).await?;
    let (mut sent, mut refused) = (Vec::new(), Vec::new());
    let pending = guest::pending(tx, market, &link, PENDING_MAX as i64).await?;
    for (waiting, (act, id)) in pending.into_iter().zip(&input.acts) {
        guest::drop_pending(tx, market, &waiting.link).await?;
        let listing = waiting.message.listing.clone();
        let act = act.clone().on_behalf_of(person.clone());
        match conversation::start_unit(tx, &act, &start(waiting.message), id).await {
            Ok(done) => sent.push(done.conversation),
            // The listing may have gone meanwhile, or its seller take no more messages; that is no reason
            // not to prove the address.
            Err(fault) if fault.status() < 500 => {
                refused.push((listing, fault.code));
            }
            Err(fault) => return Err(fault),
        }
    }
    sent.dedup();
    Ok((guest, sent, refused))
}

fn start(message: Pending) -> Start {
    Start {
        listing: message.listing,
        seller: message.seller,
        via: message.via,
        subject: message.subject,
        body: message.body,
        ..Start::default()
    }
}

/// The address that a guest proved.
///
/// # Errors
/// The store's.
pub async fn proven_email(
    app: &App,
    marketplace: MarketplaceKey,
    guest: GuestId,
) -> Result<Option<String>, Fault> {
    Ok(app
        .store
        .read((marketplace, guest), |tx, (marketplace, guest)| {
            Box::pin(guest::proven_email(tx, *marketplace, guest))
        })
        .await?)
}
