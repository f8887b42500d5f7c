//! Changing known customers, each through the same commands as a form, in the name of whoever imports.

use kernel::{DbError, Id, Tx};
use records::commands::FieldError;
use records::import::{Fate, Message, Outcome, Severity};
use records::{Input, Refusal};

use super::difference::Difference;
use super::queries::Stored;
use super::setting::{Setting, database};
use super::wish::Wish;
use crate::seams::Seams;
use crate::{assignment, phones};

/// Makes the changes. What may not be written (a field that is masked for this person, a class that cannot follow the
/// present one) is left out and told; the rest is written.
pub(super) async fn update(
    tx: &mut Tx<'_>,
    seams: &Seams,
    setting: &Setting,
    customer: Id,
    wish: &Wish,
    stored: &Stored,
    difference: Difference,
) -> Result<Outcome, DbError> {
    let mut outcome = Outcome::of(Fate::Unchanged, Some(customer));
    outcome.messages.extend(difference.messages);
    let mut changed = false;
    if difference.engage {
        changed |= engage(tx, seams, setting, customer, wish, &mut outcome).await?;
    }
    changed |= fields(tx, seams, setting, customer, stored, difference.input, !difference.engage, &mut outcome).await?;
    for phone in &difference.phones {
        changed |= told(phones::add(tx, seams, customer, phone, None).await, &mut outcome)?.is_some();
    }
    if let (Some(owner), Some(engagement)) = (&difference.owner, &stored.engagement) {
        changed |= told(assignment::give(tx, seams, engagement, Some(owner.id), None).await, &mut outcome)?.is_some();
    }
    if changed {
        outcome.fate = Fate::Updated;
    }
    Ok(outcome)
}

/// Adds the store to a customer whom the person knows through another one.
async fn engage(
    tx: &mut Tx<'_>,
    seams: &Seams,
    setting: &Setting,
    customer: Id,
    wish: &Wish,
    outcome: &mut Outcome,
) -> Result<bool, DbError> {
    let mut input: Input = ["class", "grade", "remark", "next_contact_on"]
        .into_iter()
        .filter_map(|f| Some((f, wish.input.filled(f)?)))
        .collect();
    input.set("store", setting.options.place.store.to_string());
    if let Some(source) = wish.input.filled("source") {
        input.set("engagement_source", source);
    }
    if let Some(owner) = &wish.owner {
        input.set("owner", owner.id.to_string());
    }
    Ok(told(crate::engage(tx, seams, customer, &input).await, outcome)?.is_some())
}

#[allow(clippy::too_many_arguments, reason = "the parts of one row at hand")]
async fn fields(
    tx: &mut Tx<'_>,
    seams: &Seams,
    setting: &Setting,
    customer: Id,
    stored: &Stored,
    mut input: Input,
    at_store: bool,
    outcome: &mut Outcome,
) -> Result<bool, DbError> {
    // Refusals name their fields before anything is written; each round has fewer fields.
    while !input.0.is_empty() {
        let mut asked = input.clone();
        if at_store {
            asked.set("store", setting.options.place.store.to_string());
        }
        match crate::update(tx, seams, customer, stored.version, &asked).await {
            Ok(version) => return Ok(version != stored.version),
            Err(Refusal::Invalid(errors)) => {
                let before = input.0.len();
                for error in errors {
                    input.0.remove(&error.field);
                    outcome.messages.push(left_out(error));
                }
                if input.0.len() == before {
                    return Ok(false);
                }
            }
            Err(refusal) => return told(Err::<(), _>(refusal), outcome).map(|_| false),
        }
    }
    Ok(false)
}

/// A field that is not written, and why.
fn left_out(error: FieldError) -> Message {
    match error.code.as_str() {
        "field-not-writable" => Message::row(Severity::Warning, "import-field-not-writable").with(error.field),
        _ => Message::row(Severity::Warning, error.code).with(error.field),
    }
}

/// A refusal becomes a warning; a database that fails fails the step.
fn told<T>(result: Result<T, Refusal>, outcome: &mut Outcome) -> Result<Option<T>, DbError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(refusal) => {
            let message = match database(refusal)? {
                Refusal::Invalid(errors) => errors.into_iter().next().map(left_out),
                Refusal::Rule(code) => Some(Message::row(Severity::Warning, code)),
                _ => Some(Message::row(Severity::Warning, "import-not-editable")),
            };
            outcome.messages.extend(message);
            Ok(None)
        }
    }
}
