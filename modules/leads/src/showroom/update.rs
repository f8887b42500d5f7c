//! Changing what stands in a visit, and giving it to who receives. Its state goes its own way.

use kernel::journal::Change;
use kernel::{Access, Action, Id, Tx, Value};
use organisation::dictionaries;
use records::commands::FieldError;
use records::policy::Look;
use records::{Input, Refusal, find};

use super::model::Visit;
use super::moves::editable;
use super::register::standing;
use super::{VISIT, naming, places, queries, reading, rota};
use crate::seams::Seams;

/// Changes a visit that stands at `version`; the new version is returned. A number that is new looks the person up.
pub async fn update(tx: &mut Tx<'_>, seams: &Seams, id: Id, version: i64, typed: &Input) -> Result<i64, Refusal> {
    let visit = editable(tx, id).await?;
    if visit.version != version {
        return Err(Refusal::Conflict(visit.version));
    }
    let open = |field: &str| tx.scope().field_on(VISIT.name, field, &[visit.place()]) == Access::Shown;
    let errors: Vec<FieldError> = typed
        .0
        .keys()
        .filter(|name| name.as_str() == "store" || VISIT.field(name).is_some() && !open(name))
        .map(|name| FieldError { field: name.clone(), code: "field-not-writable".into() })
        .collect();
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    let sheet = reading::read(typed, crate::lead::context(tx.now()))?;
    dictionaries::check(tx, &VISIT, Some(id), typed, &[]).await?;
    let (mut columns, mut changes): (Vec<(&str, Value)>, Vec<Change>) = (Vec::new(), Vec::new());
    if let Some(heads) = sheet.heads
        && let Some(change) = Change::of("heads", Some(visit.heads.to_string()), Some(heads.to_string()))
    {
        columns.push(("heads", heads.into()));
        changes.push(change);
    }
    let phone = sheet.phone.clone().map(|p| p.map(|p| p.phone)).unwrap_or_else(|| visit.phone.clone());
    let renamed = Change::of("phone", visit.phone.clone(), phone.clone());
    if let Some(change) = renamed.clone() {
        columns.push(("phone", phone.into()));
        // Whose number it was is not whose it is.
        columns.push(("lead_id", None::<Id>.into()));
        columns.push(("customer_id", None::<Id>.into()));
        changes.push(change);
    }
    for (field, text) in &sheet.texts {
        if let Some(change) = Change::of(field, held(&visit, field), text.clone()) {
            columns.push((field, text.clone().into()));
            changes.push(change);
        }
    }
    let mut received = None;
    if let Some(text) = typed.get("owner") {
        let owner = match text {
            "" => None,
            text => Some(text.parse().map_err(|_| Refusal::field("owner", "field-unknown-record"))?),
        };
        if owner != visit.owner_id {
            let store = customers::places::store(tx.conn(), tx.tenant(), &visit.store_id.to_string()).await?;
            let path = store.map_or_else(|| visit.path.clone(), |store| store.path);
            let place = places::at(tx, visit.store_id, &path, owner).await?;
            let left = kernel::scope::Place { owner: tx.scope().user(), ..place.clone() };
            let allowed = places::within_reach(tx.scope(), Action::Edit, &place)
                || owner.is_none() && places::within_reach(tx.scope(), Action::Edit, &left);
            if !allowed {
                return Err(Refusal::field("owner", "visit-place-out-of-reach"));
            }
            columns.push(("owner_id", owner.into()));
            columns.push(("path", place.path.into()));
            let id = |id: Option<Id>| id.map(|id| id.to_string());
            changes.extend(Change::of("owner", id(visit.owner_id), id(owner)));
            received = owner;
        }
    }
    if changes.is_empty() {
        return Ok(version);
    }
    if !queries::change(tx, &visit, columns).await? {
        return Err(Refusal::Conflict(version + 1));
    }
    tx.record(VISIT.name, id, "update", changes);
    if let Some(owner) = received {
        rota::to_end(tx, visit.store_id, owner).await?;
    }
    if renamed.is_some()
        && let Some(phone) = sheet.phone.flatten()
    {
        let visit = standing(tx, id).await?;
        naming::look_up(tx, seams, &visit, &phone).await?;
    }
    Ok(standing(tx, id).await?.version)
}

/// Puts a visit away that stands at `version`: it was registered by mistake. What it led to stays.
pub async fn delete(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
    find::require(&Look::within(tx), &VISIT, id, Action::Delete).await?;
    let visit = standing(tx, id).await?;
    if visit.version != version || !queries::change(tx, &visit, vec![("deleted_at", Some(tx.now().0).into())]).await? {
        return Err(Refusal::Conflict(visit.version));
    }
    tx.record(VISIT.name, id, "delete", vec![]);
    tx.emit("visit.deleted.v1", VISIT.name, id, serde_json::json!({}));
    Ok(())
}

fn held(visit: &Visit, field: &str) -> Option<String> {
    match field {
        "name" => visit.name.clone(),
        "sex" => visit.sex.clone(),
        "age" => visit.age.clone(),
        "came" => visit.came.clone(),
        "turn" => visit.turn.clone(),
        "model" => visit.model.clone(),
        "remark" => visit.remark.clone(),
        _ => None,
    }
}
