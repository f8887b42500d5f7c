//! The states of a task as one table, without a database.

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It waits to be done.
    Open,
    /// It was done.
    Done,
    /// It is no longer wanted.
    Cancelled,
}

impl State {
    /// All of them.
    pub const ALL: [State; 3] = [State::Open, State::Done, State::Cancelled];

    /// The stable name: the code in the dictionary `task-state`.
    pub fn name(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Done => "done",
            State::Cancelled => "cancelled",
        }
    }

    /// The state of a stable name.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.name() == name)
    }

    /// The code of the refusal of a task in this state; its sentence says what can be done with it.
    pub fn refusal(self) -> &'static str {
        match self {
            State::Open => "task-is-open",
            State::Done => "task-is-done",
            State::Cancelled => "task-is-cancelled",
        }
    }
}

/// What is done with a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Its words or its moment are changed.
    Change,
    /// It is given to a colleague.
    HandOn,
    /// It is done, with a result.
    Finish,
    /// It is called off.
    Cancel,
    /// It is to be done after all.
    Reopen,
}

impl Deed {
    /// All of them.
    pub const ALL: [Deed; 5] = [Deed::Change, Deed::HandOn, Deed::Finish, Deed::Cancel, Deed::Reopen];

    /// What the journal calls it.
    pub fn name(self) -> &'static str {
        match self {
            Deed::Change => "update",
            Deed::HandOn => "assign",
            Deed::Finish => "complete",
            Deed::Cancel => "call_off",
            Deed::Reopen => "reopen",
        }
    }
}

/// Every move there is: from a state, by a deed, to a state. What is not listed is refused; buttons, commands and tests
/// read this table.
pub const MOVES: &[(State, Deed, State)] = &[
    (State::Open, Deed::Change, State::Open),
    (State::Open, Deed::HandOn, State::Open),
    (State::Open, Deed::Finish, State::Done),
    (State::Open, Deed::Cancel, State::Cancelled),
    (State::Done, Deed::Reopen, State::Open),
    (State::Cancelled, Deed::Reopen, State::Open),
];

/// Where a deed leads. Refuses [`State::refusal`] where it leads nowhere.
pub fn after(state: State, deed: Deed) -> Result<State, &'static str> {
    let found = MOVES.iter().find(|(from, by, _)| (*from, *by) == (state, deed));
    found.map(|(.., to)| *to).ok_or_else(|| state.refusal())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SALE-02: every state with every deed.
    #[test]
    fn every_state_with_every_deed() {
        for state in State::ALL {
            for deed in Deed::ALL {
                let wanted = match (state, deed) {
                    (State::Open, Deed::Change | Deed::HandOn) => Ok(State::Open),
                    (State::Open, Deed::Finish) => Ok(State::Done),
                    (State::Open, Deed::Cancel) => Ok(State::Cancelled),
                    (State::Open, Deed::Reopen) => Err("task-is-open"),
                    (State::Done, Deed::Reopen) | (State::Cancelled, Deed::Reopen) => Ok(State::Open),
                    (State::Done, _) => Err("task-is-done"),
                    (State::Cancelled, _) => Err("task-is-cancelled"),
                };
                assert_eq!(after(state, deed), wanted, "{state:?} {deed:?}");
            }
            assert_eq!(State::from_name(state.name()), Some(state));
        }
        assert_eq!(State::from_name("later"), None);
    }
}
