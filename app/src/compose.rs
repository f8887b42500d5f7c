//! The list of modules and the wiring between them.

use std::sync::Arc;

use axum::http::Extensions;
use customers::CUSTOMER;
use kernel::words::Locale;
use kernel::{Db, Migration};
use organisation::DictionarySeed;
use organisation::dictionaries::Seeds;
use web::app::{Assembly, assemble};
use web::{Config, Module, Routes};

/// The words in the `locales/` folder of a platform crate that knows nothing of languages' machinery.
macro_rules! words_of {
    ($name:literal) => {
        Locale {
            owner: $name,
            zh_cn: include_str!(concat!("../../platform/", $name, "/locales/zh-CN.ftl")),
            en: include_str!(concat!("../../platform/", $name, "/locales/en.ftl")),
        }
    };
}

/// Words that no module brings.
const FRAME_WORDS: [Locale; 4] = [words_of!("ui"), words_of!("identifiers"), words_of!("sheets"), web::LOCALE];

/// What modules hang on each other.
#[derive(Clone, Default)]
struct Wiring {
    customers: Arc<customers::Seams>,
}

/// All modules, each above those it depends on.
fn modules(wiring: &Wiring) -> Vec<Module> {
    vec![organisation::module(), customers::module(wiring.customers.clone()), web::records::module(), crate::home::module(), frame()]
}

/// What the frame itself adds: search, help, and the lists and API of every noun.
fn frame() -> Module {
    let mut routes = web::help::routes().merge(web::search::routes());
    for kind in kinds() {
        routes = routes.merge(web::api::routes(kind));
        if kind.pages {
            routes = routes.merge(pages(kind));
        }
    }
    Module { name: "frame", routes, ..Module::default() }
}

/// Generic lists for every noun; generic forms for those without forms of their own.
fn pages(kind: &'static records::Kind) -> Routes {
    if kind.name == CUSTOMER.name { web::records::lists(kind) } else { web::records::routes(kind) }
}

/// Every noun of the house.
pub fn kinds() -> Vec<&'static records::Kind> {
    vec![&organisation::STORE, &organisation::USER, &CUSTOMER]
}

/// Base data that modules bring, laid down when a group is founded and added to at upgrades.
pub fn dictionaries() -> Vec<DictionarySeed> {
    [organisation::dictionaries::DICTIONARIES, customers::DICTIONARIES].concat()
}

/// Every step of the schema, of the platform and of all modules.
pub fn migrations() -> Vec<Migration> {
    let mut list = kernel::migrations();
    list.extend(records::migrations());
    list.extend(modules(&Wiring::default()).into_iter().flat_map(|m| m.migrations));
    list
}

/// The house, put together on a database.
pub fn house(db: Db, config: Config) -> Result<Assembly, String> {
    let wiring = Wiring::default();
    let mut seams = Extensions::new();
    seams.insert(organisation::Dictionaries::default());
    seams.insert(Seeds(dictionaries()));
    seams.insert(wiring.customers.clone());
    assemble(db, organisation::gate(), config, seams, modules(&wiring), &FRAME_WORDS)
}
