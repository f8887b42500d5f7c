//! The list of modules and the wiring between them.

use axum::http::Extensions;
use kernel::words::Locale;
use kernel::{Db, Migration};
use organisation::DictionarySeed;
use web::app::{Assembly, assemble};
use web::{Config, Module};

/// The words in another crate's `locales/` folder.
macro_rules! words_of {
    ($name:literal) => {
        Locale {
            owner: $name,
            zh_cn: include_str!(concat!("../../platform/", $name, "/locales/zh-CN.ftl")),
            en: include_str!(concat!("../../platform/", $name, "/locales/en.ftl")),
        }
    };
}

/// All modules, each above those it depends on.
fn modules() -> Vec<Module> {
    vec![organisation::module(), crate::home::module(), frame()]
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
    let seams = Extensions::new();
    assemble(db, organisation::gate(), config, seams, modules(), &[UI_WORDS, web::LOCALE, IDENTIFIER_WORDS, SHEET_WORDS])
}

/// What the frame itself adds: search and help.
fn frame() -> Module {
    Module { name: "frame", routes: web::help::routes(), ..Module::default() }
}

/// Words of crates that know nothing of languages' machinery.
const UI_WORDS: Locale = Locale { owner: "ui", zh_cn: ui::LOCALES[0].1, en: ui::LOCALES[1].1 };
const IDENTIFIER_WORDS: Locale = words_of!("identifiers");
const SHEET_WORDS: Locale = words_of!("sheets");

/// Base data that modules bring, laid down when a group is founded and added to at upgrades.
pub fn dictionaries() -> Vec<DictionarySeed> {
    organisation::dictionaries::DICTIONARIES.to_vec()
}
