//! `/customers/{customer}/contacts`: the people of an organisation (CUS-13).

use axum::response::Response;
use kernel::{Action, Id};
use maud::html;
use records::{Refusal, require};
use ui::{Form, Reference};
use web::Problem;
use web::records::Call;

use super::answer::{self, Said, done};
use super::desk::{Desk, address};
use super::queries;
use super::record::Part;
use super::typed::Typed;
use crate::contacts::{self, NewContact};
use crate::kind::CUSTOMER;
use crate::phones::NewPhone;

/// The form.
pub(super) async fn new(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    require(&desk.look(), &CUSTOMER, customer, Action::Edit).await?;
    Ok(show(&desk, customer, &Typed::default()))
}

/// Adds a person; the same person with the same number is not added again.
pub(super) async fn add(call: Call, typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let came = write(&desk, customer, &typed).await;
    answer::written(&desk, customer, typed, came, show, &[Part::People], "contact-added").await
}

async fn write(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Result<(), Refusal> {
    let new = NewContact {
        name: typed.get("name").to_owned(),
        role: typed.filled("role"),
        phone: typed.filled("phone"),
        email: typed.filled("email"),
        linked: typed.id("linked"),
    };
    let phone = new.phone.as_deref().and_then(|text| NewPhone::read(text).ok()).map(|p| p.phone);
    let name = identifiers::name::normalise(&new.name);
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    queries::one_by_one(&tx).await?;
    require(&records::policy::Look::within(&tx), &CUSTOMER, customer, Action::Edit).await?;
    let known = contacts::queries::of(tx.conn(), tx.tenant(), customer).await?;
    if !known.iter().any(|c| c.name == name && c.phone == phone && c.role == new.role) {
        contacts::add(&mut tx, customer, new).await?;
    }
    Ok(tx.commit().await?)
}

/// Puts a contact away.
pub(super) async fn remove(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    contacts::remove(&mut tx, customer, call.id("contact")?).await?;
    tx.commit().await?;
    done(&desk, customer, &[Part::People], Said::new("contact-removed")).await
}

fn show(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Response {
    let w = &desk.words;
    let linked =
        Reference { value: typed.get("linked").to_owned(), label: String::new(), search: "/customers/picker".into() };
    let fields = html! {
        (typed.field(desk, "name", "contact-name").required().focus().max(60).text(typed.get("name"), w))
        (typed.field(desk, "role", "contact-role").select(&desk.choices("contact-role"), typed.get("role"), w))
        (typed.field(desk, "phone", "contact-phone").phone(typed.get("phone"), w))
        (typed.field(desk, "email", "contact-email").email(typed.get("email"), w))
        (typed.field(desk, "linked", "contact-linked").wide().hint(desk.p("contact-linked-hint")).reference(&linked, w))
    };
    let form = Form {
        id: "contact-form".into(),
        action: address(customer, "contacts"),
        in_place: true,
        errors: typed.sentences(desk),
        fields,
        submit: desk.p("add").into_owned(),
        cancel: (!desk.call.is_part()).then(|| address(customer, "")),
        ..Form::default()
    };
    answer::form(desk, customer, &desk.p("add-contact"), form.render(w), !typed.errors.is_empty())
}
