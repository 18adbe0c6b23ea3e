//! `kontor token create`: the first way in, before anybody can sign in. `kontor token check`: what is
//! said to a sign-in token of the marketplace, for whoever sets that up.

use std::io::Read as _;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use kontor_core::account::Role;
use kontor_core::sign_in::TokenRefusal;
use kontor_store::account;
use kontor_store::token::TokenKind;

use crate::actions::people::{AccountDraft, put_account};
use crate::actions::session::issue;
use crate::app::{App, Setup};
use crate::clock::Clock;
use crate::commands::{ConfigArgs, Failure};
use crate::sign_in::SignIn;
use crate::sign_in::jws::{self, TOKEN_BYTES_MAX};

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a bearer token for an account and print it; the server must not be running on SQLite.
    Create(CreateArgs),
    /// Read a sign-in token on standard input and say what it holds and whether it would be taken now;
    /// uses nothing up, needs no database. Exit status 1 where it would be refused.
    Check(CheckArgs),
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// The marketplace's short name.
    #[arg(long)]
    marketplace: String,
}

#[derive(Debug, Args)]
pub struct CreateArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// The marketplace's short name.
    #[arg(long)]
    marketplace: String,
    /// The account's login address.
    #[arg(long)]
    email: String,
    /// The role, where the account is new.
    #[arg(long, default_value = "operator", value_parser = role)]
    role: Role,
    /// The name, where the account is new.
    #[arg(long, default_value = "Operator")]
    name: String,
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("one of {}", known.join(", "))
    })
}

pub async fn run(command: TokenCommand) -> Result<ExitCode, Failure> {
    match command {
        TokenCommand::Create(args) => create(args).await,
        TokenCommand::Check(args) => check(&args),
    }
}

/// Says what a token holds, whoever signed it, and the verdict. Roles and whether it was used before
/// are looked at only by the server.
fn check(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let config = args.config.load()?;
    let mut markets = config.marketplaces.iter();
    let market = markets
        .find(|market| market.slug == args.marketplace)
        .ok_or_else(|| format!("no marketplace {:?} is configured", args.marketplace))?;
    let ways = SignIn::read(market).map_err(|problems| problems.join("\n"))?;
    let mut text = String::new();
    let limit = u64::try_from(TOKEN_BYTES_MAX)? + 2;
    std::io::stdin().take(limit).read_to_string(&mut text)?;
    let text = text.trim_end();
    let said = jws::parse(text).ok().map(|parts| parts.claims);
    let verdict = ways.verify(text, Clock::System.now());
    let refused = verdict.err().map(TokenRefusal::code);
    let answer = serde_json::json!({ "ok": refused.is_none(), "refused": refused, "claims": said });
    args.config.answer(&answer, || {
        let said = serde_json::to_string_pretty(&said).unwrap_or_default();
        let verdict = refused.map_or("it would be taken".to_owned(), |why| {
            format!("it would be refused: {why}")
        });
        format!("{said}\n{verdict}")
    });
    Ok(if refused.is_none() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn create(args: CreateArgs) -> Result<ExitCode, Failure> {
    let config = args.config.load()?;
    let app = App::open(Setup {
        config,
        clock: Clock::System,
        caught: None,
        issuers: None,
    })
    .await?;
    let market = app
        .by_slug(&args.marketplace)
        .cloned()
        .ok_or_else(|| format!("no marketplace {:?} is configured", args.marketplace))?;
    let email = args.email.to_ascii_lowercase();
    let known = app
        .store
        .read((market.key, email.clone()), |tx, (key, email)| {
            Box::pin(account::by_email(tx, *key, email))
        })
        .await?;
    let id = match known {
        Some(account) => account.id,
        None => {
            let draft = AccountDraft {
                external_id: email.clone(),
                role: args.role,
                name: args.name.clone(),
                email,
                email_verified: false,
                password: None,
                locale: None,
                shop: None,
                disabled: None,
            };
            let made = put_account(&app, market.key, draft, None).await;
            made.map_err(|fault| format!("{}: {:?}", fault.code, fault.fields))?
                .0
                .id
        }
    };
    let issued = issue(
        &app,
        market.key,
        (&id).into(),
        TokenKind::Api,
        "command line",
    )
    .await
    .map_err(|fault| fault.code.to_owned())?;
    app.store.close().await;
    let answer = serde_json::json!({ "account": id, "token": issued.secret });
    args.config.answer(&answer, || issued.secret.clone());
    Ok(ExitCode::SUCCESS)
}
