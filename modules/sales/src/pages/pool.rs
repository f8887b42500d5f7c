//! `/opportunities/pool`: second chances of the store where the visitor works — what was given to the pool, and who was
//! lost a while ago. A colleague who takes one up gets the customer with it; until then the name stays masked.

use axum::response::{IntoResponse, Response};
use kernel::scope::Place;
use kernel::{Action, Id};
use maud::{Markup, html};
use ui::{Button, Column, Empty, Row, Shell, State, Table};
use web::Result;
use web::records::Call;

use super::desk::{Desk, address};
use super::queries::{Offer, offers};
use crate::kind::OPPORTUNITY;
use crate::opportunity::SECOND_CHANCE_DAYS;

/// `GET /opportunities/pool`.
pub(super) async fn show(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let scope = &call.visitor.scope;
    let offers = match scope.powers.home_store.filter(|store| works_there(&call, *store)) {
        Some(store) => {
            let until = call.app.db.clock.now().plus_days(-SECOND_CHANCE_DAYS);
            offers(call.app.db.read(), scope.tenant, store, until).await?
        }
        None => Vec::new(),
    };
    let rows = offers.iter().map(|offer| row(&desk, offer)).collect();
    let columns = ["customer", "state", "stage", "models", "reason", "closed_at"];
    // A phone shows who it is, the model, and the button.
    let columns = columns.iter().map(|field| match *field {
        "models" => Column::new(desk.label(field)).fact(),
        _ => Column::new(desk.label(field)),
    });
    let columns = columns.chain([Column::new(desk.t("opportunity-again")).hide_label().fact()]).collect();
    let empty = match offers.is_empty() {
        true => Empty::new(desk.t("second-chance-empty"), desk.t("second-chance-about")).render(),
        false => html! {},
    };
    let table = Table { caption: desk.t("second-chance-title").into_owned(), columns, rows, empty, ..Table::default() };
    let flash = match call.pairs.get("said") {
        Some("gone") => Some(ui::flash(State::Overdue, &desk.t("second-chance-gone"))),
        Some("note") => Some(ui::flash(State::Overdue, &desk.t("opportunity-again-reason"))),
        _ => None,
    };
    let body = html! { @if !offers.is_empty() { p.hint { (desk.t("second-chance-about")) } } (table.render(&desk.w)) };
    let shell = Shell {
        title: desk.t("second-chance-title").into_owned(),
        count: Some(ui::Count::Exact(offers.len() as u64)),
        crumbs: vec![ui::Crumb::new(desk.t("kind-opportunity-plural"), "/opportunities")],
        flash,
        body,
        ..Shell::default()
    };
    Ok(desk.page.show(shell).into_response())
}

fn works_there(call: &Call, store: Id) -> bool {
    let scope = &call.visitor.scope;
    let place = Place { owner: scope.user(), store: Some(store), path: scope.powers.home_path.clone() };
    scope.reach(OPPORTUNITY.name, Action::Create).covers(&place)
}

fn row(desk: &Desk<'_>, offer: &Offer) -> Row {
    let shown = |field: &str, value: Markup| {
        if desk.hidden(field) {
            html! {}
        } else {
            value
        }
    };
    let when = offer.closed_at.unwrap_or(offer.updated_at);
    let reason = offer.reason.as_deref().map(|code| desk.code("lost-reason", code)).unwrap_or_default();
    let take = match offer.state.as_str() {
        "pool" => html! {
            form method="post" action=(address(offer.id, "claim")) data-once { (Button::new(desk.t("opportunity-act-claim")).small().render()) }
        },
        _ => html! {
            form.row method="post" action=(address(offer.id, "reactivation")) data-once {
                input type="hidden" name="pool" value="true";
                input.input name="note" required placeholder=(desk.t("opportunity-again-reason")) aria-label=(desk.t("opportunity-again-reason"));
                (Button::new(desk.t("opportunity-act-reactivate")).small().render())
            }
        },
    };
    let cells = vec![
        shown("customer", html! { (identifiers::name::mask(&offer.name)) }),
        shown("state", html! { (desk.code("opportunity-state", &offer.state)) }),
        shown("stage", html! { (desk.stage(&offer.stage)) }),
        shown("models", html! { (offer.models.as_deref().unwrap_or_default()) }),
        shown("reason", html! { (reason) }),
        shown("closed_at", ui::ago(when.utc(), &desk.here, &desk.w)),
        take,
    ];
    Row::new(offer.id.to_string(), cells)
}
