//! `/audit/viewing/{viewing_case}`: the day hour by hour, and what is said of it.

use std::collections::BTreeMap;

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Id, Instant};
use maud::{Markup, html};
use records::Input;
use ui::{Button, Column, Crumb, Fact, Panel, Row, Shell, Table, date, facts, instant};
use web::Path;
use web::viewing::{Viewed, hour, queries as counted};
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted};
use super::{found, measure, sentence, state_badge};
use crate::HOUSE_ZONE;
use crate::viewing::{self, Case, NOTE_LENGTH};

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor, Path(id): Path<Id>) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let case = found(desk, id).await?;
    let draft = Draft::of([("note", case.note.clone().unwrap_or_default())]);
    page(desk, &case, &draft).await
}

/// `POST`: `verdict` is `fine` or `follow-up`.
pub(super) async fn settle(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let case = found(desk, id).await?;
    let input: Input = posted.into_iter().collect();
    let state = input.get("verdict").and_then(viewing::State::from_name).filter(|s| *s != viewing::State::Open);
    let state = state.ok_or_else(|| Problem::bad_request("problem-bad-request"))?;
    let mut tx = app.db.write(&visitor.scope).await?;
    match viewing::settle(&mut tx, &case, state, input.get("note").unwrap_or_default()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/audit/viewing?done=viewing-{}", state.name())).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &case, &draft).await?))
        }
    }
}

async fn page(desk: &Desk<'_>, case: &Case, draft: &Draft) -> Result<Markup, Problem> {
    let judged = case.judged_by.as_deref().zip(case.judged_at);
    let mut list = vec![
        Fact::new(desk.t("kind-user"), html! { a href=(format!("/users/{}", case.user_id)) { (case.user_name) } }),
        Fact::new(desk.t("viewing-day"), date(case.day, &desk.w)),
        Fact::text(desk.t("viewing-what"), &sentence(desk, case)),
        Fact::text(desk.t("viewing-measure"), &measure(desk, case)),
        Fact::new(desk.t("viewing-state"), state_badge(desk, case)),
    ];
    if let Some((by, at)) = judged {
        list.push(Fact::new(desk.t("viewing-judged"), html! { (by) " · " (instant(at.utc(), &desk.here, &desk.w)) }));
    }
    let day = case.day;
    let audit = format!("/audit?q={}&from={day}&to={day}", case.user_id);
    let body = html! {
        (Panel::new(desk.t("viewing-case"), facts(&list, &desk.w)).render())
        (Panel::new(desk.t("viewing-hours"), hours(desk, case).await?).actions(html! {
            @if desk.visitor.scope.may("audit.view") { a.quiet-link href=(audit) { (desk.t("viewing-in-audit")) } }
        }).render())
        (Panel::new(desk.t("viewing-verdict"), verdict(desk, case, draft)).render())
    };
    let title = format!("{} · {}", case.user_name, desk.t("viewing-one"));
    let crumbs = vec![Crumb::new(desk.t("viewing-title"), "/audit/viewing")];
    Ok(desk.show(format!("/audit/viewing/{}", case.id), Shell { title, crumbs, body, ..Shell::default() }))
}

/// What was counted on the day, an hour a line.
async fn hours(desk: &Desk<'_>, case: &Case) -> Result<Markup, Problem> {
    let begins = hour(Instant::start_of(case.day, HOUSE_ZONE));
    let ends = case.day.succ_opt().map_or(begins + 24, |next| hour(Instant::start_of(next, HOUSE_ZONE)));
    let found = counted::between(desk.conn(), desk.tenant(), &[case.user_id], begins..ends).await?;
    let mut lines: BTreeMap<i64, BTreeMap<Viewed, i64>> = BTreeMap::new();
    for one in found.get(&case.user_id).into_iter().flatten() {
        *lines.entry(one.hour).or_default().entry(one.viewed).or_default() += one.many;
    }
    let zones = viewing::queries::zones(desk.conn(), desk.tenant(), [&case.path]).await?;
    let zone = zones.get(&case.path).copied().unwrap_or(HOUSE_ZONE);
    let rows = lines
        .iter()
        .map(|(at, by)| {
            let clock = viewing::clock(*at, zone);
            let mut cells = vec![html! { (format!("{clock:02}:00")) }];
            cells.extend(Viewed::ALL.map(|v| html! { (by.get(&v).copied().unwrap_or(0)) }));
            Row::new(at.to_string(), cells)
        })
        .collect();
    let mut columns = vec![Column::new(desk.t("viewing-hour"))];
    columns.extend(Viewed::ALL.map(|v| Column::new(desk.t(&format!("viewing-counted-{}", v.name()))).number()));
    let table = Table {
        caption: desk.t("viewing-hours").into(),
        columns,
        rows,
        empty: html! { p.nothing { (desk.t("viewing-hours-none")) } },
        compact: true,
        ..Table::default()
    };
    Ok(html! { (table.render(&desk.w)) p.hint { (desk.t("viewing-hours-hint")) } })
}

fn verdict(desk: &Desk<'_>, case: &Case, draft: &Draft) -> Markup {
    let note = draft.field(desk, "note", "viewing-note").max(NOTE_LENGTH).hint(desk.t("viewing-note-hint"));
    let button = |state: viewing::State, label: &str| Button::new(desk.t(label)).value("verdict", state.name());
    html! {
        form method="post" action=(format!("/audit/viewing/{}", case.id)) data-once {
            (note.textarea(draft.value("note"), 3, &desk.w))
            br;
            div.row {
                (button(viewing::State::Fine, "viewing-say-fine").primary().render())
                (button(viewing::State::FollowUp, "viewing-say-follow-up").render())
            }
        }
    }
}
