//! A group and its people for the worlds of modules' tests, which bring it in by path.

#![allow(dead_code, reason = "each world uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use kernel::{Db, Id, Lang, Scope, Tenant, Tx};
use organisation::{Founded, Founding, NewNode, NewPost, NewUser, NodeKind, roles};
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

/// Two stores, 浦东店 and 闵行店 (`S002`), and who works there.
#[derive(Clone, Copy)]
pub struct Cast {
    pub pudong: Id,
    pub minhang: Id,
    /// Consultants: two of 浦东店, one of 闵行店.
    pub sales1: Id,
    pub sales2: Id,
    pub sales3: Id,
    /// Those who lead 浦东店 and 闵行店.
    pub manager1: Id,
    pub manager2: Id,
    /// The group's manager.
    pub group: Id,
}

/// Adds the second store and everyone, those who lead in the role `manager`.
pub async fn cast(db: &Db, founded: &Founded, manager: &str) -> Cast {
    let (tenant, root, pudong) = (founded.tenant, founded.root, founded.store);
    let minhang = node(db, tenant, root, NodeKind::Store, "S002", "闵行店").await;
    let new = async |login, name, node, role| person(db, tenant, login, name, node, role).await;
    Cast {
        pudong,
        minhang,
        sales1: new("sales1", "王敏", pudong, "sales_consultant").await,
        sales2: new("sales2", "李伟", pudong, "sales_consultant").await,
        sales3: new("sales3", "陈静", minhang, "sales_consultant").await,
        manager1: new("manager1", "张强", pudong, manager).await,
        manager2: new("manager2", "周洋", minhang, manager).await,
        group: new("group", "孙总", root, "group_manager").await,
    }
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
