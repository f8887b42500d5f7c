//! The list of modules and the wiring between them.

use std::path::Path;
use std::sync::Arc;

use axum::http::Extensions;
use customers::CUSTOMER;
use kernel::schedules::Schedule;
use kernel::words::Locale;
use kernel::{Db, Migration};
use organisation::dictionaries::Seeds;
use organisation::{DictionarySeed, STORE, USER};
use records::import::{Desk, ImportJob, Importers};
use records::{custom, operations};
use sales::OPPORTUNITY;
use vehicles::VEHICLE;
use web::app::{Assembly, assemble};
use web::records::{Labels, Places};
use web::viewing::Counter;
use web::{Config, Module};

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
#[derive(Clone)]
pub struct Wiring {
    /// What hangs on customers.
    pub customers: Arc<customers::Seams>,
    /// What hangs on leads.
    pub leads: Arc<leads::Seams>,
}

impl Wiring {
    /// Ties the modules' seams.
    #[allow(clippy::new_without_default, reason = "it does something")]
    pub fn new() -> Wiring {
        let mut seams = customers::Seams::default();
        customers::collisions::contribute(&mut seams);
        vehicles::contribute(&mut seams);
        sales::contribute(&mut seams);
        privacy::contribute(&mut seams);
        leads::contribute(&mut seams);
        crate::work_list::contribute(&mut seams);
        let customers = Arc::new(seams);
        let leads = Arc::new(leads::Seams {
            customers: customers.clone(),
            opens: vec![Arc::new(crate::filing::Opportunities)],
            working: Arc::new(crate::filing::Hours),
        });
        Wiring { customers, leads }
    }
}

/// All modules, each above those it depends on.
fn modules(wiring: &Wiring) -> Vec<Module> {
    vec![
        organisation::module(),
        work::module(work::Abouts(kinds)),
        customers::module(wiring.customers.clone()),
        vehicles::module(),
        leads::module(wiring.leads.clone()),
        sales::module(),
        privacy::module(),
        web::records::module(),
        crate::home::module(),
        frame(),
    ]
}

/// What the frame itself adds: search, help, the API of every noun, and lists for the nouns of the organisation, whose
/// module has no use for lists itself.
fn frame() -> Module {
    let mut routes = web::help::routes().merge(web::search::routes()).merge(web::records::routes(&STORE));
    routes = routes.merge(web::records::lists(&USER)).merge(organisation::user_forms());
    for kind in kinds() {
        routes = routes.merge(web::api::routes(kind));
    }
    Module { name: "frame", routes, consumers: vec![Arc::new(crate::filing::Milestones)], ..Module::default() }
}

/// The import wizard and its job.
fn imports(desk: Desk) -> Module {
    let nav = web::Nav {
        label: "import-nav",
        href: "/imports",
        icon: ui::Icon::Import,
        quarter: None,
        access: web::Access::Record("customer", kernel::Action::Create),
        order: 800,
    };
    // Where imports, bulk edits and reassignments are looked back at, and undone.
    let changes = web::Nav {
        label: "operation-list",
        href: "/operations",
        icon: ui::Icon::Undo,
        quarter: None,
        access: web::Access::Record("customer", kernel::Action::Bulk),
        order: 810,
    };
    Module {
        name: "imports",
        routes: web::import::routes(),
        nav: vec![nav, changes],
        jobs: vec![Arc::new(ImportJob(desk))],
        ..Module::default()
    }
}

/// What changes many records at once, and taking it back. `modules` are those whose nouns it can be done with.
fn operations(modules: &[Module], desk: &Desk, wiring: &Wiring) -> Module {
    let nouns = Arc::new(web::app::registry(modules));
    let desk = operations::Desk { registry: nouns, scope_of: desk.scope_of.clone() };
    Module {
        name: "operations",
        routes: web::operations::routes(),
        api: web::operations::documents(),
        jobs: vec![
            Arc::new(operations::UndoJob(desk.clone())),
            Arc::new(operations::bulk::BulkJob(desk.clone())),
            Arc::new(customers::handover::HandoverJob { desk, seams: wiring.customers.clone() }),
            Arc::new(operations::TidyJob),
            Arc::new(custom::RestingJob),
        ],
        schedules: [operations::TIDY, custom::RESTING].map(|name| Schedule { name, every: 86_400 }).into(),
        ..Module::default()
    }
}

/// Kinds of records whose opening is counted: those that hold what is personal.
const WATCHED: [&str; 1] = ["customer"];

/// What looks at how much people look at (SYS-09), and counts it meanwhile.
fn watching(counter: Counter) -> Module {
    Module {
        name: "viewing",
        jobs: vec![Arc::new(organisation::viewing::WatchJob { counter })],
        schedules: vec![Schedule { name: organisation::viewing::WATCH, every: 300 }],
        ..Module::default()
    }
}

/// What is tidied once a day: files that came in and lead nowhere.
fn tidying(desk: Desk, data: &Path) -> Module {
    let daily = |name| Schedule { name, every: 86_400 };
    Module {
        name: "tidying",
        jobs: vec![
            Arc::new(records::import::TidyJob(desk)),
            Arc::new(customers::attachments::TidyJob { data: data.to_owned() }),
        ],
        schedules: vec![daily(records::import::TIDY), daily(customers::attachments::TIDY)],
        ..Module::default()
    }
}

/// Who erases people who never were, for the demo: they left nothing in files.
pub fn eraser_of_invented() -> privacy::Eraser {
    privacy::Eraser { seams: Wiring::new().customers, data: None }
}

/// Who erases people, for commands that need no house.
pub fn eraser(data: &Path) -> privacy::Eraser {
    privacy::Eraser { seams: Wiring::new().customers, data: Some(data.to_owned()) }
}

/// What imports need: who brings in what, where files are kept, and the scope of the person who started one.
pub fn import_desk(wiring: &Wiring, data: &Path) -> Desk {
    let parts: Vec<Arc<dyn customers::import::Part>> = vec![Arc::new(vehicles::import::VehiclePart)];
    let importer = customers::import::CustomerImporter::new(
        wiring.customers.clone(),
        organisation::Dictionaries::default(),
        parts,
    );
    Desk {
        importers: Importers(vec![Arc::new(importer)]),
        folder: data.join("imports"),
        scope_of: Arc::new(|db, tenant, user| {
            Box::pin(async move {
                organisation::scope_of_user(&db, tenant, user, db.clock.new_id(), kernel::Lang::ZhCn).await
            })
        }),
    }
}

/// All nouns with what can be done with them, for commands that need no house.
pub fn nouns() -> records::Registry {
    web::app::registry(&modules(&Wiring::new()))
}

/// Every noun of the house.
pub fn kinds() -> Vec<&'static records::Kind> {
    vec![&STORE, &USER, &work::TASK, &CUSTOMER, &VEHICLE, &leads::LEAD, &leads::VISIT, &OPPORTUNITY]
}

/// Base data that modules bring, laid down when a group is founded and added to at upgrades.
pub fn dictionaries() -> Vec<DictionarySeed> {
    [
        organisation::dictionaries::DICTIONARIES,
        work::DICTIONARIES,
        customers::DICTIONARIES,
        vehicles::DICTIONARIES,
        leads::DICTIONARIES,
        sales::DICTIONARIES,
        privacy::DICTIONARIES,
    ]
    .concat()
}

/// Brings every tenant what this release has and an earlier one had not; returns how many were changed.
pub async fn upgrade(db: &Db) -> Result<usize, records::Refusal> {
    organisation::seeds::upgrade(db, &kinds(), &dictionaries()).await
}

/// Every step of the schema, of the platform and of all modules.
pub fn migrations() -> Vec<Migration> {
    let mut list = kernel::migrations();
    list.extend(records::migrations());
    list.extend(modules(&Wiring::new()).into_iter().flat_map(|m| m.migrations));
    list
}

/// The house, put together on a database.
pub fn house(db: Db, config: Config) -> Result<Assembly, String> {
    let wiring = Wiring::new();
    let mut seams = Extensions::new();
    let dictionaries_kept = organisation::Dictionaries::default();
    seams.insert::<Arc<dyn Labels>>(Arc::new(dictionaries_kept.clone()));
    seams.insert(dictionaries_kept);
    let counter = Counter::of(&WATCHED);
    let places = organisation::Places::default();
    seams.insert::<Arc<dyn Places>>(Arc::new(places.clone()));
    seams.insert(places);
    seams.insert::<Arc<dyn web::limits::Allowance>>(Arc::new(organisation::settings::Limits));
    seams.insert::<Arc<dyn web::records::Explainer>>(Arc::new(organisation::powers::Explanations));
    seams.insert(Seeds(dictionaries()));
    seams.insert(counter.clone());
    seams.insert(organisation::sign_on::SignOn::default());
    seams.insert(wiring.customers.clone());
    seams.insert(crate::work_list::sources());
    seams.insert(wiring.leads.clone());
    seams.insert(organisation::nodes::Furnishings(vec![Arc::new(customers::assignment::Rules)]));
    seams.insert(organisation::PersonMenu(customers::PERSON_MENU.to_vec()));
    let desk = import_desk(&wiring, &config.data);
    seams.insert(desk.clone());
    let mut modules = modules(&wiring);
    modules.push(watching(counter));
    modules.push(tidying(desk.clone(), &config.data));
    modules.push(privacy::work(wiring.customers.clone(), &config.data));
    modules.push(operations(&modules, &desk, &wiring));
    modules.push(imports(desk));
    assemble(db, organisation::gate(), config, seams, modules, &FRAME_WORDS)
}

/// All words, for commands that speak without a page.
pub fn words() -> Result<kernel::Words, String> {
    let mut locales = FRAME_WORDS.to_vec();
    locales.extend(modules(&Wiring::new()).into_iter().filter_map(|m| m.locale));
    kernel::Words::gather(&locales)
}
