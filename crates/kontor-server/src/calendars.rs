//! The calendars of marketplaces: which public holidays hold there, and opening hours read with them.
//!
//! One place for everybody who asks whether something is open or when work is due. What an expression means
//! lives in `kontor-calendar`.

use std::sync::Arc;

use kontor_calendar::{Calendar, CalendarError, Holidays};
use kontor_core::id::MarketplaceKey;
use kontor_core::marketplace::Marketplace;

/// Calendars kept read; sellers of a marketplace share few expressions.
const CALENDARS_KEPT: u64 = 10_000;

/// What a calendar is made of, beside the holidays.
type Key = (MarketplaceKey, String, String);

/// The calendars of every marketplace.
pub struct Calendars {
    built_in: Arc<Holidays>,
    read: moka::sync::Cache<Key, Arc<Calendar>>,
}

impl Default for Calendars {
    fn default() -> Self {
        Self {
            built_in: Arc::new(Holidays::built_in()),
            read: moka::sync::Cache::new(CALENDARS_KEPT),
        }
    }
}

impl Calendars {
    /// The public holidays that hold at a marketplace.
    #[must_use]
    pub fn holidays(&self, _marketplace: MarketplaceKey) -> Arc<Holidays> {
        Arc::clone(&self.built_in)
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
    ) -> Result<Arc<Calendar>, CalendarError> {
        let key = (market.key, hours.to_owned(), zone.to_owned());
        if let Some(known) = self.read.get(&key) {
            return Ok(known);
        }
        let holidays = self.holidays(market.key);
        let read = Arc::new(Calendar::new(hours, &market.country, zone, &holidays)?);
        self.read.insert(key, Arc::clone(&read));
        Ok(read)
    }
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
