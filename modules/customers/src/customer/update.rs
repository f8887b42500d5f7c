//! Changing a customer: each field before and after, against the version that was looked at.

use kernel::journal::Change;
use kernel::scope::Place;
use kernel::{Access, Action, Id, Tx, Value};
use organisation::dictionaries;
use records::commands::FieldError;
use records::policy::Look;
use records::{Datum, FieldKind, Input, Kind, Refusal, custom, find};

use super::bulk::Sealed;
use super::model::{Customer, Facts, NewCustomer, Notes, column_value, notes, notes_json};
use super::reading::{self, Sheet, Strictness};
use super::{completeness, create, queries, search};
use crate::engagements::{self, Engagement, classes};
use crate::kind::{self, CUSTOMER};
use crate::seams::Seams;
use crate::{assignment, collisions, phones, places};

/// Changes what the input names; the new version is returned, or the old one when all stood so already. Facts of a
/// store go to the engagement that the actor may edit: that of the input's `store`, else the home store's, else the
/// only one. Owner, class and grade go their own ways, with history.
pub async fn update(tx: &mut Tx<'_>, seams: &Seams, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
    let anchors = find::require(&Look::within(tx), &CUSTOMER, id, Action::Edit).await?;
    let editable = engagements::queries::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let customer = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let (before, id_number) = queries::facts(&Look::within(tx), id).await?.ok_or(Refusal::NotFound)?;
    let kind = custom::writing(tx, &CUSTOMER, input, false).await?;
    let held =
        custom::of_records(tx.conn(), tx.keys(), tx.tenant(), kind, &[id]).await?.remove(&id).unwrap_or_default();
    let empty = |field: &str| match field {
        "phone" => customer.phone.is_none(),
        "id_number" => id_number.is_none(),
        field if custom::is_custom(field) => !held.contains_key(field),
        field => kind::facts().any(|(f, _)| f.name == field) && before.get(field).is_none_or(Datum::is_empty),
    };
    writable(tx, kind, input, &editable, empty)?;
    let sheet = reading::read(kind, input, create::context(tx.now()), Strictness::Exact).map_err(Refusal::Invalid)?;
    if customer.version != version {
        return Err(Refusal::Conflict(customer.version));
    }
    dictionaries::check(tx, kind, Some(id), input, create::OWN_CHECK).await?;
    let missing = custom::missing(kind, &sheet.custom, false);
    if !missing.is_empty() {
        return Err(Refusal::Invalid(missing));
    }
    if sheet.facts.get("name").is_some_and(Datum::is_empty) {
        return Err(Refusal::field("name", "field-required"));
    }
    let old_terms = if sheet.facts.has("name") || sheet.phone.is_some() {
        Some(queries::terms(tx.conn(), tx.tenant(), id).await?)
    } else {
        None
    };
    let mut draft = Draft { fields: Vec::new(), columns: Vec::new() };
    draft.facts(&sheet, &before);
    draft.id_number(tx, id, &sheet, id_number.as_deref());
    draft.phone(&sheet, &customer);
    draft.fields.extend(custom::changes(tx, kind, &held, &sheet.custom).await?);
    let target = if at_store(&sheet) { Some(chosen(tx, &sheet, &editable).await?.clone()) } else { None };
    let (store_columns, changes) = target.as_ref().map(|e| store_facts(&sheet, e)).unwrap_or_default();
    let engagement = target.as_ref().map(|e| e.id).filter(|_| !changes.is_empty());
    let verbs = target.filter(|e| has_verbs(&sheet, e));
    if draft.fields.is_empty() && changes.is_empty() && verbs.is_none() {
        return Ok(version);
    }
    draft.quality(&sheet, &customer, &before, id_number.is_some());
    let columns = std::mem::take(&mut draft.columns);
    if !queries::change(tx, id, version, columns).await? {
        return Err(Refusal::Conflict(customer.version + 1));
    }
    custom::write(tx, kind, id, &sheet.custom).await?;
    let numbers: Vec<String> = match &sheet.phone {
        Some(_) => phones::queries::of(tx.conn(), tx.tenant(), id).await?.into_iter().map(|p| p.phone).collect(),
        None => Vec::new(),
    };
    if let Some(phone) = &sheet.phone {
        phones::replace_primary(tx, id, phone.as_ref()).await?;
    }
    if let Some(name) = sheet.facts.get_text("name") {
        engagements::queries::mirror_sort_key(tx, id, &identifiers::pinyin::sort_key(name)).await?;
    }
    if let Some(old) = old_terms {
        search::renew(tx, id, &old).await?;
    }
    let mut names: Vec<String> = draft.fields.iter().map(|c| c.field.clone()).collect();
    if !draft.fields.is_empty() {
        tx.record("customer", id, "update", draft.fields);
    }
    if let Some(engagement) = engagement {
        names.extend(changes.iter().map(|c| c.field.clone()));
        engagements::queries::change(tx, engagement, store_columns).await?;
        tx.record("engagement", engagement, "update", changes);
    }
    if let Some(engagement) = verbs {
        run_verbs(tx, seams, &sheet, &engagement).await?;
    }
    collisions::added(tx, seams, id, &editable, &added(&sheet, &before, id_number.as_deref(), &numbers)).await?;
    engagements::queries::touch(tx, &anchors_at_home(tx, &editable, &sheet), tx.now()).await?;
    tx.emit("customer.updated.v1", "customer", id, serde_json::json!({ "fields": names }));
    Ok(version + 1)
}

/// The keys that a change adds to a file: numbers and ids that it did not have.
fn added(sheet: &Sheet, before: &Facts, id_number: Option<&str>, numbers: &[String]) -> NewCustomer {
    let mut new = NewCustomer::default();
    new.phones.extend(sheet.phone.iter().flatten().filter(|p| !numbers.contains(&p.phone)).cloned());
    if let Some(Datum::Text(text)) = &sheet.id_number {
        new.id_number = Some(text.clone()).filter(|text| Some(text.as_str()) != id_number);
    }
    for field in ["uscc", "wechat", "wecom"] {
        if let Some(text) = sheet.facts.get_text(field).filter(|text| before.get_text(field) != Some(text)) {
            new.facts.set(field, Datum::Text(text.to_owned()));
        }
    }
    new
}

/// Fields that the actor does not see in full on this customer cannot be written by them: a mask would be written back.
/// What is masked and still empty may be filled in, as at the beginning: whoever has the paper in their hand knows it.
fn writable(
    tx: &Tx<'_>,
    kind: &'static Kind,
    input: &Input,
    editable: &[Engagement],
    empty: impl Fn(&str) -> bool,
) -> Result<(), Refusal> {
    let places: Vec<Place> = editable.iter().map(Engagement::place).collect();
    let open = |field: &str| match tx.scope().field_on("customer", field, &places) {
        _ if kind.field(field).is_none() => true,
        Access::Shown => true,
        Access::Masked => empty(field),
        Access::Hidden => false,
    };
    let errors: Vec<FieldError> = input
        .0
        .keys()
        .filter(|f| *f != "store" && !open(f))
        .map(|f| FieldError { field: f.clone(), code: "field-not-writable".into() })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}

/// Changes of the customer's own row.
struct Draft {
    fields: Vec<Change>,
    columns: Vec<(&'static str, Value)>,
}

impl Draft {
    fn facts(&mut self, sheet: &Sheet, before: &Facts) {
        for (field, column) in kind::facts() {
            let Some(new) = sheet.facts.get(field.name) else { continue };
            let old = before.get(field.name).unwrap_or(&Datum::Empty);
            let plain = |d: &Datum| d.plain(field.kind).filter(|t| !t.is_empty());
            let Some(change) = Change::of(field.name, plain(old), plain(new)) else { continue };
            self.fields.push(change);
            self.columns.push((column, column_value(field.kind, Some(new))));
            if let ("name", Datum::Text(name)) = (field.name, new) {
                self.columns.push(("sort_key", identifiers::pinyin::sort_key(name).into()));
            }
        }
    }

    fn id_number(&mut self, tx: &Tx<'_>, id: Id, sheet: &Sheet, before: Option<&str>) {
        let Some(datum) = &sheet.id_number else { return };
        let new = datum.plain(FieldKind::ResidentId);
        if new.as_deref() == before {
            return;
        }
        let masked = |text: Option<&str>| text.map(identifiers::resident_id::mask);
        // Two numbers may look alike under the mask: the line is written all the same.
        self.fields.push(Change { field: "id_number".into(), before: masked(before), after: masked(new.as_deref()) });
        let sealed = new.map(|text| Sealed::of(tx, id, &text));
        self.columns.push(("id_number", sealed.as_ref().map(|s| s.bytes.clone()).into()));
        self.columns.push(("id_hash", sealed.as_ref().map(|s| s.hash.clone()).into()));
        self.columns.push(("id_tail", sealed.map(|s| s.tail).into()));
    }

    fn phone(&mut self, sheet: &Sheet, customer: &Customer) {
        if let Some(new) = &sheet.phone {
            self.fields.extend(Change::of("phone", customer.phone.clone(), new.as_ref().map(|p| p.phone.clone())));
        }
    }

    /// Doubts, raw values and the score after the change.
    fn quality(&mut self, sheet: &Sheet, customer: &Customer, before: &Facts, had_id_number: bool) {
        let mut merged = before.clone();
        for (field, datum) in sheet.facts.iter() {
            merged.set(field, datum.clone());
        }
        let spoken = |field: &str| match field {
            "phone" => sheet.phone.is_some(),
            "id_number" => sheet.id_number.is_some(),
            field => sheet.facts.get(field).is_some() || sheet.custom.contains_key(field),
        };
        let renewed = |old: Option<&str>, new: &Notes| {
            let mut all = notes(old);
            all.retain(|field, _| !spoken(field));
            all.extend(new.iter().map(|(k, v)| (k.clone(), v.clone())));
            all
        };
        let doubts = renewed(customer.doubts.as_deref(), &sheet.doubts);
        let has_phone = sheet.phone.as_ref().map_or(customer.phone.is_some(), Option::is_some);
        let has_id = sheet.id_number.as_ref().map_or(had_id_number, |d| !d.is_empty());
        self.columns.push(("completeness", completeness::of(&merged, has_phone, has_id, &doubts).score.into()));
        self.columns.push(("raw", notes_json(&renewed(customer.raw.as_deref(), &sheet.raw)).into()));
        self.columns.push(("doubts", notes_json(&doubts).into()));
    }
}

/// The engagement that facts of a store go to.
fn target<'e>(
    tx: &Tx<'_>,
    sheet: &Sheet,
    editable: &'e [Engagement],
    store: Option<Id>,
) -> Result<&'e Engagement, Refusal> {
    let at = |id: Id| editable.iter().find(|e| e.store_id == id);
    match (sheet.store.is_some(), store) {
        (true, Some(store)) => return at(store).ok_or_else(|| Refusal::field("store", "customer-store-unknown")),
        (true, None) => return Err(Refusal::field("store", "customer-store-unknown")),
        _ => {}
    }
    match (tx.scope().powers.home_store.and_then(at), editable) {
        (Some(home), _) => Ok(home),
        (None, [only]) => Ok(only),
        _ => Err(Refusal::field("store", "customer-store-unclear")),
    }
}

/// The columns of an engagement that the input changes, with the journal's lines.
fn store_facts(sheet: &Sheet, engagement: &Engagement) -> (Vec<(&'static str, Value)>, Vec<Change>) {
    let (mut columns, mut changes) = (Vec::new(), Vec::new());
    for (field, column) in kind::engagement_facts() {
        let Some(new) = sheet.engagement.get(field.name) else { continue };
        let old = match column {
            "source" => engagement.source.clone(),
            "remark" => engagement.remark.clone(),
            _ => engagement.next_contact_on.map(|d| d.to_string()),
        };
        if let Some(change) = Change::of(field.name, old, new.plain(field.kind).filter(|t| !t.is_empty())) {
            changes.push(change);
            columns.push((column, column_value(field.kind, Some(new))));
        }
    }
    (columns, changes)
}

async fn chosen<'e>(tx: &Tx<'_>, sheet: &Sheet, editable: &'e [Engagement]) -> Result<&'e Engagement, Refusal> {
    let store = match &sheet.store {
        Some(key) => places::store(tx.conn(), tx.tenant(), key).await?.map(|s| s.id),
        None => None,
    };
    target(tx, sheet, editable, store)
}

/// Whether the input speaks of what one store knows.
fn at_store(sheet: &Sheet) -> bool {
    !sheet.engagement.is_empty() || sheet.owner.is_some() || sheet.class.is_some() || sheet.grade.is_some()
}

/// Whether owner, class or grade are to become others.
fn has_verbs(sheet: &Sheet, engagement: &Engagement) -> bool {
    sheet.owner.is_some_and(|o| o != engagement.owner_id)
        || sheet.class.as_ref().is_some_and(|c| *c != engagement.class)
        || sheet.grade.as_ref().is_some_and(|g| *g != engagement.grade)
}

async fn run_verbs(tx: &mut Tx<'_>, seams: &Seams, sheet: &Sheet, engagement: &Engagement) -> Result<(), Refusal> {
    if sheet.class.is_some() || sheet.grade.is_some() {
        let class = sheet.class.clone().unwrap_or_else(|| engagement.class.clone());
        let grade = sheet.grade.clone().unwrap_or_else(|| engagement.grade.clone());
        classes::change(tx, engagement, &class, grade, None).await?;
    }
    match sheet.owner {
        Some(owner) if owner != engagement.owner_id => assignment::give(tx, seams, engagement, owner, None).await,
        _ => Ok(()),
    }
}

/// Which engagements a change touches: the actor's own store, else all that they may edit.
fn anchors_at_home(tx: &Tx<'_>, editable: &[Engagement], sheet: &Sheet) -> Vec<Id> {
    match target(tx, &Sheet { store: None, ..sheet.clone() }, editable, None) {
        Ok(engagement) => vec![engagement.id],
        Err(_) => editable.iter().map(|e| e.id).collect(),
    }
}
