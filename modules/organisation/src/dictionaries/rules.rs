//! Inheritance of entries down the tree, without a database.

use kernel::{Id, Lang};

use crate::settings::Origin;

/// An entry as set at a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The node that sets it.
    pub node: Id,
    /// That node's path.
    pub path: String,
    /// The dictionary.
    pub dictionary: String,
    /// The code that records keep.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Place in the list.
    pub position: i64,
    /// Whether it may still be chosen; records keep what they have.
    pub active: bool,
    /// A colour's name, if it has one.
    pub colour: Option<String>,
}

impl Entry {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhCn => &self.name_zh,
            Lang::En => &self.name_en,
        }
    }
}

/// An entry as it holds at a node, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedEntry {
    /// The entry.
    pub entry: Entry,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether a node above has an entry of this code too, so that taking this one back leaves that one.
    pub overrides: bool,
}

/// The entries of one dictionary as they hold at the node of `path`: per code that of the nearest node upwards. Entries
/// that are not active stay in, for the labels of records that have them; pick lists leave them out.
pub fn entries_at<'a>(path: &str, all: impl IntoIterator<Item = &'a Entry>) -> Vec<ResolvedEntry> {
    let mut nearest: Vec<ResolvedEntry> = Vec::new();
    for entry in all.into_iter().filter(|e| path.starts_with(e.path.as_str())) {
        let origin = if entry.path == path { Origin::Here } else { Origin::Inherited(entry.node) };
        match nearest.iter_mut().find(|r| r.entry.code == entry.code) {
            Some(known) => {
                if entry.path.len() > known.entry.path.len() {
                    *known = ResolvedEntry { entry: entry.clone(), origin, overrides: true };
                } else {
                    known.overrides = true;
                }
            }
            None => nearest.push(ResolvedEntry { entry: entry.clone(), origin, overrides: false }),
        }
    }
    nearest.sort_by(|a, b| (a.entry.position, &a.entry.code).cmp(&(b.entry.position, &b.entry.code)));
    nearest
}

/// Whether someone who works at `home` may choose a code: its nearest entry upwards is in use, or a node below has an
/// entry of its own in use (who works at the head office writes for its stores).
pub fn may_be_chosen(home: &str, code: &str, all: &[Entry]) -> bool {
    let of_code = || all.iter().filter(|e| e.code == code);
    entries_at(home, of_code()).first().is_some_and(|held| held.entry.active)
        || of_code().any(|e| e.active && e.path.len() > home.len() && e.path.starts_with(home))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(node: u128, path: &str, code: &str, name: &str, position: i64) -> Entry {
        Entry {
            node: Id::from_u128(node),
            path: path.into(),
            dictionary: "customer_source".into(),
            code: code.into(),
            name_zh: name.into(),
            name_en: name.into(),
            position,
            active: true,
            colour: None,
        }
    }

    /// SYS-06: a store renames one entry, adds one, and keeps the others of its group.
    #[test]
    fn a_store_overrides_and_adds() {
        let all = [
            entry(1, "/1/", "walk_in", "自然到店", 0),
            entry(1, "/1/", "phone", "来电", 1),
            entry(2, "/1/2/", "phone", "来电咨询", 2),
            entry(2, "/1/2/", "expo", "车展", 1),
        ];
        let at_store = entries_at("/1/2/", &all);
        let names: Vec<_> = at_store.iter().map(|r| r.entry.name_zh.as_str()).collect();
        assert_eq!(names, ["自然到店", "车展", "来电咨询"]);
        assert_eq!(at_store[0].origin, Origin::Inherited(Id::from_u128(1)));
        assert_eq!((at_store[1].origin, at_store[1].overrides), (Origin::Here, false));
        assert_eq!((at_store[2].origin, at_store[2].overrides), (Origin::Here, true));
        assert_eq!(entries_at("/1/3/", &all).len(), 2, "another store knows nothing of it");
    }

    /// SYS-06: a code may be chosen where it holds and above; one that is out of use, or another store's, may not.
    #[test]
    fn codes_are_chosen_where_they_hold() {
        let mut all = vec![
            entry(1, "/1/", "phone", "来电", 0),
            entry(2, "/1/2/", "expo", "车展", 1),
            entry(3, "/1/3/", "phone", "来电", 0),
        ];
        all[2].active = false;
        assert!(may_be_chosen("/1/2/", "phone", &all) && may_be_chosen("/1/2/7/", "expo", &all));
        assert!(may_be_chosen("/1/", "expo", &all), "the head office writes for its stores");
        assert!(!may_be_chosen("/1/3/", "phone", &all), "out of use in this store");
        assert!(!may_be_chosen("/1/3/", "expo", &all), "another store's");
        assert!(!may_be_chosen("/1/2/", "fax", &all));
        assert!(may_be_chosen("", "expo", &all), "the house itself, and people without a post");
    }

    proptest! {
        /// SYS-06: whatever is set where and in whichever order it is read, a code appears once and from the nearest node.
        #[test]
        fn a_code_appears_once(mut sets in prop::collection::vec((0usize..4, 0usize..3), 0..12)) {
            let paths = ["/1/", "/1/2/", "/1/2/3/", "/1/9/"];
            let codes = ["a", "b", "c"];
            sets.sort_unstable();
            sets.dedup();
            let all: Vec<Entry> = sets.iter().rev().map(|(p, c)| entry(*p as u128, paths[*p], codes[*c], paths[*p], 0)).collect();
            let held = entries_at("/1/2/3/", &all);
            for (c, code) in codes.iter().enumerate() {
                let expected = sets.iter().filter(|(p, k)| *p < 3 && *k == c).map(|(p, _)| *p).max();
                let found: Vec<_> = held.iter().filter(|r| r.entry.code == *code).collect();
                prop_assert_eq!(found.len(), usize::from(expected.is_some()));
                if let Some(p) = expected {
                    prop_assert_eq!(found[0].entry.path.as_str(), paths[p]);
                }
            }
        }
    }
}
