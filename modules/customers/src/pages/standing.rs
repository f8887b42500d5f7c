//! `GET /customers/{customer}/standing`: whose the customer was and what they were classed as, store by store
//! (CUS-04, CUS-06).

use axum::response::{IntoResponse, Response};
use kernel::Id;
use maud::{Markup, html};
use ui::{Crumb, Dialog, Entry, Icon, Panel, Shell};
use web::Problem;
use web::records::Call;

use super::desk::{Desk, address};
use crate::customer::file::file;
use crate::engagements::history;

/// Both histories.
pub(super) async fn page(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let (customer, look) = (desk.customer()?, desk.look());
    let file = file(&look, customer).await?.ok_or_else(Problem::not_found)?;
    let store = |engagement: Id| {
        file.engagements
            .iter()
            .find(|e| e.engagement.id == engagement)
            .map(|e| e.store_name.clone())
            .unwrap_or_default()
    };
    // What a store's engagement does not show today it did not show before either.
    let shows =
        |engagement: Id, field: &str| file.engagements.iter().any(|e| e.engagement.id == engagement && e.shows(field));
    let pool = desk.t("customer-pool").into_owned();
    let arrow = |from: Option<String>, to: String| html! { @if let Some(from) = from { (from) " → " } (to) };
    let owners: Vec<Entry> = history::owners(&look, customer)
        .await?
        .into_iter()
        .filter(|line| shows(line.engagement_id, "owner"))
        .map(|line| {
            let from = line.from_owner_id.map(|_| line.from_name.unwrap_or_default());
            let kind = desk.p(if line.rule_id.is_some() { "by-rule" } else { "by-hand" });
            let title = arrow(from, line.owner_name.unwrap_or_else(|| pool.clone()));
            entry(
                Entry::new(line.at.utc(), Icon::Customer, kind, line.by_name, title).place(store(line.engagement_id)),
                line.reason,
            )
        })
        .collect();
    let classes: Vec<Entry> = history::classes(&look, customer)
        .await?
        .into_iter()
        .filter(|line| shows(line.engagement_id, "class") && shows(line.engagement_id, "grade"))
        .map(|line| {
            let word = |class: &str, grade: &Option<String>| match grade {
                Some(grade) => {
                    format!("{} · {}", desk.code("customer-class", class), desk.code("customer-grade", grade))
                }
                None => desk.code("customer-class", class),
            };
            let title =
                arrow(line.from_class.as_deref().map(|c| word(c, &line.from_grade)), word(&line.class, &line.grade));
            entry(
                Entry::new(line.at.utc(), Icon::Chart, "", line.by_name, title).place(store(line.engagement_id)),
                line.reason,
            )
        })
        .collect();
    let body = html! {
        (panel(&desk, "owners", &owners))
        (panel(&desk, "classes", &classes))
    };
    let title = desk.p("standing").into_owned();
    if call.is_part() {
        return Ok(Dialog { id: "standing".into(), title, body, actions: None, wide: true }
            .render(&desk.words)
            .into_response());
    }
    let crumbs = vec![
        Crumb::new(desk.t("kind-customer-plural"), "/customers"),
        Crumb::new(desk.p("back-to-file"), address(customer, "")),
    ];
    Ok(desk.page.show(Shell { title, crumbs, body, ..Shell::default() }).into_response())
}

fn entry(entry: Entry, reason: Option<String>) -> Entry {
    match reason.filter(|r| !r.trim().is_empty()) {
        Some(reason) => entry.body(html! { (reason) }),
        None => entry,
    }
}

fn panel(desk: &Desk<'_>, key: &str, entries: &[Entry]) -> Markup {
    Panel::new(desk.p(key), ui::timeline(entries, None, None, &desk.here, &desk.words)).render()
}
