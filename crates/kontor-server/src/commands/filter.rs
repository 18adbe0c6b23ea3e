//! A command that is a filter: JSON Lines in, one JSON line out for each, in order.
//!
//! A bad line is answered in its place and ends the command with status 1; the others are answered all
//! the same. Source: contracts §1.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;

use serde::Serialize;
use serde_json::json;

/// The longest line, in bytes: a message of the largest size with all that may stand beside it.
const LINE_BYTES_MAX: u64 = 1024 * 1024;

/// Answers every line of standard input on standard output.
///
/// # Errors
/// Standard input or output fails; a reader that has gone away is none.
pub fn run<T: Serialize>(answer: impl FnMut(&str) -> Result<T, String>) -> io::Result<ExitCode> {
    let input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match lines(input, output, answer) {
        Ok(true) => Ok(ExitCode::SUCCESS),
        Ok(false) => Ok(ExitCode::FAILURE),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error),
    }
}

/// True where every line was good.
fn lines<T: Serialize>(
    mut input: BufReader<impl Read>,
    mut output: impl Write,
    mut answer: impl FnMut(&str) -> Result<T, String>,
) -> io::Result<bool> {
    let mut all_good = true;
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if (&mut input)
            .take(LINE_BYTES_MAX)
            .read_until(b'\n', &mut line)?
            == 0
        {
            break;
        }
        let outcome = if line.last() != Some(&b'\n') && line.len() as u64 == LINE_BYTES_MAX {
            input.skip_until(b'\n')?;
            Err(format!("longer than {LINE_BYTES_MAX} bytes"))
        } else {
            match std::str::from_utf8(&line) {
                Ok(text) => answer(text.trim()),
                Err(_) => Err("not UTF-8".to_owned()),
            }
        };
        match outcome {
            Ok(value) => serde_json::to_writer(&mut output, &value)?,
            Err(error) => {
                all_good = false;
                let told = json!({ "line": number, "error": error });
                serde_json::to_writer(&mut output, &told)?;
            }
        }
        output.write_all(b"\n")?;
        // A program that writes a line and waits for its answer gets it.
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()?;
    Ok(all_good)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(input: &[u8]) -> (bool, String) {
        let mut output = Vec::new();
        let good = lines(BufReader::new(input), &mut output, |text| {
            text.parse::<i64>().map_err(|error| error.to_string())
        });
        (good.unwrap(), String::from_utf8(output).unwrap())
    }

    #[test]
    fn every_line_is_answered_in_its_place() {
        assert_eq!(answered(b"1\r\n2\n3"), (true, "1\n2\n3\n".to_owned()));
        assert_eq!(answered(b""), (true, String::new()));
        let (good, told) = answered(b"1\nx\n\xff\n\n4\n");
        assert!(!good);
        let told: Vec<&str> = told.lines().collect();
        assert_eq!((told.len(), told[0], told[4]), (5, "1", "4"));
        assert!(told[1].contains("\"line\":2") && told[2].contains("not UTF-8"));
        assert!(told[3].contains("\"line\":4"));
    }

    #[test]
    fn a_line_without_end_is_refused_and_the_next_answered() {
        let mut input = vec![b'1'; 3 * 1024 * 1024];
        input.extend_from_slice(b"\n7\n");
        let (good, told) = answered(&input);
        assert!(!good);
        let told: Vec<&str> = told.lines().collect();
        assert!(told[0].contains("longer than"), "{}", told[0]);
        assert_eq!(told[1..], ["7"]);
    }
}
