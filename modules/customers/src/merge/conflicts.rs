//! What was changed on the survivor since a merge: undoing leaves it as it stands.

use kernel::{ConnectionTrait, DbError, Id};
use records::policy::Look;

use super::model::{Kept, Merge, Standing};
use super::{fields, folds, join};
use crate::customer::queries as customers;
use crate::engagements::queries as engagements;

/// A fact that was changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The store whose fact it is; none for a fact of the customer.
    pub store: Option<Id>,
    /// The field's name in the descriptor.
    pub field: &'static str,
}

/// What undoing a merge would leave as it stands. Values are not told, so nothing is masked.
pub async fn conflicts<C: ConnectionTrait>(look: &Look<'_, C>, merge: &Merge) -> Result<Vec<Conflict>, DbError> {
    of(look.conn, look, merge).await
}

pub(super) async fn of<C: ConnectionTrait, D: ConnectionTrait>(
    conn: &C,
    look: &Look<'_, D>,
    merge: &Merge,
) -> Result<Vec<Conflict>, DbError> {
    let kept: Kept = merge.kept(look.keys)?;
    let mut found = Vec::new();
    if let Some((facts, _)) = customers::facts(look, merge.survivor_id).await? {
        let (whole, values) = join::custom_of(conn, look.keys, look.scope.tenant, merge.survivor_id).await?;
        let changed = fields::disputed(&facts, (whole, &values), &kept.fields);
        found.extend(changed.into_iter().map(|field| Conflict { store: None, field }));
    }
    let own: Vec<Id> = kept.folds.iter().map(|fold| fold.survivor).collect();
    for engagement in engagements::by_ids(conn, look.scope.tenant, &own).await? {
        let Some(fold) = kept.folds.iter().find(|fold| fold.survivor == engagement.id) else { continue };
        let now = Standing::of(&engagement);
        let back = folds::taken_back(&now, fold);
        let (before, after) = (&fold.before, &fold.after);
        let store = Some(engagement.store_id);
        // Only what the merge changed is left: a fact that it did not touch goes its own way. Class and grade are one.
        let graded = (&before.class, &before.grade) != (&after.class, &after.grade);
        let differs = [
            ("owner", before.owner != after.owner && back.owner != before.owner),
            ("class", graded && back.class != before.class),
            ("grade", graded && back.grade != before.grade),
            ("engagement_source", before.source != after.source && back.source != before.source),
            ("remark", before.remark != after.remark && back.remark != before.remark),
            (
                "next_contact_on",
                before.next_contact_on != after.next_contact_on && back.next_contact_on != before.next_contact_on,
            ),
        ];
        found.extend(differs.into_iter().filter(|(_, yes)| *yes).map(|(field, _)| Conflict { store, field }));
    }
    Ok(found)
}
