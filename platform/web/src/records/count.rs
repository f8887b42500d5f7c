//! The exact count: `GET /{collection}/count`, asked by a click on a capped one.

use axum::Json;
use axum::response::{IntoResponse, Response};
use maud::html;
use records::preferences::Preferences;
use records::{Kind, list};
use ui::Words;

use super::address::Address;
use super::call::Call;
use super::query;
use crate::Result;

/// Counts to the end.
pub async fn exact(call: Call, kind: &'static Kind) -> Result<Response> {
    let address = Address::read(&call.pairs)?.from_start();
    let look = call.look();
    let mut query = query::build(&call.visitor, kind, &address, &Preferences::default(), call.today())?;
    query::narrow(&look, &mut query, &address.q).await?;
    query::guard(&call, &query).await?;
    let value = list::count_exactly(&look, call.registry(), &query).await?;
    if call.wants_json() {
        return Ok(Json(serde_json::json!({ "value": value, "capped": false })).into_response());
    }
    let page = call.page();
    let text = page.words().ta("ui-count", &[("count", ui::grouped(value).into())]);
    if call.is_part() {
        return Ok(html! { span.toolbar-count { (text) } }.into_response());
    }
    let title = page.t(&format!("kind-{}-plural", kind.name)).into_owned();
    let body =
        html! { p { (text) } p { a href=(address.href(&format!("/{}", kind.collection))) { (page.t("list-back")) } } };
    Ok(page.show(ui::Shell { title, body, ..ui::Shell::default() }).into_response())
}
