//! `GET /organisation`: the tree as it stands, or as it stood on a day.

use std::collections::HashMap;

use axum::extract::{Query, State};
use chrono::NaiveDate;
use kernel::Id;
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Button, Empty, Field, Icon, Shell, State as Mark, dot, flash};
use web::{Problem, Shared, Visitor};

use super::super::Desk;
use super::MANAGE;
use crate::nodes::{self, Node, NodeKind, dated};
use crate::powers::Domain;

/// Which day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AsOf {
    on: String,
}

/// When there are more nodes than this, departments and teams stand on the pages of their stores alone.
const ROOM: usize = 200;

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(asked): Query<AsOf>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let domain = desk.domain(MANAGE).await?;
    let day = asked.on.parse::<NaiveDate>().ok().filter(|day| *day != desk.today());
    let all = match day {
        Some(day) => dated::tree_on(desk.conn(), desk.tenant(), day).await?,
        None => dated::tree(desk.conn(), desk.tenant()).await?,
    };
    let people = dated::headcounts(desk.conn(), desk.tenant(), day.unwrap_or(desk.today()), &all).await?;
    let picture = Picture { desk, people, day: day.unwrap_or(desk.today()), active: None };
    let tops: Vec<&Node> = tops(&domain, &all);
    let drawn = picture.below(&tops, &all, all.len() <= ROOM);
    let body = html! {
        (date_bar(desk, day))
        @if drawn.is_empty() {
            (Empty::new(desk.t("admin-tree-none"), desk.t("admin-tree-none-hint")).render())
        } @else {
            (ui::tree(&desk.t("admin-organisation"), &drawn))
            @if all.len() > ROOM { p.hint { (desk.t("admin-tree-short")) } }
        }
    };
    let note = day.map(|day| flash(Mark::Due, &desk.ta("admin-tree-as-of", &[("day", day.to_string().into())])));
    let first = tops.first().filter(|_| day.is_none());
    let primary = first.map(|top| {
        Button::new(desk.t("admin-node-add"))
            .primary()
            .icon(Icon::Plus)
            .href(format!("/organisation/{}/new", top.id))
            .key("n")
            .render()
    });
    let stores = all.iter().filter(|n| n.node_kind() == NodeKind::Store && covered(&domain, n)).count();
    Ok(desk.show(
        day.map_or_else(|| "/organisation".to_owned(), |day| format!("/organisation?on={day}")),
        Shell {
            title: desk.ta("admin-organisation-of", &[("stores", (stores as i64).into())]),
            flash: note,
            primary,
            body,
            ..Shell::default()
        },
    ))
}

/// The topmost nodes that a visitor reaches.
fn tops<'a>(domain: &Domain, all: &'a [Node]) -> Vec<&'a Node> {
    if domain.is_everything() {
        return all.iter().filter(|n| n.parent_id.is_none()).collect();
    }
    domain.nodes().filter_map(|id| all.iter().find(|n| n.id == id)).collect()
}

fn covered(domain: &Domain, node: &Node) -> bool {
    domain.covers(&node.path)
}

fn date_bar(desk: &Desk<'_>, day: Option<NaiveDate>) -> Markup {
    html! {
        div.toolbar {
            form.toolbar-search method="get" action="/organisation" data-auto-submit {
                (Field::new("on", desk.t("admin-tree-on")).bare().date(Some(day.unwrap_or(desk.today())), &desk.w))
                (Button::new(desk.t("admin-tree-look")).quiet().icon(Icon::History).render())
                @if day.is_some() { a.quiet-link href="/organisation" { (desk.t("admin-tree-today")) } }
            }
        }
    }
}

/// How nodes are drawn.
pub(super) struct Picture<'a> {
    pub desk: &'a Desk<'a>,
    pub people: HashMap<Id, usize>,
    pub day: NaiveDate,
    pub active: Option<Id>,
}

impl Picture<'_> {
    /// Nodes with all that hangs below them.
    pub fn below(&self, nodes: &[&Node], all: &[Node], inside_stores: bool) -> Vec<ui::Node> {
        let mut children: HashMap<Option<Id>, Vec<&Node>> = HashMap::new();
        for node in all {
            children.entry(node.parent_id).or_default().push(node);
        }
        self.drawn(nodes, &children, inside_stores)
    }

    fn drawn(&self, nodes: &[&Node], children: &HashMap<Option<Id>, Vec<&Node>>, inside_stores: bool) -> Vec<ui::Node> {
        let draw = |node: &&Node| {
            let hidden = !inside_stores && node.node_kind() == NodeKind::Store;
            let below = children.get(&Some(node.id)).filter(|_| !hidden).map(Vec::as_slice).unwrap_or_default();
            ui::Node::new(icon(node.node_kind()), &node.name, format!("/organisation/{}", node.id))
                .detail(self.detail(node))
                .active(self.active == Some(node.id))
                .children(self.drawn(below, children, inside_stores))
        };
        nodes.iter().map(draw).collect()
    }

    fn detail(&self, node: &Node) -> Markup {
        let people = self.people.get(&node.id).copied().unwrap_or_default();
        html! {
            @if let Some((state, key)) = state(node, self.day) { (dot(state, &self.desk.t(key))) " " }
            (node.code) " · " (self.desk.ta("admin-people", &[("n", (people as i64).into())]))
        }
    }
}

/// The icon of a kind of node.
pub(super) fn icon(kind: NodeKind) -> Icon {
    match kind {
        NodeKind::Maker | NodeKind::Group | NodeKind::Region => Icon::Organisation,
        NodeKind::Store => Icon::Visit,
        NodeKind::Department | NodeKind::Team => Icon::People,
    }
}

/// What is particular about a node on a day: not open yet, or closed.
pub(super) fn state(node: &nodes::Node, day: NaiveDate) -> Option<(Mark, &'static str)> {
    if node.closed_on.is_some_and(|closed| closed <= day) {
        Some((Mark::Past, "admin-node-closed"))
    } else if node.opened_on.is_some_and(|opened| opened > day) {
        Some((Mark::Due, "admin-node-planned"))
    } else {
        None
    }
}
