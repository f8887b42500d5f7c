//! `/api/v1/duplicates`: the same for scripts.

use axum::Json;
use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use web::Problem;
use web::records::Call;

use super::desk::Desk;
use super::{pairs, reasons};
use crate::duplicates::{self, Pair, State, Wanted};

/// Pairs in one answer, at most and where nothing is said.
const LIMIT: usize = 50;

/// `GET /api/v1/duplicates?state=open&score=0.5&limit=50`: pairs of which both customers may be seen, the likeliest first:
/// `{"items": [{"id", "customers", "score", "state", "reasons"}], "total": {"value", "capped"}}`.
pub(super) async fn list(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let state = match call.pairs.get("state") {
        Some(text) => State::of(text).ok_or_else(|| Problem::bad_request("customer-pair-state-unknown"))?,
        None => State::Open,
    };
    let score = match call.pairs.get("score") {
        Some(text) => text
            .parse::<f64>()
            .ok()
            .filter(|share| (0.0..=1.0).contains(share))
            .ok_or_else(|| Problem::bad_request("customer-pair-score-bad"))?,
        None => 0.0,
    };
    let limit = call.pairs.get("limit").and_then(|text| text.parse().ok()).filter(|n| (1..=LIMIT).contains(n));
    let wanted = Wanted { state, score: (score * 10_000.0).ceil() as i64, store: None, limit: limit.unwrap_or(LIMIT) };
    let found = duplicates::waiting(&desk.look(), &wanted).await?;
    let items: Vec<Value> = found.pairs.iter().map(|pair| item(&desk, pair)).collect();
    let total = json!({ "value": found.count, "capped": found.count >= duplicates::COUNTED });
    Ok(Json(json!({ "items": items, "total": total })).into_response())
}

/// What is said in `POST /api/v1/duplicates/{customer_pair}/verdict`.
#[derive(Deserialize)]
struct Said {
    /// `same`, `apart`, `household`, or `open` to take it back.
    verdict: String,
}

/// Says what a pair is; answers with the pair.
pub(super) async fn judge(call: Call, bytes: Bytes) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let id = call.id("customer_pair")?;
    // A body that cannot be read is no verdict, which is refused below once the pair is known to be the caller's to see.
    let said = serde_json::from_slice::<Said>(&bytes).map(|said| said.verdict).unwrap_or_default();
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    pairs::say(&mut tx, id, &said).await?;
    tx.commit().await?;
    let pair = duplicates::one(&desk.look(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(item(&desk, &pair)).into_response())
}

fn item(desk: &Desk<'_>, pair: &Pair) -> Value {
    let why: Vec<Value> = pair
        .reasons()
        .iter()
        .filter(|reason| reasons::open(desk, &reason.slot))
        .map(|reason| json!({ "part": reason.slot, "level": reason.level, "weight": reason.weight }))
        .collect();
    json!({
        "id": pair.id, "customers": [pair.a_id, pair.b_id], "score": pair.score as f64 / 10_000.0,
        "state": pair.state().code(), "judged_by": pair.judged_by_name, "version": pair.version, "reasons": why,
    })
}
