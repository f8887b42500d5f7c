//! Changing what stands in a lead. Its state, its owner and its store go their own ways.

use kernel::journal::Change;
use kernel::{Access, Action, Id, Tx, Value};
use organisation::dictionaries;
use records::commands::FieldError;
use records::policy::Look;
use records::{Input, Refusal, find};

use super::model::Lead;
use super::{queries, reading, search};
use crate::LEAD;

/// Changes a lead that stands at `version`; the new version is returned. A closed lead stays as it is.
pub async fn update(tx: &mut Tx<'_>, id: Id, version: i64, typed: &Input) -> Result<i64, Refusal> {
    find::require(&Look::within(tx), &LEAD, id, Action::Edit).await?;
    let lead = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if lead.version != version {
        return Err(Refusal::Conflict(lead.version));
    }
    if lead.state().is_closed() {
        return Err(Refusal::Rule(lead.state().refusal()));
    }
    let open = |field: &str| tx.scope().field_on(LEAD.name, field, &[lead.place()]) == Access::Shown;
    let errors: Vec<FieldError> = typed
        .0
        .keys()
        .filter(|name| matches!(name.as_str(), "owner" | "store") || LEAD.field(name).is_some() && !open(name))
        .map(|name| FieldError { field: name.clone(), code: "field-not-writable".into() })
        .collect();
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    let sheet = reading::read(typed, reading::context(tx.now()))?;
    dictionaries::check(tx, &LEAD, Some(id), typed, &[]).await?;
    if typed.get("name").is_some() && sheet.name.is_none() {
        return Err(Refusal::field("name", "field-required"));
    }
    let phone = sheet.phone.clone().map(|p| p.map(|p| p.phone)).unwrap_or_else(|| lead.phone.clone());
    let wechat = sheet.texts.iter().find(|(name, _)| *name == "wechat").map_or(&lead.wechat, |(_, text)| text);
    if phone.is_none() && wechat.is_none() {
        return Err(Refusal::field("phone", "lead-without-contact"));
    }
    let (mut columns, mut changes): (Vec<(&str, Value)>, Vec<Change>) = (Vec::new(), Vec::new());
    let name = sheet.name.clone().unwrap_or_else(|| lead.name.clone());
    if let Some(change) = Change::of("name", Some(lead.name.clone()), Some(name.clone())) {
        columns.push(("name", name.as_str().into()));
        columns.push(("sort_key", identifiers::pinyin::sort_key(&name).into()));
        changes.push(change);
    }
    if let Some(change) = Change::of("phone", lead.phone.clone(), phone.clone()) {
        columns.push(("phone", phone.clone().into()));
        let is_virtual = sheet.phone.clone().flatten().is_some_and(|p| p.is_virtual);
        columns.push(("phone_virtual", is_virtual.into()));
        changes.push(change);
    }
    for (field, text) in &sheet.texts {
        if let Some(change) = Change::of(field, held(&lead, field), text.clone()) {
            columns.push((field, text.clone().into()));
            changes.push(change);
        }
    }
    if changes.is_empty() {
        return Ok(version);
    }
    if !queries::change(tx, &lead, columns).await? {
        return Err(Refusal::Conflict(version + 1));
    }
    let terms = search::terms(&name, &lead.number, phone.as_deref());
    records::search::reindex(tx, &LEAD, id, &[(id, lead.store_id)], &search::of(&lead), &terms).await?;
    tx.record(LEAD.name, id, "update", changes);
    tx.emit("lead.updated.v1", LEAD.name, id, serde_json::json!({}));
    Ok(version + 1)
}

fn held(lead: &Lead, field: &str) -> Option<String> {
    match field {
        "wechat" => lead.wechat.clone(),
        "level" => lead.level.clone(),
        "model" => lead.model.clone(),
        "city" => lead.city.clone(),
        "district" => lead.district.clone(),
        "remark" => lead.remark.clone(),
        _ => None,
    }
}
