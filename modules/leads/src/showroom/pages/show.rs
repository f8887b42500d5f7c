//! `GET /visits/{visit}`: who came, how far they are, who they are.

use axum::response::Response;
use kernel::{Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Input, Row, Shown, find};
use ui::{Button, Crumb, Fact, Icon, Identity, Panel, Shell};
use web::records::{Call, Renderer};
use web::{Problem, Result};

use super::super::{Act, State, VISIT, moves, queries};
use super::board::{state_of, stay};
use super::{BOARD, address, cards, drives, label, p, sides, value, who};
use crate::pages::desk::{Desk, answer};

/// The facts in the order of the page; the strip above shows the rest.
const FACTS: [&str; 9] = ["heads", "came", "turn", "model", "sex", "age", "result", "left_at", "remark"];

/// The page.
pub(super) async fn page(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    again(&desk, call.record(&VISIT)?, &Input::default(), &[]).await
}

/// The page, with what was wrong with an act and what was typed for it; a fixed number of queries.
pub(super) async fn again(desk: &Desk<'_>, id: Id, typed: &Input, errors: &[FieldError]) -> Result<Response> {
    let (call, look) = (desk.call, desk.call.look());
    let fields: Vec<_> = VISIT.fields.iter().collect();
    let row = find(&look, &VISIT, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let visit = queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
    let edit = call.visitor.scope.can(VISIT.name, Action::Edit)
        && !find::anchors(&look, &VISIT, id, Action::Edit).await?.is_empty();
    let moved = moves::of(desk.conn(), desk.tenant(), id).await?;
    let renderer = Renderer::new(&desk.page);
    let title = who(desk, &row);
    let body = html! {
        (ui::error_summary(&desk.sentences(errors), &desk.w))
        (identity(desk, &renderer, &row, &title, edit))
        div.record {
            div {
                @if let Some(state) = state_of(&row) { (way(desk, &row, state, &moved, edit)) }
                (drives::panel(desk, &row, &visit, edit, typed, errors).await?)
                (sides::history(desk, &row, &moved))
            }
            div {
                (Panel::new(p(desk, "facts"), facts(desk, &renderer, &row)).render())
                (sides::person(desk, &row, &visit, edit, typed, errors).await?)
            }
        }
    };
    let shell = Shell {
        title: format!("{title} · {}", desk.t("kind-visit")),
        crumbs: vec![Crumb::new(desk.t("nav-showroom"), BOARD)],
        hide_title: true,
        body,
        ..Shell::default()
    };
    Ok(answer(errors, desk.page.show(shell)))
}

fn identity(desk: &Desk<'_>, renderer: &Renderer<'_>, row: &Row, title: &str, edit: bool) -> Markup {
    let facts = ["phone", "owner", "store", "arrived_at"]
        .into_iter()
        .filter_map(|name| value(renderer, row, name).map(|shown| (label(desk, name).into_owned(), shown)))
        .collect();
    let actions = html! {
        @if edit { (Button::new(p(desk, "edit")).icon(Icon::Note).key("e").href(format!("{}/edit", address(row.id))).render()) }
        (Button::new(desk.t("record-history")).quiet().icon(Icon::History).href(format!("{}/history", address(row.id))).render())
        (Button::new(desk.t("explain-way")).quiet().icon(Icon::Info).icon_only().href(format!("{}/explanation", address(row.id))).render())
    };
    Identity {
        name: title.to_owned(),
        number: row.get("number").text().unwrap_or_default().to_owned(),
        badges: value(renderer, row, "state").into_iter().collect(),
        facts,
        actions: Some(actions),
        ..Identity::default()
    }
    .render()
}

/// How far they are, and what can be done now.
fn way(desk: &Desk<'_>, row: &Row, state: State, moved: &[moves::Move], edit: bool) -> Markup {
    let reached: Vec<String> = moved.iter().map(|m| m.to_state.clone()).collect();
    let body = html! {
        (cards::steps(desk, row, state, &reached, edit, false))
        div.visit-foot {
            @if state == State::Left {
                (stay(desk, row))
                @if edit {
                    form method="post" action=(format!("{}/steps", address(row.id))) data-once {
                        (Button::new(desk.t("visit-act-resume")).icon(Icon::Undo).value("act", Act::Resume.name()).render())
                    }
                }
            } @else if edit {
                (cards::onwards(desk, row, state, false))
                (cards::leaving(desk, row, state, false))
            }
        }
    };
    Panel::new(p(desk, "steps"), body).render()
}

fn facts(desk: &Desk<'_>, renderer: &Renderer<'_>, row: &Row) -> Markup {
    let mut list = Vec::new();
    for name in FACTS {
        let Some(field) = VISIT.field(name) else { continue };
        let fact = match row.get(name) {
            Shown::Hidden => continue,
            Shown::Value(datum) if datum.is_empty() => continue,
            shown => Fact::new(label(desk, name), renderer.value(field, shown, None)),
        };
        list.push(if name == "remark" { fact.wide() } else { fact });
    }
    ui::facts(&list, &desk.w)
}
