//! `/settings/{setting}?node=`: one setting at a node, with all that is set above and below.

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Tx;
use maud::{Markup, html};
use records::{Input, Refusal};
use ui::{Button, Choice, Column, Crumb, Fact, Form, Icon, Panel, Row, Shell, State as Mark, Table, ago, facts, flash};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::draft::act;
use super::super::{Desk, Draft, Place, Posted};
use super::list::Asked;
use super::{MANAGE, find, label, shown};
use crate::settings::overview::{self, SetValue};
use crate::settings::{Origin, Setting, SettingKind, clear_setting, lock_setting, queries, set_setting};

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let place = Place::of(desk, MANAGE, &asked.node).await?;
    page(desk, find(&key)?, &place, None).await
}

pub(super) async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(key): Path<String>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let setting = find(&key)?;
    let input: Input = posted.into_iter().collect();
    let place = Place::of(desk, MANAGE, input.get("node").unwrap_or_default()).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    let done = match unchanged(&tx, &place, setting, &input).await {
        Ok(()) => write(&mut tx, &place, setting, &input).await,
        Err(refusal) => Err(refusal),
    };
    finish(desk, tx, setting, &place, input, done, "setting-saved").await
}

/// The value, and whether it is fixed for all below.
async fn write(tx: &mut Tx<'_>, place: &Place, setting: &Setting, input: &Input) -> Result<(), Refusal> {
    set_setting(tx, place.node.id, setting, input.get("value").unwrap_or_default()).await?;
    lock_setting(tx, place.node.id, setting, input.get("locked") == Some("true")).await
}

pub(super) async fn reset(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(key): Path<String>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let setting = find(&key)?;
    let input: Input = posted.into_iter().collect();
    let place = Place::of(desk, MANAGE, input.get("node").unwrap_or_default()).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    let done = match unchanged(&tx, &place, setting, &input).await {
        Ok(()) => clear_setting(&mut tx, place.node.id, setting).await,
        Err(refusal) => Err(refusal),
    };
    finish(desk, tx, setting, &place, input, done, "setting-reset").await
}

/// A value is its own version: what stood here when the page was opened must stand here still.
async fn unchanged(tx: &Tx<'_>, place: &Place, setting: &Setting, input: &Input) -> Result<(), Refusal> {
    let here = queries::here(tx.conn(), tx.tenant(), place.node.id, setting.key).await?;
    if input.get("was").unwrap_or_default() == here.unwrap_or_default() { Ok(()) } else { Err(Refusal::Conflict(0)) }
}

async fn finish(
    desk: &Desk<'_>,
    tx: Tx<'_>,
    setting: &'static Setting,
    place: &Place,
    input: Input,
    done: Result<(), Refusal>,
    said: &str,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => {
            tx.commit().await?;
            let back = place.after(&input, "/settings", said);
            Ok(Redirect::to(&back).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, setting, place, Some(&draft)).await?))
        }
    }
}

async fn page(
    desk: &Desk<'_>,
    setting: &'static Setting,
    place: &Place,
    draft: Option<&Draft>,
) -> Result<Markup, Problem> {
    let all = overview::all(desk.conn(), desk.tenant()).await?;
    let held = overview::resolved(setting, &place.node.path, &all);
    let here = all
        .iter()
        .find(|v| v.key == setting.key && v.node_id == place.node.id)
        .map(|v| v.value.clone())
        .unwrap_or_default();
    let mine = all.iter().any(|v| v.key == setting.key && v.node_id == place.node.id && v.locked);
    let locked = draft.map_or(mine, |d| d.value("locked") == "true");
    let title = label(desk, setting);
    let node = place.node.id.to_string();
    let path = format!("/settings/{}", setting.key);
    let list = [
        Fact::text(desk.t("admin-place"), &place.node.name),
        Fact::text(desk.t("admin-value"), &shown(desk, setting, &held.value)),
        Fact::new(desk.t("admin-origin"), place.held(desk, &held)),
        Fact::text(desk.t("admin-by-default"), &shown(desk, setting, setting.default)),
    ];
    let form = Form {
        id: "setting".into(),
        action: path.clone(),
        errors: draft.map(|d| d.sentences(desk)).unwrap_or_default(),
        fields: html! {
            input type="hidden" name="node" value=(node);
            input type="hidden" name="was" value=(here);
            (input(desk, setting, &title, draft, &held.value))
            (ui::Field::new("locked", desk.t("admin-setting-lock")).hint(desk.t("admin-setting-lock-hint")).wide().checkbox(locked, &desk.w))
        },
        submit: desk.t(if held.origin == Origin::Here { "admin-save" } else { "admin-override" }).into(),
        cancel: Some(format!("/settings?{}", place.query())),
        ..Form::default()
    };
    let back = Button::new(desk.t("admin-reset")).icon(Icon::Undo);
    let body = html! {
        @if draft.is_some_and(|d| d.stale.is_some()) { (flash(Mark::Due, &desk.t("problem-conflict"))) }
        (facts(&list, &desk.w))
        br;
        @if held.fixed_by.is_some() { (flash(Mark::Plain, &desk.t("admin-setting-fixed-hint"))) } @else { (form.render(&desk.w)) }
        @if held.origin == Origin::Here && place.node.parent_id.is_some() {
            br;
            div.row { (act(&format!("{path}/reset"), &[("node", &node), ("was", &here)], &back)) span.hint { (desk.t("admin-reset-hint")) } }
        }
        br;
        (elsewhere(desk, setting, place, &all))
    };
    let shell = Shell {
        title,
        crumbs: vec![Crumb::new(desk.t("admin-settings"), format!("/settings?{}", place.query()))],
        body,
        ..Shell::default()
    };
    Ok(desk.show(format!("{path}?{}", place.query()), shell))
}

fn input(desk: &Desk<'_>, setting: &Setting, title: &str, draft: Option<&Draft>, held: &str) -> Markup {
    let error =
        draft.and_then(|d| d.errors.iter().find(|e| e.field == setting.key)).map(|e| desk.t(&e.code).into_owned());
    let value = draft.map_or(held, |d| d.value("value"));
    let field = ui::Field::new("value", title).required().error(error);
    match setting.kind {
        SettingKind::Number(least, most) => {
            let hint = desk.ta("admin-between", &[("least", least.into()), ("most", most.into())]);
            field.hint(hint).number(value, &desk.w)
        }
        SettingKind::Bool => {
            let choices = ["true", "false"].map(|v| Choice::new(v, desk.t(&format!("admin-{v}"))));
            field.radio(&choices, value, &desk.w)
        }
        SettingKind::Text => field.max(500).wide().text(value, &desk.w),
        SettingKind::Choice(words) => {
            let choices: Vec<Choice> = words.iter().map(|v| Choice::new(*v, shown(desk, setting, v))).collect();
            field.wide().radio(&choices, value, &desk.w)
        }
    }
}

/// Where else it is set, above and below.
fn elsewhere(desk: &Desk<'_>, setting: &Setting, place: &Place, all: &[SetValue]) -> Markup {
    let near = |v: &&SetValue| {
        v.key == setting.key && (place.node.path.starts_with(&v.path) || v.path.starts_with(&place.node.path))
    };
    let rows = all
        .iter()
        .filter(near)
        .map(|v| {
            let cells = vec![
                html! { (v.node_name) },
                html! { b { (shown(desk, setting, &v.value)) } },
                html! { (v.by_name.as_deref().unwrap_or("–")) },
                ago(v.updated_at.utc(), &desk.here, &desk.w),
            ];
            Row::new(v.node_id.to_string(), cells)
        })
        .collect();
    let table = Table {
        caption: desk.t("admin-set-where").into(),
        columns: vec![
            Column::new(desk.t("admin-post-node")),
            Column::new(desk.t("admin-value")).fact(),
            Column::new(desk.t("admin-set-by")),
            Column::new(desk.t("admin-set-at")).fact(),
        ],
        rows,
        empty: html! { p.nothing { (desk.t("admin-set-nowhere")) } },
        compact: true,
        ..Table::default()
    };
    Panel::new(desk.t("admin-set-where"), table.render(&desk.w)).id("elsewhere").render()
}
