//! Words for codes, as lists and forms of all modules ask for them: from memory, never from the database.

use kernel::{ConnectionTrait, DbError, Lang, Scope, Tenant};
use web::records::Labels;

use super::cache::Dictionaries;

/// The gate brings the memory up to date before each request, so that a list asks for every cell without a query.
/// Before the first request of a tenant, codes name themselves.
impl Labels for Dictionaries {
    fn choice(&self, tenant: Tenant, dictionary: &str, code: &str, lang: Lang) -> Option<String> {
        Some(self.known(tenant)?.label(dictionary, code, lang))
    }

    fn choices(&self, scope: &Scope, dictionary: &str) -> Vec<(String, String)> {
        let Some(known) = self.known(scope.tenant) else { return Vec::new() };
        let home = &scope.powers.home_path;
        // The house itself and people without a post read what stands highest.
        let path = if home.is_empty() { known.top() } else { home };
        known.choices(path, dictionary, scope.lang)
    }
}

impl Dictionaries {
    /// Loads a tenant's base data unless what is kept is of this version already.
    pub async fn refresh(&self, conn: &impl ConnectionTrait, tenant: Tenant, version: i64) -> Result<(), DbError> {
        if self.known(tenant).is_some_and(|known| known.version() == version) {
            return Ok(());
        }
        self.of(conn, tenant).await.map(drop)
    }
}
