//! The shop, its member, the buyers, their listings and tokens.

use kontor_core::id::{AccountId, PrincipalId, ShopId, TokenId};
use kontor_core::time::Micros;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::Result;
use crate::bench::seed::story::Stories;
use crate::bench::seed::{BUYER_SECRET, SHOP_SECRET};

/// Before anything else happened, in microseconds: 2024-12-01T00:00:00Z.
const MADE_AT: i64 = 1_733_011_200_000_000;
/// Long after every measurement, in microseconds.
const EXPIRES_AT: i64 = 9_000_000_000_000_000;
/// Conversations about one listing, on the average.
const ABOUT_EACH: usize = 100;

/// The ids of everybody.
pub struct People {
    /// The shop.
    pub shop: PrincipalId,
    /// Who answers for it.
    pub member: PrincipalId,
    /// The buyers.
    pub buyers: Vec<PrincipalId>,
    /// External ids of the listings.
    pub listings: Vec<String>,
}

/// Ten bytes that differ by number and kind.
pub fn random(kind: u8, number: usize) -> [u8; 10] {
    let digest = Sha256::digest([&[kind][..], &number.to_be_bytes()].concat());
    let mut out = [0; 10];
    out.copy_from_slice(digest.split_at(10).0);
    out
}

fn account(number: usize) -> AccountId {
    // Ids sort by time, as those of people who came one after another do.
    let at = MADE_AT + i64::try_from(number).unwrap_or(0) * 1_000;
    AccountId::new(Micros(at), random(1, number))
}

impl People {
    /// Writes all but the counters.
    ///
    /// # Errors
    /// The engine's.
    pub fn write(connection: &Connection, market: i64, stories: &Stories) -> Result<Self> {
        let count = stories.buyers.len();
        let people = Self {
            shop: (&ShopId::new(Micros(MADE_AT), random(2, 0))).into(),
            member: (&account(0)).into(),
            buyers: (1..=count)
                .map(|number| (&account(number)).into())
                .collect(),
            listings: (0..count.div_ceil(ABOUT_EACH / 10).max(20))
                .map(|number| format!("offer-{number}"))
                .collect(),
        };
        people.principals(connection, market)?;
        people.offers(connection, market)?;
        let first = people.buyers.first().ok_or("no buyers")?;
        for (number, secret, who) in [(0, SHOP_SECRET, &people.member), (1, BUYER_SECRET, first)] {
            let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
            let id = TokenId::new(Micros(MADE_AT), random(3, number));
            connection.execute(
                "INSERT INTO token (marketplace, secret_hash, token, kind, principal, label,
                                    created_at, expires_at)
                 VALUES (?1, ?2, ?3, 'session', ?4, 'load', ?5, ?6)",
                params![market, hash, id.as_str(), who.as_str(), MADE_AT, EXPIRES_AT],
            )?;
        }
        Ok(people)
    }

    fn principals(&self, connection: &Connection, market: i64) -> Result<()> {
        let mut principal = connection.prepare(
            "INSERT INTO principal (marketplace, principal, external_id, name, changed, unread)
             VALUES (?1, ?2, ?3, ?4, 0, 0)",
        )?;
        let mut account = connection.prepare(
            "INSERT INTO account (marketplace, account, role, email, email_verified_at, password,
                                  locale, created_at)
             VALUES (?1, ?2, ?3, ?4, NULL, NULL, NULL, ?5)",
        )?;
        principal.execute(params![market, self.shop.as_str(), "shop", "The Busy Shop"])?;
        principal.execute(params![
            market,
            self.member.as_str(),
            "member",
            "Mika Member"
        ])?;
        let (role, email) = ("business_seller", "member@example.org");
        account.execute(params![market, self.member.as_str(), role, email, MADE_AT])?;
        connection.execute(
            "INSERT INTO shop_member (marketplace, shop, account, administrator)
             VALUES (?1, ?2, ?3, 1)",
            params![market, self.shop.as_str(), self.member.as_str()],
        )?;
        for (number, buyer) in self.buyers.iter().enumerate() {
            let name = format!("Buyer Number {number}");
            principal.execute(params![
                market,
                buyer.as_str(),
                format!("buyer-{number}"),
                name
            ])?;
            let email = format!("buyer-{number}@example.org");
            account.execute(params![market, buyer.as_str(), "buyer", email, MADE_AT])?;
        }
        Ok(())
    }

    fn offers(&self, connection: &Connection, market: i64) -> Result<()> {
        let mut statement = connection.prepare(
            "INSERT INTO listing (marketplace, external_id, seller, state, title, description, url,
                                  price_minor, currency, contact_email, language, fingerprint,
                                  feed, import, revision, updated_at)
             VALUES (?1, ?2, ?3, 'offered', ?4, ?5, NULL, ?6, 'EUR', NULL, 'en', ?7, NULL, NULL, 1,
                     ?8)",
        )?;
        for (number, id) in self.listings.iter().enumerate() {
            let title = format!("A sturdy bicycle of the well-known series {number}");
            let text = "Used for one summer, kept dry ever since; with lamp, lock and pump.";
            let (price, print) = (
                i64::try_from(number).unwrap_or(0) % 90_000 + 1_000,
                [0_u8; 16],
            );
            let shop = self.shop.as_str();
            statement.execute(params![
                market, id, shop, title, text, price, print, MADE_AT
            ])?;
        }
        Ok(())
    }

    /// Writes everybody's counters, once all conversations are known.
    ///
    /// # Errors
    /// The engine's.
    pub fn write_counters(
        &self,
        connection: &Connection,
        market: i64,
        stories: &Stories,
    ) -> Result<()> {
        let mut statement = connection.prepare(
            "UPDATE principal SET changed = ?3, unread = ?4
             WHERE marketplace = ?1 AND principal = ?2",
        )?;
        let mut shop = 0_i64;
        let mut unread = vec![0_i64; self.buyers.len()];
        for number in 0..stories.count() {
            let Some(ended) = stories.ended(number) else {
                break;
            };
            shop += i64::from(ended.seller.unread > 0);
            if let Some(own) = unread.get_mut(stories.buyer(number)) {
                *own += i64::from(ended.buyer.unread > 0);
            }
        }
        statement.execute(params![market, self.shop.as_str(), stories.shop, shop])?;
        for ((buyer, changed), unread) in self.buyers.iter().zip(&stories.buyers).zip(unread) {
            statement.execute(params![market, buyer.as_str(), changed, unread])?;
        }
        Ok(())
    }
}
