//! An import as it stands.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use records::import::{State, Step};
use ui::{Button, Icon, State as Tone, Words, flash};

use super::case::Case;
use super::{grid, progress, sentence, summary};
use crate::Page;
use crate::Result;
use crate::records::Call;

pub(super) async fn page(call: Call) -> Result<Response> {
    let case = Case::of(&call).await?;
    let page = call.page();
    if case.import.state == State::Draft {
        return Ok(Redirect::to(&case.href("/mapping")).into_response());
    }
    let given_up = case.given_up(&call).await?;
    let body = match case.import.state {
        _ if given_up.is_some() => gave_up(&page, &case),
        State::Ready => ready(&call, &page, &case).await?,
        State::Checking | State::Running | State::Paused => at_work(&call, &page, &case),
        _ => ended(&call, &page, &case).await?,
    };
    let written = case.import.state.has_ended() && case.import.step == Step::Run;
    let undo = match written {
        true => crate::operations::offer(&call, &page, case.import.id, "import-undo").await?,
        false => None,
    };
    let actions = matches!(case.import.state, State::Done | State::Cancelled | State::Failed)
        .then(|| html! { @if let Some(undo) = undo { (undo) } (downloads(&page, &case)) });
    let title = case.import.file_name.clone();
    Ok(page
        .show(ui::Shell { title, crumbs: summary::crumbs(&page), actions, body, ..ui::Shell::default() })
        .into_response())
}

fn at_work(call: &Call, page: &Page<'_>, case: &Case) -> Markup {
    let at = if case.import.step == Step::Check { 2 } else { 3 };
    html! {
        (summary::steps(page, at, Some(&case.import)))
        (progress::bar(page, case, call.app.db.clock.now()))
        p.hint { (page.t("import-come-back")) }
    }
}

/// Checked: what would happen, what can be mended, and the button.
async fn ready(call: &Call, page: &Page<'_>, case: &Case) -> Result<Markup> {
    let import = &case.import;
    let nothing =
        import.checked.created + import.checked.updated + import.checked.unchanged + import.checked.duplicates == 0;
    let fixed = import.problems.contains_key("import-mended");
    let actions = html! {
        form method="post" action=(case.href("/run")) data-once {
            @if nothing { (Button::new(page.t("import-run")).primary().disabled(page.t("import-nothing-to-do")).render()) }
            @else { (Button::new(page.t("import-run")).primary().icon(Icon::Import).render()) }
        }
        @if fixed { form method="post" action=(case.href("/check")) data-once { (Button::new(page.t("import-check-again")).render()) } }
        (Button::new(page.t("import-download-check")).quiet().icon(Icon::Export).href(case.href("/report?form=xlsx")).render())
        form method="post" action=(case.href("/cancel")) data-once { (Button::new(page.t("import-cancel")).quiet().render()) }
    };
    Ok(html! {
        (summary::steps(page, 2, Some(import)))
        (summary::counts(page, &import.checked, true, Some(actions)))
        (grid::section(call, page, case).await?)
    })
}

/// Done, failed or given up: the account.
async fn ended(call: &Call, page: &Page<'_>, case: &Case) -> Result<Markup> {
    let import = &case.import;
    let written = import.step == Step::Run;
    Ok(html! {
        (summary::steps(page, if written { 4 } else { 1 }, Some(import)))
        @match import.state {
            State::Done => (flash(Tone::Done, &page.t("import-is-done"))),
            State::Cancelled => (flash(Tone::Plain, &page.t(if written { "import-is-cancelled" } else { "import-is-dropped" }))),
            _ => {
                @if let Some(problem) = &import.problem { (flash(Tone::Overdue, &sentence::problem(page, problem))) }
                div.row {
                    @if written { form method="post" action=(case.href("/resume")) data-once { (Button::new(page.t("import-resume")).render()) } }
                    @else { (Button::new(page.t("import-back")).href(case.href("/mapping")).render()) }
                    form method="post" action=(case.href("/cancel")) data-once { (Button::new(page.t("import-cancel")).quiet().render()) }
                }
            }
        }
        @if written {
            (summary::counts(page, &import.counts, false, None))
            (grid::section(call, page, case).await?)
        }
    })
}

/// The house failed several times at the same step (a full disk, a database that was away).
fn gave_up(page: &Page<'_>, case: &Case) -> Markup {
    html! {
        (summary::steps(page, if case.import.step == Step::Check { 2 } else { 3 }, Some(&case.import)))
        (flash(Tone::Overdue, &page.t("import-gave-up")))
        (summary::counts(page, &case.import.tally(), case.import.step == Step::Check, Some(html! {
            form method="post" action=(case.href("/resume")) data-once { (Button::new(page.t("import-resume")).primary().render()) }
            form method="post" action=(case.href("/cancel")) data-once { (Button::new(page.t("import-cancel")).quiet().render()) }
        })))
    }
}

fn downloads(page: &Page<'_>, case: &Case) -> Markup {
    let w = page.words();
    html! {
        @if case.import.step == Step::Run {
            (Button::new(w.t("import-download-xlsx")).icon(Icon::Export).href(case.href("/report?form=xlsx")).render())
            (Button::new(w.t("import-download-csv")).quiet().href(case.href("/report?form=csv")).render())
        }
    }
}
