//! What opportunities hang on the customer's page: the panel with the open one, and the way to open one.

use async_trait::async_trait;
use customers::seams::{OpenItem, Panel, Shown};
use kernel::{Action, DbError, Id};
use maud::{Markup, html};
use records::filter::Today;
use records::policy::Look;
use records::{Filter, ListError, ListQuery, Op, Row};
use ui::{Button, Column, Icon, Table, Words};
use web::Page;
use web::records::{Renderer, labels};

use crate::kind::OPPORTUNITY;
use crate::opportunity::State;
use crate::pages::desk::{address, code_of};

/// The panel 商机: the customer's opportunities, as far as the visitor sees them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opportunities;

/// The columns of the panel.
const COLUMNS: [&str; 7] = ["number", "level", "stage", "models", "amount", "next_on", "state"];

/// Where a contact is logged, below the page of an opportunity.
const CONTACT: &str = "#follow-up";

/// Most that the panel shows.
const MOST: usize = 8;

#[async_trait]
impl Panel for Opportunities {
    fn title(&self) -> &'static str {
        "kinds-opportunity"
    }

    async fn show(&self, page: &Page<'_>, customer: Id) -> Result<Shown, DbError> {
        let scope = &page.visitor.scope;
        if !scope.can(OPPORTUNITY.name, Action::See) {
            return Ok(Shown::default());
        }
        let rows = of_customer(page, customer).await?;
        let reach = scope.reach(OPPORTUNITY.name, Action::Edit);
        let open = rows.iter().filter(|row| code_of(row, "state") == Some(State::Open.name())).map(|row| OpenItem {
            label: "kind-opportunity",
            text: row.get("number").text().unwrap_or_default().to_owned(),
            href: address(row.id, ""),
            contact: row
                .place
                .store
                .filter(|_| reach.covers(&row.place))
                .map(|store| (store, format!("{}{CONTACT}", address(row.id, "")))),
        });
        Ok(Shown { open: open.collect(), panel: Some(panel(page, customer, &rows)) })
    }
}

fn panel(page: &Page<'_>, customer: Id, rows: &[Row]) -> Markup {
    let (renderer, w) = (Renderer::new(page), page.words());
    let lines = rows.iter().map(|row| {
        let cells = row.cells.iter().enumerate().map(|(n, (field, shown))| match n {
            0 => renderer.name(field, shown),
            _ => renderer.value(field, shown, None),
        });
        let name = row.get("number").text().unwrap_or_default().to_owned();
        ui::Row::new(row.id.to_string(), cells.collect()).href(address(row.id, ""), name)
    });
    let columns = COLUMNS.iter().enumerate().map(|(n, field)| {
        let column = Column::new(page.t(&OPPORTUNITY.label(field)));
        if (1..=2).contains(&n) { column.fact() } else { column }
    });
    // Whether one is open is known only where all that is live is seen.
    let live =
        rows.iter().any(|row| matches!(code_of(row, "state"), Some("open" | "defeat_pending" | "dormant" | "pool")));
    let table = Table {
        caption: w.t("kinds-opportunity").into_owned(),
        columns: columns.collect(),
        rows: lines.collect(),
        compact: true,
        ..Table::default()
    };
    html! {
        @if rows.is_empty() { p.hint { (page.t("opportunity-panel-empty")) } } @else { (table.render(&w)) }
        @if !live && page.visitor.scope.can(OPPORTUNITY.name, Action::Create) {
            p { (Button::new(page.t("opportunity-open")).small().icon(Icon::Plus).href(format!("/opportunities/new?customer={customer}")).render()) }
        }
    }
}

/// The customer's opportunities under the visitor's policy, the newest first; one query.
pub(crate) async fn of_customer(page: &Page<'_>, customer: Id) -> Result<Vec<Row>, DbError> {
    let zone = labels::zone(page.app, page.visitor);
    let today = Today { date: page.app.db.clock.now().date_in(zone), zone };
    let mut query = ListQuery::new(&OPPORTUNITY, today);
    query.fields = COLUMNS.iter().filter_map(|name| OPPORTUNITY.field(name)).collect();
    query.filters = vec![Filter::new("customer", Op::Eq, &[&customer.to_string()])];
    query.limit = MOST;
    match records::list(&Look::at(&page.app.db, &page.visitor.scope), &page.app.registry, &query).await {
        Ok(found) => Ok(found.rows),
        Err(ListError::Database(error)) => Err(error),
        // Whose opportunities are is hidden from the visitor: the panel is empty.
        Err(_) => Ok(Vec::new()),
    }
}
