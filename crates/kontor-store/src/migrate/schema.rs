//! The schema as a database describes it, in one form for both engines, so that they can be compared.

use std::fmt::Write as _;

use crate::db::Tx;
use crate::error::Result;

/// Tables that belong to one engine's search index, or to the engine itself.
fn is_foreign(table: &str) -> bool {
    table.starts_with("search_token") || table.starts_with("sqlite_")
}

/// Every table with its columns (kind, nullability), key and indexes, as text.
///
/// # Errors
/// The engine's.
pub async fn describe(tx: &mut Tx) -> Result<String> {
    let mut out = String::new();
    for table in tables(tx).await? {
        if is_foreign(&table) {
            continue;
        }
        writeln!(out, "{table}").ok();
        for line in columns(tx, &table).await? {
            writeln!(out, "  {line}").ok();
        }
        let mut indexes = indexes(tx, &table).await?;
        indexes.sort();
        indexes.dedup();
        for line in indexes {
            writeln!(out, "  {line}").ok();
        }
    }
    Ok(out)
}

async fn tables(tx: &mut Tx) -> Result<Vec<String>> {
    let sql = if tx.is_sqlite() {
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    } else {
        "SELECT table_name::text FROM information_schema.tables
         WHERE table_schema = current_schema() ORDER BY table_name::text COLLATE \"C\""
    };
    tx.many(sql, &[])
        .await?
        .iter()
        .map(|row| row.text(0))
        .collect()
}

async fn columns(tx: &mut Tx, table: &str) -> Result<Vec<String>> {
    let sql = if tx.is_sqlite() {
        "SELECT name, CASE type WHEN 'INTEGER' THEN 'bigint' WHEN 'BLOB' THEN 'bytea' ELSE lower(type) END,
                CASE WHEN \"notnull\" = 1 THEN 'not null' ELSE 'null' END
         FROM pragma_table_info($1) ORDER BY cid"
    } else {
        "SELECT column_name::text, data_type::text,
                CASE is_nullable WHEN 'NO' THEN 'not null' ELSE 'null' END
         FROM information_schema.columns
         WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
    };
    let rows = tx.many(sql, crate::args![table]).await?;
    rows.iter()
        .map(|row| {
            Ok(format!(
                "{} {} {}",
                row.text(0)?,
                row.text(1)?,
                row.text(2)?
            ))
        })
        .collect()
}

/// Keys and indexes by their columns: names of implied indexes differ between engines.
async fn indexes(tx: &mut Tx, table: &str) -> Result<Vec<String>> {
    let sql = if tx.is_sqlite() {
        "SELECT CASE WHEN i.\"unique\" = 1 THEN 'unique (' ELSE 'index (' END
                || (SELECT group_concat(name, ', ') FROM
                    (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')'
         FROM pragma_index_list($1) i
         UNION ALL
         SELECT 'unique (' || group_concat(name, ', ') || ')' FROM
            (SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk)
         HAVING count(*) > 0"
    } else {
        "SELECT CASE WHEN x.indisunique THEN 'unique (' ELSE 'index (' END
                || string_agg(a.attname::text, ', ' ORDER BY k.n) || ')'
         FROM pg_index x
         JOIN pg_class c ON c.oid = x.indrelid AND c.relname = $1
              AND c.relnamespace = current_schema()::regnamespace
         CROSS JOIN LATERAL unnest(x.indkey::int[]) WITH ORDINALITY AS k (column_number, n)
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.column_number
         GROUP BY x.indexrelid, x.indisunique"
    };
    tx.many(sql, crate::args![table])
        .await?
        .iter()
        .map(|row| row.text(0))
        .collect()
}
