//! The pages of the catalogue: the tree, one entry with what hangs on it, and the picker of forms.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Fen, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Input, Refusal};
use ui::{Button, Choice, Field, Found, Icon, Node, Words};
use web::records::{Call, Pairs};
use web::{Access, Problem, Result, Routes};

use super::model::{Column, Noun};
use super::{change, queries};
use crate::pages::desk::{Desk, input_of, mendable};

/// Routes of the catalogue. Everyone who enters vehicles reads it; writing it is a function.
pub(crate) fn routes() -> Routes {
    let manage = Access::Capability(change::MANAGE);
    Routes::new()
        .get("/catalogue", manage, tree)
        .get("/catalogue/picker", Access::SignedIn, picker)
        .get("/catalogue/{noun}/new", manage, new)
        .post("/catalogue/{noun}/new", manage, create)
        .get("/catalogue/{noun}/{catalogue_entry}", manage, edit)
        .post("/catalogue/{noun}/{catalogue_entry}", manage, update)
        .post("/catalogue/{noun}/{catalogue_entry}/deletion", manage, delete)
}

fn entry_address(noun: Noun, id: Id) -> String {
    format!("/catalogue/{}/{id}", noun.name())
}

fn noun(call: &Call) -> Result<Noun> {
    // `/catalogue/{noun}/…`: the noun is the second part of the path.
    call.uri.path().split('/').nth(2).and_then(Noun::from_name).ok_or_else(Problem::not_found)
}

/// `GET /catalogue`: brands, series and models; three queries.
async fn tree(call: Call) -> Result<Markup> {
    let desk = Desk::new(&call);
    let (conn, tenant) = (call.app.db.read(), call.visitor.scope.tenant);
    let (brands, series, models) = (
        queries::brands(conn, tenant).await?,
        queries::series(conn, tenant).await?,
        queries::models(conn, tenant).await?,
    );
    let nodes: Vec<Node> = brands
        .iter()
        .map(|brand| {
            let children = series.iter().filter(|s| s.brand_id == brand.id).map(|s| {
                let leaves = models.iter().filter(|m| m.series_id == s.id).map(|m| {
                    let detail = html! {
                        @if let Some(year) = m.model_year { (year) " " }
                        @if let Some(price) = m.guide_price { (ui::money(price)) }
                        @if !m.on_sale { " " (ui::tag(&desk.t("catalogue-not-on-sale"))) }
                    };
                    Node::new(Icon::Vehicle, &m.name, entry_address(Noun::Model, m.id)).detail(detail)
                });
                Node::new(Icon::Stock, &s.name, entry_address(Noun::Series, s.id)).children(leaves.collect())
            });
            let wmis = brand.wmis.clone().unwrap_or_default();
            Node::new(Icon::Organisation, &brand.name, entry_address(Noun::Brand, brand.id))
                .detail(html! { code { (wmis) } })
                .children(children.collect())
        })
        .collect();
    let add = Button::new(desk.t("catalogue-add-brand")).icon(Icon::Plus).key("n").href("/catalogue/brand/new");
    let body = if nodes.is_empty() {
        ui::Empty::new(desk.t("catalogue-empty"), desk.t("catalogue-empty-text")).render()
    } else {
        ui::tree(&desk.t("catalogue-title"), &nodes)
    };
    let count = Some(ui::Count::Exact(models.len() as u64));
    Ok(desk.page.show(ui::Shell {
        title: desk.t("catalogue-title").into(),
        count,
        primary: Some(add.primary().render()),
        body,
        ..ui::Shell::default()
    }))
}

/// `GET /catalogue/picker?q=`: models whose name, series or brand holds what was typed.
async fn picker(call: Call) -> Result<Markup> {
    let desk = Desk::new(&call);
    let (conn, tenant) = (call.app.db.read(), call.visitor.scope.tenant);
    let typed = call.pairs.get("q").unwrap_or_default().to_lowercase();
    let found = queries::matching(conn, tenant, &typed, 20).await?;
    let list: Vec<Found> = found
        .into_iter()
        .map(|m| Found { value: m.id.to_string(), label: m.name, detail: format!("{} · {}", m.brand, m.series) })
        .collect();
    Ok(ui::found(&list, &desk.w))
}

/// `GET /catalogue/{noun}/new?parent=`.
async fn new(call: Call) -> Result<Markup> {
    let (desk, noun) = (Desk::new(&call), noun(&call)?);
    let input = Input::from_iter([("on_sale", "true")]);
    Ok(form_page(&desk, noun, None, call.pairs.get("parent").and_then(|p| p.parse().ok()), &input, &[], html! {}))
}

/// `POST /catalogue/{noun}/new`; the parent comes along.
async fn create(call: Call, form: Pairs) -> Result<Response> {
    let noun = noun(&call)?;
    let (input, parent) = (typed(noun, &form), form.get("parent").and_then(|p| p.parse::<Id>().ok()));
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match change::add(&mut tx, noun, parent, &input).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(Redirect::to(&entry_address(noun, id)).into_response())
        }
        Err(refusal) => again(&call, tx, noun, None, parent, &input, refusal),
    }
}

/// `GET /catalogue/{noun}/{catalogue_entry}`: its form, and what hangs on it.
async fn edit(call: Call) -> Result<Markup> {
    let (desk, noun, id) = (Desk::new(&call), noun(&call)?, call.id("catalogue_entry")?);
    let (input, version) = stored(&call, noun, id).await?;
    let below = below(&desk, noun, id).await?;
    Ok(form_page(&desk, noun, Some((id, version)), None, &input, &[], below))
}

/// `POST /catalogue/{noun}/{catalogue_entry}`.
async fn update(call: Call, form: Pairs) -> Result<Response> {
    let (noun, id) = (noun(&call)?, call.id("catalogue_entry")?);
    let version =
        form.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("api-version-required"))?;
    let input = typed(noun, &form);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match change::change(&mut tx, noun, id, version, &input).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&entry_address(noun, id)).into_response())
        }
        Err(refusal) => again(&call, tx, noun, Some((id, version)), None, &input, refusal),
    }
}

/// `POST /catalogue/{noun}/{catalogue_entry}/deletion`.
async fn delete(call: Call, form: Pairs) -> Result<Response> {
    let (noun, id) = (noun(&call)?, call.id("catalogue_entry")?);
    let version =
        form.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("api-version-required"))?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    change::remove(&mut tx, noun, id, version).await?;
    tx.commit().await?;
    Ok(Redirect::to("/catalogue").into_response())
}

fn again(
    call: &Call,
    tx: kernel::Tx<'_>,
    noun: Noun,
    entry: Option<(Id, i64)>,
    parent: Option<Id>,
    input: &Input,
    refusal: Refusal,
) -> Result<Response> {
    drop(tx);
    let errors = mendable(refusal)?;
    let desk = Desk::new(call);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, form_page(&desk, noun, entry, parent, input, &errors, html! {}))
        .into_response())
}

fn typed(noun: Noun, form: &Pairs) -> Input {
    let names: Vec<&str> = std::iter::once("name").chain(noun.columns().iter().map(|(name, _)| *name)).collect();
    input_of(form, &names)
}

/// An entry as its form shows it.
async fn stored(call: &Call, noun: Noun, id: Id) -> Result<(Input, i64)> {
    let row = queries::entry(call.app.db.read(), call.visitor.scope.tenant, noun, id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let mut input = Input::from_iter([("name", row.try_get::<String>("", "name")?)]);
    for (column, kind) in noun.columns() {
        let text = match kind {
            Column::Text | Column::Part | Column::Choice(_) => row.try_get::<Option<String>>("", column)?,
            Column::Number => row.try_get::<Option<i64>>("", column)?.map(|n| n.to_string()),
            Column::Money => row.try_get::<Option<i64>>("", column)?.map(|fen| Fen(fen).plain()),
            Column::Bool => Some(row.try_get::<bool>("", column)?.to_string()),
        };
        input.set(column, text.unwrap_or_default());
    }
    Ok((input, row.try_get("", "version")?))
}

/// What hangs on an entry, with the way to add more.
async fn below(desk: &Desk<'_>, noun: Noun, id: Id) -> Result<Markup> {
    let (conn, tenant) = (desk.call.app.db.read(), desk.call.visitor.scope.tenant);
    let mut panels = Vec::new();
    for child in noun.children() {
        let list = queries::children(conn, tenant, *child, id).await?;
        let add = Button::new(desk.t(&format!("catalogue-add-{}", child.name())))
            .small()
            .icon(Icon::Plus)
            .href(format!("/catalogue/{}/new?parent={id}", child.name()));
        let body = html! {
            @if list.is_empty() { p.hint { (desk.t("catalogue-nothing-below")) } }
            @else { ul.list-plain { @for (id, name) in &list { li { a href=(entry_address(*child, *id)) { (name) } } } } }
        };
        panels
            .push(ui::Panel::new(desk.t(&format!("catalogue-{}", child.name())), body).actions(add.render()).render());
    }
    Ok(html! { @for panel in panels { (panel) } })
}

fn form_page(
    desk: &Desk<'_>,
    noun: Noun,
    entry: Option<(Id, i64)>,
    parent: Option<Id>,
    input: &Input,
    errors: &[FieldError],
    below: Markup,
) -> Markup {
    let value = |name: &str| input.get(name).unwrap_or_default();
    let field = |name: &str| {
        let error = errors.iter().find(|e| e.field == name).map(|e| desk.t(&e.code).into_owned());
        Field::new(name, desk.t(&format!("catalogue-field-{}", name.replace('_', "-")))).error(error)
    };
    let fields = html! {
        @if let Some((_, version)) = entry { input type="hidden" name="version" value=(version); }
        @if let Some(parent) = parent { input type="hidden" name="parent" value=(parent); }
        (field("name").required().focus().text(value("name"), &desk.w))
        @for (name, kind) in noun.columns() {
            @match kind {
                Column::Text if *name == "wmis" => (field(name).hint(desk.t("catalogue-wmis-hint")).text(value(name), &desk.w)),
                Column::Text => (field(name).text(value(name), &desk.w)),
                Column::Choice(dictionary) => (field(name).select(&codes(desk, dictionary, value(name)), value(name), &desk.w)),
                Column::Number => (field(name).number(value(name), &desk.w)),
                Column::Money => (field(name).money(value(name), &desk.w)),
                Column::Bool => (field(name).checkbox(value(name) == "true", &desk.w)),
                Column::Part => (field(name).radio(&["exterior", "interior"].map(|p| Choice::new(p, desk.t(&format!("catalogue-part-{p}")))), if value(name).is_empty() { "exterior" } else { value(name) }, &desk.w)),
            }
        }
    };
    let action = entry.map_or_else(|| format!("/catalogue/{}/new", noun.name()), |(id, _)| entry_address(noun, id));
    let form = ui::Form {
        id: "catalogue".into(),
        action,
        errors: desk.sentences(errors),
        fields,
        submit: desk.t("vehicle-save").into_owned(),
        cancel: Some("/catalogue".into()),
        ..ui::Form::default()
    };
    let kind = desk.t(&format!("catalogue-{}", noun.name()));
    let title = if value("name").is_empty() || entry.is_none() {
        kind.into_owned()
    } else {
        format!("{} · {kind}", value("name"))
    };
    let body = html! {
        (form.render(&desk.w))
        (below)
        @if let Some((id, version)) = entry {
            form method="post" action={ (entry_address(noun, id)) "/deletion" } data-once {
                input type="hidden" name="version" value=(version);
                button.button.button-danger type="submit" { (desk.w.ta("catalogue-remove", &[("name", value("name").into())])) }
            }
        }
    };
    let crumbs = vec![ui::Crumb::new(desk.t("catalogue-title"), "/catalogue")];
    desk.page.show(ui::Shell { title, crumbs, body, ..ui::Shell::default() })
}

/// What may be chosen from a dictionary, and what stands there although it is no entry.
fn codes(desk: &Desk<'_>, dictionary: &str, stands: &str) -> Vec<Choice> {
    let mut list: Vec<Choice> = web::records::labels::choices(&desk.call.app, &desk.call.visitor.scope, dictionary)
        .into_iter()
        .map(|(code, label)| Choice::new(code, label))
        .collect();
    if !stands.is_empty() && list.iter().all(|choice| choice.value != stands) {
        list.push(Choice::new(stands, stands));
    }
    list
}
