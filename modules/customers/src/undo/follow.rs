//! What follows when rows of customers go back: search terms, the first number, histories, how complete a file is, and
//! those who follow engagements.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, Id, Tx};
use records::operations::{Following, Image, Plan, Step, id};
use records::policy::Look;

use super::queries::{self as own, Standing};
use super::tables::{CUSTOMERS, ENGAGEMENTS, PHONES};
use crate::customer::model::notes;
use crate::customer::{completeness, queries, search};
use crate::engagements::lines::{self, Classed, Moved};
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;
use crate::phones;
use crate::seams::{EngagementChange, EngagementEvent, Seams};
use crate::timeline::{self, NewEntry};

/// What stood before.
pub(super) struct Follow {
    seams: Arc<Seams>,
    /// Terms and engagements of customers that are found otherwise afterwards.
    found: HashMap<Id, (BTreeSet<String>, Vec<Id>)>,
}

impl Follow {
    pub async fn prepare(tx: &Tx<'_>, seams: Arc<Seams>, plans: &[Plan]) -> Result<Follow, DbError> {
        let mut found = HashMap::new();
        for plan in plans.iter().filter(|p| p.steps.iter().any(is_found_by)) {
            let terms = queries::terms(tx.conn(), tx.tenant(), plan.record).await?;
            let anchors = engagements::of_customer(tx.conn(), tx.tenant(), plan.record).await?;
            found.insert(plan.record, (terms, anchors.into_iter().map(|e| e.id).collect()));
        }
        Ok(Follow { seams, found })
    }
}

/// Whether a step changes by what, or where, a customer is found.
fn is_found_by(step: &Step) -> bool {
    match step {
        Step::Restore { table, field, .. } => *table == CUSTOMERS && *field == "name",
        Step::Remove { table, .. } | Step::Lay { table, .. } => matches!(*table, PHONES | ENGAGEMENTS),
        Step::Away => false,
    }
}

#[async_trait]
impl Following for Follow {
    async fn settle(self: Box<Self>, tx: &mut Tx<'_>, plans: &[Plan]) -> Result<(), DbError> {
        let ids: Vec<Id> =
            plans.iter().flat_map(|p| &p.steps).filter_map(|step| row_of(step, ENGAGEMENTS)?.parse().ok()).collect();
        let standing: HashMap<Id, Standing> =
            own::engagements(tx.conn(), tx.tenant(), "id", &ids).await?.into_iter().map(|e| (e.id, e)).collect();
        let mut changes = Vec::new();
        for plan in plans {
            if plan.steps.iter().any(|s| row_of(s, PHONES).is_some()) {
                first_number(tx, plan.record).await?;
            }
            if let Some(name) = restored_name(plan) {
                engagements::mirror_sort_key(tx, plan.record, &identifiers::pinyin::sort_key(name)).await?;
            }
            self.terms(tx, plan.record).await?;
            changes.extend(dated(tx, plan, &standing).await?);
            if plan.steps.iter().any(|s| row_of(s, CUSTOMERS).is_some() || row_of(s, PHONES).is_some()) {
                score(tx, plan.record).await?;
            }
            let fields: BTreeSet<&str> = plan.steps.iter().filter_map(field_of).collect();
            tx.emit("customer.updated.v1", "customer", plan.record, serde_json::json!({ "fields": fields }));
        }
        self.seams.tell(tx, &changes).await
    }
}

impl Follow {
    async fn terms(&self, tx: &Tx<'_>, customer: Id) -> Result<(), DbError> {
        let Some((old, before)) = self.found.get(&customer) else { return Ok(()) };
        let new = queries::terms(tx.conn(), tx.tenant(), customer).await?;
        let now = engagements::of_customer(tx.conn(), tx.tenant(), customer).await?;
        let anchors = |known: bool| -> Vec<(Id, Option<Id>)> {
            now.iter().filter(|e| before.contains(&e.id) == known).map(|e| (e.id, Some(e.store_id))).collect()
        };
        let gone: Vec<Id> = before.iter().copied().filter(|id| !now.iter().any(|e| e.id == *id)).collect();
        search::withdraw(tx, &gone, old).await?;
        records::search::reindex(tx, &CUSTOMER, customer, &anchors(true), old, &new).await?;
        records::search::reindex(tx, &CUSTOMER, customer, &anchors(false), &BTreeSet::new(), &new).await
    }
}

/// The row of a table that a step speaks of.
fn row_of(step: &Step, wanted: usize) -> Option<&str> {
    match step {
        Step::Restore { table, key, .. } | Step::Remove { table, key, .. } | Step::Lay { table, key, .. } => {
            (*table == wanted).then_some(key.as_str())
        }
        Step::Away => None,
    }
}

fn field_of(step: &Step) -> Option<&'static str> {
    match step {
        Step::Restore { field, .. } => Some(field),
        _ => None,
    }
}

fn restored_name(plan: &Plan) -> Option<&str> {
    plan.steps.iter().find_map(|step| match step {
        Step::Restore { table: CUSTOMERS, field: "name", to, .. } => to.get("name").and_then(|name| name.as_str()),
        _ => None,
    })
}

/// Where numbers came or went, one of those that are left is the first, and the file shows that one.
async fn first_number(tx: &Tx<'_>, customer: Id) -> Result<(), DbError> {
    let all = phones::queries::of(tx.conn(), tx.tenant(), customer).await?;
    let shown = queries::find(tx.conn(), tx.tenant(), customer).await?.and_then(|file| file.phone);
    // What the file shows has gone back, or was chosen since; of the others those marked as first come first.
    let first = all.iter().find(|p| Some(&p.phone) == shown.as_ref()).or(all.first());
    phones::queries::set_primary(tx, customer, first.map(|p| p.id)).await
}

async fn score(tx: &Tx<'_>, customer: Id) -> Result<(), DbError> {
    let Some(file) = queries::find(tx.conn(), tx.tenant(), customer).await? else { return Ok(()) };
    let Some((facts, id_number)) = queries::facts(&Look::within(tx), customer).await? else { return Ok(()) };
    let doubts = notes(file.doubts.as_deref());
    let score = completeness::of(&facts, file.phone.is_some(), id_number.is_some(), &doubts).score;
    own::score(tx, customer, score).await
}

/// Owners and classes that go back are facts of their own day, with lines in histories and timelines; followers are told
/// of what moved, came or went.
async fn dated(
    tx: &mut Tx<'_>,
    plan: &Plan,
    standing: &HashMap<Id, Standing>,
) -> Result<Vec<EngagementChange>, DbError> {
    let mut changes = Vec::new();
    let mut classed: BTreeSet<Id> = BTreeSet::new();
    for step in &plan.steps {
        let Some(e) = row_of(step, ENGAGEMENTS).and_then(|key| standing.get(&key.parse().ok()?)) else { continue };
        let change = |event| EngagementChange {
            event,
            engagement: e.id,
            customer: e.customer_id,
            store: e.store_id,
            owner: e.owner_id,
            path: e.path.clone(),
        };
        match step {
            Step::Remove { .. } => changes.push(change(EngagementEvent::Removed)),
            Step::Lay { .. } => changes.push(change(EngagementEvent::Created)),
            Step::Restore { field: "owner", now, .. } => {
                let from = now.get("owner_id").and_then(id);
                moved_back(tx, e, from).await?;
                changes.push(change(EngagementEvent::Moved { from_owner: from }));
            }
            Step::Restore { field: "class" | "grade", .. } if classed.insert(e.id) => {
                class_back(tx, e, plan).await?;
            }
            _ => {}
        }
    }
    Ok(changes)
}

async fn moved_back(tx: &mut Tx<'_>, e: &Standing, from: Option<Id>) -> Result<(), DbError> {
    let line = Moved {
        engagement: e.id,
        customer: e.customer_id,
        store: e.store_id,
        from,
        to: e.owner_id,
        at: tx.now(),
        rule: None,
        reason: None,
    };
    lines::note_owners(tx, vec![line]).await?;
    let data = serde_json::json!({ "from": from, "to": e.owner_id, "rule": null });
    let entry = NewEntry::at_store(e.store_id, e.path.clone(), "assignment").with(data.clone());
    timeline::write(tx, vec![(e.customer_id, entry)]).await?;
    let told = serde_json::json!({ "engagement": e.id, "store": e.store_id, "change": data });
    tx.emit("customer.assigned.v1", "customer", e.customer_id, told);
    Ok(())
}

async fn class_back(tx: &mut Tx<'_>, e: &Standing, plan: &Plan) -> Result<(), DbError> {
    let before = |wanted: &str| -> Option<Image> {
        plan.steps.iter().find_map(|step| match step {
            Step::Restore { table: ENGAGEMENTS, key, field, now, .. }
                if *field == wanted && *key == e.id.to_string() =>
            {
                Some(now.clone())
            }
            _ => None,
        })
    };
    let text = |image: &Image, column: &str| image.get(column).and_then(|v| v.as_str()).map(str::to_owned);
    let class = before("class").map_or_else(|| Some(e.class.clone()), |image| text(&image, "class"));
    let grade = before("grade").map_or_else(|| e.grade.clone(), |image| text(&image, "grade"));
    let data = serde_json::json!({ "from": class, "to": e.class, "from_grade": grade, "grade": e.grade });
    let line = Classed {
        engagement: e.id,
        customer: e.customer_id,
        store: e.store_id,
        class: (class, e.class.clone()),
        grade: (grade, e.grade.clone()),
        at: tx.now(),
        reason: None,
    };
    lines::note_classes(tx, vec![line]).await?;
    let entry = NewEntry::at_store(e.store_id, e.path.clone(), "class").with(data.clone());
    timeline::write(tx, vec![(e.customer_id, entry)]).await?;
    let told = serde_json::json!({ "engagement": e.id, "store": e.store_id, "change": data });
    tx.emit("customer.class_changed.v1", "customer", e.customer_id, told);
    Ok(())
}
