//! A feed of any length: from the repository's script where it can run, else a plainer one.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use crate::bench::feed::SELLERS;
use crate::bench::host::Target;
use crate::bench::messages::scene::texts;
use crate::bench::report::Report;

/// Where the script is, from the root of the repository.
const SCRIPT: &str = "scripts/make-feed";
/// Bytes of a description of the plainer feed.
const TEXT_BYTES: usize = 250;

/// A feed with so many rows; made where it is not there yet.
///
/// # Errors
/// It cannot be written.
pub fn file(target: &Target, rows: usize, report: &mut Report) -> Result<PathBuf> {
    std::fs::create_dir_all(&target.dir)?;
    let path = target.dir.join(format!("feed-{rows}.tsv"));
    let partial = target.dir.join(format!("feed-{rows}.partial"));
    if !path.exists() {
        if !by_script(&partial, rows)? {
            plain(&partial, rows)?;
            report.note(format!("{SCRIPT} could not run: the feed is a plainer one"));
        }
        std::fs::rename(&partial, &path)?;
    }
    Ok(path)
}

/// False where the script, its interpreter or its catalogue is not there.
fn by_script(path: &Path, rows: usize) -> Result<bool> {
    let made = Command::new(SCRIPT)
        .args(["--rows", &rows.to_string(), "--sellers", &SELLERS.join(",")])
        .stdin(Stdio::null())
        .stdout(File::create(path)?)
        .stderr(Stdio::null())
        .status();
    Ok(made.is_ok_and(|status| status.success()))
}

fn plain(path: &Path, rows: usize) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let texts = texts(TEXT_BYTES);
    writeln!(
        out,
        "id\ttitle\tdescription\tlink\tprice\tseller\tcontact_email\tcontent_language"
    )?;
    for number in 0..rows {
        let text = texts
            .get(number % texts.len().max(1))
            .map_or("", String::as_str);
        let seller = SELLERS
            .get(number % SELLERS.len())
            .copied()
            .unwrap_or("mika");
        writeln!(
            out,
            "en-{number}\tA thing of the series {number}\t{text}\t\
             https://market.example/items/{number}\t{}.50 EUR\t{seller}\t\ten",
            1 + number % 900
        )?;
    }
    out.flush()?;
    Ok(())
}
