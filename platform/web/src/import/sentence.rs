//! Codes as sentences.

use records::import::{Fate, FileProblem, Message, Severity, State};
use ui::{Arg, State as Tone, Words};

use crate::Page;

/// The sentence of a problem with a file.
pub(super) fn problem(page: &Page<'_>, problem: &FileProblem) -> String {
    let args: Vec<(&str, Arg<'_>)> =
        problem.args.iter().map(|(name, value)| (name.as_str(), Arg::from(value.as_str()))).collect();
    page.words().ta(&problem.code, &args)
}

/// The sentence of a message about a row or cell.
pub(super) fn message(page: &Page<'_>, message: &Message) -> String {
    page.words().ta(&message.code, &[("detail", Arg::from(message.detail.as_deref().unwrap_or_default()))])
}

/// The short sentence of a code, for choosing rows by it.
pub(super) fn code(page: &Page<'_>, code: &str) -> String {
    page.words().ta(code, &[("detail", Arg::from("…"))])
}

/// How a fate looks.
pub(super) fn tone(fate: Fate) -> Tone {
    match fate {
        Fate::Created | Fate::Updated => Tone::Done,
        Fate::Unchanged => Tone::Past,
        Fate::Duplicate => Tone::Due,
        Fate::Rejected => Tone::Overdue,
    }
}

/// How grave a message looks.
pub(super) fn gravity(severity: Severity) -> Tone {
    match severity {
        Severity::Info => Tone::Plain,
        Severity::Warning => Tone::Due,
        Severity::Error => Tone::Overdue,
    }
}

/// How a state looks.
pub(super) fn state_tone(state: State) -> Tone {
    match state {
        State::Draft | State::Ready => Tone::Due,
        State::Checking | State::Running => Tone::Accent,
        State::Paused => Tone::Due,
        State::Done => Tone::Done,
        State::Failed => Tone::Overdue,
        State::Cancelled => Tone::Past,
    }
}
