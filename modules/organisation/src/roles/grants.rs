//! What a role may do with one kind, and its name in the ledger of seeds.

use std::collections::BTreeMap;

use kernel::{Actions, DbError, Tx};

use super::Role;
use super::builtin::grants_of;
use crate::powers::{self, Level};

/// Actions by level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Grants(pub BTreeMap<Level, Actions>);

impl Grants {
    /// What this release gives a built-in role, by kind.
    pub fn of_role(code: &str) -> BTreeMap<&'static str, Grants> {
        let mut kinds: BTreeMap<&'static str, Grants> = BTreeMap::new();
        for (kind, level, actions) in grants_of(code) {
            kinds.entry(kind).or_default().0.insert(level, Actions::of(actions));
        }
        kinds
    }

    /// What stands in the database.
    pub async fn standing(tx: &Tx<'_>, role: &Role, kind: &str) -> Result<Grants, DbError> {
        let sheets = powers::queries::role_sheets(tx.conn(), tx.tenant(), &[role.id]).await?;
        let all = sheets.get(&role.id).map(|sheet| sheet.grants.iter()).into_iter().flatten();
        Ok(Grants(all.filter(|((k, _), _)| k == kind).map(|((_, level), actions)| (*level, *actions)).collect()))
    }

    /// Its name in the ledger: it tells all of it, so that what stands can be held against what was laid down.
    pub fn name(&self, role: &str, kind: &str) -> String {
        let parts: Vec<String> =
            self.0.iter().map(|(level, actions)| format!("{}={}", level.name(), actions.0)).collect();
        format!("{}{}", grants_of_kind(role, kind), parts.join(","))
    }
}

/// How the names of all that was laid down for a role and a kind begin.
pub(super) fn grants_of_kind(role: &str, kind: &str) -> String {
    format!("role/{role}/grants/{kind}/")
}
