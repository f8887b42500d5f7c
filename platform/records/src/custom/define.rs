//! Defining fields: what an administrator does. Permission, and raising the organisation's version so that every
//! process hears of the change, are the caller's matter.

use kernel::journal::Change;
use kernel::{Id, Tx, numbering};

use super::model::{Definition, Draft};
use super::rest::Rest;
use super::{queries, resting, rules};
use crate::commands::FieldError;
use crate::{Kind, Refusal};

/// The kind under which definitions stand in the journal.
const KIND: &str = "custom_field";

/// A definition as it stands, and whether any record has a value.
pub struct Standing {
    /// The field.
    pub definition: Definition,
    /// Whether any record has a value: then its type is fixed but for widening.
    pub used: bool,
}

/// A definition as it stands.
pub async fn standing(
    conn: &impl kernel::ConnectionTrait,
    tenant: kernel::Tenant,
    id: Id,
) -> Result<Option<Standing>, kernel::DbError> {
    let Some(definition) = queries::find(conn, tenant, id).await? else { return Ok(None) };
    let used = queries::is_used(conn, tenant, &definition).await?;
    Ok(Some(Standing { definition, used }))
}

/// Adds a field to a noun, behind the others. Refuses what is wrong at its field, and `custom-too-many`.
pub async fn add(tx: &mut Tx<'_>, kind: &'static Kind, draft: &Draft) -> Result<Definition, Refusal> {
    // The number comes first: whoever adds at the same time waits here, and finds the name taken afterwards.
    let number = numbering::take(tx, "custom_field", 1).await?;
    let known = queries::of_kind(tx.conn(), tx.tenant(), kind.name).await?;
    let mut errors = rules::errors(draft, None);
    let taken = known.iter().map(|d| d.name.as_str()).collect();
    let name = rules::name(draft, &taken).unwrap_or_else(|code| {
        errors.push(FieldError { field: "key".into(), code: code.into() });
        String::new()
    });
    same_label(&known, None, draft, &mut errors);
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    if known.iter().filter(|d| d.retired_at.is_none()).count() >= rules::MOST {
        return Err(Refusal::Rule("custom-too-many"));
    }
    let position = known.iter().map(|d| d.position).max().map_or(0, |last| last + 1);
    let base = Definition {
        id: tx.new_id(),
        number,
        kind: kind.name.to_owned(),
        name,
        label_zh: String::new(),
        label_en: String::new(),
        help_zh: String::new(),
        help_en: String::new(),
        what: draft.what,
        class: draft.class,
        required: false,
        searchable: false,
        position,
        retired_at: None,
        version: 1,
        was_sealed: false,
    };
    let definition = drafted(base, draft);
    queries::insert(tx, &definition).await?;
    let mut changes = changes(None, &definition);
    changes.extend(Change::of("kind", None, Some(definition.kind.clone())));
    changes.extend(Change::of("key", None, Some(definition.name.clone())));
    note(tx, &definition, "create", changes);
    Ok(definition)
}

/// Changes a field that stands at `version`; the new version is returned. Its key stays. Refuses `custom-type-fixed`
/// where there are values that the new type could not hold.
pub async fn change(tx: &mut Tx<'_>, id: Id, version: i64, draft: &Draft) -> Result<i64, Refusal> {
    let Standing { definition: before, used } = standing(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if before.version != version {
        return Err(Refusal::Conflict(before.version));
    }
    let mut errors = rules::errors(draft, Some((&before, used)));
    let known = queries::of_kind(tx.conn(), tx.tenant(), &before.kind).await?;
    same_label(&known, Some(id), draft, &mut errors);
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    let after = drafted(before.clone(), draft);
    let changes = changes(Some(&before), &after);
    if changes.is_empty() {
        return Ok(version);
    }
    save(tx, &after, version).await?;
    if used && before.rest() != after.rest() {
        resting::enqueue(tx);
    }
    note(tx, &after, "update", changes);
    Ok(version + 1)
}

/// Takes a field out of use: it is nowhere to be seen, and its values stay for [`restore`].
pub async fn retire(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
    let before = open(tx, id, version).await?;
    if before.retired_at.is_some() {
        return Ok(());
    }
    let after = Definition { retired_at: Some(tx.now()), ..before };
    save(tx, &after, version).await?;
    note(tx, &after, "retire", Vec::new());
    Ok(())
}

/// Brings a field back with all its values.
pub async fn restore(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
    let before = open(tx, id, version).await?;
    if before.retired_at.is_none() {
        return Ok(());
    }
    let after = Definition { retired_at: None, ..before };
    save(tx, &after, version).await?;
    note(tx, &after, "restore", Vec::new());
    Ok(())
}

/// Moves a field one place up or down among those in use; at the edge nothing happens.
pub async fn shift(tx: &mut Tx<'_>, id: Id, up: bool) -> Result<(), Refusal> {
    let moved = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let mut list = queries::of_kind(tx.conn(), tx.tenant(), &moved.kind).await?;
    list.retain(|d| d.retired_at.is_none());
    let at = list.iter().position(|d| d.id == id).ok_or(Refusal::NotFound)?;
    let Some(other) = (if up { at.checked_sub(1) } else { Some(at + 1).filter(|n| *n < list.len()) }) else {
        return Ok(());
    };
    list.swap(at, other);
    for (position, definition) in list.iter().enumerate() {
        let position = position as i64;
        if definition.position != position {
            save(tx, &Definition { position, ..definition.clone() }, definition.version).await?;
        }
    }
    note(tx, &moved, "order", Vec::new());
    Ok(())
}

async fn open(tx: &Tx<'_>, id: Id, version: i64) -> Result<Definition, Refusal> {
    let found = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if found.version == version { Ok(found) } else { Err(Refusal::Conflict(found.version)) }
}

async fn save(tx: &Tx<'_>, definition: &Definition, version: i64) -> Result<(), Refusal> {
    match queries::change(tx, definition, version).await? {
        true => Ok(()),
        false => Err(Refusal::Conflict(version + 1)),
    }
}

/// Two fields of one word cannot be told apart, on a page or in a file.
fn same_label(known: &[Definition], own: Option<Id>, draft: &Draft, errors: &mut Vec<FieldError>) {
    let others = || known.iter().filter(|d| Some(d.id) != own && d.retired_at.is_none());
    let label = draft.label_zh.trim();
    if !label.is_empty() && others().any(|d| d.label_zh == label) {
        errors.push(FieldError { field: "label_zh".into(), code: "custom-label-taken".into() });
    }
}

fn drafted(base: Definition, draft: &Draft) -> Definition {
    let text = |text: &str| text.trim().to_owned();
    let label_zh = text(&draft.label_zh);
    let help_zh = text(&draft.help_zh);
    let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
    let sealed = Definition { what: draft.what, class: draft.class, ..base.clone() }.rest() == Rest::Sealed;
    Definition {
        was_sealed: base.was_sealed || sealed,
        label_en: or(text(&draft.label_en), &label_zh),
        help_en: or(text(&draft.help_en), &help_zh),
        label_zh,
        help_zh,
        what: draft.what,
        class: draft.class,
        required: draft.required,
        searchable: draft.searchable,
        ..base
    }
}

fn changes(before: Option<&Definition>, after: &Definition) -> Vec<Change> {
    let part = |field: &str, of: fn(&Definition) -> Option<String>| Change::of(field, before.and_then(of), of(after));
    [
        part("label_zh", |d| Some(d.label_zh.clone())),
        part("label_en", |d| Some(d.label_en.clone())),
        part("help_zh", |d| Some(d.help_zh.clone()).filter(|t| !t.is_empty())),
        part("help_en", |d| Some(d.help_en.clone()).filter(|t| !t.is_empty())),
        part("type", |d| Some(d.what.name().to_owned())),
        part("class", |d| Some(d.class.name().to_owned())),
        part("required", |d| Some(d.required.to_string())),
        part("searchable", |d| Some(d.searchable.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The journal's line and the event, as of every other setting.
fn note(tx: &mut Tx<'_>, definition: &Definition, action: &'static str, changes: Vec<Change>) {
    let fields: Vec<String> = changes.iter().map(|c| c.field.clone()).collect();
    tx.record(KIND, definition.id, action, changes);
    let told =
        serde_json::json!({ "kind": definition.kind, "name": definition.name, "action": action, "fields": fields });
    tx.emit("custom_field.changed.v1", KIND, definition.id, told);
}
