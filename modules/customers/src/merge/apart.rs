//! One file becomes two again, also after later changes.

use kernel::{Action, Id, Tx};
use records::operations;
use records::policy::Look;
use records::{Refusal, custom, find};

use super::conflicts::{self, Conflict};
use super::model::{Kept, Merge};
use super::{fields, folds, join, moves, phones, queries};
use crate::customer::{queries as customers, search};
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;
use crate::seams::{Passage, Seams};
use crate::tags;

/// Undoes a merge: the absorbed file is back with everything that went along from it and is still there, and the
/// survivor stands as before. What was changed or added since stays with the survivor, and is returned. Refuses
/// `customer-merge-undone`, and `customer-merge-later` while the survivor itself is part of another file.
pub async fn undo(tx: &mut Tx<'_>, seams: &Seams, id: Id) -> Result<(Merge, Vec<Conflict>), Refusal> {
    let merge = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let (survivor, absorbed) = (merge.survivor_id, merge.absorbed_id);
    find::require(&Look::within(tx), &CUSTOMER, merge.keeper_id, Action::Merge).await?;
    if merge.keeper_id != survivor {
        return Err(Refusal::Rule("customer-merge-later"));
    }
    queries::hold(tx, survivor, absorbed).await?;
    if !queries::undone(tx, id).await? {
        return Err(Refusal::Rule("customer-merge-undone"));
    }
    let kept: Kept = merge.kept(tx.keys())?;
    let left = conflicts::of(tx.conn(), &Look::within(tx), &merge).await?;
    let rows = queries::rows(tx.conn(), tx.tenant(), id).await?;
    let own = join::load(tx, survivor).await?;
    // As it was found until now; the number of the absorbed file no longer counts, which `undone` has just settled.
    let mut terms = own.terms.clone();
    terms.extend(identifiers::search_terms::number_terms(&merge.absorbed_number));
    search::withdraw(tx, &own.anchors(), &terms).await?;

    moves::back(tx, survivor, absorbed, &rows).await?;
    tags::queries::pass_named(tx, survivor, absorbed, &kept.tags).await?;
    queries::bring_back(tx, absorbed).await?;
    let theirs = customers::find(tx.conn(), tx.tenant(), absorbed).await?.ok_or(Refusal::NotFound)?;
    let their_key = identifiers::pinyin::sort_key(&theirs.name);
    let changes = folds::back(tx, (survivor, absorbed), &kept.folds, &rows, &their_key).await?;
    phones::settle_back(tx, absorbed, kept.absorbed_phone, None).await?;
    phones::settle_back(tx, survivor, kept.survivor_phone, kept.phone_after).await?;

    let hash = queries::sealed(tx.conn(), tx.tenant(), survivor).await?.hash;
    let has_phone = !crate::phones::queries::of(tx.conn(), tx.tenant(), survivor).await?.is_empty();
    let draft = fields::given_back(&own.dossier, &kept.fields, kept.id_number.as_ref(), hash.as_deref(), has_phone);
    if !customers::change(tx, survivor, own.dossier.customer.version, draft.columns).await? {
        return Err(Refusal::Conflict(own.dossier.customer.version + 1));
    }
    custom::write(tx, own.dossier.kind, survivor, &draft.custom).await?;
    if let Some(name) = &draft.name {
        engagements::mirror_sort_key(tx, survivor, &identifiers::pinyin::sort_key(name)).await?;
    }
    let passage = Passage {
        from: survivor,
        to: absorbed,
        before: own.anchors_with_stores().collect(),
        from_after: join::anchors_of(tx, survivor).await?,
        to_after: join::anchors_of(tx, absorbed).await?,
    };
    for belonging in &seams.belongings {
        belonging.pass(tx, &passage, Some(&moves::named(&rows, belonging.name()))).await?;
    }
    search::lay(tx, survivor, &passage.from_after).await?;
    search::lay(tx, absorbed, &passage.to_after).await?;
    seams.tell(tx, &changes).await?;
    operations::undo::done_elsewhere(tx, id).await?;
    tx.record("customer", survivor, "unmerge", draft.changes);
    tx.record("customer", absorbed, "unmerge", vec![]);
    let told = serde_json::json!({ "merge": id, "survivor": survivor, "absorbed": absorbed });
    tx.emit("customer.unmerged.v1", "customer", survivor, told);
    Ok((merge, left))
}
