//! What a node is.

use chrono::NaiveDate;
use kernel::scope::Place;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// The rank of a node in the organisation, from the top down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKind {
    /// A car maker, above its dealer groups.
    Maker,
    /// A dealer group.
    Group,
    /// A region of a group.
    Region,
    /// A store: the account set that customers belong to.
    Store,
    /// A department of a store or of the head office.
    Department,
    /// A team of a department.
    Team,
}

impl NodeKind {
    /// All kinds from the top down.
    pub const ALL: [NodeKind; 6] =
        [NodeKind::Maker, NodeKind::Group, NodeKind::Region, NodeKind::Store, NodeKind::Department, NodeKind::Team];

    /// The stable name, also in label keys (`node-kind-store`).
    pub fn name(self) -> &'static str {
        match self {
            NodeKind::Maker => "maker",
            NodeKind::Group => "group",
            NodeKind::Region => "region",
            NodeKind::Store => "store",
            NodeKind::Department => "department",
            NodeKind::Team => "team",
        }
    }

    /// The kind of a stable name.
    pub fn from_name(name: &str) -> Option<NodeKind> {
        NodeKind::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// A node as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Node {
    /// Its id.
    pub id: Id,
    /// Its small number in paths; never given twice.
    pub no: i64,
    /// The node above; none for the root.
    pub parent_id: Option<Id>,
    /// Stable name of its [`NodeKind`].
    pub kind: String,
    /// The code people use (`S001`).
    pub code: String,
    /// Its full name.
    pub name: String,
    /// Its short name.
    pub short_name: Option<String>,
    /// Grade of a store, from the dictionary `store_grade`.
    pub grade: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// IANA time zone.
    pub time_zone: String,
    /// `/1/5/12/`: the numbers of all nodes from the root down to this one.
    pub path: String,
    /// The store it is or belongs to; none above stores.
    pub store_id: Option<Id>,
    /// First day of business.
    pub opened_on: Option<NaiveDate>,
    /// First day after the last day of business.
    pub closed_on: Option<NaiveDate>,
    /// For optimistic locking.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
}

impl Node {
    /// Its kind. An unknown name, left by a later release, counts as the lowest.
    pub fn node_kind(&self) -> NodeKind {
        NodeKind::from_name(&self.kind).unwrap_or(NodeKind::Team)
    }

    /// Where it stands, for row policy.
    pub fn place(&self) -> Place {
        Place { owner: None, store: self.store_id, path: self.path.clone() }
    }

    /// The name for narrow places.
    pub fn short(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }
}
