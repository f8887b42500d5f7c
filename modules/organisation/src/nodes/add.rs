//! Adding a node.

use chrono::NaiveDate;
use kernel::journal::Change;
use kernel::{Id, Tx, numbering};
use records::Refusal;

use super::{Node, NodeKind, may_stand_under, queries};
use crate::{HOUSE_ZONE, versions};

/// A node to be made.
#[derive(Clone, Debug)]
pub struct NewNode {
    /// The node above; none makes the root.
    pub parent: Option<Id>,
    /// What it is.
    pub kind: NodeKind,
    /// The code people use, once in the tenant.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// Its short name.
    pub short_name: Option<String>,
    /// Grade of a store (dictionary `store_grade`).
    pub grade: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// First day of business; its place in the dated tree begins then, else today.
    pub opened_on: Option<NaiveDate>,
}

impl NewNode {
    /// A node with a code and a name, nothing else known yet.
    pub fn new(parent: Option<Id>, kind: NodeKind, code: impl Into<String>, name: impl Into<String>) -> NewNode {
        NewNode {
            parent,
            kind,
            code: code.into(),
            name: name.into(),
            short_name: None,
            grade: None,
            city: None,
            phone: None,
            address: None,
            opened_on: None,
        }
    }
}

/// Adds a node to the tree (SYS-02: without downtime). Refuses `node-kind-misplaced` where it may not stand,
/// `node-code-taken`, and `node-not-found` for an unknown parent. Permission is the caller's matter.
pub async fn add_node(tx: &mut Tx<'_>, new: NewNode) -> Result<Id, Refusal> {
    let tenant = tx.tenant();
    if new.code.trim().is_empty() || new.code.chars().count() > 40 {
        return Err(Refusal::field("code", "node-code-invalid"));
    }
    if new.name.trim().is_empty() || new.name.chars().count() > 100 {
        return Err(Refusal::field("name", "node-name-invalid"));
    }
    let parent = match new.parent {
        Some(id) => Some(
            queries::find(tx.conn(), tenant, id).await?.ok_or_else(|| Refusal::field("parent", "node-not-found"))?,
        ),
        None => None,
    };
    let fits = match &parent {
        Some(parent) => may_stand_under(new.kind, parent.node_kind()),
        None => {
            matches!(new.kind, NodeKind::Maker | NodeKind::Group) && queries::root(tx.conn(), tenant).await?.is_none()
        }
    };
    if !fits {
        return Err(Refusal::Rule("node-kind-misplaced"));
    }
    if queries::find_by_code(tx.conn(), tenant, new.code.trim()).await?.is_some() {
        return Err(Refusal::field("code", "node-code-taken"));
    }
    let (id, no) = (tx.new_id(), numbering::take(tx, "node", 1).await?);
    let above = parent.as_ref().map_or("/", |p| p.path.as_str());
    let node = Node {
        id,
        no,
        parent_id: new.parent,
        kind: new.kind.name().into(),
        code: new.code.trim().into(),
        name: new.name.trim().into(),
        short_name: new.short_name,
        grade: new.grade,
        city: new.city,
        phone: new.phone,
        address: new.address,
        time_zone: parent.as_ref().map_or_else(|| HOUSE_ZONE.name().to_owned(), |p| p.time_zone.clone()),
        path: format!("{above}{no}/"),
        store_id: if new.kind == NodeKind::Store { Some(id) } else { parent.as_ref().and_then(|p| p.store_id) },
        opened_on: new.opened_on,
        closed_on: None,
        version: 1,
        created_at: tx.now(),
    };
    queries::insert(tx, &node, identifiers::pinyin::sort_key(&node.name)).await?;
    queries::place(tx, id, new.parent, new.opened_on.unwrap_or_else(|| tx.now().date_in(HOUSE_ZONE))).await?;
    versions::raise(tx).await?;
    let changes = [Change::of("code", None, Some(node.code)), Change::of("name", None, Some(node.name))]
        .into_iter()
        .flatten()
        .collect();
    tx.record(journal_kind(new.kind), id, "create", changes);
    tx.emit("node.created.v1", journal_kind(new.kind), id, serde_json::json!({ "kind": new.kind.name() }));
    Ok(id)
}

/// The record kind under which the journal keeps a node: stores are nouns of their own.
pub(super) fn journal_kind(kind: NodeKind) -> &'static str {
    if kind == NodeKind::Store { "store" } else { "node" }
}
