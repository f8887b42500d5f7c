//! What was answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::questionnaire::{Answer, Form, Question};

/// What was answered, by the keys of questions: keys of answers that were chosen, or the number or the words alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Vec<String>>);

impl Answers {
    /// What was answered to a question; nothing where it was not.
    pub fn to(&self, question: &Question) -> &[String] {
        self.0.get(&question.key).map_or(&[], Vec::as_slice)
    }

    /// The first text of what was answered to a question.
    pub fn text(&self, question: &Question) -> &str {
        self.to(question).first().map_or("", String::as_str)
    }

    /// Whether a question was answered.
    pub fn has(&self, question: &Question) -> bool {
        self.to(question).iter().any(|text| !text.is_empty())
    }

    /// Answers a question; nothing takes back what was answered.
    pub fn set(&mut self, key: &str, values: Vec<String>) {
        match values.is_empty() {
            true => drop(self.0.remove(key)),
            false => drop(self.0.insert(key.to_owned(), values)),
        }
    }

    /// Puts other answers in their places beside these.
    pub fn take_in(&mut self, other: Answers) {
        for (key, values) in other.0 {
            self.set(&key, values);
        }
    }

    /// The answers of a question that hold, in the question's order.
    pub fn hits<'a>(&self, question: &'a Question) -> Vec<&'a Answer> {
        let given = self.to(question);
        let holds = |answer: &&Answer| match question.form {
            Form::One | Form::Several => given.contains(&answer.key),
            Form::Number => given
                .first()
                .and_then(|text| text.parse::<i64>().ok())
                .is_some_and(|n| answer.from.is_none_or(|from| from <= n) && answer.to.is_none_or(|to| n <= to)),
            Form::Text => self.has(question),
        };
        let mut found = question.answers.iter().filter(holds);
        match question.form {
            Form::Several => found.collect(),
            _ => found.next().into_iter().collect(),
        }
    }

    /// What stands in the database.
    pub fn from_json(text: &str) -> Answers {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// As it stands in the database.
    pub fn json(&self) -> String {
        serde_json::json!(self).to_string()
    }
}
