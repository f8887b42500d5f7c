//! A group and its people for the worlds of modules' tests, which bring it in by path.

#![allow(dead_code, reason = "each world uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use kernel::{Db, Id, Lang, Scope, Tenant, Tx};
use organisation::{Founding, NewNode, NewPost, NewUser, NodeKind, roles};
use records::Refusal;

/// A group with its first store, `S001`.
pub fn founding() -> Founding {
    Founding {
        name: "华东汽车集团".into(),
        code: "HQ".into(),
        kind: NodeKind::Group,
        store_name: "浦东店".into(),
        store_code: "S001".into(),
        login: "admin".into(),
        admin_name: "管理员".into(),
        password: "fourfold-demo".into(),
    }
}

/// The house itself.
pub fn system(tenant: Tenant) -> Scope {
    Scope::system(tenant, Id::from_u128(9), "test")
}

/// What someone may see and do.
pub async fn scope(db: &Db, tenant: Tenant, user: Id) -> Scope {
    organisation::scope_of_user(db, tenant, user, Id::from_u128(9), Lang::ZhCn).await.unwrap()
}

/// Adds a node.
pub async fn node(db: &Db, tenant: Tenant, parent: Id, kind: NodeKind, code: &str, name: &str) -> Id {
    let scope = system(tenant);
    let mut tx = db.write(&scope).await.unwrap();
    let id = organisation::add_node(&mut tx, NewNode::new(Some(parent), kind, code, name)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Adds someone who works at a node in a role.
pub async fn person(db: &Db, tenant: Tenant, login: &str, name: &str, node: Id, role: &str) -> Id {
    let scope = system(tenant);
    let mut tx = db.write(&scope).await.unwrap();
    let role = roles::queries::find_by_code(tx.conn(), tx.tenant(), role).await.unwrap().unwrap();
    let new = NewUser { login: login.into(), name: name.into(), ..NewUser::default() };
    let user = organisation::add_user(&mut tx, new).await.unwrap();
    organisation::add_post(&mut tx, NewPost::new(user, node, role.id)).await.unwrap();
    tx.commit().await.unwrap();
    user
}

/// Runs something in a transaction as someone, and keeps it when it went well. Time goes on a second.
pub async fn act<T>(
    db: &Db,
    tenant: Tenant,
    who: Id,
    what: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    db.clock.advance(1);
    let scope = scope(db, tenant, who).await;
    let mut tx = db.write(&scope).await.unwrap();
    let done = what(&mut tx).await?;
    tx.commit().await.unwrap();
    Ok(done)
}
