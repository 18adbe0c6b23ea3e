//! Contact cards in memory: what a card is made of, remembered for a second.
//!
//! Only what cards are made of is remembered, never an answer: who sees what is decided anew for each
//! request, with the present time, so nothing is shown after its hours. Whoever changes settings,
//! proofs or listings through this process forgets all of it at once; another node's change is seen
//! within the second.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use kontor_calendar::Calendar;
use kontor_core::contact_card::Window;
use kontor_core::id::MarketplaceKey;
use kontor_core::marketplace::Marketplace;
use kontor_core::time::Micros;
use kontor_store::Result;
use kontor_store::contact_card::{self, Source, Subject};

use crate::app::App;

/// How long a card's source is remembered.
const KEPT: Duration = Duration::from_secs(1);
/// Sources remembered at once: a few hundred bytes each.
const SOURCES_MAX: u64 = 20_000;

/// The cache of [`Card`]s.
pub type Cards = moka::sync::Cache<(MarketplaceKey, Subject), Arc<Card>>;

/// An empty cache.
#[must_use]
pub fn cache() -> Cards {
    moka::sync::Cache::builder()
        .max_capacity(SOURCES_MAX)
        .time_to_live(KEPT)
        .build()
}

/// What a card is made of, with the calendar of its phone.
pub struct Card {
    /// What was read.
    pub source: Source,
    /// When the number is shown; `None` means always.
    calendar: Option<Arc<Calendar>>,
    /// The window as it was first asked for, and since when it holds.
    first: OnceLock<(Micros, Window)>,
}

impl Card {
    /// The window of the phone at an instant.
    #[must_use]
    pub fn window(&self, at: Micros) -> Window {
        let Some(calendar) = &self.calendar else {
            return Window::ALWAYS;
        };
        let (since, window) = *self.first.get_or_init(|| (at, ask(calendar, at)));
        let still = at >= since && window.next_change.is_none_or(|change| at < change);
        if still { window } else { ask(calendar, at) }
    }

    /// The calendar's zone, where the phone has hours.
    #[must_use]
    pub fn zone(&self) -> Option<&jiff::tz::TimeZone> {
        self.calendar.as_ref().map(|calendar| calendar.zone())
    }

    /// Day (counted from 1970-01-01) and hour on the wall clock of the phone's hours.
    #[must_use]
    pub fn wall_clock(&self, at: Micros) -> Option<(i64, i64)> {
        let zone = self.zone()?;
        let instant = jiff::Timestamp::from_microsecond(at.0).ok()?;
        let there = instant.to_zoned(zone.clone());
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        let days = there.date().since(epoch).ok()?.get_days();
        Some((days.into(), there.hour().into()))
    }
}

fn ask(calendar: &Calendar, at: Micros) -> Window {
    let Ok(instant) = jiff::Timestamp::from_microsecond(at.0) else {
        return Window {
            open: false,
            next_change: None,
        };
    };
    let state = calendar.state(instant);
    Window {
        open: state.open,
        next_change: state.next_change.map(|at| Micros(at.as_microsecond())),
    }
}

impl App {
    /// What the card of a listing or seller is made of; `None` where there is none.
    ///
    /// # Errors
    /// The store's.
    pub async fn card(&self, market: &Marketplace, subject: Subject) -> Result<Option<Arc<Card>>> {
        let key = (market.key, subject);
        if let Some(known) = self.cards.get(&key) {
            return Ok(Some(known));
        }
        let card = self.fresh_card(market, key.1.clone()).await?;
        // What is not there is not remembered: it may be put in the next moment.
        if let Some(card) = &card {
            self.cards.insert(key, Arc::clone(card));
        }
        Ok(card)
    }

    /// The same, read now: for handing out, where a second is too long.
    ///
    /// # Errors
    /// The store's.
    pub async fn fresh_card(
        &self,
        market: &Marketplace,
        subject: Subject,
    ) -> Result<Option<Arc<Card>>> {
        let input = (market.key, market.preset, subject);
        let found = self
            .store
            .read(input, |tx, (key, preset, subject)| {
                Box::pin(contact_card::source(tx, *key, *preset, subject))
            })
            .await?;
        Ok(found.map(|source| Arc::new(self.with_calendar(market, source))))
    }

    fn with_calendar(&self, market: &Marketplace, mut source: Source) -> Card {
        let phone = source.reachable.phone.as_ref();
        let hours = phone.and_then(|phone| Some((phone.hours.as_deref()?, phone)));
        let calendar = hours.map(|(hours, phone)| {
            let zone = phone.time_zone.as_deref().unwrap_or(&market.time_zone);
            self.calendars().calendar(market, hours, zone)
        });
        let calendar = match calendar {
            None => None,
            Some(Ok(calendar)) => Some(calendar),
            // Hours that cannot be read any more must not open the number to everybody.
            Some(Err(error)) => {
                tracing::warn!(%error, seller = %source.seller, "hours of a phone");
                source.reachable.phone = None;
                None
            }
        };
        Card {
            source,
            calendar,
            first: OnceLock::new(),
        }
    }

    /// Forgets what cards are made of, after settings, proofs or listings changed.
    pub fn forget_cards(&self) {
        self.cards.invalidate_all();
    }
}
