//! `GET /showroom/report/export`: the report as a workbook, with the same figures under the same names.

use std::borrow::Cow;

use axum::response::Response;
use kernel::Action;
use leads::VISIT;
use sheets::OutCell;
use web::Result;
use web::records::Call;
use web::records::export::{Sheet, sheet};

use super::asked::Query;
use super::load::{Line, load};
use super::page;
use super::{PARTS, STANDING};
use crate::figures::{Counts, Figure, Key, Value};
use crate::funnel::names;
use crate::pages::desk::Desk;

pub(crate) async fn export(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let query = Query::read(&desk);
    let goes_on = query.goes_on(&desk);
    let report = load(&call.look(), &query.asked, query.key, goes_on).await?;
    let codes = PARTS.iter().flat_map(|(_, codes)| codes.iter()).chain(STANDING.iter().filter(|_| goes_on));
    let scope = &call.visitor.scope;
    let figures: Vec<&Figure> = codes
        .filter_map(|code| Figure::of(code))
        .filter(|f| f.source().is_shown(scope) && scope.can(f.source().kind().name, Action::Export))
        .collect();
    let mut header = vec![desk.t("report-whose").into_owned(), desk.t("report-time").into_owned()];
    header.extend(figures.iter().map(|figure| match figure.value {
        Value::Share { .. } => format!("{} %", desk.t(&figure.label())),
        _ => desk.t(&figure.label()).into_owned(),
    }));
    let this = page::time(&desk, &query);
    let last = desk.t(&format!("report-last-{}", query.every.name())).into_owned();
    let row = |who: &str, time: &str, counts: &Counts, now: bool| -> Vec<OutCell<'static>> {
        let text = |text: &str| OutCell::Text(Cow::Owned(text.to_owned()));
        let cells = figures.iter().map(|figure| match (figure.value, counts.value(figure)) {
            _ if !now && figure.source().is_now() => OutCell::Empty,
            (_, None) => OutCell::Empty,
            (Value::Share { .. }, Some(tenths)) => OutCell::Number(tenths as f64 / 10.0),
            (_, Some(n)) => OutCell::Integer(n),
        });
        [text(who), text(time)].into_iter().chain(cells).collect()
    };
    let whole = desk.t("report-total").into_owned();
    let mut rows = vec![row(&whole, &this, &report.total.now, true), row(&whole, &last, &report.total.before, false)];
    // Whose they are is told only to those who may know it of every figure.
    let told =
        query.wide && (query.key == Key::Store || figures.iter().all(|figure| figure.source().shows_people(scope)));
    let lines: Vec<&Line> = report.lines.iter().filter(|_| told).collect();
    rows.extend(lines.iter().map(|line| row(&page::name(&desk, &query, line.who, &line.name), &this, &line.now, true)));
    let store = match query.asked.store {
        Some(Some(store)) => names(&call.look(), "nodes", &[store]).await?.remove(&store),
        _ => None,
    };
    let title = desk.t(&format!("report-{}", query.every.name())).into_owned();
    let sheet_of = Sheet {
        kind: VISIT.name,
        name: "showroom-report",
        title: store.map_or_else(|| title.clone(), |store| format!("{title} {store}")),
        filter: call.uri.query().unwrap_or_default().to_owned(),
        header,
        rows,
    };
    sheet(&call, sheet_of).await
}
