//! What holds for every conversation: any bytes are survived, packets do not matter.

use super::peer::{BEGIN, converse};
use kontor_mail::smtp::Limits;
use proptest::prelude::*;

/// Bytes that look like a conversation often enough to reach every state.
fn talk() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(BEGIN.as_bytes().to_vec()),
        Just(b"EHLO c\r\n".to_vec()),
        Just(b"MAIL FROM:<a@b.fi> SIZE=10\r\n".to_vec()),
        Just(b"RCPT TO:<@x:c@d.fi>\r\n".to_vec()),
        Just(b"DATA\r\n".to_vec()),
        Just(b".\r\n".to_vec()),
        Just(b"Subject: y\r\n\r\n".to_vec()),
        Just(b"\r\n.".to_vec()),
        Just(vec![b'y'; 700]),
        "[A-Z]{4} [ -~]{0,20}\r\n".prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn packets_do_not_matter(talk in talk(), cuts in proptest::collection::vec(1_usize..40, 1..9)) {
        let limits = Limits { message_bytes_max: 2_000, errors_max: 6, ..Limits::default() };
        let wanted = converse(limits, [talk.as_slice()]);
        prop_assert_eq!(&converse(limits, talk.chunks(1)), &wanted);
        let mut rest = talk.as_slice();
        let mut chunks = Vec::new();
        for cut in cuts.iter().cycle() {
            if rest.is_empty() { break; }
            let (head, tail) = rest.split_at((*cut).min(rest.len()));
            chunks.push(head);
            rest = tail;
        }
        prop_assert_eq!(&converse(limits, chunks), &wanted);
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..3_000)) {
        converse(Limits::default(), [bytes.as_slice()]);
    }
}
