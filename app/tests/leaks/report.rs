//! Holes as people read them.

use std::collections::BTreeMap;

/// Where someone learnt, or could do, what is not theirs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hole {
    /// Who.
    pub who: String,
    /// By which way: a route, a probe.
    pub way: String,
    /// What.
    pub what: String,
}

/// What a walk through the house came to.
#[derive(Default)]
pub struct Findings {
    pub holes: Vec<Hole>,
    /// Answers looked at.
    pub answers: usize,
    /// Routes that answered somebody.
    pub open: BTreeMap<&'static str, usize>,
    /// Fields that somebody read in full, saw masked, did not see at all: `kind.field`.
    pub seen: BTreeMap<String, [usize; 3]>,
    /// Canaries found where they may be.
    pub found: std::collections::BTreeSet<String>,
}

impl Findings {
    /// Notes a hole.
    pub fn hole(&mut self, who: &super::house::Person, way: impl Into<String>, what: impl Into<String>) {
        let who = format!("{} ({})", who.login, who.posts.join(" + "));
        self.holes.push(Hole { who, way: way.into(), what: what.into() });
    }

    /// The holes as a table: the first of each way, with how many more there are.
    pub fn table(&self) -> String {
        let mut ways: BTreeMap<&str, Vec<&Hole>> = BTreeMap::new();
        for hole in &self.holes {
            ways.entry(&hole.way).or_default().push(hole);
        }
        let mut out = format!("{} holes by {} ways, of {} answers\n", self.holes.len(), ways.len(), self.answers);
        for (way, holes) in ways {
            out.push_str(&format!("{way}  ×{}\n", holes.len()));
            for hole in holes.iter().take(3) {
                out.push_str(&format!("    {}: {}\n", hole.who, hole.what));
            }
        }
        out
    }
}
