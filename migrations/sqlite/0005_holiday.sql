-- What operators change in the table of public holidays: a log, so that the holidays of every former
-- revision can be told. The last line of a day holds.
CREATE TABLE holiday_change (
    marketplace INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    country TEXT NOT NULL,
    date TEXT NOT NULL,
    change TEXT NOT NULL,
    name TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, revision),
    FOREIGN KEY (marketplace, changed_by) REFERENCES principal (marketplace, principal)
) STRICT, WITHOUT ROWID;
