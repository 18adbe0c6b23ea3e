//! Migrations: the same number and name for both engines, never edited after release, forward only.
//!
//! Each runs in a transaction together with its row in `migration`, so a migration that was killed
//! is run again from its start. A database that knows more than this program is refused.

pub mod schema;

use std::path::Path;

use deadpool_postgres::Pool;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::sqlite::{Purpose, connect};

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// From 1, without gaps.
    pub number: i64,
    /// What it brings.
    pub name: &'static str,
    /// Its statements on SQLite.
    pub sqlite: &'static str,
    /// Its statements on PostgreSQL.
    pub postgres: &'static str,
}

/// Every migration, in order.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "foundation",
        sqlite: include_str!("../../../migrations/sqlite/0001_foundation.sql"),
        postgres: include_str!("../../../migrations/postgres/0001_foundation.sql"),
    },
    Migration {
        number: 2,
        name: "contact_proof",
        sqlite: include_str!("../../../migrations/sqlite/0002_contact_proof.sql"),
        postgres: include_str!("../../../migrations/postgres/0002_contact_proof.sql"),
    },
    Migration {
        number: 3,
        name: "contact",
        sqlite: include_str!("../../../migrations/sqlite/0003_contact.sql"),
        postgres: include_str!("../../../migrations/postgres/0003_contact.sql"),
    },
    Migration {
        number: 4,
        name: "account_disabled",
        sqlite: include_str!("../../../migrations/sqlite/0004_account_disabled.sql"),
        postgres: include_str!("../../../migrations/postgres/0004_account_disabled.sql"),
    },
    Migration {
        number: 5,
        name: "holiday",
        sqlite: include_str!("../../../migrations/sqlite/0005_holiday.sql"),
        postgres: include_str!("../../../migrations/postgres/0005_holiday.sql"),
    },
    Migration {
        number: 6,
        name: "sign_in_token",
        sqlite: include_str!("../../../migrations/sqlite/0006_sign_in_token.sql"),
        postgres: include_str!("../../../migrations/postgres/0006_sign_in_token.sql"),
    },
    Migration {
        number: 7,
        name: "proof",
        sqlite: include_str!("../../../migrations/sqlite/0007_proof.sql"),
        postgres: include_str!("../../../migrations/postgres/0007_proof.sql"),
    },
    Migration {
        number: 8,
        name: "guest_link",
        sqlite: include_str!("../../../migrations/sqlite/0008_guest_link.sql"),
        postgres: include_str!("../../../migrations/postgres/0008_guest_link.sql"),
    },
    Migration {
        number: 9,
        name: "orders",
        sqlite: include_str!("../../../migrations/sqlite/0009_orders.sql"),
        postgres: include_str!("../../../migrations/postgres/0009_orders.sql"),
    },
    Migration {
        number: 10,
        name: "delivery",
        sqlite: include_str!("../../../migrations/sqlite/0010_delivery.sql"),
        postgres: include_str!("../../../migrations/postgres/0010_delivery.sql"),
    },
    Migration {
        number: 11,
        name: "shop_invitation",
        sqlite: include_str!("../../../migrations/sqlite/0011_shop_invitation.sql"),
        postgres: include_str!("../../../migrations/postgres/0011_shop_invitation.sql"),
    },
];

/// The advisory lock that lets one of many nodes migrate. Any constant will do; these are letters.
const POSTGRES_LOCK: i64 = 0x006b_6f6e_746f_7230;

const TABLE_SQLITE: &str = "CREATE TABLE IF NOT EXISTS migration (
    number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT";
const TABLE_POSTGRES: &str = "CREATE TABLE IF NOT EXISTS migration (
    number BIGINT NOT NULL PRIMARY KEY, name TEXT COLLATE \"C\" NOT NULL,
    checksum TEXT COLLATE \"C\" NOT NULL)";

fn checksum(sql: &str) -> String {
    Sha256::digest(sql.as_bytes())
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The migrations that are still to run, given those that ran.
fn pending(
    ran: &[(i64, String)],
    text: fn(&Migration) -> &'static str,
) -> Result<&'static [Migration]> {
    if ran.len() > MIGRATIONS.len() {
        return Err(Error::Refused(
            "the database is newer than this program".into(),
        ));
    }
    for (migration, (number, sum)) in MIGRATIONS.iter().zip(ran) {
        if migration.number != *number || checksum(text(migration)) != *sum {
            return Err(Error::Refused(format!(
                "migration {number} in the database is not the one in this program"
            )));
        }
    }
    Ok(MIGRATIONS.get(ran.len()..).unwrap_or_default())
}

fn ran(connection: &rusqlite::Connection) -> Result<Vec<(i64, String)>> {
    let mut statement =
        connection.prepare("SELECT number, checksum FROM migration ORDER BY number")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Refuses a database whose schema is not exactly this program's.
pub(crate) fn is_current(path: &Path) -> Result<()> {
    let ran = ran(&connect(path, Purpose::Read)?)?;
    if pending(&ran, |migration| migration.sqlite)?.is_empty() {
        Ok(())
    } else {
        Err(Error::Refused(
            "the database is older than this program: run kontor migrate".into(),
        ))
    }
}

pub(crate) fn sqlite(path: &Path) -> Result<()> {
    let connection = connect(path, Purpose::Write)?;
    connection.execute_batch(TABLE_SQLITE)?;
    let ran = ran(&connection)?;
    for migration in pending(&ran, |migration| migration.sqlite)? {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        connection.execute_batch(migration.sqlite)?;
        connection.execute(
            "INSERT INTO migration (number, name, checksum) VALUES (?1, ?2, ?3)",
            (migration.number, migration.name, checksum(migration.sqlite)),
        )?;
        connection.execute_batch("COMMIT")?;
        tracing::info!(number = migration.number, name = migration.name, "migrated");
    }
    Ok(())
}

pub(crate) async fn postgres(pool: &Pool) -> Result<()> {
    let mut client = pool.get().await?;
    let transaction = client.transaction().await?;
    transaction
        .execute("SELECT pg_advisory_xact_lock($1)", &[&POSTGRES_LOCK])
        .await?;
    transaction.batch_execute(TABLE_POSTGRES).await?;
    let rows = transaction
        .query(
            "SELECT number, checksum FROM migration ORDER BY number",
            &[],
        )
        .await?;
    let ran = rows
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect::<Result<Vec<(i64, String)>>>()?;
    for migration in pending(&ran, |migration| migration.postgres)? {
        transaction.batch_execute(migration.postgres).await?;
        transaction
            .execute(
                "INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)",
                &[
                    &migration.number,
                    &migration.name,
                    &checksum(migration.postgres),
                ],
            )
            .await?;
        tracing::info!(number = migration.number, name = migration.name, "migrated");
    }
    Ok(transaction.commit().await?)
}
