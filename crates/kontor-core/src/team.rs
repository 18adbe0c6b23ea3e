//! A shop's team: who may see it, change it, leave it, and whom an invitation is for.
//!
//! A shop is never left without somebody who administers it. Whoever may not see a team is answered as
//! if there were none.

use crate::account::Role;
use crate::id::AccountId;
use crate::time::{DAY, HOUR, Micros, SECOND};

/// How long an invitation can be accepted, in microseconds. Source: security case T075, 24 h at most.
pub const INVITATION_LASTS: i64 = DAY;
/// Mails of invitation to one address in an hour, whoever sends them. Source: security case T141.
pub const MAILS_PER_ADDRESS_MAX: usize = 3;
/// Mails of invitation that one shop sends in a day: a large team is complete in a few days, while a
/// stolen session is no machine for unwanted mail.
pub const MAILS_PER_SHOP_MAX: usize = 20;
/// People in one team, so that a team is one page.
pub const MEMBERS_MAX: usize = 200;

/// Somebody in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub account: AccountId,
    /// Whether the shop is theirs to administer.
    pub administrator: bool,
    /// Whether the account may sign in: one that may not administers nothing.
    pub enabled: bool,
}

/// What somebody is to a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing: there is no such team.
    Stranger,
    /// Belongs to it.
    Member,
    /// Administers it, or runs the marketplace.
    Manager,
}

/// Why nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing here for this person.
    Hidden,
    /// Nobody would administer the shop any more.
    LastAdministrator,
    /// The invited address is that of somebody in the team.
    AlreadyMember,
    /// The invitation is for another address.
    OtherAddress,
    /// The team has as many people as a team can have.
    TeamFull,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 5] = [
        Self::Hidden,
        Self::LastAdministrator,
        Self::AlreadyMember,
        Self::OtherAddress,
        Self::TeamFull,
    ];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Hidden => "not_found",
            Self::LastAdministrator => "last_administrator",
            Self::AlreadyMember => "already_member",
            Self::OtherAddress => "other_address",
            Self::TeamFull => "team_full",
        }
    }
}

/// What a person with this role and account is to a team.
#[must_use]
pub fn standing(role: Option<Role>, own: Option<&AccountId>, team: &[Member]) -> Standing {
    if role == Some(Role::Operator) {
        return Standing::Manager;
    }
    let me = team.iter().find(|member| Some(&member.account) == own);
    match me {
        Some(me) if me.administrator => Standing::Manager,
        Some(_) => Standing::Member,
        None => Standing::Stranger,
    }
}

/// Whether somebody may see who belongs to a team.
///
/// # Errors
/// [`Refusal::Hidden`].
pub fn may_see(standing: Standing) -> Result<(), Refusal> {
    if standing == Standing::Stranger {
        return Err(Refusal::Hidden);
    }
    Ok(())
}

/// Whether somebody may invite, see who is invited, and withdraw it.
///
/// # Errors
/// [`Refusal::Hidden`].
pub fn may_invite(standing: Standing) -> Result<(), Refusal> {
    if standing == Standing::Manager {
        return Ok(());
    }
    Err(Refusal::Hidden)
}

/// Whether `target` may be made an administrator, or no longer be one.
///
/// # Errors
/// [`Refusal::Hidden`], [`Refusal::LastAdministrator`].
pub fn may_change(
    standing: Standing,
    team: &[Member],
    target: &AccountId,
    administrator: bool,
) -> Result<(), Refusal> {
    may_invite(standing)?;
    let member = find(team, target)?;
    if member.administrator && !administrator {
        stays_administered(team, target)?;
    }
    Ok(())
}

/// Whether `target` may be removed; anybody may leave.
///
/// # Errors
/// [`Refusal::Hidden`], [`Refusal::LastAdministrator`].
pub fn may_remove(
    standing: Standing,
    own: Option<&AccountId>,
    team: &[Member],
    target: &AccountId,
) -> Result<(), Refusal> {
    let leaves = own == Some(target);
    if !leaves {
        may_invite(standing)?;
    }
    let member = find(team, target)?;
    if member.administrator {
        stays_administered(team, target)?;
    }
    Ok(())
}

/// Whether the team has room, for somebody who is not in it yet.
///
/// # Errors
/// [`Refusal::TeamFull`].
pub fn has_room(team: &[Member]) -> Result<(), Refusal> {
    if team.len() < MEMBERS_MAX {
        return Ok(());
    }
    Err(Refusal::TeamFull)
}

/// Seconds until another mail may go, where `sent` holds when the mails of the past went: at most `max`
/// in a window of `window` microseconds. `None` where it may go now.
#[must_use]
pub fn wait_s(sent: &[Micros], now: Micros, window: i64, max: usize) -> Option<u64> {
    let mut recent: Vec<i64> = sent.iter().map(|at| at.0 + window - now.0).collect();
    recent.retain(|left| *left > 0);
    recent.sort_unstable();
    // Once this one is out of the window, fewer than `max` are left in it.
    let over = recent.len().checked_sub(max)?;
    let left = recent.get(over)?;
    Some((left.unsigned_abs()).div_ceil(SECOND.unsigned_abs()))
}

/// Seconds until an invitation to an address may go, by what went to it and what the shop sent.
#[must_use]
pub fn wait_for_invitation_s(
    to_address: &[Micros],
    of_shop: &[Micros],
    now: Micros,
) -> Option<u64> {
    let address = wait_s(to_address, now, HOUR, MAILS_PER_ADDRESS_MAX);
    let shop = wait_s(of_shop, now, DAY, MAILS_PER_SHOP_MAX);
    address.max(shop)
}

fn find<'a>(team: &'a [Member], target: &AccountId) -> Result<&'a Member, Refusal> {
    let found = team.iter().find(|member| member.account == *target);
    found.ok_or(Refusal::Hidden)
}

fn stays_administered(team: &[Member], without: &AccountId) -> Result<(), Refusal> {
    let other =
        |member: &Member| member.administrator && member.enabled && member.account != *without;
    if team.iter().any(other) {
        return Ok(());
    }
    Err(Refusal::LastAdministrator)
}

#[cfg(test)]
#[path = "team_tests.rs"]
mod tests;
