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
}

/// The value at the node of `path`: that of the nearest node upwards that sets one. `set` holds path, node and value of
/// every node that does.
pub fn resolve(path: &str, default: &str, set: &[(String, Id, String)]) -> Resolved {
    let nearest = set.iter().filter(|(at, _, _)| path.starts_with(at.as_str())).max_by_key(|(at, _, _)| at.len());
    match nearest {
        Some((at, _, value)) if at == path => Resolved { value: value.clone(), origin: Origin::Here },
        Some((_, node, value)) => Resolved { value: value.clone(), origin: Origin::Inherited(*node) },
        None => Resolved { value: default.to_owned(), origin: Origin::Default },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-06: the nearest node upwards decides, and says where the value comes from.
    #[test]
    fn the_nearest_node_decides() {
        let (group, store) = (Id::from_u128(1), Id::from_u128(2));
        let set = vec![("/1/".to_owned(), group, "10".to_owned()), ("/1/2/".to_owned(), store, "12".to_owned())];
        assert_eq!(resolve("/1/3/", "8", &set), Resolved { value: "10".into(), origin: Origin::Inherited(group) });
        assert_eq!(resolve("/1/2/", "8", &set), Resolved { value: "12".into(), origin: Origin::Here });
        assert_eq!(resolve("/1/2/7/", "8", &set), Resolved { value: "12".into(), origin: Origin::Inherited(store) });
        assert_eq!(resolve("/9/", "8", &set), Resolved { value: "8".into(), origin: Origin::Default });
        assert_eq!(resolve("/1/22/", "8", &set).value, "10", "22 is not below 2");
    }
}
