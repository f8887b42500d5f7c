//! The facts behind a figure: as many as it says.

use kernel::sql::Query;
use kernel::{ConnectionTrait, DbError, Id, Instant};
use records::policy::Look;

use super::catalogue::Figure;
use super::now::all_open;
use super::read::{Asked, meant, only};
use super::source::Source;

/// A fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The record that it is about; several facts may be about one.
    pub record: Id,
    /// When it was.
    pub at: Instant,
    /// Whether it counts in the numerator, of a share.
    pub counts: Option<bool>,
}

/// The facts behind a figure (those of the denominator behind a share), the last ones first, of what is open those that are
/// due first; and how many there are in all. None of a source that is closed to the reader.
pub async fn behind<C: ConnectionTrait>(
    look: &Look<'_, C>,
    figure: &Figure,
    asked: &Asked,
    from: i64,
    limit: i64,
) -> Result<(Vec<Fact>, i64), DbError> {
    let source = figure.source();
    if !source.is_shown(look.scope) {
        return Ok((Vec::new(), 0));
    }
    let asked = Asked { before: None, ..asked.clone() };
    let narrowed = |q: &mut Query| {
        meant(q, look, source, &asked);
        if !figure.only().is_empty() {
            q.push(" AND (");
            only(q, look, &asked, figure.only());
            q.push(")");
        }
    };
    // All that are open are many: how many stands in what is kept of them.
    let count = match (source, figure.only()) {
        (Source::Open, "") => all_open(look, &asked).await?,
        _ => {
            let mut q = Query::new();
            q.push("SELECT count(*)");
            narrowed(&mut q);
            q.number(look.conn).await?
        }
    };
    let mut q = Query::new();
    q.push("SELECT a.id, a.at");
    if let Some(part) = figure.part() {
        q.push(", CAST(CASE WHEN ");
        only(&mut q, look, &asked, part);
        q.push(" THEN 1 ELSE 0 END AS bigint) AS counts");
    }
    narrowed(&mut q);
    let order = if source == Source::Open { "a.next_on, a.id" } else { "a.at DESC, a.id" };
    q.push(" ORDER BY ").push(order).limit(limit).push(&format!(" OFFSET {from}"));
    let mut facts = Vec::new();
    for row in q.rows(look.conn).await? {
        let counts = match figure.part() {
            Some(_) => Some(row.try_get::<i64>("", "counts")? == 1),
            None => None,
        };
        facts.push(Fact { record: row.try_get("", "id")?, at: Instant(row.try_get("", "at")?), counts });
    }
    Ok((facts, count))
}
