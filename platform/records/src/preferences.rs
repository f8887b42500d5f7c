//! How someone likes a list: its columns, their order, how dense it is, how it is sorted.

use kernel::{ConnectionTrait, Tx, sql};
use sea_orm::{DbErr, FromQueryResult};

use crate::Kind;
use crate::policy::Look;

/// What a person chose for the list of one kind; `None` leaves the kind's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Field names in the order of columns.
    pub columns: Option<Vec<String>>,
    /// Lower rows.
    pub compact: bool,
    /// The order, as [`crate::ListQuery::order`] reads it.
    pub sort: Option<String>,
}

#[derive(FromQueryResult)]
struct Stored {
    columns: Option<String>,
    density: Option<String>,
    sort: Option<String>,
}

/// The reader's preferences for a kind.
pub async fn of<C: ConnectionTrait>(look: &Look<'_, C>, kind: &Kind) -> Result<Preferences, DbErr> {
    let Some(user) = look.scope.user() else { return Ok(Preferences::default()) };
    let text =
        "SELECT columns, density, sort FROM list_preferences WHERE tenant_id = $1 AND user_id = $2 AND kind = $3";
    let stored: Option<Stored> =
        sql::one(look.conn, text, [look.scope.tenant.into(), user.into(), kind.name.into()]).await?;
    Ok(stored.map_or_else(Preferences::default, |s| read(s.columns, s.density, s.sort)))
}

/// Preferences as they are stored.
pub(crate) fn read(columns: Option<String>, density: Option<String>, sort: Option<String>) -> Preferences {
    Preferences {
        columns: columns.map(|c| c.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()),
        compact: density.as_deref() == Some("compact"),
        sort,
    }
}

/// Remembers preferences; the house itself has none.
pub async fn keep(tx: &Tx<'_>, kind: &Kind, preferences: &Preferences) -> Result<(), DbErr> {
    let Some(user) = tx.scope().user() else { return Ok(()) };
    let row = vec![
        tx.tenant().into(),
        user.into(),
        kind.name.into(),
        preferences.columns.as_ref().map(|c| c.join(",")).into(),
        preferences.compact.then_some("compact").into(),
        preferences.sort.clone().into(),
    ];
    let clause = "ON CONFLICT (tenant_id, user_id, kind) DO UPDATE SET columns = excluded.columns, density = excluded.density, sort = excluded.sort";
    sql::insert_or(
        tx.conn(),
        "list_preferences",
        &["tenant_id", "user_id", "kind", "columns", "density", "sort"],
        vec![row],
        clause,
    )
    .await
}
