-- Signing in by the marketplace's token. Somebody is marketplace, issuer and subject together; an
-- e-mail address never says who it is.
CREATE TABLE identity (
    marketplace INTEGER NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, issuer, subject),
    FOREIGN KEY (marketplace, account) REFERENCES account (marketplace, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_by_account ON identity (marketplace, account);

-- Tokens that were used, for as long as they could be used again.
CREATE TABLE sign_in_token (
    marketplace INTEGER NOT NULL,
    issuer TEXT NOT NULL,
    token TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (marketplace, issuer, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_token_by_age ON sign_in_token (marketplace, expires_at);

-- The issuer whose token told of the membership; only its token takes it away again.
ALTER TABLE shop_member ADD COLUMN issuer TEXT;
