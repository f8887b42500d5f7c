//! Where the bytes of documents stand: `attachments/ab/abcdef…` below the data folder, named by their digest.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::prepare::Prepared;

/// The place of the bytes with a digest.
pub fn path(data: &Path, digest: &str) -> PathBuf {
    data.join("attachments").join(digest.get(..2).unwrap_or("__")).join(digest)
}

/// Keeps the bytes: written beside their place, flushed to the disk, then renamed, so that a crash leaves no half
/// file. Bytes that are there already are written anew, so that they count as young and are not tidied away before they
/// are named. Runs before the transaction that names them.
pub fn keep(data: &Path, prepared: &Prepared) -> std::io::Result<()> {
    let place = path(data, &prepared.digest);
    let folder = place.parent().unwrap_or(data);
    std::fs::create_dir_all(folder)?;
    let draft = place.with_extension(format!("{}.part", std::process::id()));
    let mut file = std::fs::File::create(&draft)?;
    file.write_all(&prepared.bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, &place)?;
    // The name itself is lasting only when its folder is flushed too.
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-17: the same document twice takes room once.
    #[test]
    fn bytes_are_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let prepared = super::super::prepare(b"%PDF-1.4 a").unwrap();
        keep(folder.path(), &prepared).unwrap();
        keep(folder.path(), &prepared).unwrap();
        let place = path(folder.path(), &prepared.digest);
        assert_eq!(std::fs::read(&place).unwrap(), b"%PDF-1.4 a");
        assert_eq!(std::fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
    }
}
