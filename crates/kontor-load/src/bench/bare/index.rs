//! The search index's part: takes work from the outbox in one unit, puts its documents in another.

use kontor_core::outbox::Topic;
use kontor_core::time::Micros;
use rusqlite::params;

use crate::Result;
use crate::bench::bare::unit::Writer;

/// Pieces of work taken at once, as the server's worker does.
pub const BATCH: i64 = 200;
/// Entries of one conversation indexed in one go.
const ENTRIES_AT_ONCE: i64 = 200;
/// Pieces of work finished in one unit.
const FINISHED_AT_ONCE: usize = 10;

/// A piece of work that was taken.
pub struct Job {
    position: i64,
    conversation: String,
    version: i64,
    lease_until: i64,
}

/// Takes work, in a savepoint of its own.
///
/// # Errors
/// The engine's.
pub fn take(writer: &mut Writer<'_>, now: i64) -> Result<Vec<Job>> {
    let market = writer.market.0;
    let topic = Topic::Index.code();
    if !writer
        .statements
        .waits
        .exists(params![market, topic, now])?
    {
        return Ok(Vec::new());
    }
    writer.statements.savepoint.execute([])?;
    let until = Micros(now).plus(Topic::Index.lease()).0;
    let mut jobs = Vec::new();
    let mut rows = writer
        .statements
        .lease
        .query(params![market, topic, now, until, BATCH])?;
    while let Some(row) = rows.next()? {
        jobs.push(Job {
            position: row.get(0)?,
            conversation: row.get(1)?,
            version: row.get(4)?,
            lease_until: row.get(6)?,
        });
    }
    drop(rows);
    writer.statements.release.execute([])?;
    jobs.sort_by_key(|job| job.position);
    Ok(jobs)
}

/// Does the work: the documents in one unit, the ends in several; gives the number of documents.
///
/// # Errors
/// The engine's.
pub fn put(writer: &mut Writer<'_>, jobs: &[Job], now: i64) -> Result<u64> {
    let mut all = Vec::with_capacity(jobs.len());
    for job in jobs {
        all.push(documents(writer, &job.conversation)?);
    }
    let market = writer.market.0;
    let mut count = 0;
    writer.statements.savepoint.execute([])?;
    for (job, documents) in jobs.iter().zip(&all) {
        for (seq, tokens) in documents {
            let row = params![market, "entry", job.conversation, seq];
            let number: i64 = writer
                .statements
                .document
                .query_row(row, |row| row.get(0))?;
            let tagged = format!("kentry{market} {tokens}");
            writer.statements.tokens.execute(params![number, tagged])?;
            count += 1;
        }
    }
    writer.statements.release.execute([])?;
    for some in jobs.chunks(FINISHED_AT_ONCE) {
        writer.statements.savepoint.execute([])?;
        for job in some {
            let row = params![job.position, job.version, job.lease_until];
            if writer.statements.finish.execute(row)? == 0 {
                let row = params![job.position, now, job.lease_until];
                writer.statements.again.execute(row)?;
            }
        }
        writer.statements.release.execute([])?;
    }
    Ok(count)
}

fn documents(writer: &mut Writer<'_>, conversation: &str) -> Result<Vec<(i64, String)>> {
    let market = writer.market.0;
    let from: i64 = writer
        .statements
        .indexed
        .query_row(params![market, conversation], |row| row.get(0))?;
    let row = params![market, conversation, from, ENTRIES_AT_ONCE];
    let entries = writer
        .statements
        .sources
        .query_map(row, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<Vec<(i64, i64, String)>>>()?;
    let members = writer
        .statements
        .readers
        .query_map(params![market, conversation], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    let made = entries
        .iter()
        .map(|(seq, at, text)| (*seq, tokens(text, &members, *at)));
    Ok(made.collect())
}

/// Tokens of the form and number that the server's analyser makes of such a text: month, members,
/// each word once and the first five letters of each longer one once.
fn tokens(text: &str, members: &[String], at: i64) -> String {
    let month = Micros(at).to_string();
    let mut all: Vec<String> = vec![format!(
        "m{}",
        month.get(..7).unwrap_or("").replace('-', "")
    )];
    all.extend(
        members
            .iter()
            .map(|member| format!("a{}", member.replace('_', ""))),
    );
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let mut add = |token: String| {
            if !all.contains(&token) {
                all.push(token);
            }
        };
        let word = word.to_lowercase();
        if let Some(start) = word.get(..5) {
            add(format!("p{start}"));
        }
        add(format!("w{word}"));
    }
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_of_the_servers_form() {
        let made = tokens("Kettle, a kettle.", &["acc_1x".into()], 1_000);
        assert_eq!(made, "m197001 aacc1x pkettl wkettle wa");
    }
}
