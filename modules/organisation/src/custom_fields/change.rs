//! Adding, changing and retiring fields. Each is one step with its line in the journal and its event.

use kernel::{Id, Tx};
use records::custom::{self, Definition, Draft};
use records::{Kind, Refusal};

use super::choices;
use crate::versions;

/// Adds a field to a noun. `text` holds its choices, where it has any.
pub async fn add(tx: &mut Tx<'_>, kind: &'static Kind, draft: &Draft, text: &str) -> Result<Definition, Refusal> {
    let definition = custom::add(tx, kind, draft).await?;
    choices::lay(tx, &definition, text).await?;
    versions::raise(tx).await?;
    Ok(definition)
}

/// Changes a field that stands at `version`; `text` holds further choices.
pub async fn change(tx: &mut Tx<'_>, id: Id, version: i64, draft: &Draft, text: &str) -> Result<(), Refusal> {
    custom::change(tx, id, version, draft).await?;
    let definition = custom::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    choices::lay(tx, &definition, text).await?;
    versions::raise(tx).await.map_err(Into::into)
}

/// Takes a field out of use; its values stay.
pub async fn retire(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
    custom::retire(tx, id, version).await?;
    versions::raise(tx).await.map_err(Into::into)
}

/// Brings a field back with its values.
pub async fn restore(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
    custom::restore(tx, id, version).await?;
    versions::raise(tx).await.map_err(Into::into)
}

/// Moves a field one place up or down.
pub async fn shift(tx: &mut Tx<'_>, id: Id, up: bool) -> Result<(), Refusal> {
    custom::shift(tx, id, up).await?;
    versions::raise(tx).await.map_err(Into::into)
}
