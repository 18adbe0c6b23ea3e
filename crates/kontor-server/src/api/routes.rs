//! The API's route table: method, path, permission, function, and what its description needs.
//!
//! This is the only list of the API's routes; `openapi.rs`, the docs page and the access test are
//! made from it. The lines stand in files by noun beside this one; here is what a line is made of.

mod about;
mod contact;
mod conversations;
mod delivery;
mod guests;
mod holidays;
mod listings;
mod operations;
mod orders;
mod people;
mod proofs;
mod teams;

use kontor_core::access::Permission;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::serve::context::{BodyRule, Context, Handled, Route};

/// The lines by noun, in the order in which they are described.
const GROUPS: &[&[ApiRoute]] = &[
    about::ROUTES,
    people::ROUTES,
    proofs::ROUTES,
    guests::ROUTES,
    teams::ROUTES,
    listings::ROUTES,
    contact::ROUTES,
    orders::ROUTES,
    delivery::ROUTES,
    conversations::ROUTES,
    operations::ROUTES,
    holidays::ROUTES,
];

/// Every route of the API.
pub fn all() -> impl Iterator<Item = &'static ApiRoute> {
    GROUPS.iter().copied().flatten()
}

/// Makes the schema of a type.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What is said about a route.
#[derive(Clone, Copy)]
pub struct Doc {
    /// One sentence.
    pub summary: &'static str,
    /// Parameters of the query.
    pub query: Option<SchemaOf>,
    /// The body it takes.
    pub takes: Option<SchemaOf>,
    /// Statuses of success and their bodies.
    pub gives: &'static [(u16, Option<SchemaOf>)],
    /// Codes of faults beyond those of every route.
    pub faults: &'static [&'static str],
}

/// A line of the table.
#[derive(Clone, Copy)]
pub struct ApiRoute {
    /// How it is reached and by whom.
    pub route: Route,
    /// What is said about it.
    pub doc: Doc,
}

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

const fn line(
    method: &'static str,
    path: &'static str,
    permission: Permission,
    body: BodyRule,
    handler: fn(Context) -> Handled,
    doc: Doc,
) -> ApiRoute {
    ApiRoute {
        route: Route {
            method,
            path,
            permission,
            body,
            cross_site: false,
            handler,
        },
        doc,
    }
}

const fn doc(summary: &'static str) -> Doc {
    Doc {
        summary,
        query: None,
        takes: None,
        gives: &[],
        faults: &[],
    }
}

macro_rules! run {
    ($handler:path) => {
        |context| Box::pin($handler(context))
    };
}
use run;

macro_rules! body {
    ($($type:ty),*) => { Some(|g: &mut schemars::SchemaGenerator| { $($crate::api::routes::of::<$type>(g))* }) };
}
use body;
