//! What a backup says of itself.

use std::collections::BTreeMap;

use kernel::{Keys, crypto};
use serde::{Deserialize, Serialize};

/// The form of backups that this release writes.
const FORMAT: u32 = 1;

/// Which database the copy is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// A SQLite file.
    Sqlite,
    /// `pg_dump --format=custom`.
    Postgres,
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

/// What a backup says of itself; the last entry of the archive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the backup.
    pub format: u32,
    /// The release that made it.
    pub fourfold: String,
    /// The moment that the database's copy shows, RFC 3339, UTC.
    pub taken_at: String,
    /// Which database.
    pub engine: Engine,
    /// The steps of the schema that had been applied.
    pub migrations: Vec<String>,
    /// By which the keys are known again; nothing of them can be learnt from it.
    pub keys: String,
    /// Rows by table.
    pub tables: BTreeMap<String, i64>,
    /// The ends of the groups' audit chains, `GROUP:POSITION:HASH`.
    pub links: Vec<String>,
    /// Files by their path inside the archive.
    pub files: BTreeMap<String, Entry>,
}

impl Manifest {
    /// Its name in the archive.
    pub const NAME: &'static str = "fourfold-backup.json";

    /// An empty manifest of this release.
    pub fn new(engine: Engine, taken_at: String, keys: &Keys) -> Manifest {
        Manifest {
            format: FORMAT,
            fourfold: env!("CARGO_PKG_VERSION").to_owned(),
            taken_at,
            engine,
            migrations: Vec::new(),
            keys: fingerprint(keys),
            tables: BTreeMap::new(),
            links: Vec::new(),
            files: BTreeMap::new(),
        }
    }

    /// Reads one. A later form is refused: it may hold what this release does not know of.
    pub fn read(bytes: &[u8]) -> anyhow::Result<Manifest> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        let Form { format } = serde_json::from_slice(bytes)?;
        anyhow::ensure!(
            format <= FORMAT,
            "the backup was made by a later release (form {format}, this one knows {FORMAT}); restore it with that one"
        );
        Ok(serde_json::from_slice(bytes)?)
    }

    /// Whether these keys are those that the data was sealed with.
    pub fn fits(&self, keys: &Keys) -> bool {
        crypto::same(&self.keys, &fingerprint(keys))
    }
}

fn fingerprint(keys: &Keys) -> String {
    keys.sign("backup", "these are the keys")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_again_and_later_forms_are_refused() {
        let (ours, others) = (Keys::from_secret(&[1; 32]), Keys::from_secret(&[2; 32]));
        let manifest = Manifest::new(Engine::Sqlite, "2026-01-02T03:04:05Z".into(), &ours);
        assert!(manifest.fits(&ours) && !manifest.fits(&others));
        let text = serde_json::to_string(&manifest).unwrap();
        assert!(Manifest::read(text.as_bytes()).is_ok());
        let later = text.replace("\"format\":1", "\"format\":2,\"unknown\":true");
        assert!(Manifest::read(later.as_bytes()).unwrap_err().to_string().contains("later release"));
        assert!(Manifest::read(b"{}").is_err());
    }
}
