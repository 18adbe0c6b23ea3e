//! The recording, the cuts, and the store's own checks after each.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kontor_core::id::{ConversationId, MarketplaceKey};
use kontor_load::Result;
use kontor_load::faults::cuts::{Plan, Summary, Verdict, run};
use kontor_load::faults::log::Log;
use kontor_load::faults::replay::Forget;
use kontor_load::faults::shim::Shim;
use kontor_load::ledger::{Attempt, Ledger};
use kontor_store::{Options, Store, archive, check};

use crate::writer;

const DATABASE: &str = "kontor.db";
/// Conversations that one look reads at most.
const HEADS_MAX: i64 = 100_000;

fn number(variable: &str, otherwise: u64) -> u64 {
    let given = std::env::var(variable).ok();
    given.map_or(otherwise, |text| text.parse().expect("a number"))
}

/// Runs the writer as a process of its own, with its disk recorded, until it was promised enough.
fn record(place: &Path, messages: u64) -> (Shim, Ledger) {
    let shim = Shim::prepare(place).unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", writer::NAME, "--ignored", "--nocapture"])
        .env(writer::DATABASE, shim.watched.join(DATABASE))
        .stdout(Stdio::piped());
    shim.load(&mut command, true);
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ledger = Ledger {
        run: writer::RUN,
        attempts: Vec::new(),
    };
    for line in lines.map_while(std::io::Result::ok) {
        if let Some(attempt) = attempt(&line) {
            ledger.attempts.push(attempt);
        }
        if ledger.acknowledged() >= messages {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(
        ledger.acknowledged(),
        messages,
        "the writer ended too early"
    );
    // What was asked and not answered may be there; only numbers never asked for may not.
    let asked: std::collections::HashSet<u64> = ledger.attempts.iter().map(|a| a.number).collect();
    let last = asked.iter().max().copied().unwrap_or(0) + writer::AHEAD;
    let silent = (0..=last).filter(|number| !asked.contains(number));
    ledger
        .attempts
        .extend(silent.map(|number| Attempt::new(number, None, 0)));
    (shim, ledger)
}

/// `ack NUMBER CONVERSATION SEQ SENT ANSWERED`
fn attempt(line: &str) -> Option<Attempt> {
    let mut words = line.strip_prefix("ack ")?.split(' ');
    let number = words.next()?.parse().ok()?;
    let conversation = Some(words.next()?.to_owned());
    let seq = words.next()?.parse().ok();
    let sent = words.next()?.parse().ok()?;
    let acknowledged = words.next()?.parse().ok();
    Some(Attempt {
        seq,
        acknowledged,
        ..Attempt::new(number, conversation, sent)
    })
}

/// Starts the store on the directory and asks its own checks.
async fn judge(directory: &Path) -> Result<Verdict> {
    let url = format!("sqlite:{}", directory.join(DATABASE).display());
    let store = Store::open(Options::quiet(&url)).await?;
    let verdict = store.read((), |tx, ()| {
        Box::pin(async move {
            let mut verdict = Verdict::default();
            let mut note = |text: String| {
                verdict.chain_faults += 1;
                verdict.notes.push(text);
            };
            for orphan in archive::orphans(tx, 10).await? {
                note(format!("{orphan:?}"));
            }
            let start = (MarketplaceKey(0), ConversationId(String::new()));
            for head in archive::heads(tx, &start, HEADS_MAX).await? {
                let id = &head.conversation;
                if let Some(fault) = archive::verify(tx, head.marketplace, id).await? {
                    note(format!("{id}: {fault:?}"));
                }
                for difference in check::conversation(tx, head.marketplace, id).await? {
                    note(format!("{difference:?}"));
                }
            }
            for difference in check::principals(tx).await? {
                note(format!("{difference:?}"));
            }
            let said = check::integrity(tx).await?.unwrap_or_default();
            verdict.integrity_faults = said.iter().filter(|line| *line != "ok").count() as u64;
            Ok::<_, kontor_store::Error>(verdict)
        })
    });
    let verdict = verdict.await?;
    store.close().await;
    Ok(verdict)
}

struct Run {
    place: PathBuf,
    log: Log,
    ledger: Ledger,
}

impl Run {
    fn recorded(name: &str, messages: u64) -> Self {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if place.exists() {
            std::fs::remove_dir_all(&place).unwrap();
        }
        let (shim, ledger) = record(&place, messages);
        let log = Log::read(&shim.log).unwrap();
        println!("{} records of the disk", log.records.len());
        Self { place, log, ledger }
    }

    fn cut(&self, cuts: u64, forget: Forget, until_loss: bool) -> Summary {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let plan = Plan {
            log: &self.log,
            ledger: &self.ledger,
            cuts: usize::try_from(cuts).unwrap(),
            seed: number("KONTOR_POWER_CUT_SEED", 1),
            forget,
            scratch: &self.place,
            database: DATABASE,
            until_loss,
        };
        let summary = run(&plan, |directory| runtime.block_on(judge(directory))).unwrap();
        println!("forgetting {forget:?}:\n{}", summary.table());
        summary
    }
}

#[test]
fn an_acknowledged_message_survives_a_power_cut() {
    let messages = number("KONTOR_POWER_CUT_MESSAGES", 1_500);
    let cuts = number("KONTOR_POWER_CUTS", 25);
    let run = Run::recorded("power-cut", messages);
    let expect_loss = number("KONTOR_EXPECT_LOSS", 0) == 1;
    let summary = run.cut(cuts, Forget::Nothing, expect_loss);
    if expect_loss {
        assert!(
            summary.lost > 0,
            "the sabotaged store lost nothing: the test is worthless"
        );
        return;
    }
    assert!(summary.is_clean(), "{summary:?}");
    assert!(summary.acknowledged > 0 && summary.fates.dropped > 0);
    // The test of the test: the same recording without its syncs must lose something.
    for forget in [Forget::Files, Forget::Directories] {
        let summary = run.cut(cuts, forget, true);
        assert!(
            summary.lost > 0,
            "without the syncs of {forget:?} nothing was lost"
        );
    }
    std::fs::remove_dir_all(&run.place).unwrap();
}
