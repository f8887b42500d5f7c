//! Generic forms for kinds with commands: `GET/POST /{collection}/new` and `GET/POST /{collection}/{id}/edit`.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::policy::Look;
use records::{Commands, Field, FieldKind, Input, Kind, Refusal, Row, Shown, Uses, find, require};
use ui::Words;

use super::call::{Call, see_other};
use super::form::{self, fields_to_create, fields_to_edit, input_of};
use super::pairs::Pairs;
use super::references;
use super::show::Renderer;
use crate::problem::Problem;
use crate::{Page, Result};

/// What stands before a field's name when a conflict asks whose value holds.
const WHOSE: &str = "whose-";

/// What stands before a field's name where the form keeps the value that it was opened with, so that only what someone
/// changed is written, and a conflict is about nothing else.
const WAS: &str = "was-";

/// An empty form.
pub async fn new(call: Call, kind: &'static Kind) -> Result<Response> {
    commands(&call, kind)?;
    let mut input = Input::default();
    // Values in the address fill the form: links such as "new customer with this phone".
    for field in fields_to_create(&call.visitor.scope, kind) {
        if let Some(text) = call.pairs.get(field.name) {
            input.set(field.name, text);
        }
    }
    name_references(&call, kind, &mut input).await?;
    let page = call.page();
    Ok(creating(&page, kind, &input, &[]).into_response())
}

/// Makes the record and shows it.
pub async fn create(call: Call, kind: &'static Kind, form: Pairs) -> Result<Response> {
    let commands = commands(&call, kind)?;
    let mut input = form::read(&fields_to_create(&call.visitor.scope, kind), &form, call.today().zone);
    match made(&call, &*commands, &input).await {
        Ok(id) => Ok(see_other(&format!("/{}/{id}", kind.collection))),
        Err(refusal) => {
            let errors = mendable(refusal)?;
            name_references(&call, kind, &mut input).await?;
            let page = call.page();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, creating(&page, kind, &input, &errors)).into_response())
        }
    }
}

async fn made(call: &Call, commands: &dyn Commands, input: &Input) -> std::result::Result<Id, Refusal> {
    let input = commands.prepare(&call.app.db, &call.visitor.scope, input.clone()).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let id = commands.create(&mut tx, &input).await?;
    tx.commit().await?;
    Ok(id)
}

/// The record's form.
pub async fn edit(call: Call, kind: &'static Kind) -> Result<Response> {
    commands(&call, kind)?;
    let row = record(&call, kind).await?;
    let page = call.page();
    let input = input_of(&row, call.today().zone);
    let opened = Opened { version: row.version, was: input.clone() };
    Ok(editing(&page, kind, &row, &input, &opened, &[]).into_response())
}

/// Saves it, or shows both sides where someone else was faster.
pub async fn update(call: Call, kind: &'static Kind, form: Pairs) -> Result<Response> {
    let commands = commands(&call, kind)?;
    let row = record(&call, kind).await?;
    let fields = fields_to_edit(&row);
    let version =
        form.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("api-version-required"))?;
    let mut input = form::read(&fields, &form, call.today().zone);
    let opened = Opened { version, was: was(&fields, &form) };
    let now = reading(&call.page(), call.today().zone);
    for field in &fields {
        let untouched = opened
            .was
            .get(field.name)
            .is_some_and(|was| input.get(field.name).is_some_and(|text| same(field, text, was, now)));
        // After a conflict: what stays as the other person left it is not written.
        if untouched || form.get(&format!("{WHOSE}{}", field.name)) == Some("before") {
            input.0.remove(field.name);
        }
    }
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match commands.update(&mut tx, row.id, version, &input).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(see_other(&format!("/{}/{}", kind.collection, row.id)))
        }
        Err(Refusal::Conflict(_)) => {
            drop(tx);
            name_references(&call, kind, &mut input).await?;
            // Read again: what stands now is what must be compared.
            let row = record(&call, kind).await?;
            let page = call.page();
            Ok((StatusCode::CONFLICT, conflict(&page, kind, &row, &input, call.today().zone)).into_response())
        }
        Err(refusal) => {
            drop(tx);
            let errors = mendable(refusal)?;
            name_references(&call, kind, &mut input).await?;
            let page = call.page();
            let whole = Input(opened.was.0.clone().into_iter().chain(input.0).collect());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, editing(&page, kind, &row, &whole, &opened, &errors)).into_response())
        }
    }
}

/// What a form was opened with.
struct Opened {
    version: i64,
    was: Input,
}

fn was(fields: &[&'static Field], form: &Pairs) -> Input {
    fields.iter().filter_map(|f| form.first(&format!("{WAS}{}", f.name)).map(|text| (f.name, text))).collect()
}

fn commands(call: &Call, kind: &Kind) -> Result<Arc<dyn Commands>> {
    call.registry().commands(kind.name).cloned().ok_or_else(Problem::not_found)
}

/// The record with the fields of its form, if it may be changed.
async fn record(call: &Call, kind: &'static Kind) -> Result<Row> {
    let id: Id = call.record(kind)?;
    let look: Look<'_, _> = call.look();
    require(&look, kind, id, Action::Edit).await?;
    let title = kind.field(kind.title).filter(|f| !f.uses.has(Uses::FORM));
    let fields: Vec<&'static Field> = kind.fields_for(Uses::FORM).chain(title).collect();
    find(&look, kind, id, &fields).await?.ok_or_else(Problem::not_found)
}

/// Errors that a form can show; anything else is a problem of its own.
fn mendable(refusal: Refusal) -> Result<Vec<FieldError>> {
    match refusal {
        Refusal::Invalid(errors) => Ok(errors),
        Refusal::Rule(code) => Ok(vec![FieldError { field: String::new(), code: code.to_owned() }]),
        refusal => Err(refusal.into()),
    }
}

/// The names of records that references point to, as far as the reader may see them.
async fn name_references(call: &Call, kind: &'static Kind, input: &mut Input) -> Result<()> {
    for field in kind.fields_for(Uses::FORM) {
        let FieldKind::Reference { kind: to, .. } = field.kind else { continue };
        let Some(id) = input.filled(field.name).and_then(|text| text.parse().ok()) else { continue };
        let names = references::names(&call.look(), call.registry(), to, vec![id], call.today()).await?;
        form::name_reference(input, field, names.get(&id).cloned().unwrap_or_default());
    }
    Ok(())
}

fn creating(page: &Page<'_>, kind: &'static Kind, input: &Input, errors: &[FieldError]) -> Markup {
    let path = format!("/{}", kind.collection);
    let word = page.words().ta("list-new", &[("kind", page.noun(&format!("kind-{}", kind.name)).into())]);
    let fields = fields_to_create(&page.visitor.scope, kind);
    let form = ui::Form {
        id: "record-form".into(),
        action: format!("{path}/new"),
        draft: Some(format!("{path}/new")),
        errors: form::summary(page, kind, errors),
        fields: form::form(page, kind, &fields, input, errors),
        submit: page.t("list-create").into_owned(),
        cancel: Some(path),
        ..ui::Form::default()
    };
    framed(page, kind, word, form)
}

fn editing(
    page: &Page<'_>,
    kind: &'static Kind,
    row: &Row,
    input: &Input,
    opened: &Opened,
    errors: &[FieldError],
) -> Markup {
    let path = format!("/{}/{}", kind.collection, row.id);
    let form = ui::Form {
        id: "record-form".into(),
        action: format!("{path}/edit"),
        draft: Some(format!("{path}/edit?version={}", opened.version)),
        errors: form::summary(page, kind, errors),
        fields: html! {
            input type="hidden" name="version" value=(opened.version);
            @for field in fields_to_edit(row) {
                input type="hidden" name={ (WAS) (field.name) } value=(opened.was.get(field.name).unwrap_or_default());
            }
            (form::form(page, kind, &fields_to_edit(row), input, errors))
        },
        submit: page.t("list-save").into_owned(),
        cancel: Some(path),
        ..ui::Form::default()
    };
    framed(page, kind, title(page, kind, row), form)
}

/// Theirs and mine side by side, field by field, with a choice.
fn conflict(page: &Page<'_>, kind: &'static Kind, row: &Row, mine: &Input, zone: chrono_tz::Tz) -> Markup {
    let (w, renderer) = (page.words(), Renderer::new(page));
    let path = format!("/{}/{}", kind.collection, row.id);
    let theirs = input_of(row, zone);
    let now = reading(page, zone);
    let fields = fields_to_edit(row);
    let differing = fields
        .iter()
        .filter(|f| mine.get(f.name).is_some_and(|text| !same(f, text, theirs.get(f.name).unwrap_or_default(), now)));
    let changes: Vec<ui::Change> = differing
        .map(|field| {
            let text = mine.get(field.name).unwrap_or_default();
            let label = mine.get(&format!("{}-label", field.name));
            let read = records::input::read(field, text, now).ok().filter(|_| !text.is_empty()).map(|reading| {
                match (label, reading.datum) {
                    (Some(label), records::Datum::Reference(id, _)) => records::Datum::Reference(id, label.to_owned()),
                    (_, datum) => datum,
                }
            });
            let after = match read {
                Some(datum) => Some(renderer.value(field, &Shown::Value(datum), None)),
                None => (!text.is_empty()).then(|| html! { (text) }),
            };
            let before = row.get(field.name).value().map(|v| renderer.value(field, &Shown::Value(v.clone()), None));
            ui::Change {
                field: page.t(&kind.label(field.name)).into_owned(),
                before,
                after,
                choose: Some(ui::Choose::after(format!("{WHOSE}{}", field.name))),
            }
        })
        .collect();
    let form = ui::Form {
        id: "record-form".into(),
        action: format!("{path}/edit"),
        fields: html! {
            input type="hidden" name="version" value=(row.version);
            @for field in &fields { @if let Some(text) = mine.get(field.name) { input type="hidden" name=(field.name) value=(text); } }
            (ui::diff(&page.t("list-theirs"), &page.t("list-mine"), &changes, &w))
        },
        submit: page.t("list-save").into_owned(),
        cancel: Some(path),
        ..ui::Form::default()
    };
    let body = html! { (ui::flash(ui::State::Due, &page.t("problem-conflict"))) (form.render(&w)) };
    let crumbs = vec![ui::Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), format!("/{}", kind.collection))];
    page.show(ui::Shell { title: title(page, kind, row), crumbs, body, ..ui::Shell::default() })
}

fn reading(page: &Page<'_>, zone: chrono_tz::Tz) -> records::input::Context {
    records::input::Context { today: page.app.db.clock.now().date_in(zone), zone }
}

/// Whether two texts come to the same value.
fn same(field: &Field, mine: &str, theirs: &str, now: records::input::Context) -> bool {
    let read = |text: &str| records::input::read(field, &form_moment(field, text, now), now).map(|r| r.datum);
    match (read(mine), read(theirs)) {
        (Ok(a), Ok(b)) => a == b,
        _ => mine == theirs,
    }
}

fn form_moment(field: &Field, text: &str, now: records::input::Context) -> String {
    if field.kind == FieldKind::Instant { form::moment(text, now.zone) } else { text.to_owned() }
}

fn title(page: &Page<'_>, kind: &'static Kind, row: &Row) -> String {
    let name = kind
        .field(kind.title)
        .and_then(|field| row.get(kind.title).value().map(|v| Renderer::new(page).text(field, v)));
    let kind = page.t(&format!("kind-{}", kind.name)).into_owned();
    page.words().ta("list-edit", &[("name", name.unwrap_or(kind).into())])
}

fn framed(page: &Page<'_>, kind: &'static Kind, title: String, form: ui::Form) -> Markup {
    let crumbs = vec![ui::Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), format!("/{}", kind.collection))];
    let body = form.render(&page.words());
    page.show(ui::Shell { title, crumbs, body, ..ui::Shell::default() })
}
