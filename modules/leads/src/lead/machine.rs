//! The way of a lead up to its filing (domain.md §2.1), as one table. What is not listed is refused.

use records::Refusal;

/// Where a lead stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Arrived; nobody's yet.
    New,
    /// Somebody's, who has not reached them yet.
    Assigned,
    /// Really reached.
    Contacted,
    /// Filed: the customer's file goes on from here.
    Filed,
    /// Its owner says that it is none; a manager has to agree, because the source was paid for.
    InvalidPending,
    /// None.
    Invalid,
    /// Anyone's of the store who takes it.
    Pool,
}

impl State {
    /// All states.
    pub const ALL: [State; 7] = [
        State::New,
        State::Assigned,
        State::Contacted,
        State::Filed,
        State::InvalidPending,
        State::Invalid,
        State::Pool,
    ];

    /// The stable name: the code in the dictionary `lead-state`.
    pub fn name(self) -> &'static str {
        match self {
            State::New => "new",
            State::Assigned => "assigned",
            State::Contacted => "contacted",
            State::Filed => "filed",
            State::InvalidPending => "invalid_pending",
            State::Invalid => "invalid",
            State::Pool => "pool",
        }
    }

    /// The state of a stable name.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Whether nothing more is expected of it.
    pub fn is_closed(self) -> bool {
        matches!(self, State::Filed | State::Invalid)
    }

    /// The key of the sentence that says what can be done with a lead that stands here.
    pub fn refusal(self) -> &'static str {
        match self {
            State::New => "lead-not-now-new",
            State::Assigned => "lead-not-now-assigned",
            State::Contacted => "lead-not-now-contacted",
            State::Filed => "lead-not-now-filed",
            State::InvalidPending => "lead-not-now-invalid-pending",
            State::Invalid => "lead-not-now-invalid",
            State::Pool => "lead-not-now-pool",
        }
    }
}

/// What is done with a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// It is sent to a store.
    Send,
    /// It is given to somebody.
    Assign,
    /// Somebody takes it from the pool.
    Claim,
    /// They are really reached.
    Contact,
    /// The customer is filed.
    File,
    /// Its owner says that it is none, of a source that was paid for.
    Doubt,
    /// It is none.
    Invalidate,
    /// A manager agrees that it is none.
    Confirm,
    /// A manager does not agree: it goes back to its owner.
    Return,
    /// It goes to the pool: nobody reached them in time, or a manager wants it so.
    Recall,
    /// It was one after all.
    Reopen,
    /// Its owner leaves the house: a colleague goes on where they stood, with what was promised.
    HandOver,
}

impl Act {
    /// All acts.
    pub const ALL: [Act; 12] = [
        Act::Send,
        Act::Assign,
        Act::Claim,
        Act::Contact,
        Act::File,
        Act::Doubt,
        Act::Invalidate,
        Act::Confirm,
        Act::Return,
        Act::Recall,
        Act::Reopen,
        Act::HandOver,
    ];

    /// The stable name; the label key is `lead-act-` and this.
    pub fn name(self) -> &'static str {
        match self {
            Act::Send => "send",
            Act::Assign => "assign",
            Act::Claim => "claim",
            Act::Contact => "contact",
            Act::File => "file",
            Act::Doubt => "doubt",
            Act::Invalidate => "invalidate",
            Act::Confirm => "confirm",
            Act::Return => "return",
            Act::Recall => "recall",
            Act::Reopen => "reopen",
            Act::HandOver => "hand-over",
        }
    }
}

use Act::{Assign, Claim, Confirm, Contact, Doubt, File, HandOver, Invalidate, Recall, Reopen, Return, Send};
use State::{Assigned, Contacted, Filed, Invalid, InvalidPending, New, Pool};

/// Every step there is.
pub const STEPS: &[(State, Act, State)] = &[
    (New, Send, New),
    (New, Assign, Assigned),
    (New, Invalidate, Invalid),
    (New, Recall, Pool),
    (Assigned, Assign, Assigned),
    (Assigned, Contact, Contacted),
    (Assigned, Doubt, InvalidPending),
    (Assigned, Invalidate, Invalid),
    (Assigned, Recall, Pool),
    (Contacted, Assign, Assigned),
    (Contacted, Contact, Contacted),
    (Contacted, File, Filed),
    (Contacted, Doubt, InvalidPending),
    (Contacted, Invalidate, Invalid),
    (Contacted, Recall, Pool),
    (InvalidPending, Confirm, Invalid),
    (InvalidPending, Return, Assigned),
    (Pool, Claim, Assigned),
    (Pool, Assign, Assigned),
    (Pool, Invalidate, Invalid),
    (Invalid, Reopen, New),
    (Assigned, HandOver, Assigned),
    (Contacted, HandOver, Contacted),
    (InvalidPending, HandOver, InvalidPending),
];

/// Where an act leads from a state, if it leads anywhere.
pub fn after(state: State, act: Act) -> Option<State> {
    STEPS.iter().find(|(from, with, _)| *from == state && *with == act).map(|(_, _, to)| *to)
}

/// As [`after`]; the refusal names what can be done instead.
pub fn step(state: State, act: Act) -> Result<State, Refusal> {
    after(state, act).ok_or(Refusal::Rule(state.refusal()))
}

/// What can be done from a state.
pub fn open(state: State) -> impl Iterator<Item = Act> {
    STEPS.iter().filter(move |(from, ..)| *from == state).map(|(_, act, _)| *act)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::words;

    /// LEAD-03: all states times all acts, as a picture: a letter is the state where it leads, a dot is refused.
    #[test]
    fn the_whole_machine() {
        let letter = |s: State| match s {
            New => 'N',
            Assigned => 'A',
            Contacted => 'C',
            Filed => 'F',
            InvalidPending => 'D',
            Invalid => 'I',
            Pool => 'P',
        };
        let picture: Vec<String> = State::ALL
            .into_iter()
            .map(|s| Act::ALL.into_iter().map(|a| after(s, a).map_or('.', letter)).collect())
            .collect();
        // Send Assign Claim Contact File Doubt Invalidate Confirm Return Recall Reopen HandOver
        let wanted = [
            "NA....I..P..", // new
            ".A.C.DI..P.A", // assigned
            ".A.CFDI..P.C", // contacted
            "............", // filed
            ".......IA..D", // invalid, to be approved
            "..........N.", // invalid
            ".AA...I.....", // pool
        ];
        assert_eq!(picture, wanted);
        assert_eq!(picture.iter().flat_map(|line| line.chars()).filter(|c| *c != '.').count(), STEPS.len());
    }

    /// Domain.md §2: a forbidden step is refused with a sentence that names what is allowed.
    #[test]
    fn refusals_name_what_is_allowed() {
        let locale = crate::LOCALE;
        for text in [locale.zh_cn, locale.en] {
            let line = |key: &str| {
                let line = text.lines().find(|l| l.starts_with(&format!("{key} = ")));
                line.unwrap_or_else(|| panic!("{key} has no words")).split_once(" = ").unwrap().1.to_lowercase()
            };
            for state in State::ALL {
                let sentence = line(state.refusal());
                // Handing over is the house's own doing.
                for act in open(state).filter(|a| !matches!(a, Doubt | HandOver)) {
                    let word = line(&format!("lead-act-{}", act.name()));
                    assert!(sentence.contains(&word), "{} does not name {word}: {sentence}", state.refusal());
                }
                for act in Act::ALL {
                    match (after(state, act), step(state, act)) {
                        (Some(to), Ok(done)) => assert_eq!(to, done),
                        (None, Err(Refusal::Rule(code))) => assert_eq!(code, state.refusal()),
                        other => panic!("{other:?}"),
                    }
                }
            }
        }
        assert_eq!(words::missing(&locale), Vec::<String>::new());
    }

    /// Every state is in base data under its name.
    #[test]
    fn states_have_names() {
        let seeds = crate::DICTIONARIES.iter().find(|d| d.name == "lead-state").unwrap();
        assert_eq!(seeds.entries.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), State::ALL.map(State::name));
        for state in State::ALL {
            assert_eq!(State::from_name(state.name()), Some(state));
        }
        assert_eq!(State::from_name("lost"), None);
    }
}
