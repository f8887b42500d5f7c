//! Names of records that are referred to by id, under the policy of their own kind.

use std::collections::HashMap;

use kernel::{Action, ConnectionTrait, Id};
use records::filter::Today;
use records::list::PAGE_CAP;
use records::policy::Look;
use records::{FieldKind, ListQuery, Registry, Shown, list};

use super::query::neutral_order;
use crate::Result;

/// The names of records of a kind, as far as the reader may see them: an id in an address must not tell whose it is.
pub async fn names<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    kind: &str,
    ids: Vec<Id>,
    today: Today,
) -> Result<HashMap<Id, String>> {
    let mut names = HashMap::new();
    let Some(kind) = registry.kind(kind).filter(|k| !ids.is_empty() && look.scope.can(k.name, Action::See)) else {
        return Ok(names);
    };
    let mut query = ListQuery::new(kind, today);
    query.fields = kind.field(kind.title).into_iter().collect();
    (query.ids, query.limit) = (Some(ids), PAGE_CAP);
    neutral_order(look.scope, &mut query);
    for row in list(look, registry, &query).await?.rows {
        let name = match row.get(kind.title) {
            Shown::Masked(text) => text.clone(),
            shown => shown.value().and_then(|v| v.plain(FieldKind::Text)).unwrap_or_default(),
        };
        names.insert(row.id, name);
    }
    Ok(names)
}
