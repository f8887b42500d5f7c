//! What every import needs: the importers of all nouns, the folder for files, and the way to a person's scope.

use std::path::PathBuf;
use std::sync::Arc;

use futures::future::BoxFuture;
use kernel::{Db, Id, Scope, Tenant};

use super::Importer;
use crate::Refusal;

/// Builds the scope of the person who started an import; the organisation gives it.
pub type ScopeOf = Arc<dyn Fn(Db, Tenant, Id) -> BoxFuture<'static, Result<Scope, Refusal>> + Send + Sync>;

/// The importers of all nouns.
#[derive(Clone, Default)]
pub struct Importers(pub Vec<Arc<dyn Importer>>);

impl Importers {
    /// An importer by name.
    pub fn find(&self, name: &str) -> Option<&Arc<dyn Importer>> {
        self.0.iter().find(|i| i.name() == name)
    }
}

/// The import desk of an installation. The app puts it into the seams and into the job handler.
#[derive(Clone)]
pub struct Desk {
    /// The importers.
    pub importers: Importers,
    /// Where files are kept (`DATA/imports`).
    pub folder: PathBuf,
    /// The way to a person's scope.
    pub scope_of: ScopeOf,
}
