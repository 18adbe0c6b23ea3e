//! Proving e-mail addresses and numbers.

use kontor_core::access::Permission::{Operate, Registered};

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::proofs;
use crate::serve::context::BodyRule::Small;

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "GET",
        "/api/v1/sellers/{id}/proofs",
        Registered,
        Small,
        run!(proofs::list),
        Doc {
            gives: &[(200, body!(proofs::ProofsBody))],
            ..doc(
                "Lists which addresses and numbers a seller has proven and which wait; for the account itself, administrators of the shop and operators.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/sellers/{id}/proofs",
        Registered,
        Small,
        run!(proofs::ask),
        Doc {
            takes: body!(proofs::ClaimBody),
            gives: &[(202, body!(proofs::AskedBody))],
            faults: &["field_invalid"],
            ..doc(
                "Sends a code to an address or number; it works for 15 minutes and five tries, and ends the one before. Asking again within a minute sends nothing more, so a retry is safe without an Idempotency-Key.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/sellers/{id}/proofs/confirmation",
        Registered,
        Small,
        run!(proofs::confirm),
        Doc {
            takes: body!(proofs::ConfirmationBody),
            gives: &[(200, body!(proofs::ProofBody))],
            faults: &["code_expired", "code_wrong", "field_invalid"],
            ..doc(
                "Proves an address or number by its code: from now on it can be shown. The same again gives the same answer.",
            )
        },
    ),
    line(
        "PUT",
        "/api/v1/sellers/{id}/proofs",
        Operate,
        Small,
        run!(proofs::record),
        Doc {
            takes: body!(proofs::ClaimBody),
            gives: &[
                (200, body!(proofs::ProofBody)),
                (201, body!(proofs::ProofBody)),
            ],
            faults: &["field_invalid"],
            ..doc(
                "Records that the marketplace itself identified who an address or number belongs to.",
            )
        },
    ),
    line(
        "DELETE",
        "/api/v1/sellers/{id}/proofs",
        Registered,
        Small,
        run!(proofs::withdraw),
        Doc {
            query: body!(proofs::ClaimBody),
            gives: &[(204, None)],
            faults: &["field_invalid"],
            ..doc(
                "Withdraws a proof and ends a code that waits: from now on the address or number is shown to nobody. The account's own login address counts as not proven then.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/me/email-proof",
        Registered,
        Small,
        run!(proofs::ask_own),
        Doc {
            gives: &[(202, body!(proofs::AskedBody))],
            faults: &["not_found"],
            ..doc(
                "Sends a code to the address with which you sign in. Asking again within a minute sends nothing more.",
            )
        },
    ),
    line(
        "POST",
        "/api/v1/me/email-proof/confirmation",
        Registered,
        Small,
        run!(proofs::confirm_own),
        Doc {
            takes: body!(proofs::CodeBody),
            gives: &[(200, body!(proofs::ProofBody))],
            faults: &["code_expired", "code_wrong", "not_found"],
            ..doc(
                "Proves the address with which you sign in by its code: you are a verified user then. The same again gives the same answer.",
            )
        },
    ),
];
