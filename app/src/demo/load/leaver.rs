//! A consultant of the demo who left some weeks ago (SYS-03): the manager handed his customers to two colleagues in one go. It
//! stands among the big changes, and can be taken back still.

use customers::handover::Asked;
use customers::undo::Customers;
use customers::{CUSTOMER, Seams, assignment};
use kernel::{Db, Id, Instant, Lang, Scope, Tenant, Tx, numbering, sql};
use organisation::users::departure::{self, Departure};
use organisation::{NewPost, NewUser, add_post, add_user, nodes, powers, roles};
use records::Refusal;
use records::operations::{Capture, Counts, NewOperation, queries as operations};

use crate::demo::generate::{World, storied};

/// Who left, where he stood, under whom, and who has his customers now.
const LOGIN: &str = "sales7";
const NAME: &str = "高翔";
const NODE: &str = "S001-SALES-1";
const MANAGER: &str = "manager1";
const COLLEAGUES: [&str; 2] = ["sales1", "sales2"];
const REASON: &str = "高翔离职，客户由同组同事接手";
/// How long ago, in days: long enough to be last month, and within the time in which it can be taken back.
const AGO: i64 = 24;
/// How many customers he had. A house with few others has no such story.
const MANY: i64 = 14;

/// The counter that says that somebody tells it: of two processes that load at the same time it is the first.
const TOLD: &str = "demo-leaver";

/// Tells it, unless another process does, or too few customers have no story of their own.
pub async fn lay(db: &Db, tenant: Tenant, world: &World, seams: &std::sync::Arc<Seams>) -> Result<(), Refusal> {
    let house = super::scope(db, tenant);
    let mut tx = db.write(&house).await?;
    let had = spare(&tx, world).await?;
    if numbering::take(&tx, TOLD, 1).await? > 1 || (had.len() as i64) < MANY {
        tx.rollback().await?;
        return Ok(());
    }
    let user = hired(&mut tx, world, &had).await?;
    tx.commit().await?;
    let manager = find(db, MANAGER).await?;
    let scope: Scope = organisation::scope_of_user(db, tenant, manager, db.clock.new_id(), Lang::ZhCn).await?;
    let to = [find(db, COLLEAGUES[0]).await?, find(db, COLLEAGUES[1]).await?];
    let mut tx = db.write(&scope).await?;
    let operation = left(&mut tx, seams, user, &had, to).await?;
    dated(&tx, operation, user, &had).await?;
    tx.commit().await?;
    super::forget_events(db, tenant).await
}

/// A customer of a colleague's who becomes one of his.
struct Had {
    engagement: Id,
    customer: Id,
    store: Id,
}

/// The last ones of his colleagues that have no story of their own.
async fn spare(tx: &Tx<'_>, world: &World) -> Result<Vec<Had>, Refusal> {
    let mut q = sql::Query::new();
    q.push("SELECT e.id, e.customer_id, e.store_id FROM engagements e JOIN customers c ON c.tenant_id = e.tenant_id AND c.id = e.customer_id");
    q.push(" JOIN users u ON u.tenant_id = e.tenant_id AND u.id = e.owner_id WHERE e.tenant_id = ").bind(tx.tenant());
    q.push(" AND e.deleted_at IS NULL AND c.deleted_at IS NULL AND c.kind = 'person' AND u.login IN (");
    q.bind_all(COLLEAGUES)
        .push(") AND c.name NOT IN (")
        .bind_all(storied(world))
        .push(") ORDER BY c.number DESC")
        .limit(MANY);
    let mut list = Vec::new();
    for row in q.rows(tx.conn()).await? {
        list.push(Had {
            engagement: row.try_get_by_index(0)?,
            customer: row.try_get_by_index(1)?,
            store: row.try_get_by_index(2)?,
        });
    }
    Ok(list)
}

/// He, with his post and his customers as if they had been his from the first.
async fn hired(tx: &mut Tx<'_>, world: &World, had: &[Had]) -> Result<Id, Refusal> {
    let node = nodes::queries::find_by_code(tx.conn(), tx.tenant(), NODE).await?.ok_or(Refusal::NotFound)?;
    let role =
        roles::queries::find_by_code(tx.conn(), tx.tenant(), "sales_consultant").await?.ok_or(Refusal::NotFound)?;
    let user = add_user(tx, NewUser { login: LOGIN.into(), name: NAME.into(), ..NewUser::default() }).await?;
    add_post(tx, NewPost { valid_from: Some(world.day(900)), ..NewPost::new(user, node.id, role.id) }).await?;
    let ids = || had.iter().map(|h| h.engagement);
    for (table, key) in [("engagements", "id"), ("engagement_owners", "engagement_id")] {
        let mut q = sql::Query::new();
        q.push("UPDATE ").push(table).push(" SET owner_id = ").bind(user);
        if table == "engagements" {
            q.push(", path = ").bind(node.path.as_str());
        }
        q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND ").push(key).push(" IN (").bind_all(ids()).push(")");
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(user)
}

/// What the manager did, in one transaction: few enough for that.
async fn left(
    tx: &mut Tx<'_>,
    seams: &std::sync::Arc<Seams>,
    user: Id,
    had: &[Had],
    to: [Id; 2],
) -> Result<Id, Refusal> {
    let operation = tx.new_id();
    let today = powers::today(tx.now());
    tx.in_batch(operation);
    let store = had.first().map(|h| h.store).ok_or(Refusal::NotFound)?;
    let path = nodes::queries::find(tx.conn(), tx.tenant(), store).await?.ok_or(Refusal::NotFound)?.path;
    let asked = Asked {
        user,
        name: NAME.to_owned(),
        last_day: today,
        reason: Some(REASON.to_owned()),
        stores: Default::default(),
        exceptions: Default::default(),
        views_to: None,
        views: Vec::new(),
    };
    let new = NewOperation {
        id: operation,
        kind: "leave".to_owned(),
        noun: CUSTOMER.name,
        title: NAME.to_owned(),
        asked: serde_json::json!(asked).to_string(),
        place: Some((store, path)),
        total: 0,
        job: None,
    };
    operations::begin(tx, &new).await?;
    departure::depart(tx, Departure { operation, user, last_day: today }).await?;
    tx.record("operation", operation, "leave", Vec::new());
    let reversible = Customers::new(seams.clone());
    let capture = Capture::before(tx, &reversible, operation, had.iter().map(|h| h.customer)).await?;
    for (n, one) in had.iter().enumerate() {
        let target = assignment::Target::Owner(to[n % to.len()]);
        assignment::assign(tx, seams, one.customer, one.store, target, Some(REASON.to_owned())).await?;
    }
    let changed = capture.after(tx).await?.len() as i64 + 1;
    operations::finish(tx, operation, changed, Counts { changed, ..Counts::default() }).await?;
    Ok(operation)
}

/// All of it some weeks ago, but for the journal, which is sealed as it was written.
async fn dated(tx: &Tx<'_>, operation: Id, user: Id, had: &[Had]) -> Result<(), Refusal> {
    let (now, then): (Instant, Instant) = (tx.now(), tx.now().plus_days(-AGO));
    let text = "UPDATE operations SET created_at = $3, finished_at = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), operation.into(), then.into()]).await?;
    let text = "UPDATE posts SET valid_to = $3 WHERE tenant_id = $1 AND user_id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), user.into(), powers::today(then).into()]).await?;
    // What undoing compares with what stands.
    let text = "UPDATE operation_rows SET became = replace(became, $3, $4) WHERE tenant_id = $1 AND operation_id = $2 AND part = 'posts'";
    let days = [powers::today(now).to_string(), powers::today(then).to_string()];
    let [was, is] = days.map(Into::into);
    sql::run(tx.conn(), text, [tx.tenant().into(), operation.into(), was, is]).await?;
    for (table, column, key, ids) in [
        ("engagements", "assigned_at", "id", had.iter().map(|h| h.engagement).collect::<Vec<_>>()),
        ("engagement_owners", "at", "engagement_id", had.iter().map(|h| h.engagement).collect()),
        ("timeline", "at", "customer_id", had.iter().map(|h| h.customer).collect()),
    ] {
        let mut q = sql::Query::new();
        q.push("UPDATE ").push(table).push(" SET ").push(column).push(" = ").bind(then);
        q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND ").push(column).push(" = ").bind(now);
        q.push(" AND ").push(key).push(" IN (").bind_all(ids).push(")");
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(())
}

async fn find(db: &Db, login: &str) -> Result<Id, Refusal> {
    Ok(organisation::find_user_by_login(db.read(), login).await?.ok_or(Refusal::NotFound)?.id)
}
