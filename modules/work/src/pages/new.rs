//! `/tasks/new`: a task in words, a day and a tap; about the record that the address names.

use axum::response::Response;
use kernel::Id;
use maud::{Markup, html};
use records::Input;
use ui::{Choice, Form, Reference, Shell};
use web::Problem;
use web::records::{Call, Pairs};

use super::desk::{Desk, Typed, own_path, see_other};
use super::when::When;
use crate::tasks::{TASK, queries};

/// The form. `about_kind` and `about` name a record; `title` and `kind` fill it.
pub(super) async fn form(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let mut pairs = call.pairs.clone();
    if !pairs.has("kind") {
        pairs.0.push(("kind".into(), "call".into()));
    }
    if !pairs.has("when") {
        pairs.0.push(("when".into(), When::Today.name().into()));
    }
    let typed = Typed::new(pairs);
    let page = page(&desk, &typed).await?;
    Ok(typed.answer(page))
}

/// Makes it, and goes back to where one came from.
pub(super) async fn add(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let mut typed = Typed::new(pairs);
    let input = input(&desk, &typed);
    let commands = call.registry().commands(TASK.name).cloned().ok_or_else(Problem::not_found)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match commands.create(&mut tx, &input).await {
        Ok(id) => {
            let owner = queries::find(tx.conn(), tx.tenant(), id).await?.map(|t| t.owner_id);
            tx.commit().await?;
            let then = own_path(typed.get("then"));
            let said = if owner == call.visitor.user() { "made" } else { "given" };
            Ok(see_other(&if then == "/work" { format!("/work?done={said}") } else { then.to_owned() }))
        }
        Err(refusal) => {
            tx.rollback().await?;
            typed.refused(refusal)?;
            let page = page(&desk, &typed).await?;
            Ok(typed.answer(page))
        }
    }
}

/// What the form says: an exact moment, where one is given, before the day that is named.
fn input(desk: &Desk<'_>, typed: &Typed) -> Input {
    let mut input = Input::default();
    for name in ["title", "kind", "owner", "note"] {
        input.set(name, typed.get(name));
    }
    if !typed.get("about").is_empty() {
        input.set("about_kind", typed.get("about_kind"));
        input.set("about_id", typed.get("about"));
    }
    let zone = desk.here.zone;
    let due = match typed.get("due_at") {
        "" => When::from_name(typed.get("when")).map(|w| w.day(desk.here.today()).to_string()),
        text => Some(moment(text, zone)),
    };
    input.set("due_at", due.unwrap_or_default());
    input
}

/// `2026-11-22T14:05` on the page's clock as an exact moment; anything else stays as it is.
pub(super) fn moment(text: &str, zone: chrono_tz::Tz) -> String {
    use chrono::TimeZone;
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
    let at = local.and_then(|at| zone.from_local_datetime(&at).earliest());
    at.map_or_else(|| text.to_owned(), |at| kernel::Instant(at.timestamp_micros()).rfc3339())
}

async fn page(desk: &Desk<'_>, typed: &Typed) -> Result<Markup, Problem> {
    let about = about(desk, typed).await?;
    let owner = typed.get("owner").parse::<Id>().ok();
    let owner_name = desk.names(owner.map(|id| ("user".to_owned(), id))).await?.into_values().next();
    let days: Vec<Choice> =
        When::ALL.iter().map(|w| Choice::new(w.name(), desk.t(&format!("work-when-{}", w.name())))).collect();
    let w = &desk.w;
    let reference = Reference {
        value: owner.map(|id| id.to_string()).unwrap_or_default(),
        label: owner_name.unwrap_or_default(),
        search: "/users/picker".into(),
    };
    let fields = html! {
        input type="hidden" name="then" value=(own_path(typed.get("then")));
        @if let Some((kind, id, _, _)) = &about {
            input type="hidden" name="about_kind" value=(kind);
            input type="hidden" name="about" value=(id);
        }
        (typed.field(desk, "title", "task-title").required().focus().wide().max(200).placeholder(desk.t("work-quick-hint")).text(typed.get("title"), w))
        (typed.field(desk, "when", "task-due-at").wide().radio(&days, typed.get("when"), w))
        (typed.field(desk, "due_at", "work-exactly").hint(desk.t("work-exactly-hint")).moment(typed.get("due_at"), w))
        (typed.field(desk, "kind", "task-kind").required().select(&desk.choices("task-kind"), typed.get("kind"), w))
        (typed.field(desk, "owner", "work-for").hint(desk.t("work-for-hint")).reference(&reference, w))
        (typed.field(desk, "note", "task-note").wide().max(2000).textarea(typed.get("note"), 3, w))
    };
    let form = Form {
        id: "task-form".into(),
        action: "/tasks/new".into(),
        errors: typed.sentences(desk),
        fields,
        submit: desk.t("task-make").into_owned(),
        cancel: Some(own_path(typed.get("then")).to_owned()),
        ..Form::default()
    };
    let body = html! {
        @if let Some((kind, _, href, name)) = &about {
            p { (desk.t(&format!("kind-{kind}"))) ": " a href=(href) { b { (name) } } }
            br;
        }
        (form.render(w))
    };
    Ok(desk.page.show(Shell { title: desk.t("task-new").into_owned(), body, ..Shell::default() }))
}

/// Kind, id, page and name of the record that the task is to be about; a record out of reach is not there.
async fn about(desk: &Desk<'_>, typed: &Typed) -> Result<Option<(String, Id, String, String)>, Problem> {
    if typed.get("about").is_empty() {
        return Ok(None);
    }
    let id: Id = typed.get("about").parse().map_err(|_| Problem::not_found())?;
    let kind = desk.call.registry().kind(typed.get("about_kind")).ok_or_else(Problem::not_found)?;
    let names = desk.names([(kind.name.to_owned(), id)]).await?;
    let name = names.into_values().next().ok_or_else(Problem::not_found)?;
    Ok(Some((kind.name.to_owned(), id, format!("/{}/{id}", kind.collection), name)))
}
