//! The second step: what the order comes to, before anything happens.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::Response;
use kernel::Id;
use maud::{Markup, html};
use organisation::users::User;
use ui::{Button, Column, Fact, Icon, Panel, Row, State, Table, Words, facts, flash};
use web::Problem;

use super::super::desk::Desk;
use super::super::typed::Typed;
use super::{address, frame};
use crate::handover::{Preview, Share};

/// The page.
pub(super) async fn page(desk: &Desk<'_>, user: &User, typed: &Typed, preview: &Preview) -> Result<Response, Problem> {
    let operation = desk.call.app.db.clock.new_id();
    let today = preview.asked.last_day <= desk.today();
    let confirm = desk.words.ta("handover-now", &[("name", user.name.as_str().into())]);
    let body = html! {
        @for at in &preview.survey.stores { (store(desk, preview, at.store.id, &at.store.name)) }
        @if preview.survey.stores.is_empty() { (flash(State::Plain, &desk.t("handover-owns-nothing"))) }
        (ends(desk, preview, today))
        form #handover-check method="post" action=(address(user.id, "/confirmation")) data-once {
            input type="hidden" name="operation" value=(operation);
            @for (name, value) in typed.values().filter(|(name, _)| *name != "operation") {
                input type="hidden" name=(name) value=(value);
            }
            p.hint { (desk.t("handover-undo-hint")) }
            div.form-foot {
                (Button::new(confirm).primary().icon(Icon::Check).render())
                (Button::new(desk.t("handover-back")).quiet().href(address(user.id, "")).render())
            }
        }
    };
    Ok(frame(desk, user, 1, StatusCode::OK, body))
}

/// Who gets how many of a store.
fn store(desk: &Desk<'_>, preview: &Preview, id: Id, name: &str) -> Markup {
    let Some(at) = preview.survey.stores.iter().find(|at| at.store.id == id) else { return html! {} };
    let people: HashMap<Id, (&str, i64)> =
        at.colleagues.iter().map(|(c, load)| (c.id, (c.name.as_str(), *load))).collect();
    let mut shares: Vec<(String, Option<i64>, Share)> = preview
        .shares
        .iter()
        .filter(|(store, _)| *store == id)
        .flat_map(|(_, shares)| shares)
        .map(|(to, share)| match to.and_then(|id| people.get(&id)) {
            Some((name, load)) => ((*name).to_owned(), Some(*load), *share),
            None => (desk.t("customer-pool").into_owned(), None, *share),
        })
        .collect();
    shares.sort_by(|a, b| b.2.sum().cmp(&a.2.sum()).then_with(|| a.0.cmp(&b.0)));
    let rows = shares.iter().enumerate().map(|(n, (name, load, share))| {
        let cells = vec![
            html! { (name) },
            html! { (load.map(ui::grouped).unwrap_or_else(|| "–".to_owned())) },
            html! { "+" (ui::grouped(share.sum())) },
            html! { (ui::grouped(share.by_hand)) },
            html! { (load.map(|l| ui::grouped(l + share.sum())).unwrap_or_else(|| "–".to_owned())) },
        ];
        Row::new(n.to_string(), cells)
    });
    let title = desk.words.ta("handover-store", &[("name", name.into()), ("n", at.count.total.into())]);
    let table = Table {
        caption: title.clone(),
        columns: vec![
            Column::new(desk.t("handover-receiver")),
            Column::new(desk.t("handover-before")).number(),
            Column::new(desk.t("handover-gets")).number().fact(),
            Column::new(desk.t("handover-by-hand")).number(),
            Column::new(desk.t("handover-after")).number().fact(),
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    html! { h2 { (title) } (table.render(&desk.words)) br; }
}

/// What ends, and when.
fn ends(desk: &Desk<'_>, preview: &Preview, today: bool) -> Markup {
    let hanging = &preview.survey.hanging;
    let day = ui::date_text(preview.asked.last_day, desk.words.lang());
    let when = if today { "today" } else { "later" };
    let say = |key: &str| desk.words.ta(&format!("handover-{key}-{when}"), &[("day", day.as_str().into())]);
    let mut list = vec![
        Fact::text(desk.t("handover-posts"), &say("posts")),
        Fact::text(desk.t("handover-login"), &say("login")),
        Fact::text(desk.t("handover-customers"), &desk.t("handover-customers-now")),
    ];
    if hanging.views > 0 {
        list.push(Fact::text(desk.t("handover-views"), &desk.t("handover-views-go")));
    }
    if let Some(reason) = &preview.asked.reason {
        list.push(Fact::text(desk.t("handover-reason"), reason));
    }
    Panel::new(desk.t("handover-what-ends"), facts(&list, &desk.words)).render()
}
