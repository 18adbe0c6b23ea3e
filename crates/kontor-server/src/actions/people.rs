//! Making accounts and shops known, as the marketplace tells.

use kontor_core::account::{NAME_CHARS_MAX, Role, is_email};
use kontor_core::id::{AccountId, MarketplaceKey, PrincipalId, ShopId, TokenId};
use kontor_core::listing::is_external_id;
use kontor_core::time::Micros;
use kontor_store::account::Account;
use kontor_store::{Tx, account, principal, token};

use crate::actions::{session, team::place};
use crate::app::App;
use crate::fault::Fault;
use crate::random;

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
    /// Whether it may no longer sign in; none keeps what there is.
    pub disabled: Option<bool>,
}

/// Puts an account. True where it was made. `by` is the token with which it is told: somebody who
/// changes the own role stays signed in with it, and nowhere else (T078).
///
/// # Errors
/// `field_invalid`, `conflict` (the address or id is taken), `last_administrator`, `team_full`, the store's.
pub async fn put_account(
    app: &App,
    marketplace: MarketplaceKey,
    draft: AccountDraft,
    by: Option<TokenId>,
) -> Result<(Account, bool), Fault> {
    check(app, &draft)?;
    let password = match draft.password.clone() {
        Some(password) => fresh_hash(app, marketplace, &draft.external_id, password).await?,
        None => None,
    };
    let now = app.clock.now();
    let fresh = random::fresh(AccountId::new, now);
    let told = Told {
        marketplace,
        draft,
        password,
        fresh,
        by,
        now,
    };
    let done = app
        .store
        .write(told, |tx, told| Box::pin(put_account_unit(tx, told)))
        .await;
    app.forget_callers();
    done
}

/// What the unit that puts an account needs.
struct Told {
    marketplace: MarketplaceKey,
    draft: AccountDraft,
    /// The hash of another password.
    password: Option<String>,
    /// The id, where the account is new.
    fresh: AccountId,
    by: Option<TokenId>,
    now: Micros,
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

async fn put_account_unit(tx: &mut Tx, told: &Told) -> Result<(Account, bool), Fault> {
    let (marketplace, draft) = (told.marketplace, &told.draft);
    let known = principal::find(tx, marketplace, &draft.external_id).await?;
    let id = match &known {
        Some(known) => AccountId::parse(known.id.as_str())
            .ok_or_else(|| Fault::with("conflict", "the external id belongs to a shop"))?,
        None => told.fresh.clone(),
    };
    let before = account::find(tx, marketplace, &id).await?;
    let mut account = changed(told, id, before.as_ref());
    account::put(tx, marketplace, &account, told.now).await?;
    if let Some(disabled) = draft.disabled {
        let since = disabled.then_some(told.now);
        account::set_disabled(tx, marketplace, &account.id, since).await?;
    }
    // Read again, now that nobody else can change it.
    let kept = account::find(tx, marketplace, &account.id).await?;
    account.disabled_at = kept.and_then(|kept| kept.disabled_at);
    if let Some(before) = before {
        end_former(tx, told, &before, &account).await?;
    }
    if let Some((shop, administrator)) = &draft.shop {
        let found = principal::find(tx, marketplace, shop).await?;
        let shop = found.and_then(|found| ShopId::parse(found.id.as_str()));
        let shop = shop.ok_or_else(|| Fault::field("shop", "unknown"))?;
        place(tx, marketplace, &shop, &account.id, *administrator).await?;
    }
    Ok((account, known.is_none()))
}

/// The account as it is to be, by what it was.
fn changed(told: &Told, id: AccountId, before: Option<&Account>) -> Account {
    let draft = &told.draft;
    let email = draft.email.to_ascii_lowercase();
    let proven = before
        .filter(|account| account.email == email)
        .and_then(|account| account.email_verified_at);
    Account {
        id,
        external_id: Some(draft.external_id.clone()),
        name: draft.name.trim().to_owned(),
        role: draft.role,
        email,
        email_verified_at: if draft.email_verified {
            proven.or(Some(told.now))
        } else {
            proven
        },
        password: told.password.clone(),
        locale: draft.locale.clone(),
        disabled_at: None,
    }
}

/// Ends what was signed in under another password or role, or may no longer be (T077, T078). After the
/// account was put: its row is held, so that no sign-in comes in between.
async fn end_former(
    tx: &mut Tx,
    told: &Told,
    before: &Account,
    account: &Account,
) -> Result<(), Fault> {
    let (marketplace, own) = (told.marketplace, PrincipalId::from(&account.id));
    let other_password = before.password.is_some() && told.password.is_some();
    if account.disabled_at.is_some() || other_password {
        token::end_all(tx, marketplace, &own, None).await?;
    } else if before.role != account.role {
        token::end_all(tx, marketplace, &own, told.by.as_ref()).await?;
        account::tell_of_rights(tx, marketplace, &account.id);
    }
    Ok(())
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
