//! `/customers/{customer}/owner`: giving the customer to a colleague, to the pool, or out by the store's rules (CUS-04).

use axum::response::Response;
use kernel::{Action, Id};
use maud::html;
use records::{Refusal, require};
use ui::{Choice, Form};
use web::Problem;
use web::records::Call;

use super::answer::{self, Said, done};
use super::desk::{Desk, address};
use super::queries;
use super::record::Part;
use super::typed::Typed;
use crate::assignment::{Target, assign, assign_by_rule};
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;

/// The form.
pub(super) async fn form(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let store = call.pairs.get("store").and_then(|s| s.parse::<Id>().ok()).ok_or_else(Problem::not_found)?;
    show(&desk, customer, &Typed::default().with("store", store.to_string())).await
}

/// Gives the customer away.
pub(super) async fn set(call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    if let Err(refusal) = give(&desk, customer, &typed).await {
        typed.refused(refusal)?;
        return show(&desk, customer, &typed).await;
    }
    done(&desk, customer, &[Part::Identity, Part::Next, Part::Engagements, Part::Timeline], Said::new("assigned")).await
}

async fn give(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Result<(), Refusal> {
    let (seams, store) = (desk.seams(), typed.id("store").ok_or(Refusal::NotFound)?);
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    match typed.get("owner") {
        "" => return Err(Refusal::field("owner", "field-required")),
        "rule" => drop(assign_by_rule(&mut tx, &seams, customer, store).await?),
        "pool" => assign(&mut tx, &seams, customer, store, Target::Pool(None), typed.filled("reason")).await?,
        other => {
            let owner = other.parse().map_err(|_| Refusal::field("owner", "field-unknown-record"))?;
            assign(&mut tx, &seams, customer, store, Target::Owner(owner), typed.filled("reason")).await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn show(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Result<Response, Problem> {
    let (w, look) = (&desk.words, desk.look());
    let store = typed.id("store").ok_or_else(Problem::not_found)?;
    // Whom a store has is told only to those who may give this customer of that store away.
    let anchors = require(&look, &CUSTOMER, customer, Action::Assign).await?;
    let mine = engagements::by_ids(look.conn, look.scope.tenant, &anchors).await?;
    let at = mine.iter().find(|e| e.store_id == store).ok_or_else(Problem::not_found)?;
    let owner =
        typed.filled("owner").unwrap_or_else(|| at.owner_id.map_or_else(|| "pool".to_owned(), |id| id.to_string()));
    let people = queries::people_of_store(look.conn, look.scope.tenant, store, desk.today()).await?;
    let mut choices: Vec<Choice> = people.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    choices.push(Choice::new("pool", desk.t("customer-pool")));
    choices.push(Choice::new("rule", desk.p("by-rule")));
    let fields = html! {
        input type="hidden" name="store" value=(store);
        (typed.field(desk, "owner", "new-owner").required().focus().wide().select(&choices, &owner, w))
        (typed.field(desk, "reason", "reason").wide().max(200).text(typed.get("reason"), w))
    };
    let form = Form {
        id: "owner-form".into(),
        action: address(customer, "owner"),
        in_place: true,
        errors: typed.sentences(desk),
        fields,
        submit: desk.p("assign").into_owned(),
        cancel: (!desk.call.is_part()).then(|| address(customer, "")),
        ..Form::default()
    };
    Ok(answer::form(desk, customer, &desk.p("assign"), form.render(w), !typed.errors.is_empty()))
}
