//! Who asks: the [`Scope`] that every query takes.
//!
//! A scope is built once a request from the person's posts and roles. It answers three questions: may they use this
//! function ([`Scope::may`]), which rows of a kind do they reach ([`Scope::reach`]), and how much of a field of a given
//! row do they see ([`Scope::field_on`]). Several roles add up; a field opened by one post is open only on the rows
//! that this post reaches.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::{Id, Instant, Lang, Tenant};

/// What someone may do with a record of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Find it, open it, count it.
    See,
    /// Make a new one.
    Create,
    /// Change it.
    Edit,
    /// Put it away.
    Delete,
    /// Take it out as a file.
    Export,
    /// Change many at once.
    Bulk,
    /// Give it to another person.
    Assign,
    /// Join two into one.
    Merge,
    /// See a masked value in full.
    Reveal,
}

impl Action {
    /// All actions in the order of the permission matrix.
    pub const ALL: [Action; 9] = [
        Action::See,
        Action::Create,
        Action::Edit,
        Action::Delete,
        Action::Export,
        Action::Bulk,
        Action::Assign,
        Action::Merge,
        Action::Reveal,
    ];

    /// The stable name in the database, the API and label keys (`action-see`).
    pub fn name(self) -> &'static str {
        match self {
            Action::See => "see",
            Action::Create => "create",
            Action::Edit => "edit",
            Action::Delete => "delete",
            Action::Export => "export",
            Action::Bulk => "bulk",
            Action::Assign => "assign",
            Action::Merge => "merge",
            Action::Reveal => "reveal",
        }
    }

    /// The action of a stable name.
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|a| a.name() == name)
    }
}

/// A set of actions, as stored with a role (`bigint` bit mask, bit = place in [`Action::ALL`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Actions(pub i64);

impl Actions {
    /// Every action.
    pub fn all() -> Actions {
        Actions::of(&Action::ALL)
    }

    /// Just these.
    pub fn of(list: &[Action]) -> Actions {
        Actions(list.iter().fold(0, |bits, a| bits | 1 << (*a as i64)))
    }

    /// Their stable names, as the journal tells of them; nothing where there are none.
    pub fn names(self) -> Option<String> {
        let list: Vec<&str> = Action::ALL.into_iter().filter(|a| self.has(*a)).map(Action::name).collect();
        (!list.is_empty()).then(|| list.join(" "))
    }

    /// Whether the action is in the set.
    pub fn has(self, action: Action) -> bool {
        self.0 & (1 << (action as i64)) != 0
    }
}

/// How much of a field someone sees. The order is the order of openness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Not even that it has a value.
    Hidden,
    /// That it has a value, and a part of it (138****5678).
    Masked,
    /// All of it.
    Shown,
}

impl Access {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Access::Hidden => "hidden",
            Access::Masked => "masked",
            Access::Shown => "shown",
        }
    }

    /// The access of a stable name; anything unknown is closed.
    pub fn from_name(name: &str) -> Access {
        match name {
            "shown" => Access::Shown,
            "masked" => Access::Masked,
            _ => Access::Hidden,
        }
    }
}

/// A role's openness per field of one kind. A field that is not listed is hidden, so that a new field stays closed
/// until someone opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldRules {
    /// Every field, also those still to be invented (administrators, the system).
    Everything,
    /// Just what is listed.
    Listed(HashMap<String, Access>),
}

impl FieldRules {
    /// Access to a field.
    pub fn of(&self, field: &str) -> Access {
        match self {
            FieldRules::Everything => Access::Shown,
            FieldRules::Listed(fields) => fields.get(field).copied().unwrap_or(Access::Hidden),
        }
    }
}

/// Which rows a grant reaches, with the organisation already resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GrantReach {
    /// The whole tenant.
    Group,
    /// Rows of one store.
    Store {
        /// The store's node.
        store: Id,
        /// The store's path.
        path: String,
    },
    /// Rows below a node that is not a store: a region above, a department or team below.
    Below {
        /// The node's materialised path, ending in `/`.
        path: String,
        /// The store that the node belongs to, where it is part of one.
        store: Option<Id>,
    },
    /// Rows that the person owns.
    Own,
}

/// One line of what a role gives at a post.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The kind of record (`customer`), or `*` for every kind.
    pub kind: String,
    /// What may be done.
    pub actions: Actions,
    /// On which rows.
    pub reach: GrantReach,
    /// How much of each field is seen on these rows.
    pub fields: Arc<FieldRules>,
}

/// Where a grant comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The node of the post.
    pub post: Id,
    /// The role held there.
    pub role: Id,
}

/// Where a row stands: whose it is and in which place of the organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The owner, if it has one.
    pub owner: Option<Id>,
    /// The store.
    pub store: Option<Id>,
    /// The materialised path of the node that holds it.
    pub path: String,
}

/// The rows that someone reaches with an action: the union of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Everything in the tenant.
    pub group: bool,
    /// Rows of these stores (id and path).
    pub stores: Vec<(Id, String)>,
    /// Rows below these paths.
    pub paths: Vec<(String, Option<Id>)>,
    /// Rows of this owner.
    pub owner: Option<Id>,
    /// Rows shared with one of these people or nodes.
    pub shared_with: Vec<Id>,
}

impl Reach {
    /// Whether no row at all is reached.
    pub fn is_empty(&self) -> bool {
        !self.group
            && self.stores.is_empty()
            && self.paths.is_empty()
            && self.owner.is_none()
            && self.shared_with.is_empty()
    }

    /// Whether a row at a place is reached, shares left aside. The counterpart of the compiled query, for rows at hand.
    pub fn covers(&self, place: &Place) -> bool {
        self.group
            || self.stores.iter().any(|(store, _)| place.store == Some(*store))
            || self.paths.iter().any(|(path, _)| place.path.starts_with(path.as_str()))
            || (self.owner.is_some() && self.owner == place.owner)
    }
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person who signed in, or a token in their name.
    User {
        /// Their id.
        id: Id,
        /// Their name as shown.
        name: String,
        /// Whether a token acts, not the person.
        by_token: bool,
    },
    /// Someone who looks at the house as another person sees it, and may change nothing (SYS-05).
    Looking(Box<Looking>),
    /// A job or a command of the house itself, with the reason why it acts.
    System {
        /// For the journal.
        reason: String,
    },
}

/// Who looks as whom, and until when. What is read is what `id` reads; whatever is noted of it is noted of `by`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looking {
    /// The person whose view it is.
    pub id: Id,
    /// Their name.
    pub name: String,
    /// Who really looks.
    pub by: Id,
    /// The looker's name.
    pub by_name: String,
    /// The looker's session, which carries the mark.
    pub session: Id,
    /// When it ends by itself.
    pub until: Instant,
}

/// What a person's posts and roles come to; built once and shared until the organisation changes.
#[derive(Debug, Default)]
pub struct Powers {
    /// Record permissions.
    pub grants: Vec<Grant>,
    /// Where each of them comes from, in their order; empty for the house itself.
    pub origins: Vec<Origin>,
    /// Functions (`users.manage`); `*` means all.
    pub capabilities: BTreeSet<String>,
    /// The person and the nodes that hold them: whom a share may name.
    pub grantees: Vec<Id>,
    /// Those of the grantees whom a share names at all. Most people have none, and their queries need not look for any.
    pub shared_with: Vec<Id>,
    /// The store where the person works first, if any.
    pub home_store: Option<Id>,
    /// The path of the node where the person works first.
    pub home_path: String,
}

/// Who asks, where in the organisation, with which roles, in which language.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The tenant. No query leaves it.
    pub tenant: Tenant,
    /// Who acts.
    pub actor: Actor,
    /// In which language they are answered.
    pub lang: Lang,
    /// The request or job run this belongs to.
    pub request: Id,
    /// Their powers.
    pub powers: Arc<Powers>,
    /// Record kinds and functions that a token leaves of its owner's powers; `None` is no limit.
    pub limited_to: Option<Arc<BTreeSet<String>>>,
}

impl Scope {
    /// The house itself at work: for jobs, set-up and the command line only.
    pub fn system(tenant: Tenant, request: Id, reason: &str) -> Scope {
        let everything = Grant {
            kind: "*".into(),
            actions: Actions::all(),
            reach: GrantReach::Group,
            fields: Arc::new(FieldRules::Everything),
        };
        let powers =
            Powers { grants: vec![everything], capabilities: BTreeSet::from(["*".to_owned()]), ..Powers::default() };
        Scope {
            tenant,
            actor: Actor::System { reason: reason.into() },
            lang: Lang::ZhCn,
            request,
            powers: Arc::new(powers),
            limited_to: None,
        }
    }

    /// The person behind this scope, if it is one.
    pub fn user(&self) -> Option<Id> {
        match &self.actor {
            Actor::User { id, .. } => Some(*id),
            Actor::Looking(looking) => Some(looking.id),
            Actor::System { .. } => None,
        }
    }

    /// Who looks as whom, where someone does. Nothing is written in such a scope ([`crate::Db::write`]).
    pub fn looking(&self) -> Option<&Looking> {
        match &self.actor {
            Actor::Looking(looking) => Some(looking),
            Actor::User { .. } | Actor::System { .. } => None,
        }
    }

    /// Whoever really acts, without any power, for what is counted and noted of them: in a scope that looks as someone
    /// else, the looker.
    pub fn author(&self) -> Scope {
        let actor = match &self.actor {
            Actor::Looking(looking) => Actor::User { id: looking.by, name: looking.by_name.clone(), by_token: false },
            other => other.clone(),
        };
        let powers = Arc::new(Powers { home_path: self.powers.home_path.clone(), ..Powers::default() });
        Scope { tenant: self.tenant, actor, lang: self.lang, request: self.request, powers, limited_to: None }
    }

    /// The name under which the journal shows what is done.
    pub fn actor_name(&self) -> &str {
        match &self.actor {
            Actor::User { name, .. } => name,
            Actor::Looking(looking) => &looking.by_name,
            Actor::System { reason } => reason,
        }
    }

    /// Whether a function is open to them (功能权限).
    pub fn may(&self, capability: &str) -> bool {
        let held = &self.powers.capabilities;
        (held.contains("*") || held.contains(capability)) && self.token_allows(capability)
    }

    /// Whether they may do this with any record of the kind at all.
    pub fn can(&self, kind: &str, action: Action) -> bool {
        self.token_allows_action(kind, action) && self.grants(kind, action).next().is_some()
    }

    /// The rows they reach (数据权限).
    pub fn reach(&self, kind: &str, action: Action) -> Reach {
        let mut reach = Reach::default();
        if !self.token_allows_action(kind, action) {
            return reach;
        }
        for grant in self.grants(kind, action) {
            match &grant.reach {
                GrantReach::Group => reach.group = true,
                GrantReach::Store { store, path } if !reach.stores.iter().any(|(s, _)| s == store) => {
                    reach.stores.push((*store, path.clone()))
                }
                GrantReach::Store { .. } => {}
                GrantReach::Below { path, store } if !reach.paths.iter().any(|(p, _)| p == path) => {
                    reach.paths.push((path.clone(), *store))
                }
                GrantReach::Below { .. } => {}
                GrantReach::Own => reach.owner = self.user(),
            }
            if matches!(action, Action::See | Action::Edit) {
                reach.shared_with.clone_from(&self.powers.shared_with);
            }
        }
        if reach.group {
            return Reach { group: true, ..Reach::default() };
        }
        // A part that a wider part holds already would only cost the query.
        let wide: Vec<String> = reach.paths.iter().map(|(p, _)| p.clone()).collect();
        reach.paths.retain(|(path, _)| {
            !wide.iter().any(|w| w != path && path.starts_with(w.as_str()))
                && !reach.stores.iter().any(|(_, s)| path.starts_with(s.as_str()))
        });
        reach.stores.retain(|(_, path)| !wide.iter().any(|w| path.starts_with(w.as_str())));
        reach
    }

    /// How much of a field they see on a row that stands at one of `places`. A row that no grant covers was reached
    /// through a share and is seen as its reader's roles see their own rows at best.
    pub fn field_on(&self, kind: &str, field: &str, places: &[Place]) -> Access {
        let covering = self.grants(kind, Action::See).filter(|g| places.iter().any(|p| self.covers(&g.reach, p)));
        match covering.map(|g| g.fields.of(field)).max() {
            Some(access) => access,
            None => self.field_at_best(kind, field),
        }
    }

    /// The most they see of a field on any row: whether it is worth selecting at all.
    pub fn field_at_best(&self, kind: &str, field: &str) -> Access {
        self.grants(kind, Action::See).map(|g| g.fields.of(field)).max().unwrap_or(Access::Hidden)
    }

    /// The least they see of a field on any row they reach: what a filter, sort or group over all rows may rely on.
    pub fn field_at_least(&self, kind: &str, field: &str) -> Access {
        self.grants(kind, Action::See).map(|g| g.fields.of(field)).min().unwrap_or(Access::Hidden)
    }

    /// What gives them an action on a kind at all: each grant with its origin.
    pub fn giving<'a>(&'a self, kind: &'a str, action: Action) -> Vec<(&'a Grant, Option<&'a Origin>)> {
        match self.token_allows_action(kind, action) {
            true => self.given(kind, action).collect(),
            false => Vec::new(),
        }
    }

    /// Why they may do this with a row at a place, shares left aside: the grants that cover it. The counterpart of
    /// [`Reach::covers`], which says that they may.
    pub fn because<'a>(&'a self, kind: &'a str, action: Action, place: &Place) -> Vec<(&'a Grant, Option<&'a Origin>)> {
        let mut giving = self.giving(kind, action);
        giving.retain(|(grant, _)| self.covers(&grant.reach, place));
        giving
    }

    fn given<'a>(&'a self, kind: &'a str, action: Action) -> impl Iterator<Item = (&'a Grant, Option<&'a Origin>)> {
        let fits = move |g: &Grant| (g.kind == kind || g.kind == "*") && g.actions.has(action);
        let all = self.powers.grants.iter().enumerate();
        all.filter(move |(_, g)| fits(g)).map(|(n, g)| (g, self.powers.origins.get(n)))
    }

    fn grants<'a>(&'a self, kind: &'a str, action: Action) -> impl Iterator<Item = &'a Grant> {
        self.given(kind, action).map(|(grant, _)| grant)
    }

    fn covers(&self, reach: &GrantReach, place: &Place) -> bool {
        match reach {
            GrantReach::Group => true,
            GrantReach::Store { store, .. } => place.store == Some(*store),
            GrantReach::Below { path, .. } => place.path.starts_with(path.as_str()),
            GrantReach::Own => self.user().is_some() && place.owner == self.user(),
        }
    }

    fn token_allows(&self, name: &str) -> bool {
        self.limited_to.as_ref().is_none_or(|names| names.contains(name))
    }

    /// A token's scopes are `kind:read` and `kind:write`.
    fn token_allows_action(&self, kind: &str, action: Action) -> bool {
        let Some(names) = &self.limited_to else { return true };
        let word = if matches!(action, Action::See | Action::Export) { "read" } else { "write" };
        names.contains(&format!("{kind}:{word}")) || names.contains(&format!("*:{word}"))
    }
}

#[cfg(test)]
#[path = "scope_tests.rs"]
mod tests;
