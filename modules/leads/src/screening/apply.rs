//! Screening a lead: answers are kept as they are given, and the grade goes to the lead as soon as it stands.

use kernel::journal::Change;
use kernel::{Action, Id, Lang, Tx};
use records::Refusal;

use super::answers::Answers;
use super::classify::Classification;
use super::model::{Screening, Version};
use super::path::visited;
use super::queries::{self, Row};
use super::questionnaire::{Form, Questionnaire};
use super::{Grade, classify};
use crate::LEAD;
use crate::lead::invalid::editable;
use crate::lead::{Lead, queries as leads};

/// Answers that came in by a web form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The new screening: the form carries its id, so that sending it twice makes one.
    pub id: Id,
    /// The form.
    pub form: Id,
    /// What they agreed to.
    pub consent: String,
    /// Whether the lead is theirs alone: one that somebody worked already keeps the level it has.
    pub fresh: bool,
}

/// Adds answers of a lead: to the screening that is open, else to a new one with what leads are screened with now. Refuses
/// a closed lead, and `screening-not-published` where there is nothing to screen with.
pub async fn answer(tx: &mut Tx<'_>, id: Id, given: Answers) -> Result<Classification, Refusal> {
    let lead = open(tx, id).await?;
    if let Some(mut screening) = queries::of(tx.conn(), tx.tenant(), id, 1).await?.into_iter().next() {
        let (before, found) = (screening.grade.clone(), {
            screening.answers.take_in(given);
            screening.classification()
        });
        let row = row(tx, screening.id, id, &screening.version, &screening.answers, &found);
        queries::write(tx, row).await?;
        settle(tx, lead, &found, before).await?;
        return Ok(found);
    }
    let version = queries::standard(tx.conn(), tx.tenant()).await?;
    let version = version.ok_or(Refusal::Rule("screening-not-published"))?;
    let mut answers = Answers::default();
    answers.take_in(given);
    let found = classify(&version.content, &answers);
    queries::lay(tx, vec![row(tx, tx.new_id(), id, &version, &answers, &found)]).await?;
    settle(tx, lead, &found, None).await?;
    Ok(found)
}

/// Begins anew with what leads are screened with now. What was answered before stays as it was; so does the level, until
/// the new answers come to one.
pub async fn again(tx: &mut Tx<'_>, id: Id) -> Result<(), Refusal> {
    open(tx, id).await?;
    let version = queries::standard(tx.conn(), tx.tenant()).await?;
    let version = version.ok_or(Refusal::Rule("screening-not-published"))?;
    let answers = Answers::default();
    let found = classify(&version.content, &answers);
    queries::lay(tx, vec![row(tx, tx.new_id(), id, &version, &answers, &found)]).await?;
    tx.record(LEAD.name, id, "update", vec![]);
    Ok(())
}

/// A screening that came in by a web form together with its lead. That of a lead which was screened before is put aside:
/// whoever typed the number may be anybody.
pub async fn begin(
    tx: &mut Tx<'_>,
    id: Id,
    version: &Version,
    answers: &Answers,
    given: Given,
) -> Result<Classification, Refusal> {
    let lead = leads::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let found = classify(&version.content, answers);
    let row = row(tx, given.id, id, version, answers, &found);
    let aside = !given.fresh && !queries::of(tx.conn(), tx.tenant(), id, 1).await?.is_empty();
    queries::lay(tx, vec![Row { form: Some(given.form), consent: Some(given.consent), aside, ..row }]).await?;
    if given.fresh || !aside && lead.level.is_none() {
        settle(tx, lead, &found, None).await?;
    }
    Ok(found)
}

async fn open(tx: &Tx<'_>, id: Id) -> Result<Lead, Refusal> {
    let lead = editable(tx, id, Action::Edit).await?;
    if lead.state().is_closed() { Err(Refusal::Rule(lead.state().refusal())) } else { Ok(lead) }
}

/// The grade goes to the lead: its level is what the answers come to, and none where it is not qualified. A level that a
/// person sets afterwards stays until the answers come to another one.
async fn settle(tx: &mut Tx<'_>, lead: Lead, found: &Classification, before: Option<Grade>) -> Result<(), Refusal> {
    let grade = found.stands().then(|| found.grade.clone());
    let Some(grade) = grade.filter(|grade| before.as_ref() != Some(grade)) else {
        tx.record(LEAD.name, lead.id, "update", vec![]);
        return Ok(());
    };
    let told = serde_json::json!({ "grade": grade.code(), "points": found.points, "store": lead.store_id });
    tx.emit("lead.screened.v1", LEAD.name, lead.id, told);
    let level = grade.level().map(str::to_owned);
    let change = Change::of("level", lead.level.clone(), level.clone());
    if change.is_some() && !leads::change(tx, &lead, vec![("level", level.into())]).await? {
        return Err(Refusal::Conflict(lead.version + 1));
    }
    tx.record(LEAD.name, lead.id, "update", change.into_iter().collect());
    Ok(())
}

/// The row of a screening by the actor, now.
fn row(tx: &Tx<'_>, id: Id, lead: Id, version: &Version, answers: &Answers, found: &Classification) -> Row {
    Row {
        id,
        lead,
        version: version.id,
        form: None,
        answers: answers.json(),
        said: said(&version.content, answers),
        consent: None,
        points: found.points,
        grade: found.stands().then(|| found.grade.code().to_owned()),
        complete: found.complete,
        aside: false,
        at: tx.now(),
        by: tx.scope().user(),
        by_name: tx.scope().actor_name().to_owned(),
    }
}

impl Screening {
    /// How many of the questions that are asked are answered, and how many are asked.
    pub fn progress(&self) -> (usize, usize) {
        let asked = visited(&self.version.content, &self.answers);
        (asked.iter().filter(|question| self.answers.has(question)).count(), asked.len())
    }
}

/// What the answers say, a line a question, for whoever asks what is known of them.
pub(super) fn said(questionnaire: &Questionnaire, answers: &Answers) -> Option<String> {
    let asked = visited(questionnaire, answers);
    let lines = asked.into_iter().filter(|question| answers.has(question)).map(|question| {
        let words: Vec<&str> = match question.form {
            Form::One | Form::Several => {
                answers.hits(question).into_iter().map(|answer| answer.text.of(Lang::ZhCn)).collect()
            }
            Form::Number | Form::Text => vec![answers.text(question)],
        };
        format!("{} {}", question.text.of(Lang::ZhCn), words.join("、"))
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    (!text.is_empty()).then_some(text)
}
