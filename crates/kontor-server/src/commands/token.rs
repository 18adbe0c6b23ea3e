//! `kontor token create`: the first way in, before anybody can sign in.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use kontor_core::account::Role;
use kontor_store::account;
use kontor_store::token::TokenKind;

use crate::actions::people::{AccountDraft, put_account};
use crate::actions::session::issue;
use crate::app::{App, Setup};
use crate::clock::Clock;
use crate::commands::{ConfigArgs, Failure};

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a bearer token for an account and print it; the server must not be running on SQLite.
    Create(CreateArgs),
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
    let TokenCommand::Create(args) = command;
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
