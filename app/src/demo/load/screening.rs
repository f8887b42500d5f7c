//! The questionnaire of the demo, a web form, and what the leads of the month answered (LEAD-02).

use kernel::{Id, Instant, Tx};
use leads::lead::{State, queries};
use leads::past::Past;
use leads::screening::{self, Answers, Form, Grade, Laid, Question, Questionnaire, Version, forms, visited};
use records::Refusal;

use crate::demo::generate::{Chance, DEMO_SEED};

const WISHES: [&str; 4] = ["要白色", "希望月底前提车", "想带家人再看一次", "问充电桩安装"];

/// Publishes the questionnaire, and opens the form on the group's site. The actor keeps both.
pub(super) async fn guide(tx: &mut Tx<'_>) -> Result<Version, Refusal> {
    let id = screening::add(tx, tx.new_id(), "购车意向甄别", &screening::sample()).await?;
    screening::publish(tx, id, 1).await?;
    let draft = forms::Draft {
        name: "预约试驾与报价".into(),
        name_en: "Book a test drive or a quotation".into(),
        questionnaire: Some(id),
        source: "official".into(),
        store: None,
        consent: "我同意四合汽车为联系我、安排试驾和报价而处理以上信息。未购车的，最长保存 24 个月；我可以随时撤回同意或要求删除。".into(),
        consent_en: "I agree that Sihe Automotive uses what I wrote above to contact me and to prepare test drive and quotation. \
            If I do not buy, it is kept for 24 months at most. I can withdraw this or ask for erasure at any time."
            .into(),
    };
    forms::make(tx, tx.new_id(), &draft).await?;
    screening::queries::published(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)
}

/// What a lead of the month answered.
pub(super) struct Said {
    answers: Answers,
    at: Instant,
    by: Option<Id>,
}

/// What a lead answered so that it has the level it has: those who were reached, and those who turned out not to want a
/// car. The others were not asked.
pub(super) fn said(questionnaire: &Questionnaire, lead: &Past, serial: u64) -> Option<Said> {
    let grade = match (lead.state, lead.reason, &lead.level) {
        (State::Contacted | State::Filed, _, Some(level)) => Grade::Level(level.clone()),
        (State::Invalid, Some("no-buyer"), _) => Grade::Unqualified,
        _ => return None,
    };
    let mut chance = Chance::of(DEMO_SEED, "screening", serial);
    let answers = (0..200).map(|_| some(questionnaire, &mut chance)).find(|answers| {
        let found = screening::classify(questionnaire, answers);
        found.stands() && found.grade == grade
    })?;
    let at = lead.contacted_at.unwrap_or(lead.received_at.plus_seconds(3_600)).plus_seconds(240);
    Some(Said { answers, at, by: lead.owner })
}

/// Answers as somebody might give them.
fn some(questionnaire: &Questionnaire, chance: &mut Chance) -> Answers {
    let mut answers = Answers::default();
    for question in &questionnaire.questions {
        let asked = visited(questionnaire, &answers).iter().any(|q| q.key == question.key);
        if asked && (question.required || chance.percent(40)) {
            answers.set(&question.key, one(question, chance));
        }
    }
    answers
}

fn one(question: &Question, chance: &mut Chance) -> Vec<String> {
    let place = chance.place(question.answers.len().max(1));
    let key = |place: usize| question.answers.get(place).map(|answer| answer.key.clone());
    match question.form {
        Form::One => key(place).into_iter().collect(),
        Form::Several => {
            let more = chance.percent(35);
            (0..question.answers.len()).filter(|n| *n == place || more && *n > place).filter_map(key).collect()
        }
        Form::Number => vec![chance.between(1, 12).to_string()],
        Form::Text => vec![chance.pick(&WISHES).to_owned()],
    }
}

/// Lays down what the leads answered, in the order of the leads.
pub(super) async fn lay(
    tx: &mut Tx<'_>,
    version: &Version,
    leads: Vec<Id>,
    said: Vec<Option<Said>>,
) -> Result<(), Refusal> {
    let mut people: Vec<Id> = said.iter().flatten().filter_map(|said| said.by).collect();
    people.sort_unstable();
    people.dedup();
    let names = queries::user_names(tx.conn(), tx.tenant(), &people).await?;
    let list = leads.into_iter().zip(said).filter_map(|(lead, said)| {
        let Said { answers, at, by } = said?;
        let by_name = by.and_then(|by| names.get(&by).cloned()).unwrap_or_default();
        Some(Laid { lead, answers, at, by, by_name })
    });
    Ok(screening::lay(tx, version, list.collect()).await?)
}
