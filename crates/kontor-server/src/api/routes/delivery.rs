//! How shops get their messages.

use kontor_core::access::Permission::Registered;

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::delivery;
use crate::serve::context::BodyRule::Small;

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "GET",
        "/api/v1/sellers/{id}/delivery",
        Registered,
        Small,
        run!(delivery::show),
        Doc {
            gives: &[(200, body!(delivery::DeliveryBody))],
            faults: &["delivery_fixed"],
            ..doc("Says how a shop gets its messages, to its administrators and the operator.")
        },
    ),
    line(
        "PUT",
        "/api/v1/sellers/{id}/delivery",
        Registered,
        Small,
        run!(delivery::put),
        Doc {
            takes: body!(delivery::PutBody),
            gives: &[(200, body!(delivery::DeliveryBody))],
            faults: &["delivery_fixed", "field_invalid", "precondition_failed"],
            ..doc(
                "Chooses how a shop gets its messages. Give the ETag as If-Match to change only what you have seen.",
            )
        },
    ),
];
