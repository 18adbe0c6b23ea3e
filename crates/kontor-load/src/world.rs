//! The people and listings that a load needs, made through the API as a marketplace would.
//!
//! Every name of the API that the load uses stands here and in `drive.rs`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::Result;
use crate::client::{Client, Request};

/// The slug of the marketplace that loads run in.
pub const MARKETPLACE: &str = "load";
/// The password of everybody here; it protects nothing.
const PASSWORD: &str = "correct horse battery staple";
/// How long one request of the preparation may take. Passwords are hashed slowly on purpose.
const LIMIT: Duration = Duration::from_secs(30);
/// Requests at once while preparing.
const LANES: usize = 4;

/// How much of a world is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// People who ask; each gets a token.
    pub buyers: usize,
    /// People who sell; each gets a token.
    pub sellers: usize,
    /// Things on offer, shared out among the sellers in turn.
    pub listings: usize,
}

/// Who is there and how to speak for them.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// `HOST:PORT` of the server.
    pub address: String,
    /// Tokens of the buyers.
    pub buyers: Vec<String>,
    /// Tokens of the sellers.
    pub sellers: Vec<String>,
    /// External ids of the listings.
    pub listings: Vec<String>,
}

#[derive(Deserialize)]
struct Issued {
    token: String,
}

impl World {
    /// Makes a world with an operator's token. What is there already stays and is used.
    ///
    /// # Errors
    /// The server refuses something or does not answer.
    pub async fn prepare(address: &str, operator: &str, size: Size) -> Result<Self> {
        let buyers = people(address, operator, "buyer", size.buyers).await?;
        let sellers = people(address, operator, "private_seller", size.sellers).await?;
        let mut client = Client::new(address, MARKETPLACE, LIMIT);
        let mut listings = Vec::with_capacity(size.listings);
        for number in 0..size.listings {
            let id = format!("listing-{number}");
            let seller = external_id("private_seller", number % size.sellers.max(1));
            let listing = json!({ "title": format!("Listing {number}"), "seller": seller });
            let path = format!("/api/v1/listings/{id}");
            call(&mut client, "PUT", &path, operator, &listing).await?;
            listings.push(id);
        }
        let address = address.to_owned();
        Ok(Self {
            address,
            buyers,
            sellers,
            listings,
        })
    }
}

fn external_id(role: &str, number: usize) -> String {
    format!("{}-{number}", role.replace('_', "-"))
}

/// Makes people of a role and gives their tokens, in order.
async fn people(address: &str, operator: &str, role: &str, count: usize) -> Result<Vec<String>> {
    let next = Arc::new(AtomicUsize::new(0));
    let lanes: Vec<_> = (0..LANES)
        .map(|_| {
            let mut client = Client::new(address, MARKETPLACE, LIMIT);
            let (next, operator, role) = (Arc::clone(&next), operator.to_owned(), role.to_owned());
            tokio::spawn(async move {
                let mut tokens = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return Ok::<_, crate::Failure>(tokens);
                    }
                    let token = person(&mut client, &operator, &role, number).await?;
                    tokens.push((number, token));
                }
            })
        })
        .collect();
    let mut tokens = Vec::with_capacity(count);
    for lane in lanes {
        tokens.extend(lane.await??);
    }
    tokens.sort_unstable();
    Ok(tokens.into_iter().map(|(_, token)| token).collect())
}

async fn person(client: &mut Client, operator: &str, role: &str, number: usize) -> Result<String> {
    let id = external_id(role, number);
    let email = format!("{id}@example.org");
    let account = json!({
        "role": role, "name": format!("Person {number}"), "email": email, "password": PASSWORD,
    });
    call(
        client,
        "PUT",
        &format!("/api/v1/accounts/{id}"),
        operator,
        &account,
    )
    .await?;
    let wish = json!({ "email": email, "password": PASSWORD, "label": "load" });
    let answer = call(client, "POST", "/api/v1/tokens", "", &wish).await?;
    Ok(serde_json::from_slice::<Issued>(&answer)?.token)
}

/// Asks for something that must succeed.
///
/// # Errors
/// No answer, or one outside 2xx; its text is told.
pub async fn call(
    client: &mut Client,
    method: &str,
    path: &str,
    token: &str,
    body: &Value,
) -> Result<Vec<u8>> {
    let body = if body.is_null() {
        Vec::new()
    } else {
        serde_json::to_vec(body)?
    };
    let request = Request {
        method,
        path,
        token,
        body: &body,
        ..Request::default()
    };
    let answer = client.send(&request).await?;
    if !(200..300).contains(&answer.status) {
        let told = String::from_utf8_lossy(answer.body);
        return Err(format!("{method} {path}: {} {told}", answer.status).into());
    }
    Ok(answer.body.to_vec())
}
