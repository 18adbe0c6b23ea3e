//! `kontor backup FILE` and `kontor restore FILE`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use kontor_store::{Engine, backup as store_backup};

use crate::commands::{ConfigArgs, Failure};

#[derive(Debug, Args)]
pub struct FileArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// The backup: one file, which SQLite can open.
    file: PathBuf,
}

pub async fn backup(args: &FileArgs) -> Result<ExitCode, Failure> {
    let (_, store) = args.config.open_to_read().await?;
    let summary = match (store.engine(), store.path()) {
        (Engine::Sqlite, Some(path)) => {
            let (path, file) = (path.to_owned(), args.file.clone());
            tokio::task::spawn_blocking(move || store_backup::sqlite_file(&path, &file)).await??
        }
        _ => store_backup::postgres_store(&store, &args.file).await?,
    };
    store.close().await;
    args.config.answer(&summary, || {
        format!("{} bytes written to {}", summary.bytes, args.file.display())
    });
    Ok(ExitCode::SUCCESS)
}

pub async fn restore(args: &FileArgs) -> Result<ExitCode, Failure> {
    let (_, store) = args.config.open().await?;
    let summary = store_backup::restore(&store, &args.file).await?;
    store.close().await;
    args.config.answer(&summary, || {
        format!(
            "{} rows restored; notices that waited are laid aside as dead letters",
            summary.rows
        )
    });
    Ok(ExitCode::SUCCESS)
}
