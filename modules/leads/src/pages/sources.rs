//! `/lead-sources`: where leads come from, and what that cost in the last months.

use std::collections::HashMap;

use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Datelike, Months, NaiveDate};
use kernel::{Fen, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Input, Refusal};
use ui::{Button, Choice, Column, Crumb, Empty, Form, Icon, Panel, Row, Shell, Table};
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::desk::{Desk, answer, mendable, typed};
use crate::sources::{self, Draft, LeadSource, Level, queries};

const PATH: &str = "/lead-sources";

/// How many months are shown.
const MONTHS: u32 = 3;

/// The months shown, the last first.
fn months(desk: &Desk<'_>) -> Vec<NaiveDate> {
    let today = desk.here.today();
    let first = today.with_day(1).unwrap_or(today);
    (0..MONTHS).filter_map(|n| first.checked_sub_months(Months::new(n))).collect()
}

/// `GET /lead-sources`.
pub(super) async fn list(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let all = queries::all(desk.conn(), desk.tenant()).await?;
    let months = months(&desk);
    let from = months.last().copied().unwrap_or(desk.here.today());
    let costs: HashMap<(String, NaiveDate), i64> = queries::costs(desk.conn(), desk.tenant(), from)
        .await?
        .into_iter()
        .map(|cost| ((cost.code, cost.month), cost.fen))
        .collect();
    let rows: Vec<Row> = ordered(&all).into_iter().map(|source| row(&desk, source, &months, &costs)).collect();
    let mut columns = vec![
        Column::new(desk.p("source-name")),
        Column::new(desk.label("channel")).fact(),
        Column::new(desk.p("source-code")),
        Column::new(desk.p("source-paid")),
    ];
    columns.extend(months.iter().map(|month| Column::new(month.format("%Y-%m").to_string()).number()));
    let new = Button::new(desk.p("source-new")).primary().icon(Icon::Plus).key("n").href(format!("{PATH}/new"));
    let table = Table {
        caption: desk.t("admin-lead-sources").into_owned(),
        columns,
        empty: match rows.is_empty() {
            true => Empty::new(desk.p("sources-empty"), desk.p("sources-empty-text")).render(),
            false => html! {},
        },
        rows,
        ..Table::default()
    };
    let shell = Shell {
        title: desk.t("admin-lead-sources").into_owned(),
        primary: Some(new.render()),
        body: html! { p.hint { (desk.p("sources-lead")) } (table.render(&desk.w)) },
        ..Shell::default()
    };
    Ok(answer(&[], desk.page.show(shell)))
}

/// Campaigns behind their platforms.
fn ordered(all: &[LeadSource]) -> Vec<&LeadSource> {
    let platforms = all.iter().filter(|s| s.parent_id.is_none());
    platforms.flat_map(|p| std::iter::once(p).chain(all.iter().filter(move |s| s.parent_id == Some(p.id)))).collect()
}

fn row(desk: &Desk<'_>, source: &LeadSource, months: &[NaiveDate], costs: &HashMap<(String, NaiveDate), i64>) -> Row {
    let name = match source.level == Level::Campaign.number() {
        true => html! { "› " (source.name) },
        false => html! { b { (source.name) } },
    };
    let mut cells = vec![
        name,
        html! { (desk.code("source", &source.channel)) },
        html! { code { (source.code) } },
        html! { @if source.paid { (ui::tag(&desk.p("source-paid-yes"))) } },
    ];
    cells.extend(months.iter().map(|month| {
        let fen = costs.get(&(source.code.clone(), *month));
        html! { @if let Some(fen) = fen { (ui::money(*fen)) } @else { "–" } }
    }));
    Row::new(source.id.to_string(), cells)
        .href(format!("{PATH}/{}", source.id), source.name.clone())
        .past(!source.active)
}

/// `GET /lead-sources/new?parent=`.
pub(super) async fn new(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let mut input = typed(&call.pairs, &["parent"]);
    input.set("id", call.app.db.clock.new_id().to_string());
    input.set("active", "true");
    adding(&desk, &input, &[]).await
}

/// `POST /lead-sources/new`. The form carries the new id, so that sending it twice makes one.
pub(super) async fn create(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let input = typed(&form, &["id", "parent", "channel", "code", "name", "paid"]);
    let id: Id = input.filled("id").and_then(|id| id.parse().ok()).unwrap_or_else(|| call.app.db.clock.new_id());
    let draft = Draft { parent: input.filled("parent").and_then(|p| p.parse().ok()), ..draft(&input) };
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match sources::add(&mut tx, id, Draft { active: true, ..draft }).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("{PATH}/{id}")).into_response())
        }
        Err(refusal) => {
            drop(tx);
            adding(&desk, &input, &mendable(refusal)?).await
        }
    }
}

fn draft(input: &Input) -> Draft {
    let text = |name: &str| input.get(name).unwrap_or_default().to_owned();
    let on = |name: &str| input.filled(name).is_some_and(|v| v != "false");
    Draft {
        channel: text("channel"),
        parent: None,
        code: text("code"),
        name: text("name"),
        paid: on("paid"),
        active: on("active"),
    }
}

async fn adding(desk: &Desk<'_>, input: &Input, errors: &[FieldError]) -> Result<Response> {
    let value = |name: &str| input.get(name).unwrap_or_default();
    let parent = match input.filled("parent").and_then(|id| id.parse().ok()) {
        Some(id) => Some(queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?),
        None => None,
    };
    let fields = html! {
        input type="hidden" name="id" value=(value("id"));
        @if let Some(parent) = &parent {
            input type="hidden" name="parent" value=(parent.id);
            p.hint { (desk.p("source-below")) ": " b { (parent.name) } }
        } @else {
            (desk.field("channel", desk.label("channel"), errors).required().select(&desk.choices("source"), value("channel"), &desk.w))
        }
        (desk.field("name", desk.p("source-name"), errors).required().focus().max(60).text(value("name"), &desk.w))
        (desk.field("code", desk.p("source-code"), errors).required().max(60).hint(desk.p("source-code-hint")).code(value("code"), &desk.w))
        (desk.field("paid", desk.p("source-paid-label"), errors).checkbox(value("paid") == "true", &desk.w))
    };
    let form = Form {
        id: "lead-source".into(),
        action: format!("{PATH}/new"),
        errors: desk.sentences(errors),
        fields,
        submit: desk.p("save").into_owned(),
        cancel: Some(PATH.into()),
        ..Form::default()
    };
    Ok(answer(errors, frame(desk, desk.p("source-new").into_owned(), form.render(&desk.w))))
}

/// `GET /lead-sources/{lead_source}`.
pub(super) async fn edit(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let source = known(&desk).await?;
    editing(&desk, &source, &[]).await
}

/// `POST /lead-sources/{lead_source}`.
pub(super) async fn update(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let source = known(&desk).await?;
    let version = form.get("version").and_then(|v| v.parse().ok()).unwrap_or(-1);
    let input = typed(&form, &["name", "paid", "active"]);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = sources::change(&mut tx, source.id, version, draft(&input)).await;
    finish(&desk, tx, &source, done, PATH.to_owned()).await
}

/// `POST /lead-sources/{lead_source}/costs`.
pub(super) async fn cost(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let source = known(&desk).await?;
    let month = form.get("month").and_then(records::input::date);
    let fen = form.get("cost").and_then(Fen::parse);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match (month, fen) {
        (None, _) => Err(Refusal::field("month", "field-not-a-date")),
        (_, None) => Err(Refusal::field("cost", "field-not-money")),
        (Some(month), Some(fen)) => sources::set_cost(&mut tx, source.id, month, fen.0).await,
    };
    finish(&desk, tx, &source, done, format!("{PATH}/{}", source.id)).await
}

async fn finish(
    desk: &Desk<'_>,
    tx: kernel::Tx<'_>,
    source: &LeadSource,
    done: std::result::Result<(), Refusal>,
    to: String,
) -> Result<Response> {
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&to).into_response())
        }
        Err(refusal) => {
            drop(tx);
            editing(desk, source, &mendable(refusal)?).await
        }
    }
}

async fn known(desk: &Desk<'_>) -> Result<LeadSource> {
    let id = desk.call.id("lead_source")?;
    queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)
}

async fn editing(desk: &Desk<'_>, source: &LeadSource, errors: &[FieldError]) -> Result<Response> {
    let months = months(desk);
    let from = months.last().copied().unwrap_or(desk.here.today());
    let costs = queries::costs(desk.conn(), desk.tenant(), from).await?;
    let own = format!("{PATH}/{}", source.id);
    let fields = html! {
        input type="hidden" name="version" value=(source.version);
        (desk.field("name", desk.p("source-name"), errors).required().max(60).text(&source.name, &desk.w))
        (desk.field("paid", desk.p("source-paid-label"), errors).checkbox(source.paid, &desk.w))
        (desk.field("active", desk.p("source-active"), errors).checkbox(source.active, &desk.w))
    };
    let form = Form {
        id: "lead-source".into(),
        action: own.clone(),
        errors: desk.sentences(errors),
        fields,
        submit: desk.p("save").into_owned(),
        cancel: Some(PATH.into()),
        ..Form::default()
    };
    let choices: Vec<Choice> =
        months.iter().map(|m| Choice::new(m.to_string(), m.format("%Y-%m").to_string())).collect();
    let money = Form {
        id: "lead-source-cost".into(),
        action: format!("{own}/costs"),
        fields: html! {
            (desk.field("month", desk.p("month"), errors).required().select(&choices, "", &desk.w))
            (desk.field("cost", desk.p("cost"), errors).required().money("", &desk.w))
        },
        submit: desk.p("cost-set").into_owned(),
        ..Form::default()
    };
    let spent = html! {
        ul.list-plain { @for cost in costs.iter().filter(|c| c.code == source.code) { li { (cost.month.format("%Y-%m")) " " (ui::money(cost.fen)) } } }
        (money.render(&desk.w))
    };
    let body = html! {
        div.record {
            div {
                (Panel::new(source.code.clone(), form.render(&desk.w)).render())
                @if source.level == Level::Platform.number() {
                    (Button::new(desk.p("campaign-new")).icon(Icon::Plus).href(format!("{PATH}/new?parent={}", source.id)).render())
                }
            }
            div { (Panel::new(desk.p("costs"), spent).render()) }
        }
    };
    Ok(answer(errors, frame(desk, source.name.clone(), body)))
}

fn frame(desk: &Desk<'_>, title: String, body: Markup) -> Markup {
    let crumbs = vec![Crumb::new(desk.t("admin-lead-sources"), PATH)];
    desk.page.show(Shell { title, crumbs, body, ..Shell::default() })
}
