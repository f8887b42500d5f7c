//! What all rows of a file share: the store, its people, its base data, and what the person who imports may do.

use std::collections::HashMap;

use kernel::scope::Place;
use kernel::{Access, Action, DbError, Id, Scope};
use organisation::dictionaries::Dictionaries;
use records::import::{AnyLook, Key, Options};
use records::input::Context;
use records::{Kind, Refusal, custom};

use super::choices::Choices;
use super::queries;
use crate::collisions::Policy;
use crate::kind::CUSTOMER;
use crate::places::{self, Owner, Store};

/// See the module.
pub(super) struct Setting {
    /// What was decided.
    pub options: Options,
    /// The customer's descriptor with the fields that the house added.
    pub kind: &'static Kind,
    /// People of the store by name and by login, in lower case; `None` where two share it.
    pub people: HashMap<String, Option<Owner>>,
    /// The store's base data.
    pub choices: Choices,
    /// The person who imports, where their role owns what it makes.
    pub own: Option<Owner>,
    /// Whether the store gives arrivals out by rules.
    pub rules: bool,
    /// Whether owners of known customers may be changed.
    pub may_assign: bool,
    /// What is told of customers whom others know.
    pub policy: Policy,
    /// Keys by which known customers are found. One whose field is masked for this person finds nobody: whoever may
    /// not read a number may not try numbers either (design.md, reading and writing).
    pub finding: Vec<Key>,
}

impl Setting {
    /// Loads it. Refused when the person may do none of what the options say.
    pub async fn load(look: &AnyLook<'_>, dictionaries: &Dictionaries, options: &Options) -> Result<Setting, Refusal> {
        let finding: Vec<Key> = options.keys.iter().copied().filter(|key| open_key(look.scope, *key)).collect();
        if options.mode.updates() && !look.scope.can("customer", Action::Edit) {
            return Err(Refusal::Rule("import-not-allowed"));
        }
        let (tenant, store) = (look.scope.tenant, options.place.store);
        let found = queries::people(look.conn, tenant, store, options.today).await?;
        let mut people: HashMap<String, Option<Owner>> = HashMap::new();
        for person in &found {
            let owner = Owner { id: person.id, name: person.name.clone(), path: person.path.clone() };
            for word in [person.name.trim().to_lowercase(), person.login.trim().to_lowercase()] {
                let slot = people.entry(word).or_insert_with(|| Some(owner.clone()));
                if slot.as_ref().is_some_and(|known| known.id != owner.id) {
                    *slot = None;
                }
            }
        }
        let own = own(look.scope).and_then(|me| people.values().flatten().find(|p| p.id == me).cloned());
        if options.mode.creates() && !may_create(look.scope, &options.place) {
            return Err(Refusal::Rule("import-not-allowed"));
        }
        let base_data = dictionaries.of(look.conn, tenant).await?;
        let kind = custom::kind_of(look.conn, tenant, &CUSTOMER).await?;
        Ok(Setting {
            people,
            kind,
            choices: Choices::at(&options.place.path, &base_data, kind),
            own,
            rules: queries::has_rules(look.conn, tenant, store).await?,
            may_assign: look.scope.can("customer", Action::Assign),
            finding,
            policy: Policy::load(look.conn, tenant).await?,
            options: options.clone(),
        })
    }

    /// The store of the import.
    pub fn store(&self) -> Store {
        let place = &self.options.place;
        Store { id: place.store, code: String::new(), name: place.name.clone(), path: place.path.clone() }
    }

    /// The moment's context for values.
    pub fn context(&self) -> Context {
        Context { today: self.options.today, zone: self.options.place.zone }
    }
}

/// The person, where their role reaches only what they own.
fn own(scope: &Scope) -> Option<Id> {
    scope.reach("customer", Action::Create).owner
}

/// Whether customers may be made at a store.
pub(super) fn may_create(scope: &Scope, place: &records::import::Place) -> bool {
    let here = |owner| Place { owner, store: Some(place.store), path: place.path.clone() };
    places::within_reach(scope, Action::Create, &here(None))
        || places::within_reach(scope, Action::Create, &here(scope.user()))
}

/// Whether records may be brought into a store at all, new ones or changes.
pub(super) fn may_enter(scope: &Scope, place: &Place) -> bool {
    let mine = Place { owner: scope.user(), ..place.clone() };
    [Action::Create, Action::Edit]
        .into_iter()
        .any(|action| places::within_reach(scope, action, place) || places::within_reach(scope, action, &mine))
}

fn open_key(scope: &Scope, key: Key) -> bool {
    let shown = |kind: &str, field: &str| scope.field_at_least(kind, field) == Access::Shown;
    match key {
        Key::Phone => shown("customer", "phone"),
        Key::IdNumber => shown("customer", "id_number"),
        // Cars are another module's records; it applies its own policy.
        Key::Vin | Key::Plate => true,
    }
}

/// Whether a database error stands behind a refusal.
pub(super) fn database(refusal: Refusal) -> Result<Refusal, DbError> {
    match refusal {
        Refusal::Database(error) => Err(error),
        other => Ok(other),
    }
}
