//! `/tasks/{task}`: one task, the one thing to do with it, and the other ways.

use kernel::{Action, Id};
use maud::{Markup, html};
use records::{Datum, Field, Row, Shown};
use ui::{Button, Crumb, Fact, Form, Icon, NextAction, Panel, Reference, Shell, State as Tone, facts};
use web::Problem;
use web::records::{Call, Renderer};

use super::desk::{Desk, Typed};
use super::when::When;
use crate::tasks::{MOVES, State, TASK, Task, queries};

pub(super) async fn show(call: Call) -> Result<Markup, Problem> {
    let desk = Desk::new(&call);
    let id = call.record(&TASK)?;
    render(&desk, id, &Typed::default()).await
}

/// The page, with what a form on it refused.
pub(super) async fn render(desk: &Desk<'_>, id: Id, typed: &Typed) -> Result<Markup, Problem> {
    let call = desk.call;
    let fields: Vec<&'static Field> = TASK.fields.iter().filter(|f| f.name != "waiting_at").collect();
    let row = records::find(&call.look(), &TASK, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let task = queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
    let about = about(desk, &task).await?;
    let change = call.visitor.scope.reach(TASK.name, Action::Edit).covers(&row.place) && !hidden(&row, "state");
    let own = format!("/tasks/{id}");
    let renderer = Renderer::new(&desk.page);
    let title = TASK.field("title").map(|f| renderer.value(f, row.get("title"), None)).unwrap_or_default();
    let words = row.get("title").text().map_or_else(|| desk.t("kind-task").into_owned(), str::to_owned);
    let body = html! {
        @if !typed.errors.is_empty() { (ui::error_summary(&typed.sentences(desk), &desk.w)) }
        (next(desk, &task, &row, &title, change))
        div.record {
            div {
                section.panel { (facts(&shown(desk, &row, about.as_ref()), &desk.w)) }
            }
            @if change { div { (ways(desk, &task, &own)) } }
        }
    };
    let history = Button::new(desk.t("record-history")).icon(Icon::History).href(format!("{own}/history"));
    let edit = Button::new(desk.t("record-edit")).icon(Icon::Note).key("e").href(format!("{own}/edit"));
    let may_edit = change && MOVES.iter().any(|m| m.0 == task.state() && m.1 == crate::tasks::Deed::Change);
    Ok(desk.page.show(Shell {
        title: words,
        crumbs: vec![Crumb::new(desk.t("work-title"), "/work")],
        actions: Some(html! {
            @if may_edit { (edit.render()) }
            (history.render())
        }),
        body,
        ..Shell::default()
    }))
}

/// Where the record is that the task is about, and its name.
async fn about(desk: &Desk<'_>, task: &Task) -> Result<Option<(String, String, String)>, Problem> {
    let Some(about) = task.about() else { return Ok(None) };
    let Some(kind) = desk.call.registry().kind(&about.kind) else { return Ok(None) };
    let names = desk.names([(about.kind.clone(), about.id)]).await?;
    Ok(names
        .into_values()
        .next()
        .map(|name| (kind.name.to_owned(), format!("/{}/{}", kind.collection, about.id), name)))
}

fn shown(desk: &Desk<'_>, row: &Row, about: Option<&(String, String, String)>) -> Vec<Fact> {
    let renderer = Renderer::new(&desk.page);
    let mut list: Vec<Fact> = about
        .map(|(kind, href, name)| Fact::new(desk.t(&format!("kind-{kind}")), html! { a href=(href) { (name) } }))
        .into_iter()
        .collect();
    for (field, shown) in row.cells.iter().filter(|(f, shown)| f.name != "title" && !matches!(shown, Shown::Hidden)) {
        let label = desk.t(&TASK.label(field.name)).into_owned();
        match shown {
            Shown::Value(datum) if datum.is_empty() => {}
            Shown::Value(Datum::Text(text)) if matches!(field.name, "note" | "result") => {
                list.push(Fact::new(label, html! { span.lines { (text) } }).wide())
            }
            _ => list.push(Fact::new(label, renderer.value(field, shown, None))),
        }
    }
    list
}

fn hidden(row: &Row, field: &str) -> bool {
    matches!(row.get(field), Shown::Hidden)
}

/// The bar on top: what it is, when, and the button that ends it.
fn next(desk: &Desk<'_>, task: &Task, row: &Row, title: &Markup, change: bool) -> Markup {
    // The bar says what is due and where it stands in its look too.
    if hidden(row, "state") || hidden(row, "due_at") {
        return html! { h2 { (title) } };
    }
    let now = desk.call.app.db.clock.now();
    let state = match task.state() {
        State::Open if task.due_at < now => Tone::Overdue,
        State::Open => Tone::Due,
        State::Done => Tone::Done,
        State::Cancelled => Tone::Past,
    };
    let when = match task.state() {
        State::Open => ui::format::time::relative_text(task.due_at.utc(), &desk.here, &desk.w),
        _ => desk.code("task-state", &task.state),
    };
    let own = format!("/tasks/{}", task.id);
    let actions = change.then(|| match task.state() {
        State::Open => html! {
            form.row method="post" action={ (own) "/completion" } data-once {
                input type="hidden" name="version" value=(task.version);
                input type="hidden" name="then" value="/work?done=done";
                (ui::Field::new("result", desk.t("task-result")).bare().max(400).complete("off").placeholder(desk.t("task-result-hint")).text("", &desk.w))
                (Button::new(desk.t("task-finish")).primary().icon(Icon::Check).key("d").render())
            }
        },
        _ => desk.act(&format!("{own}/reopening"), task.version, &Button::new(desk.t("task-reopen")).icon(Icon::Undo), &[]),
    });
    let what = row.get("title").text().unwrap_or_default().to_owned();
    let why = if hidden(row, "kind") { String::new() } else { desk.code("task-kind", &task.kind) };
    let bar = NextAction { state, when, what, why, actions };
    html! { @if bar.what.is_empty() { h2 { (title) } } (bar.render()) }
}

/// The other ways with an open task: put it off, give it on, call it off.
fn ways(desk: &Desk<'_>, task: &Task, own: &str) -> Markup {
    if task.state() != State::Open {
        return html! {};
    }
    let later = [When::Tomorrow, When::InThreeDays, When::NextWeek].map(|when| {
        let button = Button::new(desk.t(&format!("work-when-{}", when.name()))).small();
        desk.act(&format!("{own}/due"), task.version, &button, &[("when", when.name())])
    });
    let hand = Form {
        id: "hand-on".into(),
        action: format!("{own}/owner"),
        fields: html! {
            input type="hidden" name="version" value=(task.version);
            (ui::Field::new("owner", desk.t("work-for")).required().reference(&Reference { search: "/users/picker".into(), ..Reference::default() }, &desk.w))
        },
        submit: desk.t("task-hand-on").into_owned(),
        ..Form::default()
    };
    html! {
        (Panel::new(desk.t("task-postpone"), html! { div.row { @for form in &later { (form) } } }).render())
        (Panel::new(desk.t("task-hand-on"), hand.render(&desk.w)).render())
        (Panel::new(desk.t("task-cancel"), html! {
            p.hint { (desk.t("task-cancel-hint")) }
            (desk.act(&format!("{own}/cancellation"), task.version, &Button::new(desk.t("task-cancel")).small(), &[]))
        }).render())
    }
}
