//! Stores through forms and the API.

use async_trait::async_trait;
use chrono::NaiveDate;
use kernel::{Access, Action, Id, Scope, Tx};
use records::{Commands, Input, Refusal};

use super::change::{NodeChange, TEXTS, change_node, delete_node};
use super::{NewNode, Node, NodeKind, STORE, add_node, queries};
use crate::dictionaries;

/// What can be done with stores. Besides the fields of [`STORE`], making one takes `parent`: the id or code of the node
/// above, the root when it is not given.
pub struct StoreCommands;

#[async_trait]
impl Commands for StoreCommands {
    fn also_takes(&self) -> &'static [&'static str] {
        &["parent"]
    }

    async fn create(&self, tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
        let above = match input.filled("parent") {
            Some(text) => by_id_or_code(tx, text).await?.ok_or_else(|| Refusal::field("parent", "node-not-found"))?,
            None => queries::root(tx.conn(), tx.tenant()).await?.ok_or(Refusal::NotFound)?,
        };
        may(tx.scope(), Action::Create, &above)?;
        dictionaries::check(tx, &STORE, None, input, &[]).await?;
        let text = |field: &str| input.filled(field).map(str::to_owned);
        let new = NewNode {
            short_name: text("short_name"),
            grade: text("grade"),
            city: text("city"),
            phone: text("phone"),
            address: text("address"),
            opened_on: day(input, "opened_on")?.flatten(),
            ..NewNode::new(
                Some(above.id),
                NodeKind::Store,
                text("code").unwrap_or_default(),
                text("name").unwrap_or_default(),
            )
        };
        add_node(tx, new).await
    }

    async fn update(&self, tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
        let store = store(tx, id).await?;
        may(tx.scope(), Action::Edit, &store)?;
        let place = [store.place()];
        if input.0.keys().any(|f| STORE.field(f).is_some() && tx.scope().field_on("store", f, &place) != Access::Shown)
        {
            return Err(Refusal::Forbidden);
        }
        dictionaries::check(tx, &STORE, Some(id), input, &[]).await?;
        let change = NodeChange {
            code: input.get("code").map(str::to_owned),
            name: input.get("name").map(str::to_owned),
            texts: TEXTS.into_iter().filter_map(|f| input.get(f).map(|t| (f, t.to_owned()))).collect(),
            opened_on: day(input, "opened_on")?,
            closed_on: day(input, "closed_on")?,
        };
        change_node(tx, id, version, change).await
    }

    async fn delete(&self, tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
        may(tx.scope(), Action::Delete, &store(tx, id).await?)?;
        delete_node(tx, id, version).await
    }
}

/// A node named by its id or its code.
async fn by_id_or_code(tx: &Tx<'_>, text: &str) -> Result<Option<Node>, Refusal> {
    Ok(match text.parse::<Id>() {
        Ok(id) => queries::find(tx.conn(), tx.tenant(), id).await?,
        Err(_) => queries::find_by_code(tx.conn(), tx.tenant(), text).await?,
    })
}

async fn store(tx: &Tx<'_>, id: Id) -> Result<Node, Refusal> {
    queries::find(tx.conn(), tx.tenant(), id)
        .await?
        .filter(|n| n.node_kind() == NodeKind::Store)
        .ok_or(Refusal::NotFound)
}

/// What is not seen is not there; what is seen but not theirs to change is refused.
fn may(scope: &Scope, action: Action, node: &Node) -> Result<(), Refusal> {
    let place = node.place();
    if scope.reach("store", action).covers(&place) {
        Ok(())
    } else if scope.reach("store", Action::See).covers(&place) {
        Err(Refusal::Forbidden)
    } else {
        Err(Refusal::NotFound)
    }
}

/// A day of the input: absent, cleared, or given.
fn day(input: &Input, field: &str) -> Result<Option<Option<NaiveDate>>, Refusal> {
    match input.get(field) {
        None => Ok(None),
        Some("") => Ok(Some(None)),
        Some(text) => text.parse().map(|day| Some(Some(day))).map_err(|_| Refusal::field(field, "node-date-invalid")),
    }
}
