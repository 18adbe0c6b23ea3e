//! Samples of a shop's team: the page, the question before somebody is removed, where an invitation leads.

use super::{at, signed_out};
use crate::locale::Locale;
use crate::pages::join::{JoinPage, JoinWay};
use crate::pages::team::{RemovalPage, TeamPage};

pub(super) fn add(locale: Locale, add: &mut impl FnMut(&str, String)) {
    let mut shell = at(locale, "/team");
    add("team-none", TeamPage::default().render(&shell));
    if let Some(known) = shell.caller.as_mut() {
        known.sells_in_team = true;
    }
    let page = TeamPage::sample();
    add("team", page.render(&shell));
    for code in [
        "field_invalid",
        "already_member",
        "team_full",
        "too_many_requests",
    ] {
        let mut refused = page.clone();
        if let Some(shop) = refused.shops.first_mut() {
            shop.form.email = "otto".into();
            shop.form.administrator = true;
            shop.form.error = Some(code.into());
        }
        add(&format!("team-{code}"), refused.render(&shell));
    }
    let mut last = page;
    if let Some(shop) = last.shops.first_mut() {
        shop.error = Some("last_administrator".into());
    }
    add("team-last_administrator", last.render(&shell));
    let question = RemovalPage::sample();
    add("team-removal", question.render(&shell));
    let leaves = RemovalPage {
        leaves: true,
        ..question
    };
    add("team-leaving", leaves.render(&shell));
    let out = signed_out(&at(locale, "/team/join"));
    for way in JoinWay::ALL {
        let join = JoinPage {
            way,
            ..JoinPage::sample()
        };
        add(
            &format!("team-join-{way:?}").to_lowercase(),
            join.render(&out),
        );
    }
    for error in ["name", "password", "too_many_requests", "team_full"] {
        let refused = JoinPage {
            error: Some(error.into()),
            ..JoinPage::sample()
        };
        add(&format!("team-join-{error}"), refused.render(&out));
    }
}
