//! The process whose disk is recorded: many tasks that write messages to the store and print what
//! was promised to them, until it is killed.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kontor_core::account::Role;
use kontor_core::conversation::{About, Side};
use kontor_core::id::{AccountId, ConversationId, MarketplaceKey, PrincipalId};
use kontor_core::time::Micros;
use kontor_core::timeline::EntryKind;
use kontor_load::clock::monotonic;
use kontor_load::dice::Dice;
use kontor_load::ledger::{body, key};
use kontor_store::account::{self, Account};
use kontor_store::conversation::{NewInquiry, open_inquiry};
use kontor_store::idempotency::{self, Record, Wish};
use kontor_store::timeline::{NewEntry, append};
use kontor_store::{Error, Options, Store, Tx, marketplace};

/// The name of the test that is this process.
pub const NAME: &str = "writer::the_writer";
/// The variable that holds the database's path, and thereby says that this is that process.
pub const DATABASE: &str = "KONTOR_FAULT_DATABASE";
/// The number of its run.
pub const RUN: u32 = 0x00c0_ffee;
/// Tasks that write at once: so many messages share an fsync.
const TASKS: u64 = 32;
/// Conversations of each task.
const CONVERSATIONS: u64 = 8;
/// Messages that may have been asked for beyond the last one promised.
pub const AHEAD: u64 = TASKS;

struct Message {
    marketplace: MarketplaceKey,
    task: u64,
    number: u64,
}

type Work<'t, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 't>>;

fn buyer(task: u64) -> AccountId {
    AccountId::new(Micros(1), [u8::try_from(task).unwrap(); 10])
}

fn seller() -> AccountId {
    AccountId::new(Micros(2), [255; 10])
}

fn found<'t>(tx: &'t mut Tx, (): &'t ()) -> Work<'t, MarketplaceKey> {
    Box::pin(async move {
        let marketplace = marketplace::put(tx, "load", "Load", Micros(1)).await?;
        for id in (0..TASKS).map(buyer).chain([seller()]) {
            let person = Account {
                name: "Somebody".into(),
                external_id: None,
                role: Role::Buyer,
                email: format!("{id}@example.org"),
                email_verified_at: None,
                password: None,
                locale: None,
                disabled_at: None,
                id,
            };
            account::put(tx, marketplace, &person, Micros(1)).await?;
        }
        Ok(marketplace)
    })
}

/// What an API call does: opens or continues, writes, remembers the key.
fn write<'t>(tx: &'t mut Tx, message: &'t Message) -> Work<'t, (ConversationId, i64)> {
    Box::pin(async move {
        let mut dice = Dice::new(u64::from(RUN), message.number ^ (1 << 63));
        let mut random = || dice.bits().to_be_bytes();
        let (salt, pseudonym) = ([random(); 4].concat(), [random(); 2].concat());
        let mut id = [0; 10];
        id.copy_from_slice(&salt[..10]);
        let now = Micros(i64::try_from(1_000_000 + message.number).unwrap());
        let member = PrincipalId::from(buyer(message.task));
        let inquiry = NewInquiry {
            id: ConversationId::new(now, id),
            buyer: member.clone(),
            // One seller of all would be one hot row; still every fourth message is hers.
            seller: match message.number % CONVERSATIONS {
                0 => seller().into(),
                n => buyer((message.task + n) % TASKS).into(),
            },
            about: About::Seller,
            side: Side::Buyer,
            now,
        };
        let taken = open_inquiry(tx, message.marketplace, &inquiry).await?;
        let entry = NewEntry {
            kind: EntryKind::Message,
            person: member.clone(),
            member: member.clone(),
            body: Some(body(RUN, message.number)),
            salt: salt.try_into().unwrap(),
            subject: None,
            pseudonym: pseudonym.try_into().unwrap(),
            now,
            elsewhere: Vec::new(),
        };
        let written = append(tx, message.marketplace, &taken, &entry).await?;
        let wish = Wish {
            principal: member,
            key: key(RUN, message.number),
            fingerprint: [1; 32],
        };
        let record = Record {
            status: 201,
            subject: taken.id.to_string(),
            seq: written.seq,
        };
        idempotency::keep(tx, message.marketplace, &wish, &record, now).await?;
        debug_assert_eq!(
            taken
                .members
                .iter()
                .filter(|m| m.side == Side::Buyer)
                .count(),
            1
        );
        Ok((taken.id, written.seq))
    })
}

#[test]
#[ignore = "it is started by the power-cut test, as a process of its own"]
fn the_writer() {
    let Ok(database) = std::env::var(DATABASE) else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let store = Store::open(Options::quiet(&format!("sqlite:{database}")))
            .await
            .unwrap();
        let marketplace = store.write((), found).await.unwrap();
        let next = Arc::new(AtomicU64::new(0));
        let tasks = (0..TASKS).map(|task| {
            let (store, next) = (store.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                // Until the process is killed.
                for _ in 0..u32::MAX {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let sent = monotonic();
                    let message = Message {
                        marketplace,
                        task,
                        number,
                    };
                    let (conversation, seq) = store.write(message, write).await.unwrap();
                    let answered = monotonic();
                    // One call, so that a line is whole or missing when the process is killed.
                    print!("ack {number} {conversation} {seq} {sent} {answered}\n");
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
    });
}
