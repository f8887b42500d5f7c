//! What someone may do: their posts and roles put together, in words.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use kernel::{Access, Action, Actor, Grant, GrantReach, Scope};
use maud::{Markup, html};
use records::Kind;
use ui::{Column, Panel, Row, Table, tag};
use web::Problem;

use super::super::Desk;
use super::Seen;
use crate::nodes::dated;

pub(super) async fn panel(desk: &Desk<'_>, seen: &Seen) -> Result<Markup, Problem> {
    let powers = &seen.membership.powers;
    let paths: HashSet<String> = powers.grants.iter().filter_map(|g| path(&g.reach)).map(str::to_owned).collect();
    let names = dated::names(desk.conn(), desk.tenant(), &paths).await?;
    let actor = Actor::User { id: seen.user.id, name: seen.user.name.clone(), by_token: false };
    let scope = Scope { actor, powers: powers.clone(), limited_to: None, ..desk.visitor.scope.clone() };
    let mut rows = Vec::new();
    for kind in desk.app.registry.kinds() {
        let reaches = reaches(&scope, kind);
        if reaches.is_empty() {
            continue;
        }
        let lines = html! { @for (reach, actions) in &reaches { div { (actions_word(desk, actions)) " " (tag(&reach_word(desk, reach, &names))) } } };
        let cells =
            vec![html! { (desk.t_or(&format!("kind-{}", kind.name), kind.name)) }, lines, closed(desk, &scope, kind)];
        rows.push(Row::new(kind.name, cells));
    }
    let functions: BTreeSet<String> = powers
        .capabilities
        .iter()
        .map(|name| match name.as_str() {
            "*" => desk.t("admin-all-functions").into_owned(),
            name => desk.t_or(&format!("capability-{}", name.replace(['.', '_'], "-")), name),
        })
        .collect();
    let table = Table {
        caption: desk.t("admin-able").into(),
        columns: vec![
            Column::new(desk.t("admin-kind-of-record")).narrow(),
            Column::new(desk.t("admin-able-may")).fact(),
            Column::new(desk.t("admin-able-closed")),
        ],
        rows,
        empty: html! { p.nothing { (desk.t("admin-able-none")) " " (desk.t("admin-able-none-hint")) } },
        ..Table::default()
    };
    let body = html! {
        (table.render(&desk.w))
        @if !functions.is_empty() {
            p { span.hint { (desk.t("admin-role-functions")) " " } @for name in &functions { (tag(name)) " " } }
        }
        @if seen.user.must_change_password { p.hint { (desk.t("admin-able-must-change")) } }
        p.hint { (desk.t("admin-able-explained")) }
    };
    Ok(Panel::new(desk.t("admin-able"), body).id("able").render())
}

/// Per reach what may be done, the widest reach of each action alone.
fn reaches<'a>(scope: &'a Scope, kind: &Kind) -> BTreeMap<&'a GrantReach, Vec<Action>> {
    let mut found: BTreeMap<&GrantReach, Vec<Action>> = BTreeMap::new();
    let of_kind: Vec<&Grant> = scope.powers.grants.iter().filter(|g| g.kind == kind.name || g.kind == "*").collect();
    for action in Action::ALL {
        let giving: Vec<&Grant> = of_kind.iter().copied().filter(|g| g.actions.has(action)).collect();
        let widest = giving.iter().map(|g| rank(&g.reach)).max();
        for grant in giving.into_iter().filter(|g| Some(rank(&g.reach)) == widest) {
            let list = found.entry(&grant.reach).or_default();
            if !list.contains(&action) {
                list.push(action);
            }
        }
    }
    found
}

fn rank(reach: &GrantReach) -> usize {
    match reach {
        GrantReach::Group => usize::MAX,
        // The shorter the path, the more lies below it.
        GrantReach::Store { path, .. } | GrantReach::Below { path, .. } => usize::MAX / 2 - path.matches('/').count(),
        GrantReach::Own => 0,
    }
}

fn path(reach: &GrantReach) -> Option<&str> {
    match reach {
        GrantReach::Store { path, .. } | GrantReach::Below { path, .. } => Some(path),
        GrantReach::Group | GrantReach::Own => None,
    }
}

fn reach_word(desk: &Desk<'_>, reach: &GrantReach, names: &HashMap<String, String>) -> String {
    match reach {
        GrantReach::Group => desk.t("level-group").into_owned(),
        GrantReach::Own => desk.t("level-own").into_owned(),
        GrantReach::Store { path, .. } | GrantReach::Below { path, .. } => {
            names.get(path).cloned().unwrap_or_else(|| path.clone())
        }
    }
}

fn actions_word(desk: &Desk<'_>, actions: &[Action]) -> String {
    if actions.len() == Action::ALL.len() {
        return desk.t("admin-all-actions").into_owned();
    }
    let words: Vec<_> = actions.iter().map(|action| desk.t(&format!("action-{}", action.name()))).collect();
    words.join(&desk.t("admin-comma"))
}

/// Fields of a kind that they see in part or not at all.
fn closed(desk: &Desk<'_>, scope: &Scope, kind: &'static Kind) -> Markup {
    let with = |access: Access| -> Vec<String> {
        let fields = kind.fields.iter().filter(|field| scope.field_at_best(kind.name, field.name) == access);
        fields.map(|field| desk.t_or(&kind.label(field.name), field.name)).collect()
    };
    let comma = desk.t("admin-comma");
    let lists = [("access-masked", with(Access::Masked)), ("access-hidden", with(Access::Hidden))];
    html! {
        @for (key, fields) in lists.iter().filter(|(_, fields)| !fields.is_empty()) {
            @let shown = fields.iter().take(4).cloned().collect::<Vec<_>>().join(&comma);
            div title=(fields.join(&comma)) { span.hint { (desk.t(key)) } " " (shown) @if fields.len() > 4 { " +" (fields.len() - 4) } }
        }
    }
}
