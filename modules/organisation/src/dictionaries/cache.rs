//! Base data in memory, under the organisation's version.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{ConnectionTrait, DbError, Lang, Tenant};

use super::queries;
use super::rules::{Entry, ResolvedEntry, entries_at};
use crate::versions;

/// All base data of one tenant as it stands at a version. Asking it costs no query.
#[derive(Debug, Default)]
pub struct TenantDictionaries {
    version: i64,
    entries: BTreeMap<String, Vec<Entry>>,
    /// The highest node's entry names a code where no node is at hand (labels in lists over several stores).
    labels: HashMap<(String, String), Entry>,
}

impl TenantDictionaries {
    fn new(version: i64, all: Vec<Entry>) -> TenantDictionaries {
        let mut kept = TenantDictionaries { version, ..TenantDictionaries::default() };
        for entry in all {
            let key = (entry.dictionary.clone(), entry.code.clone());
            let higher = kept
                .labels
                .get(&key)
                .is_none_or(|known| (entry.path.len(), &entry.path) < (known.path.len(), &known.path));
            if higher {
                kept.labels.insert(key, entry.clone());
            }
            kept.entries.entry(entry.dictionary.clone()).or_default().push(entry);
        }
        kept
    }

    /// The name of a code; a code that nobody knows names itself.
    pub fn label(&self, dictionary: &str, code: &str, lang: Lang) -> String {
        let found = self.labels.get(&(dictionary.to_owned(), code.to_owned()));
        found.map_or_else(|| code.to_owned(), |entry| entry.name(lang).to_owned())
    }

    /// The name of a code at the node of `path`.
    pub fn label_at(&self, path: &str, dictionary: &str, code: &str, lang: Lang) -> String {
        let of_code = self.entries.get(dictionary).into_iter().flatten().filter(|e| e.code == code);
        match entries_at(path, of_code).into_iter().next() {
            Some(held) => held.entry.name(lang).to_owned(),
            None => self.label(dictionary, code, lang),
        }
    }

    /// The entries of a dictionary at the node of `path`, in order, with those no longer to be chosen.
    pub fn entries(&self, path: &str, dictionary: &str) -> Vec<ResolvedEntry> {
        entries_at(path, self.entries.get(dictionary).into_iter().flatten())
    }

    /// The codes and names to choose from at the node of `path`.
    pub fn choices(&self, path: &str, dictionary: &str, lang: Lang) -> Vec<(String, String)> {
        self.entries(path, dictionary)
            .into_iter()
            .filter(|r| r.entry.active)
            .map(|r| (r.entry.code.clone(), r.entry.name(lang).to_owned()))
            .collect()
    }

    /// The organisation's version that it stands at.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The path of the highest node that sets anything: where base data is read for someone without a place.
    pub fn top(&self) -> &str {
        let paths = self.entries.values().flatten().map(|entry| entry.path.as_str());
        paths.min_by_key(|path| (path.len(), *path)).unwrap_or_default()
    }

    /// The dictionaries there are.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}

/// Base data of all tenants, each loaded once per version. Cheap to clone; clones share what they keep. The app puts
/// one into its seams.
#[derive(Clone, Default)]
pub struct Dictionaries {
    kept: Arc<Mutex<HashMap<Tenant, Arc<TenantDictionaries>>>>,
}

impl Dictionaries {
    /// A tenant's base data as last loaded, if it was.
    pub fn known(&self, tenant: Tenant) -> Option<Arc<TenantDictionaries>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned()
    }

    /// A tenant's base data as it stands now: one query for the version, and one more after a change.
    pub async fn of(&self, conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Arc<TenantDictionaries>, DbError> {
        let version = versions::version(conn, tenant).await?;
        {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = kept.get(&tenant).filter(|k| k.version == version) {
                return Ok(known.clone());
            }
        }
        let fresh = Arc::new(TenantDictionaries::new(version, queries::all(conn, tenant).await?));
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant, fresh.clone());
        Ok(fresh)
    }
}
