//! Tasks about a record, for the record's own page: what waits, what was done last, and a new one in three strokes.

use kernel::scope::Place;
use kernel::{Action, DbError};
use maud::{Markup, html};
use records::policy::Look;
use ui::{Button, Here, Icon, State as Tone, Words, dot};
use web::Page;
use web::records::labels;

use super::when::When;
use crate::tasks::{About, State, TASK, Task, queries};

/// How many are shown.
const MOST: i64 = 8;

/// The panel's content, one statement; nothing for someone who may not see tasks. `then` is the record's page.
pub async fn panel(page: &Page<'_>, about: &About, then: &str) -> Result<Option<(Markup, Vec<Task>)>, DbError> {
    let scope = &page.visitor.scope;
    if !scope.can(TASK.name, Action::See) {
        return Ok(None);
    }
    let look = Look::at(&page.app.db, scope);
    let found = queries::about(&look, about, MOST).await?;
    let here = Here { now: page.app.db.clock.now().utc(), zone: labels::zone(page.app, page.visitor) };
    let w = page.words();
    // A title is somebody's words: those to whom the field is not open read what it is.
    let shown = |task: &Task, place: &Place| match scope.field_on(TASK.name, "title", std::slice::from_ref(place)) {
        kernel::Access::Shown => task.title.clone(),
        _ => w.t("kind-task").into_owned(),
    };
    let content = html! {
        @if found.is_empty() { p.hint { (w.t("work-panel-empty")) } }
        ul.latest {
            @for (task, owner, place) in &found {
                li {
                    a href={ "/tasks/" (task.id) } { (ui::icon(crate::tasks::icon(&task.kind))) " " (shown(task, place)) }
                    span { (owner) }
                    span.latest-class {
                        @match task.state() {
                            State::Open if task.due_at.utc() < here.now => (dot(Tone::Overdue, &ui::format::time::relative_text(task.due_at.utc(), &here, &w))),
                            State::Open => (dot(Tone::Due, &ui::format::time::relative_text(task.due_at.utc(), &here, &w))),
                            State::Done => (dot(Tone::Done, &w.t("work-done"))),
                            State::Cancelled => (dot(Tone::Past, &w.t("work-cancelled"))),
                        }
                    }
                }
            }
        }
        @if scope.can(TASK.name, Action::Create) {
            form.quick-add method="post" action="/tasks/new" data-once {
                input type="hidden" name="then" value=(then);
                input type="hidden" name="about_kind" value=(about.kind);
                input type="hidden" name="about" value=(about.id);
                input type="hidden" name="kind" value="call";
                (ui::Field::new("title", w.t("task-title")).id("task-panel-title").bare().required().max(200).complete("off").placeholder(w.t("work-quick-hint")).text("", &w))
                (ui::Field::new("when", w.t("task-due-at")).id("task-panel-when").bare().required().select(&days(&w), "tomorrow", &w))
                (Button::new(w.t("work-quick-add")).icon(Icon::Plus).render())
            }
        }
    };
    Ok(Some((content, found.into_iter().map(|(task, ..)| task).collect())))
}

fn days(w: &dyn Words) -> Vec<ui::Choice> {
    When::ALL.iter().map(|when| ui::Choice::new(when.name(), w.t(&format!("work-when-{}", when.name())))).collect()
}
