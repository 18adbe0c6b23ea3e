//! The running server of a test: on a port of its own, with a clock that can be moved and a mail
//! catcher. Its threads are apart from the test's, so that it can be stopped like a process.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use kontor_core::marketplace::Preset;
use kontor_core::time::Micros;
use kontor_server::app::{App, Setup};
use kontor_server::clock::Clock;
use kontor_server::config::{Config, MarketplaceConfig, defaults};
use kontor_server::demo::issuers::Issuers;
use kontor_server::outbox::{MAILS, MESSAGES, index, worker};
use kontor_server::serve::{accept, router};
use kontor_server::smtp::catcher::{self, Caught, CaughtMail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::cast::{self, Cast};
use crate::client::{Answer, Request, ask};
use crate::contract;
use crate::ground::Site;

/// The instant at which every story begins: 2026-11-21T10:00:00Z.
pub const DAWN: Micros = Micros(1_795_255_200_000_000);

/// How long a test waits for what must happen.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A server, its clock, its people and its mail.
pub struct TestApp {
    pub app: Arc<App>,
    pub address: SocketAddr,
    pub cast: Cast,
    pub mail: Arc<CaughtMail>,
    site: Arc<Site>,
    config: Config,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
    runtime: Option<Runtime>,
}

impl TestApp {
    /// A server with everybody in it.
    pub async fn start(site: &Arc<Site>) -> Self {
        Self::with(site, |_| {}).await
    }

    /// A server with a changed configuration.
    pub async fn with(site: &Arc<Site>, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = configuration(site);
        change(&mut config);
        Self::open(site, config, Clock::manual(DAWN), None, true).await
    }

    /// A server as it is outside the demo.
    pub async fn without_demo(site: &Arc<Site>) -> Self {
        Self::open(site, configuration(site), Clock::manual(DAWN), None, false).await
    }

    async fn open(
        site: &Arc<Site>,
        config: Config,
        clock: Clock,
        cast: Option<Cast>,
        demo: bool,
    ) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let mail = Arc::new(CaughtMail::default());
        let (stop, stopped) = oneshot::channel();
        let starting = start(
            config.clone(),
            clock,
            Arc::clone(&mail),
            demo,
            cast,
            stopped,
        );
        let (app, address, cast, served) = runtime.spawn(starting).await.expect("it starts");
        Self {
            app,
            address,
            cast,
            mail,
            site: Arc::clone(site),
            config,
            stop: Some(stop),
            served: Some(served),
            runtime: Some(runtime),
        }
    }

    /// Asks, and compares the answer with what the API's description says.
    pub async fn send(&self, request: Request) -> Answer {
        let answer = ask(self.address, &request).await;
        contract::check(&request, &answer);
        answer
    }

    /// Runs the outbox's work until nothing is due.
    pub async fn work(&self) {
        let app = Arc::clone(&self.app);
        let working = async move {
            index::drain(&app).await.unwrap();
            for work in MAILS.iter().chain(MESSAGES) {
                while worker::round(&app, *work).await.unwrap() {}
            }
        };
        self.handle().spawn(working).await.unwrap();
    }

    /// Moves the clock.
    pub fn later(&self, micros: i64) {
        self.app.clock.advance(micros);
    }

    /// Mail that came, oldest first.
    pub fn caught(&self) -> Vec<Caught> {
        let mut all = self.mail.all();
        all.reverse();
        all
    }

    /// Takes mail on a port that nobody listened on before.
    pub async fn catch_on(&self, port: u16) {
        let listener = catcher::bind(port).await.unwrap();
        let mail = Arc::clone(&self.mail);
        self.handle()
            .spawn(catcher::listen(listener, mail, self.app.clock.clone()));
    }

    /// Where the server's own tasks run.
    pub fn handle(&self) -> &tokio::runtime::Handle {
        self.runtime.as_ref().unwrap().handle()
    }

    /// Ends like a process that is killed, and starts again on the same data with the same clock.
    pub async fn crash(mut self) -> Self {
        let (site, config, cast) = (
            Arc::clone(&self.site),
            self.config.clone(),
            self.cast.clone(),
        );
        let clock = self.app.clock.clone();
        self.end();
        drop(self);
        Self::open(&site, config, clock, Some(cast), true).await
    }

    /// What SIGTERM does: gives the task that ends when everything is drained.
    pub fn stop(&mut self) -> JoinHandle<()> {
        self.stop.take().unwrap().send(()).unwrap();
        self.served.take().unwrap()
    }

    /// A connection without HTTP in between.
    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends bytes as they are and gives everything that comes until the server closes.
    pub async fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect().await;
        // The server may close before it has taken everything.
        drop(stream.write_all(bytes).await);
        read_to_end(&mut stream).await
    }

    fn end(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            let ending = std::thread::spawn(move || runtime.shutdown_timeout(PATIENCE));
            ending.join().unwrap();
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.end();
    }
}

/// Everything until the server closes; a reset is an end too.
pub async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let reading = async {
        let mut chunk = vec![0; 16 * 1024];
        while let Ok(length @ 1..) = stream.read(&mut chunk).await {
            all.extend_from_slice(&chunk[..length]);
        }
    };
    let ended = tokio::time::timeout(PATIENCE, reading).await;
    assert!(
        ended.is_ok(),
        "still open: {}",
        String::from_utf8_lossy(&all)
    );
    String::from_utf8_lossy(&all).into_owned()
}

async fn start(
    mut config: Config,
    clock: Clock,
    mail: Arc<CaughtMail>,
    demo: bool,
    cast: Option<Cast>,
    stopped: oneshot::Receiver<()>,
) -> (Arc<App>, SocketAddr, Cast, JoinHandle<()>) {
    if config.mail_relay == CATCHER {
        let smtp = catcher::bind(0).await.unwrap();
        config.mail_relay = format!("smtp://{}", smtp.local_addr().unwrap());
        tokio::spawn(catcher::listen(smtp, Arc::clone(&mail), clock.clone()));
    }
    let app = open(config, clock, demo.then_some(mail)).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let cast = match cast {
        Some(cast) => cast,
        None => cast::gather(&app).await,
    };
    let stop = async move { drop(stopped.await) };
    let serving = accept::serve(Arc::clone(&app), router::router(&app), listener, stop);
    let served = tokio::spawn(serving);
    (app, address, cast, served)
}

/// Opens the data, which a server before may still be letting go of.
async fn open(mut config: Config, clock: Clock, mail: Option<Arc<CaughtMail>>) -> Arc<App> {
    let issuers = Arc::new(Issuers::set_up(&mut config));
    for _ in 0..200 {
        let setup = Setup {
            config: config.clone(),
            clock: clock.clone(),
            caught: mail.clone(),
            issuers: Some(Arc::clone(&issuers)),
        };
        match App::open(setup).await {
            Ok(app) => return app,
            Err(kontor_store::Error::Refused(_)) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(error) => panic!("{error}"),
        }
    }
    panic!("the data is not let go of");
}

/// Stands for the address of the test's own catcher.
const CATCHER: &str = "smtp://catcher";

/// No limits, so that only tests of limits meet them.
fn configuration(site: &Site) -> Config {
    let mut config = defaults(&std::collections::BTreeMap::new()).unwrap();
    config.database.clone_from(&site.url);
    config.reads_per_minute = 0;
    config.writes_per_minute = 0;
    config.sign_ins_per_quarter_hour = 0;
    config.handouts_per_guest_a_day = 0;
    config.handouts_per_account_a_day = 0;
    config.handouts_per_seller_a_day = 0;
    config.handouts_to_guests_a_day = 0;
    config.guest_links_per_hour = 0;
    config.streams_per_caller_max = 64;
    config.mail_relay = CATCHER.to_owned();
    config.marketplaces = vec![
        marketplace("tori", "Tori", Preset::Classifieds),
        marketplace("okidoki", "Okidoki", Preset::Closed),
    ];
    config
}

fn marketplace(slug: &str, name: &str, preset: Preset) -> MarketplaceConfig {
    MarketplaceConfig {
        slug: slug.to_owned(),
        name: name.to_owned(),
        hosts: vec![format!("{slug}.test")],
        base_url: format!("https://{slug}.test"),
        country: "FI".to_owned(),
        time_zone: "Europe/Helsinki".to_owned(),
        locales: vec!["en".to_owned(), "fi".to_owned()],
        preset,
        mail_from: format!("no-reply@{slug}.test"),
        embed_origins: vec!["https://shop.example".to_owned()],
        sign_in_origins: Vec::new(),
        sign_in: Vec::new(),
        support_url: Some(format!("https://help.{slug}.test/")),
    }
}
