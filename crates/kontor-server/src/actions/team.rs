//! A shop's team: inviting, withdrawing, making and unmaking administrators, removing and leaving.
//!
//! Rights are read again inside each transaction, with the team held: of two administrators who remove
//! each other at once only one does. Accepting an invitation is in `join.rs`.

use kontor_core::account::{Caller, Person, Role, is_email};
use kontor_core::id::{AccountId, InvitationId, MarketplaceKey, PrincipalId, ShopId};
use kontor_core::outbox::Topic;
use kontor_core::team::{self as rules, INVITATION_LASTS, Member, Refusal, Standing};
use kontor_core::time::{DAY, HOUR, Micros};
use kontor_store::idempotency::{self, Known, Record, Wish};
use kontor_store::invitation::{self, Invitation};
use kontor_store::outbox::NewJob;
use kontor_store::team::MemberLine;
use kontor_store::{Tx, outbox, principal, team};

use crate::app::App;
use crate::fault::Fault;
use crate::random;

/// Who acts.
#[derive(Debug, Clone)]
pub struct Actor {
    marketplace: MarketplaceKey,
    role: Option<Role>,
    own: Option<AccountId>,
    principal: PrincipalId,
}

impl Actor {
    /// The caller as somebody who acts on teams.
    #[must_use]
    pub fn of(caller: &Caller) -> Self {
        let own = match &caller.person {
            Person::Account { id, .. } => Some(id.clone()),
            Person::Guest { .. } => None,
        };
        Self {
            marketplace: caller.marketplace,
            role: caller.role(),
            own,
            principal: caller.own(),
        }
    }
}

/// A team as somebody may see it.
#[derive(Debug, Clone)]
pub struct Team {
    /// Whose.
    pub shop: ShopId,
    /// The shop's name.
    pub name: String,
    /// Who belongs to it.
    pub lines: Vec<MemberLine>,
    /// What the one who looks is to it.
    pub standing: Standing,
    /// Who looks, where it is an account.
    pub own: Option<AccountId>,
    /// Invitations that wait; none for who may not invite.
    pub invitations: Vec<Invitation>,
}

impl Team {
    fn members(&self) -> Vec<Member> {
        self.lines.iter().map(|line| line.member.clone()).collect()
    }
}

/// The team of a shop, named by id or external id, with the eyes of `actor`.
async fn look(tx: &mut Tx, actor: &Actor, named: &str) -> Result<Team, Fault> {
    let found = principal::find(tx, actor.marketplace, named).await?;
    let found = found.ok_or(Refusal::Hidden)?;
    let shop = ShopId::parse(found.id.as_str()).ok_or(Refusal::Hidden)?;
    let lines = team::members(tx, actor.marketplace, &shop).await?;
    let mut team = Team {
        shop,
        name: found.name,
        lines,
        standing: Standing::Stranger,
        own: actor.own.clone(),
        invitations: Vec::new(),
    };
    team.standing = rules::standing(actor.role, actor.own.as_ref(), &team.members());
    rules::may_see(team.standing)?;
    Ok(team)
}

/// The same with the team held until the transaction ends.
async fn hold(tx: &mut Tx, actor: &Actor, named: &str) -> Result<Team, Fault> {
    let shop = look(tx, actor, named).await?.shop;
    team::hold(tx, actor.marketplace, &shop).await?;
    look(tx, actor, shop.as_str()).await
}

/// Somebody of the team, named by id or external id.
async fn of_team(tx: &mut Tx, actor: &Actor, named: &str) -> Result<AccountId, Fault> {
    let found = principal::find(tx, actor.marketplace, named).await?;
    let id = found.and_then(|found| AccountId::parse(found.id.as_str()));
    Ok(id.ok_or(Refusal::Hidden)?)
}

/// A shop's team and who is invited into it.
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(app: &App, actor: Actor, named: &str) -> Result<Team, Fault> {
    let input = (actor, named.to_owned(), app.clock.now());
    app.store
        .read(input, |tx, (actor, named, now)| {
            Box::pin(async move {
                let mut team = look(tx, actor, named).await?;
                if team.standing == Standing::Manager {
                    let key = actor.marketplace;
                    team.invitations = invitation::waiting(tx, key, &team.shop, *now).await?;
                }
                Ok(team)
            })
        })
        .await
}

/// Whom to invite, and as what.
#[derive(Debug, Clone)]
pub struct Invite {
    /// The shop, by id or external id.
    pub shop: String,
    /// The address.
    pub email: String,
    /// Whether to administer the shop.
    pub administrator: bool,
    /// The language of the mail, where the address belongs to nobody who chose one.
    pub locale: String,
}

struct Inviting {
    actor: Actor,
    invite: Invite,
    wish: Option<Wish>,
    fresh: InvitationId,
    now: Micros,
    mails: bool,
}

/// Invites an address into a team. Nobody learns whether the address belongs to an account; inviting
/// it again replaces the former invitation.
///
/// # Errors
/// `field_invalid` (`email`), `not_found`, `already_member`, `team_full`, `too_many_requests`,
/// `idempotency_key_reused`, the store's.
pub async fn invite(
    app: &App,
    actor: Actor,
    mut invite: Invite,
    wish: Option<Wish>,
) -> Result<Invitation, Fault> {
    invite.email = invite.email.trim().to_ascii_lowercase();
    if !is_email(&invite.email) {
        return Err(Fault::field("email", "invalid"));
    }
    let now = app.clock.now();
    let mails = !app.config.mail_relay.is_empty();
    if !mails {
        tracing::warn!("somebody was invited into a team, but no mail_relay is configured");
    }
    let inviting = Inviting {
        actor,
        invite,
        wish,
        fresh: random::fresh(InvitationId::new, now),
        now,
        mails,
    };
    app.store
        .write(inviting, |tx, inviting| Box::pin(invite_unit(tx, inviting)))
        .await
}

async fn invite_unit(tx: &mut Tx, inviting: &Inviting) -> Result<Invitation, Fault> {
    let (actor, invite, now) = (&inviting.actor, &inviting.invite, inviting.now);
    let key = actor.marketplace;
    let team = hold(tx, actor, &invite.shop).await?;
    rules::may_invite(team.standing)?;
    if let Some(id) = done_before(tx, inviting).await? {
        let known = invitation::find(tx, key, &team.shop, &id, now).await?;
        return Ok(known.ok_or(Refusal::Hidden)?);
    }
    if team.lines.iter().any(|line| line.email == invite.email) {
        return Err(Refusal::AlreadyMember.into());
    }
    rules::has_room(&team.members())?;
    let to = invitation::sent_to(tx, key, &invite.email, now.plus(-HOUR)).await?;
    let by = invitation::sent_by(tx, key, &team.shop, now.plus(-DAY)).await?;
    if let Some(wait) = rules::wait_for_invitation_s(&to, &by, now) {
        return Err(Fault {
            retry_after_s: Some(wait),
            ..Fault::new("too_many_requests")
        });
    }
    let new = Invitation {
        id: inviting.fresh.clone(),
        shop: team.shop,
        email: invite.email.clone(),
        administrator: invite.administrator,
        invited_by: actor.principal.clone(),
        created_at: now,
        expires_at: now.plus(INVITATION_LASTS),
    };
    invitation::put(tx, key, &new).await?;
    if inviting.mails {
        put_mail(tx, key, &new, &invite.locale).await?;
    }
    if let Some(wish) = &inviting.wish {
        let record = Record {
            status: 201,
            subject: new.id.0.clone(),
            seq: 0,
        };
        idempotency::keep(tx, key, wish, &record, now).await?;
    }
    Ok(new)
}

async fn put_mail(
    tx: &mut Tx,
    key: MarketplaceKey,
    new: &Invitation,
    locale: &str,
) -> Result<(), Fault> {
    let name = format!("invitation:{}", new.id);
    let job = NewJob {
        topic: Topic::Invitation,
        order_key: &name,
        dedupe_key: &name,
        due: new.created_at,
        payload: &format!("{} {} {locale}", new.shop, new.id),
    };
    Ok(outbox::put(tx, key, &job).await?)
}

/// The invitation that the same request made before.
async fn done_before(tx: &mut Tx, inviting: &Inviting) -> Result<Option<InvitationId>, Fault> {
    let Some(wish) = &inviting.wish else {
        return Ok(None);
    };
    match idempotency::find(tx, inviting.actor.marketplace, wish, inviting.now).await? {
        Known::Nothing => Ok(None),
        Known::Otherwise => Err(Fault::new("idempotency_key_reused")),
        Known::Done(record) => Ok(Some(InvitationId(record.subject))),
    }
}

/// Withdraws an invitation; its link ends.
///
/// # Errors
/// `not_found`, the store's.
pub async fn withdraw(app: &App, actor: Actor, named: &str, id: &str) -> Result<(), Fault> {
    let id = InvitationId::parse(id).ok_or(Refusal::Hidden)?;
    let input = (actor, named.to_owned(), id, app.clock.now());
    app.store
        .write(input, |tx, (actor, named, id, now)| {
            Box::pin(async move {
                let team = hold(tx, actor, named).await?;
                rules::may_invite(team.standing)?;
                let key = actor.marketplace;
                if invitation::end(tx, key, &team.shop, id, *now).await? {
                    return Ok(());
                }
                Err(Refusal::Hidden.into())
            })
        })
        .await
}

/// Makes somebody of a team its administrator, or no longer one.
///
/// # Errors
/// `not_found`, `last_administrator`, the store's.
pub async fn set_administrator(
    app: &App,
    actor: Actor,
    named: &str,
    member: &str,
    administrator: bool,
) -> Result<MemberLine, Fault> {
    let input = (actor, named.to_owned(), member.to_owned(), administrator);
    let changed = app
        .store
        .write(input, |tx, (actor, named, member, administrator)| {
            Box::pin(async move {
                let team = hold(tx, actor, named).await?;
                let target = of_team(tx, actor, member).await?;
                let members = team.members();
                rules::may_change(team.standing, &members, &target, *administrator)?;
                let key = actor.marketplace;
                team::put(tx, key, &team.shop, &target, *administrator).await?;
                let mut lines = team.lines.into_iter();
                let line = lines.find(|line| line.member.account == target);
                let mut line = line.ok_or(Refusal::Hidden)?;
                line.member.administrator = *administrator;
                Ok::<_, Fault>(line)
            })
        })
        .await?;
    app.forget_callers();
    Ok(changed)
}

/// Removes somebody from a team, or leaves it. From the commit on nothing of the shop reaches the
/// person: requests, streams, mails (T099, T109). What was written stays, under the shop's name.
///
/// # Errors
/// `not_found`, `last_administrator`, the store's.
pub async fn remove(app: &App, actor: Actor, named: &str, member: &str) -> Result<(), Fault> {
    let input = (actor, named.to_owned(), member.to_owned());
    app.store
        .write(input, |tx, (actor, named, member)| {
            Box::pin(async move {
                let team = hold(tx, actor, named).await?;
                let target = of_team(tx, actor, member).await?;
                let (own, members) = (actor.own.as_ref(), team.members());
                rules::may_remove(team.standing, own, &members, &target)?;
                team::remove(tx, actor.marketplace, &team.shop, &target).await?;
                Ok::<_, Fault>(())
            })
        })
        .await?;
    app.forget_callers();
    Ok(())
}

/// Puts an account into a team in the name of whoever runs the marketplace, as a part of another unit.
///
/// # Errors
/// `last_administrator`, `team_full`, the store's.
pub async fn place(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    shop: &ShopId,
    account: &AccountId,
    administrator: bool,
) -> Result<(), Fault> {
    team::hold(tx, marketplace, shop).await?;
    let lines = team::members(tx, marketplace, shop).await?;
    let members: Vec<Member> = lines.into_iter().map(|line| line.member).collect();
    if members.iter().any(|member| member.account == *account) {
        rules::may_change(Standing::Manager, &members, account, administrator)?;
    } else {
        rules::has_room(&members)?;
    }
    team::put(tx, marketplace, shop, account, administrator).await?;
    Ok(())
}
