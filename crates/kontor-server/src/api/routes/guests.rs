//! People without an account: a link that proves an address, and its use.

use kontor_core::access::Permission::Public;

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::guest_links;
use crate::serve::context::BodyRule::Small;

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "POST",
        "/api/v1/guest-links",
        Public,
        Small,
        run!(guest_links::ask),
        Doc {
            takes: body!(guest_links::AskBody),
            gives: &[(202, None)],
            faults: &[
                "body_empty",
                "body_too_long",
                "subject_too_long",
                "subject_without_form",
                "listing_retired",
                "channel_not_offered",
                "sign_in_first",
                "verify_email_first",
                "not_found",
                "field_invalid",
                "mail_off",
            ],
            ..doc(
                "Sends a link that proves an address without an account, and keeps a message until then. The answer is the same for every address, also where a limit keeps the mail back. Asking again, also with the same Idempotency-Key, asks for another.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/guest-links/redemption",
        Public,
        Small,
        run!(guest_links::redeem),
        Doc {
            takes: body!(guest_links::RedeemBody),
            gives: &[(201, body!(guest_links::RedeemedBody))],
            faults: &["link_expired"],
            ..doc(
                "Uses a link up, which works once and for a day: proves the address, sends the message that waited, and gives a token of the guest for 30 days.",
            )
        },
    ),
];
