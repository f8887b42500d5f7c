//! What happened to a record: `GET /{collection}/{id}/history`, of one field with `?field=`; and the record as it was at
//! the end of a day, with `?at=`.

use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use kernel::{Id, Instant};
use maud::{Markup, html};
use records::history::{Change, Line, as_of, history};
use records::{Field, Kind, Shown};
use ui::{Entry, Icon, Words};

use super::call::Call;
use super::labels;
use super::show::Renderer;
use crate::page::encode;
use crate::problem::Problem;
use crate::{Page, Result};

/// How many lines stand on a page.
const LINES: usize = 50;

/// The page, or a dialog for htmx.
pub async fn page(call: Call, kind: &'static Kind) -> Result<Response> {
    let record = call.record(kind)?;
    let field = match call.pairs.get("field") {
        Some(name) => Some(kind.field(name).ok_or_else(Problem::not_found)?),
        None => None,
    };
    if let Some(day) = call.pairs.get("at").and_then(records::input::date) {
        return as_it_was(&call, kind, record, day).await;
    }
    let before = call.pairs.get("before").and_then(|id| id.parse().ok());
    let history = history(&call.look(), kind, record, field, before, LINES).await?.ok_or_else(Problem::not_found)?;
    let page = call.page();
    let (w, renderer) = (page.words(), Renderer::new(&page));
    let entries: Vec<Entry> = history.lines.iter().map(|line| entry(&page, &renderer, kind, line)).collect();
    let here = format!("/{}/{record}/history", kind.collection);
    let next = history.next.map(|id| {
        format!("{here}?before={id}{}", field.map(|f| format!("&field={}", encode(f.name))).unwrap_or_default())
    });
    let after = call.pairs.get("day").and_then(|at| at.parse().ok()).map(|at| kernel::Instant(at).utc());
    let next = next.map(|next| format!("{next}&day={}", history.lines.last().map_or(0, |line| line.at.0)));
    let list = html! {
        @if entries.is_empty() && before.is_none() { p { (page.t("list-no-history")) } }
        (ui::timeline(&entries, after, next.as_deref(), renderer.here(), &w))
    };
    let title = match field {
        Some(field) => w.ta("ui-history-field", &[("field", page.t(&kind.label(field.name)).into_owned().into())]),
        None => w.t("ui-history").into_owned(),
    };
    if call.is_part() {
        return Ok(match before {
            Some(_) => list.into_response(),
            None => ui::Dialog { id: "history".into(), title, body: list, actions: None, wide: true }
                .render(&w)
                .into_response(),
        });
    }
    let crumbs = vec![ui::Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), format!("/{}", kind.collection))];
    let back = ui::Button::new(page.t("list-back-to-record")).href(format!("/{}/{record}", kind.collection)).render();
    Ok(page
        .show(ui::Shell {
            title,
            crumbs,
            actions: kind.pages.then_some(back),
            body: html! { (asked(&page, kind, record, None)) h2.sr { (page.t("ui-history")) } (list) },
            ..ui::Shell::default()
        })
        .into_response())
}

/// Which day to look back at.
fn asked(page: &Page<'_>, kind: &Kind, record: Id, day: Option<NaiveDate>) -> Markup {
    let w = page.words();
    html! {
        form.row method="get" action=(format!("/{}/{record}/history", kind.collection)) {
            (ui::Field::new("at", page.t("history-at")).date(day, &w))
            (ui::Button::new(page.t("history-look")).render())
        }
    }
}

/// The record as it was at the end of a day, read only.
async fn as_it_was(call: &Call, kind: &'static Kind, record: Id, day: NaiveDate) -> Result<Response> {
    let zone = call.today().zone;
    let end = Instant::start_of(day.succ_opt().unwrap_or(day), zone);
    // The last moment of the day, as moments are counted.
    let found = as_of(&call.look(), kind, record, Instant(end.0 - 1)).await?.ok_or_else(Problem::not_found)?;
    let page = call.page();
    let (w, renderer) = (page.words(), Renderer::new(&page));
    let facts: Vec<ui::Fact> = found
        .cells
        .iter()
        .map(|(field, shown)| {
            let label = page.t(&kind.label(field.name)).into_owned();
            match shown {
                Shown::Value(datum) if datum.is_empty() => ui::Fact::none(label),
                _ => ui::Fact::new(label, renderer.value(field, shown, None)),
            }
        })
        .collect();
    let said = ui::date_text(day, w.lang());
    let title = w.ta("history-as-of", &[("day", said.as_str().into())]);
    let own = format!("/{}/{record}", kind.collection);
    let body = html! {
        (asked(&page, kind, record, Some(day)))
        @if found.unknown { (ui::flash(ui::State::Due, &page.t("history-not-yet"))) }
        @else {
            p.hint { (page.t("history-as-of-text")) }
            (ui::Panel::new(title.clone(), ui::facts(&facts, &w)).render())
        }
    };
    let crumbs = vec![
        ui::Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), format!("/{}", kind.collection)),
        ui::Crumb::new(w.t("ui-history"), format!("{own}/history")),
    ];
    let back = ui::Button::new(page.t("list-back-to-record")).href(own).render();
    let actions = kind.pages.then_some(back);
    Ok(page.show(ui::Shell { title, crumbs, actions, body, ..ui::Shell::default() }).into_response())
}

fn entry(page: &Page<'_>, renderer: &Renderer<'_>, kind: &Kind, line: &Line) -> Entry {
    let w = page.words();
    let key = format!("journal-{}", line.action.replace('_', "-"));
    let action =
        if page.app.words.has(page.visitor.scope.lang, &key) { page.t(&key).into_owned() } else { line.action.clone() };
    let reason = line.reason.as_deref();
    let title = html! { @if let Some(reason) = reason { (labels::reason(page.app, &page.visitor.scope, &line.action, reason)) } };
    let entry = Entry::new(line.at.utc(), Icon::History, action, line.actor_name.clone(), title);
    if line.changes.is_empty() {
        return entry;
    }
    let changes: Vec<ui::Change> = line.changes.iter().map(|change| row(page, renderer, kind, change)).collect();
    entry.body(ui::diff(&w.t("list-before"), &w.t("list-after"), &changes, &w))
}

fn row(page: &Page<'_>, renderer: &Renderer<'_>, kind: &Kind, change: &Change) -> ui::Change {
    let side = |field: &Field, shown: &Shown| -> Option<Markup> {
        let empty = matches!(shown, Shown::Value(datum) if datum.is_empty());
        (!empty).then(|| renderer.value(field, shown, None))
    };
    ui::Change {
        field: page.t(&kind.label(change.field.name)).into_owned(),
        before: side(change.field, &change.before),
        after: side(change.field, &change.after),
        choose: None,
    }
}
