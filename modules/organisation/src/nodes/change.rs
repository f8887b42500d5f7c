//! Changing a node's facts, and putting it away.

use chrono::NaiveDate;
use kernel::journal::Change;
use kernel::{Id, Tx, Value};
use records::Refusal;

use super::add::journal_kind;
use super::{Node, queries};
use crate::powers::today;
use crate::versions;

/// The columns people change, by field name. A field that is absent stays; `None` clears it.
#[derive(Clone, Debug, Default)]
pub struct NodeChange {
    /// The code people use.
    pub code: Option<String>,
    /// Full name.
    pub name: Option<String>,
    /// Short name, grade, city, phone and address by field name; an empty text clears.
    pub texts: Vec<(&'static str, String)>,
    /// First day of business.
    pub opened_on: Option<Option<NaiveDate>>,
    /// First day after the last day of business.
    pub closed_on: Option<Option<NaiveDate>>,
}

/// The optional texts of a node.
pub const TEXTS: [&str; 5] = ["short_name", "grade", "city", "phone", "address"];

/// Changes a node that stands at `version` and returns the new version. Refuses as [`super::add_node`] does.
pub async fn change_node(tx: &mut Tx<'_>, id: Id, version: i64, change: NodeChange) -> Result<i64, Refusal> {
    let node = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if node.version != version {
        return Err(Refusal::Conflict(node.version));
    }
    let (mut columns, mut changes): (Vec<(&str, Value)>, Vec<Option<Change>>) = (Vec::new(), Vec::new());
    if let Some(code) = change.code.map(|c| c.trim().to_owned()).filter(|c| *c != node.code) {
        if code.is_empty() || code.chars().count() > 40 {
            return Err(Refusal::field("code", "node-code-invalid"));
        }
        if queries::find_by_code(tx.conn(), tx.tenant(), &code).await?.is_some() {
            return Err(Refusal::field("code", "node-code-taken"));
        }
        changes.push(Change::of("code", Some(node.code.clone()), Some(code.clone())));
        columns.push(("code", code.into()));
    }
    if let Some(name) = change.name.map(|n| n.trim().to_owned()).filter(|n| *n != node.name) {
        if name.is_empty() || name.chars().count() > 100 {
            return Err(Refusal::field("name", "node-name-invalid"));
        }
        columns.push(("sort_key", identifiers::pinyin::sort_key(&name).into()));
        changes.push(Change::of("name", Some(node.name.clone()), Some(name.clone())));
        columns.push(("name", name.into()));
    }
    for (field, text) in change.texts {
        let after = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        changes.push(Change::of(field, text_of(&node, field), after.clone()));
        columns.push((field, after.into()));
    }
    for (field, before, after) in
        [("opened_on", node.opened_on, change.opened_on), ("closed_on", node.closed_on, change.closed_on)]
    {
        if let Some(after) = after {
            changes.push(Change::of(field, before.map(|d| d.to_string()), after.map(|d| d.to_string())));
            columns.push((field, after.into()));
        }
    }
    let changes: Vec<Change> = changes.into_iter().flatten().collect();
    if changes.is_empty() {
        return Ok(version);
    }
    columns.extend([("version", (version + 1).into()), ("updated_at", tx.now().into())]);
    queries::set(tx, id, columns).await?;
    versions::raise(tx).await?;
    tx.record(journal_kind(node.node_kind()), id, "update", changes);
    Ok(version + 1)
}

fn text_of(node: &Node, field: &str) -> Option<String> {
    match field {
        "short_name" => node.short_name.clone(),
        "grade" => node.grade.clone(),
        "city" => node.city.clone(),
        "phone" => node.phone.clone(),
        "address" => node.address.clone(),
        _ => None,
    }
}

/// Puts a node away. Refuses `node-in-use` while people hold posts there or nodes stand below it, and `node-is-root`.
pub async fn delete_node(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
    let node = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if node.version != version {
        return Err(Refusal::Conflict(node.version));
    }
    if node.parent_id.is_none() {
        return Err(Refusal::Rule("node-is-root"));
    }
    if queries::in_use(tx.conn(), tx.tenant(), id, today(tx.now())).await? {
        return Err(Refusal::Rule("node-in-use"));
    }
    queries::put_away(tx, id).await?;
    versions::raise(tx).await?;
    tx.record(journal_kind(node.node_kind()), id, "delete", Vec::new());
    Ok(())
}
