# The few things one does every day. `just --list` shows them.

# Run the demo.
demo:
    cargo run --release -- demo

# Everything that CI runs.
check:
    scripts/test

# The quick part of it.
fast:
    scripts/test --fast

# Format everything.
fmt:
    cargo fmt --all

# Lint everything; warnings fail.
lint:
    cargo clippy --workspace --all-targets -- -D warnings

# Write snapshots anew: access table, schema, limits, example configuration.
snapshots:
    UPDATE_SNAPSHOTS=1 cargo test --workspace

# Measure everything that docs/performance.md tells.
measure:
    cargo build --release -p kontor-server -p kontor-load
    target/release/kontor-load all --kontor target/release/kontor
