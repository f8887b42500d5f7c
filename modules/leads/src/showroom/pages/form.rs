//! `/visits/new`, which reception fills in in seconds on a tablet, and `/visits/{visit}/edit`.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::scope::Place;
use kernel::{Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Input, Refusal, Uses, find};
use ui::{Choice, Crumb, Form, Shell};
use web::records::form as generic;
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::super::{VISIT, places, register, rota, update as change};
use super::{BOARD, address, field, hidden, optional, p};
use crate::pages::desk::{Desk, answer, mendable, typed};

/// What is asked for, in this order.
const ASKED: [&str; 10] = ["heads", "owner", "came", "turn", "name", "phone", "model", "sex", "age", "remark"];

/// Groups of more than this are written as a number afterwards.
const BUTTONS: i64 = 8;

/// `GET /visits/new`.
pub(super) async fn new(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let mut input = Input::default();
    input.set("id", call.app.db.clock.new_id().to_string());
    creating(&desk, &input, &[]).await
}

/// `POST /visits/new`. The form carries the new id, so that sending it twice registers once.
pub(super) async fn create(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let names: Vec<&str> = ASKED.into_iter().chain(["store"]).filter(|f| !hidden(&desk, f)).collect();
    let mut input = typed(&form, &names);
    input.0.retain(|name, text| name == "owner" || !text.trim().is_empty());
    let id: Id = form.get("id").and_then(|id| id.parse().ok()).unwrap_or_else(|| call.app.db.clock.new_id());
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    // What the form proposed and nobody changed is no choice of reception's.
    let by_turn = form.first("proposed").is_some_and(|proposed| input.get("owner") == Some(proposed));
    match register::register_as(&mut tx, &desk.seams(), id, &input, by_turn).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(BOARD).into_response())
        }
        Err(Refusal::Rule("visit-registered-already")) => Ok(Redirect::to(BOARD).into_response()),
        Err(refusal) => {
            drop(tx);
            let errors = mendable(refusal)?;
            input.set("id", id.to_string());
            if by_turn {
                input.0.remove("owner");
            }
            creating(&desk, &input, &errors).await
        }
    }
}

/// Those who may receive in a store, whose turn it is first, and nobody.
async fn receivers(desk: &Desk<'_>, store: Option<Id>) -> Result<(Vec<Choice>, Option<Id>)> {
    let mut list = Vec::new();
    let mut proposed = None;
    if let Some(store) = store
        && let Some(found) = customers::places::store(desk.conn(), desk.tenant(), &store.to_string()).await?
    {
        let scope = &desk.call.visitor.scope;
        let slots = rota::of(desk.conn(), desk.tenant(), store, desk.here.today()).await?;
        let may = |person: Id| {
            let place = Place { owner: Some(person), store: Some(store), path: found.path.clone() };
            places::within_reach(scope, Action::Create, &place)
        };
        let next = rota::next(&slots);
        for slot in slots.iter().filter(|slot| may(slot.person)) {
            let choice = Choice::new(slot.person.to_string(), slot.name.clone());
            list.push(match (slot.absent, next == Some(slot.person)) {
                (true, _) => choice.hint(p(desk, "absent")),
                (_, true) => choice.hint(p(desk, "next")),
                _ => choice,
            });
        }
        proposed = next.filter(|person| may(*person)).or_else(|| scope.user().filter(|me| may(*me)));
    }
    list.push(Choice::new("", p(desk, "nobody")));
    Ok((list, proposed))
}

async fn creating(desk: &Desk<'_>, input: &Input, errors: &[FieldError]) -> Result<Response> {
    let visitor = &desk.call.visitor;
    let store = input.filled("store").and_then(|store| store.parse().ok());
    let store = store.or(visitor.store).or(visitor.scope.powers.home_store);
    let (receivers, proposed) = receivers(desk, store).await?;
    let owner = input.get("owner").map(str::to_owned);
    let owner = owner.or_else(|| proposed.map(|id| id.to_string())).unwrap_or_default();
    let heads: Vec<Choice> = (1..=BUTTONS).map(|n| Choice::new(n.to_string(), n.to_string())).collect();
    let stores: Vec<Choice> =
        visitor.stores.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let fields = html! {
        input type="hidden" name="id" value=(input.get("id").unwrap_or_default());
        @if input.get("owner").is_none() { input type="hidden" name="proposed" value=(owner); }
        @if !hidden(desk, "store") {
            @match store {
                Some(store) => input type="hidden" name="store" value=(store);,
                None => (field(desk, "store", errors).required().select(&stores, "", &desk.w)),
            }
        }
        @if !hidden(desk, "heads") {
            (field(desk, "heads", errors).required().wide().radio(&heads, input.filled("heads").unwrap_or("1"), &desk.w))
        }
        @if !hidden(desk, "owner") && receivers.len() > 1 {
            (field(desk, "owner", errors).wide().radio(&receivers, &owner, &desk.w))
        }
        (asked(desk, &ASKED[2..], input, errors))
    };
    let form = Form {
        id: "visit".into(),
        action: "/visits/new".into(),
        errors: desk.sentences(errors),
        fields,
        submit: p(desk, "register").into_owned(),
        cancel: Some(BOARD.into()),
        ..Form::default()
    };
    let body = html! { div.reception { (form.render(&desk.w)) } };
    let crumbs = vec![Crumb::new(desk.t("nav-showroom"), BOARD)];
    let shell = Shell { title: p(desk, "new").into_owned(), crumbs, body, ..Shell::default() };
    Ok(answer(errors, desk.page.show(shell)))
}

/// Fields of the visit that are written alike at the door and afterwards.
fn asked(desk: &Desk<'_>, names: &[&str], input: &Input, errors: &[FieldError]) -> Markup {
    let one = |name: &str| {
        let value = input.get(name).unwrap_or_default();
        let field = field(desk, name, errors);
        match name {
            "came" => field.wide().radio(&optional(desk, "visit-came"), value, &desk.w),
            "turn" => field.wide().radio(&optional(desk, "visit-turn"), value, &desk.w),
            "sex" => field.wide().radio(&optional(desk, "sex"), value, &desk.w),
            "age" => field.wide().radio(&optional(desk, "visit-age"), value, &desk.w),
            "phone" => field.hint(p(desk, "phone-hint")).phone(value, &desk.w),
            "remark" => field.wide().max(2_000).textarea(value, 2, &desk.w),
            _ => field.max(200).text(value, &desk.w),
        }
    };
    html! { @for name in names.iter().filter(|name| !hidden(desk, name)) { (one(name)) } }
}

/// `GET /visits/{visit}/edit`.
pub(super) async fn edit(call: Call) -> Result<Response> {
    let (id, version, input, open) = stored(&call).await?;
    editing(&Desk::new(&call), id, version, &input, &open, &[]).await
}

/// `POST /visits/{visit}/edit`.
pub(super) async fn update(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let (id, _, _, open) = stored(&call).await?;
    let version =
        form.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("api-version-required"))?;
    let input = typed(&form, &open);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let errors = match change(&mut tx, &desk.seams(), id, version, &input).await {
        Ok(_) => {
            tx.commit().await?;
            return Ok(Redirect::to(&address(id)).into_response());
        }
        Err(Refusal::Conflict(_)) => {
            vec![FieldError { field: String::new(), code: "visit-changed-meanwhile".into() }]
        }
        Err(refusal) => mendable(refusal)?,
    };
    drop(tx);
    editing(&desk, id, version, &input, &open, &errors).await
}

/// The visit with the values of its form, and the fields that may be changed: those shown in full.
async fn stored(call: &Call) -> Result<(Id, i64, Input, Vec<&'static str>)> {
    let (id, look) = (call.record(&VISIT)?, call.look());
    find::require(&look, &VISIT, id, Action::Edit).await?;
    let fields: Vec<_> = VISIT.fields_for(Uses::FORM).filter(|f| ASKED.contains(&f.name)).collect();
    let row = find(&look, &VISIT, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let open = generic::fields_to_edit(&row).iter().map(|f| f.name).collect();
    Ok((id, row.version, generic::input_of(&row, call.today().zone), open))
}

async fn editing(
    desk: &Desk<'_>,
    id: Id,
    version: i64,
    input: &Input,
    open: &[&'static str],
    errors: &[FieldError],
) -> Result<Response> {
    let visit = super::super::queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
    let names: Vec<&str> = ASKED[2..].iter().copied().filter(|name| open.contains(name)).collect();
    let (mut receivers, _) = receivers(desk, Some(visit.store_id)).await?;
    let owner = input.get("owner").unwrap_or_default();
    if !receivers.iter().any(|choice| choice.value == owner) {
        let people: Vec<Id> = visit.owner_id.into_iter().collect();
        let names = crate::lead::queries::user_names(desk.conn(), desk.tenant(), &people).await?;
        let name = names.into_values().next().unwrap_or_default();
        receivers.insert(0, Choice::new(owner, name));
    }
    let fields = html! {
        input type="hidden" name="version" value=(version);
        @if open.contains(&"heads") {
            (field(desk, "heads", errors).required().number(input.get("heads").unwrap_or_default(), &desk.w))
        }
        @if open.contains(&"owner") { (field(desk, "owner", errors).select(&receivers, owner, &desk.w)) }
        (asked(desk, &names, input, errors))
    };
    let form = Form {
        id: "visit".into(),
        action: format!("{}/edit", address(id)),
        errors: desk.sentences(errors),
        fields,
        submit: p(desk, "save").into_owned(),
        cancel: Some(address(id)),
        ..Form::default()
    };
    let crumbs = vec![Crumb::new(desk.t("nav-showroom"), BOARD), Crumb::new(desk.t("kind-visit"), address(id))];
    let shell = Shell { title: p(desk, "edit").into_owned(), crumbs, body: form.render(&desk.w), ..Shell::default() };
    Ok(answer(errors, desk.page.show(shell)))
}
