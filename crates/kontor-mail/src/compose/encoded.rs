//! Encoded words for text that already looks like one.
//!
//! The builder encodes what is not ASCII and leaves ASCII as it stands, so a subject typed as
//! `=?utf-8?q?...?=` would be decoded by the reader into something nobody typed. Such text alone is
//! encoded here. Source: RFC 2047 §5.

/// Bytes of text in one encoded word: three characters each, and twelve around them, stay below
/// the 75 of a word. Source: RFC 2047 §2.
const WORD_BYTES_MAX: usize = 20;

/// True where a reader could take a piece of `text` for an encoded word.
pub(super) fn looks_encoded(text: &str) -> bool {
    text.contains("=?")
}

/// The whole text as encoded words, each of whole characters, with spaces to fold at.
pub(super) fn words(text: &str) -> String {
    let mut words = String::new();
    let mut in_word = 0;
    for c in text.chars() {
        if in_word == 0 || in_word + c.len_utf8() > WORD_BYTES_MAX {
            words.push_str(if in_word == 0 { "" } else { "?= " });
            words.push_str("=?utf-8?Q?");
            in_word = 0;
        }
        in_word += c.len_utf8();
        let mut utf8 = [0; 4];
        for byte in c.encode_utf8(&mut utf8).bytes() {
            if byte.is_ascii_alphanumeric() {
                words.push(char::from(byte));
            } else {
                words.push_str(&format!("={byte:02X}"));
            }
        }
    }
    words.push_str(if in_word == 0 { "" } else { "?=" });
    words
}
