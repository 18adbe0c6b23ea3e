-- How a business seller wants to get its messages, and its own address for them. The address is used
-- only while contact_proof holds it for this seller.
CREATE TABLE delivery_choice (
    marketplace BIGINT NOT NULL,
    seller TEXT COLLATE "C" NOT NULL,
    choice TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C",
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, seller),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal)
);
