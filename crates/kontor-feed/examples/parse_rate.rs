//! Measures how fast a feed on standard input is read: rows and bytes per second.
//!
//! `scripts/make-feed --rows 500000 > /tmp/feed.tsv`, then
//! `cargo run --release -p kontor-feed --example parse_rate < /tmp/feed.tsv`.
//! Time spent waiting for the input does not count; that for the checks of a listing is told apart.

use std::io::{Read, stdin};
use std::time::{Duration, Instant};

use kontor_core::listing::check;
use kontor_feed::{FeedReader, Format, Row};

/// What a web server hands over at once, in bytes.
const CHUNK_BYTES: usize = 16 * 1024;

#[derive(Default)]
struct Tally {
    offers: u64,
    defects: u64,
    refusals: u64,
    checking: Duration,
}

impl Tally {
    fn add(&mut self, row: Row) {
        let start = Instant::now();
        match row.outcome.map(check) {
            Ok(Ok(_)) => self.offers += 1,
            Ok(Err(_)) => self.defects += 1,
            Err(_) => self.refusals += 1,
        }
        self.checking += start.elapsed();
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut input = stdin().lock();
    let mut buffer = vec![0; CHUNK_BYTES];
    let mut reader: Option<FeedReader> = None;
    let (mut tally, mut busy) = (Tally::default(), Duration::ZERO);
    loop {
        let count = input.read(&mut buffer)?;
        let mut chunk = buffer.get(..count).unwrap_or_default();
        let reader = match &mut reader {
            Some(reader) => reader,
            None => {
                let format = Format::detect(chunk, None).ok_or("neither TSV nor XML")?;
                reader.insert(FeedReader::new(format))
            }
        };
        let start = Instant::now();
        while let Some(row) = reader.next_row(&mut chunk)? {
            tally.add(row);
        }
        if count == 0 {
            while let Some(row) = reader.finish()? {
                tally.add(row);
            }
        }
        busy += start.elapsed();
        if count == 0 {
            report(reader, &tally, busy);
            return Ok(());
        }
    }
}

fn report(reader: &FeedReader, tally: &Tally, busy: Duration) {
    let (rows, bytes) = (reader.rows() as f64, reader.bytes_read() as f64);
    let reading = (busy - tally.checking).as_secs_f64();
    eprintln!(
        "{} offers, {} with defects, {} refused; {:.0} bytes a row; {} KB held",
        tally.offers,
        tally.defects,
        tally.refusals,
        bytes / rows,
        reader.buffered() / 1024,
    );
    eprintln!(
        "reading: {:.0} rows/s, {:.0} MB/s; with checks: {:.0} rows/s",
        rows / reading,
        bytes / reading / 1e6,
        rows / busy.as_secs_f64(),
    );
}
