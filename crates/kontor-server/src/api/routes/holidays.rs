//! The public holidays of a marketplace.

use kontor_core::access::Permission::{Operate, Public};

use crate::api::routes::{ApiRoute, Doc, body, doc, line, run};
use crate::api::v1::holidays;
use crate::serve::context::BodyRule::Small;

pub(super) const ROUTES: &[ApiRoute] = &[
    line(
        "GET",
        "/api/v1/holidays",
        Public,
        Small,
        run!(holidays::list),
        Doc {
            query: body!(holidays::ListQuery),
            gives: &[(200, body!(holidays::HolidayList))],
            ..doc("Lists the public holidays of a country in a year, as they hold here.")
        },
    ),
    line(
        "GET",
        "/api/v1/holidays/changes",
        Operate,
        Small,
        run!(holidays::changes),
        Doc {
            query: body!(holidays::ChangesQuery),
            gives: &[(200, body!(holidays::ChangePage))],
            ..doc("Lists what was changed in the table of public holidays, and by whom.")
        },
    ),
    line(
        "PUT",
        "/api/v1/holidays/{country}/{date}",
        Operate,
        Small,
        run!(holidays::put),
        Doc {
            takes: body!(holidays::PutBody),
            gives: &[(204, None)],
            faults: &["field_invalid", "conflict"],
            ..doc(
                "Makes a day a public holiday here, or names it; putting it again changes nothing. Putting a day of the table under its own name takes its removal back.",
            )
        },
    ),
    line(
        "DELETE",
        "/api/v1/holidays/{country}/{date}",
        Operate,
        Small,
        run!(holidays::remove),
        Doc {
            gives: &[(204, None)],
            faults: &["field_invalid", "conflict"],
            ..doc(
                "Makes a day no public holiday here, also one of the table; removing it again changes nothing.",
            )
        },
    ),
];
