//! `/customers/{customer}/relations`: family, referrer, company and driver (CUS-13).

use axum::response::Response;
use kernel::{Action, Id};
use maud::html;
use records::{Refusal, require};
use ui::{Choice, Form, Reference};
use web::Problem;
use web::records::Call;

use super::answer::{self, Said, done};
use super::desk::{Desk, address};
use super::queries;
use super::record::Part;
use super::typed::Typed;
use crate::kind::CUSTOMER;
use crate::relations::{self, NewRelation};

/// What the other one is to this customer: the word's key, the kind, and whether this customer is its first side.
const AS: [(&str, &str, bool); 6] = [
    ("family", "family", true),
    ("referrer", "referrer", false),
    ("referred", "referrer", true),
    ("company", "company_driver", false),
    ("driver", "company_driver", true),
    ("other", "other", true),
];

/// The form.
pub(super) async fn new(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    require(&desk.look(), &CUSTOMER, customer, Action::Edit).await?;
    Ok(show(&desk, customer, &Typed::default()))
}

/// Ties the two; a relation that holds already is not written again.
pub(super) async fn add(call: Call, typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    require(&desk.look(), &CUSTOMER, customer, Action::Edit).await?;
    let came = write(&desk, customer, &typed).await;
    answer::written(&desk, customer, typed, came, show, &[Part::People], "relation-added").await
}

/// The relation that is meant.
fn meant(customer: Id, typed: &Typed) -> Result<NewRelation, Refusal> {
    let (_, kind, first) = AS
        .into_iter()
        .find(|(key, ..)| *key == typed.get("as"))
        .ok_or_else(|| Refusal::field("as", "field-required"))?;
    let other = typed.id("other").ok_or_else(|| Refusal::field("other", "field-required"))?;
    let (customer, other) = if first { (customer, other) } else { (other, customer) };
    Ok(NewRelation {
        customer,
        other,
        kind: kind.into(),
        remark: typed.filled("remark"),
        valid_from: typed.date("valid_from"),
        valid_to: None,
    })
}

async fn write(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Result<(), Refusal> {
    let new = meant(customer, typed)?;
    let today = desk.today();
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    queries::one_by_one(&tx).await?;
    require(&records::policy::Look::within(&tx), &CUSTOMER, customer, Action::Edit).await?;
    let known = relations::queries::of(tx.conn(), tx.tenant(), customer).await?;
    let holds = known.iter().any(|r| {
        (r.customer_id, r.other_id, &r.kind) == (new.customer, new.other, &new.kind)
            && r.valid_to.is_none_or(|to| to > today)
    });
    if !holds {
        relations::add(&mut tx, new).await?;
    }
    Ok(tx.commit().await?)
}

/// Ends a relation today.
pub(super) async fn end(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    relations::end(&mut tx, customer, call.id("relation")?).await?;
    tx.commit().await?;
    done(&desk, customer, &[Part::People], Said::new("relation-ended")).await
}

fn show(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Response {
    let w = &desk.words;
    let kinds: Vec<Choice> = AS.iter().map(|(key, ..)| Choice::new(*key, desk.p(&format!("relation-{key}")))).collect();
    let other =
        Reference { value: typed.get("other").to_owned(), label: String::new(), search: "/customers/picker".into() };
    let fields = html! {
        (typed.field(desk, "other", "relation-other-customer").required().focus().wide().hint(desk.p("relation-other-hint")).reference(&other, w))
        (typed.field(desk, "as", "relation-as").required().wide().radio(&kinds, typed.get("as"), w))
        (typed.field(desk, "remark", "relation-remark").max(100).text(typed.get("remark"), w))
        (typed.field(desk, "valid_from", "relation-from").date(typed.date("valid_from"), w))
    };
    let form = Form {
        id: "relation-form".into(),
        action: address(customer, "relations"),
        in_place: true,
        errors: typed.sentences(desk),
        fields,
        submit: desk.p("add").into_owned(),
        cancel: (!desk.call.is_part()).then(|| address(customer, "")),
        ..Form::default()
    };
    answer::form(desk, customer, &desk.p("add-relation"), form.render(w), !typed.errors.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-13: whoever is this customer's referrer stands on the first side; whom it referred, on the second.
    #[test]
    fn sides() {
        let (here, there) = (Id::from_u128(1), Id::from_u128(2));
        let meant_as =
            |word: &str| meant(here, &Typed::default().with("as", word).with("other", there.to_string())).unwrap();
        assert_eq!((meant_as("referrer").customer, meant_as("referrer").other), (there, here));
        assert_eq!((meant_as("referred").customer, meant_as("referred").other), (here, there));
        assert_eq!((meant_as("company").customer, meant_as("driver").customer), (there, here));
        assert!(meant(here, &Typed::default().with("as", "friend").with("other", there.to_string())).is_err());
    }
}
