//! What a questionnaire must be before it is published.

use records::commands::FieldError;

use super::questionnaire::{Form, Question, Questionnaire, Then};

/// The most questions, and the most answers of one.
pub const MOST: usize = 40;
/// The longest question and answer, in either language.
pub const LONGEST: usize = 200;
/// The most points of an answer or band, up and down.
pub const POINTS: i64 = 1_000;

/// What stands against publishing it: the key of the question (`bands` for the bands), and the code. A published
/// questionnaire asks something, each question can be answered, every way leads down, and the bands have levels of their own.
pub fn faults(questionnaire: &Questionnaire) -> Vec<FieldError> {
    let mut list = Vec::new();
    if questionnaire.questions.is_empty() {
        list.push(fault("", "screening-without-questions"));
    }
    if questionnaire.questions.len() > MOST {
        list.push(fault("", "screening-too-many"));
    }
    for (at, question) in questionnaire.questions.iter().enumerate() {
        list.extend(of(questionnaire, at, question).map(|code| fault(&question.key, code)));
    }
    let mut floors: Vec<i64> = questionnaire.bands.iter().map(|band| band.at_least).collect();
    floors.sort_unstable();
    if floors.is_empty() {
        list.push(fault("bands", "screening-without-bands"));
    }
    if floors.windows(2).any(|pair| pair[0] == pair[1]) {
        list.push(fault("bands", "screening-bands-twice"));
    }
    list
}

fn fault(field: &str, code: &str) -> FieldError {
    FieldError { field: field.into(), code: code.into() }
}

fn of(questionnaire: &Questionnaire, at: usize, question: &Question) -> Option<&'static str> {
    let answers = &question.answers;
    let back = |then: &Then| match then {
        Then::End => false,
        Then::Question(key) => questionnaire.place(key).is_none_or(|to| to <= at),
    };
    let long = |text: &str| text.chars().count() > LONGEST;
    match () {
        () if question.text.zh.is_empty() => Some("screening-question-without-words"),
        () if long(&question.text.zh) || long(&question.text.en) => Some("field-too-long"),
        () if question.form.is_choice() && answers.len() < 2 => Some("screening-too-few-answers"),
        () if answers.len() > MOST => Some("screening-too-many"),
        () if answers.iter().any(|a| a.text.zh.is_empty()) => Some("screening-answer-without-words"),
        () if answers.iter().any(|a| long(&a.text.zh) || long(&a.text.en)) => Some("field-too-long"),
        () if answers.iter().any(|a| !(-POINTS..=POINTS).contains(&a.points)) => Some("screening-points-out-of-range"),
        () if question.form == Form::Number && answers.iter().any(|a| a.from.zip(a.to).is_some_and(|(f, t)| f > t)) => {
            Some("screening-range-empty")
        }
        () if answers.iter().filter_map(|a| a.then.as_ref()).any(back) => Some("screening-way-back"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::questionnaire::{Answer, Band, Grade};
    use super::super::sample;
    use super::*;

    fn codes(change: impl Fn(&mut Questionnaire)) -> Vec<String> {
        let mut questionnaire = sample();
        change(&mut questionnaire);
        faults(&questionnaire).into_iter().map(|fault| format!("{}:{}", fault.field, fault.code)).collect()
    }

    /// LEAD-02: each way in which a questionnaire may be unsound is told at the question it is in.
    #[test]
    fn faults_are_told_where_they_are() {
        assert_eq!(codes(|q| q.questions.swap(3, 5)), ["q4:screening-way-back"]);
        assert_eq!(codes(|q| drop(q.questions.remove(5))), ["q4:screening-way-back"], "to a question that is gone");
        assert_eq!(codes(|q| q.questions[2].text.zh.clear()), ["q3:screening-question-without-words"]);
        assert_eq!(codes(|q| q.questions[2].answers.truncate(1)), ["q3:screening-too-few-answers"]);
        assert_eq!(codes(|q| q.questions[2].answers.push(Answer::default())), ["q3:screening-answer-without-words"]);
        assert_eq!(codes(|q| q.questions[0].answers[0].points = 1_001), ["q1:screening-points-out-of-range"]);
        assert_eq!(codes(|q| q.questions[4].answers[1].to = Some(2)), ["q5:screening-range-empty"]);
        assert_eq!(codes(|q| q.bands.clear()), ["bands:screening-without-bands"]);
        let twice = Band { at_least: 50, grade: Grade::Unqualified };
        assert_eq!(codes(|q| q.bands.push(twice.clone())), ["bands:screening-bands-twice"]);
        assert_eq!(codes(|q| q.questions.clear()), [":screening-without-questions"]);
    }
}
