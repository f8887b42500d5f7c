//! The running application: what all handlers share.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use axum::http::{Extensions, Method};
use kernel::words::Locale;
use kernel::{Db, Words};
use records::Registry;

use crate::help::Help;
use crate::routes::{Access, Route};
use crate::{Gate, Module, Nav};

/// What handlers take as state.
pub type Shared = Arc<App>;

/// How this installation is run.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Where files are kept.
    pub data: PathBuf,
    /// The demo group is loaded: the sign-in page offers its cast.
    pub demo: bool,
    /// The address people use, for links in messages.
    pub public_url: Option<String>,
    /// Requests come over https: cookies are Secure and carry the `__Host-` prefix.
    pub https: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
}

/// The application.
pub struct App {
    /// The database.
    pub db: Db,
    /// All words.
    pub words: Words,
    /// All nouns.
    pub registry: Registry,
    /// Places in the navigation, in order.
    pub nav: Vec<Nav>,
    /// Places below administration, in order.
    pub admin: Vec<Nav>,
    /// The page that leads to them.
    pub administration: Option<&'static str>,
    /// All functions that roles may be given, with the module that declares them.
    pub capabilities: Vec<(&'static str, &'static str)>,
    /// All routes with their access.
    pub routes: Vec<Route>,
    /// Paths of the API beside those of kinds, with their OpenAPI path items.
    pub api: Vec<(&'static str, serde_json::Value)>,
    /// Help texts.
    pub help: Vec<Help>,
    /// Who lets people in.
    pub gate: Arc<dyn Gate>,
    /// How it is run.
    pub config: Config,
    /// Seams of modules (panels, importers …), by type.
    pub seams: Extensions,
    /// Methods and their access by path: the gate asks at every request.
    access: HashMap<&'static str, Vec<(Method, Access)>>,
}

/// The manifests put together: the application, and the routers and workers that the caller starts.
pub struct Assembly {
    /// What handlers share.
    pub app: Shared,
    /// The modules' routes.
    pub router: axum::Router<Shared>,
    /// Handlers of jobs by kind.
    pub jobs: HashMap<&'static str, Arc<dyn kernel::JobHandler>>,
    /// What falls due by the clock.
    pub schedules: Vec<kernel::schedules::Schedule>,
    /// Listeners.
    pub consumers: Vec<Arc<dyn kernel::Consumer>>,
}

/// The nouns of modules with all that can be done with them: also for jobs, which are made before the house stands.
pub fn registry(modules: &[Module]) -> Registry {
    let mut registry = Registry::default();
    for module in modules {
        module.kinds.iter().for_each(|kind| registry.add(kind));
        module.commands.iter().for_each(|(kind, commands)| registry.add_commands(kind, commands.clone()));
        module.reversibles.iter().for_each(|reversible| registry.add_reversible(reversible.clone()));
        module.relations.iter().for_each(|relation| registry.add_relation(*relation));
    }
    registry
}

/// Puts modules together. Errors are mistakes in manifests: a key that stands twice, words that do not parse.
pub fn assemble(
    db: Db,
    gate: Arc<dyn Gate>,
    config: Config,
    seams: Extensions,
    modules: Vec<Module>,
    frame_words: &[Locale],
) -> Result<Assembly, String> {
    let mut locales = frame_words.to_vec();
    locales.extend(modules.iter().filter_map(|m| m.locale));
    let words = Words::gather(&locales)?;
    let registry = registry(&modules);
    let (mut router, mut routes) = (axum::Router::new(), Vec::new());
    let (mut nav, mut admin, mut capabilities, mut jobs) = (Vec::new(), Vec::new(), Vec::new(), HashMap::new());
    let (mut schedules, mut consumers, mut help, mut api) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for module in modules {
        let (part, list) = module.routes.into_parts();
        router = router.merge(part);
        routes.extend(list);
        nav.extend(module.nav);
        admin.extend(module.admin);
        api.extend(module.api);
        help.extend(module.help);
        capabilities.extend(module.capabilities.into_iter().map(|c| (c, module.name)));
        for handler in module.jobs {
            jobs.insert(handler.kind(), handler);
        }
        schedules.extend(module.schedules);
        consumers.extend(module.consumers);
    }
    nav.sort_by_key(|n| n.order);
    admin.sort_by_key(|n: &Nav| n.order);
    let top = nav.iter().find(|n| n.access == Access::Administration).map(|n| n.href);
    // For the life of the process, and once.
    let administration = Access::AnyOf(Box::leak(admin.iter().map(|n| n.access).collect()));
    for access in
        nav.iter_mut().map(|n: &mut Nav| &mut n.access).chain(routes.iter_mut().map(|r: &mut Route| &mut r.access))
    {
        if *access == Access::Administration {
            *access = administration;
        }
    }
    let mut access: HashMap<&'static str, Vec<(Method, Access)>> = HashMap::new();
    for route in &routes {
        access.entry(route.path).or_default().push((route.method.clone(), route.access));
    }
    let app = Arc::new(App {
        db,
        words,
        registry,
        nav,
        admin,
        administration: top,
        capabilities,
        routes,
        api,
        help,
        gate,
        config,
        seams,
        access,
    });
    Ok(Assembly { app, router, jobs, schedules, consumers })
}

impl App {
    /// Who may use a route.
    pub fn access(&self, method: &Method, path: &str) -> Option<Access> {
        // A HEAD request is answered by the GET route.
        let method = if method == Method::HEAD { &Method::GET } else { method };
        self.access.get(path)?.iter().find(|(m, _)| m == method).map(|(_, access)| *access)
    }

    /// A seam by type; modules that contribute nothing leave its default.
    pub fn seam<T: Clone + Send + Sync + Default + 'static>(&self) -> T {
        self.seams.get::<T>().cloned().unwrap_or_default()
    }
}
