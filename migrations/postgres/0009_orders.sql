-- Sales that the marketplace told about. The table is in the plural because ORDER is a word of SQL.
-- Items are the lines of one order as JSON: they are written and read as one and never looked for.
CREATE TABLE orders (
    marketplace BIGINT NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    buyer TEXT COLLATE "C" NOT NULL,
    seller TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    items TEXT COLLATE "C" NOT NULL,
    placed_at BIGINT NOT NULL,
    shipped_at BIGINT,
    delivered_at BIGINT,
    carrier TEXT COLLATE "C",
    tracking TEXT COLLATE "C",
    promised_on TEXT COLLATE "C",
    total_minor BIGINT,
    currency TEXT COLLATE "C",
    fingerprint BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, number),
    FOREIGN KEY (marketplace, buyer) REFERENCES principal (marketplace, principal),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal)
);
-- The status stands last, so that a list of one status looks at no row that it does not show.
CREATE INDEX orders_by_buyer ON orders (marketplace, buyer, placed_at, number, status);
CREATE INDEX orders_by_seller ON orders (marketplace, seller, placed_at, number, status);

-- The order that a conversation is about. Its inquiry_key makes it one per buyer, seller and order.
ALTER TABLE conversation ADD COLUMN order_number TEXT COLLATE "C";
