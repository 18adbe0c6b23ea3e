//! Signing in and out in a browser, and the few cookies there are.
//!
//! Cookies: the session, the chosen language, a word on what was just done. None tracks.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use kontor_core::browser;
use kontor_core::id::PrincipalId;
use kontor_pages::Flash;
use kontor_pages::pages::sign_in::SignInPage;
use kontor_store::Scope;
use kontor_store::token::TokenKind;
use serde::Deserialize;

use crate::actions::session as act;
use crate::fault::Fault;
use crate::serve::answer::is_local_path;
use crate::serve::context::Context;
use crate::web::shell;

/// The cookie of a session.
pub const SESSION: &str = "kontor_session";
/// The cookie of a chosen language.
pub const LOCALE: &str = "kontor_locale";
/// The cookie that carries a word to the next page.
pub const FLASH: &str = "kontor_flash";

/// A cookie's value, if it was sent.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// Puts a cookie; 0 days removes it.
pub fn put(response: &mut Response, context: &Context, name: &str, value: &str, days: u32) {
    let secure = if context.market.base_url.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    let age = u64::from(days) * 86_400;
    let text = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The language that `?lang=` asks for, if the marketplace has it.
#[must_use]
pub fn chosen_locale(context: &Context) -> Option<String> {
    let query = context.uri.query()?;
    let lang = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="))?;
    context
        .market
        .locales
        .iter()
        .find(|locale| *locale == lang)
        .cloned()
}

#[derive(Debug, Default, Deserialize)]
struct FormQuery {
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize)]
struct SignIn {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`
///
/// # Errors
/// The store's.
pub async fn form(context: Context) -> Result<Response, Fault> {
    let query: FormQuery = context.query().unwrap_or_default();
    let page = SignInPage {
        email: String::new(),
        next: query.next,
        guests_enter: !context.app.config.mail_relay.is_empty(),
        error: None,
    };
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

/// `POST /sign-in`
///
/// # Errors
/// `parameter_invalid`, the store's. Wrong credentials show the form again.
pub async fn sign_in(context: Context) -> Result<Response, Fault> {
    let form: SignIn = context.form()?;
    let (app, market) = (&context.app, context.market.key);
    match act::authenticate(app, market, &context.peer, &form.email, form.password).await {
        Ok(who) => enter(&context, who, &form.next).await,
        Err(fault) if matches!(fault.code, "sign_in_failed" | "too_many_requests") => {
            let error = match fault.code {
                "too_many_requests" => "too_many_requests",
                _ => "wrong_credentials",
            };
            let page = SignInPage {
                email: form.email,
                next: form.next,
                guests_enter: !app.config.mail_relay.is_empty(),
                error: Some(error.to_owned()),
            };
            let html = page.render(&shell::of(&context).await?);
            Ok(shell::refused(&context, &fault, html))
        }
        Err(fault) => Err(fault),
    }
}

/// Issues a session for somebody and goes on to a page. A former session of this browser ends, so
/// that nobody can plant one beforehand (T078).
///
/// # Errors
/// The store's.
pub async fn enter(context: &Context, who: PrincipalId, next: &str) -> Result<Response, Fault> {
    leave(context).await?;
    let (app, market) = (&context.app, context.market.key);
    let issued = act::issue(app, market, who, TokenKind::Session, &label(context)).await?;
    Ok(entered(context, &issued, next))
}

/// Ends the session that this browser had so far.
///
/// # Errors
/// The store's.
pub async fn leave(context: &Context) -> Result<(), Fault> {
    if let Some(former) = &context.caller {
        act::end(&context.app, Scope::of(former), former.token.clone()).await?;
    }
    Ok(())
}

/// What a session of this browser is called.
#[must_use]
pub fn label(context: &Context) -> String {
    browser::name(context.header("user-agent").unwrap_or_default())
}

/// Gives a browser its new session and goes on to a page of this site.
#[must_use]
pub fn entered(context: &Context, issued: &act::Issued, next: &str) -> Response {
    let next = if is_local_path(next) {
        next
    } else {
        "/conversations"
    };
    let mut response = shell::done(context, next, Some(Flash::SignedIn));
    put(
        &mut response,
        context,
        SESSION,
        &issued.secret,
        context.app.config.session_days,
    );
    response
}

/// `POST /sign-out`
///
/// # Errors
/// The store's.
pub async fn sign_out(context: Context) -> Result<Response, Fault> {
    let caller = context.known()?;
    act::end(&context.app, Scope::of(&caller), caller.token.clone()).await?;
    let mut response = shell::done(&context, "/", Some(Flash::SignedOut));
    put(&mut response, &context, SESSION, "", 0);
    Ok(response)
}
