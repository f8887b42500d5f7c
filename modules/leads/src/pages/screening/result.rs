//! What answers come to, with the reason: the grade, what decided, and what each answer counted.

use kernel::Lang;
use maud::{Markup, html};
use ui::{State, Words, badge};
use web::visitor::Speech;

use crate::screening::{
    Answers, Classification, Form, Grade, Question, Questionnaire, Reason, Rule, classify, visited,
};

/// Names of levels, as base data has them.
pub(super) type Names<'a> = &'a dyn Fn(&str) -> String;

/// The name of a grade.
pub(super) fn grade(w: &Speech<'_>, names: Names<'_>, grade: &Grade) -> String {
    match grade {
        Grade::Level(code) => names(code),
        Grade::Unqualified => w.t("screening-unqualified").into_owned(),
    }
}

/// A grade with its colour.
pub(super) fn mark(w: &Speech<'_>, names: Names<'_>, found: &Grade, stands: bool) -> Markup {
    let tone = match found {
        _ if !stands => State::Plain,
        Grade::Level(_) => State::Done,
        Grade::Unqualified => State::Past,
    };
    badge(tone, &grade(w, names, found))
}

/// The result of answers as they are now.
pub(super) fn result(w: &Speech<'_>, names: Names<'_>, questionnaire: &Questionnaire, answers: &Answers) -> Markup {
    let found = classify(questionnaire, answers);
    if found.reasons.is_empty() {
        return html! { p.nothing { (w.t("screening-nothing-yet")) } };
    }
    let asked = visited(questionnaire, answers);
    let open = asked.iter().filter(|question| question.required && !answers.has(question)).count();
    html! {
        p.screening-grade {
            (mark(w, names, &found.grade, found.stands()))
            span.screening-points { (w.ta("screening-points", &[("n", found.points.into())])) }
        }
        p.hint {
            (because(w, names, questionnaire, &found))
            @if open > 0 { " " (w.ta("screening-open", &[("n", (open as i64).into())])) }
        }
        (reasons(w, questionnaire, answers, &found))
    }
}

/// Why it is this grade, in a sentence.
pub(super) fn because(
    w: &Speech<'_>,
    names: Names<'_>,
    questionnaire: &Questionnaire,
    found: &Classification,
) -> String {
    let level = grade(w, names, &found.grade);
    match &found.rule {
        Rule::Answer(question, answer) => {
            let answer = questionnaire.question(question).and_then(|q| q.answer(answer));
            let answer = answer.map(|a| a.text.of(w.lang).to_owned()).unwrap_or_default();
            w.ta("screening-because-answer", &[("answer", answer.into()), ("grade", level.into())])
        }
        Rule::Band(at_least) => w.ta("screening-because-band", &[("n", (*at_least).into()), ("grade", level.into())]),
        Rule::BelowAll => w.t("screening-because-below").into_owned(),
    }
}

/// What each answer counted.
fn reasons(w: &Speech<'_>, questionnaire: &Questionnaire, answers: &Answers, found: &Classification) -> Markup {
    html! {
        ul.screening-reasons {
            @for reason in &found.reasons {
                @if let Some(question) = questionnaire.question(&reason.question) {
                    li {
                        span.screening-question { (question.text.of(w.lang)) }
                        span.screening-answer { (words(w.lang, question, answers, reason)) }
                        span.screening-counted { (signed(reason.points)) }
                    }
                }
            }
        }
    }
}

/// What was answered, in words.
pub(super) fn words(lang: Lang, question: &Question, answers: &Answers, reason: &Reason) -> String {
    match question.form {
        Form::One | Form::Several => {
            let chosen = reason.answers.iter().filter_map(|key| question.answer(key));
            let list: Vec<&str> = chosen.map(|answer| answer.text.of(lang)).collect();
            list.join(if lang == Lang::En { ", " } else { "、" })
        }
        Form::Number | Form::Text => answers.text(question).to_owned(),
    }
}

/// `+40`, `-5`, `0`.
pub(super) fn signed(points: i64) -> String {
    if points > 0 { format!("+{points}") } else { points.to_string() }
}
