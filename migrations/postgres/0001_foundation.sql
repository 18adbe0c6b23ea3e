-- The foundation: marketplaces, people, listings, conversations, outbox, search.
-- The marketplace's number comes first in every key; ids are text; instants are microseconds (UTC).

CREATE TABLE installation (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    content TEXT COLLATE "C" NOT NULL
);

CREATE TABLE marketplace (
    marketplace BIGINT NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);

-- Whoever can take part: accounts, guests, shops. `changed` counts the writes that concern the
-- principal; it orders the inbox and the live stream.
CREATE TABLE principal (
    marketplace BIGINT NOT NULL REFERENCES marketplace (marketplace),
    principal TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    changed BIGINT NOT NULL,
    unread BIGINT NOT NULL,
    PRIMARY KEY (marketplace, principal),
    UNIQUE (marketplace, external_id)
);

CREATE TABLE account (
    marketplace BIGINT NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    email_verified_at BIGINT,
    password TEXT COLLATE "C",
    locale TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, account),
    UNIQUE (marketplace, email),
    FOREIGN KEY (marketplace, account) REFERENCES principal (marketplace, principal)
);

CREATE TABLE guest (
    marketplace BIGINT NOT NULL,
    guest TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C",
    email_verified_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, guest),
    FOREIGN KEY (marketplace, guest) REFERENCES principal (marketplace, principal)
);

CREATE TABLE shop_member (
    marketplace BIGINT NOT NULL,
    shop TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    administrator BIGINT NOT NULL,
    PRIMARY KEY (marketplace, shop, account),
    FOREIGN KEY (marketplace, shop) REFERENCES principal (marketplace, principal),
    FOREIGN KEY (marketplace, account) REFERENCES account (marketplace, account)
);
CREATE INDEX shop_member_by_account ON shop_member (marketplace, account);

-- Sessions and bearer tokens; only the hash of the secret is kept.
CREATE TABLE token (
    marketplace BIGINT NOT NULL,
    secret_hash BYTEA NOT NULL,
    token TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    principal TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, secret_hash),
    FOREIGN KEY (marketplace, principal) REFERENCES principal (marketplace, principal)
);
CREATE INDEX token_by_principal ON token (marketplace, principal);

CREATE TABLE listing (
    marketplace BIGINT NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    seller TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C",
    price_minor BIGINT,
    currency TEXT COLLATE "C",
    contact_email TEXT COLLATE "C",
    language TEXT COLLATE "C",
    fingerprint BYTEA NOT NULL,
    feed TEXT COLLATE "C",
    import TEXT COLLATE "C",
    revision BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, external_id),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal)
);
CREATE INDEX listing_by_seller ON listing (marketplace, seller, external_id);

-- A run of a feed import: how far it came and what it did.
CREATE TABLE import (
    marketplace BIGINT NOT NULL,
    import TEXT COLLATE "C" NOT NULL,
    feed TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    rows_done BIGINT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    retired BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (marketplace, import)
);

CREATE TABLE import_refusal (
    marketplace BIGINT NOT NULL,
    import TEXT COLLATE "C" NOT NULL,
    row_number BIGINT NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (marketplace, import, row_number, field),
    FOREIGN KEY (marketplace, import) REFERENCES import (marketplace, import)
);

CREATE TABLE conversation (
    marketplace BIGINT NOT NULL,
    conversation TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    inquiry_key TEXT COLLATE "C",
    listing TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    head BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, conversation),
    UNIQUE (marketplace, inquiry_key),
    FOREIGN KEY (marketplace, listing) REFERENCES listing (marketplace, external_id)
);

-- Whose pseudonym stands in the chain. Deleting the row forgets the person, not the entry.
CREATE TABLE author (
    marketplace BIGINT NOT NULL,
    conversation TEXT COLLATE "C" NOT NULL,
    pseudonym BYTEA NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (marketplace, conversation, person)
);

CREATE TABLE entry (
    marketplace BIGINT NOT NULL,
    conversation TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    side TEXT COLLATE "C" NOT NULL,
    author BYTEA NOT NULL,
    commitments BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (marketplace, conversation, seq),
    FOREIGN KEY (marketplace, conversation) REFERENCES conversation (marketplace, conversation)
);

-- What an entry says, with the salt of its commitment. Lawful erasure deletes rows here.
CREATE TABLE entry_part (
    marketplace BIGINT NOT NULL,
    conversation TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    part BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (marketplace, conversation, seq, part)
);

-- One row per participant: permission, inbox order, counters and live events in one.
CREATE TABLE membership (
    marketplace BIGINT NOT NULL,
    conversation TEXT COLLATE "C" NOT NULL,
    principal TEXT COLLATE "C" NOT NULL,
    side TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    unread BIGINT NOT NULL,
    read_seq BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (marketplace, conversation, principal),
    FOREIGN KEY (marketplace, conversation) REFERENCES conversation (marketplace, conversation),
    FOREIGN KEY (marketplace, principal) REFERENCES principal (marketplace, principal)
);
CREATE INDEX membership_by_principal ON membership (marketplace, principal, state, changed);

-- Answers to retried writes: ids only, rendered again under today's permissions.
CREATE TABLE idempotency (
    marketplace BIGINT NOT NULL,
    principal TEXT COLLATE "C" NOT NULL,
    idempotency_key TEXT COLLATE "C" NOT NULL,
    fingerprint BYTEA NOT NULL,
    status BIGINT NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, principal, idempotency_key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE outbox (
    position BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    marketplace BIGINT NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    order_key TEXT COLLATE "C" NOT NULL,
    dedupe_key TEXT COLLATE "C" NOT NULL,
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    version BIGINT NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    UNIQUE (marketplace, dedupe_key)
);
CREATE INDEX outbox_by_due ON outbox (topic, marketplace, due);
CREATE INDEX outbox_by_order ON outbox (marketplace, topic, order_key, position);

CREATE TABLE dead_letter (
    letter BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    marketplace BIGINT NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    order_key TEXT COLLATE "C" NOT NULL,
    dedupe_key TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    died_at BIGINT NOT NULL
);

-- What the search index holds, and up to which state of its source.
CREATE TABLE search_document (
    document BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    marketplace BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    UNIQUE (marketplace, kind, subject, seq)
);

-- only postgres: tokens made in Rust, found by document
CREATE TABLE search_token (
    document BIGINT NOT NULL PRIMARY KEY REFERENCES search_document (document) ON DELETE CASCADE,
    tokens TSVECTOR NOT NULL
);
CREATE INDEX search_token_by_token ON search_token USING gin (tokens);
