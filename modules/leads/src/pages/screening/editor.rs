//! `/lead-questionnaires/{questionnaire}`: the questions in their order, the bands, and beside them what a lead would come to.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::Tx;
use maud::{Markup, html};
use records::Refusal;
use records::commands::FieldError;
use ui::{Button, Choice, Crumb, Icon, Panel, Shell};
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::super::desk::{Desk, answer, mendable};
use super::list::{PATH, state};
use super::{bands, questions, result};
use crate::screening::{self, Direction, Edit, Form, Guide, Question, Then, Version, Words, queries};

/// A questionnaire with its last version.
pub(super) struct Open {
    pub guide: Guide,
    pub version: Version,
}

impl Open {
    /// The one that the address names.
    pub async fn of(desk: &Desk<'_>) -> Result<Open> {
        let id = desk.call.id("questionnaire")?;
        let guide = queries::guide(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
        let version = queries::last(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
        Ok(Open { guide, version })
    }

    /// Its page.
    pub fn address(&self) -> String {
        format!("{PATH}/{}", self.guide.id)
    }

    /// The version that every form carries.
    pub fn stamp(&self) -> Markup {
        html! { input type="hidden" name="version" value=(self.guide.version); }
    }
}

/// The version that a form carried.
pub(super) fn stamped(form: &Pairs) -> i64 {
    form.get("version").and_then(|v| v.parse().ok()).unwrap_or(-1)
}

/// The page.
pub(super) async fn page(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let open = Open::of(&desk).await?;
    Ok(show(&desk, &open, &[]))
}

/// `POST …`: another name.
pub(super) async fn rename(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.id("questionnaire")?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = screening::rename(&mut tx, id, stamped(&form), form.get("name").unwrap_or_default()).await;
    finish(&desk, tx, done, &format!("{PATH}/{id}")).await
}

/// `POST …/questions`: `do` is `add`, or `up`, `down`, `remove` with the key of a question.
pub(super) async fn arrange(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.id("questionnaire")?);
    let text = |name: &str| form.get(name).unwrap_or_default();
    let (verb, key) = text("do").split_once(':').unwrap_or((text("do"), ""));
    let key = key.to_owned();
    let edit = match verb {
        "up" => Edit::Move(key, Direction::Up),
        "down" => Edit::Move(key, Direction::Down),
        "remove" => Edit::Remove(key),
        "add" => {
            Edit::Add(Words::new(text("text"), text("text_en")), Form::from_name(text("form")).unwrap_or(Form::One))
        }
        _ => return Err(Problem::bad_request("problem-bad-request")),
    };
    let adds = matches!(edit, Edit::Add(..));
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = screening::edit(&mut tx, id, stamped(&form), edit).await;
    let mut to = format!("{PATH}/{id}");
    if adds && done.is_ok() {
        // On to its answers.
        let last = queries::last(tx.conn(), tx.tenant(), id).await?;
        let key = last.and_then(|version| version.content.questions.last().map(|question| question.key.clone()));
        to = key.map_or(to.clone(), |key| format!("{to}/questions/{key}"));
    }
    finish(&desk, tx, done, &to).await
}

/// `POST …/publication`.
pub(super) async fn publish(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.id("questionnaire")?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = screening::publish(&mut tx, id, stamped(&form)).await;
    finish(&desk, tx, done, &format!("{PATH}/{id}")).await
}

/// `POST …/standard`.
pub(super) async fn standard(call: Call) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.id("questionnaire")?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = screening::set_standard(&mut tx, id).await;
    finish(&desk, tx, done, &format!("{PATH}/{id}")).await
}

/// Keeps what was done and leads on, or shows the page with what stands against it.
pub(super) async fn finish(
    desk: &Desk<'_>,
    tx: Tx<'_>,
    done: std::result::Result<(), Refusal>,
    to: &str,
) -> Result<Response> {
    let errors = match done {
        Ok(()) => {
            tx.commit().await?;
            return Ok(Redirect::to(to).into_response());
        }
        Err(refusal) => {
            drop(tx);
            told(refusal)?
        }
    };
    Ok(show(desk, &Open::of(desk).await?, &errors))
}

/// What a page can show of a refusal.
pub(super) fn told(refusal: Refusal) -> std::result::Result<Vec<FieldError>, Problem> {
    match refusal {
        Refusal::Conflict(_) => {
            Ok(vec![FieldError { field: String::new(), code: "screening-changed-meanwhile".into() }])
        }
        other => mendable(other),
    }
}

fn show(desk: &Desk<'_>, open: &Open, errors: &[FieldError]) -> Response {
    let Open { guide, version } = open;
    let body = html! {
        (ui::error_summary(&sentences(desk, open, errors), &desk.w))
        div.row.screening-state {
            (state(desk, guide))
            @if guide.standard { (ui::tag(&desk.t("screening-standard"))) }
            @if guide.published.is_some() && !guide.standard {
                form method="post" action={ (open.address()) "/standard" } data-once {
                    (Button::new(desk.t("screening-make-standard")).small().render())
                }
            }
        }
        p.hint { @if version.published_at.is_some() { (desk.t("screening-frozen")) } @else { (desk.t("screening-drafting")) } }
        div.record {
            div {
                (Panel::new(desk.t("screening-questions"), list(desk, open)).count(ui::Count::Exact(version.content.questions.len() as u64)).render())
                (bands::panel(desk, open, errors))
                (naming(desk, open, errors))
            }
            div { (trial(desk, open)) }
        }
    };
    let primary = version.published_at.is_none().then(|| {
        html! {
            form method="post" action={ (open.address()) "/publication" } data-once {
                (open.stamp())
                (Button::new(desk.t("screening-publish")).primary().icon(Icon::Check).render())
            }
        }
    });
    let shell = Shell {
        title: guide.name.clone(),
        crumbs: vec![Crumb::new(desk.t("admin-lead-questionnaires"), PATH)],
        primary,
        body,
        ..Shell::default()
    };
    answer(errors, desk.page.show(shell))
}

/// Errors as sentences; those of a question say which one.
fn sentences(desk: &Desk<'_>, open: &Open, errors: &[FieldError]) -> Vec<(String, String)> {
    let one = |error: &FieldError| {
        let sentence = desk.t(&error.code);
        match open.version.content.place(&error.field) {
            Some(at) => (error.field.clone(), format!("{}. {sentence}", at + 1)),
            None => (error.field.clone(), sentence.into_owned()),
        }
    };
    errors.iter().map(one).collect()
}

fn list(desk: &Desk<'_>, open: &Open) -> Markup {
    let (questions, lang) = (&open.version.content.questions, desk.w.lang);
    let to = format!("{}/questions", open.address());
    let act = |verb: &str, question: &Question, icon: Icon, label: &str| {
        let label = format!("{} · {}", desk.t(label), question.text.of(lang));
        let value = format!("{verb}:{}", question.key);
        Button::new(label).quiet().small().icon(icon).icon_only().value("do", value).form("screening-order").render()
    };
    html! {
        form #screening-order method="post" action=(to) data-once { (open.stamp()) }
        ol.screening-list {
            @for question in questions {
                li id={ "field-" (question.key) } {
                    div.screening-about {
                        a href={ (to) "/" (question.key) } { (question.text.of(lang)) }
                        small { (about(desk, open, question)) }
                    }
                    div.screening-acts {
                        (act("up", question, Icon::Up, "screening-up"))
                        (act("down", question, Icon::Down, "screening-down"))
                        (act("remove", question, Icon::Trash, "screening-remove"))
                    }
                }
            }
        }
        @if questions.is_empty() { p.nothing { (desk.t("screening-no-questions")) } }
        form.form.screening-add method="post" action=(to) novalidate data-once {
            (open.stamp())
            div.form-fields {
                (desk.field("text", desk.t("screening-text"), &[]).required().max(200).text("", &desk.w))
                (desk.field("form", desk.t("screening-form"), &[]).required().select(&forms(desk), Form::One.name(), &desk.w))
            }
            div.form-foot { (Button::new(desk.t("screening-add")).icon(Icon::Plus).value("do", "add").render()) }
        }
    }
}

/// The forms of questions.
pub(super) fn forms(desk: &Desk<'_>) -> Vec<Choice> {
    Form::ALL.map(|form| Choice::new(form.name(), desk.t(&format!("screening-form-{}", form.name())))).into()
}

/// How a question is answered, in a line.
fn about(desk: &Desk<'_>, open: &Open, question: &Question) -> String {
    let mut parts = vec![desk.t(&format!("screening-form-{}", question.form.name())).into_owned()];
    if !question.answers.is_empty() {
        parts.push(desk.page.ta("screening-answers-count", &[("n", &question.answers.len().to_string())]));
    }
    if !question.required {
        parts.push(desk.t("screening-optional").into_owned());
    }
    for answer in &question.answers {
        let said = answer.text.of(desk.w.lang);
        if let Some(grade) = &answer.decides {
            let names = |code: &str| desk.code("customer-grade", code);
            parts.push(format!("{said} → {}", result::grade(&desk.w, &names, grade)));
        }
        match &answer.then {
            Some(Then::End) => parts.push(format!("{said} → {}", desk.t("screening-then-end"))),
            Some(Then::Question(key)) => {
                let place = open.version.content.place(key).map_or("?".to_owned(), |at| (at + 1).to_string());
                parts.push(format!("{said} → {place}"));
            }
            None => {}
        }
    }
    parts.join(" · ")
}

fn naming(desk: &Desk<'_>, open: &Open, errors: &[FieldError]) -> Markup {
    let body = html! {
        form.form method="post" action=(open.address()) novalidate data-once {
            (open.stamp())
            div.form-fields { (desk.field("name", desk.t("screening-name"), errors).required().max(60).text(&open.guide.name, &desk.w)) }
            div.form-foot { button.button type="submit" { (desk.p("save")) } }
        }
    };
    Panel::new(desk.t("screening-naming"), body).render()
}

/// Trying it out: nothing of it is kept.
fn trial(desk: &Desk<'_>, open: &Open) -> Markup {
    let content = &open.version.content;
    let (given, errors) = screening::read(content, &desk.call.pairs.0);
    let mut answers = screening::Answers::default();
    answers.take_in(given);
    let names = |code: &str| desk.code("customer-grade", code);
    let to = open.address();
    let body = html! {
        form.form.screening-form #screening-trial method="get" action=(to) novalidate hx-get=(to) hx-trigger="change"
            hx-target="#screening-tried" hx-select="#screening-tried" hx-swap="outerHTML" hx-sync="this:replace" {
            div #screening-tried {
                div.screening-outcome role="status" aria-live="polite" { (result::result(&desk.w, &names, content, &answers)) }
                div.form-fields { (questions::questions(&desk.w, "try-", content, &answers, &desk.call.pairs.0, &errors)) }
            }
            div.form-foot {
                (Button::new(desk.t("screening-try")).small().render())
                (Button::new(desk.t("screening-try-anew")).small().quiet().href(to.clone()).render())
            }
        }
    };
    Panel::new(desk.t("screening-trial"), html! { p.hint { (desk.t("screening-trial-lead")) } (body) }).render()
}
