//! The file of a copy: `data.json` with every section, and the papers beside it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use customers::privacy::Section;
use serde_json::{Map, Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Writes a copy beside its place, and names it when it is whole. Only the house itself may read it. `papers` are names
/// and places of files; one that is not there any more is left out.
pub fn write(place: &Path, about: Value, sections: &[Section], papers: &[(String, PathBuf)]) -> io::Result<()> {
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let part = place.with_extension("part");
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut zip = ZipWriter::new(options.open(&part)?);
    let plain = SimpleFileOptions::default();
    zip.start_file("data.json", plain)?;
    serde_json::to_writer_pretty(&mut zip, &document(about, sections))?;
    for (n, (name, from)) in papers.iter().enumerate() {
        let mut from = match File::open(from) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            file => file?,
        };
        zip.start_file(format!("papers/{:03}-{}", n + 1, safe(name)), plain)?;
        io::copy(&mut from, &mut zip)?;
    }
    zip.finish()?.sync_all()?;
    std::fs::rename(part, place)
}

/// The name of a paper as a file may be called anywhere.
fn safe(name: &str) -> String {
    let bad = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let name: String = name.chars().map(|c| if bad(c) { '_' } else { c }).take(120).collect();
    if name.trim_matches('.').is_empty() { "_".into() } else { name }
}

/// Sections as lists of objects; what nobody knows is left out of an object.
fn document(about: Value, sections: &[Section]) -> Value {
    let mut parts = Map::new();
    for section in sections {
        let rows = section.rows.iter().map(|row| {
            let cells = section.columns.iter().zip(row);
            Value::Object(cells.filter_map(|((name, _), cell)| Some((name.clone(), json!(cell.as_ref()?)))).collect())
        });
        parts.insert(section.name.to_owned(), rows.collect());
    }
    json!({ "about": about, "sections": parts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    /// PIPL 45: the copy can be read by a program, and holds the papers.
    #[test]
    fn a_copy_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let paper = folder.path().join("paper");
        std::fs::write(&paper, b"%PDF").unwrap();
        let section = Section {
            name: "phones",
            columns: vec![("phone".into(), "customer-phone".into()), ("label".into(), "x".into())],
            rows: vec![vec![Some("+8613800138000".into()), None]],
        };
        let papers = [("身份证/正面.pdf".to_owned(), paper), ("gone".to_owned(), folder.path().join("none"))];
        let place = folder.path().join("copies/a.zip");
        write(&place, json!({ "request": "P000001" }), &[section], &papers).unwrap();
        let mut zip = zip::ZipArchive::new(File::open(&place).unwrap()).unwrap();
        assert_eq!(zip.file_names().count(), 2);
        let mut text = String::new();
        zip.by_name("data.json").unwrap().read_to_string(&mut text).unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["sections"]["phones"], json!([{ "phone": "+8613800138000" }]));
        assert!(zip.by_name("papers/001-身份证_正面.pdf").is_ok());
    }
}
