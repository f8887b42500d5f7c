//! Keeping questionnaires: drafts that are changed, versions that are published.

use kernel::journal::Change;
use kernel::{Id, Tx};
use records::{Input, Refusal};

use super::edit::Edit;
use super::model::Guide;
use super::questionnaire::Questionnaire;
use super::{faults, queries};
use crate::sources::CODES;

/// The function of those who keep questionnaires and web forms (`capability-leads-screening`).
pub const MANAGE: &str = "leads.screening";

/// What questionnaires are called in the journal.
const NOUN: &str = "questionnaire";

/// The longest name.
const LONGEST: usize = 60;

/// Begins a questionnaire, as a draft. Done again with the same id it does nothing.
pub async fn add(tx: &mut Tx<'_>, id: Id, name: &str, content: &Questionnaire) -> Result<Id, Refusal> {
    allowed(tx)?;
    if queries::guide(tx.conn(), tx.tenant(), id).await?.is_some() {
        return Ok(id);
    }
    queries::insert(tx, id, &named(name)?, content).await?;
    tx.record(NOUN, id, "create", vec![]);
    Ok(id)
}

/// Gives a questionnaire that stands at `version` another name.
pub async fn rename(tx: &mut Tx<'_>, id: Id, version: i64, name: &str) -> Result<(), Refusal> {
    let (guide, name) = (standing(tx, id, version).await?, named(name)?);
    raise(tx, &guide, &name).await?;
    let change = Change::of("name", Some(guide.name), Some(name));
    tx.record(NOUN, id, "update", change.into_iter().collect());
    Ok(())
}

/// Changes the draft of a questionnaire that stands at `version`. What was published stays: from its last version a new
/// draft is begun.
pub async fn edit(tx: &mut Tx<'_>, id: Id, version: i64, edit: Edit) -> Result<(), Refusal> {
    let guide = standing(tx, id, version).await?;
    if let Edit::Bands(bands) = &edit {
        for level in bands.iter().filter_map(|band| band.grade.level()) {
            known(tx, level).await?;
        }
    }
    if let Edit::Write(question) = &edit {
        for level in question.answers.iter().filter_map(|answer| answer.decides.as_ref()?.level()) {
            known(tx, level).await?;
        }
    }
    let last = queries::last(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let mut content = last.content;
    content.change(edit)?;
    raise(tx, &guide, &guide.name).await?;
    match last.published_at {
        Some(_) => queries::insert_draft(tx, id, last.number + 1, &content).await?,
        None if queries::write_draft(tx, last.id, &content).await? => {}
        None => return Err(Refusal::Conflict(guide.version + 1)),
    }
    tx.record(NOUN, id, "update", vec![]);
    Ok(())
}

/// Publishes the draft of a questionnaire that stands at `version`. Refuses one that is not sound, at its questions. The
/// first one of a house is the one that leads are screened with.
pub async fn publish(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
    let guide = standing(tx, id, version).await?;
    let last = queries::last(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if last.published_at.is_some() {
        return Err(Refusal::Rule("screening-published-already"));
    }
    let faults = faults(&last.content);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    raise(tx, &guide, &guide.name).await?;
    if !queries::publish(tx, last.id).await? {
        return Err(Refusal::Conflict(guide.version + 1));
    }
    if queries::standard(tx.conn(), tx.tenant()).await?.is_none() {
        queries::set_standard(tx, id).await?;
    }
    let number = Change::of("published", guide.published.map(|n| n.to_string()), Some(last.number.to_string()));
    tx.record(NOUN, id, "update", number.into_iter().collect());
    Ok(())
}

/// Has leads screened with a questionnaire that was published.
pub async fn set_standard(tx: &mut Tx<'_>, id: Id) -> Result<(), Refusal> {
    allowed(tx)?;
    let guide = queries::guide(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if guide.published.is_none() {
        return Err(Refusal::Rule("screening-not-published"));
    }
    if !guide.standard {
        queries::set_standard(tx, id).await?;
        let change = Change::of("standard", Some("false".into()), Some("true".into()));
        tx.record(NOUN, id, "update", change.into_iter().collect());
    }
    Ok(())
}

/// Levels stand in base data.
async fn known(tx: &Tx<'_>, level: &str) -> Result<(), Refusal> {
    let codes: Input = [("level", level)].into_iter().collect();
    organisation::dictionaries::check(tx, &CODES, None, &codes, &[]).await
}

async fn standing(tx: &Tx<'_>, id: Id, version: i64) -> Result<Guide, Refusal> {
    allowed(tx)?;
    let guide = queries::guide(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if guide.version == version { Ok(guide) } else { Err(Refusal::Conflict(guide.version)) }
}

async fn raise(tx: &Tx<'_>, guide: &Guide, name: &str) -> Result<(), Refusal> {
    if queries::raise(tx, guide, name).await? { Ok(()) } else { Err(Refusal::Conflict(guide.version + 1)) }
}

fn named(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(Refusal::field("name", "field-required")),
        n if n > LONGEST => Err(Refusal::field("name", "field-too-long")),
        _ => Ok(name.to_owned()),
    }
}

/// Whether the actor keeps questionnaires.
pub(super) fn allowed(tx: &Tx<'_>) -> Result<(), Refusal> {
    if tx.scope().may(MANAGE) { Ok(()) } else { Err(Refusal::Forbidden) }
}
