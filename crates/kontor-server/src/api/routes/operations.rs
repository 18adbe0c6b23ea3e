//! What whoever runs the marketplace looks after.

use kontor_core::access::Permission::Operate;

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::dead_letters;
use crate::serve::context::BodyRule::Small;

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "GET",
        "/api/v1/dead-letters",
        Operate,
        Small,
        run!(dead_letters::list),
        Doc {
            query: body!(dead_letters::ListQuery),
            gives: &[(200, body!(dead_letters::DeadLetterPage))],
            ..doc("Lists outbox work that was laid aside.")
        },
    ),
    line(
        "POST",
        "/api/v1/dead-letters/{id}/retry",
        Operate,
        Small,
        run!(dead_letters::retry),
        Doc {
            gives: &[(204, None)],
            faults: &["idempotency_key_reused"],
            ..doc("Puts work that was laid aside back into the outbox.")
        },
    ),
];
