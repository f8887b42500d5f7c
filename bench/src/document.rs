//! The document of results: each tool owns the sections between its marks.

use std::path::Path;

/// Writes a section between its marks; a document without them gets it at its end.
///
/// # Errors
/// The document cannot be written.
pub fn put(document: &Path, name: &str, section: &str) -> anyhow::Result<()> {
    let (open, close) = (format!("<!-- measured: {name} -->"), format!("<!-- end: {name} -->"));
    let section = format!("{open}\n{section}{close}");
    let text = std::fs::read_to_string(document).unwrap_or_default();
    let written = match (text.find(&open), text.find(&close)) {
        (Some(from), Some(to)) => format!("{}{section}{}", &text[..from], &text[to + close.len()..]),
        _ => format!("{}\n\n{section}\n", text.trim_end()),
    };
    std::fs::write(document, written)?;
    println!("{section}");
    Ok(())
}

/// The day of the measurement, at the house's place.
pub fn today() -> String {
    kernel::Clock::System.now().date_in(organisation::HOUSE_ZONE).to_string()
}

/// The processor's name, where the system tells it, and how many there are.
pub fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map(|rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{}, {cores} cores", name.unwrap_or("a processor without a name"))
}
