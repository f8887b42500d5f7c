//! Engagements in a merge: a store that knew only the absorbed file goes over with its engagement; where a store knew
//! both, the absorbed file's engagement is folded into the survivor's.

use kernel::journal::Change;
use kernel::{DbError, Id, Tx, Value};

use super::model::{Choices, FoldKept, Side, Standing};
use super::moves::{named, pass, pass_named};
use super::{queries, rules};
use crate::engagements::lines::{self, Classed, Moved};
use crate::engagements::{Engagement, queries as engagements};
use crate::seams::{EngagementChange, EngagementEvent};

const OWNER_LINES: (&str, &str, &str) = ("owner-line", "engagement_owners", "engagement_id");
const CLASS_LINES: (&str, &str, &str) = ("class-line", "engagement_classes", "engagement_id");
const SHARES: (&str, &str, &str) = ("share", "shares", "anchor_id");

/// The name under which engagements that went over whole are remembered.
pub(super) const ENGAGEMENT: &str = "engagement";

/// What became of the engagements.
#[derive(Default)]
pub(super) struct Folded {
    pub folds: Vec<FoldKept>,
    pub rows: Vec<(&'static str, Id)>,
    pub changes: Vec<EngagementChange>,
}

/// Lets the engagements of the absorbed file go over.
pub(super) async fn over(
    tx: &mut Tx<'_>,
    survivor: Id,
    absorbed: (&[Engagement], &[Engagement]),
    choices: &Choices,
    sort_key: &str,
) -> Result<Folded, DbError> {
    let (of_survivor, of_absorbed) = absorbed;
    let mut folded = Folded::default();
    for theirs in of_absorbed {
        match of_survivor.iter().find(|e| e.store_id == theirs.store_id) {
            None => {
                queries::give_engagement(tx, theirs.id, survivor, sort_key).await?;
                folded.rows.push((ENGAGEMENT, theirs.id));
            }
            Some(own) => {
                let side = choices.owners.get(&own.store_id).copied().unwrap_or(Side::Survivor);
                let (before, other) = (Standing::of(own), Standing::of(theirs));
                let after = rules::standing(&before, &other, side);
                stand(tx, own, &before, &after, choices.reason.as_deref()).await?;
                for (name, table, column) in [OWNER_LINES, CLASS_LINES, SHARES] {
                    let rows = pass(tx, (table, column), (theirs.id, own.id), |_| {}).await?;
                    folded.rows.extend(rows.into_iter().map(|row| (name, row)));
                }
                engagements::change(tx, theirs.id, vec![("deleted_at", tx.now().into())]).await?;
                tx.record("engagement", theirs.id, "merge", vec![]);
                folded.changes.extend(moved(own, &before, &after));
                folded.folds.push(FoldKept { absorbed: theirs.id, survivor: own.id, before, after });
            }
        }
        queries::own_lines(tx, theirs.id, survivor).await?;
    }
    Ok(folded)
}

/// Lets them go back. Of a folded engagement that was changed since, what was changed stays.
pub(super) async fn back(
    tx: &mut Tx<'_>,
    (survivor, absorbed): (Id, Id),
    folds: &[FoldKept],
    rows: &[(String, Id)],
    sort_key: &str,
) -> Result<Vec<EngagementChange>, DbError> {
    let mut changes = Vec::new();
    for id in named(rows, ENGAGEMENT) {
        if queries::take_engagement(tx, id, survivor, absorbed, sort_key).await? {
            queries::own_lines(tx, id, absorbed).await?;
        }
    }
    for fold in folds {
        for (name, table, column) in [OWNER_LINES, CLASS_LINES, SHARES] {
            pass_named(tx, (table, column), (fold.survivor, fold.absorbed), &named(rows, name)).await?;
        }
        engagements::change(tx, fold.absorbed, vec![("deleted_at", None::<i64>.into()), ("sort_key", sort_key.into())])
            .await?;
        queries::own_lines(tx, fold.absorbed, absorbed).await?;
        let Some(own) = engagements::by_ids(tx.conn(), tx.tenant(), &[fold.survivor]).await?.pop() else { continue };
        let now = Standing::of(&own);
        let after = taken_back(&now, fold);
        stand(tx, &own, &now, &after, None).await?;
        tx.record("engagement", fold.absorbed, "restore", vec![]);
        changes.extend(moved(&own, &now, &after));
    }
    Ok(changes)
}

/// How the survivor's engagement stands when a fold is undone: as before, but for what was changed since.
pub(super) fn taken_back(now: &Standing, fold: &FoldKept) -> Standing {
    let (before, after) = (&fold.before, &fold.after);
    let owner = if now.owner == after.owner && before.owner != after.owner { before } else { now };
    let class = if (&now.class, &now.grade) == (&after.class, &after.grade) { before } else { now };
    fn one<T: PartialEq + Clone>(now: &T, before: &T, after: &T) -> T {
        if now == after { before.clone() } else { now.clone() }
    }
    Standing {
        owner: owner.owner,
        path: owner.path.clone(),
        assigned_at: owner.assigned_at,
        class: class.class.clone(),
        grade: class.grade.clone(),
        source: one(&now.source, &before.source, &after.source),
        remark: one(&now.remark, &before.remark, &after.remark),
        next_contact_on: one(&now.next_contact_on, &before.next_contact_on, &after.next_contact_on),
        protected_until: one(&now.protected_until, &before.protected_until, &after.protected_until),
        touched_at: one(&now.touched_at, &before.touched_at, &after.touched_at),
        created_at: one(&now.created_at, &before.created_at, &after.created_at),
    }
}

/// A change of owner or place, for the followers.
fn moved(own: &Engagement, before: &Standing, after: &Standing) -> Option<EngagementChange> {
    ((before.owner, &before.path) != (after.owner, &after.path)).then(|| EngagementChange {
        event: EngagementEvent::Moved { from_owner: before.owner },
        engagement: own.id,
        customer: own.customer_id,
        store: own.store_id,
        owner: after.owner,
        path: after.path.clone(),
    })
}

/// Writes how an engagement stands, with the lines of its histories and the journal.
async fn stand(
    tx: &mut Tx<'_>,
    own: &Engagement,
    before: &Standing,
    after: &Standing,
    reason: Option<&str>,
) -> Result<(), DbError> {
    if before == after {
        return Ok(());
    }
    let mut columns: Vec<(&str, Value)> = vec![
        ("owner_id", after.owner.into()),
        ("path", after.path.as_str().into()),
        ("assigned_at", after.assigned_at.map(|at| at.0).into()),
        ("class", after.class.as_str().into()),
        ("grade", after.grade.clone().into()),
        ("source", after.source.clone().into()),
        ("remark", after.remark.clone().into()),
    ];
    columns.push(("next_contact_on", after.next_contact_on.into()));
    columns.push(("protected_until", after.protected_until.map(|at| at.0).into()));
    columns.push(("touched_at", after.touched_at.into()));
    columns.push(("created_at", after.created_at.into()));
    engagements::change(tx, own.id, columns).await?;
    let reason = reason.map(str::to_owned);
    if before.owner != after.owner {
        let line = Moved {
            engagement: own.id,
            customer: own.customer_id,
            store: own.store_id,
            from: before.owner,
            to: after.owner,
            at: tx.now(),
            rule: None,
            reason: reason.clone(),
        };
        lines::note_owners(tx, vec![line]).await?;
    }
    if (&before.class, &before.grade) != (&after.class, &after.grade) {
        let line = Classed {
            engagement: own.id,
            customer: own.customer_id,
            store: own.store_id,
            class: (Some(before.class.clone()), after.class.clone()),
            grade: (before.grade.clone(), after.grade.clone()),
            at: tx.now(),
            reason,
        };
        lines::note_classes(tx, vec![line]).await?;
    }
    let id = |id: Option<Id>| id.map(|id| id.to_string());
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    let changes: Vec<Change> = [
        Change::of("owner", id(before.owner), id(after.owner)),
        Change::of("class", Some(before.class.clone()), Some(after.class.clone())),
        Change::of("grade", before.grade.clone(), after.grade.clone()),
        Change::of("engagement_source", before.source.clone(), after.source.clone()),
        Change::of("remark", before.remark.clone(), after.remark.clone()),
        Change::of("next_contact_on", day(before.next_contact_on), day(after.next_contact_on)),
    ]
    .into_iter()
    .flatten()
    .collect();
    tx.record("engagement", own.id, "merge", changes);
    Ok(())
}
