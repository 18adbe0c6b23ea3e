//! The command line: one file per command. Exit status 0 only on success.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command's answer is what it prints"
)]

mod archive;
mod backup;
mod calendar;
mod check;
mod config;
mod demo;
mod filter;
mod import;
mod serve;
mod token;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use kontor_store::{Options, Store};
use serde::Serialize;

use crate::config::{Config, load};

pub use import::import as import_file;

/// Kontor: through which the buyers, sellers and staff of an online marketplace reach each other.
#[derive(Debug, Parser)]
#[command(name = "kontor", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(ConfigArgs),
    /// Run everything with demo marketplaces, people and a built-in mail catcher.
    Demo(demo::DemoArgs),
    /// Bring the database's schema up to date, then stop.
    Migrate(ConfigArgs),
    /// Show or check the configuration.
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Import data into a marketplace.
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Make a bearer token, and the account where it is new; check a marketplace's sign-in token.
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Write everything into one file; the server may be running.
    Backup(backup::FileArgs),
    /// Put a backup into an empty database.
    Restore(backup::FileArgs),
    /// Compare everything derived with what the timeline says.
    Check(ConfigArgs),
    /// The archive of all conversations.
    #[command(subcommand)]
    Archive(archive::ArchiveCommand),
    /// Due times, opening hours and public holidays; needs no server.
    #[command(subcommand, after_long_help = calendar::HOURS_HELP)]
    Calendar(calendar::CalendarCommand),
}

/// Where the configuration is, and how to answer.
#[derive(Debug, Clone, Args)]
pub struct ConfigArgs {
    /// The configuration file; KONTOR_… variables override it.
    #[arg(long, env = "KONTOR_CONFIG")]
    pub config: Option<PathBuf>,
    /// Answer with one JSON object instead of text.
    #[arg(long)]
    pub json: bool,
}

/// Why a command failed, as a line for the person who called it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

impl ConfigArgs {
    /// The configuration, checked.
    ///
    /// # Errors
    /// Every problem found.
    pub fn load(&self) -> Result<Config, Failure> {
        let variables: BTreeMap<String, String> = std::env::vars().collect();
        Ok(load(self.config.as_deref(), &variables)?)
    }

    /// The database, for a command that writes: refused while a server uses it.
    ///
    /// # Errors
    /// The store's.
    pub async fn open(&self) -> Result<(Config, Store), Failure> {
        let config = self.load()?;
        let store = Store::open(Options::quiet(&config.database)).await?;
        Ok((config, store))
    }

    /// The database, for a command that only reads: a server may be using it.
    ///
    /// # Errors
    /// The store's.
    pub async fn open_to_read(&self) -> Result<(Config, Store), Failure> {
        let config = self.load()?;
        let store = Store::open_to_read(&config.database).await?;
        Ok((config, store))
    }

    /// Prints an answer: as JSON where asked for, else as text.
    pub fn answer(&self, value: &impl Serialize, text: impl FnOnce() -> String) {
        if self.json {
            println!("{}", serde_json::to_string(value).unwrap_or_default());
        } else {
            println!("{}", text());
        }
    }
}

/// Runs the command that was asked for.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // Reads of SQLite and password hashing block; few at once do, so few threads are kept.
        .max_blocking_threads(16)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("kontor: {error}");
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(run(cli.command));
    // A blocked reader must not hold up the end of the process.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kontor: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve(args) => serve::run(&args).await,
        Command::Demo(args) => demo::run(args).await,
        Command::Migrate(args) => {
            let (_, store) = args.open().await?;
            store.close().await;
            args.answer(&serde_json::json!({ "migrated": true }), || {
                "up to date".to_owned()
            });
            Ok(ExitCode::SUCCESS)
        }
        Command::Config(command) => config::run(&command),
        Command::Import(command) => import::run(command).await,
        Command::Token(command) => token::run(command).await,
        Command::Backup(args) => backup::backup(&args).await,
        Command::Restore(args) => backup::restore(&args).await,
        Command::Check(args) => check::run(&args).await,
        Command::Archive(command) => archive::run(command).await,
        Command::Calendar(command) => calendar::run(&command),
    }
}
