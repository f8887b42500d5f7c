//! `GET /organisation/{node}/account-set` (帐套): all that is customised at a node in one place, each with where it comes from,
//! a way back, and what is set below (SYS-01).

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use kernel::{Id, Lang};
use maud::{Markup, html};
use ui::{Button, Column, Crumb, Fact, Icon, Panel, Row, Shell, Table, facts, tag};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::desk::Said;
use super::super::draft::act;
use super::super::{Desk, Place, dictionaries as entry_pages, settings as setting_pages};
use crate::dictionaries::{Dictionaries, Entry, ResolvedEntry};
use crate::nodes::{self, Node};
use crate::settings::{Origin, SETTINGS, overview};

/// Whoever settles settings sees it.
pub(super) const SETTLE: &str = "settings.manage";

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let place = Place::of(desk, SETTLE, &id.to_string()).await?;
    let node = place.node.clone();
    let body = html! {
        p.hint { (desk.t("admin-account-set-hint")) }
        (settings(desk, &place).await?)
        br;
        (base_data(desk, &place).await?)
        br;
        (shared(desk).await?)
    };
    let shell = Shell {
        title: desk.ta("admin-account-set-of", &[("name", node.name.as_str().into())]),
        crumbs: vec![
            Crumb::new(desk.t("admin-organisation"), "/organisation"),
            Crumb::new(node.short(), format!("/organisation/{id}")),
        ],
        flash: said.flash(desk),
        body,
        ..Shell::default()
    };
    Ok(desk.show(format!("/organisation/{id}/account-set"), shell))
}

/// Every setting as it holds here.
async fn settings(desk: &Desk<'_>, place: &Place) -> Result<Markup, Problem> {
    let all = overview::all(desk.conn(), desk.tenant()).await?;
    let (id, path) = (place.node.id.to_string(), place.node.path.as_str());
    let mut rows = Vec::new();
    for setting in SETTINGS {
        let held = overview::resolved(setting, path, &all);
        let below: Vec<&str> = all
            .iter()
            .filter(|v| v.key == setting.key && v.path != path && v.path.starts_with(path))
            .map(|v| v.node_name.as_str())
            .collect();
        let here = all.iter().find(|v| v.key == setting.key && v.node_id == place.node.id);
        let locked = here.is_some_and(|v| v.locked);
        let back = here.filter(|_| place.node.parent_id.is_some()).map(|v| {
            let button = Button::new(desk.t("admin-reset")).quiet().small().icon(Icon::Undo);
            act(
                &format!("/settings/{}/reset", setting.key),
                &[("node", &id), ("was", &v.value), ("then", "account-set")],
                &button,
            )
        });
        let cells = vec![
            html! { (setting_pages::label(desk, setting)) },
            html! { b { (setting_pages::shown(desk, setting, &held.value)) } @if locked { " " (tag(&desk.t("admin-fixed-here"))) } },
            place.held(desk, &held),
            html! { (overridden(desk, &below)) },
            back.unwrap_or_default(),
        ];
        let href = format!("/settings/{}?{}", setting.key, place.query());
        rows.push(Row::new(setting.key, cells).href(href, setting_pages::label(desk, setting)));
    }
    let table = table(desk, "admin-settings", "admin-setting", rows, html! {});
    Ok(Panel::new(desk.t("admin-settings"), table.render(&desk.w)).id("settings").render())
}

/// Which nodes below set something of their own: the first three by name.
fn overridden(desk: &Desk<'_>, below: &[&str]) -> Markup {
    html! {
        @if !below.is_empty() {
            (below.iter().take(3).copied().collect::<Vec<_>>().join(&desk.t("admin-comma")))
            @if below.len() > 3 { " +" (below.len() - 3) }
        }
    }
}

fn table(desk: &Desk<'_>, caption: &str, first: &str, rows: Vec<Row>, empty: Markup) -> Table {
    Table {
        caption: desk.t(caption).into(),
        columns: vec![
            Column::new(desk.t(first)),
            Column::new(desk.t("admin-value")).fact(),
            Column::new(desk.t("admin-origin")).fact(),
            Column::new(desk.t("admin-set-below")),
            Column::new(desk.t("ui-actions")).hide_label(),
        ],
        rows,
        empty,
        ..Table::default()
    }
}

/// Entries of base data that are set here or below; what is inherited as it stands is left out.
async fn base_data(desk: &Desk<'_>, place: &Place) -> Result<Markup, Problem> {
    let all = desk.app.seam::<Dictionaries>().of(desk.conn(), desk.tenant()).await?;
    let entries = crate::dictionaries::queries::all(desk.conn(), desk.tenant()).await?;
    let path = place.node.path.as_str();
    let (id, root) = (place.node.id.to_string(), place.node.parent_id.is_none());
    let nodes: BTreeMap<Id, String> = nodes::queries::subtree(desk.conn(), desk.tenant(), path)
        .await?
        .into_iter()
        .map(|node: Node| (node.id, node.short().to_owned()))
        .collect();
    let mut below: BTreeMap<(&str, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|e| e.path != path && e.path.starts_with(path)) {
        below.entry((entry.dictionary.as_str(), entry.code.as_str())).or_default().push(entry);
    }
    let mut rows = Vec::new();
    for dictionary in all.names() {
        let held: Vec<ResolvedEntry> = all.entries(path, dictionary);
        let label = entry_pages::label(desk, dictionary);
        // What the group itself brought along is no change; what hangs below it is.
        let own = held.iter().filter(|r| r.origin == Origin::Here && !root);
        let known: Vec<&str> = held.iter().map(|r| r.entry.code.as_str()).collect();
        let inherited = held.iter().filter(|r| root || r.origin != Origin::Here);
        let touched = inherited.filter(|r| below.contains_key(&(dictionary, r.entry.code.as_str())));
        for resolved in own.chain(touched) {
            let entry = &resolved.entry;
            let names = names(&nodes, below.get(&(dictionary, entry.code.as_str())));
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let back = (resolved.origin == Origin::Here && resolved.overrides).then(|| {
                let button = Button::new(desk.t("admin-reset")).quiet().small().icon(Icon::Undo);
                let was = entry_pages::fingerprint(entry);
                let action = format!("/dictionaries/{dictionary}/entries/{}/reset", entry.code);
                act(&action, &[("node", &id), ("was", &was), ("then", "account-set")], &button)
            });
            let cells = vec![
                html! { (label) " · " (entry.code) },
                html! { b { (entry.name(desk.lang())) } @if !entry.active { " " (tag(&desk.t("admin-entry-off"))) } },
                place.origin(desk, resolved.origin),
                overridden(desk, &names),
                back.unwrap_or_default(),
            ];
            let href = format!("/dictionaries/{dictionary}/entries/{}?{}", entry.code, place.query());
            rows.push(Row::new(format!("{dictionary}-{}", entry.code), cells).href(href, entry.name(desk.lang())));
        }
        for ((_, code), list) in below.iter().filter(|((d, code), _)| *d == dictionary && !known.contains(code)) {
            let names = names(&nodes, Some(list));
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let name = list.first().map_or(*code, |e| e.name(desk.lang()));
            let cells = vec![
                html! { (label) " · " (code) },
                html! { (name) },
                html! { (desk.t("admin-only-below")) },
                overridden(desk, &names),
                html! {},
            ];
            rows.push(Row::new(format!("{dictionary}-{code}"), cells));
        }
    }
    let empty = html! { p.nothing { (desk.t("admin-account-set-none")) } };
    let table = table(desk, "admin-dictionaries", "admin-entry", rows, empty);
    Ok(Panel::new(desk.t("admin-dictionaries"), table.render(&desk.w)).id("dictionaries").render())
}

fn names(nodes: &BTreeMap<Id, String>, entries: Option<&Vec<&Entry>>) -> Vec<String> {
    entries.into_iter().flatten().filter_map(|e| nodes.get(&e.node).cloned()).collect()
}

/// What is one for the whole group.
async fn shared(desk: &Desk<'_>) -> Result<Markup, Problem> {
    let roles = crate::roles::queries::all(desk.conn(), desk.tenant()).await?;
    let custom: usize = desk.app.registry.kinds_of(desk.tenant()).map(|kind| kind.custom_fields().count()).sum();
    let names: Vec<&str> = roles
        .iter()
        .filter(|role| !role.builtin)
        .map(|role| if desk.lang() == Lang::En { role.name_en.as_str() } else { role.name_zh.as_str() })
        .collect();
    let own = if names.is_empty() { String::new() } else { names.join(&desk.t("admin-comma")) };
    let list = [
        Fact::new(
            desk.t("admin-roles"),
            html! { (desk.ta("admin-roles-count", &[("n", (roles.len() as i64).into())])) @if !own.is_empty() { " · " (own) } },
        ),
        Fact::new(desk.t("admin-custom-fields"), html! { (custom) }),
        Fact::text(desk.t("admin-numbering"), &desk.t("admin-numbering-shared")),
    ];
    let body = html! { p.hint { (desk.t("admin-shared-hint")) } (facts(&list, &desk.w)) };
    Ok(Panel::new(desk.t("admin-shared"), body).id("shared").render())
}
