-- What operators change in the table of public holidays: a log, so that the holidays of every former
-- revision can be told. The last line of a day holds.
CREATE TABLE holiday_change (
    marketplace BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    date TEXT COLLATE "C" NOT NULL,
    change TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    changed_by TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, revision),
    FOREIGN KEY (marketplace, changed_by) REFERENCES principal (marketplace, principal)
);
