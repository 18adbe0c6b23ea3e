//! Tokens in five languages, hostile queries, and what holds for every text.

use kontor_core::id::{AccountId, PrincipalId, ShopId};
use kontor_core::time::Micros;
use kontor_text::tokens::{
    Query, TOKENS_MAX, WORD_CHARS_MAX, index_tokens, month_token, principal_token, query,
};

const NOW: Micros = Micros(1_795_300_000_000_000);

fn tokens(text: &str) -> Vec<String> {
    let mut tokens = index_tokens(&[text], &[], NOW);
    assert_eq!(tokens.remove(0), "m202611");
    tokens
}

fn found(query: &Query, text: &str) -> bool {
    let tokens = tokens(text);
    query.all_of.iter().all(|token| tokens.contains(token))
        && query
            .prefix
            .as_ref()
            .is_none_or(|prefix| tokens.iter().any(|token| token.starts_with(prefix)))
}

#[test]
fn words_of_five_languages() {
    let cases = [
        (
            "fi",
            "Hyvää päivää, EU:n",
            "whyvaa phyvaa wpaivaa ppaiva weu wn",
        ),
        ("fi", "Åbo Öljylamppu", "wabo woljylamppu poljyl"),
        ("sk", "Ďakujem, stôl š-č", "wdakujem pdakuj wstol ws wc"),
        ("sk", "Ľúbiť kôň", "wlubit plubit wkon"),
        ("et", "Õunapuu jäär ž", "wounapuu pounap wjaar wz"),
        (
            "et",
            "40-aastane köögilaud",
            "w40 waastane paasta wkoogilaud pkoogi",
        ),
        (
            "pt",
            "Coração à venda: 12,50 €",
            "wcoracao pcorac wa wvenda pvenda w12 w50",
        ),
        ("pt", "pôr-do-sol", "wpor wdo wsol"),
        (
            "en",
            "Don't e-mail JIM@shop.example",
            "wdon wt we wmail wjim wshop wexample pexamp",
        ),
        (
            "en",
            "ﬁne \u{212b}ngström ½ Ⅳ",
            "wfine wangstrom pangst w1 w2 wiv",
        ),
        (
            "en",
            "İstanbul Straße \u{ad}ma\u{ad}rket",
            "wistanbul pistan wstrasse pstras wmarket pmarke",
        ),
        ("other", "Привет 東京 ١٢٣", "wпривет pприве w東 w京 w١٢٣"),
        ("none", " \t!? 😀🇫🇮 ** \0 \u{301}", ""),
    ];
    for (language, text, wanted) in cases {
        assert_eq!(tokens(text).join(" "), wanted, "{language}: {text}");
    }
    // Composed and decomposed forms are the same word.
    assert_eq!(tokens("päivä"), tokens("pa\u{308}iva\u{308}"));
}

#[test]
fn what_was_typed_is_found() {
    let text = "Hei! Onko öljylamppu vielä myynnissä? Hinta 12,50 €.";
    let cases = [
        ("one word", "lamppu", false),
        ("another case", "ÖLJYLAMPPU", true),
        ("without marks", "oljylamppu", true),
        ("beginning of a word", "myyn", true),
        ("long beginning of a word", "öljylam", true),
        ("only the last word may be unfinished", "myyn hinta", false),
        ("several words in any order", "hinta öljylamppu", true),
        ("a word that is not there", "öljylamppu pöytä", false),
        ("a price", "12,50", true),
        ("one letter is a word", "h", false),
        ("same prefix, another word", "öljylamput", false),
    ];
    for (name, typed, wanted) in cases {
        let query = query(typed);
        let proposed = found(&query, text);
        assert_eq!(proposed && query.holds_in(&[text]), wanted, "{name}");
    }
    assert!(
        found(&query("öljylamput"), text),
        "the index alone proposes it"
    );
}

#[test]
fn hostile_queries_yield_only_safe_tokens() {
    let cases = [
        ("\" * NEAR ( ) -", "", Some("wnear")),
        ("NEAR(\"a\" b, 5)", "wnear wa wb w5", None),
        ("a AND b OR NOT c*", "wa wand wb wor wnot wc", None),
        ("text : ^first + {x y} -z", "wtext wfirst wx wy wz", None),
        ("'); DROP TABLE entry; --", "wdrop wtable pentry", None),
        ("lamp' & !pöytä | x:* <-> y", "wlamp wpoyta wx wy", None),
        ("😀 \0 \u{202e} \\ % _", "", None),
        ("wlamp m202611 aacc01", "wwlamp wm202611 paacc0", None),
        ("", "", None),
    ];
    for (typed, all_of, prefix) in cases {
        let query = query(typed);
        assert_eq!(query.all_of.join(" "), all_of, "{typed}");
        assert_eq!(query.prefix.as_deref(), prefix, "{typed}");
        assert_eq!(query.is_empty(), all_of.is_empty() && prefix.is_none());
    }
    assert!(!query("!!").holds_in(&["!!"]));
    let long = query(&"\"x* ab( ".repeat(1_250));
    assert_eq!(
        (long.all_of.join(" ").as_str(), long.prefix.as_deref()),
        ("wx", Some("wab"))
    );
    assert_eq!(query(&"x".repeat(10_000)).all_of, ["pxxxxx"]);
    let many: String = (100..200).map(|number| format!("{number} ")).collect();
    assert_eq!(query(&many).all_of.len(), 7);
}

#[test]
fn principals_and_months_have_their_own_tokens() {
    let account = PrincipalId::from(AccountId::new(NOW, [7; 10]));
    let shop = PrincipalId::from(ShopId::new(NOW, [8; 10]));
    let token = principal_token(&account);
    assert_eq!(token, format!("a{}", account.as_str().replace('_', "")));
    let texts = ["lamp m200001", &format!("{account}")];
    let tokens = index_tokens(&texts, &[account, shop.clone()], NOW);
    assert_eq!(
        tokens[..3],
        ["m202611".to_owned(), token, principal_token(&shop)]
    );
    assert!(
        !tokens.contains(&"m200001".to_owned()),
        "a word is no month"
    );
    assert!(
        tokens[3..]
            .iter()
            .all(|token| token.starts_with(['w', 'p'])),
        "a word is no principal"
    );
    assert_eq!(principal_token(&PrincipalId("acc_A\"'*ä".into())), "aacca");
    let months = [
        (0, "m197001"),
        (2_678_400_000_000, "m197002"),
        (i64::MAX, "m"),
        (i64::MIN, "m"),
    ];
    for (at, wanted) in months {
        assert_eq!(month_token(Micros(at)), wanted);
    }
}

#[test]
fn limits_hold() {
    let long = "ä".repeat(500);
    assert_eq!(
        tokens(&long),
        [format!("w{}", "a".repeat(WORD_CHARS_MAX)), "paaaaa".into()]
    );
    assert!(query(&long).holds_in(&[&long]));
    let many: String = (0..20_000).map(|number| format!("word{number} ")).collect();
    let principal = PrincipalId::from(AccountId::new(NOW, [7; 10]));
    let tokens = index_tokens(&[&many], std::slice::from_ref(&principal), NOW);
    assert_eq!(tokens.len(), TOKENS_MAX);
    assert!(tokens.contains(&principal_token(&principal)));
}

mod properties {
    use super::{NOW, found, index_tokens, query};
    use proptest::prelude::*;
    use std::time::{Duration, Instant};
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    /// `^[\p{L}\p{N}]+$`, lower case; see also the property that nothing else makes a token.
    fn is_safe(token: &str) -> bool {
        !token.is_empty()
            && token
                .chars()
                .all(|c| c.is_alphanumeric() && !is_combining_mark(c))
            && token.to_lowercase() == token
    }

    proptest! {
        #[test]
        fn every_token_is_letters_and_digits(text in "(?s).{0,200}", typed in "(?s).{0,60}") {
            let query = query(&typed);
            let tokens = index_tokens(&[&text, &typed], &[], NOW);
            for token in tokens.iter().chain(&query.all_of).chain(&query.prefix) {
                prop_assert!(is_safe(token), "{token:?}");
            }
        }

        // The pattern's own tables of categories are the oracle; what they do not assign may be a letter.
        #[test]
        fn signs_and_marks_make_no_token(signs in r"[\p{S}\p{M}\p{P}\p{Z}\p{Cc}\p{Cf}\p{Co}]{1,40}") {
            // ℃ is a sign that stands for letters; what stands only for itself makes no word.
            let signs: String = signs.chars().filter(|c| std::iter::once(*c).nfkd().eq([*c])).collect();
            prop_assert_eq!(index_tokens(&[&signs], &[], NOW).len(), 1, "only the month");
        }

        #[test]
        fn every_word_of_a_text_finds_it(text in r"([\w\p{L}\p{M}:.'’\u{ad}-]{1,12}[ ,\n]){1,12}") {
            for word in text.split_whitespace() {
                let query = query(word);
                if !query.is_empty() {
                    prop_assert!(found(&query, &text), "{word:?} {query:?}");
                    prop_assert!(query.holds_in(&[&text]), "{word:?} {query:?}");
                }
            }
        }
    }

    #[test]
    fn time_is_linear() {
        for unit in [
            "a",
            "ä ",
            "a\u{301}",
            "\u{fdfa}",
            "a'",
            "1.",
            "東",
            "\u{200d}",
            "😀\u{200d}",
            "🇫",
        ] {
            let time = |count: usize| {
                let text = unit.repeat(count / unit.len());
                let begun = Instant::now();
                std::hint::black_box(index_tokens(&[&text], &[], NOW));
                begun.elapsed()
            };
            time(1_000);
            let (small, large) = (time(64_000).max(Duration::from_millis(1)), time(256_000));
            // Four times the text; a quadratic walk takes sixteen times as long.
            assert!(large < small * 12, "{unit:?}: {small:?} then {large:?}");
        }
    }
}
