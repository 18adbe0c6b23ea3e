//! Who is who: tokens, oneself, accounts, shops.

use kontor_core::access::Permission::{Known, Operate, Public};

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::{accounts, me, password_resets, shops, tokens};
use crate::serve::context::BodyRule::Small;

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "POST",
        "/api/v1/tokens",
        Public,
        Small,
        run!(tokens::issue),
        Doc {
            takes: body!(tokens::IssueBody),
            gives: &[(201, body!(tokens::IssuedBody))],
            faults: &["sign_in_failed", "field_invalid"],
            ..doc(
                "Issues a bearer token for an e-mail address and password. An Idempotency-Key has no effect: the secret is shown once and not kept.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/tokens/exchange",
        Public,
        Small,
        run!(tokens::exchange),
        Doc {
            takes: body!(tokens::ExchangeBody),
            gives: &[(201, body!(tokens::IssuedBody))],
            faults: &["token_refused", "email_taken"],
            ..doc(
                "Issues a bearer token of 12 hours for a token that the marketplace signed. Such a token works once, so an Idempotency-Key has no effect: the same token again is refused.",
            )
        },
    ),
    line(
        "GET",
        "/api/v1/tokens",
        Known,
        Small,
        run!(tokens::list),
        Doc {
            gives: &[(200, body!(tokens::TokenPage))],
            ..doc("Lists your tokens and sessions.")
        },
    ),
    line(
        "DELETE",
        "/api/v1/tokens",
        Known,
        Small,
        run!(tokens::end_others),
        Doc {
            gives: &[(204, None)],
            ..doc(
                "Ends all your tokens and sessions but the one of this request; their live streams close within a second.",
            )
        },
    ),
    line(
        "DELETE",
        "/api/v1/tokens/{id}",
        Known,
        Small,
        run!(tokens::end),
        Doc {
            gives: &[(204, None)],
            ..doc("Ends one of your tokens; its live streams close within a second.")
        },
    ),
    line(
        "GET",
        "/api/v1/me",
        Known,
        Small,
        run!(me::show),
        Doc {
            gives: &[(200, body!(me::MeBody))],
            ..doc("Says who you are.")
        },
    ),
    line(
        "PUT",
        "/api/v1/me/password",
        Known,
        Small,
        run!(me::change_password),
        Doc {
            takes: body!(me::PasswordBody),
            gives: &[(204, None)],
            faults: &["field_invalid", "not_found"],
            ..doc("Changes your password and ends all your other sessions and tokens.")
        },
    ),
    line(
        "POST",
        "/api/v1/password-resets",
        Public,
        Small,
        run!(password_resets::ask),
        Doc {
            takes: body!(password_resets::AskBody),
            gives: &[(202, None)],
            faults: &["field_invalid"],
            ..doc(
                "Sends a link to choose another password, if the address is known; the answer does not tell. Asking again with the same Idempotency-Key sends another.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/password-resets/redemption",
        Public,
        Small,
        run!(password_resets::redeem),
        Doc {
            takes: body!(password_resets::RedeemBody),
            gives: &[(204, None)],
            faults: &["field_invalid", "link_expired"],
            ..doc(
                "Chooses another password by the link's token, which works once, and ends every session and token of the account.",
            )
        },
    ),
    line(
        "PUT",
        "/api/v1/accounts/{external_id}",
        Operate,
        Small,
        run!(accounts::put),
        Doc {
            takes: body!(accounts::PutBody),
            gives: &[
                (200, body!(accounts::AccountBody)),
                (201, body!(accounts::AccountBody)),
            ],
            faults: &[
                "field_invalid",
                "conflict",
                "last_administrator",
                "team_full",
            ],
            ..doc("Makes an account known or changes it.")
        },
    ),
    line(
        "PUT",
        "/api/v1/shops/{external_id}",
        Operate,
        Small,
        run!(shops::put),
        Doc {
            takes: body!(shops::PutBody),
            gives: &[(200, body!(shops::ShopBody)), (201, body!(shops::ShopBody))],
            faults: &["field_invalid", "conflict"],
            ..doc("Makes a shop known or renames it.")
        },
    ),
];
