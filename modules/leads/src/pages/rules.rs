//! `/lead-rules`: which store a lead of the head office goes to. The first rule that fits decides; what no rule fits
//! waits at the head office.

use std::collections::HashMap;

use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Input, Refusal};
use ui::{Button, Choice, Column, Crumb, Empty, Form, Icon, Row, Shell, State, Table, dot};
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::desk::{Desk, answer, mendable, typed};
use super::form::origins;
use crate::assignment::{self, LeadRule, queries};

const PATH: &str = "/lead-rules";

/// `GET /lead-rules`.
pub(super) async fn list(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let rules = queries::all(desk.conn(), desk.tenant()).await?;
    let stores: HashMap<String, String> = stores(&desk).await?.into_iter().map(|c| (c.value, c.label)).collect();
    let words: HashMap<String, String> = origins(&desk).await?.into_iter().map(|c| (c.value, c.label)).collect();
    let rows: Vec<Row> = rules
        .iter()
        .map(|rule| {
            let comma = desk.p("comma");
            let from: Vec<&str> =
                rule.sources.iter().map(|code| words.get(code).map_or(code.as_str(), String::as_str)).collect();
            let when: Vec<String> = [from.join(&comma), rule.cities.join(&comma), rule.models.join(&comma)]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect();
            let when = if when.is_empty() { desk.p("rule-always").into_owned() } else { when.join(" · ") };
            let store = stores.get(&rule.store.to_string()).cloned().unwrap_or_default();
            let state = match rule.active {
                true => dot(State::Done, &desk.p("rule-on")),
                false => dot(State::Past, &desk.p("rule-off")),
            };
            let cells =
                vec![html! { (rule.name) }, html! { (rule.position) }, html! { (when) }, html! { (store) }, state];
            Row::new(rule.id.to_string(), cells)
                .href(format!("{PATH}/{}", rule.id), rule.name.clone())
                .past(!rule.active)
        })
        .collect();
    let new = Button::new(desk.p("rule-new")).primary().icon(Icon::Plus).key("n").href(format!("{PATH}/new"));
    let table = Table {
        caption: desk.t("admin-lead-rules").into_owned(),
        columns: vec![
            Column::new(desk.p("rule-name")),
            Column::new(desk.p("rule-position")).number().narrow(),
            Column::new(desk.p("rule-when")).fact(),
            Column::new(desk.label("store")).fact(),
            Column::new(desk.p("rule-active")),
        ],
        empty: match rows.is_empty() {
            true => Empty::new(desk.p("rules-empty"), desk.p("rules-empty-text")).render(),
            false => html! {},
        },
        rows,
        ..Table::default()
    };
    let shell = Shell {
        title: desk.t("admin-lead-rules").into_owned(),
        primary: Some(new.render()),
        body: html! { p.hint { (desk.p("rules-lead")) } (table.render(&desk.w)) },
        ..Shell::default()
    };
    Ok(answer(&[], desk.page.show(shell)))
}

/// All stores of the house.
pub(super) async fn stores(desk: &Desk<'_>) -> Result<Vec<Choice>> {
    let root = crate::lead::places::root(desk.conn(), desk.tenant()).await?;
    let nodes = organisation::nodes::queries::subtree(desk.conn(), desk.tenant(), &root).await?;
    let stores = nodes.into_iter().filter(|node| node.kind == "store");
    Ok(stores.map(|node| Choice::new(node.id.to_string(), node.name)).collect())
}

/// `GET /lead-rules/new`. The form carries the new rule's id, so that sending it twice makes one.
pub(super) async fn new(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let last = queries::all(desk.conn(), desk.tenant()).await?.iter().map(|r| r.position).max().unwrap_or(0);
    let id = call.app.db.clock.new_id();
    let input = Input::from_iter([
        ("position", (last + 10).to_string()),
        ("active", "true".to_owned()),
        ("version", "0".to_owned()),
    ]);
    show(&desk, id, &input, &[], &[]).await
}

/// `GET /lead-rules/{lead_rule}`.
pub(super) async fn edit(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let id = call.id("lead_rule")?;
    let rule = queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
    let input = Input::from_iter([
        ("name", rule.name.clone()),
        ("position", rule.position.to_string()),
        ("active", rule.active.to_string()),
        ("cities", rule.cities.join(" ")),
        ("models", rule.models.join("，")),
        ("store", rule.store.to_string()),
        ("version", rule.version.to_string()),
    ]);
    show(&desk, id, &input, &rule.sources, &[]).await
}

/// `POST /lead-rules/{lead_rule}`: a new rule, or one that is changed.
pub(super) async fn save(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.id("lead_rule")?);
    let input = typed(&form, &["name", "position", "active", "cities", "models", "store", "version"]);
    let sources: Vec<String> = form.all("sources").filter(|s| !s.is_empty()).map(str::to_owned).collect();
    let Some(store) = input.filled("store").and_then(|store| store.parse().ok()) else {
        let error = FieldError { field: "store".into(), code: "field-required".into() };
        return show(&desk, id, &input, &sources, &[error]).await;
    };
    let words = |name: &str, between: &[char]| {
        let text = input.get(name).unwrap_or_default();
        text.split(between).map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let rule = LeadRule {
        id,
        name: input.get("name").unwrap_or_default().to_owned(),
        position: input.filled("position").and_then(|p| p.parse().ok()).unwrap_or(0),
        active: input.filled("active").is_some_and(|v| v != "false"),
        sources,
        cities: words("cities", &[' ', ',', '，', '、', '\n']),
        models: words("models", &[',', '，', '、', '\n']),
        store,
        version: input.filled("version").and_then(|v| v.parse().ok()).unwrap_or(0),
    };
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match assignment::save(&mut tx, &rule).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(PATH).into_response())
        }
        Err(Refusal::Conflict(version)) => Err(Refusal::Conflict(version).into()),
        Err(refusal) => {
            drop(tx);
            show(&desk, id, &input, &rule.sources, &mendable(refusal)?).await
        }
    }
}

/// `POST /lead-rules/{lead_rule}/deletion`.
pub(super) async fn remove(call: Call) -> Result<Response> {
    let id = call.id("lead_rule")?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    assignment::remove(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Redirect::to(PATH).into_response())
}

async fn show(desk: &Desk<'_>, id: Id, input: &Input, chosen: &[String], errors: &[FieldError]) -> Result<Response> {
    let value = |name: &str| input.get(name).unwrap_or_default();
    let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
    let (origins, mut stores) = (origins(desk).await?, stores(desk).await?);
    stores.insert(0, Choice::new("", desk.p("choose")));
    let fields = html! {
        input type="hidden" name="version" value=(value("version"));
        (desk.field("name", desk.p("rule-name"), errors).required().focus().max(100).text(value("name"), &desk.w))
        (desk.field("store", desk.label("store"), errors).required().select(&stores, value("store"), &desk.w))
        (desk.field("sources", desk.label("source"), errors).wide().several(&origins, &chosen, &desk.w))
        (desk.field("cities", desk.p("rule-cities"), errors).hint(desk.p("rule-cities-hint")).text(value("cities"), &desk.w))
        (desk.field("models", desk.p("rule-models"), errors).hint(desk.p("rule-models-hint")).text(value("models"), &desk.w))
        (desk.field("position", desk.p("rule-position"), errors).number(value("position"), &desk.w))
        (desk.field("active", desk.p("rule-active"), errors).checkbox(value("active") == "true", &desk.w))
    };
    let form = Form {
        id: "lead-rule".into(),
        action: format!("{PATH}/{id}"),
        errors: desk.sentences(errors),
        fields,
        submit: desk.p("save").into_owned(),
        cancel: Some(PATH.into()),
        ..Form::default()
    };
    let known = value("version") != "0";
    let body: Markup = html! {
        (form.render(&desk.w))
        @if known {
            form method="post" action={ (PATH) "/" (id) "/deletion" } data-once {
                button.button.button-danger type="submit" { (desk.p("rule-remove")) }
            }
        }
    };
    let title = if value("name").is_empty() { desk.p("rule-new").into_owned() } else { value("name").to_owned() };
    let crumbs = vec![Crumb::new(desk.t("admin-lead-rules"), PATH)];
    Ok(answer(errors, desk.page.show(Shell { title, crumbs, body, ..Shell::default() })))
}
