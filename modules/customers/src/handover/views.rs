//! Views that someone shares go to a colleague when they leave, and back when that is undone.

use kernel::journal::Change;
use kernel::{DbError, Id, Tx};

use super::queries;

/// Gives the shared views of someone to another one, only those named where some are.
pub(super) async fn pass(tx: &mut Tx<'_>, from: Id, to: Id, only: Option<&[Id]>) -> Result<Vec<Id>, DbError> {
    let views = queries::pass_views(tx, from, to, only).await?;
    for view in &views {
        let change = Change::of("owner", Some(from.to_string()), Some(to.to_string()));
        tx.record("saved_view", *view, "update", change.into_iter().collect());
    }
    Ok(views)
}
