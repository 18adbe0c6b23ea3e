-- An account that may not sign in. What it wrote stays, and so do its memberships.
ALTER TABLE account ADD COLUMN disabled_at BIGINT;
