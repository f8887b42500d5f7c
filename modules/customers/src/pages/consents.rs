//! `/customers/{customer}/consents`: consents given and withdrawn, per purpose and channel (CUS-11).

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
use crate::consents::{self, NewConsent, current};
use crate::kind::CUSTOMER;

/// The form.
pub(super) async fn new(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    require(&desk.look(), &CUSTOMER, customer, Action::Edit).await?;
    Ok(show(&desk, customer, &Typed::default().with("given", "true").with("channel", "any")))
}

/// Takes a consent or a withdrawal down; one that holds already is not written again.
pub(super) async fn add(call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    if let Err(refusal) = write(&desk, customer, &typed).await {
        typed.refused(refusal)?;
        return Ok(show(&desk, customer, &typed));
    }
    done(&desk, customer, &[Part::Consents], Said::new("consent-recorded")).await
}

async fn write(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Result<(), Refusal> {
    let new = NewConsent {
        purpose: typed.get("purpose").to_owned(),
        channel: typed.get("channel").to_owned(),
        given: typed.get("given") != "false",
        text_version: typed.filled("text_version"),
        evidence: typed.filled("evidence"),
    };
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    queries::one_by_one(&tx).await?;
    require(&records::policy::Look::within(&tx), &CUSTOMER, customer, Action::Edit).await?;
    let lines = consents::queries::of(tx.conn(), tx.tenant(), customer).await?;
    let same = |c: &&crate::consents::Consent| {
        c.purpose == new.purpose && c.channel == new.channel && c.given == new.given && c.evidence == new.evidence
    };
    if current(&lines).into_iter().find(same).is_none() {
        consents::record(&mut tx, customer, new).await?;
    }
    Ok(tx.commit().await?)
}

fn show(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Response {
    let w = &desk.words;
    let given = [Choice::new("true", desk.p("consent-given")), Choice::new("false", desk.p("consent-withdrawn"))];
    let fields = html! {
        (typed.field(desk, "given", "consent-word").wide().radio(&given, typed.get("given"), w))
        (typed.field(desk, "purpose", "consent-purpose").required().focus().select(&desk.choices("consent-purpose"), typed.get("purpose"), w))
        (typed.field(desk, "channel", "consent-channel").required().select(&desk.choices("channel"), typed.get("channel"), w))
        (typed.field(desk, "evidence", "consent-evidence").wide().max(200).hint(desk.p("consent-evidence-hint")).text(typed.get("evidence"), w))
        (typed.field(desk, "text_version", "consent-text-version").max(60).text(typed.get("text_version"), w))
    };
    let form = Form {
        id: "consent-form".into(),
        action: address(customer, "consents"),
        in_place: true,
        errors: typed.sentences(desk),
        fields,
        submit: desk.p("record").into_owned(),
        cancel: (!desk.call.is_part()).then(|| address(customer, "")),
        ..Form::default()
    };
    answer::form(desk, customer, &desk.label("consents"), form.render(w), !typed.errors.is_empty())
}
