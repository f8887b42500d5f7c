//! The tree in memory, under the organisation's version: the clock of a place, and whom something may be shared with.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono_tz::Tz;
use kernel::{Action, ConnectionTrait, DbError, Id, Scope, Tenant};
use records::Kind;

use super::{Node, NodeKind, dated, prefixes};
use crate::HOUSE_ZONE;

/// A node as it is asked for.
#[derive(Debug)]
struct Known {
    id: Id,
    path: String,
    /// Its name; inside a store the store's short name stands before it, because every store has a 销售部.
    name: String,
    zone: Tz,
}

/// All nodes of one tenant as they stand at a version, by name.
#[derive(Debug, Default)]
struct Tree {
    version: i64,
    nodes: Vec<Known>,
    by_id: HashMap<Id, usize>,
    by_path: HashMap<String, usize>,
}

impl Tree {
    fn new(version: i64, all: &[Node]) -> Tree {
        let stores: HashMap<Id, &Node> =
            all.iter().filter(|n| n.node_kind() == NodeKind::Store).map(|n| (n.id, n)).collect();
        let mut tree = Tree { version, ..Tree::default() };
        for node in all {
            let store = node.store_id.and_then(|id| stores.get(&id)).filter(|store| store.id != node.id);
            let name = match store {
                Some(store) => format!("{} / {}", store.short(), node.name),
                None => node.name.clone(),
            };
            let zone = node.time_zone.parse().unwrap_or(HOUSE_ZONE);
            tree.by_id.insert(node.id, tree.nodes.len());
            tree.by_path.insert(node.path.clone(), tree.nodes.len());
            tree.nodes.push(Known { id: node.id, path: node.path.clone(), name, zone });
        }
        tree
    }

    /// The zone of a node; that of the nearest node above where the node itself is gone.
    fn zone(&self, scope: &Scope, store: Option<Id>) -> Tz {
        if let Some(at) = store.or(scope.powers.home_store).and_then(|id| self.by_id.get(&id)) {
            return self.nodes[*at].zone;
        }
        let held =
            prefixes(&scope.powers.home_path).into_iter().rev().find_map(|path| self.by_path.get(&path).copied());
        held.map_or(HOUSE_ZONE, |at| self.nodes[at].zone)
    }

    /// Nodes that hold someone, and those where they see records of a kind.
    fn shareable(&self, scope: &Scope, kind: &Kind) -> Vec<(Id, String)> {
        let reach = scope.reach(kind.name, Action::See);
        let below = |node: &Known, path: &str| node.path.starts_with(path);
        let reached = |node: &Known| {
            reach.group
                || reach.stores.iter().any(|(_, path)| below(node, path))
                || reach.paths.iter().any(|(path, _)| below(node, path))
        };
        let open = self.nodes.iter().filter(|n| scope.powers.grantees.contains(&n.id) || reached(n));
        open.map(|n| (n.id, n.name.clone())).collect()
    }
}

/// The trees of all tenants, each loaded once per version of the organisation. Cheap to clone; clones share what they
/// keep. The app puts one into its seams, as itself for the gate and as [`web::records::Places`] for everyone else.
#[derive(Clone, Default)]
pub struct Places {
    kept: Arc<Mutex<HashMap<Tenant, Arc<Tree>>>>,
}

impl Places {
    fn known(&self, tenant: Tenant) -> Option<Arc<Tree>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned()
    }

    /// Loads a tenant's tree unless what is kept is of this version already; the gate does so before each request.
    pub async fn refresh(&self, conn: &impl ConnectionTrait, tenant: Tenant, version: i64) -> Result<(), DbError> {
        if self.known(tenant).is_some_and(|known| known.version == version) {
            return Ok(());
        }
        let fresh = Arc::new(Tree::new(version, &dated::tree(conn, tenant).await?));
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant, fresh);
        Ok(())
    }
}

impl web::records::Places for Places {
    fn zone(&self, scope: &Scope, store: Option<Id>) -> Tz {
        self.known(scope.tenant).map_or(HOUSE_ZONE, |tree| tree.zone(scope, store))
    }

    fn shareable(&self, scope: &Scope, kind: &Kind) -> Vec<(Id, String)> {
        self.known(scope.tenant).map(|tree| tree.shareable(scope, kind)).unwrap_or_default()
    }
}
