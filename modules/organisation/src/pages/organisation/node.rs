//! `GET /organisation/{node}`: one node with what hangs below it, who works there, and how it came to stand there.

use axum::extract::{Query, State};
use kernel::{Action, Id, journal};
use maud::{Markup, html};
use ui::{
    Button, Column, Crumb, Fact, Icon, Identity, Menu, MenuItem, Panel, Row, Shell, Table, badge, date, facts, tag,
};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::desk::Said;
use super::super::{Desk, audit};
use super::MANAGE;
use super::account_set::SETTLE;
use super::tree::{Picture, icon, state};
use crate::dictionaries::Dictionaries;
use crate::nodes::{self, Node, NodeKind, dated, may_stand_under};
use crate::powers::Domain;

/// So many people are listed; the list of users has them all.
const PEOPLE: i64 = 50;

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let domain = desk.domain(MANAGE).await?;
    let node = desk.node(&domain, id).await?;
    let (conn, tenant) = (desk.conn(), desk.tenant());
    let chain = nodes::queries::chain(conn, tenant, &node.path).await?;
    let below = nodes::queries::subtree(conn, tenant, &node.path).await?;
    let people = dated::headcounts(conn, tenant, desk.today(), &below).await?;
    let count = people.get(&id).copied().unwrap_or_default();
    let picture = Picture { desk, people, day: desk.today(), active: None };
    let children: Vec<&Node> = below.iter().filter(|n| n.parent_id == Some(id)).collect();
    let identity = identity(desk, &domain, &node, count);
    let columns = html! {
        div {
            (under(desk, &node, &picture.below(&children, &below, true)))
            (staff(desk, &node).await?)
        }
        div {
            (own_facts(desk, &node).await?)
            (places(desk, id).await?)
            (changes(desk, &node).await?)
        }
    };
    let crumbs = std::iter::once(Crumb::new(desk.t("admin-organisation"), "/organisation"))
        .chain(
            chain
                .iter()
                .filter(|n| n.id != id && domain.covers(&n.path))
                .map(|n| Crumb::new(n.short(), format!("/organisation/{}", n.id))),
        )
        .collect();
    Ok(desk.show(
        format!("/organisation/{id}"),
        Shell {
            title: node.name.clone(),
            hide_title: true,
            crumbs,
            flash: said.flash(desk),
            body: html! { (identity) div.record { (columns) } },
            ..Shell::default()
        },
    ))
}

fn identity(desk: &Desk<'_>, domain: &Domain, node: &Node, people: usize) -> Markup {
    let at = |what: &str| format!("/organisation/{}/{what}", node.id);
    let rules = domain.rules(&node.path);
    let takes = NodeKind::ALL.into_iter().any(|kind| kind > NodeKind::Maker && may_stand_under(kind, node.node_kind()));
    let opens = may_stand_under(NodeKind::Store, node.node_kind());
    let mut items = Vec::new();
    if opens && takes {
        items.push(MenuItem::link(desk.t("admin-node-add"), at("new")).icon(Icon::Plus));
    }
    if desk.visitor.scope.may(SETTLE) {
        items.push(MenuItem::link(desk.t("admin-account-set"), at("account-set")).icon(Icon::Settings));
    }
    if rules && node.parent_id.is_some() {
        items.push(MenuItem::link(desk.t("admin-node-move"), at("move")).icon(Icon::Right));
        items.push(MenuItem::link(desk.t("admin-node-close"), at("closing")).icon(Icon::Lock));
    }
    let actions = html! {
        @if rules || own_store(desk, node) { (Button::new(desk.t("ui-edit")).icon(Icon::Note).href(at("edit")).key("e").render()) }
        @if opens { (Button::new(desk.t("admin-store-open")).primary().icon(Icon::Plus).href(at("open-store")).key("n").render()) }
        @if takes && !opens { (Button::new(desk.t("admin-node-add")).primary().icon(Icon::Plus).href(at("new")).key("n").render()) }
        @if !items.is_empty() { (Menu::new(desk.t("ui-actions"), &items).icon(Icon::More).icon_only().at_end().render()) }
    };
    let mut badges = vec![tag(&desk.t(&format!("node-kind-{}", node.kind)))];
    badges.extend(state(node, desk.today()).map(|(mark, key)| badge(mark, &desk.t(key))));
    Identity {
        name: node.name.clone(),
        number: node.code.clone(),
        icon: Some(icon(node.node_kind())),
        badges,
        facts: vec![(
            desk.t("admin-staff").into(),
            html! { (desk.ta("admin-people", &[("n", (people as i64).into())])) },
        )],
        actions: Some(actions),
    }
    .render()
}

/// Who may edit a store as a record may do so here too.
pub(super) fn own_store(desk: &Desk<'_>, node: &Node) -> bool {
    node.node_kind() == NodeKind::Store && desk.visitor.scope.reach("store", Action::Edit).covers(&node.place())
}

fn under(desk: &Desk<'_>, node: &Node, drawn: &[ui::Node]) -> Markup {
    let body = if drawn.is_empty() {
        let hint = if node.node_kind() == NodeKind::Store { "admin-below-none-store" } else { "admin-below-none" };
        html! { p.nothing { (desk.t(hint)) } }
    } else {
        ui::tree(&desk.t("admin-below"), drawn)
    };
    Panel::new(desk.t("admin-below"), body).id("below").render()
}

async fn staff(desk: &Desk<'_>, node: &Node) -> Result<Markup, Problem> {
    let list = dated::staff_below(desk.conn(), desk.tenant(), &node.path, desk.today(), PEOPLE).await?;
    Ok(staff_panel(desk, "admin-staff", list))
}

/// People who hold posts, as far as the visitor may see them.
pub(in super::super) fn staff_panel(desk: &Desk<'_>, title: &str, list: Vec<dated::Staff>) -> Markup {
    let reach = desk.visitor.scope.reach("user", Action::See);
    let place =
        |s: &dated::Staff| kernel::scope::Place { owner: Some(s.user_id), store: s.store_id, path: s.path.clone() };
    let rows = list
        .iter()
        .filter(|s| reach.covers(&place(s)))
        .map(|s| {
            let role = if desk.lang() == kernel::Lang::En { &s.name_en } else { &s.name_zh };
            let cells =
                vec![html! { (s.name) }, html! { (role) }, html! { (s.node_name) }, date(s.valid_from, &desk.w)];
            Row::new(s.user_id.to_string(), cells).href(format!("/users/{}", s.user_id), &s.name)
        })
        .collect();
    let table = Table {
        caption: desk.t(title).into(),
        columns: vec![
            Column::new(desk.t("user-name")),
            Column::new(desk.t("kind-role")).fact(),
            Column::new(desk.t("admin-post-node")).fact(),
            Column::new(desk.t("admin-since")).narrow(),
        ],
        rows,
        empty: html! { p.nothing { (desk.t("admin-staff-none")) " " (desk.t("admin-staff-none-hint")) } },
        compact: true,
        ..Table::default()
    };
    Panel::new(desk.t(title), table.render(&desk.w)).id("staff").render()
}

async fn own_facts(desk: &Desk<'_>, node: &Node) -> Result<Markup, Problem> {
    let text = |key: &str, value: &Option<String>| Fact::text(desk.t(key), value.as_deref().unwrap_or_default());
    let day = |key: &str, value: Option<chrono::NaiveDate>| match value {
        Some(day) => Fact::new(desk.t(key), date(day, &desk.w)),
        None => Fact::none(desk.t(key)),
    };
    let mut list = vec![Fact::text(desk.t("node-code"), &node.code), text("store-short-name", &node.short_name)];
    if node.node_kind() == NodeKind::Store {
        let dictionaries = desk.app.seam::<Dictionaries>().of(desk.conn(), desk.tenant()).await?;
        let grade = node.grade.as_ref().map(|code| dictionaries.label_at(&node.path, "store_grade", code, desk.lang()));
        list.push(text("store-grade", &grade));
    }
    list.extend([
        text("store-city", &node.city),
        text("store-phone", &node.phone),
        text("store-address", &node.address),
        Fact::text(desk.t("admin-time-zone"), &node.time_zone),
        day("store-opened-on", node.opened_on),
        day("store-closed-on", node.closed_on),
    ]);
    Ok(Panel::new(desk.t("admin-facts"), facts(&list, &desk.w)).id("facts").render())
}

async fn places(desk: &Desk<'_>, id: Id) -> Result<Markup, Problem> {
    let list = dated::placements(desk.conn(), desk.tenant(), id).await?;
    let rows = list
        .iter()
        .map(|p| {
            let above = p.parent_name.clone().unwrap_or_else(|| desk.t("admin-topmost").into_owned());
            let until = p.valid_to.map_or_else(|| html! { (desk.t("admin-until-now")) }, |day| date(day, &desk.w));
            Row::new(p.valid_from.to_string(), vec![html! { (above) }, date(p.valid_from, &desk.w), until])
                .past(p.valid_to.is_some())
        })
        .collect();
    let table = Table {
        caption: desk.t("admin-placements").into(),
        columns: vec![
            Column::new(desk.t("store-parent")),
            Column::new(desk.t("admin-from")).fact(),
            Column::new(desk.t("admin-to")).fact(),
        ],
        rows,
        compact: true,
        ..Table::default()
    };
    Ok(Panel::new(desk.t("admin-placements"), table.render(&desk.w)).id("placements").render())
}

async fn changes(desk: &Desk<'_>, node: &Node) -> Result<Markup, Problem> {
    let kind = if node.node_kind() == NodeKind::Store { "store" } else { "node" };
    let mut lines = journal::history(desk.conn(), desk.tenant(), kind, node.id, None, 10).await?;
    if kind == "store" {
        // Settings and base data of a store stand in the journal of its node.
        lines.extend(journal::history(desk.conn(), desk.tenant(), "node", node.id, None, 10).await?);
        lines.sort_by_key(|line| std::cmp::Reverse(line.id));
        lines.truncate(10);
    }
    audit::panel(desk, lines).await
}
