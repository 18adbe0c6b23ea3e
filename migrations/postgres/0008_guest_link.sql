-- Guests prove an address by a link, and what they wrote waits until then.
ALTER TABLE guest ADD COLUMN locale TEXT COLLATE "C";
-- One guest for each address.
CREATE UNIQUE INDEX guest_by_email ON guest (marketplace, email);
-- Those who never followed their link are swept.
CREATE INDEX guest_unproven ON guest (marketplace, created_at)
    WHERE email_verified_at IS NULL AND email IS NOT NULL;

-- Every link that was asked for, whether a mail went out or not: limits are counted here. Rows last a day.
CREATE TABLE guest_link (
    marketplace BIGINT NOT NULL,
    link TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    locale TEXT COLLATE "C" NOT NULL,
    network TEXT COLLATE "C" NOT NULL,
    browser TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    mailed_at BIGINT,
    PRIMARY KEY (marketplace, link),
    FOREIGN KEY (marketplace) REFERENCES marketplace (marketplace)
);
CREATE INDEX guest_link_by_email ON guest_link (marketplace, email, created_at);
CREATE INDEX guest_link_by_network ON guest_link (marketplace, network, created_at);
CREATE INDEX guest_link_by_age ON guest_link (marketplace, created_at);

-- A message of somebody who has yet to prove the address. Gone when it is sent, or with its link.
CREATE TABLE pending_message (
    marketplace BIGINT NOT NULL,
    link TEXT COLLATE "C" NOT NULL,
    listing TEXT COLLATE "C",
    seller TEXT COLLATE "C",
    via TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C",
    body TEXT COLLATE "C" NOT NULL,
    consent_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, link),
    FOREIGN KEY (marketplace, link) REFERENCES guest_link (marketplace, link)
);
