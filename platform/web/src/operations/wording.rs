//! Operations in words.

use kernel::Access;
use records::custom::is_custom;
use records::operations::{Back, Conflict, Fate, Line, Operation, State};
use ui::State as Tone;

use crate::Page;
use crate::records::labels;

/// What an operation is.
pub(super) fn kind(page: &Page<'_>, operation: &Operation) -> String {
    page.t(&format!("operation-kind-{}", operation.kind)).into_owned()
}

/// What it is known by: the file, or the fields that were changed.
pub(super) fn title(page: &Page<'_>, operation: &Operation) -> String {
    match (operation.kind.as_str(), page.app.registry.kind(&operation.noun)) {
        ("import" | "merge" | "leave", _) | (_, None) => operation.title.clone(),
        ("edit", Some(noun)) => {
            let fields = operation.title.split(',').filter(|f| !f.is_empty());
            fields.map(|f| field(page, noun.name, f)).collect::<Vec<_>>().join(&page.t("operation-comma"))
        }
        (_, Some(noun)) => page.t(&format!("kind-{}-plural", noun.name)).into_owned(),
    }
}

/// How a state looks.
pub(super) fn tone(state: State) -> Tone {
    match state {
        State::Running | State::Undoing => Tone::Accent,
        State::Done => Tone::Done,
        State::Undone => Tone::Past,
    }
}

/// What became of a record, with how it looks.
pub(super) fn result(page: &Page<'_>, line: &Line) -> (Tone, String) {
    match line.back {
        Some(found) => (back_tone(found), back(page, found)),
        None => {
            let tone = match line.fate {
                Fate::Created | Fate::Changed => Tone::Done,
                Fate::Unchanged => Tone::Past,
                Fate::Waiting => Tone::Plain,
                Fate::Refused => Tone::Overdue,
            };
            (tone, page.t(&format!("operation-fate-{}", line.fate.name())).into_owned())
        }
    }
}

/// What undoing came to, or would.
pub(super) fn back(page: &Page<'_>, back: Back) -> String {
    page.t(&format!("operation-back-{}", back.name())).into_owned()
}

/// How that looks.
pub(super) fn back_tone(back: Back) -> Tone {
    match back {
        Back::Away | Back::Restored => Tone::Done,
        Back::Partly => Tone::Due,
        Back::Nothing => Tone::Past,
        Back::Kept | Back::Closed => Tone::Overdue,
    }
}

/// Why a record was refused, or what of it stayed.
pub(super) fn why(page: &Page<'_>, line: &Line) -> String {
    let mut parts: Vec<String> = line.conflicts.iter().map(|c| conflict(page, &line.noun, c)).collect();
    if let Some(reason) = line.reason.as_deref().filter(|_| line.back.is_none()) {
        parts.push(refusal(page, &line.noun, reason));
    }
    parts.join(&page.t("operation-semicolon"))
}

fn refusal(page: &Page<'_>, noun: &str, reason: &str) -> String {
    match reason.split_once(':') {
        Some((code, named)) => format!("{}{}{}", field(page, noun, named), page.t("list-colon"), page.t(code)),
        None => page.t(reason).into_owned(),
    }
}

/// What stays, who changed it and when.
pub(super) fn conflict(page: &Page<'_>, noun: &str, conflict: &Conflict) -> String {
    let by = conflict.by.clone().filter(|name| !name.is_empty());
    let zone = labels::zone(page.app, page.visitor);
    let at = conflict.at.map(|at| at.utc().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string());
    let sentence = match (&by, &at) {
        (Some(by), Some(at)) => {
            page.ta(&format!("operation-conflict-{}-by", conflict.why), &[("by", by.as_str()), ("at", at.as_str())])
        }
        _ => page.t(&format!("operation-conflict-{}", conflict.why)).into_owned(),
    };
    match conflict.field.as_str() {
        "" => sentence,
        named => format!("{}{}{sentence}", field(page, noun, named), page.t("list-colon")),
    }
}

/// A field's word; parts of a record that are no field have words of their own.
fn field(page: &Page<'_>, noun: &str, name: &str) -> String {
    if is_custom(name) {
        return own(page, noun, name);
    }
    let dashed = name.replace('_', "-");
    let known = [format!("{noun}-{dashed}"), format!("operation-part-{dashed}")];
    let lang = page.visitor.scope.lang;
    known
        .iter()
        .find(|key| page.app.words.has(lang, key))
        .map_or_else(|| name.to_owned(), |key| page.t(key).into_owned())
}

/// The word of a field that the house added; whoever does not know of it, and one that is out of use, has a word for any.
fn own(page: &Page<'_>, noun: &str, name: &str) -> String {
    let scope = &page.visitor.scope;
    let known = page.app.registry.kind_of(scope.tenant, noun).and_then(|kind| Some((kind, kind.field(name)?)));
    match known.filter(|(kind, field)| scope.field_at_best(kind.name, field.name) > Access::Hidden) {
        Some((kind, field)) => page.t(&kind.label(field.name)).into_owned(),
        None => page.t("operation-part-custom").into_owned(),
    }
}
