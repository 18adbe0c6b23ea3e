//! Addresses as they stand in an envelope: one plain form that every parser agrees about.
//!
//! Names and comments around an address are read in [`crate::read`] and written in
//! [`crate::compose`]. Whether an address belongs to anybody is not known here.

/// The longest address, in bytes. Source: RFC 5321 §4.5.3.1.3 (a path of 256 less the brackets).
pub const ADDRESS_BYTES_MAX: usize = 254;
/// The longest part before the `@`, in bytes. Source: RFC 5321 §4.5.3.1.1.
pub const LOCAL_PART_BYTES_MAX: usize = 64;
/// The longest label of a domain, in bytes. Source: RFC 1035 §2.3.4.
const LABEL_BYTES_MAX: usize = 63;

/// True for a plain address: a dot-atom, one `@`, a domain of letters, digits and hyphens.
///
/// Deliberately narrower than RFC 5321 §4.1.2: quoted local parts and address literals are
/// refused, since parsers disagree about them and injections live there. A local part that looks
/// like an encoded word is refused for the same reason. ASCII only: SMTPUTF8 is not spoken.
/// A domain of one label passes, so that `root@localhost` can write to a development server.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    text.len() <= ADDRESS_BYTES_MAX
        && local.len() <= LOCAL_PART_BYTES_MAX
        && !local.contains("=?")
        && is_dot_atom(local)
        && is_domain(domain)
}

/// True for a domain name of letters, digits, hyphens and dots.
#[must_use]
pub fn is_domain(text: &str) -> bool {
    text.len() <= ADDRESS_BYTES_MAX && text.split('.').all(is_label)
}

/// True for atoms joined by single dots. Source: RFC 5322 §3.2.3.
pub(crate) fn is_dot_atom(text: &str) -> bool {
    text.split('.').all(|atom| {
        !atom.is_empty()
            && atom
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    })
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= LABEL_BYTES_MAX
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_addresses_pass() {
        for good in [
            "a@b.fi",
            "first.last+tag@shop.example.ee",
            "o'neil@x.pt",
            "root@localhost",
        ] {
            assert!(is_plain(good), "{good}");
        }
    }

    #[test]
    fn what_parsers_disagree_about_is_refused() {
        let long_local = format!("{}@b.fi", "a".repeat(65));
        let long_domain = format!("a@{}.fi", "b.".repeat(130));
        let cases = [
            ("empty", ""),
            ("no at", "a"),
            ("no domain", "a@"),
            ("no local part", "@b.fi"),
            ("two at", "a@b@c.fi"),
            ("space", "a b@c.fi"),
            ("empty label", "a@b..fi"),
            ("leading dot", ".a@b.fi"),
            ("trailing dot", "a.@b.fi"),
            ("quoted", "\"a\"@b.fi"),
            ("literal", "a@[127.0.0.1]"),
            ("encoded word", "=?utf-8?q?a=40b?=c@host.fi"),
            ("hyphen first", "a@-b.fi"),
            ("CR LF", "a\r\n@b.fi"),
            ("NUL", "a\0@b.fi"),
            ("letter that truncates to LF", "a\u{10a}@b.fi"),
            ("letter that truncates to CR", "a@b\u{d0d}.fi"),
            ("comma", "a,b@c.fi"),
            ("long local part", long_local.as_str()),
            ("long domain", long_domain.as_str()),
        ];
        for (name, bad) in cases {
            assert!(!is_plain(bad), "{name}");
        }
    }
}
