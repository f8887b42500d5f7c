//! Founding a tenant: root, first store with its departments, roles, administrator.

use kernel::{Db, Id, Scope, Tenant, Tx};
use records::{Kind, Refusal};

use super::queries;
use crate::dictionaries::{self, DictionarySeed};
use crate::nodes::{self, NewNode, NodeKind, add_node};
use crate::roles::{self, seed_roles};
use crate::users::{self, Choice, NewPost, NewUser, add_post, add_user, password};

/// What a new tenant begins with.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Name of the group or maker.
    pub name: String,
    /// Its code (`HQ`).
    pub code: String,
    /// [`NodeKind::Group`] or [`NodeKind::Maker`].
    pub kind: NodeKind,
    /// Name of the first store.
    pub store_name: String,
    /// Code of the first store (`S001`).
    pub store_code: String,
    /// The administrator's login.
    pub login: String,
    /// The administrator's name.
    pub admin_name: String,
    /// The administrator's password.
    pub password: String,
}

/// What was laid down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Founded {
    /// The tenant.
    pub tenant: Tenant,
    /// The root node.
    pub root: Id,
    /// The first store.
    pub store: Id,
    /// The administrator.
    pub administrator: Id,
}

/// Departments that the first store begins with: name, and what stands behind its code.
const DEPARTMENTS: [(&str, &str); 3] = [("销售部", "SALES"), ("服务部", "SERVICE"), ("客服部", "CARE")];

/// Founds a tenant in one transaction of its own. `kinds` are the nouns that roles are told about, `seeds` the base data
/// that modules bring. Refuses bad names, codes, logins and passwords by field, and `set-up-done` when another founding
/// was faster.
pub async fn found(
    db: &Db,
    founding: &Founding,
    kinds: &[&'static Kind],
    seeds: &[DictionarySeed],
) -> Result<Founded, Refusal> {
    let names = [founding.name.as_str(), founding.admin_name.as_str(), founding.store_name.as_str()];
    let choice = Choice::new(password::least_by_default(), &users::normalise_login(&founding.login), names);
    choice.check(&founding.password).map_err(|code| Refusal::field("password", code))?;
    let hash = password::hash(&founding.password).await?;
    let scope = Scope::system(queries::next(db.read()).await?, db.clock.new_id(), "set-up");
    let mut tx = db.write(&scope).await?;
    let founded = lay_foundation(&mut tx, founding, hash, kinds, seeds).await?;
    tx.commit().await?;
    Ok(founded)
}

/// As [`found`], inside a transaction in the scope of the tenant to be founded, with the password's hash at hand.
pub async fn lay_foundation(
    tx: &mut Tx<'_>,
    founding: &Founding,
    password_hash: String,
    kinds: &[&'static Kind],
    seeds: &[DictionarySeed],
) -> Result<Founded, Refusal> {
    if let Err(error) = queries::insert(tx, founding.name.trim(), founding.code.trim()).await {
        let taken = matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)));
        return Err(if taken { Refusal::Rule("set-up-done") } else { error.into() });
    }
    let root = add_node(tx, NewNode::new(None, founding.kind, &founding.code, &founding.name))
        .await
        .map_err(|r| renamed(r, "group"))?;
    let store = add_node(tx, NewNode::new(Some(root), NodeKind::Store, &founding.store_code, &founding.store_name))
        .await
        .map_err(|r| renamed(r, "store"))?;
    add_departments(tx, store).await?;
    seed_roles(tx, kinds).await?;
    dictionaries::seed(tx, root, seeds).await?;
    let person = NewUser {
        login: founding.login.clone(),
        name: founding.admin_name.clone(),
        password_hash: Some(password_hash),
        ..NewUser::default()
    };
    let administrator = add_user(tx, person).await?;
    let role = roles::queries::find_by_code(tx.conn(), tx.tenant(), "administrator").await?.ok_or(Refusal::NotFound)?;
    add_post(tx, NewPost::new(administrator, root, role.id)).await?;
    Ok(Founded { tenant: tx.tenant(), root, store, administrator })
}

/// Gives a store its usual departments: sales, service, customer care.
pub(crate) async fn add_departments(tx: &mut Tx<'_>, store: Id) -> Result<(), Refusal> {
    let code = nodes::queries::find(tx.conn(), tx.tenant(), store).await?.ok_or(Refusal::NotFound)?.code;
    for (name, suffix) in DEPARTMENTS {
        add_node(tx, NewNode::new(Some(store), NodeKind::Department, format!("{code}-{suffix}"), name)).await?;
    }
    Ok(())
}

/// The set-up form has two nodes: errors name the one they are about.
fn renamed(refusal: Refusal, prefix: &str) -> Refusal {
    match refusal {
        Refusal::Invalid(fields) => Refusal::Invalid(
            fields
                .into_iter()
                .map(|f| records::commands::FieldError { field: format!("{prefix}_{}", f.field), code: f.code })
                .collect(),
        ),
        other => other,
    }
}
