//! What a handler gets: the request after the gate, with marketplace, caller and body.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Uri};
use kontor_core::access::Permission;
use kontor_core::account::Caller;
use kontor_core::marketplace::Marketplace;
use kontor_core::time::Micros;
use kontor_store::Scope;
use kontor_store::idempotency::Wish;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::fault::Fault;
use crate::serve::objects;
use crate::web::session;

/// The longest Idempotency-Key, in bytes.
pub const IDEMPOTENCY_KEY_BYTES_MAX: usize = 128;

/// Which door a request came through: it decides how errors look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// `/api/v1`: problem documents.
    Api,
    /// Pages: HTML in the reader's language.
    Web,
}

/// How much of a body a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyRule {
    /// At most `body_bytes_max`, read before the handler runs.
    Small,
    /// At most `feed_bytes_max`, read by the handler as it comes.
    Feed,
}

/// The future of a handler.
pub type Handled =
    futures_util::future::BoxFuture<'static, Result<axum::response::Response, Fault>>;

/// A line of a route table.
#[derive(Clone, Copy)]
pub struct Route {
    /// The method, in capitals.
    pub method: &'static str,
    /// The path, with `{names}`.
    pub path: &'static str,
    /// Who may use it.
    pub permission: Permission,
    /// How much it takes.
    pub body: BodyRule,
    /// Whether pages of the marketplace's `sign_in_origins` may post to it from their own site.
    pub cross_site: bool,
    /// What it does.
    pub handler: fn(Context) -> Handled,
}

/// A request behind the gate.
pub struct Context {
    /// The server.
    pub app: Arc<App>,
    /// The marketplace of the request.
    pub market: Arc<Marketplace>,
    /// Who calls, where known.
    pub caller: Option<Arc<Caller>>,
    /// The door.
    pub door: Door,
    /// The method.
    pub method: Method,
    /// Path and query.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// Parameters of the path, decoded.
    pub params: Vec<(String, String)>,
    /// The body, for [`BodyRule::Small`].
    pub body: Bytes,
    /// The body as it comes, for [`BodyRule::Feed`]; a lock makes it shareable, nobody waits for it.
    pub feed: Mutex<Option<Body>>,
    /// The network address of the caller.
    pub peer: String,
    /// Names this request in the log and on error pages.
    pub request_id: String,
    /// The instant at which the request came.
    pub now: Micros,
}

/// Refuses what cannot be an Idempotency-Key.
///
/// # Errors
/// `idempotency_key_invalid`.
pub fn usable_key(key: &[u8]) -> Result<(), Fault> {
    if (1..=IDEMPOTENCY_KEY_BYTES_MAX).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic)
    {
        return Ok(());
    }
    let detail = "1 to 128 visible ASCII characters";
    Err(Fault::with("idempotency_key_invalid", detail))
}

impl Context {
    /// The caller; the gate let nobody else in where the route asks for one.
    ///
    /// # Errors
    /// `sign_in_first` on a public route without a caller.
    pub fn known(&self) -> Result<Arc<Caller>, Fault> {
        self.caller
            .clone()
            .ok_or_else(|| Fault::new("sign_in_first"))
    }

    /// The scope of the caller, or of anybody.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match &self.caller {
            Some(caller) => Scope::of(caller),
            None => Scope::public(self.market.key),
        }
    }

    /// The body as it comes, once.
    #[must_use]
    pub fn take_feed(&self) -> Option<Body> {
        self.feed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    /// A parameter of the path.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// A header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The query as a struct that refuses unknown names.
    ///
    /// # Errors
    /// `unknown_field`, `parameter_invalid`.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let query = self.uri.query().unwrap_or_default();
        if query.contains("%00") || query.contains('\0') {
            return Err(Fault::with("parameter_invalid", "a NUL is in no text"));
        }
        axum::extract::Query::<T>::try_from_uri(&self.uri)
            .map(|query| query.0)
            .map_err(|error| unreadable("parameter_invalid", &error.to_string()))
    }

    /// The body as JSON; unknown fields are refused by name.
    ///
    /// # Errors
    /// `media_type`, `unknown_field`, `json_invalid`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let kind = self.header("content-type").unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Fault::with(
                "media_type",
                "expected Content-Type: application/json",
            ));
        }
        serde_json::from_slice(&self.body)
            .and_then(|read| objects::check::<T>(&self.body).map(|()| read))
            .map_err(|error| unreadable("json_invalid", &error.to_string()))
    }

    /// The body as a form.
    ///
    /// # Errors
    /// `media_type`, `parameter_invalid`.
    pub fn form<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let kind = self.header("content-type").unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Fault::with("media_type", "expected a form"));
        }
        serde_urlencoded::from_bytes(&self.body)
            .map_err(|error| unreadable("parameter_invalid", &error.to_string()))
    }

    /// The wish not to do the same thing twice, where the client sent a key.
    ///
    /// # Errors
    /// `idempotency_key_invalid`.
    pub fn wish(&self) -> Result<Option<Wish>, Fault> {
        let Some(value) = self.headers.get("idempotency-key") else {
            return Ok(None);
        };
        let key = value.to_str().unwrap_or_default();
        self.wish_of(key).map(Some)
    }

    /// The wish of a key that came in a form.
    ///
    /// # Errors
    /// `idempotency_key_invalid`.
    pub fn wish_of(&self, key: &str) -> Result<Wish, Fault> {
        usable_key(key.as_bytes())?;
        let mut hash = Sha256::new();
        for part in [
            self.method.as_str().as_bytes(),
            self.uri.path().as_bytes(),
            self.uri.query().unwrap_or_default().as_bytes(),
            &self.body,
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Ok(Wish {
            principal: self.known()?.own(),
            key: key.to_owned(),
            fingerprint: hash.finalize().into(),
        })
    }

    /// The language to answer in: chosen, of the account, of the browser, of the marketplace.
    #[must_use]
    pub fn locale(&self) -> String {
        let served = &self.market.locales;
        let known = |tag: &str| {
            let short = tag
                .split('-')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            served.iter().find(|locale| **locale == short).cloned()
        };
        if let Some(locale) = session::chosen_locale(self) {
            return locale;
        }
        let chosen = session::cookie(&self.headers, session::LOCALE);
        let accepted = self.header("accept-language").unwrap_or_default();
        chosen
            .and_then(known)
            .or_else(|| known(self.caller.as_ref()?.locale.as_deref()?))
            .or_else(|| {
                accepted
                    .split(',')
                    .find_map(|part| known(part.split(';').next()?.trim()))
            })
            .or_else(|| served.first().cloned())
            .unwrap_or_else(|| "en".to_owned())
    }
}

/// Serde names an unknown field between backticks; it is told as its own fault.
fn unreadable(code: &'static str, message: &str) -> Fault {
    let unknown = message
        .split_once("unknown field `")
        .and_then(|(_, rest)| rest.split_once('`'))
        .map(|(name, _)| name.to_owned());
    match unknown {
        Some(name) => Fault {
            fields: vec![(name, "unknown".to_owned())],
            ..Fault::new("unknown_field")
        },
        None => Fault::with(code, message.chars().take(300).collect::<String>()),
    }
}
