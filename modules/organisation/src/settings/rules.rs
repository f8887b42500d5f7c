//! Inheritance down the tree, without a database.

use kernel::Id;

/// Where a value comes from, as seen from the node it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody has set it: the house's default.
    Default,
    /// A node above ("inherited from").
    Inherited(Id),
    /// The node itself ("overridden here").
    Here,
}

/// A value and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The value.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The node above that fixed it, so that it cannot be set here.
    pub fixed_by: Option<Id>,
}

/// A value as set at a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAt {
    /// The node's path.
    pub path: String,
    /// The node.
    pub node: Id,
    /// The value.
    pub value: String,
    /// It holds for all nodes below, whatever they set.
    pub locked: bool,
}

/// The value at the node of `path`: that of the topmost node on the way that locks it, else that of the nearest node upwards
/// that sets one. `set` holds every node that sets it.
pub fn resolve(path: &str, default: &str, set: &[SetAt]) -> Resolved {
    let above = || set.iter().filter(|s| path.starts_with(s.path.as_str()));
    let lock = above().filter(|s| s.locked).min_by_key(|s| s.path.len());
    let nearest = lock.or_else(|| above().max_by_key(|s| s.path.len()));
    let fixed_by = lock.filter(|s| s.path != path).map(|s| s.node);
    let (value, origin) = match nearest {
        Some(s) if s.path == path => (s.value.clone(), Origin::Here),
        Some(s) => (s.value.clone(), Origin::Inherited(s.node)),
        None => (default.to_owned(), Origin::Default),
    };
    Resolved { value, origin, fixed_by }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(path: &str, node: u128, value: &str, locked: bool) -> SetAt {
        SetAt { path: path.into(), node: Id::from_u128(node), value: value.into(), locked }
    }

    fn held(value: &str, origin: Origin) -> Resolved {
        Resolved { value: value.into(), origin, fixed_by: None }
    }

    /// SYS-06: the nearest node upwards decides, and says where the value comes from.
    #[test]
    fn the_nearest_node_decides() {
        let (group, store) = (Id::from_u128(1), Id::from_u128(2));
        let all = [set("/1/", 1, "10", false), set("/1/2/", 2, "12", false)];
        assert_eq!(resolve("/1/3/", "8", &all), held("10", Origin::Inherited(group)));
        assert_eq!(resolve("/1/2/", "8", &all), held("12", Origin::Here));
        assert_eq!(resolve("/1/2/7/", "8", &all), held("12", Origin::Inherited(store)));
        assert_eq!(resolve("/9/", "8", &all), held("8", Origin::Default));
        assert_eq!(resolve("/1/22/", "8", &all).value, "10", "22 is not below 2");
    }

    /// SYS-01: what the group fixes holds for all below, whatever they set before; the topmost lock counts.
    #[test]
    fn a_lock_holds_for_all_below() {
        let all = [set("/1/", 1, "10", true), set("/1/2/", 2, "12", true), set("/1/2/3/", 3, "14", false)];
        let group = Id::from_u128(1);
        for path in ["/1/2/", "/1/2/3/", "/1/2/3/4/"] {
            let found = resolve(path, "8", &all);
            assert_eq!((found.value.as_str(), found.fixed_by), ("10", Some(group)), "{path}");
        }
        assert_eq!(resolve("/1/", "8", &all), held("10", Origin::Here), "where it is set it may be changed");
    }
}
