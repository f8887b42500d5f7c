//! `GET /api/v1/{collection}?q=&filter=&sort=&limit=&cursor=&fields=`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use records::commands::FieldError;
use records::preferences::Preferences;
use records::{Kind, Refusal, list_with_count};

use super::item;
use crate::Result;
use crate::problem::Problem;
use crate::records::{Address, Call, query};
use crate::viewing;

/// Rows when no limit is given.
const LIMIT: usize = 50;

/// One page: `{"items": […], "next": cursor or null, "total": {"value": n, "capped": bool}}`.
pub async fn list(call: Call, kind: &'static Kind) -> Result<Response> {
    let address = Address { after: call.pairs.get("cursor").map(str::to_owned), ..Address::read(&call.pairs)? };
    let look = call.look();
    let mut query = query::build(&call.visitor, kind, &address, &Preferences::default(), call.today())?;
    let asked = address.sort.as_deref().map(|sort| sort.trim_start_matches('-'));
    if asked.is_some_and(|name| name != query.sort.name) {
        return Err(bad("sort", "list-sort-needs-filter"));
    }
    // A token has no top bar whose switch could narrow what it sees.
    query.store = None;
    query.fields = item::fields(&call.visitor.scope, kind, call.pairs.get("fields"))
        .map_err(|_| Problem::bad_request("api-unknown-field"))?;
    query.limit = match call.pairs.get("limit") {
        Some(text) => text
            .parse()
            .ok()
            .filter(|n| (1..=records::list::PAGE_CAP).contains(n))
            .ok_or_else(|| bad("limit", "api-bad-limit"))?,
        None => LIMIT,
    };
    query::guard(&call, &query).await?;
    query::guard_search(&call, kind, &address.q).await?;
    let more_hits = query::narrow(&look, &mut query, &address.q).await?;
    let (page, count) = list_with_count(&look, call.registry(), &query).await.map_err(Problem::from)?;
    viewing::given_out(&call.app, &call.visitor.scope, kind.name, page.rows.iter().map(|row| row.id)).await;
    let items: Vec<_> = page.rows.iter().map(item::json).collect();
    let total = serde_json::json!({ "value": count.value, "capped": count.capped || more_hits });
    Ok(Json(serde_json::json!({ "items": items, "next": page.next.map(|next| next.text()), "total": total }))
        .into_response())
}

fn bad(field: &str, code: &str) -> Problem {
    Refusal::Invalid(vec![FieldError { field: field.into(), code: code.into() }]).into()
}
