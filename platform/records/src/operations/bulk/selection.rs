//! What is asked for: which records, and what is to be done with them.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use kernel::{Access, Action, Id, NewJob, Scope, Tx};
use serde::{Deserialize, Serialize};

use super::super::model::NewOperation;
use super::super::queries;
use super::job::{BULK, Payload};
use crate::commands::FieldError;
use crate::filter::Today;
use crate::{Field, FieldKind, Filter, Kind, ListError, ListQuery, Refusal, Registry, Uses};

/// The verb that changes fields.
pub const EDIT: &str = "edit";

/// The most records that are selected by hand.
pub const MOST_SELECTED: usize = 2_000;

/// Which records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// The conditions of the list, as its address writes them.
    pub filters: Vec<String>,
    /// Only these: a selection by hand, or the hits of a search.
    pub ids: Option<Vec<Id>>,
    /// Only at this store.
    pub store: Option<Id>,
    /// The day that relative dates are counted from.
    pub date: chrono::NaiveDate,
    /// The place by whose clock.
    pub zone: String,
}

impl Selection {
    /// What a query of a list selects.
    pub fn of(query: &ListQuery) -> Selection {
        Selection {
            filters: query.filters.iter().map(Filter::text).collect(),
            ids: query.ids.clone(),
            store: query.store,
            date: query.today.date,
            zone: query.today.zone.name().to_owned(),
        }
    }

    /// The query that finds them, of those that may be changed in bulk.
    pub fn query(&self, kind: &'static Kind) -> Result<ListQuery, ListError> {
        let zone = self.zone.parse::<Tz>().unwrap_or(Tz::UTC);
        let mut query = ListQuery::new(kind, Today { date: self.date, zone });
        for text in &self.filters {
            query.filters.push(Filter::parse(text)?);
        }
        query.fields = Vec::new();
        query.ids.clone_from(&self.ids);
        query.store = self.store;
        query.action = Action::Bulk;
        Ok(query)
    }
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// [`EDIT`], or a verb of the noun's commands.
    pub verb: String,
    /// Fields with their texts; an empty one is cleared.
    pub input: BTreeMap<String, String>,
    /// With which records.
    pub selection: Selection,
}

/// The fields that someone may change in many records at once: what people write, sees in full, and is not what tells
/// one record from another.
pub fn editable<'a>(kind: &'static Kind, scope: &'a Scope) -> impl Iterator<Item = &'static Field> + 'a {
    kind.fields_for(Uses::FORM).filter(move |field| {
        let own = matches!(
            field.kind,
            FieldKind::Name
                | FieldKind::Phone
                | FieldKind::Plate
                | FieldKind::Vin
                | FieldKind::ResidentId
                | FieldKind::Uscc
                | FieldKind::Email
                | FieldKind::Reference { .. }
        );
        !own && field.name != kind.title && scope.field_at_best(kind.name, field.name) == Access::Shown
    })
}

/// The store in which all of it happens, for someone who reaches no further: its managers see what was done there.
fn place(scope: &Scope, kind: &Kind) -> Option<(Id, String)> {
    let reach = scope.reach(kind.name, Action::Bulk);
    match reach.stores.as_slice() {
        [only] if !reach.group && reach.paths.is_empty() => Some(only.clone()),
        _ => None,
    }
}

/// Begins to change many records; false when the same order was begun before, as by a second click. Refuses fields that
/// may not be changed by this person or in this way.
pub async fn start(
    tx: &mut Tx<'_>,
    registry: &Registry,
    kind: &'static Kind,
    id: Id,
    asked: &Asked,
) -> Result<bool, Refusal> {
    let scope = tx.scope();
    if !scope.can(kind.name, Action::Bulk) || !registry.in_bulk(kind.name) {
        return Err(Refusal::Forbidden);
    }
    let commands = registry.commands(kind.name).ok_or(Refusal::Forbidden)?;
    let mut errors = Vec::new();
    let mut wrong = |field: &str, code: &str| errors.push(FieldError { field: field.into(), code: code.into() });
    if asked.verb == EDIT {
        if !scope.can(kind.name, Action::Edit) {
            return Err(Refusal::Forbidden);
        }
        let open: Vec<&str> = editable(kind, scope).map(|f| f.name).collect();
        for field in asked.input.keys().filter(|f| !open.contains(&f.as_str())) {
            wrong(field, "field-not-writable");
        }
        if asked.input.is_empty() {
            wrong("field", "operation-nothing-to-change");
        }
    } else {
        let verb = commands.verbs().iter().find(|v| v.name == asked.verb).ok_or(Refusal::NotFound)?;
        if !scope.can(kind.name, verb.action) {
            return Err(Refusal::Forbidden);
        }
        for field in verb.fields.iter().filter(|f| f.uses.has(Uses::REQUIRED)) {
            if asked.input.get(field.name).is_none_or(|text| text.trim().is_empty()) {
                wrong(field.name, "field-required");
            }
        }
    }
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    let job = tx.new_id();
    let new = NewOperation {
        id,
        kind: asked.verb.clone(),
        noun: kind.name,
        title: asked.input.keys().cloned().collect::<Vec<_>>().join(","),
        asked: queries::json(asked),
        place: place(scope, kind),
        total: 0,
        job: Some(job),
    };
    if !queries::begin(tx, &new).await? {
        return Ok(false);
    }
    tx.record("operation", id, "bulk", Vec::new());
    tx.enqueue(NewJob {
        id: Some(job),
        kind: BULK,
        payload: serde_json::json!(Payload { operation: id }),
        unique_key: Some(id.to_string()),
        ..NewJob::default()
    });
    Ok(true)
}
