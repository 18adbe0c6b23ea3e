-- Invitations into the teams of shops. One that ended stays until its day is over: it counts the mails
-- that went.
CREATE TABLE shop_invitation (
    marketplace INTEGER NOT NULL,
    shop TEXT NOT NULL,
    invitation TEXT NOT NULL,
    email TEXT NOT NULL,
    administrator INTEGER NOT NULL,
    invited_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (marketplace, shop, invitation),
    FOREIGN KEY (marketplace, shop) REFERENCES principal (marketplace, principal)
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_invitation_by_email ON shop_invitation (marketplace, email, created_at);
