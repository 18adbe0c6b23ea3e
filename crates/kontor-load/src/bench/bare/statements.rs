//! The statements of the bare program: word for word those that the store executes for a message.
//!
//! A test compares each with the store's source, so that a change there cannot go unnoticed here.

use rusqlite::{Connection, Statement};

use crate::Result;

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:literal;)*) => {
        /// Every statement, prepared once.
        pub struct Statements<'c> {
            $($(#[$doc])* pub $name: Statement<'c>,)*
        }

        impl<'c> Statements<'c> {
            /// Prepares them.
            ///
            /// # Errors
            /// The schema is another.
            pub fn prepare(connection: &'c Connection) -> Result<Self> {
                Ok(Self { $($name: connection.prepare($sql)?,)* })
            }
        }

        #[cfg(test)]
        const TEXTS: &[(&str, &str)] = &[$((stringify!($name), $sql)),*];
    };
}

statements! {
    /// Begins a group.
    begin = "BEGIN IMMEDIATE";
    /// Ends a group: the write that is synced.
    commit = "COMMIT";
    /// Begins one message.
    savepoint = "SAVEPOINT unit";
    /// Ends one message.
    release = "RELEASE unit";
    /// Looks an Idempotency-Key up.
    find_wish = "SELECT fingerprint, status, subject, seq, created_at FROM idempotency
             WHERE marketplace = ?1 AND principal = ?2 AND idempotency_key = ?3";
    /// Who sells a listing.
    asked = "SELECT l.seller, p.name, l.state, l.title FROM listing l
             JOIN principal p ON p.marketplace = l.marketplace AND p.principal = l.seller
             WHERE l.marketplace = ?1 AND l.external_id = ?2";
    /// Opens a conversation.
    open = "INSERT INTO conversation (marketplace, conversation, kind, inquiry_key, listing,
                                       order_number, state, seq, head, created_at, last_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open', 1, ?7, ?8, ?8)
             ON CONFLICT (marketplace, inquiry_key) DO UPDATE SET seq = conversation.seq + 1
             RETURNING conversation, seq, head, last_at, state, created_at";
    /// Adds a participant.
    join = "INSERT INTO membership (marketplace, conversation, principal, side, state, unread,
                                     read_seq, changed)
             VALUES (?1, ?2, ?3, ?4, 'open', 0, 0, 0)";
    /// Takes a conversation for a new entry.
    take = "UPDATE conversation SET seq = seq + 1 WHERE marketplace = ?1 AND conversation = ?2
             RETURNING conversation, seq, head, last_at, state, created_at";
    /// Its participants.
    members = "SELECT principal, side, state, unread, read_seq FROM membership
             WHERE marketplace = ?1 AND conversation = ?2";
    /// The writer's pseudonym.
    find_author = "SELECT pseudonym FROM author
             WHERE marketplace = ?1 AND conversation = ?2 AND person = ?3";
    /// Keeps a new pseudonym.
    put_author = "INSERT INTO author (marketplace, conversation, pseudonym, person)
         VALUES (?1, ?2, ?3, ?4)";
    /// Writes the entry.
    entry = "INSERT INTO entry (marketplace, conversation, seq, at, kind, side, author, commitments,
                            hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    /// Writes its text.
    part = "INSERT INTO entry_part (marketplace, conversation, seq, part, salt, content)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    /// Counts for a participant.
    touch = "UPDATE principal SET changed = changed + 1, unread = unread + ?3
             WHERE marketplace = ?1 AND principal = ?2 RETURNING changed, unread";
    /// Moves a participant along.
    step = "UPDATE membership SET state = ?4, unread = ?5, read_seq = ?6, changed = ?7
             WHERE marketplace = ?1 AND conversation = ?2 AND principal = ?3";
    /// Moves the conversation along.
    advance = "UPDATE conversation SET head = ?3, last_at = ?4, state = ?5
         WHERE marketplace = ?1 AND conversation = ?2";
    /// Puts work for the search index.
    queue = "INSERT INTO outbox (marketplace, topic, order_key, dedupe_key, due, attempts,
                             lease_until, version, payload)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 1, ?6)
         ON CONFLICT (marketplace, dedupe_key) DO UPDATE SET version = outbox.version + 1";
    /// Keeps what an Idempotency-Key did.
    keep_wish = "INSERT INTO idempotency (marketplace, principal, idempotency_key, fingerprint, status,
                                  subject, seq, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    /// Whether work waits.
    waits = "SELECT position FROM outbox
             WHERE topic = ?2 AND marketplace = ?1 AND due <= ?3 LIMIT 1";
    /// Takes work.
    lease = "UPDATE outbox SET attempts = attempts + 1, lease_until = ?4, due = ?4
         WHERE position IN
            (SELECT o.position FROM outbox o
             WHERE o.topic = ?2 AND o.marketplace = ?1 AND o.due <= ?3
               AND NOT EXISTS (SELECT 1 FROM outbox e
                   WHERE e.marketplace = o.marketplace AND e.topic = o.topic
                     AND e.order_key = o.order_key AND e.position < o.position)
             ORDER BY o.due, o.position LIMIT ?5)
         RETURNING position, order_key, dedupe_key, attempts, version, payload, lease_until";
    /// How far a conversation is indexed.
    indexed = "SELECT COALESCE(MAX(seq), 0) FROM search_document
             WHERE marketplace = ?1 AND kind = 'entry' AND subject = ?2";
    /// What is to be indexed.
    sources = "SELECT e.seq, e.at, t.content, COALESCE(s.content, '') FROM entry e
             JOIN entry_part t ON t.marketplace = e.marketplace
                  AND t.conversation = e.conversation AND t.seq = e.seq AND t.part = 0
             LEFT JOIN entry_part s ON s.marketplace = e.marketplace
                  AND s.conversation = e.conversation AND s.seq = e.seq AND s.part = 1
             WHERE e.marketplace = ?1 AND e.conversation = ?2 AND e.seq > ?3
             ORDER BY e.seq LIMIT ?4";
    /// For whom.
    readers = "SELECT principal FROM membership
             WHERE marketplace = ?1 AND conversation = ?2 ORDER BY principal";
    /// Numbers a document.
    document = "INSERT INTO search_document (marketplace, kind, subject, seq)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (marketplace, kind, subject, seq) DO UPDATE SET seq = excluded.seq
             RETURNING document";
    /// Puts its tokens.
    tokens = "INSERT OR REPLACE INTO search_token (rowid, tokens) VALUES (?1, ?2)";
    /// Finishes work.
    finish = "DELETE FROM outbox WHERE position = ?1 AND version = ?2 AND lease_until = ?3";
    /// Puts work back that was put again meanwhile.
    again = "UPDATE outbox SET due = ?2, lease_until = 0, attempts = 0
         WHERE position = ?1 AND lease_until = ?3";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(sql: &str) -> String {
        sql.replace('?', "$")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The store's sources, as one text.
    fn store() -> String {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../kontor-store/src");
        let mut text = String::new();
        for directory in [root.clone(), root.join("search")] {
            for file in std::fs::read_dir(directory).unwrap() {
                let path = file.unwrap().path();
                if path.extension().is_some_and(|ending| ending == "rs") {
                    text.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        plain(&text)
    }

    #[test]
    fn each_statement_is_the_stores_own() {
        let store = store();
        for (name, sql) in TEXTS {
            let sought = format!("\"{}", plain(sql));
            assert!(
                store.contains(&sought),
                "{name} is not in the store: {sought}"
            );
        }
    }
}
