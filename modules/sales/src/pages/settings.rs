//! `/opportunities/settings`: levels and stages, as an administrator settles them.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use records::commands::FieldError;
use ui::{Choice, Field, Panel, Shell};
use web::Result;
use web::records::{Call, Pairs};

use super::desk::{Desk, mendable};
use super::way;
use crate::levels::{self, COLOURS, Level};
use crate::stages::{self, Stage};

/// The function that settles levels and stages (`capability-opportunities-manage`).
pub const MANAGE: &str = "opportunities.manage";

/// What was refused: the code that it was about, and why.
type Wrong = (String, Vec<FieldError>);

/// `GET /opportunities/settings`.
pub(super) async fn show(call: Call) -> Result<Markup> {
    page(&call, None).await
}

async fn page(call: &Call, wrong: Option<Wrong>) -> Result<Markup> {
    let desk = Desk::new(call);
    let (conn, tenant) = (call.app.db.read(), call.visitor.scope.tenant);
    let (levels, stages) = (levels::all(conn, tenant).await?, stages::all(conn, tenant).await?);
    let errors = wrong.as_ref().map(|(_, errors)| desk.sentences(errors)).unwrap_or_default();
    let refused = |code: &str| wrong.as_ref().is_some_and(|(about, _)| about == code);
    let body = html! {
        (ui::error_summary(&errors, &desk.w))
        div.record {
            div {
                (Panel::new(desk.t("stage-settings"), html! {
                    p.hint { (desk.t("stage-settings-about")) }
                    @for stage in stages.all() { (stage_form(&desk, Some(stage), refused(&stage.code))) }
                    (stage_form(&desk, None, refused("")))
                }).render())
            }
            div {
                (Panel::new(desk.t("level-settings"), html! {
                    p.hint { (desk.t("level-settings-about")) }
                    @for level in &levels.0 { (level_form(&desk, level, refused(&level.code))) }
                }).render())
            }
        }
    };
    let said =
        call.pairs.get("said").is_some().then(|| ui::flash(ui::State::Done, &desk.t("opportunity-settings-saved")));
    let title = desk.t("admin-opportunities").into_owned();
    Ok(desk.page.show(Shell { title, flash: said, body, ..Shell::default() }))
}

fn level_form(desk: &Desk<'_>, level: &Level, open: bool) -> Markup {
    let days = |days: Option<i64>| days.map(|n| n.to_string()).unwrap_or_default();
    let id = |name: &str| format!("level-{}-{name}", level.code);
    let colours: Vec<Choice> = COLOURS.map(|c| Choice::new(c, desk.t(&format!("level-colour-{c}")))).into();
    html! {
        details.folded open[open] {
            summary { (ui::badge(level.state(), &desk.level(&level.code))) " " span.hint { (rhythm(desk, level)) } }
            form.form method="post" action="/opportunities/settings/levels" data-once {
                input type="hidden" name="code" value=(level.code);
                (Field::new("purchase_days", desk.t("level-purchase-days")).id(id("purchase")).number(&days(level.purchase_days), &desk.w))
                (Field::new("interval_days", desk.t("level-interval-days")).id(id("interval")).number(&days(level.interval_days), &desk.w))
                (Field::new("colour", desk.t("level-colour")).id(id("colour")).required().select(&colours, &level.colour, &desk.w))
                (Field::new("is_open", desk.t("level-is-open")).id(id("open")).checkbox(level.is_open, &desk.w))
                button.button.button-small type="submit" { (desk.t("opportunity-save")) }
            }
        }
    }
}

fn rhythm(desk: &Desk<'_>, level: &Level) -> String {
    match level.interval_days {
        Some(days) => desk.ta("level-every", &[("n", ui::Arg::Int(days))]),
        None => desk.t("level-no-rhythm").into_owned(),
    }
}

fn stage_form(desk: &Desk<'_>, stage: Option<&Stage>, open: bool) -> Markup {
    let code = stage.map(|s| s.code.as_str()).unwrap_or_default();
    let id = |name: &str| format!("stage-{}-{name}", if code.is_empty() { "new" } else { code });
    let text = |what: &str, own: fn(&Stage) -> &Option<String>| {
        stage.and_then(|s| way::text(desk, s, what, own(s))).unwrap_or_default()
    };
    let position = stage.map(|s| s.position.to_string()).unwrap_or_default();
    html! {
        details.folded open[open] {
            summary {
                @match stage {
                    Some(stage) => {
                        (desk.stage(&stage.code))
                        @if !stage.active { " " (ui::tag(&desk.t("stage-out-of-use"))) }
                    }
                    None => (desk.t("stage-add")),
                }
            }
            form.form method="post" action="/opportunities/settings/stages" data-once {
                @if code.is_empty() {
                    (Field::new("code", desk.t("stage-code")).id(id("code")).hint(desk.t("stage-code-hint")).required().code("", &desk.w))
                    (Field::new("name_zh", desk.t("stage-name-zh")).id(id("zh")).required().text("", &desk.w))
                    (Field::new("name_en", desk.t("stage-name-en")).id(id("en")).text("", &desk.w))
                } @else { input type="hidden" name="code" value=(code); }
                (Field::new("position", desk.t("stage-position")).id(id("position")).hint(desk.t("stage-position-hint")).required().number(&position, &desk.w))
                (Field::new("goal", desk.t("stage-goal")).id(id("goal")).text(&text("goal", |s| &s.goal), &desk.w))
                (Field::new("tasks", desk.t("stage-tasks")).id(id("tasks")).hint(desk.t("stage-tasks-hint")).textarea(&text("tasks", |s| &s.tasks), 3, &desk.w))
                (Field::new("active", desk.t("stage-active")).id(id("active")).checkbox(stage.is_none_or(|s| s.active), &desk.w))
                button.button.button-small type="submit" { (desk.t("opportunity-save")) }
            }
        }
    }
}

/// `POST /opportunities/settings/levels`.
pub(super) async fn save_level(call: Call, form: Pairs) -> Result<Response> {
    let code = form.get("code").unwrap_or_default().to_owned();
    let held = levels::all(call.app.db.read(), call.visitor.scope.tenant).await?.get(&code).cloned();
    let days = |name: &str| match form.get(name) {
        None => Some(None),
        Some(text) => text.parse().ok().map(Some),
    };
    let (Some(held), Some(purchase_days), Some(interval_days)) = (held, days("purchase_days"), days("interval_days"))
    else {
        let errors = vec![FieldError { field: String::new(), code: "level-days-impossible".into() }];
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&call, Some((code, errors))).await?).into_response());
    };
    let colour = form.get("colour").unwrap_or_default().to_owned();
    let level = Level { purchase_days, interval_days, colour, is_open: form.get("is_open") == Some("true"), ..held };
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match levels::save(&mut tx, &level).await {
        Ok(()) => saved(tx).await,
        Err(refusal) => {
            drop(tx);
            let wrong = Some((code, mendable(refusal)?));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&call, wrong).await?).into_response())
        }
    }
}

/// `POST /opportunities/settings/stages`.
pub(super) async fn save_stage(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let code = form.get("code").unwrap_or_default().to_owned();
    let held = stages::all(call.app.db.read(), call.visitor.scope.tenant).await?.get(&code).cloned();
    // What stands there in the words of the module stays theirs, in the language of each reader.
    let own = |what: &str, held: Option<&Stage>, of: fn(&Stage) -> &Option<String>| {
        let typed = form.get(what).unwrap_or_default().replace("\r\n", "\n");
        match held {
            Some(stage) if way::text(&desk, stage, what, of(stage)).unwrap_or_default() == typed => of(stage).clone(),
            _ => Some(typed),
        }
    };
    let stage = Stage {
        position: form.get("position").and_then(|p| p.parse().ok()).unwrap_or(-1),
        goal: own("goal", held.as_ref(), |s| &s.goal),
        tasks: own("tasks", held.as_ref(), |s| &s.tasks),
        active: form.get("active") == Some("true"),
        code: code.clone(),
    };
    let name = form.get("name_zh").filter(|_| held.is_none());
    let name = name.map(|zh| (zh, form.get("name_en").unwrap_or_default()));
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match stages::save(&mut tx, &stage, name).await {
        Ok(()) => saved(tx).await,
        Err(refusal) => {
            drop(tx);
            let about = if held.is_some() { code } else { String::new() };
            let wrong = Some((about, mendable(refusal)?));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&call, wrong).await?).into_response())
        }
    }
}

async fn saved(tx: kernel::Tx<'_>) -> Result<Response> {
    tx.commit().await?;
    Ok(Redirect::to("/opportunities/settings?said=saved").into_response())
}
