-- Invitations into the teams of shops. One that ended stays until its day is over: it counts the mails
-- that went.
CREATE TABLE shop_invitation (
    marketplace BIGINT NOT NULL,
    shop TEXT COLLATE "C" NOT NULL,
    invitation TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    administrator BIGINT NOT NULL,
    invited_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (marketplace, shop, invitation),
    FOREIGN KEY (marketplace, shop) REFERENCES principal (marketplace, principal)
);
CREATE INDEX shop_invitation_by_email ON shop_invitation (marketplace, email, created_at);
