-- Sales that the marketplace told about. The table is in the plural because ORDER is a word of SQL.
-- Items are the lines of one order as JSON: they are written and read as one and never looked for.
CREATE TABLE orders (
    marketplace INTEGER NOT NULL,
    number TEXT NOT NULL,
    buyer TEXT NOT NULL,
    seller TEXT NOT NULL,
    status TEXT NOT NULL,
    items TEXT NOT NULL,
    placed_at INTEGER NOT NULL,
    shipped_at INTEGER,
    delivered_at INTEGER,
    carrier TEXT,
    tracking TEXT,
    promised_on TEXT,
    total_minor INTEGER,
    currency TEXT,
    fingerprint BLOB NOT NULL,
    revision INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, number),
    FOREIGN KEY (marketplace, buyer) REFERENCES principal (marketplace, principal),
    FOREIGN KEY (marketplace, seller) REFERENCES principal (marketplace, principal)
) STRICT;
-- The status stands last, so that a list of one status looks at no row that it does not show.
CREATE INDEX orders_by_buyer ON orders (marketplace, buyer, placed_at, number, status);
CREATE INDEX orders_by_seller ON orders (marketplace, seller, placed_at, number, status);

-- The order that a conversation is about. Its inquiry_key makes it one per buyer, seller and order.
ALTER TABLE conversation ADD COLUMN order_number TEXT;
