//! Search tokens: what a text is found by, and what a query asks for.
//!
//! Tokens are made here and nowhere else, so that SQLite and PostgreSQL find the same. What lives
//! here: folding, words, prefixes, the tokens of principals and months. What deliberately does not:
//! the index, ranking, inflection and typing errors, and permission: a principal's token narrows the
//! search, it grants nothing.
//!
//! **Form.** A token is one marker letter and then letters and digits, nothing else, all lower case:
//! `w` a word, `p` the first five characters of a longer word, `a` a principal, `m` a month. Every
//! kind has its own marker, so no word can pass for a principal. The form needs no quoting in either
//! engine: in FTS5 it is a bareword that is no operator, in PostgreSQL a lexeme of
//! `array_to_tsvector`. Use FTS5's tokenizer `ascii`, which keeps every token as it stands;
//! `unicode61` splits at letters that are younger than its tables of Unicode 6.1.

use std::collections::HashSet;

use kontor_core::id::PrincipalId;
use kontor_core::time::Micros;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The longest word, in folded characters; what follows is cut. Longer ones are no words, and two
/// that differ only there are found together.
pub const WORD_CHARS_MAX: usize = 40;
/// The length of a prefix token, in folded characters without its marker. Five tell apart most
/// words of the five languages and leave their endings aside.
pub const PREFIX_CHARS: usize = 5;
/// The shortest beginning of a word that is looked up as such, in folded characters: one letter
/// would visit most of the index.
pub const PREFIX_CHARS_MIN: usize = 2;
/// The most tokens of one document. Four times the words of the longest message; a longer document
/// is found by its beginning.
pub const TOKENS_MAX: usize = 4_096;
/// The most of a document's texts that is read, in bytes: the longest message, folded, many times.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// The most of a query that is read, in bytes.
pub const QUERY_BYTES_MAX: usize = 512;
/// The most different words that a query asks for; each costs a look-up.
pub const QUERY_WORDS_MAX: usize = 8;

/// What a query asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Tokens that must all be in a document. Safe to join into either engine's syntax.
    pub all_of: Vec<String>,
    /// Some token of the document must begin with this: the last word, while it is short. As safe
    /// as a token: `prefix*` in FTS5, `prefix:*` in PostgreSQL.
    pub prefix: Option<String>,
    /// The folded words, the last perhaps unfinished; see [`Query::holds_in`].
    words: Vec<String>,
}

impl Query {
    /// True where nothing is asked: no word was found in the query.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Verifies a document that the index proposed.
    ///
    /// A prefix token cannot tell `lamppu` from `lamppaita`; the texts can. True where every word
    /// is in one of the texts, and the last begins one. A query without words holds nowhere.
    #[must_use]
    pub fn holds_in(&self, texts: &[&str]) -> bool {
        let Some((last, whole)) = self.words.split_last() else {
            return false;
        };
        let folded = folded(texts);
        let found: HashSet<&str> = folded.iter().flat_map(|text| words(text)).collect();
        whole.iter().all(|word| found.contains(word.as_str()))
            && found.iter().any(|word| word.starts_with(last.as_str()))
    }
}

/// Every token of a document, each once; principals and month first, so that no limit cuts them.
#[must_use]
pub fn index_tokens(texts: &[&str], principals: &[PrincipalId], at: Micros) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut tokens = Vec::new();
    let mut add = |token: String| {
        if tokens.len() < TOKENS_MAX && seen.insert(token.clone()) {
            tokens.push(token);
        }
    };
    add(month_token(at));
    for principal in principals {
        add(principal_token(principal));
    }
    for text in folded(texts) {
        for word in words(&text) {
            add(format!("w{word}"));
            if let Some(prefix) = first_chars(word, PREFIX_CHARS) {
                add(format!("p{prefix}"));
            }
        }
    }
    tokens
}

/// Reads what a person typed into the search field; nothing in it is syntax.
///
/// Every word but the last must stand in a document as it is. The last may be unfinished: from five
/// characters on it is asked for by its prefix token, which [`Query::holds_in`] makes exact.
#[must_use]
pub fn query(text: &str) -> Query {
    let folded = fold(head(text, QUERY_BYTES_MAX));
    let mut kept: Vec<String> = Vec::new();
    for word in words(&folded) {
        // Said again, a word moves to the end: the last word is the one still being typed.
        kept.retain(|earlier| earlier != word);
        kept.push(word.to_owned());
        if kept.len() > QUERY_WORDS_MAX {
            kept.truncate(QUERY_WORDS_MAX);
            break;
        }
    }
    let mut query = Query::default();
    if let Some((last, whole)) = kept.split_last() {
        query.all_of = whole.iter().map(|word| format!("w{word}")).collect();
        if let Some(prefix) = first_chars(last, PREFIX_CHARS) {
            query.all_of.push(format!("p{prefix}"));
        } else if first_chars(last, PREFIX_CHARS_MIN).is_some() {
            query.prefix = Some(format!("w{last}"));
        } else {
            query.all_of.push(format!("w{last}"));
        }
    }
    query.words = kept;
    query
}

/// The token of a principal: its id without the underscore.
#[must_use]
pub fn principal_token(principal: &PrincipalId) -> String {
    let id = principal.as_str().bytes();
    let kept = id
        .filter(u8::is_ascii_alphanumeric)
        .map(|b| b.to_ascii_lowercase());
    std::iter::once('a').chain(kept.map(char::from)).collect()
}

/// The token of the month in UTC, `mYYYYMM`; `m` alone outside the years 1970–9999.
#[must_use]
pub fn month_token(at: Micros) -> String {
    let instant = at.to_string();
    let (year, month) = (instant.get(..4), instant.get(5..7));
    let digits = |text: &&str| text.bytes().all(|b| b.is_ascii_digit());
    match (year.filter(digits), month.filter(digits)) {
        (Some(year), Some(month)) => format!("m{year}{month}"),
        _ => "m".to_owned(),
    }
}

/// The texts folded, as far as they are read.
fn folded(texts: &[&str]) -> Vec<String> {
    let mut room = TEXT_BYTES_MAX;
    texts
        .iter()
        .map(|text| {
            let text = head(text, room);
            room -= text.len();
            fold(text)
        })
        .collect()
}

/// Compatibility forms and marks undone, lower case: `Ääkköset` is `aakkoset`, `ﬁ` is `fi`.
///
/// Characters that only steer the layout vanish, so that a soft hyphen does not part a word; `ß` is
/// written out, since one writes both. `ø`, `đ` and `ł` have no decomposition and stay.
/// Source: Unicode Standard Annex #15.
fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_format(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c))
        .fold(String::with_capacity(text.len()), |mut folded, c| {
            match c {
                'ß' => folded.push_str("ss"),
                c => folded.push(c),
            }
            folded
        })
}

/// The words of a folded text, each cut to its limit.
///
/// Segmented as Unicode Standard Annex #29 says, then parted at everything that is neither letter
/// nor digit: `eu:n`, `12.50` and `kontor.example` are found by their pieces.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .unicode_words()
        .flat_map(|word| word.split(|c| !is_letter_or_digit(c)))
        .filter(|word| !word.is_empty())
        .map(|word| first_chars(word, WORD_CHARS_MAX).unwrap_or(word))
}

/// General category letter or number.
///
/// The standard library also counts combining marks and enclosed letters, which no tokenizer keeps.
fn is_letter_or_digit(c: char) -> bool {
    let enclosed = matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}');
    c.is_alphanumeric() && !is_combining_mark(c) && !enclosed
}

/// Soft hyphen, zero-width characters and marks of direction.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The first `count` characters, or `None` where there are fewer.
fn first_chars(word: &str, count: usize) -> Option<&str> {
    let mut ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.nth(count.checked_sub(1)?)
        .and_then(|end| word.get(..end))
}

/// As much of the text as the limit allows, in whole characters.
fn head(text: &str, bytes_max: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes_max))
        .unwrap_or(text)
}
