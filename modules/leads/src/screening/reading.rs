//! From what someone sent to answers: the same for pages, the web form and the API.

use records::commands::FieldError;

use super::answers::Answers;
use super::questionnaire::{Form, Question, Questionnaire};

/// The longest words of an answer.
const LONGEST: usize = 500;
/// The largest number, up and down.
const LARGEST: i64 = 1_000_000_000_000;

/// The name under which a form says which questions it showed: one that was shown and left empty is taken back.
pub fn asked() -> &'static str {
    "asked"
}

/// Reads what was sent: names and values, where a name is that of a question. What is well answered is given back, together
/// with what was not and why; a question that was neither shown nor answered keeps what it had.
pub fn read(questionnaire: &Questionnaire, sent: &[(String, String)]) -> (Answers, Vec<FieldError>) {
    let (mut answers, mut errors) = (Answers::default(), Vec::new());
    for question in &questionnaire.questions {
        let values: Vec<&str> = sent
            .iter()
            .filter(|(name, value)| *name == question.key && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
            .collect();
        let shown = sent.iter().any(|(name, value)| name == asked() && *value == question.key);
        if values.is_empty() && !shown {
            continue;
        }
        match one(question, &values) {
            // Empty answers are kept in the map, so that they take back what stood there.
            Ok(values) => drop(answers.0.insert(question.key.clone(), values)),
            Err(code) => errors.push(FieldError { field: question.key.clone(), code: code.into() }),
        }
    }
    (answers, errors)
}

fn one(question: &Question, values: &[&str]) -> Result<Vec<String>, &'static str> {
    if question.form != Form::Several && values.len() > 1 {
        return Err("field-not-a-value");
    }
    let Some(first) = values.first() else { return Ok(Vec::new()) };
    match question.form {
        Form::One | Form::Several => {
            if values.iter().any(|value| question.answer(value).is_none()) {
                return Err("field-not-a-choice");
            }
            // In the question's order, each once.
            let chosen = question.answers.iter().filter(|answer| values.contains(&answer.key.as_str()));
            Ok(chosen.map(|answer| answer.key.clone()).collect())
        }
        Form::Number => match first.parse::<i64>() {
            Ok(number) if (-LARGEST..=LARGEST).contains(&number) => Ok(vec![number.to_string()]),
            _ => Err("field-not-a-number"),
        },
        Form::Text if first.chars().count() > LONGEST => Err("field-too-long"),
        Form::Text => Ok(vec![(*first).to_owned()]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> (Answers, Vec<FieldError>) {
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        read(&sample(), &pairs)
    }

    /// LEAD-02: what is well answered is taken, what is not is told at its question; what was shown and left empty is
    /// taken back, what was not shown stays.
    #[test]
    fn answers_are_read() {
        let (given, errors) =
            sent(&[("q1", "a2"), ("q7", "a3"), ("q7", "a1"), ("q5", "很久"), ("q2", "a99"), ("x", "y")]);
        assert_eq!(given.0["q1"], ["a2"]);
        assert_eq!(given.0["q7"], ["a1", "a3"]);
        let told: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect();
        assert_eq!(told, [("q2", "field-not-a-choice"), ("q5", "field-not-a-number")]);
        let mut before = given;
        let (after, _) = sent(&[("asked", "q7"), ("asked", "q9"), ("q9", " 要天窗 ")]);
        before.take_in(after);
        assert!(!before.0.contains_key("q7"));
        assert_eq!(
            (before.0["q1"].clone(), before.0["q9"].clone()),
            (vec!["a2".to_owned()], vec!["要天窗".to_owned()])
        );
    }
}
