//! The exact count: `GET /{collection}/count`, asked by a click on a capped one.

use axum::Json;
use axum::response::{IntoResponse, Response};
use maud::html;
use records::preferences::Preferences;
use records::{Kind, list};
use ui::Words;

use super::address::Address;
use super::call::Call;
use super::condition;
use super::query;
use crate::Result;

/// Counts to the end.
pub async fn exact(call: Call, kind: &'static Kind) -> Result<Response> {
    let address = Address::read(&call.pairs)?.from_start();
    let look = call.look();
    let mut query = query::build(&call.visitor, kind, &address, &Preferences::default(), call.today())?;
    query::narrow(&look, &mut query, &address.q).await?;
    query::guard(&call, &query).await?;
    query::guard_search(&call, kind, &address.q).await?;
    let value = list::count_exactly(&look, call.registry(), &query).await?;
    if call.wants_json() {
        return Ok(Json(serde_json::json!({ "value": value, "capped": false })).into_response());
    }
    let page = call.page();
    let text = page.words().ta("ui-count", &[("count", ui::grouped(value).into())]);
    if call.is_part() {
        return Ok(html! { span.toolbar-count { (text) } }.into_response());
    }
    let plural = page.t(&format!("kind-{}-plural", kind.name)).into_owned();
    let list = address.href(&format!("/{}", kind.collection));
    let conditions: Vec<ui::Fact> = condition::chips(&call, &page, kind, &address)
        .await?
        .into_iter()
        .map(|chip| ui::Fact::text(chip.field, &chip.condition))
        .chain(Some(&address.q).filter(|q| !q.is_empty()).map(|q| ui::Fact::text(page.t("ui-search"), q)))
        .collect();
    let w = page.words();
    let body = html! {
        p.count-alone { (text) }
        @if conditions.is_empty() { p.hint { (page.t("count-of-all")) } } @else { (ui::facts(&conditions, &w)) }
        p.page-ways { (ui::Button::new(page.t("list-back")).primary().href(list.clone()).render()) }
    };
    let crumbs = vec![ui::Crumb::new(plural, list)];
    Ok(page
        .show(ui::Shell { title: page.t("count-title").into(), crumbs, body, ..ui::Shell::default() })
        .into_response())
}
