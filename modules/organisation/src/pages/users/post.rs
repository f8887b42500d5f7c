//! `/users/{user}/posts/…`: giving posts and ending them.

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::{Input, Refusal};
use ui::{Button, Choice, Crumb, Form, Shell};
use web::Path;
use web::{Page, Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted, draft, organisation};
use super::{MANAGE, Seen, manageable};
use crate::nodes::dated;
use crate::roles;
use crate::sessions::Proven;
use crate::users::queries::PostLine;
use crate::users::{self, NewPost, add_post, leaving};

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    page(desk, &seen, &Draft::of([("valid_from", desk.today().to_string())])).await
}

pub(super) async fn add(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    let domain = desk.domain(MANAGE).await?;
    let input: Input = posted.into_iter().collect();
    let given = match read(id, &input) {
        // A node out of reach is not there.
        Ok(new) => {
            desk.node(&domain, new.node).await.map(|_| new).map_err(|_| Refusal::field("node", "node-not-found"))
        }
        Err(refusal) => Err(refusal),
    };
    let mut tx = app.db.write(&visitor.scope).await?;
    let made = match given {
        Ok(new) => add_post(&mut tx, new).await,
        Err(refusal) => Err(refusal),
    };
    match made {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/users/{id}?done=post-added#posts")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &seen, &draft).await?))
        }
    }
}

fn read(user: Id, input: &Input) -> Result<NewPost, Refusal> {
    let id = |field: &str, code: &str| {
        input.get(field).and_then(|text| text.parse::<Id>().ok()).ok_or_else(|| Refusal::field(field, code))
    };
    let new = NewPost::new(user, id("node", "user-node-missing")?, id("role", "user-role-missing")?);
    Ok(NewPost { valid_from: draft::day(input, "valid_from")?, valid_to: draft::day(input, "valid_to")?, ..new })
}

async fn page(desk: &Desk<'_>, seen: &Seen, draft: &Draft) -> Result<Markup, Problem> {
    let back = format!("/users/{}", seen.user.id);
    let form = Form {
        id: "post-new".into(),
        action: format!("{back}/posts/new"),
        errors: draft.sentences(desk),
        fields: html! {
            (node_and_role(desk, draft).await?)
            (draft.field(desk, "valid_from", "admin-from").required().date(draft.day("valid_from"), &desk.w))
            (draft.field(desk, "valid_to", "admin-to").hint(desk.t("admin-post-to-hint")).date(draft.day("valid_to"), &desk.w))
        },
        submit: desk.t("admin-post-add").into(),
        cancel: Some(back.clone()),
        ..Form::default()
    };
    let title = desk.ta("admin-post-add-for", &[("name", seen.user.name.as_str().into())]);
    Ok(shown(desk, seen, title, format!("{back}/posts/new"), form.render(&desk.w)))
}

/// Where and as what: nodes that the visitor looks after, roles that they may give at all.
pub(super) async fn node_and_role(desk: &Desk<'_>, draft: &Draft) -> Result<Markup, Problem> {
    let domain = desk.domain(MANAGE).await?;
    let all = dated::tree(desk.conn(), desk.tenant()).await?;
    let open = |closed: Option<chrono::NaiveDate>| closed.is_none_or(|day| day > desk.today());
    let mut nodes: Vec<_> = all.iter().filter(|n| domain.covers(&n.path) && open(n.closed_on)).collect();
    nodes.sort_by_key(|n| organisation::way(&all, n));
    let nodes: Vec<Choice> =
        nodes.into_iter().map(|n| Choice::new(n.id.to_string(), organisation::way(&all, n))).collect();
    let has_all = desk.visitor.scope.may("*");
    let roles: Vec<Choice> = roles::queries::all(desk.conn(), desk.tenant())
        .await?
        .iter()
        .filter(|role| has_all || !role.everything)
        .map(|role| Choice::new(role.id.to_string(), role.name(desk.lang())))
        .collect();
    Ok(html! {
        (draft.field(desk, "node", "admin-post-node").required().select(&nodes, draft.value("node"), &desk.w))
        (draft.field(desk, "role", "kind-role").required().hint(desk.t("admin-post-role-hint")).select(&roles, draft.value("role"), &desk.w))
    })
}

pub(super) async fn show_end(
    State(app): State<Shared>,
    visitor: Visitor,
    Path((id, post)): Path<(Id, Id)>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    let held = held(desk, id, post).await?;
    Ok(end_page(desk, &seen, &held, &Draft::of([("valid_to", desk.today().to_string())])))
}

pub(super) async fn end(
    State(app): State<Shared>,
    visitor: Visitor,
    Path((id, post)): Path<(Id, Id)>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    let held = held(desk, id, post).await?;
    let input: Input = posted.into_iter().collect();
    let mut tx = app.db.write(&visitor.scope).await?;
    let ended = match draft::day(&input, "valid_to") {
        Ok(day) => leaving::finish_post(&mut tx, id, post, day.unwrap_or(desk.today())).await,
        Err(refusal) => Err(refusal),
    };
    match ended {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/users/{id}?done=post-ended#posts")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(end_page(desk, &seen, &held, &draft)))
        }
    }
}

/// A post of the person at a node that the visitor looks after.
async fn held(desk: &Desk<'_>, user: Id, post: Id) -> Result<PostLine, Problem> {
    let domain = desk.domain(MANAGE).await?;
    let posts = users::queries::posts(desk.conn(), desk.tenant(), user).await?;
    posts.into_iter().find(|p| p.id == post && domain.covers(&p.path)).ok_or_else(Problem::not_found)
}

fn end_page(desk: &Desk<'_>, seen: &Seen, held: &PostLine, draft: &Draft) -> Markup {
    let back = format!("/users/{}", seen.user.id);
    let path = format!("{back}/posts/{}/end", held.id);
    let role = if desk.lang() == kernel::Lang::En { &held.name_en } else { &held.name_zh };
    let form = Form {
        id: "post-end".into(),
        action: path.clone(),
        errors: draft.sentences(desk),
        fields: html! {
            (draft.field(desk, "valid_to", "admin-post-ends").required().hint(desk.t("admin-post-ends-hint")).date(draft.day("valid_to"), &desk.w))
        },
        submit: desk.t("admin-post-end").into(),
        cancel: Some(back),
        ..Form::default()
    };
    let title = desk.ta(
        "admin-post-end-of",
        &[
            ("name", seen.user.name.as_str().into()),
            ("role", role.as_str().into()),
            ("node", held.node_name.as_str().into()),
        ],
    );
    shown(desk, seen, title, path, form.render(&desk.w))
}

pub(super) fn shown(desk: &Desk<'_>, seen: &Seen, title: String, path: String, body: Markup) -> Markup {
    let crumbs = vec![
        Crumb::new(desk.t("kind-user-plural"), "/users"),
        Crumb::new(&seen.user.name, format!("/users/{}", seen.user.id)),
    ];
    Page::new(desk.app, desk.visitor, path).show(Shell { title, crumbs, body, ..Shell::default() })
}

/// What will happen to someone's account, to be confirmed: a page below theirs that posts to itself. `label-of` names the
/// person on the button.
pub(super) fn confirm(desk: &Desk<'_>, seen: &Seen, part: &str, label: &str, explained: &str) -> Markup {
    let account = format!("/users/{}", seen.user.id);
    let path = format!("{account}/{part}");
    let button = Button::new(desk.ta(&format!("{label}-of"), &[("name", seen.user.name.as_str().into())])).primary();
    let body = html! {
        p { (desk.t(explained)) }
        br;
        div.row { (draft::act(&path, &[], &button)) (Button::new(desk.t("ui-cancel")).quiet().href(account).render()) }
    };
    shown(desk, seen, desk.t(label).into(), path, body)
}
