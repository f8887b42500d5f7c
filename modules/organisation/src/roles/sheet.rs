//! Changing what a role gives, all of it in one step with one line in the journal.

use std::collections::{BTreeMap, BTreeSet};

use kernel::journal::Change;
use kernel::scope::Powers;
use kernel::{Access, Action, Actions, FieldRules, GrantReach, Id, Tx};
use records::Refusal;

use super::{Role, queries};
use crate::powers::{self, Level, RoleSheet};
use crate::versions;

/// What is to stand after the change. What is not named stays as it is.
#[derive(Clone, Debug, Default)]
pub struct SheetChange {
    /// Per kind and action the level up to which it may be done; none takes it away.
    pub levels: Vec<(String, Action, Option<Level>)>,
    /// Functions, given or taken away.
    pub capabilities: Vec<(String, bool)>,
    /// Per kind and field how open it is.
    pub fields: Vec<(String, String, Access)>,
}

/// The level up to which a role gives an action on a kind: the widest that it names.
pub fn widest(sheet: &RoleSheet, kind: &str, action: Action) -> Option<Level> {
    sheet.grants.iter().filter(|((k, _), actions)| k == kind && actions.has(action)).map(|((_, level), _)| *level).max()
}

/// Changes what a role that stands at `version` gives. Nobody makes a role give more than they may do in the whole
/// house themselves: refused as `role-beyond-own-powers`.
pub async fn change_sheet(tx: &mut Tx<'_>, role: Id, version: i64, change: SheetChange) -> Result<(), Refusal> {
    let standing = queries::find(tx.conn(), tx.tenant(), role).await?.ok_or(Refusal::NotFound)?;
    if standing.version != version {
        return Err(Refusal::Conflict(standing.version));
    }
    // Nobody saws at the branch the house sits on.
    if standing.code == "administrator" {
        return Err(Refusal::Rule("role-administrator-fixed"));
    }
    let sheet = own_sheet(tx, role).await?;
    let mut notes = Vec::new();
    grants(tx, role, &sheet, &change.levels, &mut notes).await?;
    for (capability, on) in change.capabilities {
        let had = sheet.capabilities.contains(&capability);
        if had != on {
            if on && !tx.scope().powers.capabilities.iter().any(|c| *c == "*" || *c == capability) {
                return Err(Refusal::Rule("role-beyond-own-powers"));
            }
            queries::set_capability(tx, role, &capability, on).await?;
            notes.push(Change::of(&format!("capability.{capability}"), Some(had.to_string()), Some(on.to_string())));
        }
    }
    for (kind, field, access) in change.fields {
        let had = sheet.fields.get(&kind).and_then(|f| f.get(&field)).copied();
        if had == Some(access) {
            continue;
        }
        let opens = access > had.unwrap_or(Access::Hidden);
        if opens && access > own_access(&tx.scope().powers, &kind, &field) {
            return Err(Refusal::Rule("role-beyond-own-powers"));
        }
        queries::set_fields(tx, role, &kind, vec![(field.clone(), access)]).await?;
        notes.push(Change::of(
            &format!("field.{kind}.{field}"),
            had.map(|a| a.name().into()),
            Some(access.name().into()),
        ));
    }
    let notes: Vec<Change> = notes.into_iter().flatten().collect();
    if notes.is_empty() {
        return Ok(());
    }
    queries::touch(tx, role).await?;
    versions::raise(tx).await?;
    tx.record("role", role, "update", notes);
    Ok(())
}

async fn grants(
    tx: &mut Tx<'_>,
    role: Id,
    sheet: &RoleSheet,
    wanted: &[(String, Action, Option<Level>)],
    notes: &mut Vec<Option<Change>>,
) -> Result<(), Refusal> {
    let mut after: BTreeMap<(String, Level), Actions> = sheet.grants.clone();
    for (kind, action, level) in wanted {
        let before = widest(sheet, kind, *action);
        if before == *level {
            continue;
        }
        if *level > before && !gives_everywhere(&tx.scope().powers, kind, *action) {
            return Err(Refusal::Rule("role-beyond-own-powers"));
        }
        for ((_, _), actions) in after.iter_mut().filter(|((k, _), _)| k == kind) {
            actions.0 &= !Actions::of(&[*action]).0;
        }
        if let Some(level) = level {
            after.entry((kind.clone(), *level)).or_default().0 |= Actions::of(&[*action]).0;
        }
        let name = |level: Option<Level>| level.map(|l| l.name().to_owned());
        notes.push(Change::of(&format!("grant.{kind}.{}", action.name()), name(before), name(*level)));
    }
    let keys: BTreeSet<&(String, Level)> = sheet.grants.keys().chain(after.keys()).collect();
    for key in keys {
        let (old, new) = (sheet.grants.get(key).copied(), after.get(key).copied().unwrap_or_default());
        if old != Some(new) {
            queries::set_grant(tx, role, &key.0, key.1, new).await?;
        }
    }
    Ok(())
}

/// Whether someone may do this with every record of a kind.
fn gives_everywhere(powers: &Powers, kind: &str, action: Action) -> bool {
    powers
        .grants
        .iter()
        .any(|g| (g.kind == kind || g.kind == "*") && g.actions.has(action) && g.reach == GrantReach::Group)
}

/// How open a field is to someone on every record of a kind.
fn own_access(powers: &Powers, kind: &str, field: &str) -> Access {
    let whole = powers.grants.iter().filter(|g| (g.kind == kind || g.kind == "*") && g.reach == GrantReach::Group);
    whole.map(|g| g.fields.of(field)).max().unwrap_or(Access::Hidden)
}

/// What a role gives by itself, without the roles above it.
async fn own_sheet(tx: &Tx<'_>, role: Id) -> Result<RoleSheet, Refusal> {
    let mut sheets = powers::queries::role_sheets(tx.conn(), tx.tenant(), &[role]).await?;
    sheets.remove(&role).ok_or(Refusal::NotFound)
}

/// Makes a role that gives what another one does, without being bound to it afterwards. Refuses as
/// [`super::change::add_role`] does, and `role-beyond-own-powers` for a role that gives more than the copier may do.
pub async fn copy_role(tx: &mut Tx<'_>, from: Id, new: super::change::NewRole) -> Result<Id, Refusal> {
    let source: Role = queries::find(tx.conn(), tx.tenant(), from).await?.ok_or(Refusal::NotFound)?;
    let sheet = own_sheet(tx, from).await?;
    if !may_give(&tx.scope().powers, &sheet, source.everything) {
        return Err(Refusal::Rule("role-beyond-own-powers"));
    }
    let id = super::change::add_role(tx, super::change::NewRole { parent: source.parent_id, ..new }).await?;
    if source.everything {
        let made = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
        queries::update(tx, &Role { everything: true, ..made }).await?;
    }
    let (second_factor, addresses) = queries::entry(tx.conn(), tx.tenant(), from).await?;
    queries::set_entry(tx, id, second_factor, Some(addresses).filter(|text| !text.is_empty())).await?;
    for ((kind, level), actions) in &sheet.grants {
        queries::set_grant(tx, id, kind, *level, *actions).await?;
    }
    for (kind, fields) in sheet.fields {
        queries::set_fields(tx, id, &kind, fields.into_iter().collect()).await?;
    }
    for capability in &sheet.capabilities {
        queries::set_capability(tx, id, capability, true).await?;
    }
    tx.record("role", id, "copy", Change::of("copied_from", None, Some(source.code)).into_iter().collect());
    Ok(id)
}

/// Refuses to put a role above others that gives more than the person at work may do in the whole house.
pub async fn check_parent(tx: &Tx<'_>, parent: Id) -> Result<(), Refusal> {
    let sheets = powers::queries::role_sheets(tx.conn(), tx.tenant(), &[parent]).await?;
    let sheet = powers::effective(parent, &sheets);
    if may_give(&tx.scope().powers, &sheet, sheet.everything) {
        Ok(())
    } else {
        Err(Refusal::field("parent", "role-beyond-own-powers"))
    }
}

fn may_give(powers: &Powers, sheet: &RoleSheet, everything: bool) -> bool {
    let listed = |actions: &Actions| Action::ALL.into_iter().filter(|a| actions.has(*a)).collect::<Vec<_>>();
    // A role with all fields for ever is handed on by someone who has them.
    let has_everything = powers
        .grants
        .iter()
        .any(|g| g.kind == "*" && g.reach == GrantReach::Group && *g.fields == FieldRules::Everything);
    (!everything || has_everything)
        && sheet.grants.iter().all(|((kind, _), a)| listed(a).into_iter().all(|x| gives_everywhere(powers, kind, x)))
        && sheet.capabilities.iter().all(|c| powers.capabilities.contains("*") || powers.capabilities.contains(c))
        && sheet.fields.iter().all(|(k, fields)| fields.iter().all(|(f, access)| *access <= own_access(powers, k, f)))
}
