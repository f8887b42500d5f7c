//! A person goes back to how they were before an operation that let them go: their posts hold again and they may sign in,
//! with a password that they have to choose anew. Sessions and tokens stay ended (SYS-03, decision 0016).

use async_trait::async_trait;
use kernel::{DbError, Id, Tx};
use records::Kind;
use records::operations::{AnyLook, Column, ColumnKind, Conflict, Following, Group, Plan, Reversible, Step, Table};

use super::authority::{self, MANAGE};
use super::{USER, queries};
use crate::{powers, versions};

/// The place of posts among the tables.
const POSTS: usize = 1;

/// The person, as operations see them.
pub struct People {
    tables: Vec<Table>,
}

impl Default for People {
    fn default() -> People {
        let status = vec![Group::of("status", Column::text("status"))];
        let until = vec![Group::of("post.valid_to", Column::new("valid_to", ColumnKind::Day))];
        let users = Table {
            groups: status,
            put_away: Some("deleted_at"),
            versioned: true,
            ..Table::new("users", "id", "user")
        };
        People { tables: vec![users, Table { groups: until, ..Table::new("posts", "user_id", "post") }] }
    }
}

#[async_trait]
impl Reversible for People {
    fn kind(&self) -> &'static Kind {
        &USER
    }

    fn tables(&self) -> &[Table] {
        &self.tables
    }

    fn in_bulk(&self) -> bool {
        false
    }

    /// Nobody gives powers back that they could not give: whoever undoes looks after people, and reaches as far as the
    /// posts that would hold again.
    async fn mend(&self, look: &AnyLook<'_>, _with: &[Plan], plans: &mut [Plan]) -> Result<(), DbError> {
        for plan in plans.iter_mut().filter(|plan| !plan.steps.is_empty()) {
            let back: Vec<Id> = plan
                .steps
                .iter()
                .filter_map(|step| match step {
                    Step::Restore { table: POSTS, key, .. } => key.parse().ok(),
                    _ => None,
                })
                .collect();
            let posts = queries::posts(look.conn, look.scope.tenant, plan.record).await?;
            let mut held: Vec<(String, Id)> = Vec::new();
            for post in posts {
                if back.contains(&post.id) {
                    held.push((post.path, post.role_id));
                }
            }
            let theirs = powers::of_posts(look.conn, look.scope.tenant, plan.record, &held).await?;
            if !look.scope.may(MANAGE) || !authority::reaches(look.scope, plan.record, &theirs) {
                plan.steps.clear();
                plan.conflicts.push(Conflict::of("", "beyond-powers"));
            }
        }
        Ok(())
    }

    async fn prepare(&self, _tx: &Tx<'_>, _plans: &[Plan]) -> Result<Box<dyn Following>, DbError> {
        Ok(Box::new(ComeBack))
    }
}

/// What follows when people come back.
struct ComeBack;

#[async_trait]
impl Following for ComeBack {
    async fn settle(self: Box<Self>, tx: &mut Tx<'_>, plans: &[Plan]) -> Result<(), DbError> {
        for plan in plans {
            tx.emit("user.enabled.v1", "user", plan.record, serde_json::Value::Null);
        }
        versions::raise(tx).await
    }
}
