//! A stage, and what the module brings.

use sea_orm::FromQueryResult;

/// A stage. Its word stands in the dictionary `opportunity-stage` under the same code.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Stage {
    /// `quoted`.
    pub code: String,
    /// Order of the way.
    pub position: i64,
    /// What is reached when it is done; the module's words where it is none.
    pub goal: Option<String>,
    /// What there is to do, one a line; the module's words where it is none.
    pub tasks: Option<String>,
    /// Whether it is in use.
    pub active: bool,
}

/// Where every opportunity begins.
pub const FILED: &str = "filed";
/// Where an order was placed.
pub const ORDERED: &str = "ordered";
/// Where an opportunity ends well.
pub const WON: &str = "won";

/// domain.md §2.1. Numbers with gaps, so that a house puts its own in between.
const DEFAULTS: [(&str, i64); 6] =
    [(FILED, 0), ("visited", 100), ("test_driven", 200), ("quoted", 300), (ORDERED, 400), (WON, 1_000)];

/// Whether the module brings a stage: its goal and tasks have words then.
pub(crate) fn is_default(code: &str) -> bool {
    DEFAULTS.iter().any(|(own, _)| *own == code)
}

/// The stages of a house that are in use, in the order of the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stages {
    all: Vec<Stage>,
}

impl Stages {
    /// The module's own, with what a house settled in their place.
    pub(crate) fn with(settled: Vec<Stage>) -> Stages {
        let default = |(code, position): &(&str, i64)| Stage {
            code: (*code).to_owned(),
            position: *position,
            goal: None,
            tasks: None,
            active: true,
        };
        let mut all: Vec<Stage> = DEFAULTS.iter().map(default).collect();
        for stage in settled {
            match all.iter_mut().find(|s| s.code == stage.code) {
                Some(held) => *held = stage,
                None => all.push(stage),
            }
        }
        all.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
        Stages { all }
    }

    /// All, also those out of use.
    pub fn all(&self) -> &[Stage] {
        &self.all
    }

    /// Those in use.
    pub fn active(&self) -> impl DoubleEndedIterator<Item = &Stage> {
        self.all.iter().filter(|s| s.active)
    }

    /// Those of open opportunities: all in use but the last.
    pub fn open(&self) -> impl DoubleEndedIterator<Item = &Stage> {
        self.active().filter(|s| s.code != WON)
    }

    /// A stage by its code.
    pub fn get(&self, code: &str) -> Option<&Stage> {
        self.all.iter().find(|s| s.code == code)
    }

    /// How far along the way a stage is; one that nobody knows is at its beginning.
    pub fn rank(&self, code: &str) -> i64 {
        self.get(code).map_or(0, |s| s.position)
    }

    /// The next stage on the way.
    pub fn after(&self, code: &str) -> Option<&Stage> {
        let rank = self.rank(code);
        self.active().find(|s| s.position > rank)
    }

    /// The stages that are reached by a step from one to another: reaching a later one implies those before (domain.md
    /// §3.1). None for a step back.
    pub fn reached(&self, from: Option<&str>, to: &str) -> Vec<&Stage> {
        let (from, to) = (from.map_or(i64::MIN, |code| self.rank(code)), self.rank(to));
        self.active().filter(|s| s.position > from && s.position <= to).collect()
    }

    /// The stages behind one: those that a step back to it takes back.
    pub fn behind(&self, code: &str) -> Vec<&Stage> {
        let rank = self.rank(code);
        self.all.iter().filter(|s| s.position > rank).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(list: Vec<&Stage>) -> Vec<&str> {
        list.into_iter().map(|s| s.code.as_str()).collect()
    }

    /// SALE-01, LEAD-06: a later stage implies those before, a step back reaches nothing.
    #[test]
    fn later_stages_imply_earlier_ones() {
        let stages = Stages::with(Vec::new());
        assert_eq!(codes(stages.reached(None, "visited")), ["filed", "visited"]);
        assert_eq!(codes(stages.reached(Some("filed"), "quoted")), ["visited", "test_driven", "quoted"]);
        assert!(stages.reached(Some("quoted"), "visited").is_empty());
        assert_eq!(codes(stages.behind("quoted")), ["ordered", "won"]);
        assert_eq!(stages.after("ordered").map(|s| s.code.as_str()), Some("won"));
        assert_eq!(stages.after("won"), None);
    }

    /// SALE-01: a house takes a stage out of use and puts its own in between.
    #[test]
    fn stages_are_data() {
        let own = |code: &str, position, active| Stage { code: code.into(), position, goal: None, tasks: None, active };
        let stages = Stages::with(vec![own("test_driven", 200, false), own("valued", 250, true)]);
        assert_eq!(codes(stages.open().collect()), ["filed", "visited", "valued", "quoted", "ordered"]);
        assert_eq!(codes(stages.reached(Some("filed"), "quoted")), ["visited", "valued", "quoted"]);
    }
}
