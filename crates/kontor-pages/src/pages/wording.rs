//! From stable codes to the keys of sentences. Unknown codes get a sentence that says less.

use jiff::civil::Weekday;
use kontor_core::order::Status;

/// The sentence for why something was not done.
pub(crate) fn refusal(code: &str) -> &'static str {
    match code {
        "body_empty" => "error-body-empty",
        "body_too_long" => "error-body-too-long",
        "subject_too_long" => "error-subject-too-long",
        "guest_name" => "guest-error-name",
        "guest_email" => "password-error-email",
        "guest_sign_in" => "guest-error-sign-in",
        "guest_consent" => "guest-error-consent",
        "too_many_requests" => "guest-error-too-many",
        "channel_not_offered" => "contact-refused-not-offered",
        "own_listing" => "error-own-listing",
        "own_order" => "error-own-order",
        "listing_retired" => "error-listing-retired",
        "already_closed" => "error-already-closed",
        "already_open" => "error-already-open",
        "key_reused" => "error-key-reused",
        _ => "error-not-done",
    }
}

/// The sentence for why signing in failed.
pub(crate) fn sign_in(code: &str) -> &'static str {
    match code {
        "too_many_requests" => "sign-in-error-too-many",
        "wrong_credentials" => "sign-in-error-wrong",
        _ => "error-not-done",
    }
}

/// The sentence for why no link was asked for.
pub(crate) fn forgotten(code: &str) -> &'static str {
    match code {
        "field_invalid" => "password-error-email",
        "too_many_requests" => "sign-in-error-too-many",
        _ => "error-not-done",
    }
}

/// The sentence for why a link did not set a password.
pub(crate) fn new_password(code: &str) -> &'static str {
    match code {
        "field_invalid" => "account-password-length",
        "link_expired" => "password-error-link",
        "too_many_requests" => "sign-in-error-too-many",
        _ => "error-not-done",
    }
}

/// The sentence for why a password was not changed.
pub(crate) fn password(code: &str) -> &'static str {
    match code {
        "current" => "account-password-wrong",
        "new" => "account-password-length",
        "too_many_requests" => "sign-in-error-too-many",
        _ => "error-not-done",
    }
}

/// The sentence for why something about a team was not done.
pub(crate) fn team(code: &str) -> &'static str {
    match code {
        "field_invalid" => "team-error-email",
        "already_member" => "team-error-member",
        "team_full" => "team-error-full",
        "too_many_requests" => "team-error-wait",
        "last_administrator" => "team-error-last",
        "link_expired" => "team-error-link",
        _ => "error-not-done",
    }
}

/// The sentence for why the public holidays were not changed.
pub(crate) fn holiday(field: &str) -> &'static str {
    match field {
        "name" => "holiday-error-name",
        "date" => "holiday-error-date",
        _ => "error-not-done",
    }
}

/// The sentence for why an address or number was not proven; `kind` is what it is about.
pub(crate) fn proof(kind: &str, code: &str) -> &'static str {
    match (kind, code) {
        (_, "code_wrong") => "proof-error-wrong",
        (_, "code_expired") => "proof-error-expired",
        (_, "too_many_requests") => "proof-error-too-many-requests",
        (_, "too_many") => "proof-error-too-many",
        ("email", "invalid") => "proof-error-email",
        ("phone", "invalid") => "proof-error-phone",
        ("phone", "premium") => "proof-error-premium",
        ("phone", "unknown_country") => "proof-error-unknown-country",
        ("phone", "no_sms") => "proof-error-no-sms",
        _ => "error-not-done",
    }
}

/// The short name of a weekday.
pub(crate) fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "holiday-mon",
        Weekday::Tuesday => "holiday-tue",
        Weekday::Wednesday => "holiday-wed",
        Weekday::Thursday => "holiday-thu",
        Weekday::Friday => "holiday-fri",
        Weekday::Saturday => "holiday-sat",
        Weekday::Sunday => "holiday-sun",
    }
}

/// The name of a country whose public holidays are known.
pub(crate) fn country(code: &str) -> Option<&'static str> {
    Some(match code {
        "AT" => "holiday-country-at",
        "BE" => "holiday-country-be",
        "CZ" => "holiday-country-cz",
        "DE" => "holiday-country-de",
        "EE" => "holiday-country-ee",
        "ES" => "holiday-country-es",
        "FI" => "holiday-country-fi",
        "FR" => "holiday-country-fr",
        "IE" => "holiday-country-ie",
        "LT" => "holiday-country-lt",
        "LV" => "holiday-country-lv",
        "NL" => "holiday-country-nl",
        "PL" => "holiday-country-pl",
        "PT" => "holiday-country-pt",
        "SE" => "holiday-country-se",
        "SK" => "holiday-country-sk",
        _ => return None,
    })
}

/// The sentence for why a row of a feed was refused.
pub(crate) fn row_refusal(code: &str) -> &'static str {
    match code {
        "missing" => "operator-refused-missing",
        "too_long" | "field_too_large" => "operator-refused-too-long",
        "invalid" => "operator-refused-invalid",
        "unknown" => "operator-refused-unknown",
        "row_too_large" => "operator-refused-row-too-large",
        "bad_utf8" => "operator-refused-bad-utf8",
        "nul_byte" => "operator-refused-nul-byte",
        "unbalanced_quote" => "operator-refused-unbalanced-quote",
        "too_few_columns" => "operator-refused-too-few-columns",
        "too_many_columns" => "operator-refused-too-many-columns",
        "bad_xml" | "mismatched_tags" | "unknown_entity" | "too_deep" | "too_many_attributes" => {
            "operator-refused-bad-xml"
        }
        _ => "operator-refused-other",
    }
}

/// The word for how an order stands.
pub(crate) fn order_status(status: Status) -> &'static str {
    match status {
        Status::Placed => "order-status-placed",
        Status::Paid => "order-status-paid",
        Status::Shipped => "order-status-shipped",
        Status::Delivered => "order-status-delivered",
        Status::Returned => "order-status-returned",
        Status::Cancelled => "order-status-cancelled",
    }
}

/// The sentence for how an import stands.
pub(crate) fn import_state(code: &str) -> &'static str {
    match code {
        "running" => "operator-import-running",
        "done" => "operator-import-done",
        _ => "operator-import-failed",
    }
}

/// The name of a channel of contact settings.
pub(crate) fn channel(code: &str) -> &'static str {
    match code {
        "message" => "contact-message",
        "email" => "contact-email",
        "phone" => "contact-phone",
        "post" => "contact-post",
        _ => "contact-sellers",
    }
}

/// The sentence for why a number was not taken.
pub(crate) fn phone_number(code: &str) -> &'static str {
    match code {
        "missing" => "contact-error-number-missing",
        "premium" => "contact-error-number-premium",
        "unknown_country" => "contact-error-number-country",
        _ => "contact-error-number",
    }
}

/// The sentence for why nothing was handed out.
pub(crate) fn hand_out_refusal(code: &str) -> &'static str {
    match code {
        "channel_not_offered" | "field_invalid" => "contact-refused-not-offered",
        "out_of_hours" => "contact-refused-hours",
        "verify_email_first" => "contact-verify",
        "sign_in_first" => "contact-sign-in",
        "call_now" => "contact-refused-call-now",
        "callback_waits" => "contact-refused-waits",
        "handouts_used_up" | "too_many_requests" => "contact-refused-used-up",
        "own_listing" => "contact-refused-own",
        _ => "error-not-done",
    }
}

/// The sentence for what is wrong with a field of contact settings or of a trader block.
pub(crate) fn contact_field(field: &str, code: &str) -> &'static str {
    let is_number = matches!(field, "phone.number" | "phone") || field.ends_with(".number");
    match (field, code) {
        (_, "not_allowed" | "business_only") => "contact-settings-error-not-allowed",
        ("phone.call", _) => "contact-settings-error-call",
        ("phone.sms", _) => "contact-settings-error-sms",
        ("phone.time_zone", _) => "contact-settings-error-zone",
        ("phone.expression" | "phone.hours", _) => "contact-settings-error-expression",
        (_, "half") => "contact-settings-error-half",
        (_, "no_hours") => "contact-settings-error-no-hours",
        ("sellers.people", "too_many") => "contact-settings-error-people",
        ("sellers.people", _) => "contact-settings-error-nobody",
        ("address.country", _) => "contact-settings-error-country",
        _ if is_number => phone_number(code),
        ("email.address" | "email", _) => "contact-settings-error-email",
        (_, "missing") => "contact-settings-error-missing",
        (_, "too_long") => "contact-settings-error-too-long",
        _ => "contact-settings-error-invalid",
    }
}
