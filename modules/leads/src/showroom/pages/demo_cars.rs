//! `/demo-cars`: the demo cars of a store.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Id, Tx};
use maud::html;
use records::commands::FieldError;
use records::{Input, Refusal};
use ui::{Button, Column, Crumb, Empty, Form, Panel, Row, Shell, Table};
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::super::drives::cars;
use super::{BOARD, p};
use crate::pages::desk::{Desk, answer, mendable, typed};

const PATH: &str = "/demo-cars";

/// `GET /demo-cars`.
pub(super) async fn page(call: Call) -> Result<Response> {
    again(&Desk::new(&call), &Input::default(), &[]).await
}

/// The store that is looked at: cars are a store's.
fn store(desk: &Desk<'_>) -> Option<Id> {
    desk.call.visitor.store.or(desk.call.visitor.scope.powers.home_store)
}

async fn again(desk: &Desk<'_>, input: &Input, errors: &[FieldError]) -> Result<Response> {
    let found = match store(desk) {
        Some(store) => customers::places::store(desk.conn(), desk.tenant(), &store.to_string()).await?,
        None => None,
    };
    let scope = &desk.call.visitor.scope;
    let found = found.filter(|store| cars::may_settle(scope, store.id, &store.path));
    let body = match &found {
        None => Empty::new(p(desk, "cars-which-store"), p(desk, "cars-which-store-text")).render(),
        Some(store) => {
            let all = cars::of(desk.conn(), desk.tenant(), store.id).await?;
            html! {
                (ui::error_summary(&desk.sentences(errors), &desk.w))
                div.record {
                    div { (table(desk, &all)) }
                    div { (Panel::new(p(desk, "car-new"), form(desk, input, errors)).render()) }
                }
            }
        }
    };
    let crumbs = vec![Crumb::new(desk.t("nav-showroom"), BOARD)];
    let shell = Shell { title: p(desk, "cars").into_owned(), crumbs, body, ..Shell::default() };
    Ok(answer(errors, desk.page.show(shell)))
}

fn table(desk: &Desk<'_>, all: &[cars::DemoCar]) -> maud::Markup {
    let rows = all.iter().map(|car| {
        let key = if car.active { "car-rest" } else { "car-drive" };
        let act = html! {
            form method="post" action={ (PATH) "/activity" } data-once {
                input type="hidden" name="car" value=(car.id);
                input type="hidden" name="active" value=(!car.active);
                (Button::new(p(desk, key)).small().render())
            }
        };
        let gearbox = p(desk, if car.automatic { "car-automatic" } else { "car-manual" });
        let cells = vec![
            ui::plate(&car.plate, ui::PlateKind::guess(&car.plate)),
            html! { b { (car.model) } },
            html! { (gearbox) },
            act,
        ];
        Row::new(car.id.to_string(), cells).past(!car.active)
    });
    let rows: Vec<Row> = rows.collect();
    Table {
        caption: p(desk, "cars").into_owned(),
        columns: vec![
            Column::new(desk.t("demo-car-plate")),
            Column::new(desk.t("demo-car-model")).fact(),
            Column::new(desk.t("demo-car-automatic")),
            Column::new(p(desk, "car-rest")).hide_label().fact(),
        ],
        empty: match rows.is_empty() {
            true => Empty::new(p(desk, "cars-empty"), p(desk, "cars-empty-text")).render(),
            false => html! {},
        },
        rows,
        ..Table::default()
    }
    .render(&desk.w)
}

fn form(desk: &Desk<'_>, input: &Input, errors: &[FieldError]) -> maud::Markup {
    let text = |name: &str| input.get(name).unwrap_or_default();
    let automatic = input.get("plate").is_none() || text("automatic") == "true";
    let form = Form {
        id: "demo-car".into(),
        action: PATH.into(),
        fields: html! {
            (desk.field("plate", desk.t("demo-car-plate"), errors).required().text(text("plate"), &desk.w))
            (desk.field("model", desk.t("demo-car-model"), errors).required().max(60).text(text("model"), &desk.w))
            (desk.field("automatic", p(desk, "car-automatic"), errors).checkbox(automatic, &desk.w))
        },
        submit: p(desk, "car-add").into_owned(),
        ..Form::default()
    };
    form.render(&desk.w)
}

/// `POST /demo-cars`.
pub(super) async fn add(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let input = typed(&form, &["plate", "model", "automatic"]);
    let store = store(&desk).ok_or_else(Problem::not_found)?;
    let text = |name: &str| input.get(name).unwrap_or_default();
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = cars::add(&mut tx, store, text("plate"), text("model"), text("automatic") == "true").await;
    finish(&desk, tx, &input, done.map(drop)).await
}

/// `POST /demo-cars/activity`.
pub(super) async fn set_active(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let store = store(&desk).ok_or_else(Problem::not_found)?;
    let car = form.get("car").and_then(|car| car.parse().ok()).ok_or_else(Problem::not_found)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = cars::set_active(&mut tx, store, car, form.get("active") == Some("true")).await;
    finish(&desk, tx, &Input::default(), done).await
}

async fn finish(
    desk: &Desk<'_>,
    tx: Tx<'_>,
    input: &Input,
    done: std::result::Result<(), Refusal>,
) -> Result<Response> {
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(PATH).into_response())
        }
        Err(refusal) => {
            drop(tx);
            again(desk, input, &mendable(refusal)?).await
        }
    }
}
