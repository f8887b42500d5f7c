//! Facts of the survivor in a merge: what is taken from the absorbed file, and how it is given back.

use kernel::journal::Change;
use kernel::{Tx, Value};
use records::custom::Values;
use records::{Datum, Field, FieldKind, Kind, custom};

use super::model::{Choices, FieldKept, SealedKept, Side};
use super::rules;
use crate::customer::bulk::Sealed;
use crate::customer::model::{column_value, notes, notes_json};
use crate::customer::{Customer, Facts, Notes, completeness};
use crate::kind;

/// A file before a merge: its row, its facts, its identity number opened.
pub(super) struct Dossier {
    pub customer: Customer,
    pub facts: Facts,
    pub id_number: Option<String>,
    /// The descriptor with all custom fields, those out of use among them: their values go along too.
    pub kind: &'static Kind,
    pub custom: Values,
}

/// What is written to a survivor's row, and told.
#[derive(Default)]
pub(super) struct Draft {
    pub columns: Vec<(&'static str, Value)>,
    pub changes: Vec<Change>,
    pub fields: Vec<FieldKept>,
    pub id_number: Option<SealedKept>,
    /// The name, where another one holds now.
    pub name: Option<String>,
    /// Custom fields, where another value holds now.
    pub custom: Values,
}

fn plain(datum: Option<&Datum>, field: &Field) -> Option<String> {
    datum.and_then(|d| d.plain(field.kind)).filter(|text| !text.is_empty())
}

fn datum(field: &Field, text: Option<&str>) -> Datum {
    match (field.kind, text) {
        (_, None) => Datum::Empty,
        (FieldKind::Date, Some(text)) => text.parse().map_or(Datum::Empty, Datum::Date),
        (_, Some(text)) => Datum::Text(text.to_owned()),
    }
}

/// What the survivor takes from the absorbed file.
pub(super) fn taken(
    tx: &Tx<'_>,
    survivor: &Dossier,
    absorbed: &Dossier,
    sealed: SealedKept,
    choices: &Choices,
) -> Draft {
    let mut draft = Draft::default();
    let (mut facts, mut notes_after) = (survivor.facts.clone(), NotesOf::of(&survivor.customer));
    let theirs = NotesOf::of(&absorbed.customer);
    for (field, _) in kind::facts() {
        let empty = Datum::Empty;
        let own = survivor.facts.get(field.name).unwrap_or(&empty);
        let other = absorbed.facts.get(field.name).unwrap_or(&empty);
        let chosen = choices.fields.get(field.name).copied();
        let side = rules::settled(own, other, chosen);
        if side == Side::Survivor || plain(Some(own), field) == plain(Some(other), field) {
            continue;
        }
        draft.fields.push(FieldKept {
            field: field.name.to_owned(),
            before: plain(Some(own), field),
            after: plain(Some(other), field),
            raw: notes_after.raw.get(field.name).cloned(),
            doubt: notes_after.doubts.get(field.name).cloned(),
            sealed: false,
        });
        notes_after.take(field.name, theirs.raw.get(field.name).cloned(), theirs.doubts.get(field.name).cloned());
        facts.set(field.name, other.clone());
    }
    draft.facts_written(&facts);
    draft.custom_taken(survivor, absorbed, &mut notes_after, &theirs, choices);
    let chosen = choices.fields.get("id_number").copied();
    let as_datum = |text: &Option<String>| text.clone().map_or(Datum::Empty, Datum::Text);
    let side = rules::settled(&as_datum(&survivor.id_number), &as_datum(&absorbed.id_number), chosen);
    let mut has_id = survivor.id_number.is_some();
    if side == Side::Absorbed && survivor.id_number != absorbed.id_number {
        let new = absorbed.id_number.as_deref().map(|text| Sealed::of(tx, survivor.customer.id, text));
        has_id = new.is_some();
        draft.id_number = Some(SealedKept { hash_after: new.as_ref().map(|s| s.hash.clone()), ..sealed });
        let masked = |text: &Option<String>| text.as_deref().map(identifiers::resident_id::mask);
        draft.changes.push(Change {
            field: "id_number".into(),
            before: masked(&survivor.id_number),
            after: masked(&absorbed.id_number),
        });
        draft.columns.push(("id_number", new.as_ref().map(|s| s.bytes.clone()).into()));
        draft.columns.push(("id_hash", new.as_ref().map(|s| s.hash.clone()).into()));
        draft.columns.push(("id_tail", new.map(|s| s.tail).into()));
        notes_after.take("id_number", theirs.raw.get("id_number").cloned(), theirs.doubts.get("id_number").cloned());
    }
    let has_phone = survivor.customer.phone.is_some() || absorbed.customer.phone.is_some();
    draft.quality(&facts, has_phone, has_id, &notes_after);
    draft
}

/// What the survivor gives back: facts that still stand as the merge left them. Those changed since stay.
pub(super) fn given_back(
    survivor: &Dossier,
    fields: &[FieldKept],
    id_number: Option<&SealedKept>,
    hash_now: Option<&str>,
    has_phone: bool,
) -> Draft {
    let mut draft = Draft::default();
    let (mut facts, mut notes_after) = (survivor.facts.clone(), NotesOf::of(&survivor.customer));
    for kept in fields {
        let Some((field, _)) = kind::facts().find(|(f, _)| f.name == kept.field) else { continue };
        let now = plain(survivor.facts.get(field.name), field);
        if now != kept.after {
            continue;
        }
        draft.fields.push(FieldKept { before: now, after: kept.before.clone(), ..kept.clone() });
        notes_after.take(field.name, kept.raw.clone(), kept.doubt.clone());
        facts.set(field.name, datum(field, kept.before.as_deref()));
    }
    draft.facts_written(&facts);
    draft.custom_given_back(survivor, fields, &mut notes_after);
    let mut has_id = survivor.id_number.is_some();
    if let Some(kept) = id_number.filter(|kept| kept.hash_after.as_deref() == hash_now) {
        has_id = kept.sealed.is_some();
        let masked = survivor.id_number.as_deref().map(identifiers::resident_id::mask);
        draft.changes.push(Change { field: "id_number".into(), before: masked, after: None });
        draft.columns.push(("id_number", kept.sealed.clone().into()));
        draft.columns.push(("id_hash", kept.hash.clone().into()));
        draft.columns.push(("id_tail", kept.tail.clone().into()));
    }
    draft.quality(&facts, has_phone, has_id, &notes_after);
    draft
}

/// What is noted beside values.
struct NotesOf {
    raw: Notes,
    doubts: Notes,
}

impl NotesOf {
    fn of(customer: &Customer) -> NotesOf {
        NotesOf { raw: notes(customer.raw.as_deref()), doubts: notes(customer.doubts.as_deref()) }
    }

    fn take(&mut self, field: &str, raw: Option<String>, doubt: Option<String>) {
        for (all, one) in [(&mut self.raw, raw), (&mut self.doubts, doubt)] {
            match one {
                Some(text) => all.insert(field.to_owned(), text),
                None => all.remove(field),
            };
        }
    }
}

impl Draft {
    /// Columns and journal lines of the fields that change.
    fn facts_written(&mut self, facts: &Facts) {
        for (field, column) in kind::facts() {
            let Some(kept) = self.fields.iter().find(|kept| kept.field == field.name) else { continue };
            self.columns.push((column, column_value(field.kind, facts.get(field.name))));
            self.changes.extend(Change::of(field.name, kept.before.clone(), kept.after.clone()));
            if field.name == "name" {
                let name = facts.get_text("name").unwrap_or_default().to_owned();
                self.columns.push(("sort_key", identifiers::pinyin::sort_key(&name).into()));
                self.name = Some(name);
            }
        }
    }

    /// Custom fields that the survivor takes.
    fn custom_taken(
        &mut self,
        survivor: &Dossier,
        absorbed: &Dossier,
        notes: &mut NotesOf,
        theirs: &NotesOf,
        choices: &Choices,
    ) {
        let empty = Datum::Empty;
        for field in survivor.kind.custom_fields() {
            let own = survivor.custom.get(field.name).unwrap_or(&empty);
            let other = absorbed.custom.get(field.name).unwrap_or(&empty);
            let side = rules::settled(own, other, choices.fields.get(field.name).copied());
            if side == Side::Survivor || plain(Some(own), field) == plain(Some(other), field) {
                continue;
            }
            let kept = FieldKept {
                field: field.name.to_owned(),
                before: plain(Some(own), field),
                after: plain(Some(other), field),
                raw: notes.raw.get(field.name).cloned(),
                doubt: notes.doubts.get(field.name).cloned(),
                sealed: false,
            };
            notes.take(field.name, theirs.raw.get(field.name).cloned(), theirs.doubts.get(field.name).cloned());
            self.custom_written(survivor, field, kept, other.clone());
        }
    }

    /// Custom fields that the survivor gives back: those that still stand as the merge left them.
    fn custom_given_back(&mut self, survivor: &Dossier, fields: &[FieldKept], notes: &mut NotesOf) {
        for kept in fields {
            let Some(field) = survivor.kind.custom_fields().find(|f| f.name == kept.field) else { continue };
            let now = plain(survivor.custom.get(field.name), field);
            if now != kept.after {
                continue;
            }
            notes.take(field.name, kept.raw.clone(), kept.doubt.clone());
            let before = kept.before.as_deref().map_or(Datum::Empty, |text| Datum::of_plain(field.kind, text));
            self.custom_written(
                survivor,
                field,
                FieldKept { before: now, after: kept.before.clone(), ..kept.clone() },
                before,
            );
        }
    }

    fn custom_written(&mut self, survivor: &Dossier, field: &'static Field, kept: FieldKept, datum: Datum) {
        self.changes.extend(custom::told(survivor.kind, field.name, survivor.custom.get(field.name), Some(&datum)));
        self.custom.insert(field.name, datum);
        self.fields.push(kept);
    }

    fn quality(&mut self, facts: &Facts, has_phone: bool, has_id: bool, notes: &NotesOf) {
        let score = completeness::of(facts, has_phone, has_id, &notes.doubts).score;
        self.columns.push(("completeness", score.into()));
        self.columns.push(("raw", notes_json(&notes.raw).into()));
        self.columns.push(("doubts", notes_json(&notes.doubts).into()));
    }
}

/// Facts that were changed since the merge, to something other than what stood before it.
pub(super) fn disputed(
    facts: &Facts,
    (whole, custom): (&'static Kind, &Values),
    fields: &[FieldKept],
) -> Vec<&'static str> {
    let stands = |kept: &FieldKept| {
        let fact = kind::facts().find(|(f, _)| f.name == kept.field).map(|(field, _)| (field, facts.get(field.name)));
        let own = || whole.custom_fields().find(|f| f.name == kept.field).map(|f| (f, custom.get(f.name)));
        let (field, held) = fact.or_else(own)?;
        let now = plain(held, field);
        (now != kept.after && now != kept.before).then_some(field.name)
    };
    fields.iter().filter_map(stands).collect()
}
