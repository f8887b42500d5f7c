//! `/customers/{customer}/class`: class and grade at a store, with the reason where one is asked for (CUS-06).

use axum::response::Response;
use kernel::Id;
use maud::html;
use records::Refusal;
use ui::{Choice, Form};
use web::Problem;
use web::records::Call;

use super::answer::{self, Said, done};
use super::desk::{Desk, address};
use super::record::Part;
use super::typed::Typed;
use crate::customer::file::file;
use crate::engagements::classes::convert;
use crate::engagements::{Class, Conversion, conversion};

/// The form.
pub(super) async fn form(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let store = call.pairs.get("store").ok_or_else(Problem::not_found)?;
    let typed = Typed::default().with("store", store);
    show(&desk, customer, typed).await
}

/// Converts.
pub(super) async fn set(call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    if let Err(refusal) = change(&desk, customer, &typed).await {
        typed.refused(refusal)?;
        return show(&desk, customer, typed).await;
    }
    done(&desk, customer, &[Part::Identity, Part::Next, Part::Engagements, Part::Timeline], Said::new("class-changed"))
        .await
}

async fn change(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Result<(), Refusal> {
    let store = typed.id("store").ok_or(Refusal::NotFound)?;
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    convert(&mut tx, customer, store, typed.get("class"), typed.filled("grade"), typed.filled("reason")).await?;
    Ok(tx.commit().await?)
}

/// The classes that may follow one, itself first; those that want a reason say so.
fn followers(from: &str) -> Vec<(Class, bool)> {
    let Some(from) = Class::from_name(from) else { return Class::ALL.map(|c| (c, false)).to_vec() };
    let others =
        Class::ALL.into_iter().filter_map(|to| conversion(from, to).map(|how| (to, how == Conversion::WithReason)));
    std::iter::once((from, false)).chain(others).collect()
}

async fn show(desk: &Desk<'_>, customer: Id, mut typed: Typed) -> Result<Response, Problem> {
    let w = &desk.words;
    let store = typed.id("store").ok_or_else(Problem::not_found)?;
    let file = file(&desk.look(), customer).await?.ok_or_else(Problem::not_found)?;
    let at = file
        .engagements
        .iter()
        .find(|e| e.engagement.store_id == store && e.editable)
        .ok_or_else(Problem::not_found)?;
    if !typed.has("class") {
        typed.set("class", at.engagement.class.clone());
        typed.set("grade", at.engagement.grade.clone().unwrap_or_default());
    }
    let classes: Vec<Choice> = followers(&at.engagement.class)
        .into_iter()
        .map(|(class, reason)| {
            let choice = Choice::new(class.name(), desk.code("customer-class", class.name()));
            if reason { choice.hint(desk.p("needs-reason")) } else { choice }
        })
        .collect();
    let fields = html! {
        input type="hidden" name="store" value=(store);
        (typed.field(desk, "class", "class").required().wide().radio(&classes, typed.get("class"), w))
        (typed.field(desk, "grade", "grade").select(&desk.choices("customer-grade"), typed.get("grade"), w))
        (typed.field(desk, "reason", "reason").wide().max(200).text(typed.get("reason"), w))
    };
    let form = Form {
        id: "class-form".into(),
        action: address(customer, "class"),
        in_place: true,
        errors: typed.sentences(desk),
        fields,
        submit: desk.p("convert").into_owned(),
        cancel: (!desk.call.is_part()).then(|| address(customer, "")),
        ..Form::default()
    };
    Ok(answer::form(desk, customer, &desk.p("convert"), form.render(w), !typed.errors.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-06: the form offers what the rules allow, and says where a reason is wanted.
    #[test]
    fn offers_what_the_rules_allow() {
        let names = |from: &str| {
            followers(from)
                .into_iter()
                .map(|(c, r)| format!("{}{}", c.name(), if r { "!" } else { "" }))
                .collect::<Vec<_>>()
        };
        assert_eq!(names("suspect"), ["suspect", "prospect", "customer", "lapsed!"]);
        assert_eq!(names("of-a-later-release").len(), Class::ALL.len());
    }
}
