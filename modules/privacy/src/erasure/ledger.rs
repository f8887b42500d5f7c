//! The ledger outside the database: who was erased or restricted, by ids and times alone, one line each in
//! `privacy.jsonl` of the data directory. A restore of an older backup reads it and does the same again.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use kernel::{DbError, Id, Instant, Tenant};
use serde::{Deserialize, Serialize};

/// The file's name in the data directory.
pub const NAME: &str = "privacy.jsonl";

/// What was done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// The person was erased.
    Erased,
    /// The file was taken out of use.
    Restricted,
    /// The file was taken into use again.
    Lifted,
}

/// A line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The group.
    pub tenant: Tenant,
    /// The file.
    pub customer: Id,
    /// What was done.
    pub what: What,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// The ledger of a data directory.
pub fn path(data: &Path) -> PathBuf {
    data.join(NAME)
}

/// Adds a line, durably. One that says what the last one about the file says is not written again.
pub fn note(data: &Path, tenant: Tenant, customer: Id, what: What, at: Instant) -> Result<(), DbError> {
    let write = || -> std::io::Result<()> {
        let file = path(data);
        let last = read(&file)?.into_iter().rfind(|l| l.tenant == tenant && l.customer == customer);
        if last.is_some_and(|last| last.what == what) {
            return Ok(());
        }
        let mut line = serde_json::to_string(&Line { tenant, customer, what, at: at.0 })?;
        line.push('\n');
        let mut file = std::fs::File::options().create(true).append(true).open(&file)?;
        file.write_all(line.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|e| DbError::Custom(format!("{NAME}: {e}")))
}

/// The lines of a ledger; one that was cut off in the middle is left out. A file that is not there has none.
pub fn read(file: &Path) -> std::io::Result<Vec<Line>> {
    let file = match std::fs::File::open(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        file => file?,
    };
    let mut lines = Vec::new();
    for line in BufReader::new(file).lines() {
        lines.extend(serde_json::from_str::<Line>(&line?).ok());
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was written is read again, once; half a line harms nothing.
    #[test]
    fn lines_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (Id::from_u128(1), Id::from_u128(2));
        for (customer, what) in [(one, What::Restricted), (other, What::Erased), (one, What::Restricted)] {
            note(folder.path(), 1, customer, what, Instant(5)).unwrap();
        }
        note(folder.path(), 1, one, What::Lifted, Instant(6)).unwrap();
        std::fs::File::options().append(true).open(path(folder.path())).unwrap().write_all(b"{\"tenant\":1,").unwrap();
        let told: Vec<_> = read(&path(folder.path())).unwrap().into_iter().map(|l| (l.customer, l.what)).collect();
        assert_eq!(told, [(one, What::Restricted), (other, What::Erased), (one, What::Lifted)]);
        assert!(read(&folder.path().join("none")).unwrap().is_empty());
    }
}
