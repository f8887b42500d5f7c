//! Statistics for PostgreSQL's planner while a young database fills. Without them all columns look alike, and the search
//! for known keys may walk an index of a whole store for every row; its own housekeeping comes a minute later.

use kernel::{Db, Scope, sql};
use sea_orm::{DbBackend, DbErr};

use super::{Import, Step};
use crate::Kind;

/// Rows after which the planner should know of them: enough to tell a key from a column that is the same in all rows.
const ENOUGH: i64 = 200;

/// Whether so many rows were just written that the planner should hear of them.
pub(super) fn are_due(import: &Import, before: i64) -> bool {
    import.step == Step::Run && before / ENOUGH < import.counts.rows / ENOUGH
}

/// Gathers statistics where the planner takes the noun's table for small still, or has never looked at some table: never
/// in a house that is full already.
pub(super) async fn refresh(db: &Db, scope: &Scope, kind: &Kind) -> Result<(), DbErr> {
    if db.backend() != DbBackend::Postgres {
        return Ok(());
    }
    let text = "SELECT count(*) FROM pg_class WHERE oid = to_regclass($1) AND reltuples < $2 \
         OR relkind = 'r' AND relnamespace = current_schema()::regnamespace AND reltuples < 0";
    if sql::number(db.read(), text, [kind.table.into(), ENOUGH.into()]).await? == 0 {
        return Ok(());
    }
    db.gather_statistics(scope).await
}
