//! The binary `kontor`: reads the command line and runs one command.

use std::process::ExitCode;

/// The allocator: smaller and steadier under many small answers than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kontor_server::commands::main()
}
