//! Search tokens: every script in one piece, nothing is syntax, and how far the index has come.

use kontor_store::search::{self, Document, DocumentKind, Question as Asked};
use kontor_store::{Scope, Tx};

use crate::cast;
use crate::conformance::conversations::question;
use crate::conformance::search::{found, index, listing_document};
use crate::deeds::ask;
use crate::ground::Ground;

on_both_engines!(
    tokens_of_every_script_are_found_whole,
    no_token_is_syntax,
    sources_and_progress_of_indexing_agree_with_the_timeline,
);

/// Tokens are letters and digits of any script; both engines must keep each in one piece.
async fn tokens_of_every_script_are_found_whole(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let public = Scope::public(cast.here);
    let words = [
        "wkäsi",
        "wõun",
        "włódź",
        "wßtrasse",
        "wсофа",
        "wκαναπές",
        "w沙发",
        "wソファ",
        "w소파",
        "wअआ",
        "wڕێ",
        "wกข",
        "w\u{1e900}\u{1e901}",
        "w\u{10d0}",
        "w١٢٣",
        "wⅷ",
        "wı",
        "wİ",
    ];
    for (at, word) in words.iter().enumerate() {
        let tokens = format!("{word} wn{at}");
        index(
            &ground.store,
            &cast,
            vec![listing_document("lamp", &tokens)],
        )
        .await;
        assert_eq!(
            found(&ground.store, public.clone(), &[word]).await,
            ["lamp"],
            "{word}"
        );
        let part = word
            .chars()
            .take(word.chars().count() - 1)
            .collect::<String>();
        let hits = found(&ground.store, public.clone(), &[&part]).await;
        assert_eq!(
            hits,
            Vec::<String>::new(),
            "{part} is only a part of {word}"
        );
    }
}

async fn no_token_is_syntax(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    index(
        &ground.store,
        &cast,
        vec![listing_document("lamp", "wlamp")],
    )
    .await;
    for nasty in [
        "",
        " ",
        "'",
        "\"",
        "' | '",
        "\" OR \"",
        "wlamp:*",
        "wlam*",
        "!wlamp",
        "wa & wb",
        "NOT",
        "AND",
        "NEAR",
        "tokens:wlamp",
        "-wlamp",
        "(",
        "\\",
        "$1",
        "a\u{301}",
    ] {
        let all_of = vec![nasty.to_owned(), "wnothing".to_owned()];
        let prefix = Some(nasty.to_owned());
        let input = (
            Scope::public(cast.here),
            Asked {
                all_of,
                prefix,
                ..Asked::default()
            },
        );
        let outcome = ground
            .store
            .read(input, |tx: &mut Tx, (scope, tokens)| {
                Box::pin(search::listings(tx, scope, tokens, 10))
            })
            .await;
        assert_eq!(outcome.expect(nasty), vec![], "{nasty:?}");
    }
}

async fn sources_and_progress_of_indexing_agree_with_the_timeline(ground: Ground) {
    let cast = cast::gather(&ground.store).await;
    let (taken, _) = ask(&ground.store, question(&cast, "one")).await.unwrap();
    ask(&ground.store, question(&cast, "two")).await.unwrap();
    for (key, count) in [(cast.here, 2), (cast.there, 0)] {
        let input = (key, taken.id.clone());
        let (sources, members) = look!(ground.store, input, |tx, (key, id)| {
            search::entry_sources(tx, *key, id, 0, 10)
        });
        assert_eq!((sources.len(), members.len()), (count, count));
    }
    for (seq, upto) in [(1, 1), (2, 2), (1, 2)] {
        let (kind, subject) = (DocumentKind::Entry, taken.id.to_string());
        let document = Document {
            kind,
            subject,
            seq,
            tokens: "wone".into(),
        };
        index(&ground.store, &cast, vec![document]).await;
        let input = (cast.here, cast.there, taken.id.clone());
        let found = look!(ground.store, input, |tx, (here, there, id)| async move {
            Ok((
                search::indexed_up_to(tx, *here, id).await?,
                search::indexed_up_to(tx, *there, id).await?,
            ))
        });
        assert_eq!(found, (upto, 0));
    }
}
