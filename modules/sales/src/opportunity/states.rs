//! The states of an opportunity and what leads from one to another (domain.md §2.1): one table, which commands, buttons,
//! refusals and tests read.

use records::Refusal;

/// A state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Being worked on.
    Open,
    /// Said to be lost; a manager has to confirm it.
    DefeatPending,
    /// Lost (战败).
    Defeated,
    /// Put off until a day (休眠).
    Dormant,
    /// Given back, for a colleague to take up (公海).
    Pool,
    /// Delivered (成交).
    Won,
    /// Became part of another file's, which was open at the same store.
    Merged,
}

/// What can be done with an opportunity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Change its facts.
    Edit,
    /// Log a contact.
    Follow,
    /// Move it to another stage.
    Move,
    /// Close it as won.
    Win,
    /// Ask that it be closed as lost.
    AskDefeat,
    /// Take that back.
    Withdraw,
    /// Confirm the loss.
    Approve,
    /// Give it back to its owner.
    Return,
    /// Put it off until a day.
    Sleep,
    /// Take it up again before or on that day.
    Wake,
    /// Give it to the pool.
    Release,
    /// Take it from the pool.
    Claim,
    /// Open a new one for somebody who was lost.
    Reactivate,
}

use Act::{Approve, AskDefeat, Claim, Edit, Follow, Move, Reactivate, Release, Return, Sleep, Wake, Win, Withdraw};
use State::{DefeatPending, Defeated, Dormant, Merged, Open, Pool, Won};

/// Every transition there is; what is not listed is refused.
pub const TRANSITIONS: &[(State, Act, State)] = &[
    (Open, Edit, Open),
    (Open, Follow, Open),
    (Open, Move, Open),
    (Open, Win, Won),
    (Open, AskDefeat, DefeatPending),
    (Open, Sleep, Dormant),
    (Open, Release, Pool),
    // The control call before the verdict is a contact like others.
    (DefeatPending, Follow, DefeatPending),
    (DefeatPending, Withdraw, Open),
    (DefeatPending, Approve, Defeated),
    (DefeatPending, Return, Open),
    (Dormant, Wake, Open),
    (Pool, Claim, Open),
    // The lost one stays what it is: its funnel is history. A new one is opened.
    (Defeated, Reactivate, Defeated),
];

impl State {
    /// All of them.
    pub const ALL: [State; 7] = [Open, DefeatPending, Defeated, Dormant, Pool, Won, Merged];

    /// The stable name: the code in the dictionary `opportunity-state`.
    pub fn name(self) -> &'static str {
        match self {
            Open => "open",
            DefeatPending => "defeat_pending",
            Defeated => "defeated",
            Dormant => "dormant",
            Pool => "pool",
            Won => "won",
            Merged => "merged",
        }
    }

    /// The state of a stable name.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.name() == name)
    }

    /// What it means on a page.
    pub fn look(self) -> ui::State {
        match self {
            Open => ui::State::Accent,
            DefeatPending => ui::State::Due,
            Won => ui::State::Done,
            Defeated | Dormant | Pool | Merged => ui::State::Past,
        }
    }

    /// The sentence that says what is possible now.
    fn refusal(self) -> &'static str {
        match self {
            Open => "opportunity-now-open",
            DefeatPending => "opportunity-now-defeat-pending",
            Defeated => "opportunity-now-defeated",
            Dormant => "opportunity-now-dormant",
            Pool => "opportunity-now-pool",
            Won => "opportunity-now-won",
            Merged => "opportunity-now-merged",
        }
    }
}

impl Act {
    /// All of them.
    pub const ALL: [Act; 13] =
        [Edit, Follow, Move, Win, AskDefeat, Withdraw, Approve, Return, Sleep, Wake, Release, Claim, Reactivate];

    /// The stable name, in the ledger of moves and in label keys (`opportunity-act-edit`).
    pub fn name(self) -> &'static str {
        match self {
            Edit => "edit",
            Follow => "follow",
            Move => "move",
            Win => "win",
            AskDefeat => "ask-defeat",
            Withdraw => "withdraw",
            Approve => "approve",
            Return => "return",
            Sleep => "sleep",
            Wake => "wake",
            Release => "release",
            Claim => "claim",
            Reactivate => "reactivate",
        }
    }
}

impl Act {
    /// What the journal calls it.
    pub fn journal(self) -> &'static str {
        match self {
            Edit => "update",
            Follow => "opportunity-follow",
            Move => "opportunity-move",
            Win => "opportunity-win",
            AskDefeat => "opportunity-ask-defeat",
            Withdraw => "opportunity-withdraw",
            Approve => "opportunity-approve",
            Return => "opportunity-return",
            Sleep => "opportunity-sleep",
            Wake => "opportunity-wake",
            Release => "opportunity-release",
            Claim => "opportunity-claim",
            Reactivate => "opportunity-reactivate",
        }
    }
}

/// What may be done in a state.
pub fn allowed(state: State) -> impl Iterator<Item = Act> {
    TRANSITIONS.iter().filter(move |(from, ..)| *from == state).map(|(_, act, _)| *act)
}

/// Where an act leads; refused with the sentence that names what is allowed instead.
pub fn next(state: State, act: Act) -> Result<State, Refusal> {
    let found = TRANSITIONS.iter().find(|(from, done, _)| (*from, *done) == (state, act));
    found.map(|(.., to)| *to).ok_or(Refusal::Rule(state.refusal()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SALE-01, LEAD-07: all states by all acts. What is not in the table is refused, and the refusal names in both
    /// languages exactly what the table allows.
    #[test]
    fn every_state_with_every_act() {
        let words = kernel::Words::gather(&[crate::LOCALE]).unwrap();
        for state in State::ALL {
            assert_eq!(State::from_name(state.name()), Some(state));
            let may: Vec<Act> = allowed(state).collect();
            for act in Act::ALL {
                match next(state, act) {
                    Ok(to) => assert!(TRANSITIONS.contains(&(state, act, to))),
                    Err(Refusal::Rule(code)) => {
                        assert!(!may.contains(&act), "{state:?} {act:?}");
                        for lang in [kernel::Lang::ZhCn, kernel::Lang::En] {
                            let sentence = words.text(lang, code).to_lowercase();
                            for named in &may {
                                let word =
                                    words.text(lang, &format!("opportunity-act-{}", named.name())).to_lowercase();
                                assert!(sentence.contains(&word), "{code} in {lang:?} does not name {word}");
                            }
                        }
                    }
                    Err(other) => panic!("{other}"),
                }
            }
        }
        assert_eq!(TRANSITIONS.len(), 14);
        assert_eq!([Won, Merged].map(|end| allowed(end).count()), [0, 0]);
    }

    /// What opens again was open before: no way leads into a state from which nothing leads on but its ends.
    #[test]
    fn every_state_is_reached_or_begun_with() {
        for state in State::ALL.into_iter().filter(|s| !matches!(s, Open | Merged)) {
            assert!(TRANSITIONS.iter().any(|(from, _, to)| *to == state && *from != state), "{state:?}");
        }
    }
}
