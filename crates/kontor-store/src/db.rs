//! The seam: SQL written once, run on SQLite or PostgreSQL.
//!
//! Statements use `$1`, `$2`, … and the subset both engines share. Traps that this file answers:
//! SQLite takes `$2` for a *name* and numbers names by first appearance, so it is rewritten to `?2`;
//! truth is 0 or 1; `SUM` of BIGINT is NUMERIC on PostgreSQL, so cast sums to BIGINT.
//!
//! On SQLite nothing here ever waits, so a unit of work is polled once; on PostgreSQL it awaits.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use deadpool_postgres::Object;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;

use crate::change::Change;
use crate::error::{Error, Result};
use crate::value::{Arg, Row, Value};

/// A transaction, as a unit of work sees it.
pub struct Tx {
    pub(crate) link: Link,
    /// What to tell listeners once this is committed.
    pub(crate) changes: Vec<Change>,
    /// PostgreSQL asked for the whole transaction to be tried again.
    pub(crate) try_again: bool,
    /// A statement failed on PostgreSQL: whatever follows, the transaction cannot be kept.
    pub(crate) failed: bool,
    /// SQLite could not read or write its files: why. Nothing more may be acknowledged.
    pub(crate) fatal: Option<String>,
}

/// The connection beneath.
pub(crate) enum Link {
    Sqlite(Lite),
    Postgres(Session),
}

/// A connection of the pool inside a transaction.
///
/// Dropped before the transaction's end (a unit panicked, or a reader's caller went away), the
/// connection is closed: back in the pool, its open transaction would swallow the next unit's.
pub(crate) struct Session(Option<Object>);

impl Session {
    /// The connection.
    ///
    /// # Errors
    /// [`Error::Closed`] where the transaction has ended.
    pub(crate) fn client(&self) -> Result<&Object> {
        self.0.as_ref().ok_or(Error::Closed)
    }

    /// Gives the connection back to the pool, once the transaction has ended.
    pub(crate) fn give_back(&mut self) {
        drop(self.0.take());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(client) = self.0.take() {
            drop(Object::take(client));
        }
    }
}

/// A SQLite connection with its rewritten statements.
pub(crate) struct Lite {
    pub(crate) connection: rusqlite::Connection,
    rewritten: HashMap<(usize, usize), String>,
}

impl Lite {
    pub(crate) fn new(connection: rusqlite::Connection) -> Self {
        // Every statement of a write path stays prepared; there are under 200 in all.
        connection.set_prepared_statement_cache_capacity(256);
        Self {
            connection,
            rewritten: HashMap::new(),
        }
    }

    fn prepare(&mut self, sql: &'static str) -> Result<rusqlite::CachedStatement<'_>> {
        // Keyed by place: the texts are static, so the same place and length is the same text.
        let text = match self.rewritten.entry((sql.as_ptr() as usize, sql.len())) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(slot) => slot.insert(numbered(sql)),
        };
        Ok(self.connection.prepare_cached(text)?)
    }

    fn exec(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64> {
        let mut statement = self.prepare(sql)?;
        Ok(statement.execute(rusqlite::params_from_iter(args))? as u64)
    }

    fn one(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Option<Row>> {
        let mut statement = self.prepare(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(args))?;
        let first = rows.next()?.map(|row| sqlite_row(row, width)).transpose()?;
        // A statement with RETURNING has done its work only when it was run to the end.
        while rows.next()?.is_some() {}
        Ok(first)
    }

    fn many(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Row>> {
        let mut statement = self.prepare(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(args))?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(sqlite_row(row, width)?);
        }
        Ok(all)
    }
}

/// `$n` → `?n`.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

impl Tx {
    pub(crate) fn sqlite(connection: rusqlite::Connection) -> Self {
        Self {
            link: Link::Sqlite(Lite::new(connection)),
            changes: Vec::new(),
            try_again: false,
            failed: false,
            fatal: None,
        }
    }

    pub(crate) fn postgres(client: Object) -> Self {
        Self {
            link: Link::Postgres(Session(Some(client))),
            changes: Vec::new(),
            try_again: false,
            failed: false,
            fatal: None,
        }
    }

    /// True on SQLite, for the few statements that truly differ.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        matches!(self.link, Link::Sqlite(_))
    }

    /// Notes what listeners are to hear after the commit.
    pub fn announce(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Runs a statement and gives the number of rows it touched.
    ///
    /// # Errors
    /// The engine's.
    pub async fn exec(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64> {
        match &mut self.link {
            Link::Sqlite(lite) => {
                let outcome = lite.exec(sql, args);
                self.weighed(outcome)
            }
            Link::Postgres(session) => {
                let client = session.client()?;
                let outcome = async {
                    let statement = client.prepare_cached(sql).await?;
                    client.execute(&statement, &parameters(args)).await
                };
                let outcome = outcome.await;
                self.noted(outcome)
            }
        }
    }

    /// The first row, if any.
    ///
    /// # Errors
    /// The engine's.
    pub async fn one(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Option<Row>> {
        match &mut self.link {
            Link::Sqlite(lite) => {
                let outcome = lite.one(sql, args);
                self.weighed(outcome)
            }
            Link::Postgres(_) => Ok(self.many(sql, args).await?.into_iter().next()),
        }
    }

    /// Every row. The statement bounds their number.
    ///
    /// # Errors
    /// The engine's.
    pub async fn many(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Row>> {
        match &mut self.link {
            Link::Sqlite(lite) => {
                let outcome = lite.many(sql, args);
                self.weighed(outcome)
            }
            Link::Postgres(session) => {
                let client = session.client()?;
                let outcome = async {
                    let statement = client.prepare_cached(sql).await?;
                    client.query(&statement, &parameters(args)).await
                };
                let outcome = outcome.await;
                self.noted(outcome)?.iter().map(postgres_row).collect()
            }
        }
    }

    /// Runs a statement whose text was built from the schema's own names; for restoring a backup.
    pub(crate) async fn exec_built(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<()> {
        match &mut self.link {
            Link::Sqlite(lite) => {
                let mut statement = lite.connection.prepare_cached(&numbered(sql))?;
                statement.execute(rusqlite::params_from_iter(args))?;
            }
            Link::Postgres(session) => {
                let client = session.client()?;
                let outcome = async {
                    let statement = client.prepare_cached(sql).await?;
                    client.execute(&statement, &parameters(args)).await
                };
                let outcome = outcome.await;
                self.noted(outcome)?;
            }
        }
        Ok(())
    }

    /// Opens a cursor on PostgreSQL, so that a whole table passes in bounded memory.
    pub(crate) async fn declare(&mut self, name: &str, query: &str) -> Result<()> {
        let Link::Postgres(session) = &self.link else {
            return Err(Error::Unit("wrong engine"));
        };
        Ok(session
            .client()?
            .batch_execute(&format!("DECLARE {name} NO SCROLL CURSOR FOR {query}"))
            .await?)
    }

    /// The next rows of a cursor; none at its end.
    pub(crate) async fn fetch(&mut self, name: &str) -> Result<Vec<Row>> {
        let Link::Postgres(session) = &self.link else {
            return Err(Error::Unit("wrong engine"));
        };
        let rows = session
            .client()?
            .query(&format!("FETCH 1000 FROM {name}"), &[])
            .await?;
        rows.iter().map(postgres_row).collect()
    }

    /// Remembers what must stop the writer, whatever the unit makes of the error.
    fn weighed<T>(&mut self, outcome: Result<T>) -> Result<T> {
        if let Err(error) = &outcome
            && error.is_fatal()
        {
            self.fatal = Some(error.to_string());
        }
        outcome
    }

    fn noted<T>(&mut self, outcome: Result<T, tokio_postgres::Error>) -> Result<T> {
        outcome.map_err(|error| {
            self.failed = true;
            if is_transient(&error) {
                self.try_again = true;
            }
            Error::Postgres(error)
        })
    }
}

/// Errors after which the whole transaction is run again: serialization failure, deadlock, and a
/// unique key that another transaction took first (the second run then finds that row).
pub(crate) fn is_transient(error: &tokio_postgres::Error) -> bool {
    matches!(
        error.code(),
        Some(
            &SqlState::T_R_SERIALIZATION_FAILURE
                | &SqlState::T_R_DEADLOCK_DETECTED
                | &SqlState::UNIQUE_VIOLATION
        )
    )
}

fn parameters<'a>(args: &'a [Arg<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect()
}

pub(crate) fn sqlite_row(row: &rusqlite::Row<'_>, width: usize) -> Result<Row> {
    use rusqlite::types::ValueRef;
    let mut values = Vec::with_capacity(width);
    for column in 0..width {
        values.push(match row.get_ref(column)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(value) => Value::Int(value),
            ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
            ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
            ValueRef::Real(_) => return Err(Error::Row("no floating point passes the seam")),
        });
    }
    Ok(Row(values))
}

fn postgres_row(row: &tokio_postgres::Row) -> Result<Row> {
    use tokio_postgres::types::Type;
    let mut values = Vec::with_capacity(row.len());
    for (index, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map(Value::Int),
            Type::INT4 => row
                .try_get::<_, Option<i32>>(index)?
                .map(|n| Value::Int(n.into())),
            Type::BOOL => row
                .try_get::<_, Option<bool>>(index)?
                .map(|b| Value::Int(b.into())),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.map(Value::Blob),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR => {
                row.try_get::<_, Option<String>>(index)?.map(Value::Text)
            }
            _ => return Err(Error::Row("a type that does not pass the seam")),
        };
        values.push(value.unwrap_or(Value::Null));
    }
    Ok(Row(values))
}
