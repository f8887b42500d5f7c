//! Changing roles. Who may is the caller's matter (`roles.manage`).

use kernel::journal::Change;
use kernel::{Access, Actions, Id, Tx};
use records::Refusal;

use super::{Role, queries};
use crate::powers::Level;
use crate::versions;

/// A role to be made.
#[derive(Clone, Debug)]
pub struct NewRole {
    /// Stable code, once in the tenant.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The role whose everything it has too.
    pub parent: Option<Id>,
}

/// Makes a role that gives nothing of its own yet. Refuses `role-code-invalid`, `role-code-taken`, `role-name-missing`.
pub async fn add_role(tx: &mut Tx<'_>, new: NewRole) -> Result<Id, Refusal> {
    let code = new.code.trim().to_lowercase();
    if code.is_empty() || code.len() > 40 || !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(Refusal::field("code", "role-code-invalid"));
    }
    if new.name_zh.trim().is_empty() {
        return Err(Refusal::field("name_zh", "role-name-missing"));
    }
    if queries::find_by_code(tx.conn(), tx.tenant(), &code).await?.is_some() {
        return Err(Refusal::field("code", "role-code-taken"));
    }
    let position = queries::all(tx.conn(), tx.tenant()).await?.iter().map(|r| r.position).max().unwrap_or(0) + 1;
    let name_en = if new.name_en.trim().is_empty() { new.name_zh.trim() } else { new.name_en.trim() };
    let role = Role {
        id: tx.new_id(),
        code,
        name_zh: new.name_zh.trim().into(),
        name_en: name_en.into(),
        parent_id: new.parent,
        everything: false,
        builtin: false,
        position,
        version: 1,
    };
    queries::insert(tx, &role).await?;
    done(tx, role.id, "create", Change::of("code", None, Some(role.code.clone())).into_iter().collect()).await?;
    Ok(role.id)
}

/// Changes a role's names and the role above it. Refuses `role-above-itself`.
pub async fn change_role(
    tx: &mut Tx<'_>,
    id: Id,
    version: i64,
    name_zh: &str,
    name_en: &str,
    parent: Option<Id>,
) -> Result<(), Refusal> {
    let old = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if old.version != version {
        return Err(Refusal::Conflict(old.version));
    }
    let roles = queries::all(tx.conn(), tx.tenant()).await?;
    let (mut above, mut steps) = (parent, 0);
    while let Some(next) = above {
        if next == id || steps > roles.len() {
            return Err(Refusal::field("parent", "role-above-itself"));
        }
        above = roles.iter().find(|r| r.id == next).ok_or(Refusal::NotFound)?.parent_id;
        steps += 1;
    }
    let new = Role { name_zh: name_zh.trim().into(), name_en: name_en.trim().into(), parent_id: parent, ..old.clone() };
    queries::update(tx, &new).await?;
    let text = |id: Option<Id>| id.map(|id| id.to_string());
    let changes = [
        Change::of("name_zh", Some(old.name_zh), Some(new.name_zh)),
        Change::of("name_en", Some(old.name_en), Some(new.name_en)),
        Change::of("parent", text(old.parent_id), text(parent)),
    ];
    done(tx, id, "update", changes.into_iter().flatten().collect()).await
}

/// Sets what a role may do with a kind at a level; no actions take the line away.
pub async fn set_grant(tx: &mut Tx<'_>, role: Id, kind: &str, level: Level, actions: Actions) -> Result<(), Refusal> {
    let sheets = crate::powers::queries::role_sheets(tx.conn(), tx.tenant(), &[role]).await?;
    let before =
        sheets.get(&role).ok_or(Refusal::NotFound)?.grants.get(&(kind.to_owned(), level)).copied().unwrap_or_default();
    queries::set_grant(tx, role, kind, level, actions).await?;
    queries::touch(tx, role).await?;
    let change = Change::of(&format!("grant.{kind}.{}", level.name()), before.names(), actions.names());
    done(tx, role, "update", change.into_iter().collect()).await
}

/// Sets how open a field of a kind is to a role.
pub async fn set_field(tx: &mut Tx<'_>, role: Id, kind: &str, field: &str, access: Access) -> Result<(), Refusal> {
    let sheets = crate::powers::queries::role_sheets(tx.conn(), tx.tenant(), &[role]).await?;
    let before = sheets
        .get(&role)
        .ok_or(Refusal::NotFound)?
        .fields
        .get(kind)
        .and_then(|f| f.get(field))
        .copied()
        .unwrap_or(Access::Hidden);
    queries::set_fields(tx, role, kind, vec![(field.to_owned(), access)]).await?;
    queries::touch(tx, role).await?;
    let change = Change::of(&format!("field.{kind}.{field}"), Some(before.name().into()), Some(access.name().into()));
    done(tx, role, "update", change.into_iter().collect()).await
}

/// Gives a function to a role or takes it away.
pub async fn set_capability(tx: &mut Tx<'_>, role: Id, capability: &str, on: bool) -> Result<(), Refusal> {
    queries::find(tx.conn(), tx.tenant(), role).await?.ok_or(Refusal::NotFound)?;
    queries::set_capability(tx, role, capability, on).await?;
    queries::touch(tx, role).await?;
    let change = Change::of(&format!("capability.{capability}"), Some((!on).to_string()), Some(on.to_string()));
    done(tx, role, "update", change.into_iter().collect()).await
}

/// Puts a role away. Refuses `role-builtin` and `role-in-use`.
pub async fn delete_role(tx: &mut Tx<'_>, id: Id) -> Result<(), Refusal> {
    let role = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let below = queries::all(tx.conn(), tx.tenant()).await?.iter().any(|r| r.parent_id == Some(id));
    if role.builtin {
        return Err(Refusal::Rule("role-builtin"));
    }
    if below || queries::holders(tx.conn(), tx.tenant(), id).await? > 0 {
        return Err(Refusal::Rule("role-in-use"));
    }
    queries::put_away(tx, id).await?;
    done(tx, id, "delete", Vec::new()).await
}

async fn done(tx: &mut Tx<'_>, role: Id, action: &'static str, changes: Vec<Change>) -> Result<(), Refusal> {
    versions::raise(tx).await?;
    tx.record("role", role, action, changes);
    Ok(())
}
