//! Writes every sample page in every language into a folder, to be looked at in a browser.
//!
//! `cargo run -p kontor-pages --example samples -- DIR`; then open `DIR/en/listing.html`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use kontor_pages::{Locale, assets, samples};

fn main() -> ExitCode {
    let Some(dir) = std::env::args_os().nth(1) else {
        eprintln!("usage: samples DIR");
        return ExitCode::FAILURE;
    };
    match write(Path::new(&dir)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write to {}: {error}", dir.display());
            ExitCode::FAILURE
        }
    }
}

fn write(dir: &Path) -> std::io::Result<()> {
    for asset in &assets::ALL {
        let path = dir.join(asset.path.trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap_or(dir))?;
        fs::write(path, asset.bytes)?;
    }
    for locale in Locale::ALL {
        let folder = dir.join(locale.code());
        fs::create_dir_all(&folder)?;
        for (name, html) in samples::pages(locale) {
            // Pages name their files from the root; a folder opened without a server has none.
            let html = html.replace("\"/static/", "\"../static/");
            fs::write(folder.join(format!("{name}.html")), html)?;
        }
    }
    Ok(())
}
