//! The states of a request, as one table.

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 查阅、复制: to know and have a copy (PIPL 45).
    Copy,
    /// 更正、补充 (46).
    Correct,
    /// 删除 (47).
    Erase,
    /// 停止处理: keep it and do nothing else with it (47).
    Restrict,
    /// 拒绝营销 (24).
    Object,
}

impl Kind {
    /// All of them, in the order of choices.
    pub const ALL: [Kind; 5] = [Kind::Copy, Kind::Correct, Kind::Restrict, Kind::Object, Kind::Erase];

    /// The stable name; the label key is `privacy-kind-` with it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Copy => "copy",
            Kind::Correct => "correct",
            Kind::Erase => "erase",
            Kind::Restrict => "restrict",
            Kind::Object => "object",
        }
    }

    /// The kind of a stable name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether a job does it, so that it takes a while.
    pub fn takes_a_while(self) -> bool {
        matches!(self, Kind::Copy | Kind::Erase)
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It came in.
    Received,
    /// Who asks has shown who they are.
    Checked,
    /// An erasing is proposed: another person releases it.
    Proposed,
    /// The house is at it.
    Working,
    /// Done.
    Done,
    /// Refused, with the ground told.
    Refused,
}

impl State {
    /// All of them.
    pub const ALL: [State; 6] =
        [State::Received, State::Checked, State::Proposed, State::Working, State::Done, State::Refused];

    /// The stable name; the label key is `privacy-state-` with it.
    pub fn name(self) -> &'static str {
        match self {
            State::Received => "received",
            State::Checked => "checked",
            State::Proposed => "proposed",
            State::Working => "working",
            State::Done => "done",
            State::Refused => "refused",
        }
    }

    /// The state of a stable name; an unknown one is closed.
    pub fn from_name(name: &str) -> State {
        State::ALL.into_iter().find(|state| state.name() == name).unwrap_or(State::Refused)
    }

    /// Whether nothing can come any more.
    pub fn is_closed(self) -> bool {
        matches!(self, State::Done | State::Refused)
    }
}

/// What is done with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It comes in.
    Receive,
    /// The identity is proved.
    Check,
    /// It is fulfilled, at once or by the house from here on.
    Fulfil,
    /// It is proposed to a second person (四眼原则).
    Propose,
    /// The second person lets it be done.
    Release,
    /// The proposal is taken back, by either.
    Withdraw,
    /// The house is ready.
    Finish,
    /// It is refused.
    Refuse,
}

impl Deed {
    /// The stable name; the label key is `privacy-deed-` with it.
    pub fn name(self) -> &'static str {
        match self {
            Deed::Receive => "receive",
            Deed::Check => "check",
            Deed::Fulfil => "fulfil",
            Deed::Propose => "propose",
            Deed::Release => "release",
            Deed::Withdraw => "withdraw",
            Deed::Finish => "finish",
            Deed::Refuse => "refuse",
        }
    }
}

/// Which deed leads where. What a job does goes by [`State::Working`].
const WAYS: [(State, Deed, State); 10] = [
    (State::Received, Deed::Check, State::Checked),
    (State::Received, Deed::Refuse, State::Refused),
    (State::Checked, Deed::Refuse, State::Refused),
    (State::Checked, Deed::Fulfil, State::Done),
    (State::Checked, Deed::Propose, State::Proposed),
    (State::Proposed, Deed::Release, State::Done),
    (State::Proposed, Deed::Withdraw, State::Checked),
    (State::Proposed, Deed::Refuse, State::Refused),
    (State::Working, Deed::Finish, State::Done),
    // The house gave it up: it is taken up again.
    (State::Working, Deed::Fulfil, State::Working),
];

/// Where a deed leads from a state; none where it cannot be done.
pub fn after(kind: Kind, state: State, deed: Deed) -> Option<State> {
    let (_, _, to) = WAYS.iter().find(|(from, by, _)| (*from, *by) == (state, deed))?;
    let begins = matches!(deed, Deed::Fulfil | Deed::Release);
    Some(if begins && kind.takes_a_while() { State::Working } else { *to })
}

/// What the next step of a request that is to be fulfilled is. Where a second person is asked for, an erasing is proposed
/// by one and released by another; whoever proposed it may not.
pub fn forward(kind: Kind, state: State, second: bool, is_proposer: bool) -> Result<Deed, &'static str> {
    match (kind, state) {
        (Kind::Erase, State::Checked) if second => Ok(Deed::Propose),
        (Kind::Erase, State::Proposed) if second && is_proposer => Err("privacy-same-person"),
        (Kind::Erase, State::Proposed) => Ok(Deed::Release),
        _ => Ok(Deed::Fulfil),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PIPL 50: nothing is done before the identity is proved, nothing after it is closed.
    #[test]
    fn nothing_before_the_proof_and_nothing_after_the_end() {
        for kind in Kind::ALL {
            assert_eq!(after(kind, State::Received, Deed::Fulfil), None);
            for closed in State::ALL.into_iter().filter(|s| s.is_closed()) {
                for deed in [Deed::Check, Deed::Fulfil, Deed::Finish, Deed::Refuse] {
                    assert_eq!(after(kind, closed, deed), None, "{closed:?} {deed:?}");
                }
            }
            let done = after(kind, State::Checked, Deed::Fulfil);
            assert_eq!(done, Some(if kind.takes_a_while() { State::Working } else { State::Done }));
            assert_eq!(after(kind, State::Working, Deed::Refuse), None, "what is being done is not refused");
        }
    }

    /// PIPL 51: nobody erases alone where the house asks for two; alone where it does not. Only erasing asks for two.
    #[test]
    fn two_people_erase() {
        assert_eq!(forward(Kind::Erase, State::Checked, true, false), Ok(Deed::Propose));
        assert_eq!(forward(Kind::Erase, State::Proposed, true, true), Err("privacy-same-person"));
        assert_eq!(forward(Kind::Erase, State::Proposed, true, false), Ok(Deed::Release));
        assert_eq!(forward(Kind::Erase, State::Checked, false, true), Ok(Deed::Fulfil));
        assert_eq!(forward(Kind::Erase, State::Proposed, false, true), Ok(Deed::Release), "switched off meanwhile");
        assert_eq!(forward(Kind::Copy, State::Checked, true, false), Ok(Deed::Fulfil));
        assert_eq!(after(Kind::Erase, State::Proposed, Deed::Release), Some(State::Working));
        assert_eq!(after(Kind::Erase, State::Proposed, Deed::Withdraw), Some(State::Checked));
        assert_eq!(after(Kind::Erase, State::Proposed, Deed::Fulfil), None, "not past the second person");
    }
}
