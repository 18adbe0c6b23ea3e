//! Short messages through the gateway that the operator configured; without one they go to the log.
//!
//! How the gateway is reached is [`crate::egress`]'s business. Of its answer only the status is kept.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use kontor_core::phone::PhoneNumber;
use kontor_core::time::Micros;
use serde_json::Value;

use crate::app::App;
use crate::egress::Call;
use crate::smtp::relay::Sent;

/// Messages that the demo keeps; the oldest goes first.
const KEPT_MAX: usize = 100;

/// A message that the demo kept instead of sending it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtSms {
    /// When.
    pub at: Micros,
    /// To whom it would have gone.
    pub to: PhoneNumber,
    /// What it says.
    pub text: String,
}

/// The messages that the demo kept.
#[derive(Default)]
pub struct CaughtTexts(Mutex<VecDeque<CaughtSms>>);

impl CaughtTexts {
    /// The messages, newest first.
    #[must_use]
    pub fn all(&self) -> Vec<CaughtSms> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().cloned().collect()
    }

    fn push(&self, one: CaughtSms) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front(one);
        kept.truncate(KEPT_MAX);
    }
}

/// The body for the gateway: the template with number and text, written as JSON writes them.
///
/// # Errors
/// What is wrong with the template.
pub fn body(template: &str, to: &str, text: &str) -> Result<String, String> {
    let escaped = |words: &str| {
        let quoted = Value::from(words).to_string();
        let inner = quoted.get(1..quoted.len() - 1);
        inner.unwrap_or_default().to_owned()
    };
    let (to, text) = (escaped(to), escaped(text));
    let mut out = String::new();
    let mut rest = template;
    let (mut has_to, mut has_text) = (false, false);
    // One pass, so that what stands in the text is never a place to fill.
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        if let Some(left) = after.strip_prefix("{to}") {
            out.push_str(&to);
            (has_to, rest) = (true, left);
        } else if let Some(left) = after.strip_prefix("{text}") {
            out.push_str(&text);
            (has_text, rest) = (true, left);
        } else {
            out.push('{');
            rest = after.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    if !has_to || !has_text {
        return Err("needs {to} and {text}".to_owned());
    }
    match serde_json::from_str::<Value>(&out) {
        Ok(_) => Ok(out),
        Err(error) => Err(format!("gives no JSON: {error}")),
    }
}

/// Sends a message.
pub async fn send(app: &App, to: &PhoneNumber, text: &str) -> Sent {
    let config = &app.config;
    if config.sms_gateway.is_empty() {
        tracing::info!("sms to {to}: {text}");
        if let Some(caught) = &app.caught {
            caught.texts.push(CaughtSms {
                at: app.clock.now(),
                to: to.clone(),
                text: text.to_owned(),
            });
        }
        return Sent::Accepted;
    }
    let body = match body(&config.sms_gateway_body, to.as_str(), text) {
        Ok(body) => body,
        Err(reason) => return Sent::Later(reason),
    };
    let call = Call {
        url: config.sms_gateway.clone(),
        token: config.sms_gateway_token.clone(),
        content_type: "application/json",
        body: body.into(),
    };
    match app.egress.post(&call).await {
        Ok(answer) => match answer.status {
            200..=299 => Sent::Accepted,
            // Too early and too many are no judgement on this message.
            408 | 425 | 429 => Sent::Later(format!("status {}", answer.status)),
            400..=499 => Sent::Refused(format!("status {}", answer.status)),
            status => Sent::Later(format!("status {status}")),
        },
        Err(trouble) => Sent::Later(trouble.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: &str = r#"{"to":"{to}","text":"{text}"}"#;

    #[test]
    fn a_text_stays_a_text_whatever_it_holds() {
        for text in [
            "Halli: 123456",
            "\"}, {\"to\":\"+1",
            "{to} {text} {",
            "a\\b\n\u{1}\u{2028}\u{1f600}",
        ] {
            let body = body(USUAL, "+358401234567", text).unwrap();
            let read: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(read["to"], "+358401234567");
            assert_eq!(read["text"], text);
            assert_eq!(read.as_object().unwrap().len(), 2);
        }
        let nested =
            r#"{"messages":[{"destinations":[{"to":"{to}"}],"text":"{text}","flash":{}}]}"#;
        assert!(
            body(nested, "+3", "x")
                .unwrap()
                .ends_with(r#""x","flash":{}}]}"#)
        );
    }

    #[test]
    fn a_template_without_its_places_or_json_is_refused() {
        for bad in [
            "",
            "{}",
            r#"{"to":"{to}"}"#,
            r#"{"text":"{text}"}"#,
            r#"{"to":{to},"text":{text}}"#,
            "to={to}&text={text}",
        ] {
            assert!(body(bad, "+358401234567", "a b").is_err(), "{bad}");
        }
    }
}
