//! `/roles/new` and `/roles/{role}/copy`: a role from nothing, or from another one.

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::{Input, Refusal};
use ui::{Choice, Crumb, Form, Shell};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted};
use super::require_change;
use crate::roles::change::{NewRole, add_role};
use crate::roles::sheet::{check_parent, copy_role};
use crate::roles::{self, Role};
use crate::sessions::Proven;

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor, _: Proven) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    require_change(desk).await?;
    page(desk, None, &Draft::default()).await
}

pub(super) async fn show_copy(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    require_change(desk).await?;
    let from = roles::queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
    let copy_of = |name: &str| desk.ta("admin-copy-of", &[("name", name.into())]);
    let values = [
        ("code", format!("{}_2", from.code)),
        ("name_zh", copy_of(&from.name_zh)),
        ("name_en", copy_of(&from.name_en)),
    ];
    page(desk, Some(&from), &Draft::of(values)).await
}

pub(super) async fn add(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    require_change(desk).await?;
    let input: Input = posted.into_iter().collect();
    let mut tx = app.db.write(&visitor.scope).await?;
    let made = match read(&input) {
        Ok(new) => match new.parent {
            Some(parent) => check_parent(&tx, parent).await,
            None => Ok(()),
        }
        .map(|()| new),
        Err(refusal) => Err(refusal),
    };
    let made = match made {
        Ok(new) => add_role(&mut tx, new).await,
        Err(refusal) => Err(refusal),
    };
    match made {
        Ok(id) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/roles/{id}/edit")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, None, &draft).await?))
        }
    }
}

pub(super) async fn copy(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(from): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    require_change(desk).await?;
    let source = roles::queries::find(desk.conn(), desk.tenant(), from).await?.ok_or_else(Problem::not_found)?;
    let input: Input = posted.into_iter().collect();
    let mut tx = app.db.write(&visitor.scope).await?;
    let made = match read(&input) {
        Ok(new) => copy_role(&mut tx, from, new).await,
        Err(refusal) => Err(refusal),
    };
    match made {
        Ok(id) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/roles/{id}?done=copied")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, Some(&source), &draft).await?))
        }
    }
}

fn read(input: &Input) -> Result<NewRole, Refusal> {
    let text = |field: &str| input.get(field).unwrap_or_default().to_owned();
    let parent = match input.filled("parent") {
        Some(id) => Some(id.parse::<Id>().map_err(|_| Refusal::field("parent", "role-not-found"))?),
        None => None,
    };
    Ok(NewRole { code: text("code"), name_zh: text("name_zh"), name_en: text("name_en"), parent })
}

async fn page(desk: &Desk<'_>, from: Option<&Role>, draft: &Draft) -> Result<Markup, Problem> {
    let all = roles::queries::all(desk.conn(), desk.tenant()).await?;
    let above: Vec<Choice> = all.iter().map(|r| Choice::new(r.id.to_string(), r.name(desk.lang()))).collect();
    let path = from.map_or_else(|| "/roles/new".to_owned(), |role| format!("/roles/{}/copy", role.id));
    let w = &desk.w;
    let form = Form {
        id: "role-new".into(),
        action: path.clone(),
        errors: draft.sentences(desk),
        fields: html! {
            (draft.field(desk, "name_zh", "admin-name-zh").required().focus().max(60).text(draft.value("name_zh"), w))
            (draft.field(desk, "name_en", "admin-name-en").max(60).text(draft.value("name_en"), w))
            (draft.field(desk, "code", "admin-role-code").required().max(40).hint(desk.t("admin-role-code-hint")).text(draft.value("code"), w))
            @if from.is_none() {
                (draft.field(desk, "parent", "admin-role-parent").hint(desk.t("admin-role-parent-hint")).select(&above, draft.value("parent"), w))
            }
        },
        submit: desk.t(if from.is_some() { "admin-role-copy" } else { "admin-role-add" }).into(),
        cancel: Some(from.map_or_else(|| "/roles".to_owned(), |role| format!("/roles/{}", role.id))),
        ..Form::default()
    };
    let title = match from {
        Some(role) => desk.ta("admin-role-copy-of", &[("name", role.name(desk.lang()).into())]),
        None => desk.t("admin-role-add").into(),
    };
    let shell = Shell {
        title,
        crumbs: vec![Crumb::new(desk.t("admin-roles"), "/roles")],
        body: form.render(w),
        ..Shell::default()
    };
    Ok(desk.show(path, shell))
}
