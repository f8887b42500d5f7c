//! Laying down the built-in roles, at founding and again at each upgrade.

use kernel::{Actions, Tx};
use records::{Kind, Refusal};

use super::builtin::{BUILTIN, grants_of};
use super::{Role, queries};
use crate::versions;

/// Makes the built-in roles that are missing, and tells each built-in role about kinds it has never heard of, with
/// the openness of their fields by class. What an administrator has set stays, and a new field of a known kind stays
/// closed.
pub async fn seed_roles(tx: &mut Tx<'_>, kinds: &[&'static Kind]) -> Result<(), Refusal> {
    for (position, builtin) in BUILTIN.iter().enumerate() {
        let (id, is_new) = match queries::find_by_code(tx.conn(), tx.tenant(), builtin.code).await? {
            Some(role) => (role.id, false),
            None => {
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
                (role.id, true)
            }
        };
        let known = queries::kinds_known(tx.conn(), tx.tenant(), id).await?;
        let unheard = |kind: &str| is_new || !known.iter().any(|k| k == kind);
        for (kind, level, actions) in grants_of(builtin.code) {
            if unheard(kind) {
                queries::set_grant(tx, id, kind, level, Actions::of(actions)).await?;
            }
        }
        for kind in kinds.iter().filter(|k| !builtin.everything && unheard(k.name)) {
            let fields = kind.fields.iter().map(|f| (f.name.to_owned(), builtin.openness.of(f))).collect();
            queries::set_fields(tx, id, kind.name, fields).await?;
        }
        if is_new {
            for capability in builtin.capabilities {
                queries::set_capability(tx, id, capability, true).await?;
            }
        }
    }
    versions::raise(tx).await?;
    Ok(())
}
