//! Who listens and who speaks in the live measurement.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Result;
use crate::bench::host::Host;
use crate::bench::live::listener::Listener;
use crate::bench::wire::{Call, Wire, bearer};
use crate::client::Client;
use crate::world::{MARKETPLACE, Size, World, call};

/// Members of the shop's team; the streams are shared out among them.
const TEAM: usize = 10;
/// The password of the team; it protects nothing.
const PASSWORD: &str = "correct horse battery staple";
/// How long one request of the preparation may take.
const LIMIT: Duration = Duration::from_secs(30);

/// A conversation and the one who speaks in it.
#[derive(Debug)]
pub struct Line {
    /// The conversation.
    pub conversation: String,
    /// The speaker's header line.
    pub who: String,
}

/// Everybody.
#[derive(Debug)]
pub struct Cast {
    /// A stream for each.
    pub listeners: Vec<Listener>,
    /// Where messages are written, in turn.
    pub lines: Vec<Line>,
    /// How many streams hear one message.
    pub audience: usize,
}

impl Cast {
    /// A shop whose team has all streams open; ten buyers write to it.
    ///
    /// # Errors
    /// The server refuses something.
    pub async fn team(host: &Host, operator: &str, streams: usize) -> Result<Self> {
        let mut client = Client::new(&host.address, MARKETPLACE, LIMIT);
        let shop = json!({ "name": "The Busy Shop" });
        call(&mut client, "PUT", "/api/v1/shops/busy", operator, &shop).await?;
        let mut members = Vec::with_capacity(TEAM);
        for number in 0..TEAM {
            let email = format!("member-{number}@example.org");
            let account = json!({
                "role": "business_seller", "name": format!("Member {number}"), "email": email,
                "password": PASSWORD, "shop": { "external_id": "busy", "administrator": number == 0 },
            });
            let path = format!("/api/v1/accounts/member-{number}");
            call(&mut client, "PUT", &path, operator, &account).await?;
            let wish = json!({ "email": email, "password": PASSWORD, "label": "load" });
            let answer = call(&mut client, "POST", "/api/v1/tokens", "", &wish).await?;
            let answer: Value = serde_json::from_slice(&answer)?;
            let token = answer
                .get("token")
                .and_then(Value::as_str)
                .ok_or("no token")?;
            members.push(bearer(token));
        }
        let listing = json!({ "title": "A busy thing", "seller": "busy" });
        call(
            &mut client,
            "PUT",
            "/api/v1/listings/busy-1",
            operator,
            &listing,
        )
        .await?;
        let size = Size {
            buyers: TEAM,
            sellers: 1,
            listings: 1,
        };
        let world = World::prepare(&host.address, operator, size).await?;
        let mut lines = Vec::with_capacity(TEAM);
        for token in &world.buyers {
            lines.push(open(&host.address, &bearer(token), "busy-1").await?);
        }
        let listeners = members.iter().cycle().take(streams);
        Ok(Self {
            listeners: listeners.map(|who| Listener { who: who.clone() }).collect(),
            lines,
            audience: streams,
        })
    }

    /// Half as many conversations as streams, each of two people of its own.
    ///
    /// # Errors
    /// The server refuses something.
    pub async fn pairs(host: &Host, operator: &str, streams: usize) -> Result<Self> {
        let half = streams / 2;
        let size = Size {
            buyers: half,
            sellers: half,
            listings: half,
        };
        let world = World::prepare(&host.address, operator, size).await?;
        let mut lines = Vec::with_capacity(half);
        for (token, listing) in world.buyers.iter().zip(&world.listings) {
            lines.push(open(&host.address, &bearer(token), listing).await?);
        }
        let everybody = world.buyers.iter().chain(&world.sellers);
        Ok(Self {
            listeners: everybody
                .map(|token| Listener { who: bearer(token) })
                .collect(),
            lines,
            audience: 2,
        })
    }
}

async fn open(address: &str, who: &str, listing: &str) -> Result<Line> {
    let body = json!({ "listing": listing, "kind": "inquiry", "body": "Is it there?" }).to_string();
    let call = Call {
        method: "POST",
        path: "/api/v1/conversations",
        host: address,
        who,
        key: "",
        body: body.as_bytes(),
    };
    let mut wire = Wire::connect(address).await?;
    let reply = wire.send(&call.bytes()).await?;
    let told: Value = serde_json::from_slice(reply.body)?;
    let id = told.get("id").and_then(Value::as_str);
    Ok(Line {
        conversation: id
            .ok_or_else(|| format!("a conversation was refused: {told}"))?
            .to_owned(),
        who: who.to_owned(),
    })
}
