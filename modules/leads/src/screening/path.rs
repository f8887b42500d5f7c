//! The way through a questionnaire: which questions are asked, given the answers.

use super::answers::Answers;
use super::questionnaire::{Question, Questionnaire, Then};

/// The questions that are asked, in order. A question without an answer leads to the next one, so that all that may come
/// is in sight; an answer may lead further down or to the end. Of several chosen ones the first that leads anywhere leads.
/// A way back, which no published version has, counts as none: the walk always ends.
pub fn visited<'a>(questionnaire: &'a Questionnaire, answers: &Answers) -> Vec<&'a Question> {
    let questions = &questionnaire.questions;
    let (mut list, mut at) = (Vec::new(), 0);
    while let Some(question) = questions.get(at) {
        list.push(question);
        let hits = answers.hits(question);
        at = match hits.iter().find_map(|answer| answer.then.as_ref()) {
            Some(Then::End) => break,
            Some(Then::Question(key)) => questionnaire.place(key).filter(|to| *to > at).unwrap_or(at + 1),
            None => at + 1,
        };
    }
    list
}
