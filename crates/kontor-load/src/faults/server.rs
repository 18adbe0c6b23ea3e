//! A server under test: its configuration, its commands, its start and its violent end.

use std::fs::OpenOptions;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use crate::Result;
use crate::client::{Client, Request};
use crate::faults::shim::Shim;
use crate::world::MARKETPLACE;

/// How long a command that looks at a database may take before it is ended.
const COMMAND_LIMIT: Duration = Duration::from_secs(600);
/// How often an ending process is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// One configured installation.
#[derive(Debug)]
pub struct Install {
    kontor: PathBuf,
    config: PathBuf,
    place: PathBuf,
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// `HOST:PORT` that the server listens at; the same after each start.
    pub address: String,
}

impl Install {
    /// Writes a configuration under `place` for this program and database.
    ///
    /// # Errors
    /// Files cannot be written, or no port is free.
    pub fn new(kontor: &Path, place: &Path, database: &str) -> Result<Self> {
        std::fs::create_dir_all(place)?;
        // Given back at once; the server takes it a moment later.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let config = place.join("kontor.toml");
        std::fs::write(&config, configuration(database, &address))?;
        Ok(Self {
            kontor: kontor.to_owned(),
            config,
            place: place.to_owned(),
            database: database.to_owned(),
            address,
        })
    }

    fn command(&self, arguments: &[&str], database: &str) -> Command {
        let mut command = Command::new(&self.kontor);
        command
            .args(arguments)
            .arg("--config")
            .arg(&self.config)
            .env("KONTOR_DATABASE", database)
            .stdin(Stdio::null());
        command
    }

    /// Makes an operator and gives the token.
    ///
    /// # Errors
    /// The command fails or prints no token.
    pub fn operator(&self, shim: Option<(&Shim, bool)>) -> Result<String> {
        let arguments = ["token", "create", "--marketplace", MARKETPLACE]
            .into_iter()
            .chain(["--email", "operator@example.org", "--role", "operator"]);
        let arguments: Vec<&str> = arguments.collect();
        let mut command = self.command(&arguments, &self.database);
        if let Some((shim, record)) = shim {
            shim.load(&mut command, record);
        }
        let output = command.output().map_err(|error| self.unstartable(&error))?;
        succeeded("token create", &output)?;
        let text = String::from_utf8_lossy(&output.stdout);
        let secret = text
            .split_whitespace()
            .next_back()
            .ok_or("no token was printed")?;
        Ok(secret.trim_matches('"').to_owned())
    }

    fn unstartable(&self, error: &std::io::Error) -> crate::Failure {
        format!("{} could not be started: {error}", self.kontor.display()).into()
    }

    /// Runs a command that looks at a database, in a fresh process; `None` where it is content.
    ///
    /// # Errors
    /// It cannot be started or does not end.
    pub fn complaint(&self, arguments: &[&str], database: &str) -> Result<Option<String>> {
        let log = self.place.join("command.log");
        let mut command = self.command(arguments, database);
        command
            .stdout(std::fs::File::create(&log)?)
            .stderr(OpenOptions::new().append(true).open(&log)?);
        let child = command.spawn().map_err(|error| self.unstartable(&error))?;
        let status = Server { child }.ended(COMMAND_LIMIT)?;
        if status.is_some_and(|status| status.success()) {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&log).unwrap_or_default();
        let short: String = text.chars().take(300).collect();
        Ok(Some(format!(
            "kontor {}: {status:?}: {}",
            arguments.join(" "),
            short.trim()
        )))
    }

    /// Starts the server; what it prints goes to `server.log`.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn serve(&self, shim: Option<(&Shim, bool)>) -> Result<Server> {
        let log = self.place.join("server.log");
        let log = OpenOptions::new().create(true).append(true).open(log)?;
        let mut command = self.command(&["serve"], &self.database);
        if let Some((shim, record)) = shim {
            shim.load(&mut command, record);
        }
        command.stdout(log.try_clone()?).stderr(log);
        let child = command.spawn().map_err(|error| self.unstartable(&error))?;
        Ok(Server { child })
    }

    /// Waits until the server says that it is ready; gives how long that took.
    ///
    /// # Errors
    /// It ended, or is not ready in time.
    pub async fn ready(&self, server: &mut Server, limit: Duration) -> Result<Duration> {
        let start = Instant::now();
        let mut client = Client::new(&self.address, MARKETPLACE, Duration::from_secs(2));
        while start.elapsed() < limit {
            let answer = client.send(&Request::get("/health/ready", "")).await;
            if answer.is_ok_and(|answer| answer.status == 200) {
                return Ok(start.elapsed());
            }
            if let Some(status) = server.child.try_wait()? {
                return Err(
                    format!("the server ended at its start: {status}; see server.log").into(),
                );
            }
            tokio::time::sleep(LOOK).await;
        }
        Err("the server was not ready in time; see server.log".into())
    }
}

/// Limits are off: a load is no abuse. Waiting for other due work does not matter here.
fn configuration(database: &str, address: &str) -> String {
    format!(
        "database = {database:?}\nlisten = {address:?}\nlog_level = \"warn\"\n\
         reads_per_minute = 0\nwrites_per_minute = 0\nsign_ins_per_quarter_hour = 0\n\
         outbox_age_max_s = 86400\n\n[[marketplace]]\nslug = {MARKETPLACE:?}\nname = \"Load\"\n\
         hosts = [\"127.0.0.1\"]\nbase_url = \"http://{address}\"\ncountry = \"FI\"\n\
         time_zone = \"Europe/Helsinki\"\nlocales = [\"en\"]\npreset = \"classifieds\"\n\
         mail_from = \"no-reply@example.org\"\n"
    )
}

fn succeeded(what: &str, output: &Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    Err(format!("kontor {what}: {}: {told}", output.status).into())
}

/// A process that was started here; it ends with this value at the latest.
#[derive(Debug)]
pub struct Server {
    child: Child,
}

impl Server {
    /// Its number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it with SIGKILL, which it cannot notice.
    ///
    /// # Errors
    /// The operating system's.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// How it ended by itself; `None` where it still runs after `limit`, and is then ended.
    ///
    /// # Errors
    /// The operating system's.
    pub fn ended(mut self, limit: Duration) -> Result<Option<ExitStatus>> {
        let start = Instant::now();
        while start.elapsed() < limit {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            std::thread::sleep(LOOK);
        }
        Ok(None)
    }

    /// As [`Server::ended`], while other tasks go on.
    ///
    /// # Errors
    /// The operating system's.
    pub async fn ends(&mut self, limit: Duration) -> Result<Option<ExitStatus>> {
        let start = Instant::now();
        while start.elapsed() < limit {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(None)
    }

    /// Whether it runs.
    #[must_use]
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
