//! Forgery: whoever holds the whole database can mend every trace inside it; only a head that was
//! kept outside tells.

use kontor_core::time::Micros;
use kontor_core::timeline::{Fault, Sealed, commitment, seal};
use kontor_store::archive::{self, Finding};
use kontor_store::{Engine, args};

use crate::conformance::archive::{story, walk};
use crate::conformance::tampering::each;
use crate::ground::Ground;

on_both_engines!(
    an_archive_cut_and_mended_is_found_by_a_kept_head,
    a_chain_sealed_anew_is_found_by_a_kept_head,
);

/// Whoever holds the whole database can mend every trace inside it; only a kept head tells.
async fn an_archive_cut_and_mended_is_found_by_a_kept_head(ground: Ground) {
    let cases = [(
        "the last two entries",
        "DELETE FROM entry WHERE THIS AND seq > 3; DELETE FROM entry_part WHERE THIS AND seq > 3;
         UPDATE conversation SET seq = 3, head = (SELECT hash FROM entry WHERE THIS AND seq = 3)
         WHERE THIS",
        None,
        Some(Fault::Truncated { seq: 4 }),
    )];
    each(ground, &cases).await;
}

/// The forger knows the form of the chain: another text in entry 3, and everything after it sealed
/// again. Inside, nothing is wrong any more.
async fn a_chain_sealed_anew_is_found_by_a_kept_head(ground: Ground) {
    let (cast, id, kept) = story(&ground).await;
    let rows = look!(
        ground.store,
        (cast.here, id.clone()),
        |tx, (key, id)| async move {
            let sql = "SELECT seq, at, kind, side, author, commitments, hash FROM entry
                   WHERE marketplace = $1 AND conversation = $2 ORDER BY seq";
            tx.many(sql, args![*key, id]).await
        }
    );
    let literal = |bytes: &[u8]| match ground.site.engine {
        Engine::Sqlite => format!("x'{}'", archive::hex(bytes)),
        Engine::Postgres => format!("'\\x{}'::bytea", archive::hex(bytes)),
    };
    let this = format!("marketplace = {} AND conversation = '{id}'", cast.here.0);
    let forged = commitment(&[5; 32], b"forged");
    let salt = literal(&[5; 32]);
    let mut sql = format!(
        "UPDATE entry_part SET content = 'forged', salt = {salt} WHERE {this} AND seq = 3;"
    );
    let mut previous = rows[1].bytes::<32>(6).unwrap();
    for row in &rows[2..] {
        let seq = row.int(0).unwrap();
        let commitments = if seq == 3 {
            &forged[..]
        } else {
            row.blob(5).unwrap()
        };
        previous = seal(&Sealed {
            marketplace: cast.here,
            conversation: &id,
            seq,
            previous: &previous,
            at: Micros(row.int(1).unwrap()),
            kind: &row.text(2).unwrap(),
            side: &row.text(3).unwrap(),
            author: &row.bytes(4).unwrap(),
            commitments,
        });
        let (commitments, hash) = (literal(commitments), literal(&previous));
        sql += &format!(
            "UPDATE entry SET commitments = {commitments}, hash = {hash} WHERE {this} AND seq = {seq};"
        );
    }
    sql += &format!(
        "UPDATE conversation SET head = {} WHERE {this}",
        literal(&previous)
    );
    ground.site.tamper(&sql).await;
    let fault = Fault::HeadMismatch { seq: 5 };
    let finding = Finding {
        marketplace: cast.here,
        conversation: id,
        fault,
    };
    assert_eq!(walk(&ground.store, &kept).await, (vec![], vec![finding]));
}
