//! Rows of custom values are called by their fields: in conflicts, and in the journal when they go back.

use std::collections::HashMap;

use kernel::journal::Change;
use kernel::{ConnectionTrait, Id, Tenant, Tx};
use sea_orm::DbErr;

use super::examine::{Plan, Step};
use super::table::Table;
use crate::custom::{self, Values};
use crate::{Kind, Source};

/// The names of custom fields by their numbers.
#[derive(Default)]
pub(super) struct Names(HashMap<i64, &'static str>);

impl Names {
    /// Those of a noun, the fields out of use among them; without a query where no table needs them.
    pub async fn of(
        conn: &impl ConnectionTrait,
        tenant: Tenant,
        kind: &'static Kind,
        tables: &[Table],
    ) -> Result<Names, DbErr> {
        if tables.iter().all(|table| table.named.is_none()) {
            return Ok(Names::default());
        }
        let whole = custom::whole_kind_of(conn, tenant, kind).await?;
        let named = whole.custom_fields().filter_map(|field| match field.source {
            Source::Custom(custom) => Some((custom.number, field.name)),
            _ => None,
        });
        Ok(Names(named.collect()))
    }

    /// What a row is called; the fact's own name where it is no custom value, or one of a field that is not known.
    pub fn called(&self, table: &Table, key: &str, otherwise: &'static str) -> &'static str {
        let at = table.named.and_then(|column| table.key.iter().position(|c| c.name == column));
        let number = at.and_then(|at| key.split('|').nth(at)).and_then(|text| text.parse().ok());
        number.and_then(|number: i64| self.0.get(&number).copied()).unwrap_or(otherwise)
    }
}

/// The custom values of the records of plans that change any.
pub(super) async fn values(
    tx: &Tx<'_>,
    kind: &'static Kind,
    tables: &[Table],
    plans: &[Plan],
) -> Result<HashMap<Id, Values>, DbErr> {
    let touched = |plan: &&Plan| plan.steps.iter().any(|step| is_named(tables, step));
    let records: Vec<Id> = plans.iter().filter(touched).map(|plan| plan.record).collect();
    custom::of_records(tx.conn(), tx.keys(), tx.tenant(), kind, &records).await
}

/// Whether a step is about a custom value.
pub(super) fn is_named(tables: &[Table], step: &Step) -> bool {
    match step {
        Step::Away => false,
        Step::Restore { table, .. } | Step::Remove { table, .. } | Step::Lay { table, .. } => {
            tables[*table].named.is_some()
        }
    }
}

/// The journal's lines of custom values that went back.
pub(super) fn changes(kind: &'static Kind, before: Option<&Values>, after: Option<&Values>) -> Vec<Change> {
    let of = |values: Option<&'_ Values>, name: &str| values.and_then(|v| v.get(name)).cloned();
    let line = |name| custom::told(kind, name, of(before, name).as_ref(), of(after, name).as_ref());
    kind.custom_fields().filter_map(|field| line(field.name)).collect()
}
