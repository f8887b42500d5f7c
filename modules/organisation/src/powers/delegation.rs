//! Delegated administration (SYS-02): a function held at a post reaches the post's node and what hangs below it.

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Scope};

use super::queries;
use super::rules::effective;
use crate::nodes::prefixes;

/// The part of the tree in which someone may use a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Domain {
    tops: Vec<(Option<Id>, String)>,
}

impl Domain {
    /// The whole tree.
    pub fn everything() -> Domain {
        Domain { tops: vec![(None, "/".into())] }
    }

    /// From the nodes of posts: one that stands below another adds nothing.
    pub fn of(posts: impl IntoIterator<Item = (Id, String)>) -> Domain {
        let mut posts: Vec<_> = posts.into_iter().collect();
        posts.sort_by(|a, b| a.1.len().cmp(&b.1.len()).then_with(|| a.1.cmp(&b.1)));
        let mut domain = Domain::default();
        for (node, path) in posts {
            if !domain.covers(&path) {
                domain.tops.push((Some(node), path));
            }
        }
        domain
    }

    /// Whether it is the whole tree.
    pub fn is_everything(&self) -> bool {
        self.tops.iter().any(|(_, path)| prefixes(path).len() < 2)
    }

    /// Whether a node at a path is in it.
    pub fn covers(&self, path: &str) -> bool {
        !path.is_empty() && self.tops.iter().any(|(_, top)| path.starts_with(top.as_str()))
    }

    /// Whether a node at a path stands below one of its tops: what may be changed, moved and closed. Who holds the
    /// whole tree may change its root as well.
    pub fn rules(&self, path: &str) -> bool {
        self.is_everything() || self.tops.iter().any(|(_, top)| path != top && path.starts_with(top.as_str()))
    }

    /// The paths of its topmost nodes, the highest first.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.tops.iter().map(|(_, path)| path.as_str())
    }

    /// The topmost node itself, where it is known.
    pub fn nodes(&self) -> impl Iterator<Item = Id> {
        self.tops.iter().filter_map(|(node, _)| *node)
    }
}

/// Where someone may use a function on a day: at the nodes of the posts whose role gives it. The house itself may
/// everywhere.
pub async fn domain(
    conn: &impl ConnectionTrait,
    scope: &Scope,
    capability: &str,
    day: NaiveDate,
) -> Result<Domain, DbError> {
    if !scope.may(capability) {
        return Ok(Domain::default());
    }
    let Some(user) = scope.user() else { return Ok(Domain::everything()) };
    let posts = queries::posts(conn, scope.tenant, user, day).await?;
    let roles: Vec<Id> = posts.iter().map(|p| p.role_id).collect();
    let sheets = queries::role_sheets(conn, scope.tenant, &roles).await?;
    let gives = |role: Id| {
        let sheet = effective(role, &sheets);
        sheet.capabilities.contains("*") || sheet.capabilities.contains(capability)
    };
    Ok(Domain::of(posts.into_iter().filter(|p| gives(p.role_id)).map(|p| (p.node_id, p.path))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-02: a manager of a store rules what is below the store, not the store itself and not its neighbours.
    #[test]
    fn a_domain_ends_at_its_posts() {
        let id = Id::from_u128;
        let store = Domain::of([(id(2), "/1/5/12/".to_owned()), (id(3), "/1/5/12/40/".to_owned())]);
        assert_eq!(store.paths().collect::<Vec<_>>(), ["/1/5/12/"]);
        assert!(store.covers("/1/5/12/") && !store.rules("/1/5/12/"));
        assert!(store.rules("/1/5/12/40/"));
        assert!(!store.covers("/1/5/") && !store.covers("/1/5/120/") && !store.covers(""));
        assert!(!store.is_everything());
        let root = Domain::of([(id(1), "/1/".to_owned())]);
        assert!(root.is_everything() && root.rules("/1/") && root.covers("/1/5/12/"));
        assert!(!Domain::default().covers("/1/") && !Domain::default().is_everything());
    }
}
