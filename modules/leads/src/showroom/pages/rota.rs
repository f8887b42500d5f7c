//! The rota beside the board, and settling it.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::Refusal;
use ui::{Button, Panel, State};
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::super::rota;
use super::{BOARD, board, p};
use crate::pages::desk::{Desk, mendable};

/// Whose turn it is in a store, for those who work there or settle it.
pub(super) async fn panel(desk: &Desk<'_>, store: Option<Id>) -> Result<Markup> {
    let Some(store) = store else { return Ok(html! {}) };
    let found = customers::places::store(desk.conn(), desk.tenant(), &store.to_string()).await?;
    let Some(found) = found else { return Ok(html! {}) };
    let scope = &desk.call.visitor.scope;
    let settles = rota::may_settle(scope, store, &found.path);
    if !settles && !crate::lead::places::works_at(scope, store) {
        return Ok(html! {});
    }
    let slots = rota::of(desk.conn(), desk.tenant(), store, desk.here.today()).await?;
    let next = rota::next(&slots);
    let body = html! {
        @if slots.is_empty() { p.nothing { (p(desk, "rota-empty")) } }
        ol.rota {
            @for slot in &slots {
                li.is-absent[slot.absent] {
                    span.rota-name { (slot.name) }
                    @if slot.absent { (ui::dot(State::Past, &p(desk, "absent"))) }
                    @else if next == Some(slot.person) { (ui::badge(State::Accent, &p(desk, "next"))) }
                    @if settles { (settling(desk, store, slot)) }
                }
            }
        }
    };
    Ok(Panel::new(p(desk, "rota"), body).render())
}

fn settling(desk: &Desk<'_>, store: Id, slot: &rota::Slot) -> Markup {
    let at = |what: &str| format!("{BOARD}/rota/{}/{what}", slot.person);
    let key = if slot.absent { "present" } else { "set-absent" };
    html! {
        span.rota-acts {
            @if !slot.absent {
                form method="post" action=(at("turn")) data-once {
                    input type="hidden" name="store" value=(store);
                    (Button::new(p(desk, "to-end")).small().quiet().render())
                }
            }
            form method="post" action=(at("absence")) data-once {
                input type="hidden" name="store" value=(store);
                input type="hidden" name="absent" value=(!slot.absent);
                (Button::new(p(desk, key)).small().quiet().render())
            }
        }
    }
}

/// `POST /showroom/rota/{user}/turn`.
pub(super) async fn turn(call: Call, form: Pairs) -> Result<Response> {
    let (store, person) = (store(&form)?, call.id("user")?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = rota::pass(&mut tx, store, person).await;
    finish(&call, tx, done).await
}

/// `POST /showroom/rota/{user}/absence`.
pub(super) async fn absence(call: Call, form: Pairs) -> Result<Response> {
    let (store, person) = (store(&form)?, call.id("user")?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = rota::set_absent(&mut tx, store, person, form.get("absent") == Some("true")).await;
    finish(&call, tx, done).await
}

fn store(form: &Pairs) -> Result<Id> {
    form.get("store").and_then(|store| store.parse().ok()).ok_or_else(Problem::not_found)
}

async fn finish(call: &Call, tx: kernel::Tx<'_>, done: std::result::Result<(), Refusal>) -> Result<Response> {
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(BOARD).into_response())
        }
        Err(refusal) => {
            drop(tx);
            board::again(&Desk::new(call), &mendable(refusal)?).await
        }
    }
}
