//! The server that is measured: its configuration, its commands, its start. Its end: `running.rs`.

use std::fs::OpenOptions;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Result;
use crate::bench::running::Running;
use crate::client::{Client, Request};
use crate::world::MARKETPLACE;

/// How long a server may take until it is ready, also with a large database.
const READY_LIMIT: Duration = Duration::from_secs(60);
/// How often a starting server is looked at.
const LOOK: Duration = Duration::from_millis(1);
/// How long one look may take.
const LOOK_LIMIT: Duration = Duration::from_secs(5);

/// Which program is measured, on which database.
#[derive(Debug, Clone, clap::Args)]
pub struct Target {
    /// The program under test, a release build.
    #[arg(long, default_value = "target/release/kontor", value_name = "PATH")]
    pub kontor: PathBuf,
    /// `postgres://…`, an empty database. Otherwise a SQLite file of its own.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Where databases and seeds are kept.
    #[arg(long, default_value = "target/bench", value_name = "PATH")]
    pub dir: PathBuf,
    /// A few seconds and tiny counts: shows that everything works, says nothing about speed.
    #[arg(long)]
    pub quick: bool,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// One configured installation in a directory of its own.
#[derive(Debug)]
pub struct Host {
    kontor: PathBuf,
    /// Where the configuration, the log and the SQLite file are.
    pub place: PathBuf,
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// `HOST:PORT`.
    pub address: String,
}

impl Host {
    /// An empty installation; what was in its directory before is removed.
    ///
    /// # Errors
    /// The directory cannot be written, or no port is free.
    pub fn new(target: &Target, name: &str) -> Result<Self> {
        let place = target.dir.join(format!("run-{name}"));
        if place.exists() {
            std::fs::remove_dir_all(&place)?;
        }
        std::fs::create_dir_all(&place)?;
        let file = place.join("kontor.db");
        let own = format!("sqlite:{}", file.display());
        let database = target.database.clone().unwrap_or(own);
        // Given back at once; the server takes it a moment later.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        std::fs::write(place.join("kontor.toml"), settings(&database, &address))?;
        Ok(Self {
            kontor: target.kontor.clone(),
            place,
            database,
            address,
        })
    }

    /// The SQLite file, where there is one.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        self.database.strip_prefix("sqlite:").map(PathBuf::from)
    }

    /// Puts a copy of a SQLite file in the place of this installation's.
    ///
    /// # Errors
    /// It cannot be copied, or the database is no file.
    pub fn put_file(&self, from: &Path) -> Result<()> {
        let file = self.file().ok_or("only a SQLite file can be copied")?;
        std::fs::copy(from, file)?;
        Ok(())
    }

    /// Removes the installation with its database file.
    ///
    /// # Errors
    /// The operating system's.
    pub fn remove(self) -> Result<()> {
        Ok(std::fs::remove_dir_all(self.place)?)
    }

    /// A command of the program under test with this installation's configuration.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.kontor);
        command
            .args(arguments)
            .arg("--config")
            .arg(self.place.join("kontor.toml"))
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end and gives what it printed.
    ///
    /// # Errors
    /// It cannot be started, or says that it failed.
    pub fn run(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        self.run_on(arguments, None)
    }

    /// As [`Host::run`], on another database than the installation's own.
    ///
    /// # Errors
    /// It cannot be started, or says that it failed.
    pub fn run_on(&self, arguments: &[&str], database: Option<&str>) -> Result<Vec<u8>> {
        let mut command = self.command(arguments);
        if let Some(url) = database {
            command.env("KONTOR_DATABASE", url);
        }
        let Output {
            status,
            stdout,
            stderr,
        } = command
            .output()
            .map_err(|error| format!("{}: {error}", self.kontor.display()))?;
        if status.success() {
            return Ok(stdout);
        }
        let told = String::from_utf8_lossy(if stderr.is_empty() { &stdout } else { &stderr });
        let short: String = told.chars().take(300).collect();
        Err(format!("kontor {}: {status}: {short}", arguments.join(" ")).into())
    }

    /// Makes an operator and gives the token. The server must not be running on SQLite.
    ///
    /// # Errors
    /// The command fails.
    pub fn operator(&self) -> Result<String> {
        let email = "operator@example.org";
        let arguments = [
            "token",
            "create",
            "--marketplace",
            MARKETPLACE,
            "--email",
            email,
        ];
        let mut all = arguments.to_vec();
        all.push("--json");
        let answer: Value = serde_json::from_slice(&self.run(&all)?)?;
        let token = answer.get("token").and_then(Value::as_str);
        Ok(token.ok_or("no token was printed")?.to_owned())
    }

    /// Starts the server and waits until it is ready; its log goes to `server.log`.
    ///
    /// # Errors
    /// It ends, or is not ready in time.
    pub async fn start(&self) -> Result<Running> {
        let log = self.place.join("server.log");
        let log = OpenOptions::new().create(true).append(true).open(log)?;
        let mut command = self.command(&["serve"]);
        command.stdout(log.try_clone()?).stderr(log);
        let begun = Instant::now();
        let child = command
            .spawn()
            .map_err(|error| format!("{}: {error}", self.kontor.display()))?;
        let mut running = Running {
            child,
            ready_after: Duration::ZERO,
        };
        let mut client = Client::new(&self.address, MARKETPLACE, LOOK_LIMIT);
        while begun.elapsed() < READY_LIMIT {
            let answer = client.send(&Request::get("/health/ready", "")).await;
            if answer.is_ok_and(|answer| answer.status == 200) {
                running.ready_after = begun.elapsed();
                return Ok(running);
            }
            if let Some(status) = running.child.try_wait()? {
                return Err(
                    format!("the server ended at its start: {status}; see server.log").into(),
                );
            }
            tokio::time::sleep(LOOK).await;
        }
        Err("the server was not ready in time; see server.log".into())
    }

    /// A counter or gauge of `/metrics`, summed over its labels; 0 where there is none.
    ///
    /// # Errors
    /// The server does not answer.
    pub async fn metric(&self, name: &str) -> Result<f64> {
        Ok(sum_of(&self.metrics().await?, name))
    }

    /// `/metrics` as it is.
    ///
    /// # Errors
    /// The server does not answer.
    pub async fn metrics(&self) -> Result<String> {
        let mut client = Client::new(&self.address, MARKETPLACE, LOOK_LIMIT);
        let answer = client.send(&Request::get("/metrics", "")).await?;
        Ok(String::from_utf8_lossy(answer.body).into_owned())
    }

    /// Waits until nothing is left to be done after the writes, at most so long. True where so.
    ///
    /// # Errors
    /// The server does not answer.
    pub async fn until_idle(&self, limit: Duration) -> Result<bool> {
        let begun = Instant::now();
        while begun.elapsed() < limit {
            if self.metric("kontor_outbox_waiting").await? < 1.0 {
                return Ok(true);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(false)
    }
}

/// The sum of all samples of a metric in Prometheus' text form.
#[must_use]
pub fn sum_of(metrics: &str, name: &str) -> f64 {
    metrics
        .lines()
        .filter_map(|line| line.strip_prefix(name))
        .filter(|rest| rest.starts_with([' ', '{']))
        .filter_map(|rest| rest.rsplit(' ').next()?.parse::<f64>().ok())
        .sum()
}

/// Limits are off, for a load is no abuse, and many streams may have one token.
fn settings(database: &str, address: &str) -> String {
    format!(
        "database = {database:?}\nlisten = {address:?}\nlog_level = \"warn\"\n\
         reads_per_minute = 0\nwrites_per_minute = 0\nsign_ins_per_quarter_hour = 0\n\
         streams_per_caller_max = 4096\noutbox_age_max_s = 86400\nmail_relay = \"\"\n\n\
         [[marketplace]]\nslug = {MARKETPLACE:?}\nname = \"Load\"\nhosts = [\"127.0.0.1\"]\n\
         base_url = \"http://{address}\"\ncountry = \"FI\"\ntime_zone = \"Europe/Helsinki\"\n\
         locales = [\"en\"]\npreset = \"classifieds\"\nmail_from = \"no-reply@example.org\"\n"
    )
}

#[cfg(test)]
mod tests {
    use super::sum_of;

    #[test]
    fn a_metric_is_the_sum_of_its_labels_and_of_nothing_else() {
        let text = "# TYPE a counter\na_total{x=\"1\"} 2\na_total{x=\"2\"} 3\na_totals 9\nb 1\n";
        assert!((sum_of(text, "a_total") - 5.0).abs() < f64::EPSILON);
        assert!((sum_of(text, "b") - 1.0).abs() < f64::EPSILON);
        assert!(sum_of(text, "c").abs() < f64::EPSILON);
    }
}
