//! The teams of shops.

use kontor_core::access::Permission::{Public, Registered};

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::{invitations, teams};
use crate::serve::context::BodyRule::Small;

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "GET",
        "/api/v1/shops/{id}/team",
        Registered,
        Small,
        run!(teams::show),
        Doc {
            gives: &[(200, body!(teams::TeamBody))],
            ..doc(
                "Lists a shop's team for who belongs to it; its administrators see the invitations too. The id may be the external one.",
            )
        },
    ),
    line(
        "PUT",
        "/api/v1/shops/{id}/team/{account}",
        Registered,
        Small,
        run!(teams::change),
        Doc {
            takes: body!(teams::ChangeBody),
            gives: &[(200, body!(teams::MemberBody))],
            faults: &["last_administrator"],
            ..doc(
                "Makes somebody of the team an administrator of the shop, or no longer one; takes effect within a second.",
            )
        },
    ),
    line(
        "DELETE",
        "/api/v1/shops/{id}/team/{account}",
        Registered,
        Small,
        run!(teams::remove),
        Doc {
            gives: &[(204, None)],
            faults: &["last_administrator"],
            ..doc(
                "Removes somebody from the team, or leaves it. Within a second nothing of the shop reaches the person; what was written stays.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/shops/{id}/invitations",
        Registered,
        Small,
        run!(invitations::invite),
        Doc {
            takes: body!(invitations::InviteBody),
            gives: &[(201, body!(invitations::InvitationBody))],
            faults: &[
                "field_invalid",
                "already_member",
                "team_full",
                "idempotency_key_invalid",
                "idempotency_key_reused",
            ],
            ..doc(
                "Invites an address into the team by a link that works once, for 24 hours. Inviting it again replaces the former invitation, save with the same Idempotency-Key. At most 3 mails an hour go to an address, 20 a day from a shop.",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/shops/{id}/invitations/{invitation}",
        Registered,
        Small,
        run!(invitations::show),
        Doc {
            gives: &[(200, body!(invitations::InvitationBody))],
            ..doc(
                "One invitation that waits; one that was accepted, withdrawn or replaced is gone.",
            )
        },
    ),
    line(
        "DELETE",
        "/api/v1/shops/{id}/invitations/{invitation}",
        Registered,
        Small,
        run!(invitations::withdraw),
        Doc {
            gives: &[(204, None)],
            ..doc("Withdraws an invitation; its link ends.")
        },
    ),
    line(
        "POST",
        "/api/v1/invitations/acceptance",
        Public,
        Small,
        run!(invitations::accept),
        Doc {
            takes: body!(invitations::AcceptBody),
            gives: &[
                (200, body!(invitations::JoinedBody)),
                (201, body!(invitations::JoinedBody)),
            ],
            faults: &[
                "field_invalid",
                "sign_in_first",
                "link_expired",
                "other_address",
                "team_full",
                "conflict",
            ],
            ..doc(
                "Joins a team by an invitation's token, which works once: as the account that signs in with the invited address, or with a new one, where it has none (201). An Idempotency-Key has no effect.",
            )
        },
    ),
];
