//! Why someone sees a record, a field, a total, or not: `GET /{collection}/{id}/explanation`, `GET
//! /{collection}/explanation` and `GET /explanation`. Of what is out of reach nothing is said but what one's roles reach.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use async_trait::async_trait;
use axum::response::{IntoResponse, Response};
use kernel::scope::Origin;
use kernel::{Access, Action, Db, GrantReach, Id, Lang, Scope, Tenant};
use maud::{Markup, html};
use records::explain::{self, Cause, Closed, Explanation};
use records::policy::Look;
use records::{Class, Kind};
use sea_orm::DbErr;
use ui::{Button, Column, Crumb, Icon, Panel, Row, Shell, State, Table, Words, dot, tag};

use super::call::Call;
use super::labels;
use crate::problem::Problem;
use crate::{Page, Result};

/// What the organisation tells of posts, roles and people; kept in [`crate::App::seams`] as `Arc<dyn Explainer>`.
#[async_trait]
pub trait Explainer: Send + Sync {
    /// Names of nodes, people and roles by id.
    async fn names(
        &self,
        db: &Db,
        tenant: Tenant,
        ids: &HashSet<Id>,
        lang: Lang,
    ) -> std::result::Result<HashMap<Id, String>, DbErr>;
    /// Names of nodes by path.
    async fn places(
        &self,
        db: &Db,
        tenant: Tenant,
        paths: &HashSet<String>,
    ) -> std::result::Result<HashMap<String, String>, DbErr>;
    /// Names of the roles that show a field of a kind in full, by field.
    async fn openers(
        &self,
        db: &Db,
        tenant: Tenant,
        kind: &Kind,
        lang: Lang,
    ) -> std::result::Result<BTreeMap<String, Vec<String>>, DbErr>;
    /// The scope of someone whom the asker administers; none for anyone else.
    async fn scope_of(&self, db: &Db, asker: &Scope, user: Id) -> std::result::Result<Option<Scope>, DbErr>;
}

/// The names that causes need.
struct Names {
    ids: HashMap<Id, String>,
    paths: HashMap<String, String>,
}

impl Names {
    async fn of(call: &Call, causes: &[&Cause], more: HashSet<String>) -> Result<Names> {
        let (mut ids, mut paths) = (HashSet::new(), more);
        for cause in causes {
            match cause {
                Cause::Role { origin, reach } => {
                    ids.extend(origin.iter().flat_map(|Origin { post, role }| [*post, *role]));
                    if let GrantReach::Store { path, .. } | GrantReach::Below { path, .. } = reach {
                        paths.insert(path.clone());
                    }
                }
                Cause::Share { grantee, .. } => drop(ids.insert(*grantee)),
            }
        }
        let (db, scope) = (&call.app.db, &call.visitor.scope);
        Ok(match call.app.seams.get::<Arc<dyn Explainer>>() {
            Some(seam) => Names {
                ids: seam.names(db, scope.tenant, &ids, scope.lang).await?,
                paths: seam.places(db, scope.tenant, &paths).await?,
            },
            None => Names { ids: HashMap::new(), paths: HashMap::new() },
        })
    }

    fn id(&self, id: Id) -> &str {
        self.ids.get(&id).map_or("–", String::as_str)
    }
}

/// Why the visitor, or with `?user=` someone whom they administer, sees a record.
pub async fn record(call: Call, kind: &'static Kind) -> Result<Response> {
    let id = call.record(kind)?;
    // Whoever asks must see the record themselves: the page is no way to learn that there is one.
    let own = explain::explain(&call.look(), kind, id).await?.ok_or_else(Problem::not_found)?;
    let other = match call.pairs.get("user") {
        Some(text) => Some(subject(&call, text).await?),
        None => None,
    };
    let (told, scope) = match &other {
        Some(scope) => (explain::explain(&Look::at(&call.app.db, scope), kind, id).await?, scope),
        None => (Some(own.clone()), &call.visitor.scope),
    };
    let causes: Vec<&Cause> = told.iter().flat_map(|t| &t.actions).flat_map(|(_, causes)| causes).collect();
    let names = Names::of(&call, &causes, own.places.iter().map(|p| p.path.clone()).collect()).await?;
    let page = call.page();
    let body = match &told {
        Some(told) => told_of(&call, &page, kind, told, &names).await?,
        None => html! {
            section.panel { p { (page.ta("explain-other-sees-nothing", &[("name", scope.actor_name())])) } (stands(&page, &own, &names)) }
            (reaches(&call, &page, kind, scope).await?)
        },
    };
    let title = match (&other, &told) {
        (Some(scope), Some(_)) => page.ta("explain-title-other", &[("name", scope.actor_name())]),
        (Some(scope), None) => page.ta("explain-title-other-not", &[("name", scope.actor_name())]),
        (None, _) => page.t("explain-title").into_owned(),
    };
    let crumbs = vec![
        Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), format!("/{}", kind.collection)),
        Crumb::new(page.t("explain-record"), format!("/{}/{id}", kind.collection)),
    ];
    Ok(page.show(Shell { title, crumbs, body, ..Shell::default() }).into_response())
}

/// What a list and its total hold.
pub async fn total(call: Call, kind: &'static Kind) -> Result<Response> {
    let page = call.page();
    let scope = &call.visitor.scope;
    let kinds = page.noun(&format!("kind-{}-plural", kind.name));
    let body = html! {
        (reaches(&call, &page, kind, scope).await?)
        (closed_panel(&call, &page, kind, &explain::closed(scope, kind, &[])).await?)
    };
    let crumbs = vec![Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), format!("/{}", kind.collection))];
    let title = page.ta("explain-title-total", &[("kinds", &kinds)]);
    Ok(page.show(Shell { title, crumbs, body, ..Shell::default() }).into_response())
}

/// What the visitor's roles reach altogether: the answer to "why do I not see this?".
pub async fn general(call: Call) -> Result<Response> {
    let page = call.page();
    let mut panels = Vec::new();
    for kind in call.registry().kinds().filter(|k| call.visitor.scope.can(k.name, Action::See)) {
        panels.push(reaches(&call, &page, kind, &call.visitor.scope).await?);
    }
    let body = html! {
        p { (page.t("explain-general-lead")) }
        @for panel in &panels { (panel) }
        @if panels.is_empty() { p.nothing { (page.t("explain-no-reach")) } }
        p.hint { (page.t("explain-general-ask")) }
    };
    Ok(page.show(Shell { title: page.t("explain-title-not").into_owned(), body, ..Shell::default() }).into_response())
}

/// The person asked about, whom the visitor administers.
async fn subject(call: &Call, text: &str) -> Result<Scope> {
    let seam = call.app.seams.get::<Arc<dyn Explainer>>().ok_or_else(Problem::not_found)?;
    let user: Id = text.parse().map_err(|_| Problem::not_found())?;
    seam.scope_of(&call.app.db, &call.visitor.scope, user).await?.ok_or_else(Problem::not_found)
}

async fn told_of(
    call: &Call,
    page: &Page<'_>,
    kind: &'static Kind,
    told: &Explanation,
    names: &Names,
) -> Result<Markup> {
    let rows = told.actions.iter().filter(|(action, _)| *action != Action::See).map(|(action, causes)| {
        let may = !causes.is_empty();
        let word = page.t(if may { "explain-yes" } else { "explain-no" });
        let state = if may { State::Done } else { State::Past };
        let why = html! {
            (dot(state, &word))
            @for cause in causes { div { (one(page, cause, names)) } }
            @if !may { " " span.hint { (page.t("explain-no-role")) } }
        };
        Row::new(action.name(), vec![html! { (page.t(&format!("action-{}", action.name()))) }, why])
    });
    let table = Table {
        caption: page.t("explain-actions").into_owned(),
        columns: vec![Column::new(page.t("explain-action")).narrow(), Column::new(page.t("explain-because")).fact()],
        rows: rows.collect(),
        ..Table::default()
    };
    Ok(html! {
        (Panel::new(page.t("explain-sight"), list(page, told.sight(), names)).id("sight").render())
        (Panel::new(page.t("explain-actions"), table.render(&page.words())).id("actions").render())
        (closed_panel(call, page, kind, &told.closed).await?)
    })
}

/// Fields that are closed, with their class and the roles that open them.
async fn closed_panel(call: &Call, page: &Page<'_>, kind: &'static Kind, closed: &[Closed]) -> Result<Markup> {
    let shown = kind.fields.len() - closed.len();
    let lead = page.words().ta("explain-fields-open", &[("n", (shown as i64).into())]);
    if closed.is_empty() {
        let body = html! { p { (page.t("explain-fields-all")) } };
        return Ok(Panel::new(page.t("explain-fields"), body).id("fields").render());
    }
    let scope = &call.visitor.scope;
    let openers = match call.app.seams.get::<Arc<dyn Explainer>>() {
        Some(seam) => seam.openers(&call.app.db, scope.tenant, kind, scope.lang).await?,
        None => BTreeMap::new(),
    };
    let class = |class: Class| page.t(&format!("class-{}", class.name())).into_owned();
    let rows = closed.iter().map(|c| {
        let access = page.t(&format!("access-{}", c.access.name())).into_owned();
        let state = if c.access == Access::Masked { State::Due } else { State::Past };
        let roles = openers.get(c.field.name).map(|roles| roles.join(&page.t("explain-comma"))).unwrap_or_default();
        let name = page.t(&kind.label(c.field.name)).into_owned();
        Row::new(
            c.field.name,
            vec![html! { (name) }, dot(state, &access), html! { (class(c.field.class)) }, html! { (roles) }],
        )
    });
    let table = Table {
        caption: page.t("explain-fields").into_owned(),
        columns: vec![
            Column::new(page.t("explain-field")),
            Column::new(page.t("explain-access")).fact(),
            Column::new(page.t("explain-class")),
            Column::new(page.t("explain-openers")).fact(),
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    let body = html! { p { (lead) } (table.render(&page.words())) p.hint { (page.t("explain-fields-hint")) } };
    Ok(Panel::new(page.t("explain-fields"), body).id("fields").render())
}

/// What someone's roles reach of a kind, and how many shares name them.
async fn reaches(call: &Call, page: &Page<'_>, kind: &'static Kind, scope: &Scope) -> Result<Markup> {
    let mut causes: Vec<Cause> = Vec::new();
    for (grant, origin) in scope.giving(kind.name, Action::See) {
        let cause = Cause::Role { origin: origin.copied(), reach: grant.reach.clone() };
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    let names = Names::of(call, &causes.iter().collect::<Vec<_>>(), HashSet::new()).await?;
    let shared = !scope.reach(kind.name, Action::See).shared_with.is_empty();
    let body = html! {
        @if causes.is_empty() { p.nothing { (page.t("explain-no-reach")) } } @else { (list(page, &causes, &names)) }
        @if shared { p { (page.t("explain-and-shares")) } }
    };
    Ok(Panel::new(page.t(&format!("kind-{}-plural", kind.name)), body).render())
}

/// Where a record stands, as far as the asker reaches it.
fn stands(page: &Page<'_>, own: &Explanation, names: &Names) -> Markup {
    let mut places: Vec<&str> =
        own.places.iter().filter_map(|p| names.paths.get(&p.path).map(String::as_str)).collect();
    places.dedup();
    html! { p { (page.ta("explain-stands", &[("places", &places.join(&page.t("explain-comma")))])) } }
}

fn list(page: &Page<'_>, causes: &[Cause], names: &Names) -> Markup {
    html! { ul.lines { @for cause in causes { li { (one(page, cause, names)) } } } }
}

fn one(page: &Page<'_>, cause: &Cause, names: &Names) -> Markup {
    match cause {
        Cause::Role { origin, reach } => {
            let reach = match reach {
                GrantReach::Group => page.t("explain-reach-group").into_owned(),
                GrantReach::Own => page.t("explain-reach-own").into_owned(),
                GrantReach::Store { path, .. } | GrantReach::Below { path, .. } => {
                    names.paths.get(path).cloned().unwrap_or_else(|| "–".into())
                }
            };
            match origin {
                Some(Origin { post, role }) => {
                    let by = page.ta("explain-by-role", &[("role", names.id(*role)), ("post", names.id(*post))]);
                    html! { (by) " " (tag(&reach)) }
                }
                None => html! { (tag(&reach)) },
            }
        }
        Cause::Share { grantee, edit, until } => {
            let key = if *edit { "explain-by-share-edit" } else { "explain-by-share" };
            let until = until.map(|at| {
                let zone = labels::zone(page.app, page.visitor);
                page.ta("explain-until", &[("at", &ui::instant_text(at.utc(), zone, page.words().lang()))])
            });
            html! { (page.ta(key, &[("name", names.id(*grantee))])) " " span.hint { (until.unwrap_or_default()) } }
        }
    }
}

/// The way from a list to what its total holds.
pub(super) fn way(page: &Page<'_>, kind: &Kind) -> Markup {
    let href = format!("/{}/explanation", kind.collection);
    html! { p.hint { a.quiet-link href=(href) { (page.t("explain-way-total")) } } }
}

/// The button of a generic record's page.
pub(super) fn button(page: &Page<'_>, own: &str) -> Markup {
    Button::new(page.t("explain-way")).icon(Icon::Info).href(format!("{own}/explanation")).render()
}
