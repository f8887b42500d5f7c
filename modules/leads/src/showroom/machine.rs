//! The way of a visit through the showroom (domain.md §2.1: visit, test drive and quotation are events, so a step may be
//! left out), as one table. What is not listed is refused.

use records::Refusal;

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Somebody came and was registered.
    Received,
    /// They are asked what they need.
    Needs,
    /// They drive.
    TestDrive,
    /// Price and terms are talked about.
    Quotation,
    /// They agreed.
    Agreed,
    /// They left.
    Left,
}

impl State {
    /// All states, in the order of the way.
    pub const ALL: [State; 6] =
        [State::Received, State::Needs, State::TestDrive, State::Quotation, State::Agreed, State::Left];

    /// The stable name: the code in the dictionary `visit-state`.
    pub fn name(self) -> &'static str {
        match self {
            State::Received => "received",
            State::Needs => "needs",
            State::TestDrive => "test_drive",
            State::Quotation => "quotation",
            State::Agreed => "agreed",
            State::Left => "left",
        }
    }

    /// The state of a stable name.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.name() == name)
    }

    /// The key of the sentence that says what can be done with a visit that stands here.
    pub fn refusal(self) -> &'static str {
        match self {
            State::Received => "visit-not-now-received",
            State::Needs => "visit-not-now-needs",
            State::TestDrive => "visit-not-now-test-drive",
            State::Quotation => "visit-not-now-quotation",
            State::Agreed => "visit-not-now-agreed",
            State::Left => "visit-not-now-left",
        }
    }
}

/// What is done with a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Their needs are asked for.
    Ask,
    /// They take the wheel.
    Drive,
    /// They are quoted a price.
    Quote,
    /// They agree.
    Agree,
    /// They leave.
    Leave,
    /// They have not left after all.
    Resume,
}

impl Act {
    /// All acts.
    pub const ALL: [Act; 6] = [Act::Ask, Act::Drive, Act::Quote, Act::Agree, Act::Leave, Act::Resume];

    /// The stable name; the label key is `visit-act-` and this.
    pub fn name(self) -> &'static str {
        match self {
            Act::Ask => "ask",
            Act::Drive => "drive",
            Act::Quote => "quote",
            Act::Agree => "agree",
            Act::Leave => "leave",
            Act::Resume => "resume",
        }
    }

    /// The act of a stable name.
    pub fn from_name(name: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|a| a.name() == name)
    }
}

use Act::{Agree, Ask, Drive, Leave, Quote, Resume};
use State::{Agreed, Left, Needs, Quotation, Received, TestDrive};

/// Every step there is. Of those that lead on from a state the first is the usual next one.
pub const STEPS: &[(State, Act, State)] = &[
    (Received, Ask, Needs),
    (Received, Drive, TestDrive),
    (Received, Quote, Quotation),
    (Received, Leave, Left),
    (Needs, Drive, TestDrive),
    (Needs, Quote, Quotation),
    (Needs, Agree, Agreed),
    (Needs, Leave, Left),
    (TestDrive, Quote, Quotation),
    (TestDrive, Agree, Agreed),
    (TestDrive, Leave, Left),
    (Quotation, Agree, Agreed),
    (Quotation, Drive, TestDrive),
    (Quotation, Leave, Left),
    (Agreed, Leave, Left),
    (Left, Resume, Received),
];

/// Where an act leads from a state, if it leads anywhere.
pub fn after(state: State, act: Act) -> Option<State> {
    STEPS.iter().find(|(from, with, _)| *from == state && *with == act).map(|(_, _, to)| *to)
}

/// As [`after`]; the refusal names what can be done instead.
pub fn step(state: State, act: Act) -> Result<State, Refusal> {
    after(state, act).ok_or(Refusal::Rule(state.refusal()))
}

/// The usual next step of a state; none where only leaving, or coming back, is left.
pub fn next(state: State) -> Option<Act> {
    STEPS.iter().find(|(from, act, _)| *from == state && !matches!(act, Leave | Resume)).map(|(_, act, _)| *act)
}

/// The act that leads from one state to another.
pub fn way(from: State, to: State) -> Option<Act> {
    STEPS.iter().find(|(at, _, there)| *at == from && *there == to).map(|(_, act, _)| *act)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LEAD-04: of all pairs of state and act exactly those of the table lead anywhere; each refusal is its state's.
    #[test]
    fn every_pair() {
        let table = [
            // ask, drive, quote, agree, leave, resume
            (Received, [Some(Needs), Some(TestDrive), Some(Quotation), None, Some(Left), None]),
            (Needs, [None, Some(TestDrive), Some(Quotation), Some(Agreed), Some(Left), None]),
            (TestDrive, [None, None, Some(Quotation), Some(Agreed), Some(Left), None]),
            (Quotation, [None, Some(TestDrive), None, Some(Agreed), Some(Left), None]),
            (Agreed, [None, None, None, None, Some(Left), None]),
            (Left, [None, None, None, None, None, Some(Received)]),
        ];
        for (state, row) in table {
            for (act, to) in Act::ALL.into_iter().zip(row) {
                assert_eq!(after(state, act), to, "{state:?} {act:?}");
                match (step(state, act), to) {
                    (Ok(got), Some(to)) => assert_eq!(got, to),
                    (Err(Refusal::Rule(code)), None) => assert_eq!(code, state.refusal()),
                    (other, _) => panic!("{state:?} {act:?}: {other:?}"),
                }
            }
        }
        assert_eq!(table.len() * Act::ALL.len(), State::ALL.len() * Act::ALL.len());
    }

    /// LEAD-04: from wherever they stand they may leave, once; the usual next step goes forward on the way.
    #[test]
    fn the_way_leads_on_and_out() {
        for state in State::ALL {
            assert_eq!(after(state, Leave).is_some(), state != Left);
            assert_eq!(State::from_name(state.name()), Some(state));
            if let Some(act) = next(state) {
                let to = after(state, act).unwrap();
                assert!(to > state && to != Left, "{state:?}");
                assert_eq!(way(state, to), Some(act));
            }
        }
        assert_eq!((next(Agreed), next(Left)), (None, None));
        assert!(Act::ALL.into_iter().all(|act| Act::from_name(act.name()) == Some(act)));
    }
}
