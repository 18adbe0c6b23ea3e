-- Which e-mail addresses and telephone numbers their owners have proven to control. A proof holds for
-- this owner and exactly this value: whoever changes a value proves it again.
CREATE TABLE contact_proof (
    marketplace INTEGER NOT NULL,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    proven_at INTEGER NOT NULL,
    proven_by TEXT NOT NULL,
    PRIMARY KEY (marketplace, owner, kind, value),
    FOREIGN KEY (marketplace, owner) REFERENCES principal (marketplace, principal)
) STRICT, WITHOUT ROWID;
