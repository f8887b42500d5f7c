//! Roles: the readable matrix of what each gives, and changing it (SYS-04, SYS-05).

mod add;
mod delete;
mod edit;
mod fields;
mod list;
mod matrix;
mod role;

use kernel::Id;
use web::{Access, Problem, Routes};

use super::Desk;
use crate::powers::{self, RoleSheet, effective};
use crate::roles::{self, Role};

const MANAGE: &str = "roles.manage";

pub(super) fn routes() -> Routes {
    let may = Access::Capability(MANAGE);
    Routes::new()
        .get("/roles", may, list::show)
        .get("/roles/new", may, add::show)
        .post("/roles/new", may, add::add)
        .get("/roles/{role}", may, role::show)
        .get("/roles/{role}/edit", may, edit::show)
        .post("/roles/{role}/edit", may, edit::save)
        .get("/roles/{role}/fields", may, fields::show)
        .post("/roles/{role}/fields", may, fields::save)
        .get("/roles/{role}/copy", may, add::show_copy)
        .post("/roles/{role}/copy", may, add::copy)
        .post("/roles/{role}/deletion", may, delete::delete)
}

/// A role with what it gives by itself and what it has from the roles above it.
struct Sheets {
    role: Role,
    own: RoleSheet,
    inherited: RoleSheet,
    parent: Option<Role>,
    /// Roles are the whole house's, so they are changed by those who look after all of it.
    may_change: bool,
}

impl Sheets {
    async fn of(desk: &Desk<'_>, id: Id) -> Result<Sheets, Problem> {
        let role = roles::queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
        let mut sheets = powers::queries::role_sheets(desk.conn(), desk.tenant(), &[id]).await?;
        let inherited = role.parent_id.map(|parent| effective(parent, &sheets)).unwrap_or_default();
        let own = sheets.remove(&id).unwrap_or_default();
        let parent = match role.parent_id {
            Some(parent) => roles::queries::find(desk.conn(), desk.tenant(), parent).await?,
            None => None,
        };
        Ok(Sheets { role, own, inherited, parent, may_change: may_change(desk).await? })
    }

    /// Only its name may be changed: it is the way back into the house.
    fn is_fixed(&self) -> bool {
        self.role.code == "administrator"
    }
}

async fn may_change(desk: &Desk<'_>) -> Result<bool, Problem> {
    Ok(desk.domain(MANAGE).await?.is_everything())
}

/// Refuses those who may look but not change.
async fn require_change(desk: &Desk<'_>) -> Result<(), Problem> {
    if may_change(desk).await? { Ok(()) } else { Err(Problem::forbidden()) }
}
