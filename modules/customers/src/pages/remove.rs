//! Putting a customer away, and bringing them back: undo beats confirm.

use axum::http::HeaderName;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Action, Id, Instant, Tx};
use maud::html;
use records::policy::Look;
use records::{Refusal, require};
use ui::{Button, Crumb, Empty, Icon, Shell};
use web::Problem;
use web::records::Call;

use super::desk::{Desk, address};
use super::queries;
use crate::customer::{delete, queries as customers, search};
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;
use crate::seams::{EngagementChange, EngagementEvent, Seams};

/// How long whoever put a customer away may bring them back by themselves.
const UNDO_SECONDS: i64 = 3600;

/// Puts the customer away, as the file stands.
pub(super) async fn remove(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let known = customers::find(tx.conn(), tx.tenant(), customer).await?.ok_or_else(Problem::not_found)?;
    delete::delete(&mut tx, &desk.seams(), customer, known.version).await?;
    tx.commit().await?;
    let after = address(customer, "removal");
    if call.is_part() {
        return Ok(([(HeaderName::from_static("hx-redirect"), after)], "").into_response());
    }
    Ok(Redirect::to(&after).into_response())
}

/// What stands in the place of the file for whoever put it away: that it is gone, and the way back.
pub(super) async fn page(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let tx = call.app.db.write(&call.visitor.scope).await?;
    let found = queries::last_put_away(&tx, customer, tx.now().plus_seconds(-UNDO_SECONDS)).await?;
    tx.rollback().await?;
    if found.is_none() {
        return Err(Problem::not_found());
    }
    let action = address(customer, "restoration");
    let undo = html! {
        form method="post" action=(action) data-once { (Button::new(desk.t("ui-undo")).primary().icon(Icon::Undo).render()) }
    };
    let body = Empty::new(desk.p("removed"), desk.p("removed-text")).action(undo).render();
    let crumbs = vec![Crumb::new(desk.t("kind-customer-plural"), "/customers")];
    Ok(desk
        .page
        .show(Shell { title: desk.p("removed").into_owned(), crumbs, body, ..Shell::default() })
        .into_response())
}

/// Brings back what the visitor put away within the hour.
pub(super) async fn restore(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    queries::one_by_one(&tx).await?;
    let since = tx.now().plus_seconds(-UNDO_SECONDS);
    match queries::last_put_away(&tx, customer, since).await? {
        Some(at) => bring_back(&mut tx, &desk.seams(), customer, at).await?,
        // Sent twice: what is back is back.
        None => drop(require(&Look::within(&tx), &CUSTOMER, customer, Action::See).await?),
    }
    tx.commit().await?;
    Ok(Redirect::to(&format!("{}?said=restored", address(customer, ""))).into_response())
}

/// The engagements of one deletion with their search terms and followers, and the customer with them.
async fn bring_back(tx: &mut Tx<'_>, seams: &Seams, customer: Id, at: Instant) -> Result<(), Refusal> {
    let ids = queries::put_away_at(tx, customer, at).await?;
    let standing = engagements::of_customer(tx.conn(), tx.tenant(), customer).await?;
    queries::bring_back(tx, customer, at, &standing.iter().map(|e| e.store_id).collect::<Vec<_>>()).await?;
    let mut changes = Vec::new();
    for e in engagements::by_ids(tx.conn(), tx.tenant(), &ids).await? {
        search::renew_one(tx, customer, e.id, e.store_id, true).await?;
        tx.record("engagement", e.id, "restore", vec![]);
        changes.push(EngagementChange {
            event: EngagementEvent::Created,
            engagement: e.id,
            customer,
            store: e.store_id,
            owner: e.owner_id,
            path: e.path,
        });
    }
    seams.tell(tx, &changes).await?;
    tx.record("customer", customer, "restore", vec![]);
    let stores: Vec<Id> = changes.iter().map(|c| c.store).collect();
    tx.emit("customer.restored.v1", "customer", customer, serde_json::json!({ "stores": stores }));
    Ok(())
}
