//! Somebody sends a web form: a lead with its answers, in one transaction.

use customers::NewPhone;
use kernel::{Id, Lang, Tx};
use records::commands::FieldError;
use records::{Input, Refusal};

use super::model::LeadForm;
use crate::screening::apply::said;
use crate::screening::{Answers, Given, Version, begin, queries, visited};
use crate::{Outcome, Seams};

/// What somebody sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The id of the screening: the form carries it, so that sending it twice makes one.
    pub id: Id,
    /// Their name, or how they are addressed.
    pub name: String,
    /// Their number.
    pub phone: String,
    /// The car they want.
    pub model: String,
    /// Whether they agree.
    pub agreed: bool,
    /// What they answered.
    pub answers: Answers,
}

impl Sent {
    /// What is missing or wrong: everything at once, while it is still there to be mended.
    pub fn faults(&self, version: &Version) -> Vec<FieldError> {
        let mut list = Vec::new();
        let mut fault = |field: &str, code: &str| list.push(FieldError { field: field.into(), code: code.into() });
        if self.name.trim().is_empty() {
            fault("name", "field-required");
        }
        match self.phone.trim() {
            "" => fault("phone", "field-required"),
            phone => {
                if let Err(code) = NewPhone::read(phone) {
                    fault("phone", &code);
                }
            }
        }
        for question in visited(&version.content, &self.answers) {
            if question.required && !self.answers.has(question) {
                fault(&question.key, "field-required");
            }
        }
        if !self.agreed {
            fault("consent", "screening-consent-required");
        }
        list
    }
}

/// Takes in what somebody sent, as the house itself: whoever is known already joins their open lead, and is told nothing
/// of it. Asks for consent and for every required question.
pub async fn receive(
    tx: &mut Tx<'_>,
    seams: &Seams,
    form: &LeadForm,
    version: &Version,
    lang: Lang,
    sent: &Sent,
) -> Result<(), Refusal> {
    let faults = sent.faults(version);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    if queries::exists(tx.conn(), tx.tenant(), sent.id).await? {
        return Ok(());
    }
    let mut input: Input = [("name", sent.name.trim()), ("phone", sent.phone.trim()), ("source", form.source.as_str())]
        .into_iter()
        .collect();
    if !sent.model.trim().is_empty() {
        input.set("model", sent.model.trim());
    }
    if let Some(store) = form.store_id {
        input.set("store", store.to_string());
    }
    if let Some(raw) = said(&version.content, &sent.answers) {
        input.set("raw", raw);
    }
    let made = crate::create(tx, seams, &input).await?;
    let given = Given {
        id: sent.id,
        form: form.id,
        consent: form.consent(lang).to_owned(),
        fresh: made.outcome != Outcome::SameLead,
    };
    begin(tx, made.lead, version, &sent.answers, given).await?;
    Ok(())
}
