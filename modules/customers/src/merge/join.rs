//! Two files become one.

use std::collections::BTreeSet;

use kernel::crypto::Keys;
use kernel::scope::Place;
use kernel::{Access, Action, ConnectionTrait, DbError, Id, Tenant, Tx};
use records::commands::FieldError;
use records::custom::Values;
use records::operations::{self, NewOperation};
use records::policy::Look;
use records::{Kind, Refusal, custom, find};

use super::fields::{self, Dossier};
use super::model::{Choices, Kept};
use super::{folds, moves, phones, queries};
use crate::customer::{queries as customers, search};
use crate::engagements::{Engagement, queries as engagements};
use crate::kind::CUSTOMER;
use crate::seams::{Passage, Seams};
use crate::tags;

/// Makes `absorbed` a part of `survivor`, as both stood at these versions; the merge's id is returned. Whoever does it
/// must be allowed to merge either. Refuses `customer-merge-self`, and choices about fields that the actor does not see.
pub async fn merge(
    tx: &mut Tx<'_>,
    seams: &Seams,
    (survivor, version): (Id, i64),
    (absorbed, absorbed_version): (Id, i64),
    choices: &Choices,
) -> Result<Id, Refusal> {
    if survivor == absorbed {
        return Err(Refusal::field("absorbed", "customer-merge-self"));
    }
    queries::hold(tx, survivor, absorbed).await?;
    for id in [survivor, absorbed] {
        find::require(&Look::within(tx), &CUSTOMER, id, Action::Merge).await?;
    }
    let (own, other) = (load(tx, survivor).await?, load(tx, absorbed).await?);
    for (file, version) in [(&own, version), (&other, absorbed_version)] {
        if file.dossier.customer.version != version {
            return Err(Refusal::Conflict(file.dossier.customer.version));
        }
    }
    may_choose(tx, own.dossier.kind, choices, own.engagements.iter().chain(&other.engagements))?;
    joined(tx, seams, own, other, choices).await
}

/// As [`merge`], where it was decided that both are one person: by whoever answers a collision, who need not see the later
/// file. `choices` name no fields, so that the rules settle what stands on both.
pub(crate) async fn by_verdict(
    tx: &mut Tx<'_>,
    seams: &Seams,
    survivor: Id,
    absorbed: Id,
    choices: &Choices,
) -> Result<Id, Refusal> {
    queries::hold(tx, survivor, absorbed).await?;
    let (own, other) = (load(tx, survivor).await?, load(tx, absorbed).await?);
    joined(tx, seams, own, other, choices).await
}

async fn joined(tx: &mut Tx<'_>, seams: &Seams, own: File, other: File, choices: &Choices) -> Result<Id, Refusal> {
    let (survivor, version) = (own.dossier.customer.id, own.dossier.customer.version);
    let absorbed = other.dossier.customer.id;
    search::withdraw(tx, &own.anchors(), &own.terms).await?;
    search::withdraw(tx, &other.anchors(), &other.terms).await?;

    let sealed = queries::sealed(tx.conn(), tx.tenant(), survivor).await?;
    let draft = fields::taken(tx, &own.dossier, &other.dossier, sealed, choices);
    let mut columns = draft.columns;
    let name = draft.name.clone().unwrap_or_else(|| own.dossier.customer.name.clone());
    let sort_key = identifiers::pinyin::sort_key(&name);
    if !customers::change(tx, survivor, version, std::mem::take(&mut columns)).await? {
        return Err(Refusal::Conflict(version + 1));
    }
    custom::write(tx, own.dossier.kind, survivor, &draft.custom).await?;
    let mut rows = moves::over(tx, absorbed, survivor).await?;
    let folded = folds::over(tx, survivor, (&own.engagements, &other.engagements), choices, &sort_key).await?;
    rows.extend(folded.rows);
    if draft.name.is_some() {
        engagements::mirror_sort_key(tx, survivor, &sort_key).await?;
    }
    let chosen = choices.fields.get("phone").copied();
    let primaries = phones::settle(tx, survivor, (&own.phones, &other.phones), chosen).await?;
    let gone_over = tags::queries::pass(tx, absorbed, survivor).await?;
    customers::put_away(tx, absorbed).await?;
    let kept = Kept {
        fields: draft.fields.into_iter().map(|kept| kept.put_away(tx.keys(), own.dossier.kind, survivor)).collect(),
        id_number: draft.id_number,
        survivor_phone: primaries.survivor,
        absorbed_phone: primaries.absorbed,
        phone_after: primaries.after,
        tags: gone_over,
        folds: folded.folds,
    };
    let after = anchors_of(tx, survivor).await?;
    let passage = Passage {
        from: absorbed,
        to: survivor,
        before: own.anchors_with_stores().chain(other.anchors_with_stores()).collect(),
        from_after: Vec::new(),
        to_after: after,
    };
    for belonging in &seams.belongings {
        let gone = belonging.pass(tx, &passage, None).await?;
        rows.extend(gone.into_iter().map(|row| (belonging.name(), row)));
    }
    let id = tx.new_id();
    let number = other.dossier.customer.number.clone();
    queries::insert(tx, id, (survivor, absorbed, &number), choices.reason.as_deref(), &kept, &rows).await?;
    note_operation(tx, id, survivor, number, &passage.to_after).await?;
    search::lay(tx, survivor, &passage.to_after).await?;
    seams.tell(tx, &folded.changes).await?;
    tx.record_because("customer", survivor, "merge", draft.changes, choices.reason.clone());
    tx.record_because("customer", absorbed, "merged", vec![], choices.reason.clone());
    let told = serde_json::json!({ "merge": id, "survivor": survivor, "absorbed": absorbed });
    tx.emit("customer.merged.v1", "customer", survivor, told);
    Ok(id)
}

/// A merge stands among the other big changes, where it leads to its own page.
async fn note_operation(
    tx: &Tx<'_>,
    id: Id,
    survivor: Id,
    title: String,
    anchors: &[(Id, Option<Id>)],
) -> Result<(), DbError> {
    let place = match engagements::of_customer(tx.conn(), tx.tenant(), survivor).await?.as_slice() {
        [only] if anchors.len() == 1 => Some((only.store_id, only.path.clone())),
        _ => None,
    };
    let page = format!("/customers/{survivor}/merges/{id}");
    let new = NewOperation {
        id,
        kind: "merge".to_owned(),
        noun: CUSTOMER.name,
        title,
        asked: serde_json::json!({ "page": page }).to_string(),
        place,
        total: 2,
        job: None,
    };
    operations::queries::begin(tx, &new).await?;
    let counts = operations::Counts { changed: 2, ..operations::Counts::default() };
    operations::queries::finish(tx, id, 2, counts).await.map(drop)
}

/// A file before a merge or its undoing.
pub(super) struct File {
    pub dossier: Dossier,
    pub engagements: Vec<Engagement>,
    pub phones: Vec<crate::phones::Phone>,
    pub terms: BTreeSet<String>,
}

impl File {
    pub fn anchors(&self) -> Vec<Id> {
        self.engagements.iter().map(|e| e.id).collect()
    }

    pub fn anchors_with_stores(&self) -> impl Iterator<Item = (Id, Option<Id>)> + '_ {
        self.engagements.iter().map(|e| (e.id, Some(e.store_id)))
    }
}

/// Reads a file whole.
pub(super) async fn load(tx: &Tx<'_>, id: Id) -> Result<File, Refusal> {
    let customer = customers::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let (facts, id_number) = customers::facts(&Look::within(tx), id).await?.ok_or(Refusal::NotFound)?;
    let (kind, custom) = custom_of(tx.conn(), tx.keys(), tx.tenant(), id).await?;
    Ok(File {
        dossier: Dossier { customer, facts, id_number, kind, custom },
        engagements: engagements::of_customer(tx.conn(), tx.tenant(), id).await?,
        phones: crate::phones::queries::of(tx.conn(), tx.tenant(), id).await?,
        terms: customers::terms(tx.conn(), tx.tenant(), id).await?,
    })
}

/// All custom values of a customer, those of fields out of use among them, with the descriptor that knows them.
pub(super) async fn custom_of(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    tenant: Tenant,
    customer: Id,
) -> Result<(&'static Kind, Values), DbError> {
    let kind = custom::whole_kind_of(conn, tenant, &CUSTOMER).await?;
    let values = custom::of_records(conn, keys, tenant, kind, &[customer]).await?.remove(&customer).unwrap_or_default();
    Ok((kind, values))
}

/// The engagements of a customer with their stores, for search terms.
pub(super) async fn anchors_of(tx: &Tx<'_>, customer: Id) -> Result<Vec<(Id, Option<Id>)>, DbError> {
    let all = engagements::of_customer(tx.conn(), tx.tenant(), customer).await?;
    Ok(all.into_iter().map(|e| (e.id, Some(e.store_id))).collect())
}

/// Nobody chooses between values of which they see only a mask.
fn may_choose<'e>(
    tx: &Tx<'_>,
    kind: &'static Kind,
    choices: &Choices,
    engagements: impl Iterator<Item = &'e Engagement>,
) -> Result<(), Refusal> {
    let places: Vec<Place> = engagements.map(Engagement::place).collect();
    let closed = |field: &&String| {
        kind.field(field).is_none() || tx.scope().field_on("customer", field, &places) != Access::Shown
    };
    let errors: Vec<FieldError> = choices
        .fields
        .keys()
        .filter(closed)
        .map(|field| FieldError { field: field.clone(), code: "field-not-writable".into() })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}
