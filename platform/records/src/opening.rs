//! What a list needs to know of its reader before it is asked: their liking and the saved views they see, in one
//! statement.

use kernel::sql::Query;
use kernel::{ConnectionTrait, Id};
use sea_orm::{DbErr, FromQueryResult};

use crate::Kind;
use crate::policy::Look;
use crate::preferences::{self, Preferences};
use crate::views::{self, View};

#[derive(FromQueryResult)]
struct Stored {
    columns: Option<String>,
    density: Option<String>,
    sort: Option<String>,
    id: Option<Id>,
    name: Option<String>,
    query: Option<String>,
    owner_id: Option<Id>,
    shared_with: Option<Id>,
    pinned: Option<bool>,
    position: Option<i64>,
    version: Option<i64>,
}

/// The reader's preferences for a kind, and the views of it they see as [`views::visible`] orders them.
pub async fn of<C: ConnectionTrait>(look: &Look<'_, C>, kind: &Kind) -> Result<(Preferences, Vec<View>), DbErr> {
    let Some(user) = look.scope.user() else { return Ok((Preferences::default(), Vec::new())) };
    let mut q = Query::new();
    q.push("SELECT p.columns, p.density, p.sort, v.id, v.name, v.query, v.owner_id, v.shared_with, v.pinned, v.position, v.version");
    q.push(" FROM (SELECT 1 AS one) o LEFT JOIN list_preferences p ON p.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND p.user_id = ").bind(user).push(" AND p.kind = ").bind(kind.name);
    q.push(" LEFT JOIN saved_views v ON ");
    views::visible_to(&mut q, look.scope, user, kind, "v.");
    q.push(" ORDER BY v.pinned DESC, v.position, v.id");
    let rows: Vec<Stored> = kernel::sql::all(look.conn, &q.text, q.values).await?;
    let mut preferences = None;
    let mut list = Vec::new();
    for row in rows {
        preferences.get_or_insert_with(|| preferences::read(row.columns, row.density, row.sort));
        if let (Some(id), Some(name), Some(query), Some(owner_id)) = (row.id, row.name, row.query, row.owner_id) {
            list.push(View {
                id,
                kind: kind.name.to_owned(),
                name,
                query,
                owner_id,
                shared_with: row.shared_with,
                pinned: row.pinned.unwrap_or_default(),
                position: row.position.unwrap_or_default(),
                version: row.version.unwrap_or_default(),
            });
        }
    }
    Ok((preferences.unwrap_or_default(), list))
}
