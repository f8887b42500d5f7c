//! `/audit/viewing`: what was unusual about how much people looked at, and what became of it (SYS-09).

mod case;
mod list;

use kernel::Id;
use web::{Problem, Routes};

use super::Desk;
use crate::powers::Domain;
use crate::viewing::{ACCESS, CAPABILITIES, Case, queries};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/audit/viewing", ACCESS, list::show)
        .get("/audit/viewing/{viewing_case}", ACCESS, case::show)
        .post("/audit/viewing/{viewing_case}", ACCESS, case::settle)
}

/// The paths of the places that the visitor looks after.
async fn paths(desk: &Desk<'_>) -> Result<Vec<String>, Problem> {
    let mut paths = Vec::new();
    for capability in CAPABILITIES {
        let domain: Domain = desk.domain(capability).await?;
        paths.extend(domain.paths().map(str::to_owned));
    }
    Ok(paths)
}

/// A case of someone there. One's own is not there.
async fn found(desk: &Desk<'_>, id: Id) -> Result<Case, Problem> {
    let case = queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
    let covered = paths(desk).await?.iter().any(|path| case.path.starts_with(path.as_str()));
    // Whoever looks as someone else judges neither theirs nor their own.
    let own = desk.visitor.scope.author().user() == Some(case.user_id) || desk.visitor.user() == Some(case.user_id);
    if covered && !own { Ok(case) } else { Err(Problem::not_found()) }
}

/// What is unusual, in a sentence.
fn sentence(desk: &Desk<'_>, case: &Case) -> String {
    let Some(what) = case.what() else { return case.what.clone() };
    desk.ta(&format!("viewing-what-{}", what.name()), &[("counted", case.counted.into())])
}

/// What it was measured by, in a sentence.
fn measure(desk: &Desk<'_>, case: &Case) -> String {
    match case.usual {
        Some(usual) => desk.ta("viewing-usual", &[("usual", usual.into()), ("allowed", case.allowed.into())]),
        None => desk.ta("viewing-allowed", &[("allowed", case.allowed.into())]),
    }
}

fn state_badge(desk: &Desk<'_>, case: &Case) -> maud::Markup {
    use crate::viewing::State;
    let mark = match case.state() {
        State::Open => ui::State::Due,
        State::FollowUp => ui::State::Overdue,
        State::Fine => ui::State::Done,
    };
    ui::badge(mark, &desk.t(&format!("viewing-state-{}", case.state().name())))
}
