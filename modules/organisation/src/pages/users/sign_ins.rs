//! Someone's sessions and tokens, and ending them.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::Refusal;
use ui::{Button, Column, Panel, Row, Table, ago, instant};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::Desk;
use super::super::draft::act;
use super::manageable;
use crate::sessions::{self, revoke_session};
use crate::tokens::{self, revoke_token};

pub(super) async fn panels(desk: &Desk<'_>, user: Id) -> Result<Markup, Problem> {
    let now = desk.app.db.clock.now();
    let list = sessions::queries::of_user(desk.conn(), desk.tenant(), user).await?;
    let session_rows = list
        .iter()
        .filter(|s| s.is_live(now))
        .map(|s| {
            let own = desk.visitor.session == Some(s.id);
            let end = Button::new(desk.t("admin-session-end")).quiet().small();
            let cells = vec![
                html! {
                    (s.agent.as_deref().map_or_else(|| desk.t("me-session-unknown").into_owned(), sessions::device))
                    @if own { " " (ui::tag(&desk.t("me-session-this"))) }
                },
                html! { (s.address.as_deref().unwrap_or("–")) },
                html! { (ago(s.last_seen_at.utc(), &desk.here, &desk.w)) },
                html! { @if !own { (act(&format!("/users/{user}/sessions/{}/revocation", s.id), &[], &end)) } },
            ];
            Row::new(s.id.to_string(), cells)
        })
        .collect();
    let token_rows = tokens::queries::of_user(desk.conn(), desk.tenant(), user)
        .await?
        .iter()
        .map(|t| {
            let end = Button::new(desk.t("token-end")).quiet().small();
            let used = match t.last_used_at {
                Some(at) => ago(at.utc(), &desk.here, &desk.w),
                None => html! { (desk.t("token-never-used")) },
            };
            let ends = match t.expires_at {
                Some(at) => instant(at.utc(), &desk.here, &desk.w),
                None => html! { (desk.t("token-never-ends")) },
            };
            let cells = vec![
                html! { (t.name) },
                used,
                ends,
                act(&format!("/users/{user}/tokens/{}/revocation", t.id), &[], &end),
            ];
            Row::new(t.id.to_string(), cells).past(t.expires_at.is_some_and(|end| end <= now))
        })
        .collect();
    let tools = || Column::new(desk.t("ui-actions")).hide_label().fact();
    let session_columns = vec![
        Column::new(desk.t("me-session-browser")),
        Column::new(desk.t("me-session-address")).fact(),
        Column::new(desk.t("me-session-seen")).fact(),
        tools(),
    ];
    let token_columns = vec![
        Column::new(desk.t("token-name")),
        Column::new(desk.t("token-used")).fact(),
        Column::new(desk.t("token-ends")),
        tools(),
    ];
    Ok(html! {
        (list_panel(desk, "me-sessions", "admin-sessions-none", "sessions", session_columns, session_rows))
        (list_panel(desk, "me-tokens", "me-tokens-none", "tokens", token_columns, token_rows))
    })
}

fn list_panel(desk: &Desk<'_>, title: &str, none: &str, id: &str, columns: Vec<Column>, rows: Vec<Row>) -> Markup {
    let empty = html! { p.nothing { (desk.t(none)) } };
    let table = Table { caption: desk.t(title).into(), columns, rows, empty, compact: true, ..Table::default() };
    Panel::new(desk.t(title), table.render(&desk.w)).id(id).render()
}

/// `POST /users/{user}/sessions/{session}/revocation`
pub(super) async fn end_session(
    State(app): State<Shared>,
    visitor: Visitor,
    Path((user, session)): Path<(Id, Id)>,
) -> Result<Response, Problem> {
    manageable(&Desk::new(&app, &visitor), user).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    gone_is_fine(revoke_session(&mut tx, user, session).await)?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/users/{user}?done=session-ended#sessions")).into_response())
}

/// `POST /users/{user}/tokens/{token}/revocation`
pub(super) async fn end_token(
    State(app): State<Shared>,
    visitor: Visitor,
    Path((user, token)): Path<(Id, Id)>,
) -> Result<Response, Problem> {
    manageable(&Desk::new(&app, &visitor), user).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    gone_is_fine(revoke_token(&mut tx, user, token).await)?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/users/{user}?done=token-ended#tokens")).into_response())
}

/// A second click finds nothing left to end.
fn gone_is_fine(done: Result<(), Refusal>) -> Result<(), Refusal> {
    match done {
        Err(Refusal::NotFound) => Ok(()),
        other => other,
    }
}
