//! From posts and roles to powers, without a database.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use kernel::scope::{Origin, Powers};
use kernel::{Access, Action, Actions, FieldRules, Grant, GrantReach, Id};

use super::ranges::Ranges;
use crate::nodes::NodeKind;

/// How far a role's grant reaches from the post where the role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Rows that the person owns.
    Own,
    /// The team.
    Team,
    /// The department.
    Department,
    /// The store.
    Store,
    /// The region.
    Region,
    /// The group.
    Group,
}

impl Level {
    /// All levels from the narrowest to the widest.
    pub const ALL: [Level; 6] = [Level::Own, Level::Team, Level::Department, Level::Store, Level::Region, Level::Group];

    /// The stable name in the database and in label keys (`level-own`).
    pub fn name(self) -> &'static str {
        match self {
            Level::Own => "own",
            Level::Team => "team",
            Level::Department => "department",
            Level::Store => "store",
            Level::Region => "region",
            Level::Group => "group",
        }
    }

    /// The level of a stable name.
    pub fn from_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|l| l.name() == name)
    }

    /// The kind of node whose rows it means; none for one's own rows.
    pub fn node_kind(self) -> Option<NodeKind> {
        match self {
            Level::Own => None,
            Level::Team => Some(NodeKind::Team),
            Level::Department => Some(NodeKind::Department),
            Level::Store => Some(NodeKind::Store),
            Level::Region => Some(NodeKind::Region),
            Level::Group => Some(NodeKind::Group),
        }
    }
}

/// A node as powers need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The node.
    pub id: Id,
    /// Its kind.
    pub kind: NodeKind,
    /// Its path.
    pub path: String,
    /// The store it is or belongs to.
    pub store: Option<Id>,
}

/// Where a post stands: its node and the nodes that hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The nodes above, the root first; empty when the post is at the root.
    pub above: Vec<Post>,
    /// The node of the post.
    pub node: Post,
}

impl Standing {
    /// The nodes from the root down to the post's own.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = &Post> {
        self.above.iter().chain(std::iter::once(&self.node))
    }
}

/// A role with all it gives, or several roles of one hierarchy put together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleSheet {
    /// The role itself, where it is held at a post.
    pub role: Option<Id>,
    /// The role whose everything it has too.
    pub parent: Option<Id>,
    /// Every field of every kind, also those still to be invented.
    pub everything: bool,
    /// What may be done, by kind (`*` for all) and level.
    pub grants: BTreeMap<(String, Level), Actions>,
    /// Openness by kind and field.
    pub fields: BTreeMap<String, HashMap<String, Access>>,
    /// Functions.
    pub capabilities: BTreeSet<String>,
    /// How its holders are let in.
    pub entry: EntryRules,
}

/// How holders of a role are let in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryRules {
    /// Only with a second factor.
    pub second_factor: bool,
    /// Only from these addresses, one list for each role that names any: an address must be in all of them.
    pub addresses: Vec<Ranges>,
}

impl EntryRules {
    /// Takes on what another role demands besides.
    pub fn add(&mut self, other: &EntryRules) {
        self.second_factor |= other.second_factor;
        for ranges in &other.addresses {
            if !self.addresses.contains(ranges) {
                self.addresses.push(ranges.clone());
            }
        }
    }

    /// Whether someone at an address is let in. Where addresses are limited, one that is not known is outside.
    pub fn allow(&self, address: Option<std::net::IpAddr>) -> bool {
        self.addresses.iter().all(|ranges| address.is_some_and(|a| ranges.hold(a)))
    }
}

/// A role together with the roles above it: the union of grants and functions, the most open access per field, and
/// whatever any of them demands of its holders.
/// A circle in the hierarchy ends where it closes.
pub fn effective(role: Id, roles: &HashMap<Id, RoleSheet>) -> RoleSheet {
    let (mut sum, mut seen, mut next) = (RoleSheet::default(), HashSet::new(), Some(role));
    while let Some((id, sheet)) = next.and_then(|id| roles.get(&id).map(|sheet| (id, sheet))) {
        if !seen.insert(id) {
            break;
        }
        sum.everything |= sheet.everything;
        for (key, actions) in &sheet.grants {
            let held = sum.grants.entry(key.clone()).or_default();
            held.0 |= actions.0;
        }
        for (kind, fields) in &sheet.fields {
            let held = sum.fields.entry(kind.clone()).or_default();
            for (field, access) in fields {
                let open = held.entry(field.clone()).or_insert(*access);
                *open = (*open).max(*access);
            }
        }
        sum.capabilities.extend(sheet.capabilities.iter().cloned());
        sum.entry.add(&sheet.entry);
        next = sheet.parent;
    }
    sum
}

/// The rows that a level means at a post: those of the highest node around the post whose rank does not exceed the
/// level. Where a rank is missing (a department of the head office belongs to no store) the reach is narrower than the
/// level says, never wider. A post above the level reaches what is below it.
pub fn reach(standing: &Standing, level: Level) -> GrantReach {
    let Some(kind) = level.node_kind() else { return GrantReach::Own };
    let node = standing.nodes().find(|n| n.kind >= kind).unwrap_or(&standing.node);
    if standing.nodes().next().is_some_and(|root| root.id == node.id) {
        GrantReach::Group
    } else if node.kind == NodeKind::Store {
        GrantReach::Store { store: node.id, path: node.path.clone() }
    } else {
        GrantReach::Below { path: node.path.clone(), store: node.store }
    }
}

/// What a person's posts come to. The first post is the main one.
pub fn powers(user: Id, posts: &[(Standing, RoleSheet)]) -> Powers {
    let mut powers = stated(user, posts);
    seen_only(&mut powers);
    powers
}

/// What the roles at a person's posts say, line by line: what is handed out with them, since a line that gives nothing by
/// itself may come alive beside another one.
pub fn stated(user: Id, posts: &[(Standing, RoleSheet)]) -> Powers {
    let mut powers = Powers { grantees: vec![user], ..Powers::default() };
    if let Some((main, _)) = posts.first() {
        powers.home_store = main.node.store;
        powers.home_path.clone_from(&main.node.path);
    }
    for (standing, role) in posts {
        for node in standing.nodes() {
            if !powers.grantees.contains(&node.id) {
                powers.grantees.push(node.id);
            }
        }
        powers.capabilities.extend(role.capabilities.iter().cloned());
        let mut rules: HashMap<&str, Arc<FieldRules>> = HashMap::new();
        for ((kind, level), actions) in &role.grants {
            let fields = rules.entry(kind).or_insert_with(|| {
                Arc::new(if role.everything {
                    FieldRules::Everything
                } else {
                    FieldRules::Listed(role.fields.get(kind).cloned().unwrap_or_default())
                })
            });
            powers.origins.push(Origin { post: standing.node.id, role: role.role.unwrap_or_default() });
            powers.grants.push(Grant {
                kind: kind.clone(),
                actions: *actions,
                reach: reach(standing, *level),
                fields: fields.clone(),
            });
        }
    }
    powers
}

/// Nobody does with a record what they cannot see: a grant without seeing reaches where it meets one with it, whichever
/// role that comes from. Making new ones needs no seeing.
fn seen_only(powers: &mut Powers) {
    let see = Actions::of(&[Action::See]);
    let grants = std::mem::take(&mut powers.grants);
    let origins = std::mem::take(&mut powers.origins);
    let seeing: Vec<Grant> = grants.iter().filter(|g| g.actions.has(Action::See)).cloned().collect();
    for (grant, origin) in grants.into_iter().zip(origins) {
        let mut add = |grant: Grant| {
            powers.grants.push(grant);
            powers.origins.push(origin);
        };
        if grant.actions.has(Action::See) {
            add(grant);
            continue;
        }
        let create = Actions(grant.actions.0 & Actions::of(&[Action::Create]).0);
        let deeds = grant.actions.0 & !create.0;
        let same = |s: &&Grant| s.kind == grant.kind || s.kind == "*" || grant.kind == "*";
        for seen in seeing.iter().filter(|s| deeds != 0 && same(s)) {
            let Some(reach) = meet(&grant.reach, &seen.reach, &powers.home_path) else { continue };
            let kind = if grant.kind == "*" { &seen.kind } else { &grant.kind };
            // Own records that lie elsewhere are seen by nothing else.
            let with = if reach == GrantReach::Own { see.0 } else { 0 };
            add(Grant { kind: kind.clone(), actions: Actions(deeds | with), reach, fields: seen.fields.clone() });
        }
        if create.0 != 0 {
            add(Grant { actions: create, ..grant });
        }
    }
}

/// Where two grants both reach. Own records of someone who works at `home` lie where they work.
fn meet(one: &GrantReach, other: &GrantReach, home: &str) -> Option<GrantReach> {
    if wider(one, other, home) {
        return Some(other.clone());
    }
    let own = one == other || wider(other, one, home);
    own.then(|| one.clone())
}

/// Whether someone who holds `giver` may hand out `given`: nobody gives what they do not have (SYS-02, delegated
/// administration). Each function, each action on the rows meant, and each field must be the giver's own.
pub fn within(given: &Powers, giver: &Powers) -> bool {
    let all = giver.capabilities.contains("*");
    given.capabilities.iter().all(|c| all || giver.capabilities.contains(c))
        && given
            .grants
            .iter()
            .all(|g| Action::ALL.into_iter().filter(|a| g.actions.has(*a)).all(|a| holds(giver, given, g, a)))
}

fn holds(giver: &Powers, given: &Powers, grant: &Grant, action: Action) -> bool {
    giver.grants.iter().any(|own| {
        (own.kind == grant.kind || own.kind == "*")
            && own.actions.has(action)
            && wider(&own.reach, &grant.reach, &given.home_path)
            && fields_within(&grant.fields, &own.fields)
    })
}

/// Whether `wide` reaches all that `narrow` does. Own rows of someone who works at `home` lie where they work.
fn wider(wide: &GrantReach, narrow: &GrantReach, home: &str) -> bool {
    let top = match wide {
        GrantReach::Group => return true,
        GrantReach::Own => return false,
        GrantReach::Store { path, .. } | GrantReach::Below { path, .. } => path,
    };
    match narrow {
        GrantReach::Group => false,
        GrantReach::Own => home.starts_with(top.as_str()),
        GrantReach::Store { path, .. } | GrantReach::Below { path, .. } => path.starts_with(top.as_str()),
    }
}

fn fields_within(given: &FieldRules, giver: &FieldRules) -> bool {
    match (given, giver) {
        (_, FieldRules::Everything) => true,
        (FieldRules::Everything, FieldRules::Listed(_)) => false,
        (FieldRules::Listed(fields), giver) => fields.iter().all(|(field, access)| *access <= giver.of(field)),
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
