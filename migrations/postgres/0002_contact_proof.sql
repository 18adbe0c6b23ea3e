-- Which e-mail addresses and telephone numbers their owners have proven to control. A proof holds for
-- this owner and exactly this value: whoever changes a value proves it again.
CREATE TABLE contact_proof (
    marketplace BIGINT NOT NULL,
    owner TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    proven_at BIGINT NOT NULL,
    proven_by TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (marketplace, owner, kind, value),
    FOREIGN KEY (marketplace, owner) REFERENCES principal (marketplace, principal)
);
