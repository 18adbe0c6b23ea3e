//! The static files, compiled in: style, scripts and the mark.
//!
//! Each is served at its path; [`url`] adds a digest of the bytes, so that a browser may keep a file
//! for ever and still gets a new one at once.

/// A static file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Where it is served.
    pub path: &'static str,
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// What is served.
    pub bytes: &'static [u8],
    /// A digest of the bytes, for `?v=` and `ETag`.
    pub digest: u64,
}

const CSS: &str = concat!(
    include_str!("../static/css/reset.css"),
    include_str!("../static/css/tokens.css"),
    include_str!("../static/css/base.css"),
    include_str!("../static/css/shell.css"),
    include_str!("../static/css/parts.css"),
    include_str!("../static/css/thread.css"),
    include_str!("../static/css/pages.css"),
    include_str!("../static/css/contact.css"),
);

const fn asset(path: &'static str, content_type: &'static str, bytes: &'static [u8]) -> Asset {
    Asset {
        path,
        content_type,
        bytes,
        digest: fnv(bytes),
    }
}

/// FNV-1a: tells files apart, keeps nobody out. Source: RFC 9923 §2.
const fn fnv(bytes: &[u8]) -> u64 {
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    let mut rest = bytes;
    while let Some((byte, tail)) = rest.split_first() {
        digest = (digest ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        rest = tail;
    }
    digest
}

/// The web component for the pages of a marketplace; its address is written into them by hand.
pub const EMBED: &str = "/embed/kontor-contact.js";

/// Every static file.
pub static ALL: [Asset; 7] = [
    asset(
        "/static/kontor.css",
        "text/css; charset=utf-8",
        CSS.as_bytes(),
    ),
    asset(
        "/static/live.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../static/live.js"),
    ),
    asset(
        "/static/composer.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../static/composer.js"),
    ),
    asset(
        EMBED,
        "text/javascript; charset=utf-8",
        include_bytes!("../static/embed/kontor-contact.js"),
    ),
    asset(
        "/static/sign_in.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../static/sign_in.js"),
    ),
    asset(
        "/static/contact.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../static/contact.js"),
    ),
    asset(
        "/static/kontor.svg",
        "image/svg+xml",
        include_bytes!("../static/kontor.svg"),
    ),
];

/// The file at a path, without its query.
#[must_use]
pub fn find(path: &str) -> Option<&'static Asset> {
    ALL.iter().find(|asset| asset.path == path)
}

/// The address of a file for a page, with its digest; the bare path where there is no such file.
#[must_use]
pub fn url(path: &str) -> String {
    find(path).map_or_else(
        || path.to_owned(),
        |asset| format!("{path}?v={:016x}", asset.digest),
    )
}
