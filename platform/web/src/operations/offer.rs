//! The way back on the page of whoever did an operation: the report of an import.

use kernel::Id;
use maud::{Markup, html};
use records::operations::{State, queries, undo};
use ui::{Button, Icon};

use crate::records::Call;
use crate::{Page, Result};

/// A button that leads to undoing, or to how it came out; nothing where the visitor may not.
pub async fn offer(call: &Call, page: &Page<'_>, id: Id, word: &str) -> Result<Option<Markup>> {
    let Some(operation) = queries::find(&call.look(), call.registry(), id).await? else { return Ok(None) };
    let href = format!("/operations/{id}");
    let result = || html! { (Button::new(page.t("operation-undo-result")).quiet().href(href.clone()).render()) };
    Ok(match operation.state {
        State::Undoing | State::Undone => Some(result()),
        _ if undo::refused(&call.visitor.scope, &operation, call.app.db.clock.now()).is_some() => None,
        _ => Some(html! { (Button::new(page.t(word)).icon(Icon::Undo).href(format!("{href}/undo")).render()) }),
    })
}
