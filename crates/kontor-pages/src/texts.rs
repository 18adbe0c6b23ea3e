//! The texts of the pages and mails: whole sentences by key, in the reader's language.
//!
//! The sentences are in `locales/LANGUAGE/NOUN.ftl` and compiled in. A key that a language lacks
//! falls back to English; the tests keep that from happening. Overrides by a marketplace come later.

use std::borrow::Borrow;
use std::fmt;
use std::sync::LazyLock;

use askama::filters::Safe;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentValue;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::format;
use crate::locale::Locale;
use crate::markup;

type Bundle = FluentBundle<FluentResource>;

macro_rules! language {
    ($dir:literal: $($noun:literal)*) => {
        &[$(($noun, include_str!(concat!("../locales/", $dir, "/", $noun, ".ftl")))),*]
    };
}

macro_rules! languages {
    ($($dir:literal)*) => {
        [$(language!($dir:
            "layout" "listing" "conversation" "sign_in" "account" "password" "demo" "operator" "error" "mail" "api" "date" "contact" "embed" "holiday" "proof" "guest" "order" "team" "contact_settings" "delivery"
        )),*]
    };
}

/// The files of each language, in the order of [`Locale::ALL`]: noun and text.
const SOURCES: [&[(&str, &str)]; 5] = languages!("en" "fi" "sk" "et" "pt");

static BUNDLES: LazyLock<Vec<Bundle>> = LazyLock::new(|| {
    Locale::ALL
        .into_iter()
        .map(|locale| bundle(locale, Texts::new(locale).sources()))
        .collect()
});

fn bundle(locale: Locale, sources: &[(&str, &str)]) -> Bundle {
    let language: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Sentences go to plain text too; for HTML a person's words are fenced in `Sentence::html`.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::En => |value, _| grouped(Locale::En, value),
        Locale::Fi => |value, _| grouped(Locale::Fi, value),
        Locale::Sk => |value, _| grouped(Locale::Sk, value),
        Locale::Et => |value, _| grouped(Locale::Et, value),
        Locale::Pt => |value, _| grouped(Locale::Pt, value),
    }));
    for (_, source) in sources {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Whole numbers with their digits in groups; anything else as Fluent writes it.
fn grouped(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => {
            let whole: i64 = number.as_string().parse().ok()?;
            Some(format::count(locale, whole))
        }
        _ => None,
    }
}

/// The texts of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    locale: Locale,
}

/// What a guest is called who chose no name.
#[must_use]
pub fn nameless_guest(locale: Locale) -> String {
    Texts::new(locale).text("guest-nameless").to_string()
}

impl Texts {
    /// The texts of `locale`.
    #[must_use]
    pub fn new(locale: Locale) -> Self {
        Self { locale }
    }

    /// The language.
    #[must_use]
    pub fn locale(self) -> Locale {
        self.locale
    }

    /// The sentence under `key`; arguments are added with [`Sentence::with`].
    #[must_use]
    pub fn text(self, key: &str) -> Sentence<'_> {
        Sentence {
            texts: self,
            key,
            args: Vec::new(),
        }
    }

    /// The files of this language: noun and text.
    #[must_use]
    pub fn sources(self) -> &'static [(&'static str, &'static str)] {
        let place = Locale::ALL.iter().position(|l| *l == self.locale);
        place.and_then(|at| SOURCES.get(at)).copied().unwrap_or(&[])
    }

    fn format(self, key: &str, args: &FluentArgs<'_>) -> String {
        let own = Locale::ALL.iter().position(|l| *l == self.locale);
        own.into_iter()
            .chain([0])
            .filter_map(|at| BUNDLES.get(at))
            .find_map(|bundle| {
                let pattern = bundle.get_message(key)?.value()?;
                let mut errors = Vec::new();
                let text = bundle.format_pattern(pattern, Some(args), &mut errors);
                Some(text.into_owned())
            })
            .unwrap_or_else(|| key.to_owned())
    }
}

#[derive(Debug, Clone)]
enum Argument {
    Words(String),
    Number(i64),
}

/// A sentence and its arguments: `Display` gives plain text, [`Sentence::html`] markup.
#[derive(Debug, Clone)]
pub struct Sentence<'a> {
    texts: Texts,
    key: &'a str,
    args: Vec<(&'static str, Argument)>,
}

impl Sentence<'_> {
    /// Adds words: a name, a title, a formatted date.
    #[must_use]
    pub fn with(mut self, name: &'static str, words: impl AsRef<str>) -> Self {
        let words = Argument::Words(words.as_ref().to_owned());
        self.args.push((name, words));
        self
    }

    /// Adds a number that plural forms may follow.
    #[must_use]
    pub fn count(mut self, name: &'static str, number: impl Borrow<i64>) -> Self {
        self.args.push((name, Argument::Number(*number.borrow())));
        self
    }

    /// The sentence for HTML: escaped, with each argument of words in `<bdi>`.
    #[must_use]
    pub fn html(&self) -> Safe<String> {
        markup::sentence(&self.fill(markup::fenced))
    }

    fn fill(&self, words: impl Fn(&str) -> String) -> String {
        let mut args = FluentArgs::with_capacity(self.args.len());
        for (name, argument) in &self.args {
            match argument {
                Argument::Words(text) => args.set(*name, words(text)),
                Argument::Number(number) => args.set(*name, *number),
            }
        }
        self.texts.format(self.key, &args)
    }
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fill(str::to_owned))
    }
}
