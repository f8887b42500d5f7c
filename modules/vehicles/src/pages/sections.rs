//! The dated parts of the vehicle's page.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{Access, Id};
use maud::{Markup, html};
use ui::{Button, Column, Field, Icon, Panel, Reference, Table};

use super::desk::{Desk, address};
use crate::odometer::queries::Stored;
use crate::parties::{Party, Role};
use crate::plates::Worn;
use crate::visits::Visit;

/// From when until when, in words.
fn span(desk: &Desk<'_>, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Markup {
    let date = |day: Option<NaiveDate>| html! { @match day { Some(day) => (ui::date(day, &desk.w)), None => (desk.t("vehicle-date-unknown")) } };
    html! { (date(from)) " – " @match to { Some(_) => (date(to)), None => (desk.t("vehicle-until-now")) } }
}

fn table(desk: &Desk<'_>, caption: &str, columns: Vec<Column>, rows: Vec<ui::Row>) -> Markup {
    Table { caption: desk.t(caption).into_owned(), columns, rows, compact: true, ..Table::default() }.render(&desk.w)
}

fn today(desk: &Desk<'_>) -> Option<NaiveDate> {
    Some(desk.here.today())
}

fn in_details(desk: &Desk<'_>, label: &str, form: Markup) -> Markup {
    html! { details.fold { summary { (desk.t(label)) } (form) } }
}

fn form(desk: &Desk<'_>, id: &str, action: String, submit: &str, fields: Markup) -> Markup {
    ui::Form { id: id.into(), action, fields, submit: desk.t(submit).into_owned(), ..ui::Form::default() }
        .render(&desk.w)
}

/// Owners, drivers and payers. Only those are named whom the reader sees as customers; of others nothing is said.
pub(super) fn parties(desk: &Desk<'_>, id: Id, list: &[Party], names: &HashMap<Id, String>, may_edit: bool) -> Markup {
    let visible: Vec<&Party> = list.iter().filter(|p| names.contains_key(&p.customer_id)).collect();
    let rows = visible
        .iter()
        .map(|p| {
            let end = may_edit && p.valid_to.is_none() && p.role != Role::Owner.name();
            let row = ui::Row::new(
                p.id.to_string(),
                vec![
                    html! { a href={ "/customers/" (p.customer_id) } { (names[&p.customer_id]) } },
                    html! { (desk.t(&format!("vehicle-role-{}", p.role))) },
                    span(desk, p.valid_from, p.valid_to),
                ],
            )
            .past(p.valid_to.is_some());
            if end {
                row.actions(
                    Button::new(desk.t("vehicle-party-end"))
                        .small()
                        .quiet()
                        .post(format!("{}/parties/{}/end", address(id), p.id))
                        .render(),
                )
            } else {
                row
            }
        })
        .collect();
    let columns = vec![
        Column::new(desk.t("kind-customer")).fact(),
        Column::new(desk.t("vehicle-role")),
        Column::new(desk.t("vehicle-dates")),
    ];
    let customer = || {
        Field::new("customer", desk.t("kind-customer"))
            .required()
            .reference(&Reference { search: "/customers/picker".into(), ..Reference::default() }, &desk.w)
    };
    let body = html! {
        @if visible.is_empty() { p.hint { (desk.t("vehicle-no-parties")) } } @else { (table(desk, "vehicle-parties", columns, rows)) }
        @if may_edit {
            (in_details(desk, "vehicle-owner-change", form(desk, "owner", format!("{}/owner", address(id)), "vehicle-owner-change", html! {
                (customer())
                (Field::new("on", desk.t("vehicle-on")).required().id("owner-on").date(today(desk), &desk.w))
            })))
            (in_details(desk, "vehicle-party-add", form(desk, "party", format!("{}/parties", address(id)), "vehicle-party-add", html! {
                (Field::new("customer", desk.t("kind-customer")).required().id("party-customer").reference(&Reference { search: "/customers/picker".into(), ..Reference::default() }, &desk.w))
                (Field::new("role", desk.t("vehicle-role")).select(&[Role::Driver, Role::Payer].map(|r| ui::Choice::new(r.name(), desk.t(&format!("vehicle-role-{}", r.name())))), "driver", &desk.w))
                (Field::new("on", desk.t("vehicle-on")).id("party-on").date(today(desk), &desk.w))
            })))
        }
    };
    Panel::new(desk.t("vehicle-parties"), body).id("parties").render()
}

/// Plates, as openly as the field `plate` is shown.
pub(super) fn plates(desk: &Desk<'_>, id: Id, list: &[Worn], may_edit: bool) -> Markup {
    let access = desk.access("plate");
    if access == Access::Hidden {
        return html! {};
    }
    let shown = |plate: &str| match access {
        Access::Shown => ui::plate(plate, ui::PlateKind::guess(plate)),
        _ => ui::masked(&identifiers::plate::mask(plate), None, &desk.w),
    };
    let rows = list
        .iter()
        .map(|p| {
            ui::Row::new(p.id.to_string(), vec![shown(&p.plate), span(desk, p.valid_from, p.valid_to)])
                .past(p.valid_to.is_some())
        })
        .collect();
    let columns = vec![Column::new(desk.label("plate")).fact(), Column::new(desk.t("vehicle-dates"))];
    let taken = [("refuse", "vehicle-taken-refuse"), ("bare", "vehicle-taken-bare"), ("swap", "vehicle-taken-swap")]
        .map(|(value, key)| ui::Choice::new(value, desk.t(key)));
    let body = html! {
        @if list.is_empty() { p.hint { (desk.t("vehicle-no-plate")) } } @else { (table(desk, "vehicle-plates", columns, rows)) }
        @if may_edit && access == Access::Shown {
            (in_details(desk, "vehicle-plate-change", form(desk, "plate", format!("{}/plate", address(id)), "vehicle-plate-change", html! {
                (Field::new("plate", desk.label("plate")).hint(desk.t("vehicle-plate-empty")).watch("/vehicles/check/plate").complete("off").code("", &desk.w))
                (Field::new("on", desk.t("vehicle-on")).id("plate-on").date(today(desk), &desk.w))
                (Field::new("taken", desk.t("vehicle-taken")).radio(&taken, "refuse", &desk.w))
            })))
        }
    };
    Panel::new(desk.t("vehicle-plates"), body).id("plates").render()
}

/// What the odometer showed, newest first.
pub(super) fn odometer(desk: &Desk<'_>, id: Id, list: &[Stored], may_edit: bool) -> Markup {
    if desk.access("odometer_km") != Access::Shown {
        return html! {};
    }
    let remark = |r: &Stored| {
        html! {
            @if r.replaced { (ui::tag(&desk.t("vehicle-odometer-replaced"))) " " }
            @if let Some(doubt) = &r.doubt { (ui::dot(ui::State::Due, &desk.t(doubt))) }
        }
    };
    let rows = list
        .iter()
        .rev()
        .take(50)
        .map(|r| {
            let cells = vec![
                ui::date(r.read_on, &desk.w),
                html! { (ui::grouped(r.km)) " km" },
                html! { (desk.t(&format!("vehicle-source-{}", r.source))) },
                remark(r),
            ];
            ui::Row::new(r.id.to_string(), cells)
        })
        .collect();
    let columns = vec![
        Column::new(desk.t("vehicle-day")).fact(),
        Column::new(desk.label("odometer_km")).number().fact(),
        Column::new(desk.t("vehicle-source")),
        Column::new(desk.t("vehicle-doubt")),
    ];
    let body = html! {
        @if list.is_empty() { p.hint { (desk.t("vehicle-no-readings")) } } @else { (table(desk, "vehicle-odometer", columns, rows)) }
        @if may_edit {
            (in_details(desk, "vehicle-odometer-record", form(desk, "odometer", format!("{}/odometer", address(id)), "vehicle-odometer-record", html! {
                (Field::new("km", desk.label("odometer_km")).required().measure("", "km", &desk.w))
                (Field::new("on", desk.t("vehicle-on")).id("odometer-on").date(today(desk), &desk.w))
                (Field::new("replaced", desk.t("vehicle-odometer-replaced")).checkbox(false, &desk.w))
            })))
        }
    };
    Panel::new(desk.t("vehicle-odometer"), body).id("odometer-readings").render()
}

/// The whole life: visits at every store in the reader's reach.
pub(super) fn visits(desk: &Desk<'_>, list: &[Visit]) -> Markup {
    let entries: Vec<ui::Entry> = list
        .iter()
        .map(|v| {
            let (icon, kind) = if v.kind == "sales" {
                (Icon::Sale, "vehicle-visit-sales")
            } else {
                (Icon::Workshop, "vehicle-visit-service")
            };
            let facts: Vec<String> =
                [v.km.map(|km| format!("{} km", ui::grouped(km))), v.amount.map(ui::money), v.number.clone()]
                    .into_iter()
                    .flatten()
                    .collect();
            let entry = ui::Entry::new(
                v.at.utc(),
                icon,
                desk.t(kind),
                v.adviser.clone().unwrap_or_default(),
                html! { (v.work.as_deref().unwrap_or_default()) },
            );
            entry.place(v.store_name.clone()).body(html! { (facts.join(" · ")) })
        })
        .collect();
    let body = html! {
        @if list.is_empty() { p.hint { (desk.t("vehicle-no-visits")) } } @else { (ui::timeline(&entries, None, None, &desk.here, &desk.w)) }
    };
    Panel::new(desk.t("vehicle-life"), body).id("life").render()
}
