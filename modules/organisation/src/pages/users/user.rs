//! `GET /users/{user}`

use axum::extract::{Query, State};
use kernel::{Action, Id, Lang, journal};
use maud::{Markup, html};
use ui::{
    Button, Column, Crumb, Fact, Icon, Identity, Menu, Panel, Row, Shell, State as Mark, Table, badge, date, dot,
    facts, icon,
};
use web::Path;
use web::records::Renderer;
use web::{Page, Problem, Shared, Visitor};

use super::super::desk::Said;
use super::super::draft::act;
use super::super::{Desk, PersonMenu, audit};
use super::{Seen, able, looking, seen, sign_ins};
use crate::users;
use crate::users::queries::PostLine;

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = seen(desk, id).await?;
    page(desk, &seen, said.flash(desk)).await
}

/// The page, with a message on top.
pub(super) async fn page(desk: &Desk<'_>, seen: &Seen, message: Option<Markup>) -> Result<Markup, Problem> {
    let id = seen.user.id;
    let posts = users::queries::posts(desk.conn(), desk.tenant(), id).await?;
    let left = html! { (own_facts(desk, seen)) (post_list(desk, seen, &posts)) (able::panel(desk, seen).await?) };
    let right = if seen.manageable {
        let lines = journal::history(desk.conn(), desk.tenant(), "user", id, None, 10).await?;
        html! { (sign_ins::panels(desk, id).await?) (audit::panel(desk, lines).await?) }
    } else {
        html! {}
    };
    let body = html! { (identity(desk, seen)) div.record { div { (left) } div { (right) } } };
    let shell = Shell {
        title: seen.user.name.clone(),
        hide_title: true,
        crumbs: vec![Crumb::new(desk.t("kind-user-plural"), "/users")],
        flash: message,
        body,
        ..Shell::default()
    };
    Ok(Page::new(desk.app, desk.visitor, format!("/users/{id}")).show(shell))
}

fn identity(desk: &Desk<'_>, seen: &Seen) -> Markup {
    let user = &seen.user;
    let at = |what: &str| format!("/users/{}/{what}", user.id);
    let shows = |field: &str| matches!(seen.row.get(field), records::Shown::Value(_));
    let mut badges = Vec::new();
    if shows("status") {
        badges.push(match user.is_active() {
            true => badge(Mark::Done, &desk.t("admin-user-active")),
            false => badge(Mark::Past, &desk.t("admin-user-disabled")),
        });
    }
    if user.must_change_password {
        badges.push(badge(Mark::Due, &desk.t("admin-must-change")));
    }
    match (seen.manageable, seen.second_factor, seen.membership.entry.second_factor) {
        (true, true, _) => badges.push(badge(Mark::Done, &desk.t("second-factor-title"))),
        (true, false, true) => badges.push(badge(Mark::Due, &desk.t("admin-second-factor-missing"))),
        _ => {}
    }
    let may_edit = desk.visitor.scope.reach("user", Action::Edit).covers(&user.place());
    let others = seen.manageable && desk.visitor.user() != Some(user.id);
    let deeds = if others { desk.app.seam::<PersonMenu>().0 } else { Vec::new() };
    let actions = html! {
        @for deed in deeds { (Button::new(desk.t(deed.label)).icon(Icon::People).href(at(deed.below)).render()) }
        @if may_edit { (Button::new(desk.t("ui-edit")).icon(Icon::Note).href(at("edit")).key("e").render()) }
        @if seen.manageable { (Menu::with(desk.t("ui-actions"), account_menu(desk, seen)).icon(Icon::More).icon_only().at_end().render()) }
    };
    Identity {
        name: user.name.clone(),
        number: if shows("login") { user.login.clone() } else { String::new() },
        badges,
        actions: Some(actions),
        ..Identity::default()
    }
    .render()
}

fn account_menu(desk: &Desk<'_>, seen: &Seen) -> Markup {
    let user = &seen.user;
    let version = user.version.to_string();
    let (to, key) = if user.is_active() { ("disabled", "admin-user-disable") } else { ("active", "admin-user-enable") };
    let label = desk.ta(key, &[("name", user.name.as_str().into())]);
    let status = Button::new(label).quiet().icon(if user.is_active() { Icon::Lock } else { Icon::Check });
    html! {
        @if looking::may(desk, seen) {
            a.menu-item href=(format!("/users/{}/looking", user.id)) { (icon(Icon::Eye)) span { (desk.ta("looking-title", &[("name", user.name.as_str().into())])) } }
        }
        @if desk.visitor.user() != Some(user.id) {
            a.menu-item href=(format!("/users/{}/password", user.id)) { (icon(Icon::Lock)) span { (desk.t("admin-password-reset")) } }
        }
        @if desk.visitor.user() != Some(user.id) && !user.must_change_password {
            (act(&format!("/users/{}/password-change", user.id), &[], &Button::new(desk.t("admin-password-demand")).quiet().icon(Icon::Lock)))
        }
        @if desk.visitor.user() != Some(user.id) && seen.second_factor {
            a.menu-item href=(format!("/users/{}/second-factor", user.id)) { (icon(Icon::Lock)) span { (desk.t("admin-second-factor-reset")) } }
        }
        @if desk.visitor.user() != Some(user.id) && seen.linked {
            a.menu-item href=(format!("/users/{}/sign-on", user.id)) { (icon(Icon::Lock)) span { (desk.t("admin-sign-on-unlink")) } }
        }
        @if desk.visitor.user() != Some(user.id) {
            (act(&format!("/users/{}/status", user.id), &[("status", to), ("version", &version)], &status))
        }
    }
}

fn own_facts(desk: &Desk<'_>, seen: &Seen) -> Markup {
    let page = Page::new(desk.app, desk.visitor, "");
    let renderer = Renderer::new(&page);
    let list: Vec<Fact> = seen
        .row
        .cells
        .iter()
        .filter(|(field, _)| !matches!(field.name, "name" | "status"))
        .map(|(field, shown)| {
            let label = desk.t(&crate::users::USER.label(field.name));
            match shown {
                records::Shown::Value(datum) if datum.is_empty() => Fact::none(label),
                shown => Fact::new(label, renderer.value(field, shown, None)),
            }
        })
        .collect();
    Panel::new(desk.t("admin-facts"), facts(&list, &desk.w)).id("facts").render()
}

fn post_list(desk: &Desk<'_>, seen: &Seen, posts: &[PostLine]) -> Markup {
    let today = desk.today();
    let rows = posts
        .iter()
        .map(|post| {
            let role = if desk.lang() == Lang::En { &post.name_en } else { &post.name_zh };
            let over = post.valid_to.is_some_and(|end| end <= today);
            let state = if over {
                dot(Mark::Past, &desk.t("admin-post-over"))
            } else if post.valid_from > today {
                dot(Mark::Due, &desk.t("admin-post-later"))
            } else {
                dot(Mark::Done, &desk.t("admin-post-held"))
            };
            let until = post.valid_to.map_or_else(|| html! { (desk.t("admin-open-end")) }, |day| date(day, &desk.w));
            let end = html! {
                @if seen.manageable && !over {
                    (Button::new(desk.t("admin-post-end")).quiet().small().href(format!("/users/{}/posts/{}/end", seen.user.id, post.id)).render())
                }
            };
            Row::new(post.id.to_string(), vec![html! { (role) }, html! { (post.node_name) }, state, date(post.valid_from, &desk.w), until, end]).past(over)
        })
        .collect();
    let table = Table {
        caption: desk.t("admin-posts").into(),
        columns: vec![
            Column::new(desk.t("kind-role")),
            Column::new(desk.t("admin-post-node")).fact(),
            Column::new(desk.t("user-status")),
            Column::new(desk.t("admin-from")),
            Column::new(desk.t("admin-to")),
            Column::new(desk.t("ui-actions")).hide_label().fact(),
        ],
        rows,
        empty: html! { p.nothing { (desk.t("admin-posts-none")) " " (desk.t("admin-posts-none-hint")) } },
        ..Table::default()
    };
    let panel = Panel::new(desk.t("admin-posts"), table.render(&desk.w)).id("posts");
    if seen.manageable {
        let add = Button::new(desk.t("admin-post-add"))
            .small()
            .icon(Icon::Plus)
            .href(format!("/users/{}/posts/new", seen.user.id));
        panel.actions(add.render()).render()
    } else {
        panel.render()
    }
}
