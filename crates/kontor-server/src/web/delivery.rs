//! How a shop gets its messages, as its administrators choose it.

use axum::response::Response;
use kontor_core::account::{Caller, Person};
use kontor_core::delivery::Choice;
use kontor_pages::Flash;
use kontor_pages::pages::delivery::{DeliveryPage, ShopDelivery};
use serde::Deserialize;

use crate::actions::delivery::{self as act, Settled};
use crate::actions::seen::Seen;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::shell;

/// `GET /contact/delivery`
///
/// # Errors
/// The store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let html = render(&context, None).await?;
    Ok(shell::page(&context, 200, html))
}

/// The shops that a caller administers, by id.
fn administered(caller: &Caller) -> Vec<String> {
    match &caller.person {
        Person::Guest { .. } => Vec::new(),
        Person::Account { shops, .. } => shops
            .iter()
            .filter(|(_, administrator)| *administrator)
            .map(|(shop, _)| shop.0.clone())
            .collect(),
    }
}

async fn render(context: &Context, refused: Option<&Form>) -> Result<String, Fault> {
    let caller = context.known()?;
    let mut shops = Vec::new();
    for id in administered(&caller) {
        let settled = act::settled(&context.app, &caller, &id).await?;
        let typed = refused.filter(|form| form.seller == id);
        shops.push(shop(settled, typed));
    }
    shops.sort_by(|a, b| a.name.cmp(&b.name));
    let page = DeliveryPage {
        shops,
        mail: context.app.sends_mail(),
    };
    Ok(page.render(&shell::of(context).await?))
}

fn shop(settled: Settled, typed: Option<&Form>) -> ShopDelivery {
    let choice = typed.and_then(|form| Choice::parse(&form.choice));
    let address = typed.map(|form| form.address.clone());
    ShopDelivery {
        id: settled.shop.0,
        name: settled.name,
        choice: choice.unwrap_or(settled.chosen.choice),
        address: address.unwrap_or_else(|| settled.chosen.address.unwrap_or_default()),
        proven: settled.proven,
        reachable: settled.reachable,
        wrong: typed.is_some(),
    }
}

#[derive(Debug, Deserialize)]
struct Form {
    seller: String,
    choice: String,
    #[serde(default)]
    address: String,
}

/// `POST /contact/delivery`
///
/// # Errors
/// `parameter_invalid`, `not_found`, `delivery_fixed`, the store's. An address that is none is told on
/// the page.
pub async fn choose(context: Context) -> Result<Response, Fault> {
    let form: Form = context.form()?;
    let caller = context.known()?;
    let choice = Choice::parse(&form.choice)
        .ok_or_else(|| Fault::with("parameter_invalid", "choice: email, inbox or both"))?;
    let wanted = (choice, Some(form.address.clone()));
    match act::choose(&context.app, &caller, &form.seller, wanted, Seen::Unsaid).await {
        Ok(_) => Ok(shell::done(
            &context,
            "/contact/delivery",
            Some(Flash::Saved),
        )),
        Err(fault) if fault.code == "field_invalid" => {
            let html = render(&context, Some(&form)).await?;
            Ok(shell::refused(&context, &fault, html))
        }
        Err(fault) => Err(fault),
    }
}
