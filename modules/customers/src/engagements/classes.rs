//! Class and grade changes with who, when and why (CUS-06).

use kernel::journal::Change;
use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Input, Refusal, find};

use super::lines::{self, Classed};
use super::model::Engagement;
use super::queries;
use super::rules::{Class, Conversion, conversion, grade_for, next_contact};
use crate::customer::context;
use crate::kind::CUSTOMER;
use crate::timeline::{self, NewEntry};

/// Converts the engagement of a customer that the actor may edit at a store.
pub async fn convert(
    tx: &mut Tx<'_>,
    customer: Id,
    store: Id,
    class: &str,
    grade: Option<String>,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let engagement = editable_at(tx, customer, store).await?;
    if let Some(grade) = &grade {
        let input = Input::from_iter([("grade", grade.as_str())]);
        organisation::dictionaries::check(tx, &CUSTOMER, Some(customer), &input, &[]).await?;
    }
    change(tx, &engagement, class, grade, reason).await
}

/// The engagement with a store, if the actor may edit it there.
pub(crate) async fn editable_at(tx: &Tx<'_>, customer: Id, store: Id) -> Result<Engagement, Refusal> {
    let anchors = find::require(&Look::within(tx), &CUSTOMER, customer, Action::Edit).await?;
    let mine = queries::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    mine.into_iter().find(|e| e.store_id == store).ok_or(Refusal::NotFound)
}

/// Changes class and grade of an engagement. Refuses `customer-class-unknown`, `customer-class-not-convertible` and
/// `customer-class-needs-reason`. The next contact follows the grade; nothing is written when both stand so already.
pub(crate) async fn change(
    tx: &mut Tx<'_>,
    engagement: &Engagement,
    class: &str,
    grade: Option<String>,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let to = Class::from_name(class).ok_or_else(|| Refusal::field("class", "customer-class-unknown"))?;
    let grade = grade_for(to, grade.as_deref());
    let reason = reason.filter(|r| !r.trim().is_empty());
    if engagement.class != class {
        // A class that a later release wrote may be left freely.
        let how = Class::from_name(&engagement.class).map_or(Some(Conversion::Free), |from| conversion(from, to));
        match how {
            None => return Err(Refusal::field("class", "customer-class-not-convertible")),
            Some(Conversion::WithReason) if reason.is_none() => {
                return Err(Refusal::field("reason", "customer-class-needs-reason"));
            }
            Some(_) => {}
        }
    } else if engagement.grade == grade {
        return Ok(());
    }
    let due = match (&grade, engagement.grade == grade) {
        (Some(grade), false) => next_contact(grade, context(tx.now()).today),
        _ => engagement.next_contact_on,
    };
    let columns = vec![
        ("class", class.into()),
        ("grade", grade.clone().into()),
        ("next_contact_on", due.into()),
        ("touched_at", tx.now().into()),
    ];
    queries::change(tx, engagement.id, columns).await?;
    let line = Classed {
        engagement: engagement.id,
        customer: engagement.customer_id,
        store: engagement.store_id,
        class: (Some(engagement.class.clone()), class.to_owned()),
        grade: (engagement.grade.clone(), grade.clone()),
        at: tx.now(),
        reason: reason.clone(),
    };
    lines::note_classes(tx, vec![line]).await?;
    let class_change = Change::of("class", Some(engagement.class.clone()), Some(class.to_owned()));
    let changes =
        class_change.into_iter().chain(Change::of("grade", engagement.grade.clone(), grade.clone())).collect();
    tx.record_because("engagement", engagement.id, "class", changes, reason.clone());
    let data =
        serde_json::json!({ "from": engagement.class, "to": class, "from_grade": engagement.grade, "grade": grade });
    let mut entry = NewEntry::at_store(engagement.store_id, engagement.path.clone(), "class").with(data.clone());
    entry.body = reason;
    timeline::write(tx, vec![(engagement.customer_id, entry)]).await?;
    tx.emit(
        "customer.class_changed.v1",
        "customer",
        engagement.customer_id,
        serde_json::json!({ "engagement": engagement.id, "store": engagement.store_id, "change": data }),
    );
    Ok(())
}
