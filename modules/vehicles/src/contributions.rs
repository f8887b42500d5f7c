//! What vehicles hang on the customer's page: the panel of their cars, and insurance that ends soon.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::Days;
use customers::seams::{CarHolders, Evidence, OpenItem, Panel, Shown};
use kernel::{Action, DbError, Id, Tx};
use matching::Role;
use maud::{Markup, html};
use records::filter::Today;
use records::import::Key;
use records::policy::Look;
use records::{Datum, ListError, ListQuery, Row};
use ui::{Button, Column, Icon, Table, Words};
use web::Page;
use web::records::{Renderer, labels};

use crate::kind::VEHICLE;
use crate::parties::queries as parties;
use crate::vehicle::queries::cars_of;

/// How many days before its end an insurance is something open: renewal is talked of two months ahead.
const INSURANCE_DAYS: u64 = 60;

/// Plates and VINs of the cars customers own or drive today: whoever comes with the same car may be the same person
/// (CUS-07).
#[derive(Clone, Copy, Debug, Default)]
pub struct Plates;

#[async_trait]
impl Evidence for Plates {
    async fn of(&self, tx: &Tx<'_>, customers: &[Id]) -> Result<Vec<(Id, Role, String)>, DbError> {
        let mut found = Vec::new();
        for car in cars_of(tx.conn(), tx.tenant(), customers).await? {
            found.extend(car.plate.map(|plate| (car.customer_id, Role::Plate, plate)));
            found.extend(car.vin.map(|vin| (car.customer_id, Role::Vin, vin)));
        }
        Ok(found)
    }
}

#[async_trait]
impl CarHolders for Plates {
    async fn of(&self, tx: &Tx<'_>, keys: &[(Key, String)]) -> Result<Vec<(Key, String, Id)>, DbError> {
        let mut found = Vec::new();
        for kind in [Key::Vin, Key::Plate] {
            let texts: Vec<&str> = keys.iter().filter(|(key, _)| *key == kind).map(|(_, text)| text.as_str()).collect();
            let owners = parties::owners_by(tx.conn(), tx.tenant(), kind, &texts).await?;
            found.extend(owners.into_iter().map(|(text, owner)| (kind, text, owner)));
        }
        Ok(found)
    }
}

/// The panel 车辆: the customer's cars of today, as far as the visitor sees them; and insurance of theirs that ends within
/// 60 days.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cars;

/// The columns of the panel.
const COLUMNS: [&str; 4] = ["plate", "vin", "model", "odometer_km"];

#[async_trait]
impl Panel for Cars {
    fn title(&self) -> &'static str {
        "kinds-vehicle"
    }

    async fn show(&self, page: &Page<'_>, customer: Id) -> Result<Shown, DbError> {
        if !page.visitor.scope.can(VEHICLE.name, Action::See) {
            return Ok(Shown::default());
        }
        let (rows, roles) = cars(page, customer).await?;
        Ok(Shown { panel: Some(panel(page, customer, &rows, &roles)), open: insurance_due(page, &rows) })
    }
}

fn panel(page: &Page<'_>, customer: Id, rows: &[Row], roles: &Roles) -> Markup {
    let (renderer, w) = (Renderer::new(page), page.words());
    let role = |row: &Row| {
        roles.get(&row.id).map(|list| {
            list.iter().map(|r| w.t(&format!("vehicle-role-{r}")).into_owned()).collect::<Vec<_>>().join(" · ")
        })
    };
    let lines = rows
        .iter()
        .map(|row| {
            let shown = row.cells.iter().filter(|(f, _)| COLUMNS.contains(&f.name)).enumerate();
            let mut cells: Vec<Markup> = shown
                .map(|(at, (f, shown))| if at == 0 { renderer.name(f, shown) } else { renderer.value(f, shown, None) })
                .collect();
            cells.push(html! { (role(row).unwrap_or_default()) });
            ui::Row::new(row.id.to_string(), cells).href(format!("/vehicles/{}", row.id), name(row))
        })
        .collect();
    let mut columns: Vec<Column> = COLUMNS.iter().map(|f| Column::new(page.t(&VEHICLE.label(f)))).collect();
    columns.push(Column::new(page.t("vehicle-role")).fact());
    html! {
        @if rows.is_empty() { p.hint { (page.t("vehicle-panel-empty")) } }
        @else { (Table { caption: page.t("kinds-vehicle").into_owned(), columns, rows: lines, compact: true, ..Table::default() }.render(&w)) }
        @if page.visitor.scope.can(VEHICLE.name, Action::Create) {
            p { (Button::new(page.t("vehicle-add")).small().icon(Icon::Plus).href(format!("/vehicles/new?customer={customer}")).render()) }
        }
    }
}

/// What a car is called here: its plate, else its model.
fn name(row: &Row) -> &str {
    row.get("plate").text().or(row.get("model").text()).unwrap_or_default()
}

fn insurance_due(page: &Page<'_>, rows: &[Row]) -> Vec<OpenItem> {
    let day = today(page).date;
    let soon = day.checked_add_days(Days::new(INSURANCE_DAYS));
    let due = rows.iter().filter_map(|row| match row.get("insured_until").value() {
        Some(Datum::Date(until)) if *until >= day && Some(*until) <= soon => Some(OpenItem {
            label: "vehicle-insurance-due",
            text: format!("{} {until}", name(row)),
            href: format!("/vehicles/{}", row.id),
            contact: None,
        }),
        _ => None,
    });
    due.collect()
}

fn today(page: &Page<'_>) -> Today {
    let zone = labels::zone(page.app, page.visitor);
    Today { date: page.app.db.clock.now().date_in(zone), zone }
}

/// Roles of a customer by car.
pub(crate) type Roles = HashMap<Id, Vec<String>>;

/// The customer's cars of today under the visitor's policy, and what the customer is to each; two queries.
pub(crate) async fn cars(page: &Page<'_>, customer: Id) -> Result<(Vec<Row>, Roles), DbError> {
    let scope = &page.visitor.scope;
    let look = Look::at(&page.app.db, scope);
    let mut roles = Roles::new();
    for party in parties::of_customers(look.conn, scope.tenant, &[customer]).await? {
        roles.entry(party.vehicle_id).or_default().push(party.role);
    }
    if roles.is_empty() {
        return Ok((Vec::new(), roles));
    }
    let mut query = ListQuery::new(&VEHICLE, today(page));
    query.fields = COLUMNS.iter().chain(&["insured_until"]).filter_map(|name| VEHICLE.field(name)).collect();
    query.ids = Some(roles.keys().copied().collect());
    query.limit = 50;
    match records::list(&look, &page.app.registry, &query).await {
        Ok(found) => Ok((found.rows, roles)),
        Err(ListError::Database(error)) => Err(error),
        // Sees no vehicle, or not in this order: the panel is empty.
        Err(_) => Ok((Vec::new(), roles)),
    }
}
