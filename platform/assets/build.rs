//! Bundles scripts and styles into `dist/` when their sources are newer than the bundle.
//!
//! `SKIP_FRONTEND=1` leaves `dist/` alone, for packagers who bring their own bundle.

use std::error::Error;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

const SOURCES: [&str; 3] = ["src", "package.json", "package-lock.json"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=SKIP_FRONTEND");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    // Also when somebody removed the bundle.
    println!("cargo::rerun-if-changed=dist/app.js");
    fs::create_dir_all("dist")?;
    if std::env::var_os("SKIP_FRONTEND").is_some_and(|value| value != "0") {
        return Ok(());
    }
    // Builds with different target directories share this folder.
    let lock = File::open("package.json")?;
    lock.lock()?;
    if is_older("dist/app.css", &SOURCES) || is_older("dist/app.js", &SOURCES) {
        if is_older("node_modules/.package-lock.json", &["package-lock.json"]) {
            npm(&["ci", "--no-audit", "--no-fund"])?;
        }
        npm(&["run", "--silent", "build"])?;
        for entry in fs::read_dir("src/static")? {
            let entry = entry?;
            fs::copy(entry.path(), Path::new("dist").join(entry.file_name()))?;
        }
        date_back("dist", &SOURCES)?;
    }
    Ok(())
}

fn npm(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output = Command::new(program).args(arguments).output().map_err(|error| {
        format!("cannot run npm ({error}): install Node.js 20 or later, or set SKIP_FRONTEND=1 and provide dist/")
    })?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(format!("npm {} failed:\n{text}", arguments.join(" ")).into())
}

/// True when `target` is missing or any file below `sources` changed after it.
fn is_older(target: &str, sources: &[&str]) -> bool {
    let Ok(built) = fs::metadata(target).and_then(|meta| meta.modified()) else { return true };
    sources.iter().any(|source| newest(Path::new(source)).map_or(true, |changed| changed > built))
}

/// Gives the bundle the time of its newest source: dated now, it would look changed to the next build.
fn date_back(folder: &str, sources: &[&str]) -> io::Result<()> {
    let mut latest = SystemTime::UNIX_EPOCH;
    for source in sources {
        latest = latest.max(newest(Path::new(source))?);
    }
    for entry in fs::read_dir(folder)? {
        File::options().write(true).open(entry?.path())?.set_modified(latest)?;
    }
    Ok(())
}

fn newest(path: &Path) -> io::Result<SystemTime> {
    let mut latest = fs::metadata(path)?.modified()?;
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            latest = latest.max(newest(&entry?.path())?);
        }
    }
    Ok(latest)
}
