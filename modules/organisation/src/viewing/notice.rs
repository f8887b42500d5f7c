//! Whoever looks after a person hears of a case: those of the nearest place upwards where someone holds a function for
//! it. The person themselves is told nothing.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Tx};

use super::rules::{Finding, Unusual};
use super::{CAPABILITIES, queries};
use crate::nodes::prefixes;
use crate::notices::{NewNotice, tell};
use crate::powers::{self, effective, today};

const EVENT: &str = "viewing.unusual.v1";

pub(super) fn leave(tx: &mut Tx<'_>, case: Id, user: Id, path: &str, finding: &Finding) {
    let payload = serde_json::json!({
        "case": case, "path": path, "what": finding.what.name(), "counted": finding.counted,
    });
    tx.emit(EVENT, "user", user, payload);
}

/// Leaves the notices (`notice-viewing-…`).
pub struct Told;

#[async_trait]
impl Consumer for Told {
    fn name(&self) -> &'static str {
        "organisation.notices.viewing"
    }

    fn wants(&self, event: &str) -> bool {
        event == EVENT
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        let text = |name: &str| event.payload.get(name).and_then(|v| v.as_str()).unwrap_or_default();
        let Some(what) = Unusual::from_name(text("what")) else { return Ok(()) };
        let counted = event.payload.get("counted").cloned().unwrap_or_default();
        let notices = in_charge(tx, event.subject, text("path")).await?.into_iter().map(|user| NewNotice {
            user,
            kind: what.notice(),
            args: BTreeMap::from([("counted", counted.clone())]),
            subject: Some(("user", event.subject)),
            link: format!("/audit/viewing/{}", text("case")),
        });
        tell(tx, event, notices.collect()).await
    }
}

/// Who looks after someone at a path: the holders of a function at the nearest node upwards where there are any.
async fn in_charge(tx: &Tx<'_>, person: Id, path: &str) -> Result<BTreeSet<Id>, DbError> {
    let paths: BTreeSet<String> = prefixes(path).into_iter().collect();
    let posts = queries::posts_at(tx.conn(), tx.tenant(), &paths, today(tx.now())).await?;
    let roles: Vec<Id> = posts.iter().map(|(_, role, _)| *role).collect();
    let sheets = powers::queries::role_sheets(tx.conn(), tx.tenant(), &roles).await?;
    let gives = |role: Id| {
        let sheet = effective(role, &sheets);
        sheet.capabilities.contains("*") || CAPABILITIES.iter().any(|c| sheet.capabilities.contains(*c))
    };
    let mut holders: BTreeMap<usize, BTreeSet<Id>> = BTreeMap::new();
    for (user, role, at) in posts.into_iter().filter(|(user, ..)| *user != person) {
        if gives(role) {
            holders.entry(at.len()).or_default().insert(user);
        }
    }
    Ok(holders.pop_last().map(|(_, users)| users).unwrap_or_default())
}
