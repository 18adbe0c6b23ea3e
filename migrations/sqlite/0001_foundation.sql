-- The foundation: marketplaces, people, listings, conversations, outbox, search.
-- The marketplace's number comes first in every key; ids are text; instants are microseconds (UTC).

CREATE TABLE installation (
    name TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE marketplace (
    marketplace INTEGER NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Whoever can take part: accounts, guests, shops. `changed` counts the writes that concern the
-- principal; it orders the inbox and the live stream.
CREATE TABLE principal (
    marketplace INTEGER NOT NULL REFERENCES marketplace (marketplace),
    principal TEXT NOT NULL,
    external_id TEXT,
    name TEXT NOT NULL,
    changed INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    PRIMARY KEY (marketplace, principal),
    UNIQUE (marketplace, external_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    marketplace INTEGER NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    email TEXT NOT NULL,
    email_verified_at INTEGER,
    password TEXT,
    locale TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, account),
    UNIQUE (marketplace, email),
    FOREIGN KEY (marketplace, account) REFERENCES principal (marketplace, principal)
) STRICT, WITHOUT ROWID;

CREATE TABLE guest (
    marketplace INTEGER NOT NULL,
    guest TEXT NOT NULL,
    email TEXT,
    email_verified_at INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, guest),
    FOREIGN KEY (marketplace, guest) REFERENCES principal (marketplace, principal)
) STRICT, WITHOUT ROWID;

CREATE TABLE shop_member (
    marketplace INTEGER NOT NULL,
    shop TEXT NOT NULL,
    account TEXT NOT NULL,
    administrator INTEGER NOT NULL,
    PRIMARY KEY (marketplace, shop, account),
    FOREIGN KEY (marketplace, shop) REFERENCES principal (marketplace, principal),
    FOREIGN KEY (marketplace, account) REFERENCES account (marketplace, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_member_by_account ON shop_member (marketplace, account);

-- Sessions and bearer tokens; only the hash of the secret is kept.
CREATE TABLE token (
    marketplace INTEGER NOT NULL,
    secret_hash BLOB NOT NULL,
    token TEXT NOT NULL,
    kind TEXT NOT NULL,
    principal TEXT NOT NULL,
    label TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, secret_hash),
    FOREIGN KEY (marketplace, principal) REFERENCES principal (marketplace, principal)
) STRICT, WITHOUT ROWID;
CREATE INDEX token_by_principal ON token (marketplace, principal);

CREATE TABLE listing (
    marketplace INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    seller TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    url TEXT,
    price_minor INTEGER,
    currency TEXT,
    contact_email TEXT,
    language TEXT,
    fingerprint BLOB NOT NULL,
    feed TEXT,
    import TEXT,
    revision INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, external_id),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal)
) STRICT;
CREATE INDEX listing_by_seller ON listing (marketplace, seller, external_id);

-- A run of a feed import: how far it came and what it did.
CREATE TABLE import (
    marketplace INTEGER NOT NULL,
    import TEXT NOT NULL,
    feed TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL,
    rows_done INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    PRIMARY KEY (marketplace, import)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_refusal (
    marketplace INTEGER NOT NULL,
    import TEXT NOT NULL,
    row_number INTEGER NOT NULL,
    field TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (marketplace, import, row_number, field),
    FOREIGN KEY (marketplace, import) REFERENCES import (marketplace, import)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
    marketplace INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    kind TEXT NOT NULL,
    inquiry_key TEXT,
    listing TEXT,
    state TEXT NOT NULL,
    seq INTEGER NOT NULL,
    head BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, conversation),
    UNIQUE (marketplace, inquiry_key),
    FOREIGN KEY (marketplace, listing) REFERENCES listing (marketplace, external_id)
) STRICT;

-- Whose pseudonym stands in the chain. Deleting the row forgets the person, not the entry.
CREATE TABLE author (
    marketplace INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    pseudonym BLOB NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (marketplace, conversation, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    marketplace INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    side TEXT NOT NULL,
    author BLOB NOT NULL,
    commitments BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (marketplace, conversation, seq),
    FOREIGN KEY (marketplace, conversation) REFERENCES conversation (marketplace, conversation)
) STRICT, WITHOUT ROWID;

-- What an entry says, with the salt of its commitment. Lawful erasure deletes rows here.
CREATE TABLE entry_part (
    marketplace INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    seq INTEGER NOT NULL,
    part INTEGER NOT NULL,
    salt BLOB NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (marketplace, conversation, seq, part)
) STRICT;

-- One row per participant: permission, inbox order, counters and live events in one.
CREATE TABLE membership (
    marketplace INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    principal TEXT NOT NULL,
    side TEXT NOT NULL,
    state TEXT NOT NULL,
    unread INTEGER NOT NULL,
    read_seq INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (marketplace, conversation, principal),
    FOREIGN KEY (marketplace, conversation) REFERENCES conversation (marketplace, conversation),
    FOREIGN KEY (marketplace, principal) REFERENCES principal (marketplace, principal)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_by_principal ON membership (marketplace, principal, state, changed);

-- Answers to retried writes: ids only, rendered again under today's permissions.
CREATE TABLE idempotency (
    marketplace INTEGER NOT NULL,
    principal TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    status INTEGER NOT NULL,
    subject TEXT NOT NULL,
    seq INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, principal, idempotency_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE outbox (
    position INTEGER NOT NULL PRIMARY KEY,
    marketplace INTEGER NOT NULL,
    topic TEXT NOT NULL,
    order_key TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT NOT NULL,
    UNIQUE (marketplace, dedupe_key)
) STRICT;
CREATE INDEX outbox_by_due ON outbox (topic, marketplace, due);
CREATE INDEX outbox_by_order ON outbox (marketplace, topic, order_key, position);

CREATE TABLE dead_letter (
    letter INTEGER NOT NULL PRIMARY KEY,
    marketplace INTEGER NOT NULL,
    topic TEXT NOT NULL,
    order_key TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    payload TEXT NOT NULL,
    reason TEXT NOT NULL,
    died_at INTEGER NOT NULL
) STRICT;

-- What the search index holds, and up to which state of its source.
CREATE TABLE search_document (
    document INTEGER NOT NULL PRIMARY KEY,
    marketplace INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    seq INTEGER NOT NULL,
    UNIQUE (marketplace, kind, subject, seq)
) STRICT;

-- only sqlite: tokens made in Rust, found by rowid = document
CREATE VIRTUAL TABLE search_token USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = "ascii"
);
