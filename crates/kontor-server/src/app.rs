//! What every part of the running server shares.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use kontor_core::account::Caller;
use kontor_core::id::MarketplaceKey;
use kontor_core::marketplace::Marketplace;
use kontor_store::{Change, Engine, Error, Options, Result, Store, marketplace, outbox, token};
use tokio::sync::{Notify, mpsc};

use crate::calendars::{self, Calendars};
use crate::cards::{self, Cards};
use crate::clock::Clock;
use crate::config::{Config, MarketplaceConfig};
use crate::demo::issuers::Issuers;
use crate::egress::Egress;
use crate::live::hub::Hub;
use crate::rate::Rates;
use crate::serve::metrics::Metrics;
use crate::sign_in::SignIn;
use crate::smtp::catcher::CaughtMail;

/// How long a caller is remembered between requests. Also the longest that an ended membership can
/// still read: a second. Source: security case T099.
const CALLER_KEPT: Duration = Duration::from_secs(1);
/// Callers remembered at once.
const CALLERS_MAX: u64 = 20_000;

/// The running server.
pub struct App {
    /// The configuration.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// Open streams.
    pub hub: Arc<Hub>,
    /// Rate limits.
    pub rates: Rates,
    /// What is measured.
    pub metrics: Metrics,
    /// Rung when the outbox has something new.
    pub queued: Arc<Notify>,
    /// The way out over HTTP.
    pub egress: Egress,
    /// Mail that the built-in catcher took; `None` outside the demo.
    pub caught: Option<Arc<CaughtMail>>,
    /// Marketplaces by host name.
    hosts: HashMap<String, Arc<Marketplace>>,
    /// Marketplaces by slug.
    slugs: HashMap<String, Arc<Marketplace>>,
    calendars: Calendars,
    /// How people come from each marketplace.
    sign_in: HashMap<MarketplaceKey, Arc<SignIn>>,
    /// The demo's marketplaces as issuers; `None` outside the demo.
    pub issuers: Option<Arc<Issuers>>,
    callers: moka::sync::Cache<(MarketplaceKey, [u8; 32]), Arc<Caller>>,
    /// What contact cards are made of.
    pub(crate) cards: Cards,
    /// Counts how often callers were forgotten, so that none read before is remembered after.
    forgotten: AtomicU64,
    stopping: AtomicBool,
}

/// What differs between the server, the demo and tests.
pub struct Setup {
    /// The configuration.
    pub config: Config,
    /// The clock.
    pub clock: Clock,
    /// Where the demo keeps caught mail.
    pub caught: Option<Arc<CaughtMail>>,
    /// The demo's marketplaces as issuers of sign-in tokens.
    pub issuers: Option<Arc<Issuers>>,
}

impl App {
    /// Whether this server sends mail at all.
    #[must_use]
    pub fn sends_mail(&self) -> bool {
        !self.config.mail_relay.is_empty()
    }

    /// Opens the database and gives the shared state; nothing listens yet.
    ///
    /// # Errors
    /// The store's; a list of allowed hosts that cannot be read.
    pub async fn open(setup: Setup) -> Result<Arc<Self>> {
        let egress = Egress::new(&setup.config.egress_allow).map_err(Error::Refused)?;
        let hub = Arc::new(Hub::default());
        let queued = Arc::new(Notify::new());
        let (sender, receiver) = mpsc::unbounded_channel();
        let store = Store::open(Options {
            url: setup.config.database.clone(),
            observer: Box::new(move |changes| drop(sender.send(changes))),
            fatal: Arc::new(die),
        })
        .await?;
        let app = Arc::new(Self {
            rates: Rates::new(&setup.config),
            hosts: HashMap::new(),
            slugs: HashMap::new(),
            calendars: Calendars::default(),
            sign_in: HashMap::new(),
            issuers: setup.issuers,
            callers: moka::sync::Cache::builder()
                .max_capacity(CALLERS_MAX)
                .time_to_live(CALLER_KEPT)
                .build(),
            cards: cards::cache(),
            forgotten: AtomicU64::new(0),
            stopping: AtomicBool::new(false),
            metrics: Metrics::default(),
            config: setup.config,
            store,
            clock: setup.clock,
            hub,
            queued,
            egress,
            caught: setup.caught,
        });
        let app = app.with_marketplaces().await?;
        app.release_leases().await?;
        calendars::renew(&app).await?;
        app.tell_of_the_end_of_holidays();
        tokio::spawn(listen(Arc::clone(&app), receiver));
        Ok(app)
    }

    fn tell_of_the_end_of_holidays(&self) {
        let today = calendars::date(self.clock.now(), "UTC");
        if let Some(warning) = calendars::warning(self.calendars.built_in(), today) {
            tracing::warn!("{warning}");
        }
    }

    /// On SQLite no other process works: what a dead one had taken is due again at once.
    async fn release_leases(&self) -> Result<()> {
        if self.store.engine() == Engine::Sqlite {
            let now = self.clock.now();
            self.store
                .write(now, |tx, now| Box::pin(outbox::release(tx, *now)))
                .await?;
        }
        Ok(())
    }

    async fn with_marketplaces(self: Arc<Self>) -> Result<Arc<Self>> {
        let mut app = self;
        for config in app.config.marketplaces.clone() {
            let now = app.clock.now();
            let input = (config.slug.clone(), config.name.clone(), now);
            let key = app
                .store
                .write(input, |tx, (slug, name, now)| {
                    Box::pin(marketplace::put(tx, slug, name, *now))
                })
                .await?;
            let market = Arc::new(describe(key, &config));
            let sign_in =
                SignIn::read(&config).map_err(|problems| Error::Refused(problems.join("; ")))?;
            // Nobody else holds the app yet.
            if let Some(app) = Arc::get_mut(&mut app) {
                for host in &config.hosts {
                    app.hosts.insert(host.clone(), Arc::clone(&market));
                }
                app.slugs.insert(config.slug.clone(), market);
                app.sign_in.insert(key, Arc::new(sign_in));
            }
        }
        Ok(app)
    }

    /// Opening hours and public holidays.
    #[must_use]
    pub fn calendars(&self) -> &Calendars {
        &self.calendars
    }

    /// The marketplace of a host name (with or without port).
    #[must_use]
    pub fn by_host(&self, host: &str) -> Option<&Arc<Marketplace>> {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        self.hosts
            .get(name)
            .or_else(|| self.hosts.get(&name.to_ascii_lowercase()))
    }

    /// The marketplace with this slug.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<&Arc<Marketplace>> {
        self.slugs.get(slug)
    }

    /// The marketplace with this number.
    #[must_use]
    pub fn by_key(&self, key: MarketplaceKey) -> Option<&Arc<Marketplace>> {
        self.slugs.values().find(|market| market.key == key)
    }

    /// How people come from a marketplace by a token.
    #[must_use]
    pub fn sign_in(&self, key: MarketplaceKey) -> Arc<SignIn> {
        self.sign_in.get(&key).cloned().unwrap_or_default()
    }

    /// Every marketplace, in order of their numbers.
    #[must_use]
    pub fn marketplaces(&self) -> Vec<Arc<Marketplace>> {
        let mut all: Vec<_> = self.slugs.values().cloned().collect();
        all.sort_by_key(|market| market.key);
        all
    }

    /// Who calls with this secret here, if anybody.
    ///
    /// # Errors
    /// The store's.
    pub async fn caller(
        &self,
        marketplace: MarketplaceKey,
        secret: &str,
    ) -> Result<Option<Arc<Caller>>> {
        let key = (marketplace, crate::random::hash(secret));
        if let Some(caller) = self.callers.get(&key) {
            return Ok(Some(caller));
        }
        let before = self.forgotten.load(Ordering::Acquire);
        let input = (key, self.clock.now());
        let found = self
            .store
            .read(input, |tx, (key, now)| {
                Box::pin(token::caller(tx, key.0, &key.1, *now))
            })
            .await?;
        Ok(found.map(|caller| {
            let caller = Arc::new(caller);
            self.callers.insert(key, Arc::clone(&caller));
            if self.forgotten.load(Ordering::Acquire) != before {
                self.callers.invalidate(&key);
            }
            caller
        }))
    }

    /// Forgets remembered callers, after somebody's rights changed.
    pub fn forget_callers(&self) {
        self.forgotten.fetch_add(1, Ordering::AcqRel);
        self.callers.invalidate_all();
    }

    /// True while the server takes new work.
    #[must_use]
    pub fn is_up(&self) -> bool {
        !self.stopping.load(Ordering::Acquire)
    }

    /// Says that the server stops: not ready any more, streams close.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.hub.close_all();
        self.queued.notify_waiters();
    }
}

fn describe(key: MarketplaceKey, config: &MarketplaceConfig) -> Marketplace {
    Marketplace {
        key,
        slug: config.slug.clone(),
        name: config.name.clone(),
        base_url: config.base_url.clone(),
        country: config.country.clone(),
        time_zone: config.time_zone.clone(),
        locales: config.locales.clone(),
        preset: config.preset,
        mail_from: config.mail_from.clone(),
        embed_origins: config.embed_origins.clone(),
        support_url: config.support_url.clone(),
    }
}

/// Hands committed changes on, away from the writer's thread.
async fn listen(app: Arc<App>, mut changes: mpsc::UnboundedReceiver<Vec<Change>>) {
    while let Some(changes) = changes.recv().await {
        if changes.contains(&Change::Queued) {
            app.queued.notify_waiters();
        }
        let of_rights = |change: &Change| {
            matches!(
                change,
                Change::TokenEnded { .. } | Change::RightsChanged { .. }
            )
        };
        if changes.iter().any(of_rights) {
            app.forget_callers();
        }
        app.hub.publish(changes);
    }
}

/// Ends the process after a write that cannot be trusted; nothing more is acknowledged.
///
/// Source: security case R04. The exit status is `EX_IOERR` of sysexits.
fn die(reason: &str) {
    tracing::error!(reason, "the database cannot be written; the process ends");
    std::process::exit(74);
}
