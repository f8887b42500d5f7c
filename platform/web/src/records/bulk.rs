//! Changing many records of a list: `POST /{collection}/bulk` asks what is to be done with the selection, and
//! `POST /{collection}/bulk-changes` begins it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::operations::bulk::{self, Asked, EDIT, MOST_SELECTED, Selection};
use records::preferences::{self, Preferences};
use records::{Field, Input, Kind, ListQuery, Refusal, Verb, list};
use ui::{Button, Choice, Crumb, Icon, Words};

use super::address::Address;
use super::call::{Call, see_other};
use super::form;
use super::pairs::Pairs;
use super::query;
use crate::problem::Problem;
use crate::{Page, Result};

/// What someone may do with many records of a kind: changing fields first, then the verbs of the noun.
pub fn verbs(page: &Page<'_>, kind: &Kind) -> Vec<(&'static str, String)> {
    let (scope, registry) = (&page.visitor.scope, &page.app.registry);
    let Some(commands) = registry.commands(kind.name).filter(|_| registry.in_bulk(kind.name)) else {
        return Vec::new();
    };
    if !scope.can(kind.name, Action::Bulk) {
        return Vec::new();
    }
    let edit = scope.can(kind.name, Action::Edit).then(|| (EDIT, page.t("bulk-edit").into_owned()));
    let more = commands.verbs().iter().filter(|v| scope.can(kind.name, v.action));
    edit.into_iter().chain(more.map(|v| (v.name, page.t(&word(kind, v.name)).into_owned()))).collect()
}

fn word(kind: &Kind, verb: &str) -> String {
    format!("{}-bulk-{verb}", kind.name)
}

/// The buttons of a list's selection.
pub fn buttons(page: &Page<'_>, kind: &Kind) -> Markup {
    let action = format!("/{}/bulk", kind.collection);
    html! {
        @for (verb, word) in verbs(page, kind) {
            button.button.button-small type="submit" formaction=(action) name="verb" value=(verb) { (word) }
        }
    }
}

/// What is asked of a selection.
struct Order {
    verb: String,
    fields: Vec<&'static Field>,
    selected: ListQuery,
    count: ui::Count,
}

/// The form that asks what to do.
pub async fn ask(call: Call, kind: &'static Kind, posted: Pairs) -> Result<Response> {
    let order = order(&call, kind, &posted).await?;
    let page = call.page();
    let input = form::read(&order.fields, &posted, call.today().zone);
    Ok(asking(&call, &page, kind, &order, &posted, &input, &[]).into_response())
}

/// Begins it, and shows how far it is. The same form sent twice begins one operation.
pub async fn begin(call: Call, kind: &'static Kind, posted: Pairs) -> Result<Response> {
    let order = order(&call, kind, &posted).await?;
    let id: Id = posted.get("operation").and_then(|id| id.parse().ok()).unwrap_or_else(|| call.app.db.clock.new_id());
    let input = form::read(&order.fields, &posted, call.today().zone);
    let asked = Asked {
        verb: order.verb.clone(),
        input: order
            .fields
            .iter()
            .map(|f| (f.name.to_owned(), input.get(f.name).unwrap_or_default().to_owned()))
            .collect(),
        selection: Selection::of(&order.selected),
    };
    let errors = match unreadable(&call, &order, &asked) {
        errors if errors.is_empty() => {
            let mut tx = call.app.db.write(&call.visitor.scope).await?;
            match bulk::start(&mut tx, call.registry(), kind, id, &asked).await {
                Ok(_) => {
                    tx.commit().await?;
                    return Ok(see_other(&format!("/operations/{id}")));
                }
                Err(Refusal::Invalid(errors)) => errors,
                Err(refusal) => return Err(refusal.into()),
            }
        }
        errors => errors,
    };
    let page = call.page();
    let body = asking(&call, &page, kind, &order, &posted, &input, &errors);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
}

/// Values that cannot be read are mended before ten thousand records refuse them.
fn unreadable(call: &Call, order: &Order, asked: &Asked) -> Vec<FieldError> {
    let today = call.today();
    let context = records::input::Context { today: today.date, zone: today.zone };
    let read = |field: &&&'static Field| {
        let text = asked.input.get(field.name).map(String::as_str).unwrap_or_default();
        records::input::read(field, text, context).err()
    };
    order.fields.iter().collect::<Vec<_>>().iter().filter_map(read).collect()
}

async fn order(call: &Call, kind: &'static Kind, posted: &Pairs) -> Result<Order> {
    let page = call.page();
    let offered = verbs(&page, kind);
    let verb = posted.get("verb").unwrap_or(EDIT).to_owned();
    if !offered.iter().any(|(name, _)| *name == verb) {
        return Err(Problem::not_found());
    }
    let selected = selected(call, kind, posted).await?;
    query::guard(call, &selected).await?;
    let count = list::count(&call.look(), call.registry(), &selected).await.map_err(Problem::from)?;
    let fields = match commands(call, kind)?.iter().find(|v| v.name == verb) {
        Some(verb) => verb.fields.iter().collect(),
        None => chosen(call, kind, posted),
    };
    Ok(Order { verb, fields, selected, count: query::shown(count, false) })
}

fn commands(call: &Call, kind: &Kind) -> Result<&'static [Verb]> {
    Ok(call.registry().commands(kind.name).ok_or_else(Problem::not_found)?.verbs())
}

/// The fields that were chosen so far, and the one that is being added.
fn chosen(call: &Call, kind: &'static Kind, posted: &Pairs) -> Vec<&'static Field> {
    let names: Vec<&str> = posted.all("field").chain(posted.get("add")).collect();
    let left_out = posted.get("drop");
    bulk::editable(kind, &call.visitor.scope).filter(|f| names.contains(&f.name) && left_out != Some(f.name)).collect()
}

/// The rows: those that match, or those selected by hand.
async fn selected(call: &Call, kind: &'static Kind, posted: &Pairs) -> Result<ListQuery> {
    let ids: Vec<Id> = posted.all("id").filter_map(|id| id.parse().ok()).collect();
    let whole = posted.get("all") == Some("true");
    if ids.len() > MOST_SELECTED {
        return Err(Problem::bad_request("export-too-many-selected"));
    }
    if !whole && ids.is_empty() {
        return Err(Problem::bad_request("bulk-nothing-selected"));
    }
    let address = Address::read(&posted.get("query").map(Pairs::read).unwrap_or_default())?.from_start();
    let liked = Preferences { sort: None, ..preferences::of(&call.look(), kind).await? };
    let mut query = query::build(&call.visitor, kind, &address, &liked, call.today())?;
    query::neutral_order(&call.visitor.scope, &mut query);
    (query.action, query.fields) = (Action::Bulk, Vec::new());
    if whole {
        query::narrow(&call.look(), &mut query, &address.q).await?;
    } else {
        query.filters.clear();
        query.ids = Some(ids);
    }
    Ok(query)
}

fn asking(
    call: &Call,
    page: &Page<'_>,
    kind: &'static Kind,
    order: &Order,
    posted: &Pairs,
    input: &Input,
    errors: &[FieldError],
) -> Markup {
    let w = page.words();
    let path = format!("/{}", kind.collection);
    let edit = order.verb == EDIT;
    let word = if edit { page.t("bulk-edit") } else { page.t(&word(kind, &order.verb)) };
    let id = posted.get("operation").map_or_else(|| call.app.db.clock.new_id().to_string(), str::to_owned);
    let name = page.noun(&format!("kind-{}-plural", kind.name));
    let count = order.count.text();
    let fields = html! {
        input type="hidden" name="operation" value=(id);
        input type="hidden" name="verb" value=(order.verb);
        (kept(posted))
        @if edit { @for field in &order.fields { input type="hidden" name="field" value=(field.name); } }
        p.field-wide { (w.ta("bulk-meant", &[("count", count.clone().into()), ("kinds", name.as_str().into())])) }
        (form::form(page, kind, &order.fields, input, errors))
        @if edit { (adding(call, page, kind, order, &path)) }
    };
    let form = ui::Form {
        id: "bulk-form".into(),
        action: format!("{path}/bulk-changes"),
        errors: form::summary(page, kind, errors),
        fields,
        submit: w.ta("bulk-do", &[("what", word.as_ref().into()), ("count", count.into())]),
        cancel: Some(path.clone()),
        ..ui::Form::default()
    };
    let crumbs = vec![Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), path)];
    page.show(ui::Shell { title: word.into_owned(), crumbs, body: form.render(&w), ..ui::Shell::default() })
}

/// The selection, carried along.
fn kept(posted: &Pairs) -> Markup {
    html! {
        @for (name, value) in posted.0.iter().filter(|(name, _)| matches!(name.as_str(), "id" | "all" | "query")) {
            input type="hidden" name=(name) value=(value);
        }
    }
}

/// One more field to be changed.
fn adding(call: &Call, page: &Page<'_>, kind: &'static Kind, order: &Order, path: &str) -> Markup {
    let choices: Vec<Choice> = bulk::editable(kind, &call.visitor.scope)
        .filter(|f| !order.fields.iter().any(|known| known.name == f.name))
        .map(|f| Choice::new(f.name, page.t(&kind.label(f.name))))
        .collect();
    let label = if order.fields.is_empty() { "bulk-field" } else { "bulk-another-field" };
    let mut field = ui::Field::new("add", page.t(label)).hint(page.t("bulk-field-hint"));
    if order.fields.is_empty() {
        field = field.focus();
    }
    html! {
        (field.select(&choices, "", &page.words()))
        div.field-wide.row {
            button.button.button-small type="submit" formaction=(format!("{path}/bulk")) formnovalidate {
                (ui::icon(Icon::Plus)) span { (page.t("bulk-add-field")) }
            }
            @if !order.fields.is_empty() {
                @for known in &order.fields {
                    button.button.button-quiet.button-small type="submit" formaction=(format!("{path}/bulk")) name="drop" value=(known.name) formnovalidate {
                        (ui::icon(Icon::Close)) span { (page.t(&kind.label(known.name))) }
                    }
                }
            }
        }
    }
}

/// What else stands in the bar of a selection.
pub(super) fn export_button(page: &Page<'_>, word: &str, format: &str, quiet: bool) -> Markup {
    let button = Button::new(page.t(word)).small().value("format", format);
    if quiet { button.quiet().render() } else { button.icon(Icon::Export).render() }
}
