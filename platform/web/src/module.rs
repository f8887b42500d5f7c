//! What a module adds to the house, in one value.

use std::sync::Arc;

use kernel::schedules::Schedule;
use kernel::words::Locale;
use kernel::{Consumer, JobHandler, Migration};
use records::operations::Reversible;
use records::registry::Relation;
use records::{Commands, Kind};

use crate::Routes;
use crate::help::Help;
use crate::routes::Access;

/// A module's manifest: one function of the module returns it, and the app puts all of them together.
#[derive(Default)]
pub struct Module {
    /// Its name, that of its folder.
    pub name: &'static str,
    /// Its words.
    pub locale: Option<Locale>,
    /// Its steps of the schema.
    pub migrations: Vec<Migration>,
    /// Its nouns.
    pub kinds: Vec<&'static Kind>,
    /// What can be done with them.
    pub commands: Vec<(&'static str, Arc<dyn Commands>)>,
    /// How its records are brought back after an operation.
    pub reversibles: Vec<Arc<dyn Reversible>>,
    /// Ways from nouns to nouns.
    pub relations: Vec<Relation>,
    /// Functions that roles may be given (`users.manage`); the label key is `capability-users-manage`.
    pub capabilities: Vec<&'static str>,
    /// Its pages and their access.
    pub routes: Routes,
    /// What the API has beside the routes of kinds: paths and their OpenAPI path items.
    pub api: Vec<(&'static str, serde_json::Value)>,
    /// Its places in the navigation.
    pub nav: Vec<Nav>,
    /// Its places below administration; the label's key with `-about` says what is there.
    pub admin: Vec<Nav>,
    /// Help about its pages.
    pub help: Vec<Help>,
    /// Its long work.
    pub jobs: Vec<Arc<dyn JobHandler>>,
    /// What falls due by the clock.
    pub schedules: Vec<Schedule>,
    /// What it listens to.
    pub consumers: Vec<Arc<dyn Consumer>>,
}

/// A place in the navigation, shown to those who may go there.
#[derive(Clone, Debug)]
pub struct Nav {
    /// The label's key.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Its icon.
    pub icon: ui::Icon,
    /// Which quarter of the mark it lights up.
    pub quarter: Option<ui::Quarter>,
    /// Who may go there.
    pub access: Access,
    /// Order among all places.
    pub order: i32,
}
