//! Making accounts and shops known, as the marketplace tells.

use kontor_core::account::{NAME_CHARS_MAX, Role, is_email};
use kontor_core::id::{AccountId, MarketplaceKey, PrincipalId, ShopId};
use kontor_core::listing::is_external_id;
use kontor_core::time::Micros;
use kontor_store::account::Account;
use kontor_store::{Tx, account, principal, token};

use crate::app::App;
use crate::fault::Fault;
use crate::{actions::session, random};

/// What the marketplace tells about an account.
#[derive(Debug, Clone)]
pub struct AccountDraft {
    /// The marketplace's own id.
    pub external_id: String,
    /// What for.
    pub role: Role,
    /// The name that others see.
    pub name: String,
    /// The login address.
    pub email: String,
    /// True where the marketplace vouches for the address.
    pub email_verified: bool,
    /// A password for signing in here; none keeps what there is.
    pub password: Option<String>,
    /// The language.
    pub locale: Option<String>,
    /// The shop's external id and whether the account administers it.
    pub shop: Option<(String, bool)>,
}

/// Puts an account. True where it was made.
///
/// # Errors
/// `field_invalid`, `conflict` (the address or id is taken), the store's.
pub async fn put_account(
    app: &App,
    marketplace: MarketplaceKey,
    draft: AccountDraft,
) -> Result<(Account, bool), Fault> {
    check(app, &draft)?;
    let password = match draft.password.clone() {
        Some(password) => fresh_hash(app, marketplace, &draft.external_id, password).await?,
        None => None,
    };
    let now = app.clock.now();
    let fresh = random::fresh(AccountId::new, now);
    let input = (marketplace, draft, password, fresh, now);
    let done = app
        .store
        .write(input, |tx, (marketplace, draft, password, fresh, now)| {
            Box::pin(put_account_unit(
                tx,
                *marketplace,
                draft,
                password.as_deref(),
                fresh,
                *now,
            ))
        })
        .await;
    app.forget_callers();
    done
}

/// The hash of a password that is to be set; none where it is the account's already, so that telling
/// the same again signs nobody out.
async fn fresh_hash(
    app: &App,
    marketplace: MarketplaceKey,
    external_id: &str,
    password: String,
) -> Result<Option<String>, Fault> {
    let input = (marketplace, external_id.to_owned());
    let known = app
        .store
        .read(input, |tx, (marketplace, external_id)| {
            Box::pin(async move {
                let found = principal::find(tx, *marketplace, external_id).await?;
                let id = found.and_then(|found| AccountId::parse(found.id.as_str()));
                match id {
                    Some(id) => account::find(tx, *marketplace, &id).await,
                    None => Ok(None),
                }
            })
        })
        .await?;
    let known = known.and_then(|account| account.password);
    if let Some(known) = known
        && session::matches(password.clone(), known).await?
    {
        return Ok(None);
    }
    session::hash_password(password).await.map(Some)
}

fn check(app: &App, draft: &AccountDraft) -> Result<(), Fault> {
    check_name(&draft.name)?;
    let mut fields = Vec::new();
    if !is_external_id(&draft.external_id) || PrincipalId::parse(&draft.external_id).is_some() {
        fields.push(("external_id".to_owned(), "invalid".to_owned()));
    }
    if !is_email(&draft.email) {
        fields.push(("email".to_owned(), "invalid".to_owned()));
    }
    if let Some(password) = &draft.password
        && !session::is_password(password)
    {
        fields.push(("password".to_owned(), "length".to_owned()));
    }
    let served = |locale: &str| {
        app.marketplaces()
            .iter()
            .any(|market| market.locales.iter().any(|tag| tag == locale))
    };
    if draft
        .locale
        .as_deref()
        .is_some_and(|locale| !served(locale))
    {
        fields.push(("locale".to_owned(), "invalid".to_owned()));
    }
    if fields.is_empty() {
        Ok(())
    } else {
        Err(Fault {
            fields,
            ..Fault::new("field_invalid")
        })
    }
}

/// Refuses a name that is empty, too long or holds what cannot be seen.
///
/// # Errors
/// `field_invalid` of `name`.
pub fn check_name(name: &str) -> Result<(), Fault> {
    let trimmed = name.trim();
    if trimmed.is_empty() {
        return Err(Fault::field("name", "missing"));
    }
    if trimmed.chars().count() > NAME_CHARS_MAX {
        return Err(Fault::field("name", "too_long"));
    }
    if trimmed
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    {
        return Err(Fault::field("name", "invalid"));
    }
    Ok(())
}

async fn put_account_unit(
    tx: &mut Tx,
    marketplace: MarketplaceKey,
    draft: &AccountDraft,
    password: Option<&str>,
    fresh: &AccountId,
    now: Micros,
) -> Result<(Account, bool), Fault> {
    let known = principal::find(tx, marketplace, &draft.external_id).await?;
    let id = match &known {
        Some(known) => AccountId::parse(known.id.as_str())
            .ok_or_else(|| Fault::with("conflict", "the external id belongs to a shop"))?,
        None => fresh.clone(),
    };
    let before = account::find(tx, marketplace, &id).await?;
    let email = draft.email.to_ascii_lowercase();
    let proven = before
        .as_ref()
        .filter(|account| account.email == email)
        .and_then(|account| account.email_verified_at);
    let account = Account {
        id: id.clone(),
        external_id: Some(draft.external_id.clone()),
        name: draft.name.trim().to_owned(),
        role: draft.role,
        email,
        email_verified_at: if draft.email_verified {
            proven.or(Some(now))
        } else {
            proven
        },
        password: password.map(str::to_owned),
        locale: draft.locale.clone(),
    };
    account::put(tx, marketplace, &account, now).await?;
    let had_one = before
        .as_ref()
        .is_some_and(|account| account.password.is_some());
    if had_one && password.is_some() {
        // Whoever knew the former password is out.
        token::end_all(tx, marketplace, &PrincipalId::from(&id), None).await?;
    }
    if let Some((shop, administrator)) = &draft.shop {
        let found = principal::find(tx, marketplace, shop).await?;
        let shop = found.and_then(|found| ShopId::parse(found.id.as_str()));
        let shop = shop.ok_or_else(|| Fault::field("shop", "unknown"))?;
        account::join_shop(tx, marketplace, &shop, &id, *administrator).await?;
    }
    Ok((account, known.is_none()))
}

/// Puts a shop. True where it was made.
///
/// # Errors
/// `field_invalid`, `conflict`, the store's.
pub async fn put_shop(
    app: &App,
    marketplace: MarketplaceKey,
    external_id: &str,
    name: &str,
) -> Result<(ShopId, bool), Fault> {
    check_name(name)?;
    if !is_external_id(external_id) || PrincipalId::parse(external_id).is_some() {
        return Err(Fault::field("external_id", "invalid"));
    }
    let fresh = random::fresh(ShopId::new, app.clock.now());
    let input = (
        marketplace,
        external_id.to_owned(),
        name.trim().to_owned(),
        fresh,
    );
    app.store
        .write(input, |tx, (marketplace, external_id, name, fresh)| {
            Box::pin(async move {
                let known = principal::find(tx, *marketplace, external_id).await?;
                let id = match &known {
                    Some(known) => ShopId::parse(known.id.as_str()).ok_or_else(|| {
                        Fault::with("conflict", "the external id belongs to an account")
                    })?,
                    None => fresh.clone(),
                };
                let principal = PrincipalId::from(&id);
                principal::put(tx, *marketplace, &principal, Some(external_id), name).await?;
                Ok((id, known.is_none()))
            })
        })
        .await
}
