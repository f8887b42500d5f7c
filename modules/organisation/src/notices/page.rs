//! `/notices`: one's own notices, those not read yet first asked for.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use ui::{Arg, Button, Column, Empty, Here, Row, Shell, Table, Words, ago, tabs};
use web::Path;
use web::records::{Call, labels, references};
use web::visitor::Speech;
use web::{Problem, Shared, Visitor};

use super::{Notice, queries};

/// Notices a page.
const PAGE: usize = 50;

/// Names of records by kind and id, as far as the reader may see them.
type Names = HashMap<(String, Id), String>;

/// `GET /notices`
pub(super) async fn show(call: Call) -> Result<Markup, Problem> {
    let user = call.visitor.user().ok_or_else(Problem::forbidden)?;
    let all = call.pairs.get("show") == Some("all");
    let before = call.pairs.get("before").and_then(|text| text.parse::<Id>().ok());
    let (conn, tenant) = (call.app.db.read(), call.visitor.scope.tenant);
    let mut list = queries::of_user(conn, tenant, user, !all, before, PAGE as i64 + 1).await?;
    let more = list.len() > PAGE;
    list.truncate(PAGE);
    let names = names(&call, &list).await?;
    let page = call.page();
    let w = page.words();
    let here = Here { now: call.app.db.clock.now().utc(), zone: labels::zone(&call.app, &call.visitor) };
    let address = if all { "/notices?show=all&before=" } else { "/notices?before=" };
    let table = Table {
        caption: w.t("notices-title").into(),
        columns: vec![
            Column::new(w.t("notices-what")),
            Column::new(w.t("notices-when")).narrow().fact(),
            Column::new(w.t("ui-actions")).hide_label().narrow().fact(),
        ],
        rows: list.iter().map(|notice| row(notice, &names, &here, &w)).collect(),
        more: list.last().filter(|_| more).map(|last| format!("{address}{}", last.id)),
        empty: Empty::new(w.t(if all { "notices-none" } else { "notices-none-unread" }), w.t("notices-none-hint"))
            .render(),
        ..Table::default()
    };
    if call.is_part() && before.is_some() {
        return Ok(table.more_rows(&w));
    }
    let tab = |key: &str, href: &str, active: bool| ui::Tab::new(w.t(key), href, active);
    let body = html! {
        (tabs(&w.t("notices-title"), &[tab("notices-unread", "/notices", !all), tab("notices-all", "/notices?show=all", all)], None))
        (table.render(&w))
    };
    let read_all = Button::new(w.t("notices-read-all"));
    let primary = (call.visitor.notices > 0).then(|| {
        html! {
            form method="post" action="/notices/read" data-once { (read_all.render()) }
        }
    });
    Ok(page.show(Shell { title: w.t("notices-title").into(), primary, body, ..Shell::default() }))
}

fn row(notice: &Notice, names: &Names, here: &Here, w: &Speech<'_>) -> Row {
    let subject = notice.subject();
    let name = subject.and_then(|(kind, id)| names.get(&(kind.to_owned(), id)));
    let fresh = notice.read_at.is_none();
    let action = format!("/notices/{}/read", notice.id);
    let go = |key: &str, then: &str| {
        let label = w.t(key).into_owned();
        html! {
            form method="post" action=(action) data-once {
                input type="hidden" name="then" value=(then);
                (Button::new(label).quiet().small().render())
            }
        }
    };
    // What a notice is about may be out of reach by now: then it leads nowhere.
    let leads = subject.is_none() || name.is_some();
    let cells = vec![
        html! { (sentence(notice, w)) @if let Some(name) = name { " " span { (name) } } },
        ago(notice.created_at.utc(), here, w),
        html! {
            @if leads { (go("notices-open", "open")) }
            @if fresh { (go("notices-read-one", "stay")) }
        },
    ];
    Row::new(notice.id.to_string(), cells).fresh(fresh).past(!fresh)
}

fn sentence(notice: &Notice, w: &Speech<'_>) -> String {
    let args = notice.args();
    let args: Vec<(&str, Arg<'_>)> = args
        .iter()
        .map(|(name, value)| match (value.as_i64(), value.as_str()) {
            (Some(n), _) => (name.as_str(), Arg::from(n)),
            (None, text) => (name.as_str(), Arg::from(text.unwrap_or_default())),
        })
        .collect();
    w.ta(&format!("notice-{}", notice.kind), &args)
}

/// One query for each kind of record that the notices are about.
async fn names(call: &Call, list: &[Notice]) -> Result<Names, Problem> {
    let mut wanted: HashMap<&str, Vec<Id>> = HashMap::new();
    for (kind, id) in list.iter().filter_map(Notice::subject) {
        wanted.entry(kind).or_default().push(id);
    }
    let mut names = Names::new();
    for (kind, mut ids) in wanted {
        ids.sort_unstable();
        ids.dedup();
        let found = references::names(&call.look(), call.registry(), kind, ids, call.today()).await?;
        names.extend(found.into_iter().map(|(id, name)| ((kind.to_owned(), id), name)));
    }
    Ok(names)
}

/// `POST /notices/{notice}/read`: notes it, and goes on to what the notice is about or back to the list.
pub(super) async fn read(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    form: web::records::Pairs,
) -> Result<Response, Problem> {
    let user = visitor.user().ok_or_else(Problem::forbidden)?;
    let notice = queries::find(app.db.read(), visitor.scope.tenant, user, id).await?.ok_or_else(Problem::not_found)?;
    let tx = app.db.write(&visitor.scope).await?;
    queries::set_read(&tx, user, Some(id)).await?;
    tx.commit().await?;
    let to = if form.get("then") == Some("open") { notice.link.as_str() } else { "/notices" };
    Ok(Redirect::to(to).into_response())
}

/// `POST /notices/read`: notes that all of them are read.
pub(super) async fn read_all(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Problem> {
    let user = visitor.user().ok_or_else(Problem::forbidden)?;
    let tx = app.db.write(&visitor.scope).await?;
    queries::set_read(&tx, user, None).await?;
    tx.commit().await?;
    Ok(Redirect::to("/notices").into_response())
}
