//! The rules of teams as tables.

use super::Refusal::{Hidden, LastAdministrator};
use super::*;

fn account(name: &str) -> AccountId {
    AccountId(name.to_owned())
}

/// A team by letters: `A` administers, `m` is a member, `x` administers but is disabled.
fn team(letters: &str) -> Vec<Member> {
    let member = |(place, letter): (usize, char)| Member {
        account: account(&format!("{letter}{place}")),
        administrator: "Ax".contains(letter),
        enabled: letter != 'x',
    };
    letters.chars().enumerate().map(member).collect()
}

fn of(who: &str, team: &[Member]) -> (Standing, Option<AccountId>) {
    let (role, own) = match who {
        "operator" => (Some(Role::Operator), Some(account("operator"))),
        "guest" => (None, None),
        _ => (Some(Role::BusinessSeller), Some(account(who))),
    };
    (standing(role, own.as_ref(), team), own)
}

#[test]
fn who_may_see_and_invite() {
    let team = team("Am");
    for (who, sees, invites) in [
        ("A0", Ok(()), Ok(())),
        ("m1", Ok(()), Err(Hidden)),
        ("operator", Ok(()), Ok(())),
        ("guest", Err(Hidden), Err(Hidden)),
        ("somebody", Err(Hidden), Err(Hidden)),
    ] {
        let (standing, _) = of(who, &team);
        assert_eq!(
            (may_see(standing), may_invite(standing)),
            (sees, invites),
            "{who}"
        );
    }
}

#[test]
fn who_may_be_made_or_unmade_an_administrator() {
    for (letters, who, target, administrator, wanted) in [
        ("Am", "A0", "m1", true, Ok(())),
        ("Am", "A0", "m1", false, Ok(())),
        ("Am", "A0", "A0", true, Ok(())),
        ("Am", "A0", "A0", false, Err(LastAdministrator)),
        ("AA", "A0", "A0", false, Ok(())),
        ("AA", "A0", "A1", false, Ok(())),
        ("Ax", "A0", "A0", false, Err(LastAdministrator)),
        ("Ax", "A0", "x1", false, Ok(())),
        ("Am", "m1", "m1", true, Err(Hidden)),
        ("Am", "m1", "A0", false, Err(Hidden)),
        ("Am", "somebody", "m1", true, Err(Hidden)),
        ("Am", "A0", "somebody", true, Err(Hidden)),
        ("Am", "operator", "m1", true, Ok(())),
        ("Am", "operator", "A0", false, Err(LastAdministrator)),
    ] {
        let team = team(letters);
        let (standing, _) = of(who, &team);
        let is = may_change(standing, &team, &account(target), administrator);
        assert_eq!(
            is, wanted,
            "{letters}: {who} makes {target} {administrator}"
        );
    }
}

#[test]
fn who_may_be_removed_and_who_may_leave() {
    for (letters, who, target, wanted) in [
        ("Am", "A0", "m1", Ok(())),
        ("Am", "m1", "m1", Ok(())),
        ("Amm", "m1", "m2", Err(Hidden)),
        ("Am", "m1", "A0", Err(Hidden)),
        ("Am", "A0", "A0", Err(LastAdministrator)),
        ("AA", "A0", "A0", Ok(())),
        ("AA", "A0", "A1", Ok(())),
        ("xm", "operator", "x0", Err(LastAdministrator)),
        ("xA", "A1", "A1", Err(LastAdministrator)),
        ("xA", "A1", "x0", Ok(())),
        ("A", "operator", "A0", Err(LastAdministrator)),
        ("Am", "operator", "m1", Ok(())),
        ("Am", "operator", "operator", Err(Hidden)),
        ("Am", "somebody", "somebody", Err(Hidden)),
        ("Am", "guest", "m1", Err(Hidden)),
    ] {
        let team = team(letters);
        let (standing, own) = of(who, &team);
        let is = may_remove(standing, own.as_ref(), &team, &account(target));
        assert_eq!(is, wanted, "{letters}: {who} removes {target}");
    }
}

#[test]
fn a_team_is_full_at_its_limit() {
    assert_eq!(has_room(&team(&"m".repeat(MEMBERS_MAX - 1))), Ok(()));
    let full = has_room(&team(&"m".repeat(MEMBERS_MAX)));
    assert_eq!(full, Err(Refusal::TeamFull));
}

#[test]
fn mails_wait_for_their_window() {
    let now = Micros(100 * DAY);
    let ago = |seconds: &[i64]| -> Vec<Micros> {
        seconds.iter().map(|s| now.plus(-s * SECOND)).collect()
    };
    for (sent, wanted) in [
        (ago(&[]), None),
        (ago(&[1, 2]), None),
        (ago(&[10, 20, 3_590]), Some(10)),
        (ago(&[3_590, 20, 10]), Some(10)),
        (ago(&[10, 20, 3_600]), None),
        (ago(&[0, 0, 0]), Some(3_600)),
        (ago(&[5, 6, 7, 8]), Some(3_593)),
    ] {
        assert_eq!(wait_for_invitation_s(&sent, &[], now), wanted, "{sent:?}");
    }
    let many = ago(&[7_200; MAILS_PER_SHOP_MAX]);
    assert_eq!(wait_for_invitation_s(&[], &many, now), Some(79_200));
    assert_eq!(wait_for_invitation_s(&[], &many[1..], now), None);
}

#[test]
fn every_refusal_has_a_code_of_its_own() {
    let mut codes = Refusal::ALL.map(Refusal::code);
    codes.sort_unstable();
    assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "{codes:?}");
}
