//! A new store, ready at once (SYS-01, SYS-02): its node with departments and teams, and what it takes over from a store that
//! is set up already. Everything happens in one transaction, without a restart.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Id, Tx};
use records::Refusal;

use super::{NewNode, Node, NodeKind, add_node, queries, redating};
use crate::dictionaries::{self, Entry};
use crate::settings::{self, SETTINGS};

/// What a new store can take over of what this module keeps.
pub const OWN_PARTS: [&str; 3] = ["structure", "settings", "dictionaries"];

/// Something that another module keeps for each store and lays down for a new one as another one has it.
#[async_trait]
pub trait Furnishing: Send + Sync {
    /// Its stable name; the label key is `furnishing-` with it.
    fn part(&self) -> &'static str;
    /// Lays it down at `to` as `from` has it.
    async fn copy(&self, tx: &mut Tx<'_>, from: Id, to: Id) -> Result<(), Refusal>;
}

/// All of them, filled by the app.
#[derive(Clone, Default)]
pub struct Furnishings(pub Vec<Arc<dyn Furnishing>>);

impl Furnishings {
    /// Every part that can be taken over.
    pub fn parts(&self) -> Vec<&'static str> {
        OWN_PARTS.into_iter().chain(self.0.iter().map(|f| f.part())).collect()
    }
}

/// A store to be opened.
#[derive(Clone, Debug)]
pub struct NewStore {
    /// Its node.
    pub node: NewNode,
    /// Its time zone, where it is not that of the node above.
    pub time_zone: Option<String>,
    /// The store that it is set up like.
    pub like: Option<Id>,
    /// What it takes over from there.
    pub parts: Vec<String>,
}

/// Opens a store. Refuses as [`add_node`], `node-not-found` at `like` for what is no store, and the refusals of what is taken
/// over. Permission, also for the store that it is set up like, is the caller's matter.
pub async fn open_store(tx: &mut Tx<'_>, furnishings: &Furnishings, new: NewStore) -> Result<Id, Refusal> {
    let like = match new.like {
        Some(id) => {
            let found = queries::find(tx.conn(), tx.tenant(), id).await?;
            let store = found.filter(|n| n.node_kind() == NodeKind::Store);
            Some(store.ok_or_else(|| Refusal::field("like", "node-not-found"))?)
        }
        None => None,
    };
    let id = add_node(tx, NewNode { kind: NodeKind::Store, ..new.node }).await?;
    let store = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if let Some(zone) = new.time_zone.filter(|zone| *zone != store.time_zone) {
        redating::change_time_zone(tx, id, store.version, &zone).await?;
    }
    let Some(like) = like else { return Ok(id) };
    let wants = |part: &str| new.parts.iter().any(|p| p == part);
    if wants("structure") {
        structure(tx, &like, &store).await?;
    }
    if wants("settings") {
        take_settings(tx, &like, id).await?;
    }
    if wants("dictionaries") {
        take_entries(tx, &like, id).await?;
    }
    for furnishing in furnishings.0.iter().filter(|f| wants(f.part())) {
        furnishing.copy(tx, like.id, id).await?;
    }
    Ok(id)
}

/// Departments and teams, with the codes that the new store's own leads to.
async fn structure(tx: &mut Tx<'_>, like: &Node, store: &Node) -> Result<(), Refusal> {
    let mut below = queries::subtree(tx.conn(), tx.tenant(), &like.path).await?;
    below.retain(|node| node.id != like.id && node.closed_on.is_none());
    // What stands above comes first.
    below.sort_by_key(|node| (node.path.matches('/').count(), node.no));
    let mut places: HashMap<Id, Id> = HashMap::from([(like.id, store.id)]);
    for node in below {
        let Some(parent) = node.parent_id.and_then(|id| places.get(&id)).copied() else { continue };
        let rest = node.code.strip_prefix(&like.code).map_or_else(|| format!("-{}", node.code), str::to_owned);
        let code = format!("{}{rest}", store.code);
        let new = NewNode {
            short_name: node.short_name.clone(),
            ..NewNode::new(Some(parent), node.node_kind(), code, &node.name)
        };
        places.insert(node.id, add_node(tx, new).await?);
    }
    Ok(())
}

/// The values that the other store sets; those that are fixed above hold anyway.
async fn take_settings(tx: &mut Tx<'_>, like: &Node, store: Id) -> Result<(), Refusal> {
    for setting in SETTINGS {
        let here = settings::queries::here(tx.conn(), tx.tenant(), like.id, setting.key).await?;
        let Some(value) = here else { continue };
        match settings::set_setting(tx, store, setting, &value).await {
            Ok(()) | Err(Refusal::Rule("setting-fixed")) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(())
}

/// The entries of base data that the other store has of its own, those of custom fields among them.
async fn take_entries(tx: &mut Tx<'_>, like: &Node, store: Id) -> Result<(), Refusal> {
    let all = dictionaries::queries::all(tx.conn(), tx.tenant()).await?;
    for entry in all.into_iter().filter(|e| e.node == like.id) {
        dictionaries::set_entry(tx, Entry { node: store, ..entry }).await?;
    }
    Ok(())
}
