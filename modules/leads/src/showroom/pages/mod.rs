//! The pages of the showroom: the board of the day with the rota, the form of reception, a visit.

mod acts;
mod board;
mod cards;
mod demo_cars;
mod drives;
mod form;
mod rota;
mod show;
mod sides;

use kernel::{Access as Openness, Action, Id};
use maud::Markup;
use records::{Row, Shown};
use ui::{Choice, Field};
use web::records::Renderer;
use web::{Access, Routes};

use super::VISIT;
use crate::pages::desk::Desk;

pub(crate) use sides::of_lead;

/// Where the board stands.
pub(super) const BOARD: &str = "/showroom";

/// Routes of the showroom, the generic lists among them.
pub(crate) fn routes() -> Routes {
    let can = |action| Access::Record(VISIT.name, action);
    web::records::lists(&VISIT)
        .get(BOARD, can(Action::See), board::page)
        .post("/showroom/rota/{user}/absence", can(Action::Edit), rota::absence)
        .post("/showroom/rota/{user}/turn", can(Action::Edit), rota::turn)
        .get("/visits/new", can(Action::Create), form::new)
        .post("/visits/new", can(Action::Create), form::create)
        .get("/visits/{visit}", can(Action::See), show::page)
        .get("/visits/{visit}/edit", can(Action::Edit), form::edit)
        .post("/visits/{visit}/edit", can(Action::Edit), form::update)
        .post("/visits/{visit}/person", can(Action::Edit), acts::name)
        .post("/visits/{visit}/drives", can(Action::Edit), drives::begin)
        .post("/visits/{visit}/drives/end", can(Action::Edit), drives::finish)
        .get("/demo-cars", can(Action::Assign), demo_cars::page)
        .post("/demo-cars", can(Action::Assign), demo_cars::add)
        .post("/demo-cars/activity", can(Action::Assign), demo_cars::set_active)
        .post("/visits/{visit}/steps", can(Action::Edit), acts::step)
        .post("/visits/{visit}/leaving", can(Action::Edit), acts::leave)
}

/// Help about these pages.
pub(crate) fn help() -> Vec<web::help::Help> {
    web::help_texts![
        ("/showroom", "showroom"),
        ("/visits", "visits"),
        ("/visits/new", "visits-new"),
        ("/visits/{visit}", "visit"),
        ("/demo-cars", "demo-cars"),
        ("/visits/{visit}/edit", "visits-new"),
    ]
}

/// The address of a visit's page.
fn address(visit: Id) -> String {
    format!("/visits/{visit}")
}

/// The words of one of the showroom's page keys.
fn p<'a>(desk: &Desk<'a>, key: &str) -> std::borrow::Cow<'a, str> {
    desk.t(&format!("visit-page-{key}"))
}

/// The word of a field of the visit.
fn label<'a>(desk: &Desk<'a>, field: &str) -> std::borrow::Cow<'a, str> {
    desk.t(&VISIT.label(field))
}

/// Whether a field stands on no visit for the visitor.
fn hidden(desk: &Desk<'_>, field: &str) -> bool {
    desk.call.visitor.scope.field_at_best(VISIT.name, field) == Openness::Hidden
}

/// A value of a row, where the visitor sees it and there is one.
fn value(renderer: &Renderer<'_>, row: &Row, field: &str) -> Option<Markup> {
    let described = VISIT.field(field)?;
    match row.get(field) {
        Shown::Hidden => None,
        Shown::Masked(text) if text.is_empty() => None,
        Shown::Value(datum) if datum.is_empty() => None,
        shown => Some(renderer.value(described, shown, None)),
    }
}

/// The code that stands in a row, where the visitor sees it in full.
fn code_of<'r>(row: &'r Row, field: &str) -> Option<&'r str> {
    match row.get(field) {
        Shown::Value(records::Datum::Text(text)) => Some(text),
        _ => None,
    }
}

/// The moment that stands in a row, where the visitor sees it in full.
fn moment_of(row: &Row, field: &str) -> Option<kernel::Instant> {
    match row.get(field) {
        Shown::Value(records::Datum::Integer(at)) => Some(kernel::Instant(*at)),
        _ => None,
    }
}

/// Who somebody is on a card or a line: the name as the visitor may see it, else how many they are, else the number.
fn who(desk: &Desk<'_>, row: &Row) -> String {
    let heads = match row.get("heads") {
        Shown::Value(records::Datum::Integer(n)) => Some(*n),
        _ => None,
    };
    let named = match row.get("name") {
        Shown::Masked(text) => Some(text.clone()),
        shown => shown.text().map(str::to_owned),
    };
    let group = heads.map(|n| ui::Words::ta(&desk.w, "visit-page-group", &[("n", ui::Arg::Int(n))]));
    let number = || row.get("number").text().map(str::to_owned);
    named.filter(|n| !n.is_empty()).or(group).or_else(number).unwrap_or_else(|| desk.t("kind-visit").into_owned())
}

/// What may be chosen from a dictionary, or nothing.
fn optional(desk: &Desk<'_>, dictionary: &str) -> Vec<Choice> {
    let mut list = desk.choices(dictionary);
    list.insert(0, Choice::new("", p(desk, "unknown")));
    list
}

/// A field of a form, with its error.
fn field(desk: &Desk<'_>, name: &str, errors: &[records::commands::FieldError]) -> Field {
    desk.field(name, label(desk, name), errors)
}
