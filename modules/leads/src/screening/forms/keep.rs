//! Making and retiring web forms.

use kernel::crypto::random_secret;
use kernel::{Id, Tx};
use records::Refusal;

use super::model::Draft;
use super::queries;
use crate::screening::keep::allowed;
use crate::screening::queries as questionnaires;
use crate::sources;

/// What forms are called in the journal.
const NOUN: &str = "lead_form";

/// The longest title.
const NAME: usize = 60;
/// The longest consent.
const CONSENT: usize = 2_000;
/// The length of a key: 80 bits that nobody guesses.
const KEY: usize = 20;

/// Makes a form and gives its key. Done again with the same id it gives the one that is there. The source has to bring
/// leads, the questionnaire to be published.
pub async fn make(tx: &mut Tx<'_>, id: Id, draft: &Draft) -> Result<String, Refusal> {
    allowed(tx)?;
    if let Some(known) = queries::find(tx.conn(), tx.tenant(), id).await? {
        return Ok(known.key);
    }
    for (field, text, most) in [
        ("name", &draft.name, NAME),
        ("name_en", &draft.name_en, NAME),
        ("consent", &draft.consent, CONSENT),
        ("consent_en", &draft.consent_en, CONSENT),
    ] {
        if text.trim().is_empty() && !field.ends_with("_en") {
            return Err(Refusal::field(field, "field-required"));
        }
        if text.trim().chars().count() > most {
            return Err(Refusal::field(field, "field-too-long"));
        }
    }
    let origin = sources::origin(tx, Some(draft.source.trim()).filter(|code| !code.is_empty())).await?;
    if origin.source.is_none() && !sources::queries::is_channel(tx.conn(), tx.tenant(), &origin.channel).await? {
        return Err(Refusal::field("source", "field-not-a-choice"));
    }
    if let Some(store) = draft.store
        && customers::places::store(tx.conn(), tx.tenant(), &store.to_string()).await?.is_none()
    {
        return Err(Refusal::field("store", "lead-store-unknown"));
    }
    let questionnaire = draft.questionnaire.ok_or_else(|| Refusal::field("questionnaire", "field-required"))?;
    if questionnaires::published(tx.conn(), tx.tenant(), questionnaire).await?.is_none() {
        return Err(Refusal::field("questionnaire", "screening-not-published"));
    }
    let key: String = random_secret().chars().take(KEY).collect();
    queries::insert(tx, id, &key, questionnaire, draft).await?;
    tx.record(NOUN, id, "create", vec![]);
    Ok(key)
}

/// Retires a form: its address answers nobody any more. What came in by it stays.
pub async fn retire(tx: &mut Tx<'_>, id: Id) -> Result<(), Refusal> {
    allowed(tx)?;
    queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if queries::retire(tx, id).await? {
        tx.record(NOUN, id, "delete", vec![]);
    }
    Ok(())
}
