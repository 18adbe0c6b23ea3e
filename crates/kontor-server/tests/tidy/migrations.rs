//! Both engines have the same steps.

use std::collections::BTreeSet;

use crate::tree::root;

fn steps(engine: &str) -> BTreeSet<String> {
    let directory = root().join("migrations").join(engine);
    let entries = std::fs::read_dir(directory).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn every_migration_has_its_twin() {
    let (sqlite, postgres) = (steps("sqlite"), steps("postgres"));
    assert_eq!(sqlite, postgres);
    assert!(!sqlite.is_empty());
    for (number, name) in (1..).zip(&sqlite) {
        assert!(
            name.starts_with(&format!("{number:04}_")),
            "{name} is not number {number}"
        );
        assert!(name.ends_with(".sql"), "{name}");
    }
    assert!(
        root().join("migrations/schema.txt").exists(),
        "the sum of all steps"
    );
}
