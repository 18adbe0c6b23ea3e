//! The binary `kontor`: reads the command line and runs one command.

use std::process::ExitCode;

/// The allocator: smaller and steadier under many small answers than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Huge pages hold memory that nothing uses: a thousand open streams take half as much without.
    // A kernel that cannot do this only spends more memory.
    #[cfg(target_os = "linux")]
    let _unchanged = rustix::thread::disable_transparent_huge_pages(true);
    kontor_server::commands::main()
}
