//! The list of modules and the wiring between them.

use std::sync::Arc;

use axum::http::Extensions;
use kernel::{Db, Migration};
use web::app::{Assembly, assemble};
use web::{Config, Module};

/// All modules, each above those it depends on.
fn modules() -> Vec<Module> {
    vec![organisation::module(), customers::module(), vehicles::module(), crate::home::module()]
}

/// Every step of the schema, of the platform and of all modules.
pub fn migrations() -> Vec<Migration> {
    let mut list = kernel::migrations();
    list.extend(records::migrations());
    list.extend(modules().into_iter().flat_map(|m| m.migrations));
    list
}

/// The house, put together on a database.
pub fn house(db: Db, config: Config) -> Result<Assembly, String> {
    let mut seams = Extensions::new();
    assemble(db, organisation::gate(), config, seams, modules(), &[ui_words(), web::LOCALE])
}
