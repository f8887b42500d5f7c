//! `GET /api/v1/opportunities/board[?owner=ID][&store=ID]`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use kernel::{Fen, Id};
use records::Refusal;
use records::commands::FieldError;
use serde_json::{Value, json};
use web::Result;
use web::api::item;
use web::records::Call;

use super::load::{Asked, load};

/// The columns: `{"columns": [{"stage", "label", "count", "amount", "cards": […]}]}`. Amounts are yuan with two decimals, as
/// everywhere in the API; `null` where they are not the reader's to see.
pub(crate) async fn board(call: Call) -> Result<Response> {
    let asked = Asked { owner: id(&call, "owner")?, store: id(&call, "store")? };
    let board = load(&call.look(), call.registry(), call.today(), asked).await?;
    let columns = board.0.iter().map(|column| {
        let label = web::records::labels::choice(&call.app, &call.visitor.scope, "opportunity-stage", &column.stage);
        json!({
            "stage": column.stage, "label": label, "count": column.count, "amount": column.amount.map(|fen| Fen(fen).plain()),
            "cards": column.cards.iter().map(item::json).collect::<Vec<_>>(),
        })
    });
    Ok(Json(json!({ "columns": columns.collect::<Vec<_>>() })).into_response())
}

fn id(call: &Call, name: &str) -> Result<Option<Id>> {
    let wrong = || Refusal::Invalid(vec![FieldError { field: name.into(), code: "field-unknown-record".into() }]);
    call.pairs.get(name).map(|text| text.parse().map_err(|_| wrong().into())).transpose()
}

/// What the description of the API says of it.
pub(crate) fn document() -> (&'static str, Value) {
    let id = |name: &str, about: &str| json!({ "name": name, "in": "query", "required": false, "description": about, "schema": { "type": "string", "format": "uuid" } });
    let about = "Open opportunities by stage, with count and sum, and the first 20 of each in the order of the day that they are due.";
    let item = json!({ "get": {
        "summary": "Board of opportunities", "description": about, "tags": ["opportunities"],
        "parameters": [id("owner", "Only this consultant's."), id("store", "Only of this store.")],
        "responses": {
            "200": { "description": "The columns in the order of the way.", "content": { "application/json": { "schema": { "type": "object" } } } },
            "default": { "$ref": "#/components/responses/problem" },
        },
    } });
    ("/api/v1/opportunities/board", item)
}
