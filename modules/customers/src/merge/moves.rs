//! The rows of this module that go over with a file.

use kernel::sql::{self, Query};
use kernel::{DbError, Id, Tx};

/// Rows of one table that name a customer in one column.
struct Part {
    /// The stable name under which rows are remembered.
    name: &'static str,
    table: &'static str,
    column: &'static str,
    /// Further conditions on a row `t`; the customer it would go to is given. What fails them stays behind.
    rest: fn(&mut Query, Id),
}

const ALL: [Part; 8] = [
    // A number that both have stays once.
    Part {
        name: "phone",
        table: "customer_phones",
        column: "customer_id",
        rest: |q, to| {
            q.push(
                " AND NOT EXISTS (SELECT 1 FROM customer_phones o WHERE o.tenant_id = t.tenant_id AND o.customer_id = ",
            );
            q.bind(to).push(" AND o.phone = t.phone)");
        },
    },
    Part { name: "contact", table: "customer_contacts", column: "customer_id", rest: |_, _| {} },
    Part { name: "contact-file", table: "customer_contacts", column: "linked_id", rest: |_, _| {} },
    // Nobody is related to themselves, and not twice in the same way.
    Part {
        name: "relation",
        table: "customer_relations",
        column: "customer_id",
        rest: |q, to| untold(q, to, ("customer_id", "other_id")),
    },
    Part {
        name: "relation-other",
        table: "customer_relations",
        column: "other_id",
        rest: |q, to| untold(q, to, ("other_id", "customer_id")),
    },
    Part { name: "consent", table: "customer_consents", column: "customer_id", rest: |_, _| {} },
    Part { name: "timeline", table: "timeline", column: "customer_id", rest: |_, _| {} },
    Part {
        name: "attachment",
        table: "attachments",
        column: "record_id",
        rest: |q, _| {
            q.push(" AND t.record_kind = 'customer'");
        },
    },
];

/// A tie `t` of someone else than `to`, which `to` has not got already; `own` is the side that would become `to`'s. Who
/// is family of whom is told from either side.
fn untold(q: &mut Query, to: Id, (own, other): (&str, &str)) {
    q.push(&format!(" AND t.{other} <> ")).bind(to);
    for (own, from, mutual) in [(own, other, ""), (other, own, " AND o.kind IN ('family', 'other')")] {
        q.push(" AND NOT EXISTS (SELECT 1 FROM customer_relations o WHERE o.tenant_id = t.tenant_id AND ");
        q.push(&format!("o.{own} = ")).bind(to).push(&format!(" AND o.{from} = t.{other} AND o.kind = t.kind"));
        q.push(&format!("{mutual} AND o.valid_to IS NULL)"));
    }
}

/// The name under which earlier merges that a file answers for are remembered.
const MERGE: &str = "merge";

/// Lets all rows of one file go over to another, and tells which; `from` keeps what it could not give.
pub(super) async fn over(tx: &Tx<'_>, from: Id, to: Id) -> Result<Vec<(&'static str, Id)>, DbError> {
    let mut gone = Vec::new();
    for part in &ALL {
        let rows = pass(tx, (part.table, part.column), (from, to), |q| (part.rest)(q, to)).await?;
        gone.extend(rows.into_iter().map(|row| (part.name, row)));
    }
    let earlier = pass(tx, ("customer_merges", "keeper_id"), (from, to), |_| {}).await?;
    gone.extend(earlier.into_iter().map(|row| (MERGE, row)));
    Ok(gone)
}

/// Lets the rows of one merge go back. What was taken away since, or has gone on to another file, stays as it is.
pub(super) async fn back(tx: &Tx<'_>, from: Id, to: Id, rows: &[(String, Id)]) -> Result<(), DbError> {
    let own = ALL.iter().map(|part| (part.name, part.table, part.column));
    for (name, table, column) in own.chain([(MERGE, "customer_merges", "keeper_id")]) {
        pass_named(tx, (table, column), (from, to), &named(rows, name)).await?;
    }
    Ok(())
}

/// The remembered rows of a part.
pub(super) fn named(rows: &[(String, Id)], part: &str) -> Vec<Id> {
    rows.iter().filter(|(name, _)| name == part).map(|(_, row)| *row).collect()
}

/// Changes a column of a table from one id to another in all rows `t` that also meet `rest`; the rows are returned.
pub async fn pass(
    tx: &Tx<'_>,
    (table, column): (&str, &str),
    (from, to): (Id, Id),
    rest: impl FnOnce(&mut Query),
) -> Result<Vec<Id>, DbError> {
    let mut q = Query::new();
    q.push(&format!("SELECT t.id FROM {table} t WHERE t.tenant_id = ")).bind(tx.tenant());
    q.push(&format!(" AND t.{column} = ")).bind(from);
    rest(&mut q);
    let rows: Vec<Id> = q.rows(tx.conn()).await?.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    pass_named(tx, (table, column), (from, to), &rows).await?;
    Ok(rows)
}

/// Changes a column from one id to another in these rows, as far as they still bear the first.
pub async fn pass_named(
    tx: &Tx<'_>,
    (table, column): (&str, &str),
    (from, to): (Id, Id),
    rows: &[Id],
) -> Result<(), DbError> {
    for rows in rows.chunks(500) {
        let mut q = Query::new();
        q.push(&format!("UPDATE {table} SET {column} = ")).bind(to).push(" WHERE tenant_id = ").bind(tx.tenant());
        q.push(" AND id IN (").bind_all(rows.iter().copied()).push(&format!(") AND {column} = ")).bind(from);
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(())
}
