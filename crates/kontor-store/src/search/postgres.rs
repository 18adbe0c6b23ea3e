//! Full-text search on PostgreSQL: a vector of ready-made tokens under a GIN index.

use crate::args;
use crate::db::Tx;
use crate::error::Result;
use crate::value::Row;

pub(super) async fn put(tx: &mut Tx, document: i64, tokens: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO search_token (document, tokens)
         VALUES ($1, array_to_tsvector(array_remove(string_to_array($2, ' '), '')))
         ON CONFLICT (document) DO UPDATE SET tokens = excluded.tokens",
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
    // Each token is letters and digits only; the quotes keep tsquery's operators out.
    let mut question: Vec<String> = tokens.iter().map(|token| format!("'{token}'")).collect();
    question.extend(prefix.map(|start| format!("'{start}':*")));
    tx.many(
        "SELECT d.subject, d.seq FROM search_token t
         JOIN search_document d ON d.document = t.document
         WHERE t.tokens @@ $1::text::tsquery ORDER BY t.document DESC LIMIT $2",
        args![&question.join(" & "), limit],
    )
    .await
}
