//! Pairs for someone to look at: only those of which they may see both customers (SYS-05). A pair with a customer out of
//! reach is not there, not even as a number.

use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, DbError, Id};
use records::policy::{self, Look};

use super::model::{Pair, State};
use super::queries;
use crate::kind::CUSTOMER;

/// Which pairs.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Where they stand.
    pub state: State,
    /// The least score, in ten-thousandths.
    pub score: i64,
    /// Only pairs of customers of which this store knows at least one.
    pub store: Option<Id>,
    /// How many at most.
    pub limit: usize,
}

/// What there is.
#[derive(Clone, Debug)]
pub struct Found {
    /// The likeliest first.
    pub pairs: Vec<Pair>,
    /// How many there are, counted up to [`COUNTED`].
    pub count: i64,
}

/// Counting stops here.
pub const COUNTED: i64 = 1_000;

/// Pairs within reach; two queries.
pub async fn waiting<C: ConnectionTrait>(look: &Look<'_, C>, wanted: &Wanted) -> Result<Found, DbError> {
    let mut q = Query::new();
    q.push("SELECT ").push(queries::COLUMNS);
    from(&mut q, look, wanted);
    q.push(" ORDER BY p.score DESC, p.id DESC").limit(wanted.limit as i64);
    let pairs = sql::all(look.conn, &q.text, q.values).await?;
    let mut q = Query::new();
    q.push("SELECT count(*) FROM (SELECT 1");
    from(&mut q, look, wanted);
    q.limit(COUNTED).push(") x");
    Ok(Found { pairs, count: q.number(look.conn).await? })
}

/// One pair, if both customers are within reach.
pub async fn one<C: ConnectionTrait>(look: &Look<'_, C>, id: Id) -> Result<Option<Pair>, DbError> {
    let mut q = Query::new();
    q.push("SELECT ")
        .push(queries::COLUMNS)
        .push(" FROM customer_pairs p WHERE p.tenant_id = ")
        .bind(look.scope.tenant);
    q.push(" AND p.id = ").bind(id);
    both(&mut q, look);
    sql::one(look.conn, &q.text, q.values).await
}

fn from<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>, wanted: &Wanted) {
    q.push(" FROM customer_pairs p WHERE p.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND p.state = ").bind(wanted.state.code()).push(" AND p.score >= ").bind(wanted.score);
    both(q, look);
    if let Some(store) = wanted.store {
        q.push(" AND EXISTS (SELECT 1 FROM engagements s WHERE s.tenant_id = p.tenant_id AND s.customer_id IN (p.a_id, p.b_id)");
        q.push(" AND s.store_id = ").bind(store).push(" AND s.deleted_at IS NULL)");
    }
}

/// Writes that both customers are on file and within reach.
fn both<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>) {
    let reach = look.scope.reach(CUSTOMER.name, Action::See);
    for (side, alias) in [("p.a_id", "a"), ("p.b_id", "b")] {
        q.push(" AND EXISTS (SELECT 1 FROM engagements ").push(alias).push(" WHERE ").push(alias);
        q.push(".tenant_id = p.tenant_id AND ").push(alias).push(".customer_id = ").push(side);
        q.push(" AND ").push(alias).push(".deleted_at IS NULL AND ");
        policy::condition(q, &reach, alias, &CUSTOMER, Action::See, look.now);
        q.push(")");
    }
}
