//! What becomes of a row, without a database.

use identifiers::name;
use kernel::Id;
use records::import::{Earlier, Fate, Message, Mode, Outcome, Severity};

use super::find::Known;
use super::wish::Wish;
use crate::customer::rules;

/// The decision about a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Decision {
    /// Left out.
    Reject(&'static str),
    /// It repeats an earlier row; what hangs on the customer is still taken in, where that row brought the customer in.
    Repeat {
        /// The earlier row.
        line: u64,
        /// Its customer, and whether more may hang on them.
        customer: Option<(Id, bool)>,
    },
    /// Known already, where only new ones are wanted.
    KnownAlready(Id),
    /// The number belongs to someone of another name: nothing is touched.
    SomeoneElse(Id),
    /// A new customer.
    Create,
    /// A known one is compared and changed.
    Change(Id),
}

/// Decides about a row. A row that repeats an earlier one needs no name; a new customer does.
pub(super) fn decide(mode: Mode, earlier: Option<Earlier>, wish: &Wish, known: Option<&Known>) -> Decision {
    if let Some(earlier) = earlier {
        // What stood outside this import before is not touched where only new ones are wanted.
        let open = |fate: Fate| mode.updates() || fate == Fate::Created;
        let customer = earlier.record.map(|(id, fate)| (id, open(fate)));
        return Decision::Repeat { line: earlier.line, customer };
    }
    match known {
        Some(known) if !mode.updates() => Decision::KnownAlready(known.found.customer),
        Some(known) if !known.editable => Decision::Reject("import-not-editable"),
        Some(known) if wish.name.as_deref().is_some_and(|n| !same_family(&known.found.name, n)) => {
            Decision::SomeoneElse(known.found.customer)
        }
        Some(known) => Decision::Change(known.found.customer),
        None if !mode.creates() => Decision::Reject("import-not-known"),
        None if wish.name.is_none() => Decision::Reject("import-no-name"),
        None => Decision::Create,
    }
}

/// Whether a name under a known number may be the same person's: fitting names, or another given name under the same
/// surname, which is a correction more often than a relative. A phone is shared in families, so a different surname is
/// someone else (CUS-07).
pub(super) fn same_family(known: &str, new: &str) -> bool {
    if rules::compatible(known, new) {
        return true;
    }
    match (name::split(&name::normalise(known)), name::split(&name::normalise(new))) {
        (Some(a), Some(b)) => a.surname == b.surname,
        // Companies and foreign names are spelled in many ways.
        (None, None) => true,
        _ => false,
    }
}

impl Decision {
    /// The outcome, as far as it is known before anything is compared or written.
    pub fn outcome(&self) -> Outcome {
        let said = |fate, record, message| Outcome::of(fate, record).saying(message);
        match self {
            Decision::Reject(code) => said(Fate::Rejected, None, Message::row(Severity::Error, *code)),
            Decision::Repeat { line, customer } => said(
                Fate::Duplicate,
                customer.map(|(id, _)| id),
                Message::row(Severity::Info, "import-repeats-line").with(line.to_string()),
            ),
            Decision::KnownAlready(id) => {
                said(Fate::Duplicate, Some(*id), Message::row(Severity::Info, "import-known-already"))
            }
            Decision::SomeoneElse(id) => {
                said(Fate::Unchanged, Some(*id), Message::row(Severity::Warning, "import-name-differs"))
            }
            Decision::Create => Outcome::of(Fate::Created, None),
            Decision::Change(id) => Outcome::of(Fate::Unchanged, Some(*id)),
        }
    }

    /// The customer on whom more may hang.
    pub fn open_customer(&self) -> Option<Id> {
        match self {
            Decision::Repeat { customer: Some((id, true)), .. } | Decision::Change(id) => Some(*id),
            _ => None,
        }
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
