//! `GET /api/v1/showroom/report[?every=day|week|month][&on=DATE][&store=ID]`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use web::Result;
use web::records::Call;

use super::asked::Query;
use super::load::load;
use super::{PARTS, STANDING};
use crate::figures::{self, Counts, Figure, Key};
use crate::pages::desk::Desk;

/// The report: `{"from", "to", "figures", "before", "lines": [{"id", "name", "figures"}]}`. Shares are percent, and null
/// where there is nothing to divide by.
pub(crate) async fn report(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let query = Query::read(&desk);
    let goes_on = query.goes_on(&desk);
    let report = load(&call.look(), &query.asked, query.key, goes_on).await?;
    let scope = &call.visitor.scope;
    let codes = PARTS.iter().flat_map(|(_, codes)| codes.iter()).chain(STANDING.iter().filter(|_| goes_on));
    let shown: Vec<&Figure> =
        codes.filter_map(|code| Figure::of(code)).filter(|f| f.source().is_shown(scope)).collect();
    let told = query.wide && (query.key == Key::Store || shown.iter().all(|f| f.source().shows_people(scope)));
    let lines = report
        .lines
        .iter()
        .filter(|_| told)
        .map(|line| json!({ "id": line.who, "name": line.name, "figures": values(&shown, &line.now) }));
    let body = json!({
        "every": query.every.name(), "from": query.first, "to": query.last(),
        "figures": values(&shown, &report.total.now), "before": values(&shown, &report.total.before),
        "lines": lines.collect::<Vec<_>>(),
    });
    Ok(Json(body).into_response())
}

fn values(shown: &[&Figure], counts: &Counts) -> Map<String, Value> {
    let value = |figure: &Figure| match (figure.value, counts.value(figure)) {
        (figures::Value::Share { .. }, Some(tenths)) => json!(tenths as f64 / 10.0),
        (_, value) => json!(value),
    };
    shown.iter().map(|figure| (figure.code.to_owned(), value(figure))).collect()
}

/// What the description of the API says of it.
pub(crate) fn document() -> (&'static str, Value) {
    let one = |name: &str, about: &str, schema: Value| json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema });
    let about = "Figures of the showroom for a day, a week or a month, by consultant of a store or by store of several, held against the time before.";
    let item = json!({ "get": {
        "summary": "Showroom report", "description": about, "tags": ["visits"],
        "parameters": [
            one("every", "How long.", json!({ "type": "string", "enum": ["day", "week", "month"] })),
            one("on", "A day of the time; today if left out.", json!({ "type": "string", "format": "date" })),
            one("store", "Only of this store.", json!({ "type": "string", "format": "uuid" })),
        ],
        "responses": {
            "200": { "description": "The figures by their codes.", "content": { "application/json": { "schema": { "type": "object" } } } },
            "default": { "$ref": "#/components/responses/problem" },
        },
    } });
    ("/api/v1/showroom/report", item)
}
