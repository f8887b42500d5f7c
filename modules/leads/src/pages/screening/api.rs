//! `/api/v1/leads/{lead}/screening`: what is asked, what was answered, what it comes to and why.

use axum::Json;
use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use kernel::Action;
use records::{Refusal, Shown, find};
use serde_json::{Value, json};
use web::records::Call;
use web::{Problem, Result};

use super::super::desk::Desk;
use super::panel::OPEN;
use super::result;
use crate::LEAD;
use crate::screening::{self, Answers, Form, Questionnaire, Rule, classify, queries, visited};

/// `GET`: as it stands. Answers are for whoever reads remarks and the level of the lead.
pub(super) async fn read(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    seen(&desk, Action::See).await?;
    told(&desk).await
}

/// `POST {"answers": {question: answer | [answers] | number | text | null}, "again": true}`: adds answers; `again` begins
/// anew with the version that is asked now.
pub(super) async fn write(call: Call, bytes: Bytes) -> Result<Response> {
    let desk = Desk::new(&call);
    seen(&desk, Action::Edit).await?;
    let Ok(Value::Object(body)) = serde_json::from_slice(&bytes) else {
        return Err(Problem::bad_request("api-bad-json"));
    };
    if let Some(name) = body.keys().find(|name| !["answers", "again"].contains(&name.as_str())) {
        return Err(Refusal::field(name, "field-unknown").into());
    }
    let id = call.record(&LEAD)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    if body.get("again").and_then(Value::as_bool) == Some(true) {
        screening::again(&mut tx, id).await?;
    }
    let open = queries::of(tx.conn(), tx.tenant(), id, 1).await?.into_iter().next().map(|s| s.version);
    let version = match open {
        Some(version) => Some(version),
        None => queries::standard(tx.conn(), tx.tenant()).await?,
    };
    let version = version.ok_or(Refusal::Rule("screening-not-published"))?;
    let given = match body.get("answers") {
        None => Answers::default(),
        Some(answers) => answers_of(&version.content, answers)?,
    };
    if !given.0.is_empty() {
        screening::answer(&mut tx, id, given).await?;
    }
    tx.commit().await?;
    told(&desk).await
}

/// Whoever reads answers sees what they are words about.
async fn seen(desk: &Desk<'_>, action: Action) -> Result<()> {
    let (id, look) = (desk.call.record(&LEAD)?, desk.call.look());
    find::require(&look, &LEAD, id, action).await?;
    let fields: Vec<_> = LEAD.fields.iter().filter(|f| OPEN.contains(&f.name)).collect();
    let row = find(&look, &LEAD, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let open = OPEN.into_iter().all(|field| matches!(row.get(field), Shown::Value(_)));
    if open { Ok(()) } else { Err(Problem::forbidden()) }
}

fn answers_of(questionnaire: &Questionnaire, sent: &Value) -> Result<Answers> {
    let Value::Object(sent) = sent else { return Err(Refusal::field("answers", "field-not-a-value").into()) };
    let mut pairs = Vec::new();
    for (key, value) in sent {
        if questionnaire.question(key).is_none() {
            return Err(Refusal::field(key, "field-unknown").into());
        }
        // What is sent is shown: null takes an answer back.
        pairs.push((screening::asked().to_owned(), key.clone()));
        let list = match value {
            Value::Array(list) => list.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        for value in list {
            let text = match value {
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                _ => return Err(Refusal::field(key, "field-not-a-value").into()),
            };
            pairs.push((key.clone(), text));
        }
    }
    let (answers, errors) = screening::read(questionnaire, &pairs);
    if errors.is_empty() { Ok(answers) } else { Err(Refusal::Invalid(errors).into()) }
}

async fn told(desk: &Desk<'_>) -> Result<Response> {
    let id = desk.call.record(&LEAD)?;
    let last = queries::of(desk.conn(), desk.tenant(), id, 1).await?.into_iter().next();
    let (version, answers) = match last {
        Some(screening) => (Some(screening.version), screening.answers),
        None => (queries::standard(desk.conn(), desk.tenant()).await?, Answers::default()),
    };
    let Some(version) = version else { return Err(Refusal::Rule("screening-not-published").into()) };
    let (content, lang) = (&version.content, desk.call.visitor.scope.lang);
    let found = classify(content, &answers);
    let asked: Vec<&str> = visited(content, &answers).into_iter().map(|question| question.key.as_str()).collect();
    let questions: Vec<Value> = content
        .questions
        .iter()
        .map(|question| {
            let answers: Vec<Value> = question
                .answers
                .iter()
                .map(|answer| json!({ "key": answer.key, "text": answer.text.of(lang), "points": answer.points }))
                .collect();
            json!({
                "key": question.key, "text": question.text.of(lang), "form": question.form.name(), "required": question.required,
                "asked": asked.contains(&question.key.as_str()), "answers": answers,
            })
        })
        .collect();
    let given: serde_json::Map<String, Value> = content
        .questions
        .iter()
        .filter(|question| answers.has(question))
        .map(|question| {
            let value = match question.form {
                Form::Several => json!(answers.to(question)),
                Form::Number => answers.text(question).parse::<i64>().map_or(Value::Null, Value::from),
                Form::One | Form::Text => json!(answers.text(question)),
            };
            (question.key.clone(), value)
        })
        .collect();
    let reasons: Vec<Value> = found
        .reasons
        .iter()
        .filter_map(|reason| {
            let question = content.question(&reason.question)?;
            let said = result::words(lang, question, &answers, reason);
            Some(json!({ "question": question.text.of(lang), "answer": said, "points": reason.points }))
        })
        .collect();
    let names = |code: &str| desk.code("customer-grade", code);
    let stands = found.stands();
    let (rule, by) = match &found.rule {
        Rule::Answer(question, answer) => ("answer", json!({ "question": question, "answer": answer })),
        Rule::Band(at_least) => ("band", json!({ "at_least": at_least })),
        Rule::BelowAll => ("below_all", json!({})),
    };
    Ok(Json(json!({
        "questionnaire": { "name": version.name, "version": version.number, "questions": questions },
        "answers": given,
        "points": found.points,
        "level": found.grade.level().filter(|_| stands),
        "qualified": stands.then(|| found.grade.level().is_some()),
        "complete": found.complete,
        "rule": { "kind": rule, "by": by, "text": result::because(&desk.w, &names, content, &found) },
        "reasons": reasons,
    }))
    .into_response())
}

/// What the description of the API says of it.
pub(crate) fn documents() -> Vec<(&'static str, Value)> {
    let text = json!({ "type": "string" });
    let lead =
        json!([{ "name": "lead", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } }]);
    let answers = json!({ "type": "object", "description": "By the keys of questions: the key of an answer, several of them, a number or a text; null takes back.",
        "additionalProperties": {} });
    let schema = json!({ "type": "object", "properties": {
        "questionnaire": { "type": "object" }, "answers": answers, "points": { "type": "integer" },
        "level": { "type": ["string", "null"] }, "qualified": { "type": ["boolean", "null"] }, "complete": { "type": "boolean" },
        "rule": { "type": "object", "properties": { "kind": { "type": "string", "enum": ["answer", "band", "below_all"] }, "by": { "type": "object" }, "text": text } },
        "reasons": { "type": "array", "items": { "type": "object", "properties": { "question": text, "answer": text, "points": { "type": "integer" } } } },
    } });
    let responses = json!({
        "200": { "description": "What is asked, what was answered, what it comes to and why.", "content": { "application/json": { "schema": schema } } },
        "default": { "$ref": "#/components/responses/problem" },
    });
    let body = json!({ "required": true, "content": { "application/json": { "schema": { "type": "object", "properties": {
        "answers": answers, "again": { "type": "boolean", "description": "Begin anew with the version that is asked now." },
    } } } } });
    let item = json!({
        "get": { "summary": "Screening of a lead", "tags": ["leads"], "parameters": lead, "responses": responses },
        "post": { "summary": "Answer questions of the screening", "tags": ["leads"], "parameters": lead, "requestBody": body, "responses": responses },
    });
    vec![("/api/v1/leads/{lead}/screening", item)]
}
