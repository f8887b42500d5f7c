//! Laying down the built-in roles, at founding and again at each upgrade.

use kernel::journal::Change;
use kernel::{Actions, Tx};
use records::{Kind, Refusal};

use super::builtin::{BUILTIN, Builtin, grants_of};
use super::grants::{Grants, grants_of_kind};
use super::{Role, queries};
use crate::seeds::Ledger;
use crate::versions;

/// Names in the ledger of all that [`seed_roles`] lays down.
pub(crate) fn seed_names(kinds: &[&'static Kind]) -> Vec<String> {
    let of_role = |builtin: &Builtin| -> Vec<String> {
        let granted = grants_of(builtin.code).into_iter().map(|(kind, _, _)| kind);
        let known = kinds.iter().map(|k| k.name).filter(|_| !builtin.everything);
        let of_kinds = granted.chain(known).map(|kind| kind_name(builtin.code, kind));
        let grants = Grants::of_role(builtin.code).into_iter().map(|(kind, grants)| grants.name(builtin.code, kind));
        let capabilities = builtin.capabilities.iter().map(|name| capability_name(builtin.code, name));
        of_kinds.chain(grants).chain(capabilities).chain([format!("role/{}", builtin.code)]).collect()
    };
    BUILTIN.iter().flat_map(of_role).collect()
}

fn kind_name(role: &str, kind: &str) -> String {
    format!("role/{role}/kind/{kind}")
}

fn capability_name(role: &str, capability: &str) -> String {
    format!("role/{role}/capability/{capability}")
}

/// Makes the built-in roles that are missing, and tells each built-in role about kinds and functions it has never heard
/// of, with the openness of the kinds' fields by class. What a role may do with a kind it knows is raised where it stands
/// as an earlier release laid it down. What an administrator has set stays, what they took away does not come back, and
/// a new field of a known kind stays closed.
pub async fn seed_roles(tx: &mut Tx<'_>, kinds: &[&'static Kind]) -> Result<(), Refusal> {
    let mut ledger = Ledger::load(tx.conn(), tx.tenant()).await?;
    for (position, builtin) in BUILTIN.iter().enumerate() {
        ledger.is_due(format!("role/{}", builtin.code));
        let (role, is_new) = match queries::find_by_code(tx.conn(), tx.tenant(), builtin.code).await? {
            Some(role) => (role, false),
            None => (add(tx, builtin, position).await?, true),
        };
        tell(tx, &mut ledger, builtin, &role, is_new, kinds).await?;
    }
    if ledger.keep(tx).await? {
        versions::raise(tx).await?;
    }
    Ok(())
}

async fn add(tx: &Tx<'_>, builtin: &Builtin, position: usize) -> Result<Role, Refusal> {
    let role = Role {
        id: tx.new_id(),
        code: builtin.code.into(),
        name_zh: builtin.name_zh.into(),
        name_en: builtin.name_en.into(),
        parent_id: None,
        everything: builtin.everything,
        builtin: true,
        position: position as i64,
        version: 1,
    };
    queries::insert(tx, &role).await?;
    Ok(role)
}

/// Lays down what a role has never heard of. A role that has just been made has heard of nothing.
async fn tell(
    tx: &mut Tx<'_>,
    ledger: &mut Ledger,
    builtin: &Builtin,
    role: &Role,
    is_new: bool,
    kinds: &[&'static Kind],
) -> Result<(), Refusal> {
    let known = queries::kinds_known(tx.conn(), tx.tenant(), role.id).await?;
    let mut changes = Vec::new();
    let granted = grants_of(builtin.code);
    let mut names: Vec<&str> = granted.iter().map(|(kind, _, _)| *kind).collect();
    names.extend(kinds.iter().map(|k| k.name).filter(|_| !builtin.everything));
    names.sort_unstable();
    names.dedup();
    for name in names {
        let due = ledger.is_due(kind_name(builtin.code, name));
        let wanted = Grants::of_role(builtin.code).remove(name).unwrap_or_default();
        let raised = !wanted.0.is_empty() && ledger.is_due(wanted.name(builtin.code, name));
        if !is_new && (!due || known.iter().any(|k| k == name)) {
            if raised {
                changes.extend(raise(tx, ledger, builtin, role, name, &wanted).await?);
            }
            continue;
        }
        for (kind, level, actions) in granted.iter().filter(|(kind, _, _)| *kind == name) {
            queries::set_grant(tx, role.id, kind, *level, Actions::of(actions)).await?;
        }
        if let Some(kind) = kinds.iter().find(|k| k.name == name).filter(|_| !builtin.everything) {
            let fields = kind.fields.iter().map(|f| (f.name.to_owned(), builtin.openness.of(f))).collect();
            queries::set_fields(tx, role.id, kind.name, fields).await?;
        }
        changes.extend(Change::of(&format!("kind.{name}"), None, Some("true".into())));
    }
    for capability in builtin.capabilities {
        if ledger.is_due(capability_name(builtin.code, capability)) || is_new {
            queries::set_capability(tx, role.id, capability, true).await?;
            changes.extend(Change::of(&format!("capability.{capability}"), None, Some("true".into())));
        }
    }
    // The making of a role is the founding's or the upgrade's own; a role that people hold already is changed for them.
    if !is_new && !changes.is_empty() {
        queries::touch(tx, role.id).await?;
        tx.record("role", role.id, "update", changes);
    }
    Ok(())
}

/// Gives a role what a release gives beyond the one before. Where anyone has changed what the role may do with the kind,
/// all of it stays as it is; and nothing is taken away, because that is not an upgrade's to do.
async fn raise(
    tx: &mut Tx<'_>,
    ledger: &Ledger,
    builtin: &Builtin,
    role: &Role,
    kind: &str,
    wanted: &Grants,
) -> Result<Vec<Change>, Refusal> {
    let stands = Grants::standing(tx, role, kind).await?;
    let earlier = ledger.laid_below(&grants_of_kind(builtin.code, kind), &wanted.name(builtin.code, kind));
    // The first releases kept no account of grants; a role that nobody has touched is as they laid it down.
    let untouched = match earlier.is_empty() {
        true => role.version == 1,
        false => earlier.contains(&stands.name(builtin.code, kind)),
    };
    let mut changes = Vec::new();
    for (level, actions) in wanted.0.iter().filter(|_| untouched) {
        let before = stands.0.get(level).copied().unwrap_or_default();
        let after = Actions(before.0 | actions.0);
        if after != before {
            queries::set_grant(tx, role.id, kind, *level, after).await?;
            let field = format!("grant.{kind}.{}", level.name());
            changes.extend(Change::of(&field, before.names(), after.names()));
        }
    }
    Ok(changes)
}
