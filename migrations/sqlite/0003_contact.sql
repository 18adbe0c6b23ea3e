-- How sellers want to be reached, what they were reached by, and what limits handing out.

-- A seller's contact settings, as JSON of core's type.
CREATE TABLE contact_settings (
    marketplace INTEGER NOT NULL,
    seller TEXT NOT NULL,
    settings TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, seller),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal)
) STRICT;

-- What a listing overrides of them.
CREATE TABLE contact_override (
    marketplace INTEGER NOT NULL,
    listing TEXT NOT NULL,
    settings TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, listing),
    FOREIGN KEY (marketplace, listing) REFERENCES listing (marketplace, external_id)
) STRICT;

-- What identifies a business seller.
CREATE TABLE trader (
    marketplace INTEGER NOT NULL,
    seller TEXT NOT NULL,
    block TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, seller),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal)
) STRICT;

-- Counted acts of reaching a seller. The viewer is a hash with the day's key; `counted` is 0 for what
-- is written but does not count (a number shown on a phone, the seller's own look, a known robot).
CREATE TABLE contact (
    marketplace INTEGER NOT NULL,
    day INTEGER NOT NULL,
    contact TEXT NOT NULL,
    seller TEXT NOT NULL,
    listing TEXT,
    kind TEXT NOT NULL,
    device TEXT NOT NULL,
    counted INTEGER NOT NULL,
    viewer BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, day, contact)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_by_seller ON contact (marketplace, seller, day);

-- The key of a day, with which viewers are hashed; destroyed after the day.
CREATE TABLE viewer_key (
    marketplace INTEGER NOT NULL,
    day INTEGER NOT NULL,
    secret BLOB NOT NULL,
    PRIMARY KEY (marketplace, day)
) STRICT, WITHOUT ROWID;

-- How much was handed out today, by viewer, by target and to all guests together.
CREATE TABLE handout (
    marketplace INTEGER NOT NULL,
    day INTEGER NOT NULL,
    budget TEXT NOT NULL,
    subject TEXT NOT NULL,
    taken INTEGER NOT NULL,
    PRIMARY KEY (marketplace, day, budget, subject)
) STRICT, WITHOUT ROWID;

-- Who asked to be called back outside the hours of a phone.
CREATE TABLE callback (
    marketplace INTEGER NOT NULL,
    callback TEXT NOT NULL,
    seller TEXT NOT NULL,
    listing TEXT,
    person TEXT NOT NULL,
    number TEXT NOT NULL,
    note TEXT NOT NULL,
    conversation TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    done_at INTEGER,
    PRIMARY KEY (marketplace, callback),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal),
    FOREIGN KEY (marketplace, person) REFERENCES principal (marketplace, principal)
) STRICT, WITHOUT ROWID;
CREATE INDEX callback_by_seller ON callback (marketplace, seller, asked_at);

-- How many asked for a phone outside its hours, by day and hour on the seller's wall clock.
CREATE TABLE contact_demand (
    marketplace INTEGER NOT NULL,
    seller TEXT NOT NULL,
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    PRIMARY KEY (marketplace, seller, day, hour)
) STRICT, WITHOUT ROWID;
