//! Columns and density of a list, remembered for its reader: `POST /{collection}/preferences`.

use axum::response::Response;
use records::preferences;
use records::{Kind, Uses};

use super::address::Address;
use super::call::{Call, see_other};
use super::pairs::Pairs;
use crate::Result;

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
