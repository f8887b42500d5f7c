//! `/lead-questionnaires/{questionnaire}/questions/{question}`: what is asked, and the answers with what they count, where
//! they lead and what they decide.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use records::Refusal;
use records::commands::FieldError;
use ui::{Button, Choice, Crumb, Field, Icon, Shell, Words as _};
use web::records::{Call, Pairs};
use web::{Path, Problem, Result};

use super::super::desk::{Desk, answer};
use super::bands::grades;
use super::editor::{Open, forms, stamped, told};
use super::list::PATH;
use crate::screening::{self, Answer, Edit, Form, Grade, Question, Questionnaire, Then, Words};

/// The choice that says that nothing particular follows, or is decided.
const PLAIN: &str = "plain";
/// The choice that ends the questions.
const END: &str = "end";

/// An answer as it stands in the form.
#[derive(Clone, Default)]
struct Line {
    key: String,
    zh: String,
    en: String,
    points: String,
    from: String,
    to: String,
    then: String,
    decides: String,
}

/// A question as it stands in the form.
struct Sheet {
    key: String,
    zh: String,
    en: String,
    form: Form,
    required: bool,
    lines: Vec<Line>,
}

impl Sheet {
    fn of(question: &Question) -> Sheet {
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let lines = question.answers.iter().map(|answer| Line {
            key: answer.key.clone(),
            zh: answer.text.zh.clone(),
            en: answer.text.en.clone(),
            points: answer.points.to_string(),
            from: number(answer.from),
            to: number(answer.to),
            then: match &answer.then {
                None => PLAIN.into(),
                Some(Then::End) => END.into(),
                Some(Then::Question(key)) => key.clone(),
            },
            decides: answer.decides.as_ref().map_or(PLAIN, Grade::code).to_owned(),
        });
        Sheet {
            key: question.key.clone(),
            zh: question.text.zh.clone(),
            en: question.text.en.clone(),
            form: question.form,
            required: question.required,
            lines: lines.collect(),
        }
    }

    /// What was posted. Lines without words that are new are none.
    fn posted(key: &str, form: &Pairs) -> Sheet {
        let all = |name: &str| form.all(name).map(str::to_owned).collect::<Vec<_>>();
        let columns = ["answer_key", "answer", "answer_en", "points", "from", "to", "then", "decides"].map(all);
        let at = |column: usize, n: usize| columns[column].get(n).cloned().unwrap_or_default();
        let lines = (0..columns[1].len()).map(|n| Line {
            key: at(0, n),
            zh: at(1, n),
            en: at(2, n),
            points: at(3, n),
            from: at(4, n),
            to: at(5, n),
            then: at(6, n),
            decides: at(7, n),
        });
        let text = |name: &str| form.first(name).unwrap_or_default().to_owned();
        Sheet {
            key: key.to_owned(),
            zh: text("text"),
            en: text("text_en"),
            form: Form::from_name(&text("form")).unwrap_or(Form::One),
            required: form.has("required"),
            lines: lines.filter(|line| !line.key.is_empty() || !line.zh.trim().is_empty()).collect(),
        }
    }

    /// Moves a line, or takes it away: `up`, `down`, `remove` with its place.
    fn arrange(&mut self, what: &str) {
        let Some((verb, Ok(at))) = what.split_once(':').map(|(verb, at)| (verb, at.parse::<usize>())) else { return };
        match verb {
            "up" if at > 0 && at < self.lines.len() => self.lines.swap(at, at - 1),
            "down" if at + 1 < self.lines.len() => self.lines.swap(at, at + 1),
            "remove" if at < self.lines.len() => drop(self.lines.remove(at)),
            _ => {}
        }
    }

    fn question(&self) -> std::result::Result<Question, Refusal> {
        let answers = self.lines.iter().map(Line::answer).collect::<std::result::Result<_, _>>()?;
        let text = Words::new(&self.zh, &self.en);
        Ok(Question { key: self.key.clone(), text, form: self.form, required: self.required, answers })
    }
}

impl Line {
    fn answer(&self) -> std::result::Result<Answer, Refusal> {
        let number = |field: &str, text: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse::<i64>().map(Some).map_err(|_| Refusal::field(field, "field-not-a-number")),
        };
        Ok(Answer {
            key: self.key.clone(),
            text: Words::new(&self.zh, &self.en),
            points: number("points", &self.points)?.unwrap_or(0),
            from: number("points", &self.from)?,
            to: number("points", &self.to)?,
            then: match self.then.as_str() {
                "" | PLAIN => None,
                END => Some(Then::End),
                key => Some(Then::Question(key.to_owned())),
            },
            decides: Some(self.decides.as_str()).filter(|code| *code != PLAIN).and_then(Grade::from_code),
        })
    }
}

/// The page.
pub(super) async fn page(call: Call, Path((_, key)): Path<(String, String)>) -> Result<Response> {
    let desk = Desk::new(&call);
    let open = Open::of(&desk).await?;
    let sheet = Sheet::of(open.version.content.question(&key).ok_or_else(Problem::not_found)?);
    Ok(show(&desk, &open, &sheet, &[]))
}

/// Keeps the question as it was written; `do` moves a line or takes one away, and `more` asks for another line.
pub(super) async fn save(call: Call, Path((_, key)): Path<(String, String)>, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.id("questionnaire")?);
    let mut sheet = Sheet::posted(&key, &form);
    let what = form.get("do").unwrap_or_default();
    sheet.arrange(what);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match sheet.question() {
        Ok(question) => screening::edit(&mut tx, id, stamped(&form), Edit::Write(question)).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(()) => {
            tx.commit().await?;
            let home = format!("{PATH}/{id}");
            Ok(Redirect::to(&if what.is_empty() { home } else { format!("{home}/questions/{key}") }).into_response())
        }
        Err(refusal) => {
            drop(tx);
            let errors = told(refusal)?;
            Ok(show(&desk, &Open::of(&desk).await?, &sheet, &errors))
        }
    }
}

fn show(desk: &Desk<'_>, open: &Open, sheet: &Sheet, errors: &[FieldError]) -> Response {
    let content = &open.version.content;
    let mut lines = sheet.lines.clone();
    let spare = match sheet.form {
        Form::Text => 1_usize.saturating_sub(lines.len()),
        _ => 2_usize.saturating_sub(lines.len()).max(1),
    };
    lines.extend(vec![Line::default(); spare]);
    let body = html! {
        form.form.screening-question-form #screening-question method="post" action={ (open.address()) "/questions/" (sheet.key) } novalidate data-once {
            (ui::error_summary(&desk.sentences(errors), &desk.w))
            (open.stamp())
            div.form-fields {
                (desk.field("text", desk.t("screening-text"), errors).required().max(200).text(&sheet.zh, &desk.w))
                (desk.field("text_en", desk.t("screening-text-en"), errors).max(200).text(&sheet.en, &desk.w))
                (desk.field("form", desk.t("screening-form"), errors).required().hint(desk.t(&format!("screening-form-{}-hint", sheet.form.name()))).select(&forms(desk), sheet.form.name(), &desk.w))
                (desk.field("required", desk.t("screening-required"), errors).checkbox(sheet.required, &desk.w))
            }
            h2.screening-heading { (desk.t("screening-answers")) }
            @for (n, line) in lines.iter().enumerate() { (self::line(desk, content, sheet, n, line)) }
            div.form-foot {
                button.button.button-primary type="submit" { (desk.p("save")) }
                button.button type="submit" name="do" value="more" { (desk.t("screening-more")) }
                a.button.button-quiet href=(open.address()) { (desk.t("screening-back")) }
            }
        }
    };
    let crumbs = vec![
        Crumb::new(desk.t("admin-lead-questionnaires"), PATH),
        Crumb::new(open.guide.name.clone(), open.address()),
    ];
    let place = content.place(&sheet.key).map_or(0, |at| at + 1);
    let title = desk.page.ta("screening-question-title", &[("n", &place.to_string())]);
    answer(errors, desk.page.show(Shell { title, crumbs, body, ..Shell::default() }))
}

/// One answer: a row on a desk, a card on a phone.
fn line(desk: &Desk<'_>, content: &Questionnaire, sheet: &Sheet, n: usize, line: &Line) -> Markup {
    let new = line.key.is_empty() && line.zh.is_empty();
    let field = |name: &str, label: &str| Field::new(name, desk.t(label)).id(format!("answer-{n}-{name}"));
    let mut thens = vec![Choice::new(PLAIN, desk.t("screening-then-next"))];
    let here = content.place(&sheet.key).unwrap_or(0);
    for (at, question) in content.questions.iter().enumerate().skip(here + 1) {
        thens.push(Choice::new(&question.key, format!("{}. {}", at + 1, question.text.of(desk.w.lang))));
    }
    thens.push(Choice::new(END, desk.t("screening-then-end")));
    // A way that leads nowhere any more is shown as it stands, so that it can be mended.
    if !line.then.is_empty() && !thens.iter().any(|choice| choice.value == line.then) {
        thens.push(Choice::new(&line.then, format!("? {}", line.then)));
    }
    let mut decides = vec![Choice::new(PLAIN, desk.t("screening-decides-points"))];
    decides.extend(grades(desk));
    let act = |verb: &str, icon: Icon, label: &str| {
        let label = format!("{} · {}", desk.t(label), n + 1);
        Button::new(label).quiet().small().icon(icon).icon_only().value("do", format!("{verb}:{n}")).render()
    };
    html! {
        fieldset.screening-line {
            legend.sr { (desk.page.ta("screening-answer-n", &[("n", &(n + 1).to_string())])) }
            input type="hidden" name="answer_key" value=(line.key);
            (field("answer", if new { "screening-answer-new" } else { "screening-answer" }).max(200).text(&line.zh, &desk.w))
            (field("answer_en", "screening-text-en").max(200).text(&line.en, &desk.w))
            (field("points", "screening-counts").number(&line.points, &desk.w))
            @if sheet.form == Form::Number {
                (field("from", "screening-from").number(&line.from, &desk.w))
                (field("to", "screening-to").number(&line.to, &desk.w))
            } @else {
                input type="hidden" name="from" value=(line.from);
                input type="hidden" name="to" value=(line.to);
            }
            (pick(desk, "then", "screening-then", n, &thens, &line.then))
            (pick(desk, "decides", "screening-decides", n, &decides, &line.decides))
            div.screening-acts {
                @if !new {
                    (act("up", Icon::Up, "screening-up"))
                    (act("down", Icon::Down, "screening-down"))
                    (act("remove", Icon::Trash, "screening-remove"))
                }
            }
        }
    }
}

/// A choice of which one always holds, so that there is no empty one.
fn pick(desk: &Desk<'_>, name: &str, label: &str, n: usize, choices: &[Choice], value: &str) -> Markup {
    let id = format!("answer-{n}-{name}");
    html! {
        div.field {
            label.field-label for=(id) { (desk.w.t(label)) }
            div.field-input {
                select.input id=(id) name=(name) {
                    @for choice in choices { option value=(choice.value) selected[choice.value == value] { (choice.label) } }
                }
            }
        }
    }
}
