//! Tokens: sessions of browsers and bearer tokens of programs, one kind of secret for both.
//!
//! Only the SHA-256 of the secret is kept; the secret itself is 256 random bits made by the server.

use kontor_core::account::{Caller, Person, Role};
use kontor_core::browser;
use kontor_core::id::{AccountId, GuestId, MarketplaceKey, PrincipalId, TokenId};
use kontor_core::time::Micros;

use crate::args;
use crate::change::Change;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::scope::Scope;
use crate::value::Row;
use crate::{account, team};

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A signed-in browser.
    Session,
    /// A program.
    Api,
    /// A link to choose another password: used once, and never to sign in.
    Reset,
    /// A link by which a guest proves an address: used once, and never to sign in by itself.
    GuestLink,
    /// A link into a shop's team: the same.
    Invitation,
}

impl TokenKind {
    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Api => "api",
            Self::Reset => "reset",
            Self::GuestLink => "guest_link",
            Self::Invitation => "invitation",
        }
    }
}

/// A token to be kept.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Where it is valid.
    pub marketplace: MarketplaceKey,
    /// SHA-256 of the secret.
    pub secret_hash: [u8; 32],
    /// Its public id.
    pub id: TokenId,
    /// What for.
    pub kind: TokenKind,
    /// Whose.
    pub principal: PrincipalId,
    /// What its owner calls it.
    pub label: String,
    /// From when.
    pub created_at: Micros,
    /// Until when.
    pub expires_at: Micros,
}

/// A token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLine {
    /// Its public id.
    pub id: TokenId,
    /// `session` or `api`.
    pub kind: String,
    /// What its owner calls it.
    pub label: String,
    /// From when.
    pub created_at: Micros,
    /// Until when.
    pub expires_at: Micros,
}

impl TokenLine {
    /// The label as it is shown: a session that was kept under its user agent has a short name too.
    #[must_use]
    pub fn said(&self) -> String {
        if self.kind == TokenKind::Session.code() {
            browser::name(&self.label)
        } else {
            self.label.clone()
        }
    }
}

/// Keeps a token. False where its account is disabled: then nothing is kept, however the two met.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &mut Tx, token: &NewToken) -> Result<bool> {
    tx.exec(
        "INSERT INTO token (marketplace, secret_hash, token, kind, principal, label, created_at,
                            expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (marketplace, secret_hash) DO NOTHING",
        args![
            token.marketplace,
            &token.secret_hash,
            &token.id,
            token.kind.code(),
            &token.principal,
            &token.label,
            token.created_at,
            token.expires_at,
        ],
    )
    .await?;
    // After the row that refers to the principal: who puts an account holds both in this order too, and
    // on PostgreSQL the other order would make each wait for the other.
    if let Some(id) = AccountId::parse(token.principal.as_str())
        && !account::hold_enabled(tx, token.marketplace, &id).await?
    {
        tx.exec(
            "DELETE FROM token WHERE marketplace = $1 AND secret_hash = $2",
            args![token.marketplace, &token.secret_hash],
        )
        .await?;
        return Ok(false);
    }
    Ok(true)
}

/// What a caller is made of, from the row of a token; a disabled account calls no more.
macro_rules! caller_where {
    ($condition:literal) => {
        concat!(
            "SELECT t.token, t.principal, p.name, a.role, COALESCE(a.locale, g.locale),
                    COALESCE(a.email_verified_at, g.email_verified_at)
             FROM token t
             JOIN principal p ON p.marketplace = t.marketplace AND p.principal = t.principal
             LEFT JOIN account a ON a.marketplace = t.marketplace AND a.account = t.principal
             LEFT JOIN guest g ON g.marketplace = t.marketplace AND g.guest = t.principal
             WHERE t.marketplace = $1 AND t.expires_at > $2 AND t.kind IN ('session', 'api')
               AND a.disabled_at IS NULL AND ",
            $condition
        )
    };
}

/// Who calls with a secret of this hash, if it is alive now.
///
/// # Errors
/// The engine's.
pub async fn caller(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    secret_hash: &[u8; 32],
    now: Micros,
) -> Result<Option<Caller>> {
    let sql = caller_where!("t.secret_hash = $3");
    match tx.one(sql, args![marketplace, now, secret_hash]).await? {
        Some(row) => read_caller(tx, marketplace, &row).await,
        None => Ok(None),
    }
}

/// The same caller as a token of theirs makes it today; `None` where the token has ended. For streams,
/// which another node's write may have deprived of a right.
///
/// # Errors
/// The engine's.
pub async fn again(tx: &mut Tx, caller: &Caller, now: Micros) -> Result<Option<Caller>> {
    let marketplace = caller.marketplace;
    let sql = caller_where!("t.principal = $3 AND t.token = $4");
    let own = caller.own();
    match tx
        .one(sql, args![marketplace, now, &own, &caller.token])
        .await?
    {
        Some(row) => read_caller(tx, marketplace, &row).await,
        None => Ok(None),
    }
}

async fn read_caller(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    row: &Row,
) -> Result<Option<Caller>> {
    let person = person(tx, marketplace, row).await?;
    Ok(person.map(|person| Caller {
        marketplace,
        token: TokenId(row.text(0).unwrap_or_default()),
        person,
        name: row.text(2).unwrap_or_default(),
        locale: row.opt_text(4).unwrap_or_default(),
        email_verified: row.opt_int(5).unwrap_or_default().is_some(),
    }))
}

async fn person(tx: &mut Tx, marketplace: MarketplaceKey, row: &Row) -> Result<Option<Person>> {
    let principal = row.text(1)?;
    if let Some(id) = GuestId::parse(&principal) {
        return Ok(Some(Person::Guest { id }));
    }
    let (Some(id), Some(role)) = (AccountId::parse(&principal), row.opt_text(3)?) else {
        return Ok(None);
    };
    let role = Role::parse(&role).ok_or(Error::Row("role"))?;
    let shops = team::shops_of(tx, marketplace, &id).await?;
    Ok(Some(Person::Account { id, role, shops }))
}

/// The live tokens of the caller's own principal.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &mut Tx, caller: &Caller, now: Micros) -> Result<Vec<TokenLine>> {
    let rows = tx
        .many(
            "SELECT token, kind, label, created_at, expires_at FROM token
             WHERE marketplace = $1 AND principal = $2 AND expires_at > $3
               AND kind IN ('session', 'api')
             ORDER BY created_at DESC, token LIMIT 200",
            args![caller.marketplace, &caller.own(), now],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(TokenLine {
                id: TokenId(row.text(0)?),
                kind: row.text(1)?,
                label: row.text(2)?,
                created_at: Micros(row.int(3)?),
                expires_at: Micros(row.int(4)?),
            })
        })
        .collect()
}

/// Ends a token of one of the scope's principals; false where there is none.
///
/// # Errors
/// The engine's.
pub async fn end(tx: &mut Tx, scope: &Scope, id: &TokenId) -> Result<bool> {
    let mut ended = false;
    for principal in scope.principals() {
        let gone = tx
            .exec(
                "DELETE FROM token WHERE marketplace = $1 AND principal = $2 AND token = $3
                   AND kind IN ('session', 'api')",
                args![scope.marketplace(), principal, id],
            )
            .await?;
        ended |= gone > 0;
    }
    if ended {
        tx.announce(Change::TokenEnded {
            marketplace: scope.marketplace(),
            token: id.clone(),
        });
    }
    Ok(ended)
}

/// Keeps a link to choose another password; a former one of the same principal ends.
///
/// # Errors
/// The engine's.
pub async fn put_reset(tx: &mut Tx, token: &NewToken) -> Result<bool> {
    end_resets(tx, token.marketplace, &token.principal).await?;
    put(tx, token).await
}

/// Ends links to choose another password, such as those that went to an address that is no more.
///
/// # Errors
/// The engine's.
pub async fn end_resets(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    principal: &PrincipalId,
) -> Result<()> {
    tx.exec(
        "DELETE FROM token WHERE marketplace = $1 AND principal = $2 AND kind = 'reset'",
        args![marketplace, principal],
    )
    .await?;
    Ok(())
}

/// Whose link to choose another password has this hash, if it is alive.
///
/// # Errors
/// The engine's.
pub async fn reset(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    secret_hash: &[u8; 32],
    now: Micros,
) -> Result<Option<PrincipalId>> {
    let row = tx
        .one(
            "SELECT principal FROM token
             WHERE marketplace = $1 AND secret_hash = $2 AND expires_at > $3 AND kind = 'reset'",
            args![marketplace, secret_hash, now],
        )
        .await?;
    row.map(|row| Ok(PrincipalId(row.text(0)?))).transpose()
}

/// Uses up a link to choose another password: of two uses at once only one gets its principal.
///
/// # Errors
/// The engine's.
pub async fn take_reset(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    secret_hash: &[u8; 32],
    now: Micros,
) -> Result<Option<PrincipalId>> {
    let row = tx
        .one(
            "DELETE FROM token
             WHERE marketplace = $1 AND secret_hash = $2 AND expires_at > $3 AND kind = 'reset'
             RETURNING principal",
            args![marketplace, secret_hash, now],
        )
        .await?;
    row.map(|row| Ok(PrincipalId(row.text(0)?))).transpose()
}

/// Keeps a link that proves an address; a former secret of the same link ends.
///
/// # Errors
/// The engine's.
pub async fn put_guest_link(tx: &mut Tx, token: &NewToken) -> Result<bool> {
    tx.exec(
        "DELETE FROM token
         WHERE marketplace = $1 AND principal = $2 AND token = $3 AND kind = 'guest_link'",
        args![token.marketplace, &token.principal, &token.id],
    )
    .await?;
    put(tx, token).await
}

/// Which link that proves an address has this hash, if it is alive, and whose it is.
///
/// # Errors
/// The engine's.
pub async fn guest_link(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    secret_hash: &[u8; 32],
    now: Micros,
) -> Result<Option<(TokenId, GuestId)>> {
    let row = tx
        .one(
            "SELECT token, principal FROM token
             WHERE marketplace = $1 AND secret_hash = $2 AND expires_at > $3
               AND kind = 'guest_link'",
            args![marketplace, secret_hash, now],
        )
        .await?;
    row.map(|row| link_of(&row)).transpose()
}

/// Uses up a link that proves an address: of many uses at once only one gets it.
///
/// # Errors
/// The engine's.
pub async fn take_guest_link(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    secret_hash: &[u8; 32],
    now: Micros,
) -> Result<Option<(TokenId, GuestId)>> {
    let row = tx
        .one(
            "DELETE FROM token
             WHERE marketplace = $1 AND secret_hash = $2 AND expires_at > $3
               AND kind = 'guest_link'
             RETURNING token, principal",
            args![marketplace, secret_hash, now],
        )
        .await?;
    row.map(|row| link_of(&row)).transpose()
}

fn link_of(row: &Row) -> Result<(TokenId, GuestId)> {
    Ok((TokenId(row.text(0)?), GuestId(row.text(1)?)))
}

/// Ends every token of a principal, save one; gives how many.
///
/// # Errors
/// The engine's.
pub async fn end_all(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    principal: &PrincipalId,
    save: Option<&TokenId>,
) -> Result<usize> {
    let rows = tx
        .many(
            "DELETE FROM token WHERE marketplace = $1 AND principal = $2 AND token <> $3
             RETURNING token",
            args![marketplace, principal, save.map_or("", TokenId::as_str)],
        )
        .await?;
    for row in &rows {
        tx.announce(Change::TokenEnded {
            marketplace,
            token: TokenId(row.text(0)?),
        });
    }
    Ok(rows.len())
}

/// Removes tokens that ended before `now`.
///
/// # Errors
/// The engine's.
pub async fn sweep(tx: &mut Tx, marketplace: MarketplaceKey, now: Micros) -> Result<u64> {
    tx.exec(
        "DELETE FROM token WHERE marketplace = $1 AND expires_at <= $2",
        args![marketplace, now],
    )
    .await
}
