//! `/customers/{customer}/merges/{merge}`: what became one, and the way back.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use ui::{Button, Fact, Icon, Panel, Shell, State, flash};
use web::Problem;
use web::records::Call;

use super::{crumbs, load};
use crate::merge::{self, Conflict, Merge};
use crate::pages::desk::{Desk, address};
use crate::pages::record::Record;

/// The merge.
pub(in crate::pages) async fn show(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let record = load(&desk, desk.customer()?).await?;
    let merge = find(&desk, &record).await?;
    let left = merge::conflicts(&desk.look(), &merge).await?;
    let body = html! {
        (banner(&desk, &record, &merge))
        (Panel::new(desk.p("merge-what"), facts(&desk, &merge)).render())
        @if merge.undone_at.is_none() {
            @if !left.is_empty() { (Panel::new(desk.p("merge-left"), html! { p { (desk.p("merge-left-text")) } (list(&desk, &record, &left)) }).render()) }
            (actions(&desk, &record, &merge))
        } @else {
            p { (Button::new(desk.p("merge-open")).primary().href(address(record.id, "")).render()) " "
                a.button href=(address(merge.absorbed_id, "")) { (merge.absorbed_number) } }
        }
    };
    let name = record.name(&desk);
    let title = desk.pa("merge-title", &[("name", name.clone().into())]);
    Ok(desk
        .page
        .show(Shell { title, crumbs: crumbs(&desk, record.id, name), body, ..Shell::default() })
        .into_response())
}

/// Undoes it; a second time is told so.
pub(in crate::pages) async fn undo(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let record = load(&desk, desk.customer()?).await?;
    let merge = find(&desk, &record).await?;
    if merge.undone_at.is_none() {
        let mut tx = call.app.db.write(&call.visitor.scope).await?;
        merge::undo(&mut tx, &desk.seams(), merge.id).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(&address(merge.survivor_id, &format!("merges/{}", merge.id))).into_response())
}

/// The merge that the address names, if this file has to do with it.
async fn find(desk: &Desk<'_>, record: &Record) -> Result<Merge, Problem> {
    let look = desk.look();
    let found = merge::find(look.conn, look.scope.tenant, desk.call.id("merge")?).await?;
    found.filter(|m| m.keeper_id == record.id).ok_or_else(Problem::not_found)
}

fn banner(desk: &Desk<'_>, record: &Record, merge: &Merge) -> Markup {
    let args = [("number", merge.absorbed_number.clone().into()), ("name", record.name(desk).into())];
    match &merge.undone_by_name {
        Some(_) => flash(State::Done, &desk.pa("merge-undone-text", &args)),
        None => flash(State::Done, &desk.pa("merge-done", &args)),
    }
}

fn facts(desk: &Desk<'_>, merge: &Merge) -> Markup {
    let when = |at: kernel::Instant| ui::instant(at.utc(), &desk.here, &desk.words);
    let mut list = vec![
        Fact::new(desk.p("merge-by"), html! { (merge.by_name) " · " (when(merge.at)) }),
        Fact::text(desk.p("reason"), merge.reason.as_deref().unwrap_or_default()),
    ];
    if let (Some(by), Some(at)) = (&merge.undone_by_name, merge.undone_at) {
        list.push(Fact::new(desk.p("merge-undone"), html! { (by) " · " (when(at)) }));
    }
    ui::facts(&list, &desk.words)
}

/// What would stay as it stands.
fn list(desk: &Desk<'_>, record: &Record, left: &[Conflict]) -> Markup {
    let hidden = |field: &str| desk.hidden(field);
    html! {
        ul.lines {
            @for conflict in left.iter().filter(|c| !hidden(c.field)) {
                // Of a store out of reach nothing is told.
                @if conflict.store.is_none() || record.store_name(conflict.store).is_some() {
                    li { (desk.label(conflict.field)) @if let Some(store) = record.store_name(conflict.store) { " · " (store) } }
                }
            }
        }
    }
}

fn actions(desk: &Desk<'_>, record: &Record, merge: &Merge) -> Markup {
    html! {
        div.row {
            (Button::new(desk.p("merge-open")).primary().href(address(record.id, "")).render())
            @if merge.keeper_id == merge.survivor_id {
                form method="post" action=(address(record.id, &format!("merges/{}/undo", merge.id))) data-once {
                    (Button::new(desk.p("merge-undo")).icon(Icon::Undo).render())
                }
            } @else { p.hint { (desk.t("customer-merge-later")) } }
        }
    }
}
