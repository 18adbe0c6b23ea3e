//! Filling the demo, through the same actions that the API uses.

use std::path::Path;
use std::sync::Arc;

use kontor_core::account::{Caller, Person, Role};
use kontor_core::conversation::ConversationState;
use kontor_core::id::{AccountId, GuestId, MarketplaceKey, PrincipalId, ShopId, TokenId};
use kontor_core::time::DAY;
use kontor_store::{principal, team};
use serde::Deserialize;

use crate::actions::conversation::{Start, answer, set_state, start};
use crate::actions::import::{Importer, Order};
use crate::actions::people::{AccountDraft, put_account, put_shop};
use crate::app::App;
use crate::commands::import_file;
use crate::demo::contacts;
use crate::demo::orders;
use crate::demo::personas::{PASSWORD, PERSONAS, Persona, SHOPS, email};
use crate::fault::Fault;
use crate::random;

const LISTINGS: &str = include_str!("listings.tsv");
const CONVERSATIONS: &str = include_str!("conversations.jsonl");

#[derive(Debug, Deserialize)]
struct Story {
    listing: String,
    buyer: String,
    messages: Vec<Line>,
    #[serde(default)]
    closed: bool,
}

#[derive(Debug, Deserialize)]
struct Line {
    side: String,
    text: String,
}

/// How long ago the demo's first conversation began, in microseconds.
pub const PAST: i64 = 9 * DAY;

/// Fills every marketplace that is still empty, as if it had happened over the last days.
///
/// # Errors
/// The actions'.
pub async fn fill(app: &Arc<App>, feed: Option<&Path>) -> Result<(), Fault> {
    for market in app.marketplaces() {
        let key = market.key;
        if find(app, key, "henri").await?.is_none() {
            people(app, key).await?;
            listings(app, key, LISTINGS.as_bytes()).await?;
            stories(app, key).await?;
            app.clock.set_behind(0);
            contacts::fill(app, &market).await?;
            orders::fill(app, key).await?;
        }
        if let Some(file) = feed {
            let order = Order {
                marketplace: key,
                feed: "demo-feed".to_owned(),
                fingerprint: String::new(),
                retire: false,
            };
            import_file(&app.store, &app.clock, order, file).await?;
        }
    }
    app.clock.set_behind(0);
    crate::outbox::index::drain(app).await
}

async fn people(app: &App, market: MarketplaceKey) -> Result<(), Fault> {
    for (external_id, name) in SHOPS {
        put_shop(app, market, external_id, name).await?;
    }
    for persona in PERSONAS {
        match persona.role {
            Some(role) => account_of(app, market, persona, role).await?,
            None => guest_of(app, market, persona).await?,
        }
    }
    Ok(())
}

async fn account_of(
    app: &App,
    market: MarketplaceKey,
    persona: &Persona,
    role: Role,
) -> Result<(), Fault> {
    let draft = AccountDraft {
        external_id: persona.external_id.to_owned(),
        role,
        name: persona.name.to_owned(),
        email: email(persona.external_id),
        email_verified: true,
        password: Some(PASSWORD.to_owned()),
        locale: Some(persona.locale.to_owned()),
        shop: persona
            .shop
            .map(|(shop, administrator)| (shop.to_owned(), administrator)),
        disabled: None,
    };
    put_account(app, market, draft, None).await?;
    Ok(())
}

async fn guest_of(app: &App, market: MarketplaceKey, persona: &Persona) -> Result<(), Fault> {
    let now = app.clock.now();
    let id = random::fresh(GuestId::new, now);
    let input = (market, id, persona.external_id, persona.name, now);
    app.store
        .write(input, |tx, (market, id, external_id, name, now)| {
            Box::pin(async move {
                principal::put_guest(tx, *market, id, name, None, *now).await?;
                let own = PrincipalId::from(id);
                Ok::<_, Fault>(principal::put(tx, *market, &own, Some(external_id), name).await?)
            })
        })
        .await
}

async fn listings(app: &App, market: MarketplaceKey, feed: &[u8]) -> Result<(), Fault> {
    let order = Order {
        marketplace: market,
        feed: "demo".to_owned(),
        fingerprint: String::new(),
        retire: false,
    };
    let mut importer = Importer::begin(&app.store, &app.clock, order, Some("listings.tsv")).await?;
    importer.push(feed).await?;
    let run = importer.finish().await?;
    if run.refused > 0 {
        tracing::warn!(refused = run.refused, "demo listings were refused");
    }
    Ok(())
}

async fn find(
    app: &App,
    market: MarketplaceKey,
    external_id: &str,
) -> Result<Option<PrincipalId>, Fault> {
    let input = (market, external_id.to_owned());
    let found = app
        .store
        .read(input, |tx, (market, id)| {
            Box::pin(principal::find(tx, *market, id))
        })
        .await?;
    Ok(found.map(|found| found.id))
}

/// Somebody of the demo as the caller of an action.
pub(super) async fn caller(
    app: &App,
    market: MarketplaceKey,
    external_id: &str,
) -> Result<Caller, Fault> {
    let id = find(app, market, external_id).await?;
    let id = id.and_then(|id| AccountId::parse(id.as_str()));
    let id = id.ok_or_else(|| Fault::new("not_found"))?;
    let shops: Vec<(ShopId, bool)> = app
        .store
        .read((market, id.clone()), |tx, (market, id)| {
            Box::pin(team::shops_of(tx, *market, id))
        })
        .await?;
    Ok(Caller {
        marketplace: market,
        token: TokenId(String::new()),
        person: Person::Account {
            id,
            role: Role::Buyer,
            shops,
        },
        name: String::new(),
        locale: None,
        email_verified: false,
    })
}

/// Who answers for a seller: the person, or the shop's administrator.
pub(super) fn answers_for(seller: &str) -> &str {
    PERSONAS
        .iter()
        .find(|persona| persona.shop == Some((seller, true)))
        .map_or(seller, |persona| persona.external_id)
}

async fn stories(app: &App, market: MarketplaceKey) -> Result<(), Fault> {
    let mut all = Vec::new();
    for line in CONVERSATIONS.lines().filter(|line| !line.trim().is_empty()) {
        let story: Story = serde_json::from_str(line)
            .map_err(|error| Fault::with("json_invalid", error.to_string()))?;
        all.push(story);
    }
    let texts: usize = all.iter().map(|story| story.messages.len()).sum();
    let mut pace = Pace {
        step: PAST / i64::try_from(texts + 1).unwrap_or(1),
        behind: PAST,
    };
    for story in &all {
        tell(app, market, story, &mut pace).await?;
    }
    Ok(())
}

/// Moves the clock on between messages, so that the conversations lie spread over the past.
struct Pace {
    step: i64,
    behind: i64,
}

impl Pace {
    fn move_on(&mut self, app: &App) {
        self.behind = (self.behind - self.step).max(0);
        app.clock.set_behind(self.behind);
    }
}

async fn tell(
    app: &App,
    market: MarketplaceKey,
    story: &Story,
    pace: &mut Pace,
) -> Result<(), Fault> {
    let buyer = caller(app, market, &story.buyer).await?;
    let input = (kontor_store::Scope::public(market), story.listing.clone());
    let listing = app
        .store
        .read(input, |tx, (scope, id)| {
            Box::pin(kontor_store::listing::find(tx, scope, id))
        })
        .await?;
    let listing = listing.ok_or_else(|| Fault::with("not_found", story.listing.clone()))?;
    let seller = answers_for(listing.seller_external_id.as_deref().unwrap_or_default());
    let seller = caller(app, market, seller).await?;
    let mut conversation = None;
    for line in &story.messages {
        pace.move_on(app);
        let who = if line.side == "buyer" {
            &buyer
        } else {
            &seller
        };
        match conversation.clone() {
            None => {
                let first = Start {
                    listing: Some(story.listing.clone()),
                    body: line.text.clone(),
                    ..Start::default()
                };
                conversation = Some(start(app, who, first, None).await?.conversation);
            }
            Some(id) => {
                answer(app, who, id, &line.text, None).await?;
            }
        }
    }
    if let (true, Some(id)) = (story.closed, conversation) {
        set_state(app, &seller, id, ConversationState::Closed, None).await?;
    }
    Ok(())
}
