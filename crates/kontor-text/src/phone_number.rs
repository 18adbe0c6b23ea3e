//! Telephone numbers as people write them: read by the number plan of a country, and shown again.
//!
//! The plans are Google's libphonenumber, in the port `rlibphonenumber`, and are built when the first
//! number is read. The value is [`kontor_core::phone::PhoneNumber`]; finding numbers inside of text is
//! another matter. Why this library and what it costs: `docs/decisions/`.

use kontor_core::phone::PhoneNumber;
use rlibphonenumber::{
    PHONE_NUMBER_UTIL, ParseError, PhoneNumber as Planned, PhoneNumberFormat, PhoneNumberType,
    Region,
};

/// The most characters of a written number: the longest spelling with a space between all of 15
/// digits, brackets and the sign of the country is shorter.
pub const TEXT_CHARS_MAX: usize = 60;

/// Why a text is no number that a seller can offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneRefusal {
    /// It is no number of its country's plan; short numbers, emergency numbers and numbers with an
    /// extension or letters are none.
    Invalid,
    /// Calling it may cost more than the basic rate. Source: Directive 2011/83/EU art. 21.
    Premium,
    /// It belongs to no country, or to none that is known.
    UnknownCountry,
}

impl PhoneRefusal {
    /// Every refusal.
    pub const ALL: [Self; 3] = [Self::Invalid, Self::Premium, Self::UnknownCountry];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Premium => "premium",
            Self::UnknownCountry => "unknown_country",
        }
    }
}

/// What a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// A mobile: takes calls and short messages.
    Mobile,
    /// A line that takes no short messages: fixed, over the Internet, or free of charge.
    Fixed,
    /// The plan does not tell the two apart, as in North America.
    Either,
}

impl PhoneKind {
    /// False where a short message would never arrive.
    #[must_use]
    pub fn takes_sms(self) -> bool {
        self != Self::Fixed
    }
}

/// Reads a number in any usual spelling: national in `country` (ISO 3166-1 alpha-2), or international
/// with `+` or the prefix that the country dials for calls abroad.
///
/// # Errors
/// [`PhoneRefusal`].
pub fn read(text: &str, country: &str) -> Result<PhoneNumber, PhoneRefusal> {
    let digits = plain(text).ok_or(PhoneRefusal::Invalid)?;
    // With a sign the country plays no part: the library would try again without the sign.
    let country = match digits.trim_start().starts_with('+') {
        true => None,
        false => Region::try_from(country).ok(),
    };
    let number = match PHONE_NUMBER_UTIL.parse(&digits, country) {
        Ok(number) => number,
        Err(ParseError::InvalidCountryCode) => return Err(PhoneRefusal::UnknownCountry),
        Err(_) => return Err(PhoneRefusal::Invalid),
    };
    // Satellite, international freephone and premium numbers belong to the world, not to a country.
    if PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code) == Some(Region::World) {
        return Err(PhoneRefusal::UnknownCountry);
    }
    if !number.is_valid() {
        return Err(PhoneRefusal::Invalid);
    }
    match number.get_type() {
        PhoneNumberType::PremiumRate
        | PhoneNumberType::SharedCost
        | PhoneNumberType::UAN
        | PhoneNumberType::PersonalNumber
        | PhoneNumberType::VoiceMail
        | PhoneNumberType::Pager => Err(PhoneRefusal::Premium),
        PhoneNumberType::Unknown => Err(PhoneRefusal::Invalid),
        PhoneNumberType::FixedLine
        | PhoneNumberType::Mobile
        | PhoneNumberType::FixedLineOrMobile
        | PhoneNumberType::TollFree
        | PhoneNumberType::VoIP => PhoneNumber::parse(&number.format_as(PhoneNumberFormat::E164))
            .ok_or(PhoneRefusal::Invalid),
    }
}

/// The text with plain digits and without what telephones put around a number that is copied; `None`
/// where there is anything that stands in no number, such as letters, an extension or a second number.
fn plain(text: &str) -> Option<String> {
    if text.chars().count() > TEXT_CHARS_MAX {
        return None;
    }
    let text = text.trim();
    let text = match text.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => text.get(4..)?,
        _ => text,
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' | '+' | '(' | ')' | '.' | '/' => out.push(c),
            '\u{ff0b}' => out.push('+'),
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            // Full-width, Arabic and Persian digits.
            '\u{ff10}'..='\u{ff19}' => out.push(digit(c, '\u{ff10}')?),
            '\u{660}'..='\u{669}' => out.push(digit(c, '\u{660}')?),
            '\u{6f0}'..='\u{6f9}' => out.push(digit(c, '\u{6f0}')?),
            // Marks of writing direction: invisible, and copied with numbers from address books.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ if c.is_whitespace() && !c.is_control() => out.push(' '),
            _ => return None,
        }
    }
    Some(out)
}

fn digit(c: char, zero: char) -> Option<char> {
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

fn planned(number: &PhoneNumber) -> Option<Planned> {
    PHONE_NUMBER_UTIL.parse(number.as_str(), None).ok()
}

/// What a number is for.
#[must_use]
pub fn kind(number: &PhoneNumber) -> PhoneKind {
    match planned(number).map(|number| number.get_type()) {
        Some(PhoneNumberType::Mobile) => PhoneKind::Mobile,
        Some(PhoneNumberType::FixedLineOrMobile) => PhoneKind::Either,
        _ => PhoneKind::Fixed,
    }
}

/// Whether a short message to it would arrive.
#[must_use]
pub fn takes_sms(number: &PhoneNumber) -> bool {
    kind(number).takes_sms()
}

/// The number as people of a country write it: without the country code where it is their own.
#[must_use]
pub fn written(number: &PhoneNumber, country: &str) -> String {
    let national = national(number);
    if read(&national, country).as_ref() == Ok(number) {
        national
    } else {
        international(number)
    }
}

/// The number as one writes it in its own country, such as `040 1234567`.
#[must_use]
pub fn national(number: &PhoneNumber) -> String {
    shown(number, PhoneNumberFormat::National)
}

/// The number as one writes it abroad, such as `+358 40 1234567`.
#[must_use]
pub fn international(number: &PhoneNumber) -> String {
    shown(number, PhoneNumberFormat::International)
}

fn shown(number: &PhoneNumber, format: PhoneNumberFormat) -> String {
    planned(number).map_or_else(
        || number.to_string(),
        |planned| planned.format_as(format).into_owned(),
    )
}
