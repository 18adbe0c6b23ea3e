//! Full-text search on SQLite: a contentless FTS5 table whose row numbers are the documents.

use crate::args;
use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;

pub(super) async fn put(tx: &mut Tx, document: i64, tokens: &str) -> Result<()> {
    tx.exec(
        "INSERT OR REPLACE INTO search_token (rowid, tokens) VALUES ($1, $2)",
        args![document, tokens],
    )
    .await?;
    Ok(())
}

pub(super) async fn hits(
    tx: &mut Tx,
    tokens: &[String],
    prefix: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>> {
    // Each token is letters and digits only; the quotes keep FTS5's operators out.
    let mut question: Vec<String> = tokens.iter().map(|token| format!("\"{token}\"")).collect();
    question.extend(prefix.map(|start| format!("\"{start}\"*")));
    tx.many(
        "SELECT d.subject, d.seq FROM search_token t
         JOIN search_document d ON d.document = t.rowid
         WHERE t.search_token MATCH $1 ORDER BY t.rowid DESC LIMIT $2",
        args![&question.join(" AND "), limit],
    )
    .await
}
