-- Codes on their way to addresses and numbers that somebody wants to prove, and how many were sent and
-- tried. A code is kept as a salted hash, and only once it was made; a new one takes the former's place.

CREATE TABLE contact_code (
    marketplace INTEGER NOT NULL,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    code TEXT NOT NULL,
    locale TEXT NOT NULL,
    salt BLOB,
    hash BLOB,
    tries INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, owner, kind, value),
    FOREIGN KEY (marketplace, owner) REFERENCES principal (marketplace, principal)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX contact_code_by_id ON contact_code (marketplace, code);
CREATE INDEX contact_code_by_end ON contact_code (marketplace, expires_at);

-- The instants of the last codes by address or number (as a digest) and by account, separated by
-- commas. Kept here and not in memory, so that a restart gives nobody more.
CREATE TABLE code_budget (
    marketplace INTEGER NOT NULL,
    budget TEXT NOT NULL,
    subject TEXT NOT NULL,
    times TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, budget, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_budget_by_change ON code_budget (marketplace, changed_at);
