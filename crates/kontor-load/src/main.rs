//! `kontor-load`: drives, measures and breaks a running server. Exit status 0 only where all was as
//! it must be; 1 where it was not; 2 where nothing could be said.

use std::process::ExitCode;

use clap::Parser;
use kontor_load::bench::{self, Bench};
use kontor_load::faults::{self, Fault};

/// Drives, measures and breaks a running Kontor.
#[derive(Parser)]
#[command(name = "kontor-load", version)]
enum Arguments {
    #[command(flatten)]
    Fault(Fault),
    #[command(flatten)]
    Bench(Bench),
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Arguments::parse() {
        Arguments::Fault(fault) => faults::run(&fault).await,
        Arguments::Bench(bench) => bench::run(&bench).await,
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("kontor-load: {error}");
            ExitCode::from(2)
        }
    }
}
