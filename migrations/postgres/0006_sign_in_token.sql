-- Signing in by the marketplace's token. Somebody is marketplace, issuer and subject together; an
-- e-mail address never says who it is.
CREATE TABLE identity (
    marketplace BIGINT NOT NULL,
    issuer TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, issuer, subject),
    FOREIGN KEY (marketplace, account) REFERENCES account (marketplace, account)
);
CREATE INDEX identity_by_account ON identity (marketplace, account);

-- Tokens that were used, for as long as they could be used again.
CREATE TABLE sign_in_token (
    marketplace BIGINT NOT NULL,
    issuer TEXT COLLATE "C" NOT NULL,
    token TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (marketplace, issuer, token)
);
CREATE INDEX sign_in_token_by_age ON sign_in_token (marketplace, expires_at);

-- The issuer whose token told of the membership; only its token takes it away again.
ALTER TABLE shop_member ADD COLUMN issuer TEXT COLLATE "C";
