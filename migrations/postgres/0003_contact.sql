-- How sellers want to be reached, what they were reached by, and what limits handing out.

-- A seller's contact settings, as JSON of core's type.
CREATE TABLE contact_settings (
    marketplace BIGINT NOT NULL,
    seller TEXT COLLATE "C" NOT NULL,
    settings TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, seller),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal)
);

-- What a listing overrides of them.
CREATE TABLE contact_override (
    marketplace BIGINT NOT NULL,
    listing TEXT COLLATE "C" NOT NULL,
    settings TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, listing),
    FOREIGN KEY (marketplace, listing) REFERENCES listing (marketplace, external_id)
);

-- What identifies a business seller.
CREATE TABLE trader (
    marketplace BIGINT NOT NULL,
    seller TEXT COLLATE "C" NOT NULL,
    block TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, seller),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal)
);

-- Counted acts of reaching a seller. The viewer is a hash with the day's key; `counted` is 0 for what
-- is written but does not count (a number shown on a phone, the seller's own look, a known robot).
CREATE TABLE contact (
    marketplace BIGINT NOT NULL,
    day BIGINT NOT NULL,
    contact TEXT COLLATE "C" NOT NULL,
    seller TEXT COLLATE "C" NOT NULL,
    listing TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL,
    device TEXT COLLATE "C" NOT NULL,
    counted BIGINT NOT NULL,
    viewer BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, day, contact)
);
CREATE INDEX contact_by_seller ON contact (marketplace, seller, day);

-- The key of a day, with which viewers are hashed; destroyed after the day.
CREATE TABLE viewer_key (
    marketplace BIGINT NOT NULL,
    day BIGINT NOT NULL,
    secret BYTEA NOT NULL,
    PRIMARY KEY (marketplace, day)
);

-- How much was handed out today, by viewer, by target and to all guests together.
CREATE TABLE handout (
    marketplace BIGINT NOT NULL,
    day BIGINT NOT NULL,
    budget TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (marketplace, day, budget, subject)
);

-- Who asked to be called back outside the hours of a phone.
CREATE TABLE callback (
    marketplace BIGINT NOT NULL,
    callback TEXT COLLATE "C" NOT NULL,
    seller TEXT COLLATE "C" NOT NULL,
    listing TEXT COLLATE "C",
    person TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    conversation TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (marketplace, callback),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal),
    FOREIGN KEY (marketplace, person) REFERENCES principal (marketplace, principal)
);
CREATE INDEX callback_by_seller ON callback (marketplace, seller, asked_at);

-- How many asked for a phone outside its hours, by day and hour on the seller's wall clock.
CREATE TABLE contact_demand (
    marketplace BIGINT NOT NULL,
    seller TEXT COLLATE "C" NOT NULL,
    day BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    PRIMARY KEY (marketplace, seller, day, hour)
);
