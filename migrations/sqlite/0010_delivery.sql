-- How a business seller wants to get its messages, and its own address for them. The address is used
-- only while contact_proof holds it for this seller.
CREATE TABLE delivery_choice (
    marketplace INTEGER NOT NULL,
    seller TEXT NOT NULL,
    choice TEXT NOT NULL,
    address TEXT,
    revision INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, seller),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal)
) STRICT, WITHOUT ROWID;
