-- Codes on their way to addresses and numbers that somebody wants to prove, and how many were sent and
-- tried. A code is kept as a salted hash, and only once it was made; a new one takes the former's place.

CREATE TABLE contact_code (
    marketplace BIGINT NOT NULL,
    owner TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    locale TEXT COLLATE "C" NOT NULL,
    salt BYTEA,
    hash BYTEA,
    tries BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, owner, kind, value),
    FOREIGN KEY (marketplace, owner) REFERENCES principal (marketplace, principal)
);
CREATE UNIQUE INDEX contact_code_by_id ON contact_code (marketplace, code);
CREATE INDEX contact_code_by_end ON contact_code (marketplace, expires_at);

-- The instants of the last codes by address or number (as a digest) and by account, separated by
-- commas. Kept here and not in memory, so that a restart gives nobody more.
CREATE TABLE code_budget (
    marketplace BIGINT NOT NULL,
    budget TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    times TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, budget, subject)
);
CREATE INDEX code_budget_by_change ON code_budget (marketplace, changed_at);
