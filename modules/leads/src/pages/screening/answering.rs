//! `/leads/{lead}/screening`: the questions one under another. Where scripts run each answer is kept as it is given, and
//! what is asked follows it; where none run the button does both.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Refusal, Row, Shown, find};
use ui::{Button, Crumb, Empty, Entry, Icon, Panel, Shell};
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::super::desk::{Desk, address, answer, mendable};
use super::panel::OPEN;
use super::{questions, result};
use crate::LEAD;
use crate::lead::State;
use crate::screening::{self, Answers, Questionnaire, Screening, queries};

/// How many screenings of a lead are shown.
const MOST: i64 = 20;

/// A lead that is being screened.
struct Sitting {
    id: Id,
    row: Row,
    state: State,
    /// The one that is gone on with, and those before it.
    list: Vec<Screening>,
    /// What is asked, with the name and the number of the version.
    asked: Option<(Questionnaire, String, i64)>,
    /// Whether what is asked now is a later version.
    newer: bool,
}

impl Sitting {
    /// What stands there, for whoever may change the lead and read what is said of it.
    async fn of(desk: &Desk<'_>) -> Result<Sitting> {
        let (id, look) = (desk.call.record(&LEAD)?, desk.call.look());
        find::require(&look, &LEAD, id, Action::Edit).await?;
        let fields: Vec<_> = LEAD.fields.iter().filter(|f| OPEN.contains(&f.name) || f.name == "name").collect();
        let row = find(&look, &LEAD, id, &fields).await?.ok_or_else(Problem::not_found)?;
        if OPEN.into_iter().any(|field| !matches!(row.get(field), Shown::Value(_))) {
            return Err(Problem::forbidden());
        }
        let state = row.get("state").text().and_then(State::from_name).unwrap_or(State::Filed);
        let list = queries::of(desk.conn(), desk.tenant(), id, MOST).await?;
        let standard = queries::standard(desk.conn(), desk.tenant()).await?;
        let newer = match (list.first(), &standard) {
            (Some(screening), Some(version)) => screening.version.id != version.id,
            _ => false,
        };
        let version = list.first().map(|screening| screening.version.clone()).or(standard);
        let asked = version.map(|version| (version.content, version.name, version.number));
        Ok(Sitting { id, row, state, list, asked, newer })
    }

    fn answers(&self) -> Answers {
        self.list.first().map(|screening| screening.answers.clone()).unwrap_or_default()
    }

    fn address(&self) -> String {
        format!("{}/screening", address(self.id))
    }
}

/// The page.
pub(super) async fn page(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let sitting = Sitting::of(&desk).await?;
    show(&desk, &sitting, &[], &[])
}

/// Keeps what was answered. What cannot be taken is told where it was typed; the rest is kept all the same.
pub(super) async fn save(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let sitting = Sitting::of(&desk).await?;
    let Some((content, ..)) = &sitting.asked else { return show(&desk, &sitting, &[], &[]) };
    let (given, mut errors) = screening::read(content, &form.0);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match form.has("again") {
        true => screening::again(&mut tx, sitting.id).await.map(|()| false),
        false => screening::answer(&mut tx, sitting.id, given).await.map(|found| found.complete),
    };
    let complete = match done {
        Ok(complete) => {
            tx.commit().await?;
            complete
        }
        Err(refusal) => {
            drop(tx);
            errors.extend(match refusal {
                Refusal::Conflict(_) => {
                    vec![FieldError { field: String::new(), code: "lead-changed-meanwhile".into() }]
                }
                other => mendable(other)?,
            });
            false
        }
    };
    let sitting = Sitting::of(&desk).await?;
    if call.is_part() {
        let stands = sitting
            .asked
            .as_ref()
            .is_some_and(|(content, ..)| questions::stands(content, &sitting.answers(), &form.0, &errors));
        let part = part(&desk, &sitting, &form.0, &errors);
        return Ok(if stands { ([("hx-reswap", "none")], part).into_response() } else { part.into_response() });
    }
    if !errors.is_empty() {
        return show(&desk, &sitting, &form.0, &errors);
    }
    let to = if complete { address(sitting.id) } else { sitting.address() };
    Ok(Redirect::to(&to).into_response())
}

/// What follows an answer: the questions that are asked now, and beside them what they come to.
fn part(desk: &Desk<'_>, sitting: &Sitting, typed: &[(String, String)], errors: &[FieldError]) -> Markup {
    let Some((content, ..)) = &sitting.asked else { return html! {} };
    let answers = sitting.answers();
    html! {
        (of_form(desk, errors))
        (questions::questions(&desk.w, questions::FIELD, content, &answers, typed, errors))
        div #screening-result hx-swap-oob="innerHTML" { (outcome(desk, content, &answers)) }
    }
}

/// Errors of the whole form; those of questions stand at the questions.
fn of_form(desk: &Desk<'_>, errors: &[FieldError]) -> Markup {
    let errors: Vec<FieldError> = errors.iter().filter(|error| error.field.is_empty()).cloned().collect();
    html! { @if !errors.is_empty() { div.wide { (ui::error_summary(&desk.sentences(&errors), &desk.w)) } } }
}

fn outcome(desk: &Desk<'_>, content: &Questionnaire, answers: &Answers) -> Markup {
    result::result(&desk.w, &|code| desk.code("customer-grade", code), content, answers)
}

fn show(desk: &Desk<'_>, sitting: &Sitting, typed: &[(String, String)], errors: &[FieldError]) -> Result<Response> {
    let body = match &sitting.asked {
        None => Empty::new(desk.t("screening-none"), desk.t("screening-none-text")).render(),
        Some((content, name, number)) => {
            let answers = sitting.answers();
            let (form, closed) = (form(desk, sitting, content, typed, errors), sitting.state.is_closed());
            html! {
                div.record {
                    div {
                        @if closed { p.hint { (desk.t(sitting.state.refusal())) } } @else { (form) }
                    }
                    div {
                        (Panel::new(desk.t("screening-result"), html! {
                            div #screening-result role="status" aria-live="polite" { (outcome(desk, content, &answers)) }
                        }).render())
                        p.hint { (desk.page.ta("screening-version", &[("name", name), ("n", &number.to_string())])) }
                        @if sitting.newer && !closed {
                            form method="post" action=(sitting.address()) data-once {
                                input type="hidden" name="again" value="true";
                                (Button::new(desk.t("screening-again")).small().render())
                            }
                        }
                        (earlier(desk, sitting))
                    }
                }
            }
        }
    };
    let named = match sitting.row.get("name") {
        Shown::Masked(text) => Some(text.clone()),
        shown => shown.text().map(str::to_owned),
    };
    let name = named.filter(|name| !name.is_empty()).unwrap_or_else(|| desk.t("kind-lead").into_owned());
    let shell = Shell {
        title: format!("{} · {name}", desk.t("screening")),
        crumbs: vec![Crumb::new(desk.t("kind-lead-plural"), "/leads"), Crumb::new(name, address(sitting.id))],
        body,
        ..Shell::default()
    };
    Ok(answer(errors, desk.page.show(shell)))
}

/// The form. A later answer stands for all before it, so it takes the place of what is on its way.
fn form(
    desk: &Desk<'_>,
    sitting: &Sitting,
    content: &Questionnaire,
    typed: &[(String, String)],
    errors: &[FieldError],
) -> Markup {
    let to = sitting.address();
    html! {
        form.form.screening-form #screening-form method="post" action=(to) novalidate data-once hx-post=(to) hx-trigger="change"
            hx-target="#screening-questions" hx-swap="innerHTML" hx-sync="this:replace" {
            div.form-fields #screening-questions {
                (of_form(desk, errors))
                (questions::questions(&desk.w, questions::FIELD, content, &sitting.answers(), typed, errors))
            }
            div.form-foot {
                button.button.button-primary type="submit" { (desk.t("screening-done")) }
                a.button.button-quiet href=(address(sitting.id)) { (desk.t("screening-back")) }
                span.form-note.hint { (desk.t("screening-kept")) }
            }
        }
    }
}

/// What was answered before, to earlier versions or again, and what came in by the web meanwhile.
fn earlier(desk: &Desk<'_>, sitting: &Sitting) -> Markup {
    let names = |code: &str| desk.code("customer-grade", code);
    let entries: Vec<Entry> = sitting
        .list
        .iter()
        .skip(1)
        .map(|screening| {
            let grade = screening.grade.as_ref().map(|grade| result::grade(&desk.w, &names, grade));
            let grade = grade.unwrap_or_else(|| desk.t("screening-not-finished").into_owned());
            let version = format!("{} · {}", screening.version.name, screening.version.number);
            let points = desk.page.ta("screening-points", &[("n", &screening.points.to_string())]);
            Entry::new(
                screening.at.utc(),
                Icon::Check,
                version,
                screening.by_name.as_str(),
                html! { (grade) " · " (points) },
            )
        })
        .collect();
    match entries.is_empty() {
        true => html! {},
        false => {
            Panel::new(desk.t("screening-earlier"), ui::timeline(&entries, None, None, &desk.here, &desk.w)).render()
        }
    }
}
