//! Names of posts, roles and people for explanations, and whose powers someone may have explained.

use std::collections::{BTreeMap, HashMap, HashSet};

use async_trait::async_trait;
use kernel::sql::Query;
use kernel::{Access, Db, DbError, Id, Lang, Scope, Tenant};
use records::policy::Look;
use records::{Kind, Refusal, find};
use web::records::Explainer;

use super::{queries, scope_of_user};
use crate::nodes::dated;
use crate::roles;
use crate::users::USER;
use crate::users::authority::MANAGE;

/// The seam's filling.
pub struct Explanations;

#[async_trait]
impl Explainer for Explanations {
    async fn names(
        &self,
        db: &Db,
        tenant: Tenant,
        ids: &HashSet<Id>,
        lang: Lang,
    ) -> Result<HashMap<Id, String>, DbError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut names = HashMap::new();
        let role = if lang == Lang::En { "name_en" } else { "name_zh" };
        for (table, column) in [("nodes", "name"), ("users", "name"), ("roles", role)] {
            let mut q = Query::new();
            q.push("SELECT id, ").push(column).push(" FROM ").push(table).push(" WHERE tenant_id = ").bind(tenant);
            q.push(" AND id IN (").bind_all(ids.iter().copied()).push(")");
            for row in q.rows(db.read()).await? {
                names.insert(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            }
        }
        Ok(names)
    }

    async fn places(
        &self,
        db: &Db,
        tenant: Tenant,
        paths: &HashSet<String>,
    ) -> Result<HashMap<String, String>, DbError> {
        dated::names(db.read(), tenant, paths).await
    }

    async fn openers(
        &self,
        db: &Db,
        tenant: Tenant,
        kind: &Kind,
        lang: Lang,
    ) -> Result<BTreeMap<String, Vec<String>>, DbError> {
        let all = roles::queries::all(db.read(), tenant).await?;
        let ids: Vec<Id> = all.iter().map(|role| role.id).collect();
        let sheets = queries::role_sheets(db.read(), tenant, &ids).await?;
        let mut openers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for role in &all {
            let sheet = super::effective(role.id, &sheets);
            let reads = sheet.grants.keys().any(|(granted, _)| granted == kind.name || granted == "*");
            for field in kind.fields.iter().filter(|_| reads) {
                let listed = sheet.fields.get(kind.name).and_then(|fields| fields.get(field.name));
                if sheet.everything || listed == Some(&Access::Shown) {
                    openers.entry(field.name.to_owned()).or_default().push(role.name(lang).to_owned());
                }
            }
        }
        Ok(openers)
    }

    async fn scope_of(&self, db: &Db, asker: &Scope, user: Id) -> Result<Option<Scope>, DbError> {
        let look = Look::at(db, asker);
        let own = asker.user() == Some(user);
        // Only of people within one's own reach, and of nobody who may do more than oneself.
        let managed = asker.may(MANAGE) && find(&look, &USER, user, &[]).await?.is_some();
        if !own && !managed {
            return Ok(None);
        }
        match scope_of_user(db, asker.tenant, user, asker.request, asker.lang).await {
            Ok(scope) if own || super::within(&scope.powers, &asker.powers) => Ok(Some(scope)),
            Ok(_) | Err(Refusal::NotFound) => Ok(None),
            Err(Refusal::Database(error)) => Err(error),
            Err(other) => Err(DbError::Custom(other.to_string())),
        }
    }
}
