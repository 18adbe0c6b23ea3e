//! `kontor demo`: everything in one process, nothing else to start.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use kontor_store::principal;
use kontor_store::token::TokenKind;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use crate::actions::session::issue;
use crate::app::{App, Setup};
use crate::clock::Clock;
use crate::commands::{Failure, serve};
use crate::demo::issuers::Issuers;
use crate::demo::personas::{PASSWORD, PERSONAS, email};
use crate::demo::{configuration, seed};
use crate::smtp::catcher::{self, CaughtMail};

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// The port of the pages and the API; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The port of the mail catcher; 0 takes a free one.
    #[arg(long, default_value_t = 2525)]
    smtp_port: u16,
    /// Where the demo's data is kept.
    #[arg(long, default_value = "kontor-data/demo")]
    data: PathBuf,
    /// Throw away what an earlier demo left.
    #[arg(long)]
    fresh: bool,
    /// A listing feed to import beside the demo's own listings.
    #[arg(long)]
    feed: Option<PathBuf>,
    /// Print one JSON object when ready.
    #[arg(long)]
    json: bool,
}

pub async fn run(args: DemoArgs) -> Result<ExitCode, Failure> {
    if args.fresh {
        throw_away(&args.data)?;
    }
    std::fs::create_dir_all(&args.data)?;
    let listener = TcpListener::bind(("127.0.0.1", args.port))
        .await
        .map_err(|error| format!("port {}: {error}; choose another with --port", args.port))?;
    let smtp = catcher::bind(args.smtp_port).await.map_err(|error| {
        format!(
            "port {}: {error}; choose another with --smtp-port",
            args.smtp_port
        )
    })?;
    let (port, smtp_port) = (listener.local_addr()?.port(), smtp.local_addr()?.port());
    let mut config = configuration(&args.data, port, smtp_port)?;
    serve::log_as_configured(&config);
    let issuers = Issuers::set_up(&mut config);
    let caught = Arc::new(CaughtMail::default());
    let setup = Setup {
        config,
        clock: Clock::behind(seed::PAST),
        caught: Some(Arc::clone(&caught)),
        issuers: Some(Arc::new(issuers)),
    };
    let app = App::open(setup).await?;
    let filled = seed::fill(&app, args.feed.as_deref()).await;
    filled.map_err(|fault| format!("the demo could not be filled: {fault:?}"))?;
    tokio::spawn(catcher::listen(smtp, caught, app.clock.clone()));
    serve::start_workers(&app);
    let ready = describe(&app, port, smtp_port).await?;
    if args.json {
        println!("{ready}");
    } else {
        tell(&ready);
    }
    serve::until_stopped(app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// Removes only the demo's own files, whatever else the directory holds.
fn throw_away(data: &std::path::Path) -> Result<(), Failure> {
    for name in [
        "kontor.db",
        "kontor.db-wal",
        "kontor.db-shm",
        "kontor.db.lock",
    ] {
        match std::fs::remove_file(data.join(name)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(format!("{name}: {error}").into()),
        }
    }
    Ok(())
}

/// What contracts §2 promises: address, marketplaces, and a way in for each persona.
async fn describe(app: &Arc<App>, port: u16, smtp_port: u16) -> Result<Value, Failure> {
    let url = format!("http://127.0.0.1:{port}");
    let marketplaces: Vec<Value> = app
        .marketplaces()
        .iter()
        .map(|market| {
            json!({ "slug": market.slug, "name": market.name, "url": market.base_url,
                    "preset": market.preset.code() })
        })
        .collect();
    let mut personas = Map::new();
    let first = app
        .marketplaces()
        .first()
        .cloned()
        .ok_or("no marketplace")?;
    for persona in PERSONAS.iter().filter(|persona| !persona.key.is_empty()) {
        let found = app
            .store
            .read((first.key, persona.external_id), |tx, (key, id)| {
                Box::pin(principal::find(tx, *key, id))
            })
            .await?;
        let found = found.ok_or("a persona is missing: start with --fresh")?;
        let issued = issue(app, first.key, found.id, TokenKind::Api, "demo")
            .await
            .map_err(|fault| fault.code.to_owned())?;
        let login_url = format!("{url}/demo/as/{}", persona.key);
        let mut way_in =
            json!({ "name": persona.name, "login_url": login_url, "token": issued.secret });
        if let (Some(map), Some(_)) = (way_in.as_object_mut(), persona.role) {
            map.insert("email".to_owned(), email(persona.external_id).into());
            map.insert("password".to_owned(), PASSWORD.into());
        }
        personas.insert(persona.key.to_owned(), way_in);
    }
    let smtp = format!("127.0.0.1:{smtp_port}");
    Ok(json!({ "url": url, "smtp": smtp, "marketplaces": marketplaces, "personas": personas }))
}

fn tell(ready: &Value) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    println!("Kontor's demo is ready: {}/demo", text(&ready["url"]));
    println!(
        "Caught mail: {}/demo/mail (SMTP {})",
        text(&ready["url"]),
        text(&ready["smtp"])
    );
    println!("The API: {}/api/docs\n", text(&ready["url"]));
    for market in ready["marketplaces"].as_array().into_iter().flatten() {
        println!(
            "{:<16}{} ({})",
            text(&market["name"]),
            text(&market["url"]),
            text(&market["preset"])
        );
    }
    println!();
    for (key, persona) in ready["personas"].as_object().into_iter().flatten() {
        println!("{key:<16}{}", text(&persona["login_url"]));
        println!("{:<16}{}", "", text(&persona["token"]));
    }
    println!(
        "\nThe password of all of them is {PASSWORD}; sign in as {} or another.",
        email("aino")
    );
    println!("Stop it with Ctrl+C.");
}
