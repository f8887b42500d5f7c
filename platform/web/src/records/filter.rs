//! Adding and changing a filter: `GET /{collection}/filter` asks field, comparison and value; `POST` goes to the list
//! so narrowed.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::Access;
use maud::{Markup, html};
use records::{Field, FieldKind, Filter, Kind, Op, Uses};
use ui::{Choice, Words};

use super::address::Address;
use super::call::{Call, see_other};
use super::condition;
use super::labels;
use super::pairs::Pairs;
use super::references;
use crate::{Page, Result};

/// Days that people name instead of dates.
const DAYS: [&str; 8] = ["today", "-1d", "-7d", "-30d", "month", "+1d", "+7d", "+1m"];

/// A filter being made, before it is one.
#[derive(Default)]
struct Draft {
    /// `plate` or `vehicle.plate`.
    path: String,
    op: Option<Op>,
    values: Vec<String>,
    /// Its place among the filters, when one is changed.
    at: Option<usize>,
    /// The name of the record referred to.
    label: String,
    error: Option<String>,
}

/// The dialog; `part=value` is the lower part alone, asked when the field changes.
pub async fn ask(call: Call, kind: &'static Kind) -> Result<Response> {
    let address = Address::read(&call.pairs)?;
    let mut draft = Draft { path: call.pairs.get("field").unwrap_or_default().to_owned(), ..Draft::default() };
    if let Some(at) = call.pairs.get("edit").and_then(|at| at.parse::<usize>().ok())
        && let Some(filter) = address.filters.get(at)
    {
        let path = filter.relation.as_ref().map_or_else(|| filter.field.clone(), |r| format!("{r}.{}", filter.field));
        draft = Draft { path, op: Some(filter.op), values: filter.values.clone(), at: Some(at), ..Draft::default() };
        name_value(&call, kind, &mut draft).await?;
    }
    let page = call.page();
    if call.pairs.get("part") == Some("value") {
        return Ok(comparison(&page, kind, &draft).into_response());
    }
    Ok(answer(&call, &page, kind, &address, &draft).into_response())
}

/// Reads the form into a filter and shows the list with it.
pub async fn add(call: Call, kind: &'static Kind, form: Pairs) -> Result<Response> {
    let address = Address::read(&call.pairs)?;
    let mut draft = Draft {
        path: form.get("field").unwrap_or_default().to_owned(),
        op: form.get("op").and_then(|op| Op::ALL.into_iter().find(|o| o.name() == op)),
        values: form.all("value").map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect(),
        at: form.get("at").and_then(|at| at.parse().ok()),
        ..Draft::default()
    };
    let page = call.page();
    // Without a script the first press only tells the field; how it is compared is asked next.
    if draft.op.is_none() && find(&page, kind, &draft.path).is_some() && !call.is_part() {
        return Ok(answer(&call, &page, kind, &address, &draft).into_response());
    }
    match read(&page, kind, &draft) {
        Ok(filter) => Ok(see_other(&address.with_filter(filter, draft.at).href(&format!("/{}", kind.collection)))),
        Err(code) => {
            draft.error = Some(page.t(code).into_owned());
            name_value(&call, kind, &mut draft).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, answer(&call, &page, kind, &address, &draft)).into_response())
        }
    }
}

fn read(page: &Page<'_>, kind: &'static Kind, draft: &Draft) -> std::result::Result<Filter, &'static str> {
    let (_, field) = find(page, kind, &draft.path).ok_or("filter-unknown-field")?;
    let op = draft.op.filter(|op| Op::for_field(field).contains(op)).ok_or("filter-operator-not-for-field")?;
    let mut values = draft.values.clone();
    match op {
        Op::Empty | Op::Filled => values.clear(),
        _ if values.is_empty() => return Err("filter-without-value"),
        // Beside a day in words stands a date; the date is what was chosen last.
        Op::Gte | Op::Lte | Op::Eq if matches!(field.kind, FieldKind::Date | FieldKind::Instant) => {
            values.drain(..values.len() - 1).for_each(drop)
        }
        _ => {}
    }
    let (relation, name) = match draft.path.split_once('.') {
        Some((relation, name)) => (Some(relation.to_owned()), name),
        None => (None, draft.path.as_str()),
    };
    Ok(Filter { relation, field: name.to_owned(), op, values })
}

/// The kind and field behind `plate` or `vehicle.plate`.
fn find(page: &Page<'_>, kind: &'static Kind, path: &str) -> Option<(&'static Kind, &'static Field)> {
    let (relation, field) = match path.split_once('.') {
        Some((relation, field)) => (Some(relation.to_owned()), field),
        None => (None, path),
    };
    condition::target(
        &page.app.registry,
        page.visitor.scope.tenant,
        kind,
        &Filter { relation, ..Filter::new(field, Op::Empty, &[]) },
    )
}

async fn name_value(call: &Call, kind: &'static Kind, draft: &mut Draft) -> Result<()> {
    let target = find(&call.page(), kind, &draft.path);
    if let (Some((_, Field { kind: FieldKind::Reference { kind: to, .. }, .. })), Some(id)) =
        (target, draft.values.first().and_then(|v| v.parse().ok()))
    {
        let names = references::names(&call.look(), call.registry(), to, vec![id], call.today()).await?;
        draft.label = names.get(&id).cloned().unwrap_or_default();
    }
    Ok(())
}

/// Fields that may be filtered by: the kind's own, then those of its relations.
fn fields(page: &Page<'_>, kind: &'static Kind) -> Vec<Choice> {
    let scope = &page.visitor.scope;
    let open = |owner: &'static Kind| {
        owner.fields_for(Uses::FILTER).filter(|f| scope.field_at_least(owner.name, f.name) > Access::Hidden)
    };
    let mut list: Vec<Choice> = open(kind).map(|f| Choice::new(f.name, page.t(&kind.label(f.name)))).collect();
    for relation in page.app.registry.relations_from(kind.name) {
        if let Some(to) = page.app.registry.kind_of(scope.tenant, relation.to) {
            list.extend(
                open(to)
                    .map(|f| Choice::new(format!("{}.{}", relation.name, f.name), condition::label(page, kind, to, f))),
            );
        }
    }
    list
}

fn answer(call: &Call, page: &Page<'_>, kind: &'static Kind, address: &Address, draft: &Draft) -> Markup {
    let w = page.words();
    let action = address.from_start().href(&format!("/{}/filter", kind.collection));
    let parts = format!("/{}/filter?part=value", kind.collection);
    let list = address.href(&format!("/{}", kind.collection));
    let form = |foot: Option<Markup>| {
        html! {
            form.form id="filter-form" method="post" action=(action) {
                @if let Some(error) = &draft.error { (ui::flash(ui::State::Overdue, error)) }
                @if let Some(at) = draft.at { input type="hidden" name="at" value=(at); }
                div.form-fields {
                    div.field {
                        label.field-label for="filter-field" { (page.t("filter-field")) }
                        div.field-input {
                            select.input #filter-field name="field" required autofocus[draft.path.is_empty()] hx-get=(parts) hx-target="#filter-comparison" hx-swap="innerHTML" hx-trigger="change" {
                                option value="" { (w.t("ui-choose")) }
                                @for choice in fields(page, kind) {
                                    option value=(choice.value) selected[choice.value == draft.path] { (choice.label) }
                                }
                            }
                        }
                    }
                    div.filter-comparison #filter-comparison { (comparison(page, kind, draft)) }
                }
                @if let Some(foot) = foot { div.form-foot { (foot) } }
            }
        }
    };
    let title = page.t("filter-title").into_owned();
    if call.is_part() {
        let submit = ui::Button::new(w.t("ui-apply")).primary().form("filter-form").render();
        return ui::Dialog { id: "filter".into(), title, body: form(None), actions: Some(submit), wide: false }
            .render(&w);
    }
    let crumbs = vec![ui::Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), list.clone())];
    let foot = html! {
        button.button.button-primary type="submit" { (page.t(if draft.path.is_empty() { "filter-next" } else { "filter-apply" })) }
        a.button.button-quiet href=(list) { (w.t("ui-cancel")) }
    };
    let body = html! { p.hint.page-lead { (page.t("filter-lead")) } (form(Some(foot))) };
    page.show(ui::Shell { title, crumbs, body, ..ui::Shell::default() })
}

/// Comparison and value for the field chosen.
fn comparison(page: &Page<'_>, kind: &'static Kind, draft: &Draft) -> Markup {
    let Some((owner, field)) = find(page, kind, &draft.path) else { return html! {} };
    let w = page.words();
    let dated = matches!(field.kind, FieldKind::Date | FieldKind::Instant);
    let masked = page.visitor.scope.field_at_least(owner.name, field.name) == Access::Masked;
    let ops = Op::for_field(field).iter().filter(|op| !masked || matches!(op, Op::Eq | Op::Tail));
    let word = |op: Op| {
        if dated && matches!(op, Op::Gte | Op::Lte) {
            format!("op-{}-date", op.name())
        } else {
            format!("op-{}", op.name())
        }
    };
    let ops: Vec<Choice> = ops.map(|op| Choice::new(op.name(), page.t(&word(*op)))).collect();
    let chosen = draft.op.map(Op::name).or(ops.first().map(|c| c.value.as_str())).unwrap_or_default().to_owned();
    html! {
        (ui::Field::new("op", page.t("filter-op")).required().select(&ops, &chosen, &w))
        (value(page, field, draft))
    }
}

fn value(page: &Page<'_>, field: &Field, draft: &Draft) -> Markup {
    let (w, label) = (page.words(), page.t("filter-value"));
    let first = draft.values.first().map(String::as_str).unwrap_or_default();
    let input = ui::Field::new("value", label);
    match field.kind {
        FieldKind::Choice(dictionary) | FieldKind::Choices(dictionary) => {
            let choices: Vec<Choice> = labels::choices(page.app, &page.visitor.scope, dictionary)
                .into_iter()
                .map(|(code, word)| Choice::new(code, word))
                .collect();
            let chosen: Vec<&str> = draft.values.iter().map(String::as_str).collect();
            if choices.is_empty() { input.text(first, &w) } else { input.several(&choices, &chosen, &w) }
        }
        FieldKind::Bool => {
            let choices = [Choice::new("true", page.t("list-yes")), Choice::new("false", page.t("list-no"))];
            input.radio(&choices, if first == "false" { "false" } else { "true" }, &w)
        }
        FieldKind::Reference { kind, .. } => {
            let me = kind == "user";
            let collection = page.app.registry.kind(kind).map(|k| k.collection);
            html! {
                @if me { (ui::Field::new("value", page.t("filter-me")).id("filter-value-me").several(&[Choice::new("me", page.t("filter-me"))], &[first], &w)) }
                @match collection {
                    Some(collection) => (input.reference(&ui::Reference { value: if first == "me" { String::new() } else { first.to_owned() }, label: draft.label.clone(), search: format!("/{collection}/picker") }, &w)),
                    None => (input.text(first, &w)),
                }
            }
        }
        FieldKind::Date | FieldKind::Instant => {
            let days: Vec<Choice> = DAYS.iter().map(|day| Choice::new(*day, condition::day(page, day))).collect();
            html! {
                (ui::Field::new("value", page.t("filter-day")).id("filter-value-day").select(&days, first, &w))
                (ui::Field::new("value", page.t("filter-date")).date(first.parse().ok(), &w))
            }
        }
        FieldKind::Money => input.money(first, &w),
        FieldKind::Integer | FieldKind::Kilometres | FieldKind::Score => input.number(first, &w),
        _ => input.text(&draft.values.join(","), &w),
    }
}
