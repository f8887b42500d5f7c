//! What other modules keep in step with an engagement: sales knows by an opportunity how someone stands with a store and
//! when they are due.

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx};
use records::Refusal;

use super::model::Engagement;
use super::rules::{Class, Conversion, conversion};
use super::{classes, queries};
use crate::assignment::{By, move_to};
use crate::customer::context;
use crate::places;
use crate::seams::Seams;

/// How someone stands with a store from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace<'a> {
    /// The class, where the way there asks for no reason; other classes stay.
    pub class: Option<Class>,
    /// The grade; none leaves it.
    pub grade: Option<&'a str>,
    /// When the next contact is due; none is not planned.
    pub next_contact_on: Option<NaiveDate>,
    /// The last contact, where there was one.
    pub touched_at: Option<Instant>,
}

/// The engagement of a customer with a store, whoever asks: permission is the caller's matter.
pub async fn standing(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customer: Id,
    store: Id,
) -> Result<Option<Engagement>, DbError> {
    queries::at_store(conn, tenant, customer, store).await
}

/// Lets an engagement keep step. Permission is the caller's matter.
pub async fn keep(tx: &mut Tx<'_>, engagement: &Engagement, pace: Pace<'_>) -> Result<(), Refusal> {
    let from = Class::from_name(&engagement.class);
    let free = |to: &Class| from.is_none_or(|from| conversion(from, *to) == Some(Conversion::Free));
    let class = pace.class.filter(free).map_or(engagement.class.as_str(), |class| class.name());
    let grade = pace.grade.map(str::to_owned).or_else(|| engagement.grade.clone());
    classes::change(tx, engagement, class, grade, None).await?;
    if engagement.next_contact_on != pace.next_contact_on || class != engagement.class || pace.grade.is_some() {
        queries::change(tx, engagement.id, vec![("next_contact_on", pace.next_contact_on.into())]).await?;
    }
    if let Some(at) = pace.touched_at {
        queries::touch(tx, &[engagement.id], at).await?;
    }
    Ok(())
}

/// Gives an engagement to someone with a post in its store, on a rule of the house and not by anybody's permission: who
/// takes a customer from the pool. Refuses `customer-owner-elsewhere`.
pub async fn hand(
    tx: &mut Tx<'_>,
    seams: &Seams,
    engagement: &Engagement,
    owner: Id,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let found = places::owners(tx.conn(), tx.tenant(), engagement.store_id, &[owner], context(tx.now()).today).await?;
    let path = found.into_iter().next().map(|o| o.path);
    let path = path.ok_or_else(|| Refusal::field("owner", "customer-owner-elsewhere"))?;
    move_to(tx, seams, engagement, Some(owner), path, By { rule: None, reason }).await
}
