//! Rules of the tree, without a database.

use super::NodeKind;

/// Whether a node of this kind may hang below one of that kind. Regions, departments and teams nest; a store does not
/// stand below a store, because a store is where ownership of customers ends.
pub fn may_stand_under(kind: NodeKind, parent: NodeKind) -> bool {
    let nests = matches!(kind, NodeKind::Region | NodeKind::Department | NodeKind::Team);
    parent < kind || (nests && parent == kind)
}

/// The path of a node of the subtree `from` after that subtree has moved to `to`; a path outside of it stays.
pub fn moved_path(path: &str, from: &str, to: &str) -> String {
    match path.strip_prefix(from) {
        Some(rest) => format!("{to}{rest}"),
        None => path.to_owned(),
    }
}

/// All paths from the root down to `path` itself: `/1/`, `/1/5/`, `/1/5/12/`.
pub fn prefixes(path: &str) -> Vec<String> {
    path.char_indices().skip(1).filter(|(_, c)| *c == '/').map(|(at, _)| path[..=at].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// SYS-02
    #[test]
    fn the_tree_keeps_its_order() {
        use NodeKind::*;
        for (kind, parent) in [
            (Region, Group),
            (Region, Region),
            (Store, Region),
            (Store, Maker),
            (Department, Store),
            (Department, Group),
            (Team, Department),
            (Team, Team),
        ] {
            assert!(may_stand_under(kind, parent), "{kind:?} under {parent:?}");
        }
        for (kind, parent) in
            [(Store, Store), (Store, Department), (Group, Group), (Group, Store), (Maker, Group), (Region, Store)]
        {
            assert!(!may_stand_under(kind, parent), "{kind:?} under {parent:?}");
        }
    }

    #[test]
    fn prefixes_go_from_the_root_down() {
        assert_eq!(prefixes("/1/5/12/"), ["/1/", "/1/5/", "/1/5/12/"]);
        assert!(prefixes("").is_empty());
    }

    proptest! {
        /// SYS-02: a move takes the subtree along, leaves all else, and can be taken back.
        #[test]
        fn a_move_keeps_the_subtree_together(base in prop::collection::vec(1..99u32, 1..4), tail in prop::collection::vec(1..99u32, 0..4), to in prop::collection::vec(100..199u32, 1..4)) {
            let path = |parts: &[u32]| format!("/{}/", parts.iter().map(u32::to_string).collect::<Vec<_>>().join("/"));
            let (from, whole, to) = (path(&base), path(&[base.clone(), tail.clone()].concat()), path(&to));
            let moved = moved_path(&whole, &from, &to);
            prop_assert!(moved.starts_with(&to));
            prop_assert_eq!(moved_path(&moved, &to, &from), whole);
            prop_assert_eq!(moved_path("/500/", &from, &to), "/500/");
        }
    }
}
