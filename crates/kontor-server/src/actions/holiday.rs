//! Changing the public holidays of a marketplace.
//!
//! What the changes make of the table lives in `kontor-calendar`; who reads it in `crate::calendars`.

use std::sync::Arc;

use jiff::civil::Date;
use kontor_calendar::{CalendarError, Holidays};
use kontor_core::account::Caller;
use kontor_core::id::MarketplaceKey;
use kontor_core::time::Micros;
use kontor_store::Tx;
use kontor_store::holiday::{self, NewChange, What};

use crate::actions::people::check_name;
use crate::app::App;
use crate::calendars;
use crate::fault::Fault;

/// Changes in one marketplace; a few a year are made by hand.
pub const CHANGES_MAX: usize = 5_000;

/// What one change needs.
struct Input {
    marketplace: MarketplaceKey,
    built_in: Arc<Holidays>,
    country: String,
    date: Date,
    name: Option<String>,
    caller: Arc<Caller>,
    now: Micros,
}

/// Makes a day a holiday of this name, or none. Doing what is so already changes nothing.
///
/// # Errors
/// `field_invalid` (an unknown country, a year that the table does not know, a name that is none),
/// `conflict` after [`CHANGES_MAX`] changes, the store's.
pub async fn set(
    app: &App,
    caller: Arc<Caller>,
    country: &str,
    date: Date,
    name: Option<&str>,
) -> Result<(), Fault> {
    let built_in = Arc::clone(app.calendars().built_in());
    let country = country.to_ascii_uppercase();
    check(&built_in, &country, date)?;
    let name = name.map(str::trim);
    // A name of the table is put back as it is.
    if let Some(name) = name
        && built_in.name(&country, date) != Some(name)
    {
        check_name(name)?;
    }
    let input = Input {
        marketplace: caller.marketplace,
        built_in,
        country,
        date,
        name: name.map(str::to_owned),
        caller,
        now: app.clock.now(),
    };
    app.store
        .write(input, |tx, input| Box::pin(set_unit(tx, input)))
        .await?;
    calendars::renew(app).await?;
    Ok(())
}

/// Refuses what the table does not know.
///
/// # Errors
/// `field_invalid` of `country` or `date`.
pub fn check(built_in: &Holidays, country: &str, date: Date) -> Result<(), Fault> {
    let refused = |field, what, error: CalendarError| Fault {
        detail: Some(error.to_string()),
        ..Fault::field(field, what)
    };
    match built_in.knows(country, date.year()) {
        Ok(()) => Ok(()),
        Err(error @ CalendarError::Country(_)) => Err(refused("country", "unknown", error)),
        Err(error) => Err(refused("date", "out_of_range", error)),
    }
}

async fn set_unit(tx: &mut Tx, input: &Input) -> Result<(), Fault> {
    holiday::lock(tx, input.marketplace).await?;
    let log = holiday::all(tx, input.marketplace).await?;
    let (country, date) = (&input.country, input.date);
    let known = input.built_in.with(&calendars::edits(&log), 0);
    let present = known.name(country, date);
    if present == input.name.as_deref() {
        return Ok(());
    }
    if log.len() >= CHANGES_MAX {
        let detail = format!("no more than {CHANGES_MAX} changes are kept");
        return Err(Fault::with("conflict", detail));
    }
    let (what, name) = match (&input.name, present) {
        (Some(name), _) => (What::Add, name.as_str()),
        (None, gone) => (What::Remove, gone.unwrap_or_default()),
    };
    let change = NewChange {
        country: country.clone(),
        date: date.to_string(),
        what,
        name: name.to_owned(),
        by: input.caller.own(),
    };
    holiday::put(tx, input.marketplace, &change, input.now).await?;
    Ok(())
}
