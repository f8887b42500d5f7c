//! Two collisions of the demo's cast (CUS-10): one request that waits for an answer, and one that was allowed. They are
//! made the way people make them, in the names of those they are told of.

use customers::Seams;
use customers::collisions::{self, Answer, Tab};
use kernel::{Db, Id, Lang, Scope, Tenant, numbering, sql};
use records::policy::Look;
use records::{Input, Refusal};

/// Who is known, who comes later and how they write the name, why they ask, and who allows it, if anyone.
const CASES: [(&str, &str, &str, &str, Option<&str>); 2] = [
    ("周雨欣", "sales3", "周小姐", "客户出差路过我店看车，希望在苏州提车", None),
    ("沈明辉", "sales5", "沈先生", "客户搬到杭州，以后在我店保养", Some("sales3")),
];

/// The counter that says that somebody makes them: of two processes that load at the same time it is the first.
const MADE: &str = "demo-collisions";

/// Makes them, unless another process does.
pub async fn lay(db: &Db, tenant: Tenant, seams: &Seams) -> Result<(), Refusal> {
    let house = super::scope(db, tenant);
    let tx = db.write(&house).await?;
    let turn = numbering::take(&tx, MADE, 1).await?;
    tx.commit().await?;
    if turn > 1 {
        return Ok(());
    }
    for (known, later, name, reason, allowed_by) in CASES {
        let scope = scope(db, tenant, later).await?;
        let mut tx = db.write(&scope).await?;
        let text =
            "SELECT phone FROM customers WHERE tenant_id = $1 AND name = $2 AND phone IS NOT NULL ORDER BY id LIMIT 1";
        let Some(row) = sql::row(tx.conn(), text, [tenant.into(), known.into()]).await? else { continue };
        let phone: String = row.try_get_by_index(0)?;
        let input: Input = [("name", name), ("phone", &phone), ("source", "walk-in")].into_iter().collect();
        customers::create(&mut tx, seams, &input).await.map_err(Refusal::from)?;
        let Some(case) = newest(&Look::within(&tx)).await? else { continue };
        collisions::ask(&mut tx, case, false, reason).await?;
        tx.commit().await?;
        if let Some(login) = allowed_by {
            let scope = self::scope(db, tenant, login).await?;
            let mut tx = db.write(&scope).await?;
            collisions::answer(&mut tx, seams, case, Answer::Allow).await?;
            tx.commit().await?;
        }
    }
    super::forget_events(db, tenant).await
}

/// The case that was just made.
async fn newest<C: kernel::ConnectionTrait>(look: &Look<'_, C>) -> Result<Option<Id>, Refusal> {
    Ok(collisions::cases(look, Tab::Mine, 1).await?.first().map(|case| case.collision.id))
}

async fn scope(db: &Db, tenant: Tenant, login: &str) -> Result<Scope, Refusal> {
    let user = organisation::find_user_by_login(db.read(), login).await?.ok_or(Refusal::NotFound)?;
    organisation::scope_of_user(db, tenant, user.id, db.clock.new_id(), Lang::ZhCn).await
}
