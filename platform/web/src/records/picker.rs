//! Records to choose from in a form: `GET /{collection}/picker?q=`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use kernel::Id;
use records::{Kind, ListQuery, Shown, Uses, list, search};
use ui::Found;

use super::call::Call;
use super::query::{guard_search, neutral_order};
use super::show::Renderer;
use crate::Result;

/// How many are offered at once.
const OFFERED: usize = 20;

/// The best guesses for what was typed, or the first of the list.
pub async fn answer(call: Call, kind: &'static Kind) -> Result<Response> {
    let look = call.look();
    let mut query = ListQuery::new(kind, call.today());
    neutral_order(&call.visitor.scope, &mut query);
    query.limit = OFFERED;
    query.fields = kind
        .field(kind.title)
        .into_iter()
        .chain(kind.fields_for(Uses::CARD).filter(|f| f.name != kind.title))
        .collect();
    let q = call.pairs.get("q").unwrap_or_default();
    let mut order: Vec<Id> = Vec::new();
    if !q.is_empty() {
        guard_search(&call, kind, q).await?;
        order = search::search(&look, kind, q, OFFERED).await?.into_iter().map(|hit| hit.record).collect();
        query.ids = Some(order.clone());
    }
    let mut rows = list(&look, call.registry(), &query).await?.rows;
    rows.sort_by_key(|row| order.iter().position(|id| *id == row.id));
    let page = call.page();
    let renderer = Renderer::new(&page);
    let text = |field: &records::Field, shown: &Shown| match shown {
        Shown::Masked(text) => text.clone(),
        shown => shown.value().map(|v| renderer.text(field, v)).unwrap_or_default(),
    };
    let found: Vec<Found> = rows
        .iter()
        .map(|row| {
            let mut cells = row.cells.iter().map(|(field, shown)| text(field, shown));
            let label = cells.next().unwrap_or_default();
            Found {
                value: row.id.to_string(),
                label,
                detail: cells.filter(|c| !c.is_empty()).collect::<Vec<_>>().join(" · "),
            }
        })
        .collect();
    if call.wants_json() {
        let items: Vec<_> =
            found.iter().map(|f| serde_json::json!({ "id": f.value, "label": f.label, "detail": f.detail })).collect();
        return Ok(Json(serde_json::json!({ "items": items })).into_response());
    }
    Ok(ui::found(&found, &page.words()).into_response())
}
