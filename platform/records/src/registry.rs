//! All nouns of the house, put together by the app.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Tenant;

use crate::custom::Kinds;
use crate::operations::Reversible;
use crate::{Commands, Kind};

/// A way from one noun to another, for filters across them ("customers who drive a model"). Declared by the module
/// that knows both.
#[derive(Clone, Copy, Debug)]
pub struct Relation {
    /// The kind that is filtered.
    pub from: &'static str,
    /// The prefix in filters: `vehicle` in `vehicle.model:eq:…`.
    pub name: &'static str,
    /// The kind that the filter speaks of.
    pub to: &'static str,
    /// `SELECT l.left_column FROM link l …`: the linking table.
    pub link: &'static str,
    /// The link's column that names the filtered record.
    pub near: &'static str,
    /// The link's column that names the other record.
    pub far: &'static str,
    /// A further condition on the link `l`, such as "holds today".
    pub only: Option<&'static str>,
}

/// Nouns, what can be done with them, and the ways between them.
#[derive(Clone, Default)]
pub struct Registry {
    kinds: BTreeMap<&'static str, &'static Kind>,
    commands: BTreeMap<&'static str, Arc<dyn Commands>>,
    reversibles: BTreeMap<&'static str, Arc<dyn Reversible>>,
    relations: Vec<Relation>,
    custom: Kinds,
}

impl Registry {
    /// Adds a noun.
    pub fn add(&mut self, kind: &'static Kind) {
        self.kinds.insert(kind.name, kind);
    }

    /// Adds what can be done with a noun.
    pub fn add_commands(&mut self, kind: &'static str, commands: Arc<dyn Commands>) {
        self.commands.insert(kind, commands);
    }

    /// Adds a noun whose records can be changed in bulk and brought back.
    pub fn add_reversible(&mut self, reversible: Arc<dyn Reversible>) {
        self.reversibles.insert(reversible.kind().name, reversible);
    }

    /// Adds a way between nouns.
    pub fn add_relation(&mut self, relation: Relation) {
        self.relations.push(relation);
    }

    /// All nouns, by name.
    pub fn kinds(&self) -> impl Iterator<Item = &'static Kind> {
        self.kinds.values().copied()
    }

    /// A noun by its name.
    pub fn kind(&self, name: &str) -> Option<&'static Kind> {
        self.kinds.get(name).copied()
    }

    /// A noun by its collection.
    pub fn collection(&self, name: &str) -> Option<&'static Kind> {
        self.kinds().find(|k| k.collection == name)
    }

    /// The descriptors with the custom fields of tenants, to be brought up to date by whoever lets people in.
    pub fn custom(&self) -> &Kinds {
        &self.custom
    }

    /// A noun by its name, with the fields that a tenant added.
    pub fn kind_of(&self, tenant: Tenant, name: &str) -> Option<&'static Kind> {
        self.kind(name).map(|kind| self.custom.kind(tenant, kind))
    }

    /// All nouns, by name, with the fields that a tenant added.
    pub fn kinds_of(&self, tenant: Tenant) -> impl Iterator<Item = &'static Kind> + '_ {
        self.kinds().map(move |kind| self.custom.kind(tenant, kind))
    }

    /// What can be done with a noun.
    pub fn commands(&self, kind: &str) -> Option<&Arc<dyn Commands>> {
        self.commands.get(kind)
    }

    /// How records of a noun are brought back after an operation.
    pub fn reversible(&self, kind: &str) -> Option<&Arc<dyn Reversible>> {
        self.reversibles.get(kind)
    }

    /// Whether many records of a noun are changed at once from its list.
    pub fn in_bulk(&self, kind: &str) -> bool {
        self.reversible(kind).is_some_and(|reversible| reversible.in_bulk())
    }

    /// The ways that lead from a noun.
    pub fn relations_from<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Relation> {
        self.relations.iter().filter(move |r| r.from == kind)
    }
}
