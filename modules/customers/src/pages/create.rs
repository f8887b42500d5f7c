//! `/customers/new`: as few fields as filing needs, with possible duplicates told while typing (CUS-01, CUS-07).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Id, Tx};
use maud::{Markup, html};
use records::{Field, FieldKind, Input, ListQuery, Uses, list};
use ui::{Choice, Crumb, Form, Icon, Reference, Shell, icon};
use web::Problem;
use web::records::{Call, form};

use super::desk::{Desk, address};
use super::queries::{self, Made};
use super::typed::Typed;
use crate::customer::create::{CreateError, create as file_customer};
use crate::kind::CUSTOMER;
use crate::phones::NewPhone;

/// The fields of the form, in its order.
const FIELDS: [&str; 12] = [
    "kind",
    "name",
    "phone",
    "wechat",
    "uscc",
    "source",
    "class",
    "grade",
    "next_contact_on",
    "store",
    "owner",
    "remark",
];

/// The same file by the same person within this time is one.
const SAME_SECONDS: i64 = 120;

/// An empty form; values in the address fill it.
pub(super) async fn new(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let mut typed = Typed::default().with("kind", "person");
    for field in FIELDS {
        if let Some(value) = call.pairs.get(field) {
            typed.set(field, value);
        }
    }
    for field in custom(&desk) {
        if let Some(value) = call.pairs.get(field.name) {
            typed.set(field.name, value);
        }
    }
    Ok(page(&desk, &typed, None).into_response())
}

/// Files the customer and opens the page.
pub(super) async fn create(call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    queries::one_by_one(&tx).await?;
    if let Some(made) = just_made(&tx, &typed).await? {
        return Ok(Redirect::to(&address(made, "")).into_response());
    }
    match file_customer(&mut tx, &desk.seams(), &input(&typed, &custom(&desk))).await {
        Ok(created) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("{}?said=created", address(created.id, ""))).into_response())
        }
        Err(CreateError::Duplicate { customer, at_this_store }) => {
            drop(tx);
            typed.wrong("phone", "customer-duplicate");
            let known = Known { customer, at_this_store, owner: owner_of(&desk, customer).await? };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&desk, &typed, Some(&known))).into_response())
        }
        Err(CreateError::Refused(refusal)) => {
            typed.refused(refusal)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&desk, &typed, None)).into_response())
        }
    }
}

/// What is filed: fields left empty are left out, so that the house's own choice (owner, class, next contact) holds.
fn input(typed: &Typed, custom: &[&'static Field]) -> Input {
    let organisation = typed.get("kind") == "organisation";
    let custom = custom.iter().filter_map(|f| match f.kind {
        FieldKind::Choices(_) => Some((f.name, typed.all(f.name).join(","))).filter(|(_, codes)| !codes.is_empty()),
        _ => Some((f.name, typed.filled(f.name)?)),
    });
    let own = FIELDS.into_iter().filter(|f| organisation || *f != "uscc").filter_map(|f| Some((f, typed.filled(f)?)));
    own.chain(custom).collect()
}

/// The fields that the house added, as far as the visitor may write them.
fn custom(desk: &Desk<'_>) -> Vec<&'static Field> {
    desk.kind().custom_fields().filter(|f| f.uses.has(Uses::FORM) && !desk.hidden(f.name)).collect()
}

/// The file that the first of two submits made.
async fn just_made(tx: &Tx<'_>, typed: &Typed) -> Result<Option<Id>, Problem> {
    let made = queries::made_since(tx, tx.now().plus_seconds(-SAME_SECONDS)).await?;
    Ok(made.into_iter().find(|m| is_same(m, typed)).map(|m| m.id))
}

fn is_same(made: &Made, typed: &Typed) -> bool {
    let phone = typed.filled("phone").and_then(|text| NewPhone::read(&text).ok()).map(|p| p.phone);
    made.name == identifiers::name::normalise(typed.get("name"))
        && made.phone == phone
        && made.wechat == typed.filled("wechat")
}

/// Somebody within reach whom the form would file once more.
struct Known {
    customer: Id,
    at_this_store: bool,
    /// Whose they are, where the visitor sees it.
    owner: Option<String>,
}

/// Whose a customer is, as the visitor may see it; one query.
async fn owner_of(desk: &Desk<'_>, customer: Id) -> Result<Option<String>, Problem> {
    let mut query = ListQuery::new(&CUSTOMER, desk.call.today());
    query.fields = CUSTOMER.field("owner").into_iter().collect();
    query.ids = Some(vec![customer]);
    let rows = list(&desk.look(), desk.call.registry(), &query).await?.rows;
    Ok(rows.first().and_then(|row| row.get("owner").text()).map(str::to_owned))
}

fn page(desk: &Desk<'_>, typed: &Typed, known: Option<&Known>) -> Markup {
    let title = desk.p("new").into_owned();
    let form = Form {
        id: "customer-form".into(),
        action: "/customers/new".into(),
        draft: Some(desk.draft("customers/new")),
        // The note on top says it already, with the way out.
        errors: if known.is_some() { Vec::new() } else { typed.sentences(desk) },
        fields: fields(desk, typed),
        submit: desk.p("create").into_owned(),
        cancel: Some("/customers".into()),
        ..Form::default()
    };
    let body = html! {
        @if let Some(known) = known { (known_already(desk, known)) }
        (form.render(&desk.words))
    };
    desk.page.show(Shell {
        title,
        crumbs: vec![Crumb::new(desk.t("kind-customer-plural"), "/customers")],
        body,
        ..Shell::default()
    })
}

/// The way to the file that is there already, and where the store does not have it yet, the way to have it.
fn known_already(desk: &Desk<'_>, known: &Known) -> Markup {
    let engage = address(known.customer, "engagements");
    html! {
        div.flash.is-due role="alert" tabindex="-1" data-focus {
            (icon(Icon::Warning))
            p {
                (desk.t("customer-duplicate"))
                @if let Some(owner) = &known.owner { " " (desk.pa("known-owner", &[("name", owner.as_str().into())])) }
            }
            a.button.button-small href=(address(known.customer, "")) { (desk.p("open-file")) }
            @if !known.at_this_store {
                form method="post" action=(engage) data-once { button.button.button-small type="submit" { (desk.p("engage")) } }
            }
        }
    }
}

fn fields(desk: &Desk<'_>, typed: &Typed) -> Markup {
    let w = &desk.words;
    let field = |name: &str| {
        let error = typed.error(name).map(|code| desk.t(code).into_owned());
        ui::Field::new(name, desk.label(name)).error(error)
    };
    let (watch, home) = ("/customers/known", desk.visitor().store.or(desk.visitor().scope.powers.home_store));
    let stores: Vec<Choice> =
        desk.visitor().stores.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let store = typed.filled("store").or(home.map(|id| id.to_string())).unwrap_or_default();
    let owner =
        Reference { value: typed.get("owner").to_owned(), label: String::new(), search: "/users/picker".into() };
    let first = typed.errors.is_empty();
    let name = field("name").required().max(60).complete("off").watch(watch);
    let organisation = typed.get("kind") == "organisation";
    let typed_input = input(typed, &custom(desk));
    html! {
        (field("kind").wide().radio(&desk.choices("customer-kind"), typed.get("kind"), w))
        (if first { name.focus() } else { name }.text(typed.get("name"), w))
        (field("phone").complete("off").watch(watch).phone(typed.get("phone"), w))
        (field("source").select(&desk.choices("source"), typed.get("source"), w))
        (field("grade").hint(desk.p("grade-hint")).select(&desk.choices("customer-grade"), typed.get("grade"), w))
        (field("next_contact_on").hint(desk.p("next-contact-hint")).date(typed.date("next_contact_on"), w))
        @if stores.len() > 1 || home.is_none() { (field("store").required().select(&stores, &store, w)) }
        (field("remark").wide().max(2000).textarea(typed.get("remark"), 3, w))
        @let (asked, further): (Vec<_>, Vec<_>) = custom(desk).into_iter().partition(|f| f.uses.has(Uses::REQUIRED));
        (form::form_behind(&desk.page, desk.kind(), &asked, &typed_input, &typed.errors))
        details.wide open[organisation || !typed.get("wechat").is_empty() || !typed.get("owner").is_empty() || !typed.get("class").is_empty() || further.iter().any(|f| !typed.all(f.name).is_empty() || typed.error(f.name).is_some())] {
            summary.quiet-link { (desk.p("more-fields")) }
            div.form-section-fields {
                (field("wechat").text(typed.get("wechat"), w))
                (field("uscc").hint(desk.p("uscc-hint")).code(typed.get("uscc"), w))
                (field("class").hint(desk.p("class-hint")).select(&desk.choices("customer-class"), typed.get("class"), w))
                (field("owner").hint(desk.p("owner-hint")).reference(&owner, w))
                (form::form_behind(&desk.page, desk.kind(), &further, &typed_input, &typed.errors))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed::default()
            .with("kind", "person")
            .with("name", "王 敏")
            .with("phone", "138 1234 5678")
            .with("uscc", "91110000600037341L")
            .with("grade", "")
    }

    /// CUS-01: what is left empty is the house's to choose, and a person has no credit code.
    #[test]
    fn empty_fields_are_left_out() {
        let input = input(&typed(), &[]);
        assert_eq!(input.get("name"), Some("王 敏"));
        assert_eq!(input.get("grade"), None);
        assert_eq!(input.get("uscc"), None);
    }

    /// A form sent twice is known by what it filed, not by how it was written.
    #[test]
    fn the_second_submit_is_known() {
        let made = Made {
            id: Id::from_u128(1),
            name: identifiers::name::normalise("王 敏"),
            phone: Some("+8613812345678".into()),
            wechat: None,
        };
        assert!(is_same(&made, &typed()));
        assert!(!is_same(&made, &typed().with("phone", "13812345679")));
        assert!(!is_same(&made, &typed().with("name", "王敏敏")));
    }
}
