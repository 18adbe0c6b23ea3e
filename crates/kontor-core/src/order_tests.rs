//! What an order may be.

use super::*;

fn draft() -> Draft {
    Draft {
        number: " T-1001 ".into(),
        buyer: "aino".into(),
        seller: "lamppu".into(),
        items: vec![
            ItemDraft {
                title: "Green\n sofa".into(),
                quantity: 1,
                listing: "sofa".into(),
                price: "120,00 EUR".into(),
            },
            ItemDraft {
                title: "Cushion".into(),
                quantity: 2,
                ..ItemDraft::default()
            },
        ],
        placed_at: "2026-11-20T10:00:00+02:00".into(),
        shipped_at: "2026-11-20T09:00:00Z".into(),
        status: "shipped".into(),
        carrier: "Posti".into(),
        tracking: "JJFI 6500 0000".into(),
        promised_on: "2026-11-25".into(),
        total: "140.00 EUR".into(),
        ..Draft::default()
    }
}

fn defects(draft: &Draft) -> Vec<(String, &'static str)> {
    let all = check(draft).unwrap_err();
    all.into_iter()
        .map(|defect| (defect.field, defect.code))
        .collect()
}

#[test]
fn a_good_draft_becomes_an_order() {
    let order = check(&draft()).unwrap();
    assert_eq!(order.number, "T-1001");
    assert_eq!(order.items[0].title, "Green sofa");
    assert_eq!(order.placed_at.to_string(), "2026-11-20T08:00:00Z");
    assert_eq!(order.promised_on.unwrap().to_string(), "2026-11-25");
    assert_eq!(order.tracking.as_deref(), Some("JJFI 6500 0000"));
    assert_eq!(order.delivered_at, None);
}

#[test]
fn every_defect_is_told_at_once() {
    let bad = Draft {
        number: "a b".into(),
        buyer: String::new(),
        seller: "x".repeat(201),
        items: vec![
            ItemDraft {
                title: " ".into(),
                quantity: 0,
                listing: "a b".into(),
                price: "cheap".into(),
            },
            ItemDraft {
                title: "\u{202e}gnp".into(),
                quantity: 1_000_001,
                price: "1 EUR".into(),
                ..ItemDraft::default()
            },
        ],
        placed_at: "yesterday".into(),
        shipped_at: "x".into(),
        delivered_at: "2026-02-30T00:00:00Z".into(),
        status: "lost".into(),
        carrier: "x".repeat(81),
        tracking: "x".repeat(101),
        promised_on: "soon".into(),
        total: "1 SEK".into(),
    };
    let wanted = [
        ("number", "invalid"),
        ("buyer", "missing"),
        ("seller", "too_long"),
        ("items[0].title", "missing"),
        ("items[0].quantity", "invalid"),
        ("items[0].listing", "invalid"),
        ("items[0].price", "invalid"),
        ("items[1].title", "invalid"),
        ("items[1].quantity", "invalid"),
        ("placed_at", "invalid"),
        ("shipped_at", "invalid"),
        ("delivered_at", "invalid"),
        ("status", "invalid"),
        ("carrier", "too_long"),
        ("tracking", "too_long"),
        ("promised_on", "invalid"),
        ("total", "currency"),
    ];
    assert_eq!(
        defects(&bad),
        wanted.map(|(field, code)| (field.to_owned(), code))
    );
    let nothing = Draft {
        items: Vec::new(),
        number: "x".repeat(65),
        placed_at: String::new(),
        status: String::new(),
        shipped_at: String::new(),
        ..draft()
    };
    let wanted = [
        ("number", "too_long"),
        ("items", "missing"),
        ("placed_at", "missing"),
        ("status", "missing"),
    ];
    assert_eq!(
        defects(&nothing),
        wanted.map(|(field, code)| (field.to_owned(), code))
    );
}

#[test]
fn too_many_items_are_one_defect() {
    let item = ItemDraft {
        title: "x".into(),
        quantity: 1,
        ..ItemDraft::default()
    };
    let full = Draft {
        items: vec![item.clone(); ITEMS_MAX],
        ..draft()
    };
    assert!(check(&full).is_ok());
    let over = Draft {
        items: vec![item; ITEMS_MAX + 1],
        ..draft()
    };
    assert_eq!(defects(&over), [("items".to_owned(), "too_many")]);
}

#[test]
fn nothing_happens_before_the_order() {
    let early = Draft {
        shipped_at: "2026-11-20T07:59:59Z".into(),
        delivered_at: "2026-11-20T07:59:58Z".into(),
        ..draft()
    };
    let wanted = [("shipped_at", "too_early"), ("delivered_at", "too_early")];
    assert_eq!(
        defects(&early),
        wanted.map(|(field, code)| (field.to_owned(), code))
    );
}

#[test]
fn a_number_is_one_segment_of_a_path() {
    for good in ["1", "T/1001", "Ä-1", "...", &"x".repeat(64)] {
        assert!(is_number(good), "{good}");
    }
    for bad in ["", ".", "..", "a b", "a\u{200b}", "a\n", &"x".repeat(65)] {
        assert!(!is_number(bad), "{bad:?}");
    }
}

#[test]
fn who_is_on_both_sides_writes_to_nobody() {
    let [a, b, c] = ["acc_a", "shp_b", "acc_c"].map(|id| PrincipalId(id.into()));
    let both = [a.clone(), b.clone()];
    assert_eq!(may_write(&[a.clone()], &a, &b), Ok(Some(Side::Buyer)));
    assert_eq!(may_write(&[b.clone()], &a, &b), Ok(Some(Side::Seller)));
    assert_eq!(may_write(&[c], &a, &b), Ok(None));
    assert_eq!(may_write(&both, &a, &b), Err(Refusal::OwnOrder));
    assert_eq!(side(&both, &a, &b), Some(Side::Buyer));
}

#[test]
fn statuses_read_back() {
    for status in Status::ALL {
        assert_eq!(Status::parse(status.code()), Some(status));
    }
    assert_eq!(Status::parse("lost"), None);
}
