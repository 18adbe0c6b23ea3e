//! The calendars of marketplaces: which public holidays hold there, and opening hours read with them.
//!
//! One place for everybody who asks whether something is open or when work is due. What an expression means
//! lives in `kontor-calendar`.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kontor_calendar::{Calendar, CalendarError, HolidayEdit, Holidays};
use kontor_core::id::MarketplaceKey;
use kontor_core::marketplace::Marketplace;
use kontor_core::time::Micros;
use kontor_store::holiday::{self, Change, What};
use kontor_store::{Engine, Result};

use crate::app::App;

/// Calendars kept read; sellers of a marketplace share few expressions.
const CALENDARS_KEPT: u64 = 10_000;
/// How often another node's changes are looked for; they hold everywhere within a second.
const PAUSE: Duration = Duration::from_millis(500);

/// What a calendar is made of: marketplace, revision of its holidays, hours, zone.
type Key = (MarketplaceKey, i64, String, String);

/// The public holidays of a marketplace as its operators changed them.
#[derive(Clone)]
struct Edited {
    revision: i64,
    holidays: Arc<Holidays>,
}

/// The calendars of every marketplace.
pub struct Calendars {
    built_in: Edited,
    edited: RwLock<HashMap<MarketplaceKey, Edited>>,
    read: moka::sync::Cache<Key, Arc<Calendar>>,
}

impl Default for Calendars {
    fn default() -> Self {
        Self {
            built_in: Edited {
                revision: 0,
                holidays: Arc::new(Holidays::built_in()),
            },
            edited: RwLock::default(),
            read: moka::sync::Cache::new(CALENDARS_KEPT),
        }
    }
}

impl Calendars {
    /// The table that comes with the program.
    #[must_use]
    pub fn built_in(&self) -> &Arc<Holidays> {
        &self.built_in.holidays
    }

    /// The public holidays that hold at a marketplace.
    #[must_use]
    pub fn holidays(&self, marketplace: MarketplaceKey) -> Arc<Holidays> {
        self.edited(marketplace).holidays
    }

    fn edited(&self, marketplace: MarketplaceKey) -> Edited {
        let edited = self.edited.read().unwrap_or_else(PoisonError::into_inner);
        edited.get(&marketplace).unwrap_or(&self.built_in).clone()
    }

    /// Opening hours with the holidays of the marketplace's country, in a time zone.
    ///
    /// # Errors
    /// What [`Calendar::new`] refuses.
    pub fn calendar(
        &self,
        market: &Marketplace,
        hours: &str,
        zone: &str,
    ) -> std::result::Result<Arc<Calendar>, CalendarError> {
        let edited = self.edited(market.key);
        let key = (
            market.key,
            edited.revision,
            hours.to_owned(),
            zone.to_owned(),
        );
        if let Some(known) = self.read.get(&key) {
            return Ok(known);
        }
        let read = Calendar::new(hours, &market.country, zone, &edited.holidays)?;
        let read = Arc::new(read);
        self.read.insert(key, Arc::clone(&read));
        Ok(read)
    }

    /// Takes over a marketplace's log of changes, unless a newer one was taken meanwhile.
    fn take(&self, marketplace: MarketplaceKey, log: &[Change]) {
        let revision = log.last().map_or(0, |change| change.revision);
        let holidays = Arc::new(self.built_in.holidays.with(&edits(log), revision));
        let mut edited = self.edited.write().unwrap_or_else(PoisonError::into_inner);
        let known = edited.get(&marketplace).map_or(0, |known| known.revision);
        if revision > known {
            edited.insert(marketplace, Edited { revision, holidays });
        }
    }
}

/// A log of changes as the calendar takes them.
#[must_use]
pub fn edits(log: &[Change]) -> Vec<HolidayEdit> {
    let edits = log.iter().filter_map(|line| {
        let date: Date = line.change.date.parse().ok()?;
        let name = (line.change.what == What::Add).then(|| line.change.name.clone());
        Some(HolidayEdit {
            country: line.change.country.clone(),
            date,
            name,
        })
    });
    edits.collect()
}

/// Reads what has changed since this node last looked.
///
/// # Errors
/// The store's.
pub async fn renew(app: &App) -> Result<()> {
    let newest = app
        .store
        .read((), |tx, ()| Box::pin(holiday::revisions(tx)))
        .await?;
    for (marketplace, revision) in newest {
        if app.calendars().edited(marketplace).revision < revision {
            let log = app
                .store
                .read(marketplace, |tx, key| Box::pin(holiday::all(tx, *key)))
                .await?;
            app.calendars().take(marketplace, &log);
        }
    }
    Ok(())
}

/// Looks for changes of other nodes until the server stops. On SQLite there are none.
pub async fn watch(app: Arc<App>) {
    while app.is_up() && app.store.engine() == Engine::Postgres {
        if let Err(error) = renew(&app).await {
            tracing::warn!(%error, "holidays");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// The date of an instant in a time zone; UTC stands in for one that is not known.
#[must_use]
pub fn date(at: Micros, zone: &str) -> Date {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let instant = Timestamp::from_microsecond(at.0).unwrap_or_default();
    zone.to_datetime(instant).date()
}

/// What to tell where the table of holidays ends soon, or has ended.
#[must_use]
pub fn warning(holidays: &Holidays, today: Date) -> Option<String> {
    let last = holidays.end_soon(today)?;
    Some(format!(
        "public holidays are known until the end of {last} only; install a version of Kontor with a newer table"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kontor_core::marketplace::Preset;

    fn market(country: &str) -> Marketplace {
        Marketplace {
            key: MarketplaceKey(1),
            slug: "a".to_owned(),
            name: "A".to_owned(),
            base_url: "https://a.example".to_owned(),
            country: country.to_owned(),
            time_zone: "Europe/Helsinki".to_owned(),
            locales: vec!["fi".to_owned()],
            preset: Preset::Classifieds,
            mail_from: "kontor@a.example".to_owned(),
            embed_origins: Vec::new(),
            support_url: None,
        }
    }

    #[test]
    fn a_marketplaces_country_decides_its_holidays_and_bad_hours_are_refused() {
        let calendars = Calendars::default();
        let finland = market("FI");
        let read = calendars.calendar(&finland, "Mo-Fr 09:00-17:00; PH off", "Europe/Helsinki");
        // Independence Day, a Monday in 2027.
        let noon = "2027-12-06T12:00:00+02:00".parse().unwrap();
        assert!(!read.unwrap().state(noon).open);
        let again = calendars.calendar(&finland, "Mo-Fr 09:00-17:00", "Europe/Helsinki");
        assert!(again.unwrap().state(noon).open);
        let refused = |market, hours, zone| calendars.calendar(&market, hours, zone).unwrap_err();
        assert!(matches!(
            refused(market("FI"), "Mo-Fr sunrise-17:00", "Europe/Helsinki"),
            CalendarError::Hours(_)
        ));
        assert!(matches!(
            refused(market("FI"), "Mo", "Mars/Base"),
            CalendarError::Zone(_)
        ));
    }
}
