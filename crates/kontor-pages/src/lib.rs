//! Values to HTML and mail bodies: the only crate that holds templates and texts.
//!
//! What lives here: one struct per page in [`pages`], whose `render` takes the [`Shell`] around it;
//! the notices in [`mail`]; the texts of five languages in `locales/`, read through [`Texts`]; the
//! static files in [`assets`]. What deliberately does not: input and output, the clock, HTTP, SQL,
//! and any decision about who may see what: a page shows what it is given.
//!
//! Nothing that a person wrote reaches a page without passing [`markup::Html`], the one escaper.

pub mod assets;
pub mod embed;
pub mod format;
pub mod locale;
pub mod mail;
pub mod markup;
pub mod pages;
pub mod samples;
pub mod shell;
pub mod texts;
pub mod when;

pub use jiff::tz::TimeZone;
pub use locale::Locale;
pub use shell::{Flash, Known, Shell};
pub use texts::{Texts, nameless_guest};
pub use when::{on_day, when};
