//! Columns and density of a list, remembered for its reader: `GET /{collection}/columns` offers the columns, `POST
//! /{collection}/preferences` keeps what was chosen.

use axum::response::{IntoResponse, Response};
use maud::html;
use records::preferences;
use records::{Kind, Uses};

use super::address::Address;
use super::call::{Call, see_other};
use super::pairs::Pairs;
use super::{columns, query};
use crate::Result;

/// The columns to choose from, as the list's menu shows them or as a page of their own.
pub async fn offer(call: Call, kind: &'static Kind) -> Result<Response> {
    let address = Address::read(&call.pairs)?.from_start();
    let preferences = preferences::of(&call.look(), kind).await?;
    let query = query::build(&call.visitor, kind, &address, &preferences, call.today())?;
    let page = call.page();
    let path = format!("/{}", kind.collection);
    let choices = columns::choices(&page, kind, &query.fields);
    let form = ui::columns_form(&choices, &address.href(&format!("{path}/preferences")), &page.words());
    if call.is_part() {
        return Ok(form.into_response());
    }
    let title = page.t(&format!("kind-{}-plural", kind.name)).into_owned();
    let body = html! { (form) p { a href=(address.href(&path)) { (page.t("list-back")) } } };
    Ok(page.show(ui::Shell { title, body, ..ui::Shell::default() }).into_response())
}

/// Keeps what the form says, with the order the list has now, and goes back to the list.
pub async fn keep(call: Call, kind: &'static Kind, form: Pairs) -> Result<Response> {
    let address = Address::read(&call.pairs)?;
    let mut liked = preferences::of(&call.look(), kind).await?;
    if let Some(density) = form.get("density") {
        liked.compact = density == "compact";
    } else {
        let columns = form.all("column").filter(|name| kind.field(name).is_some_and(|f| f.uses.has(Uses::LIST)));
        let columns: Vec<String> = columns.map(str::to_owned).collect();
        // Without any column there is no list: that means "as it was made".
        liked.columns = (!columns.is_empty()).then_some(columns);
        liked.sort = address.sort.clone().or(liked.sort);
    }
    let tx = call.app.db.write(&call.visitor.scope).await?;
    preferences::keep(&tx, kind, &liked).await?;
    tx.commit().await?;
    let back = Address { columns: Vec::new(), ..address.from_start() };
    Ok(see_other(&back.href(&format!("/{}", kind.collection))))
}
