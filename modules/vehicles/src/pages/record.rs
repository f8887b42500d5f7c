//! The vehicle's page: who it is, its facts with their doubts, whose it is and was, and its whole life.

use kernel::Action;
use maud::{Markup, html};
use records::{FieldKind, Row, Shown, find};
use ui::{Button, Fact, Icon, Identity, Words};
use web::records::{Call, Renderer};
use web::{Problem, Result};

use super::desk::{Desk, address};
use super::sections;
use crate::kind::VEHICLE;
use crate::vehicle::model::{Notes, notes};
use crate::vehicle::{queries, rules};
use crate::{odometer, parties, plates, visits};

/// The facts in the order of the page; the strip above shows the rest.
const FACTS: &[&str] = &[
    "brand",
    "series",
    "model",
    "model_year",
    "colour",
    "usage",
    "status",
    "delivered_on",
    "registered_on",
    "insured_until",
    "engine_no",
    "motor_nos",
    "chassis_no",
    "plate_type",
    "remark",
];

/// Most visits that the page shows.
const VISITS: i64 = 100;

/// `GET /vehicles/{vehicle}`; a fixed number of queries.
pub(super) async fn page(call: Call) -> Result<Markup> {
    let desk = Desk::new(&call);
    let (id, look, tenant, conn) = (desk.vehicle()?, call.look(), call.visitor.scope.tenant, call.app.db.read());
    let fields: Vec<_> = desk.kind().fields.iter().filter(|f| f.name != "catalogue_model").collect();
    let row = find(&look, &VEHICLE, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let stored = queries::find(conn, tenant, id).await?.ok_or_else(Problem::not_found)?;
    let may_edit = desk.can(Action::Edit) && !find::anchors(&look, &VEHICLE, id, Action::Edit).await?.is_empty();
    let parties = parties::queries::of(conn, tenant, id).await?;
    let people: Vec<_> = parties.iter().map(|p| p.customer_id).collect();
    let names = customers::lookup::names(&look, &people).await?;
    let worn = plates::queries::of(conn, tenant, id).await?;
    let readings = odometer::queries::of(conn, tenant, &[id]).await?.remove(&id).unwrap_or_default();
    let visits = visits::queries::of_vehicle(&look, id, VISITS).await?;
    let renderer = Renderer::new(&desk.page);
    let doubts = notes(stored.doubts.as_deref());
    let title = title(&row);
    let body = html! {
        (identity(&desk, &renderer, &row, &title, may_edit))
        div.record {
            div {
                (ui::Panel::new(desk.t("vehicle-facts"), facts(&desk, &renderer, &row, &doubts, &notes(stored.raw.as_deref()))).render())
                (sections::parties(&desk, id, &parties, &names, may_edit))
                (sections::plates(&desk, id, &worn, may_edit))
            }
            div {
                (sections::visits(&desk, &visits))
                (sections::odometer(&desk, id, &readings, may_edit))
            }
        }
    };
    let crumbs = vec![ui::Crumb::new(desk.t("kinds-vehicle"), "/vehicles")];
    Ok(desk.page.show(ui::Shell {
        title: format!("{title} · {}", desk.t("kind-vehicle")),
        crumbs,
        hide_title: true,
        body,
        ..ui::Shell::default()
    }))
}

/// What the page is called: the first of plate, VIN, chassis number and model of which the reader sees something.
fn title(row: &Row) -> String {
    let text = |name: &str| row.get(name).text().filter(|t| !t.is_empty());
    let masked = |name: &str| match row.get(name) {
        Shown::Masked(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    };
    let clear = || rules::title(text("plate"), text("vin"), text("chassis_no"));
    if text("plate").is_some() {
        return clear();
    }
    masked("plate")
        .or_else(|| text("vin").map(|_| clear()))
        .or_else(|| masked("vin"))
        .or_else(|| text("model").map(str::to_owned))
        .unwrap_or_else(clear)
}

fn identity(desk: &Desk<'_>, renderer: &Renderer<'_>, row: &Row, title: &str, may_edit: bool) -> Markup {
    let field = |name: &str| VEHICLE.field(name).map(|f| renderer.value(f, row.get(name), None)).unwrap_or_default();
    let has = |name: &str| matches!(row.get(name), Shown::Masked(_)) || row.get(name).value().is_some();
    let mut facts = Vec::new();
    for name in ["plate", "vin", "odometer_km", "consultant", "store"] {
        if has(name) {
            facts.push((desk.label(name).into_owned(), field(name)));
        }
    }
    let actions = Some(html! {
        @if may_edit {
            (Button::new(desk.t("vehicle-edit")).icon(Icon::Note).key("e").href(format!("{}/edit", address(row.id))).render())
        }
        (Button::new(desk.t("explain-way")).quiet().icon(Icon::Info).href(format!("{}/explanation", address(row.id))).render())
    });
    let model = [row.get("brand").text(), row.get("model").text()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Identity {
        name: title.to_owned(),
        number: model,
        icon: Some(Icon::Vehicle),
        badges: vec![field("status")],
        facts,
        actions,
    }
    .render()
}

fn facts(desk: &Desk<'_>, renderer: &Renderer<'_>, row: &Row, doubts: &Notes, raw: &Notes) -> Markup {
    let mut list = Vec::new();
    // A doubt about the plate or the VIN is shown with the facts, where there is room for its sentence.
    let own: Vec<&str> = desk.kind().custom_fields().map(|f| f.name).collect();
    for name in ["plate", "vin"].iter().filter(|n| doubts.contains_key(**n)).chain(FACTS).chain(&own) {
        let Some(field) = desk.kind().field(name) else { continue };
        let shown = row.get(name);
        if matches!(shown, Shown::Hidden) {
            continue;
        }
        let fact = match shown {
            Shown::Value(datum) if datum.is_empty() => Fact::none(desk.label(name)),
            _ => Fact::new(
                desk.label(name),
                html! { (renderer.value(field, shown, None)) (doubt(desk, shown, doubts.get(*name), raw.get(*name))) },
            ),
        };
        list.push(if *name == "remark" || matches!(field.kind, FieldKind::LongText) { fact.wide() } else { fact });
    }
    ui::facts(&list, &desk.w)
}

/// The sentence of a doubt and what was typed, for whoever sees the value itself.
fn doubt(desk: &Desk<'_>, shown: &Shown, code: Option<&String>, raw: Option<&String>) -> Markup {
    let (Some(code), Shown::Value(_)) = (code, shown) else { return html! {} };
    html! {
        p.hint {
            (ui::dot(ui::State::Due, &desk.t(code)))
            @if let Some(raw) = raw { " · " (desk.w.ta("vehicle-typed", &[("text", raw.as_str().into())])) }
        }
    }
}
