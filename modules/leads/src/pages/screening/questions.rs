//! Questions as fields of a form: the same on a lead's page, on the web form and where an administrator tries them out.

use maud::{Markup, html};
use records::commands::FieldError;
use ui::{Choice, Field, Words};
use web::visitor::Speech;

use crate::screening::{Answers, Form, Question, Questionnaire, asked, visited};

/// What fields of questions are called in a page where each question stands once: errors lead there.
pub(super) const FIELD: &str = "field-";

/// The name under which a form says that it shows mistakes.
const BAD: &str = "bad";

/// Whether what the form shows is what is asked now, without mistakes: then nothing of it is exchanged, and what somebody
/// types meanwhile stays.
pub(super) fn stands(
    questionnaire: &Questionnaire,
    answers: &Answers,
    sent: &[(String, String)],
    errors: &[FieldError],
) -> bool {
    let shown = sent.iter().filter(|(name, _)| name == asked()).map(|(_, key)| key.as_str());
    let bad = !errors.is_empty() || sent.iter().any(|(name, _)| name == BAD);
    !bad && visited(questionnaire, answers).into_iter().map(|question| question.key.as_str()).eq(shown)
}

/// What is asked now, given the answers; what was typed and could not be taken stands where it was typed. Ids begin with
/// `prefix`.
pub(super) fn questions(
    w: &Speech<'_>,
    prefix: &str,
    questionnaire: &Questionnaire,
    answers: &Answers,
    typed: &[(String, String)],
    errors: &[FieldError],
) -> Markup {
    html! {
        @if !errors.is_empty() { input type="hidden" name=(BAD) value="true"; }
        @for (n, question) in visited(questionnaire, answers).into_iter().enumerate() {
            input type="hidden" name=(asked()) value=(question.key);
            (field(w, (prefix, n + 1), question, answers, typed, errors))
        }
    }
}

fn field(
    w: &Speech<'_>,
    (prefix, number): (&str, usize),
    question: &Question,
    answers: &Answers,
    typed: &[(String, String)],
    errors: &[FieldError],
) -> Markup {
    let error = errors.iter().find(|error| error.field == question.key).map(|error| w.t(&error.code).into_owned());
    let label = format!("{number}. {}", question.text.of(w.lang));
    let field = Field::new(&question.key, label).id(format!("{prefix}{}", question.key)).wide();
    let field = field.error(error.clone());
    let field = if question.required { field.required() } else { field };
    let choices: Vec<Choice> =
        question.answers.iter().map(|answer| Choice::new(&answer.key, answer.text.of(w.lang))).collect();
    let chosen: Vec<&str> = answers.to(question).iter().map(String::as_str).collect();
    let again = typed.iter().find(|(name, _)| error.is_some() && *name == question.key).map(|(_, text)| text.as_str());
    let text = again.unwrap_or_else(|| answers.text(question));
    match question.form {
        Form::One => field.radio(&choices, answers.text(question), w),
        Form::Several => field.several(&choices, &chosen, w),
        Form::Number => field.number(text, w),
        Form::Text => field.max(500).textarea(text, 2, w),
    }
}
